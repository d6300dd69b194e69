/* SPDX-License-Identifier: EUPL-1.2
 * One command, run to quiescence: tokens move until every one of them waits, is parked at a join or is gone. Joins that
 * depend on what else is going on, conditions and empty scopes are looked at only then. */
#include "base/json.h"
#include "flow/flow_model.h"

#include <stdarg.h>

/* ---- what nodes call ---- */

void flow_emit(struct run *r, struct flow_effect e)
{
	if (r->n_effects == r->cap_effects) {
		size_t cap = r->cap_effects == 0 ? 16 : r->cap_effects * 2;
		r->effects = arena_grow(r->arena, r->effects, r->cap_effects * sizeof e, cap * sizeof e);
		r->cap_effects = cap;
	}
	r->effects[r->n_effects++] = e;
}

bool flow_incident(struct run *r, const struct flow_node *n, const char *fmt, ...)
{
	char text[sizeof r->err->text];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return err_set(r->err, ERR_BROKEN, "Der Vorgang hält bei „%.*s“ an: %s", STR_ARG(n->id), text);
}

void flow_emit_at(struct run *r, enum flow_effect_kind kind, const struct token *t)
{
	flow_emit(r, (struct flow_effect){ .kind = kind, .token = t->id, .element = t->node->id, .name = t->node->name });
}

bool flow_scope_has_vars(const struct scope *s)
{
	const struct flow_node *n = s->node;
	if (n->kind == &node_process)
		return s->owner != NULL;
	return !s->many && n->loop != NULL && n->loop->collects;
}

json_t *flow_frame(const struct run *r, const struct token *t, size_t slot)
{
	const struct scope *s = t->scope;
	while (s->node->kind != &node_process && (s->vars == NULL || s->node->loop->give != slot))
		s = s->owner->scope;
	return s->vars != NULL ? s->vars : r->vars;
}

json_t *flow_get(const struct run *r, const struct token *t, size_t slot)
{
	struct str name = r->flow->vars[slot].name;
	return json_object_getn(flow_frame(r, t, slot), name.p, name.n);
}

static bool get_value(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	const struct run *r = arg;
	const struct flow *f = r->flow;
	if (slot < f->n_vars && f->vars[slot].many) {
		const json_t *list = flow_get(r, r->at, slot);
		return index < json_array_size(list) && flow_value(f->vars[slot].type, json_array_get(list, index), value);
	}
	if (index > 0)
		return false;
	if (slot >= f->n_vars)
		flow_loop_value(r, slot - f->n_vars, value);
	else if (flow_frame(r, r->at, slot) == r->vars)
		*value = r->values[slot];
	else
		flow_value(f->vars[slot].type, flow_get(r, r->at, slot), value); /* it was checked when it was set */
	return true;
}

bool flow_eval(struct run *r, const struct token *t, const struct xpath *x, const char *what, struct xpath_value *out)
{
	struct xpath_env env = { .arg = r, .get = get_value, .today = r->today, .scratch = r->arena };
	struct err why;
	r->at = t;
	return xpath_eval(x, &env, out, &why) ||
	       flow_incident(r, t->node, "%s lässt sich nicht auswerten: %s", what, why.text);
}

bool flow_cond(struct run *r, const struct token *t, const struct flow_seq *s, bool *yes)
{
	*yes = true;
	if (s->cond == NULL)
		return true;
	struct xpath_env env = { .arg = r, .get = get_value, .today = r->today, .scratch = r->arena };
	struct xpath_value v;
	struct err why;
	r->at = t;
	if (!xpath_eval(s->cond, &env, &v, &why))
		return flow_incident(
		    r, s->from, "Die Bedingung am Weg %.*s lässt sich nicht auswerten: %s", STR_ARG(s->id), why.text);
	*yes = v.type == XPATH_BOOL && v.boolean;
	return true;
}

/* ---- tokens ---- */

struct token *flow_spawn(struct run *r, const struct flow_node *n, struct scope *scope, const struct flow_seq *in)
{
	if (++r->steps > FLOW_STEPS_MAX) {
		flow_incident(r, n, "Mehr als %d Schritte ohne Halt, der Ablauf dreht sich im Kreis.", FLOW_STEPS_MAX);
		return NULL;
	}
	return flow_state_add_token(r->arena, &r->state,
	    (struct token){ .id = r->state.next++, .node = n, .scope = scope, .in = in, .phase = TOKEN_NEW });
}

