/* SPDX-License-Identifier: EUPL-1.2
 * Events while a command runs: waiting for them, throwing them, and who gets them (clauses 10.5 and 13.5). */
#include "flow/flow_model.h"

/* ---- waiting ---- */

struct flow_effect flow_opening(const struct token *t)
{
	struct flow_effect e = { .kind = FLOW_END, .token = t->id, .element = t->node->id, .name = t->node->name };
	switch (t->node->event.trigger) {
	case TRIGGER_TIMER:
		e.kind = FLOW_JOB_OPEN;
		e.run_at = t->due;
		break;
	case TRIGGER_MESSAGE:
		e.kind = FLOW_WAIT_OPEN;
		e.text = t->node->event.name;
		e.key = t->key;
		break;
	case TRIGGER_SIGNAL:
		e.kind = FLOW_LISTEN_OPEN;
		e.text = t->node->event.name;
		break;
	default:
		break; /* conditions are tried whenever the instance is looked at */
	}
	return e;
}

/* The correlation of a message, as text. */
static bool correlate(struct run *r, const struct token *t, struct str *out)
{
	const struct xpath *x = t->node->event.expr;
	struct xpath_value v;
	*out = STR("");
	if (x == NULL)
		return true;
	if (!flow_eval(r, t, x, "Die Zuordnung (ozg:correlation)", &v))
		return false;
	*out = str_dup(r->arena, xpath_text(r->arena, &v));
	if (out->n == 0)
		return flow_incident(r, t->node, "Die Zuordnung (ozg:correlation) der Nachricht ist leer.");
	return true;
}

/* The timer of the token's node, as it is to be set now. */
static bool timer_of(struct run *r, const struct token *t, struct flow_timer *out)
{
	const struct flow_event *ev = &t->node->event;
	bool empty = false;
	*out = *ev->timer;
	if (ev->when == NULL)
		return true;
	return flow_when(r, t, ev->when, ev->timer->kind, out, &empty) &&
	       (!empty ||
	           flow_incident(r, t->node, "Der Zeitpunkt „%.*s“ ist leer.", STR_ARG(str_trim(xpath_source(ev->when)))));
}

bool flow_listen(struct run *r, struct token *t)
{
	const struct flow_event *ev = &t->node->event;
	if (ev->trigger == TRIGGER_TIMER) {
		struct flow_timer timer;
		if (!timer_of(r, t, &timer))
			return false;
		t->due = flow_timer_first(&timer, r->now);
		t->left = timer.kind == TIMER_CYCLE ? timer.times : 1;
	} else if (ev->trigger == TRIGGER_MESSAGE && !correlate(r, t, &t->key)) {
		return false;
	}
	struct flow_effect e = flow_opening(t);
	if (e.kind != FLOW_END)
		flow_emit(r, e);
	return true;
}

void flow_unlisten(struct run *r, const struct token *t)
{
	if (t->node->event.trigger == TRIGGER_TIMER)
		flow_emit_at(r, FLOW_JOB_CLOSE, t);
	else if (t->node->event.trigger == TRIGGER_MESSAGE)
		flow_emit_at(r, FLOW_WAIT_CLOSE, t);
	else if (t->node->event.trigger == TRIGGER_SIGNAL)
		flow_emit_at(r, FLOW_LISTEN_CLOSE, t);
}

bool flow_arm(
    struct run *r, const struct flow_node *n, struct scope *scope, struct token *owner, const struct flow_seq *in)
{
	if (n->event.trigger == TRIGGER_ERROR || n->event.trigger == TRIGGER_ESCALATION)
		return true;
	struct token *t = flow_spawn(r, n, scope, in);
	if (t == NULL)
		return false;
	t->phase = TOKEN_ARMED;
	t->owner = owner;
	if (owner != NULL)
		owner->arms = true;
	return flow_listen(r, t);
}

