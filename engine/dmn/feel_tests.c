/* SPDX-License-Identifier: EUPL-1.2
 * Cells of decision tables: unary tests (DMN 1.3, 10.3.1.2 rules 7 to 17), and the doors of the FEEL parser. */
#include "dmn/feel_int.h"

#include <ctype.h>

void feel_scope_add(struct arena *a, struct feel_scope *s, struct feel_name name)
{
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 8 : s->cap * 2;
		s->list = arena_grow(a, s->list, s->cap * sizeof *s->list, cap * sizeof *s->list);
		s->cap = cap;
	}
	s->list[s->n++] = name;
}

static enum dmn_kind column_kind(const struct parser *c)
{
	return c->column == NULL ? DMN_NULL : c->column->kind;
}

/* "< 5" and the like; NULL without a failure when none stands here. */
static struct feel *compared(struct parser *c)
{
	static const struct {
		const char *symbol;
		enum feel_op op;
	} ops[] = { { "<=", F_LE }, { ">=", F_GE }, { "!=", F_NE }, { "<", F_LT }, { ">", F_GT }, { "=", F_EQ } };
	feel_blanks(c);
	size_t at = c->p;
	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		if (!feel_take(c, ops[i].symbol))
			continue;
		struct feel *kid = feel_parse_sum(c);
		if (kid == NULL)
			return NULL;
		feel_want(c, kid, column_kind(c), "Zelle");
		if (ops[i].op != F_EQ && ops[i].op != F_NE && kid->kind == DMN_BOOL)
			feel_fail(c, at, "type", "Wahrheitswerte haben keine Reihenfolge. Schreiben Sie true oder false.");
		struct feel *x = feel_node(c, F_CMP, at, DMN_BOOL);
		x->link = ops[i].op;
		feel_add_kid(x, kid);
		return x;
	}
	return NULL;
}

/* One condition or value. A condition asks with "?", or is a comparison in a column that holds no truth values. */
static struct feel *one_test(struct parser *c)
{
	struct feel *cmp = compared(c);
	if (cmp != NULL || c->failed)
		return cmp;
	size_t at = c->p;
	bool before = c->asked;
	c->asked = false;
	struct feel *x = feel_parse_expr(c);
	if (x == NULL)
		return NULL;
	bool asked = c->asked;
	c->asked |= before;
	bool condition = asked || (x->kind == DMN_BOOL && x->op != F_CONST && column_kind(c) != DMN_BOOL);
	struct feel *test = feel_node(c, condition ? F_TRUE : F_IS, at, DMN_BOOL);
	feel_add_kid(test, x);
	if (condition)
		feel_want(c, x, DMN_BOOL, "Bedingung in der Zelle");
	else if (x->kind == DMN_RANGE)
		feel_want(c, x->kids, column_kind(c), "Bereich in der Zelle");
	else if (x->kind != DMN_LIST && (c->column == NULL || !c->column->list))
		feel_want(c, x, column_kind(c), "Zelle");
	return test;
}

struct feel *feel_parse_tests(struct parser *c)
{
	struct feel *first = one_test(c);
	if (first == NULL || !feel_take(c, ","))
		return first;
	struct feel *some = feel_node(c, F_SOME, first->at, DMN_BOOL);
	feel_add_kid(some, first);
	do {
		struct feel *test = one_test(c);
		if (test == NULL)
			return NULL;
		feel_add_kid(some, test);
	} while (feel_take(c, ","));
	return some;
}

/* Nothing may be left over. */
static bool at_end(struct parser *c)
{
	feel_blanks(c);
	if (c->p < c->text.n && !c->failed)
		feel_fail(c, c->p, "syntax",
		    c->text.p[c->p] == ';'   ? "Mehrere Werte trennt ein Komma, kein Semikolon."
		    : c->text.p[c->p] == ',' ? "Hier steht ein Komma zu viel. Zahlen haben einen Dezimalpunkt: 12.50."
		                             : "Ab hier ist der Ausdruck nicht zu verstehen.");
	return !c->failed;
}

static struct parser begin(
    struct arena *a, struct str text, struct pos pos, const struct feel_scope *scope, struct diags *d)
{
	static const struct feel_scope none = { NULL, 0, 0 };
	struct parser c = { .arena = a, .text = str_dup(a, text), .pos = pos, .diags = d };
	c.scope = scope == NULL ? &none : scope;
	if (text.n > FEEL_BYTES_MAX)
		feel_fail(&c, 0, "too-long", "Der Ausdruck ist länger als %d Zeichen. Teilen Sie ihn auf.", FEEL_BYTES_MAX);
	return c;
}

struct feel *feel_expr(
    struct arena *a, struct str text, struct pos pos, const struct feel_scope *scope, struct diags *d)
{
	struct parser c = begin(a, text, pos, scope, d);
	struct feel *x = c.failed ? NULL : feel_parse_expr(&c);
	return x != NULL && at_end(&c) ? x : NULL;
}

/* not(…) around the whole cell. */
static struct feel *none_of(struct parser *c)
{
	struct feel *x = feel_node(c, F_NOT, c->p, DMN_BOOL);
	if (!feel_take_word(c, "not") || !feel_take(c, "("))
		return NULL;
	struct feel *tests = feel_parse_tests(c);
	if (tests == NULL || !feel_take(c, ")"))
		return NULL;
	feel_blanks(c);
	if (c->p < c->text.n)
		return NULL;
	feel_add_kid(x, tests);
	return x;
}

struct feel *feel_tests(struct arena *a, struct str text, struct pos pos, const struct feel_scope *scope,
    const struct dmn_type *column, struct diags *d)
{
	struct parser c = begin(a, text, pos, scope, d);
	c.has_column = true;
	c.column = column;
	if (c.failed)
		return NULL;
	struct str trimmed = str_trim(c.text);
	if (trimmed.n == 0 || str_eq_c(trimmed, "-"))
		return feel_node(&c, F_ANY, 0, DMN_BOOL);
	/* not(true) may also be a value: first as a test of the whole cell, in silence. */
	struct diags quiet = diags_new(a, STR(""));
	struct parser trial = c;
	trial.diags = &quiet;
	feel_blanks(&trial);
	struct feel *none = none_of(&trial);
	if (none != NULL && !trial.failed)
		return none;
	if (trial.failed && str_starts(trimmed, STR("not"))) { /* its mistake is the one to tell */
		feel_blanks(&c);
		none_of(&c);
		if (c.failed)
			return NULL;
		c.p = 0;
	}
	struct feel *x = feel_parse_tests(&c);
	return x != NULL && at_end(&c) ? x : NULL;
}
