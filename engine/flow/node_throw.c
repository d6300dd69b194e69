/* SPDX-License-Identifier: EUPL-1.2
 * None intermediate throw event (clause 10.5.4): passed at once; a mark, usually with a status the citizen reads. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", NULL };

const struct node_kind node_throw = {
	.element = "intermediateThrowEvent",
	.role = NODE_STEP,
	.attrs = attrs,
	.enter = flow_leave,
};
