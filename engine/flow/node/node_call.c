/* SPDX-License-Identifier: EUPL-1.2
 * Call activity (clause 13.3.4): a scope in which another process of the same file runs, from its none start event. It
 * uses the variables of the file; so caller and called cannot drift apart. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", NULL };

static void check(const struct raw_flow *f, struct raw_node *n)
{
	struct str id = flow_raw_called(n);
	if (n->called == NULL)
		diag_error(f->diags, n->xml->pos, "dangling-call",
		    "%.*s ruft den Prozess „%.*s“ auf (calledElement): er steht nicht in dieser Datei. Nehmen Sie ihn auf.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(id));
}

static bool enter(struct run *r, struct token *t)
{
	return flow_open_scope(r, t, t->node->start, t->node->start->start);
}

static bool complete(struct run *r, struct token *t)
{
	return flow_leave(r, t);
}

const struct node_kind node_call = {
	.element = "callActivity",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.rests = TOKEN_BUSY,
	.check = check,
	.enter = enter,
	.complete = complete,
};
