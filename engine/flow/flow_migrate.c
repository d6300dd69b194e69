/* SPDX-License-Identifier: EUPL-1.2
 * Moves a state to another version of its workflow. The state is read with the old model, every pointer into it is
 * turned to the new one, events beside steps are adjusted; what comes out must be a state that the new model accepts.
 */
#include "flow/flow_migrate.h"
#include "base/json.h"
#include "base/zone.h"
#include "flow/flow_model.h"

struct move {
	struct run run; /* of the new model */
	const struct flow *old;
	const struct flow_plan *plan;
};

static bool stays(struct move *m, const struct flow_node *n, const char *why)
{
	return err_set(m->run.err, ERR_CONFLICT, "steht bei „%.*s“ (%.*s): %s", STR_ARG(n->name.n > 0 ? n->name : n->id),
	    STR_ARG(n->id), why);
}

/* ---- which has become which ---- */

static int by_from(const void *key, const void *map)
{
	return str_cmp(*(const struct str *)key, ((const struct flow_map *)map)->from);
}

static const struct flow_node *moved_node(const struct move *m, const struct flow_node *n)
{
	if (n == m->old->process)
		return m->run.flow->process;
	const struct flow_map *found =
	    m->plan->n == 0 ? NULL : bsearch(&n->id, m->plan->list, m->plan->n, sizeof *m->plan->list, by_from);
	if (found == NULL || found->to.n == 0)
		return NULL;
	return flow_node(m->run.flow, found->to);
}

/* The flow by which a token came: the one of that id, else the one from where the old one began; NULL. */
static const struct flow_seq *moved_flow(const struct move *m, const struct flow_seq *s, const struct flow_node *to)
{
	const struct flow_node *from = moved_node(m, s->from);
	for (size_t i = 0; i < to->n_in; i++)
		if (str_eq(to->in[i]->id, s->id))
			return to->in[i];
	for (size_t i = 0; i < to->n_in; i++)
		if (to->in[i]->from == from)
			return to->in[i];
	return NULL;
}

/* Was there such an element before? */
static bool is_new(const struct move *m, const struct flow_node *n)
{
	for (size_t i = 0; i < m->plan->n; i++)
		if (str_eq(m->plan->list[i].to, n->id))
			return false;
	return true;
}

/* ---- tokens and scopes ---- */

/* An event beside a step that the new version does not have there is not listened for any more. */
static void give_up_events(struct move *m)
{
	struct flow_state *s = &m->run.state;
	for (size_t i = 0; i < s->n_tokens; i++) {
		struct token *t = s->tokens[i];
		if (t->phase != TOKEN_ARMED)
			continue;
		const struct flow_node *n = moved_node(m, t->node);
		const struct flow_node *host = t->node->host == NULL ? NULL : moved_node(m, t->node->host);
		if (n == NULL || n->host != host || n->event.trigger != t->node->event.trigger)
			flow_kill(&m->run, t);
	}
	flow_state_compact(m->run.arena, s);
}

/* Values of variables that the process n still declares. */
static json_t *keep_vars(const struct flow *f, const struct flow_node *n, const json_t *vars)
{
	json_t *out = json_object();
	for (size_t i = n->first_var; i < n->first_var + n->n_vars; i++) {
		json_t *v = json_object_getn(vars, f->vars[i].name.p, f->vars[i].name.n);
		if (v != NULL)
			json_object_setn(out, f->vars[i].name.p, f->vars[i].name.n, v);
	}
	return out;
}

/* What belongs to a scope alone stays with it as far as the new version knows it. */
static void move_vars(struct move *m, struct scope *s)
{
	const struct flow *f = m->run.flow;
	const json_t *old = s->vars;
	if (!flow_scope_has_vars(s)) {
		s->vars = NULL;
	} else if (s->node->kind == &node_process) {
		s->vars = json_keep(m->run.arena, keep_vars(f, s->node, old));
	} else {
		const struct flow_var *give = &f->vars[s->node->loop->give];
		s->vars = json_keep(m->run.arena, json_object());
		json_object_setn(s->vars, give->name.p, give->name.n, json_object_getn(old, give->name.p, give->name.n));
	}
}

