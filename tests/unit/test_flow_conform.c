/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite (corpora/bpmn/conformance.json: expectations taken from five other engines' own tests), as far
 * as a case uses only elements we execute. The rest is counted as skipped.
 *
 * The files carry conditions in other languages and scripts; the suite gives each condition in XPath. So a file is
 * edited before it is read: conditions are replaced, variables declared, and every script or task the case wants to
 * watch becomes a user task, which this program completes as the case says. */
#include "test_flow_play.h"

#include "base/file.h"
#include "xml/xml.h"

#include <sys/stat.h>

#define BPMN_NS "http://www.omg.org/spec/BPMN/20100524/MODEL"

enum outcome { PASSED, FAILED, SKIPPED };

struct game {
	struct play play;
	const json_t *def;          /* the case */
	const struct xml_node *xml; /* the process of the original file */
	struct str source;
	const char *kind;
	bool failed; /* the last command was refused */
	const char *why;
	struct buf log;      /* what happened since the last look, names each followed by a newline */
	const char *held[8]; /* trace: tasks that do not complete by themselves */
	size_t n_held;
};

static const char *text_of(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s == NULL ? "" : s;
}

static bool listed(const json_t *list, struct str s)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq_c(s, json_string_value(json_array_get(list, i))))
			return true;
	return false;
}

/* ---- preparing the file ---- */

static bool executed(struct str name)
{
	static const char *const elements[] = { "startEvent", "endEvent", "intermediateThrowEvent", "task", "manualTask",
		"userTask", "scriptTask", "exclusiveGateway", "parallelGateway" };
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (str_eq_c(name, elements[i]))
			return true;
	return false;
}

static bool without_meaning(struct str name)
{
	static const char *const elements[] = { "sequenceFlow", "documentation", "extensionElements", "laneSet",
		"dataObject", "dataObjectReference", "textAnnotation", "association", "group", "ioSpecification", "property" };
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (str_eq_c(name, elements[i]))
			return true;
	return false;
}

static bool supported(const struct xml_node *process)
{
	for (const struct xml_node *x = process->first; x != NULL; x = x->next) {
		if (!executed(x->name) && !without_meaning(x->name))
			return false;
		for (const struct xml_node *c = x->first; c != NULL; c = c->next)
			if (str_ends(c->name, STR("EventDefinition")) || str_ends(c->name, STR("LoopCharacteristics")) ||
			    str_eq_c(c->name, "eventDefinitionRef"))
				return false;
	}
	return process->first != NULL;
}

/* Does this element become a user task? */
static bool watched(const struct game *g, const struct xml_node *x)
{
	bool task = str_eq_c(x->name, "task") || str_eq_c(x->name, "manualTask") || str_eq_c(x->name, "scriptTask");
	if (str_eq_c(x->name, "scriptTask") || (task && strcmp(g->kind, "trace") == 0))
		return true;
	return task && listed(json_object_get(g->def, "wait_at"), x->name);
}

static void attribute(struct buf *out, const struct xml_node *x, const char *name)
{
	if (xml_attr(x, name) == NULL)
		return;
	buf_add_fmt(out, " %s=\"", name);
	xml_escape(out, xml_attr_value(x, name));
	buf_add_c(out, "\"");
}

/* The text with white space as the suite writes its keys: single spaces. */
static struct str squeezed(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < s.n; i++) {
		bool space = strchr(" \t\r\n", s.p[i]) != NULL;
		if (!space)
			buf_add_char(&b, s.p[i]);
		else if (b.n > 0 && b.p[b.n - 1] != ' ')
			buf_add_char(&b, ' ');
	}
	return str_trim(buf_str(&b));
}

