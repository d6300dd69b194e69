/* SPDX-License-Identifier: EUPL-1.2
 * Fields that are asked for and cannot be answered: whoever meets one never gets on. With an example of who meets it.
 */
#include "form/lint/lint.h"

#include "base/utf8.h"

#include "form/pattern.h"

/* ---- no answer at all ---- */

static bool pattern_fits(const struct lint *l, const struct form_node *n)
{
	return n->pattern == NULL || form_pattern_possible(n->pattern, l->a, n->min_length > 1 ? (size_t)n->min_length : 1,
	                                 n->max_length > 0 ? (size_t)n->max_length : 1000);
}

/* The attribute to blame, or NULL when there are answers. */
static const char *blamed(struct lint *l, const struct form_node *n)
{
	struct dom d = dom_of_field(n);
	if (!pattern_fits(l, n))
		return "pattern";
	if (n->codes != NULL && n->codes->n == 0)
		return NULL; /* said where the list is */
	bool min_over_max = (n->has_least && n->has_most && dec_cmp(n->least, n->most) > 0) ||
	                    (n->from.what == BOUND_DAY && n->to.what == BOUND_DAY && n->from.day.days > n->to.day.days);
	if (min_over_max)
		return NULL; /* said there */
	if (!dom_fill(&d))
		return n->from.what != BOUND_NONE || n->has_least ? "min" : "max";
	if (n->constraint == NULL)
		return NULL;
	struct sat_var pinned = { .target = n, .dom = d };
	struct sat s = { .pinned = &pinned, .n_pinned = 1 };
	return lint_possible(l, &s, NULL, 0) ? NULL : "constraint";
}

/* ---- who meets it ---- */

static bool is_asked(const void *arg, struct form_state *s, struct form_inst *in)
{
	const struct form_node *n = arg;
	const struct form_cell *c = &in->cells[n->cell];
	(void)s;
	return in->exists && c->relevant && c->required;
}

/* "Mit rasse = R03 lässt sich diese Seite nie verlassen." or that nobody gets on. */
static struct str consequence(struct lint *l, const struct form_node *n)
{
	struct sat_goal goals[LINT_GOALS_MAX + 1];
	size_t n_goals = lint_shown(n, goals, 0);
	if (n->required != NULL)
		goals[n_goals++] = (struct sat_goal){ xpath_root(n->required), n->group, true };
	struct sat s = { 0 };
	struct str answers;
	if (n_goals == 0)
		return STR("Diese Seite lässt sich nie verlassen.");
	if (lint_possible(l, &s, goals, n_goals) && lint_witness(l, &s.found, is_asked, n, n->group, &answers))
		return str_fmt(l->a, "Mit %.*s lässt sich diese Seite nie verlassen.", STR_ARG(answers));
	return STR("Wer danach gefragt wird, kann die Seite nie verlassen.");
}

/* ---- it depends on other answers ---- */

struct trap {
	struct lint *l;
	const struct form_node *n;
	const struct sat_case *found;
};

/* What a state says about an unknown; false when it cannot be said. */
static bool hold(const struct form_state *s, struct sat_var *v)
{
	const struct form_insts *all = &s->insts[v->target->group->number];
	if (v->base != NULL || v->target->what != NODE_FIELD || v->aspect == SAT_COUNT || all->n == 0)
		return false;
	struct xpath_value now = all->list[0]->cells[v->target->cell].value;
	if (v->aspect == SAT_AGE && now.type == XPATH_DATE)
		now = (struct xpath_value){ .type = XPATH_DEC, .dec = dec_from_i64(date_age(now.date, s->world.today)) };
	else if (v->aspect == SAT_LENGTH)
		now = (struct xpath_value){ .type = XPATH_DEC,
			.dec = dec_from_i64(now.type == XPATH_EMPTY ? 0 : (int64_t)utf8_count(now.text)) };
	v->dom = dom_value(&now);
	v->live = true; /* the evaluator has seen to that */
	return true;
}

/* The required field is asked for, and beside these answers nothing that it could be meets the constraint. */
static bool is_trapped(const void *arg, struct form_state *s, struct form_inst *in)
{
	const struct trap *t = arg;
	struct sat_var pinned[SAT_VARS_MAX];
	size_t n = 0;
	for (size_t i = 0; i < t->found->n_vars && n + 1 < SAT_VARS_MAX; i++) {
		pinned[n] = t->found->vars[i];
		if (pinned[n].target != t->n && !hold(s, &pinned[n++]))
			return false;
	}
	struct dom d = dom_of_field(t->n);
	pinned[n++] = (struct sat_var){ .target = t->n, .dom = d };
	struct sat sat = { .pinned = pinned, .n_pinned = n };
	return dom_fill(&pinned[n - 1].dom) && is_asked(t->n, s, in) && !lint_possible(t->l, &sat, NULL, 0);
}

/* With some answers to other questions the constraint refuses every answer to this one. The candidates are what the
 * search finds when the constraint is false: the other answers are then held, and this one is freed. */