/* The next firing of a cycle is armed as a token of its own, so that nobody takes it for the last one. */
static bool rearm(struct run *r, const struct token *t)
{
	struct flow_timer timer;
	if (t->left == 1)
		return true;
	if (!timer_of(r, t, &timer))
		return false;
	struct token *next = flow_spawn(r, t->node, t->scope, t->in);
	if (next == NULL)
		return false;
	next->phase = TOKEN_ARMED;
	next->owner = t->owner;
	next->left = t->left == 0 ? 0 : t->left - 1;
	next->due = flow_timer_next(&timer, t->due, r->now);
	flow_emit(r, flow_opening(next));
	return true;
}

bool flow_fire(struct run *r, struct token *t)
{
	if (t->phase == TOKEN_WAIT)
		return t->node->kind->complete(r, t);
	bool stays = t->node->kind != &node_catch && t->node->kind != &node_receive && !t->node->interrupts;
	if (stays && t->node->event.trigger == TRIGGER_TIMER) {
		if (!rearm(r, t))
			return false;
		flow_unlisten(r, t);
		t->phase = TOKEN_DEAD;
	}
	return t->node->kind->fire(r, t);
}

/* ---- throwing ---- */

/* The event of the list that catches ev: of its very code, else one of any code. */
static const struct flow_node *catcher(const struct flow_node *const *list, size_t n, const struct flow_event *ev)
{
	const struct flow_node *any = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct flow_event *x = &list[i]->event;
		if (x->trigger != ev->trigger)
			continue;
		if (x->name.n > 0 && str_eq(x->name, ev->name))
			return list[i];
		if (x->name.n == 0 && any == NULL)
			any = list[i];
	}
	return any;
}

/* Is the token an event sub-process in which start is at work, or after which no other handler may come? */
static bool handles(const struct token *t, const struct flow_node *start)
{
	return t != NULL && t->node->by_event && (t->node->start->interrupts || t->node->start == start);
}

bool flow_throw(struct run *r, struct scope *s, struct token *at, const struct flow_event *ev, bool *caught)
{
	*caught = true;
	for (;;) {
		if (at != NULL) {
			s = at->scope;
			const struct flow_node *b =
			    token_is_instance(at) ? NULL : catcher(at->node->boundaries, at->node->n_boundaries, ev);
			if (b != NULL)
				return node_boundary_begin(r, at, b);
		}
		const struct flow_node *h = s->many ? NULL : catcher(s->node->handlers, s->node->n_handlers, ev);
		if (h != NULL && !handles(at, h))
			return node_handler_begin(r, s, h);
		at = s->owner;
		if (at == NULL) {
			*caught = false;
			return true;
		}
	}
}

bool flow_signal(struct run *r, struct str name)
{
	size_t n = r->state.n_tokens; /* who begins to listen now has missed it */
	for (size_t i = 0; i < n; i++) {
		struct token *t = r->state.tokens[i];
		if ((t->phase != TOKEN_WAIT && t->phase != TOKEN_ARMED) || t->node->event.trigger != TRIGGER_SIGNAL ||
		    !str_eq(t->node->event.name, name))
			continue;
		if (!flow_fire(r, t))
			return false;
	}
	return true;
}

bool flow_throw_own(struct run *r, struct token *t)
{
	const struct flow_event *ev = &t->node->event;
	struct flow_effect e = { .token = t->id, .element = t->node->id, .name = t->node->name, .text = ev->name };
	bool caught;
	json_t *payload = NULL;
	if (ev->n_payload > 0 && !flow_hand_all(r, t, ev->payload, ev->n_payload, &payload))
		return false;
	e.vars = payload;
	switch (ev->trigger) {
	case TRIGGER_MESSAGE:
		e.kind = FLOW_SEND;
		if (!correlate(r, t, &e.key))
			return false;
		flow_emit(r, e);
		return true;
	case TRIGGER_SIGNAL:
		e.kind = FLOW_BROADCAST;
		flow_emit(r, e);
		return flow_signal(r, ev->name);
	case TRIGGER_ESCALATION:
		return flow_throw(r, t->scope, NULL, ev, &caught);
	case TRIGGER_ERROR:
		if (!flow_throw(r, t->scope, NULL, ev, &caught))
			return false;
		if (!caught)
			return flow_incident(r, t->node, "Den Fehler „%.*s“ fängt niemand ab.", STR_ARG(ev->name));
		return true;
	default:
		return true;
	}
}
