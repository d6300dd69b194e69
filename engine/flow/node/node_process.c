/* SPDX-License-Identifier: EUPL-1.2
 * The process: the outermost scope, or what a call activity runs. No token ever stands on it. */
#include "flow/flow_model.h"

const struct node_kind node_process = {
	.element = "process",
	.role = NODE_SCOPE,
	.holds = true,
};
