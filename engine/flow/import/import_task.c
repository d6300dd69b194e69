/* SPDX-License-Identifier: EUPL-1.2
 * Activities and events: what the other engine's attributes mean here. A step that needs program code of the other
 * engine becomes one that a person does. */
#include "base/utf8.h"
#include "flow/import/import_int.h"

#include <ctype.h>

static const char *const vendors[] = {
	"http://camunda.org/schema/1.0/bpmn",
	"http://operaton.org/schema/1.0/bpmn",
	"http://flowable.org/bpmn",
	"http://activiti.org/bpmn",
	"http://activiti.com/modeler",
	"http://camunda.org/schema/zeebe/1.0",
};

bool import_is_vendor(struct str ns)
{
	for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++)
		if (str_eq_c(ns, vendors[i]))
			return true;
	return false;
}

const struct xml_attr *import_vendor_attr(const struct xml_node *x, const char *name)
{
	for (size_t i = 0; i < x->n_attrs; i++)
		if (str_eq_c(x->attrs[i].name, name) && import_is_vendor(x->attrs[i].ns))
			return &x->attrs[i];
	return NULL;
}

static bool is(const struct xml_node *x, const char *name)
{
	return xml_is(x, FLOW_BPMN_NS, name);
}

/* Was it imported before, or written for us? */
static bool is_done(const struct xml_node *x, const char *attr)
{
	return xml_attr_ns(x, FLOW_OZG_NS, attr) != NULL;
}

struct str import_label(struct import *m, const struct xml_node *x)
{
	struct str name = str_trim(xml_attr_value(x, "name")), id = str_trim(xml_attr_value(x, "id"));
	return name.n == 0 ? id : str_fmt(m->arena, "„%.*s“ (%.*s)", STR_ARG(name), STR_ARG(id));
}

struct str import_slug(struct arena *a, struct str text)
{
	static const struct {
		struct str from;
		const char *to;
	} letters[] = { { STR_INIT("ä"), "ae" }, { STR_INIT("ö"), "oe" }, { STR_INIT("ü"), "ue" }, { STR_INIT("Ä"), "ae" },
		{ STR_INIT("Ö"), "oe" }, { STR_INIT("Ü"), "ue" }, { STR_INIT("ß"), "ss" } };
	struct buf b = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		size_t k = 0, n = sizeof letters / sizeof *letters;
		while (k < n && !str_starts(str_sub(text, i, text.n), letters[k].from))
			k++;
		unsigned char c = (unsigned char)text.p[i];
		if (k < n) {
			buf_add_c(&b, letters[k].to);
			i += letters[k].from.n - 1;
		} else if (isalnum(c)) {
			bool hump = isupper(c) && i > 0 && islower((unsigned char)text.p[i - 1]);
			if (hump)
				buf_add_char(&b, '-');
			buf_add_char(&b, (char)tolower(c));
		} else if (b.n > 0 && b.p[b.n - 1] != '-') {
			buf_add_char(&b, '-');
		}
	}
	struct str s = buf_str(&b);
	while (s.n > 0 && s.p[s.n - 1] == '-')
		s.n--;
	return s.n > 0 && !isalpha((unsigned char)s.p[0]) ? str_fmt(a, "x-%.*s", STR_ARG(s)) : s;
}

/* ---- what a person must supply ---- */

#define TODO(m, attr, code, ...) diag_warning((m)->diags, (attr)->pos, code, __VA_ARGS__)

/* The last meaningful part: "embedded:app:forms/antrag.html" is "antrag", "formular:Mandant:Antrag:v1.0" is "Antrag".
 */
static struct str form_name(struct str key)
{
	struct str rest = key, piece, found = key;
	bool hub = str_starts(key, STR("formular:"));
	for (int i = 0; hub && str_next(&rest, ':', &piece); i++)
		if (i == 2)
			return piece;
	for (size_t i = 0; i < found.n; i++)
		if (found.p[i] == '/' || found.p[i] == ':') {
			found = str_sub(found, i + 1, found.n);
			i = (size_t)-1;
		}
	ptrdiff_t dot = str_find(found, '.');
	return dot > 0 ? str_sub(found, 0, (size_t)dot) : found;
}

