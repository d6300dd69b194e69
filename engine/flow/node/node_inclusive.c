/* SPDX-License-Identifier: EUPL-1.2
 * Inclusive gateway (clauses 13.4.3 and 10.6.3). Behind it every flow whose condition is true is taken, else the
 * default flow. As a join it fires, with one token of each flow that holds one, as soon as no other token of its scope
 * can come by a flow that holds none without passing the gateway; unless that token can also come by one that does.
 *
 * Whether a token may still come is asked only when nothing else moves. Then it is a look into bit sets made at
 * publication. On its way a token may be taken over by a boundary event (it can block), but the exception is for those
 * who come by sequence flows. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { NULL };

static void check(const struct raw_flow *f, struct raw_node *n)
{
	if (n->n_in > 1 && flow_reach_cycle(f, n))
		diag_warning(f->diags, n->xml->pos, "inclusive-loop",
		    "Das inklusive Gateway %.*s führt zusammen und liegt in einer Schleife. Prüfen Sie, ob immer klar ist, auf "
		    "wen es wartet.",
		    STR_ARG(flow_raw_label(f, n)));
	if (n->n_out < 2)
		return;
	size_t n_cond = 0;
	for (size_t i = 0; i < n->n_out; i++)
		n_cond += n->out[i]->expr != NULL;
	if (n_cond == n->n_out && n->otherwise == NULL)
		diag_warning(f->diags, n->xml->pos, "no-default",
		    "Die Verzweigung %.*s hat keinen Standardweg (default). Trifft keine Bedingung zu, hält der Vorgang mit "
		    "einer Störung an.",
		    STR_ARG(flow_raw_label(f, n)));
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	return n->n_in > 1 ? flow_reach_build(f, n) : NULL;
}

/* By flow->place: the oldest token parked here. */
static void gather(const struct run *r, const struct token *t, struct token **first)
{
	for (size_t i = 0; i < r->state.n_tokens; i++) {
		struct token *x = r->state.tokens[i];
		if (x->node == t->node && x->scope == t->scope && x->phase == TOKEN_JOIN && first[x->in->place] == NULL)
			first[x->in->place] = x;
	}
}

/* May x still come by a flow that holds no token, and by none that holds one? */
static bool blocks(const struct token *x, const struct flow_node *n, struct token *const *first)
{
	const struct flow_reach *reach = n->own;
	bool may = false;
	for (size_t i = 0; i < n->n_in; i++) {
		if (first[i] == NULL)
			may |= flow_reaches(reach, i, x->node, true);
		else if (flow_reaches(reach, i, x->node, false))
			return false;
	}
	return may;
}

static bool quiet(struct run *r, struct token *t, bool *moved)
{
	const struct flow_node *n = t->node;
	struct token **first = ARENA_ARRAY(r->arena, struct token *, n->n_in);
	gather(r, t, first);
	for (size_t i = 0; i < r->state.n_tokens; i++) {
		const struct token *x = r->state.tokens[i];
		if (x->scope == t->scope && x->node != n && x->phase != TOKEN_ARMED && blocks(x, n, first))
			return true;
	}
	*moved = true;
	for (size_t i = 0; i < n->n_in; i++)
		if (first[i] != NULL && first[i] != t)
			first[i]->phase = TOKEN_DEAD;
	return flow_leave(r, t); /* tokens are asked in their order: t is the oldest of its flow */
}

static bool enter(struct run *r, struct token *t)
{
	if (t->node->n_in < 2)
		return flow_leave(r, t);
	t->phase = TOKEN_JOIN;
	return true;
}

const struct node_kind node_inclusive = {
	.element = "inclusiveGateway",
	.role = NODE_STEP,
	.attrs = attrs,
	.rests = TOKEN_JOIN,
	.check = check,
	.build = build,
	.enter = enter,
	.quiet = quiet,
};