static void disarm(struct run *r, struct token *owner)
{
	for (size_t i = 0; owner->arms && i < r->state.n_tokens; i++)
		if (r->state.tokens[i]->phase == TOKEN_ARMED && r->state.tokens[i]->owner == owner)
			flow_kill(r, r->state.tokens[i]);
}

void flow_note_left(struct run *r, const struct token *t)
{
	if (r->n_left == r->cap_left) {
		size_t cap = r->cap_left == 0 ? 16 : r->cap_left * 2;
		r->left = arena_grow(r->arena, r->left, r->cap_left * sizeof *r->left, cap * sizeof *r->left);
		r->cap_left = cap;
	}
	r->left[r->n_left++] = (struct flow_left){ t->id, t->node->id };
}

/* The token is done with its node. */
static void finish(struct run *r, struct token *t)
{
	disarm(r, t);
	t->phase = TOKEN_DEAD;
	flow_note_left(r, t);
}

void flow_clear(struct run *r, struct scope *s)
{
	size_t n = r->state.n_tokens;
	for (size_t i = 0; i < n; i++)
		if (r->state.tokens[i]->scope == s)
			flow_kill(r, r->state.tokens[i]);
}

void flow_kill(struct run *r, struct token *t)
{
	enum token_phase was = t->phase;
	if (was == TOKEN_DEAD)
		return;
	disarm(r, t);
	t->phase = TOKEN_DEAD;
	if ((was == TOKEN_WAIT || was == TOKEN_ARMED) && t->node->kind->close != NULL)
		t->node->kind->close(r, t);
	for (size_t i = 0; was == TOKEN_BUSY && i < r->state.n_scopes; i++) {
		struct scope *s = r->state.scopes[i];
		if (s->owner != t || s->over)
			continue;
		s->over = true;
		flow_clear(r, s);
	}
}

static bool take(struct run *r, const struct token *t, const struct flow_seq *s)
{
	return flow_spawn(r, s->to, t->scope, s) != NULL;
}

bool flow_leave_by(struct run *r, struct token *t, const struct flow_seq *s)
{
	finish(r, t);
	return take(r, t, s);
}

bool flow_leave_all(struct run *r, struct token *t)
{
	finish(r, t);
	for (size_t i = 0; i < t->node->n_out; i++)
		if (!take(r, t, t->node->out[i]))
			return false;
	return true;
}

bool flow_leave(struct run *r, struct token *t)
{
	const struct flow_node *n = t->node;
	bool any = false; /* a flow was taken */
	bool met = false; /* a condition was true */
	finish(r, t);
	if (token_is_instance(t))
		return flow_loop_done(r, t);
	for (size_t i = 0; i < n->n_out; i++) {
		bool yes;
		if (n->out[i] == n->otherwise)
			continue;
		if (!flow_cond(r, t, n->out[i], &yes) || (yes && !take(r, t, n->out[i])))
			return false;
		any |= yes;
		met |= yes && n->out[i]->cond != NULL;
	}
	if (n->otherwise != NULL && !met)
		return take(r, t, n->otherwise);
	return n->n_out == 0 || any || flow_incident(r, n, "Keine Bedingung trifft zu, und es gibt keinen Standardweg.");
}

struct scope *flow_scope_of(const struct run *r, const struct token *t)
{
	size_t i = r->state.n_scopes;
	while (i > 0 && r->state.scopes[i - 1]->owner != t)
		i--;
	return i == 0 ? NULL : r->state.scopes[i - 1];
}

bool flow_open_scope(
    struct run *r, struct token *owner, const struct flow_node *n, const struct flow_node *start, json_t *vars)
{
	struct scope *s =
	    flow_state_add_scope(r->arena, &r->state, (struct scope){ .id = r->state.next++, .owner = owner, .node = n });
	if (flow_scope_has_vars(s))
		s->vars = vars != NULL ? vars : json_keep(r->arena, json_object());
	if (owner != NULL)
		owner->phase = TOKEN_BUSY;
	for (size_t i = 0; i < n->n_handlers; i++)
		if (!flow_arm(r, n->handlers[i], s, NULL, NULL))
			return false;
	for (size_t i = 0; start == NULL && i < n->n_begins; i++)
		if (flow_spawn(r, n->begins[i], s, NULL) == NULL)
			return false;
	return start == NULL || flow_spawn(r, start, s, NULL) != NULL;
}

