/* SPDX-License-Identifier: EUPL-1.2
 * FEEL expressions to a tree (DMN 1.3, 10.3.1): brackets and operators. There are no tokens, since names may hold
 * blanks (feel_name.c). Types are checked as far as they are known. */
#include "dmn/feel_int.h"

#include <ctype.h>

/* [a, b] or [a..b], (a) or (a..b), ]a..b[ */
static struct feel *bracket(struct parser *c)
{
	size_t at = c->p;
	char open = c->text.p[c->p++];
	struct feel *list = feel_node(c, F_LIST, at, DMN_LIST);
	if (open == '[' && feel_take(c, "]"))
		return list;
	struct feel *first = feel_parse_expr(c);
	if (first == NULL)
		return NULL;
	if (feel_take(c, "..")) {
		struct feel *range = feel_node(c, F_RANGE, at, DMN_RANGE);
		struct feel *high = feel_parse_expr(c);
		if (high == NULL)
			return NULL;
		feel_want(c, high, first->kind, "Ende des Bereichs");
		feel_add_kid(range, first);
		feel_add_kid(range, high);
		range->low_open = open != '[';
		char close = feel_peek(c);
		range->high_open = close != ']';
		if (close == '\0' || strchr("])[", close) == NULL) {
			feel_fail(c, c->p, "open-range", "Dem Bereich fehlt die schließende Klammer: [1..5], ]1..5[ oder (1..5).");
			return NULL;
		}
		c->p++;
		return range;
	}
	if (open == '(') {
		if (feel_take(c, ")"))
			return first;
		feel_fail(c, c->p, "open-parenthesis", "Hier fehlt eine schließende Klammer „)“.");
		return NULL;
	}
	feel_add_kid(list, first);
	while (open == '[' && feel_take(c, ",")) {
		struct feel *item = feel_parse_expr(c);
		if (item == NULL)
			return NULL;
		feel_add_kid(list, item);
	}
	if (open == '[' && feel_take(c, "]"))
		return list;
	feel_fail(
	    c, at, "open-bracket", "Diese Klammer wird nicht richtig geschlossen: Listen sind [1, 2], Bereiche [1..5].");
	return NULL;
}

static struct feel *branch(struct parser *c, size_t at)
{
	struct feel *x = feel_node(c, F_IF, at, DMN_NULL);
	struct feel *part[3];
	static const char *const words[] = { "then", "else" };
	for (size_t i = 0; i < 3; i++) {
		if (i > 0 && !feel_take_word(c, words[i - 1])) {
			feel_fail(c, c->p, "if", "Zu if gehört then … else …. Hier fehlt %s.", words[i - 1]);
			return NULL;
		}
		part[i] = feel_parse_expr(c);
		if (part[i] == NULL)
			return NULL;
	}
	feel_want(c, part[0], DMN_BOOL, "Bedingung von if");
	for (size_t i = 0; i < 3; i++)
		feel_add_kid(x, part[i]);
	if (part[1]->kind == part[2]->kind)
		x->kind = part[1]->kind;
	return x;
}

static struct feel *constant(struct parser *c, size_t at, struct dmn_value v)
{
	struct feel *x = feel_node(c, F_CONST, at, v.kind);
	x->constant = v;
	return x;
}

