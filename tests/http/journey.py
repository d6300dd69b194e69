# SPDX-License-Identifier: EUPL-1.2
# A citizen applies, without script: pages, mistakes, two windows, other municipalities, sending once, status.
import contextlib
import os
import re
import sys
import threading
import time
from urllib.parse import urlencode

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import fastcgi
import server
import world
from browser import Browser

tap = server.Tap()
FORM = "/ochsenfurt/hundesteuer-anmeldung/"
HOLDER = {"vornamen": "Änne Şükrü", "familienname": "O'Connor-Müller <b>", "geburtsdatum.tag": "23", "geburtsdatum.monat": "6",
          "geburtsdatum.jahr": "1987", "strasse": "Hauptstraße 1", "plz": "97199"}
DOG = {"hund[1]/name": "Rex", "hund[1]/geschlecht": "M", "hund[1]/rasse": "BEAGLE", "hund[1]/geboren.tag": "1",
       "hund[1]/geboren.monat": "4", "hund[1]/geboren.jahr": "2023", "hund[1]/seit.tag": "1", "hund[1]/seit.monat": "9",
       "hund[1]/seit.jahr": "2025", "hund[1]/vorher": "false"}


def path_of(url):
    return url.split("?")[0].split("#")[0].rsplit("/", 1)[1]


def fill(b, until="pruefen", **more):
    """From the first page of questions to the page called until."""
    pages = {"halter": dict(HOLDER, **more), "hunde": DOG, "befreiung": {"befreit": "false"},
             "zahlung": {"lastschrift": "false"}, "erklaerung": {"richtig": "true"}}
    for _ in range(8):
        here = path_of(b.page.url)
        if here == until or here not in pages:
            return b.page
        b.submit(pages[here])
    raise AssertionError("no way to %s: %r" % (until, b.page))


def entry(path):
    b = Browser(path)
    b.open("/")
    tap.ok("Ochsenfurt" in b.page.text, "the home page names the municipalities", b.page)
    b.follow("Ochsenfurt")
    b.follow("Hund zur Hundesteuer anmelden")
    tap.eq(b.page.url, FORM, "from the municipality to the form")
    tap.eq(b.open(FORM[:-1], follow=False).response.header("location"), FORM, "without the slash")
    for url in ("/nirgends/", "/ochsenfurt/gibt-es-nicht/", FORM + "gibt-es-nicht", "/ochsenfurt/hundesteuer-pruefung/"):
        tap.eq(b.open(url).status, 404, "not there: " + url)
    for name in ("impressum", "datenschutz", "barrierefreiheit"):
        tap.eq(b.open("/ochsenfurt/" + name).status, 200, name)
    tap.eq(b.open(FORM + "hunde").status, 410, "a later page without a draft says so")
    tap.eq(world.psql("SELECT count(*) FROM draft")[0], "0", "looking around stores nothing")


def mistakes(path):
    b = Browser(path)
    b.open(FORM)
    b.follow("Antrag beginnen")
    p = b.submit(dict(HOLDER, plz="123", familienname="", **{"geburtsdatum.monat": "13"}))
    tap.eq(p.status, 422, "wrong answers: the page again")
    tap.ok(p.title.startswith("Fehler:"), "the title begins with Fehler", p.title)
    tap.eq(p.value("vornamen"), HOLDER["vornamen"], "what was right is kept")
    tap.eq((p.value("plz"), p.value("geburtsdatum.monat")), ("123", "13"), "what was wrong is kept")
    tap.ok(len(p.errors) >= 3 and all(e[1:] in p.ids for e in p.errors), "each error leads to its field", p.errors)
    tap.ok("<b>" not in p.response.text, "nothing typed becomes HTML")
    p = b.open(p.url.split("?")[0])
    tap.eq((p.status, p.value("plz")), (200, "123"), "loaded again: still there, no reproach")
    again = Browser(path)
    again.cookies = dict(b.cookies)
    again.open(FORM)
    tap.eq(again.follow("fortsetzen").value("vornamen"), HOLDER["vornamen"], "resumed where it stopped")
    p = b.submit(HOLDER, page=p)
    tap.eq((p.status, path_of(p.url)), (200, "hunde"), "right answers: the next page")
    p = b.submit({"hund[1]/name": "Rex"}, button=("_action", "add:hund"))
    tap.ok("hund[2]/name" in p.form().names and p.value("hund[1]/name") == "Rex", "another dog, the first one kept", p)
    p = b.submit({"hund[2]/name": "Senta"}, button=("_action", "remove:hund[1]"))
    tap.eq((p.value("hund[1]/name"), "hund[2]/name" in p.form().names), ("Senta", False), "the first dog taken away")


