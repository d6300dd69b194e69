#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# The admins' pages, without JavaScript, on the real programs and a real database: upload with every kind of mistake,
# preview, trial, publication, rollback, two admins at once, other municipalities.
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from admins import PUBLISH, UPLOAD, Admin
from browser import Browser

tap = server.Tap()
LARGEST = os.path.join(server.CORPORA, "xdf3", "forms", "S05000001319V2.0.0_xdf3.xml")
FORM = "/admin/_/form/hundesteuer-anmeldung/"
FLOW = "/admin/_/flow/hundesteuer/"
ROLLBACK = "Wieder veröffentlichen: Version 1"
NOTE = """<?xml version="1.0" encoding="UTF-8"?>
<form xmlns="urn:ozg:form:1" id="notiz">
  <title>%s</title>
  <page id="seite" title="Seite eins">
    <text id="name" label="Ihr Name" missing="Geben Sie Ihren Namen ein."/>
    <boolean id="mehr" label="Mehr?" missing="Wählen Sie."/>
    <text id="grund" label="Warum &amp; wozu?" relevant="$mehr" missing="Geben Sie den Grund ein."/>
  </page>
  <page id="zwei" title="Seite zwei"><text id="ort" label="Ort" missing="Geben Sie den Ort ein."/></page>
</form>
"""


def source(path):
    with open(os.path.join(server.SRC, path), encoding="utf-8") as f:
        return f.read()


def current(form="notiz", owner="_"):
    rows = world.psql("SELECT coalesce(max(version), 0) FROM definition WHERE id = '%s' AND tenant = '%s'" % (form, owner))
    return int(rows[0])


def overview(path):
    b = Admin(path)
    tap.eq(b.page.url, "/admin/", "signed in: the overview")
    for words in ("Hund zur Hundesteuer anmelden", "Anmeldung zur Hundesteuer", "Version 1", "Kommandozeile", "Bibliothek für alle Kommunen"):
        tap.ok(words in b.page.words, "the overview says: " + words, b.page)
    b.open("/admin/?fuer=ochsenfurt")
    tap.ok("Stadt Ochsenfurt" in b.page.words and "Herkunft" in b.page.words, "what a municipality has", b.page)
    tap.eq(b.open("/admin/?fuer=nirgends").status, 404, "no such municipality")
    for url in (FORM, FLOW, FORM + "1/", FLOW + "1/", FORM + "1/ausprobieren", UPLOAD):
        tap.eq(b.open(url).status, 200, "there: " + url)
    for url in (FORM + "2/", FORM + "0/", FORM + "entwurf/", "/admin/_/form/gibt-es-nicht/", "/admin/_/dmn/hundesteuer/", FLOW + "1/ausprobieren",
                "/admin/nirgends/form/hundesteuer-anmeldung/", FORM + "99999999999999999999/"):
        tap.eq(b.open(url).status, 404, "not there: " + url)
    b.open(FLOW + "1/")
    for words in ("1. Antrag eingegangen", "Vier-Augen-Prinzip: nicht durch die Person, die „Entscheidung“ erledigt hat.", "Aufgabenformular: hundesteuer-pruefung",
                  "$stufe = 'einfach'", "Entscheidet nach: hundesteuer-pruefstufe", "E-Mail nach der Vorlage „eingang“", "sieht ab hier den Stand „Bewilligt“"):
        tap.ok(words in b.page.words, "the steps of the workflow say: " + words, b.page)
    steps = [i for i in b.page.ids if i.startswith("schritt-")]
    tap.eq(len(steps), 15, "every step of the workflow")
    tap.ok(all(h[1:] in b.page.ids for h, _ in b.page.links if h and h.startswith("#schritt-")), "every way leads to a step")
    tap.ok("<title>Formale Prüfung (Aufgabe)</title>" in b.page.response.text and "<path " in b.page.response.text, "and is drawn")


