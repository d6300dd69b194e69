#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The form engine's own sentences: every one in the source stands in engine/form/texts/*.po, with the same places for
values, and nothing stands there that nobody says."""
import ast
import os
import re
import sys

top = os.environ.get("TOP_SRCDIR", ".")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*')
PLACES = re.compile(r"%(?:\.\*|\.\d)?(?:ll|z)?[a-z]|\{\}")
failed = False


def fail(text):
    global failed
    failed = True
    print("not ok -", text)


def words(literal):
    return "".join(ast.literal_eval(x) for x in re.findall(r'"(?:[^"\\\n]|\\.)*"', literal))


def argument_end(source, at):
    """Where the bracket that opens at at is closed; strings are skipped."""
    depth = 0
    while True:
        if source[at] == '"':
            at = re.compile(r'"(?:[^"\\]|\\.)*"').match(source, at).end()
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        if depth == 0:
            return at
        at += 1


def said(source):
    """What is handed to form_say, and all that has a place for a label: nothing else writes {}."""
    source = re.sub(r"/\*.*?\*/", "", source, flags=re.S)
    found = {words(m.group()) for m in LITERAL.finditer(source) if "{}" in m.group() and re.search("[a-zäöü]{3}|: %s", m.group())}
    for call in re.finditer(r"\bform_say\(", source):
        inside = source[call.end() : argument_end(source, call.end() - 1)]
        for m in LITERAL.finditer(inside.split(",", 1)[-1]):
            if m.group() != '"true"':
                found.add(words(m.group()))
    return found


def catalogue(path):
    entries = {}
    for block in open(path, encoding="utf-8").read().split("\n\n"):
        m = re.search(r"^msgid (.*?)^msgstr (.*)", block, re.S | re.M)
        if m and words(m.group(1)):
            entries[words(m.group(1))] = words(m.group(2))
    return entries


sentences = set()
for folder, _, files in os.walk(os.path.join(top, "engine/form")):
    for name in files:
        if name.endswith(".c"):
            sentences |= said(open(os.path.join(folder, name), encoding="utf-8").read())

for language in ("en", "leicht"):
    path = f"engine/form/texts/{language}.po"
    entries = catalogue(os.path.join(top, path))
    for s in sorted(sentences - set(entries)):
        fail(f"{path}: no translation of “{s}”")
    for s in sorted(set(entries) - sentences):
        fail(f"{path}: nobody says “{s}”")
    for german, text in entries.items():
        if PLACES.findall(german) != PLACES.findall(text) and sorted(PLACES.findall(german)) != sorted(PLACES.findall(text)):
            fail(f"{path}: “{text}” has other places for values than “{german}”")
        if [p for p in PLACES.findall(german) if p != "{}"] != [p for p in PLACES.findall(text) if p != "{}"]:
            fail(f"{path}: “{text}” has its values in another order than “{german}”")
if len(sentences) < 50:
    fail("fewer than 50 sentences found: does this test still read the source?")
if not failed:
    print(f"ok - {len(sentences)} sentences in two more languages")
sys.exit(failed)