def hostile(path):
    b = Browser(path)
    b.open(FORM + "halter")
    b.submit(HOLDER)
    b.open(FORM + "halter")
    halter = b.page
    before = world.psql("SELECT md5(sealed) FROM draft ORDER BY updated_at DESC LIMIT 1")
    refused = [
        ("a field of another page", [("hund[1]/name", "x")]),
        ("a field that does not exist", [("admin", "1")]),
        ("the same field twice", [("vornamen", "x")]),
        ("an index out of nowhere", [("hund[99]/name", "x")]),
        ("two tokens", [("_csrf", "x")]),
        ("two actions", [("_action", "next")]),
    ]
    for name, extra in refused:
        tap.eq(b.submit(page=halter, extra=extra).status, 400, name + " is refused")
    tap.eq(b.submit(page=halter, button=("_action", "drop:halter")).status, 400, "an unknown action is refused")
    tap.eq(world.psql("SELECT md5(sealed) FROM draft ORDER BY updated_at DESC LIMIT 1"), before, "nothing of it was stored")
    p = b.submit({"vornamen": "Getippt"}, page=halter, headers=[("Sec-Fetch-Site", "cross-site")])
    tap.ok(p.status == 403 and not [f for f in p.forms if f.method == "post"], "another site's post is refused, without a button", p)
    stranger = Browser(path)
    stranger.open(FORM + "halter")
    p = stranger.submit({"vornamen": "Getippt"}, page=halter)
    tap.ok(p.status == 403 and "Getippt" in p.text, "a foreign token is refused, what was typed is shown", p)
    p = stranger.submit(action="halter")
    tap.eq(path_of(p.url), "hunde", "and can be sent again from there")
    p = b.open(FORM + "halter", "POST", b"vornamen=x", [("Content-Type", "text/plain")])
    tap.ok(p.status in (400, 403, 415), "a post without token", p)
    tap.eq(b.open(FORM + "pruefen", follow=False).status, 303, "no check page before all is answered")
    b.open(FORM + "halter")
    p = b.submit(dict(HOLDER, familienname="Lang" * 1000))
    tap.ok(p.status == 400 and "Bei „Familienname“ ist der Text viel zu lang, höchstens 200" in p.text and "LangLang" in p.text,
           "a text that is far too long: told where, what is possible, and shown", p)
    big = b"a=" + b"x" * (4 << 20)
    tap.eq(b.open(FORM + "halter", "POST", big).status, 413, "too much at once")


