/* SPDX-License-Identifier: EUPL-1.2
 * Loops in loops: with several ways through one for the same text, elsewhere a match takes for ever, so no form should
 * have it. Pairs of states that have read the same are walked side by side; in a loop every state leads to every other,
 * so two ways that part and meet again are enough (A. Weber, H. Seidl, "On the degree of ambiguity of finite automata",
 * 1991). */
#include "form/pattern_tree.h"

enum { STATES_MAX = 200, WORK_MAX = 1000000, LETTERS = 0x180, DEPTH_MAX = 1000 };

struct pair {
	unsigned char a, b;
};

struct loop {
	const struct pattern *m;
	unsigned list[STATES_MAX], n; /* the states that read, by their number here */
	unsigned char ways[STATES_MAX][STATES_MAX];
	unsigned n_ways[STATES_MAX];
	bool letters[STATES_MAX][LETTERS]; /* that they can read */
	bool seen[STATES_MAX][STATES_MAX];
	struct pair *open; /* still to be walked */
	unsigned n_open;
	unsigned work;
	bool clear;
};

/* Adds the states that read next behind state s: one way to each, or it is not clear. */
static void add_ways(struct loop *l, unsigned from, unsigned s, unsigned depth)
{
	if (s == 0 || !l->clear)
		return;
	if (depth > DEPTH_MAX || ++l->work > WORK_MAX) { /* in circles without reading */
		l->clear = false;
		return;
	}
	const struct pattern_state *x = &l->m->states[s];
	if (x->set == NULL) {
		add_ways(l, from, x->next, depth + 1);
		if (x->other != x->next)
			add_ways(l, from, x->other, depth + 1);
		return;
	}
	unsigned to = 0;
	while (l->list[to] != s)
		to++;
	for (unsigned i = 0; i < l->n_ways[from]; i++)
		l->clear &= l->ways[from][i] != to;
	if (l->clear)
		l->ways[from][l->n_ways[from]++] = (unsigned char)to;
}

static bool read_the_same(const struct loop *l, struct pair p)
{
	for (size_t i = 0; i < LETTERS; i++)
		if (l->letters[p.a][i] && l->letters[p.b][i])
			return true;
	return false;
}

static void open_pair(struct loop *l, unsigned a, unsigned b)
{
	if (l->seen[a][b])
		return;
	l->seen[a][b] = true;
	l->open[l->n_open++] = (struct pair){ (unsigned char)a, (unsigned char)b };
}

static void walk(struct loop *l, struct pair p)
{
	for (unsigned i = 0; i < l->n_ways[p.a]; i++) {
		for (unsigned k = 0; k < l->n_ways[p.b]; k++) {
			unsigned a = l->ways[p.a][i], b = l->ways[p.b][k];
			l->clear &= (p.a == p.b || a != b) && ++l->work < WORK_MAX;
			open_pair(l, a, b);
		}
	}
}

/* Latin letters, and a sample of the others. */
static void find_letters(struct loop *l, unsigned state)
{
	static const ucs4_t others[] = { 0x1E9E, 0x2013, 0x20AC, 0x3B1, 0x416, 0x5D0, 0x623, 0x905, 0x4E00, 0x1F600 };
	enum { N_OTHERS = sizeof others / sizeof *others };
	for (ucs4_t i = 0; i < LETTERS; i++) {
		ucs4_t c = i < LETTERS - N_OTHERS ? i : others[i - (LETTERS - N_OTHERS)];
		l->letters[state][i] = form_pattern_set_has(l->m->states[l->list[state]].set, c);
	}
}

bool form_pattern_loop_is_clear(const struct pattern *m, struct arena *scratch)
{
	struct loop *l = ARENA_NEW(scratch, struct loop);
	l->m = m;
	l->clear = true;
	for (unsigned s = 1; s < m->n; s++) {
		if (m->states[s].set == NULL)
			continue;
		if (l->n == STATES_MAX)
			return false;
		l->list[l->n++] = s;
	}
	l->open = ARENA_ARRAY(scratch, struct pair, (size_t)l->n * l->n);
	for (unsigned i = 0; i < l->n; i++) {
		add_ways(l, i, m->states[l->list[i]].next, 0);
		find_letters(l, i);
		open_pair(l, i, i);
	}
	while (l->clear && l->n_open > 0) {
		struct pair p = l->open[--l->n_open];
		if (read_the_same(l, p))
			walk(l, p);
	}
	return l->clear;
}
