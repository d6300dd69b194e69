#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# A newer version of a form of the FIM catalogue through the admins' pages: what it changes is shown, what the admin made
# of the older one stays, what both changed is decided, and nothing is lost on the way.
import glob
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from admins import PUBLISH, UPLOAD, Admin

tap = server.Tap()
FORM = "/admin/_/form/s88/"
STORE, REPLACE = "Als Entwurf speichern", "Den vorhandenen Entwurf ersetzen"
LIST = """<?xml version="1.0" encoding="UTF-8"?>
<gc:CodeList xmlns:gc="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"><Identification><ShortName>art</ShortName>
<Version>%d</Version><CanonicalUri>urn:a:art</CanonicalUri><CanonicalVersionUri>urn:a:art_%d</CanonicalVersionUri></Identification>
<ColumnSet><Column Id="code" Use="required"><ShortName>code</ShortName><Data Type="string"/></Column>
<Column Id="name" Use="required"><ShortName>name</ShortName><Data Type="string"/></Column>
<Key Id="k"><ShortName>k</ShortName><ColumnRef Ref="code"/></Key></ColumnSet>
<SimpleCodeList>%s</SimpleCodeList></gc:CodeList>"""


def code_list(version, *rows):
    row = '<Row><Value ColumnRef="code"><SimpleValue>%s</SimpleValue></Value><Value ColumnRef="name"><SimpleValue>%s</SimpleValue></Value></Row>'
    return (LIST % (version, version, "".join(row % r for r in rows))).encode()


def field(ident, name, version="1.0.0", times="1:1", data="text", more=""):
    choice = "select" if "codeliste" in more else "input"
    return ("<x:struktur><x:anzahl>%s</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>%s</x:id><x:version>%s</x:version>"
            "</x:identifikation><x:name>%s</x:name><x:feldart><code>%s</code></x:feldart><x:datentyp><code>%s</code></x:datentyp>%s"
            "</x:datenfeld></x:enthaelt></x:struktur>\n" % (times, ident, version, name, choice, data, more))


ART = "<x:codelisteReferenz><x:canonicalIdentification>urn:a:art</x:canonicalIdentification></x:codelisteReferenz>"


def fim(version, *fields, ident="S88", name="Antrag 88"):
    return ("""<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:header/>
<x:stammdatenschema><x:identifikation><x:id>%s</x:id><x:version>%s</x:version></x:identifikation><x:name>%s</x:name>
<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation><x:id>G1</x:id><x:version>%s</x:version></x:identifikation>
<x:name>Angaben zur Person</x:name>
%s</x:datenfeldgruppe></x:enthaelt></x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>
""" % (ident, version, name, version, "".join(fields)))


OLD = fim("1.0.0", field("F1", "Name"), field("F2", "Ort"), field("F3", "Alt und nutzlos"), field("F4", "Art", more=ART))
NEW = fim("1.1.0", field("F1", "Vollständiger Name", "1.1.0"), field("F2", "Ort", "1.1.0", "0:1"), field("F5", "Straße"),
          field("F4", "Art", "1.0.1", more=ART))
RULED = fim("1.0.0", field("F1", "Name"), field("F2", "Ort", times="0:1"), ident="S92")
RULE = (b'{"translated_rules": [{"bearer": "G1", "context": ["G1"], "effect": "%s", "target": "%s", '
        b'"condition": {"not": {"is_empty": {"identifier": "F1"}}}, "message": "Ort und Name."}]}')
LIST1, LIST2 = code_list(1, ("a", "Eins"), ("b", "Zwei")), code_list(2, ("a", "Eins"), ("b", "Zwei"), ("c", "Drei"))


def draft(form="s88", owner="_"):
    return "\n".join(world.psql("SELECT source FROM definition_draft WHERE id = '%s' AND tenant = '%s'" % (form, owner)))


