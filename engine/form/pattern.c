/* SPDX-License-Identifier: EUPL-1.2
 * Parses a pattern to a tree, turns the tree into states, and walks all states that are possible at once
 * (K. Thompson, "Regular Expression Search Algorithm", 1968). */
#include "form/pattern.h"

#include "base/utf8.h"

#include <limits.h>
#include <unictype.h>

/* ---- sets of characters ---- */

/* A range, or a general category of Unicode, or not that category. */
struct item {
	ucs4_t from, to;
	uc_general_category_t category; /* bitmask 0: a range */
	bool not_category;
};

struct set {
	struct item *items;
	size_t n;
	bool negated;
	const struct set *without; /* [a-z-[aeiou]] */
};

static bool set_has(const struct set *s, ucs4_t c)
{
	bool found = false;
	for (size_t i = 0; i < s->n && !found; i++) {
		const struct item *x = &s->items[i];
		if (x->category.bitmask == 0)
			found = c >= x->from && c <= x->to;
		else
			found = uc_is_general_category(c, x->category) != x->not_category;
	}
	return found != s->negated && (s->without == NULL || !set_has(s->without, c));
}

/* ---- tree ---- */

enum op { OP_EMPTY, OP_SET, OP_CAT, OP_ALT, OP_REP };

enum { UNBOUNDED = INT_MAX };

struct node {
	enum op op;
	const struct set *set;
	struct node *left, *right;
	int min, max; /* of OP_REP */
};

struct parser {
	struct arena *a;
	struct str source, rest;
	unsigned depth;
	struct err *err;
	bool failed;
};

static struct node *fail(struct parser *p, const char *what)
{
	if (!p->failed)
		err_set(p->err, ERR_INPUT, "Das Muster ist an Stelle %zu nicht zu verstehen: %s", p->source.n - p->rest.n + 1,
		    what);
	p->failed = true;
	return NULL;
}

static struct node *new_node(struct parser *p, enum op op, struct node *left, struct node *right)
{
	struct node *n = ARENA_NEW(p->a, struct node);
	*n = (struct node){ .op = op, .left = left, .right = right };
	return n;
}

static bool at(const struct parser *p, char c)
{
	return p->rest.n > 0 && p->rest.p[0] == c;
}

static bool accept(struct parser *p, char c)
{
	if (!at(p, c))
		return false;
	p->rest = str_sub(p->rest, 1, p->rest.n);
	return true;
}

static void add_item(struct parser *p, struct set *s, struct item x)
{
	s->items = arena_grow(p->a, s->items, s->n * sizeof *s->items, (s->n + 1) * sizeof *s->items);
	s->items[s->n++] = x;
}

static void add_range(struct parser *p, struct set *s, ucs4_t from, ucs4_t to)
{
	add_item(p, s, (struct item){ .from = from, .to = to });
}

static void add_category(struct parser *p, struct set *s, const char *name, bool negated)
{
	uc_general_category_t c = uc_general_category_byname(name);
	if (c.bitmask == 0)
		fail(p, "diese Klasse von Zeichen gibt es nicht.");
	else
		add_item(p, s, (struct item){ .category = c, .not_category = negated });
}

/* \p{Lu} and \P{Lu}, behind the letter. */
static void add_property(struct parser *p, struct set *s, bool negated)
{
	ptrdiff_t end = str_find(p->rest, '}');
	if (!accept(p, '{') || end < 2 || end > 3) {
		fail(p, "hinter \\p steht eine Klasse von Zeichen wie {L} oder {Nd}.");
		return;
	}
	struct str name = str_sub(p->rest, 0, (size_t)end - 1);
	add_category(p, s, str_cdup(p->a, name), negated);
	p->rest = str_sub(p->rest, (size_t)end, p->rest.n);
}

/* The complement of a list of items is only possible for a whole set: \S and \W inside brackets are refused. */
static bool multi_escape(struct parser *p, struct set *s, char c, bool alone)
{
	static const char *const words[] = { "P", "Z", "C" };
	switch (c) {
	case 'd':
	case 'D':
		add_category(p, s, "Nd", c == 'D');
		return true;
	case 's':
	case 'S':
		add_range(p, s, '\t', '\n');
		add_range(p, s, '\r', '\r');
		add_range(p, s, ' ', ' ');
		break;
	case 'i':
	case 'I':
	case 'c':
	case 'C':
		add_category(p, s, "L", false);
		add_range(p, s, '_', '_');
		add_range(p, s, ':', ':');
		if (c == 'c' || c == 'C') {
			add_category(p, s, "N", false);
			add_category(p, s, "M", false);
			add_range(p, s, '-', '.');
			add_range(p, s, 0xB7, 0xB7);
		}
		break;
	case 'W':
	case 'w': /* everything but punctuation, separators and others */
		for (size_t i = 0; i < 3; i++)
			add_category(p, s, words[i], false);
		c = c == 'w' ? 'W' : 'w';
		break;
	default:
		return false;
	}
	if (c >= 'A' && c <= 'Z') {
		if (!alone)
			fail(p, "dieses Zeichen hinter dem \\ ist in eckigen Klammern nicht möglich.");
		s->negated = true;
	}
	return true;
}

