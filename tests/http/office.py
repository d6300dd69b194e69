#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# The caseworkers' pages, without JavaScript, on the real programs and a real database: sign in, claim, complete, four
# eyes, two on one task, foreign municipalities, a session that ends under way.
import json
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import fastcgi
import server
import world
from people import FORM, Person, apply, case

tap = server.Tap()
COOKIE = ("ozg_session", "/")


def sql(text):
    return [line.split("|") for line in world.psql(text)]


def status(citizen, number, secret):
    return Person(citizen).get("/status/").press("Stand anzeigen", number=number, secret=secret).page.words


def signing_in(office, admin):
    b = Person(office).get("/office/")
    tap.eq((b.status, b.page.title.split(" –")[0]), (200, "Anmelden"), "without a session: sign in")
    visit = dict(b.cookies)
    b.press("Anmelden", login="anna.ochsenfurt", password="falsch")
    tap.eq(b.status, 422, "wrong password")
    tap.ok("Benutzername oder Passwort stimmt nicht" in b.page.words, "says so", b.page.words)
    tap.ok("anna.ochsenfurt" in b.page.response.text and "falsch" not in b.page.response.text, "keeps the name, not the password")
    b.press("Anmelden", login="Anna.Ochsenfurt", password=world.PASSWORD)
    tap.eq((b.status, b.page.url), (200, "/office/"), "signs in and comes back")
    session = b.cookies.get(COOKIE, "")
    tap.ok(session.startswith("ochsenfurt.") and session not in visit.values(), "a new session cookie", b.cookies)
    tap.ok("Anna Albrecht" in b.page.words and "Stadt Ochsenfurt, Steueramt" in b.page.words, "says who and where", b.page.words)
    old = dict(b.cookies)
    b.press("Abmelden")
    tap.eq(b.page.url, "/office/anmelden", "signs out")
    tap.ok(COOKIE not in b.cookies, "the cookie goes")
    b.cookies = old
    tap.eq(b.get("/office/").page.heading, "Anmelden", "and the session with it")

    b = Person(office).sign_in("anna.ochsenfurt")
    old = dict(b.cookies)
    b.cookies.pop(COOKIE)
    form = b.get("/office/anmelden").filled("Anmelden", login="bernd.ochsenfurt", password=world.PASSWORD)
    b.cookies[COOKIE] = old[COOKIE]
    b.post(*form)
    tap.ok(b.cookies[COOKIE] != old[COOKIE] and "Bernd Böhm" in b.page.words, "a new identifier at every sign-in")
    b.cookies = old
    tap.eq(b.get("/office/").page.heading, "Anmelden", "the one before is dead")

    b = Person(admin).sign_in("anna.ochsenfurt", url="/admin/anmelden")
    tap.eq(b.status, 403, "a caseworker is no admin")
    tap.ok("Mit diesem Konto" in b.page.words and COOKIE not in b.cookies, "says so", b.page.words)
    tap.eq(Person(office).sign_in("admin").status, 403, "an admin without office is no caseworker")

    for evil in ("https://example.org/", "//example.org", "/office/\\example.org", "/admin/", "/office/anmelden?weiter=x"):
        b = Person(office).get("/office/").press("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD, next=evil)
        tap.eq(b.page.url, "/office/", "leads nowhere else: " + evil)

    b = Person(office).get("/office/")
    action, fields = b.filled("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD)
    tap.eq(b.post(action, [f for f in fields if f[0] != "_csrf"]).status, 403, "no token, no session")
    tap.eq(b.post(action, fields, headers=[("Sec-Fetch-Site", "cross-site")]).status, 403, "not from elsewhere")
    tap.ok(COOKIE not in b.cookies and world.PASSWORD not in b.page.response.text, "nothing of it comes back")


def too_many(office):
    def from_far(method, url, body, headers):
        extra = [("HTTP_" + k.upper(), v) for k, v in headers]
        return fastcgi.request(office, method, url, body, extra=extra, remote="192.0.2.9")

    b = Person(office, from_far).get("/office/")
    answers = {b.press("Anmelden", login="niemand.ochsenfurt", password="falsch").status for _ in range(10)}
    tap.eq(answers, {422}, "ten tries")
    b.press("Anmelden", login="niemand.ochsenfurt", password="falsch")
    wait = int(b.page.response.header("retry-after") or 0)
    tap.ok(b.status == 429 and 0 < wait <= 90, "then a pause", (b.status, wait))
    tap.ok("Zu viele Versuche. Bitte warten Sie 2 Minuten." in b.page.words, "says how long", b.page.words)


def drawn(person, title):
    """How the diagram of the page shows the element: here, passed, or not at all marked."""
    found = re.search(r'<g class="oz-flow__figure([^"]*)">\s*<title>%s( – [^<]*)?</title>' % re.escape(title), person.page.response.text)
    return "missing" if not found else "here" if "--here" in found.group(1) else "passed" if "--passed" in found.group(1) else ""


def the_job(citizen, office):
    """Check, decide, decide again by another person; the citizen sees it."""
    number, secret = apply(citizen, "K2-ROTTWEILER")
    anna = Person(office).sign_in("anna.ochsenfurt")
    words = anna.get(case(number)).page.words
    tap.ok("Was es kostet" in words and "Zusammen 5,00 €" in words, "the office sees the fee", words)
    anna.get("/office/")
    tap.ok(number in anna.links() and "Formale Prüfung" in anna.page.words, "the case is in the queue", anna.page.words)
    anna.follow(number)
    tap.eq(anna.page.url, case(number), "has an address")
    tap.ok(anna.page.title.startswith("Vorgang " + number), "its number in the title", anna.page.title)
    for words in ("Müstermañn-Çelik", "Ochsenfurt", "23.06.1987", "Rottweiler", "500,00 €", "Eingegangen", "Steueramt", "Antrag eingegangen"):
        tap.ok(words in anna.page.words, "shows " + words, anna.page.words)
    tap.ok("gelistet" not in anna.page.words, "nothing that the citizen did not see")
    tap.eq(drawn(anna, "Formale Prüfung (Aufgabe)"), "here", "the diagram says where the case stands")
    tap.eq(drawn(anna, "Weg von „Antrag eingegangen“ zu Gleichzeitig"), "passed", "and by which way it came")
    tap.eq(drawn(anna, "Entscheidung (Aufgabe)"), "", "and not what comes later")
    tap.ok("Entschieden: Prüfstufe" not in anna.page.words, "no table was asked yet")
    picture = Person(office)
    picture.cookies = dict(anna.cookies)
    picture.get(anna.links()["Bild allein ansehen"])
    tap.ok(picture.status == 200 and picture.page.response.header("content-type") == "image/svg+xml" and 'class="here"' in picture.page.response.text, "the picture can be seen alone")
    tap.ok("Hier steht der Vorgang seit: weniger als 1 Minute" in anna.page.words, "the list says the same", anna.page.words)
    anna.press("Übernehmen")
    place = anna.page.url.partition("#")[2]
    tap.ok(anna.page.url.startswith(case(number) + "#") and place in anna.page.ids, "claims, and stands at the task", anna.page.url)
    tap.ok("Von Ihnen übernommen" in anna.page.words and "„Formale Prüfung“ übernommen" in anna.page.words, "says so", anna.page.words)

    anna.press("Aufgabe abschließen")
    tap.eq(anna.status, 422, "an empty form")
    tap.ok("Wählen Sie, ob die Anmeldung vollständig ist." in anna.page.words and anna.page.title.startswith("Fehler:"), "says what is missing")
    link = anna.links()["Wählen Sie, ob die Anmeldung vollständig ist."]
    tap.ok("ergebnis" in link and link[1:] in anna.page.ids, "the summary leads to the field", link)
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    tap.eq(anna.status, 200, "the form asks for more")
    tap.ok("Zu Ihrer Antwort gibt es noch eine Frage" in anna.page.words, "says so on top")
    tap.ok("Was fehlt?" in anna.page.words and "Schreiben Sie auf" not in anna.page.words, "without an error", anna.page.words)
    anna.press("Aufgabe abschließen")
    tap.eq(anna.status, 422, "and says so when it is not given")
    anna.press("Aufgabe abschließen", ergebnis="vollstaendig", begruendung="<b>doch nicht</b>")
    tap.eq((anna.status, anna.page.url), (200, "/office/?erledigt=" + number), "completes")
    tap.ok("Aufgabe im Vorgang %s abgeschlossen" % number in anna.page.words, "says so", anna.page.words)
    tap.ok("In Prüfung" in status(citizen, number, secret), "the citizen sees the new status", status(citizen, number, secret))
    tap.ok("Anna" not in status(citizen, number, secret), "and no names of staff")
    sql("UPDATE event SET at = at - interval '50 hours' WHERE number = '%s' AND rev = 1" % number)
    anna.get(case(number))
    tap.eq(drawn(anna, "Formale Prüfung (Aufgabe)"), "passed", "the diagram goes along")
    tap.ok("Entschieden: Prüfstufe: vier-augen. Regel 1 (Ein Hund einer gelisteten Rasse wird eingetragen): Gelistete Rasse = ja, Steuer im Jahr = 500" in anna.page.words,
           "the history says which rule of the table fitted, and why", anna.page.words)
    tap.ok("Regel 1" not in status(citizen, number, secret), "that is for staff only")
    tap.eq(drawn(anna, "unvollständig: Weg von „Antrag vollständig?“ zu „Ablehnung mitteilen“"), "", "the other branch was not taken")
    tap.ok("dauerte 2 Tage" in anna.page.words and ">2 Tage</text>" in anna.page.response.text, "says how long a step took", anna.page.words)

    anna.get(case(number)).press("Übernehmen")
    action, fields = anna.filled("Aufgabe abschließen", entscheidung="bewilligt")
    anna.post(action, fields)
    again = Person(office)
    again.cookies = anna.cookies
    again.post(action, fields)
    tap.eq(again.page.url, "/office/?erledigt=" + number, "a double click is one click")
    tap.eq(sql("SELECT count(*) FROM event WHERE number = '%s' AND kind = 'completed'" % number), [["2"]], "completed once")

    anna.get(case(number))
    tap.ok("Vier-Augen-Prinzip: Sie haben in diesem Vorgang schon „Entscheidung“ erledigt." in anna.page.words, "says beforehand why not", anna.page.words)
    tap.ok(not anna.page.form_with("Übernehmen") and not anna.page.form_with("Aufgabe abschließen"), "offers nothing")
    row = re.search(number + r"\s*Antrag.*?Bearbeitung(.*?)(OCH-|Impressum)", anna.get("/office/").page.words)
    tap.ok(row and "Vier-Augen-Prinzip" in row.group(1) and "Übernehmen" not in row.group(1), "the queue says so, too", row)
    anna.get(case(number))
    tap.ok("Ist die Anmeldung vollständig? Ja, vollständig" in anna.page.words, "the history shows what was entered", anna.page.words)
    task = sql("SELECT token FROM task WHERE number = '%s'" % number)[0][0]
    csrf = anna.page.value("_csrf")
    anna.post(case(number), [("_csrf", csrf), ("_task", task), ("_action", "claim")])
    tap.eq(anna.status, 403, "four eyes: no claim")
    anna.post(case(number), [("_csrf", csrf), ("_task", task), ("_action", "next"), ("_page", "mitzeichnung"),
                             ("zweitentscheidung", "bestaetigt")])
    tap.eq(anna.status, 403, "four eyes: no decision")
    tap.ok("Vier-Augen-Prinzip: Sie haben schon „Entscheidung“ erledigt." in anna.page.words, "in the words of the database", anna.page.words)
    tap.ok("Ja, bestätigen" in anna.page.words, "and keeps what was posted", anna.page.words)

    bernd = Person(office).sign_in("bernd.ochsenfurt").get(case(number)).press("Übernehmen")
    bernd.press("Aufgabe abschließen", zweitentscheidung="bestaetigt")
    tap.eq(bernd.page.url, "/office/?erledigt=" + number, "another person decides")
    tap.ok("Bewilligt" in status(citizen, number, secret), "the citizen sees the decision")
    bernd.get(case(number))
    tap.ok("Nichts mehr zu tun" in bernd.page.words and "Vorgang beendet" in bernd.page.words, "the case is over", bernd.page.words)
    tap.ok(number not in bernd.get("/office/").links(), "and no longer in the queue")


def two_at_once(citizen, office):
    number, _ = apply(citizen)
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(number))
    bernd = Person(office).sign_in("bernd.ochsenfurt").get(case(number)).press("Übernehmen")
    anna.press("Übernehmen")
    tap.eq((anna.status, anna.page.heading), (409, "Inzwischen hat sich etwas geändert"), "two claim")
    tap.ok("Diese Aufgabe bearbeitet gerade Bernd Böhm." in anna.page.words, "says who", anna.page.words)
    tap.ok("Bernd Böhm bearbeitet diese Aufgabe" in anna.get(case(number)).page.words, "as does the case")
    tap.ok(not anna.page.form_with("Übernehmen"), "and offers nothing")

    # Bernd gives it back while his form is still open, Anna completes it, Bernd sends his form.
    bernd.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = bernd.filled("Aufgabe abschließen", ergebnis="unvollstaendig", begruendung="Der Chip fehlt & mehr")
    bernd.press("Aufgabe zurückgeben")
    tap.ok("Noch niemand bearbeitet" in bernd.page.words, "gives back", bernd.page.words)
    anna.get("/office/?ansicht=frei")
    tap.ok(number in anna.links(), "free again")
    anna.press("Übernehmen: " + number)
    tap.ok(anna.page.url.startswith(case(number)), "claims from the queue", anna.page.url)
    tap.ok(number in anna.get("/office/?ansicht=meine").links() and number not in anna.get("/office/?ansicht=frei").links(), "the views of the queue")
    tap.eq(bernd.post(*form).status, 409, "taken meanwhile")
    anna.get(case(number)).press("Aufgabe abschließen", ergebnis="vollstaendig")
    bernd.post(*form)
    tap.eq(bernd.status, 409, "done meanwhile")
    tap.ok("schon von Anna Albrecht erledigt" in bernd.page.words, "says by whom", bernd.page.words)
    tap.ok("Was fehlt?" in bernd.page.words and "Der Chip fehlt & mehr" in bernd.page.words, "keeps what was typed", bernd.page.words)
    tap.ok("In Prüfung" in bernd.get(case(number)).page.words, "nothing was overwritten")


def taking_over(citizen, office):
    number, _ = apply(citizen, "K2-ROTTWEILER")
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(number)).press("Übernehmen")
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = anna.filled("Aufgabe abschließen", ergebnis="unvollstaendig", begruendung="Fast fertig")
    bernd = Person(office).sign_in("bernd.ochsenfurt").get(case(number))
    action, fields = bernd.filled("Aufgabe übernehmen von Anna Albrecht")
    bernd.post(action, [f for f in fields if f[0] != "_confirmed"])
    tap.ok(bernd.status == 422 and bernd.page.title.startswith("Fehler:"), "without the tick: no take-over", bernd.status)
    link = bernd.links()["Bestätigen Sie, dass Sie die Aufgabe von Anna Albrecht übernehmen."]
    tap.ok(link[1:] in bernd.page.ids, "the summary leads to the box", link)
    tap.ok("Anna Albrecht bearbeitet diese Aufgabe" in bernd.page.words, "nothing has changed")
    bernd.press("Aufgabe übernehmen von Anna Albrecht", _confirmed="true")
    tap.ok("#aufgabe-" in bernd.page.url and "Von Ihnen übernommen" in bernd.page.words, "takes over", bernd.page.words)
    tap.ok("„Formale Prüfung“ von einer anderen Person übernommen" in bernd.page.words, "the history says so", bernd.page.words)
    tap.eq(sql("SELECT kind, actor FROM event WHERE number = '%s' AND kind IN ('claimed', 'taken') ORDER BY rev" % number),
           [["claimed", "anna.ochsenfurt"], ["taken", "bernd.ochsenfurt"]], "with names")
    tap.eq(sql("SELECT actor, role FROM ledger WHERE object LIKE 'case/%s/%%' AND action = 'task.take'" % number),
           [["bernd.ochsenfurt", "office"]], "as does the ledger")
    anna.post(*form)
    tap.eq(anna.status, 409, "the former holder comes too late")
    tap.ok("Diese Aufgabe bearbeitet gerade Bernd Böhm." in anna.page.words and "Fast fertig" in anna.page.words, "learns why, loses nothing", anna.page.words)
    bernd.press("Aufgabe abschließen", ergebnis="vollstaendig")
    bernd.get(case(number)).press("Übernehmen").press("Aufgabe abschließen", entscheidung="bewilligt")
    anna.get(case(number)).press("Übernehmen")
    bernd.get(case(number))
    tap.ok(not bernd.page.form_with("Aufgabe übernehmen von Anna Albrecht") and "Vier-Augen-Prinzip" in bernd.page.words, "four eyes: nothing to take")
    task = sql("SELECT token FROM task WHERE number = '%s'" % number)[0][0]
    bernd.post(case(number), [("_csrf", bernd.page.value("_csrf")), ("_task", task), ("_action", "take"), ("_holder", "anna.ochsenfurt"), ("_confirmed", "true")])
    tap.eq(bernd.status, 403, "four eyes: no take-over")
    tap.eq(sql("SELECT assignee FROM task WHERE number = '%s'" % number), [["anna.ochsenfurt"]], "she keeps it")


