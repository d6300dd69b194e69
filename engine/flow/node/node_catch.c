/* SPDX-License-Identifier: EUPL-1.2
 * Intermediate catch event (clause 10.5.4): waits for a message, a timer, a signal or a condition. Behind an
 * event-based gateway it is armed there. The link is only where the link throw event goes on. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", "correlation", NULL };

static bool enter(struct run *r, struct token *t)
{
	if (t->node->event.trigger == TRIGGER_LINK)
		return flow_leave(r, t);
	t->phase = TOKEN_WAIT;
	return flow_listen(r, t);
}

static bool complete(struct run *r, struct token *t)
{
	flow_unlisten(r, t);
	return flow_leave(r, t);
}

const struct node_kind node_catch = {
	.element = "intermediateCatchEvent",
	.role = NODE_STEP,
	.attrs = attrs,
	.triggers = 1u << TRIGGER_MESSAGE | 1u << TRIGGER_TIMER | 1u << TRIGGER_SIGNAL | 1u << TRIGGER_CONDITION |
	            1u << TRIGGER_LINK,
	.rests = TOKEN_WAIT,
	.enter = enter,
	.complete = complete,
	.fire = node_gateway_won,
	.close = flow_unlisten,
};
