/* SPDX-License-Identifier: EUPL-1.2
 * The world of a conformance case: instances of all its processes, a clock, and the messages between them. */
#include "flow/conform/flow_conform_world.h"

bool flow_conform_wrong(struct world *w, const char *why)
{
	w->why = why;
	return false;
}

/* ---- commands ---- */

bool flow_conform_command(struct world *w, size_t i, struct flow_input in)
{
	struct instance *x = &w->list[i];
	struct flow_result r;
	in.now = w->now;
	const struct flow_conform_how *how = w->how;
	const struct date today = { 20000 };
	if (how->step != NULL ? !how->step(how->arg, w->arena, i, x->flow, x->state, x->vars, &in, today, &r, &w->err)
	                      : !flow_step(w->arena, x->flow, x->state, x->vars, &in, today, &r, &w->err)) {
		w->failed = true;
		return false;
	}
	json_decref(x->vars);
	x->vars = r.vars;
	x->state = r.state;
	x->ended = r.ended;
	for (size_t k = 0; k < r.n_left; k++)
		buf_add_fmt(&w->left, "%.*s\n", STR_ARG(r.left[k].element));
	for (size_t k = 0; k < r.n_effects; k++) {
		const struct flow_effect *e = &r.effects[k];
		if ((e->kind != FLOW_SEND && e->kind != FLOW_BROADCAST) || w->n_sent == ROUNDS_MAX)
			continue;
		w->from[w->n_sent] = i;
		w->sent[w->n_sent++] = *e;
	}
	return true;
}

bool flow_conform_start(struct world *w, const struct flow *f, struct str event, const json_t *vars)
{
	if (w->n == INSTANCES_MAX)
		return flow_conform_wrong(w, "too many instances");
	struct instance *x = &w->list[w->n++];
	x->flow = f;
	return flow_conform_command(w, w->n - 1, (struct flow_input){ .kind = FLOW_START, .name = event, .vars = vars });
}

/* Starts the processes that begin with this message or signal: of a message only the first. */
static bool start_by(struct world *w, enum flow_effect_kind kind, struct str name, bool *found)
{
	for (size_t i = 0; i < w->n_flows; i++) {
		const struct flow_effect *list;
		size_t n = flow_starts(w->arena, w->flows[i], &list);
		for (size_t k = 0; k < n; k++) {
			if (list[k].kind != kind || !str_eq(list[k].text, name))
				continue;
			*found = true;
			if (!flow_conform_start(
			        w, w->flows[i], list[k].element, w->n == 0 ? NULL : json_object_get(w->file.def, "vars")))
				return false;
			if (kind == FLOW_WAIT_OPEN)
				return true;
		}
	}
	return true;
}

/* The first who waits for the message gets it. */
bool flow_conform_deliver(struct world *w, struct str name, bool *found)
{
	*found = false;
	for (size_t i = 0; i < w->n; i++) {
		const struct flow_effect *list;
		size_t n = flow_open(w->arena, w->list[i].flow, w->list[i].state, &list);
		for (size_t k = 0; k < n; k++) {
			if (list[k].kind != FLOW_WAIT_OPEN || !str_eq(list[k].text, name))
				continue;
			*found = true;
			return flow_conform_command(w, i, (struct flow_input){ .kind = FLOW_MESSAGE, .token = list[k].token });
		}
	}
	return start_by(w, FLOW_WAIT_OPEN, name, found);
}

/* from: the instance that has seen it already, or n. */
bool flow_conform_broadcast(struct world *w, struct str name, size_t from)
{
	bool found;
	size_t n = w->n;
	for (size_t i = 0; i < n; i++)
		if (i != from && !w->list[i].ended &&
		    !flow_conform_command(w, i, (struct flow_input){ .kind = FLOW_SIGNAL, .name = name }))
			return false;
	return start_by(w, FLOW_BROADCAST, name, &found);
}

const struct flow *flow_conform_flow_of(const struct world *w, const char *id)
{
	for (size_t i = 0; i < w->n_flows; i++)
		if (str_eq_c(flow_id(w->flows[i]), id))
			return w->flows[i];
	return NULL;
}

/* ---- what happens by itself ---- */

/* The code of an error boundary event on the activity, or a made-up one. */
static struct str error_code(const struct world *w, const struct xml_node *activity)
{
	for (const struct xml_node *b = activity->parent->first; b != NULL; b = b->next) {
		const struct xml_node *def = xml_child(b, BPMN_NS, "errorEventDefinition");
		if (def == NULL ||
		    !str_eq(str_trim(xml_attr_value(b, "attachedToRef")), str_trim(xml_attr_value(activity, "id"))))
			continue;
		struct str ref = str_trim(xml_attr_value(def, "errorRef"));
		const struct xml_node *error = ref.n == 0 ? NULL : flow_conform_element(&w->file, ref);
		return error == NULL ? ref : str_trim(xml_attr_value(error, "errorCode"));
	}
	return STR("ERR_CODE");
}

