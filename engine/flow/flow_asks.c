/* SPDX-License-Identifier: EUPL-1.2
 * What the conditions of a workflow ask of its variables, for who knows where the variables come from. */
#include "flow/flow_model.h"

#include "xpath/xpath_tree.h"

struct asks {
	struct arena *a;
	const struct flow *f;
	struct flow_ask *list;
	size_t n, cap;
};

static void add(struct asks *k, const struct xpath_node *ref, struct str text, struct str where)
{
	if (ref->ref.slot >= k->f->process->n_vars)
		return; /* of a repeated activity, or of a called process */
	if (k->n == k->cap) {
		size_t cap = k->cap == 0 ? 16 : k->cap * 2;
		k->list = arena_grow(k->a, k->list, k->cap * sizeof *k->list, cap * sizeof *k->list);
		k->cap = cap;
	}
	k->list[k->n++] = (struct flow_ask){ &k->f->vars[ref->ref.slot], text, where };
}

static bool is_literal(const struct xpath_node *x)
{
	return x->op == OP_CONST && x->constant.type == XPATH_TEXT;
}

static void walk(struct asks *k, const struct xpath_node *x, struct str where)
{
	if (x->op == OP_REF)
		add(k, x, STR(""), where);
	const struct xpath_node *l = x->kids, *r = l == NULL ? NULL : l->next;
	if ((x->op == OP_EQ || x->op == OP_NE) && l->op == OP_REF && is_literal(r))
		add(k, l, r->constant.text, where);
	else if ((x->op == OP_EQ || x->op == OP_NE) && r->op == OP_REF && is_literal(l))
		add(k, r, l->constant.text, where);
	for (const struct xpath_node *kid = x->kids; kid != NULL; kid = kid->next)
		walk(k, kid, where);
}

static void walk_all(struct asks *k, const struct xpath *x, struct str where)
{
	if (x != NULL)
		walk(k, xpath_root(x), where);
}

size_t flow_asks(struct arena *a, const struct flow *f, const struct flow_ask **list)
{
	struct asks k = { .a = a, .f = f };
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct flow_node *n = &f->nodes[i];
		for (size_t s = 0; s < n->n_out; s++)
			walk_all(&k, n->out[s]->cond, n->out[s]->id);
		walk_all(&k, n->event.expr, n->id);
		walk_all(&k, n->event.when, n->id);
		walk_all(&k, n->loop == NULL ? NULL : n->loop->count, n->id);
		walk_all(&k, n->loop == NULL ? NULL : n->loop->cond, n->id);
	}
	*list = k.list;
	return k.n;
}