static void task_form(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_attr *key = import_vendor_attr(x, "formKey");
	if (key == NULL)
		key = import_vendor_attr(x, "formRef");
	if (key == NULL || str_trim(key->value).n == 0 || is_done(x, "form"))
		return;
	struct str id = import_slug(m->arena, form_name(str_trim(key->value)));
	if (id.n == 0 || str_find_str(key->value, STR("${")) >= 0) {
		TODO(m, key, "todo-form",
		    "%.*s: Welches Formular „%.*s“ ist, steht erst zur Laufzeit fest. Ergänzen Sie ozg:form.", STR_ARG(label),
		    STR_ARG(key->value));
		return;
	}
	import_add_attr(m, x, "form", id);
	TODO(m, key, "todo-form", "%.*s: Legen Sie das Aufgabenformular „%.*s“ an (im Original „%.*s“).", STR_ARG(label),
	    STR_ARG(id), STR_ARG(key->value));
}

/* Who does the task: an office here. A person by name is nobody's task when that person is ill. */
static void task_people(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_attr *group = import_vendor_attr(x, "candidateGroups");
	const struct xml_attr *users = import_vendor_attr(x, "candidateUsers"), *one = import_vendor_attr(x, "assignee");
	if (is_done(x, "office"))
		group = NULL;
	if (group != NULL && !import_is_juel(group->value) && str_trim(group->value).n > 0) {
		struct str rest = group->value, first;
		str_next(&rest, ',', &first);
		struct str office = import_slug(m->arena, str_trim(first));
		import_add_attr(m, x, "office", office);
		TODO(m, group, "todo-office", "%.*s: Richten Sie die Stelle „%.*s“ ein (im Original die Gruppe „%.*s“).%s",
		    STR_ARG(label), STR_ARG(office), STR_ARG(group->value),
		    rest.n > 0 ? " Mehrere Gruppen: Es kann nur eine Stelle sein." : "");
	} else if (group != NULL) {
		TODO(m, group, "todo-office",
		    "%.*s: Die Gruppe „%.*s“ steht erst zur Laufzeit fest. Die Aufgabe geht an die zuständige Stelle; eine "
		    "andere "
		    "nennt ozg:office.",
		    STR_ARG(label), STR_ARG(group->value));
	}
	const struct xml_attr *who = one != NULL ? one : users;
	bool applicant = who != NULL && (str_find_str(who->value, STR("starterOfInstance")) >= 0 ||
	                                    str_find_str(who->value, STR("startedByUser")) >= 0 ||
	                                    str_find_str(who->value, STR("initiator")) >= 0);
	if (applicant)
		TODO(m, who, "todo-applicant",
		    "%.*s: Das erledigt im Original die antragstellende Person. Nehmen Sie die Fragen in das Antragsformular "
		    "auf "
		    "und löschen Sie die Aufgabe; bis dahin geht sie an die zuständige Stelle.",
		    STR_ARG(label));
	else if (who != NULL)
		TODO(m, who, "todo-person",
		    "%.*s: „%.*s“ bearbeitet hier nicht allein: Die Aufgabe geht an die Stelle, dort kann sie jeder "
		    "übernehmen.",
		    STR_ARG(label), STR_ARG(who->value));
}

/* The time of a task: as ISO 8601 writes it, or JUEL that can be translated. */
static bool task_time(struct import *m, const struct xml_attr *a, struct str *due_r)
{
	struct flow_timer ignored;
	*due_r = str_trim(a->value);
	if (!import_is_juel(*due_r))
		return flow_timer_parse(TIMER_DUE, *due_r, &ignored);
	struct diags quiet = diags_new(m->arena, STR("")), *loud = m->diags;
	m->diags = &quiet; /* what cannot be translated is one thing to do */
	bool ok = import_juel(m, a->value, a->pos, XPATH_DATE, due_r);
	m->diags = loud;
	return ok;
}