static void check_trap(struct lint *l, const struct form_node *n)
{
	struct sat_goal goals[LINT_GOALS_MAX + 2];
	size_t n_goals = lint_shown(n, goals, 0);
	if (n->required != NULL)
		goals[n_goals++] = (struct sat_goal){ xpath_root(n->required), n->group, true };
	goals[n_goals++] = (struct sat_goal){ xpath_root(n->constraint), n->group, false };
	struct sat s = { .free = n };
	if (!lint_possible(l, &s, goals, n_goals) || s.gave_up)
		return;
	size_t others = 0;
	for (size_t i = 0; i < s.found.n_vars; i++)
		others += s.found.vars[i].target != n;
	struct trap t = { l, n, &s.found };
	struct str answers;
	if (others == 0 || !lint_witness(l, &s.found, is_trapped, &t, n->group, &answers))
		return;
	lint_find(l, DIAG_WARNING, lint_pos(l, n, "constraint"), "trap",
	    "Mit %.*s lässt sich diese Seite nie verlassen: keine Angabe bei „%.*s“ wird dann angenommen. Ist das so "
	    "gewollt, fragen Sie besser vorher und sagen Sie es dort.",
	    STR_ARG(answers), STR_ARG(n->label));
}

static bool is_demanded(const struct form_node *n)
{
	return !n->optional && !n->locked && n->calculate == NULL;
}

static void check_field(struct lint *l, const struct form_node *n)
{
	if (n->kind->json == FIELD_NONE || n->calculate != NULL || l->broken[n->number] || lint_has(l, n, "calculate"))
		return;
	for (const struct form_node *up = n; up != NULL; up = up->up)
		if (l->never[up->number])
			return;
	const char *attr = blamed(l, n);
	if (attr == NULL) {
		if (n->constraint != NULL && is_demanded(n))
			check_trap(l, n);
		return;
	}
	struct str what = strcmp(attr, "pattern") == 0 ? STR("kein Text dieser Länge hat die Form, die pattern verlangt")
	                  : strcmp(attr, "constraint") == 0 ? STR("keine Antwort erfüllt constraint")
	                                                    : str_fmt(l->a, "%s lässt keine Antwort übrig", attr);
	struct str so = is_demanded(n) ? consequence(l, n) : STR("Das Feld bleibt immer leer.");
	lint_find(l, is_demanded(n) ? DIAG_ERROR : DIAG_WARNING, lint_pos(l, n, attr), "unfillable",
	    "„%.*s“ lässt sich nie richtig ausfüllen: %.*s. %.*s Berichtigen Sie %s.", STR_ARG(n->label), STR_ARG(what),
	    STR_ARG(so), attr);
}

/* required and relevant that exclude each other: the field is never demanded. */
static void check_required(struct lint *l, const struct form_node *n)
{
	struct sat_goal goals[LINT_GOALS_MAX + 1];
	struct sat alone = { 0 }, s = { 0 };
	size_t n_goals = lint_shown(n, goals, 0);
	if (n->required == NULL || n_goals == 0 || l->never[n->number] || !lint_possible(l, &alone, goals, n_goals))
		return;
	struct sat_goal required = { xpath_root(n->required), n->group, true };
	goals[n_goals++] = required;
	if (lint_possible(l, &s, goals, n_goals) || !lint_possible(l, &alone, &required, 1))
		return;
	lint_find(l, DIAG_WARNING, lint_pos(l, n, "required"), "required-hidden",
	    "„%.*s“ ist nur dann Pflicht, wenn es gar nicht zu sehen ist. Berichtigen Sie required oder relevant.",
	    STR_ARG(n->label));
}

/* A default that the constraint refuses, whatever else is answered. */
static void check_default(struct lint *l, const struct form_node *n)
{
	if (n->dflt.n == 0 || n->constraint == NULL || l->catalogue)
		return;
	static const struct form_world no_world;
	static const struct form_cell no_cell;
	struct field_in in = { l->a, n, n->dflt, &no_world, &no_cell };
	struct xpath_value v = { .type = XPATH_BOOL, .boolean = str_eq_c(n->dflt, "true") };
	struct field_fault fault = { 0 };
	if (n->kind->json == FIELD_TEXT ? !n->kind->value(&in, &v, &fault) : n->kind->json != FIELD_BOOL)
		return;
	struct sat_var pinned = { .target = n, .dom = dom_value(&v) };
	struct sat s = { .pinned = &pinned, .n_pinned = 1 };
	if (!lint_possible(l, &s, NULL, 0))
		lint_find(l, DIAG_ERROR, lint_pos(l, n, "default"), "bad-default",
		    "Die Vorbelegung „%.*s“ von „%.*s“ wird von constraint nie angenommen. Berichtigen Sie eines von beiden.",
		    STR_ARG(n->dflt), STR_ARG(n->label));
}

void lint_fill(struct lint *l)
{
	for (size_t i = 1; i < l->f->n_nodes; i++) {
		const struct form_node *n = l->f->nodes[i];
		if (n->what != NODE_FIELD)
			continue;
		check_field(l, n);
		check_required(l, n);
		check_default(l, n);
	}
}
