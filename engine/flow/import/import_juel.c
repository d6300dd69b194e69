/* SPDX-License-Identifier: EUPL-1.2
 * The part of JUEL (Java Unified Expression Language, JSR-245) that workflows are written in, as XPath:
 * comparisons, and or not, arithmetic, empty, ?:, properties, and the calls that only read variables. */
#include "flow/import/import_juel.h"

enum { JUEL_BYTES_MAX = 10000, JUEL_DEPTH_MAX = 50 };

/* ---- operators ---- */

static struct juel *unary(struct juel_reader *r)
{
	import_juel_blanks(r);
	size_t at = r->p;
	enum juel_op op = J_LITERAL;
	if (r->depth >= JUEL_DEPTH_MAX)
		return import_juel_fail(r, at, at, "der Ausdruck ist zu tief verschachtelt.");
	if (import_juel_take(r, "empty"))
		op = J_EMPTY;
	else if (import_juel_take(r, "not") || (import_juel_take(r, "!") && !import_juel_take(r, "=")))
		op = J_NOT;
	else if (import_juel_take(r, "-"))
		op = J_NEG;
	else
		return import_juel_primary(r);
	r->depth++;
	struct juel *kid = unary(r);
	r->depth--;
	if (kid == NULL)
		return NULL;
	if (op == J_EMPTY)
		return kid->op == J_VAR ? import_juel_call(r, at, "is-empty", kid, NULL, XPATH_BOOL)
		                        : import_juel_fail(r, at, r->p, "hinter empty steht eine Variable.");
	struct juel *x = import_juel_make(r, op, at, STR(""), op == J_NOT ? XPATH_BOOL : XPATH_DEC);
	import_juel_use_as(r, kid, x->type);
	import_juel_add(x, kid);
	return x;
}

/* a == null: is there no answer? */
static struct juel *with_null(struct juel_reader *r, size_t at, bool equal, struct juel *a, struct juel *b)
{
	struct juel *x = a->op == J_NULL ? b : a;
	if (x->op != J_VAR)
		return import_juel_fail(r, at, r->p, "mit null lässt sich nur eine Variable vergleichen.");
	return import_juel_call(r, at, equal ? "is-empty" : "exists", x, NULL, XPATH_BOOL);
}

struct level {
	const char *signs[8], *xpath[8];
	enum xpath_type operands, result;
};

static const struct level levels[] = {
	{ { "||", "or" }, { "or", "or" }, XPATH_BOOL, XPATH_BOOL },
	{ { "&&", "and" }, { "and", "and" }, XPATH_BOOL, XPATH_BOOL },
	{ { "==", "!=", "eq", "ne" }, { "=", "!=", "=", "!=" }, XPATH_EMPTY, XPATH_BOOL },
	{ { "<=", ">=", "<", ">", "le", "ge", "lt", "gt" }, { "<=", ">=", "<", ">", "<=", ">=", "<", ">" }, XPATH_EMPTY,
	    XPATH_BOOL },
	{ { "+", "-" }, { "+", "-" }, XPATH_DEC, XPATH_DEC },
	{ { "*", "/", "%", "div", "mod" }, { "*", "div", "mod", "div", "mod" }, XPATH_DEC, XPATH_DEC },
};

enum { LEVELS = sizeof levels / sizeof *levels };

static struct juel *binary(struct juel_reader *r, size_t level)
{
	if (level == LEVELS)
		return unary(r);
	struct juel *x = binary(r, level + 1);
	while (x != NULL && !r->failed) {
		const struct level *l = &levels[level];
		size_t i = 0, at = (import_juel_blanks(r), r->p);
		while (i < 8 && l->signs[i] != NULL && !import_juel_take(r, l->signs[i]))
			i++;
		if (i == 8 || l->signs[i] == NULL)
			break;
		struct juel *right = binary(r, level + 1);
		if (right == NULL)
			return NULL;
		if (x->op == J_NULL || right->op == J_NULL) {
			x = level == 2 ? with_null(r, at, l->xpath[i][0] == '=', x, right)
			               : import_juel_fail(r, at, r->p, "mit null lässt sich nicht rechnen.");
			continue;
		}
		if (l->operands == XPATH_EMPTY) {
			x = import_juel_compare(r, at, l->xpath[i], x, right);
			continue;
		}
		if (level == 4 && l->signs[i][0] == '+' &&
		    (import_juel_type(r, x) == XPATH_TEXT || import_juel_type(r, right) == XPATH_TEXT)) {
			x = import_juel_call(r, at, "concat", x, right, XPATH_TEXT);
			continue;
		}
		struct juel *both = import_juel_make(r, J_BINARY, at, str_c(l->xpath[i]), l->result);
		import_juel_use_as(r, x, l->operands);
		import_juel_use_as(r, right, l->operands);
		import_juel_add(both, x);
		import_juel_add(both, right);
		x = both;
	}
	return r->failed ? NULL : x;
}

