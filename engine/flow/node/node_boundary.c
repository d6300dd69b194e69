/* SPDX-License-Identifier: EUPL-1.2
 * Boundary event (clauses 10.5.4 and 13.5.3): armed while its activity runs. Interrupting, it ends the activity with
 * all that belongs to it; else the activity goes on, and the event may happen again. Then one token leaves the event.
 */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "correlation", NULL };

bool node_boundary_begin(struct run *r, struct token *host, const struct flow_node *event)
{
	struct scope *s = host->scope;
	if (event->interrupts)
		flow_kill(r, host);
	return flow_spawn(r, event, s, NULL) != NULL;
}

static bool fire(struct run *r, struct token *t)
{
	return node_boundary_begin(r, t->owner, t->node);
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	const struct xml_attr *at = xml_attr(n->xml, "attachedToRef");
	if (n->host == NULL)
		diag_error(f->diags, at == NULL ? n->xml->pos : at->pos, "dangling-boundary",
		    "%.*s sitzt an „%.*s“ (attachedToRef): eine solche Aktivität gibt es hier nicht.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(xml_attr_value(n->xml, "attachedToRef")));
	if (n->trigger == TRIGGER_ERROR && !n->interrupts)
		diag_error(f->diags, n->xml->pos, "error-interrupts",
		    "%.*s fängt einen Fehler und muss die Aktivität abbrechen. Löschen Sie cancelActivity=\"false\".",
		    STR_ARG(flow_raw_label(f, n)));
}

const struct node_kind node_boundary = {
	.element = "boundaryEvent",
	.role = NODE_BOUNDARY,
	.attrs = attrs,
	.triggers = 1u << TRIGGER_MESSAGE | 1u << TRIGGER_TIMER | 1u << TRIGGER_ERROR | 1u << TRIGGER_SIGNAL |
	            1u << TRIGGER_ESCALATION | 1u << TRIGGER_CONDITION,
	.check = check,
	.enter = flow_leave,
	.fire = fire,
	.close = flow_unlisten,
};