def send(b, text, lists=LIST1, rules=None, owner="_", start=UPLOAD):
    b.open(start)
    extra = [("codelisten", "art.xml", lists)] if lists else []
    extra += [("regeln", "regeln.json", rules)] if rules else []
    return b.upload(files=[("antrag.xml", text.encode())], extra=extra, owner=owner)


def edit(b, change, form="s88", owner="_"):
    """The admin's own work, in the editor."""
    version = 0 if draft(form, owner) else int(world.psql("SELECT max(version) FROM definition WHERE id = '%s'" % form)[0])
    b.open("/admin/hochladen?fuer=%s&art=form&id=%s&version=%d" % (owner, form, version))
    text = change(b.page.value("quelltext"))
    b.upload(text, owner=owner)
    assert b.page.status == 200 and "/entwurf/" in b.page.url, b.page
    return text


def publish(b, base=FORM):
    b.open(base + "entwurf/")
    b.press(PUBLISH)
    assert "gilt" in b.page.words, b.page


def own_work(text):
    text = text.replace('label="Name"', 'label="Wie heißen Sie?"', 1).replace('label="Ort"', 'label="Wo wohnen Sie?"', 1)
    text = re.sub(r'<page id="[^"]*" title="[^"]*"', '<page id="eins" title="Meine Seite"', text, count=1)
    return text.replace("<title>Antrag 88</title>", "<title>Antrag 88</title>\n\t<!-- von uns -->\n\t<intro>Unsere Einleitung.</intro>")


def newer_version(path):
    b = Admin(path)
    tap.eq(send(b, OLD).status, 200, "the first version is imported")
    tap.ok("aus FIM übernommen und als Entwurf gespeichert" in b.page.words, "at once", b.page)
    mark = re.search(r'origin="([0-9a-f]{32})"', draft())
    kept = world.psql("SELECT mark, source FROM form_origin WHERE tenant = '_'")
    tap.ok(mark and kept[0].startswith(mark[1] + "|") and "\n".join(kept).split("|", 1)[1] == draft(), "and kept as it came", kept)
    publish(b)
    edit(b, own_work)
    publish(b)
    before = world.psql("SELECT count(*) FROM definition_draft")

    page = send(b, NEW, LIST2)
    tap.eq((page.status, page.heading), (200, "Neuere Fassung von „Antrag 88“ einspielen"), "the newer version is compared")
    for words in ("S88V1.0.0, Version 2, veröffentlicht von admin", "HochgeladenS88V1.1.0", "Alt und nutzlos Angaben zur Person · G1/F3 entfällt",
                  "Straße Angaben zur Person · G1/F5 ist neu", "Pflicht: bisher ja, jetzt nein", "Auswahl: bisher nichts, jetzt „c = Drei“",
                  "Wo wohnen Sie? Angaben zur Person · G1/F2 Beschriftung: bisher „Ort“, jetzt „Wo wohnen Sie?“",
                  "Wie heißen Sie?: Beschriftung", "Bei Ihnen: „Wie heißen Sie?“", "Im Katalog: „Vollständiger Name“", "Kommentare"):
        tap.ok(words in page.words, "the page says: " + words, page.words)
    tap.ok("Wie heißen Sie?" not in page.words.split("Was von Ihnen bleibt")[1].split("Was Sie entscheiden")[0], "what is to be decided stands there alone", page.words)
    tap.eq(world.psql("SELECT count(*) FROM definition_draft"), before, "nothing is stored yet")

    url, fields = b.filled(STORE)
    b.press(STORE)
    tap.eq(b.page.url, FORM + "entwurf/?neu=1", "stored: the preview of the draft")
    text = draft()
    for words in ('label="Wie heißen Sie?"', 'label="Wo wohnen Sie?"', 'title="Meine Seite"', "Unsere Einleitung.", 'id="F5"', ">Drei<", 'fim="S88V1.1.0"'):
        tap.ok(words in text, "the draft holds " + words, text)
    tap.ok('id="F3"' not in text and re.search(r'id="F2"[^>]*required="no"', text), "and what the catalogue changed", text)
    tap.ok(re.search(r'origin="([0-9a-f]{32})"', text)[1] != mark[1], "with its new origin", text)

    b.post(url, fields)
    tap.ok(b.page.status == 409 and "Inzwischen hat sich das Formular hier geändert" in b.page.words, "the same button again: things have changed", b.page)
    tap.eq(draft(), text, "and nothing is lost")
    tap.ok("An Fragen, Texten, Auswahl und Regeln ändert sich nichts" in b.page.words, "the page compares anew", b.page)
    publish(b)
    send(b, NEW, LIST2)
    tap.ok("Diese Fassung ist schon eingespielt" in b.page.words, "the same file again", b.page)


