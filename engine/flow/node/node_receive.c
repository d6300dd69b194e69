/* SPDX-License-Identifier: EUPL-1.2
 * Receive task (clause 13.3.3): waits for its message, like a catch event that can carry boundary events. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "correlation", NULL };

static void check(const struct raw_flow *f, struct raw_node *n)
{
	const struct xml_attr *at = xml_attr(n->xml, "instantiate");
	if (at != NULL && !str_eq_c(str_trim(at->value), "false"))
		diag_error(f->diags, at->pos, "unsupported",
		    "%.*s: instantiate=\"%.*s\" wird nicht unterstützt: einen Vorgang beginnt ein Startereignis mit der "
		    "Nachricht. Löschen Sie das Attribut.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(at->value));
}

static bool enter(struct run *r, struct token *t)
{
	t->phase = TOKEN_WAIT;
	return flow_listen(r, t);
}

static bool complete(struct run *r, struct token *t)
{
	flow_unlisten(r, t);
	return flow_leave(r, t);
}

const struct node_kind node_receive = {
	.element = "receiveTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.triggers = 1u << TRIGGER_MESSAGE,
	.rests = TOKEN_WAIT,
	.check = check,
	.enter = enter,
	.complete = complete,
	.fire = node_gateway_won,
	.close = flow_unlisten,
};