static void edited(struct game *g, const struct xml_node *x, struct buf *out)
{
	const struct xml_node *cond = xml_child(x, BPMN_NS, "conditionExpression");
	if (str_eq_c(x->name, "sequenceFlow") && cond != NULL) {
		struct str key = squeezed(out->arena, cond->text);
		const char *xpath = text_of(json_object_get(g->def, "xpath"), str_dup(out->arena, key).p);
		buf_add(out, str_sub(g->source, x->begin, cond->begin));
		buf_add_c(out, "<conditionExpression xmlns='" BPMN_NS "'>");
		xml_escape(out, *xpath == '\0' ? key : str_c(xpath));
		buf_add_c(out, "</conditionExpression>");
		buf_add(out, str_sub(g->source, cond->end, x->end));
	} else if (watched(g, x)) {
		buf_add_c(out, "<userTask xmlns='" BPMN_NS "'");
		attribute(out, x, "id");
		attribute(out, x, "name");
		attribute(out, x, "default");
		buf_add_c(out, "/>");
	} else {
		buf_add(out, str_sub(g->source, x->begin, x->end));
	}
}

static void add_vars(json_t *types, const json_t *vars)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)vars, name, value)
	{
		const char *type = json_is_boolean(value) ? "boolean" : json_is_integer(value) ? "decimal" : "text";
		if (!json_is_null(value) || json_object_get(types, name) == NULL)
			json_object_set_new(types, name, json_string(type));
	}
}

static void declarations(const struct game *g, struct buf *out)
{
	json_t *types = json_object();
	add_vars(types, json_object_get(g->def, "vars"));
	const json_t *steps = json_object_get(g->def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++)
		add_vars(types, json_object_get(json_array_get(steps, i), "vars"));
	buf_add_c(out, "<extensionElements xmlns='" BPMN_NS "' xmlns:ozg='urn:ozg:flow:1'>");
	const char *name;
	json_t *type;
	json_object_foreach(types, name, type)
	    buf_add_fmt(out, "<ozg:variable name='%s' type='%s'/>", name, json_string_value(type));
	buf_add_c(out, "</extensionElements>");
	json_decref(types);
}

/* The process the case starts: the named one, or the only one. */
static const struct xml_node *find_process(const struct xml_node *root, const char *id)
{
	const struct xml_node *p = xml_child(root, BPMN_NS, "process");
	if (*id == '\0')
		return p != NULL && xml_next(p) == NULL ? p : NULL;
	while (p != NULL && !str_eq_c(str_trim(xml_attr_value(p, "id")), id))
		p = xml_next(p);
	return p;
}

static const struct xml_node *last_child(const struct xml_node *x)
{
	const struct xml_node *c = x->first;
	while (c->next != NULL)
		c = c->next;
	return c;
}

/* The file with this process only, edited; head and tail of both elements as they were. */
static struct str prepare(struct game *g, struct arena *a)
{
	const struct xml_node *root = g->xml->parent;
	struct buf out = buf_new(a);
	buf_add(&out, str_sub(g->source, 0, root->first->begin));
	struct str head = str_sub(g->source, g->xml->begin, g->xml->first->begin);
	struct str no = STR("isExecutable=\"false\"");
	ptrdiff_t at = str_find_str(head, no);
	buf_add(&out, str_sub(head, 0, at < 0 ? head.n : (size_t)at));
	if (at >= 0) {
		buf_add_c(&out, "isExecutable=\"true\"");
		buf_add(&out, str_sub(head, (size_t)at + no.n, head.n));
	}
	declarations(g, &out);
	for (const struct xml_node *x = g->xml->first; x != NULL; x = x->next) {
		edited(g, x, &out);
		buf_add_c(&out, "\n");
	}
	buf_add(&out, str_sub(g->source, last_child(g->xml)->end, g->xml->end));
	buf_add(&out, str_sub(g->source, last_child(root)->end, root->end));
	return buf_str(&out);
}

/* ---- playing ---- */

static bool wrong(struct game *g, const char *why)
{
	g->why = why;
	return false;
}

static const struct xml_node *element(const struct game *g, struct str id)
{
	const struct xml_node *x = g->xml->first;
	while (x != NULL && !str_eq(str_trim(xml_attr_value(x, "id")), id))
		x = x->next;
	return x;
}