static bool move_scope(struct move *m, struct scope *s)
{
	const struct flow_node *n = moved_node(m, s->node);
	if (n == NULL)
		return stays(m, s->node, "diesen Teil gibt es in der neuen Version nicht mehr.");
	if (s->many && (n->loop == NULL || n->loop->sequential != s->node->loop->sequential))
		return stays(m, s->node, "in der neuen Version wird es anders wiederholt.");
	s->node = n;
	move_vars(m, s);
	return true;
}

static bool move_token(struct move *m, struct token *t)
{
	const struct flow_node *old = t->node, *n = moved_node(m, old);
	if (n == NULL)
		return stays(m, old, "das gibt es in der neuen Version nicht mehr.");
	bool instance = token_is_instance(t), armed = t->phase == TOKEN_ARMED;
	if (instance ? n != t->scope->node : n->parent != t->scope->node && !(armed && n->kind->role == NODE_START))
		return stays(m, old, "in der neuen Version liegt es in einem anderen Teilablauf.");
	if (!instance && (n->loop == NULL) != (old->loop == NULL))
		return stays(m, old, "in der neuen Version wird es anders wiederholt.");
	const struct flow_seq *in = t->in == NULL || n->n_in == 0 ? NULL : moved_flow(m, t->in, n);
	if (in == NULL && t->phase == TOKEN_JOIN)
		return stays(m, old, "den Weg, auf dem der Vorgang kam, gibt es in der neuen Version nicht mehr.");
	if (in == NULL && n->n_in > 0 && !instance && !armed)
		in = n->in[0]; /* only joins ask by which way */
	t->node = n;
	t->in = in;
	return true;
}

/* Listens for what is new beside the steps where tokens wait, and beside the scopes they are in. */
static bool listen(struct move *m)
{
	struct flow_state *s = &m->run.state;
	size_t tokens = s->n_tokens, scopes = s->n_scopes;
	for (size_t i = 0; i < tokens; i++) {
		struct token *t = s->tokens[i];
		if (t->phase == TOKEN_ARMED || t->phase == TOKEN_JOIN || token_is_instance(t))
			continue;
		for (size_t k = 0; k < t->node->n_boundaries; k++)
			if (is_new(m, t->node->boundaries[k]) && !flow_arm(&m->run, t->node->boundaries[k], t->scope, t, NULL))
				return false;
	}
	for (size_t i = 0; i < scopes; i++)
		for (size_t k = 0; !s->scopes[i]->many && k < s->scopes[i]->node->n_handlers; k++)
			if (is_new(m, s->scopes[i]->node->handlers[k]) &&
			    !flow_arm(&m->run, s->scopes[i]->node->handlers[k], s->scopes[i], NULL, NULL))
				return false;
	return true;
}

static bool move_all(struct move *m)
{
	struct flow_state *s = &m->run.state;
	give_up_events(m);
	for (size_t i = 0; i < s->n_scopes; i++)
		if (!move_scope(m, s->scopes[i]))
			return false;
	for (size_t i = 0; i < s->n_tokens; i++)
		if (!move_token(m, s->tokens[i]))
			return false;
	return listen(m);
}

bool flow_migrate(struct arena *a, const struct flow *old, const struct flow *new, const struct flow_plan *plan,
    struct str state, const json_t *vars, int64_t now, struct flow_moved *out, struct err *err)
{
	struct move m = { .run = { .arena = a, .flow = new, .now = now, .err = err }, .old = old, .plan = plan };
	m.run.today = zone_date(now);
	if (!flow_state_read(a, old, state, &m.run.state, err))
		return false;
	json_t *kept = keep_vars(new, new->process, vars);
	bool fits = flow_begin_vars(&m.run, kept);
	json_decref(kept);
	if (!fits)
		return err_set(err, ERR_CONFLICT, "hat Werte, die in der neuen Version einen anderen Typ haben.");
	struct flow_state check;
	struct err why;
	bool ok = move_all(&m);
	if (!ok && err->kind != ERR_CONFLICT)
		err->kind = ERR_CONFLICT; /* a timer or key of the new version that cannot be set for this case */
	struct str text = ok ? flow_state_write(a, &m.run.state) : STR("");
	if (ok && !flow_state_read(a, new, text, &check, &why))
		ok = err_set(err, ERR_CONFLICT, "steht so, wie es in der neuen Version nicht vorkommen kann.");
	if (!ok) {
		json_decref(m.run.vars);
		return false;
	}
	*out = (struct flow_moved){ text, m.run.vars };
	return true;
}
