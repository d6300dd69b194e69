# SPDX-License-Identifier: EUPL-1.2
# Walks the table of addresses: every row says what guards it, and every guard holds.
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import fastcgi
import server
import world

POOLS = {1: "citizen", 2: "office", 4: "admin"}
OPEN = ("/healthz", "/metrics", "/impressum", "/datenschutz", "/barrierefreiheit")
VALUES = {":tenant": "ochsenfurt", ":form": "hundesteuer-anmeldung", ":page": "halter", ":pool": "citizen"}
tap = server.Tap()


def address(pattern):
    return "/".join(VALUES.get(s, "X1" if s[1:].isupper() else "x1") if s.startswith(":") else s for s in pattern.split("/"))


def table():
    out = subprocess.run([os.path.join(server.BUILD, "bin", "ozg-fcgi"), "--routes"], check=True, stdout=subprocess.PIPE).stdout
    for line in out.decode().splitlines():
        method, pattern, pools, role, guard, limit = line.split("\t")
        yield method, pattern, int(pools), role, guard, int(limit)


def says_what_guards_it(rows):
    for method, pattern, pools, role, guard, limit in rows:
        name = method + " " + pattern
        if method == "POST":
            tap.ok(guard != "none", name + " has a token")
            tap.ok(0 < limit <= 48 << 20, name + " has a body limit")
        else:
            tap.eq(limit, 0, name + " takes no body")
        if pools & 6 and not pattern.startswith(OPEN) and not pattern.endswith(("anmelden", "abmelden")):
            tap.ok(role in ("staff", "admin"), name + " has a role", role)
            tap.ok(pools & 4 == 0 or role == "admin", name + " of the admin pool is for admins", role)
        tap.ok(role in ("none", "local") or guard in ("none", "session"), name + " is guarded by the session", guard)


def guards_hold(rows, paths):
    for method, pattern, pools, role, guard, limit in rows:
        for bit, pool in POOLS.items():
            if not pools & bit:
                continue
            name = "%s %s (%s)" % (method, pattern, pool)
            url, path = address(pattern), paths[pool]
            r = fastcgi.request(path, method, url, b"a=b" if method == "POST" else b"", remote="192.0.2.1")
            if role == "local":
                tap.eq(r.status, 404, name + " from elsewhere")
            elif role != "none":
                want = 303 if method == "GET" else 401
                tap.eq(r.status, want, name + " signed out")
                if method == "GET":
                    tap.ok("anmelden?weiter=" in r.header("location"), name + " leads to the sign-in")
            elif method == "POST":
                tap.eq(r.status, 403, name + " without a token")
                for header, site in (("HTTP_SEC_FETCH_SITE", "cross-site"), ("HTTP_SEC_FETCH_SITE", "same-site")):
                    r = fastcgi.request(path, method, url, b"a=b", extra=[(header, site)])
                    tap.eq(r.status, 403, "%s from %s" % (name, site))
            else:
                tap.ok(r.status < 500, name, r)
            if method == "POST":
                r = fastcgi.request(path, method, url, b"a=" + b"x" * limit)
                tap.eq(r.status, 413, name + " with too much")
            r = fastcgi.request(path, "DELETE", url)
            tap.ok(r.status == 405 and r.header("allow"), name + ": other methods", r)


with server.Folder() as folder:
    rows = list(table())
    says_what_guards_it(rows)
    conf = server.config(folder, **world.conninfos())
    world.create(conf)
    paths = {pool: server.fcgi(folder, conf, pool)[1] for pool in POOLS.values()}
    guards_hold(rows, paths)
sys.exit(tap.done())