def why(path):
    """A question is explained from the answers, without a trace of them in the address, and nothing typed is lost."""
    b = Browser(path)
    b.open(FORM + "warum?feld=plz")
    tap.eq(b.page.status, 410, "nothing to explain before an application has begun")
    b.open(FORM)
    b.follow("Antrag beginnen")
    fill(b, until="hunde")
    dog = dict(DOG, **{"hund[1]/rasse": "K1-PITBULL"})
    b.submit(dog)
    p = b.submit({"hund[1]/farbe": "schwarz <b>"}, button=("_why", "hund[1]/erlaubnis"))
    tap.eq((p.status, p.url), (200, FORM + "warum?feld=hund%5B1%5D/erlaubnis"), "the button leads to the explanation")
    tap.ok("Haben Sie eine Erlaubnis" in p.title and p.title.startswith("Warum?"), "which says what it is about", p.title)
    tap.ok("Wir fragen nach „Haben Sie eine Erlaubnis, diesen Hund zu halten?“. Der Grund: Bei „Rasse“ steht „Pit-Bull“." in p.words
           and "Kategorie“" not in p.words, "and which answers decided, not by which hidden field", p)
    for lang, words in (("en", "The reason: The answer to “Breed” is “Pit Bull”"), ("de-x-leicht", "Der Grund ist: Bei „Hunde-Rasse“ steht „Pit-Bull“")):
        b.open(FORM + "warum?feld=hund%5B1%5D/erlaubnis&sprache=" + lang)
        tap.ok(words in b.page.words, "in " + lang, b.page)
    p = b.open(FORM + "warum?feld=hund%5B1%5D/erlaubnis&sprache=de")
    p = b.follow("Zurück zum Antrag")
    tap.eq((path_of(p.url), p.value("hund[1]/farbe")), ("hunde", "schwarz <b>"), "the way back; what had been typed is there")
    tap.ok(("_why", "hund[1]/erlaubnis") in [x[:2] for x in p.form().buttons], "with the question to ask why about", p)
    for field, status in (("hund[1]/andere-rasse", 200), ("hund[2]/name", 404), ("hund[1]/kategorie", 404), ("gibtesnicht", 404),
                          ("", 200), ("%3Cscript%3E", 404), ("hund[1]/", 404)):
        p = b.open(FORM + "warum?feld=" + field)
        tap.ok(p.status == status and "<script>" not in p.response.text, "asked about %r" % field, p.status)
    p = b.open(FORM + "warum?feld=hund[1]/andere-rasse")
    tap.ok("fragen wir nicht. Der Grund: Bei „Rasse“ steht „Pit-Bull“, nicht „Andere Rasse“" in p.words, "also about what is hidden", p)
    tap.ok("schwarz" not in p.words, "other answers are not told", p)
    b.open(FORM + "hunde")
    b.submit({"hund[1]/erlaubnis": "false"})
    p = fill(b)
    p = b.follow("Warum? Hundesteuer im Jahr")
    tap.ok("„Hundesteuer im Jahr“ ist 500,00 Euro." in p.words and "So wird gerechnet: 1 × 500 = 500,00 Euro." in p.words, "the fee is reckoned out", p)
    tap.eq(path_of(b.follow("Zurück zum Antrag").url), "pruefen", "back to the check page")
    p = b.follow("Warum? Zusammen")
    tap.ok("Für „Hundesteuermarken“ zahlen Sie 5,00 Euro." in p.words, "and what is to be paid", p)
    stranger = Browser(path)
    tap.eq(stranger.open(FORM + "warum?feld=steuer").status, 410, "a stranger learns nothing")


def two_windows(path):
    b = Browser(path)
    b.open(FORM + "halter")
    b.submit(HOLDER)
    old = b.open(FORM + "halter")
    b.submit({"vornamen": "Erstes Fenster"}, page=old)
    p = b.submit({"vornamen": "Zweites Fenster"}, page=old)
    tap.ok(p.status == 409 and "Erstes Fenster" in p.text and "Zweites Fenster" in p.text, "two windows: both versions are shown", p)
    tap.eq(b.open(FORM + "halter").value("vornamen"), "Erstes Fenster", "and nothing was overwritten")
    b.submit(page=p, button=("_again", "1"))
    tap.eq(b.open(FORM + "halter").value("vornamen"), "Zweites Fenster", "until the citizen says so")
    same = b.open(FORM + "halter")
    b.submit({"vornamen": "Drittes"}, page=same)
    tap.eq(path_of(b.submit({"vornamen": "Drittes"}, page=same).url), "hunde", "a double click on Weiter is no conflict")


