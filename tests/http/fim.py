# SPDX-License-Identifier: EUPL-1.2
# Forms of the FIM catalogue from the file to the decision, through the web server and without script: each is published
# by one command, filled in page by page as its pages say, sent, and what arrived is judged again from the command line.
# On the way every page is read: one label per input, no id twice. Needs the corpus.
import contextlib
import glob
import os
import random
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import web
import world
from browser import Browser

FORMS = os.path.join(server.CORPORA, "xdf3", "forms")
CTL = os.path.join(server.BUILD, "bin", "ozgctl")
SEND = "Antrag verbindlich absenden"
TRIES = 60  # of one page
tap = server.Tap()


class Inputs(HTMLParser):
    """The inputs of a page, and what is wrong with its markup."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.labels, self.faults = set(), set(), []
        self.inputs = []  # (type, name, id, value)
        self.named = set()  # ids of inputs with aria-label
        self._select = None
        self.options = {}  # name of a select -> values
        self.feed(html)
        for kind, name, ident, _ in self.inputs:
            if kind not in ("hidden", "submit") and ident not in self.labels and ident not in self.named:
                self.faults.append("no label: " + name)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            if a["id"] in self.ids:
                self.faults.append("id twice: " + a["id"])
            self.ids.add(a["id"])
        if tag == "label":
            self.labels.add(a.get("for"))
        if tag in ("input", "select", "textarea"):
            self.inputs.append((a.get("type", tag), a.get("name", ""), a.get("id"), a.get("value", "")))
            if a.get("aria-label"):
                self.named.add(a.get("id"))
        if tag == "select":
            self._select = self.options.setdefault(a["name"], [])
        if tag == "option" and self._select is not None and a.get("value"):
            self._select.append(a["value"])

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None


class Filler:
    """Fills in one form in a browser of its own. What a field may hold is looked up in the native text."""

    def __init__(self, port, form, native, seed=1):
        self.b = Browser(None, web.sender(port))
        self.form = form
        self.dice = random.Random(seed)
        self.fields = {e.get("id"): e for e in ET.parse(native).iter() if e.get("id")}
        self.faults, self.pages = [], []
        self.tried = {}

    def read(self):
        page = self.b.page
        found = Inputs(page.response.text)
        self.faults += ["%s: %s" % (page.url, f) for f in found.faults]
        return found

    def text(self, name):
        """Something that could be right; another one with each try."""
        field = self.fields.get(re.sub(r"\[\d+\]$", "", name.split("/")[-1]))
        n = self.tried[name] = self.tried.get(name, -1) + 1
        kind = field.tag.split("}")[1] if field is not None else "text"
        if kind == "group" and len(field):  # a list: its entries are fields without a name
            field = field[0]
            kind = field.tag.split("}")[1]
        get = (lambda k, d: int(float(field.get(k, d)))) if field is not None else lambda k, d: d
        if kind in ("integer", "decimal", "money"):
            if field.get("min") and float(field.get("min")) != int(float(field.get("min"))):
                return field.get("min").replace(".", ",")
            least = get("min", 1)
            return str(min(least + n, get("max", least + 30)))
        if kind == "time":
            return "14:30"
        if kind == "datetime":
            return "3.2.2001 14:30"
        letters = "a" * max(1, get("min-length", 1))
        return [letters, "12345", "a.b@c.de", "1234567890123", "A1", "12"][n % 6]

    def answer(self, found, percent):
        """Values for all inputs of the page; some of the optional ones stay as they are."""
        values, files = {}, []
        boxes = {}
        for kind, name, ident, value in found.inputs:
            if name.startswith("_") or kind in ("hidden", "submit"):
                continue
            if kind in ("radio", "checkbox"):
                boxes.setdefault((kind, name), []).append(value)
            elif kind == "select":
                values[name] = self.dice.choice(found.options[name]) if found.options[name] else ""
            elif kind == "file":
                files.append(name)
            elif name.endswith((".tag", ".monat", ".jahr")):
                values[name] = {"tag": "3", "monat": "2", "jahr": "2001"}[name.rsplit(".", 1)[1]]
            else:
                values[name] = self.text(name)
        for (kind, name), options in boxes.items():
            values[name] = self.dice.choice(options) if kind == "radio" else [v for v in options if self.dice.random() < 0.7] or None
        for name in list(values):
            label_free = name in self.optional
            if label_free and self.dice.randrange(100) >= percent:
                values[name] = None if ("radio", name) in boxes or ("checkbox", name) in boxes else ""
        return values, files

    def fill_page(self):
        """Until the page is accepted; False when it never is."""
        here = self.b.page.url.split("?")[0].split("#")[0]
        for n in range(TRIES):
            found = self.read()
            html = self.b.page.response.text
            self.optional = {name for kind, name, ident, _ in found.inputs
                             if ident and not re.search(r'id="%s"[^>]*\brequired\b' % re.escape(ident), html)}
            values, files = self.answer(found, [100, 0, 50][n % 3])
            if files:
                return False
            self.b.submit(values, button=("_action", "next"))
            if self.b.page.status not in (200, 422):
                raise AssertionError("%r" % self.b.page)
            if self.b.page.url.split("?")[0].split("#")[0] != here:
                return True
        return False

    def run(self):
        """From the first page to the check page."""
        b = self.b
        b.open(self.form)
        b.follow("Antrag beginnen")
        for _ in range(200):
            here = b.page.url.split("?")[0].rsplit("/", 1)[1]
            if here == "pruefen":
                self.read()
                return True
            self.pages.append(here)
            if not self.fill_page():
                return False
        return False


def publish(conf, path):
    """One command; the address of the form."""
    name = os.path.basename(path)
    rules = os.path.join(server.CORPORA, "xdf3", "rules", name.split("V")[0] + ".rules.json")
    options = ["--rules", rules] if os.path.exists(rules) else []
    options += ["--codelists", os.path.join(server.CORPORA, "genericode")]
    done = subprocess.run([CTL, "publish", path, "--config", conf] + options, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        return None, done.stderr.decode()
    return done.stdout.decode().split("\t")[1], ""


def judge(folder, native, answers):
    """What ozgctl says to the answers that arrived: "" when they are valid and XFall can be written."""
    given = folder.file("answers.json", answers)
    for verb in ("eval", "xfall"):
        done = subprocess.run([CTL, "form", verb, native, "--answers", given], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode != 0:
            return (done.stdout + done.stderr).decode()[-400:]
    return ""


def decide(port, number):
    """The office checks and approves."""
    b = Browser(None, web.sender(port))
    b.open("/office/")
    b.press("Anmelden", login="anna.ochsenfurt", password=world.PASSWORD)
    tap.ok(number in b.page.words, "the case is on the office's desk", b.page)
    for values in ({"ergebnis": "vollstaendig"}, {"entscheidung": "bewilligt"}):
        b.open("/office/vorgang/ochsenfurt/" + number)
        b.press("Übernehmen")
        b.press("Aufgabe abschließen", **values)
    b.open("/office/vorgang/ochsenfurt/" + number)
    tap.ok("Bewilligt" in b.page.words, "the case is approved", b.page)


def main():
    paths = sorted(glob.glob(os.path.join(FORMS, "*.xml")))
    if not paths:
        server.skip("no corpus at " + FORMS)
    with server.Folder() as folder:
        conf = server.config(folder, **world.conninfos())
        world.create(conf)
        server.fcgi(folder, conf)
        server.fcgi(folder, conf, "office")
        port = server.free_port()
        server.nginx(folder, port)
        server.wait_for(lambda: web.answers(port))
        for path in paths[:int(os.environ.get("FIM_FORMS", "2"))]:
            name = os.path.basename(path).split("_")[0]
            ident, why = publish(conf, path)
            if not tap.ok(ident is not None, name + " is published", why):
                continue
            native = folder.file("native.xml", "\n".join(world.psql(
                "SELECT source FROM definition WHERE id = '%s' ORDER BY version DESC LIMIT 1" % ident)))
            filler = Filler(port, "/ochsenfurt/%s/" % ident, native)
            reached = filler.run()
            tap.ok(reached, "%s: %d pages filled in" % (name, len(filler.pages)), "%r" % filler.b.page if not reached else "")
            tap.eq(filler.faults[:5], [], name + ": markup")
            if not reached:
                continue
            filler.b.press(SEND)
            number = re.search(r"OCH-\d{4}-\d{6}", filler.b.page.words)
            if not tap.ok(number, name + ": sent", filler.b.page):
                continue
            answers = world.psql("SELECT answers FROM submission JOIN cases USING (tenant, token) WHERE number = '%s'" % number[0])
            tap.eq(judge(folder, native, "\n".join(answers)), "", name + ": valid on arrival")
            if path == paths[0]:
                decide(port, number[0])
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
