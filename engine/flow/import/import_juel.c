/* SPDX-License-Identifier: EUPL-1.2
 * The part of JUEL (Java Unified Expression Language, JSR-245) that workflows are written in, as XPath:
 * comparisons, and or not, arithmetic, empty, ?:, properties, and the calls that only read variables. */
#include "flow/import/import_int.h"

#include <ctype.h>

enum { JUEL_BYTES_MAX = 10000, JUEL_DEPTH_MAX = 50 };

enum juel_op { J_LITERAL, J_VAR, J_BINARY, J_NOT, J_NEG, J_EMPTY, J_CHOICE, J_CALL, J_NULL };

struct juel {
	enum juel_op op;
	struct str text; /* literal or variable as XPath writes it; operator; function */
	enum xpath_type type;
	size_t at;
	struct juel *kids, *next;
};

struct reader {
	struct import *m;
	struct str text;
	struct pos pos;
	size_t p;
	unsigned depth;
	bool failed;
};

static struct pos place(const struct reader *r, size_t at)
{
	struct pos pos = r->pos;
	for (size_t i = 0; i < at && i < r->text.n; i++) {
		pos.col++;
		if (r->text.p[i] == '\n')
			pos = (struct pos){ pos.line + 1, 1 };
	}
	return pos;
}

static struct juel *fail(struct reader *r, size_t at, size_t end, const char *why)
{
	struct str piece = str_trim(str_sub(r->text, at, end > at ? end : at + 20));
	if (!r->failed)
		diag_error(r->m->diags, place(r, at), "juel", "„%.*s“ lässt sich nicht nach XPath übersetzen: %s",
		    STR_ARG(piece.n > 0 ? piece : str_trim(r->text)), why);
	r->failed = true;
	return NULL;
}

static struct juel *make(struct reader *r, enum juel_op op, size_t at, struct str text, enum xpath_type type)
{
	struct juel *x = ARENA_NEW(r->m->arena, struct juel);
	*x = (struct juel){ op, text, type, at, NULL, NULL };
	return x;
}

static void add(struct juel *x, struct juel *kid)
{
	struct juel **at = &x->kids;
	while (*at != NULL)
		at = &(*at)->next;
	*at = kid;
}

