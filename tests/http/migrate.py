#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# The admins' page that takes open cases over to another version of their workflow, on the real programs: plan, dry run by
# the worker, confirmation, two admins at once.
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import world
from people import Person, apply, case

tap = server.Tap()
BASE = "/admin/ochsenfurt/flow/hundesteuer/"
MOVE = BASE + "umzug"
TRY = "Probelauf starten"


def sql(text):
    return [line.split("|") for line in world.psql(text)]


def versions():
    """Two newer versions of the workflow: one whose first task has another id, one without any further change."""
    source = "\n".join(world.psql("SELECT source FROM definition WHERE kind = 'flow' AND id = 'hundesteuer'"))
    newer = (source.replace("Task_Pruefung", "Task_Vorpruefung").replace('"Formale Prüfung"', '"Vorprüfung"')
             .replace("Task_Entscheidung", "Task_Beschluss").replace('name="Entscheidung"', 'name="Beschluss"'))
    for version in (2, 3):
        sql("INSERT INTO definition (tenant, kind, id, version, sha256, source, published_by) VALUES "
            "('_', 'flow', 'hundesteuer', %d, sha256(''), $x$%s$x$, '')" % (version, newer))


def at(number):
    return sql("SELECT flow_version, string_agg(element, ' ') FROM cases JOIN task USING (tenant, number) WHERE number = '%s' GROUP BY 1" % number)[0]


def row(page, title):
    """The select for a step: its name and the values it offers."""
    form = page.form_with(TRY)[0]
    name = re.search(r'>%s</label>.*?<select[^>]* name="(p:[^"]+)"(.*?)</select>' % re.escape(title), page.response.text, re.S)
    return name.group(1), re.findall(r'value="([^"]*)"', name.group(2)), dict(form.fields)[name.group(1)]


def planning(boss, number):
    boss.get(BASE)
    tap.ok("In älteren Versionen offen: 3 Vorgänge" in boss.page.words, "the page of the workflow says how many run older versions", boss.page.words)
    boss.get(boss.links()["Offene Vorgänge umziehen"])
    tap.eq((boss.status, boss.page.url), (200, MOVE), "and leads on")
    for words in ("Version 1, offen: 3 Vorgänge", "Version 3, gilt jetzt", "Plan: Version 1 wird Version 3"):
        tap.ok(words in boss.page.words, "it says: " + words, boss.page.words)
    name, values, chosen = row(boss.page, "Formale Prüfung")
    tap.eq((name, chosen), ("p:Task_Pruefung", ""), "a task that has another id and name falls away")
    tap.ok("Task_Vorpruefung" in values and "End_Bewilligt" not in values, "and may become another task, but nothing else", values)
    tap.eq(row(boss.page, "Zweite Entscheidung (Vier-Augen)")[2], "Task_Zweitentscheidung", "what is the same stays the same")
    tap.ok("Gateway_Entscheidung" not in boss.page.words and boss.page.response.text.count("<svg") == 2, "gateways do not matter; both versions are drawn")
    tap.eq(len(set(re.findall(r'aria-label="Bild des Ablaufs [^"]*"', boss.page.response.text))), 2, "each with a name of its own")
    tap.ok("bisher: " not in boss.page.words and boss.page.response.text.count("fällt weg</text>") >= 2, "what falls away is marked")


def trying(boss, conf, numbers):
    worker = [os.path.join(server.BUILD, "bin", "ozg-worker"), "--config", conf, "--once"]

    def work():
        subprocess.run(worker, check=True, stderr=subprocess.DEVNULL)
        boss.get(MOVE)

    boss.press(TRY)
    tap.eq((boss.status, boss.page.url), (200, MOVE), "the dry run is ordered")
    tap.ok("Der Probelauf läuft" in boss.page.words and "Stand neu laden" in boss.links(), "and runs", boss.page.words)
    work()
    tap.ok("Probelauf: 3 Vorgänge. Umziehen: 0, bleiben: 3" in boss.page.words, "nobody can move by the proposal", boss.page.words)
    tap.ok("steht bei „Formale Prüfung“ (Task_Pruefung): das gibt es in der neuen Version nicht mehr." in boss.page.words, "it says why", boss.page.words)
    tap.eq(boss.links().get(numbers[0]), case(numbers[0]), "and leads to the cases")
    tap.ok(not any("umziehen" in b[2] for f in boss.page.forms for b in f.buttons), "there is nothing to confirm")

    boss.press(TRY, **{"p:Task_Pruefung": "Task_Vorpruefung", "p:Task_Zweitentscheidung": "Task_Vorpruefung"})
    tap.eq(boss.status, 422, "two steps that become one are refused")
    tap.ok("sollen beide „Task_Vorpruefung“ werden" in boss.page.words and "#plan" in boss.page.errors, "with the reason", boss.page.words)
    tap.eq(row(boss.page, "Formale Prüfung")[2], "Task_Vorpruefung", "and what was chosen is still there")
    boss.press(TRY, **{"p:Task_Zweitentscheidung": "Task_Zweitentscheidung"})
    work()
    tap.ok("Probelauf: 3 Vorgänge. Umziehen: 2, bleiben: 1" in boss.page.words, "by the plan two of three would move", boss.page.words)
    tap.eq(row(boss.page, "Formale Prüfung")[2], "Task_Vorpruefung", "the plan is remembered")
    tap.eq(at(numbers[0]), ["1", "Task_Pruefung"], "nothing has changed")
    return work


