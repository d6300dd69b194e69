#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Breaks the rules of the step engine on purpose and says whom the tests do not notice.

    tests/conform/mutate.py [BUILD]                  the rules of rules.txt, one broken at a time; TAP, about a minute
    tests/conform/mutate.py [BUILD] --all [FILE...]  every small slip in the token game; survivors only, half an hour

A mutant is one source file compiled with one change and linked in front of the library. It must make the conformance
suite or a test of the flow fail, or run into its limits. What cannot be noticed, because it means the same, stands in
equivalent.txt with the reason."""
import argparse, concurrent.futures, os, re, resource, shlex, subprocess, sys, tempfile

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
HERE = os.path.join(TOP, "tests/conform")
# The suite first: what only a later one notices has no case of its own.
TESTS = ["test_flow_conform", "test_flow_step", "test_flow_events", "test_flow_refusals", "test_flow_state",
         "test_flow_rule", "test_flow_migrate", "test_flow_random"]
FILES = ["flow_step.c", "flow_event.c", "flow_loop.c", "flow_handing.c", "flow_when.c", "flow_reach.c", "flow_time.c"] + [
    "node/node_%s.c" % n for n in "boundary call catch end event_gateway exclusive inclusive parallel receive rule "
    "script send service start sub throw user".split()]
SECONDS, BYTES = 20, 1 << 30


# ---- building and running ----

def make_var(build, name):
    text = "include Makefile\nmutate-show:\n\t@printf '%%s\\n' '$(%s)'\n" % name
    return shlex.split(subprocess.run(["make", "-s", "-C", build, "-f", "-", "mutate-show"], input=text, text=True,
                                      check=True, stdout=subprocess.PIPE).stdout)


class Bench:
    def __init__(self, build):
        self.build = build
        subprocess.run(["make", "-s", "-C", build] + ["tests/unit/" + t for t in TESTS], check=True, stdout=sys.stderr)
        self.compile = [w for w in make_var(build, "COMPILE") if w != "ccache"] + ["-O0", "-g0", "-w", "-U_FORTIFY_SOURCE"]
        self.libs = make_var(build, "FLOW_LIBS") + make_var(build, "CMOCKA_LIBS") + make_var(build, "LIBS")
        self.link = [w for w in make_var(build, "CCLD") if w != "ccache"] + [
            w for w in make_var(build, "CFLAGS") if w.startswith("-fsan")]
        self.env = dict(os.environ, TOP_SRCDIR=TOP, TOP_BUILDDIR=build, CCACHE_DISABLE="1")

    def run(self, command):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        try:
            return subprocess.run(command, cwd=self.build, env=self.env, timeout=SECONDS, preexec_fn=limit,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        except subprocess.TimeoutExpired:
            return False

    def killer(self, file, text):
        """The test that notices, "" when none does, None when it is no program."""
        with tempfile.TemporaryDirectory(prefix="mutant-") as d:
            source, obj = os.path.join(d, "m.c"), os.path.join(d, "m.o")
            with open(source, "w") as f:
                f.write(text)
            if not self.run(self.compile + ["-c", "-o", obj, source]):
                return None
            for t in TESTS:
                program = os.path.join(d, t)
                objects = ["tests/unit/%s.o" % t] + ["tests/unit/test_flow_play.o"] * (t not in ("test_flow_conform",
                                                                                                "test_flow_rule"))
                if not self.run(self.link + ["-o", program, obj] + objects + self.libs):
                    raise SystemExit("%s: cannot be linked" % file)
                if not self.run([program]):
                    return t
                os.unlink(program)
        return ""


# ---- the rules ----

def read_blocks(name):
    with open(os.path.join(HERE, name)) as f:
        text = "\n".join(line.rstrip() for line in f if not line.startswith("#"))
    return [b.strip("\n").split("\n") for b in re.split(r"\n\s*\n", text) if b.strip()]


def read_source(file):
    with open(os.path.join(TOP, "engine/flow", file)) as f:
        return f.read()


def rules():
    """(title, file, mutated text); the text is None when the fragment is not there once."""
    for title, file, *lines in read_blocks("rules.txt"):
        old = "\n".join(x[2:] for x in lines if x.startswith("- "))
        new = "\n".join(x[2:] for x in lines if x.startswith("+ "))
        source = read_source(file)
        yield title, file, source.replace(old, new) if source.count(old) == 1 else None


def play_rules(bench, jobs):
    todo = list(rules())
    print("TAP version 13\n1..%d" % len(todo))
    bad = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        done = pool.map(lambda r: None if r[2] is None else bench.killer(r[1], r[2]), todo)
        for i, ((title, file, text), who) in enumerate(zip(todo, done), 1):
            bad += not who
            print("%sok %d - %s" % ("" if who else "not ", i, title), flush=True)
            if not who:
                print("# %s: %s" % (file, "the fragment in rules.txt is not there exactly once" if text is None else
                                    "does not compile" if who is None else "nobody notices"))
    return bad == 0


# ---- every small slip ----

FAMILIES = {
    "TOKEN_": "TOKEN_NEW TOKEN_WAIT TOKEN_JOIN TOKEN_BUSY TOKEN_ARMED TOKEN_DEAD".split(),
    "TRIGGER_": "TRIGGER_NONE TRIGGER_MESSAGE TRIGGER_TIMER TRIGGER_ERROR TRIGGER_ESCALATION TRIGGER_SIGNAL "
                "TRIGGER_CONDITION TRIGGER_LINK TRIGGER_TERMINATE".split(),
    "TIMER_": "TIMER_DATE TIMER_SPAN TIMER_CYCLE".split(),
    "LOOP_": "LOOP_COUNTER LOOP_INSTANCES LOOP_ACTIVE LOOP_COMPLETED LOOP_TERMINATED LOOP_ITEM".split(),
    "FLOW_": "FLOW_TASK_OPEN FLOW_TASK_CLOSE FLOW_STATUS FLOW_SERVICE FLOW_PASSED FLOW_END FLOW_JOB_OPEN FLOW_JOB_CLOSE "
             "FLOW_WAIT_OPEN FLOW_WAIT_CLOSE FLOW_LISTEN_OPEN FLOW_LISTEN_CLOSE FLOW_SEND FLOW_BROADCAST".split(),
    "FLOW": "FLOW_START FLOW_COMPLETE FLOW_TIMER FLOW_MESSAGE FLOW_SIGNAL FLOW_ERROR".split(),
    "ERR_": "ERR_CONFLICT ERR_INPUT ERR_BUG ERR_BROKEN".split(),
}
NEXT = {n: f[(i + 1) % len(f)] for f in FAMILIES.values() for i, n in enumerate(f)}
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|^[ \t]*#[^\n]*(?:\\\n[^\n]*)*|'
                   r"[A-Za-z_]\w*|\d+[uUlL]*|&&|\|\||[=!<>]=|->|\+\+|--|[-+|&]=|\S", re.S | re.M)
SWAP = {"&&": ["||"], "||": ["&&"], "==": ["!="], "!=": ["=="], "<": ["<=", ">="], ">": [">=", "<="], "<=": ["<", ">"],
        ">=": [">", "<"], "true": ["false"], "false": ["true"], "+=": ["-=", "="], "-=": ["+="], "|=": ["=", "&="],
        "&=": ["="], "0": ["1"], "1": ["0", "2"], "2": ["1", "3"], "?": ["&& 0 ?", "|| 1 ?"], "!": [""],
        "interrupts": ["by_event"], "continue": [""], "break": [""], "++": ["+= 0"], "--": ["-= 0"]}
# What is said at publication has tests of its own: tests/golden/flow-bad.
NOT_HERE = re.compile(r"^(static )?[\w *]*\b(check\w*|build|mapping|type_of|find_decision|template_of|next_name|keep_apart|"
                      r"flow_reach_cycle|parse_\w+|digits|fraction|flow_timer_parse|flow_emit|flow_incident|nodes_list)\(")


def bodies(source):
    """(begin, end) of the functions that belong to the token game."""
    for m in re.finditer(r"^[A-Za-z][^;={}()]*\([^;{}]*?\)\n\{\n(.*?)^\}", source, re.S | re.M):
        if not NOT_HERE.match(m.group(0).replace("\n", " ")):
            yield m.start(1), m.end(1)


def slips(source):
    """(begin, end, replacement)"""
    for a, b in bodies(source):
        for m in TOKEN.finditer(source, a, b):
            t = m.group(0)
            for new in SWAP.get(t, [NEXT[t]] if t in NEXT else []):
                yield m.start(), m.end(), new
        body = source[a:b]
        for m in re.finditer(r"\b(if|while) \(", body):
            end = closing(body, m.end() - 1)
            yield a + m.end(), a + end, "!(%s)" % body[m.end():end]
        for m in re.finditer(r"\bfor \(([^;]*);([^;]*);", body):
            yield a + m.start(2), a + m.end(2), " 0"
        for m in re.finditer(r"(?<=[;{}:)\n])\n\t+([a-z_][^;{}=\n]*\([^;{}]*\)|[\w>.\[\]\-]+(\[[^\]]*\])?(->\w+)? [-+|]?= [^;{}]*|"
                             r"[\w>.\-]+(\+\+|--));", body):
            if not re.match(r"\s*(return|if|for|while|else|switch|case|do)\b", m.group(1)):
                yield a + m.start(1), a + m.end(1), ""
        for m in re.finditer(r"\breturn ([^;]*);", body):
            if m.group(1) not in ("true", "false") and re.search(r"flow_\w+\(|take\(|begin\(|hand\(|kind->", m.group(1)):
                yield a + m.start(1), a + m.end(1), "true"


def closing(text, i):
    depth = 0
    while True:
        depth += {"(": 1, ")": -1}.get(text[i], 0)
        if depth == 0:
            return i
        i += 1


def shown(source, begin, end, new):
    """The line as it is and as it was made, a short one with the line before it: what equivalent.txt knows a mutant by."""
    a = source.rfind("\n", 0, begin) + 1
    b = source.find("\n", end)
    if b - a < 25:
        a = source.rfind("\n", 0, a - 1) + 1
    one = lambda s: re.sub(r"\s+", " ", s).strip()
    return one(source[a:b]), one(source[a:begin] + new + source[end:b])


def play_all(bench, jobs, files):
    known = {(b[1], b[2][2:], b[3][2:]) for b in read_blocks("equivalent.txt")}
    used, score, killers = set(), {True: 0, False: 0, None: 0}, {}
    todo = []
    for file in files or FILES:
        source = read_source(file)
        for begin, end, new in dict.fromkeys(slips(source)):
            todo.append((file, source, begin, end, new))

    def play(m):
        file, source, begin, end, new = m
        return m, bench.killer(file, source[:begin] + new + source[end:])

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for (file, source, begin, end, new), who in pool.map(play, todo):
            old, made = shown(source, begin, end, new)
            if who == "" and (file, old, made) in known:
                used.add((file, old, made))
                continue
            score[None if who is None else bool(who)] += 1
            killers[who] = killers.get(who, 0) + 1
            if who == "":
                print("survives in line %d\n%s\n- %s\n+ %s\n" % (source.count("\n", 0, begin) + 1, file, old, made), flush=True)
    print("%d mutants: %d noticed (%s), %d survive, %d mean the same; %d more are no C" % (
        score[True] + score[False] + len(used), score[True],
        ", ".join("%d by %s" % (n, t) for t, n in killers.items() if t), score[False], len(used), score[None]))
    for mutant in known - used:
        if not files:
            print("no longer in the sources, or noticed: %s: %s" % (mutant[0], mutant[2]))
    return score[False] == 0


def main():
    p = argparse.ArgumentParser()
    p.add_argument("build", nargs="?", default=os.path.join(TOP, "build"))
    p.add_argument("--all", nargs="*", metavar="FILE")
    p.add_argument("--jobs", type=int, default=os.cpu_count())
    o = p.parse_args()
    bench = Bench(os.path.realpath(o.build))
    if not (play_rules(bench, o.jobs) if o.all is None else play_all(bench, o.jobs, o.all)):
        sys.exit(1)


main()