/* Notes what was left in this command: nodes passed, and tasks when they are closed. */
static void note(struct game *g)
{
	for (size_t i = 0; i < g->play.last.n_effects; i++) {
		const struct flow_effect *e = &g->play.last.effects[i];
		struct flow_effect task;
		bool waits = flow_task(g->play.flow, e->element, &task);
		if ((e->kind == FLOW_PASSED && !waits) || e->kind == FLOW_TASK_CLOSE)
			buf_add_fmt(&g->log, "%.*s\n", STR_ARG(e->element));
	}
}

static bool command(struct game *g, unsigned token, const json_t *vars)
{
	char *text = vars == NULL ? NULL : json_dumps(vars, JSON_COMPACT);
	bool ok = token == 0 ? play_start(&g->play, text) : play_token(&g->play, token, text);
	free(text);
	g->failed = !ok;
	if (ok)
		note(g);
	return ok;
}

static size_t waiting(struct game *g, const struct flow_waiting **list)
{
	return flow_waiting(g->play.arena, g->play.flow, g->play.state, list);
}

/* "@id" is the element, anything else its name. */
static bool is_task(const struct game *g, const struct flow_waiting *w, const char *task)
{
	if (task[0] == '@')
		return str_eq_c(w->element, task + 1);
	const struct xml_node *x = element(g, w->element);
	return x != NULL && str_eq_c(str_trim(xml_attr_value(x, "name")), task);
}

/* ---- kind script-trace ---- */

/* What the script does: a line of the log, and the variable counted up. */
static void run_script(struct game *g, struct str script, struct buf *log, json_t *vars)
{
	bool count = str_starts(script, STR("INCREMENT_INTEGER_VARIABLE"));
	if (str_starts(script, STR("SCRIPT_")))
		buf_add_fmt(log, "%.*s\n", STR_ARG(str_sub(script, 7, script.n)));
	if (count && str_ends(script, STR("_AND_LOG")))
		buf_add_c(log, "INCREMENT\n");
	if (!count)
		return;
	json_int_t n = json_integer_value(json_object_get(g->play.vars, "integerVariable"));
	json_object_set_new(vars, "integerVariable", json_integer(n + 1));
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Do the lines of log and the list of texts hold the same, in any order? */
static bool same(struct arena *a, struct str log, const json_t *list)
{
	size_t n = 0;
	struct str *lines = ARENA_ARRAY(a, struct str, log.n + 1);
	struct str line;
	while (str_next(&log, '\n', &line))
		if (line.n > 0)
			lines[n++] = line;
	if (n != json_array_size(list))
		return false;
	struct str *texts = ARENA_ARRAY(a, struct str, n + 1);
	for (size_t i = 0; i < n; i++)
		texts[i] = str_c(json_string_value(json_array_get(list, i)));
	qsort(lines, n, sizeof *lines, by_text);
	qsort(texts, n, sizeof *texts, by_text);
	for (size_t i = 0; i < n; i++)
		if (!str_eq(lines[i], texts[i]))
			return false;
	return true;
}

static bool play_scripts(struct game *g)
{
	struct arena *a = g->play.arena;
	const json_t *expect = json_object_get(g->def, "expect");
	struct buf log = buf_new(a);
	bool ok = command(g, 0, json_object_get(g->def, "vars"));
	const struct flow_waiting *list;
	while (ok && waiting(g, &list) > 0) {
		const struct xml_node *x = element(g, list[0].element);
		const struct xml_node *script = x == NULL ? NULL : xml_child(x, BPMN_NS, "script");
		json_t *vars = json_object();
		if (script != NULL)
			run_script(g, str_trim(script->text), &log, vars);
		ok = command(g, list[0].token, vars);
		json_decref(vars);
	}
	if (ok != (json_object_get(expect, "error") == NULL))
		return wrong(g, ok ? "should have failed" : g->play.err.text);
	return same(a, buf_str(&log), json_object_get(expect, "trace_multiset")) || wrong(g, "other scripts ran");
}

/* ---- kind tasks ---- */

static bool check_active(struct game *g, const json_t *want)
{
	const struct flow_waiting *list;
	size_t n = waiting(g, &list);
	bool *used = ARENA_ARRAY(g->play.arena, bool, n);
	for (size_t i = 0; i < json_array_size(want); i++) {
		size_t k = 0;
		while (k < n && (used[k] || !is_task(g, &list[k], json_string_value(json_array_get(want, i)))))
			k++;
		if (k == n)
			return wrong(g, "an expected task is not open");
		used[k] = true;
	}
	return n == json_array_size(want) || wrong(g, "more tasks are open than expected");
}

static bool complete_one(struct game *g, const json_t *step)
{
	const struct flow_waiting *list;
	size_t n = waiting(g, &list);
	size_t k = 0;
	while (k < n && !is_task(g, &list[k], text_of(step, "task")))
		k++;
	/* A stale handle: the token id of something that is gone. */
	bool ok = command(g, k < n ? list[k].token : 1, json_object_get(step, "vars"));
	if (json_is_true(json_object_get(step, "rejected"))) {
		g->failed = false;
		return (!ok && g->play.err.kind == ERR_CONFLICT) || wrong(g, "should have been refused as stale");
	}
	return k < n || wrong(g, "the task to complete is not open");
}

static bool play_step(struct game *g, const json_t *step)
{
	const struct flow_waiting *list;
	size_t n = waiting(g, &list);
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)step, key, value)
	{
		bool ok = true;
		if (strcmp(key, "do") == 0 && strcmp(json_string_value(value), "complete") == 0)
			ok = complete_one(g, step);
		else if (strcmp(key, "do") == 0)
			ok = wrong(g, "unknown command");
		else if (strcmp(key, "active") == 0)
			ok = check_active(g, value);
		else if (strcmp(key, "active_count") == 0)
			ok = n == (size_t)json_integer_value(value) || wrong(g, "another number of tasks is open");
		else if (strcmp(key, "ended") == 0)
			ok = g->play.last.ended == json_is_true(value) || wrong(g, "ended or not, other than expected");
		else if (strcmp(key, "error") == 0)
			ok = g->failed || wrong(g, "the command should have failed");
		else if (strcmp(key, "task") != 0 && strcmp(key, "vars") != 0 && strcmp(key, "rejected") != 0)
			ok = wrong(g, "unknown expectation");
		if (!ok)
			return false;
	}
	return true;
}