def decided(path):
    """The side of the catalogue, and back to rules and lists alone."""
    b = Admin(path)
    send(b, fim("1.2.0", field("F1", "Ganzer Name", "1.2.0"), field("F2", "Ort", "1.1.0", "0:1"), field("F5", "Straße"), field("F4", "Art", "1.0.1", more=ART)), LIST2)
    tap.ok("Im Katalog: „Ganzer Name“" in b.page.words, "a conflict", b.page)
    b.press(STORE, **{"wahl-1": "katalog"})
    text = draft()
    tap.ok('label="Ganzer Name"' in text and 'label="Wo wohnen Sie?"' in text, "the label of the catalogue was taken, nothing else", text)
    send(b, fim("1.2.0", field("F1", "Ganzer Name", "1.2.0"), field("F2", "Ort", "1.1.0", "0:1"), field("F5", "Straße"), field("F4", "Art", "1.0.1", more=ART)),
         code_list(3, ("a", "Eins"), ("c", "Drei")))
    tap.ok("Auswahl: bisher „b = Zwei“, jetzt nichts" in b.page.words, "only the list is newer", b.page)
    b.press(STORE)
    tap.ok(">Zwei<" not in draft() and ">Drei<" in draft() and "Meine Seite" in draft(), "it is in the draft", draft())
    send(b, RULED, None, rules=RULE % (b"require", b"F2"))
    publish(b, "/admin/_/form/s92/")
    send(b, RULED, None, rules=RULE % (b"forbid", b"F2"))
    tap.ok("Regel: bisher „verlangt: F2; wenn: not(is-empty($F1)); Meldung: Ort und Name.“, jetzt „verbietet: F2;" in b.page.words, "only a rule is newer", b.page)
    b.press(STORE)
    tap.ok('forbid="F2"' in draft("s92") and "require" not in draft("s92").replace("required", ""), "it is in the draft", draft("s92"))
    page = send(b, NEW, LIST2, rules=b'{"translated_rules": 1}')
    tap.eq(page.status, 422, "a rules file that is none is refused")
    tap.ok("translated_rules" in page.words and page.value("quelltext") == NEW, "by name, and the form is still there", page)
    publish(b)


def somebody_else(path):
    world.psql("INSERT INTO account (tenant, login, name, password, is_admin) SELECT '_', 'zweite', 'Zweite Person', password, true "
               "FROM account WHERE login = 'admin'")
    a, b = Admin(path), Admin(path, "zweite")
    edit(b, lambda t: t.replace("Meine Seite", "Seite der Zweiten"))
    page = send(a, NEW, LIST2)
    tap.ok("Es gibt einen Entwurf von jemand anderem" in page.words and "Entwurf von zweite" in page.words, "somebody else's draft is named", page)
    url, fields = a.filled(REPLACE)
    a.post(url, [(n, "save" if n == "_action" else v) for n, v in fields])
    tap.eq(a.page.status, 409, "it is not replaced unasked")
    tap.ok("Seite der Zweiten" in draft() and "1.2.0" in draft(), "and still there", draft())
    edit(b, lambda t: t.replace("Seite der Zweiten", "Seite zwei der Zweiten"))
    a.post(url, fields)
    tap.eq(a.page.status, 409, "nor when it has changed since")
    a.press(REPLACE)
    tap.ok(a.page.status == 200 and "Seite zwei der Zweiten" in draft() and 'fim="S88V1.1.0"' in draft(), "replacing keeps what was in it", draft())
    tap.eq(a.post(url, [(n, "0" * 32 if n == "_neu" else v) for n, v in fields]).status, 404, "nothing is stored of what nobody uploaded")
    tap.eq(a.post(url.replace("s88", "hundesteuer-anmeldung"), fields).status, 404, "nor for another form")
    publish(a)


