/* SPDX-License-Identifier: EUPL-1.2
 * Receive task (clause 13.3.3): waits for its message, like a catch event that can carry boundary events. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", "correlation", NULL };

static bool enter(struct run *r, struct token *t)
{
	t->phase = TOKEN_WAIT;
	return flow_listen(r, t);
}

static bool complete(struct run *r, struct token *t)
{
	flow_unlisten(r, t);
	return flow_leave(r, t);
}

const struct node_kind node_receive = {
	.element = "receiveTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.triggers = 1u << TRIGGER_MESSAGE,
	.rests = TOKEN_WAIT,
	.enter = enter,
	.complete = complete,
	.fire = node_gateway_won,
	.close = flow_unlisten,
};
