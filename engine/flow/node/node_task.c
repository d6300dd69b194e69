/* SPDX-License-Identifier: EUPL-1.2
 * Untyped and manual task (clause 13.3.3): work the engine knows nothing of. Passed at once, kept in the history. */
#include "flow/flow_model.h"

static const char *const attrs[] = { "status", NULL };

const struct node_kind node_task = {
	.element = "task",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.enter = flow_leave,
};

const struct node_kind node_manual = {
	.element = "manualTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.enter = flow_leave,
};