/* The deadline, or where there is none the day it is to be looked at again. */
static void task_due(struct import *m, const struct xml_node *x, struct str label)
{
	static const char *const names[] = { "dueDate", "followUpDate" };
	bool done = is_done(x, "due");
	for (size_t i = 0; i < 2; i++) {
		const struct xml_attr *a = import_vendor_attr(x, names[i]);
		struct str due;
		if (a == NULL || a->value.n == 0 || is_done(x, "due"))
			continue;
		if (!done && task_time(m, a, &due)) {
			import_add_attr(m, x, "due", due);
			diag_note(m->diags, a->pos, "due", "%.*s: Die %s „%.*s“ steht jetzt in ozg:due.", STR_ARG(label),
			    i == 0 ? "Frist" : "Wiedervorlage", STR_ARG(a->value));
			done = true;
			continue;
		}
		TODO(m, a, "todo-date",
		    "%.*s: Die %s „%.*s“ ist nicht übernommen. Schreiben Sie eine Frist in ozg:due, oder zeichnen Sie ein "
		    "Zeitereignis an die Aufgabe (nicht unterbrechend), das erinnert.",
		    STR_ARG(label), i == 0 ? "Frist" : "Wiedervorlage", STR_ARG(a->value));
	}
}

/* 0 to 100, 50 is usual and 100 the most urgent; here 9 to 1. */
static void task_priority(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_attr *a = import_vendor_attr(x, "priority");
	int64_t n;
	if (a == NULL || a->value.n == 0 || is_done(x, "priority"))
		return;
	if (!str_to_i64(str_trim(a->value), &n) || n < 0 || n > 100) {
		TODO(m, a, "todo-priority",
		    "%.*s: Die Priorität „%.*s“ ist nicht übernommen. Schreiben Sie ozg:priority, 1 (zuerst) bis 9.",
		    STR_ARG(label), STR_ARG(a->value));
		return;
	}
	struct str priority = str_fmt(m->arena, "%d", (int)(9 - (n * 8 + 50) / 100));
	import_add_attr(m, x, "priority", priority);
	diag_note(m->diags, a->pos, "priority",
	    "%.*s: Die Priorität „%.*s“ (bis 100) heißt jetzt %.*s (1 ist zuerst, 9 zuletzt).", STR_ARG(label),
	    STR_ARG(a->value), STR_ARG(priority));
}

/* ---- below an element ---- */

static const struct xml_node *extensions(const struct xml_node *x)
{
	return xml_child(x, FLOW_BPMN_NS, "extensionElements");
}

/* process.setStatus("…"): Munich's way of telling the applicant. */
static struct str status_of(struct str script)
{
	ptrdiff_t at = str_find_str(script, STR("setStatus("));
	if (at < 0)
		return STR("");
	struct str s = str_trim(str_sub(script, (size_t)at + 10, script.n));
	char quote = s.n > 0 ? s.p[0] : '\0';
	ptrdiff_t end = quote == '"' || quote == '\'' ? str_find(str_sub(s, 1, s.n), quote) : -1;
	return end < 0 ? STR("") : str_sub(s, 1, (size_t)end + 1);
}

static void listeners(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_node *ext = extensions(x);
	for (const struct xml_node *e = ext == NULL ? NULL : ext->first; e != NULL; e = e->next) {
		if (!import_is_vendor(e->ns))
			continue;
		bool listener = str_eq_c(e->name, "executionListener") || str_eq_c(e->name, "taskListener");
		const struct xml_node *script = listener ? e->first : NULL;
		struct str status = script == NULL ? STR("") : status_of(script->text);
		if (status.n > 0 && is_done(x, "status"))
			continue;
		if (status.n > 0) {
			import_add_attr(m, x, "status", status);
			diag_note(m->diags, e->pos, "status", "%.*s: Der Stand „%.*s“ steht jetzt in ozg:status.", STR_ARG(label),
			    STR_ARG(status));
		} else if (listener) {
			diag_warning(m->diags, e->pos, "todo-listener",
			    "%.*s: Der Listener führt Programmcode aus; das geschieht hier nicht. Prüfen Sie, ob er fehlt.",
			    STR_ARG(label));
		} else if (str_eq_c(e->name, "formData") || str_eq_c(e->name, "formProperty")) {
			diag_warning(m->diags, e->pos, "todo-form",
			    "%.*s: Die Felder stehen im Original im Ablauf. Legen Sie ein Aufgabenformular mit ihnen an.",
			    STR_ARG(label));
		} else if (str_eq_c(e->name, "failedJobRetryTimeCycle")) {
			diag_note(m->diags, e->pos, "retry", "%.*s: Wiederholt wird hier nach festen Abständen.", STR_ARG(label));
		}
	}
}

