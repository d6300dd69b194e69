/* SPDX-License-Identifier: EUPL-1.2
 * Judges what exists and the rules of the FIM catalogue, from the outermost group inwards.
 *
 * A rule sees the answers as they are, also wrong and forbidden ones: so rules do not depend on each other and their
 * order does not matter. Forbidding wins over demanding. What is demanded inside a group that is not filled makes the
 * group exist, so that its mandatory fields are demanded and its own rules are judged. */
#include "form/form_model.h"

/* The cell of target in an instance of its group. mark is called for each existing one below in. */
static void mark(struct form_inst *in, const struct form_rule *rule, const struct form_node *target)
{
	const struct form_node *step = target;
	while (step->group != in->group)
		step = step->group;
	struct form_cell *c = &in->cells[step->cell];
	if (step == target) {
		c->forbidden |= rule->effect == RULE_FORBID;
		if (c->because == NULL || c->because->n == 0 || rule->effect == RULE_FORBID)
			c->because = &rule->message;
		c->demanded |= rule->effect == RULE_REQUIRE;
		return;
	}
	c->called |= rule->effect == RULE_REQUIRE;
	for (size_t i = 0; i < c->n_insts; i++)
		mark(&c->insts[i], rule, target);
}

static void judge_rules(struct form_state *s, struct form_inst *in)
{
	for (const struct form_rule *r = in->group->rules; r != NULL; r = r->next) {
		struct field_fault fault = { 0 };
		bool holds = form_true(s, in, r->when, &fault);
		if (r->effect == RULE_VALID && !holds && fault.code == NULL) {
			fault.code = "rule";
			fault.message = form_words(&s->world, &r->message, &fault.german);
		}
		if (fault.code != NULL && in->fault.code == NULL)
			in->fault = fault;
		if (holds && r->effect != RULE_VALID)
			mark(in, r, r->target);
	}
}

bool form_answered(const struct form_inst *in, const struct form_node *n)
{
	const struct form_cell *c = &in->cells[n->cell];
	if (n->what == NODE_PAGE || (!c->relevant && !c->forbidden) || form_json_empty(c->json))
		return false;
	if (n->what == NODE_FIELD)
		return n->kind->json != FIELD_NONE && n->calculate == NULL;
	bool nonsense = c->fault.code != NULL && c->n_insts <= 1 && !json_is_array(c->json) && !json_is_object(c->json);
	for (size_t i = 0; i < c->n_insts; i++)
		for (size_t k = 0; k < n->n_members; k++)
			if (form_answered(&c->insts[i], n->members[k]))
				return true;
	return nonsense;
}

/* Exactly one child of a choice is answered. */
static void judge_choice(struct form_state *s, struct form_inst *in)
{
	size_t n = 0;
	for (size_t i = 0; i < in->group->n_members; i++)
		n += form_answered(in, in->group->members[i]);
	if (n == 1 || in->fault.code != NULL)
		return;
	const char *sentence = n == 0 ? "Füllen Sie eine der Möglichkeiten bei {} aus."
	                              : "Bei {} ist nur eine der Möglichkeiten erlaubt. Entfernen Sie die übrigen.";
	in->fault = (struct field_fault){ .code = "choice",
		.message = field_sentence(&s->world, s->arena, sentence, &in->group->label) };
}

static void judge_inst(struct form_state *s, struct form_inst *in)
{
	in->exists = true;
	judge_rules(s, in);
	if (in->group->one_of)
		judge_choice(s, in);
	for (size_t i = 0; i < in->group->n_members; i++) {
		const struct form_node *n = in->group->members[i];
		struct form_cell *c = &in->cells[n->cell];
		if (c->forbidden)
			c->relevant = false;
		if (n->what != NODE_GROUP || !c->relevant)
			continue;
		bool there = !n->exists_if_filled || c->demanded || c->called || form_answered(in, n);
		for (size_t k = 0; k < c->n_shown && there; k++)
			judge_inst(s, &c->insts[k]);
	}
}

void form_rules(struct form_state *s)
{
	s->raw = true;
	judge_inst(s, s->root);
	s->raw = false;
}
