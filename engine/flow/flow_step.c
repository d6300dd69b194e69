/* SPDX-License-Identifier: EUPL-1.2
 * One command, run to quiescence: tokens move until every one of them waits, is parked at a join or is gone. */
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

static bool get_value(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	const struct run *r = arg;
	if (index > 0)
		return false;
	*value = r->values[slot];
	return true;
}

bool flow_cond(struct run *r, const struct flow_seq *s, bool *yes)
{
	*yes = true;
	if (s->cond == NULL)
		return true;
	struct xpath_env env = { .arg = r, .get = get_value, .today = r->today, .scratch = r->arena };
	struct xpath_value v;
	struct err why;
	if (!xpath_eval(s->cond, &env, &v, &why))
		return flow_incident(
		    r, s->from, "Die Bedingung am Weg %.*s lässt sich nicht auswerten: %s", STR_ARG(s->id), why.text);
	*yes = v.type == XPATH_BOOL && v.boolean;
	return true;
}

/* ---- tokens ---- */

static bool spawn(struct run *r, const struct flow_node *n, unsigned scope, const struct flow_seq *in)
{
	if (++r->steps > FLOW_STEPS_MAX)
		return flow_incident(r, n, "Mehr als %d Schritte ohne Halt, der Ablauf dreht sich im Kreis.", FLOW_STEPS_MAX);
	flow_state_add_token(r->arena, &r->state,
	    (struct token){ .id = r->state.next++, .node = n, .scope = scope, .in = in, .phase = TOKEN_NEW });
	return true;
}

bool flow_leave_by(struct run *r, struct token *t, const struct flow_seq *s)
{
	t->phase = TOKEN_DEAD;
	return spawn(r, s->to, t->scope, s);
}

bool flow_leave_all(struct run *r, struct token *t)
{
	t->phase = TOKEN_DEAD;
	for (size_t i = 0; i < t->node->n_out; i++)
		if (!spawn(r, t->node->out[i]->to, t->scope, t->node->out[i]))
			return false;
	return true;
}

bool flow_leave(struct run *r, struct token *t)
{
	const struct flow_node *n = t->node;
	bool any = false; /* a flow was taken */
	bool met = false; /* a condition was true */
	for (size_t i = 0; i < n->n_out; i++) {
		bool yes;
		if (n->out[i] == n->otherwise)
			continue;
		if (!flow_cond(r, n->out[i], &yes) || (yes && !flow_leave_by(r, t, n->out[i])))
			return false;
		any |= yes;
		met |= yes && n->out[i]->cond != NULL;
	}
	if (n->otherwise != NULL && !met)
		return flow_leave_by(r, t, n->otherwise);
	if (n->n_out > 0 && !any)
		return flow_incident(r, n, "Keine Bedingung trifft zu, und es gibt keinen Standardweg.");
	t->phase = TOKEN_DEAD;
	return true;
}

static bool enter(struct run *r, struct token *t)
{
	const struct flow_node *n = t->node;
	flow_emit(r, (struct flow_effect){ .kind = FLOW_PASSED, .token = t->id, .element = n->id, .name = n->name });
	if (n->status.n > 0)
		flow_emit(r, (struct flow_effect){
		                 .kind = FLOW_STATUS, .token = t->id, .element = n->id, .name = n->name, .text = n->status });
	return n->kind->enter(r, t);
}

/* ---- commands ---- */

static bool start(struct run *r)
{
	if (r->state.next != 1)
		return err_set(r->err, ERR_BUG, "Der Vorgang läuft schon und kann nicht noch einmal gestartet werden.");
	struct scope root = { .id = r->state.next++, .node = r->flow->process };
	flow_state_add_scope(r->arena, &r->state, root);
	return spawn(r, root.node->start, root.id, NULL);
}

static bool complete(struct run *r, unsigned id)
{
	struct token *t = flow_state_token(&r->state, id);
	if (t == NULL || t->phase != TOKEN_WAIT)
		return err_set(r->err, ERR_CONFLICT, "Diese Aufgabe ist schon erledigt oder nicht mehr offen.");
	return t->node->kind->complete(r, t);
}

/* The list grows while it is walked: what is new at its end is the agenda. */
static bool settle(struct run *r)
{
	for (size_t i = 0; i < r->state.n_tokens; i++)
		if (r->state.tokens[i]->phase == TOKEN_NEW && !enter(r, r->state.tokens[i]))
			return false;
	return true;
}

static bool has_phase(const struct flow_state *s, enum token_phase phase)
{
	for (size_t i = 0; i < s->n_tokens; i++)
		if (s->tokens[i]->phase == phase)
			return true;
	return false;
}

/* ---- variables ---- */

/* Sets what changes holds, in the JSON object and by slot, or finds the one that does not belong there. */
static bool set_vars(struct run *r, json_t *vars, const json_t *changes)
{
	const struct flow *f = r->flow;
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)changes, name, value)
	{
		size_t slot = flow_var_index(f->vars, f->n_vars, str_c(name));
		if (slot == f->n_vars)
			return err_set(
			    r->err, ERR_INPUT, "Der Ablauf „%.*s“ kennt keine Variable „%s“.", STR_ARG(flow_id(f)), name);
		if (!flow_value(f->vars[slot].type, value, &r->values[slot]))
			return err_set(r->err, ERR_INPUT, "Der Wert der Variablen „%s“ hat den falschen Typ.", name);
		json_object_set(vars, name, value);
	}
	return true;
}

/* A new object with the old variables and the new ones, or NULL. Old ones that do not fit are our mistake, new ones the
 * caller's. */
static json_t *merge_vars(struct run *r, const json_t *old, const json_t *changes)
{
	json_t *vars = json_object();
	r->values = ARENA_ARRAY(r->arena, struct xpath_value, r->flow->n_vars);
	if (!set_vars(r, vars, old))
		r->err->kind = ERR_BUG;
	else if (set_vars(r, vars, changes))
		return vars;
	json_decref(vars);
	return NULL;
}

bool flow_step(struct arena *a, const struct flow *f, struct str state, const json_t *vars, const struct flow_input *in,
    struct date today, struct flow_result *out, struct err *err)
{
	struct run r = { .arena = a, .flow = f, .today = today, .err = err };
	if (!flow_state_read(a, f, state, &r.state, err))
		return false;
	json_t *merged = merge_vars(&r, vars, in->vars);
	if (merged == NULL)
		return false;
	bool good = in->kind == FLOW_START ? start(&r) : complete(&r, in->token);
	if (!good || !settle(&r)) {
		json_decref(merged);
		return false;
	}
	bool waits = has_phase(&r.state, TOKEN_WAIT);
	bool parked = has_phase(&r.state, TOKEN_JOIN);
	if (!waits && !parked) {
		r.state.n_scopes = 0;
		flow_emit(&r, (struct flow_effect){ .kind = FLOW_END, .element = f->process->id, .name = f->process->name });
	}
	*out = (struct flow_result){
		.state = flow_state_write(a, &r.state),
		.vars = merged,
		.effects = r.effects,
		.n_effects = r.n_effects,
		.ended = !waits && !parked,
		.stuck = !waits && parked,
	};
	return true;
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
		if (s.tokens[i]->phase == TOKEN_WAIT)
			out[n++] = (struct flow_waiting){ s.tokens[i]->id, s.tokens[i]->node->id };
	*list = out;
	return n;
}
