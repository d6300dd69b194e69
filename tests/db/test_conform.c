/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite through PostgreSQL: every command by the statements of engine/cases, the state read back from
 * its row before the next one, the index tables compared with it. Then its workflows again, their tasks completed by
 * several people at once in an order that nobody chose: the outcome is that of the same completions one by one. */
#include "flows.h"

#include "base/json.h"
#include "base/zone.h"
#include "cases/machine.h"
#include "cases/verify.h"
#include "flow/conform/flow_conform.h"

#include <pthread.h>
#include <unistd.h>

static const struct str och = STR_INIT("ochsenfurt");

/* ---- through the database ---- */

enum { CASES = 64 };

struct stage {
	struct db *db;
	struct str numbers[CASES]; /* of the instances of the case at hand */
	const struct flow *flows[CASES + 1];
	size_t n;
	size_t steps, stranded;
	struct buf findings;
};

struct command {
	struct arena *arena;
	const struct flow *flow;
	struct str number;
	const struct flow_input *in;
	struct flow_result *out;
	bool impossible;
};

/* What the engine makes of the row is what the statement then stores. Where the suite wants joins to starve we refuse
 * the step, so that nobody's case is ever lost: such a last step is only played in memory. */
static bool command_tx(struct db_tx *tx, void *arg, struct err *err)
{
	static const char *const kinds[] = { [FLOW_COMPLETE] = "completed",
		[FLOW_TIMER] = "timer",
		[FLOW_MESSAGE] = "message",
		[FLOW_SIGNAL] = "signal",
		[FLOW_ERROR] = "failed" };
	struct command *c = arg;
	struct db_rows r;
	if (!db_exec(tx, DB_INCIDENT_CASE, DB_PARAMS(db_text(och), db_text(c->number)), &r, err))
		return false;
	struct machine_case row = machine_case_of(och, &r, 0);
	const struct machine_deed deed = { .kind = kinds[c->in->kind], .actor = &world_anna, .vars = c->in->vars };
	const json_t *vars = json_keep(c->arena, json_loadb(row.vars.p, row.vars.n, 0, NULL));
	row.now = c->in->now;
	*c->out = (struct flow_result){ .stuck = false };
	if (!flow_step(c->arena, c->flow, row.state, vars, c->in, zone_date(row.now), c->out, err)) {
		c->impossible = true;
		return false;
	}
	json_keep(c->arena, c->out->vars);
	if (c->out->stuck) {
		c->impossible = true;
		return err_set(err, ERR_BROKEN, "stuck");
	}
	return machine_do(tx, c->arena, &row, c->flow, &deed, c->in, err) == MACHINE_DONE;
}

static bool step(void *arg, struct arena *a, size_t i, const struct flow *f, struct str state, const json_t *vars,
    const struct flow_input *in, struct date today, struct flow_result *out, struct err *err)
{
	struct stage *s = arg;
	(void)vars; /* the row knows them */
	assert_true(i < CASES);
	if (state.n == 0) {
		if (!flow_step(a, f, STR(""), NULL, in, today, out, err))
			return false;
		s->stranded += out->stuck;
		if (out->stuck)
			return true;
		json_keep(a, out->vars);
		s->numbers[i] = flows_store(a, f, out);
		s->flows[i] = f;
		s->n = i + 1;
	} else {
		struct command c = { a, f, s->numbers[i], in, out, false };
		if (!db_run(s->db, a, och, command_tx, &c, err)) {
			if (!c.impossible)
				fail_msg("%s", err->text);
			if (!out->stuck || err->kind != ERR_BROKEN)
				return false;
			s->stranded++;
			json_incref(out->vars);
			return true;
		}
	}
	s->steps++;
	struct str stored =
	    cluster_params(a, "SELECT state FROM instance WHERE number = $1", DB_PARAMS(db_text(s->numbers[i])));
	struct str values =
	    cluster_params(a, "SELECT vars FROM instance WHERE number = $1", DB_PARAMS(db_text(s->numbers[i])));
	assert_true(str_eq(stored, out->state));
	out->state = stored;
	out->vars = json_loadb(values.p, values.n, 0, NULL);
	return true;
}

static void note(void *arg, const struct verify_finding *f)
{
	buf_add_fmt(arg, "%.*s %.*s %.*s; ", STR_ARG(f->kind), STR_ARG(f->element), STR_ARG(f->what));
}

