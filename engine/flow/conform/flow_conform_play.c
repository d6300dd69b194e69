/* SPDX-License-Identifier: EUPL-1.2
 * Conformance cases of the kinds script-trace and tasks. */
#include "flow/conform/flow_conform_world.h"
#include "flow/flow_time.h"

/* ---- looking ---- */

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool flow_conform_is_sub(const struct world *w, struct str id)
{
	const struct xml_node *x = flow_conform_element(&w->file, id);
	return x != NULL && str_eq_c(x->name, "subProcess");
}

/* Do the lines and the list hold the same, in any order? Sub-processes are passed over: when they are left is told
 * differently. */
bool flow_conform_same(struct world *w, struct str log, const json_t *want)
{
	size_t n = 0, m = 0;
	struct str *have = ARENA_ARRAY(w->arena, struct str, log.n + 1);
	struct str *texts = ARENA_ARRAY(w->arena, struct str, json_array_size(want) + 1);
	struct str line;
	while (str_next(&log, '\n', &line))
		if (line.n > 0 && !flow_conform_is_sub(w, line))
			have[n++] = line;
	for (size_t i = 0; i < json_array_size(want); i++) {
		texts[m] = str_c(json_string_value(json_array_get(want, i)));
		m += !flow_conform_is_sub(w, texts[m]);
	}
	qsort(have, n, sizeof *have, by_text);
	qsort(texts, m, sizeof *texts, by_text);
	bool equal = n == m;
	for (size_t i = 0; equal && i < n; i++)
		equal = str_eq(have[i], texts[i]);
	return equal;
}

struct task {
	size_t instance;
	unsigned token;
	struct str element;
};

static size_t tasks(struct world *w, struct task **out)
{
	struct buf b = buf_new(w->arena);
	size_t n = 0;
	for (size_t i = 0; i < w->n; i++) {
		const struct flow_waiting *list;
		size_t m = flow_waiting(w->arena, w->list[i].flow, w->list[i].state, &list);
		for (size_t k = 0; k < m; k++, n++) {
			struct task t = { i, list[k].token, list[k].element };
			buf_add(&b, (struct str){ (const char *)&t, sizeof t });
		}
	}
	*out = ARENA_ARRAY(w->arena, struct task, n);
	if (n > 0)
		memcpy(*out, b.p, n * sizeof **out);
	return n;
}

/* "@id" is the element, anything else its name. */
static bool is_task(const struct world *w, const struct task *t, const char *want)
{
	if (want[0] == '@')
		return str_eq_c(t->element, want + 1);
	const struct xml_node *x = flow_conform_element(&w->file, t->element);
	struct str name = x == NULL ? STR("") : xml_attr_value(x, "name");
	struct str wanted = str_c(want), a, b; /* word by word: white space differs */
	for (;;) {
		name = str_trim(name);
		wanted = str_trim(wanted);
		if (name.n == 0 || wanted.n == 0)
			return name.n == wanted.n;
		size_t i = 0, k = 0;
		while (i < name.n && strchr(" \t\r\n", name.p[i]) == NULL)
			i++;
		while (k < wanted.n && strchr(" \t\r\n", wanted.p[k]) == NULL)
			k++;
		a = str_sub(name, 0, i);
		b = str_sub(wanted, 0, k);
		if (!str_eq(a, b))
			return false;
		name = str_sub(name, i, name.n);
		wanted = str_sub(wanted, k, wanted.n);
	}
}

static bool check_active(struct world *w, const json_t *want)
{
	struct task *list;
	size_t n = tasks(w, &list);
	bool *used = ARENA_ARRAY(w->arena, bool, n);
	for (size_t i = 0; i < json_array_size(want); i++) {
		size_t k = 0;
		while (k < n && (used[k] || !is_task(w, &list[k], json_string_value(json_array_get(want, i)))))
			k++;
		if (k == n)
			return flow_conform_wrong(w, "an expected task is not open");
		used[k] = true;
	}
	return n == json_array_size(want) || flow_conform_wrong(w, "more tasks are open than expected");
}

static bool check_inactive(struct world *w, const json_t *names)
{
	struct task *list;
	size_t n = tasks(w, &list);
	for (size_t i = 0; i < json_array_size(names); i++)
		for (size_t k = 0; k < n; k++)
			if (is_task(w, &list[k], json_string_value(json_array_get(names, i))))
				return flow_conform_wrong(w, "a task is open that should not be");
	return true;
}

