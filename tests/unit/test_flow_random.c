/* SPDX-License-Identifier: EUPL-1.2
 * Random workflows, random order of work: what must hold whatever happens.
 *
 * Well-formed processes (every fork has its join, every choice its merge, every loop a task and a way out) must always
 * come to their end. Arbitrary graphs may get stuck or break, but never lose a token unnoticed. */
#include "test_flow_play.h"

#include "flow/sim/flow_sim.h"

struct dice {
	uint64_t x;
};

/* xorshift64*: the same numbers on every machine. */
static unsigned roll(struct dice *d, unsigned sides)
{
	d->x ^= d->x >> 12;
	d->x ^= d->x << 25;
	d->x ^= d->x >> 27;
	return (unsigned)((d->x * 2685821657736338717ULL) >> 33) % sides;
}

struct draft {
	struct buf xml;
	struct dice *dice;
	unsigned last; /* number of the newest node */
	unsigned budget;
};

static unsigned open_node(struct draft *d, const char *element, const char *attrs, const char *inner)
{
	buf_add_fmt(&d->xml, "<%s id='n%u' %s>%s", element, ++d->last, attrs, inner);
	return d->last;
}

static void close_node(struct draft *d, const char *element)
{
	buf_add_fmt(&d->xml, "</%s>\n", element);
}

static unsigned node_with(struct draft *d, const char *element, const char *attrs, const char *inner)
{
	unsigned n = open_node(d, element, attrs, inner);
	close_node(d, element);
	return n;
}

static unsigned node(struct draft *d, const char *element)
{
	return node_with(d, element, "", "");
}

static void edge(struct draft *d, unsigned from, unsigned to, const char *cond)
{
	buf_add_fmt(&d->xml, "<sequenceFlow id='f%u' sourceRef='n%u' targetRef='n%u'>", ++d->last, from, to);
	if (cond[0] != '\0')
		buf_add_fmt(&d->xml, "<conditionExpression>%s</conditionExpression>", cond);
	close_node(d, "sequenceFlow");
}

static unsigned block(struct draft *d, unsigned from, unsigned depth);

/* A loop with a task in it, left when $z is not 1. */
static unsigned loop(struct draft *d, unsigned from, unsigned depth)
{
	unsigned merge = node(d, "exclusiveGateway");
	unsigned task = node(d, "userTask");
	edge(d, from, merge, "");
	edge(d, merge, task, "");
	unsigned end = block(d, task, depth);
	unsigned split = node(d, "exclusiveGateway");
	unsigned after = node(d, "task");
	edge(d, end, split, "");
	edge(d, split, merge, "$z = '1'");
	edge(d, split, after, "$z != '1'");
	return after;
}

static unsigned fork_and_join(struct draft *d, unsigned from, unsigned depth, const char *gateway)
{
	bool parallel = strcmp(gateway, "parallelGateway") == 0;
	unsigned branches = 2 + roll(d->dice, 2);
	unsigned split = node(d, gateway);
	unsigned ends[3];
	edge(d, from, split, "");
	for (unsigned i = 0; i < branches; i++) {
		/* The first flow of the branch goes to a task of its own, so that it can carry the condition. */
		unsigned task = node(d, "task");
		static const char *const conds[] = { "$z = '0'", "$z = '1'", "true()" };
		edge(d, split, task, parallel ? "" : i + 1 == branches ? conds[2] : conds[i]);
		ends[i] = block(d, task, depth);
	}
	unsigned join = node(d, gateway);
	for (unsigned i = 0; i < branches; i++)
		edge(d, ends[i], join, "");
	return join;
}

static const char message[] = "<messageEventDefinition messageRef='m'/>";
static const char timer[] = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
static const char cycle[] = "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>";