static bool done(void *arg, const char **why)
{
	struct stage *s = arg;
	struct err err = { 0 };
	struct arena *a = arena_new();
	s->flows[s->n] = NULL;
	s->findings.n = 0;
	struct verify v = {
		.db = s->db, .flow = flows_find, .flow_arg = (void *)s->flows, .report = note, .arg = &s->findings
	};
	if (!verify_tenant(&v, och, &err))
		fail_msg("%s", err.text);
	if (v.findings > 0)
		*why = buf_str(&s->findings).p;
	cluster_sql(a, "DELETE FROM instance; DELETE FROM task; DELETE FROM wait; DELETE FROM inbox; DELETE FROM event;"
	               "DELETE FROM outbox");
	s->n = 0;
	arena_free(&a);
	return v.findings == 0;
}

static void play(struct arena *a, const struct flow_conform_how *how, const char *suite, const char *root)
{
	struct buf out = buf_new(a);
	struct flow_conform count;
	struct err err;
	if (access(suite, R_OK) != 0) {
		print_message("# %s is not here\n", suite);
		skip();
	}
	if (!flow_conform_by(how, suite, root, &out, &count, &err))
		fail_msg("%s", err.text);
	print_message("%.*s# %zu passed, %zu failed, %zu optional not executed\n", STR_ARG(buf_str(&out)), count.passed,
	    count.failed, count.skipped);
	assert_int_equal(count.failed, 0);
	assert_true(count.passed > 0);
}

static const char *suite_root(struct arena *a)
{
	return str_fmt(a, "%s/../shared/corpora/bpmn", getenv("TOP_SRCDIR")).p;
}

static void all_cases_pass_through_the_database(void **state)
{
	struct arena *a = *state;
	struct stage s = { .db = cluster_open("worker"), .findings = buf_new(a) };
	const struct flow_conform_how how = { .arg = &s, .step = step, .done = done };
	play(a, &how, str_fmt(a, "%s/tests/conform/own.json", getenv("TOP_SRCDIR")).p,
	    str_fmt(a, "%s/tests/conform", getenv("TOP_SRCDIR")).p);
	play(a, &how, str_fmt(a, "%s/conformance.json", suite_root(a)).p, suite_root(a));
	print_message("# %zu commands, and %zu that would strand a case\n", s.steps, s.stranded);
	db_close(&s.db);
}

/* ---- several people at once ---- */

enum { PEOPLE = 3, TRIES = 40, TASKS = 25 };

struct crowd {
	const struct flow *flow;
	struct str number;
	pthread_barrier_t start;
	size_t done, late; /* completions, and those that came too late; in all */
	size_t cases;
	unsigned seed;
};

struct person {
	struct crowd *crowd;
	const struct case_actor *actor;
	struct db *db;
	unsigned seed;
	size_t done, late;
};

/* A task that is open by the state as it is now; 0: none. */
static int64_t some_task(struct person *p, struct arena *a)
{
	struct db_rows r;
	struct err err = { 0 };
	const struct flow_effect *list;
	int64_t tokens[64];
	size_t n = 0;
	if (!db_once(p->db, a, och, DB_INCIDENT_CASE, DB_PARAMS(db_text(och), db_text(p->crowd->number)), &r, &err))
		return 0;
	size_t all = flow_open(a, p->crowd->flow, db_get(&r, 0, 4), &list);
	for (size_t i = 0; i < all && n < 64; i++)
		if (list[i].kind == FLOW_TASK_OPEN)
			tokens[n++] = list[i].token;
	p->seed = p->seed * 1103515245 + 12345;
	return n == 0 ? 0 : tokens[p->seed / 65536 % n];
}

static void *work(void *arg)
{
	struct person *p = arg;
	struct arena *a = arena_new();
	const json_t *none = json_keep(a, json_object());
	pthread_barrier_wait(&p->crowd->start);
	for (int i = 0; i < TRIES && p->done < TASKS / PEOPLE; i++) {
		struct task_command c = { och, p->crowd->number, some_task(p, a), p->actor, STR("") };
		struct err err = { 0 };
		if (c.token == 0)
			break;
		if (task_complete(p->db, a, &c, p->crowd->flow, none, (struct date){ 20000 }, &err))
			p->done++;
		else
			p->late += err.kind == ERR_CONFLICT || err.kind == ERR_NOTFOUND;
	}
	arena_free(&a);
	return NULL;
}

