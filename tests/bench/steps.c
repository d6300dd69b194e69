/* SPDX-License-Identifier: EUPL-1.2
 * What a step of a case costs through PostgreSQL. Called by tests/bench/steps, which prepares the cluster.
 *
 * usage: steps CONNINFO-PREFIX model             prints the state in which a case waits at its first task, as JSON
 *        steps CONNINFO-PREFIX complete|bare CONNECTIONS FIRST EACH
 *             completes the first task of EACH cases per connection, connection i those of tenant bench{i}, from number
 *             FIRST: by task_complete, or by the bare statement of it with values that were computed before
 *        steps CONNINFO-PREFIX timers WORKERS      fires what is due for all tenants, prints how many by whom
 * Rates go to standard output. */
#include "base/file.h"
#include "base/json.h"
#include "cases/due.h"
#include "cases/effects.h"
#include "cases/store.h"
#include "cases/task.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char process[] =
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
    "<process id='bench' isExecutable='true'><extensionElements><ozg:variable name='ergebnis' type='code'/>"
    "</extensionElements>"
    "<startEvent id='S' ozg:status='Eingegangen'/><parallelGateway id='P'/>"
    "<serviceTask id='N' ozg:operation='notify:eingang'/><userTask id='A' name='Pruefung' ozg:form='pruefung'/>"
    "<parallelGateway id='J'/><exclusiveGateway id='X' default='X-B'/>"
    "<userTask id='B' name='Entscheidung' ozg:form='entscheidung' ozg:status='In Pruefung'/><endEvent id='E'/>"
    "<sequenceFlow id='S-P' sourceRef='S' targetRef='P'/><sequenceFlow id='P-N' sourceRef='P' targetRef='N'/>"
    "<sequenceFlow id='P-A' sourceRef='P' targetRef='A'/><sequenceFlow id='N-J' sourceRef='N' targetRef='J'/>"
    "<sequenceFlow id='A-J' sourceRef='A' targetRef='J'/><sequenceFlow id='J-X' sourceRef='J' targetRef='X'/>"
    "<sequenceFlow id='X-E' sourceRef='X' targetRef='E'><conditionExpression>$ergebnis = 'nein'</conditionExpression>"
    "</sequenceFlow><sequenceFlow id='X-B' sourceRef='X' targetRef='B'/>"
    "<sequenceFlow id='B-E' sourceRef='B' targetRef='E'/></process></definitions>";

static const char timer_process[] =
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
    "<process id='frist' isExecutable='true'><startEvent id='S'/>"
    "<intermediateCatchEvent id='T' name='Frist'><timerEventDefinition><timeDuration>P1D</timeDuration>"
    "</timerEventDefinition></intermediateCatchEvent><userTask id='A' name='Pruefung'/><endEvent id='E'/>"
    "<sequenceFlow id='S-T' sourceRef='S' targetRef='T'/><sequenceFlow id='T-A' sourceRef='T' targetRef='A'/>"
    "<sequenceFlow id='A-E' sourceRef='A' targetRef='E'/></process></definitions>";

struct bench {
	struct arena *arena;
	const char *conninfo;
	const struct flow *flow, *timer;
};