/* ---- conditions, lists, times ---- */

/* The text of x as XPath, when it is JUEL. */
static void translate(struct import *m, const struct xml_node *x, enum xpath_type want)
{
	struct str xpath;
	const struct xml_attr *language = x == NULL ? NULL : xml_attr(x, "language");
	if (x == NULL)
		return;
	struct str text = str_trim(x->text);
	if (import_is_juel(text)) {
		if (!import_juel(m, x->text, x->text_pos, want, &xpath))
			return;
		import_set_text(m, x, xpath);
		if (language != NULL)
			import_drop_attr(m, language);
		return;
	}
	if (str_starts(text, STR("=")) && m->foreign)
		diag_error(m->diags, x->text_pos, "feel",
		    "„%.*s“ ist in FEEL geschrieben (Camunda 8). Schreiben Sie XPath: $name = 'wert'.", STR_ARG(text));
	else if (language != NULL && str_find_str(language->value, STR("XPath")) < 0)
		diag_error(m->diags, language->pos, "script-condition",
		    "Die Bedingung ist in „%.*s“ geschrieben, das ist Programmcode. Schreiben Sie XPath: $name = 'wert'.",
		    STR_ARG(language->value));
}

/* loopCardinality takes numbers; a list and its entry become BPMN's own elements. */
static void repetition(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_node *loop = xml_child(x, FLOW_BPMN_NS, "multiInstanceLoopCharacteristics");
	if (loop == NULL)
		return;
	translate(m, xml_child(loop, FLOW_BPMN_NS, "loopCardinality"), XPATH_DEC);
	translate(m, xml_child(loop, FLOW_BPMN_NS, "completionCondition"), XPATH_BOOL);
	const struct xml_attr *list = import_vendor_attr(loop, "collection");
	const struct xml_attr *item = import_vendor_attr(loop, "elementVariable");
	const struct xml_node *own = xml_child(loop, FLOW_BPMN_NS, "loopDataInputRef");
	const struct xml_node *entry = xml_child(loop, FLOW_BPMN_NS, "inputDataItem");
	if (m->foreign && own != NULL && str_trim(own->text).n > 0)
		import_var(m, str_trim(own->text))->many = true;
	if (m->foreign && entry != NULL && xml_attr_value(entry, "name").n > 0)
		import_var(m, xml_attr_value(entry, "name"))->local = true;
	if (list == NULL || own != NULL)
		return;
	struct str name = str_trim(list->value), xpath;
	if (import_is_juel(name) && (!import_juel(m, list->value, list->pos, XPATH_EMPTY, &xpath) || xpath.p[0] != '$'))
		return;
	if (import_is_juel(name))
		name = str_sub(xpath, 1, xpath.n);
	import_var(m, name)->many = true;
	struct str prefix = import_prefix(m, loop);
	struct buf b = buf_new(m->arena);
	buf_add_fmt(
	    &b, "<%.*sloopDataInputRef>%.*s</%.*sloopDataInputRef>", STR_ARG(prefix), STR_ARG(name), STR_ARG(prefix));
	if (item != NULL) {
		buf_add_fmt(&b, "<%.*sinputDataItem name=\"%.*s\"/>", STR_ARG(prefix), STR_ARG(item->value));
		import_var(m, item->value)->local = true;
	}
	import_prepend(m, loop, buf_str(&b));
	diag_note(m->diags, list->pos, "list", "%.*s: Wird für jeden Eintrag von „%.*s“ wiederholt.", STR_ARG(label),
	    STR_ARG(name));
}

static void times(struct import *m, const struct xml_node *x)
{
	static const struct {
		const char *element;
		enum xpath_type type;
	} kinds[] = { { "timeDuration", XPATH_TEXT }, { "timeDate", XPATH_DATE }, { "timeCycle", XPATH_TEXT } };
	const struct xml_node *timer = xml_child(x, FLOW_BPMN_NS, "timerEventDefinition");
	for (size_t i = 0; timer != NULL && i < 3; i++) {
		const struct xml_node *t = xml_child(timer, FLOW_BPMN_NS, kinds[i].element);
		if (t != NULL && import_is_juel(t->text))
			translate(m, t, kinds[i].type);
	}
	const struct xml_node *condition = xml_child(x, FLOW_BPMN_NS, "conditionalEventDefinition");
	if (condition != NULL)
		translate(m, xml_child(condition, FLOW_BPMN_NS, "condition"), XPATH_BOOL);
}