/* The state without the times of its timers, which go by the clock of the day. */
static struct str timeless(struct arena *a, struct str state)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < state.n; i++) {
		buf_add_char(&b, state.p[i]);
		if (!str_ends(buf_str(&b), STR("\"d\":")))
			continue;
		while (i + 1 < state.n && state.p[i + 1] >= '0' && state.p[i + 1] <= '9')
			i++;
	}
	return buf_str(&b);
}

/* The completions of the history, one by one and in memory. */
static struct str replayed(struct arena *a, const struct crowd *c, struct flow_result r)
{
	struct str order = cluster_params(a,
	    "SELECT string_agg(token::text, ' ' ORDER BY rev) FROM event WHERE number = $1 AND kind = 'completed'",
	    DB_PARAMS(db_text(c->number)));
	struct str token;
	struct err err = { 0 };
	const json_t *none = json_keep(a, json_object());
	while (str_next(&order, ' ', &token)) {
		int64_t id = 0;
		if (!str_to_i64(token, &id))
			break;
		const struct flow_input in = { .kind = FLOW_COMPLETE, .token = (unsigned)id, .vars = none, .now = flows_now() };
		if (!flow_step(a, c->flow, r.state, r.vars, &in, (struct date){ 20000 }, &r, &err))
			fail_msg("%s", err.text);
		json_keep(a, r.vars);
	}
	return r.state;
}

static bool visit(void *arg, const char *id, const struct flow *main, const json_t *vars, const char **why)
{
	static const struct case_actor *const actors[PEOPLE] = { &world_anna, &world_bernd, &world_anna };
	struct crowd *c = arg;
	struct arena *a = arena_new();
	struct flow_result first;
	struct err err = { 0 };
	struct person people[PEOPLE];
	pthread_t threads[PEOPLE];
	const struct flow_input in = { .kind = FLOW_START, .vars = vars, .now = flows_now() };
	(void)id;
	*why = "not what one by one gives";
	bool started = flow_step(a, main, STR(""), NULL, &in, (struct date){ 20000 }, &first, &err);
	if (!started || first.ended || first.stuck) { /* nothing for people to do */
		if (started)
			json_decref(first.vars);
		arena_free(&a);
		return true;
	}
	json_keep(a, first.vars);
	c->flow = main;
	c->number = flows_store(a, main, &first);
	c->cases++;
	assert_int_equal(pthread_barrier_init(&c->start, NULL, PEOPLE), 0);
	for (size_t i = 0; i < PEOPLE; i++) {
		people[i] = (struct person){ c, actors[i], cluster_open("office"), c->seed++, 0, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, work, &people[i]), 0);
	}
	for (size_t i = 0; i < PEOPLE; i++) {
		pthread_join(threads[i], NULL);
		c->done += people[i].done;
		c->late += people[i].late;
		db_close(&people[i].db);
	}
	pthread_barrier_destroy(&c->start);
	struct str stored =
	    cluster_params(a, "SELECT state FROM instance WHERE number = $1", DB_PARAMS(db_text(c->number)));
	bool good = str_eq(timeless(a, stored), timeless(a, replayed(a, c, first)));
	arena_free(&a);
	return good;
}

static bool checked(void *arg, const char **why)
{
	struct crowd *c = arg;
	struct stage s = { .db = cluster_open("worker"), .flows = { c->flow }, .n = 1 };
	struct arena *a = arena_new();
	s.findings = buf_new(a);
	bool good = done(&s, why);
	if (!good)
		*why = "the tables do not fit the state";
	db_close(&s.db);
	arena_free(&a);
	return good;
}

static void whoever_is_first_it_is_one_after_the_other(void **state)
{
	struct arena *a = *state;
	struct crowd c = { .seed = (unsigned)flows_now() };
	const struct flow_conform_how how = { .arg = &c, .visit = visit, .done = checked };
	print_message("# seed %u\n", c.seed);
	play(a, &how, str_fmt(a, "%s/conformance.json", suite_root(a)).p, suite_root(a));
	print_message("# %zu cases, %zu completions, %zu came too late\n", c.cases, c.done, c.late);
	assert_true(c.done > 100 && c.late > 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_cases_pass_through_the_database),
		cmocka_unit_test(whoever_is_first_it_is_one_after_the_other),
	};
	return cmocka_run_group_tests(tests, world_setup, cluster_teardown);
}
