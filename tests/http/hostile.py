# SPDX-License-Identifier: EUPL-1.2
# Hostile requests through the real web server: corpora of raw requests, multipart bodies, parameters, paths and names.
# Whatever comes, the answer is no 5xx, no secret of the machine, and no process dies.
import json
import os
import re
import socket
import sys
import time
from urllib.parse import quote, urlencode

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import server
import web
import world
from browser import Browser

CORPUS = os.path.join(server.CORPORA, "security")
LEAK = re.compile(rb"root:x:0|SQLSTATE|libpq|PG::|AddressSanitizer|runtime error:|BEGIN (RSA|EC|PRIVATE)")
FORM = "/ochsenfurt/hundesteuer-anmeldung/"
if not os.path.isdir(CORPUS):
    server.skip("the corpora are not here")
tap = server.Tap()


def read(*name):
    with open(os.path.join(CORPUS, *name), "rb") as f:
        return f.read()


def all_fine(name, results):
    bad = [(case, status) for case, status, out in results if status is None or status >= 500 or LEAK.search(out)]
    tap.ok(results and not bad, "%s: %d requests" % (name, len(results)), bad[:5])


def through(port):
    """A browser that goes through nginx."""
    b = Browser(None, web.sender(port))
    b.open(FORM + "halter")
    return b


def headers_everywhere(port):
    """Every response, also those of the web server itself for files and pages."""
    for name, method, url in (("home", "GET", "/"), ("form", "GET", FORM), ("redirect", "GET", FORM[:-1]), ("not found", "GET", "/x/y/z/1"),
                              ("refused", "POST", "/status/"), ("wrong method", "POST", "/"), ("file", "GET", "/static/icon.svg"),
                              ("no file", "GET", "/static/no.css"), ("office", "GET", "/office/"), ("admin", "GET", "/admin/"),
                              ("too large", "POST", "/status/")):
        body = b"x" * 100000 if name == "too large" else b"a=b"
        _, out = web.http(port, method, url, body if method == "POST" else b"", [("Content-Type", "application/x-www-form-urlencoded")])
        head = out.split(b"\r\n\r\n")[0].lower()
        missing = [h for h in (b"content-security-policy:", b"x-content-type-options: nosniff", b"referrer-policy:") if h not in head]
        tap.ok(not missing, "headers: " + name, missing)
        tap.ok((b"public" in head) if name == "file" else (b"public" not in head), "caching: " + name, head)


def raw(port):
    all_fine("raw requests", [(f, *web.exchange(port, read("http", "raw", f))) for f in sorted(os.listdir(os.path.join(CORPUS, "http", "raw")))
                              if f != "cl_short.txt"])  # that one waits for the rest of a body that never comes


def multipart(port, b):
    results = []
    cookie = ("Cookie", "; ".join("%s=%s" % (n, v) for (n, _), v in b.cookies.items()))
    for case in json.loads(read("multipart", "index.json")):
        if not os.path.exists(os.path.join(CORPUS, "multipart", case["file"])):
            continue  # too large to be kept
        body = read("multipart", case["file"])
        results.append((case["file"], *web.http(port, "POST", FORM + "halter", body, [("Content-Type", case["content_type"]), cookie])))
    all_fine("multipart bodies", results)


def params(port):
    form = ("Content-Type", "application/x-www-form-urlencoded")
    files = [f for f in sorted(os.listdir(os.path.join(CORPUS, "http"))) if f.startswith("param")]
    all_fine("parameters", [(f, *web.http(port, "POST", FORM + "halter", read("http", f), [form])) for f in files])


def paths(port):
    results = []
    for f in sorted(os.listdir(os.path.join(CORPUS, "path"))):
        for line in read("path", f).split(b"\n")[:300]:
            url = "/ochsenfurt/" + re.sub(r"[\x00-\x20\x7f]", "", quote(line.decode("latin1").strip(), safe="/%.?=&\\:;+~!$,*()'\"@-_{}|^`<>[]#"))
            results.append((url, *web.http(port, "GET", url)))
    all_fine("paths", results)


def names(port, b):
    """Each text typed as a name comes back as it is, escaped, or is refused in words."""
    texts = json.loads(read("naughty", "blns.json")) + json.loads(read("din91379", "names.json"))["hand_picked"]
    bad = []
    page = b.page
    for text in texts:
        try:
            text.encode()
        except UnicodeEncodeError:
            continue
        p = b.submit({"familienname": text}, page=page)
        if p.status not in (200, 400, 409, 422):
            bad.append((text, p.status))
        if p.status == 409:
            page = b.open(FORM + "halter")
        if re.search(r"[<>]", text) and text in p.response.text:
            bad.append((text, "unescaped"))
        page = b.open(FORM + "halter")
    tap.ok(not bad, "%d names" % len(texts), bad[:5])


def restarting(port, folder, parent):
    """No process answers: a page that says so, in words."""
    folder.end(parent)
    status, out = web.http(port, "GET", "/")
    tap.ok(status == 503 and "nicht erreichbar" in out.decode(), "a page while nothing runs", out[:200])


def slow(port):
    """Twenty posts that never end do not keep others waiting."""
    held = []
    for _ in range(20):
        s = socket.create_connection(("127.0.0.1", port))
        s.sendall(b"POST /status/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\na=")
        held.append(s)
    start = time.monotonic()
    tap.eq(web.http(port, "GET", "/")[0], 200, "answered beside slow posts")
    tap.ok(time.monotonic() - start < 2, "and quickly")
    for s in held:
        s.close()


with server.Folder() as folder:
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    parents = [server.fcgi(folder, conf, pool)[0] for pool in ("citizen", "office", "admin")]
    port = server.free_port()
    server.nginx(folder, port)
    if not server.wait_for(lambda: web.answers(port)):
        sys.exit("nginx: " + folder.read("nginx.log"))
    before = [server.children(p.pid) for p in parents]
    tap.eq(web.http(port, "GET", "/healthz")[0], 200, "healthz on this machine")
    tap.eq(web.http(port, "GET", "/healthz/office")[0], 200, "healthz of another pool")
    headers_everywhere(port)
    raw(port)
    b = through(port)
    multipart(port, b)
    params(port)
    paths(port)
    names(port, b)
    slow(port)
    tap.eq([server.children(p.pid) for p in parents], before, "no process died")
    restarting(port, folder, parents[0])
    log = folder.read("citizen.log")
    tap.ok(all(json.loads(line) for line in log.splitlines()), "every line of the log is JSON")
    tap.ok('"event":"failed"' not in log, "nothing failed on our side", [x for x in log.splitlines() if '"failed"' in x][:3])
sys.exit(tap.done())
