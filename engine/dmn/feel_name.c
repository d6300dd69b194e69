/* SPDX-License-Identifier: EUPL-1.2
 * Names in FEEL: variables, functions and knowledge models, and the parts of a context. They may hold blanks and signs,
 * so at each place the longest known one wins. */
#include "base/suggest.h"
#include "dmn/feel_int.h"

static bool arguments(struct parser *c, struct feel *call, const char *name, size_t min, size_t max)
{
	size_t at = c->p;
	if (!feel_take(c, "(")) {
		feel_fail(c, at, "call", "%s wird mit Klammern aufgerufen: %s(…).", name, name);
		return false;
	}
	if (!feel_take(c, ")"))
		do {
			struct feel *arg = feel_parse_expr(c);
			if (arg == NULL)
				return false;
			feel_add_kid(call, arg);
		} while (feel_take(c, ",") && call->n_kids <= FEEL_ARGS_MAX);
	if (call->n_kids > 0 && !feel_take(c, ")")) {
		feel_fail(c, c->p, "open-parenthesis", "Hier fehlt eine schließende Klammer „)“.");
		return false;
	}
	if (call->n_kids >= min && call->n_kids <= max)
		return true;
	struct str want = max > min && max < FEEL_ARGS_MAX ? str_fmt(c->arena, "%zu bis %zu Angaben", min, max)
	                                                   : str_fmt(c->arena, "%s%zu %s", max > min ? "mindestens " : "",
	                                                         min, min == 1 ? "Angabe" : "Angaben");
	feel_fail(c, call->at, "arguments", "%s braucht %.*s, hier %s %zu.", name, STR_ARG(want),
	    call->n_kids == 1 ? "steht" : "stehen", call->n_kids);
	return false;
}

static const struct feel_name *known_name(const struct parser *c, size_t *length)
{
	const struct feel_name *found = NULL;
	*length = 0;
	for (size_t i = 0; i < c->scope->n; i++) {
		size_t n = feel_name_at(c, c->scope->list[i].name);
		if (n == 0 || n < *length)
			continue;
		*length = n;
		found = &c->scope->list[i];
	}
	return found;
}

static struct feel *unknown(struct parser *c)
{
	static const char *const later[] = { "for", "some", "every", "function", "instance", "external" };
	size_t at = c->p;
	struct str name = feel_word(c);
	if (name.n == 0) {
		feel_fail(c, at, "syntax",
		    at >= c->text.n ? "Hier fehlt noch etwas: Der Ausdruck ist zu Ende."
		                    : "Mit diesem Zeichen kann der Ausdruck hier nicht weitergehen.");
		return NULL;
	}
	for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
		if (!str_eq_c(name, later[i]))
			continue;
		feel_fail(c, at, "feel-unsupported",
		    "„%s“ gehört zum vollen FEEL und wird hier nicht ausgeführt. Schreiben Sie die Regel als "
		    "Entscheidungstabelle.",
		    later[i]);
		return NULL;
	}
	static const struct str clocks[] = { STR_INIT("date and time"), STR_INIT("time"), STR_INIT("duration") };
	struct str rest = str_sub(c->text, at, c->text.n);
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		if (!str_starts(rest, clocks[i]) || clocks[i].n >= rest.n || rest.p[clocks[i].n] != '(')
			continue;
		feel_fail(c, at, "feel-unsupported",
		    "Uhrzeiten und Zeitspannen gibt es hier nicht. Verwenden Sie Tage: date(\"2026-01-31\").");
		return NULL;
	}
	struct buf hint = buf_new(c->arena);
	struct str *names = ARENA_ARRAY(c->arena, struct str, c->scope->n);
	for (size_t i = 0; i < c->scope->n; i++)
		names[i] = c->scope->list[i].name;
	suggest_add(&hint, "", name, names, c->scope->n);
	bool call = feel_peek(c) == '(';
	feel_fail(c, at, call ? "unknown-function" : "unknown-name", "%s „%.*s“ gibt es hier nicht.%.*s%s",
	    call ? "Die Funktion" : "Den Namen", STR_ARG(name), STR_ARG(buf_str(&hint)),
	    hint.n > 0 || call ? "" : " Texte stehen in Anführungszeichen; Eingaben werden als inputData vereinbart.");
	return NULL;
}

struct feel *feel_named(struct parser *c)
{
	size_t at = c->p, known_length, func_length;
	const struct feel_name *known = known_name(c, &known_length);
	const struct feel_func *func = feel_func_at(str_sub(c->text, c->p, c->text.n), &func_length);
	if (known != NULL && known_length >= func_length) {
		c->p += known_length;
		enum dmn_kind kind = known->type == NULL ? DMN_NULL : known->type->list ? DMN_LIST : known->type->kind;
		if (known->model == NULL) {
			struct feel *x = feel_node(c, F_NAME, at, kind);
			x->slot = (size_t)(known - c->scope->list);
			x->type = known->type;
			return x;
		}
		struct feel *x = feel_node(c, F_INVOKE, at, kind);
		x->model = known->model;
		x->type = known->type;
		return arguments(c, x, known->name.p, known->model->n_params, known->model->n_params) ? x : NULL;
	}
	if (func == NULL)
		return unknown(c);
	c->p += func_length;
	struct feel *x = feel_node(c, F_CALL, at, func->kind);
	x->func = func;
	return arguments(c, x, func->name, func->min, func->max) ? x : NULL;
}

/* context.name; the names of a context whose type is known may hold blanks. */
struct feel *feel_path(struct parser *c, struct feel *of)
{
	size_t at = c->p;
	const struct dmn_type *t = of->type;
	const struct dmn_part *part = NULL;
	size_t length = 0;
	feel_blanks(c);
	for (size_t i = 0; t != NULL && i < t->n_parts; i++) {
		size_t n = feel_name_at(c, t->parts[i].name);
		if (n > length) {
			length = n;
			part = &t->parts[i];
		}
	}
	struct str name = part != NULL ? part->name : feel_word(c);
	c->p += part != NULL ? length : 0;
	if (name.n == 0 || (part == NULL && t != NULL && t->n_parts > 0)) {
		feel_fail(c, at, "unknown-name", "Hinter dem Punkt steht der Name eines Teils. „%.*s“ ist keiner davon.",
		    STR_ARG(name));
		return NULL;
	}
	const struct dmn_type *type = part == NULL ? NULL : part->type;
	struct feel *x = feel_node(c, F_PATH, at, type == NULL ? DMN_NULL : type->list ? DMN_LIST : type->kind);
	x->name = name;
	x->type = type;
	feel_add_kid(x, of);
	return x;
}
