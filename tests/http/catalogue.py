#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# Files of the FIM catalogue through the admins' upload page: XDatenfelder 2, and everything that is refused or taken with
# a word about it. Whatever comes, the answer comes soon, nothing wrong is stored, and what was sent is still there.
import glob
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from admins import PUBLISH, UPLOAD, Admin

tap = server.Tap()
SECONDS = 1.0  # for one answer, on a machine that does other things too
STORED = "aus FIM übernommen und als Entwurf gespeichert"


def schema(inside, version="3.0.0", ident="S70", head=""):
    return ("""<?xml version="1.0" encoding="UTF-8"?>
%s<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_%s"><x:header/>
<x:stammdatenschema><x:identifikation><x:id>%s</x:id><x:version>1.0</x:version></x:identifikation><x:name>Ein Antrag</x:name>
%s</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>
""" % (head, version, ident, inside))


def holds(inside, times="1:1"):
    return "<x:struktur><x:anzahl>%s</x:anzahl><x:enthaelt>%s</x:enthaelt></x:struktur>" % (times, inside)


def group(ident, inside):
    return "<x:datenfeldgruppe><x:identifikation><x:id>%s</x:id></x:identifikation><x:name>Gruppe</x:name>%s</x:datenfeldgruppe>" % (ident, inside)


def field(ident, kind="input", more="", name="Feld"):
    return ("<x:datenfeld><x:identifikation><x:id>%s</x:id><x:version>1.0</x:version></x:identifikation><x:name>%s</x:name><x:feldart><code>%s</code></x:feldart>"
            "<x:datentyp><code>text</code></x:datentyp>%s</x:datenfeld>" % (ident, name, kind, more))


GOOD = schema(holds(group("G1", holds(field("F1")))))


class Uploads(Admin):
    def bring(self, text, rules=None, lists=()):
        self.open(UPLOAD)
        extra = [("regeln", "regeln.json", rules)] if rules is not None else []
        began = time.monotonic()
        page = self.upload(files=[("antrag.xml", text if isinstance(text, bytes) else text.encode())], extra=extra + [("codelisten",) + x for x in lists])
        self.seconds = time.monotonic() - began
        return page


def drafts():
    return int(world.psql("SELECT count(*) FROM definition_draft")[0])


def version_2(path):
    b = Uploads(path)
    text = schema(holds(group("G1", holds(field("F1", more='<x:praezisierung>{"minLength":"2","maxLength":"9"}</x:praezisierung>', name="Wort")) +
                  holds(field("F2", more="<x:praezisierung>nur große Buchstaben</x:praezisierung>", name="Satz"), "0:1"))), "2", "S7000000002")
    b.bring(text)
    tap.ok(b.page.status == 200 and STORED in b.page.words, "XDatenfelder 2 is taken", b.page)
    source = "\n".join(world.psql("SELECT source FROM definition_draft WHERE id = 's7000000002'"))
    tap.ok('min-length="2"' in source and 'max-length="9"' in source and "nur große Buchstaben" in source and "xdatenfelder" not in source,
           "with its bounds, and its sentences as rules", source)
    b.follow("Den Entwurf ansehen und veröffentlichen")
    tap.ok("Wort" in b.page.words, "the preview shows it", b.page)
    b.press(PUBLISH)
    tap.ok("Version 1 gilt" in b.page.words, "and it is published", b.page)
    b.bring(text.replace("<x:name>Wort<", "<x:name>Ein Wort<"))
    tap.ok("Beschriftung: bisher „Wort“, jetzt „Ein Wort“" in b.page.words, "a newer version of it is compared", b.page)
    for file in sorted(glob.glob(os.path.join(server.CORPORA, "xdf2", "*.xml"))):
        with open(file, "rb") as f:
            b.bring(f.read())
        tap.ok(b.page.status == 200, "%s is taken" % os.path.basename(file), b.page)
        world.psql("DELETE FROM definition_draft")


def refused(path):
    b = Uploads(path)
    before = drafts()
    entity = '<!DOCTYPE x [<!ENTITY a "%s">%s]>\n' % ("ha" * 1000, "".join('<!ENTITY a%d "&a%s;&a%s;&a%s;">' % (i, i - 1 or "", i - 1 or "", i - 1 or "") for i in range(1, 20)))
    deep = "".join("<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe>" for _ in range(10000))
    for name, text, status, words in (
            ("more than 8 MB", schema(holds(group("G1", holds(field("F1")))) + "<!--" + "x" * (8 << 20) + "-->"), 413, "dürfen 1 MB haben, Formulare des FIM-Katalogs 8 MB"),
            ("10,000 groups in each other", schema(deep), 422, "Zeile"),
            ("entities that grow", schema(holds(group("G1", holds(field("F1", name="&a19;")))), head=entity), 422, "Zeile 2"),
            ("an entity from a file", schema(holds(group("G1", holds(field("F1", name="&b;")))), head='<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>\n'), 422, "Zeile 2"),
            ("an entity from elsewhere", schema("", head='<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">\n'), 422, "Zeile 2"),
            ("XDatenfelder 1", schema(holds(group("G1", holds(field("F1")))), "1"), 422, "nur 2 und 3.0.0"),
            ("XDatenfelder 4", schema(holds(group("G1", holds(field("F1")))), "4.0.0"), 422, "nur 2 und 3.0.0"),
            ("an unknown kind of field", schema(holds(field("F1", "radio"))), 422, "ist keine Feldart"),
            ("a pattern without end", schema(holds(field("F1", more='<x:praezisierung pattern="([a-z]+)*"/>'))), 422, "Zeile"),
            ("a file cut off", GOOD[:400], 422, "Zeile")):
        page = b.bring(text)
        tap.eq(page.status, status, "%s: refused" % name)
        tap.ok(words in page.words, "%s: with the reason" % name, page.words[:600])
        tap.ok(b.seconds < SECONDS or status == 413, "%s: at once" % name, b.seconds)
        tap.ok("root:" not in page.response.text, "%s: nothing was read" % name)
        tap.ok(page.value("quelltext") is not None and (status == 413 or page.value("quelltext") == text), "%s: the text is still there" % name)
    tap.eq(drafts(), before, "nothing is stored")


