# SPDX-License-Identifier: EUPL-1.2
"""Schema and demonstration content in the private cluster that tests/lib/pgcluster.sh started."""
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


PASSWORD = "ein langes Passwort für Tests"


def create(conf):
    """A fresh database with schema and content through ozgctl, as quickstart does it."""
    psql("DROP DATABASE IF EXISTS ozg WITH (FORCE)", database="postgres")
    psql("CREATE DATABASE ozg OWNER ozg_owner", database="postgres")
    ctl = os.path.join(server.BUILD, "bin", "ozgctl")
    demo = os.path.join(server.SRC, "contrib", "demo", "kommunen.json")
    for args, text in ((["db", "setup"], ""), (["demo", "load", demo], PASSWORD + "\n")):
        subprocess.run([ctl, *args, "--config", conf], input=text.encode(), check=True, stdout=subprocess.DEVNULL)