/* ---- steps that run code ---- */

/* What the step does there, in the words of the file. */
static struct str code_of(struct import *m, const struct xml_node *x, struct pos *pos_r)
{
	static const char *const names[] = { "delegateExpression", "class", "expression", "topic", "type",
		"modelerTemplate" };
	*pos_r = x->pos;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct xml_attr *a = import_vendor_attr(x, names[i]);
		if (a == NULL || a->value.n == 0)
			continue;
		*pos_r = a->pos;
		return str_fmt(m->arena, "%s „%.*s“", names[i], STR_ARG(a->value));
	}
	return STR("nichts, was hier bekannt ist");
}

static void by_hand(struct import *m, const struct xml_node *x)
{
	static const char *const attrs[] = { "operationRef", "messageRef", "instantiate", "scriptFormat", "calledElement" };
	import_rename(m, x, "userTask");
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
		const struct xml_attr *a = xml_attr(x, attrs[i]);
		if (a != NULL)
			import_drop_attr(m, a);
	}
}

/* An own operation is kept. */
static void service(struct import *m, const struct xml_node *x, struct str label)
{
	struct pos pos;
	struct str code = code_of(m, x, &pos);
	if (is_done(x, "operation"))
		return;
	by_hand(m, x);
	diag_warning(m->diags, pos, "todo-service",
	    "%.*s: Das Original ruft hier Programmcode auf (%.*s). Der Schritt ist jetzt eine Aufgabe für Menschen. Soll "
	    "er eine "
	    "Nachricht schicken, machen Sie daraus einen Servicetask mit ozg:operation=\"notify:VORLAGE\".",
	    STR_ARG(label), STR_ARG(code));
}

static void decision(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_attr *ref = import_vendor_attr(x, "decisionRef");
	if (ref == NULL)
		ref = import_vendor_attr(x, "decisionTableReferenceKey");
	const struct xml_attr *result = import_vendor_attr(x, "resultVariable");
	const struct xml_attr *map = import_vendor_attr(x, "mapDecisionResult");
	if (is_done(x, "decision"))
		return;
	if (ref == NULL || import_is_juel(ref->value)) {
		service(m, x, label);
		return;
	}
	import_add_attr(m, x, "decision", str_trim(ref->value));
	if (result != NULL) {
		import_add_attr(m, x, "result", str_trim(result->value));
		import_var(m, str_trim(result->value));
	}
	if (map != NULL && !str_eq_c(map->value, "singleEntry") && !str_eq_c(map->value, "collectEntries"))
		TODO(m, map, "todo-result",
		    "%.*s: mapDecisionResult „%.*s“: Nennen Sie für jede Ausgabe eine Variable mit <ozg:output>.",
		    STR_ARG(label), STR_ARG(map->value));
	TODO(m, ref, "todo-decision", "%.*s: Veröffentlichen Sie die Entscheidung „%.*s“ (DMN) vor dem Ablauf.",
	    STR_ARG(label), STR_ARG(ref->value));
}