/* Behind a backslash: true with *c for one character; false when s got several. */
static bool escape(struct parser *p, struct set *s, bool alone, ucs4_t *c)
{
	if (p->rest.n == 0) {
		fail(p, "hinter \\ fehlt etwas.");
		return false;
	}
	char e = p->rest.p[0];
	p->rest = str_sub(p->rest, 1, p->rest.n);
	if (e == 'p' || e == 'P') {
		add_property(p, s, e == 'P');
		return false;
	}
	if (multi_escape(p, s, e, alone))
		return false;
	static const char letters[] = "nrt", meant[] = "\n\r\t";
	const char *found = strchr(letters, e);
	if (found != NULL && *found != '\0')
		*c = (ucs4_t)meant[found - letters];
	else if (strchr("\\|.?*+(){}-[]^$/&#@_,:;<>=!%\"'~` ", e) != NULL)
		*c = (ucs4_t)e;
	else
		fail(p, "dieses Zeichen hinter dem \\ hat keine Bedeutung.");
	return !p->failed;
}

static ucs4_t take(struct parser *p)
{
	int32_t c = utf8_next(&p->rest);
	if (c < 0)
		fail(p, "es endet zu früh.");
	return c < 0 ? 0 : (ucs4_t)c;
}

static const struct set *parse_class(struct parser *p)
{
	struct set *s = ARENA_NEW(p->a, struct set);
	if (++p->depth > PATTERN_DEPTH_MAX)
		fail(p, "es ist zu tief verschachtelt.");
	bool negated = accept(p, '^');
	bool first = true;
	while (!p->failed && (first || !at(p, ']'))) {
		first = false;
		if (s->n > 0 && str_starts(p->rest, STR("-["))) {
			p->rest = str_sub(p->rest, 2, p->rest.n);
			s->without = parse_class(p);
			if (!p->failed && !at(p, ']'))
				fail(p, "hinter der inneren Klammer muss ] stehen.");
			break;
		}
		ucs4_t from, to;
		if (accept(p, '\\')) {
			if (!escape(p, s, false, &from))
				continue;
		} else {
			from = take(p);
		}
		to = from;
		if (p->rest.n > 1 && p->rest.p[0] == '-' && p->rest.p[1] != ']' && p->rest.p[1] != '[') {
			accept(p, '-');
			if (accept(p, '\\')) {
				if (!escape(p, s, false, &to))
					fail(p, "hinter dem - muss ein einzelnes Zeichen stehen.");
			} else {
				to = take(p);
			}
		}
		if (to < from)
			fail(p, "der Bereich ist verkehrt herum.");
		add_range(p, s, from, to);
	}
	if (!p->failed && !accept(p, ']'))
		fail(p, "es fehlt ].");
	s->negated = negated;
	p->depth--;
	return s;
}

static struct node *parse_alt(struct parser *p);

static struct node *parse_atom(struct parser *p)
{
	if (accept(p, '(')) {
		if (str_starts(p->rest, STR("?:")))
			p->rest = str_sub(p->rest, 2, p->rest.n);
		if (++p->depth > PATTERN_DEPTH_MAX)
			return fail(p, "es ist zu tief verschachtelt.");
		struct node *n = parse_alt(p);
		p->depth--;
		return p->failed || accept(p, ')') ? n : fail(p, "es fehlt ).");
	}
	struct node *n = new_node(p, OP_SET, NULL, NULL);
	struct set *s = ARENA_NEW(p->a, struct set);
	n->set = s;
	if (accept(p, '[')) {
		n->set = parse_class(p);
	} else if (accept(p, '.')) {
		add_range(p, s, '\n', '\n');
		add_range(p, s, '\r', '\r');
		s->negated = true;
	} else if (accept(p, '\\')) {
		ucs4_t c;
		if (escape(p, s, true, &c))
			add_range(p, s, c, c);
	} else if (at(p, '?') || at(p, '*') || at(p, '+') || at(p, '{')) {
		return fail(p, "davor fehlt, was sich wiederholen soll.");
	} else {
		ucs4_t c = take(p);
		add_range(p, s, c, c);
	}
	return n;
}

static int number(struct parser *p)
{
	size_t n = 0;
	int64_t v = 0;
	while (n < p->rest.n && p->rest.p[n] >= '0' && p->rest.p[n] <= '9')
		n++;
	if (!str_to_i64(str_sub(p->rest, 0, n), &v) || v > PATTERN_STATES_MAX)
		fail(p, "hier wird eine nicht zu große Zahl erwartet.");
	p->rest = str_sub(p->rest, n, p->rest.n);
	return (int)v;
}

/* Whether something in it repeats without end: elsewhere (a+)+ takes for ever, so no form should have it. */
static bool repeats_endlessly(const struct node *n)
{
	if (n == NULL || n->op == OP_SET)
		return false;
	return (n->op == OP_REP && n->max == UNBOUNDED) || repeats_endlessly(n->left) || repeats_endlessly(n->right);
}

