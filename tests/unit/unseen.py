#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# Forms of the FIM catalogue that nobody has seen (tests/lib/xdf.py), through "ozgctl form": each is imported, says the same
# as an independent judge (tests/lib/xdf_judge.py) to random answers, to valid ones and to each single mistake in them, and
# its XFall instances validate against a schema derived there; mistakes against the standard are found where they are. UNSEEN_FORMS says how many, UNSEEN_SEED from where on.
import copy
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import xdf
import xdf_judge

BUILD = os.environ.get("TOP_BUILDDIR", ".")
TOP = os.environ.get("TOP_SRCDIR", ".")
CTL = os.path.join(BUILD, "bin", "ozgctl")
MISTAKES = 25  # of one form


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


class Trial:
    """One form; faults: what is wrong with the engine."""

    def __init__(self, folder, seed):
        self.dice = random.Random(seed)
        self.form = xdf.Form(seed, 2 if seed % 4 == 0 else 3)
        self.folder = os.path.join(folder, str(seed))
        os.makedirs(os.path.join(self.folder, "lists"))
        self.faults, self.n, self.seen = [], 0, 0
        self.source = self.file("form.xml", xdf.Writer(self.form).bytes())
        for name, text in self.form.lists.items():
            self.file("lists/" + name, text)
        self.options = ["--codelists", os.path.join(self.folder, "lists")]
        if self.form.rules:
            rules = {"fim_id": self.form.id, "fim_version": self.form.version, "translated_rules": self.form.rules}
            self.options += ["--rules", self.file("rules.json", json.dumps(rules))]

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    def fault(self, what, detail=""):
        self.faults.append("%s: %s" % (what, str(detail)[:600]))

    def imports(self):
        self.native = os.path.join(self.folder, "native.xml")
        code, _, err = run(CTL, "form", "import", self.source, "-o", self.native, *self.options)
        if code != 0:
            self.fault("not imported", [x for x in err.splitlines() if "error" in x][:3] or err[-300:])
            return False
        for form, options in ((self.source, self.options), (self.native, [])):
            code, out, err = run(CTL, "form", "check", form, *options)
            if code != 0:
                self.fault("check of " + form, [x for x in (out + err).splitlines() if "error" in x][:3])
        code, _, err = run("xmllint", "--noout", "--schema", os.path.join(TOP, "forms", "form.xsd"), self.native)
        if code != 0:
            self.fault("native text against form.xsd", err)
        return not self.faults

    def engine(self, answers, form=None):
        """What the engine finds wrong, by path."""
        self.n += 1
        given = self.file("answers%d.json" % self.n, json.dumps(answers))
        code, out, err = run(CTL, "form", "eval", form or self.native, "--answers", given, "--today", "2026-03-01", *([] if not form else self.options))
        try:
            result = json.loads(out)
        except ValueError:
            self.fault("eval", (code, err))
            return {}
        self.seen += 1
        return {e["path"]: e["code"] for e in result["errors"]}

    def same(self, what, answers, want, form=None):
        got = self.engine(answers, form)
        if set(got) != set(want):
            self.fault(what, "only engine %s, only judge %s, answers %s" % (
                {p: c for p, c in got.items() if p not in want}, {p: c for p, c in want.items() if p not in got}, json.dumps(answers)))

    def places(self, places, answers, path=""):
        """Every answer: its path, place, holder and key."""
        for p in places:
            v = answers.get(p.key)
            if xdf_judge.empty(v):
                continue
            yield path + p.key, p, answers, p.key
            for i, x in enumerate(v if p.repeat else [v]):
                here = "%s%s%s" % (path, p.key, "[%d]" % (i + 1) if p.repeat else "")
                if p.repeat:
                    yield here, p, v, i
                if p.element.group:
                    yield from self.places(p.element.places, x, here + "/")

    def mistakes(self, answers):
        """Answers with one mistake each: the path, what was done, the answers."""
        all_ = list(self.places(self.form.places, answers))
        self.dice.shuffle(all_)
        for path, p, _, _ in all_[:MISTAKES]:
            e, whole = p.element, not path.endswith("]")
            if not e.group and not (p.repeat and whole):
                for bad in self.dice.sample(e.bad, min(2, len(e.bad))):
                    yield path, "wrong %r" % (bad,), self.changed(answers, path, bad)
            if whole:
                yield None, "missing " + path, self.changed(answers, path, None)
            if whole and p.repeat and p.high:
                yield path, "too many", self.changed(answers, path, lambda v: (v * (p.high + 1))[:p.high + 1])
            if whole and p.low > 1:
                yield None, "too few", self.changed(answers, path, lambda v: v[:p.low - 1])

    def changed(self, answers, path, value):
        answers = copy.deepcopy(answers)
        holder, key = next((h, k) for at, _, h, k in self.places(self.form.places, answers) if at == path)
        holder[key] = value(holder[key]) if callable(value) else value
        return answers

    def xfall(self, sets):
        schema = self.file("xfall.xsd", xdf_judge.schema(self.form))
        files = []
        for i, answers in enumerate(sets):
            given = self.file("valid%d.json" % i, json.dumps(answers))
            code, out, err = run(CTL, "form", "xfall", self.native, "--answers", given, "--today", "2026-03-01")
            if code != 0:
                self.fault("xfall", err)
            files.append(self.file("xfall%d.xml" % i, out))
        code, _, err = run("xmllint", "--noout", "--schema", schema, *files) if files else (0, "", "")
        if code != 0:
            self.fault("XFall against the schema", err[:600])

    def refusals(self):
        """Each mistake against the standard is found where it is: line, and column in bytes."""
        w = xdf.Writer(self.form)
        text = w.schema()
        tag = lambda name, rest=">": "<" + re.escape(w.prefix) + name + rest
        in_element = lambda m: re.findall(r"<%s(datenfeld|datenfeldgruppe|regel|wert)>" % re.escape(w.prefix), text[:m.start()])[-1:] in (["datenfeld"], ["datenfeldgruppe"])
        behind = lambda m, end: text.index(end, m.start()) + len(end)
        for what, pattern, change in (
                ("anzahl", tag("anzahl"), lambda m: (m.start(), text[:m.end()] + "5:2" + text[text.index("<", m.end()):])),
                ("anzahl", tag("anzahl"), lambda m: (m.start(), text[:m.end()] + "einmal" + text[text.index("<", m.end()):])),
                ("no anzahl", tag("struktur") + r"(?=\s*" + tag("anzahl)"), lambda m: (m.start(), text[:m.end()] + text[behind(m, "</%sanzahl>" % w.prefix):])),
                ("unknown", tag("name"), lambda m: (m.start(), text[:m.start()] + "<%szukunft/>" % w.prefix + text[m.start():])),
                ("twice", tag("name"), lambda m: (behind(m, "</%sname>" % w.prefix), text[:behind(m, "</%sname>" % w.prefix)] + "<%sname/>" % w.prefix + text[behind(m, "</%sname>" % w.prefix):])),
                ("kind", tag("feldart", "[^>]*>"), lambda m: (m.start(), text[:m.end()] + re.sub(r"(<code[^>]*>).*?(</code>)", r"\1zauber\2", text[m.end():], count=1, flags=re.S))),
                ("end tag", "</" + re.escape(w.prefix) + "struktur>", lambda m: (m.start(), text[:m.start()] + "</%sbau>" % w.prefix + text[m.end():]))):
            places = [m for m in re.finditer(pattern, text) if in_element(m) or what not in ("unknown", "twice")]
            if not places:
                continue
            at, bad = change(self.dice.choice(places))
            line, col = bad[:at].count("\n") + 1, len(bad[bad[:at].rfind("\n") + 1:at].encode()) + 1
            code, out, err = run(CTL, "form", "check", self.file("bad.xml", bad))
            if code != 1 or ":%d:%d: error: " % (line, col) not in out + err:
                self.fault("mistake not found: %s at %d:%d" % (what, line, col), [x for x in (out + err).splitlines() if "error" in x][:3])

    def run(self):
        if not self.imports():
            return self
        filler = xdf_judge.Filler(self.form, self.dice)
        for percent in (0, 20, 50, 90):
            answers = filler.object(self.form.places, percent)
            want = xdf_judge.Judge(self.form, answers).errors
            self.same("random answers", answers, want)
            self.same("random answers to the source", answers, want, self.source)
        sets = [x for x in (filler.valid(p) for p in (0, 30, 70, 100)) if x]
        for answers, _ in sets:
            self.same("valid answers", answers, {})
        self.xfall([a for a, judge in sets if not judge.broken])
        for answers, _ in sets[-1:]:
            for path, what, wrong in self.mistakes(answers):
                if path is None:
                    self.same(what, wrong, xdf_judge.Judge(self.form, wrong).errors)
                elif path not in self.engine(wrong):
                    self.fault("accepted at " + path, what)
        self.refusals()
        return self


def main():
    first, n = int(os.environ.get("UNSEEN_SEED", "1")), int(os.environ.get("UNSEEN_FORMS", "16"))
    failed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        for i, t in enumerate(pool.map(lambda seed: Trial(folder, seed).run(), range(first, first + n))):
            failed += bool(t.faults)
            print("%s %d - seed %d: %d elements, %d rules, %d judgements" % ("not ok" if t.faults else "ok", i + 1, first + i, len(t.form.elements), len(t.form.rules), t.seen))
            for f in t.faults[:4]:
                print("#   " + f)
    print("1..%d" % n)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