/* A sub-process, sometimes repeated, sometimes ended by a branch or with a handler beside it. */
static unsigned sub(struct draft *d, unsigned from, unsigned depth)
{
	static const char twice[] =
	    "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>";
	static const char thrice[] =
	    "<multiInstanceLoopCharacteristics isSequential='true'><loopCardinality>3</loopCardinality>"
	    "<completionCondition>$z = '2'</completionCondition></multiInstanceLoopCharacteristics>";
	static const char *const repeats[] = { "", "", twice, thrice };
	unsigned n = open_node(d, "subProcess", "", repeats[roll(d->dice, 4)]);
	unsigned fork = node(d, "parallelGateway");
	edge(d, node(d, "startEvent"), fork, "");
	unsigned end = block(d, fork, depth);
	edge(d, end, node(d, "endEvent"), "");
	if (roll(d->dice, 3) == 0) {
		unsigned task = node(d, "userTask");
		edge(d, fork, task, "");
		edge(d, task, node_with(d, "endEvent", "", "<terminateEventDefinition/>"), "");
	}
	if (roll(d->dice, 3) == 0) {
		open_node(d, "subProcess", "triggeredByEvent='true'", "");
		bool interrupts = roll(d->dice, 2) == 0;
		unsigned start = node_with(
		    d, "startEvent", interrupts ? "" : "isInterrupting='false'", roll(d->dice, 2) == 0 ? message : cycle);
		edge(d, block(d, start, 0), node(d, "endEvent"), "");
		close_node(d, "subProcess");
	}
	close_node(d, "subProcess");
	edge(d, from, n, "");
	return n;
}

/* A task or sub-process with an event on it, whose way comes back or ends by itself. */
static unsigned guarded(struct draft *d, unsigned from, unsigned depth)
{
	unsigned host = roll(d->dice, 2) == 0 ? sub(d, from, depth) : 0;
	if (host == 0)
		edge(d, from, host = node(d, "userTask"), "");
	bool interrupts = roll(d->dice, 2) == 0;
	const char *attrs =
	    str_fmt(d->xml.arena, "attachedToRef='n%u' cancelActivity='%s'", host, interrupts ? "true" : "false").p;
	unsigned event = node_with(d, "boundaryEvent", attrs, roll(d->dice, 2) == 0 ? message : cycle);
	unsigned way = block(d, event, 0);
	if (!interrupts) {
		edge(d, way, node(d, "endEvent"), "");
		return host;
	}
	unsigned merge = node(d, "exclusiveGateway");
	edge(d, host, merge, "");
	edge(d, way, merge, "");
	return merge;
}

static unsigned race(struct draft *d, unsigned from)
{
	unsigned gateway = node(d, "eventBasedGateway");
	unsigned a = node_with(d, "intermediateCatchEvent", "", timer);
	unsigned b = node_with(d, "receiveTask", "messageRef='m'", "");
	unsigned merge = node(d, "exclusiveGateway");
	edge(d, from, gateway, "");
	edge(d, gateway, a, "");
	edge(d, gateway, b, "");
	edge(d, a, merge, "");
	edge(d, b, merge, "");
	return merge;
}

/* Adds a block behind from and returns its last node. */
static unsigned block(struct draft *d, unsigned from, unsigned depth)
{
	unsigned kind = depth == 0 || d->budget == 0 ? roll(d->dice, 2) : roll(d->dice, 10);
	unsigned simple;
	if (d->budget > 0)
		d->budget--;
	switch (kind) {
	case 2: /* one behind the other */
		return block(d, block(d, from, depth - 1), depth - 1);
	case 3:
		return fork_and_join(d, from, depth - 1, "exclusiveGateway");
	case 4:
		return fork_and_join(d, from, depth - 1, "parallelGateway");
	case 5:
		return fork_and_join(d, from, depth - 1, "inclusiveGateway");
	case 6:
		return loop(d, from, depth - 1);
	case 7:
		return sub(d, from, depth - 1);
	case 8:
		return guarded(d, from, depth - 1);
	case 9:
		return race(d, from);
	default:
		simple = node(d, kind == 0 ? "userTask" : "task");
		edge(d, from, simple, "");
		return simple;
	}
}

/* What is open as the effects tell it; must be the same as the state tells. */
struct ledger {
	struct flow_effect open[20000];
	size_t n;
};

