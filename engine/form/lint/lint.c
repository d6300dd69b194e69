/* SPDX-License-Identifier: EUPL-1.2
 * The table of families, and what they share. */
#include "form/lint/lint.h"

#include <stdarg.h>

/* Questions of one family to the search, and candidates for witnesses in one check: the largest form of the catalogue
 * stays under 200 ms. */
enum { QUESTIONS_MAX = 8000, WITNESSES_MAX = 80 };

static void (*const families[])(struct lint *l) = {
	lint_codes,
	lint_dates,
	lint_fields,
	lint_labels,
	lint_purpose,
	lint_retention,
	lint_texts,
	lint_unused,
	lint_conditions, /* marks what is never shown: before those that look at it */
	lint_reach,
	lint_fill,
	lint_rules,
};

/* The attributes of a node that are expressions. */
static bool is_broken(const struct lint *l, const struct form_node *n)
{
	const struct xml_node *x = lint_source(l, n);
	struct str required = xml_attr_value(x, "required");
	bool yes_no = required.n == 0 || str_eq_c(required, "yes") || str_eq_c(required, "no");
	return (xml_attr(x, "relevant") != NULL && n->relevant == NULL) ||
	       (xml_attr(x, "constraint") != NULL && n->constraint == NULL) ||
	       (xml_attr(x, "calculate") != NULL && n->calculate == NULL) || (!yes_no && n->required == NULL);
}

void lint_form(struct form_reader *r)
{
	struct lint l = { .r = r,
		.f = r->form,
		.a = r->scratch,
		.catalogue = r->form->fim.n > 0,
		.witnesses = WITNESSES_MAX };
	bool unfinished = false;
	l.broken = ARENA_ARRAY(l.a, bool, l.f->n_nodes);
	l.never = ARENA_ARRAY(l.a, bool, l.f->n_nodes);
	for (size_t i = 0; i < l.f->n_nodes; i++) {
		const struct form_node *n = l.f->nodes[i];
		for (const struct form_rule *rule = n->rules; rule != NULL; rule = rule->next)
			l.has_forbid |= rule->effect == RULE_FORBID;
		l.broken[i] = is_broken(&l, n);
	}
	l.question = arena_new();
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		l.questions = QUESTIONS_MAX; /* afresh: what one family finds does not depend on how much another asks */
		families[i](&l);
		unfinished |= l.questions == 0;
	}
	if (unfinished)
		lint_find(&l, DIAG_NOTE, r->sources[0]->pos, "unfinished",
		    "Das Formular hat so viele Bedingungen, dass nicht alle miteinander verglichen wurden: Es kann Widersprüche "
		    "geben, die hier nicht stehen. Teilen Sie es in mehrere Formulare, oder prüfen Sie es mit Beispielen.");
	arena_free(&l.question);
}

void lint_find(struct lint *l, enum diag_level level, struct pos pos, const char *code, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	char *text = arena_alloc(l->a, n < 0 ? 1 : (size_t)n + 1);
	if (n >= 0)
		vsnprintf(text, (size_t)n + 1, fmt, again);
	va_end(again);
	va_end(ap);
	if (level == DIAG_ERROR && !l->catalogue)
		diag_error(l->r->d, pos, code, "%s", text);
	else if (level == DIAG_NOTE)
		diag_note(l->r->d, pos, code, "%s", text);
	else
		diag_warning(l->r->d, pos, code, "%s", text);
}

const struct xml_node *lint_source(const struct lint *l, const struct form_node *n)
{
	return l->r->sources[n->number];
}

bool lint_has(const struct lint *l, const struct form_node *n, const char *attr)
{
	return xml_attr(lint_source(l, n), attr) != NULL;
}

struct pos lint_pos(const struct lint *l, const struct form_node *n, const char *attr)
{
	const struct xml_node *x = lint_source(l, n);
	const struct xml_attr *at = attr == NULL ? NULL : xml_attr(x, attr);
	return at == NULL ? x->pos : at->pos;
}

struct pos lint_begin(const struct xml_attr *at, const struct xpath_node *x)
{
	while (x->op != OP_CALL && x->kids != NULL && x->kids->at <= x->at)
		x = x->kids;
	return xml_attr_place(at, x->at);
}

struct str lint_name(const struct lint *l, const struct form_node *n)
{
	const char *what = n->what == NODE_PAGE ? "Die Seite " : n->what == NODE_GROUP ? "Die Gruppe " : "";
	struct str name = n->label.n > 0 ? n->label : n->id;
	if (name.n == 0)
		return STR("Dieser Text");
	return str_fmt(l->a, "%s„%.*s“", what, STR_ARG(name));
}

size_t lint_shown(const struct form_node *n, struct sat_goal *goals, size_t n_goals)
{
	for (; n != NULL && n_goals < LINT_GOALS_MAX; n = n->up)
		if (n->relevant != NULL)
			goals[n_goals++] = (struct sat_goal){ xpath_root(n->relevant), n->group, true };
	return n_goals;
}

bool lint_possible(struct lint *l, struct sat *s, const struct sat_goal *goals, size_t n)
{
	s->form = l->f;
	s->a = l->question;
	s->forbids = l->has_forbid;
	if (l->questions == 0) {
		s->gave_up = true;
		return true;
	}
	bool possible = sat_possible(s, goals, n);
	arena_reset(l->question);
	unsigned cost = 1 + s->steps / 8;
	l->questions = l->questions > cost ? l->questions - cost : 0;
	return possible;
}