static bool check_unsubscribed(struct world *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct flow_effect *list;
		size_t n = flow_open(w->arena, w->list[i].flow, w->list[i].state, &list);
		for (size_t k = 0; k < n; k++)
			if (list[k].kind == FLOW_WAIT_OPEN && str_eq_c(list[k].text, name))
				return flow_conform_wrong(w, "a message is still awaited");
	}
	return true;
}

/* ---- kind script-trace ---- */

bool flow_conform_play_scripts(struct world *w, const struct flow *main)
{
	const json_t *def = w->file.def;
	const json_t *expect = json_object_get(def, "expect");
	const json_t *also = json_object_get(def, "also_start");
	bool ok = main != NULL;
	for (size_t i = 0; ok && i < json_array_size(also); i++) {
		const struct flow *f = flow_conform_flow_of(w, json_string_value(json_array_get(also, i)));
		ok = f != NULL && flow_conform_start(w, f, STR(""), NULL) && flow_conform_settle(w);
	}
	ok = ok && flow_conform_start(w, main, STR(""), json_object_get(def, "vars")) && flow_conform_settle(w) &&
	     flow_conform_advance(w, json_integer_value(json_object_get(def, "advance_ms")) * 1000);
	const char *error = flow_conform_text(expect, "error");
	if (ok != (*error == '\0'))
		return flow_conform_wrong(w, ok ? "it should have failed" : w->err.text);
	if (!flow_conform_same(w, buf_str(&w->trace), json_object_get(expect, "trace_multiset")) &&
	    strcmp(error, "deploy-or-runtime") != 0)
		return flow_conform_wrong(w, "other scripts ran than expected");
	if (json_is_true(json_object_get(expect, "marker")) && !w->marker)
		return flow_conform_wrong(w, "the marker was not set");
	return !json_is_true(json_object_get(expect, "data")) || w->data || flow_conform_wrong(w, "the data was not read");
}

/* ---- kind tasks ---- */

/* Completes the open tasks that match; at most max. Returns how many. */
static size_t complete(struct world *w, const char *task, const json_t *vars, size_t max)
{
	struct task *list;
	size_t n = tasks(w, &list);
	size_t done = 0;
	for (size_t k = 0; k < n && done < max && !w->failed; k++) {
		if (task != NULL && !is_task(w, &list[k], task))
			continue;
		done++;
		w->stale = list[k].token;
		struct flow_input in = { .kind = FLOW_COMPLETE, .token = list[k].token, .vars = vars };
		if (flow_conform_command(w, list[k].instance, in)) {
			flow_conform_settle(w);
		} else if (max > 1 && w->err.kind == ERR_CONFLICT) { /* an earlier one ended it */
			w->failed = false;
		}
	}
	return done;
}

/* A stale handle: the token of a task that is done. When the task is open, it is a wrong one: nobody's token. */
static bool complete_stale(struct world *w, const json_t *step)
{
	struct task *list;
	size_t n = tasks(w, &list);
	size_t k = 0;
	while (k < n && !is_task(w, &list[k], flow_conform_text(step, "task")))
		k++;
	struct str before = w->list[0].state;
	struct flow_input in = { FLOW_COMPLETE, k < n ? 1 : w->stale, json_object_get(step, "vars"), STR(""), 0 };
	bool ok = flow_conform_command(w, 0, in);
	w->failed = false;
	return (!ok && w->err.kind == ERR_CONFLICT && str_eq(before, w->list[0].state)) ||
	       flow_conform_wrong(w, "should have been refused as stale");
}

/* All tasks open in the first scope of this element. */
static bool complete_scope(struct world *w, const char *id)
{
	struct task *list;
	size_t n = tasks(w, &list);
	json_int_t scope = -1;
	for (size_t k = 0; k < n; k++) {
		json_t *doc = json_loadb(w->list[list[k].instance].state.p, w->list[list[k].instance].state.n, 0, NULL);
		const json_t *tokens = json_object_get(doc, "t");
		const json_t *scopes = json_object_get(doc, "s");
		json_int_t in = -1;
		for (size_t i = 0; i < json_array_size(tokens); i++)
			if (json_integer_value(json_array_get(json_array_get(tokens, i), 0)) == list[k].token)
				in = json_integer_value(json_array_get(json_array_get(tokens, i), 2));
		for (size_t i = 0; scope < 0 && i < json_array_size(scopes); i++) {
			const json_t *s = json_array_get(scopes, i);
			if (json_integer_value(json_array_get(s, 0)) == in &&
			    strcmp(json_string_value(json_array_get(s, 2)), id) == 0)
				scope = in;
		}
		json_decref(doc);
		if (in == scope && scope >= 0)
			if (!flow_conform_command(
			        w, list[k].instance, (struct flow_input){ .kind = FLOW_COMPLETE, .token = list[k].token }) ||
			    !flow_conform_settle(w))
				return false;
	}
	return scope >= 0 || flow_conform_wrong(w, "no task is open in that scope");
}

