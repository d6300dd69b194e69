/* SPDX-License-Identifier: EUPL-1.2
 * Conformance cases of the kind trace: everything completes by itself but what is held back or fired by hand. */
#include "flow/conform/flow_conform_world.h"

/* ---- kind trace ---- */

/* live: tokens by node; a scope counts for the node that it belongs to. */
static bool check_live(struct world *w, const json_t *want)
{
	json_t *have = json_object();
	for (size_t i = 0; i < w->n; i++) {
		json_t *doc = json_loadb(w->list[i].state.p, w->list[i].state.n, 0, NULL);
		static const char *const lists[] = { "s", "t" };
		for (size_t l = 0; l < 2; l++) {
			const json_t *rows = json_object_get(doc, lists[l]);
			for (size_t k = 0; k < json_array_size(rows); k++) {
				const json_t *row = json_array_get(rows, k);
				const char *phase = json_string_value(json_array_get(row, 4));
				const char *id = json_string_value(json_array_get(row, l == 0 ? 2 : 1));
				if (l == 1 && strcmp(phase, "wait") != 0 && strcmp(phase, "join") != 0 &&
				    flow_conform_is_sub(w, str_c(id)))
					continue;
				if (l == 1 && strcmp(phase, "armed") == 0)
					continue;
				json_object_set_new(have, id, json_integer(json_integer_value(json_object_get(have, id)) + 1));
			}
		}
		json_decref(doc);
	}
	bool equal = json_equal(have, want);
	json_decref(have);
	return equal || flow_conform_wrong(w, "other nodes hold tokens than expected");
}

static bool choose(struct world *w, const json_t *step, json_t *vars)
{
	const char *gateway = flow_conform_text(step, "gateway");
	const struct xml_node *x = flow_conform_element(&w->file, str_c(gateway));
	if (x == NULL)
		return flow_conform_wrong(w, "no such gateway");
	for (const struct xml_node *y = x->parent->first; y != NULL; y = y->next) {
		if (!str_eq_c(y->name, "sequenceFlow") || !str_eq_c(str_trim(xml_attr_value(y, "sourceRef")), gateway))
			continue;
		struct str id = str_trim(xml_attr_value(y, "id"));
		json_object_set_new(vars, flow_conform_choice(w->arena, id).p,
		    json_boolean(flow_conform_listed(json_object_get(step, "flows"), id)));
	}
	return true;
}

/* A signal is for everybody; a condition becomes true, in every instance. */
static bool fire_inside(struct world *w, const struct xml_node *x, const char *id)
{
	const struct xml_node *signal = xml_child(x, BPMN_NS, "signalEventDefinition");
	if (signal != NULL) {
		struct str ref = str_trim(xml_attr_value(signal, "signalRef"));
		const struct xml_node *named = ref.n == 0 ? NULL : flow_conform_element(&w->file, ref);
		struct str name = named == NULL ? STR("unnamed") : str_trim(xml_attr_value(named, "name"));
		return flow_conform_broadcast(w, name, w->n) && flow_conform_settle(w);
	}
	if (xml_child(x, BPMN_NS, "conditionalEventDefinition") == NULL)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		json_t *vars = json_pack("{s:b}", flow_conform_choice(w->arena, str_c(id)).p, 1);
		struct flow_input in = { .kind = FLOW_SIGNAL, .name = STR("-"), .vars = vars };
		bool ok = w->list[i].ended || flow_conform_command(w, i, in);
		json_decref(vars);
		if (!ok)
			return false;
	}
	return flow_conform_settle(w);
}

/* Triggers a start event, whatever waits, or a task that was held back. */
static bool fire(struct world *w, const char *id, const json_t *vars)
{
	const struct xml_node *x = flow_conform_element(&w->file, str_c(id));
	if (x != NULL && str_eq_c(x->name, "startEvent") && str_eq_c(x->parent->name, "process")) {
		const struct flow *f = flow_conform_flow_of(w, str_cdup(w->arena, str_trim(xml_attr_value(x->parent, "id"))));
		return (f != NULL || flow_conform_wrong(w, w->err.text)) && flow_conform_start(w, f, str_c(id), vars) &&
		       flow_conform_settle(w);
	}
	for (size_t i = 0; i < w->n; i++) {
		const struct flow_effect *list;
		size_t n = flow_open(w->arena, w->list[i].flow, w->list[i].state, &list);
		for (size_t k = 0; k < n; k++) {
			if (!str_eq_c(list[k].element, id) || list[k].kind == FLOW_LISTEN_OPEN)
				continue;
			struct flow_input in = { .token = list[k].token, .vars = vars };
			in.kind = list[k].kind == FLOW_TASK_OPEN   ? FLOW_COMPLETE
			          : list[k].kind == FLOW_WAIT_OPEN ? FLOW_MESSAGE
			                                           : FLOW_TIMER;
			if (in.kind == FLOW_TIMER && w->now < list[k].run_at)
				w->now = list[k].run_at;
			return flow_conform_command(w, i, in) && flow_conform_settle(w);
		}
	}
	return (x != NULL && fire_inside(w, x, id)) || flow_conform_wrong(w, w->failed ? w->err.text : "nothing to fire");
}

static bool all_ended(const struct world *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->list[i].ended)
			return false;
	return true;
}

bool flow_conform_play_trace(struct world *w, json_t *vars)
{
	const json_t *steps = json_object_get(w->file.def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);
		const char *op = flow_conform_text(step, "op");
		bool ok = true;
		if (strcmp(op, "choose") == 0)
			ok = choose(w, step, vars);
		else if (strcmp(op, "start") == 0 || strcmp(op, "fire") == 0)
			ok = fire(w, flow_conform_text(step, "element"), vars);
		else if (strcmp(op, "messageFlow") == 0)
			ok = flow_conform_wrong(w, "message flows are not played");
		if (strcmp(op, "expect") == 0) {
			ok =
			    (flow_conform_same(w, buf_str(&w->left), json_object_get(step, "completed_in_order")) ||
			        flow_conform_wrong(w, "other nodes were left than expected")) &&
			    check_live(w, json_object_get(step, "live")) &&
			    (all_ended(w) == json_is_true(json_object_get(step, "ended")) || flow_conform_wrong(w, "ended or not"));
			w->left.n = 0;
		}
		if (!ok)
			return w->failed ? flow_conform_wrong(w, w->err.text) : false;
	}
	return true;
}
