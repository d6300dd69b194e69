/* SPDX-License-Identifier: EUPL-1.2
 * JUEL: what stands alone, and names with all that can hang on them: properties, methods, the calls that only read
 * variables. */
#include "flow/import/import_juel.h"

#include <ctype.h>

/* ---- what stands alone ---- */

/* XPath has no escapes: a text with one kind of quotes stands in the other. */
static struct juel *text(struct juel_reader *r)
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
		return import_juel_fail(r, at, r->text.n, "dem Text fehlt das schließende Anführungszeichen.");
	struct str s = buf_str(&b);
	if (str_find(s, '\'') >= 0 && str_find(s, '"') >= 0)
		return import_juel_fail(r, at, r->p, "ein Text kann nicht beide Arten von Anführungszeichen enthalten.");
	const char *q = str_find(s, '\'') >= 0 ? "\"" : "'";
	return import_juel_make(r, J_LITERAL, at, str_fmt(r->m->arena, "%s%.*s%s", q, STR_ARG(s), q), XPATH_TEXT);
}

static struct juel *number(struct juel_reader *r)
{
	size_t at = r->p;
	while (r->p < r->text.n && (isdigit((unsigned char)r->text.p[r->p]) || r->text.p[r->p] == '.'))
		r->p++;
	struct str s = str_sub(r->text, at, r->p);
	struct dec d;
	if (!dec_parse(s, &d) || (r->p < r->text.n && import_juel_is_word(r->text.p[r->p])))
		return import_juel_fail(r, at, r->p + 1, "diese Zahl ist anders geschrieben als 12.50.");
	return import_juel_make(r, J_LITERAL, at, s, XPATH_DEC);
}

/* ---- names, properties, calls ---- */

/* The arguments up to ")"; -1 when they fail. */
static int arguments(struct juel_reader *r, struct juel **args, int max)
{
	int n = 0;
	if (import_juel_take(r, ")"))
		return 0;
	do {
		if (n == max) {
			import_juel_fail(r, r->p, r->p, "so viele Angaben gibt es hier nicht.");
			return -1;
		}
		args[n] = import_juel_expression(r);
		if (args[n++] == NULL)
			return -1;
	} while (import_juel_take(r, ","));
	if (import_juel_take(r, ")"))
		return n;
	import_juel_fail(r, r->p, r->p, "hier fehlt eine schließende Klammer.");
	return -1;
}

/* Notes the variable; false when it cannot be called so here. */
static bool known(struct juel_reader *r, const struct juel *x)
{
	for (size_t i = 0; i < x->text.n; i++)
		if (!import_juel_is_word(x->text.p[i]) && x->text.p[i] != '.' && x->text.p[i] != '-') {
			import_juel_fail(r, x->at, r->p, "so kann eine Variable nicht heißen.");
			return false;
		}
	if (!import_juel_is_counter(x->text))
		import_var(r->m, x->text);
	return true;
}

/* The variable a text literal names: 'x' in getVariable('x'). */
static struct juel *variable_named(struct juel_reader *r, const struct juel *literal)
{
	if (literal->op != J_LITERAL || literal->type != XPATH_TEXT || literal->text.n <= 2)
		return import_juel_fail(r, literal->at, literal->at, "der Name der Variablen muss als Text dastehen.");
	struct juel *x =
	    import_juel_make(r, J_VAR, literal->at, str_sub(literal->text, 1, literal->text.n - 1), XPATH_EMPTY);
	return known(r, x) ? x : NULL;
}

/* x.method(args) on a value. */
static struct juel *method(struct juel_reader *r, struct juel *x, size_t at, struct str name)
{
	struct juel *arg[2];
	int n = arguments(r, arg, 2);
	if (n < 0)
		return NULL;
	static const struct {
		const char *method, *function;
	} texts[] = { { "contains", "contains" }, { "startsWith", "starts-with" } };
	if (str_eq_c(name, "equals") && n == 1)
		return import_juel_compare(r, at, "=", x, arg[0]);
	if ((str_eq_c(name, "isEmpty") || str_eq_c(name, "isBlank")) && n == 0)
		return import_juel_call(r, at, "is-empty", x, NULL, XPATH_BOOL);
	if (str_eq_c(name, "length") && n == 0) {
		import_juel_use_as(r, x, XPATH_TEXT);
		return import_juel_call(r, at, "string-length", x, NULL, XPATH_DEC);
	}
	if (str_eq_c(name, "size") && n == 0 && x->op == J_VAR) {
		import_var(r->m, x->text)->many = true;
		return import_juel_call(r, at, "count", x, NULL, XPATH_DEC);
	}
	if ((str_eq_c(name, "toString") || str_eq_c(name, "trim") || str_eq_c(name, "booleanValue")) && n == 0)
		return x;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (str_eq_c(name, texts[i].method) && n == 1) {
			import_juel_use_as(r, x, XPATH_TEXT);
			import_juel_use_as(r, arg[0], XPATH_TEXT);
			return import_juel_call(r, at, texts[i].function, x, arg[0], XPATH_BOOL);
		}
	return import_juel_fail(
	    r, at, r->p, "diese Methode ruft Programmcode auf. Legen Sie das Ergebnis vorher in eine Variable.");
}

