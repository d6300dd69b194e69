/* SPDX-License-Identifier: EUPL-1.2
 * Which nodes of a scope a token can come from to a flow into an inclusive join: bit sets, made once. */
#include "flow/flow_raw.h"

struct flow_reach {
	size_t words;         /* of one set */
	const uint64_t *sets; /* two for each flow by its place: sequence flows and links only; boundary events too */
};

/* Marks the node unless it is marked, and puts it on the stack to be looked at. */
static size_t visit(uint64_t *set, const struct raw_node *n, const struct raw_node **stack, size_t top)
{
	uint64_t bit = UINT64_C(1) << n->place % 64;
	if (set[n->place / 64] & bit)
		return top;
	set[n->place / 64] |= bit;
	stack[top++] = n;
	return top;
}

/* Backwards from the flow; the join itself is never passed. */
static void spread(
    const struct raw_flow *f, const struct raw_seq *to, bool by_boundary, uint64_t *set, const struct raw_node **stack)
{
	const struct raw_node *join = to->to;
	size_t top = to->from == join ? 0 : visit(set, to->from, stack, 0);
	while (top > 0) {
		const struct raw_node *n = stack[--top];
		for (size_t i = 0; i < n->n_in; i++)
			if (n->in[i]->from != join)
				top = visit(set, n->in[i]->from, stack, top);
		if (n->host != NULL && by_boundary)
			top = visit(set, n->host, stack, top);
		for (size_t i = 0; n->trigger == TRIGGER_LINK && i < f->n_nodes; i++)
			if (f->nodes[i].partner == n)
				top = visit(set, &f->nodes[i], stack, top);
	}
}

const struct flow_reach *flow_reach_build(const struct raw_flow *f, const struct raw_node *join)
{
	size_t n = join->parent->n_children;
	size_t words = n / 64 + 1;
	uint64_t *sets = ARENA_ARRAY(f->arena, uint64_t, 2 * join->n_in * words);
	const struct raw_node **stack = ARENA_ARRAY(f->arena, const struct raw_node *, n);
	for (size_t i = 0; i < join->n_in; i++)
		for (size_t k = 0; k < 2; k++)
			spread(f, join->in[i], k == 1, sets + (2 * i + k) * words, stack);
	struct flow_reach *r = ARENA_NEW(f->arena, struct flow_reach);
	*r = (struct flow_reach){ words, sets };
	return r;
}

bool flow_reaches(const struct flow_reach *r, size_t place, const struct flow_node *n, bool by_boundary)
{
	const uint64_t *set = r->sets + (2 * place + by_boundary) * r->words;
	return set[n->place / 64] >> n->place % 64 & 1;
}

bool flow_reach_cycle(const struct raw_flow *f, const struct raw_node *n)
{
	size_t words = n->parent->n_children / 64 + 1;
	uint64_t *set = ARENA_ARRAY(f->arena, uint64_t, words);
	const struct raw_node **stack = ARENA_ARRAY(f->arena, const struct raw_node *, n->parent->n_children);
	size_t top = 0;
	for (size_t i = 0; i < n->n_out; i++)
		if (n->out[i]->to != NULL)
			top = visit(set, n->out[i]->to, stack, top);
	while (top > 0) {
		const struct raw_node *x = stack[--top];
		for (size_t i = 0; i < x->n_out; i++)
			if (x->out[i]->to != NULL)
				top = visit(set, x->out[i]->to, stack, top);
		if (x->partner != NULL)
			top = visit(set, x->partner, stack, top);
	}
	return set[n->place / 64] >> n->place % 64 & 1;
}