static bool play_tasks(struct game *g)
{
	command(g, 0, json_object_get(g->def, "vars"));
	const json_t *steps = json_object_get(g->def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);
		if (g->failed && json_object_get(step, "error") == NULL)
			return wrong(g, g->play.err.text);
		if (!play_step(g, step))
			return false;
	}
	return true;
}

/* ---- kind trace ---- */

static bool is_held(const struct game *g, struct str id)
{
	for (size_t i = 0; i < g->n_held; i++)
		if (str_eq_c(id, g->held[i]))
			return true;
	return false;
}

static bool complete_free(struct game *g)
{
	const struct flow_waiting *list;
	for (;;) {
		size_t n = waiting(g, &list);
		size_t k = 0;
		while (k < n && is_held(g, list[k].element))
			k++;
		if (k == n)
			return true;
		if (!command(g, list[k].token, NULL))
			return wrong(g, g->play.err.text);
	}
}

/* live: tokens by node, from the state document; the process counts as one while it runs. */
static bool check_live(struct game *g, const json_t *want)
{
	json_t *have = json_object();
	json_t *doc = json_loadb(g->play.state.p, g->play.state.n, 0, NULL);
	static const char *const lists[] = { "s", "t" };
	for (size_t l = 0; l < 2; l++) {
		const json_t *rows = json_object_get(doc, lists[l]);
		for (size_t i = 0; i < json_array_size(rows); i++) {
			const char *id = json_string_value(json_array_get(json_array_get(rows, i), l == 0 ? 2 : 1));
			json_object_set_new(have, id, json_integer(json_integer_value(json_object_get(have, id)) + 1));
		}
	}
	bool equal = json_equal(have, want);
	json_decref(doc);
	json_decref(have);
	return equal || wrong(g, "other nodes hold tokens");
}