void flow_pass(struct run *r, const struct token *t)
{
	const struct flow_node *n = t->node;
	flow_emit(r, (struct flow_effect){ .kind = FLOW_PASSED,
	                 .token = t->id,
	                 .element = n->id,
	                 .name = n->name,
	                 .key = t->in == NULL ? STR("") : t->in->id });
	if (n->status.n > 0)
		flow_emit(r, (struct flow_effect){
		                 .kind = FLOW_STATUS, .token = t->id, .element = n->id, .name = n->name, .text = n->status });
}

static bool enter(struct run *r, struct token *t)
{
	const struct flow_node *n = t->node;
	if (token_is_instance(t))
		return n->kind->enter(r, t);
	flow_pass(r, t);
	bool stays = n->kind->rests != TOKEN_NEW || n->loop != NULL;
	for (size_t i = 0; stays && i < n->n_boundaries; i++)
		if (!flow_arm(r, n->boundaries[i], t->scope, t, NULL))
			return false;
	return n->loop != NULL ? flow_loop_enter(r, t) : n->kind->enter(r, t);
}

/* ---- to quiescence ---- */

/* The list grows while it is walked: what is new at its end is the agenda. */
static bool drain(struct run *r)
{
	enum { COMPACT = 256 };
	while (r->seen < r->state.n_tokens) {
		struct token *t = r->state.tokens[r->seen++];
		if (t->phase == TOKEN_NEW && !enter(r, t))
			return false;
		if (r->seen % COMPACT != 0)
			continue;
		size_t behind = r->state.n_tokens - r->seen; /* all of them alive or armed, or they would not be new */
		for (size_t i = r->seen; i < r->state.n_tokens; i++)
			behind -= r->state.tokens[i]->phase == TOKEN_DEAD;
		flow_state_compact(r->arena, &r->state);
		r->seen = r->state.n_tokens - behind;
	}
	flow_state_compact(r->arena, &r->state);
	r->seen = r->state.n_tokens;
	return true;
}

/* A condition fires when it becomes true. */
static bool try_condition(struct run *r, struct token *t, bool *moved)
{
	struct xpath_value v;
	if (!flow_eval(r, t, t->node->event.expr, "Die Bedingung", &v))
		return false;
	bool was = t->left > 0;
	bool is = v.type == XPATH_BOOL && v.boolean;
	t->left = is;
	if (was || !is)
		return true;
	*moved = true;
	return flow_fire(r, t);
}

/* Gateways and conditions that look at everything else. */
static bool try_quiet(struct run *r, bool *moved)
{
	for (size_t i = 0; i < r->state.n_tokens && !*moved; i++) {
		struct token *t = r->state.tokens[i];
		bool listens = t->phase == TOKEN_WAIT || t->phase == TOKEN_ARMED;
		if (t->phase == TOKEN_JOIN && t->node->kind->quiet != NULL && !t->node->kind->quiet(r, t, moved))
			return false;
		if (listens && t->node->event.trigger == TRIGGER_CONDITION && !try_condition(r, t, moved))
			return false;
	}
	return true;
}

static bool end_scope(struct run *r, struct scope *s)
{
	if (s->many)
		return flow_loop_next(r, s);
	s->over = true;
	flow_clear(r, s); /* what is still armed */
	return s->owner == NULL || s->owner->node->kind->complete(r, s->owner);
}

/* The newest scope in which no token is left: inner ones first. */
static bool try_scopes(struct run *r, bool *moved)
{
	struct flow_state *st = &r->state;
	for (size_t i = 0; i < st->n_scopes; i++)
		st->scopes[i]->live = 0;
	for (size_t i = 0; i < st->n_tokens; i++)
		st->tokens[i]->scope->live += st->tokens[i]->phase != TOKEN_ARMED;
	for (size_t i = st->n_scopes; i-- > 0 && !*moved;) {
		if (st->scopes[i]->live > 0 || st->scopes[i]->over)
			continue;
		*moved = true;
		return end_scope(r, st->scopes[i]);
	}
	return true;
}

static bool settle(struct run *r)
{
	bool moved;
	do {
		moved = false;
		if (!drain(r) || !try_quiet(r, &moved) || (!moved && !try_scopes(r, &moved)))
			return false;
	} while (moved);
	return true;
}

/* ---- commands ---- */