def places(path):
    b = Browser(path)
    b.open(FORM + "halter")
    p = b.submit(dict(HOLDER, plz="97340"))
    tap.ok("ort" in p.form().names and path_of(p.url) == "halter", "a postcode with several places: one chooses", p)
    tap.ok(p.url.endswith("#f_ort") and "f_ort" in p.ids, "and is led to that question", p)
    tap.ok("mehrere Orte" in p.text, "which says why it is asked", p)
    p = b.submit({"ort": "096755618166"})  # Segnitz
    tap.ok(path_of(p.url) == "zustaendig" and "Marktbreit" in p.text, "another municipality is responsible", p)
    p = b.submit(action="zustaendig")
    tap.ok(p.url.startswith("/marktbreit/hundesteuer-anmeldung/"), "the draft is carried over", p)
    fill(b)
    tap.ok("Segnitz" in b.page.text and path_of(b.page.url) == "pruefen", "nothing has to be typed again", b.page)
    tap.eq(b.open(FORM + "hunde").status, 410, "and it is gone from the first municipality")
    b = Browser(path)
    b.open(FORM + "halter")
    p = b.submit(dict(HOLDER, plz="97320"))
    if "ort" in p.form().names:
        choice = re.search(r'value="(\d{12})"[^>]*>\s*<label[^>]*>Sulzfeld', p.response.text)
        p = b.submit({"ort": choice.group(1)})
    tap.ok(path_of(p.url) == "zustaendig" and "Sulzfeld" in p.text, "nobody here is responsible for Sulzfeld", p)


def entries(path):
    """Adding and removing a dog leads to where the page has changed."""
    b = Browser(path)
    b.open(FORM + "halter")
    b.submit(HOLDER)
    b.press("Weiteren Hund hinzufügen", **DOG)
    tap.ok(b.page.url.endswith("/hunde#f_hund_2") and "f_hund_2" in b.page.ids, "a new entry is where one gets", b.page)
    b.press("Hund 2 entfernen")
    tap.ok(b.page.url.endswith("/hunde#f_hund") and "f_hund" in b.page.ids, "after removing one, the others", b.page)
    b.press("Weiter", **{"hund[1]/rasse": "K2-ROTTWEILER"})
    target = b.page.url.partition("#")[2]
    tap.ok(target.startswith("f_hund_1") and target in b.page.ids, "new questions are where one gets: " + target, b.page)


def stopped(path):
    """Whoever may not apply is told early and kindly, loses nothing and cannot get past."""
    b = Browser(path)
    b.open(FORM + "halter")
    p = b.submit(dict(HOLDER, **{"geburtsdatum.jahr": str(time.gmtime().tm_year - 10)}))
    tap.ok(p.status == 200 and path_of(p.url) == "halter" and "Eltern den Hund anmelden" in p.heading, "too young: a page of its own", p)
    tap.ok("Steueramt" in p.text and "eigenen Namen" in p.text, "which says what to do and whom to ask", p)
    for page in ("hunde", "pruefen"):
        tap.ok("Eltern" in b.open(FORM + page).heading, "no way past it to " + page, b.page)
    tap.ok("Eltern" in b.open(FORM + "halter").heading, "loaded again: the same", b.page)
    p = b.open(p.link("Antwort ändern"))
    tap.eq(p.value("vornamen"), HOLDER["vornamen"], "nothing is lost")
    tap.ok(p.errors == ["#f_geburtsdatum"], "and the answer that led there is where one gets", p.errors)
    tap.eq(path_of(b.submit(HOLDER).url), "hunde", "corrected: it goes on")
    b.open(FORM + "halter")
    b.submit({"geburtsdatum.jahr": str(time.gmtime().tm_year - 10)})
    p = b.press("Angaben löschen")
    tap.ok("Antrag beginnen" in p.text, "or everything is deleted", p)


def versions(path):
    """A draft keeps the form it was begun with; a new application gets the new one."""
    b = Browser(path)
    b.open(FORM + "halter")
    b.submit(HOLDER)
    new = ("INSERT INTO definition (tenant, kind, id, version, sha256, source, published_by) SELECT tenant, kind, id, version + 1, "
           "sha256, replace(source, 'Welche Hunde melden Sie an?', 'Neue Frage'), '' FROM definition WHERE id = 'hundesteuer-anmeldung'")
    world.psql(new)
    time.sleep(2.5)  # what is current is believed for two seconds
    tap.ok("Welche Hunde" in b.open(FORM + "hunde").text, "a draft keeps its version of the form", b.page)
    other = Browser(path)
    other.open(FORM + "halter")
    tap.ok("Neue Frage" in other.submit(HOLDER).text, "a new application gets the new one", other.page)
    world.psql("DELETE FROM draft")
    p = b.submit({"hund[1]/name": "Rettich"}, page=b.page)
    tap.ok(p.status == 410 and "Rettich" in p.text, "an expired draft: what was typed is shown", p)