def mistakes(path):
    b = Admin(path)
    lines = ['<form xmlns="urn:ozg:form:1" id="viele">', "<title>Viele Fehler</title>", '<page id="p" title="Seite">']
    lines += ['<text id="f%d" label="Feld %d" missing="Fehlt." relevant="$gibtesnicht%d"/>' % (i, i, i) for i in range(20)]
    text = "\n".join(lines + ["</page>", "</form>", ""])
    tap.eq(b.upload(text).status, 422, "twenty mistakes are not stored")
    tap.eq([line for line, _ in b.findings()], list(range(4, 24)), "twenty findings at their lines")
    tap.ok("Fehler: 20, Warnungen: 0" in b.page.words, "and their number", b.page)
    tap.eq(b.page.value("quelltext"), text, "the text is still there")
    tap.ok("zeile-4" in b.page.ids and b.page.title.startswith("Fehler:"), "the lines are marked", b.page.title)
    tap.eq(len(re.findall(r'oz-source__line--danger', b.page.response.text)), 20, "twenty lines are marked")
    tap.eq(b.upload(files=[("viele.xml", text.encode())]).status, 422, "the same as a file")
    tap.ok("„viele.xml“ wurde nicht gespeichert" in b.page.words, "the file is named", b.page)
    tap.eq(b.page.value("quelltext"), text, "its text is there to be corrected")

    wide = '<form xmlns="urn:ozg:form:1" id="breit"><title>Ü</title><page id="p" title="äöü"><text id="f" label="ä" missing="ö" relevant="$nix"/></page></form>'
    b.upload(wide)
    tap.eq(b.findings(), [(1, wide.index("$nix") + 1)], "columns count characters, not bytes")

    flow = source("workflows/hundesteuer.bpmn")
    bad = flow.replace('<userTask id="Task_Pruefung" name="Formale Prüfung" ozg:form="hundesteuer-pruefung">', '<scriptTask id="Task_Pruefung" name="Formale Prüfung">', 1)
    bad = bad.replace("</userTask>", "</scriptTask>", 1)
    tap.ok("scriptTask" in bad, "the example is as expected")
    tap.eq(b.upload(bad).status, 422, "an element that is not executed")
    line = bad[: bad.index("<scriptTask")].count("\n") + 1
    tap.ok(line in [n for n, _ in b.findings()] and "Task_Pruefung" in b.page.words and "scriptTask" in b.page.words, "by line, id and reason", b.page)

    hello = b"Hallo, das ist kein XML."
    for name, data, words in (
            ("not XML", hello, "Zeile 1, Spalte 1"),
            ("JSON", b'{"a": 1}', "Zeile 1"),
            ("HTML", b"<!DOCTYPE html><html><body>x</body></html>", "Zeile 1"),
            ("another XML", b'<?xml version="1.0"?><rechnung xmlns="urn:x"/>', "weder ein Formular"),
            ("an end tag too few", b'<form xmlns="urn:ozg:form:1" id="a">\n<title>A</title>\n', "Zeile"),
            ("empty", b"", "Diese Datei ist leer"),
            ("blank", b" \n\n ", "Diese Datei ist leer"),
            ("ZIP", b"PK\3\4" + bytes(200), "ZIP-Archiv"),
            ("PDF", b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "PDF-Datei"),
            ("an image", b"\x89PNG\r\n\x1a\n" + bytes(100), "Das ist ein Bild"),
            ("UTF-16", NOTE.encode("utf-16"), "UTF-16"),
            ("bytes", bytes(range(256)), "keine Textdatei"),
            ("Latin-1", (NOTE % "Gruß").replace("UTF-8", "ISO-8859-1").encode("latin-1"), "nicht als UTF-8")):
        tap.eq(b.upload(files=[("datei.xml", data)]).status, 422, name + " is refused")
        tap.ok(words in b.page.words, name + " is called what it is", b.page)
    tap.ok("Gruß" in b.page.value("quelltext"), "Latin-1 comes back readable")
    tap.ok("#datei" in b.page.errors, "the summary leads to the file", b.page.errors)
    b.upload("was daneben stand", files=[("scan.pdf", b"%PDF-1.7")])
    tap.eq(b.page.value("quelltext"), "was daneben stand", "a wrong file takes no text with it")
    b.open(UPLOAD)
    b.upload("")
    tap.ok(b.page.status == 422 and "fügen Sie den Text ein" in b.page.words, "nothing sent", b.page)
    tap.eq(b.upload("Entwurf\nvon mir").status, 422, "pasted nonsense")
    tap.eq(b.page.value("quelltext"), "Entwurf\nvon mir", "comes back")

    big = (NOTE % "Groß").replace("</form>", "<!--" + "x" * (1 << 20) + "--></form>")
    tap.eq(b.upload(big).status, 413, "more than 1 MiB")
    tap.ok("Das ist zu groß" in b.page.words and b.page.value("quelltext") == big, "says so and keeps the text", b.page.words[:300])
    tap.eq(b.upload("x" * (33 << 20)).status, 413, "far too much")
    many = (NOTE % "Viel") + "\n" * 3000 + "<"
    b.open(UPLOAD)
    b.upload(many)
    tap.ok(b.page.status == 422 and "zeile-3011" in b.page.ids and "zeile-1500" not in b.page.ids, "of a long text only what matters", b.findings())
    tap.eq(world.psql("SELECT count(*) FROM definition_draft")[0], "0", "none of them was stored")
    if os.path.exists(LARGEST):
        b.open(UPLOAD)
        tap.ok(b.upload(open(LARGEST, encoding="utf-8").read()).status == 200 and "Den Entwurf ansehen" in b.page.words, "3.6 MB of the catalogue", b.page.words[:300])
        world.psql("DELETE FROM definition_draft")
    tap.eq(current("notiz"), 0, "and nothing was published")