static bool start(struct run *r, struct str id)
{
	const struct flow_node *process = r->flow->process;
	const struct flow_node *n = id.n == 0 ? process->start : flow_node(r->flow, id);
	if (r->state.next != 1)
		return err_set(r->err, ERR_BUG, "Der Vorgang läuft schon und kann nicht noch einmal gestartet werden.");
	if (n == NULL || n->parent != process || n->kind->role != NODE_START)
		return err_set(r->err, ERR_INPUT,
		    "Der Ablauf „%.*s“ kann so nicht gestartet werden: kein Startereignis „%.*s“.", STR_ARG(flow_id(r->flow)),
		    STR_ARG(id));
	return flow_open_scope(r, NULL, process, n, NULL);
}

/* Is this what the token waits for? */
static bool awaits(const struct token *t, enum flow_input_kind kind)
{
	switch (t->node->event.trigger) {
	case TRIGGER_NONE:
		return t->phase == TOKEN_WAIT && (kind == FLOW_COMPLETE || kind == FLOW_ERROR);
	case TRIGGER_TIMER:
		return kind == FLOW_TIMER;
	case TRIGGER_MESSAGE:
		return kind == FLOW_MESSAGE;
	default:
		return false;
	}
}

static bool fail_task(struct run *r, struct token *t, struct str code)
{
	const struct flow_event ev = { .trigger = TRIGGER_ERROR, .name = code };
	bool caught;
	if (!flow_throw(r, t->scope, t, &ev, &caught))
		return false;
	return caught || flow_incident(r, t->node, "Den Fehler „%.*s“ fängt niemand ab.", STR_ARG(code));
}

static bool obey(struct run *r, const struct flow_input *in)
{
	if (in->kind == FLOW_START)
		return start(r, in->name);
	if (in->kind == FLOW_SIGNAL)
		return flow_signal(r, in->name);
	struct token *t = flow_state_token(&r->state, in->token);
	if (t == NULL || (t->phase != TOKEN_WAIT && t->phase != TOKEN_ARMED) || !awaits(t, in->kind))
		return err_set(r->err, ERR_CONFLICT, "Diese Aufgabe ist schon erledigt oder nicht mehr offen.");
	if (in->kind == FLOW_TIMER && in->now < t->due)
		return err_set(r->err, ERR_CONFLICT, "Diese Frist ist noch nicht abgelaufen.");
	return in->kind == FLOW_ERROR ? fail_task(r, t, in->name) : flow_fire(r, t);
}

static bool has_phase(const struct flow_state *s, enum token_phase phase)
{
	for (size_t i = 0; i < s->n_tokens; i++)
		if (s->tokens[i]->phase == phase)
			return true;
	return false;
}

/* ---- variables ---- */

/* value is yours, whatever comes back. */
static bool set_in(struct run *r, json_t *frame, size_t slot, json_t *value)
{
	const struct flow_var *var = &r->flow->vars[slot];
	bool good = flow_var_fits(var, value);
	if (good && frame == r->vars && !var->many)
		flow_value(var->type, value, &r->values[slot]);
	json_object_setn_new(frame, var->name.p, var->name.n, value);
	return good;
}

bool flow_set(struct run *r, const struct token *t, size_t slot, json_t *value)
{
	return set_in(r, flow_frame(r, t, slot), slot, value) ||
	       flow_incident(
	           r, t->node, "Der Wert der Variablen „%.*s“ hat den falschen Typ.", STR_ARG(r->flow->vars[slot].name));
}

/* Sets what changes holds for the token, NULL: for the process as a whole, or finds the one that does not belong there.
 */
static bool set_vars(struct run *r, const struct token *t, const json_t *changes)
{
	const struct flow *f = r->flow;
	const struct flow_node *process = t == NULL ? f->process : flow_process_of(t->node);
	const struct flow_var *vars = f->vars + process->first_var;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)changes, name, value)
	{
		size_t slot = flow_var_index(vars, process->n_vars, str_c(name));
		if (slot == process->n_vars)
			return err_set(
			    r->err, ERR_INPUT, "Der Ablauf „%.*s“ kennt keine Variable „%s“.", STR_ARG(process->id), name);
		slot += process->first_var;
		if (!set_in(r, t == NULL ? r->vars : flow_frame(r, t, slot), slot, json_incref(value)))
			return err_set(r->err, ERR_INPUT, "Der Wert der Variablen „%s“ hat den falschen Typ.", name);
	}
	return true;
}

