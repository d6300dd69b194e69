/* SPDX-License-Identifier: EUPL-1.2
 * The files of a conformance case as one file for this engine.
 *
 * They carry conditions in other languages, scripts and other engines' attributes; the suite gives each condition in
 * XPath. So a file is written anew: of BPMN what has a meaning for execution, every script or task the case wants to
 * watch as a user task, which the runner completes as the case says. */
#include "flow/conform/flow_conform.h"
#include "xml/xml.h"

#define BPMN_NS "http://www.omg.org/spec/BPMN/20100524/MODEL"

const char *flow_conform_text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s == NULL ? "" : s;
}

bool flow_conform_listed(const json_t *list, struct str s)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq_c(s, json_string_value(json_array_get(list, i))))
			return true;
	return false;
}

static bool one_of(struct str s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq_c(s, *list))
			return true;
	return false;
}

struct str flow_conform_choice(struct arena *a, struct str flow)
{
	return str_fmt(a, "choose_%.*s", STR_ARG(flow));
}

static struct str value(const struct xml_node *x, const char *attr)
{
	return str_trim(xml_attr_value(x, attr));
}

/* ---- ids ---- */

static struct str new_id(const struct conform_file *f, size_t file, struct str id)
{
	const char *changed = flow_conform_text(f->ids[file], str_dup(f->arena, id).p);
	return *changed == '\0' ? id : str_c(changed);
}

static const struct xml_node *find(const struct conform_file *f, size_t file, const struct xml_node *x, struct str id)
{
	for (; x != NULL; x = x->next) {
		if (xml_attr(x, "id") != NULL && str_eq_c(x->ns, BPMN_NS) && str_eq(new_id(f, file, value(x, "id")), id))
			return x;
		const struct xml_node *in = find(f, file, x->first, id);
		if (in != NULL)
			return in;
	}
	return NULL;
}

const struct xml_node *flow_conform_element(const struct conform_file *f, struct str id)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct xml_node *x = find(f, i, f->roots[i]->first, id);
		if (x != NULL)
			return x;
	}
	return NULL;
}

/* ---- writing ---- */

enum { PROCESSES_MAX = 200 };

struct writer {
	const struct conform_file *f;
	size_t file;
	struct buf out;
	size_t processes[PROCESSES_MAX], n_processes; /* where in out their contents begin */
	json_t *types;                                /* of the variables */
};

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
	return str_dup(a, str_trim(buf_str(&b)));
}

static void write_text(struct writer *w, const char *name, struct str text)
{
	buf_add_fmt(&w->out, "<%s>", name);
	xml_escape(&w->out, text);
	buf_add_fmt(&w->out, "</%s>", name);
}

static void write_expr(struct writer *w, const struct xml_node *x)
{
	struct str key = squeezed(w->f->arena, x->text);
	const char *xpath = flow_conform_text(json_object_get(w->f->def, "xpath"), key.p);
	write_text(w, str_cdup(w->f->arena, x->name), *xpath == '\0' ? key : str_c(xpath));
}

static void write_attr(struct writer *w, const char *name, struct str v)
{
	buf_add_fmt(&w->out, " %s=\"", name);
	xml_escape(&w->out, v);
	buf_add_c(&w->out, "\"");
}

static const struct xml_node *sibling(const struct xml_node *x, struct str id)
{
	const struct xml_node *y = x->parent->first;
	while (y != NULL && !str_eq(value(y, "id"), id))
		y = y->next;
	return y;
}

static bool is_choice(const struct xml_node *x)
{
	size_t n = 0;
	if (x == NULL || (!str_eq_c(x->name, "exclusiveGateway") && !str_eq_c(x->name, "inclusiveGateway")))
		return false;
	for (const struct xml_node *y = x->parent->first; y != NULL; y = y->next)
		n += str_eq_c(y->name, "sequenceFlow") && str_eq(value(y, "sourceRef"), value(x, "id"));
	return n > 1;
}