def guards(path):
    b = Admin(path)
    b.open(UPLOAD)
    tap.eq(b.upload(NOTE % "X", leave_out=("_csrf",)).status, 403, "no token, no upload")
    tap.ok("Warum &amp; wozu" in b.page.response.text or "Warum &amp;amp; wozu" in b.page.response.text, "but the text is kept", b.page)
    b.open(UPLOAD)
    fields = [("_csrf", b.page.value("_csrf")), ("_fuer", "_"), ("quelltext", NOTE % "X"), ("_action", "save")]
    tap.eq(b.post(UPLOAD, fields, headers=[("Sec-Fetch-Site", "cross-site")]).status, 403, "no upload from elsewhere")
    anna = Browser(path)
    anna.open("/admin/")
    anna.press("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD)
    tap.eq(anna.page.status, 403, "a caseworker is no admin")
    world.psql("UPDATE account SET is_admin = true WHERE login = 'anna.ochsenfurt'")
    anna = Admin(path, "anna.ochsenfurt")
    tap.ok("Stadt Ochsenfurt" in anna.page.words and "Für wen?" not in anna.page.words, "the admin of a municipality sees hers", anna.page)
    tap.ok("Hund zur Hundesteuer anmelden" in anna.page.words, "with what it has from the library", anna.page)
    for url in ("/admin/?fuer=_", "/admin/?fuer=marktbreit", FORM, "/admin/marktbreit/form/hundesteuer-anmeldung/", UPLOAD + "?fuer=marktbreit"):
        tap.eq(anna.open(url).status, 403, "not hers: " + url)
    anna.open(UPLOAD)
    token = anna.page.value("_csrf")
    for owner in ("_", "marktbreit"):
        tap.eq(anna.post(UPLOAD, [("_csrf", token), ("_fuer", owner), ("quelltext", NOTE % "X")]).status, 403, "no upload for " + owner)
        tap.eq(anna.post("/admin/%s/form/hundesteuer-anmeldung/" % owner, [("_csrf", token), ("_version", "1"), ("_current", "1")]).status, 403, "no rollback for " + owner)
    tap.eq(world.psql("SELECT count(*) FROM definition_draft")[0], "0", "nothing was stored")

    # A session that ended: after signing in again the text, also of a file, is still there.
    b.open(UPLOAD)
    del b.cookies[("ozg_session", "/")]
    b.upload(files=[("notiz.xml", (NOTE % "Gerettet").encode())])
    tap.eq(b.page.status, 401, "the session is over: sign in")
    b.press("Anmelden", login="admin", password=world.PASSWORD)
    tap.ok("Gerettet" in b.page.response.text, "what was uploaded is still there", b.page)
    b.press("Noch einmal absenden")
    tap.ok(b.page.status == 200 and b.page.url.endswith("/notiz/entwurf/?neu=1"), "and is kept as a draft", b.page)
    world.psql("DELETE FROM definition_draft")


def publishing(path):
    b = Admin(path)
    b.upload(NOTE % "Erste")
    tap.eq(b.page.url, "/admin/_/form/notiz/entwurf/?neu=1", "stored: the preview of the draft")
    for words in ("Keine Fehler", "Ihr Name", "Mehr?", "Seite zwei", "Begonnene Anträge und laufende Vorgänge behalten", "Hochgeladen von admin"):
        tap.ok(words in b.page.words, "the preview says: " + words, b.page)
    seen, _, collected = b.page.words.partition("Was dieses Formular erhebt")
    tap.ok("wozu?" not in seen, "what is asked only sometimes is not there")
    tap.ok("wozu?" in collected and "nicht angegeben" in collected, "but among all that is collected", collected[:300])
    tap.eq(current(), 0, "a draft is not published")
    ledger = int(world.psql("SELECT count(*) FROM ledger WHERE action = 'definition.publish'")[0])
    rows = world.psql("SELECT md5(string_agg(d::text, '' ORDER BY id)) FROM definition_draft d")
    for url in ("/admin/", UPLOAD, "/admin/_/form/notiz/", "/admin/_/form/notiz/entwurf/", "/admin/_/form/notiz/entwurf/ausprobieren"):
        b.open(url)
    tap.eq(world.psql("SELECT md5(string_agg(d::text, '' ORDER BY id)) FROM definition_draft d"), rows, "looking changes nothing")

    b.upload((NOTE % "Warnung").replace('relevant="$mehr"', 'relevant="$name = \'\'"'))
    tap.ok("Warnung" in b.page.words and "zeile-6" in b.page.ids and b.page.form_with(PUBLISH), "warnings are shown, and one may publish", b.page)
    b.upload(NOTE % "Erste")

    other = Admin(path)
    for x in (b, other):
        x.open("/admin/_/form/notiz/entwurf/")
    world.psql("UPDATE account SET is_admin = true WHERE login = 'anna.ochsenfurt'")
    url, fields = other.filled(PUBLISH)
    b.press(PUBLISH)
    tap.eq((b.page.url, current()), ("/admin/_/form/notiz/?gilt=1", 1), "published")
    tap.ok("Version 1 gilt" in b.page.words and re.search(r"Uhr ?admin", b.page.words), "says so", b.page)
    tap.eq(int(world.psql("SELECT count(*) FROM ledger WHERE action = 'definition.publish'")[0]), ledger + 1, "the ledger has it")
    other.post(url, fields)
    tap.eq((other.page.url, current()), ("/admin/_/form/notiz/?gilt=1", 1), "the same person and text again: it is done already")
    b.open("/admin/_/form/notiz/?gilt=7")
    tap.ok("Version 7 gilt" not in b.page.words, "no notice that is not true")

    b.upload(NOTE % "Zweite")
    b.press(PUBLISH)
    tap.eq(current(), 2, "version 2")
    b.open("/admin/_/form/notiz/")
    other.open("/admin/_/form/notiz/")
    url, fields = other.filled(ROLLBACK)
    b.press(ROLLBACK)
    tap.eq(current(), 3, "an older version again, as a new one")
    tap.eq(world.psql("SELECT source FROM definition WHERE id = 'notiz' AND version = 3"), world.psql("SELECT source FROM definition WHERE id = 'notiz' AND version = 1"),
           "with its text")
    fields = [(n, "2" if n == "_version" else v) for n, v in fields]
    tap.eq(other.post(url, fields).status, 409, "who has not seen that gets a conflict")
    tap.ok("Jetzt gilt Version 3, veröffentlicht von admin" in other.page.words, "that says who was faster", other.page)
    tap.eq(current(), 3, "and changes nothing")
    for bad in ("", "x", "-1", "0", "9"):
        r = other.post(url, [(n, bad if n == "_version" else v) for n, v in fields])
        tap.ok(r.status in (400, 404), "no such version: %r" % bad, r)
    tap.eq(other.post("/admin/_/form/notiz/3/", fields).status, 404, "a version cannot be published, only a draft")


STRANGE = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Gruß aus dem Zeichenprogramm -->
<b:definitions   xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:other='urn:other' id = "D" targetNamespace="urn:t"
	exporter="Zeichner &#x2014; 1">
  <?zeichner merke="das"?>
  <b:process id="seltsam" isExecutable="true" other:farbe="gr&#252;n">
    <b:extensionElements><other:x><![CDATA[a < b]]></other:x> <other:y/></b:extensionElements>
    <b:startEvent id="S"/><b:endEvent id="E"></b:endEvent>
    <b:sequenceFlow id="F" sourceRef="S" targetRef="E"/>
  </b:process>
</b:definitions>

"""


def downloads(path):
    b = Admin(path)
    b.upload(STRANGE)
    draft = b.open("/admin/_/flow/seltsam/entwurf/quelltext").response
    tap.eq(draft.body, STRANGE.encode(), "the draft as a file: byte for byte what was uploaded")
    b.open("/admin/_/flow/seltsam/entwurf/")
    b.press(PUBLISH)
    links = [h for h, t in b.open("/admin/_/flow/seltsam/").links if "Datei herunterladen" in t]
    tap.eq(links, ["/admin/_/flow/seltsam/1/quelltext"], "a link at each version")
    raw = b.open(links[0]).response
    tap.eq(raw.body, STRANGE.encode(), "published: still byte for byte the same, whatever other programs keep in it")
    tap.eq((raw.header("content-type"), raw.header("content-disposition")),
           ("application/xml", "attachment; filename*=UTF-8''seltsam-1.bpmn"), "as a download")
    tap.eq(b.open(FLOW + "1/quelltext").response.body.decode(), source("workflows/hundesteuer.bpmn"), "so is what ozgctl published")
    for url in ("/admin/_/flow/seltsam/7/quelltext", "/admin/_/flow/seltsam/0/quelltext", "/admin/_/flow/seltsam/x/quelltext",
                "/admin/_/flow/seltsam/entwurf/quelltext", "/admin/_/form/seltsam/1/quelltext"):
        tap.eq(b.open(url).status, 404, "no such text: " + url)


def two_admins(path):
    world.psql("INSERT INTO account (tenant, login, name, password, is_admin) SELECT '_', 'zweite', 'Zweite Person', password, true "
               "FROM account WHERE login = 'admin'")
    a, b = Admin(path), Admin(path, "zweite")
    a.upload(NOTE % "Von admin")
    b.open(UPLOAD)
    b.upload(NOTE % "Von zweite")
    tap.eq(b.page.status, 409, "somebody else's draft is not replaced silently")
    tap.ok("Hochgeladen von admin" in b.page.words and "Von zweite" in b.page.value("quelltext"), "says whose it is and keeps the text", b.page)
    a.open("/admin/_/form/notiz/entwurf/")
    seen = a.filled(PUBLISH)
    b.upload(b.page.value("quelltext"), button="Den vorhandenen Entwurf ersetzen")
    tap.ok(b.page.status == 200 and "Von zweite" in b.page.words, "replaced on purpose", b.page)
    before = current()
    tap.eq(a.post(*seen).status, 409, "what was replaced meanwhile is not published unseen")
    tap.eq(current(), before, "nothing was published")
    a.open("/admin/_/form/notiz/entwurf/")
    b.open("/admin/_/form/notiz/entwurf/")
    seen = b.filled(PUBLISH)
    a.press(PUBLISH)
    tap.eq((a.page.status, current()), (200, before + 1), "one of two publishes")
    b.post(*seen)
    tap.eq((b.page.status, current()), (409, before + 1), "the other one learns that it is done")
    tap.ok("Jetzt gilt Version %d, veröffentlicht von admin" % (before + 1) in b.page.words, "and by whom", b.page)


def trial(path):
    b = Admin(path)
    counts = "SELECT (SELECT count(*) FROM draft), (SELECT count(*) FROM submission)"
    before = world.psql(counts)
    b.open("/admin/_/form/notiz/1/ausprobieren")
    tap.ok("Hier wird nichts gespeichert" in b.page.words, "says that nothing is stored", b.page)
    b.press("Weiter")
    tap.eq(b.page.status, 422, "mistakes are shown as to citizens")
    tap.ok("Geben Sie Ihren Namen ein." in b.page.words, "in the form's own words", b.page)
    b.press("Weiter", name="Änne", mehr="true")
    tap.ok("wozu?" in b.page.words and b.page.status == 200, "the page asks more", b.page)
    b.press("Weiter", grund="Weil <b>")
    tap.ok("Seite zwei" in b.page.words, "the next page", b.page)
    b.press("Zurück")
    tap.eq((b.page.value("name"), b.page.value("grund")), ("Änne", "Weil <b>"), "back: the answers are there")
    b.press("Weiter")
    b.press("Weiter", ort="Ochsenfurt")
    tap.ok("Alle Seiten sind ausgefüllt" in b.page.words and "Weil <b>" in b.page.words, "the end", b.page)
    b.press("Ändern: Seite eins")
    tap.eq(b.page.value("name"), "Änne", "a page again")
    url, fields = b.filled("Weiter")
    r = b.post(url, [f for f in fields if f[0] != "_action"] + [("_why", "grund")])
    tap.ok("Wir fragen nach „" in b.page.words and "Der Grund: " in b.page.words and "Warum? „" in b.page.words and b.page.value("name") == "Änne", "asked why, the trial tells it on the page", b.page)
    b.press("Weiter")
    b.press("Zurück")
    url, fields = b.filled("Weiter")
    for answers in ("", "[]", "null", "{", '{"name": {"a": [1]}, "zwei": 3, "mehr": "vielleicht"}', '{"a":1,"a":2}', "[" * 5000):
        r = b.post(url, [(n, answers if n == "_answers" else v) for n, v in fields])
        tap.ok(r.status in (200, 422), "hostile answers do no harm: %.20r" % answers, r)
    tap.eq(b.post(url, fields + [("fremd", "1")]).status, 400, "a field that is not on the page")
    tap.eq(b.post(url, [(n, "nix" if n == "_page" else v) for n, v in fields]).status, 400, "a page that does not exist")
    b.open(FORM + "1/ausprobieren")
    tap.ok("Vornamen" in b.page.words, "the form of the demonstration", b.page)
    b.press("Weiter", vornamen="Erika", familienname="Müstermañn", strasse="Hauptstraße 12", plz="97340",
            **{"geburtsdatum.tag": "23", "geburtsdatum.monat": "6", "geburtsdatum.jahr": "1987"})
    tap.ok("Segnitz" in b.page.words, "knows the places of a postcode", b.page)
    tap.eq(world.psql(counts), before, "no trace in the database")


def municipality(path):
    anna = Admin(path, "anna.ochsenfurt")
    anna.open("/admin/ochsenfurt/form/hundesteuer-pruefung/")
    anna.follow("Neue Fassung schreiben")
    text = anna.page.value("quelltext")
    tap.eq(text, source("forms/hundesteuer-pruefung/form.xml"), "the text of the library to begin from")
    anna.upload(text.replace("<title>", "<title>Ochsenfurter ", 1))
    tap.ok("Stadt Ochsenfurt" in anna.page.words, "the preview says for whom", anna.page)
    anna.press(PUBLISH)
    tap.eq((current("hundesteuer-pruefung", "ochsenfurt"), current("hundesteuer-pruefung")), (2, 1), "her own, above the library's number")
    tap.ok("Eigene Fassung" in anna.page.words and "Bibliothek" in anna.page.words, "the versions say whose they are", anna.page)

    # A draft that was good when it came, and is not any more.
    b = Admin(path)
    b.upload(source("forms/hundesteuer-anmeldung/form.xml").replace("Hund zur", "Hunde zur", 1), owner="marktbreit")
    tap.eq(b.page.status, 200, "a form that starts a workflow")
    seen = b.filled(PUBLISH)
    flow = source("workflows/hundesteuer.bpmn").replace('from="steuer"', 'from="gibtesnicht"', 1)
    world.psql("INSERT INTO definition (tenant, kind, id, version, published_by, sha256, source) VALUES ('marktbreit', 'flow', 'hundesteuer', 2, '', "
               "sha256(convert_to(%s, 'UTF8')), %s)" % (2 * ("'" + flow.replace("'", "''") + "'",)))
    b.open("/admin/marktbreit/form/hundesteuer-anmeldung/entwurf/")
    tap.ok("lässt sich nicht veröffentlichen" in b.page.words and not b.page.form_with(PUBLISH), "the preview says that it does not fit any more", b.page)
    tap.eq(b.post(*seen).status, 422, "it is not published")
    tap.ok("gibtesnicht" in b.page.words, "and says why", b.page)


DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="datei" name="Zeichnung">
  <inputData id="i1" name="Steuer"><variable name="Steuer" typeRef="number"/></inputData>
  <decision id="wer-zeichnet" name="Wer zeichnet"><variable name="stufe" typeRef="string"/>
    <informationRequirement><requiredInput href="#i1"/></informationRequirement>
    <decisionTable>
      <input><inputExpression><text>Steuer</text></inputExpression></input>
      <output typeRef="string"/>
      <rule><inputEntry><text>&lt; 500</text></inputEntry><outputEntry><text>"amt"</text></outputEntry></rule>
      <rule><inputEntry><text>&gt;= %s</text></inputEntry><outputEntry><text>"leitung"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""


def imports(path):
    b = Admin(path)
    text = source("tests/golden/flow-import/camunda.bpmn")
    before = world.psql("SELECT count(*) FROM definition_draft")
    b.upload(files=[("antrag.bpmn", text.encode())])
    tap.eq(b.page.status, 200, "a workflow of another engine is shown")
    for words in ("kommt aus einem anderen System", "Legen Sie das Aufgabenformular „pruefung“ an", "Richten Sie die Stelle „ordnungsamt-sued“ ein"):
        tap.ok(words in b.page.words, "with what is to do: " + words, b.page)
    tap.eq(b.page.value("quelltext"), source("tests/golden/flow-import/camunda.out.bpmn"), "its translation is in the editor")
    tap.eq(world.psql("SELECT count(*) FROM definition_draft"), before, "nothing is stored yet")
    b.upload(b.page.value("quelltext"))
    tap.ok(b.page.status == 422 and "wer-zeichnet" in b.page.words, "as text it is checked like any other", b.page)


FIM = """<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:header/>
<x:stammdatenschema><x:identifikation><x:id>S77</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Antrag aus FIM</x:name>
<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe><x:identifikation><x:id>G1</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Angaben</x:name>
<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>F2</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Art</x:name>
<x:feldart><code>select</code></x:feldart><x:datentyp><code>text</code></x:datentyp>
<x:codelisteReferenz><x:canonicalIdentification>urn:a:b</x:canonicalIdentification></x:codelisteReferenz></x:datenfeld></x:enthaelt></x:struktur>
</x:datenfeldgruppe></x:enthaelt></x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>
"""


def catalogue(path):
    """A form of FIM with its rules and code lists, in several files."""
    b = Admin(path)
    genericode = source("tests/fuzz/seeds/genericode/list").encode()
    before = world.psql("SELECT count(*) FROM definition_draft")
    b.upload(files=[("antrag.xml", FIM.encode())], extra=[("regeln", "regeln.json", b'{"a":\n  x}'), ("codelisten", "art.xml", b"<rechnung/>")])
    tap.eq(b.page.status, 422, "bad rules and lists are refused")
    for words in ("Regeln „regeln.json“, Zeile 2", "Codeliste „art.xml“, Zeile 1", "„antrag.xml“ wurde nicht gespeichert"):
        tap.ok(words in b.page.words, "with file and place: " + words, b.page)
    tap.eq(b.page.value("quelltext"), FIM, "the form is still there")
    tap.eq(world.psql("SELECT count(*) FROM definition_draft"), before, "nothing is stored")
    other = genericode.replace(b"urn:a:b", b"urn:anders")
    b.upload(files=[("antrag.xml", FIM.encode())], extra=[("regeln", "regeln.json", b'{"translated_rules": []}'),
             ("codelisten", "art.xml", genericode), ("codelisten", "fremd.xml", other)])
    tap.eq(b.page.status, 200, "a form of FIM with rules and lists is taken")
    for words in ("aus FIM übernommen und als Entwurf gespeichert", "Codeliste „art.xml“: urn:a:b", "fest im Formular enthalten", "Codeliste „fremd.xml“: urn:anders, Version ohne Angabe, wurde nicht verwendet"):
        tap.ok(words in b.page.words, "the findings say: " + words, b.page)
    stored = "\n".join(world.psql("SELECT source FROM definition_draft ORDER BY uploaded_at DESC LIMIT 1"))
    tap.ok("urn:ozg:form:1" in stored and "Eins" in stored, "the draft is native and holds the list", stored[:300])
    b.follow("Den Entwurf ansehen und veröffentlichen")
    tap.ok(b.page.status == 200 and "Art" in b.page.words and b.page.form_with(PUBLISH), "and can be published", b.page)


def decisions(path):
    b = Admin(path)
    b.upload(DECISION % "400")
    tap.eq((b.page.status, b.findings()), (422, [(10, 7)]), "rules that contradict each other are found at their line")
    tap.ok("Die Regeln 1 und 2 treffen zugleich zu, zum Beispiel bei Steuer = 400." in b.page.words, "with an example", b.page)
    b.upload(DECISION % "500")
    for words in ("Entscheidungstabelle", "Fragt: Steuer (Zahl)", "Ergibt: stufe (Text)", "Regeln: 2", "Regel 1: Steuer < 500: \"amt\""):
        tap.ok(words in b.page.words, "the preview of a decision says: " + words, b.page)
    flow = source("workflows/hundesteuer.bpmn")
    for old, new in (('ozg:decision="hundesteuer-pruefstufe"', 'ozg:decision="wer-zeichnet"'), ('<ozg:input name="Gelistete Rasse" value="$gefaehrlich"/>', ""),
                     ('name="Steuer im Jahr"', 'name="Steuer"'), ("$stufe = 'einfach'", "$stufe = 'amt'")):
        tap.ok(old in flow, "the example is as expected")
        flow = flow.replace(old, new, 1)
    c = Admin(path)
    tap.eq(c.upload(flow, owner="ochsenfurt").status, 422, "a workflow waits for its decision")
    tap.ok("braucht die Entscheidung „wer-zeichnet“" in c.page.words, "and says so", c.page)
    b.press(PUBLISH)
    tap.ok("Version 1 gilt" in b.page.words and current("wer-zeichnet") == 1, "the decision is published", b.page)
    c.upload(flow, owner="ochsenfurt")
    tap.ok("Entscheidet nach: wer-zeichnet" in c.page.words, "the preview names the decision", c.page)
    c.press(PUBLISH)
    tap.eq(current("hundesteuer", "ochsenfurt"), 2, "the workflow is published")
    b.upload(DECISION % "500", owner="ochsenfurt")
    tap.ok("Der Ablauf „hundesteuer“ verwendet diese Entscheidung." in b.page.words, "who uses a decision is said", b.page)


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    path = server.fcgi(folder, conf, "admin")[1]
    for test in (overview, mistakes, guards, publishing, downloads, two_admins, trial, imports, catalogue, decisions, municipality):
        print("# " + test.__name__)
        test(path)
sys.exit(tap.done())
