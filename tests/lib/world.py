# SPDX-License-Identifier: EUPL-1.2
"""Schema and demonstration content in the private cluster that tests/lib/pgcluster.sh started."""
import os
import signal
import subprocess
import time

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


def _data():
    return os.path.join(os.path.dirname(os.environ["PGC_SOCKET"]), "data")


def postmaster():
    """Process id of the database server."""
    with open(os.path.join(_data(), "postmaster.pid")) as f:
        return int(f.readline())


def kill_postgres():
    os.kill(postmaster(), signal.SIGKILL)


def start_postgres():
    """After a crash: as soon as the backends of the server before have noticed that it is gone."""
    log = os.path.join(os.path.dirname(_data()), "server.log")
    for _ in range(100):
        if subprocess.run([os.path.join(os.environ["PGC_BIN"], "pg_ctl"), "-D", _data(), "-w", "-s", "-l", log, "start"],
                          user=os.stat(_data()).st_uid if os.geteuid() == 0 else None, cwd=_data(),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            return
        time.sleep(0.1)
    raise SystemExit("PostgreSQL does not start again")


PASSWORD = "ein langes Passwort für Tests"


def create(conf):
    """A fresh database with schema and content through ozgctl, as quickstart does it."""
    psql("DROP DATABASE IF EXISTS ozg WITH (FORCE)", database="postgres")
    psql("CREATE DATABASE ozg OWNER ozg_owner", database="postgres")
    ctl = os.path.join(server.BUILD, "bin", "ozgctl")
    demo = os.path.join(server.SRC, "contrib", "demo", "kommunen.json")
    for args, text in ((["db", "setup"], ""), (["demo", "load", demo], PASSWORD + "\n")):
        subprocess.run([ctl, *args, "--config", conf], input=text.encode(), check=True, stdout=subprocess.DEVNULL)
