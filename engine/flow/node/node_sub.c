/* SPDX-License-Identifier: EUPL-1.2
 * Embedded sub-process (clause 13.3.4): a scope of its own; the token goes on when no token is left in it. An event
 * sub-process (clause 13.5.4) is begun by its start event, and then its token ends. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", NULL };

static bool enter(struct run *r, struct token *t)
{
	return flow_open_scope(r, t, t->node, t->node->start, NULL);
}

static bool complete(struct run *r, struct token *t)
{
	return flow_leave(r, t);
}

const struct node_kind node_sub = {
	.element = "subProcess",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.holds = true,
	.rests = TOKEN_BUSY,
	.enter = enter,
	.complete = complete,
};