struct juel *import_juel_expression(struct juel_reader *r)
{
	if (r->depth >= JUEL_DEPTH_MAX)
		return import_juel_fail(r, r->p, r->p, "der Ausdruck ist zu tief verschachtelt.");
	r->depth++;
	struct juel *x = binary(r, 0);
	size_t at = r->p;
	if (x != NULL && import_juel_take(r, "?")) {
		struct juel *yes = import_juel_expression(r);
		if (yes == NULL || !import_juel_take(r, ":"))
			x = import_juel_fail(r, at, r->p, "zu ? gehört ein Doppelpunkt: bedingung ? wert : anderer.");
		else {
			struct juel *no = import_juel_expression(r);
			struct juel *choice = no == NULL ? NULL : import_juel_make(r, J_CHOICE, x->at, STR("if"), XPATH_EMPTY);
			if (choice != NULL) {
				import_juel_use_as(r, x, XPATH_BOOL);
				import_juel_unify(r, yes, no);
				choice->type = import_juel_type(r, yes);
				import_juel_add(choice, x);
				import_juel_add(choice, yes);
				import_juel_add(choice, no);
			}
			x = choice;
		}
	}
	r->depth--;
	return r->failed ? NULL : x;
}

/* ---- as XPath ---- */

static void emit(struct buf *b, const struct juel *x)
{
	bool first = true;
	switch (x->op) {
	case J_LITERAL:
		buf_add(b, x->text);
		return;
	case J_NULL:
		buf_add_c(b, "''");
		return;
	case J_VAR:
		buf_add_fmt(b, "$%.*s", STR_ARG(x->text));
		return;
	case J_BINARY:
		for (const struct juel *k = x->kids; k != NULL; k = k->next) {
			bool wrap = k->op == J_BINARY;
			if (!first)
				buf_add_fmt(b, " %.*s ", STR_ARG(x->text));
			buf_add_c(b, wrap ? "(" : "");
			emit(b, k);
			buf_add_c(b, wrap ? ")" : "");
			first = false;
		}
		return;
	case J_NEG:
		buf_add_c(b, "-(");
		emit(b, x->kids);
		buf_add_c(b, ")");
		return;
	case J_NOT:
	case J_EMPTY:
	case J_CHOICE:
	case J_CALL:
		buf_add_fmt(b, "%.*s(", STR_ARG(x->op == J_NOT ? STR("not") : x->text));
		for (const struct juel *k = x->kids; k != NULL; k = k->next) {
			buf_add_c(b, first ? "" : ", ");
			emit(b, k);
			first = false;
		}
		buf_add_char(b, ')');
		return;
	}
}

bool import_is_juel(struct str text)
{
	struct str s = str_trim(text);
	return str_starts(s, STR("${")) || str_starts(s, STR("#{"));
}

bool import_juel_inner(struct import *m, struct str text, struct pos pos, enum xpath_type want, struct str *xpath_r,
    enum xpath_type *type_r)
{
	struct juel_reader r = { .m = m, .text = text, .pos = pos };
	if (text.n > JUEL_BYTES_MAX) {
		import_juel_fail(&r, 0, 20, "der Ausdruck ist zu lang.");
		return false;
	}
	struct juel *x = import_juel_expression(&r);
	import_juel_blanks(&r);
	if (x != NULL && r.p < text.n)
		x = import_juel_fail(&r, r.p, text.n, "ab hier ist der Ausdruck nicht zu verstehen.");
	if (x == NULL)
		return false;
	import_juel_use_as(&r, x, want);
	*type_r = import_juel_type(&r, x);
	struct buf b = buf_new(m->arena);
	emit(&b, x);
	*xpath_r = buf_str(&b);
	return true;
}

bool import_juel(struct import *m, struct str text, struct pos pos, enum xpath_type want, struct str *xpath_r)
{
	struct str s = str_trim(text);
	enum xpath_type type;
	if (!import_is_juel(s))
		return false;
	if (s.p[s.n - 1] != '}' || str_find(str_sub(s, 2, s.n - 1), '{') >= 0) {
		diag_error(m->diags, pos, "juel",
		    "„%.*s“ lässt sich nicht nach XPath übersetzen: Erwartet wird ein einziger Ausdruck ${…}, der mit } endet.",
		    STR_ARG(str_sub(s, 0, 60)));
		return false;
	}
	pos.col += 2; /* text positions are those of the first character that is no white space */
	return import_juel_inner(m, str_sub(s, 2, s.n - 1), pos, want, xpath_r, &type);
}
