# SPDX-License-Identifier: EUPL-1.2
# Processes are killed with -9 while citizens apply, caseworkers decide, timers fire and cases write to each other: children
# and parents of the web program, the workers, backends of the database, the database as a whole. Afterwards everything that
# was acknowledged is there exactly once, and everything that is there fits together. OZG_KILL_SECONDS makes it longer (600:
# the long run of the figures in tests/bench/README.md), OZG_KILL_SEED repeats an order.
import email
import glob
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import fastcgi
import server
import world
from browser import Browser

SECONDS = float(os.environ.get("OZG_KILL_SECONDS", "15"))
SEED = int(os.environ.get("OZG_KILL_SEED", time.time_ns() % 10**6))
CITIZENS, CASEWORKERS = 4, ("anna.ochsenfurt", "bernd.ochsenfurt")
FORM = "/ochsenfurt/hundesteuer-anmeldung/"
PATIENCE = 30  # seconds that a client repeats one request before it calls the service broken
tap = server.Tap()


# The formal check is reminded of twice; beside it the case waits a moment, and then for a message that it sends.
EVENTS = """
    <boundaryEvent id="Mahnung" attachedToRef="Task_Pruefung" cancelActivity="false"><outgoing>Flow_Mahnung</outgoing>
      <timerEventDefinition><timeCycle>R2/PT1S</timeCycle></timerEventDefinition></boundaryEvent>
    <endEvent id="End_Mahnung"><incoming>Flow_Mahnung</incoming></endEvent>
    <sequenceFlow id="Flow_Mahnung" sourceRef="Mahnung" targetRef="End_Mahnung"/>
    <sequenceFlow id="Flow_Neben" sourceRef="Gateway_Eingang" targetRef="Frist"/>
    <intermediateCatchEvent id="Frist"><incoming>Flow_Neben</incoming><outgoing>Flow_Frist</outgoing>
      <timerEventDefinition><timeDuration>PT0.2S</timeDuration></timerEventDefinition></intermediateCatchEvent>
    <sequenceFlow id="Flow_Frist" sourceRef="Frist" targetRef="Gabel"/>
    <parallelGateway id="Gabel"><incoming>Flow_Frist</incoming><outgoing>Flow_Senden</outgoing><outgoing>Flow_Warten</outgoing></parallelGateway>
    <sequenceFlow id="Flow_Senden" sourceRef="Gabel" targetRef="Senden"/>
    <sequenceFlow id="Flow_Warten" sourceRef="Gabel" targetRef="Warten"/>
    <intermediateThrowEvent id="Senden" ozg:correlation="$email"><incoming>Flow_Senden</incoming><outgoing>Flow_Gesendet</outgoing>
      <messageEventDefinition messageRef="Fertig"/></intermediateThrowEvent>
    <endEvent id="End_Gesendet"><incoming>Flow_Gesendet</incoming></endEvent>
    <sequenceFlow id="Flow_Gesendet" sourceRef="Senden" targetRef="End_Gesendet"/>
    <intermediateCatchEvent id="Warten" ozg:correlation="$email"><incoming>Flow_Warten</incoming><outgoing>Flow_Fertig</outgoing>
      <messageEventDefinition messageRef="Fertig"/></intermediateCatchEvent>
    <sequenceFlow id="Flow_Fertig" sourceRef="Warten" targetRef="End_Fertig"/>
    <endEvent id="End_Fertig"><incoming>Flow_Fertig</incoming></endEvent>
"""


def workflow():
    """The demonstration's workflow with timers and messages."""
    with open(os.path.join(server.SRC, "workflows", "hundesteuer.bpmn"), encoding="utf-8") as f:
        text = f.read()
    text = text.replace('<process id="hundesteuer"', '<message id="Fertig" name="fertig"/>\n  <process id="hundesteuer"', 1)
    text = text.replace("<outgoing>Flow_Bestaetigen</outgoing>", "<outgoing>Flow_Bestaetigen</outgoing><outgoing>Flow_Neben</outgoing>", 1)
    head, tail = text.split("</process>", 1)
    return head + EVENTS + "</process>" + re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", tail, flags=re.S)


class Broken(Exception):
    """The service did not come back."""