static void die(const char *what)
{
	fprintf(stderr, "steps: %s\n", what);
	exit(EXIT_FAILURE);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const struct flow *compile(struct arena *a, const char *source)
{
	struct diags d = diags_new(a, STR("bench"));
	const struct flow *f = flow_read(a, str_c(source), NULL, &d);
	if (f == NULL)
		die(d.list[0].text.p);
	return f;
}

static struct flow_result first_step(struct arena *a, const struct flow *f)
{
	const struct flow_input in = { .kind = FLOW_START, .now = INT64_C(1767225600000000) }; /* 2026-01-01 */
	struct flow_result r;
	struct err err;
	if (!flow_step(a, f, STR(""), NULL, &in, (struct date){ 20454 }, &r, &err))
		die(err.text);
	json_keep(a, r.vars);
	return r;
}

static unsigned opened(const struct flow_result *r)
{
	for (size_t i = 0; i < r->n_effects; i++)
		if (r->effects[i].kind == FLOW_TASK_OPEN || r->effects[i].kind == FLOW_JOB_OPEN)
			return r->effects[i].token;
	return 0;
}

static void print_model(const struct bench *b)
{
	struct flow_result task = first_step(b->arena, b->flow), timer = first_step(b->arena, b->timer);
	json_t *j = json_pack("{s:s%,s:i,s:s%,s:i}", "state", task.state.p, task.state.n, "token", (int)opened(&task),
	    "timer_state", timer.state.p, timer.state.n, "timer_token", (int)opened(&timer));
	printf("%s\n", json_dumps(j, JSON_COMPACT));
	json_decref(j);
}

static struct db *connect_as(const struct bench *b, const char *role)
{
	return db_open(str_fmt(b->arena, "%s user=ozg_%s", b->conninfo, role).p);
}

/* Completes one after the other; returns how many were completed. */
static size_t complete(const struct bench *b, size_t who, size_t first, size_t each, bool bare)
{
	struct db *db = connect_as(b, "office");
	struct arena *a = arena_new();
	struct flow_result model = first_step(b->arena, b->flow), r;
	struct err err;
	struct effects e;
	const struct case_actor anna = { str_fmt(b->arena, "anna.bench%zu", who), STR("Anna Albrecht") };
	size_t n = 0;
	const json_t *answers = json_keep(b->arena, json_pack("{s:s}", "ergebnis", "vollstaendig"));
	const struct flow_input in = { .kind = FLOW_COMPLETE, .token = opened(&model), .vars = answers };
	if (!flow_step(b->arena, b->flow, model.state, model.vars, &in, (struct date){ 20454 }, &r, &err) ||
	    !cases_effects(b->arena, &r, STR("bench"), &e, &err))
		die(err.text);
	for (size_t i = 0; i < each; i++) {
		const struct task_command c = {
			.tenant = str_fmt(a, "bench%zu", who),
			.number = str_fmt(a, "B-%08zu", first + i),
			.token = in.token,
			.actor = &anna,
			.cmd = str_fmt(a, "cmd %zu", first + i),
		};
		bool done = false;
		if (bare ? !task_store(db, a, &c, 1, STR("amt"), STR(""), STR("{\"ergebnis\":\"vollstaendig\"}"), &e, &done, &err)
		         : !task_complete(db, a, &c, b->flow, answers, (struct date){ 20454 }, &err))
			die(err.text);
		n += bare ? done : true;
		arena_reset(a);
	}
	db_close(&db);
	arena_free(&a);
	return n;
}

/* Several processes at once; each tells through a pipe how many it did. Prints all together per second. */
static void run(const struct bench *b, const char *mode, size_t n, size_t first, size_t each,
    size_t (*work)(const struct bench *b, size_t who, size_t first, size_t each, bool bare))
{
	int pipes[2], status;
	size_t done = 0, part;
	double start = now();
	if (pipe(pipes) != 0)
		die("pipe");
	for (size_t i = 0; i < n; i++) {
		if (fork() != 0)
			continue;
		part = work(b, i, first, each, strcmp(mode, "bare") == 0);
		if (write(pipes[1], &part, sizeof part) != (ssize_t)sizeof part)
			_exit(1);
		_exit(0);
	}
	for (size_t i = 0; i < n; i++) {
		if (read(pipes[0], &part, sizeof part) != (ssize_t)sizeof part)
			die("a process has died");
		done += part;
	}
	double seconds = now() - start;
	while (wait(&status) > 0)
		if (status != 0)
			die("a process has failed");
	printf("{\"mode\":\"%s\",\"connections\":%zu,\"done\":%zu,\"seconds\":%.3f,\"rate\":%.0f}\n", mode, n, done,
	    seconds, (double)done / seconds);
}

static bool timer_flow(
    void *arg, struct str tenant, struct str id, int64_t version, const struct flow **out, struct err *err)
{
	const struct bench *b = arg;
	(void)tenant;
	(void)id;
	(void)version;
	(void)err;
	*out = b->timer;
	return true;
}

static size_t fire(const struct bench *b, size_t who, size_t first, size_t each, bool bare)
{
	struct due d = { .db = connect_as(b, "worker"), .flow = timer_flow, .flow_arg = (void *)b };
	struct arena *a = arena_new();
	const struct str *tenants;
	struct err err;
	size_t n, did = 1;
	(void)first;
	(void)each;
	(void)bare;
	while (did > 0) {
		did = 0;
		if (!due_tenants(d.db, a, &tenants, &n, &err))
			die(err.text);
		for (size_t i = 0, part; i < n; i++) {
			if (!due_work(&d, a, tenants[(i + who) % n], 32, &part, &err))
				die(err.text);
			did += part;
		}
		arena_reset(a);
	}
	if (d.incidents > 0)
		die("incidents");
	db_close(&d.db);
	arena_free(&a);
	return d.steps;
}

int main(int argc, char **argv)
{
	struct bench b = { .arena = arena_new(), .conninfo = argc > 1 ? argv[1] : "" };
	const char *mode = argc > 2 ? argv[2] : "";
	size_t n[3] = { 0, 0, 0 };
	for (int i = 3; i < argc && i < 6; i++)
		n[i - 3] = (size_t)strtoul(argv[i], NULL, 10);
	b.flow = compile(b.arena, process);
	b.timer = compile(b.arena, timer_process);
	if (strcmp(mode, "model") == 0)
		print_model(&b);
	else if (strcmp(mode, "complete") == 0 || strcmp(mode, "bare") == 0)
		run(&b, mode, n[0], n[1], n[2], complete);
	else if (strcmp(mode, "timers") == 0)
		run(&b, mode, n[0], 0, 0, fire);
	else
		die("usage: steps CONNINFO model|complete|bare|timers …");
	arena_free(&b.arena);
	return EXIT_SUCCESS;
}
