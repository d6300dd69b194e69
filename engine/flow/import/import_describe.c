/* SPDX-License-Identifier: EUPL-1.2
 * A model that only describes, as the FIM catalogue has them, made a scaffold that runs: building blocks become tasks,
 * branches get a question, events without content begin or wait by hand. Each of these is on the list. */
#include "flow/import/import_int.h"

static bool is(const struct xml_node *x, const char *name)
{
	return xml_is(x, FLOW_BPMN_NS, name);
}

static bool holds_nodes(const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (str_eq_c(c->ns, FLOW_BPMN_NS) && xml_attr(c, "id") != NULL && !str_ends(c->name, STR("Characteristics")) &&
		    !is(c, "laneSet"))
			return true;
	return false;
}

static void to_task(struct import *m, const struct xml_node *x, const char *why)
{
	static const char *const attrs[] = { "startQuantity", "completionQuantity", "triggeredByEvent",
		"parallelMultiple" };
	import_rename(m, x, "userTask");
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
		if (xml_attr(x, attrs[i]) != NULL)
			import_drop_attr(m, xml_attr(x, attrs[i]));
	diag_warning(m->diags, x->pos, "todo-step", "%.*s: %s Sagen Sie mit ozg:form, womit, und mit ozg:office, wer.",
	    STR_ARG(import_label(m, x)), why);
}

static void drop(struct import *m, const struct xml_node *x)
{
	import_edit(m, x->begin, x->end - x->begin, STR(""));
}

/* Events that wait for a message or a time nobody has described. */
static void event(struct import *m, const struct xml_node *x)
{
	const struct xml_node *message = xml_child(x, FLOW_BPMN_NS, "messageEventDefinition");
	const struct xml_node *timer = xml_child(x, FLOW_BPMN_NS, "timerEventDefinition");
	struct str label = import_label(m, x);
	if (timer != NULL && timer->first == NULL) {
		struct str prefix = import_prefix(m, x);
		import_prepend(
		    m, timer, str_fmt(m->arena, "<%.*stimeDuration>P30D</%.*stimeDuration>", STR_ARG(prefix), STR_ARG(prefix)));
		import_prepend(m, x,
		    str_fmt(m->arena, "<%.*sdocumentation>Frist festlegen: 30 Tage sind ein Platzhalter.</%.*sdocumentation>",
		        STR_ARG(prefix), STR_ARG(prefix)));
		diag_warning(m->diags, timer->pos, "todo-time",
		    "%.*s: Das Modell nennt keine Frist. P30D (30 Tage) ist ein Platzhalter; setzen Sie die richtige ein.",
		    STR_ARG(label));
	}
	if (message == NULL || xml_attr(message, "messageRef") != NULL || is(x, "boundaryEvent"))
		return;
	drop(m, message);
	if (is(x, "intermediateCatchEvent"))
		to_task(m, x, "Worauf gewartet wird, sagt das Modell nicht; eine Person bestätigt, dass es da ist.");
	else if (is(x, "startEvent"))
		diag_note(m->diags, x->pos, "start", "%.*s: Der Ablauf beginnt mit dem Antrag.", STR_ARG(label));
	else
		diag_warning(m->diags, x->pos, "todo-message",
		    "%.*s: Die Nachricht ist nicht beschrieben. Verschicken Sie sie mit einem Servicetask (notify:VORLAGE) "
		    "davor.",
		    STR_ARG(label));
}

/* A question for the branch: a variable, and for each way the answer that leads there. */
static void branch(struct import *m, const struct xml_node *g)
{
	struct str id = str_trim(xml_attr_value(g, "id")), label = import_label(m, g), var = STR("");
	struct buf values = buf_new(m->arena);
	size_t ways = 0, n = 0;
	for (const struct xml_node *f = xml_child(g->parent, FLOW_BPMN_NS, "sequenceFlow"); f != NULL; f = xml_next(f))
		ways += str_eq(str_trim(xml_attr_value(f, "sourceRef")), id);
	for (const struct xml_node *f = xml_child(g->parent, FLOW_BPMN_NS, "sequenceFlow"); ways > 1 && f != NULL;
	     f = xml_next(f)) {
		const struct xml_node *ext = xml_child(f, FLOW_BPMN_NS, "extensionElements");
		if (!str_eq(str_trim(xml_attr_value(f, "sourceRef")), id) ||
		    xml_child(f, FLOW_BPMN_NS, "conditionExpression") != NULL)
			continue;
		if (var.n == 0) {
			struct str base = import_slug(m->arena, str_trim(xml_attr_value(g, "name")));
			base = base.n > 0 ? base : STR("verzweigung");
			size_t number = 2;
			for (size_t i = 0; i < m->n_vars; i++)
				number += str_starts(m->vars[i].name, base);
			var = number == 2 ? base : str_fmt(m->arena, "%.*s-%zu", STR_ARG(base), number - 1);
			import_var(m, var)->type = XPATH_TEXT;
		}
		struct str value = import_slug(m->arena, str_trim(xml_attr_value(f, "name")));
		value = value.n > 0 ? value : str_fmt(m->arena, "weg-%zu", n + 1);
		struct str prefix = import_prefix(m, f);
		struct str xml = str_fmt(m->arena, "<%.*sconditionExpression>$%.*s = '%.*s'</%.*sconditionExpression>",
		    STR_ARG(prefix), STR_ARG(var), STR_ARG(value), STR_ARG(prefix));
		if (ext != NULL)
			import_edit(m, ext->end, 0, xml);
		else
			import_prepend(m, f, xml);
		buf_add_fmt(&values, "%s„%.*s“", n++ == 0 ? "" : ", ", STR_ARG(value));
	}
	if (n > 0)
		diag_warning(m->diags, g->pos, "todo-branch",
		    "%.*s: Das Modell sagt nicht, wann welcher Weg gilt. Die Variable „%.*s“ entscheidet; das Aufgabenformular "
		    "davor "
		    "setzt sie auf %.*s.",
		    STR_ARG(label), STR_ARG(var), STR_ARG(buf_str(&values)));
}

void import_describe(struct import *m, const struct xml_node *scope)
{
	for (const struct xml_node *x = scope->first; x != NULL; x = x->next) {
		if (!str_eq_c(x->ns, FLOW_BPMN_NS))
			continue;
		if (is(x, "subProcess") && !holds_nodes(x))
			to_task(m, x, "Der Baustein ist nicht näher beschrieben und jetzt eine Aufgabe.");
		else if (is(x, "subProcess"))
			import_describe(m, x);
		else if (is(x, "task") || is(x, "manualTask"))
			to_task(m, x, "Der Schritt ist jetzt eine Aufgabe.");
		else if (is(x, "exclusiveGateway") || is(x, "inclusiveGateway"))
			branch(m, x);
		else if (str_ends(x->name, STR("Event")))
			event(m, x);
	}
}