static void blanks(struct reader *r)
{
	while (r->p < r->text.n && isspace((unsigned char)r->text.p[r->p]))
		r->p++;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool take(struct reader *r, const char *symbol)
{
	size_t n = strlen(symbol);
	blanks(r);
	if (!str_starts(str_sub(r->text, r->p, r->text.n), str_c(symbol)))
		return false;
	if (is_word(symbol[0]) && r->p + n < r->text.n && is_word(r->text.p[r->p + n]))
		return false;
	r->p += n;
	return true;
}

static struct str word(struct reader *r)
{
	blanks(r);
	size_t begin = r->p;
	while (r->p < r->text.n && is_word(r->text.p[r->p]))
		r->p++;
	return str_sub(r->text, begin, r->p);
}

static struct juel *expression(struct reader *r);

/* ---- types ---- */

static bool is_counter(struct str name)
{
	static const char *const names[] = { "loopCounter", "nrOfInstances", "nrOfActiveInstances",
		"nrOfCompletedInstances", "nrOfTerminatedInstances" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_c(name, names[i]))
			return true;
	return false;
}

static enum xpath_type type_of(struct reader *r, const struct juel *x)
{
	return x->op == J_VAR && !is_counter(x->text) ? import_var(r->m, x->text)->type : x->type;
}

/* The value is used as one of this type. */
static void use_as(struct reader *r, const struct juel *x, enum xpath_type type)
{
	if (x->op == J_VAR && !is_counter(x->text))
		import_var_type(r->m, x->text, type, place(r, x->at));
	else if (x->op == J_CHOICE) {
		use_as(r, x->kids->next, type);
		use_as(r, x->kids->next->next, type);
	}
}

/* Both sides of a comparison are of one type. */
static void unify(struct reader *r, const struct juel *a, const struct juel *b)
{
	use_as(r, a, type_of(r, b));
	use_as(r, b, type_of(r, a));
}

/* ---- what stands alone ---- */

/* XPath has no escapes: a text with one kind of quotes stands in the other. */
static struct juel *text(struct reader *r)
{
	size_t at = r->p;
	char quote = r->text.p[r->p++];
	struct buf b = buf_new(r->m->arena);
	while (r->p < r->text.n && r->text.p[r->p] != quote) {
		if (r->text.p[r->p] == '\\' && r->p + 1 < r->text.n)
			r->p++;
		buf_add_char(&b, r->text.p[r->p++]);
	}
	if (r->p++ >= r->text.n)
		return fail(r, at, r->text.n, "dem Text fehlt das schließende Anführungszeichen.");
	struct str s = buf_str(&b);
	if (str_find(s, '\'') >= 0 && str_find(s, '"') >= 0)
		return fail(r, at, r->p, "ein Text kann nicht beide Arten von Anführungszeichen enthalten.");
	const char *q = str_find(s, '\'') >= 0 ? "\"" : "'";
	return make(r, J_LITERAL, at, str_fmt(r->m->arena, "%s%.*s%s", q, STR_ARG(s), q), XPATH_TEXT);
}

static struct juel *number(struct reader *r)
{
	size_t at = r->p;
	while (r->p < r->text.n && (isdigit((unsigned char)r->text.p[r->p]) || r->text.p[r->p] == '.'))
		r->p++;
	struct str s = str_sub(r->text, at, r->p);
	struct dec d;
	if (!dec_parse(s, &d) || (r->p < r->text.n && is_word(r->text.p[r->p])))
		return fail(r, at, r->p + 1, "diese Zahl ist anders geschrieben als 12.50.");
	return make(r, J_LITERAL, at, s, XPATH_DEC);
}

/* ---- names, properties, calls ---- */

/* The arguments up to ")"; -1 when they fail. */
static int arguments(struct reader *r, struct juel **args, int max)
{
	int n = 0;
	if (take(r, ")"))
		return 0;
	do {
		if (n == max) {
			fail(r, r->p, r->p, "so viele Angaben gibt es hier nicht.");
			return -1;
		}
		args[n] = expression(r);
		if (args[n++] == NULL)
			return -1;
	} while (take(r, ","));
	if (take(r, ")"))
		return n;
	fail(r, r->p, r->p, "hier fehlt eine schließende Klammer.");
	return -1;
}

static struct juel *call(
    struct reader *r, size_t at, const char *name, struct juel *a, struct juel *b, enum xpath_type type)
{
	struct juel *x = make(r, J_CALL, at, str_c(name), type);
	add(x, a);
	if (b != NULL)
		add(x, b);
	return x;
}

static struct juel *compare(struct reader *r, size_t at, const char *op, struct juel *a, struct juel *b)
{
	struct juel *x = make(r, J_BINARY, at, str_c(op), XPATH_BOOL);
	unify(r, a, b);
	add(x, a);
	add(x, b);
	return x;
}

/* Notes the variable; false when it cannot be called so here. */
static bool known(struct reader *r, const struct juel *x)
{
	for (size_t i = 0; i < x->text.n; i++)
		if (!is_word(x->text.p[i]) && x->text.p[i] != '.' && x->text.p[i] != '-') {
			fail(r, x->at, r->p, "so kann eine Variable nicht heißen.");
			return false;
		}
	if (!is_counter(x->text))
		import_var(r->m, x->text);
	return true;
}

/* The variable a text literal names: 'x' in getVariable('x'). */
static struct juel *variable_named(struct reader *r, const struct juel *literal)
{
	if (literal->op != J_LITERAL || literal->type != XPATH_TEXT || literal->text.n <= 2)
		return fail(r, literal->at, literal->at, "der Name der Variablen muss als Text dastehen.");
	struct juel *x = make(r, J_VAR, literal->at, str_sub(literal->text, 1, literal->text.n - 1), XPATH_EMPTY);
	return known(r, x) ? x : NULL;
}

/* x.method(args) on a value. */
static struct juel *method(struct reader *r, struct juel *x, size_t at, struct str name)
{
	struct juel *arg[2];
	int n = arguments(r, arg, 2);
	if (n < 0)
		return NULL;
	static const struct {
		const char *method, *function;
	} texts[] = { { "contains", "contains" }, { "startsWith", "starts-with" } };
	if (str_eq_c(name, "equals") && n == 1)
		return compare(r, at, "=", x, arg[0]);
	if ((str_eq_c(name, "isEmpty") || str_eq_c(name, "isBlank")) && n == 0)
		return call(r, at, "is-empty", x, NULL, XPATH_BOOL);
	if (str_eq_c(name, "length") && n == 0) {
		use_as(r, x, XPATH_TEXT);
		return call(r, at, "string-length", x, NULL, XPATH_DEC);
	}
	if (str_eq_c(name, "size") && n == 0 && x->op == J_VAR) {
		import_var(r->m, x->text)->many = true;
		return call(r, at, "count", x, NULL, XPATH_DEC);
	}
	if ((str_eq_c(name, "toString") || str_eq_c(name, "trim") || str_eq_c(name, "booleanValue")) && n == 0)
		return x;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (str_eq_c(name, texts[i].method) && n == 1) {
			use_as(r, x, XPATH_TEXT);
			use_as(r, arg[0], XPATH_TEXT);
			return call(r, at, texts[i].function, x, arg[0], XPATH_BOOL);
		}
	return fail(r, at, r->p, "diese Methode ruft Programmcode auf. Legen Sie das Ergebnis vorher in eine Variable.");
}

/* execution.getVariable('x') and its kin; NULL without failure when it is another one. */
static struct juel *execution(struct reader *r, size_t at, struct str name)
{
	size_t before = r->p;
	struct juel *arg[2];
	bool has = str_eq_c(name, "hasVariable");
	if (!has && !str_eq_c(name, "getVariable") && !str_eq_c(name, "getVariableLocal"))
		return fail(r, at, r->p, "Angaben über den Vorgang selbst (execution) gibt es in Ausdrücken nicht.");
	if (!take(r, "(") || arguments(r, arg, 2) != 1)
		return fail(r, at, before, "erwartet wird ein Name: execution.getVariable('name').");
	struct juel *x = variable_named(r, arg[0]);
	return x == NULL || !has ? x : call(r, at, "exists", x, NULL, XPATH_BOOL);
}

/* Flowable: var:equals(name, value) and its kin. */
static struct juel *flowable(struct reader *r, size_t at)
{
	static const struct {
		const char *name, *op;
	} compares[] = { { "equals", "=" }, { "eq", "=" }, { "notEquals", "!=" }, { "ne", "!=" }, { "lt", "<" },
		{ "lowerThan", "<" }, { "lte", "<=" }, { "lowerThanOrEquals", "<=" }, { "gt", ">" }, { "greaterThan", ">" },
		{ "gte", ">=" }, { "greaterThanOrEquals", ">=" } };
	struct str name = word(r);
	struct juel *arg[2];
	int n = take(r, "(") ? arguments(r, arg, 2) : -1;
	if (n < 1)
		return fail(r, at, r->p, "diese Funktion von Flowable gibt es hier nicht.");
	struct juel *x = arg[0]->op == J_VAR ? arg[0] : variable_named(r, arg[0]);
	if (x == NULL)
		return NULL;
	if (n == 1 && str_eq_c(name, "get"))
		return x;
	if (n == 1 && (str_eq_c(name, "exists") || str_eq_c(name, "isNotEmpty") || str_eq_c(name, "notEmpty")))
		return call(r, at, "exists", x, NULL, XPATH_BOOL);
	if (n == 1 && (str_eq_c(name, "isEmpty") || str_eq_c(name, "empty")))
		return call(r, at, "is-empty", x, NULL, XPATH_BOOL);
	for (size_t i = 0; n == 2 && i < sizeof compares / sizeof *compares; i++)
		if (str_eq_c(name, compares[i].name))
			return compare(r, at, compares[i].op, x, arg[1]);
	return fail(r, at, r->p, "diese Funktion von Flowable gibt es hier nicht.");
}

static struct juel *name(struct reader *r)
{
	size_t at = r->p;
	struct str first = word(r);
	if (first.n == 0)
		return fail(r, at, at + 1, at >= r->text.n ? "hier fehlt noch etwas." : "dieses Zeichen gehört nicht hierher.");
	if ((str_eq_c(first, "var") || str_eq_c(first, "variables")) && take(r, ":"))
		return flowable(r, at);
	blanks(r);
	if (r->p < r->text.n && (r->text.p[r->p] == '(' || r->text.p[r->p] == ':'))
		return fail(r, at, r->p + 1, "diese Funktion gibt es hier nicht.");
	struct juel *x = make(r, J_VAR, at, first, XPATH_EMPTY);
	bool self = str_eq_c(first, "execution") || str_eq_c(first, "task");
	while (x != NULL && !r->failed) {
		if (take(r, "[")) {
			struct juel *key = expression(r);
			if (key == NULL || !take(r, "]") || key->op != J_LITERAL || key->type != XPATH_TEXT || x->op != J_VAR)
				return fail(r, at, r->p, "nur ein Text darf in eckigen Klammern stehen: daten['betrag'].");
			x->text =
			    str_fmt(r->m->arena, "%.*s.%.*s", STR_ARG(x->text), STR_ARG(str_sub(key->text, 1, key->text.n - 1)));
		} else if (take(r, ".")) {
			struct str part = word(r);
			if (self && str_eq(x->text, first))
				x = execution(r, at, part);
			else if (take(r, "("))
				x = method(r, x, at, part);
			else if (x->op == J_VAR && part.n > 0)
				x->text = str_fmt(r->m->arena, "%.*s.%.*s", STR_ARG(x->text), STR_ARG(part));
			else
				return fail(r, at, r->p, "der Name hinter dem Punkt fehlt.");
			self = false;
		} else {
			break;
		}
	}
	if (x != NULL && x->op == J_VAR && !known(r, x))
		return NULL;
	return x;
}

static struct juel *primary(struct reader *r)
{
	blanks(r);
	size_t at = r->p;
	char c = at < r->text.n ? r->text.p[at] : '\0';
	if (c == '\'' || c == '"')
		return text(r);
	if (isdigit((unsigned char)c))
		return number(r);
	if (take(r, "(")) {
		struct juel *x = expression(r);
		if (x != NULL && !take(r, ")"))
			return fail(r, at, r->p, "hier fehlt eine schließende Klammer.");
		return x;
	}
	if (take(r, "true"))
		return make(r, J_LITERAL, at, STR("true()"), XPATH_BOOL);
	if (take(r, "false"))
		return make(r, J_LITERAL, at, STR("false()"), XPATH_BOOL);
	if (take(r, "null"))
		return make(r, J_NULL, at, STR(""), XPATH_EMPTY);
	return name(r);
}

/* ---- operators ---- */

static struct juel *unary(struct reader *r)
{
	blanks(r);
	size_t at = r->p;
	enum juel_op op = J_LITERAL;
	if (r->depth >= JUEL_DEPTH_MAX)
		return fail(r, at, at, "der Ausdruck ist zu tief verschachtelt.");
	if (take(r, "empty"))
		op = J_EMPTY;
	else if (take(r, "not") || (take(r, "!") && !take(r, "=")))
		op = J_NOT;
	else if (take(r, "-"))
		op = J_NEG;
	else
		return primary(r);
	r->depth++;
	struct juel *kid = unary(r);
	r->depth--;
	if (kid == NULL)
		return NULL;
	if (op == J_EMPTY)
		return kid->op == J_VAR ? call(r, at, "is-empty", kid, NULL, XPATH_BOOL)
		                        : fail(r, at, r->p, "hinter empty steht eine Variable.");
	struct juel *x = make(r, op, at, STR(""), op == J_NOT ? XPATH_BOOL : XPATH_DEC);
	use_as(r, kid, x->type);
	add(x, kid);
	return x;
}

/* a == null: is there no answer? */
static struct juel *with_null(struct reader *r, size_t at, bool equal, struct juel *a, struct juel *b)
{
	struct juel *x = a->op == J_NULL ? b : a;
	if (x->op != J_VAR)
		return fail(r, at, r->p, "mit null lässt sich nur eine Variable vergleichen.");
	return call(r, at, equal ? "is-empty" : "exists", x, NULL, XPATH_BOOL);
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

static struct juel *binary(struct reader *r, size_t level)
{
	if (level == LEVELS)
		return unary(r);
	struct juel *x = binary(r, level + 1);
	while (x != NULL && !r->failed) {
		const struct level *l = &levels[level];
		size_t i = 0, at = (blanks(r), r->p);
		while (i < 8 && l->signs[i] != NULL && !take(r, l->signs[i]))
			i++;
		if (i == 8 || l->signs[i] == NULL)
			break;
		struct juel *right = binary(r, level + 1);
		if (right == NULL)
			return NULL;
		if (x->op == J_NULL || right->op == J_NULL) {
			x = level == 2 ? with_null(r, at, l->xpath[i][0] == '=', x, right)
			               : fail(r, at, r->p, "mit null lässt sich nicht rechnen.");
			continue;
		}
		if (l->operands == XPATH_EMPTY) {
			x = compare(r, at, l->xpath[i], x, right);
			continue;
		}
		if (level == 4 && l->signs[i][0] == '+' && (type_of(r, x) == XPATH_TEXT || type_of(r, right) == XPATH_TEXT)) {
			x = call(r, at, "concat", x, right, XPATH_TEXT);
			continue;
		}
		struct juel *both = make(r, J_BINARY, at, str_c(l->xpath[i]), l->result);
		use_as(r, x, l->operands);
		use_as(r, right, l->operands);
		add(both, x);
		add(both, right);
		x = both;
	}
	return r->failed ? NULL : x;
}

static struct juel *expression(struct reader *r)
{
	if (r->depth >= JUEL_DEPTH_MAX)
		return fail(r, r->p, r->p, "der Ausdruck ist zu tief verschachtelt.");
	r->depth++;
	struct juel *x = binary(r, 0);
	size_t at = r->p;
	if (x != NULL && take(r, "?")) {
		struct juel *yes = expression(r);
		if (yes == NULL || !take(r, ":"))
			x = fail(r, at, r->p, "zu ? gehört ein Doppelpunkt: bedingung ? wert : anderer.");
		else {
			struct juel *no = expression(r);
			struct juel *choice = no == NULL ? NULL : make(r, J_CHOICE, x->at, STR("if"), XPATH_EMPTY);
			if (choice != NULL) {
				use_as(r, x, XPATH_BOOL);
				unify(r, yes, no);
				choice->type = type_of(r, yes);
				add(choice, x);
				add(choice, yes);
				add(choice, no);
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
	struct reader r = { .m = m, .text = text, .pos = pos };
	if (text.n > JUEL_BYTES_MAX) {
		fail(&r, 0, 20, "der Ausdruck ist zu lang.");
		return false;
	}
	struct juel *x = expression(&r);
	blanks(&r);
	if (x != NULL && r.p < text.n)
		x = fail(&r, r.p, text.n, "ab hier ist der Ausdruck nicht zu verstehen.");
	if (x == NULL)
		return false;
	use_as(&r, x, want);
	*type_r = type_of(&r, x);
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