/* What the suite's scripts do. */
static bool run_script(struct world *w, size_t i, unsigned token, const struct xml_node *x)
{
	const struct xml_node *node = xml_child(x, BPMN_NS, "script");
	struct str script = node == NULL ? STR("") : str_trim(node->text);
	json_t *vars = json_object();
	struct flow_input in = { .kind = FLOW_COMPLETE, .token = token, .vars = vars };
	if (str_starts(script, STR("SCRIPT_")))
		buf_add_fmt(&w->trace, "%.*s\n", STR_ARG(str_sub(script, 7, script.n)));
	if (str_starts(script, STR("INCREMENT_INTEGER_VARIABLE"))) {
		if (str_ends(script, STR("_AND_LOG")))
			buf_add_c(&w->trace, "INCREMENT\n");
		json_int_t n = json_integer_value(json_object_get(w->list[i].vars, "integerVariable"));
		json_object_set_new(vars, "integerVariable", json_integer(n + 1));
	}
	w->marker |= str_eq_c(script, "CREATE_MARKER_FILE");
	w->data |= str_eq_c(script, "LOG_DATA");
	if (str_eq_c(script, "THROW_ERROR")) {
		in.kind = FLOW_ERROR;
		in.name = error_code(w, x);
	}
	bool ok = flow_conform_command(w, i, in);
	json_decref(vars);
	return ok;
}

static bool is_held(const struct world *w, struct str id)
{
	const json_t *steps = json_object_get(w->file.def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);
		if (strcmp(flow_conform_text(step, "op"), "hold") == 0 && str_eq_c(id, flow_conform_text(step, "element")))
			return true;
	}
	return false;
}

/* Does the task complete by itself? */
static bool is_free(const struct world *w, const struct xml_node *x, struct str id)
{
	if (strcmp(w->file.kind, "trace") == 0)
		return !is_held(w, id);
	return x != NULL && str_eq_c(x->name, "scriptTask") &&
	       !flow_conform_listed(json_object_get(w->file.def, "wait_at"), STR("scriptTask"));
}

static bool run_free(struct world *w, bool *moved)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct flow_waiting *list;
		size_t n = flow_waiting(w->arena, w->list[i].flow, w->list[i].state, &list);
		for (size_t k = 0; k < n; k++) {
			const struct xml_node *x = flow_conform_element(&w->file, list[k].element);
			if (!is_free(w, x, list[k].element))
				continue;
			*moved = true;
			return run_script(w, i, list[k].token, x);
		}
	}
	return true;
}

/* Scripts run, and messages arrive, until nothing moves. */
bool flow_conform_settle(struct world *w)
{
	bool moved = true;
	for (unsigned round = 0; moved && !w->failed; round++) {
		moved = w->n_carried < w->n_sent;
		bool found;
		if (round == ROUNDS_MAX) {
			w->failed = true;
			return flow_conform_wrong(w, "the case runs for ever");
		}
		if (moved) {
			const struct flow_effect *e = &w->sent[w->n_carried];
			size_t from = w->from[w->n_carried++];
			if (e->kind == FLOW_SEND ? !flow_conform_deliver(w, e->text, &found)
			                         : !flow_conform_broadcast(w, e->text, from))
				return false;
		} else if (!run_free(w, &moved)) {
			return false;
		}
	}
	return !w->failed;
}

bool flow_conform_advance(struct world *w, int64_t by)
{
	int64_t end = w->now + by;
	for (;;) {
		struct flow_input in = { .kind = FLOW_TIMER };
		size_t who = w->n;
		int64_t due = INT64_MAX;
		for (size_t i = 0; i < w->n; i++) {
			const struct flow_effect *list;
			size_t n = flow_open(w->arena, w->list[i].flow, w->list[i].state, &list);
			for (size_t k = 0; k < n; k++) {
				if (list[k].kind != FLOW_JOB_OPEN || list[k].run_at > end || list[k].run_at >= due)
					continue;
				due = list[k].run_at;
				in.token = list[k].token;
				who = i;
			}
		}
		if (who == w->n)
			break;
		w->now = due > w->now ? due : w->now;
		if (!flow_conform_command(w, who, in) || !flow_conform_settle(w))
			return false;
	}
	w->now = end;
	return true;
}
