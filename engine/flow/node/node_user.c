/* SPDX-License-Identifier: EUPL-1.2
 * User task (clause 13.3.3): opens a task for the office and waits until a person completes it.
 *
 * ozg:form="id" is the task form, ozg:office="id" another office than the responsible one, ozg:notBy="Task_A Task_B"
 * names the tasks whose actors must not complete this one (four-eyes). That is mutual: of two that are open at once
 * nobody knows which comes first. Who the actors were only the database knows: the step passes the names on, and the
 * statement that stores it refuses. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "form", "office", "notBy", NULL };

/* What flow_effect says of a task, all but the token. */
static struct flow_effect describe(const struct flow_node *n)
{
	struct flow_effect e = *(const struct flow_effect *)n->own;
	e.element = n->id;
	e.name = n->name;
	return e;
}

/* Takes the next name off a list separated by white space. */
static bool next_name(struct str *rest, struct str *name)
{
	while (str_next(rest, ' ', name))
		if (name->n > 0)
			return true;
	return false;
}

static void keep_apart(struct arena *a, struct raw_node *n, struct raw_node *other)
{
	for (size_t i = 0; i < n->n_apart; i++)
		if (n->apart[i] == other)
			return;
	if (n->n_apart == n->cap_apart) {
		size_t cap = n->cap_apart == 0 ? 4 : n->cap_apart * 2;
		n->apart = arena_grow(a, n->apart, n->cap_apart * sizeof *n->apart, cap * sizeof *n->apart);
		n->cap_apart = cap;
	}
	n->apart[n->n_apart++] = other;
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	flow_raw_check_id(f, n, "form");
	flow_raw_check_id(f, n, "office");
	struct str rest = flow_raw_attr(n, "notBy");
	struct str name;
	while (next_name(&rest, &name)) {
		struct raw_node *other = flow_raw_node(f, name);
		if (other != NULL && other->kind == &node_user) {
			keep_apart(f->arena, n, other);
			keep_apart(f->arena, other, n);
			continue;
		}
		struct str label = flow_raw_label(f, n);
		diag_error(f->diags, xml_attr_ns(n->xml, FLOW_OZG_NS, "notBy")->pos, "not-by",
		    "ozg:notBy von %.*s nennt „%.*s“: %s. Nennen Sie die Id einer Benutzeraufgabe (userTask) dieses Ablaufs.",
		    STR_ARG(label), STR_ARG(name), other == NULL ? "das gibt es nicht" : "das ist keine Benutzeraufgabe");
	}
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	struct arena *a = f->arena;
	struct flow_effect *e = ARENA_NEW(a, struct flow_effect);
	e->kind = FLOW_TASK_OPEN;
	e->form = str_dup(a, flow_raw_attr(n, "form"));
	e->office = str_dup(a, flow_raw_attr(n, "office"));
	struct str *not_by = ARENA_ARRAY(a, struct str, n->n_apart);
	for (size_t i = 0; i < n->n_apart; i++)
		not_by[i] = str_dup(a, n->apart[i]->id);
	e->not_by = not_by;
	e->n_not_by = n->n_apart;
	return e;
}

static bool enter(struct run *r, struct token *t)
{
	struct flow_effect e = describe(t->node);
	e.token = t->id;
	flow_emit(r, e);
	t->phase = TOKEN_WAIT;
	return true;
}

static void close_task(struct run *r, const struct token *t)
{
	flow_emit_at(r, FLOW_TASK_CLOSE, t);
}

static bool complete(struct run *r, struct token *t)
{
	close_task(r, t);
	return flow_leave(r, t);
}

bool flow_task(const struct flow *f, struct str element, struct flow_effect *out)
{
	const struct flow_node *n = flow_node(f, element);
	if (n == NULL || n->kind != &node_user)
		return false;
	*out = describe(n);
	return true;
}

const struct node_kind node_user = {
	.element = "userTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.rests = TOKEN_WAIT,
	.check = check,
	.build = build,
	.enter = enter,
	.complete = complete,
	.close = close_task,
};
