#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
# The program without pages: addresses, refusals, headers, processes.
import json
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import fastcgi
import server

tap = server.Tap()

# Header, and what it must contain, of every response.
HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


def check_headers(r, name):
    bad = [h for h, want in HEADERS.items() if want not in (r.header(h) or "")]
    tap.ok(not bad and "frame-ancestors 'none'" in r.header("content-security-policy"), name + ": security headers", bad)


def refusals(path):
    get = lambda uri, **k: fastcgi.request(path, uri=uri, **k)
    post = lambda uri, body=b"", **k: fastcgi.request(path, "POST", uri, body, **k)
    cases = [
        ("health", get("/healthz"), 200),
        ("health from elsewhere", get("/healthz", remote="192.0.2.7"), 404),
        ("unknown address", get("/Gibt/es/nicht"), 404),
        ("wrong method", post("/healthz"), 405),
        ("odd method", fastcgi.request(path, "TRACE", "/healthz"), 405),
        ("dot segment", get("/x/../healthz"), 400),
        ("encoded dot segment", get("/x/%2e%2e/healthz"), 400),
        ("empty segment", get("//healthz"), 400),
        ("NUL in the address", get("/healthz%00"), 400),
        ("stray percent sign", get("/healthz%"), 400),
        ("broken UTF-8 in the address", get("/healthz%ff"), 400),
        ("broken UTF-8 in the query", get("/healthz?a=%ff"), 400),
        ("NUL in the query", get("/healthz?a=%00"), 400),
        ("1,001 names in the query", get("/healthz?" + "&".join("a%d=" % i for i in range(1001))), 414),
        ("long address", get("/" + "a" * 5000), 414),
        ("deep address", get("/a" * 20), 400),
        ("address given twice", get("/healthz", extra=[("REQUEST_URI", "/metrics")]), 400),
        ("sender given twice", get("/healthz", extra=[("REMOTE_ADDR", "127.0.0.1")]), 400),
        ("session cookie given twice", get("/healthz", extra=[("HTTP_COOKIE", "ozg_session=a; ozg_session=b")]), 400),
        ("session cookie in two headers", get("/healthz", extra=[("HTTP_COOKIE", "ozg_session=a"), ("HTTP_COOKIE", "ozg_session=b")]), 400),
        ("foreign cookie given twice", get("/healthz", extra=[("HTTP_COOKIE", "a=1; a=2")]), 200),
        ("spoofed sender", get("/healthz", remote="192.0.2.7", extra=[("HTTP_X_FORWARDED_FOR", "127.0.0.1"), ("HTTP_X_REAL_IP", "127.0.0.1")]), 404),
        ("negative length", fastcgi.request(path, "GET", "/healthz", extra=[("CONTENT_LENGTH", "-1")]), 400),
        ("length that is no number", fastcgi.request(path, "GET", "/healthz", extra=[("CONTENT_LENGTH", "1e3")]), 400),
        ("body where none belongs", fastcgi.request(path, "GET", "/healthz", extra=[("CONTENT_LENGTH", "99999999")]), 413),
    ]
    for name, r, want in cases:
        tap.eq(r.status, want, name)
        check_headers(r, name)
    tap.eq(cases[3][1].header("allow"), "GET, HEAD", "405 says what is allowed")
    metrics = get("/metrics").text
    tap.ok('route="/healthz",status="2xx"' in metrics, "metrics count the route", metrics)


def torture(path, parent):
    """Records that no web server sends: nobody dies, and the next request is answered."""
    ok = fastcgi.pairs([(b"REQUEST_METHOD", b"GET"), (b"REQUEST_URI", b"/healthz"), (b"REMOTE_ADDR", b"127.0.0.1")])
    P, rec, begin = fastcgi.PARAMS, fastcgi.record, fastcgi.begin()
    end = rec(P) + rec(fastcgi.STDIN)
    cases = {
        "name length overflow": begin + rec(P, b"\xff" * 8 + b"a" * 64) + end,
        "huge name": begin + rec(P, b"\xff\xff\xff\xf0\x80\x00\x00\x05" + b"a" * 64) + end,
        "50,000 parameters": begin + b"".join(rec(P, fastcgi.pairs([(b"K%d" % i, b"v" * 60)])) for i in range(50000)) + end,
        "wrong version": rec(fastcgi.BEGIN, b"\0\1\0\0\0\0\0\0", version=9) + rec(P, ok),
        "wrong type": begin + rec(99, b"x") + rec(P, ok) + end,
        "authorizer": fastcgi.begin(role=2) + rec(P, ok) + end,
        "two beginnings": begin + begin + rec(P, ok) + end,
        "other request": begin + rec(P, ok, request_id=2) + rec(P, ok) + end,
        "abort": begin + rec(P, ok) + rec(fastcgi.ABORT),
        "cut off": begin + rec(P, ok)[:20],
        "length that lies": begin + rec(P, ok, length=65535),
        "values": rec(fastcgi.GET_VALUES, fastcgi.pairs([(b"FCGI_MAX_CONNS", b"")])),
        "NUL in a value": begin + rec(P, ok + fastcgi.pairs([(b"OZG_REQUEST_ID", b"a\0b")])) + end,
        "short body": begin + rec(P, ok + fastcgi.pairs([(b"CONTENT_LENGTH", b"10")])) + rec(P) + rec(fastcgi.STDIN, b"abc") + rec(fastcgi.STDIN),
        "nothing": b"",
    }
    before = server.children(parent)
    for name, data in cases.items():
        fastcgi.raw(path, data)
        tap.eq(fastcgi.request(path, uri="/healthz").status, 200, "after %s" % name)
    tap.eq(server.children(parent), before, "no process died")


def processes(folder, conf):
    parent, path = server.fcgi(folder, conf, "office")
    tap.ok(server.wait_for(lambda: len(server.children(parent.pid)) == 3), "three children")
    time.sleep(1.1)
    before = server.children(parent.pid)
    os.kill(before[0], signal.SIGKILL)
    tap.ok(server.wait_for(lambda: len(server.children(parent.pid)) == 3 and before[0] not in server.children(parent.pid), 3),
           "a dead child is replaced")
    before = server.children(parent.pid)
    parent.send_signal(signal.SIGHUP)
    answers = []
    tap.ok(server.wait_for(lambda: answers.append(fastcgi.request(path, uri="/healthz").status) or
                           (len(server.children(parent.pid)) == 3 and not set(before) & set(server.children(parent.pid)))),
           "reload replaces all children")
    tap.eq(set(answers), {200}, "nothing is refused during a reload")
    tap.eq(folder.end(parent), 0, "ends cleanly")
    tap.ok(not os.path.exists(path), "takes its socket away")
    events = [json.loads(line)["event"] for line in folder.read("office.log").splitlines()]
    tap.ok({"started", "child-died", "reloaded", "request", "stopped"} <= set(events), "says what happened", set(events))


with server.Folder() as folder:
    conf = server.config(folder)
    parent, path = server.fcgi(folder, conf)
    tap.eq(os.stat(path).st_mode & 0o777, 0o660, "the socket is not for everybody")
    refusals(path)
    torture(path, parent.pid)
    lines = [json.loads(line) for line in folder.read("citizen.log").splitlines()]
    tap.ok(all("192.0.2.7" not in json.dumps(line) for line in lines), "no address of a browser in the log")
    processes(folder, conf)
sys.exit(tap.done())
