/* SPDX-License-Identifier: EUPL-1.2
 * Start event (clause 10.5.2): where the first token stands. Of a process: the none start, or one that a message, a
 * timer or a signal from outside begins; ozg:office="id" is whose cases those are. Of an event sub-process
 * (clause 13.5.4): what it is begun by; armed beside its scope. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "correlation", "office", NULL };

/* Interrupting: everything else in the scope ends, and the scope goes on with the handler alone. */
bool node_handler_begin(struct run *r, struct scope *s, const struct flow_node *start)
{
	if (start->interrupts)
		flow_clear(r, s);
	struct token *t = flow_spawn(r, start->parent, s, NULL);
	if (t == NULL)
		return false;
	flow_pass(r, t);
	return flow_open_scope(r, t, t->node, start, NULL);
}

static bool fire(struct run *r, struct token *t)
{
	return node_handler_begin(r, t->scope, t->node);
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	flow_raw_check_id(f, n, "office");
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	struct str *office = ARENA_NEW(f->arena, struct str);
	*office = str_dup(f->arena, flow_raw_attr(n, "office"));
	return office;
}

const struct node_kind node_start = {
	.element = "startEvent",
	.role = NODE_START,
	.attrs = attrs,
	.triggers = 1u << TRIGGER_NONE | 1u << TRIGGER_MESSAGE | 1u << TRIGGER_TIMER | 1u << TRIGGER_SIGNAL |
	            1u << TRIGGER_ERROR | 1u << TRIGGER_ESCALATION | 1u << TRIGGER_CONDITION,
	.check = check,
	.build = build,
	.enter = flow_leave,
	.fire = fire,
	.close = flow_unlisten,
};
