/* SPDX-License-Identifier: EUPL-1.2
 * Random workflows, random order of work: what must hold whatever happens.
 *
 * Well-formed processes (every fork has its join, every choice its merge, every loop a task and a way out) must always
 * come to their end. Arbitrary graphs may get stuck or break, but never lose a token unnoticed. */
#include "test_flow_play.h"

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
	struct buf nodes, flows;
	struct dice *dice;
	unsigned last; /* number of the newest node */
	unsigned budget;
};

static unsigned node(struct draft *d, const char *element, const char *attrs)
{
	buf_add_fmt(&d->nodes, "<%s id='n%u' %s/>", element, ++d->last, attrs);
	return d->last;
}

static void edge(struct draft *d, unsigned from, unsigned to, const char *cond)
{
	buf_add_fmt(&d->flows, "n%u>n%u%s%s; ", from, to, cond[0] == '\0' ? "" : " if ", cond);
}

/* Adds a block behind from and returns its last node. */
static unsigned block(struct draft *d, unsigned from, unsigned depth)
{
	unsigned kind = depth == 0 || d->budget == 0 ? roll(d->dice, 2) : roll(d->dice, 6);
	if (d->budget > 0)
		d->budget--;
	if (kind <= 1) {
		unsigned task = node(d, kind == 0 ? "userTask" : "task", "");
		edge(d, from, task, "");
		return task;
	}
	if (kind == 2) /* one behind the other */
		return block(d, block(d, from, depth - 1), depth - 1);
	if (kind == 5) { /* a loop with a task in it, left when $z is not 1 */
		unsigned merge = node(d, "exclusiveGateway", "");
		unsigned task = node(d, "userTask", "");
		edge(d, from, merge, "");
		edge(d, merge, task, "");
		unsigned end = block(d, task, depth - 1);
		unsigned split = node(d, "exclusiveGateway", "");
		unsigned after = node(d, "task", "");
		edge(d, end, split, "");
		edge(d, split, merge, "$z = '1'");
		edge(d, split, after, "$z != '1'");
		return after;
	}
	const char *gateway = kind == 3 ? "exclusiveGateway" : "parallelGateway";
	unsigned branches = 2 + roll(d->dice, 2);
	unsigned split = node(d, gateway, "");
	unsigned ends[3];
	edge(d, from, split, "");
	for (unsigned i = 0; i < branches; i++) {
		/* The first flow of the branch goes to a task of its own, so that it can carry the condition. */
		unsigned task = node(d, "task", "");
		static const char *const conds[] = { "$z = '0'", "$z = '1'", "true()" };
		edge(d, split, task, kind == 4 ? "" : i + 1 == branches ? conds[2] : conds[i]);
		ends[i] = block(d, task, depth - 1);
	}
	unsigned join = node(d, gateway, "");
	for (unsigned i = 0; i < branches; i++)
		edge(d, ends[i], join, "");
	return join;
}

struct open_task {
	unsigned token;
	struct str element;
};

/* The tasks as the effects tell them; must be the same as the state tells. */
struct ledger {
	struct open_task open[20000];
	size_t n;
};

static void follow(struct ledger *l, struct play *p)
{
	for (size_t i = 0; i < p->last.n_effects; i++) {
		const struct flow_effect *e = &p->last.effects[i];
		if (e->kind == FLOW_TASK_OPEN) {
			assert_true(l->n < sizeof l->open / sizeof *l->open);
			l->open[l->n++] = (struct open_task){ e->token, e->element };
		}
		if (e->kind != FLOW_TASK_CLOSE)
			continue;
		size_t k = 0;
		while (k < l->n && l->open[k].token != e->token)
			k++;
		assert_true(k < l->n); /* closed only what was open */
		memmove(&l->open[k], &l->open[k + 1], (l->n - k - 1) * sizeof *l->open);
		l->n--;
	}
	const struct flow_waiting *list;
	size_t n = flow_waiting(p->arena, p->flow, p->state, &list);
	assert_int_equal(n, l->n);
	for (size_t i = 0; i < n; i++) { /* both in the order the tokens were made */
		assert_int_equal(list[i].token, l->open[i].token);
		assert_true(str_eq(list[i].element, l->open[i].element));
	}
	if (p->last.ended || p->last.stuck)
		assert_int_equal(n, 0);
	assert_false(p->last.ended && p->last.stuck);
	assert_int_equal(p->last.ended, p->last.effects[p->last.n_effects - 1].kind == FLOW_END);
	if (n == 0)
		assert_true(p->last.ended || p->last.stuck);
}

static const char vars[] = "<extensionElements><ozg:variable name='z' type='code'/></extensionElements>";

static struct draft draft_new(struct arena *a, struct dice *dice)
{
	struct draft d = { .nodes = buf_new(a), .flows = buf_new(a), .dice = dice, .budget = 25 };
	buf_add_c(&d.nodes, vars);
	return d;
}

static struct play play_draft(struct arena *a, const struct draft *d)
{
	return play_new(str_dup(a, buf_str(&d->nodes)).p, str_dup(a, buf_str(&d->flows)).p);
}

static void well_formed_processes_end(void **state)
{
	(void)state;
	struct ledger *l = malloc(sizeof *l);
	for (uint64_t seed = 1; seed <= 300; seed++) {
		struct dice dice = { seed * 0x9E3779B97F4A7C15ULL };
		struct arena *a = arena_new();
		struct draft d = draft_new(a, &dice);
		unsigned first = node(&d, "startEvent", "");
		unsigned end = block(&d, first, 4);
		edge(&d, end, node(&d, "endEvent", ""), "");
		struct play p = play_draft(a, &d);
		l->n = 0;
		bool ok = play_start(&p, "{\"z\":\"0\"}");
		for (unsigned round = 0; ok && (follow(l, &p), l->n > 0); round++) {
			/* Loops end by themselves sooner or later; after a while we see to it. */
			static const char *const values[] = { "{\"z\":\"0\"}", "{\"z\":\"1\"}", "{\"z\":\"2\"}" };
			ok = play_token(&p, l->open[roll(&dice, (unsigned)l->n)].token, values[round > 60 ? 0 : roll(&dice, 3)]);
		}
		if (!ok || !p.last.ended)
			fail_msg("seed %u: %s\n%.*s", (unsigned)seed, ok ? "stuck" : p.err.text, STR_ARG(buf_str(&d.flows)));
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
		node(&d, "startEvent", "");
		unsigned n = 4 + roll(&dice, 8);
		for (unsigned i = 2; i <= n; i++) {
			static const char *const kinds[] = { "userTask", "task", "exclusiveGateway", "parallelGateway" };
			node(&d, kinds[roll(&dice, 4)], "");
		}
		unsigned end = node(&d, "endEvent", "");
		/* A backbone, so that every node can be reached and left, and some flows across. */
		for (unsigned i = 1; i <= n; i++)
			edge(&d, i, i == n ? end : i + 1, i % 2 == 0 ? "$z != '1'" : "true()");
		for (unsigned i = 2; i + 2 <= n; i++) {
			unsigned to = 2 + roll(&dice, n - 2);
			if (to != i + 1)
				edge(&d, i, to, i % 2 == 0 ? "$z = '1'" : "$z = '2'");
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
			ok = play_token(&p, l->open[roll(&dice, (unsigned)l->n)].token, values[roll(&dice, 3)]);
			if (!ok)
				assert_true(str_eq(before, p.state));
		}
		if (!ok)
			assert_int_equal(p.err.kind, ERR_BROKEN);
		broken += !ok;
		ended += ok && p.last.ended;
		stuck += ok && p.last.stuck;
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