def session_over(path):
    a = Admin(path)
    send(a, OLD)
    del a.cookies[("ozg_session", "/")]
    a.press(STORE)
    tap.eq(a.page.status, 401, "the session is over: sign in")
    a.press("Anmelden", login="admin", password=world.PASSWORD)
    a.press("Noch einmal absenden")
    tap.ok(a.page.url == FORM + "entwurf/?neu=1" and 'fim="S88V1.0.0"' in draft(), "and what was chosen is stored, here an older version", a.page)
    world.psql("DELETE FROM definition_draft")


def without_origin(path):
    b = Admin(path)
    b.open(UPLOAD)
    b.upload('<form xmlns="urn:ozg:form:1" id="s89" fim="S89V1.0.0"><title>Von Hand</title><page id="p" title="P"><text id="name" label="Name" missing="Fehlt."/></page></form>')
    page = send(b, fim("1.0.0", field("F1", "Name"), ident="S89"), None)
    tap.ok("Ihr Formular würde ersetzt, nicht zusammengeführt" in page.words and "ozgctl form import" in page.words, "what cannot be merged is said", page)
    tap.ok("Was von Ihnen bleibt" not in page.words and "Angaben zur Person G1 ist neu" in page.words and "Name name entfällt" in page.words, "with all differences", page)
    tap.ok("Von Hand" in draft("s89"), "nothing is stored yet", draft("s89"))
    b.press(STORE)
    tap.ok("Von Hand" not in draft("s89") and 'id="F1"' in draft("s89"), "the new one takes its place when asked for", draft("s89"))


def renamed(path):
    """The address of a form is changed by everybody: its origin still leads to it."""
    b = Admin(path)
    send(b, fim("1.0.0", field("F1", "Name"), ident="S90"), None)
    publish(b, "/admin/_/form/s90/")
    for name in ("hund-eins", "hund-zwei"):
        edit(b, lambda t: t.replace('id="s90"', 'id="%s"' % name, 1), "s90")
        publish(b, "/admin/_/form/%s/" % name)
    new = fim("1.1.0", field("F1", "Name"), field("F2", "Neu"), ident="S90")
    send(b, new, None)
    tap.ok("/form/s90/" in b.page.form("neuere-fassung").action, "the form with the id of the catalogue", b.page)
    send(b, new, None, start="/admin/hochladen?fuer=_&art=form&id=hund-zwei&version=1")
    tap.ok("/form/hund-zwei/" in b.page.form("neuere-fassung").action, "or the one from whose page one came", b.page)
    b.press(STORE)
    tap.ok('id="hund-zwei"' in draft("hund-zwei") and 'id="F2"' in draft("hund-zwei"), "keeps its id", draft("hund-zwei"))
    world.psql("DELETE FROM definition WHERE id = 's90'")
    time.sleep(2.1)  # what is current is believed that long
    page = send(b, new, None)
    tap.ok(page.status == 422 and "„hund-eins“ und „hund-zwei“" in page.words, "otherwise it is asked which", page)
    world.psql("DELETE FROM definition_draft; DELETE FROM definition WHERE id = 'hund-eins'")
    time.sleep(2.1)
    send(b, new, None)
    tap.ok("/form/hund-zwei/" in b.page.form("neuere-fassung").action, "the only one needs no name", b.page)


