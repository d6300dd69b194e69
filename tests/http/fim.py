# SPDX-License-Identifier: EUPL-1.2
# Forms of the FIM catalogue from the file to the decision, through the web server and without script: each is published
# by one command, filled in page by page as its pages say, sent, and what arrived is judged again from the command line.
# On the way every page is read: one label per input, no id twice. Needs the corpus.
import base64
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
CLEAR = -1  # percent of inputs to fill in: none, whatever the page says
PNG = ("Nachweis.png", base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg=="))
tap = server.Tap()


def path_of(url):
    return url.split("?")[0].split("#")[0]


class Input:
    def __init__(self, tag, a):
        self.kind, self.name, self.id, self.value = a.get("type", tag), a.get("name", ""), a.get("id", ""), a.get("value", "")
        self.required = "required" in a
        self.label = a.get("aria-label")


class Inputs(HTMLParser):
    """The inputs of a page, and what is wrong with its markup."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.labels, self.faults = set(), set(), []
        self.inputs, self.options = [], {}  # options: of a select by its name
        self._select = None
        self.described = set()
        self.feed(html)
        for i in self.inputs:
            if i.id not in self.labels and not i.label:
                self.faults.append("no label: " + i.name)
        self.faults += ["no such id: " + i for i in self.described - self.ids]

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if "id" in a:
            if a["id"] in self.ids:
                self.faults.append("id twice: " + a["id"])
            self.ids.add(a["id"])
        self.described |= set((a.get("aria-describedby") or "").split()) | set((a.get("aria-labelledby") or "").split())
        if tag == "label":
            self.labels.add(a.get("for"))
        if tag in ("input", "select", "textarea") and a.get("type") not in ("hidden", "submit"):
            self.inputs.append(Input(tag, a))
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
        """Something that could be right; after it was not, something else."""
        field = self.fields.get(re.sub(r"(\[\d+\])?(\.suche)?$", "", name.split("/")[-1]))
        n = self.tried.get(name, 0)
        kind = field.tag.split("}")[1] if field is not None else "text"
        if kind == "list" and len(field):  # a list: its entries are fields without a name
            field = field[0]
            kind = field.tag.split("}")[1]
        if kind in ("choice", "choices"):  # of a list so long that it is searched
            codes = self.fields[field.get("codes")] if field.get("codes") else field
            return self.dice.choice([c.get("value") for c in codes if c.get("value")])
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

    def left_out(self, percent, required):
        return percent == CLEAR or (not required and self.dice.randrange(100) >= percent)

    def values(self, inputs, found, percent):
        """What to type; of what is optional only some. None: left empty."""
        values, boxes = {}, {}
        for i in inputs:
            if i.name.endswith(".treffer"):
                continue
            if i.kind in ("radio", "checkbox"):
                boxes.setdefault((i.kind, i.name), []).append(i)
            elif i.kind == "file":
                values[i.name] = None
            elif self.left_out(percent, i.required):
                values[i.name] = ""
            elif i.kind == "select":
                values[i.name] = self.dice.choice(found.options[i.name])
            elif i.name.endswith((".tag", ".monat", ".jahr")):
                values[i.name] = {"tag": "3", "monat": "2", "jahr": "2001"}[i.name.rsplit(".", 1)[1]]
            else:
                values[i.name] = self.text(i.name)
        for (kind, name), options in boxes.items():
            if self.left_out(percent, any(i.required for i in options)):
                values[name] = None
            elif kind == "radio":
                values[name] = self.dice.choice(options).value
            else:
                values[name] = [i.value for i in options if len(options) == 1 or self.dice.random() < 0.7] or None
        return values

    def wrong(self, found):
        """The inputs that the error summary leads to; in a group all, some, none, or those of one of its parts."""
        targets = {e[1:] for e in self.b.page.errors}
        single = [i for i in found.inputs if i.id in targets or i.id.rsplit("-", 1)[0] in targets]
        names = {i.name for i in single}
        single = [i for i in found.inputs if i.name in names]
        for name in names:
            self.tried[name] = self.tried.get(name, 0) + 1
        values = self.values(single, found, 100)
        for target in targets - {i.id for i in single}:
            inside = [i for i in found.inputs if i.id.startswith(target + "_") and i not in single]
            part = {i.id: i.id[len(target) + 1:].split("_")[0] for i in inside}
            one = self.dice.choice(sorted(set(part.values()))) if inside else None
            how = self.dice.choice([(0, 0), (100, 100), (60, 60), (100, CLEAR), (100, CLEAR)])
            values.update(self.values([i for i in inside if part[i.id] == one], found, how[0]))
            values.update(self.values([i for i in inside if part[i.id] != one], found, how[1]))
        return values

    def missing_entry(self, found):
        """The button that adds an entry to a list that the error summary leads to."""
        for _, action, _ in self.b.page.form().buttons:
            target = "f_" + re.sub(r"[/\[]", "_", (action or "")[4:]).replace("]", "")
            if (action or "").startswith("add:") and "#" + target in self.b.page.errors and not any(
                    i.id.startswith(target + "_") for i in found.inputs):
                return action
        return None

    def fill_page(self):
        """Until the page is accepted; False when it never is."""
        here = path_of(self.b.page.url)
        for n in range(TRIES):
            found = self.read()
            fresh = n % 15 == 0 or self.b.page.status == 200
            values = self.values(found.inputs, found, [100, 0, 50, 20][n // 15 % 4]) if fresh else self.wrong(found)
            files = [i.name for i in found.inputs if i.kind == "file" and i.name in values]
            for name in files:
                del values[name]
            self.b.submit(values, button=("_action", self.missing_entry(found) or "next"), files=[(name,) + PNG for name in files])
            if self.b.page.status not in (200, 422):
                raise AssertionError("%r" % self.b.page)
            if path_of(self.b.page.url) != here:
                return True
        return False

    def run(self):
        """From the first page to the check page."""
        b = self.b
        b.open(self.form)
        b.follow("Antrag beginnen")
        for _ in range(200):
            here = path_of(b.page.url).rsplit("/", 1)[1]
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
        for path in paths[:int(os.environ.get("FIM_FORMS", "1000"))]:
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
