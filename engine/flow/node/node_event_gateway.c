/* SPDX-License-Identifier: EUPL-1.2
 * Event-based gateway (clause 13.4.4): the token stays while the events behind it are awaited. The first one wins, and
 * the token goes its way; the others are no longer awaited. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { NULL };

static void check(const struct raw_flow *f, struct raw_node *n)
{
	if (str_eq_c(xml_attr_value(n->xml, "eventGatewayType"), "Parallel") ||
	    str_eq_c(xml_attr_value(n->xml, "instantiate"), "true"))
		diag_error(f->diags, n->xml->pos, "unsupported",
		    "%.*s: eventGatewayType=\"Parallel\" und instantiate=\"true\" werden nicht unterstützt. Löschen Sie das "
		    "Attribut.",
		    STR_ARG(flow_raw_label(f, n)));
	for (size_t i = 0; i < n->n_out; i++) {
		const struct raw_node *to = n->out[i]->to;
		if (to == NULL || to->kind == NULL)
			continue;
		if ((to->kind == &node_catch && to->trigger != TRIGGER_LINK) || to->kind == &node_receive)
			continue;
		diag_error(f->diags, n->out[i]->xml->pos, "not-an-event",
		    "Hinter dem ereignisbasierten Gateway %.*s steht %.*s. Dort sind nur Zwischenereignisse "
		    "(intermediateCatchEvent) und Empfangsaufgaben (receiveTask) möglich.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(flow_raw_label(f, to)));
	}
}

static bool enter(struct run *r, struct token *t)
{
	t->phase = TOKEN_BUSY;
	for (size_t i = 0; i < t->node->n_out; i++)
		if (!flow_arm(r, t->node->out[i]->to, t->scope, t, t->node->out[i]))
			return false;
	return true;
}

bool node_gateway_won(struct run *r, struct token *t)
{
	flow_note_left(r, t->owner);
	flow_kill(r, t->owner); /* and all that is armed for it, this one too */
	struct token *winner = flow_spawn(r, t->node, t->scope, t->in);
	if (winner == NULL)
		return false;
	flow_pass(r, winner);
	return flow_leave(r, winner);
}

const struct node_kind node_event_gateway = {
	.element = "eventBasedGateway",
	.role = NODE_STEP,
	.attrs = attrs,
	.rests = TOKEN_BUSY,
	.check = check,
	.enter = enter,
};