static struct feel *primary(struct parser *c)
{
	char ch = feel_peek(c);
	size_t at = c->p;
	if (isdigit((unsigned char)ch) ||
	    (ch == '.' && c->p + 1 < c->text.n && isdigit((unsigned char)c->text.p[c->p + 1])))
		return feel_number(c);
	if (ch == '"')
		return feel_text(c);
	if (ch == '@')
		return feel_day(c);
	if (ch == '[' || ch == '(' || ch == ']')
		return bracket(c);
	if (ch == '{') {
		feel_fail(
		    c, at, "feel-unsupported", "Kontexte „{…}“ gibt es in Ausdrücken hier nicht. Legen Sie einen Kontext an.");
		return NULL;
	}
	if (ch == '?' && c->has_column) {
		c->p++;
		c->asked = true;
		const struct dmn_type *t = c->column;
		struct feel *x = feel_node(c, F_INPUT, at, t == NULL ? DMN_NULL : t->list ? DMN_LIST : t->kind);
		x->type = t;
		return x;
	}
	if (feel_take_word(c, "true"))
		return constant(c, at, (struct dmn_value){ .kind = DMN_BOOL, .boolean = true });
	if (feel_take_word(c, "false"))
		return constant(c, at, (struct dmn_value){ .kind = DMN_BOOL, .boolean = false });
	if (feel_take_word(c, "null"))
		return constant(c, at, dmn_null());
	if (feel_take_word(c, "if"))
		return branch(c, at);
	return feel_named(c);
}

static struct feel *postfix(struct parser *c)
{
	struct feel *x = primary(c);
	while (x != NULL && feel_peek(c) == '.' && !str_starts(str_sub(c->text, c->p, c->text.n), STR(".."))) {
		c->p++;
		x = feel_path(c, x);
	}
	return x;
}

/* ---- operators ---- */

/* The minus binds more tightly than ** (grammar rule 4): -2**2 is 4. */
static struct feel *negated(struct parser *c)
{
	size_t at = (feel_blanks(c), c->p), n = 0;
	while (feel_take(c, "-"))
		n++;
	struct feel *x = postfix(c);
	if (x == NULL || n == 0)
		return x;
	feel_want(c, x, DMN_NUMBER, "Hinter dem Minuszeichen");
	if (n % 2 == 0)
		return x;
	struct feel *minus = feel_node(c, F_NEG, at, DMN_NUMBER);
	feel_add_kid(minus, x);
	return minus;
}

static struct feel *pair(struct parser *c, enum feel_op op, size_t at, struct feel *left, struct feel *right)
{
	if (left == NULL || right == NULL)
		return NULL;
	enum dmn_kind kind = DMN_NUMBER;
	if (op == F_ADD && (left->kind == DMN_TEXT || right->kind == DMN_TEXT))
		kind = DMN_TEXT;
	else if (op == F_ADD && (left->kind == DMN_NULL || right->kind == DMN_NULL))
		kind = left->kind == DMN_NULL ? right->kind : left->kind;
	if (op == F_AND || op == F_OR)
		kind = DMN_BOOL;
	static const char *const what[] = { [F_OR] = "Neben or",
		[F_AND] = "Neben and",
		[F_ADD] = "Neben +",
		[F_SUB] = "Neben -",
		[F_MUL] = "Neben *",
		[F_DIV] = "Neben /",
		[F_POW] = "Neben **" };
	feel_want(c, left, kind, what[op]);
	feel_want(c, right, kind, what[op]);
	struct feel *x = feel_node(c, op, at, kind);
	feel_add_kid(x, left);
	feel_add_kid(x, right);
	return x;
}

static struct feel *power(struct parser *c)
{
	struct feel *x = negated(c);
	while (x != NULL && feel_take(c, "**"))
		x = pair(c, F_POW, x->at, x, negated(c));
	return x;
}

static struct feel *product(struct parser *c)
{
	struct feel *x = power(c);
	while (x != NULL) {
		char ch = feel_peek(c);
		if (ch != '*' && ch != '/')
			break;
		c->p++;
		x = pair(c, ch == '*' ? F_MUL : F_DIV, x->at, x, power(c));
	}
	return x;
}

struct feel *feel_parse_sum(struct parser *c)
{
	struct feel *x = product(c);
	while (x != NULL) {
		char ch = feel_peek(c);
		if (ch != '+' && ch != '-')
			break;
		c->p++;
		x = pair(c, ch == '+' ? F_ADD : F_SUB, x->at, x, product(c));
	}
	return x;
}