static void write_attrs(struct writer *w, const struct xml_node *x)
{
	static const char *const refs[] = { "id", "sourceRef", "targetRef", "default", "attachedToRef", "messageRef",
		"signalRef", "errorRef", "escalationRef", NULL };
	static const char *const left_out[] = { "isExecutable", "operationRef", "implementation", "parallelMultiple",
		"calledElement", NULL };
	for (size_t i = 0; i < x->n_attrs; i++) {
		const struct xml_attr *a = &x->attrs[i];
		bool forced = str_eq_c(a->name, "default") && strcmp(w->f->kind, "trace") == 0 && is_choice(x);
		if (a->ns.n > 0 || one_of(a->name, left_out) || forced)
			continue;
		struct str v = str_trim(a->value);
		if (v.n == 0)
			continue;
		ptrdiff_t colon = str_find(v, ':');
		if (one_of(a->name, refs))
			v = new_id(w->f, w->file, colon < 0 ? v : str_sub(v, (size_t)colon + 1, v.n));
		write_attr(w, str_dup(w->f->arena, a->name).p, v);
	}
	/* What a case fires by hand need not be named. */
	static const char *const names[][2] = { { "messageEventDefinition", "messageRef" },
		{ "signalEventDefinition", "signalRef" }, { "receiveTask", "messageRef" }, { "sendTask", "messageRef" },
		{ "linkEventDefinition", "name" } };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_eq_c(x->name, names[i][0]) && value(x, names[i][1]).n == 0)
			buf_add_fmt(&w->out, " %s=\"unnamed\"", names[i][1]);
}

/* A condition that the case makes true. */
static void write_choice(struct writer *w, const char *element, struct str id)
{
	struct str name = flow_conform_choice(w->f->arena, id);
	json_object_set_new(w->types, name.p, json_string("boolean"));
	write_text(w, element, str_fmt(w->f->arena, "$%s", name.p));
}

static void write_flow(struct writer *w, const struct xml_node *x)
{
	const struct xml_node *cond = xml_child(x, BPMN_NS, "conditionExpression");
	buf_add_c(&w->out, "<sequenceFlow");
	write_attrs(w, x);
	buf_add_c(&w->out, ">");
	bool trace = strcmp(w->f->kind, "trace") == 0;
	if (!trace && cond != NULL)
		write_expr(w, cond);
	if (trace && is_choice(sibling(x, value(x, "sourceRef"))))
		write_choice(w, "conditionExpression", new_id(w->f, w->file, value(x, "id")));
	buf_add_c(&w->out, "</sequenceFlow>\n");
}

static bool is_task(struct str name)
{
	static const char *const tasks[] = { "task", "manualTask", "userTask", "scriptTask", "serviceTask",
		"businessRuleTask", NULL };
	return one_of(name, tasks);
}

static bool has_event(const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (str_ends(c->name, STR("EventDefinition")) || str_eq_c(c->name, "eventDefinitionRef"))
			return true;
	return false;
}

/* As what the element is written. */
static struct str written_as(const struct writer *w, const struct xml_node *x)
{
	bool trace = strcmp(w->f->kind, "trace") == 0;
	bool waits = flow_conform_listed(json_object_get(w->f->def, "wait_at"), x->name);
	if (str_eq_c(x->name, "intermediateCatchEvent") && !has_event(x))
		return STR("intermediateThrowEvent"); /* waits for nothing: passed at once */
	if (!is_task(x->name) && !waits)
		return x->name;
	if (trace || waits || str_eq_c(x->name, "scriptTask"))
		return STR("userTask");
	return str_eq_c(x->name, "userTask") && json_object_get(w->f->def, "wait_at") == NULL ? STR("userTask")
	                                                                                      : STR("task");
}

static void write_element(struct writer *w, const struct xml_node *x);

static void write_children(struct writer *w, const struct xml_node *x)
{
	static const char *const left_out[] = { "incoming", "outgoing", "documentation", "extensionElements", "laneSet",
		"dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation", "association", "group",
		"ioSpecification", "property", "dataInputAssociation", "dataOutputAssociation", "script", "operationRef",
		"collaboration", "itemDefinition", "interface", "loopDataOutputRef", "outputDataItem", "rendering",
		"potentialOwner", "humanPerformer", "performer", "dataStore", "category", "text", NULL };
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (str_eq_c(c->ns, BPMN_NS) && !one_of(c->name, left_out))
			write_element(w, c);
}

