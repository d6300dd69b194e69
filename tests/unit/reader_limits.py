#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# What nobody should send, to every reader: native forms, XDatenfelder 2 and 3, genericode, translated rules, answers,
# scenarios, translations, workflows, decisions and what others call workflows. Refused in German within 64 MB; the time is
# judged generously, since the machine may be busy, and printed. Under a sanitizer neither is judged.
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.environ.get("TOP_BUILDDIR", ".")
CTL = os.path.join(BUILD, "bin", "ozgctl")
MEGABYTES, SECONDS = 64, 1.5  # the promise is half a second on a quiet machine
GIGABYTE = None
NATIVE = "urn:ozg:form:1"
XDF = {"2": "urn:xoev-de:fim:standard:xdatenfelder_2", "3": "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"}
HEAD = '<form xmlns="%s" id="f"><title>T</title><page id="p" title="P">' % NATIVE
TAIL = "</page></form>"
LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'lol'>%s]>" % "".join(
    "<!ENTITY l%d '%s'>" % (i, ("&l%d;" % (i - 1)) * 10) for i in range(1, 10))
GROUP = "<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation><x:id>G1</x:id></x:identifikation>"
FIELD = ("<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>F%d</x:id></x:identifikation>"
         "<x:name>n</x:name><x:feldart><code>input</code></x:feldart><x:datentyp><code>text</code></x:datentyp>"
         "</x:datenfeld></x:enthaelt></x:struktur>")


def native(inside):
    return HEAD + inside + TAIL


def schema(version, inside):
    return ('<x:xdatenfelder.stammdatenschema.0102 xmlns:x="%s"><x:stammdatenschema><x:identifikation><x:id>S1</x:id>'
            "</x:identifikation><x:name>n</x:name>%s</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>"
            % (XDF[version], inside))


def cases():
    deep = "".join('<group id="g%d" label="G">' % i for i in range(100000))
    yield "100,000 nested groups", native(deep + '<text id="a" label="A"/>' + "</group>" * 100000)
    yield "10,000 terms", native('<boolean id="a" label="A"/><text id="b" label="B" relevant="%s"/>' % " and ".join(["$a"] * 10000))
    yield "10,000 brackets", native('<boolean id="a" label="A"/><text id="b" label="B" relevant="%s$a%s"/>' % ("(" * 10000, ")" * 10000))
    yield "nested quantifiers", native('<text id="b" label="B" pattern="(a+)+$"/>')
    yield "counted quantifiers", native('<text id="b" label="B" pattern="((a{1,1000}){1,1000}){1,1000}"/>')
    yield "a pattern of 80,000 characters", native('<text id="b" label="B" pattern="%s"/>' % ("(a|b)?" * 13000))
    yield "billion laughs", LAUGHS + '<form xmlns="%s">&l9;</form>' % NATIVE
    yield "an external entity", '<!DOCTYPE f SYSTEM "file:///etc/passwd"><form xmlns="%s" id="f"/>' % NATIVE
    yield "XInclude", native('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>')
    yield "100,000 attributes", native('<text id="b" label="B" %s/>' % " ".join('a%d="1"' % i for i in range(100000)))
    yield "100,000 fields", native("".join('<text id="f%d" label="F"/>' % i for i in range(100000)))
    yield "150,000 codes", native('<choice id="c" label="C">%s</choice>' % "".join('<code value="%d">x</code>' % i for i in range(150000)))
    yield "endless elements", "<a>" * 300000
    for version in XDF:
        yield "XDF %s: 100,000 nested groups" % version, schema(version, GROUP * 100000)
        yield "XDF %s: 30,000 fields" % version, schema(version, "".join(FIELD % i for i in range(30000)))
        yield "XDF %s: billion laughs" % version, LAUGHS + '<x:a xmlns:x="%s">&l9;</x:a>' % XDF[version]
        yield "XDF %s: a text of 11 MB" % version, schema(version, "<x:beschreibung>%s</x:beschreibung>" % ("wort " * 2300000))