def confirming(boss, admin, numbers, work):
    other = Person(admin).sign_in("admin", "/admin/").get(MOVE)
    other.press(TRY)
    stale = boss.filled("2 Vorgänge umziehen")
    boss.post(*stale)
    tap.eq(boss.status, 409, "somebody else has ordered something meanwhile: nothing moves")
    tap.ok("Es wurde nichts umgezogen" in boss.page.words, "and it is said", boss.page.words)
    work()
    tap.eq(at(numbers[0]), ["1", "Task_Pruefung"], "a dry run still changes nothing")
    good = boss.filled("2 Vorgänge umziehen")
    boss.post(*good)
    tap.ok(boss.status == 200 and "Die Vorgänge ziehen um" in boss.page.words, "confirmed", boss.page.words)
    tap.eq(boss.page.form_with(TRY), None, "no other order meanwhile")
    boss.post(*good)
    tap.eq((boss.status, boss.page.url), (200, MOVE), "the same button twice is the same")
    work()
    tap.ok("3 Vorgänge. Umgezogen: 2, geblieben: 1" in boss.page.words and "veranlasst von admin" in boss.page.words, "they have moved", boss.page.words)
    tap.ok("Plan: Version 1 wird Version 3" in boss.page.words, "the case that is left may be planned for", boss.page.words)
    tap.eq([at(n) for n in numbers], [["3", "Task_Vorpruefung"], ["3", "Task_Vorpruefung"], ["1", "Task_Entscheidung"]], "to their places")
    tap.eq(sql("SELECT count(*), min(actor), min(role) FROM ledger WHERE action = 'case.migrate'"), [["2", "admin", "worker"]], "each with an entry in the ledger")
    tap.eq(sql("SELECT actor, role, revision FROM ledger WHERE action = 'flow.migrate'"), [["admin", "admin", "3"]], "and one who ordered it")


def strangers(admin):
    boss = Person(admin).sign_in("admin", "/admin/")
    boss.get("/admin/_/flow/hundesteuer/")
    boss.get(boss.links()["Offene Vorgänge auf eine andere Version umziehen"])
    tap.eq(boss.links().get("Stadt Ochsenfurt"), MOVE, "from the library one chooses a municipality")
    boss.get("/admin/marktbreit/flow/hundesteuer/umzug")
    tap.ok(boss.status == 200 and "ist zurzeit kein Vorgang offen" in boss.page.words, "another one has no cases", boss.page.words)
    for url in ("/admin/ochsenfurt/form/hundesteuer-anmeldung/umzug", "/admin/ochsenfurt/flow/gibt-es-nicht/umzug", MOVE + "?von=1&nach=9", "/admin/nirgends/flow/hundesteuer/umzug"):
        tap.eq(boss.get(url).status, 404, "not there: " + url)
    tap.eq(boss.get(MOVE + "?von=1&nach=1").status, 200, "the same version twice")
    tap.ok("zwei verschiedene Versionen" in boss.page.words, "is no plan", boss.page.words)


with server.Folder() as folder:
    conf = server.config(folder, smtp_url="smtp://127.0.0.1:1", mail_from="post@ozg.example", **world.conninfos())
    world.create(conf)
    citizen, office, admin = [server.fcgi(folder, conf, pool)[1] for pool in ("citizen", "office", "admin")]
    numbers = [apply(citizen)[0] for _ in range(3)]
    anna = Person(office).sign_in("anna.ochsenfurt").get(case(numbers[2])).press("Übernehmen")
    anna.press("Aufgabe abschließen", ergebnis="vollstaendig")
    versions()
    boss = Person(admin).sign_in("admin", "/admin/")
    planning(boss, numbers)
    work = trying(boss, conf, numbers)
    confirming(boss, admin, numbers, work)
    strangers(admin)
    anna.get(case(numbers[0]))
    tap.ok("Auf eine andere Version des Ablaufs gebracht: Version 3 statt 1" in anna.page.words, "the history of the case tells", anna.page.words)
    log = folder.read("admin.log")
    tap.ok("child-died" not in log and '"event":"failed"' not in log, "a clean log", log[-2000:])
sys.exit(tap.done())