def rules(path):
    b = Uploads(path)
    before = drafts()
    for name, data, words in (
            ("no JSON", b"<regeln/>", "kein gültiges JSON"),
            ("a key twice", b'{"translated_rules": [], "translated_rules": []}', "kein gültiges JSON"),
            ("no list", b'{"rules": []}', "translated_rules"),
            ("a list of nothing that is known", b'{"translated_rules": [7]}', "Regel 1"),
            ("an operator that nobody knows", b'{"translated_rules": [{"bearer": "G1", "context": ["G1"], "effect": "valid", "target": null, '
             b'"condition": {"system": "rm"}, "message": "m"}]}', "Regel 1"),
            ("conditions without end", b'{"translated_rules": [{"bearer": "G1", "context": ["G1"], "effect": "valid", "target": null, "condition": '
             + b'{"not": ' * 1500 + b"true" + b"}" * 1500 + b', "message": "m"}]}', "")):
        page = b.bring(GOOD, data)
        tap.eq(page.status, 422, "rules with %s are refused" % name)
        tap.ok(words in page.words, "with the reason", page.words[:800])
        tap.eq(page.value("quelltext"), GOOD, "the form is still there")
    tap.eq(drafts(), before, "nothing is stored")
    b.bring(GOOD, b'{"fim_id": "S99", "fim_version": "1.0", "translated_rules": []}')
    tap.ok(b.page.status == 200 and "Die Regeln gehören zu S99V1.0, das Formular ist S70V1.0." in b.page.words, "rules of another form: a warning", b.page)
    world.psql("DELETE FROM definition_draft")


def lists(path):
    b = Uploads(path)
    wanted = "<x:codelisteReferenz><x:canonicalIdentification>urn:da:fehlt</x:canonicalIdentification></x:codelisteReferenz>"
    text = schema(holds(group("G1", holds(field("F1", "select", wanted)))), ident="S71")
    b.bring(text)
    tap.ok(b.page.status == 200 and "urn:da:fehlt" in b.page.words and STORED in b.page.words, "a list that nobody has: a warning that names it", b.page)
    source = "\n".join(world.psql("SELECT source FROM definition_draft WHERE id = 's71'"))
    tap.ok("<choice" not in source and "<text" in source, "and every code is taken", source)
    world.psql("DELETE FROM definition_draft")
    for name, data in (("no list", b"<rechnung/>"), ("no XML", b"{}"), ("hostile", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><CodeList>&b;</CodeList>')):
        page = b.bring(text, lists=[("liste.xml", data)])
        tap.ok(page.status == 422 and "Codeliste „liste.xml“, Zeile 1" in page.words and "root:" not in page.response.text, "%s as a list is refused by name" % name, page)
    tap.eq(drafts(), 0, "nothing is stored")
    long = ("<CodeList><Identification><Version>1</Version><CanonicalUri>urn:da:fehlt</CanonicalUri></Identification><ColumnSet><Column Id='k' Use='required'/>"
            "<Column Id='n'/><Key Id='q'><ColumnRef Ref='k'/></Key></ColumnSet><SimpleCodeList>" + "".join(
                "<Row><Value ColumnRef='k'><SimpleValue>%d</SimpleValue></Value><Value ColumnRef='n'><SimpleValue>Wort %d</SimpleValue></Value></Row>" % (i, i) for i in range(11000)) +
            "</SimpleCodeList></CodeList>").encode()
    b.bring(text, lists=[("lang.xml", long)])
    tap.ok(b.page.status == 200 and "fest im Formular enthalten" in b.page.words, "a list of 11,000 rows is taken", b.page.words[:600])
    tap.ok(b.seconds < 3, "soon", b.seconds)
    changed = long.replace(b"<SimpleValue>Wort 7</SimpleValue>", b"<SimpleValue>Wort sieben</SimpleValue>")
    b.bring(text, lists=[("lang.xml", changed)])
    tap.ok("Auswahl: bisher „7 = Wort 7“, jetzt „7 = Wort sieben“" in b.page.words, "and one changed row of it is found", b.page.words[:900])
    tap.ok(b.seconds < 3, "soon", b.seconds)
    world.psql("DELETE FROM definition_draft")


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    path = server.fcgi(folder, conf, "admin")[1]
    for test in (version_2, refused, rules, lists):
        print("# " + test.__name__)
        test(path)
sys.exit(tap.done())