/* One assignment: execution.setVariable("x", EXPRESSION), or JUEL with a result variable. */
static bool assignment(
    struct import *m, const struct xml_node *x, const struct xml_node *script, struct str *name_r, struct str *xpath_r)
{
	const struct xml_attr *result = import_vendor_attr(x, "resultVariable");
	struct str text = str_trim(script->text);
	struct diags quiet = diags_new(m->arena, STR("")), *loud = m->diags;
	enum xpath_type type = XPATH_EMPTY;
	bool ok = false;
	m->diags = &quiet; /* what is no assignment stays a script: the caller says so */
	while (text.n > 0 && (text.p[text.n - 1] == ';' || isspace((unsigned char)text.p[text.n - 1])))
		text.n--;
	struct str verb = STR("execution.setVariable(");
	if (result != NULL && import_is_juel(text)) {
		*name_r = str_trim(result->value);
		ok = import_juel(m, text, script->text_pos, XPATH_EMPTY, xpath_r);
	} else if (str_starts(text, verb) && text.p[text.n - 1] == ')' && text.n > verb.n + 4) {
		struct str inner = str_trim(str_sub(text, verb.n, text.n - 1));
		ptrdiff_t end = str_find(str_sub(inner, 1, inner.n), inner.p[0]);
		struct str rest = end < 0 ? STR("") : str_trim(str_sub(inner, (size_t)end + 2, inner.n));
		if ((inner.p[0] == '"' || inner.p[0] == '\'') && rest.n > 1 && rest.p[0] == ',') {
			*name_r = str_sub(inner, 1, (size_t)end + 1);
			ok = import_juel_inner(m, str_sub(rest, 1, rest.n), script->text_pos, XPATH_EMPTY, xpath_r, &type);
		}
	}
	m->diags = loud;
	if (ok)
		import_var_type(m, *name_r, type, script->text_pos);
	return ok;
}

static void script(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_node *s = xml_child(x, FLOW_BPMN_NS, "script");
	const struct xml_attr *format = xml_attr(x, "scriptFormat");
	struct str name, xpath;
	if (s != NULL && assignment(m, x, s, &name, &xpath)) {
		import_add_attr(m, x, "result", name);
		import_set_text(m, s, xpath);
		if (format != NULL)
			import_drop_attr(m, format);
		diag_note(m->diags, s->text_pos, "assignment", "%.*s: Die Zuweisung an „%.*s“ heißt jetzt %.*s.",
		    STR_ARG(label), STR_ARG(name), STR_ARG(xpath));
		return;
	}
	if (format == NULL && !m->foreign)
		return;
	by_hand(m, x);
	if (s != NULL) { /* the code stays for people to read */
		struct buf b = buf_new(m->arena);
		struct str prefix = import_prefix(m, x);
		buf_add_fmt(&b, "<%.*sdocumentation>", STR_ARG(prefix));
		xml_escape(&b, s->text);
		buf_add_fmt(&b, "</%.*sdocumentation>", STR_ARG(prefix));
		import_edit(m, s->begin, s->end - s->begin, STR(""));
		import_prepend(m, x, buf_str(&b));
	}
	diag_warning(m->diags, s == NULL ? x->pos : s->pos, "todo-script",
	    "%.*s: Das Skript (%.*s) ist Programmcode und läuft hier nicht. Der Schritt ist jetzt eine Aufgabe für "
	    "Menschen; der "
	    "Code steht in ihrer Beschreibung. Prüfungen von Eingaben gehören in das Formular.",
	    STR_ARG(label), STR_ARG(format == NULL ? STR("ohne Sprache") : format->value));
}

/* <camunda:in source target> is <ozg:in variable value>: from the process around to the one called, out the reverse. */
static void handing(
    struct import *m, const struct xml_node *e, const struct xml_node *other, struct str label, struct buf *b)
{
	const struct xml_attr *source = xml_attr(e, "source"), *code = xml_attr(e, "sourceExpression");
	const struct xml_node *here = m->process, *from = str_eq_c(e->name, "in") ? here : other;
	const struct xml_node *to = from == here ? other : here;
	struct str target = str_trim(xml_attr_value(e, "target")), xpath;
	if (str_eq_c(xml_attr_value(e, "variables"), "all")) {
		buf_add_fmt(b, "<%.*s%.*s variables=\"all\"/>", STR_ARG(m->prefix), STR_ARG(e->name));
		return;
	}
	if (xml_attr(e, "businessKey") != NULL)
		return; /* the number of the case stays the same anyway */
	m->process = from;
	if (source != NULL && target.n > 0) {
		size_t there = (size_t)(import_var_of(m, to, target) - m->vars);
		const struct import_var *v = import_var(m, str_trim(source->value));
		import_var_pair(m, v, &m->vars[there]);
		xpath = str_fmt(m->arena, "$%.*s", STR_ARG(str_trim(source->value)));
	} else if (code == NULL || target.n == 0 || !import_is_juel(code->value)) {
		diag_warning(m->diags, e->pos, "todo-mapping",
		    "%.*s: Was hier übergeben wird, ist nicht übernommen. Sagen Sie es mit <ozg:%.*s variable=\"…\" "
		    "value=\"…\"/>.",
		    STR_ARG(label), STR_ARG(e->name));
		xpath.n = 0;
	} else if (!import_juel(m, code->value, code->pos, XPATH_EMPTY, &xpath)) {
		xpath.n = 0;
	}
	m->process = here;
	if (xpath.n == 0)
		return;
	import_var_of(m, to, target);
	buf_add_fmt(b, "<%.*s%.*s variable=\"", STR_ARG(m->prefix), STR_ARG(e->name));
	xml_escape(b, target);
	buf_add_c(b, "\" value=\"");
	xml_escape(b, xpath);
	buf_add_c(b, "\"/>");
}

