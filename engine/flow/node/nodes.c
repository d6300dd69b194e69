/* SPDX-License-Identifier: EUPL-1.2
 * The elements this engine executes: a new one is a file node_*.c and a line here. */
#include "flow/flow_model.h"

static const struct node_kind *const kinds[] = {
	&node_start,
	&node_end,
	&node_throw,
	&node_catch,
	&node_boundary,
	&node_task,
	&node_manual,
	&node_user,
	&node_service,
	&node_send,
	&node_receive,
	&node_script,
	&node_rule,
	&node_sub,
	&node_call,
	&node_exclusive,
	&node_parallel,
	&node_inclusive,
	&node_event_gateway,
};

const struct node_kind *nodes_find(struct str element)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_eq_c(element, kinds[i]->element))
			return kinds[i];
	return NULL;
}

struct str nodes_list(struct arena *a)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		buf_add_fmt(&b, "%s%s", i == 0 ? "" : ", ", kinds[i]->element);
	return buf_str(&b);
}