static size_t find(const struct ledger *l, unsigned token)
{
	size_t k = 0;
	while (k < l->n && l->open[k].token != token)
		k++;
	return k;
}

static void follow(struct ledger *l, struct play *p)
{
	for (size_t i = 0; i < p->last.n_effects; i++) {
		const struct flow_effect *e = &p->last.effects[i];
		if (e->kind == FLOW_TASK_OPEN || e->kind == FLOW_JOB_OPEN || e->kind == FLOW_WAIT_OPEN) {
			assert_true(l->n < sizeof l->open / sizeof *l->open);
			assert_int_equal(find(l, e->token), l->n); /* never twice */
			l->open[l->n++] = *e;
		}
		if (e->kind != FLOW_TASK_CLOSE && e->kind != FLOW_JOB_CLOSE && e->kind != FLOW_WAIT_CLOSE)
			continue;
		size_t k = find(l, e->token);
		assert_true(k < l->n); /* closed only what was open, as what it was opened */
		assert_int_equal(e->kind == FLOW_TASK_CLOSE, l->open[k].kind == FLOW_TASK_OPEN);
		assert_int_equal(e->kind == FLOW_JOB_CLOSE, l->open[k].kind == FLOW_JOB_OPEN);
		memmove(&l->open[k], &l->open[k + 1], (l->n - k - 1) * sizeof *l->open);
		l->n--;
	}
	const struct flow_effect *list;
	size_t n = flow_open(p->arena, p->flow, p->state, &list);
	assert_int_equal(n, l->n);
	for (size_t i = 0; i < n; i++) {
		size_t k = find(l, list[i].token);
		assert_true(k < l->n);
		assert_int_equal(list[i].kind, l->open[k].kind);
		assert_true(str_eq(list[i].element, l->open[k].element));
		assert_true(list[i].run_at == l->open[k].run_at);
	}
	if (p->last.ended || p->last.stuck)
		assert_int_equal(n, 0);
	assert_false(p->last.ended && p->last.stuck);
	assert_int_equal(p->last.ended, p->last.effects[p->last.n_effects - 1].kind == FLOW_END);
	if (n == 0)
		assert_true(p->last.ended || p->last.stuck);
}

/* Something of what is open happens; only tasks when told so. */
static bool go_on(struct ledger *l, struct play *p, struct dice *dice, bool tasks, const char *vars)
{
	const struct flow_effect *e = &l->open[roll(dice, (unsigned)l->n)];
	for (size_t i = 0; tasks && e->kind != FLOW_TASK_OPEN && i < l->n; i++)
		if (l->open[i].kind == FLOW_TASK_OPEN)
			e = &l->open[i];
	if (e->kind == FLOW_TASK_OPEN)
		return play_token(p, e->token, vars);
	if (e->kind == FLOW_JOB_OPEN && p->now < e->run_at)
		p->now = e->run_at;
	struct flow_input in = { .kind = e->kind == FLOW_JOB_OPEN ? FLOW_TIMER : FLOW_MESSAGE, .token = e->token };
	return play_command(p, in, NULL);
}

static const char vars[] = "<extensionElements><ozg:variable name='z' type='code'/></extensionElements>";

static struct draft draft_new(struct arena *a, struct dice *dice)
{
	struct draft d = { .xml = buf_new(a), .dice = dice, .budget = 25 };
	buf_add_c(&d.xml, vars);
	return d;
}

static struct play play_draft(struct arena *a, const struct draft *d)
{
	return play_new(str_dup(a, buf_str(&d->xml)).p, "");
}

/* The same workflow once more under the seeded simulator, which has its own people, clock and checks. */
static void simulate(const struct flow *f, uint64_t seed, const struct draft *d)
{
	enum { STEPS = 60 };
	json_t *report;
	bool good = flow_sim_random(f, seed, STEPS, &report);
	char *text = good ? NULL : json_dumps(json_object_get(report, "violations"), JSON_INDENT(1));
	json_decref(report);
	if (!good)
		fail_msg("seed %u: %s\n%.*s", (unsigned)seed, text, STR_ARG(buf_str(&d->xml)));
}

