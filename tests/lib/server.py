# SPDX-License-Identifier: EUPL-1.2
"""Starts and ends the real programs for tests, each in a folder of its own, and reports in TAP."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SRC = os.environ.get("TOP_SRCDIR", os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BUILD = os.environ.get("TOP_BUILDDIR", os.path.join(SRC, "build"))
CORPORA = os.path.join(SRC, "..", "shared", "corpora")


PROCESSES = 3  # of each pool


class Tap:
    """Counts and prints; the script ends with sys.exit(tap.done())."""

    def __init__(self):
        self.n = self.failed = 0

    def ok(self, condition, name, detail=""):
        self.n += 1
        self.failed += not condition
        print("%sok %d - %s%s" % ("" if condition else "not ", self.n, name, "" if condition else "  # %s" % (detail,)), flush=True)
        return condition

    def eq(self, got, want, name):
        return self.ok(got == want, name, "got %r, want %r" % (got, want))

    def done(self):
        print("1..%d" % self.n)
        return 1 if self.failed else 0


def skip(why):
    print("1..0 # SKIP " + why)
    sys.exit(77)


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


class Folder:
    """A temporary folder that ends the programs started in it when it goes."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="ozg-test-")
        self.running = []
        return self

    def __exit__(self, *exc):
        for p in reversed(self.running):
            self.end(p)
        shutil.rmtree(self.path, ignore_errors=True)

    def file(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def start(self, argv, log, env=None):
        with open(os.path.join(self.path, log), "ab") as out:
            p = subprocess.Popen(argv, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=env)
        self.running.append(p)
        return p

    def end(self, p, sig=signal.SIGTERM, seconds=20):
        if p.poll() is None:
            p.send_signal(sig)
            try:
                p.wait(seconds)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        return p.returncode

    def read(self, name):
        with open(os.path.join(self.path, name), encoding="utf-8", errors="replace") as f:
            return f.read()


def config(folder, **more):
    """Writes ozg.conf; more overrides or adds keys."""
    keys = {"socket_dir": folder.path, "share": os.path.join(BUILD, "share"), "secure_cookies": "no", "processes": PROCESSES,
            "base_url": "http://127.0.0.1"}
    keys.update(more)
    return folder.file("ozg.conf", "".join("%s = %s\n" % kv for kv in keys.items()))


def fcgi(folder, conf, pool="citizen"):
    """Starts one pool; returns (process, socket path)."""
    p = folder.start([os.path.join(BUILD, "bin", "ozg-fcgi"), "--config", conf, "--pool", pool], pool + ".log")
    path = os.path.join(folder.path, "ozg-%s.sock" % pool)
    if not wait_for(lambda: os.path.exists(path) or p.poll() is not None) or p.poll() is not None:
        print(folder.read(pool + ".log"), file=sys.stderr)
        raise SystemExit("ozg-fcgi did not start")
    wait_for(lambda: len(children(p.pid)) == PROCESSES)
    return p, path


def children(pid):
    """Process ids of the children of pid."""
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            return sorted(int(x) for x in f.read().split())
    except FileNotFoundError:
        return []


def nginx(folder, port, name="nginx", here="127.0.0.0/8"):
    """Starts nginx with the configuration we ship; here: the addresses that its limit leaves alone."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not os.path.exists(program):
        skip("nginx is not installed")
    with open(os.path.join(SRC, "contrib", "nginx", "ozg.conf.in"), encoding="utf-8") as f:
        text = f.read()
    for key, value in {"LISTEN": "127.0.0.1:%d" % port, "SOCKETS": folder.path, "VAR": folder.path,
                       "SHARE": os.path.join(SRC, "fcgi")}.items():
        text = text.replace("@OZG_%s@" % key, value)
    text = text.replace("127.0.0.0/8 1;", here + " 1;").replace("/nginx.pid", "/%s.pid" % name)
    if os.geteuid() == 0:
        text = "user root;\n" + text
    return folder.start([program, "-c", folder.file(name + ".conf", text), "-p", folder.path], name + ".log")


def free_port():
    import socket
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]
