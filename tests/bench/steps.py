#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What steps of cases cost through PostgreSQL, on a private cluster with fsync on.

Completing a task by the engine beside the bare guarded statement with the same rows, with 1 and 8 connections; the same
among few and among many instances; a great many timers due at once. Built by make; run it while nothing else does.

usage: tests/bench/steps.py [--instances 1000,100000,1000000,5000000] [--timers 100000] [--each 800] [--rounds 3] [--smoke]
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

TOP = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BUILD = os.environ.get("TOP_BUILDDIR", os.path.join(TOP, "build"))
STEPS = os.path.join(BUILD, "tests", "bench", "steps")
TENANTS = 8


def cluster_bin():
    for v in ("18", "17", "16", "15"):
        d = "/usr/lib/postgresql/%s/bin" % v
        if os.path.exists(d + "/initdb"):
            return d
    sys.exit("PostgreSQL is not installed")


class Cluster:
    def __enter__(self):
        self.bin, self.dir = cluster_bin(), tempfile.mkdtemp(prefix="ozg-bench-")
        self.user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "env", "HOME=" + self.dir] if os.getuid() == 0 else []
        self.socket = os.path.join(self.dir, "s")
        os.mkdir(self.socket)
        if self.user:
            subprocess.run(["chown", "-R", "postgres", self.dir], check=True)
        self.run("initdb", "-D", self.dir + "/data", "-U", "super", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        with open(self.dir + "/data/postgresql.conf", "a", encoding="ascii") as f:
            f.write("unix_socket_directories = '%s'\nlisten_addresses = ''\nshared_buffers = 512MB\nmax_wal_size = 8GB\n"
                    "max_connections = 60\nshared_preload_libraries = pg_stat_statements\n" % self.socket)
        self.run("pg_ctl", "-D", self.dir + "/data", "-w", "-l", self.dir + "/log", "start")
        self.run("psql", "-Xq", "-h", self.socket, "-U", "super", "-d", "postgres", "-f", TOP + "/engine/db/schema/roles.sql",
                 "-c", "CREATE DATABASE ozg OWNER ozg_owner",
                 "-c", "\\c ozg", "-c", "CREATE EXTENSION pg_stat_statements")
        conf = os.path.join(self.dir, "ozg.conf")
        with open(conf, "w", encoding="utf-8") as f:
            f.write("db_owner = %s user=ozg_owner\nshare = %s/share\n" % (self.conninfo(), BUILD))
        subprocess.run([BUILD + "/bin/ozgctl", "db", "setup", "--config", conf], check=True, stdout=subprocess.DEVNULL)
        return self

    def run(self, program, *args):
        subprocess.run(self.user + [os.path.join(self.bin, program), *args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.dir)

    def conninfo(self):
        return "host=%s dbname=ozg" % self.socket

    def sql(self, text):
        out = subprocess.run([self.bin + "/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "super", "-d", "ozg", "-c", text],
                             check=True, stdout=subprocess.PIPE, text=True)
        return out.stdout.strip()

    def steps(self, *args):
        out = subprocess.run([STEPS, self.conninfo(), *map(str, args)], check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(out.stdout)

    def __exit__(self, *_):
        self.run("pg_ctl", "-D", self.dir + "/data", "-m", "immediate", "stop")
        shutil.rmtree(self.dir)


def prepare(c):
    c.sql("INSERT INTO tenant (tenant, name, case_prefix) SELECT 'bench' || i, 'Bench', 'BEN' || chr(65 + i) FROM generate_series(0, %d) i;"
          "INSERT INTO office (tenant, office, name) SELECT tenant, 'amt', 'Amt' FROM tenant" % (TENANTS - 1))
    c.sql("INSERT INTO account (tenant, login, name, password) SELECT tenant, 'anna.' || tenant, 'Anna Albrecht', '$argon2id$x' FROM tenant;"
          "INSERT INTO membership (tenant, account, office) SELECT tenant, id, 'amt' FROM account")


def fill(c, model, first, per_tenant, tenants=TENANTS, timer=False):
    """Cases that wait at their first task or timer, as sending them would have left them; of so many tenants."""
    kind = "timer" if timer else "task"
    state = model["timer_state" if timer else "state"].replace("'", "''")
    token = model["timer_token" if timer else "token"]
    source = "tenant, generate_series(%d, %d) i WHERE tenant < 'bench%d'" % (first, first + per_tenant - 1, tenants)
    key = "sha256(convert_to(tenant || ' ' || i, 'UTF8'))"
    number = "'B-' || lpad(i::text, 8, '0')"
    c.sql("SET session_replication_role = replica;"
          "INSERT INTO submission (tenant, token, form, form_version, answers, request_hash, salt) SELECT tenant, {k}, 'bench', 1, '{{}}', {k}, '' FROM {s};"
          "INSERT INTO cases (tenant, number, token, status_hash, form, form_version, flow, flow_version, service, ars, office)"
          " SELECT tenant, {n}, {k}, {k}, 'bench', 1, '{f}', 1, '', '', 'amt' FROM {s};"
          "INSERT INTO instance (tenant, number, rev, state, vars, status, ended) SELECT tenant, {n}, 1, '{st}', '{{}}', 'Eingegangen', false FROM {s};"
          "INSERT INTO event (tenant, number, rev, seq, actor, actor_name, kind, element, token, text)"
          " SELECT tenant, {n}, 1, 0, 'citizen', '', 'submitted', '', NULL, 'Eingegangen' FROM {s};".format(
              k=key, s=source, n=number, st=state, f="frist" if timer else "bench"))
    if kind == "task":
        c.sql("INSERT INTO task (tenant, number, token, element, name, form, office, not_by) SELECT tenant, %s, %d, 'A', 'Pruefung', 'pruefung', 'amt', '{}' FROM %s"
              % (number, token, source))
    else:
        c.sql("INSERT INTO wait (tenant, number, token, element, kind, name, key, run_at) SELECT tenant, %s, %d, 'T', 'timer', '', '', '2026-01-02 00:00+00' FROM %s"
              % (number, token, source))


class Bench:
    def __init__(self, c, each):
        self.c, self.each, self.next, self.model = c, each, 1, c.steps("model")

    def grow(self, total):
        per_tenant = -(-total // TENANTS)
        if self.next <= per_tenant:
            fill(self.c, self.model, self.next, per_tenant - self.next + 1)
            self.next = per_tenant + 1

    def measure(self, mode, connections):
        """New cases for every measurement, and the same plans for all."""
        first = self.next
        fill(self.c, self.model, first, self.each, connections)
        self.next += self.each
        self.c.sql("VACUUM ANALYZE")
        self.c.sql("CHECKPOINT")
        self.c.sql("SELECT pg_stat_statements_reset()")
        r = self.c.steps(mode, connections, first, self.each)
        if r["done"] != connections * self.each:
            sys.exit("%d of %d" % (r["done"], connections * self.each))
        ms, blocks = self.c.sql("SELECT sum(total_exec_time), sum(shared_blks_hit + shared_blks_read) FROM pg_stat_statements"
                                " WHERE userid = 'ozg_office'::regrole").split("|")
        return {"rate": r["rate"], "ms": float(ms) / r["done"], "blocks": float(blocks) / r["done"]}


def main():
    o = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    o.add_argument("--instances", default="1000,100000,1000000,5000000")
    o.add_argument("--timers", type=int, default=100000)
    o.add_argument("--each", type=int, default=800)
    o.add_argument("--rounds", type=int, default=3)
    o.add_argument("--smoke", action="store_true")
    o = o.parse_args()
    if o.smoke:
        o.instances, o.timers, o.each, o.rounds = "100", 200, 20, 1
    with Cluster() as c:
        prepare(c)
        b = Bench(c, o.each)
        print("%s; %d CPUs, load %.1f; fsync on; %d tenants, each connection in one of its own; %d steps per connection, median of %d"
              % (c.sql("SHOW server_version"), os.cpu_count(), os.getloadavg()[0], TENANTS, o.each, o.rounds))
        print("\n| instances | connections | bare statement/s | completed tasks/s | ratio (range) | ms in PostgreSQL | blocks |\n|---|---|---|---|---|---|---|",
              flush=True)
        for total in map(int, o.instances.split(",")):
            b.grow(total)
            for connections in (1, 8):
                b.measure("complete", connections) if not o.smoke else None  # warms up
                pairs = [(b.measure("bare", connections), b.measure("complete", connections)) for _ in range(o.rounds)]
                ratios = [y["rate"] / x["rate"] for x, y in pairs]
                middle = lambda key, i=1: statistics.median(pair[i][key] for pair in pairs)
                print("| %s | %d | %.0f | %.0f | %.2f (%.2f–%.2f) | %.3f | %.0f |" % (
                    format(int(c.sql("SELECT count(*) FROM instance")), ","), connections, middle("rate", 0), middle("rate"),
                    statistics.median(ratios), min(ratios), max(ratios), middle("ms"), middle("blocks")), flush=True)
        print("\n| timers due at once | workers | fired | lost | doubled | per second |\n|---|---|---|---|---|---|", flush=True)
        for workers in (1, 2, 4):
            n = o.timers if workers == 2 else o.timers // 5
            per_tenant = -(-n // TENANTS)
            fill(c, b.model, b.next, per_tenant, timer=True)
            b.next += per_tenant
            c.sql("VACUUM ANALYZE")
            before = int(c.sql("SELECT count(*) FROM event WHERE kind = 'timer'"))
            r = c.steps("timers", workers)
            fired = int(c.sql("SELECT count(*) FROM event WHERE kind = 'timer'")) - before
            doubled = int(c.sql("SELECT count(*) FROM (SELECT FROM event WHERE kind = 'timer' GROUP BY tenant, number HAVING count(*) > 1) x"))
            lost = per_tenant * TENANTS - fired + int(c.sql("SELECT count(*) FROM wait"))
            print("| %s | %d | %s | %d | %d | %s |" % (format(per_tenant * TENANTS, ","), workers, format(fired, ","), lost, doubled, format(r["rate"], ",")), flush=True)
            if lost or doubled or r["done"] != fired:
                sys.exit("timers were lost or doubled")


if __name__ == "__main__":
    main()