static void well_formed_processes_end(void **state)
{
	(void)state;
	struct ledger *l = malloc(sizeof *l);
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct dice dice = { seed * 0x9E3779B97F4A7C15ULL };
		struct arena *a = arena_new();
		struct draft d = draft_new(a, &dice);
		unsigned first = node(&d, "startEvent");
		unsigned end = block(&d, first, 4);
		edge(&d, end, node(&d, "endEvent"), "");
		struct play p = play_draft(a, &d);
		l->n = 0;
		bool ok = play_start(&p, "{\"z\":\"0\"}");
		for (unsigned round = 0; ok && (follow(l, &p), l->n > 0); round++) {
			/* Loops end by themselves sooner or later; after a while we see to it. */
			static const char *const values[] = { "{\"z\":\"0\"}", "{\"z\":\"1\"}", "{\"z\":\"2\"}" };
			ok = go_on(l, &p, &dice, round > 60, values[round > 60 ? 0 : roll(&dice, 3)]);
		}
		if (!ok || !p.last.ended)
			fail_msg("seed %u: %s\n%.*s", (unsigned)seed, ok ? "stuck" : p.err.text, STR_ARG(buf_str(&d.xml)));
		simulate(p.flow, seed, &d);
		play_free(&p);
		arena_free(&a);
	}
	free(l);
}

static void arbitrary_graphs_keep_their_books(void **state)
{
	(void)state;
	unsigned ended = 0, stuck = 0, broken = 0;
	struct ledger *l = malloc(sizeof *l);
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct dice dice = { seed * 0xD1342543DE82EF95ULL };
		struct arena *a = arena_new();
		struct draft d = draft_new(a, &dice);
		unsigned ids[20] = { 0 };
		ids[1] = node(&d, "startEvent");
		unsigned n = 4 + roll(&dice, 8);
		for (unsigned i = 2; i <= n; i++) {
			static const char *const kinds[] = { "userTask", "task", "exclusiveGateway", "parallelGateway",
				"inclusiveGateway" };
			ids[i] = node(&d, kinds[roll(&dice, 5)]);
		}
		unsigned end = node(&d, "endEvent");
		/* A backbone, so that every node can be reached and left, and some flows across. */
		for (unsigned i = 1; i <= n; i++)
			edge(&d, ids[i], i == n ? end : ids[i + 1], i % 2 == 0 ? "$z != '1'" : "true()");
		for (unsigned i = 2; i + 2 <= n; i++) {
			unsigned to = 2 + roll(&dice, n - 2);
			if (to != i + 1)
				edge(&d, ids[i], ids[to], i % 2 == 0 ? "$z = '1'" : "$z = '2'");
		}
		struct play p = play_draft(a, &d);
		l->n = 0;
		bool ok = play_start(&p, "{\"z\":\"0\"}");
		for (unsigned round = 0; ok && round < 40; round++) {
			follow(l, &p);
			if (l->n == 0)
				break;
			struct str before = p.state;
			static const char *const values[] = { "{\"z\":\"0\"}", "{\"z\":\"1\"}", "{\"z\":\"2\"}" };
			ok = go_on(l, &p, &dice, false, values[roll(&dice, 3)]);
			if (!ok)
				assert_true(str_eq(before, p.state));
		}
		if (!ok)
			assert_int_equal(p.err.kind, ERR_BROKEN);
		broken += !ok;
		ended += ok && p.last.ended;
		stuck += ok && p.last.stuck;
		if (seed % 10 == 0) /* their endless loops take time */
			simulate(p.flow, seed, &d);
		play_free(&p);
		arena_free(&a);
	}
	/* The graphs are wild enough to see all three. */
	assert_true(ended > 0);
	assert_true(stuck > 0);
	assert_true(broken > 0);
	free(l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_processes_end),
		cmocka_unit_test(arbitrary_graphs_keep_their_books),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
