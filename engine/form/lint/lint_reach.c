/* SPDX-License-Identifier: EUPL-1.2
 * Pages, groups, fields and options that nobody can ever reach. That a condition alone is never true was said there
 * (lint_conditions.c); here it is what several of them say together. */
#include "form/lint/lint.h"

enum { OPTIONS_MAX = 60 };

static bool above_never(const struct lint *l, const struct form_node *n)
{
	for (n = n->up; n != NULL; n = n->up)
		if (l->never[n->number])
			return true;
	return false;
}

static bool can_be_shown(struct lint *l, const struct form_node *n)
{
	struct sat s = { 0 };
	struct sat_goal goals[LINT_GOALS_MAX];
	size_t n_goals = lint_shown(n, goals, 0);
	return n_goals < 2 || lint_possible(l, &s, goals, n_goals);
}

/* Whether everything there is to see in a page or group can never be seen. */
static bool all_never(const struct lint *l, const struct form_node *n)
{
	bool any = false;
	for (const struct form_node *c = n->first; c != NULL; c = c->next) {
		if (c->what == NODE_FIELD && c->hidden)
			continue;
		if (!l->never[c->number])
			return false;
		any = true;
	}
	return any;
}

static void check_shown(struct lint *l, const struct form_node *n)
{
	if (n->what == NODE_ROOT || l->never[n->number] || above_never(l, n))
		return;
	struct str name = lint_name(l, n);
	if (n->relevant != NULL && !can_be_shown(l, n)) {
		l->never[n->number] = true;
		lint_find(l, DIAG_WARNING, lint_pos(l, n, "relevant"), "unreachable",
		    "%.*s ist nie zu sehen: die Bedingung widerspricht denen weiter außen. Berichtigen Sie eine davon.",
		    STR_ARG(name));
	}
}

static void check_empty(struct lint *l, const struct form_node *n)
{
	if (n->what == NODE_FIELD || n->what == NODE_ROOT || l->never[n->number] || above_never(l, n) || !all_never(l, n))
		return;
	struct str name = lint_name(l, n);
	lint_find(l, DIAG_WARNING, lint_source(l, n)->pos, "unreachable",
	    "%.*s ist immer leer: alles darin ist nie zu sehen. Berichtigen Sie die Bedingungen oder streichen Sie sie.",
	    STR_ARG(name));
}

/* An option that the constraint of the field always refuses. */
static void check_options(struct lint *l, const struct form_node *n)
{
	const struct form_codelist *list = n->codes;
	if (n->kind->json != FIELD_TEXT || n->constraint == NULL || list == NULL || list->n > OPTIONS_MAX)
		return;
	size_t refused = 0;
	struct str first = STR("");
	for (size_t i = 0; i < list->n; i++) {
		struct xpath_value v = { .type = XPATH_CODE, .text = list->codes[i].value };
		struct sat_var pinned = { .target = n, .dom = dom_value(&v) };
		struct sat s = { .pinned = &pinned, .n_pinned = 1 };
		if (lint_possible(l, &s, NULL, 0))
			continue;
		first = refused++ == 0 ? list->codes[i].label : first;
	}
	if (refused > 0 && refused < list->n)
		lint_find(l, DIAG_WARNING, lint_pos(l, n, "constraint"), "unreachable-option",
		    "„%.*s“ steht zur Wahl, wird aber nie angenommen%s. Streichen Sie die Antwort oder berichtigen Sie "
		    "constraint.",
		    STR_ARG(first), refused > 1 ? ", andere auch nicht" : "");
}

void lint_reach(struct lint *l)
{
	for (size_t i = 1; i < l->f->n_nodes; i++)
		check_shown(l, l->f->nodes[i]);
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		check_empty(l, l->f->nodes[i]);
		if (l->f->nodes[i]->what == NODE_FIELD && l->f->nodes[i]->kind->codes)
			check_options(l, l->f->nodes[i]);
	}
}
