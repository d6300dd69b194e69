/* SPDX-License-Identifier: EUPL-1.2
 * Intermediate throw event (clause 10.5.4): none is a mark, usually with a status the citizen reads; message, signal
 * and escalation are sent and the token goes on, unless whoever caught them ended it; link goes on at the link of the
 * same name. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", "correlation", NULL };
static const char *const below[] = { "payload", NULL };

static bool enter(struct run *r, struct token *t)
{
	const struct flow_node *link = t->node->partner;
	if (link != NULL)
		return flow_leave(r, t) && flow_spawn(r, link, t->scope, NULL) != NULL;
	if (!flow_throw_own(r, t))
		return false;
	return t->phase == TOKEN_DEAD || flow_leave(r, t);
}

const struct node_kind node_throw = {
	.element = "intermediateThrowEvent",
	.role = NODE_STEP,
	.attrs = attrs,
	.below = below,
	.triggers = 1u << TRIGGER_NONE | 1u << TRIGGER_MESSAGE | 1u << TRIGGER_SIGNAL | 1u << TRIGGER_ESCALATION |
	            1u << TRIGGER_LINK,
	.enter = enter,
};