FORM = native('<choice id="a" label="A"><code value="1">x</code></choice>')
LIST = ('<g:CodeList xmlns:g="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><Identification><Version>1</Version>'
        '<CanonicalUri>urn:l</CanonicalUri></Identification><ColumnSet><Column Id="k" Use="required"/><Column Id="v"/></ColumnSet>'
        "<SimpleCodeList>%s</SimpleCodeList></g:CodeList>")
ROW = '<Row><Value ColumnRef="k"><SimpleValue>%d</SimpleValue></Value><Value ColumnRef="v"><SimpleValue>x</SimpleValue></Value></Row>'
SELECT = FIELD.replace("input", "select").replace("</x:datenfeld>", "<x:codelisteReferenz><x:canonicalIdentification>urn:l"
                                                  "</x:canonicalIdentification></x:codelisteReferenz></x:datenfeld>") % 1
RULE = '{"bearer":"S1","context":[],"effect":"require","target":"F1","condition":%s,"message":"m"}'
BPMN = ('<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x" id="d">'
        '<process id="p" isExecutable="true">%s</process></definitions>')
DMN = ('<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" namespace="urn:x" name="d" id="d"><decision id="e" name="e">'
       '<decisionTable hitPolicy="FIRST"><input id="i"><inputExpression typeRef="number"><text>%s</text></inputExpression></input>'
       '<output id="o" typeRef="number"/>%s</decisionTable></decision></definitions>')
DMN_RULE = "<rule><inputEntry><text>%s</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"


