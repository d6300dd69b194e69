/* SPDX-License-Identifier: EUPL-1.2
 * None start event (clause 10.5.2): where the first token stands. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", NULL };

const struct node_kind node_start = {
	.element = "startEvent",
	.role = NODE_START,
	.attrs = attrs,
	.enter = flow_leave,
};
