/* SPDX-License-Identifier: EUPL-1.2
 * Reads a pattern: from the text to the tree. */
#include "form/pattern_tree.h"

#include "base/utf8.h"

#include <unictype.h>

/* ---- sets of characters ---- */

/* A range, a general category of Unicode or a set, or what is not in that. */
struct item {
	ucs4_t from, to;
	uc_general_category_t category; /* bitmask 0: a range or a set */
	const struct pattern_set *set;
	bool negated;
};

struct pattern_set {
	struct item *items;
	size_t n;
	bool negated;
	const struct pattern_set *without; /* [a-z-[aeiou]] */
};

bool form_pattern_set_has(const struct pattern_set *s, ucs4_t c)
{
	bool found = false;
	for (size_t i = 0; i < s->n && !found; i++) {
		const struct item *x = &s->items[i];
		if (x->set != NULL)
			found = form_pattern_set_has(x->set, c) != x->negated;
		else if (x->category.bitmask == 0)
			found = (c >= x->from && c <= x->to) != x->negated;
		else
			found = uc_is_general_category(c, x->category) != x->negated;
	}
	return found != s->negated && (s->without == NULL || !form_pattern_set_has(s->without, c));
}

/* ---- reading ---- */

struct parser {
	struct arena *a;
	struct str source, rest;
	unsigned depth;
	struct err *err;
	bool failed;
};

static struct pattern_node *fail(struct parser *p, const char *what)
{
	if (!p->failed)
		err_set(p->err, ERR_INPUT, "Das Muster ist an Stelle %zu nicht zu verstehen: %s", p->source.n - p->rest.n + 1,
		    what);
	p->failed = true;
	return NULL;
}