def others():
    """Command, name, and the files it names: the last one is the bad one."""
    form3 = schema("3", SELECT)
    for name, text in (
            ("billion laughs", LAUGHS + "<a>&l9;</a>"), ("100,000 rows", LIST % "".join(ROW % i for i in range(100000))),
            ("100,000 nested rows", LIST % ("<Row>" * 100000)), ("XInclude", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
            ("a row of 11 MB", LIST % (ROW.replace("x<", "%s<" % ("wort " * 2300000)) % 1)), ("1 GB", GIGABYTE)):
        yield "form import {0} --codelists {d}", "genericode: " + name, [form3, text]
    for name, text in (
            ("100,000 nested lists", "[" * 100000), ("a condition of 10,000 arms", "[%s]" % (RULE % ('{"or":[%s]}' % ",".join(["true"] * 10000)))),
            ("a condition 10,000 deep", "[%s]" % (RULE % ('{"not":' * 10000 + "true" + "}" * 10000))), ("100,000 rules", "[%s]" % ",".join([RULE % "true"] * 100000)),
            ("3,000 rules that agree", "[%s]" % ",".join([RULE % "true"] * 3000)), ("no JSON", "{" * 10), ("xor in xor in xor", "[%s]" % (RULE % ('{"xor":[' * 18 + "true" + ",true,true]}" * 18))), ("1 GB", GIGABYTE)):
        yield "form check {0} --rules {1}", "rules: " + name, [form3, text]
    for name, text in (("100,000 nested lists", '{"a":%s' % ("[" * 100000)), ("1 GB", GIGABYTE), ("1,000,000 entries", '{"a":[%s]}' % ",".join(["1"] * 1000000))):
        yield "form eval {0} --answers {1} --today 2026-01-01", "answers: " + name, [FORM, text]
    for name, text in (("100,000 nested lists", "[" * 100000), ("1 GB", GIGABYTE), (
            "100,000 scenarios", '{"today":"2026-01-01","scenarios":[%s]}' % ",".join('{"name":"%d","answers":{"a":"2"},"expect":{"valid":true}}' % i for i in range(100000)))):
        yield "form test {0} {1}", "scenarios: " + name, [FORM, text]
    for name, text in (("no catalogue", "msgid " * 100000), ("1 GB", GIGABYTE), ("a text of 11 MB", 'msgid "%s"' % ("wort " * 2300000)),
                       ("100,000 texts", 'msgid ""\nmsgstr ""\n' + "".join('\nmsgid "t%d"\nmsgstr "x' % i for i in range(100000)))):
        yield "form po import {0} {1} --lang en", "translations: " + name, [FORM, text]
    flow = '<startEvent id="s"/><exclusiveGateway id="g"/><endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="g"/>'
    for name, text in (
            ("100,000 nested sub-processes", BPMN % ('<subProcess id="s">' * 100000)), ("billion laughs", LAUGHS + "<definitions>&l9;</definitions>"),
            ("100,000 tasks", BPMN % "".join('<userTask id="t%d"/>' % i for i in range(100000))), ("1 GB", GIGABYTE),
            ("XInclude", BPMN % '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
            ("a condition of 10,000 terms", BPMN % (flow + '<sequenceFlow id="h" sourceRef="g" targetRef="e"><conditionExpression>%s</conditionExpression></sequenceFlow>'
                                                    % " and ".join(["true()"] * 10000)))):
        yield "flow check {0}", "BPMN: " + name, [text]
        yield "flow import {0}", "import: " + name, [text]
    for name, text in (
            ("100,000 rules", DMN % ("x", DMN_RULE % "1" * 100000)), ("a cell of 20,000 terms", DMN % ("x", DMN_RULE % ",".join(["1"] * 20000))),
            ("10,000 brackets", DMN % ("(" * 10000 + "x" + ")" * 10000, DMN_RULE % "1")), ("billion laughs", LAUGHS + "<definitions>&l9;</definitions>"),
            ("100,000 nested contexts", DMN % ("x", "<context>" * 100000)), ("1 GB", GIGABYTE)):
        yield "flow check {0}", "DMN: " + name, [text]


def all_cases():
    for name, text in cases():
        yield "form check {0}", name, [text]
    yield "form check {0}", "a file of 1 GB", [GIGABYTE]
    wide = schema("3", "<x:beschreibung>%s" % ("wort " * 1500000)).replace("<x:xdaten", '<?xml version="1.0" encoding="UTF-16"?><x:xdaten', 1)
    yield "form check {0}", "XDF 3: 15 MB of UTF-16, not closed", [wide.encode("utf-16")]
    yield "form check {0}", "UTF-16 that is none", [b"\xff\xfe" + b"\x00\xd8" * 4000000]
    yield from others()


def check(command):
    p = subprocess.Popen([CTL] + command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = p.stdout.read().decode("utf-8", "replace")
    _, status, used = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    return p.returncode, out, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def write(path, content):
    with open(path, "wb") as f:
        if content is GIGABYTE:
            f.write(HEAD.encode())
            f.truncate(1 << 30)  # takes no room on the disk
        else:
            f.write(content if isinstance(content, bytes) else content.encode())


def make(folder):
    """Writes the files and prints what is to be run: name and command."""
    for i, (command, name, files) in enumerate(all_cases()):
        inside = os.path.join(folder, str(i))
        os.mkdir(inside)
        paths = [os.path.join(inside, "%d.xml" % k) for k in range(len(files))]
        for path, content in zip(paths, files):
            write(path, content)
        print(json.dumps([name, [w.format(*paths, d=inside) for w in command.split()]]), flush=True)


def refused(name, code, out):
    """A code list that cannot be read is left out with a warning, and the import says which."""
    if name.startswith("genericode"):
        return code in (0, 1) and "warning: Die Codeliste" in out
    return "that agree" in name or code == 1 and ("error: " in out or "zu groß" in out or '"valid": false' in out)


def main():
    sanitized = subprocess.run(["grep", "-q", "__asan_init", CTL], check=False).returncode == 0
    number = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # by another process: a child begins with the memory of its parent
        lines = subprocess.run([sys.executable, __file__, folder], stdout=subprocess.PIPE, text=True, check=True).stdout
        for name, command in map(json.loads, lines.splitlines()):
            code, out, seconds, megabytes = check(command)
            good = refused(name, code, out) and (sanitized or (megabytes <= MEGABYTES and seconds <= SECONDS))
            number += 1
            failed += not good
            print("%s %d - %s: %.0f ms, %.0f MB" % ("ok" if good else "not ok", number, name, seconds * 1000, megabytes))
            if not good:
                print("#", code, out[:300].replace("\n", "\n# "))
    print("1..%d" % number)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(make(sys.argv[1]) if len(sys.argv) > 1 else main())