bool flow_begin_vars(struct run *r, const json_t *vars)
{
	r->vars = json_object();
	r->values = ARENA_ARRAY(r->arena, struct xpath_value, r->flow->n_vars);
	if (set_vars(r, NULL, vars))
		return true;
	json_decref(r->vars);
	r->err->kind = ERR_BUG;
	return false;
}

bool flow_step(struct arena *a, const struct flow *f, struct str state, const json_t *vars, const struct flow_input *in,
    struct date today, struct flow_result *out, struct err *err)
{
	struct run r = { .arena = a, .flow = f, .today = today, .now = in->now, .err = err };
	if (!flow_state_read(a, f, state, &r.state, err))
		return false;
	r.seen = r.state.n_tokens;
	if (!flow_begin_vars(&r, vars))
		return false;
	if (!set_vars(&r, flow_state_token(&r.state, in->token), in->vars) || !obey(&r, in) || !settle(&r)) {
		json_decref(r.vars);
		return false;
	}
	bool ended = r.state.n_scopes == 0;
	bool waits = has_phase(&r.state, TOKEN_WAIT) || has_phase(&r.state, TOKEN_ARMED);
	if (ended)
		flow_emit(&r, (struct flow_effect){ .kind = FLOW_END, .element = f->process->id, .name = f->process->name });
	struct str after = flow_state_write(a, &r.state);
	if (after.n > FLOW_STATE_MAX) {
		json_decref(r.vars);
		return flow_incident(&r, f->process, "So vieles zugleich (%zu offene Schritte) geht nicht.", r.state.n_tokens);
	}
	*out = (struct flow_result){
		.state = after,
		.vars = r.vars,
		.effects = r.effects,
		.n_effects = r.n_effects,
		.left = r.left,
		.n_left = r.n_left,
		.ended = ended,
		.stuck = !ended && !waits,
	};
	return true;
}

size_t flow_open(struct arena *a, const struct flow *f, struct str state, const struct flow_effect **list)
{
	struct flow_state s;
	struct err err;
	*list = NULL;
	if (!flow_state_read(a, f, state, &s, &err))
		return 0;
	struct flow_effect *out = ARENA_ARRAY(a, struct flow_effect, s.n_tokens);
	size_t n = 0;
	for (size_t i = 0; i < s.n_tokens; i++) {
		const struct token *t = s.tokens[i];
		if (t->phase != TOKEN_WAIT && t->phase != TOKEN_ARMED)
			continue;
		out[n] = flow_opening(t);
		if (flow_task(f, t->node->id, &out[n])) {
			out[n].token = t->id;
			out[n].run_at = t->due;
		}
		n += out[n].kind != FLOW_END;
	}
	*list = out;
	return n;
}

size_t flow_waiting(struct arena *a, const struct flow *f, struct str state, const struct flow_waiting **list)
{
	struct flow_state s;
	struct err err;
	*list = NULL;
	if (!flow_state_read(a, f, state, &s, &err))
		return 0;
	struct flow_waiting *out = ARENA_ARRAY(a, struct flow_waiting, s.n_tokens);
	size_t n = 0;
	for (size_t i = 0; i < s.n_tokens; i++)
		if (s.tokens[i]->phase == TOKEN_WAIT && s.tokens[i]->node->event.trigger == TRIGGER_NONE)
			out[n++] = (struct flow_waiting){ s.tokens[i]->id, s.tokens[i]->node->id };
	*list = out;
	return n;
}

size_t flow_vars_seen(struct arena *a, const struct flow *f, struct str state, const json_t *vars, unsigned token,
    const struct flow_var **list, const json_t **values)
{
	struct run r = { .arena = a, .flow = f, .vars = (json_t *)vars };
	struct err err;
	const struct token *t = flow_state_read(a, f, state, &r.state, &err) ? flow_state_token(&r.state, token) : NULL;
	const struct flow_node *process = t == NULL ? f->process : flow_process_of(t->node);
	json_t *seen = json_keep(a, json_object());
	*list = f->vars + process->first_var;
	*values = seen;
	for (size_t i = 0; i < process->n_vars; i++) {
		struct str name = (*list)[i].name;
		json_t *value = t == NULL ? json_object_getn(vars, name.p, name.n) : flow_get(&r, t, process->first_var + i);
		if (value != NULL)
			json_object_setn(seen, name.p, name.n, value);
	}
	return process->n_vars;
}
