/* SPDX-License-Identifier: EUPL-1.2
 * What the names in an expression stand for, whom that may be told, and which shown answers are behind it. */
#include "form/why/why.h"

bool why_is_call(const struct xpath_node *x, const char *name)
{
	return x->op == OP_CALL && strcmp(xpath_func_name(x), name) == 0;
}

bool why_is_if(const struct xpath_node *x)
{
	return why_is_call(x, "if") || why_is_call(x, "choose");
}

bool why_is_answer(const struct xpath_node *x)
{
	return x->op == OP_REF && !x->ref.list && !x->ref.group;
}

bool why_is_secret(const struct why *w, const struct form_node *n)
{
	return !w->all && n->what == NODE_FIELD && n->hidden && n->calculate == NULL;
}

bool why_is_helper(const struct form_node *n)
{
	return n->what == NODE_FIELD && n->hidden && n->calculate != NULL;
}

const struct form_node *why_target(const struct why_at *at, const struct xpath_node *ref)
{
	return at->w->s->form->refs[ref->ref.slot].target;
}

const struct form_inst *why_holder(const struct why_at *at, const struct xpath_node *ref)
{
	const struct form_ref *r = &at->w->s->form->refs[ref->ref.slot];
	const struct form_inst *in = at->in;
	for (unsigned i = 0; i < r->up; i++)
		in = in->parent;
	while (in != NULL && r->target->group != in->group) {
		const struct form_node *step = r->target->group;
		while (step->group != in->group)
			step = step->group;
		const struct form_cell *c = &in->cells[step->cell];
		in = c->n_insts > 0 ? &c->insts[0] : NULL;
	}
	return in;
}

struct xpath_value why_evaluate(const struct why_at *at, const struct xpath_node *x)
{
	struct form_spot spot = { .s = at->w->s, .in = at->in };
	struct xpath_env env = form_env(&spot);
	struct xpath_value v;
	struct err err;
	if ((x->op == OP_REF && !why_is_answer(x)) || !xpath_eval_node(at->x, x, &env, &v, &err))
		v = (struct xpath_value){ .type = XPATH_EMPTY };
	return v;
}

bool why_true(const struct why_at *at, const struct xpath_node *x)
{
	struct xpath_value v = why_evaluate(at, x);
	return v.type == XPATH_BOOL && v.boolean;
}

bool why_is_indirect(const struct why_at *at, const struct xpath_node *x)
{
	if (x->op == OP_REF)
		return why_is_helper(why_target(at, x)) || why_is_secret(at->w, why_target(at, x));
	for (const struct xpath_node *k = x->kids; k != NULL; k = k->next)
		if (why_is_indirect(at, k))
			return true;
	return false;
}

struct why_at why_behind(const struct why_at *at, const struct xpath_node *ref)
{
	return (struct why_at){ at->w, why_holder(at, ref), why_target(at, ref)->calculate, at->depth + 1 };
}

/* ---- the shown answers behind an expression ---- */

enum { INPUTS_MAX = 12 };

struct inputs {
	const struct form_node *seen[4 * INPUTS_MAX]; /* also helpers, each looked into once */
	size_t n_seen, n;
	struct buf text;
	bool secret;
};

static size_t entries(const struct why *w, const struct form_node *group)
{
	size_t n = 0;
	for (size_t i = 0; i < w->s->insts[group->group->number].n; i++)
		n += w->s->insts[group->group->number].list[i]->cells[group->cell].n_insts;
	return n;
}

static bool asked_somewhere(const struct why *w, const struct form_node *n)
{
	for (size_t i = 0; i < w->s->insts[n->group->number].n; i++)
		if (w->s->insts[n->group->number].list[i]->cells[n->cell].relevant)
			return true;
	return false;
}

static void add_input(const struct why *w, struct inputs *list, const struct form_node *n, const struct form_inst *in)
{
	struct str value = STR("");
	if (n->what == NODE_GROUP && n->repeat)
		value = WHY_SAY(w, "Einträge: {}", str_fmt(w->a, "%zu", entries(w, n)));
	else if (n->what == NODE_FIELD && in != NULL)
		value = why_answer(w, in, n);
	if (list->n++ > 0)
		buf_add_c(&list->text, ", ");
	buf_add(&list->text, why_name(w, n));
	if (value.n > 0)
		buf_add_fmt(&list->text, " (%.*s)", STR_ARG(value));
}

static void gather(
    const struct why *w, struct inputs *list, const struct form *f, const struct xpath_node *x, const struct why_at *at)
{
	if (x->op != OP_REF) {
		for (const struct xpath_node *k = x->kids; k != NULL; k = k->next)
			gather(w, list, f, k, at);
		return;
	}
	const struct form_node *n = f->refs[x->ref.slot].target;
	for (size_t i = 0; i < list->n_seen; i++)
		if (list->seen[i] == n)
			return;
	if (list->n_seen == sizeof list->seen / sizeof *list->seen || list->n == INPUTS_MAX)
		return;
	list->seen[list->n_seen++] = n;
	const struct form_inst *in = at != NULL && why_is_answer(x) ? why_holder(at, x) : NULL;
	if (why_is_helper(n)) {
		struct why_at behind = { .w = at == NULL ? NULL : at->w, .in = in, .x = n->calculate };
		gather(w, list, f, xpath_root(n->calculate), in == NULL ? NULL : &behind);
	} else if (why_is_secret(w, n)) {
		list->secret = true;
	} else if (asked_somewhere(w, n)) {
		add_input(w, list, n, in);
	}
}

struct str why_inputs(const struct why_at *at, const struct xpath_node *x)
{
	struct inputs list = { .text = buf_new(at->w->a) };
	gather(at->w, &list, at->w->s->form, x, at);
	if (list.secret && list.n > 0)
		buf_add_c(&list.text, ", ");
	if (list.secret)
		buf_add_c(&list.text, form_say(&at->w->s->world, "eine Angabe, die hier nicht gezeigt wird"));
	return buf_str(&list.text);
}
