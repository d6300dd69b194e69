/* SPDX-License-Identifier: EUPL-1.2
 * What an expression sees from where it stands: the values of what it names. */
#include "form/form_model.h"

#include "base/json.h"

bool form_filled(const struct form_cell *c)
{
	return c->value.type != XPATH_EMPTY || c->n_codes > 0;
}

/* Whether anything is answered in an instance, hidden answers not counted. */
static bool inst_filled(const struct form_inst *in)
{
	for (size_t i = 0; i < in->group->n_members; i++) {
		const struct form_cell *c = &in->cells[i];
		if (!c->relevant)
			continue;
		for (size_t k = 0; k < c->n_insts; k++)
			if (inst_filled(&c->insts[k]))
				return true;
		if (form_filled(c))
			return true;
	}
	return false;
}

/* To rules a wrong answer is an answer: with its text, or as some value of the type that the rule expects. */
static struct xpath_value raw_value(const struct form_node *n, const struct form_cell *c)
{
	if (c->value.type != XPATH_EMPTY || form_json_empty(c->json) || n->calculate != NULL)
		return c->value;
	struct xpath_value v = { .type = n->kind->type };
	if (v.type == XPATH_TEXT || v.type == XPATH_CODE)
		v.text = form_json_text(c->json);
	return v;
}

static void add(const struct form_state *s, struct form_list *l, struct xpath_value v)
{
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 16 : 2 * l->cap;
		l->values = arena_grow(s->arena, l->values, l->n * sizeof v, cap * sizeof v);
		l->cap = cap;
	}
	l->values[l->n++] = v;
}

/* Adds the values at target below in. */
static void add_values(
    const struct form_state *s, const struct form_inst *in, const struct form_node *target, struct form_list *l)
{
	const struct xpath_value yes = { .type = XPATH_BOOL, .boolean = true };
	const struct form_node *step = target;
	while (step->group != in->group)
		step = step->group;
	const struct form_cell *c = &in->cells[step->cell];
	if (!c->relevant && !(s->raw && c->forbidden))
		return;
	if (step != target) {
		for (size_t i = 0; i < c->n_insts; i++)
			add_values(s, &c->insts[i], target, l);
	} else if (target->what == NODE_GROUP && s->raw) {
		if (form_answered(in, step))
			add(s, l, yes);
	} else if (target->what == NODE_GROUP) {
		for (size_t i = 0; i < c->n_insts; i++)
			if (target->repeat || inst_filled(&c->insts[i]))
				add(s, l, yes);
	} else if (target->kind->json == FIELD_CODES) {
		for (size_t i = 0; i < c->n_codes; i++)
			add(s, l, (struct xpath_value){ .type = XPATH_CODE, .text = c->codes[i] });
	} else {
		add(s, l, s->raw ? raw_value(target, c) : c->value);
	}
}

/* The values of a list, made once in an evaluation. Two lists are kept, as many as a comparison goes through in turns.
 */
static const struct form_list *list_of(const struct form_spot *at, unsigned slot, const struct form_inst *in)
{
	struct form_lists *lists = at->s->lists;
	for (size_t i = 0; i < 2; i++)
		if (lists->list[i].evaluation == at->evaluation && lists->list[i].slot == slot)
			return &lists->list[i];
	struct form_list *l = &lists->list[lists->oldest];
	lists->oldest = !lists->oldest;
	l->evaluation = at->evaluation;
	l->slot = slot;
	l->n = 0;
	add_values(at->s, in, at->s->form->refs[slot].target, l);
	return l;
}

static bool get(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	const struct form_spot *at = arg;
	const struct form_ref *ref = &at->s->form->refs[slot];
	const struct form_inst *in = at->in;
	for (unsigned i = 0; i < ref->up; i++)
		in = in->parent;
	struct xpath_value room;
	struct form_list one = { .values = &room, .cap = 1 };
	if (!ref->list)
		add_values(at->s, in, ref->target, &one);
	const struct form_list *l = ref->list ? list_of(at, slot, in) : &one;
	bool there = index < l->n;
	*value = there ? l->values[index] : (struct xpath_value){ .type = XPATH_EMPTY };
	return there || !ref->list;
}

struct xpath_env form_env(struct form_spot *spot)
{
	const struct form_state *s = spot->s;
	spot->evaluation = ++s->lists->evaluations;
	return (struct xpath_env){ .arg = spot,
		.get = get,
		.today = s->world.today,
		.scratch = s->arena,
		.decided = s->world.decided,
		.decided_arg = s->world.decided_arg };
}

bool form_evaluate(struct form_state *s, const struct form_inst *in, const struct xpath *x, struct xpath_value *out,
    struct field_fault *fault)
{
	struct form_spot spot = { .s = s, .in = in };
	struct xpath_env env = form_env(&spot);
	struct err err;
	if (xpath_eval(x, &env, out, &err))
		return true;
	if (fault->code == NULL) {
		*fault = (struct field_fault){ .code = "expression",
			.message = str_fmt(
			    s->arena, form_say(&s->world, "Eine Regel des Formulars lässt sich nicht auswerten: %s"), err.text) };
	}
	return false;
}

bool form_true(struct form_state *s, const struct form_inst *in, const struct xpath *x, struct field_fault *fault)
{
	struct xpath_value v;
	return form_evaluate(s, in, x, &v, fault) && v.type == XPATH_BOOL && v.boolean;
}