static bool do_step(struct world *w, const json_t *step)
{
	const char *what = flow_conform_text(step, "do");
	const json_t *vars = json_object_get(step, "vars");
	struct flow_timer span;
	bool found = false;
	if (strcmp(what, "complete") == 0 && json_is_true(json_object_get(step, "rejected")))
		return complete_stale(w, step);
	if (strcmp(what, "complete") == 0)
		return complete(w, flow_conform_text(step, "task"), vars, 1) == 1 ||
		       flow_conform_wrong(w, "the task to complete is not open");
	if (strcmp(what, "complete_any") == 0)
		return complete(w, NULL, vars, 1) == 1 || flow_conform_wrong(w, "no task is open");
	if (strcmp(what, "complete_all") == 0)
		return complete(w, NULL, vars, ROUNDS_MAX) > 0 || flow_conform_wrong(w, "no task is open");
	if (strcmp(what, "complete_n") == 0) {
		size_t n = (size_t)json_integer_value(json_object_get(step, "n"));
		return complete(w, flow_conform_text(step, "task"), vars, n) == n ||
		       flow_conform_wrong(w, "too few tasks are open");
	}
	if (strcmp(what, "complete_scope") == 0)
		return complete_scope(w, flow_conform_text(step, "scope"));
	if (strcmp(what, "advance") == 0)
		return (flow_timer_parse(TIMER_SPAN, str_c(flow_conform_text(step, "by")), &span) ||
		           flow_conform_wrong(w, "bad duration")) &&
		       (flow_conform_advance(w, span.span.micros) || w->failed);
	if (strcmp(what, "fire_timer") == 0)
		return flow_conform_advance(w, INT64_C(86400000000)) || w->failed;
	if (strcmp(what, "message") == 0) {
		w->failed |= !flow_conform_deliver(w, str_c(flow_conform_text(step, "name")), &found) || !found;
		return flow_conform_settle(w) || w->failed;
	}
	if (strcmp(what, "signal") == 0)
		return (flow_conform_broadcast(w, str_c(flow_conform_text(step, "name")), w->n) && flow_conform_settle(w)) ||
		       w->failed;
	if (strcmp(what, "start") == 0) {
		const struct flow *f = flow_conform_flow_of(w, flow_conform_text(step, "process"));
		return (f != NULL || flow_conform_wrong(w, "no such process")) &&
		       ((flow_conform_start(w, f, STR(""), NULL) && flow_conform_settle(w)) || w->failed);
	}
	return flow_conform_wrong(w, "an unknown command in the case");
}

static bool look(struct world *w, const json_t *step)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)step, key, value)
	{
		struct task *list;
		bool ok;
		if (strcmp(key, "active") == 0)
			ok = check_active(w, value);
		else if (strcmp(key, "active_count") == 0)
			ok = tasks(w, &list) == (size_t)json_integer_value(value) ||
			     flow_conform_wrong(w, "another number of tasks is open");
		else if (strcmp(key, "not_active") == 0)
			ok = check_inactive(w, value);
		else if (strcmp(key, "no_subscription") == 0)
			ok = check_unsubscribed(w, json_string_value(value));
		else if (strcmp(key, "ended") == 0)
			ok = (w->n > 0 && w->list[0].ended) == json_is_true(value) ||
			     flow_conform_wrong(w, "ended or not, other than expected");
		else
			ok = flow_conform_wrong(w, "an unknown expectation in the case");
		if (!ok)
			return false;
	}
	return true;
}

bool flow_conform_play_tasks(struct world *w, const struct flow *main)
{
	const json_t *steps = json_object_get(w->file.def, "steps");
	w->failed = main == NULL || !flow_conform_start(w, main, STR(""), json_object_get(w->file.def, "vars")) ||
	            !flow_conform_settle(w);
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);
		bool error = json_object_get(step, "error") != NULL;
		if (w->failed != error)
			return flow_conform_wrong(w, error ? "the command should have failed" : w->err.text);
		w->failed = false;
		if (!error && !(json_object_get(step, "do") == NULL ? look(w, step) : do_step(w, step)))
			return false;
	}
	return !w->failed || flow_conform_wrong(w, w->err.text);
}
