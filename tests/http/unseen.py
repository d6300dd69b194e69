# SPDX-License-Identifier: EUPL-1.2
# Forms of the catalogue that nobody has seen (tests/lib/xdf.py), published by command and by the admins' page: every page
# is there, with one label per input and no id twice, and answers an empty post. And what nobody should send
# (tests/unit/reader_limits.py), sent to the admins' page: refused in words, in time, and no process grows or dies.
import json
import os
import re
import subprocess
import sys
import time
import xml.etree.ElementTree as ET

TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
for folder in ("lib", "http", "unit"):
    sys.path.insert(0, os.path.join(TESTS, folder))
import fim
import reader_limits
import server
import web
import world
import xdf
from browser import Browser

SEEDS = [int(s) for s in os.environ.get("UNSEEN_SEEDS", "4 5 7 9 37 57 61").split()]
BYTES_MAX, MEGABYTES = 12 << 20, 64  # of an upload; that a process may grow
tap = server.Tap()


def files_of(folder, seed):
    """The form in the file system: its path, rules (or None) and code lists."""
    form = xdf.Form(seed, 2 if seed % 4 == 0 else 3)
    inside = os.path.join(folder.path, "form%d" % seed)
    os.makedirs(os.path.join(inside, "lists"))
    contents = {"form.xml": xdf.Writer(form).bytes(), "rules.json": json.dumps({"translated_rules": form.rules}).encode()}
    contents.update({"lists/" + n: t.encode() for n, t in form.lists.items()})
    for name, content in contents.items():
        with open(os.path.join(inside, name), "wb") as f:
            f.write(content)
    return inside, contents


def native_of(ident):
    return "\n".join(world.psql("SELECT source FROM definition WHERE id = '%s' ORDER BY version DESC LIMIT 1" % ident))


def visit(port, ident, name):
    """Every page of the form, as it is and with an empty answer."""
    pages = [p.get("id") for p in ET.fromstring(native_of(ident)).iter("{urn:ozg:form:1}page") if p.get("hidden") != "yes"]
    faults, states = [], set()
    for page in pages:
        b = Browser(None, web.sender(port))
        b.open("/ochsenfurt/%s/" % ident)
        b.follow("Antrag beginnen")
        b.submit(button=("_action", "next"))  # now there is a draft
        states.add(b.page.status)
        p = b.open("/ochsenfurt/%s/%s" % (ident, page))
        faults += ["%s: %s" % (page, f) for f in fim.Inputs(p.response.text).faults]
        states.add(p.status)
        if p.forms and any(button[0] == "_action" for form in p.forms for button in form.buttons):
            p = b.submit(button=("_action", "next"))
            states.add(p.status)
            faults += ["%s, posted: %s" % (page, f) for f in fim.Inputs(p.response.text).faults]
    tap.ok(states <= {200, 422}, "%s: %d pages" % (name, len(pages)), states)
    tap.eq(faults[:5], [], name + ": markup")


def by_command(port, conf, folder, seed):
    inside, _ = files_of(folder, seed)
    done = subprocess.run([fim.CTL, "publish", os.path.join(inside, "form.xml"), "--config", conf, "--rules", os.path.join(inside, "rules.json"),
                           "--codelists", os.path.join(inside, "lists")], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if tap.ok(done.returncode == 0, "form %d is published by command" % seed, done.stderr.decode()[-400:]):
        visit(port, done.stdout.decode().split("\t")[1], "form %d" % seed)


def admin(port):
    b = Browser(None, web.sender(port))
    b.open("/admin/")
    b.press("Anmelden", login="admin", password=world.PASSWORD)
    return b


def upload(b, source, rules=None, lists=()):
    if not b.page.url.startswith("/admin/hochladen") or not b.page.form("/admin/hochladen"):
        b.open("/admin/hochladen")
    files = [("datei", "form.xml", source)] + [("codelisten", n, t) for n, t in lists] + ([("regeln", "rules.json", rules)] if rules else [])
    return b.submit({"quelltext": ""}, action="/admin/hochladen", button=("_action", "save"), files=files)


def by_upload(port, folder, seed):
    _, contents = files_of(folder, seed)
    b = admin(port)
    p = upload(b, contents["form.xml"], contents["rules.json"], [(n, t) for n, t in contents.items() if n.startswith("lists/")])
    if not tap.ok(p.status == 200 and "aus FIM übernommen" in p.words, "form %d is uploaded" % seed, p):
        return
    b.follow("Den Entwurf ansehen und veröffentlichen")
    ident = re.search(r"/form/([^/]+)/", b.page.url)[1]
    b.press("Entwurf veröffentlichen")
    tap.ok(native_of(ident), "form %d is published" % seed, b.page)
    visit(port, ident, "form %d" % seed)


def peak(pid):
    with open("/proc/%d/status" % pid) as f:
        return int(re.search(r"VmHWM:\s+(\d+)", f.read())[1]) // 1024


def hostile(port, parent):
    """Each file that a browser may send."""
    before = server.children(parent)
    grown = max(peak(pid) for pid in before)
    b, bad, n, slowest = admin(port), [], 0, (0, "")
    good = reader_limits.schema("3", reader_limits.SELECT).encode()
    for command, name, files in reader_limits.all_cases():
        data = [f if isinstance(f, bytes) or f is None else f.encode() for f in files]
        if None in data or max(map(len, data)) > BYTES_MAX or command.startswith(("form eval", "form test", "form po")):
            continue
        kind = command.split()[-2]
        begin = time.monotonic()
        p = upload(b, good if kind in ("--rules", "--codelists") else data[-1], data[-1] if kind == "--rules" else None,
                   [("list.xml", data[-1])] if kind == "--codelists" else [])
        slowest = max(slowest, (time.monotonic() - begin, name))
        n += 1
        if p.status not in ((200, 422) if "that agree" in name else (413, 422)):
            bad.append((name, p.status, p.words[:200]))
        if p.status not in (200, 422):
            b.open("/admin/hochladen")
    print("# slowest: %.1f s, %s" % slowest)
    tap.ok(n > 30 and not bad, "%d hostile files are refused" % n, bad[:3])
    tap.eq(server.children(parent), before, "no process died")
    grown = max(peak(pid) for pid in before) - grown
    sanitized = subprocess.run(["grep", "-q", "__asan_init", os.path.join(server.BUILD, "bin", "ozg-fcgi")], check=False).returncode == 0
    tap.ok(sanitized or grown <= MEGABYTES, "and none grew by more than %d MB" % MEGABYTES, grown)


def main():
    with server.Folder() as folder:
        conf = server.config(folder, **world.conninfos())
        world.create(conf)
        server.fcgi(folder, conf)
        parent = server.fcgi(folder, conf, "admin")[0]
        port = server.free_port()
        server.nginx(folder, port)
        server.wait_for(lambda: web.answers(port))
        for i, seed in enumerate(SEEDS):
            if i % 2:
                by_upload(port, folder, seed)
            else:
                by_command(port, conf, folder, seed)
        hostile(port, parent.pid)
        log = folder.read("citizen.log") + folder.read("admin.log")
        tap.ok('"event":"failed"' not in log, "nothing failed on our side", [x for x in log.splitlines() if '"failed"' in x][:3])
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
