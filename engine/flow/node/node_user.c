/* SPDX-License-Identifier: EUPL-1.2
 * User task (clause 13.3.3): opens a task for the office and waits until a person completes it.
 *
 * ozg:form="id" is the task form, ozg:office="id" another office than the responsible one, ozg:notBy="Task_A Task_B"
 * names the tasks whose actors must not complete this one (four-eyes). That is mutual: of two that are open at once
 * nobody knows which comes first. Who the actors were only the database knows: the step passes the names on, and the
 * statement that stores it refuses.
 *
 * ozg:due="P14D" is until when it is to be done, counted from its opening: a duration, a date, or an expression that
 * gives one of these or a number of days; an empty one sets no deadline. ozg:priority is 1, the most urgent, to 9. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "form", "office", "notBy", "due", "priority", NULL };

enum { PRIORITY_USUAL = 5, PRIORITY_MAX = 9 };

struct task {
	struct flow_effect effect; /* all but token and deadline */
	bool has_due;
	struct flow_timer due;
	const struct xpath *when; /* what the deadline is set by; NULL: it is due */
};

/* What flow_effect says of a task, all but the token. */
static struct flow_effect describe(const struct flow_node *n)
{
	struct flow_effect e = ((const struct task *)n->own)->effect;
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

static void check_due(const struct raw_flow *f, struct raw_node *n, const struct xml_attr *due)
{
	struct str text = str_trim(due->value);
	n->timer.kind = TIMER_DUE;
	if (!flow_when_is_expr(text)) {
		if (!flow_timer_parse(TIMER_DUE, text, &n->timer))
			diag_error(f->diags, due->pos, "bad-due",
			    "%.*s: ozg:due=\"%.*s\" ist keine Frist. Schreiben Sie eine Dauer wie P14D, ein Datum oder einen "
			    "Ausdruck, der eines davon ergibt, wie add-working-days(today(), 10, '09').",
			    STR_ARG(flow_raw_label(f, n)), STR_ARG(text));
		return;
	}
	n->when.code = flow_compile_attr(f, n, due);
	if (n->when.code != NULL && !flow_when_fits(TIMER_DUE, xpath_result_type(n->when.code)))
		diag_error(f->diags, due->pos, "bad-due",
		    "%.*s: Der Ausdruck in ozg:due ergibt keine Frist. Verlangt ist ein Datum, eine Zahl von Tagen oder ein "
		    "Text wie 'P14D'.",
		    STR_ARG(flow_raw_label(f, n)));
}

static int priority_of(const struct raw_node *n)
{
	struct str text = flow_raw_attr(n, "priority");
	if (text.n == 0)
		return PRIORITY_USUAL;
	return text.n == 1 && text.p[0] >= '1' && text.p[0] <= '0' + PRIORITY_MAX ? text.p[0] - '0' : 0;
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	const struct xml_attr *due = xml_attr_ns(n->xml, FLOW_OZG_NS, "due");
	flow_raw_check_id(f, n, "form");
	flow_raw_check_id(f, n, "office");
	if (due != NULL)
		check_due(f, n, due);
	if (priority_of(n) == 0)
		diag_error(f->diags, xml_attr_ns(n->xml, FLOW_OZG_NS, "priority")->pos, "bad-priority",
		    "%.*s: ozg:priority=\"%.*s\" ist keine Zahl von 1 (zuerst) bis %d. Üblich ist %d.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(flow_raw_attr(n, "priority")), PRIORITY_MAX, PRIORITY_USUAL);
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
	struct task *k = ARENA_NEW(a, struct task);
	struct flow_effect *e = &k->effect;
	*k = (struct task){
		.has_due = xml_attr_ns(n->xml, FLOW_OZG_NS, "due") != NULL, .due = n->timer, .when = n->when.code
	};
	e->priority = priority_of(n);
	e->kind = FLOW_TASK_OPEN;
	e->form = str_dup(a, flow_raw_attr(n, "form"));
	e->office = str_dup(a, flow_raw_attr(n, "office"));
	struct str *not_by = ARENA_ARRAY(a, struct str, n->n_apart);
	for (size_t i = 0; i < n->n_apart; i++)
		not_by[i] = str_dup(a, n->apart[i]->id);
	e->not_by = not_by;
	e->n_not_by = n->n_apart;
	return k;
}

/* The deadline of the task that opens now. */
static bool set_due(struct run *r, struct token *t)
{
	const struct task *k = t->node->own;
	struct flow_timer due = k->due;
	bool none = !k->has_due;
	if (k->when != NULL && !flow_when(r, t, k->when, TIMER_DUE, &due, &none))
		return false;
	t->due = none ? 0 : flow_timer_until(&due, r->now);
	return true;
}

static bool enter(struct run *r, struct token *t)
{
	if (!set_due(r, t))
		return false;
	struct flow_effect e = describe(t->node);
	e.token = t->id;
	e.run_at = t->due;
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
