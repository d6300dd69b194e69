#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# What nobody should send, to every reader of forms through "ozgctl form check": refused in German, within 64 MB. Times are
# printed, not judged. Under a sanitizer, memory is not judged either.
import os
import subprocess
import sys
import tempfile

BUILD = os.environ.get("TOP_BUILDDIR", ".")
CTL = os.path.join(BUILD, "bin", "ozgctl")
MEGABYTES = 64
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


def check(path):
    p = subprocess.Popen([CTL, "form", "check", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    out = p.stdout.read().decode("utf-8", "replace")
    _, status, used = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    return p.returncode, out, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def make(folder):
    for i, (name, text) in enumerate(cases()):
        with open(os.path.join(folder, "case-%d.xml" % i), "w", encoding="utf-8") as f:
            f.write(text)
        print(name)
    with open(os.path.join(folder, "case-%d.xml" % (i + 1)), "wb") as f:
        f.write(HEAD.encode())
        f.truncate(1 << 30)  # takes no room on the disk
    print("a file of 1 GB")


def main():
    sanitized = subprocess.run(["grep", "-q", "__asan_init", CTL], check=False).returncode == 0
    number = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # by another process: a child begins with the memory of its parent
        names = subprocess.run([sys.executable, __file__, folder], stdout=subprocess.PIPE, text=True, check=True).stdout
        for i, name in enumerate(names.splitlines()):
            code, out, seconds, megabytes = check(os.path.join(folder, "case-%d.xml" % i))
            good = code == 1 and ": error: " in out and (sanitized or megabytes <= MEGABYTES)
            number += 1
            failed += not good
            print("%s %d - %s: %.0f ms, %.0f MB" % ("ok" if good else "not ok", number, name, seconds * 1000, megabytes))
            if not good:
                print("#", code, out[:300])
    print("1..%d" % number)
    return 1 if failed else 0


if len(sys.argv) > 1:
    make(sys.argv[1])
else:
    sys.exit(main())