def outage(path):
    """The database goes away and comes back: nothing typed is lost, nothing is said about the machine."""
    b = Browser(path)
    first = b.open(FORM + "halter")
    world.psql("ALTER DATABASE ozg ALLOW_CONNECTIONS false", database="postgres")
    world.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'ozg_%'", database="postgres")
    p = b.submit(HOLDER, page=first)
    tap.ok(p.status == 503 and HOLDER["vornamen"] in p.text and "Familienname" in p.text, "no database: 503 with what was typed", p)
    tap.ok(p.response.header("retry-after") and "ozg_" not in p.text and "postgres" not in p.text.lower(), "and nothing about the machine", p)
    tap.eq(fastcgi.request(path, uri="/healthz").status, 503, "healthz says so")
    world.psql("ALTER DATABASE ozg ALLOW_CONNECTIONS true", database="postgres")
    p = b.submit(page=p)
    tap.eq(path_of(p.url), "hunde", "the same button sends it when the database is back")


def half_an_outage(path):
    """One table cannot be read: an error page with what was typed, never an empty page or a wrong answer."""
    b = Browser(path)
    first = b.open(FORM + "halter")
    world.psql("ALTER TABLE place RENAME TO gone")
    time.sleep(2.1)  # what every request asks for is remembered for two seconds
    p = b.submit(HOLDER, page=first)
    tap.ok(p.status == 500 and HOLDER["vornamen"] in p.text, "places cannot be looked up: not the postcode is wrong", p)
    world.psql("ALTER TABLE gone RENAME TO place")
    tap.eq(path_of(b.submit(page=p).url), "hunde", "the same button sends it when they can")
    check = fill(b)
    for table in ("place", "responsibility", "draft", "definition", "case_counter"):
        world.psql("ALTER TABLE %s RENAME TO gone" % table)
        time.sleep(2.1)
        answers = [b.open(FORM + page) for page in ("", "hunde", "pruefen", "zustaendig", "abgesendet")]
        answers.append(b.submit(page=check))
        wrong = [p for p in answers if p.status == 200 and not p.heading or p.status == 303]
        tap.ok(not wrong and answers[-1].status == 500, "without the table " + table, [answers[-1]] + wrong)
        world.psql("ALTER TABLE gone RENAME TO %s" % table)
    tap.eq(path_of(b.submit(page=check).url), "abgesendet", "sent when all are back")


@contextlib.contextmanager
def saving_elsewhere():
    """Another window is about to save the draft, and does within a second."""
    other = threading.Thread(target=world.psql, args=("BEGIN; UPDATE draft SET rev = rev + 1; SELECT pg_sleep(1); COMMIT",))
    other.start()
    while world.psql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")[0] == "0":
        pass
    yield
    other.join()


