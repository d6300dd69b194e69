/* SPDX-License-Identifier: EUPL-1.2
 * What a value is of, as a noun: "das Alter laut „Geburtsdatum“". */
#include "form/why/why.h"

static const struct {
	const char *func, *german;
} nouns[] = {
	{ "age", "das Alter laut {}" },
	{ "count", "die Zahl der Einträge bei {}" },
	{ "count-non-empty", "die Zahl der Antworten bei {}" },
	{ "sum", "die Summe von {}" },
	{ "min", "der kleinste Wert bei {}" },
	{ "max", "der größte Wert bei {}" },
	{ "avg", "der Durchschnitt von {}" },
	{ "string-length", "die Zahl der Zeichen bei {}" },
	{ "year", "das Jahr bei {}" },
	{ "month", "der Monat bei {}" },
	{ "day", "der Tag bei {}" },
	{ "round", "der gerundete Wert von {}" },
	{ "floor", "der abgerundete Wert von {}" },
	{ "ceiling", "der aufgerundete Wert von {}" },
	{ "string", NULL },
	{ "number", NULL },
	{ "date", NULL },
	{ "normalize-space", NULL },
	{ "substring", "ein Teil von {}" },
	{ "substring-before", "der Anfang von {}" },
	{ "substring-after", "das Ende von {}" },
	{ "next-working-day", "der nächste Arbeitstag ab {}" },
	{ "days-between", "die Zahl der Tage von {} bis {}" },
	{ "working-days-between", "die Zahl der Arbeitstage von {} bis {}" },
	{ "add-days", "{} plus {} Tage" },
	{ "add-months", "{} plus {} Monate" },
	{ "add-working-days", "{} plus {} Arbeitstage" },
};

/* translate(x, " -", "") takes characters away. */
static struct str without(const struct why_at *at, const struct xpath_node *x)
{
	const struct xpath_node *arg = x->kids, *from = arg->next, *to = from->next;
	struct str of = why_noun(at, arg);
	if (from->op != OP_CONST || to->op != OP_CONST || to->constant.text.n > 0)
		return of;
	if (str_eq(from->constant.text, STR(" ")))
		return WHY_SAY(at->w, "{} ohne Leerzeichen", of);
	return WHY_SAY(at->w, "{} ohne die Zeichen {}", of, why_quoted(at->w, from->constant.text));
}

struct str why_noun(const struct why_at *at, const struct xpath_node *x)
{
	struct xpath_value v;
	if (at->depth > WHY_DEPTH_MAX)
		return STR("…");
	if (x->op == OP_CONST)
		return why_value(at->w, &x->constant, NULL);
	if (x->op == OP_REF)
		return why_name(at->w, why_target(at, x));
	if (why_is_call(x, "today"))
		return str_c(form_say(&at->w->s->world, "heute"));
	if (why_is_call(x, "translate"))
		return without(at, x);
	for (size_t i = 0; x->op == OP_CALL && x->kids != NULL && i < sizeof nouns / sizeof *nouns; i++) {
		if (!why_is_call(x, nouns[i].func))
			continue;
		struct why_at inner = { at->w, at->in, at->x, at->depth + 1 };
		struct str first = why_noun(&inner, x->kids);
		if (nouns[i].german == NULL)
			return first;
		struct str second = x->kids->next == NULL ? STR("") : why_noun(&inner, x->kids->next);
		return WHY_SAY(at->w, nouns[i].german, first, second);
	}
	struct str inputs = why_inputs(at, x);
	v = why_evaluate(at, x);
	return inputs.n == 0 ? why_value(at->w, &v, NULL) : WHY_SAY(at->w, "das Ergebnis aus {}", inputs);
}

const struct form_node *why_like(const struct why_at *at, const struct xpath_node *x)
{
	static const char *const same[] = { "sum", "min", "max", "avg", "round", "floor", "ceiling", "number", NULL };
	if (x->op == OP_REF)
		return x->ref.group ? NULL : why_target(at, x);
	for (size_t i = 0; same[i] != NULL; i++)
		if (why_is_call(x, same[i]) && x->kids != NULL && x->kids->op == OP_REF)
			return why_like(at, x->kids);
	return NULL;
}
