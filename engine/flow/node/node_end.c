/* SPDX-License-Identifier: EUPL-1.2
 * End event (clause 13.5.6): the token is consumed. Terminate ends every token of its own scope, not of the one around
 * it; error ends what its handler interrupts, and without a handler it is an incident. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", "correlation", NULL };
static const char *const below[] = { "payload", NULL };

static bool enter(struct run *r, struct token *t)
{
	if (!flow_leave(r, t))
		return false;
	if (t->node->event.trigger == TRIGGER_TERMINATE)
		flow_clear(r, t->scope);
	return flow_throw_own(r, t);
}

const struct node_kind node_end = {
	.element = "endEvent",
	.role = NODE_END,
	.attrs = attrs,
	.below = below,
	.triggers = 1u << TRIGGER_NONE | 1u << TRIGGER_MESSAGE | 1u << TRIGGER_ERROR | 1u << TRIGGER_TERMINATE |
	            1u << TRIGGER_SIGNAL | 1u << TRIGGER_ESCALATION,
	.enter = enter,
};
