/* SPDX-License-Identifier: EUPL-1.2
 * Parallel gateway (clause 13.4.1): fires when every incoming flow holds a token, takes one of each, and sends one
 * along every outgoing flow. Flows are looked at, never tokens counted: a second token of the same flow stays for the
 * next time. Conditions behind it mean nothing. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { NULL };

static void check(const struct raw_flow *f, struct raw_node *n)
{
	for (size_t i = 0; i < n->n_out; i++)
		if (n->out[i]->expr != NULL)
			diag_warning(f->diags, n->out[i]->xml->pos, "useless-condition",
			    "Die Bedingung am Weg %.*s wird nicht beachtet: hinter einem parallelen Gateway werden alle Wege "
			    "gegangen.",
			    STR_ARG(n->out[i]->id));
}

/* The oldest token of each incoming flow that is parked here, by flow->place; false when a flow has none. */
static bool gather(struct run *r, const struct token *t, struct token **first)
{
	size_t missing = t->node->n_in;
	for (size_t i = 0; i < r->state.n_tokens && missing > 0; i++) {
		struct token *x = r->state.tokens[i];
		if (x->node == t->node && x->scope == t->scope && x->phase == TOKEN_JOIN && first[x->in->place] == NULL) {
			first[x->in->place] = x;
			missing--;
		}
	}
	return missing == 0;
}

static bool enter(struct run *r, struct token *t)
{
	struct token **first = ARENA_ARRAY(r->arena, struct token *, t->node->n_in);
	t->phase = TOKEN_JOIN;
	if (!gather(r, t, first))
		return true;
	for (size_t i = 0; i < t->node->n_in; i++)
		first[i]->phase = TOKEN_DEAD;
	return flow_leave_all(r, t);
}

const struct node_kind node_parallel = {
	.element = "parallelGateway",
	.role = NODE_STEP,
	.attrs = attrs,
	.rests = TOKEN_JOIN,
	.check = check,
	.enter = enter,
};
