/* SPDX-License-Identifier: EUPL-1.2
 * Service task: ozg:operation="notify:TEMPLATE" hands a message to the outbox and goes on.
 *
 * The effect is part of the same transaction as the step; delivery happens later and does not hold up the case. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "operation", NULL };

/* Of "notify:eingang" the part "eingang"; empty when it is not such an operation. */
static struct str template_of(struct str operation)
{
	struct str verb = STR("notify:");
	return str_starts(operation, verb) ? str_sub(operation, verb.n, operation.n) : STR("");
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	struct str operation = flow_raw_attr(n, "operation");
	struct str label = flow_raw_label(f, n);
	if (operation.n == 0)
		diag_error(f->diags, n->xml->pos, "missing-operation",
		    "Der Servicetask %.*s sagt nicht, was er tun soll. Ergänzen Sie ozg:operation=\"notify:VORLAGE\".",
		    STR_ARG(label));
	else if (!flow_is_id(template_of(operation)))
		diag_error(f->diags, xml_attr_ns(n->xml, FLOW_OZG_NS, "operation")->pos, "unknown-operation",
		    "Der Servicetask %.*s nennt die unbekannte Aktion „%.*s“. Möglich ist notify:VORLAGE, zum Beispiel "
		    "notify:eingang.",
		    STR_ARG(label), STR_ARG(operation));
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	struct arena *a = f->arena;
	struct str *operation = ARENA_NEW(a, struct str);
	*operation = str_dup(a, flow_raw_attr(n, "operation"));
	return operation;
}

static bool enter(struct run *r, struct token *t)
{
	const struct str *operation = t->node->own;
	flow_emit(r, (struct flow_effect){
	                 .kind = FLOW_SERVICE,
	                 .token = t->id,
	                 .element = t->node->id,
	                 .name = t->node->name,
	                 .text = *operation,
	             });
	return flow_leave(r, t);
}

const struct node_kind node_service = {
	.element = "serviceTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.check = check,
	.build = build,
	.enter = enter,
};
