/* SPDX-License-Identifier: EUPL-1.2
 * Rules that contradict each other or what stands at the element itself. */
#include "form/lint/lint.h"

enum { RULES_MAX = 2000 };

/* Where the sentence of a rule about its target is to be shown. */
static struct pos place(const struct form_source_rule *s)
{
	const struct xml_attr *at = xml_attr(s->x, s->rule->effect == RULE_REQUIRE ? "require" : "forbid");
	return at == NULL ? s->x->pos : at->pos;
}

struct both {
	const struct form_source_rule *a, *b;
};

/* Whether the rule holds in its bearer, which is the group of in or stands around it. */
static bool holds(struct form_state *s, const struct form_inst *in, const struct form_source_rule *r)
{
	struct field_fault fault = { 0 };
	while (in->group != r->bearer)
		in = in->parent;
	return form_true(s, in, r->rule->when, &fault) && fault.code == NULL;
}

static bool both_hold(const void *arg, struct form_state *s, struct form_inst *in)
{
	const struct both *x = arg;
	s->raw = true;
	bool hold = holds(s, in, x->a) && holds(s, in, x->b);
	s->raw = false;
	return hold;
}

/* The inner one of two bearers of which one stands in the other; NULL when none does. */
static const struct form_node *inner(const struct form_node *a, const struct form_node *b)
{
	const struct form_node *deep = a->depth > b->depth ? a : b, *high = deep == a ? b : a, *up = deep;
	while (up != NULL && up != high)
		up = up->group;
	return up == NULL ? NULL : deep;
}

static bool implies(struct lint *l, const struct form_source_rule *a, const struct form_source_rule *b)
{
	struct sat_goal goals[] = { { xpath_root(a->rule->when), a->bearer, true },
		{ xpath_root(b->rule->when), b->bearer, false } };
	struct sat s = { 0 };
	bool same = a->bearer == b->bearer && str_eq(xpath_source(a->rule->when), xpath_source(b->rule->when));
	return same || !lint_possible(l, &s, goals, 2);
}

/* require and forbid of one element that can meet. Forbidding wins, so the demand is lost. */
static bool check_pair(struct lint *l, const struct form_source_rule *require, const struct form_source_rule *forbid)
{
	struct sat_goal goals[] = { { xpath_root(require->rule->when), require->bearer, true },
		{ xpath_root(forbid->rule->when), forbid->bearer, true } };
	struct sat s = { 0 }, alone = { 0 };
	const struct form_node *group = inner(require->bearer, forbid->bearer);
	if (group == NULL || !lint_possible(l, &alone, goals, 1) || !lint_possible(l, &s, goals, 2))
		return false;
	unsigned line = forbid->x->pos.line;
	struct str name = require->rule->target->label.n > 0 ? require->rule->target->label : require->rule->target->id;
	if (implies(l, require, forbid)) {
		lint_find(l, DIAG_ERROR, place(require), "contradiction",
		    "„%.*s“ wird hier verlangt, aber immer zugleich in Zeile %u verboten. Berichtigen Sie eine der Regeln.",
		    STR_ARG(name), line);
		return true;
	}
	struct both both = { require, forbid };
	struct str answers;
	if (s.gave_up || !lint_witness(l, &s.found, both_hold, &both, group, &answers))
		return false;
	lint_find(l, DIAG_WARNING, place(require), "contradiction",
	    "Mit %.*s wird „%.*s“ hier verlangt und in Zeile %u verboten; es gilt das Verbot. Berichtigen Sie eine der "
	    "Bedingungen.",
	    STR_ARG(answers), STR_ARG(name), line);
	return true;
}

/* A pair that meets is enough: there are often several of the kind. */
static void check_pairs(struct lint *l, const struct form_source_rule *s)
{
	for (const struct form_source_rule *o = l->r->rules; o != NULL; o = o->next)
		if (o->rule != NULL && o->rule->effect == RULE_FORBID && o->rule->target == s->rule->target &&
		    check_pair(l, s, o))
			return;
}

/* A rule about something that cannot be answered, or that says again what holds anyway. */
static void check_target(struct lint *l, const struct form_source_rule *s)
{
	const struct form_node *t = s->rule->target;
	bool mute = t->what == NODE_FIELD && (t->kind->json == FIELD_NONE || t->calculate != NULL || t->locked);
	struct str name = t->label.n > 0 ? t->label : t->id;
	if (s->rule->effect == RULE_REQUIRE && mute)
		lint_find(l, l->catalogue ? DIAG_NOTE : DIAG_WARNING, place(s), "no-effect",
		    "„%.*s“ füllt niemand aus, verlangen kann man es nicht. Streichen Sie die Regel.", STR_ARG(name));
	else if (s->rule->effect == RULE_REQUIRE && t->what == NODE_FIELD && !t->optional && t->required == NULL &&
	         t->group == s->bearer && !l->catalogue)
		lint_find(l, DIAG_NOTE, place(s), "no-effect",
		    "„%.*s“ ist ohnehin Pflicht. Streichen Sie die Regel oder schreiben Sie am Feld required=\"no\".",
		    STR_ARG(name));
	else if (s->rule->effect == RULE_FORBID && t->what == NODE_FIELD && !t->optional && t->required == NULL && !mute)
		lint_find(l, DIAG_WARNING, place(s), "forbid-mandatory",
		    "„%.*s“ ist immer Pflicht und wird hier manchmal verboten; es gilt das Verbot. Machen Sie das Feld "
		    "optional "
		    "und verlangen Sie es mit einer Regel.",
		    STR_ARG(name));
}

static bool is_same(const struct form_source_rule *a, const struct form_source_rule *b)
{
	return a->bearer == b->bearer && a->rule->effect == b->rule->effect && a->rule->target == b->rule->target &&
	       str_eq(xpath_source(a->rule->when), xpath_source(b->rule->when));
}

/* The list is newest first: what follows stands before. */
static void check_twice(struct lint *l, const struct form_source_rule *s)
{
	for (const struct form_source_rule *o = s->next; o != NULL; o = o->next) {
		if (o->rule == NULL || !is_same(s, o))
			continue;
		lint_find(l, DIAG_WARNING, s->x->pos, "duplicate-rule",
		    "Diese Regel steht schon in Zeile %u. Streichen Sie eine der beiden.", o->x->pos.line);
		return;
	}
}

void lint_rules(struct lint *l)
{
	size_t n = 0;
	for (const struct form_source_rule *s = l->r->rules; s != NULL; s = s->next)
		n++;
	if (n > RULES_MAX)
		return; /* each is compared with each */
	for (const struct form_source_rule *s = l->r->rules; s != NULL; s = s->next) {
		if (s->rule == NULL)
			continue;
		check_twice(l, s);
		if (s->rule->effect == RULE_VALID)
			continue;
		check_target(l, s);
		if (s->rule->effect == RULE_REQUIRE)
			check_pairs(l, s);
	}
}