/* execution.getVariable('x') and its kin; NULL without failure when it is another one. */
static struct juel *execution(struct juel_reader *r, size_t at, struct str name)
{
	size_t before = r->p;
	struct juel *arg[2];
	bool has = str_eq_c(name, "hasVariable");
	if (!has && !str_eq_c(name, "getVariable") && !str_eq_c(name, "getVariableLocal"))
		return import_juel_fail(
		    r, at, r->p, "Angaben über den Vorgang selbst (execution) gibt es in Ausdrücken nicht.");
	if (!import_juel_take(r, "(") || arguments(r, arg, 2) != 1)
		return import_juel_fail(r, at, before, "erwartet wird ein Name: execution.getVariable('name').");
	struct juel *x = variable_named(r, arg[0]);
	return x == NULL || !has ? x : import_juel_call(r, at, "exists", x, NULL, XPATH_BOOL);
}

/* Flowable: var:equals(name, value) and its kin. */
static struct juel *flowable(struct juel_reader *r, size_t at)
{
	static const struct {
		const char *name, *op;
	} compares[] = { { "equals", "=" }, { "eq", "=" }, { "notEquals", "!=" }, { "ne", "!=" }, { "lt", "<" },
		{ "lowerThan", "<" }, { "lte", "<=" }, { "lowerThanOrEquals", "<=" }, { "gt", ">" }, { "greaterThan", ">" },
		{ "gte", ">=" }, { "greaterThanOrEquals", ">=" } };
	struct str name = import_juel_word(r);
	struct juel *arg[2];
	int n = import_juel_take(r, "(") ? arguments(r, arg, 2) : -1;
	if (n < 1)
		return import_juel_fail(r, at, r->p, "diese Funktion von Flowable gibt es hier nicht.");
	struct juel *x = arg[0]->op == J_VAR ? arg[0] : variable_named(r, arg[0]);
	if (x == NULL)
		return NULL;
	if (n == 1 && str_eq_c(name, "get"))
		return x;
	if (n == 1 && (str_eq_c(name, "exists") || str_eq_c(name, "isNotEmpty") || str_eq_c(name, "notEmpty")))
		return import_juel_call(r, at, "exists", x, NULL, XPATH_BOOL);
	if (n == 1 && (str_eq_c(name, "isEmpty") || str_eq_c(name, "empty")))
		return import_juel_call(r, at, "is-empty", x, NULL, XPATH_BOOL);
	for (size_t i = 0; n == 2 && i < sizeof compares / sizeof *compares; i++)
		if (str_eq_c(name, compares[i].name))
			return import_juel_compare(r, at, compares[i].op, x, arg[1]);
	return import_juel_fail(r, at, r->p, "diese Funktion von Flowable gibt es hier nicht.");
}

static struct juel *name(struct juel_reader *r)
{
	size_t at = r->p;
	struct str first = import_juel_word(r);
	if (first.n == 0)
		return import_juel_fail(
		    r, at, at + 1, at >= r->text.n ? "hier fehlt noch etwas." : "dieses Zeichen gehört nicht hierher.");
	if ((str_eq_c(first, "var") || str_eq_c(first, "variables")) && import_juel_take(r, ":"))
		return flowable(r, at);
	import_juel_blanks(r);
	if (r->p < r->text.n && (r->text.p[r->p] == '(' || r->text.p[r->p] == ':'))
		return import_juel_fail(r, at, r->p + 1, "diese Funktion gibt es hier nicht.");
	struct juel *x = import_juel_make(r, J_VAR, at, first, XPATH_EMPTY);
	bool self = str_eq_c(first, "execution") || str_eq_c(first, "task");
	while (x != NULL && !r->failed) {
		if (import_juel_take(r, "[")) {
			struct juel *key = import_juel_expression(r);
			if (key == NULL || !import_juel_take(r, "]") || key->op != J_LITERAL || key->type != XPATH_TEXT ||
			    x->op != J_VAR)
				return import_juel_fail(r, at, r->p, "nur ein Text darf in eckigen Klammern stehen: daten['betrag'].");
			x->text =
			    str_fmt(r->m->arena, "%.*s.%.*s", STR_ARG(x->text), STR_ARG(str_sub(key->text, 1, key->text.n - 1)));
		} else if (import_juel_take(r, ".")) {
			struct str part = import_juel_word(r);
			if (self && str_eq(x->text, first))
				x = execution(r, at, part);
			else if (import_juel_take(r, "("))
				x = method(r, x, at, part);
			else if (x->op == J_VAR && part.n > 0)
				x->text = str_fmt(r->m->arena, "%.*s.%.*s", STR_ARG(x->text), STR_ARG(part));
			else
				return import_juel_fail(r, at, r->p, "der Name hinter dem Punkt fehlt.");
			self = false;
		} else {
			break;
		}
	}
	if (x != NULL && x->op == J_VAR && !known(r, x))
		return NULL;
	return x;
}

struct juel *import_juel_primary(struct juel_reader *r)
{
	import_juel_blanks(r);
	size_t at = r->p;
	char c = at < r->text.n ? r->text.p[at] : '\0';
	if (c == '\'' || c == '"')
		return text(r);
	if (isdigit((unsigned char)c))
		return number(r);
	if (import_juel_take(r, "(")) {
		struct juel *x = import_juel_expression(r);
		if (x != NULL && !import_juel_take(r, ")"))
			return import_juel_fail(r, at, r->p, "hier fehlt eine schließende Klammer.");
		return x;
	}
	if (import_juel_take(r, "true"))
		return import_juel_make(r, J_LITERAL, at, STR("true()"), XPATH_BOOL);
	if (import_juel_take(r, "false"))
		return import_juel_make(r, J_LITERAL, at, STR("false()"), XPATH_BOOL);
	if (import_juel_take(r, "null"))
		return import_juel_make(r, J_NULL, at, STR(""), XPATH_EMPTY);
	return name(r);
}
