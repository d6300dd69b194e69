#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The words of the pages: every key that a citizen can meet is there in every language, with the same places for values;
no catalogue has a key that German does not have."""
import glob
import os
import re
import sys

os.chdir(os.environ.get("TOP_SRCDIR", "."))
CITIZEN = re.compile(r"fcgi/(page_(?!login)|pages|apply|consents|shown|stale|upload|search|fee|stop|lang)")
failed = False


def fail(text):
    global failed
    failed = True
    print("not ok -", text)


def catalogue(path):
    found = {}
    for block in open(path, encoding="utf-8").read().split("\n\n"):
        m = re.search(r'^msgid "([^"]+)"\nmsgstr ((?:"(?:[^"\\]|\\.)*"\n?)+)', block, re.M)
        if m:
            found[m.group(1)] = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', m.group(2)))
    return found


def words_used(paths):
    """Keys, and beginnings of keys that are put together: "problem.%s.text"."""
    text = "\n".join(open(p, encoding="utf-8").read() for p in paths)
    keys = set(re.findall(r"\{\{_ ([a-z0-9_.]+)", text)) | set(re.findall(r'"([a-z]+\.[a-z0-9_.]+)"', text))
    return keys, set(re.findall(r'"([a-z]+\.)%', text))


def with_parts(pages):
    """The templates, and the parts they are made of."""
    found, open_ = set(), list(pages)
    while open_:
        page = open_.pop()
        if page not in found:
            found.add(page)
            parts = re.findall(r"\{\{> ([a-z_/]+)\}\}", open(page, encoding="utf-8").read())
            open_ += [f"fcgi/templates/{part}.html" for part in parts]
    return sorted(found)


sources = [p for p in glob.glob("fcgi/*.[ch]") if CITIZEN.match(p)]
keys, begun = words_used(sources + with_parts(glob.glob("fcgi/templates/*.html")))
german = catalogue("fcgi/texts/de.po")
wanted = {k for k in german if k in keys or k.startswith(tuple(begun))}
if len(wanted) < 100:
    fail("fewer than 100 words found: does this test still read the pages?")
for name in ("en", "leicht"):
    path = f"fcgi/texts/{name}.po"
    words = catalogue(path)
    for key in sorted(wanted - set(words)):
        fail(f"{path}: {key} is missing: „{german[key]}“")
    for key in sorted(set(words) - set(german)):
        fail(f"{path}: {key} is no key of de.po")
    for key in set(words) & set(german):
        if sorted(re.findall(r"\{\d\}", words[key])) != sorted(re.findall(r"\{\d\}", german[key])):
            fail(f"{path}: {key} has other places for values than in German")
if not failed:
    print(f"ok - {len(wanted)} words of the citizen's pages in every language")
sys.exit(failed)