class Patient(Browser):
    """A browser whose person presses the same button again until there is an answer: no answer, half an answer and
    "please try again later" (503) are all the same to it."""

    def __init__(self, socket_path, counts):
        super().__init__(socket_path, self._again)
        self.counts = counts

    def _again(self, method, url, body, headers):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                r = self._send(method, url, body, headers)
                if r.status is not None and r.status != 503 and len(r.body) == int(r.header("content-length")):
                    self.counts["answers"] += 1
                    return r
                self.counts["503" if r.status == 503 else "cut off"] += 1
            except (OSError, UnicodeDecodeError):
                self.counts["unreachable"] += 1
            time.sleep(0.1)
        raise Broken(method + " " + url)


class Load:
    """Clients in threads, and what was acknowledged to them."""

    def __init__(self, sockets):
        self.sockets = sockets
        self.stop = threading.Event()
        self.receipts = []  # (name, number, secret)
        self.decisions = []  # (number, task, command)
        self.problems = []
        self.counts = {"answers": 0, "503": 0, "cut off": 0, "unreachable": 0}
        self.threads = [threading.Thread(target=self._loop, args=(self._apply, i)) for i in range(CITIZENS)]
        self.threads += [threading.Thread(target=self._loop, args=(self._decide, login)) for login in CASEWORKERS]

    def _loop(self, step, who):
        n = 0
        while not self.stop.is_set():
            n += 1
            try:
                step(who, n)
            except Exception as e:  # whatever it is, the test fails with it
                self.problems.append("%s: %s: %s" % (who, type(e).__name__, str(e)[:300]))
                self.stop.set()

    def _apply(self, who, n):
        name = "Name-%d-%d" % (who, n)
        b = Patient(self.sockets["citizen"], self.counts)
        b.open(FORM + "halter")
        b.press("Weiter", vornamen="Erika", familienname=name, strasse="Hauptstraße 12", plz="97199",
                email="%s@example.org" % name.lower(), **{"geburtsdatum.tag": "23", "geburtsdatum.monat": "6", "geburtsdatum.jahr": "1987"})
        dog = {"name": "Rex", "geschlecht": "M", "rasse": "K2-ROTTWEILER", "geboren.tag": "1", "geboren.monat": "4",
               "geboren.jahr": "2024", "seit.tag": "1", "seit.monat": "9", "seit.jahr": "2025", "vorher": "false"}
        b.press("Weiter", **{"hund[1]/" + k: v for k, v in dog.items()})
        for page in ({"hund[1]/negativzeugnis": "false"}, {"befreit": "false"}, {"lastschrift": "false"}, {"richtig": "true"}):
            b.press("Weiter", **page)
        send = b.filled("Antrag verbindlich absenden")
        b.post(*send)
        if n % 3 == 0:  # and some press it twice
            b.post(*send)
        number = re.search(r"OCH-\d{4}-\d{6}", b.page.words)
        secret = re.search(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", b.page.words)
        if not b.page.url.endswith("abgesendet") or not number or not secret:
            raise AssertionError("no receipt: %r" % b.page)
        self.receipts.append((name, number.group(), secret.group()))

    def _decide(self, login, n):
        if n == 1:
            self.person = getattr(self, "person", {})
            b = self.person[login] = Patient(self.sockets["office"], self.counts)
            b.open("/office/")
            b.press("Anmelden", login=login, password=world.PASSWORD)
        b = self.person[login]
        b.open("/office/?ansicht=frei")
        cases = sorted({href for href, text in b.page.links if text.strip().startswith("OCH-")})
        if not cases:
            time.sleep(0.05)
            return
        b.open(random.choice(cases))
        if not b.page.form_with("Übernehmen"):
            return  # the colleague was faster, or four eyes forbid it
        b.press("Übernehmen")
        if not b.page.form_with("Aufgabe abschließen"):
            return
        answer = {"ergebnis": "vollstaendig", "entscheidung": "bewilligt", "zweitentscheidung": "bestaetigt"}
        names = b.page.form_with("Aufgabe abschließen")[0].names
        action, fields = b.filled("Aufgabe abschließen", **{k: v for k, v in answer.items() if k in names})
        b.post(action, fields)
        number = re.search(r"OCH-\d{4}-\d{6}", action).group()
        if b.page.url != "/office/?erledigt=" + number:
            raise AssertionError("not completed: %r" % b.page)
        self.decisions.append((number, dict(fields)["_task"], dict(fields)["_cmd"]))


class Service:
    """All processes, and who starts them again."""

    def __init__(self, folder, conf, mail):
        self.folder, self.conf = folder, conf
        self.parents = {pool: server.fcgi(folder, conf, pool)[0] for pool in ("citizen", "office")}
        self.workers = [self.start_worker(), self.start_worker()]
        self.killed = {}

    def start_worker(self):
        return self.folder.start([os.path.join(server.BUILD, "bin", "ozg-worker"), "--config", self.conf], "worker.log")

    def count(self, what):
        self.killed[what] = self.killed.get(what, 0) + 1

    def kill_child(self, r):
        children = server.children(r.choice(list(self.parents.values())).pid)
        if children:
            os.kill(r.choice(children), signal.SIGKILL)
            self.count("child")

    def kill_parent(self, r):
        pool = r.choice(list(self.parents))
        self.folder.end(self.parents[pool], signal.SIGKILL)
        self.parents[pool] = server.fcgi(self.folder, self.conf, pool)[0]
        self.count("parent")

    def kill_worker(self, r):
        i = r.randrange(len(self.workers))
        self.folder.end(self.workers[i], signal.SIGKILL)
        self.workers[i] = self.start_worker()
        self.count("worker")

    def kill_backend(self, r):
        pids = [p for p in server.children(world.postmaster()) if b" ozg_" in open("/proc/%d/cmdline" % p, "rb").read()]
        if pids:
            os.kill(r.choice(pids), signal.SIGKILL)  # whereupon the postmaster ends all and recovers
            self.count("backend")

    def kill_database(self, r):
        world.kill_postgres()
        world.start_postgres()
        self.count("database")

    def harm(self, seconds, stop):
        r = random.Random(SEED)
        kinds = [self.kill_database, self.kill_parent, self.kill_backend, self.kill_worker] + [self.kill_child] * 6
        end = time.monotonic() + seconds
        order = []
        while time.monotonic() < end and not stop.is_set():
            if not order:  # each kind comes, whatever the seed
                order = r.sample(kinds, len(kinds))
            time.sleep(r.uniform(0.1, 0.5))
            try:
                order.pop()(r)
            except (ProcessLookupError, FileNotFoundError):
                pass  # it was gone already


def rows(sql):
    return [line.split("|") for line in world.psql(sql)]


def duplicates(values):
    seen, twice = set(), set()
    for v in values:
        (twice if v in seen else seen).add(v)
    return twice


def submissions(load):
    stored = rows("SELECT answers->>'familienname', number FROM submission JOIN cases USING (tenant, token)")
    by_name = dict(stored)
    lost = [r for r in load.receipts if by_name.get(r[0]) != r[1]]
    tap.ok(load.receipts and not lost, "%d receipts: each application is stored under its number" % len(load.receipts), lost[:3])
    tap.ok(not duplicates(n for n, _ in stored), "%d applications: none is there twice" % len(stored), duplicates(n for n, _ in stored))
    numbers = sorted(int(n[-6:]) for _, n in stored)
    tap.eq(numbers, list(range(1, len(stored) + 1)), "numbers without gaps")
    tap.eq(rows("SELECT (SELECT count(*) FROM cases), (SELECT count(*) FROM instance)"), [[str(len(stored))] * 2], "each has its case and its workflow")
    b = Patient(load.sockets["citizen"], load.counts)
    wrong = []
    for name, number, secret in random.sample(load.receipts, min(5, len(load.receipts))):
        b.open("/status/")
        b.press("Stand anzeigen", number=number, secret=secret)
        wrong += [number] if number not in b.page.words or b.page.status != 200 else []
    tap.ok(not wrong, "the key on the receipt opens the status", wrong)


def decisions(load):
    stored = rows("SELECT number, token, cmd FROM event WHERE kind = 'completed'")
    lost = [d for d in load.decisions if stored.count(list(d)) != 1]
    tap.ok(load.decisions and not lost, "%d decisions: each is in the history once" % len(load.decisions), lost[:3])
    twice = duplicates((n, t) for n, t, _ in stored)
    tap.ok(not twice, "%d completed tasks: none twice" % len(stored), twice)
    tap.eq(rows("SELECT a.number FROM event a JOIN event b USING (tenant, number, actor) WHERE a.kind = 'completed' AND b.kind = 'completed'"
                " AND a.element = 'Task_Entscheidung' AND b.element = 'Task_Zweitentscheidung'"), [], "four eyes: never the same person")


def instances():
    wrong = []
    open_tasks = {}
    for number, token in rows("SELECT number, token FROM task UNION ALL SELECT number, token FROM wait"):
        open_tasks.setdefault(number, set()).add(int(token))
    for number, state, ended, rev, last, status, said in rows(
            "SELECT i.number, i.state, i.ended, i.rev, (SELECT max(rev) FROM event e WHERE e.tenant = i.tenant AND e.number = i.number), i.status,"
            " (SELECT text FROM event e WHERE e.tenant = i.tenant AND e.number = i.number AND kind = 'status' ORDER BY rev DESC, seq DESC LIMIT 1) FROM instance i"):
        waiting = {t[0] for t in json.loads(state)["t"] if t[4] in ("wait", "armed")}
        if waiting != open_tasks.get(number, set()) or (ended == "t") != (not waiting) or rev != last or status != said:
            wrong.append((number, state, rev, last, status, said))
    tap.ok(not wrong, "each workflow agrees with its tasks, its timers, its history and its status", wrong[:3])


def events(conf):
    """Every timer has fired once and every message was delivered once; nothing waits for what has come."""
    ctl = os.path.join(server.BUILD, "bin", "ozgctl")
    for _ in range(30):  # until the reminders are all over
        if rows("SELECT (SELECT count(*) FROM wait) + (SELECT count(*) FROM inbox WHERE consumed_by IS NULL)") == [["0"]]:
            break
        subprocess.run([os.path.join(server.BUILD, "bin", "ozg-worker"), "--config", conf, "--once"], stderr=subprocess.DEVNULL)
        time.sleep(0.2)
    fired = rows("SELECT number, token FROM event WHERE kind = 'timer'")
    tap.ok(fired and not duplicates(map(tuple, fired)), "%d timers: none fired twice" % len(fired), duplicates(map(tuple, fired)))
    tap.eq(rows("SELECT number, element FROM wait"), [], "none is left")
    sent = rows("SELECT count(*) FROM event WHERE kind = 'sent'")[0][0]
    got = rows("SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM inbox WHERE consumed_by = sender), (SELECT count(*) FROM event WHERE kind = 'message'),"
               " (SELECT count(DISTINCT (number, token)) FROM event WHERE kind = 'message')")[0]
    tap.ok(int(sent) > 0 and got == [sent] * 4, "%s messages: each was delivered once" % sent, got)
    tap.eq(rows("SELECT number FROM instance i WHERE NOT ended AND NOT EXISTS (SELECT FROM task k WHERE k.number = i.number)"
                " AND NOT EXISTS (SELECT FROM wait w WHERE w.number = i.number AND w.kind = 'timer')"), [], "no case is stuck")
    tap.eq(rows("SELECT number, reason FROM incident"), [], "no incidents")
    verified = subprocess.run([ctl, "flow", "verify", "--config", conf], stdout=subprocess.PIPE, text=True)
    tap.eq((verified.returncode, " 0 Abweichungen" in verified.stdout), (0, True), "ozgctl flow verify finds nothing")


def ledger(conf):
    ctl = os.path.join(server.BUILD, "bin", "ozgctl")
    out = subprocess.run([ctl, "ledger", "export", "--config", conf, "--tenant", "ochsenfurt"], stdout=subprocess.PIPE, check=True).stdout
    verified = subprocess.run([ctl, "ledger", "verify", "/dev/stdin"], input=out, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    tap.eq(verified.returncode, 0, "the ledger verifies")
    tap.eq(rows("SELECT count(*) FROM (SELECT number, rev FROM event WHERE tenant = 'ochsenfurt' AND kind IN ('submitted', 'completed', 'claimed', 'taken', 'unclaimed', 'timer', 'message')"
                " EXCEPT SELECT split_part(object, '/', 2), revision FROM ledger WHERE object LIKE 'case/%') x"), [["0"]], "every step is in it")
    tap.eq(rows("SELECT count(*) FROM (SELECT object, revision FROM ledger WHERE object LIKE 'case/%' GROUP BY 1, 2 HAVING count(*) > 1) x"), [["0"]], "once")


def mails(folder, conf, box):
    """Every message that a step wanted has been sent at least once, always under the same Message-ID."""
    for _ in range(20):
        world.psql("UPDATE outbox SET lease_until = NULL, run_at = now()")  # as if the minutes of the leases had passed
        subprocess.run([os.path.join(server.BUILD, "bin", "ozg-worker"), "--config", conf, "--once"], stderr=subprocess.DEVNULL)
        if rows("SELECT count(*) FROM outbox") == [["0"]]:
            break
    wanted = {"ochsenfurt.%s-%s-%s" % tuple(r) for r in rows(
        "SELECT number, rev, row_number() OVER (PARTITION BY number, rev ORDER BY seq) FROM event WHERE kind = 'service'")}
    sent = {}
    for path in glob.glob(os.path.join(box, "*.eml")):
        with open(path, "rb") as f:
            m = email.message_from_bytes(f.read())
        sent.setdefault(m["Message-ID"].strip("<>").split("@")[0], set()).add((m["To"], m["Subject"], m.get_payload()))
    tap.ok(wanted and set(sent) == wanted, "%d messages: all were sent, and no others" % len(wanted), sorted(set(sent) ^ wanted)[:5])
    tap.ok(all(len(v) == 1 for v in sent.values()), "the same again under the same Message-ID", [v for v in sent.values() if len(v) > 1][:2])


if not os.path.exists(os.path.join(server.BUILD, "share", "schema", "bpmn", "BPMN20.xsd")):
    server.skip("contrib/assets was not run")
if subprocess.run(["/usr/bin/python3", "-c", "import aiosmtpd"], stderr=subprocess.DEVNULL).returncode != 0:
    server.skip("python3-aiosmtpd is not installed")
with server.Folder() as folder:
    box = os.path.join(folder.path, "mail")
    os.mkdir(box)
    smtpd = subprocess.Popen(["/usr/bin/python3", os.path.join(server.SRC, "tests", "lib", "smtpd.py"), box], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    folder.running.append(smtpd)
    conf = server.config(folder, smtp_url="smtp://127.0.0.1:%d" % int(smtpd.stdout.readline()), mail_from="post@ozg.example", **world.conninfos())
    world.create(conf)
    with open(os.path.join(folder.path, "hundesteuer.bpmn"), "w", encoding="utf-8") as f:
        f.write(workflow())
    subprocess.run([os.path.join(server.BUILD, "bin", "ozgctl"), "publish", f.name, "--tenant", "ochsenfurt", "--config", conf], check=True, stdout=subprocess.DEVNULL)
    service = Service(folder, conf, box)
    load = Load({pool: os.path.join(folder.path, "ozg-%s.sock" % pool) for pool in service.parents})
    print("# seed %d, %g seconds" % (SEED, SECONDS), flush=True)
    for t in load.threads:
        t.start()
    try:
        service.harm(SECONDS, load.stop)
        time.sleep(1)  # the last blow is survived too
    finally:
        load.stop.set()
        for t in load.threads:
            t.join()
    print("# killed: %s; requests: %s" % (service.killed, load.counts), flush=True)
    tap.ok(not load.problems, "every client got its answer in the end", load.problems)
    tap.ok(len(service.killed) == 5, "everything was killed", service.killed)
    for worker in service.workers:
        folder.end(worker)
    submissions(load)
    decisions(load)
    events(conf)
    instances()
    ledger(conf)
    mails(folder, conf, box)
    log = "".join(folder.read(name) for name in ("citizen.log", "office.log", "worker.log"))
    tap.ok('"kind":"bug"' not in log and not re.search(r'"signal":(6|11)\b', log), "no mistake of ours in the logs",
           [line for line in log.splitlines() if '"kind":"bug"' in line or '"signal":6' in line or '"signal":11' in line][:3])
sys.exit(tap.done())
