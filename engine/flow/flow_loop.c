/* SPDX-License-Identifier: EUPL-1.2
 * Repeated activities: multi-instance and standard loop (clauses 13.3.6 and 13.3.7).
 *
 * The token that arrived stays busy with a scope in which one token per instance stands on the same node. How many
 * there will be is settled at the beginning. After each of them the completion condition is tried: when it is true the
 * others are ended. Boundary events belong to the activity as a whole. */
#include "flow/flow_model.h"

/* The instance around the token: the outermost but one on the way out that stands among instances. */
static const struct token *instance_of(const struct token *t)
{
	while (t != NULL && !token_is_instance(t))
		t = t->scope->owner;
	return t;
}

static size_t active(const struct run *r, const struct scope *s)
{
	size_t n = 0;
	for (size_t i = 0; i < r->state.n_tokens; i++)
		n += r->state.tokens[i]->scope == s && r->state.tokens[i]->phase != TOKEN_DEAD;
	return n;
}

/* The value of the list that the instance of the node works on. */
static void item_value(const struct run *r, const struct flow_node *n, struct xpath_value *out)
{
	const struct token *t = instance_of(r->at);
	while (t != NULL && t->node != n)
		t = instance_of(t->scope->owner);
	if (t == NULL || n->loop == NULL)
		return;
	const struct flow_var *list = &r->flow->vars[n->loop->list];
	const json_t *values = flow_get(r, t, n->loop->list);
	if (!flow_value(list->type, json_array_get(values, t->index), out))
		*out = (struct xpath_value){ .type = XPATH_EMPTY };
}

void flow_loop_value(const struct run *r, size_t slot, struct xpath_value *out)
{
	*out = (struct xpath_value){ .type = XPATH_EMPTY };
	if (slot >= LOOP_ITEM) {
		item_value(r, &r->flow->nodes[slot - LOOP_ITEM], out);
		return;
	}
	const struct token *t = instance_of(r->at);
	if (t == NULL)
		return;
	const struct scope *s = t->scope;
	const size_t values[] = {
		[LOOP_COUNTER] = t->index,
		[LOOP_INSTANCES] = s->total,
		[LOOP_ACTIVE] = active(r, s),
		[LOOP_COMPLETED] = s->done,
		[LOOP_TERMINATED] = 0, /* they are ended together with the activity */
	};
	*out = (struct xpath_value){ .type = XPATH_DEC, .dec = dec_from_i64((int64_t)values[slot]) };
}

static bool is_true(struct run *r, const struct token *t, bool *yes)
{
	struct xpath_value v;
	if (!flow_eval(r, t, t->node->loop->cond, "Die Bedingung der Wiederholung", &v))
		return false;
	*yes = v.type == XPATH_BOOL && v.boolean;
	return true;
}

/* How many instances there will be. */
static bool cardinality(struct run *r, const struct token *t, unsigned *out)
{
	const struct flow_loop *loop = t->node->loop;
	int64_t n;
	if (loop->count == NULL) {
		n = (int64_t)json_array_size(flow_get(r, t, loop->list));
	} else {
		struct xpath_value v;
		if (!flow_eval(r, t, loop->count, "Die Anzahl der Wiederholungen (loopCardinality)", &v))
			return false;
		if (v.type != XPATH_DEC || !dec_to_i64(v.dec, &n))
			return flow_incident(r, t->node, "Die Anzahl der Wiederholungen ist keine ganze Zahl.");
	}
	if (n < 0 || n > FLOW_STEPS_MAX)
		return flow_incident(r, t->node, "Die Anzahl der Wiederholungen (%lld) liegt nicht zwischen 0 und %d.",
		    (long long)n, FLOW_STEPS_MAX);
	*out = (unsigned)n;
	return true;
}

static bool begin(struct run *r, struct scope *s)
{
	struct token *t = flow_spawn(r, s->node, s, NULL);
	if (t == NULL)
		return false;
	t->index = s->next++;
	return true;
}

/* The result of the instance goes to its place in the list; those that were broken off leave theirs empty. */
static bool keep_result(struct run *r, const struct token *t)
{
	const struct flow_loop *loop = t->node->loop;
	if (!loop->collects)
		return true;
	const struct scope *body = flow_scope_of(r, t);
	struct str give = r->flow->vars[loop->give].name;
	const json_t *own = body != NULL && !body->many && body->node == t->node ? body->vars : NULL;
	json_t *value = own != NULL ? json_object_getn(own, give.p, give.n) : flow_get(r, t, loop->give);
	json_t *list = json_array();
	json_array_extend(list, flow_get(r, t, loop->collect));
	while (json_array_size(list) <= t->index)
		json_array_append_new(list, json_null());
	json_array_set(list, t->index, value == NULL ? json_null() : value);
	return flow_set(r, t, loop->collect, list) && flow_set(r, t, loop->give, json_null());
}

bool flow_loop_enter(struct run *r, struct token *t)
{
	const struct flow_loop *loop = t->node->loop;
	if (loop->collects && (!flow_set(r, t, loop->collect, json_array()) || !flow_set(r, t, loop->give, json_null())))
		return false;
	struct scope s = { .id = r->state.next++, .owner = t, .node = t->node, .many = true };
	if (loop->standard) {
		bool again = true;
		if (loop->before && loop->cond != NULL && !is_true(r, t, &again))
			return false;
		s.total = again ? 1 : 0;
	} else if (!cardinality(r, t, &s.total)) {
		return false;
	}
	if (s.total == 0)
		return flow_leave(r, t);
	t->phase = TOKEN_BUSY;
	struct scope *body = flow_state_add_scope(r->arena, &r->state, s);
	do
		if (!begin(r, body))
			return false;
	while (!loop->sequential && body->next < body->total);
	return true;
}

bool flow_loop_done(struct run *r, struct token *t)
{
	const struct flow_loop *loop = t->node->loop;
	struct scope *s = t->scope;
	s->done++;
	if (!keep_result(r, t))
		return false;
	bool yes = loop->standard; /* a loop without a condition goes on to its maximum */
	if (loop->cond != NULL && !is_true(r, t, &yes))
		return false;
	if (loop->standard) {
		if (yes && (loop->max == 0 || s->done < loop->max))
			s->total = s->next + 1;
	} else if (yes) {
		flow_clear(r, s);
		s->total = s->next;
	}
	return true;
}

bool flow_loop_next(struct run *r, struct scope *s)
{
	if (s->next < s->total)
		return begin(r, s);
	s->over = true;
	return flow_leave(r, s->owner);
}