static void write_element(struct writer *w, const struct xml_node *x)
{
	static const char *const exprs[] = { "loopCardinality", "completionCondition", "loopCondition", "condition", NULL };
	static const char *const texts[] = { "timeDuration", "timeCycle", "timeDate", "loopDataInputRef", NULL };
	if (str_eq_c(x->name, "sequenceFlow")) {
		write_flow(w, x);
		return;
	}
	if (one_of(x->name, exprs)) {
		write_expr(w, x);
		return;
	}
	struct str name = written_as(w, x);
	buf_add_fmt(&w->out, "<%.*s", STR_ARG(name));
	if (str_eq_c(x->name, "process"))
		write_attr(w, "id", value(x, "id"));
	else
		write_attrs(w, x);
	if (str_eq_c(x->name, "callActivity")) {
		struct str called = value(x, "calledElement");
		ptrdiff_t colon = str_find(called, ':');
		write_attr(w, "calledElement", colon < 0 ? called : str_sub(called, (size_t)colon + 1, called.n));
	}
	buf_add_c(&w->out, str_eq_c(x->name, "process") ? " isExecutable=\"true\">" : ">");
	if (str_eq_c(x->name, "process") && w->n_processes < PROCESSES_MAX)
		w->processes[w->n_processes++] = w->out.n;
	if (str_eq_c(x->name, "callActivity")) /* there variables of the same name are the same ones */
		buf_add_c(
		    &w->out, "<extensionElements><ozg:in variables='all'/><ozg:out variables='all'/></extensionElements>");
	if (one_of(x->name, texts))
		xml_escape(&w->out, str_trim(x->text));
	if (str_eq_c(x->name, "eventDefinitionRef"))
		xml_escape(&w->out, new_id(w->f, w->file, squeezed(w->f->arena, x->text)));
	bool timer = str_eq_c(x->name, "timerEventDefinition");
	bool by_hand = (timer || str_eq_c(x->name, "conditionalEventDefinition")) && strcmp(w->f->kind, "trace") == 0;
	if (by_hand && timer) /* fired as often as the case likes */
		write_text(w, "timeCycle", STR("R/PT1H"));
	else if (by_hand)
		write_choice(w, "condition", new_id(w->f, w->file, value(x->parent, "id")));
	if (str_eq_c(x->name, "boundaryEvent") && !has_event(x)) /* fired by hand */
		buf_add_c(&w->out, "<messageEventDefinition messageRef=\"unnamed\"/>");
	if (!by_hand)
		write_children(w, x);
	buf_add_fmt(&w->out, "</%.*s>\n", STR_ARG(name));
}

/* ---- variables ---- */

static void add_types(json_t *types, const json_t *vars)
{
	const char *name;
	json_t *v;
	json_object_foreach((json_t *)vars, name, v)
	{
		const char *type = json_is_boolean(v)  ? "boolean"
		                   : json_is_number(v) ? "decimal"
		                   : json_is_array(v)  ? "list"
		                                       : "text";
		if (!json_is_null(v) || json_object_get(types, name) == NULL)
			json_object_set_new(types, name, json_string(type));
	}
}

static void write_declarations(const struct writer *w, struct buf *out)
{
	const char *name;
	json_t *type;
	buf_add_c(out, "<extensionElements>");
	json_object_foreach(w->types, name, type)
	{
		bool list = strcmp(json_string_value(type), "list") == 0;
		buf_add_fmt(out, "<ozg:variable name='%s' type='%s'%s/>", name, list ? "text" : json_string_value(type),
		    list ? " many='true'" : "");
	}
	buf_add_c(out, "</extensionElements>\n");
}

struct str flow_conform_source(const struct conform_file *f)
{
	struct writer w = { .f = f, .out = buf_new(f->arena), .types = json_object() };
	add_types(w.types, json_object_get(f->def, "vars"));
	const json_t *steps = json_object_get(f->def, "steps");
	for (size_t i = 0; i < json_array_size(steps); i++)
		add_types(w.types, json_object_get(json_array_get(steps, i), "vars"));
	for (w.file = 0; w.file < f->n; w.file++)
		write_children(&w, f->roots[w.file]);
	struct buf out = buf_new(f->arena);
	buf_add_fmt(&out, "<%s xmlns='" BPMN_NS "' xmlns:ozg='urn:ozg:flow:1'>", "definitions");
	/* Only now the variables are known: they stand at the beginning of each process. */
	size_t from = 0;
	for (size_t i = 0; i < w.n_processes; i++) {
		buf_add(&out, str_sub(buf_str(&w.out), from, w.processes[i]));
		write_declarations(&w, &out);
		from = w.processes[i];
	}
	buf_add(&out, str_sub(buf_str(&w.out), from, w.out.n));
	buf_add_fmt(&out, "</%s>", "definitions");
	json_decref(w.types);
	return buf_str(&out);
}
