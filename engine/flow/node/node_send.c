/* SPDX-License-Identifier: EUPL-1.2
 * Send task (clause 13.3.3): sends its message and goes on. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", "correlation", NULL };
static const char *const below[] = { "payload", NULL };

static bool enter(struct run *r, struct token *t)
{
	return flow_throw_own(r, t) && flow_leave(r, t);
}

const struct node_kind node_send = {
	.element = "sendTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.below = below,
	.triggers = 1u << TRIGGER_MESSAGE,
	.enter = enter,
};
