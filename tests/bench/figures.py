#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What the page "Wo warten Vorgänge?" asks the database, as EXPLAIN (ANALYZE, BUFFERS) measures it on a private cluster.

One municipality has all cases of one workflow, ten events each; some are open. Second of two runs, as role ozg_admin.

usage: tests/bench/figures.py [--cases 10000,1000000] [--open 1000,10000,100000] [--plans]
"""
import argparse
import json
import re

from steps import TOP, Cluster

EVENTS = (  # of a case that is done, and how many of them an open one has
    "('submitted', '', NULL::int, NULL), ('passed', 'Start', NULL, NULL), ('passed', 'Pruefung', NULL, 'F1'), ('opened', 'Pruefung', 1, NULL),"
    "('claimed', 'Pruefung', 1, NULL), ('completed', 'Pruefung', 1, NULL), ('passed', 'Tor', NULL, 'F2'), ('passed', 'Ende', NULL, 'F' || 3 + i % 2),"
    "('status', 'Ende', NULL, NULL), ('ended', 'Ende', NULL, NULL)")


def fill(c, first, last):
    """Cases as they would be, spread over the last years."""
    each = "generate_series(%d, %d) i" % (first, last)
    at = "now() - i * interval '1 minute'"
    c.sql("SET session_replication_role = replica;"
          "INSERT INTO cases (tenant, number, token, status_hash, form, form_version, flow, flow_version, service, ars, office, created_at)"
          " SELECT 'bench', 'B-' || lpad(i::text, 8, '0'), sha256(int4send(i)), sha256(int4send(i)), 'f', 1, 'ablauf', 1, '', '', 'amt', {at} FROM {e};"
          "INSERT INTO event (tenant, number, rev, seq, at, actor, actor_name, kind, element, token, text, via)"
          " SELECT 'bench', 'B-' || lpad(i::text, 8, '0'), 1, seq, {at} + seq * interval '1 hour', '', '', x.kind, x.element, x.token, '', x.via"
          " FROM {e} CROSS JOIN LATERAL ROWS FROM (unnest(ARRAY(SELECT row_to_json(v) FROM (VALUES {v}) v(kind, element, token, via))))"
          " WITH ORDINALITY y(j, seq), json_to_record(j) x(kind text, element text, token int, via text);".format(at=at, e=each, v=EVENTS))


def reopen(c, cases, tasks):
    """So many of them are open."""
    c.sql("TRUNCATE task; INSERT INTO task (tenant, number, token, element, name, form, office, not_by, opened_at)"
          " SELECT tenant, number, 1, CASE hashtext(number) %% 3 WHEN 0 THEN 'Pruefung' ELSE 'Entscheidung' END, '', '', 'amt', '{}', created_at FROM cases"
          " WHERE right(number, 8)::int %% %d = 0" % (cases // tasks))


def statements():
    """The page's queries, with their parameters written in."""
    text = ""
    for name in ("figures", "case_order"):
        with open(TOP + "/engine/cases/%s.sql" % name, encoding="utf-8") as f:
            text += f.read()
    parts = re.split(r"^-- name: (\w+) .*$", text, flags=re.M)
    for name, text in zip(parts[1::2], parts[2::2]):
        text = re.sub(r"^--.*$", "", text, flags=re.M).strip()
        if name.startswith("figures_") or name == "migration_open":
            yield name, text.replace(":tenant", "'bench'").replace(":flow", "'ablauf'").replace(":most", "20000")


def measure(c, text):
    out = c.sql("SET ROLE ozg_admin; SELECT '-' FROM (SELECT set_config('app.tenant', 'bench', false)) x; EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + text)
    x = json.loads(out[out.index("["):])[0]
    return x["Planning Time"] + x["Execution Time"], x["Plan"]["Shared Hit Blocks"] + x["Plan"]["Shared Read Blocks"]


def main():
    o = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    o.add_argument("--cases", default="10000,1000000")
    o.add_argument("--open", default="1000,10000,100000")
    o.add_argument("--plans", action="store_true", help="print the plans too")
    o = o.parse_args()
    with Cluster() as c:
        c.sql("INSERT INTO tenant (tenant, name, case_prefix) VALUES ('bench', 'Bench', 'BEN'); INSERT INTO office (tenant, office, name) VALUES ('bench', 'amt', 'Amt')")
        print("%s\n\n| cases | open | events | query | ms | blocks |\n|---|---|---|---|---|---|" % c.sql("SHOW server_version"), flush=True)
        have = 0
        for total in map(int, o.cases.split(",")):
            while have < total:
                upto = min(total, have + 100000)
                fill(c, have + 1, upto)
                have = upto
            for tasks in [n for n in map(int, o.open.split(",")) if n <= total]:
                reopen(c, total, tasks)
                c.sql("VACUUM ANALYZE")
                events = c.sql("SELECT count(*) FROM event")
                for name, text in statements():
                    measure(c, text)
                    ms, blocks = measure(c, text)
                    print("| %s | %s | %s | %s | %.1f | %s |" % (format(total, ","), format(tasks, ","), format(int(events), ","), name, ms, format(blocks, ",")), flush=True)
                    if o.plans:
                        print(c.sql("SET ROLE ozg_admin; SELECT '' FROM (SELECT set_config('app.tenant', 'bench', false)) x; EXPLAIN (ANALYZE, BUFFERS) " + text))


main()
