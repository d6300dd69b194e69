# SPDX-License-Identifier: EUPL-1.2
"""Schema and demonstration content in the private cluster that tests/lib/pgcluster.sh started."""
import glob
import json
import os
import subprocess

import server


def psql(sql, user="super", database="ozg"):
    """Runs SQL and returns the rows as lines."""
    args = [os.path.join(os.environ["PGC_BIN"], "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", os.environ["PGC_SOCKET"],
            "-U", user, "-d", database]
    done = subprocess.run(args, input=sql.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode())
    return done.stdout.decode().splitlines()


def conninfos():
    """The db_ keys of ozg.conf."""
    return {"db_" + role: "host=%s dbname=ozg user=ozg_%s" % (os.environ["PGC_SOCKET"], role)
            for role in ("owner", "citizen", "office", "admin", "worker")}


def create(conf):
    """A fresh database with schema and content through ozgctl, as quickstart does it."""
    psql("DROP DATABASE IF EXISTS ozg WITH (FORCE)", database="postgres")
    psql("CREATE DATABASE ozg OWNER ozg_owner", database="postgres")
    ctl = os.path.join(server.BUILD, "bin", "ozgctl")
    if not os.path.exists(ctl):
        return create_by_hand()
    demo = os.path.join(server.SRC, "contrib", "demo", "kommunen.json")
    for args, text in ((["db", "setup"], ""), (["demo", "load", demo], "ein langes Passwort für Tests\n")):
        subprocess.run([ctl, *args, "--config", conf], input=text.encode(), check=True, stdout=subprocess.DEVNULL)


def quote(s):
    return "'" + s.replace("'", "''") + "'"


def create_by_hand():
    psql("CREATE TABLE schema_patch (name text PRIMARY KEY, sha256 bytea NOT NULL, applied_at timestamptz DEFAULT now())",
         "ozg_owner")
    for path in sorted(glob.glob(os.path.join(server.SRC, "engine/db/schema/0*.sql"))):
        with open(path, encoding="utf-8") as f:
            psql("BEGIN;" + f.read() + "\n;COMMIT", "ozg_owner")
    with open(os.path.join(server.SRC, "contrib/demo/kommunen.json"), encoding="utf-8") as f:
        demo = json.load(f)
    sql = ["INSERT INTO tenant VALUES ('_', 'Installation', 'OZG', '') ON CONFLICT DO NOTHING;"]
    for t in demo["tenants"]:
        sql.append("INSERT INTO tenant VALUES (%s, %s, %s, %s);" % tuple(map(quote, (t["id"], t["name"], t["number_prefix"], t["land"]))))
        for o in t["offices"]:
            sql.append("INSERT INTO office VALUES (%s, %s, %s, %s, %s, %s);" % tuple(
                map(quote, (t["id"], o["id"], o["name"], o["email"], o["phone"], o["address"]))))
        for r in t["responsibilities"]:
            sql.append("INSERT INTO responsibility VALUES (%s, %s, %s, %s);" % tuple(
                map(quote, (t["id"], r["office"], r["service"], r["ars"]))))
    for p in demo["places"]:
        sql.append("INSERT INTO place VALUES (%s, %s, %s);" % tuple(map(quote, (p["postcode"], p["ars"], p["name"]))))
    for kind, pattern in (("form", "forms/*/form.xml"), ("flow", "workflows/*.bpmn")):
        for path in glob.glob(os.path.join(server.SRC, pattern)):
            name = os.path.basename(os.path.dirname(path)) if kind == "form" else os.path.basename(path)[:-5]
            with open(path, encoding="utf-8") as f:
                source = quote(f.read())
            sql.append("INSERT INTO definition (tenant, kind, id, version, published_by, sha256, source) VALUES ('_', '%s', '%s', 1, '', "
                       "sha256(convert_to(%s, 'UTF8')), %s);" % (kind, name, source, source))
    psql("\n".join(sql))
