# SPDX-License-Identifier: EUPL-1.2
# Somebody who knows the program attacks it through the web server: other people's cases and sessions, twenty at once,
# hostile texts in every field, headers, what the logs give away.
import json
import os
import re
import subprocess
import sys
import threading
import time
from html.parser import HTMLParser
from urllib.parse import urlencode

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import fastcgi
import server
import web
import world
from browser import Browser

FORM = "/ochsenfurt/hundesteuer-anmeldung/"
COOKIE = ("ozg_session", "/")
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PERSONA = {"vornamen": "Scholastika", "familienname": "Oberhinterhuber", "geburtsname": "javascript:alert(1)", "strasse": "Geheimgasse 77",
           "plz": "97199", "email": "oberhinterhuber@example.org", "geburtsdatum.tag": "23", "geburtsdatum.monat": "6",
           "geburtsdatum.jahr": "1987"}
DOG = {"name": "Rex", "geschlecht": "M", "rasse": "K2-ROTTWEILER", "geboren.tag": "1", "geboren.monat": "4", "geboren.jahr": "2024",
       "seit.tag": "1", "seit.monat": "9", "seit.jahr": "2025", "vorher": "false"}
tap = server.Tap()


class Inert(HTMLParser):
    """Finds what would run: scripts that are not ours, handlers, addresses that are code, forms and links to elsewhere."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "script" and not (a.get("src") or "").startswith("/static/"):
            self.found.append("script")
        if tag in ("iframe", "object", "embed", "base", "style") or tag == "svg" and a.get("class") != "oz-flow" or tag == "img" and a.get("src") == "x":
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(name)
            if name in ("href", "src", "action", "formaction") and not re.match(r"(/(?!/)|#|\?|mailto:|tel:|$)", value or ""):
                self.found.append("%s=%s" % (name, value))


class Person(Browser):
    """Through the web server; every page must be inert."""

    seen = 0

    def open(self, *args, **more):
        page = super().open(*args, **more)
        Person.seen += 1
        found = Inert(page.response.text).found
        if found or "<script>alert" in page.response.text:
            tap.ok(False, "inert: " + page.url, found)
        return page

    def sign_in(self, login, url="/office/"):
        self.open(url)
        self.press("Anmelden", login=login, password=world.PASSWORD)
        return self


def apply(port, **more):
    b = Person(None, web.sender(port))
    b.open(FORM + "halter")
    b.press("Weiter", **dict(PERSONA, **more))
    b.press("Weiter", **{"hund[1]/" + k: v for k, v in dict(DOG, name=MARKUP).items()})
    for page in ({"hund[1]/negativzeugnis": "false"}, {"befreit": "false"}, {"lastschrift": "false"}, {"richtig": "true"}):
        b.press("Weiter", **page)
    b.press("Antrag verbindlich absenden")
    number = re.search(r"OCH-\d{4}-\d{6}", b.page.words).group()
    return b, number, re.search(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}", b.page.words).group()


def case(number):
    return "/office/vorgang/ochsenfurt/" + number


def staff():
    """Twenty in the tax office, one in another office of the same municipality."""
    world.psql("""
        INSERT INTO office (tenant, office, name) VALUES ('ochsenfurt', 'bauamt', 'Bauamt');
        INSERT INTO account (tenant, login, name, password) SELECT 'ochsenfurt', 'p' || g || '.ochsenfurt', 'Person ' || g, a.password
            FROM account a, generate_series(1, 21) g WHERE a.login = 'anna.ochsenfurt';
        INSERT INTO membership (tenant, account, office) SELECT 'ochsenfurt', id, CASE WHEN login = 'p21.ochsenfurt' THEN 'bauamt' ELSE 'steueramt' END
            FROM account WHERE login ~ '^p[0-9]+[.]'""")


def texts(port):
    """Markup in every text, shown to the citizen, to the office and in two windows."""
    b, number, secret = apply(port, vornamen=MARKUP, familienname="{{{ x }}} ${7*7} %s%n " + MARKUP, strasse=MARKUP)
    tap.ok(MARKUP in b.page.text or number in b.page.text, "a receipt for hostile answers", b.page)
    b.open("/status/")
    b.press("Stand anzeigen", number=number, secret=secret)
    b.open("/status/")
    b.press("Stand anzeigen", number=MARKUP, secret=MARKUP)
    anna = Person(None, web.sender(port)).sign_in("anna.ochsenfurt")
    anna.open(case(number))
    tap.ok(MARKUP in anna.page.text, "the office sees what was typed", anna.page)
    anna.press("Übernehmen")
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = anna.filled("Aufgabe abschließen", ergebnis="unvollstaendig", begruendung=MARKUP)
    anna.press("Aufgabe abschließen", ergebnis="unvollstaendig", begruendung=MARKUP)
    anna.open(case(number))
    tap.ok(MARKUP in anna.page.text, "and the history what was entered", anna.page)
    action, fields = form
    anna.post(action, [(k, "0" * 40 if k == "_cmd" else v) for k, v in fields])
    tap.ok(anna.page.status == 409 and MARKUP in anna.page.text, "as does the page for who was too late", anna.page)
    anna.post(action, [(k, v) for k, v in fields if k != "_csrf"] + [(MARKUP, MARKUP)])
    tap.eq(anna.page.status, 403, "and that for a missing token")
    two = Person(None, web.sender(port))
    old = two.open(FORM + "halter")
    two.press("Weiter", **PERSONA)
    tap.eq(two.submit(dict(PERSONA, vornamen=MARKUP), page=old).status, 409, "and that for two windows")
    for url in (FORM + "halter?" + urlencode({MARKUP: MARKUP}), "/" + MARKUP.replace(" ", "%20"), "/office/?" + urlencode({"erledigt": MARKUP, "ab": MARKUP})):
        two.open(url)
    return number


def strangers(port, number):
    """Whoever has nothing to do with a case finds nothing, wherever they look."""
    people = {"nobody": Person(None, web.sender(port))}
    for login in ("p21.ochsenfurt", "anna.marktbreit"):
        people[login] = Person(None, web.sender(port)).sign_in(login)
    people["admin"] = Person(None, web.sender(port)).sign_in("admin", "/admin/anmelden")
    for who, b in people.items():
        b.open("/office/")
        tap.ok(number not in b.page.response.text, who + ": not in the queue")
        csrf = b.page.value("_csrf") or ""
        for url in (case(number), case(number).replace("ochsenfurt", "marktbreit"), case(number) + "?x", case(number).replace("OCH", "MAR")):
            b.open(url)
            want = (200,) if who == "nobody" else (404,)
            tap.ok(b.page.status in want and "Oberhinterhuber" not in b.page.text and MARKUP not in b.page.text, "%s: %s" % (who, url), b.page)
            for action in ("claim", "release", "next"):
                b.post(url.split("?")[0], [("_csrf", csrf), ("_task", "5"), ("_action", action), ("_page", "pruefung"), ("ergebnis", "vollstaendig")])
                tap.ok(b.page.status in (401, 403, 404) and "Oberhinterhuber" not in b.page.text, "%s: %s %s" % (who, action, url), b.page)
    table = subprocess.run([os.path.join(server.BUILD, "bin", "ozg-fcgi"), "--routes"], check=True, stdout=subprocess.PIPE).stdout.decode()
    anna = Person(None, web.sender(port)).sign_in("anna.ochsenfurt")
    for method, pattern, _, role, *_ in (line.split("\t") for line in table.splitlines()):
        if role != "admin":
            continue
        url = re.sub(r":[A-Z][A-Z]*", "X1", re.sub(r":[a-z_]+", "ochsenfurt", pattern))
        for who, b in (("a caseworker", anna), ("of another office", people["p21.ochsenfurt"])):
            b.open(url, method, urlencode({"_csrf": b.page.value("_csrf") or ""}).encode() if method == "POST" else b"")
            tap.eq(b.page.status, 403, "%s: %s %s" % (who, method, pattern))


def cookies(port):
    anna = Person(None, web.sender(port)).sign_in("anna.ochsenfurt")
    good = anna.cookies[COOKIE]
    token = good.split(".")[1]
    send = web.sender(port)
    tap.eq(send("GET", "/office/", b"", [("Cookie", "ozg_session=" + good)]).status, 200, "a session")
    for name, value in (("of another municipality", "marktbreit." + token), ("of the installation", "_." + token), ("in capitals", good.upper()),
                        ("with a blank", good + " x"), ("without municipality", token), ("too long", good + "0" * 5000), ("empty", ""),
                        ("with SQL", "ochsenfurt.' OR 1=1 --"), ("as the visit cookie", good.replace(".", "%2e"))):
        r = send("GET", "/office/", b"", [("Cookie", "ozg_session=" + value)])
        tap.ok(r.status in (303, 400), "a session " + name, r)
    for lines in ([("Cookie", "ozg_session=x; ozg_session=" + good)], [("Cookie", "ozg_session=x"), ("Cookie", "ozg_session=" + good)]):
        tap.eq(send("GET", "/office/", b"", lines).status, 400, "two sessions")
    # One who planted a cookie before the sign-in is not signed in by it.
    planted = Person(None, web.sender(port))
    planted.cookies[COOKIE] = "ochsenfurt." + "0" * 64
    planted.sign_in("anna.ochsenfurt")
    tap.ok(planted.cookies[COOKIE] != "ochsenfurt." + "0" * 64, "a planted session is replaced")
    r = send("GET", "/office/", b"", [("Cookie", "ozg_session=ochsenfurt." + "0" * 64)])
    tap.eq(r.status, 303, "and is none")
    for r, want in ((send("GET", "/office/anmelden", b"", []), "Path=/;"), (send("GET", FORM + "halter", b"", []), "Path=%s;" % FORM)):
        for line in r.all("set-cookie"):
            tap.ok("HttpOnly" in line and "SameSite=Lax" in line and want in line, "cookie flags", line)


def forged(port, number):
    """Posts from another place of the same site or from elsewhere: nothing is done, and no button is offered that does."""
    b = Person(None, web.sender(port)).sign_in("anna.ochsenfurt")
    b.open(case(number))
    csrf = b.page.value("_csrf")
    for site in ("cross-site", "same-site"):
        for name, fields in (("with the token", [("_csrf", csrf)]), ("without", [])):
            b.post(case(number), fields + [("_task", "5"), ("_action", "claim"), ("begruendung", "untergeschoben")], headers=[("Sec-Fetch-Site", site)])
            kept = [f for f in b.page.forms if any(n == "begruendung" for n, _ in f.fields)]
            tap.ok(b.page.status == 403 and not kept and "untergeschoben" not in b.page.text, "forged from %s, %s" % (site, name), b.page)
        out = Person(None, web.sender(port))
        out.post(case(number), [("begruendung", "untergeschoben")], headers=[("Sec-Fetch-Site", site)])
        tap.ok("untergeschoben" not in out.page.response.text, "and nothing is kept for after signing in, from " + site, out.page)
    other = Person(None, web.sender(port)).sign_in("bernd.ochsenfurt")
    b.post(case(number), [("_csrf", other.page.value("_csrf")), ("_task", "5"), ("_action", "claim")])
    tap.eq(b.page.status, 403, "another person's token")


def together(steps):
    """Runs all at the same moment; returns their results."""
    results = [None] * len(steps)
    barrier = threading.Barrier(len(steps))

    def run(i):
        barrier.wait()
        results[i] = steps[i]()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(steps))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return results


def races(port):
    _, number, _ = apply(port)
    people = [Person(None, web.sender(port)).sign_in("p%d.ochsenfurt" % i) for i in range(1, 21)]
    for b in people:
        b.open(case(number))
    pages = together([lambda b=b: b.press("Übernehmen") for b in people])
    won = [i for i, p in enumerate(pages) if p.status == 200]
    lost = [p for p in pages if p.status == 409]
    tap.eq((len(won), len(lost)), (1, 19), "twenty claim one task: one has it")
    tap.ok(all("bearbeitet gerade Person %d." % (won[0] + 1) in p.words for p in lost), "the others are told who", lost[:1])
    b = people[won[0]]
    action, fields = b.filled("Aufgabe abschließen", ergebnis="vollstaendig")
    commands = [[(k, "%040x" % i if k == "_cmd" else v) for k, v in fields] for i in range(20)]
    clones = []
    for _ in commands:
        clone = Person(None, web.sender(port))
        clone.cookies = dict(b.cookies)
        clones.append(clone)
    pages = together([lambda c=c, f=f: c.post(action, f) for c, f in zip(clones, commands)])
    tap.eq(sorted(p.status for p in pages), [200] + [409] * 19, "twenty complete it: one has")
    tap.eq(world.psql("SELECT count(*) FROM event WHERE number = '%s' AND kind = 'completed'" % number), ["1"], "once in the history")
    for c in clones:
        c.open(case(number))
    clones[0].press("Übernehmen")
    clones[0].press("Aufgabe abschließen", entscheidung="bewilligt")
    task = world.psql("SELECT token FROM task WHERE number = '%s'" % number)[0]
    csrf = clones[0].page.value("_csrf")
    pages = together([lambda c=c, a=a: c.post(case(number), [("_csrf", csrf), ("_task", task), ("_action", a), ("_page", "mitzeichnung"),
                                                             ("zweitentscheidung", "bestaetigt"), ("_cmd", "%040x" % id(c))])
                      for c, a in zip(clones, ["claim", "next"] * 10)])
    tap.eq({p.status for p in pages}, {403}, "four eyes: not by twenty attempts at once")

    b = Person(None, web.sender(port))
    b.open(FORM + "halter")
    b.press("Weiter", **PERSONA)
    b.press("Weiter", **{"hund[1]/" + k: v for k, v in DOG.items()})
    for page in ({"hund[1]/negativzeugnis": "false"}, {"befreit": "false"}, {"lastschrift": "false"}, {"richtig": "true"}):
        b.press("Weiter", **page)
    send = b.filled("Antrag verbindlich absenden")
    before = int(world.psql("SELECT count(*) FROM submission")[0])
    clones = []
    for _ in range(20):
        clone = Person(None, web.sender(port))
        clone.cookies = dict(b.cookies)
        clones.append(clone)
    pages = together([lambda c=c: c.post(*send) for c in clones])
    tap.eq((len({p.words for p in pages}), {p.status for p in pages}), (1, {200}), "twenty clicks: one receipt")
    tap.eq(int(world.psql("SELECT count(*) FROM submission")[0]), before + 1, "one application")


def guessing(port):
    """The status page says the same whether the number, the key or both are wrong."""
    b, number, secret = apply(port)
    answers = set()
    for n, s in ((number, "0000-0000-0000-0000"), ("OCH-2026-999999", secret), ("XXX-2026-000001", secret), (number, secret[:-1])):
        b.open("/status/")
        b.press("Stand anzeigen", number=n, secret=s)
        answers.add((b.page.status, b.page.words.replace(n, "N").replace(s, "S")))
    tap.eq(len(answers), 1, "one answer to all wrong guesses")
    r = web.sender(port)("GET", "/status/?" + urlencode({"number": number, "secret": secret}), b"", [])
    tap.ok(number not in r.text, "nothing is shown for an address with the key in it")


def cpu(parents):
    """Seconds that all children have worked: other than by the clock, it does not matter what else the machine does."""
    ticks = 0
    for pid in server.children(parents[1].pid):
        with open("/proc/%d/stat" % pid) as f:
            ticks += sum(int(x) for x in f.read().rsplit(")", 1)[1].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def timing(port, parents):
    """How long a wrong sign-in takes does not say whether the name exists."""
    took = dict.fromkeys(("anna.ochsenfurt", "niemand.ochsenfurt", "anna.nirgendwo"), 0)
    for _ in range(6):
        for login in took:
            world.psql("DELETE FROM login_limit")
            b = Person(None, web.sender(port))
            b.open("/office/")
            form = b.filled("Anmelden", login=login, password="falsch und lang genug")
            start = cpu(parents)
            b.post(*form)
            took[login] += cpu(parents) - start
    tap.ok(min(took.values()) > 0.1 and max(took.values()) < 1.4 * min(took.values()), "sign-in works as long for a name that does not exist", took)
    world.psql("DELETE FROM login_limit")


def web_server(port):
    """What nginx answers by itself."""
    for url in ("/office", "/admin", "/static/fonts"):
        _, out = web.http(port, "GET", url, headers=[("Host", "evil.example")], host=None)
        head = out.split(b"\r\n\r\n")[0]
        tap.ok(b"evil" not in head, "the sender does not choose where it leads: " + url, head)
    for name, data in (("too large", b"POST /status/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99999999\r\n\r\n"),
                       ("two hosts", b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n"),
                       ("a long address", b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
                       ("large headers", b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + b"X: " + b"a" * 40000 + b"\r\n\r\n")):
        status, out = web.exchange(port, data)
        head, _, body = out.partition(b"\r\n\r\n")
        tap.ok(status in (400, 413, 414) and b"nginx</center>" not in body and "Anfrage" in body.decode(), "in German: " + name, out[:300])
        missing = [h for h in (b"content-security-policy:", b"x-content-type-options: nosniff", b"referrer-policy:") if h not in head.lower()]
        tap.ok(not missing and b"Location" not in head, "headers: " + name, head)


def too_many(folder):
    """Who posts without pause is stopped by the web server; who looks is not."""
    port = server.free_port()
    server.nginx(folder, port, "strict", "192.0.2.0/24")
    server.wait_for(lambda: web.answers(port))
    posts = [web.http(port, "POST", "/status/", b"a=b") for _ in range(80)]
    tap.eq({s for s, _ in posts[:50]}, {415}, "fifty posts at once are let through")
    tap.ok(posts[-1][0] == 429 and "Anfrage" in posts[-1][1].decode(), "eighty are not", posts[-1])
    tap.eq({web.http(port, "GET", "/status/")[0] for _ in range(80)}, {200}, "eighty looks are")


def outage(port, number):
    """The database goes while a caseworker writes: the text stays on the page, and its button works when it is back."""
    b = Person(None, web.sender(port)).sign_in("bernd.ochsenfurt")
    _, number, _ = apply(port)
    b.open(case(number))
    b.press("Übernehmen")
    b.press("Aufgabe abschließen", ergebnis="unvollstaendig")
    form = b.filled("Aufgabe abschließen", ergebnis="unvollstaendig", begruendung="Lange getippt")
    world.psql("ALTER DATABASE ozg ALLOW_CONNECTIONS false", database="postgres")
    world.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'ozg_%'", database="postgres")
    b.post(*form)
    tap.ok(b.page.status == 503 and "Lange getippt" in b.page.text, "office without database: what was typed is there", b.page)
    world.psql("ALTER DATABASE ozg ALLOW_CONNECTIONS true", database="postgres")
    b.press("Noch einmal absenden")
    tap.eq(b.page.url, "/office/?erledigt=" + number, "and the button sends it")


def logs(port, folder):
    """Every line is one record, and none says anything about a person."""
    for evil in ("a\\r\\nb", "\x1b[31mred", "\x9b31m", '"}{"', "%0d%0ainjected", "Oberhinterhuber"):
        for header in ("User-Agent", "Referer", "X-Forwarded-For", "Sec-Fetch-Site", "Origin", "Content-Type"):
            web.http(port, "POST", "/status/?" + urlencode({"q": evil}), b"x", [(header, evil)])
    try:
        world.psql("""INSERT INTO submission (tenant, token, form, form_version, answers, request_hash, salt)
            VALUES ('ochsenfurt', sha256(''), 'x', 1, '{"familienname": "Oberhinterhuber"}', NULL, NULL)""")
    except SystemExit:
        pass
    for pool in ("citizen", "office", "admin"):
        lines = folder.read(pool + ".log").splitlines()
        tap.ok(lines and all(isinstance(json.loads(line), dict) for line in lines), pool + ": each line is one record")
    lines = folder.read("nginx-access.log").splitlines()
    tap.ok(lines and all(re.fullmatch(r"\S+ [0-9a-f]{32} \S+ \d{3} \d+ [\d.]+", line) for line in lines), "nginx: each line is one record",
           [x for x in lines if not re.fullmatch(r"\S+ [0-9a-f]{32} \S+ \d{3} \d+ [\d.]+", x)][:3])
    names = ["citizen.log", "office.log", "admin.log", "nginx-access.log", "nginx-error.log"]
    texts = {name: folder.read(name) for name in names}
    with open(os.path.join(os.path.dirname(os.environ["PGC_SOCKET"]), "server.log"), encoding="utf-8", errors="replace") as f:
        texts["PostgreSQL"] = f.read()
    tap.ok("not-null constraint" in texts["PostgreSQL"], "PostgreSQL logged its errors")
    words = [v for k, v in PERSONA.items() if k in ("vornamen", "familienname", "strasse", "email")] + ["<script>", world.PASSWORD]
    for name, text in texts.items():
        tap.ok(not [w for w in words if w in text], "nothing personal in " + name, [line for line in text.splitlines() if any(w in line for w in words)][:3])


if not os.path.exists(os.path.join(server.BUILD, "share", "schema", "bpmn", "BPMN20.xsd")):
    server.skip("contrib/assets was not run")
with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    staff()
    parents = [server.fcgi(folder, conf, pool)[0] for pool in ("citizen", "office", "admin")]
    port = server.free_port()
    server.nginx(folder, port)
    if not server.wait_for(lambda: web.answers(port)):
        sys.exit("nginx: " + folder.read("nginx.log"))
    before = [server.children(p.pid) for p in parents]
    number = texts(port)
    strangers(port, number)
    cookies(port)
    forged(port, number)
    races(port)
    guessing(port)
    timing(port, parents)
    web_server(port)
    too_many(folder)
    tap.eq([server.children(p.pid) for p in parents], before, "no process died")
    outage(port, number)
    logs(port, folder)
    tap.ok(Person.seen > 200, "%d pages were inert" % Person.seen)
sys.exit(tap.done())