def strangers(citizen, office):
    number, _ = apply(citizen)
    anna = Person(office).sign_in("anna.marktbreit")
    tap.ok(number not in anna.page.response.text, "not in a foreign queue")
    for address in (case(number), case(number, "marktbreit"), case("OCH-2026-999999"), case("MAR-2026-000001", "marktbreit")):
        anna.get(address)
        tap.ok(anna.status == 404 and "Müstermañn" not in anna.page.response.text, "404: " + address, anna.status)
    csrf = anna.page.value("_csrf")
    for action in ("claim", "take", "release", "next"):
        anna.post(case(number), [("_csrf", csrf), ("_task", "1"), ("_action", action), ("_confirmed", "true")])
        tap.eq(anna.status, 404, "404: " + action)


def session_ends(citizen, office):
    number, _ = apply(citizen)
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(number)).press("Übernehmen")
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = anna.filled("Aufgabe abschließen", ergebnis="unvollstaendig", begruendung="Lange <i>getippt</i>")
    sql("UPDATE session SET seen_at = now() - interval '31 minutes'")
    anna.get("/office/?ansicht=meine")
    tap.ok(anna.page.heading == "Anmelden" and "Nach 30 Minuten ohne Eingabe" in anna.page.words, "idle for 31 minutes", anna.page.words)
    anna.press("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD)
    tap.eq(anna.page.url, "/office/?ansicht=meine", "comes back to the very page")
    sql("UPDATE session SET created_at = now() - interval '13 hours'")
    anna.post(*form)
    tap.eq((anna.status, anna.page.heading), (401, "Anmelden"), "a form sent without a session")
    anna.press("Anmelden", login="anna.ochsenfurt", password="falsch")
    anna.press("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD)
    tap.ok("Lange <i>getippt</i>" in anna.page.words, "signed in again: the text is there", anna.page.words)
    tap.ok("Was fehlt? Lange" in anna.page.words and "begruendung" not in anna.page.words, "under its question", anna.page.words)
    anna.press("Noch einmal absenden")
    tap.eq(anna.page.url, "/office/?erledigt=" + number, "and can be sent")
    sql("UPDATE session SET created_at = now() - interval '13 hours'")
    b = anna.press("Abmelden")
    tap.ok(b.page.heading == "Anmelden" and "noch da" not in b.page.words, "signing out late is no problem", b.page.words)


def odd_requests(citizen, office):
    number, _ = apply(citizen)
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(number)).press("Übernehmen")
    action, fields = anna.filled("Aufgabe abschließen", ergebnis="vollstaendig")
    keep = dict(fields)

    def post(**changes):
        return anna.post(action, [(k, v) for k, v in dict(keep, **changes).items() if v is not None]).status

    tap.eq(post(_csrf=None), 403, "without token")
    tap.eq(post(_csrf="0" * 64), 403, "with a wrong token")
    tap.eq(post(_task=None), 400, "without task")
    tap.eq(post(_task="x"), 400, "a task that is no number")
    tap.eq(post(_task="-1"), 400, "a negative task")
    tap.eq(post(_task="99999"), 404, "a task that does not exist")
    tap.eq(post(_action="drop"), 400, "an unknown action")
    tap.eq(post(_page="x"), 400, "an unknown page")
    tap.eq(post(steuer="0"), 400, "a field that is not on the form")
    tap.eq(post(ergebnis="bewilligt"), 422, "a code that is not on the list")
    tap.eq(post(_answers="[" * 5000, ergebnis=None), 422, "answers that are no JSON are none")
    tap.eq(post(_answers='{"fremd":1}'), 400, "answers of another form are not taken")
    for address in ("/office/?ab=x", "/office/?ab=a~b~c~1", "/office/?ab=%00"):
        tap.eq(anna.get(address).status, 400, address)
    tap.eq(anna.get("/office/?ansicht=x&erledigt=%3Cb%3E").status, 200, "an unknown view is the first")
    tap.ok("abgeschlossen" not in anna.page.words, "nothing strange is repeated")


def paging(citizen, office):
    """More cases than a page has: each is shown once."""
    apply(citizen)
    sql("""
        CREATE TEMP TABLE one AS SELECT * FROM cases WHERE tenant = 'ochsenfurt' ORDER BY number DESC LIMIT 1;
        CREATE TEMP TABLE many AS SELECT g, 'OCH-2020-' || lpad(g::text, 6, '0') AS number, sha256(g::text::bytea) AS token
            FROM generate_series(1, 120) g;
        INSERT INTO submission SELECT s.tenant, m.token, s.form, s.form_version, s.answers, s.request_hash, s.salt, s.sent_at
            FROM submission s JOIN one USING (tenant, token), many m;
        INSERT INTO cases SELECT o.tenant, m.number, m.token, o.status_hash, o.form, o.form_version, o.flow, o.flow_version,
            o.service, o.ars, o.office, o.created_at FROM one o, many m;
        INSERT INTO instance SELECT i.tenant, m.number, i.rev, i.state, i.vars, i.status, i.ended, i.updated_at
            FROM instance i JOIN one USING (tenant, number), many m;
        INSERT INTO task SELECT t.tenant, m.number, t.token, t.element, t.name, t.form, t.office, t.not_by, NULL, NULL, t.opened_at,
            CASE WHEN g = 77 THEN now() ELSE 'infinity' END FROM task t JOIN one USING (tenant, number), many m""")
    anna = Person(office).sign_in("anna.ochsenfurt").get("/office/?ansicht=frei")
    seen, pages = [], 1
    while True:
        seen += [link for link in anna.links() if link.startswith("OCH-")]
        if "Weitere Vorgänge anzeigen" not in anna.links():
            break
        anna.follow("Weitere Vorgänge anzeigen")
        pages += 1
    free = sql("SELECT count(*) FROM task WHERE tenant = 'ochsenfurt' AND assignee IS NULL")[0][0]
    tap.eq((pages, len(seen), len(set(seen))), (3, int(free), int(free)), "page after page, none twice, none left out")
    tap.eq(seen[0], "OCH-2020-000077", "what is due is on top")
    tap.ok("Zum Anfang der Liste" in anna.links(), "and back to the beginning")
    sql("UPDATE task SET due_at = 'infinity'")  # as the states of the cases have it


STOPS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ozg="urn:ozg:flow:1" targetNamespace="urn:ozg:workflows">
  <process id="hundesteuer" name="Hält an" isExecutable="true">
    <extensionElements><ozg:variable name="gefaehrlich" type="boolean" from="gefaehrlich"/><ozg:variable name="ergebnis" type="code"/></extensionElements>
    <startEvent id="Start"/><sequenceFlow id="A" sourceRef="Start" targetRef="Gateway_Eins"/>
    <exclusiveGateway id="Gateway_Eins"/>
    <sequenceFlow id="B" sourceRef="Gateway_Eins" targetRef="Task_Pruefung"><conditionExpression>$gefaehrlich</conditionExpression></sequenceFlow>
    <userTask id="Task_Pruefung" name="Formale Prüfung" ozg:form="hundesteuer-pruefung"/>
    <sequenceFlow id="C" sourceRef="Task_Pruefung" targetRef="Gateway_Zwei"/>
    <exclusiveGateway id="Gateway_Zwei"/>
    <sequenceFlow id="D" sourceRef="Gateway_Zwei" targetRef="Ende"><conditionExpression>$ergebnis = 'nie'</conditionExpression></sequenceFlow>
    <endEvent id="Ende"/>
  </process>
</definitions>"""


def figures(admin):
    """Where cases wait: for admins of the library, municipality by municipality, and nothing about persons."""
    boss = Person(admin).sign_in("admin", "/admin/")
    tap.ok("Wo warten Vorgänge?" in boss.links(), "the figures have a tab", boss.links())
    boss.get("/admin/wartend?fuer=_")
    tap.ok("Wählen Sie eine Kommune." in boss.page.words, "the library has no cases")
    boss.get(boss.links()["Wo warten Vorgänge?"])
    tap.ok("Jetzt offen: Stadt Ochsenfurt" in boss.page.words, "it begins with the first municipality where something waits", boss.page.words)
    waits = dict(sql("SELECT k.name, count(*) FROM task k WHERE tenant = 'ochsenfurt' GROUP BY 1"))
    tap.ok(waits, "something waits")
    for step, n in waits.items():
        row = re.search(r'scope="row">%s<.*?</tr>' % re.escape(step), boss.page.response.text, re.S)
        tap.ok(row and "<span>%s</span>" % n in row.group(0), "%s waiting at %s" % (n, step), row and row.group(0))
    boss.get(boss.links()["Anmeldung zur Hundesteuer"])
    n = sql("SELECT count(*) FROM cases WHERE tenant = 'ochsenfurt' AND flow = 'hundesteuer'")[0][0]
    tap.ok("höchstens 2.000: %s." % n in boss.page.words, "counts the cases", boss.page.words)
    for way, kind in (("Flow_VierAugen", "bewilligen"), ("Flow_Ablehnen", "ablehnen")):
        taken = sql("SELECT count(*) FROM event WHERE tenant = 'ochsenfurt' AND via = '%s'" % way)[0][0]
        row = re.search(r"Wie entschieden\?: %s<.*?</tr>" % kind, boss.page.response.text, re.S)
        tap.ok(row and "<span>%s</span>" % taken in row.group(0), "%s went by %s" % (taken, way), row and row.group(0))
    tap.ok("Gleichzeitig weiter" not in boss.page.words, "where all ways are taken there are no shares", boss.page.words)
    tap.ok("%s offen</text>" % waits.get("Formale Prüfung", 0) in boss.page.response.text, "and the diagram says how many wait where")
    tap.ok(not re.search("Müstermañn|anna\\.|Anna|OCH-2026", boss.page.words), "no persons, no cases", boss.page.words)
    boss.get("/admin/wartend?fuer=marktbreit")
    tap.ok("Zurzeit wartet kein Vorgang." in boss.page.words, "another municipality has its own", boss.page.words)
    boss.get(boss.links()["Anmeldung zur Hundesteuer"])
    tap.ok("höchstens 2.000: 0." in boss.page.words, "and its workflows, though nothing waits", boss.page.words)
    tap.eq(boss.get("/admin/wartend?fuer=ochsenfurt&ablauf=gibt-es-nicht").status, 404, "an unknown workflow")
    tap.eq(boss.get("/admin/wartend?fuer=nirgendwo").status, 404, "an unknown municipality")


def ctl(folder, *args):
    """ozgctl on this database: exit code and what it printed."""
    done = subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), *args, "--config", os.path.join(folder.path, "ozg.conf")],
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def new_version(change):
    """The newest text of the workflow with something changed becomes its next version."""
    text = sql("SELECT replace(source, chr(10), '~') FROM definition WHERE id = 'hundesteuer' ORDER BY version DESC LIMIT 1")
    source = change("|".join(text[0]).replace("~", "\n"))
    sql("INSERT INTO definition (tenant, kind, id, version, sha256, source, published_by) SELECT tenant, kind, id, version + 1, "
        "sha256, $x$%s$x$, '' FROM definition WHERE id = 'hundesteuer' ORDER BY version DESC LIMIT 1" % source)
    time.sleep(2.5)  # what is current is believed for two seconds


def migrating(citizen, office, folder):
    """Running cases are taken over to a new version of their workflow, or stay with a reason."""
    number, _ = apply(citizen, "K2-ROTTWEILER")
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(number)).press("Übernehmen")
    before = sql("SELECT flow_version FROM cases WHERE number = '%s'" % number)[0][0]
    stay = lambda *at: int(sql("SELECT count(*) FROM cases c JOIN instance i USING (tenant, number) WHERE NOT i.ended AND tenant = 'ochsenfurt' AND ("
                               "EXISTS (SELECT FROM task k WHERE k.number = c.number AND k.element IN ('%s')) OR EXISTS (SELECT FROM event e "
                               "WHERE e.number = c.number AND e.kind = 'completed' AND e.element = 'Task_Entscheidung'))" % "', '".join(at))[0][0])
    open_cases = int(sql("SELECT count(*) FROM cases JOIN instance USING (tenant, number) WHERE NOT ended AND tenant = 'ochsenfurt'")[0][0])
    decided, either = stay("Task_Entscheidung"), stay("Task_Entscheidung", "Task_Pruefung")
    new_version(lambda s: s.replace("Task_Pruefung", "Task_Vorpruefung").replace('"Formale Prüfung"', '"Vorprüfung"')
                .replace("Task_Entscheidung", "Task_Beschluss").replace('name="Entscheidung"', 'name="Beschluss"'))
    after = str(int(before) + 1)
    args = ["hundesteuer", "--tenant", "ochsenfurt", "--from", before, "--to", after]
    code, out = ctl(folder, "flow", "plan", *args)
    tap.ok(code == 0 and '"Task_Pruefung": null' in out and '"End_Bewilligt": "End_Bewilligt"' in out, "a plan is proposed", out)
    code, out = ctl(folder, "flow", "migrate", *args, "--dry-run")
    tap.ok("%d Vorgänge: %d ziehen um, %d bleiben, weil:" % (open_cases, open_cases - either, either) in out and "steht bei „Formale Prüfung“ (Task_Pruefung)" in out,
           "a dry run says who stays and why", out)
    with open(os.path.join(folder.path, "plan.json"), "w") as f:
        f.write('{"Task_Pruefung": "Task_Vorpruefung"}')
    code, out = ctl(folder, "flow", "migrate", *args, "--plan", os.path.join(folder.path, "plan.json"), "--dry-run")
    tap.ok("%d Vorgänge: %d ziehen um, %d bleiben" % (open_cases, open_cases - decided, decided) in out, "with a plan they would move", out)
    tap.eq(sql("SELECT flow_version FROM cases WHERE number = '%s'" % number), [[before]], "but a dry run changes nothing")
    code, out = ctl(folder, "flow", "migrate", *args, "--plan", os.path.join(folder.path, "plan.json"))
    tap.ok(code == 0 and "%d umgezogen" % (open_cases - decided) in out, "they move", out)
    tap.eq(sql("SELECT c.flow_version, k.element, k.name, k.assignee FROM cases c JOIN task k USING (tenant, number) WHERE number = '%s'" % number),
           [[after, "Task_Vorpruefung", "Vorprüfung", "anna.ochsenfurt"]], "task and claim go along")
    tap.eq(sql("SELECT count(*) FROM ledger WHERE action = 'case.migrate' AND object = 'case/%s'" % number), [["1"]], "with an entry in the ledger")
    code, out = ctl(folder, "flow", "verify")
    tap.ok(code == 0 and " 0 Abweichungen" in out, "tables and states agree", out)
    anna.get(case(number))
    tap.ok("Auf eine andere Version des Ablaufs gebracht" in anna.page.words, "the history tells", anna.page.words)
    tap.eq(drawn(anna, "Vorprüfung (Aufgabe)"), "here", "and the diagram is the new one")
    anna.press("Aufgabe abschließen", ergebnis="vollstaendig")
    tap.ok(any("Beschluss" in r for r in sql("SELECT name FROM task WHERE number = '%s'" % number)[0]), "and it goes on there", anna.page.words)
    with open(os.path.join(folder.path, "plan.json"), "w") as f:
        f.write('{"Task_Entscheidung": "Task_Beschluss"}')
    code, out = ctl(folder, "flow", "migrate", *args, "--plan", os.path.join(folder.path, "plan.json"))
    tap.ok(code == 1 and "Vier-Augen-Prinzip" in out, "four-eyes must not forget who it was", out)


def failures(folder, pool):
    lines = [json.loads(line) for line in folder.read(pool + ".log").splitlines()]
    return [(f["level"], f["tenant"], f["object"], f["kind"], "Gateway_" in f["text"]) for f in lines if f["event"] == "failed"]


REPAIR = "Werte speichern und noch einmal versuchen"


def incidents(citizen, office, folder):
    """A workflow that cannot go on: nothing is changed, nothing typed is lost, the operators see where."""
    sql("INSERT INTO definition (tenant, kind, id, version, sha256, source, published_by) SELECT tenant, kind, id, version + 1, "
        "sha256, $x$%s$x$, '' FROM definition WHERE id = 'hundesteuer' ORDER BY version DESC LIMIT 1" % STOPS)
    time.sleep(2.5)  # what is current is believed for two seconds
    before = sql("SELECT count(*) FROM cases")
    try:
        apply(citizen)
        tap.ok(False, "cannot be sent")
    except AssertionError as words:
        shown = re.search("diese Nummer: ([0-9a-f]{32})", str(words))
        tap.ok(shown and shown.group(1) in folder.read("citizen.log"), "cannot be sent, and the number shown finds it", words)
    tap.eq(sql("SELECT count(*) FROM cases"), before, "and is not")
    tap.eq(failures(folder, "citizen"), [("error", "ochsenfurt", "form/hundesteuer-anmeldung", "broken", True)], "in the log, once")
    number, _ = apply(citizen, "K2-ROTTWEILER")
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(number)).press("Übernehmen")
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    anna.press("Aufgabe abschließen", begruendung="Geheim")
    tap.ok(anna.status == 503 and "Geheim" in anna.page.response.text, "cannot be completed", anna.status)
    tap.eq(sql("SELECT rev FROM instance WHERE number = '%s'" % number), [["2"]], "and is not")
    tap.eq(sql("SELECT number, kind, element, times FROM incident WHERE number = '%s'" % number), [[number, "task", "Task_Pruefung", "1"]],
           "an incident that staff can see")
    tap.eq(failures(folder, "office"), [("error", "ochsenfurt", "case/%s/Task_Pruefung" % number, "broken", True)], "in the log, once")
    seen = Person(office).sign_in("anna.ochsenfurt").get("/office/stoerungen")
    tap.ok(number in seen.page.words and "Aufgabe Task_Pruefung" in seen.page.words, "the incident is on the page", seen.page.words[:300])
    link = [h for h, t in seen.page.links if "schritt=" in h][0]
    seen.get(link)
    tap.eq(dict(seen.page.form_with(REPAIR)[0].fields)["w:ergebnis"], "", "with the values of the case")
    seen.press(REPAIR, **{"w:gefaehrlich": "viel"})
    tap.ok(seen.status == 422 and "falschen Typ" in seen.page.words and "viel" in seen.page.response.text, "a value of the wrong type is refused", seen.page.words[:200])
    seen.press(REPAIR, **{"w:gefaehrlich": "nein"})
    tap.eq((seen.status, number in seen.page.words), (200, False), "a good one is taken, and the incident is gone")
    tap.eq(sql("SELECT vars->>'gefaehrlich', rev FROM instance WHERE number = '%s'" % number), [["false", "3"]], "the value is with the case")
    tap.eq(sql("SELECT actor, data->>'gefaehrlich' FROM event WHERE kind = 'repaired' AND number = '%s'" % number), [["anna.ochsenfurt", "false"]], "who did it is in the history")
    for pool in ("citizen", "office"):
        tap.ok("Geheim" not in folder.read(pool + ".log") and "Müstermañn" not in folder.read(pool + ".log"), pool + ": nothing typed in the log")


if not os.path.exists(os.path.join(server.BUILD, "share", "schema", "bpmn", "BPMN20.xsd")):
    server.skip("contrib/assets was not run")
with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    citizen, office, admin = [server.fcgi(folder, conf, pool)[1] for pool in ("citizen", "office", "admin")]
    signing_in(office, admin)
    too_many(office)
    the_job(citizen, office)
    two_at_once(citizen, office)
    taking_over(citizen, office)
    strangers(citizen, office)
    session_ends(citizen, office)
    odd_requests(citizen, office)
    paging(citizen, office)
    figures(admin)
    migrating(citizen, office, folder)
    for pool in ("citizen", "office", "admin"):
        log = folder.read(pool + ".log")
        tap.ok("child-died" not in log and "Müstermañn" not in log and '"event":"failed"' not in log, pool + ": a clean log", log[-2000:])
    incidents(citizen, office, folder)
sys.exit(tap.done())