/* A process of the same file is called; of another one nobody knows what it does. */
static void called(struct import *m, const struct xml_node *x, struct str label)
{
	const struct xml_attr *id = xml_attr(x, "calledElement");
	const struct xml_node *ext = extensions(x);
	struct str wanted = id == NULL ? STR("") : str_trim(id->value);
	ptrdiff_t colon = str_find(wanted, ':');
	struct str local = str_sub(wanted, (size_t)(colon + 1), wanted.n);
	const struct xml_node *other = xml_child(m->root, FLOW_BPMN_NS, "process");
	while (other != NULL && (local.n == 0 || !str_eq(str_trim(xml_attr_value(other, "id")), local)))
		other = xml_next(other);
	if (other == NULL) {
		by_hand(m, x);
		diag_warning(m->diags, id == NULL ? x->pos : id->pos, "todo-call",
		    "%.*s ruft den Prozess „%.*s“ auf, der in einer anderen Datei steht. Nehmen Sie ihn in diese Datei auf; "
		    "bis "
		    "dahin ist der Schritt eine Aufgabe für Menschen.",
		    STR_ARG(label), STR_ARG(wanted));
		return;
	}
	if (ext == NULL || xml_child(ext, FLOW_OZG_NS, "in") != NULL || xml_child(ext, FLOW_OZG_NS, "out") != NULL)
		return;
	struct buf b = buf_new(m->arena);
	for (const struct xml_node *e = ext->first; e != NULL; e = e->next)
		if (import_is_vendor(e->ns) && (str_eq_c(e->name, "in") || str_eq_c(e->name, "out")))
			handing(m, e, other, label, &b);
	if (b.n > 0)
		import_prepend(m, ext, buf_str(&b));
}

void import_node(struct import *m, const struct xml_node *x)
{
	struct str label = import_label(m, x);
	bool step = str_ends(x->name, STR("Task")) || str_ends(x->name, STR("Event")) || is(x, "task") ||
	            is(x, "subProcess") || is(x, "callActivity") || is(x, "process");
	if (is(x, "sequenceFlow"))
		translate(m, xml_child(x, FLOW_BPMN_NS, "conditionExpression"), XPATH_BOOL);
	if (!step)
		return;
	listeners(m, x, label);
	repetition(m, x, label);
	times(m, x);
	if (is(x, "userTask")) {
		task_form(m, x, label);
		task_people(m, x, label);
		task_due(m, x, label);
		task_priority(m, x, label);
	} else if (is(x, "serviceTask")) {
		service(m, x, label);
	} else if (is(x, "sendTask") && xml_attr(x, "messageRef") == NULL) {
		service(m, x, label);
	} else if (is(x, "businessRuleTask")) {
		decision(m, x, label);
	} else if (is(x, "scriptTask")) {
		script(m, x, label);
	} else if (is(x, "callActivity")) {
		called(m, x, label);
	} else if (is(x, "startEvent") && import_vendor_attr(x, "formKey") != NULL) {
		TODO(m, import_vendor_attr(x, "formKey"), "todo-form",
		    "%.*s: Das Startformular „%.*s“ wird hier das Antragsformular; es verweist mit flow=\"…\" auf diesen "
		    "Ablauf.",
		    STR_ARG(label), STR_ARG(import_vendor_attr(x, "formKey")->value));
	}
}