static struct node *parse_piece(struct parser *p)
{
	struct node *n = parse_atom(p);
	while (!p->failed && p->rest.n > 0) {
		int min = 0, max = UNBOUNDED;
		if (accept(p, '?')) {
			max = 1;
		} else if (accept(p, '+')) {
			min = 1;
		} else if (accept(p, '{')) {
			min = max = number(p);
			if (accept(p, ','))
				max = at(p, '}') ? UNBOUNDED : number(p);
			if (!p->failed && (!accept(p, '}') || min > max))
				fail(p, "eine Anzahl schreibt man {2}, {2,} oder {2,5}.");
		} else if (!accept(p, '*')) {
			break;
		}
		if (max == UNBOUNDED && repeats_endlessly(n))
			return fail(p, "eine Wiederholung ohne Ende steht in einer anderen. Schreiben Sie (a+)+ als a+.");
		n = new_node(p, OP_REP, n, NULL);
		n->min = min;
		n->max = max;
		if (at(p, '?') || at(p, '*') || at(p, '+') || at(p, '{'))
			fail(p, "zwei Wiederholungen stehen hintereinander.");
	}
	return n;
}

static struct node *parse_alt(struct parser *p)
{
	struct node *all = NULL;
	do {
		struct node *branch = new_node(p, OP_EMPTY, NULL, NULL);
		while (!p->failed && p->rest.n > 0 && !at(p, '|') && !at(p, ')'))
			branch = new_node(p, OP_CAT, branch, parse_piece(p));
		all = all == NULL ? branch : new_node(p, OP_ALT, all, branch);
	} while (!p->failed && accept(p, '|'));
	return all;
}

/* ---- states ---- */

/* With a set: reads one character and goes on. Without: goes to both at once. */
struct state {
	const struct set *set;
	unsigned next, other;
};

struct pattern {
	struct state *states; /* number 0 is the end */
	unsigned n, start;
	unsigned work; /* calls of build: repeating nothing makes no states, but takes time */
};

enum { WORK_MAX = 10 * PATTERN_STATES_MAX };

/* A new state, or 0 when there are too many of them. */
static unsigned add_state(struct pattern *m, const struct set *set, unsigned next, unsigned other)
{
	if (m->n == PATTERN_STATES_MAX)
		return 0;
	m->states[m->n] = (struct state){ set, next, other };
	return m->n++;
}

static bool is_full(const struct pattern *m)
{
	return m->n == PATTERN_STATES_MAX || m->work > WORK_MAX;
}

/* The state that matches n and goes on with next. Built from behind, so the way on is always known. */
static unsigned build(struct pattern *m, const struct node *n, unsigned next)
{
	m->work++;
	if (is_full(m))
		return 0;
	switch (n->op) {
	case OP_EMPTY:
		return next;
	case OP_SET:
		return add_state(m, n->set, next, next);
	case OP_CAT:
		return build(m, n->left, build(m, n->right, next));
	case OP_ALT: {
		unsigned left = build(m, n->left, next);
		return add_state(m, NULL, left, build(m, n->right, next));
	}
	case OP_REP:
		break;
	}
	unsigned at = next;
	if (n->max == UNBOUNDED) {
		at = add_state(m, NULL, next, next);
		if (at != 0)
			m->states[at].next = build(m, n->left, at);
	}
	for (int i = n->min; n->max != UNBOUNDED && i < n->max && !is_full(m); i++)
		at = add_state(m, NULL, build(m, n->left, at), next);
	for (int i = 0; i < n->min && !is_full(m); i++)
		at = build(m, n->left, at);
	return at;
}

const struct pattern *form_pattern_compile(struct arena *a, struct str source, struct err *err)
{
	struct arena *scratch = arena_new();
	struct str text = source;
	if (str_starts(text, STR("^")))
		text = str_sub(text, 1, text.n);
	if (str_ends(text, STR("$")) && !str_ends(text, STR("\\$")))
		text.n--;
	struct parser p = { .a = a, .source = source, .rest = text, .err = err };
	struct pattern *m = ARENA_NEW(a, struct pattern);
	struct node *tree =
	    utf8_valid(source) && source.n <= PATTERN_STATES_MAX ? parse_alt(&p) : fail(&p, "es ist zu lang.");
	if (!p.failed && p.rest.n > 0)
		fail(&p, "eine Klammer geht zu, die nicht offen ist.");
	if (!p.failed) {
		m->states = ARENA_ARRAY(scratch, struct state, PATTERN_STATES_MAX);
		m->n = 1;
		m->start = build(m, tree, 0);
		if (is_full(m))
			fail(&p, "ausgeschrieben wäre es viel zu lang.");
		else
			m->states = (struct state *)(void *)arena_memdup(a, m->states, m->n * sizeof *m->states);
	}
	arena_free(&scratch);
	return p.failed ? NULL : m;
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
		const struct state *x = &r->m->states[s];
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
			const struct state *x = &p->states[now.list[i]];
			if (x->set != NULL && c >= 0 && set_has(x->set, (ucs4_t)c))
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
