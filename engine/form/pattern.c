/* SPDX-License-Identifier: EUPL-1.2
 * Turns a pattern into states, and walks all states that are possible at once (K. Thompson, "Regular Expression Search
 * Algorithm", 1968). */
#include "form/pattern_tree.h"

#include "base/utf8.h"

/* ---- states ---- */

enum { WORK_MAX = 10 * PATTERN_STATES_MAX };

/* A new state, or 0 when there are too many of them. */
static unsigned add_state(struct pattern *m, const struct pattern_set *set, unsigned next, unsigned other)
{
	if (m->n == PATTERN_STATES_MAX)
		return 0;
	m->states[m->n] = (struct pattern_state){ set, next, other };
	return m->n++;
}

static bool is_full(const struct pattern *m)
{
	return m->n == PATTERN_STATES_MAX || m->work > WORK_MAX;
}

static bool repeats(const struct pattern_node *n, bool endless)
{
	if (n == NULL || n->op == PATTERN_SET)
		return false;
	return (n->op == PATTERN_REP && (!endless || n->max == PATTERN_UNBOUNDED)) || repeats(n->left, endless) ||
	       repeats(n->right, endless);
}

/* Whether a repetition stands in another. */
static bool nests(const struct pattern_node *n)
{
	if (n == NULL || n->op == PATTERN_SET)
		return false;
	return n->op == PATTERN_REP ? repeats(n->left, false) : nests(n->left) || nests(n->right);
}

/* The state that matches n and goes on with next. Built from behind, so the way on is always known. */
static unsigned build(struct pattern *m, const struct pattern_node *n, unsigned next)
{
	m->work++;
	if (is_full(m))
		return 0;
	switch (n->op) {
	case PATTERN_EMPTY:
		return next;
	case PATTERN_SET:
		return add_state(m, n->set, next, next);
	case PATTERN_CAT:
		return build(m, n->left, build(m, n->right, next));
	case PATTERN_ALT: {
		unsigned left = build(m, n->left, next);
		return add_state(m, NULL, left, build(m, n->right, next));
	}
	case PATTERN_REP:
		break;
	}
	unsigned at = next;
	if (n->max == PATTERN_UNBOUNDED) {
		at = add_state(m, NULL, next, next);
		if (at != 0)
			m->states[at].next = build(m, n->left, at);
	}
	for (int i = n->min; n->max != PATTERN_UNBOUNDED && i < n->max && !is_full(m); i++)
		at = add_state(m, NULL, build(m, n->left, at), next);
	for (int i = 0; i < n->min && !is_full(m); i++)
		at = build(m, n->left, at);
	return at;
}

static bool make(struct pattern *m, struct arena *a, const struct pattern_node *tree)
{
	m->states = ARENA_ARRAY(a, struct pattern_state, PATTERN_STATES_MAX);
	m->n = 1;
	m->start = build(m, tree, 0);
	return !is_full(m);
}

/* Whether some loop has a loop in it and can be gone through in several ways with the same text. */
static bool loops_are_clear(const struct pattern_node *n)
{
	if (n == NULL || n->op == PATTERN_SET)
		return true;
	if (n->op != PATTERN_REP || n->max != PATTERN_UNBOUNDED || !repeats(n->left, true))
		return loops_are_clear(n->left) && loops_are_clear(n->right);
	struct pattern_node loop = *n;
	struct arena *scratch = arena_new();
	struct pattern m = { 0 };
	loop.min = 0;
	bool clear = make(&m, scratch, &loop) && form_pattern_loop_is_clear(&m, scratch);
	arena_free(&scratch);
	return clear;
}

static bool refuse(struct err *err, enum err_kind kind, const char *why)
{
	return err_set(err, kind, "Das Muster kann so nicht geprüft werden: %s", why);
}

const struct pattern *form_pattern_compile(struct arena *a, struct str source, struct err *err)
{
	struct arena *scratch = arena_new();
	struct pattern *m = ARENA_NEW(a, struct pattern);
	const struct pattern_node *tree = form_pattern_read(a, source, err);
	bool good = tree != NULL;
	if (good && !loops_are_clear(tree))
		good =
		    refuse(err, ERR_DENIED, "eine Wiederholung ohne Ende steht in einer anderen. Schreiben Sie (a+)+ als a+.");
	if (good && !make(m, scratch, tree))
		good = refuse(err, nests(tree) ? ERR_DENIED : ERR_INPUT, "ausgeschrieben wäre es viel zu lang.");
	if (good)
		m->states = (struct pattern_state *)(void *)arena_memdup(a, m->states, m->n * sizeof *m->states);
	arena_free(&scratch);
	return good ? m : NULL;
}

/* ---- matching ---- */

/* The states that are possible after the same characters, each once. */
struct active {
	unsigned *list;
	unsigned n;
};

struct run {
	const struct pattern *m;
	unsigned *seen, *stack; /* seen: number of the step in which a state was added */
	unsigned step;
};

/* Adds a state that reads, or the end; of the others, where they lead. */
static void follow(struct run *r, struct active *to, unsigned start)
{
	unsigned depth = 0;
	r->stack[depth++] = start;
	while (depth > 0) {
		unsigned s = r->stack[--depth];
		if (r->seen[s] == r->step)
			continue;
		r->seen[s] = r->step;
		const struct pattern_state *x = &r->m->states[s];
		if (s == 0 || x->set != NULL) {
			to->list[to->n++] = s;
			continue;
		}
		r->stack[depth++] = x->other;
		r->stack[depth++] = x->next;
	}
}

bool form_pattern_matches(const struct pattern *p, struct arena *scratch, struct str text)
{
	unsigned *room = ARENA_ARRAY(scratch, unsigned, (size_t)p->n * 5 + 4);
	struct run r = { .m = p, .seen = room, .stack = room + p->n, .step = 1 };
	struct active now = { room + 3 * p->n + 2, 0 }, then = { room + 4 * p->n + 3, 0 };
	follow(&r, &now, p->start);
	for (int32_t c = utf8_next(&text); c != UTF8_END && now.n > 0; c = utf8_next(&text)) {
		r.step++;
		then.n = 0;
		for (unsigned i = 0; i < now.n; i++) {
			const struct pattern_state *x = &p->states[now.list[i]];
			if (x->set != NULL && c >= 0 && form_pattern_set_has(x->set, (ucs4_t)c))
				follow(&r, &then, x->next);
		}
		struct active swap = now;
		now = then;
		then = swap;
	}
	for (unsigned i = 0; i < now.n; i++)
		if (now.list[i] == 0)
			return true;
	return false;
}

bool form_pattern_possible(const struct pattern *p, struct arena *scratch, size_t min, size_t max)
{
	enum { LENGTH_MAX = 3000 };
	unsigned *room = ARENA_ARRAY(scratch, unsigned, (size_t)p->n * 5 + 4);
	struct run r = { .m = p, .seen = room, .stack = room + p->n, .step = 1 };
	struct active now = { room + 3 * p->n + 2, 0 }, then = { room + 4 * p->n + 3, 0 };
	follow(&r, &now, p->start);
	for (size_t length = 0; length <= max && now.n > 0; length++) {
		for (unsigned i = 0; i < now.n && length >= min; i++)
			if (now.list[i] == 0)
				return true;
		if (length >= LENGTH_MAX)
			return true;
		r.step++;
		then.n = 0;
		for (unsigned i = 0; i < now.n; i++)
			if (p->states[now.list[i]].set != NULL)
				follow(&r, &then, p->states[now.list[i]].next);
		struct active swap = now;
		now = then;
		then = swap;
	}
	return false;
}