static struct pattern_node *new_node(
    struct parser *p, enum pattern_op op, struct pattern_node *left, struct pattern_node *right)
{
	struct pattern_node *n = ARENA_NEW(p->a, struct pattern_node);
	*n = (struct pattern_node){ .op = op, .left = left, .right = right };
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

static void add_item(struct parser *p, struct pattern_set *s, struct item x)
{
	s->items = arena_grow(p->a, s->items, s->n * sizeof *s->items, (s->n + 1) * sizeof *s->items);
	s->items[s->n++] = x;
}

static void add_range(struct parser *p, struct pattern_set *s, ucs4_t from, ucs4_t to)
{
	add_item(p, s, (struct item){ .from = from, .to = to });
}

static void add_category(struct parser *p, struct pattern_set *s, const char *name, bool negated)
{
	uc_general_category_t c = uc_general_category_byname(name);
	if (c.bitmask == 0)
		fail(p, "diese Klasse von Zeichen gibt es nicht.");
	else
		add_item(p, s, (struct item){ .category = c, .negated = negated });
}

/* The block that XML Schema calls Latin-1Supplement and Unicode "Latin-1 Supplement". */
static void add_block(struct parser *p, struct pattern_set *s, struct str name, bool negated)
{
	const uc_block_t *blocks;
	size_t n;
	uc_all_blocks(&blocks, &n);
	for (size_t i = 0; i < n; i++) {
		struct str left = name;
		const char *c = blocks[i].name;
		for (; *c != '\0' && (*c == ' ' || (left.n > 0 && *c == left.p[0])); c++)
			left = *c == ' ' ? left : str_sub(left, 1, left.n);
		if (*c != '\0' || left.n > 0)
			continue;
		add_item(p, s, (struct item){ .from = blocks[i].start, .to = blocks[i].end, .negated = negated });
		return;
	}
	fail(p, "diesen Block von Zeichen gibt es nicht.");
}

/* \p{Lu}, \P{Lu} and \p{IsGreek}, behind the letter. */
static void add_property(struct parser *p, struct pattern_set *s, bool negated)
{
	enum { LENGTH_MAX = 60 };
	ptrdiff_t end = str_find(p->rest, '}');
	if (!accept(p, '{') || end < 2 || end > LENGTH_MAX) {
		fail(p, "hinter \\p steht eine Klasse von Zeichen wie {L} oder {Nd}.");
		return;
	}
	struct str name = str_sub(p->rest, 0, (size_t)end - 1);
	if (str_starts(name, STR("Is")))
		add_block(p, s, str_eq_c(name, "IsGreek") ? STR("GreekandCoptic") : str_sub(name, 2, name.n), negated);
	else
		add_category(p, s, str_cdup(p->a, name), negated);
	p->rest = str_sub(p->rest, (size_t)end, p->rest.n);
}

/* What \s, \i, \c and \w stand for; NULL: the letter stands for none. */
static const struct pattern_set *multi_set(struct parser *p, char small)
{
	struct pattern_set *s = ARENA_NEW(p->a, struct pattern_set);
	switch (small) {
	case 'd':
		add_category(p, s, "Nd", false);
		return s;
	case 's':
		add_range(p, s, '\t', '\n');
		add_range(p, s, '\r', '\r');
		add_range(p, s, ' ', ' ');
		return s;
	case 'i':
	case 'c':
		add_category(p, s, "L", false);
		add_range(p, s, '_', '_');
		add_range(p, s, ':', ':');
		if (small == 'i')
			return s;
		add_category(p, s, "N", false);
		add_category(p, s, "M", false);
		add_range(p, s, '-', '.');
		add_range(p, s, 0xB7, 0xB7);
		return s;
	case 'w': /* everything but punctuation, separators and others */
		s->negated = true;
		add_category(p, s, "P", false);
		add_category(p, s, "Z", false);
		add_category(p, s, "C", false);
		return s;
	default:
		return NULL;
	}
}

/* Behind a backslash: true with *c for one character; false when s got several. */
static bool escape(struct parser *p, struct pattern_set *s, ucs4_t *c)
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
	bool large = e >= 'A' && e <= 'Z';
	const struct pattern_set *several = multi_set(p, large ? (char)(e - 'A' + 'a') : e);
	if (several != NULL) {
		add_item(p, s, (struct item){ .set = several, .negated = large });
		return false;
	}
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

static const struct pattern_set *parse_class(struct parser *p)
{
	struct pattern_set *s = ARENA_NEW(p->a, struct pattern_set);
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
			if (!escape(p, s, &from))
				continue;
		} else {
			from = take(p);
		}
		to = from;
		if (p->rest.n > 1 && p->rest.p[0] == '-' && p->rest.p[1] != ']' && p->rest.p[1] != '[') {
			accept(p, '-');
			if (accept(p, '\\')) {
				if (!escape(p, s, &to))
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

static struct pattern_node *parse_alt(struct parser *p);

static struct pattern_node *parse_atom(struct parser *p)
{
	if (accept(p, '(')) {
		if (str_starts(p->rest, STR("?:")))
			p->rest = str_sub(p->rest, 2, p->rest.n);
		if (++p->depth > PATTERN_DEPTH_MAX)
			return fail(p, "es ist zu tief verschachtelt.");
		struct pattern_node *n = parse_alt(p);
		p->depth--;
		return p->failed || accept(p, ')') ? n : fail(p, "es fehlt ).");
	}
	struct pattern_node *n = new_node(p, PATTERN_SET, NULL, NULL);
	struct pattern_set *s = ARENA_NEW(p->a, struct pattern_set);
	n->set = s;
	if (accept(p, '[')) {
		n->set = parse_class(p);
	} else if (accept(p, '.')) {
		add_range(p, s, '\n', '\n');
		add_range(p, s, '\r', '\r');
		s->negated = true;
	} else if (accept(p, '\\')) {
		ucs4_t c;
		if (escape(p, s, &c))
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

static struct pattern_node *parse_piece(struct parser *p)
{
	struct pattern_node *n = parse_atom(p);
	while (!p->failed && p->rest.n > 0) {
		int min = 0, max = PATTERN_UNBOUNDED;
		if (accept(p, '?')) {
			max = 1;
		} else if (accept(p, '+')) {
			min = 1;
		} else if (accept(p, '{')) {
			min = max = number(p);
			if (accept(p, ','))
				max = at(p, '}') ? PATTERN_UNBOUNDED : number(p);
			if (!p->failed && (!accept(p, '}') || min > max))
				fail(p, "eine Anzahl schreibt man {2}, {2,} oder {2,5}.");
		} else if (!accept(p, '*')) {
			break;
		}
		n = new_node(p, PATTERN_REP, n, NULL);
		n->min = min;
		n->max = max;
		if (at(p, '?') || at(p, '*') || at(p, '+') || at(p, '{'))
			fail(p, "zwei Wiederholungen stehen hintereinander.");
	}
	return n;
}

/* A $ at the end of a branch: elsewhere it stands for itself. */
static bool accept_end(struct parser *p)
{
	bool last = p->rest.n == 1 || (p->rest.n > 1 && (p->rest.p[1] == '|' || p->rest.p[1] == ')'));
	return last && accept(p, '$');
}

static struct pattern_node *parse_alt(struct parser *p)
{
	struct pattern_node *all = NULL;
	do {
		struct pattern_node *branch = new_node(p, PATTERN_EMPTY, NULL, NULL);
		accept(p, '^');
		while (!p->failed && p->rest.n > 0 && !at(p, '|') && !at(p, ')') && !accept_end(p))
			branch = new_node(p, PATTERN_CAT, branch, parse_piece(p));
		all = all == NULL ? branch : new_node(p, PATTERN_ALT, all, branch);
	} while (!p->failed && accept(p, '|'));
	return all;
}

const struct pattern_node *form_pattern_read(struct arena *a, struct str source, struct err *err)
{
	struct parser p = { .a = a, .source = source, .rest = source, .err = err };
	const struct pattern_node *tree =
	    utf8_valid(source) && source.n <= PATTERN_STATES_MAX ? parse_alt(&p) : fail(&p, "es ist zu lang.");
	if (!p.failed && p.rest.n > 0)
		fail(&p, "eine Klammer geht zu, die nicht offen ist.");
	return p.failed ? NULL : tree;
}