def sending(path):
    b = Browser(path)
    b.open(FORM + "halter")
    check = fill(b)
    tap.ok(path_of(check.url) == "pruefen" and "O'Connor-Müller <b>" in check.text, "all answers on one page", check)
    tap.ok("Hundesteuermarken: 5 € für jeden Hund (§ 9" in check.words and "Zusammen 5,00 €" in check.words, "what it costs and why", check)
    p = b.open(check.link("Ändern"))
    p = b.submit({"vornamen": "Geändert"})
    tap.eq(path_of(p.url), "pruefen", "after a change straight back to the check page")
    tap.eq(b.submit(page=check).status, 409, "what is sent is what was shown")
    check = b.open(FORM + "pruefen")
    with saving_elsewhere():
        p = b.submit(page=check)
    tap.ok(p.status == 409 and path_of(p.url) == "pruefen" and "Geändert" in p.text, "saved while it is being sent: shown again", p)
    tap.eq(world.psql("SELECT count(*) FROM submission")[0], "0", "and not sent")
    check = b.open(FORM + "pruefen")
    first = b.submit(page=check)
    number = re.search(r"OCH-\d{4}-\d{6}", first.text)
    tap.ok(path_of(first.url) == "abgesendet" and number, "a receipt with a number", first)
    tap.ok("Zusammen 5,00 €" in first.words, "the receipt says what it costs", first)
    tap.eq(world.psql("SELECT fee->>'total' FROM submission"), ["5.00"], "the fee is kept with what was declared")
    second = b.submit(page=check)
    tap.eq(second.text, first.text, "sent twice: the same receipt")
    tap.eq(world.psql("SELECT count(*) FROM submission")[0], "1", "and one submission")
    tap.eq(world.psql("SELECT count(*) FROM cases WHERE number = '%s'" % number.group())[0], "1", "and one case")
    tap.eq(b.open(FORM + "abgesendet").text, first.text, "the receipt can be loaded again")
    tap.eq(path_of(b.open(FORM + "halter").url), "abgesendet", "going back leads to the receipt")
    token = check.value("_csrf")
    p = b.open(FORM + "halter", "POST", urlencode({"_csrf": token, "vornamen": "Zu spät"}).encode())
    tap.ok(p.status == 409 and "schon abgesendet" in p.text, "a page sent afterwards changes nothing", p)
    secret = re.search(r"Kennwort\s*([0-9A-Z-]{16,})", first.text).group(1)
    tap.ok(number.group() in b.submit(page=b.open(FORM + "abgesendet"), action="/status/").text, "from the receipt to the status")
    status(path, number.group(), secret)
    b.open(FORM)
    b.submit(button=("_action", "new"))
    tap.ok("Antrag beginnen" in b.page.text, "another application can begin", b.page)
    return b.urls, secret


def status(path, number, secret):
    b = Browser(path)
    b.open("/status/")
    p = b.submit({"number": number, "secret": "0000-0000-0000-0000"})
    tap.ok(p.status == 422 and number not in p.title, "a wrong secret opens nothing", p)
    p = b.submit({"number": number.lower(), "secret": secret.lower().replace("-", " ")})
    tap.ok(p.status == 200 and "Eingegangen" in p.text and "Steueramt" in p.text, "number and secret show the status", p)
    tap.ok("Stadt Ochsenfurt" in p.words and "/ochsenfurt/impressum" in [h for h, _ in p.links], "as a page of the municipality", p)
    tap.eq(p.text.count("Eingegangen"), 2, "as the status and once in the history")
    tap.eq(b.submit({"number": "", "secret": ""}, page=b.open("/status/")).status, 422, "empty fields are named")


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    parent, path = server.fcgi(folder, conf)
    before = server.children(parent.pid)
    entry(path)
    mistakes(path)
    hostile(path)
    why(path)
    two_windows(path)
    places(path)
    entries(path)
    stopped(path)
    versions(path)
    urls, secret = sending(path)
    log = re.sub(r'[0-9a-f]{32}|"time":"[^"]*"|"us":\d+|"bytes":\d+', "", folder.read("citizen.log"))  # digits by chance
    tap.ok(not any(secret in u for u in urls), "the secret stands in no address")
    told = re.sub(r'"(time|request|us)":("[^"]*"|\d+)', "", log)  # random digits may be anything
    tap.ok(not [w for w in (secret, "Connor", "Hauptstr", "1987", "97199") if w in told], "nothing personal in the log")
    half_an_outage(path)
    outage(path)
    tap.ok('"event":"failed"' not in log and '"status":5' not in log, "nothing failed on our side",
           [line for line in log.splitlines() if '"failed"' in line or '"status":5' in line][:3])
    tap.ok(server.children(parent.pid) == before, "no process died")
sys.exit(tap.done())