static struct feel *between(struct parser *c, struct feel *x)
{
	struct feel *b = feel_node(c, F_BETWEEN, x->at, DMN_BOOL);
	struct feel *low = feel_parse_sum(c);
	if (low == NULL)
		return NULL;
	if (!feel_take_word(c, "and")) {
		feel_fail(c, c->p, "between", "Zu between gehört and: x between 1 and 5.");
		return NULL;
	}
	struct feel *high = feel_parse_sum(c);
	if (high == NULL)
		return NULL;
	feel_want(c, low, x->kind, "between");
	feel_want(c, high, x->kind, "between");
	feel_add_kid(b, x);
	feel_add_kid(b, low);
	feel_add_kid(b, high);
	return b;
}

static struct feel *within(struct parser *c, struct feel *x)
{
	struct parser inner = *c;
	struct dmn_type type = { .kind = x->kind };
	inner.has_column = true;
	inner.column = x->type != NULL ? x->type : &type;
	feel_blanks(&inner);
	bool many = inner.p < inner.text.n && inner.text.p[inner.p] == '(';
	size_t begin = inner.p;
	struct feel *tests = NULL;
	if (many) {
		inner.p++;
		tests = feel_parse_tests(&inner);
		if (tests != NULL && !feel_take(&inner, ")")) { /* (1..5] begins like (1, 2) */
			inner = *c;
			inner.has_column = true;
			inner.column = x->type != NULL ? x->type : &type;
			inner.p = begin;
			many = false;
		}
	}
	if (!many) {
		struct feel *range = feel_parse_sum(&inner);
		tests = range == NULL ? NULL : feel_node(&inner, F_IS, begin, DMN_BOOL);
		if (tests != NULL)
			feel_add_kid(tests, range);
	}
	c->p = inner.p;
	c->failed |= inner.failed;
	if (tests == NULL || c->failed)
		return NULL;
	struct feel *in = feel_node(c, F_IN, x->at, DMN_BOOL);
	feel_add_kid(in, x);
	feel_add_kid(in, tests);
	return in;
}

static struct feel *comparison(struct parser *c)
{
	static const struct {
		const char *symbol;
		enum feel_op op;
	} ops[] = { { "<=", F_LE }, { ">=", F_GE }, { "!=", F_NE }, { "<", F_LT }, { ">", F_GT }, { "=", F_EQ } };
	struct feel *x = feel_parse_sum(c);
	if (x == NULL)
		return NULL;
	if (feel_take_word(c, "between"))
		return between(c, x);
	if (feel_take_word(c, "in"))
		return within(c, x);
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		if (!feel_take(c, ops[i].symbol))
			continue;
		if (ops[i].op == F_EQ && feel_take(c, "=")) {
			feel_fail(c, c->p - 2, "syntax", "„==“ gibt es in FEEL nicht. Schreiben Sie „=“.");
			return NULL;
		}
		struct feel *right = feel_parse_sum(c);
		if (right == NULL)
			return NULL;
		feel_want(c, right, x->kind, "Vergleich");
		struct feel *cmp = feel_node(c, ops[i].op, x->at, DMN_BOOL);
		feel_add_kid(cmp, x);
		feel_add_kid(cmp, right);
		return cmp;
	}
	return x;
}

static struct feel *conjunction(struct parser *c)
{
	struct feel *x = comparison(c);
	while (x != NULL && feel_take_word(c, "and"))
		x = pair(c, F_AND, x->at, x, comparison(c));
	return x;
}

struct feel *feel_parse_expr(struct parser *c)
{
	if (c->depth >= FEEL_DEPTH_MAX) {
		feel_fail(c, c->p, "too-deep", "Der Ausdruck ist zu tief verschachtelt. Teilen Sie ihn auf.");
		return NULL;
	}
	c->depth++;
	struct feel *x = conjunction(c);
	while (x != NULL && feel_take_word(c, "or"))
		x = pair(c, F_OR, x->at, x, conjunction(c));
	c->depth--;
	return c->failed ? NULL : x;
}