def of_the_library(path):
    """A municipality makes the library's form its own with the newer version; its origin is the library's."""
    world.psql("UPDATE account SET is_admin = true WHERE login = 'anna.ochsenfurt'")
    anna = Admin(path, "anna.ochsenfurt")
    page = send(anna, NEW, LIST1, owner="ochsenfurt")
    tap.ok("Was von Ihnen bleibt" in page.words, "what the library keeps is known", page)
    anna.press(STORE)
    tap.ok("Seite zwei der Zweiten" in draft(owner="ochsenfurt"), "and its text is built upon", draft(owner="ochsenfurt"))
    marta = world.psql("SELECT count(*) FROM form_origin WHERE tenant = 'ochsenfurt'")
    tap.ok(int(marta[0]) > 0, "the newer origin is hers")


def merged_with_errors(path):
    """What does not fit together any more comes back in the editor."""
    b = Admin(path)
    send(b, fim("1.0.0", field("F1", "Name"), field("F2", "Ort"), ident="S91"), None)
    publish(b, "/admin/_/form/s91/")
    edit(b, lambda t: t.replace("</group>", '<rule require="F1" when="not(is-empty($F2))" message="Beides."/></group>'), "s91")
    publish(b, "/admin/_/form/s91/")
    send(b, fim("1.1.0", field("F1", "Name"), ident="S91"), None)
    b.press(STORE)
    tap.ok(b.page.status == 422 and "F2" in b.page.words and b.findings(), "the rule that has lost its field is shown", b.page)
    text = b.page.value("quelltext")
    tap.ok('fim="S91V1.1.0"' in text and 'require="F1"' in text, "in the merged text", text)
    b.upload(re.sub(r"\s*<rule[^>]*>", "", text))
    tap.ok(b.page.url.endswith("/s91/entwurf/?neu=1"), "corrected, it is stored", b.page)


def real_forms(path):
    """Two forms of the catalogue, each as a newer version would change it."""
    forms = sorted(glob.glob(os.path.join(server.CORPORA, "xdf3", "forms", "*.xml")), key=os.path.getsize)
    if not forms:
        return print("# no corpus: real forms are not tried")
    forms = [f for f in forms if os.path.getsize(f) < 900000]
    b = Admin(path)
    for file in (forms[0], forms[-1]):
        with open(file, encoding="utf-8") as f:
            old = f.read()
        ident = re.search(r"<(?:\w+:)?id>(S\d+)<", old)[1].lower()
        tap.eq(send(b, old, None).status, 200, "%s is imported" % ident)
        publish(b, "/admin/_/form/%s/" % ident)
        names = []

        def rename(match):
            names.append(match[2])
            return match[1] + "Unsere Seite: " + match[2]
        edit(b, lambda t: re.sub(r'(<page id="[^"]*" title=")([^"]*)', rename, t), ident)
        publish(b, "/admin/_/form/%s/" % ident)
        new = re.sub(r"(<(?:\w+:)?id>S\d+</(?:\w+:)?id>\s*<(?:\w+:)?version>)[^<]*", r"\g<1>99.0.0", old, count=1)
        new = re.sub(r"(<(?:\w+:)?bezeichnungEingabe>)([^<]*)", r"\1Neu: \2", new)
        began = time.monotonic()
        page = send(b, new, None)
        tap.ok(page.status == 200 and "Neu: " in page.words and "Unsere Seite" not in page.words, "%s: the newer version is shown" % ident, page)
        tap.ok(time.monotonic() - began < 2, "%s: at once" % ident, time.monotonic() - began)
        b.press(STORE)
        text = draft(ident)
        tap.ok(text.count("Unsere Seite: ") == len(names) and "Neu: " in text and "V99.0.0" in text, "%s: both are in the draft" % ident, b.page)


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    path = server.fcgi(folder, conf, "admin")[1]
    for test in (newer_version, decided, somebody_else, session_over, without_origin, renamed, of_the_library, merged_with_errors, real_forms):
        print("# " + test.__name__)
        test(path)
sys.exit(tap.done())
