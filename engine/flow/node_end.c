/* SPDX-License-Identifier: EUPL-1.2
 * None end event (clause 13.5.6): the token is consumed. The instance is over when it was the last one. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", NULL };

const struct node_kind node_end = {
	.element = "endEvent",
	.role = NODE_END,
	.attrs = attrs,
	.enter = flow_leave,
};
