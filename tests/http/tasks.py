#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# Tasks as a workflow describes them, on the real pages: errors that can be reported at them, deadlines and priorities.
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from browser import Browser

tap = server.Tap()
FLOW = "hundesteuer.bpmn"


def publish(folder, conf, *changes):
    """The workflow of the demonstration, changed, for what begins from now on."""
    with open(os.path.join(server.SRC, "workflows", FLOW), encoding="utf-8") as f:
        text = f.read()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = os.path.join(folder.path, FLOW)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "publish", path, "--tenant", "ochsenfurt", "--config", conf], check=True, stdout=subprocess.DEVNULL)
    time.sleep(2.5)  # what is current is believed for two seconds


def apply(citizen):
    """A citizen registers a dog; the number of the case."""
    b = Browser(citizen)
    b.open("/ochsenfurt/hundesteuer-anmeldung/halter")
    b.press("Weiter", vornamen="Erika", familienname="Muster", strasse="Hauptstraße 12", plz="97199",
            **{"geburtsdatum.tag": "23", "geburtsdatum.monat": "6", "geburtsdatum.jahr": "1987"})
    b.press("Weiter", **{"hund[1]/" + k: v for k, v in {
        "name": "Rex", "geschlecht": "M", "rasse": "DACKEL", "geboren.tag": "1", "geboren.monat": "4", "geboren.jahr": "2024",
        "seit.tag": "1", "seit.monat": "9", "seit.jahr": "2025", "vorher": "false"}.items()})
    b.press("Weiter", befreit="false")
    b.press("Weiter", lastschrift="false")
    b.press("Weiter", richtig="true")
    b.press("Antrag verbindlich absenden")
    return re.search(r"OCH-\d{4}-\d{6}", b.page.words).group()


def sign_in(office, login):
    b = Browser(office)
    b.open("/office/")
    b.press("Anmelden", login=login, password=world.PASSWORD)
    return b


def case(number):
    return "/office/vorgang/ochsenfurt/" + number


ERRORS = """<boundaryEvent id="Event_Fehlt" name="Unterlagen fehlen" attachedToRef="Task_Pruefung"><errorEventDefinition errorRef="fehlt"/></boundaryEvent>
    <sequenceFlow id="Flow_Fehlt" sourceRef="Event_Fehlt" targetRef="End_Fehlt"/>
    <endEvent id="End_Fehlt" name="Nicht bearbeitet" ozg:status="Unterlagen fehlen"><terminateEventDefinition/></endEvent>
    <parallelGateway id="Gateway_Geprueft">"""


def it_cannot_be_done(citizen, office, folder, conf):
    publish(folder, conf, ('<parallelGateway id="Gateway_Geprueft">', ERRORS))
    number = apply(citizen)
    anna, bernd = sign_in(office, "anna.ochsenfurt"), sign_in(office, "bernd.ochsenfurt")
    anna.open(case(number))
    tap.ok("Geht nicht?" not in anna.page.words, "not before it is claimed")
    anna.press("Übernehmen")
    tap.ok("Geht nicht?" in anna.page.words and anna.page.form_with("Unterlagen fehlen"), "the task says what can be reported", anna.page.words)
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = anna.filled("Unterlagen fehlen", ergebnis="unvollstaendig", begruendung="Seite 2 & 3")
    bernd.open(case(number))
    bernd.press("Aufgabe übernehmen von Anna Albrecht", _confirmed="true")
    anna.post(*form)
    tap.eq(anna.page.status, 409, "taken over meanwhile")
    tap.ok("Seite 2 & 3" in anna.page.words, "what was typed is kept", anna.page.words)
    bernd.open(case(number))
    action, fields = bernd.filled("Unterlagen fehlen")
    bernd.post(action, [(k, "Event_Gibtesnicht" if k == "_fail" else v) for k, v in fields])
    tap.eq(bernd.page.status, 400, "only what the task knows")
    bernd.open(case(number))
    bernd.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = bernd.filled("Unterlagen fehlen", ergebnis="unvollstaendig", begruendung="Seite 4")
    bernd.post(*form)
    tap.eq(bernd.page.url, "/office/?erledigt=" + number, "reported")
    bernd.post(*form)
    tap.eq(bernd.page.url, "/office/?erledigt=" + number, "a double click is one click")
    tap.eq(world.psql("SELECT count(*) FROM event WHERE kind = 'failed' AND number = '%s'" % number), ["1"], "once in the history")
    bernd.open(case(number))
    tap.ok("Nicht möglich gemeldet – Formale Prüfung: Unterlagen fehlen" in bernd.page.words, "the history says it", bernd.page.words)
    tap.ok("Seite 4" in bernd.page.words, "with what was entered", bernd.page.words)


def deadlines(citizen, office, folder, conf):
    publish(folder, conf, ('ozg:form="hundesteuer-pruefung"', 'ozg:form="hundesteuer-pruefung" ozg:due="P14D" ozg:priority="2"'))
    urgent, late = apply(citizen), apply(citizen)
    world.psql("UPDATE task SET due_at = now() - interval '1 hour' WHERE number = '%s'" % late)
    anna = sign_in(office, "anna.ochsenfurt")
    words = anna.page.words
    day = world.psql("SELECT german_due(due_at) FROM task WHERE number = '%s'" % urgent)[0]
    tap.ok(re.fullmatch(r"\d\d\.\d\d\.\d{4}", day) and day in words, "the queue says until when", words)
    tap.ok(words.index(late) < words.index(urgent), "what is due first stands first", words)
    tap.ok(words.count("dringendEingegangen") == 2 and words.count("überfällig") == 1, "what is urgent and what is late, in words", words)
    anna.open("/office/?ansicht=faellig")
    tap.ok(late in anna.page.words and urgent not in anna.page.words and "Überfällig 1" in anna.page.words, "a view of what is late", anna.page.words)
    anna.open(case(late))
    tap.ok("Frist: " in anna.page.words and "überfällig" in anna.page.words, "the task says it too", anna.page.words)
    anna.open(case(urgent))
    tap.ok("Frist: " + day in anna.page.words and "überfällig" not in anna.page.words, "and until when", anna.page.words)


if not os.path.exists(os.path.join(server.BUILD, "share", "schema", "bpmn", "BPMN20.xsd")):
    server.skip("contrib/assets was not run")
with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    citizen, office = [server.fcgi(folder, conf, pool)[1] for pool in ("citizen", "office")]
    it_cannot_be_done(citizen, office, folder, conf)
    deadlines(citizen, office, folder, conf)
sys.exit(tap.done())