static bool play_trace(struct game *g)
{
	const json_t *steps = json_object_get(g->def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const json_t *step = json_array_get(steps, i);
		const char *op = text_of(step, "op");
		bool ok = true;
		if (strcmp(op, "hold") == 0)
			g->held[g->n_held++] = text_of(step, "element");
		else if (strcmp(op, "start") == 0)
			ok = (command(g, 0, NULL) || wrong(g, g->play.err.text)) && complete_free(g);
		else if (strcmp(op, "fire") == 0)
			ok = (command(g, play_waiting(&g->play, text_of(step, "element")), NULL) || wrong(g, g->play.err.text)) &&
			     complete_free(g);
		else if (strcmp(op, "expect") == 0) {
			ok = (same(g->play.arena, buf_str(&g->log), json_object_get(step, "completed_in_order")) ||
			         wrong(g, "other nodes were left")) &&
			     check_live(g, json_object_get(step, "live")) &&
			     (g->play.last.ended == json_is_true(json_object_get(step, "ended")) || wrong(g, "ended or not"));
			g->log.n = 0;
		}
		if (!ok)
			return false;
	}
	return true;
}

/* ---- the suite ---- */

/* What a case asks for beyond the elements: forced choices, data, holding more than we keep room for. */
static bool playable(const json_t *def)
{
	const json_t *steps = json_object_get(def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++) {
		const char *op = text_of(json_array_get(steps, i), "op");
		if (strcmp(op, "choose") == 0 || strcmp(op, "messageFlow") == 0)
			return false;
	}
	return json_array_size(steps) < 100 && json_object_get(json_object_get(def, "expect"), "data") == NULL &&
	       json_array_size(json_object_get(def, "files")) == 1 &&
	       json_integer_value(json_object_get(def, "level")) == 1;
}

static enum outcome run_case(const char *root_dir, const json_t *def)
{
	if (!playable(def))
		return SKIPPED;
	struct arena *a = arena_new();
	struct game g = { .def = def, .kind = text_of(def, "kind"), .log = buf_new(a), .why = "" };
	const char *path =
	    str_fmt(a, "%s/%s", root_dir, json_string_value(json_array_get(json_object_get(def, "files"), 0))).p;
	struct err err;
	struct diags d = diags_new(a, str_c(path));
	enum outcome outcome = FAILED;
	const struct xml_node *root = NULL;
	if (file_read(a, path, 4 * 1024 * 1024, &g.source, &err))
		root = xml_parse(a, g.source, &xml_limits_default, &d);
	g.xml = root == NULL ? NULL : find_process(root, text_of(def, "process"));
	if (root != NULL && (g.xml == NULL || !supported(g.xml))) {
		arena_free(&a);
		return SKIPPED;
	}
	if (root != NULL) {
		g.play = play_read(prepare(&g, a));
		bool ok = strcmp(g.kind, "script-trace") == 0 ? play_scripts(&g)
		          : strcmp(g.kind, "tasks") == 0      ? play_tasks(&g)
		                                              : play_trace(&g);
		outcome = ok ? PASSED : FAILED;
	}
	if (d.n > 0)
		g.why = d.list[0].text.p;
	if (outcome == FAILED)
		print_message("# %s: %s\n", text_of(def, "id"), g.why);
	play_free(&g.play);
	arena_free(&a);
	return outcome;
}

static void cases_pass(void **state)
{
	(void)state;
	const char *top = getenv("TOP_SRCDIR");
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/../shared/corpora/bpmn", top == NULL ? "." : top).p;
	json_t *suite = json_load_file(str_fmt(a, "%s/conformance.json", dir).p, 0, NULL);
	if (suite == NULL) {
		print_message("# the conformance suite is not here\n");
		arena_free(&a);
		skip();
	}
	size_t count[3] = { 0 };
	const json_t *cases = json_object_get(suite, "cases");
	for (size_t i = 0; i < json_array_size(cases); i++)
		count[run_case(dir, json_array_get(cases, i))]++;
	print_message("# %zu passed, %zu failed, %zu skipped\n", count[PASSED], count[FAILED], count[SKIPPED]);
	assert_int_equal(count[FAILED], 0);
	assert_true(count[PASSED] > 0);
	json_decref(suite);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
