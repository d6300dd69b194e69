/* SPDX-License-Identifier: EUPL-1.2
 * A workflow as a list of steps, for people who do not read diagrams. */
#include "flow/flow_raw.h"

struct walk {
	struct arena *arena;
	const struct flow *flow;
	const struct flow_node **order;
	size_t n;
};

static bool seen(const struct walk *w, const struct flow_node *n)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->order[i] == n)
			return true;
	return false;
}

static void put(struct walk *w, const struct flow_node *n)
{
	if (n != NULL && !seen(w, n))
		w->order[w->n++] = n;
}

/* The start of a process or sub-process, and its event sub-processes. */
static void put_scope(struct walk *w, const struct flow_node *scope)
{
	put(w, scope->start);
	for (size_t i = 0; i < scope->n_begins; i++)
		put(w, scope->begins[i]);
	for (size_t i = 0; i < scope->n_handlers; i++)
		put(w, scope->handlers[i]->parent);
}

/* Breadth first: what happens earlier stands earlier. */
static void put_in_order(struct walk *w)
{
	put_scope(w, w->flow->process);
	for (size_t at = 0; at < w->n; at++) {
		const struct flow_node *n = w->order[at];
		for (size_t i = 0; i < n->n_out; i++)
			put(w, n->out[i]->to);
		put(w, n->partner);
		for (size_t i = 0; i < n->n_boundaries; i++)
			put(w, n->boundaries[i]);
		if (n->kind == &node_call)
			put_scope(w, n->start);
		else if (n->kind->holds)
			put_scope(w, n);
	}
}

static size_t number(const struct walk *w, const struct flow_node *n)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->order[i] == n)
			return i + 1;
	return 0;
}

static const struct flow_view_way *ways(const struct walk *w, const struct flow_node *n)
{
	struct flow_view_way *list = ARENA_ARRAY(w->arena, struct flow_view_way, n->n_out);
	for (size_t i = 0; i < n->n_out; i++) {
		const struct flow_seq *s = n->out[i];
		list[i] = (struct flow_view_way){
			.name = s->name,
			.id = s->id,
			.condition = s->cond == NULL ? STR("") : xpath_source(s->cond),
			.otherwise = s == n->otherwise,
			.to = number(w, s->to),
		};
	}
	return list;
}

size_t flow_view(struct arena *a, const struct flow *f, const struct flow_view_step **list_r)
{
	struct walk w = { a, f, ARENA_ARRAY(a, const struct flow_node *, f->n_nodes), 0 };
	put_in_order(&w);
	struct flow_view_step *list = ARENA_ARRAY(a, struct flow_view_step, w.n);
	for (size_t i = 0; i < w.n; i++) {
		const struct flow_node *n = w.order[i];
		list[i] = (struct flow_view_step){
			.id = n->id,
			.name = n->name,
			.element = n->kind->element,
			.status = n->status,
			.operation = n->kind == &node_service ? *(const struct str *)n->own : STR(""),
			.decision = node_rule_decision(n),
			.ways = ways(&w, n),
			.n_ways = n->n_out,
		};
	}
	*list_r = list;
	return w.n;
}

const struct str *flow_way_from(const struct flow *f, struct str way)
{
	for (size_t i = 0; i < f->n_nodes; i++)
		for (size_t k = 0; k < f->nodes[i].n_out; k++)
			if (str_eq(f->nodes[i].out[k]->id, way))
				return &f->nodes[i].id;
	return NULL;
}

const struct drawing *flow_drawing(const struct flow *f)
{
	return f->drawing;
}

static bool stands(const struct token *t)
{
	return t->phase == TOKEN_WAIT || t->phase == TOKEN_JOIN ||
	       (t->phase == TOKEN_BUSY && t->node->kind == &node_event_gateway);
}

size_t flow_here(struct arena *a, const struct flow *f, struct str state, const struct str **list)
{
	struct flow_state s;
	struct err err;
	*list = NULL;
	if (!flow_state_read(a, f, state, &s, &err))
		return 0;
	struct str *out = ARENA_ARRAY(a, struct str, s.n_tokens);
	size_t n = 0;
	for (size_t i = 0; i < s.n_tokens; i++) {
		bool known = !stands(s.tokens[i]);
		for (size_t k = 0; k < n && !known; k++)
			known = str_eq(out[k], s.tokens[i]->node->id);
		if (!known)
			out[n++] = s.tokens[i]->node->id;
	}
	*list = out;
	return n;
}
