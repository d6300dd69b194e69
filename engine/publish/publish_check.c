/* SPDX-License-Identifier: EUPL-1.2
 * Judges a definition, first by itself, then beside what it will meet: forms, their workflows, task forms. */
#include "publish/publish_priv.h"

#include "base/file.h"

#include "form/scenario/scenario.h"

#include "xml/xml.h"

#define FORM_NS "urn:ozg:form:1"
#define BPMN_NS "http://www.omg.org/spec/BPMN/20100524/MODEL"
#define OZG_NS "urn:ozg:flow:1"

/* As much as the readers of forms and workflows take; each has its own limits. */
static const struct xml_limits limits = { .bytes = 4 << 20, .nodes = 100000, .depth = 64, .attrs = 64 };

struct check {
	const struct publish_desk *desk;
	struct diags *d;
	const struct publish_checked *it;
};

static const char *type_name(enum xpath_type type)
{
	static const char *const names[] = {
		[XPATH_EMPTY] = "empty",
		[XPATH_TEXT] = "text",
		[XPATH_BOOL] = "boolean",
		[XPATH_DEC] = "decimal",
		[XPATH_DATE] = "date",
		[XPATH_CODE] = "code",
	};
	return names[type];
}

/* A code is a text to a workflow that knows no list. */
static bool fits(const char *answer, enum xpath_type variable)
{
	return strcmp(answer, type_name(variable)) == 0 || (variable == XPATH_TEXT && strcmp(answer, "code") == 0);
}

/* Type of the answer, or of each when the variable is a list; NULL when there is none such. */
static const char *answer_type(const struct form *form, const struct flow_var *var, struct str path)
{
	return var->many ? form_list_type(form, path) : form_answer_type(form, path);
}

/* Do the answers of form give the workflow its variables? Findings stand at pos. */
static void check_variables(struct check *k, const struct form *form, const struct flow *flow, struct pos pos)
{
	const struct flow_var *vars;
	size_t n = flow_vars(flow, &vars);
	for (size_t i = 0; i < n; i++) {
		if (vars[i].from.n == 0)
			continue;
		const char *answer = answer_type(form, &vars[i], vars[i].from);
		if (answer == NULL && str_eq_c(vars[i].from, FORM_FEES))
			diag_error(k->d, pos, "variable-without-answer",
			    "Der Ablauf „%.*s“ liest die Summe der Gebühren (from=\"" FORM_FEES "\"); im Formular „%.*s“ gibt es "
			    "keine. Ergänzen Sie dort eine fee.",
			    STR_ARG(flow_id(flow)), STR_ARG(form_id(form)));
		else if (answer == NULL)
			diag_error(k->d, pos, "variable-without-answer",
			    "Der Ablauf „%.*s“ liest die %s „%.*s“ aus dem Feld „%.*s“; im Formular „%.*s“ gibt es dieses Feld "
			    "nicht oder es %s.",
			    STR_ARG(flow_id(flow)), vars[i].many ? "Liste" : "Variable", STR_ARG(vars[i].name),
			    STR_ARG(vars[i].from), STR_ARG(form_id(form)),
			    vars[i].many ? "kommt nur einmal vor" : "kann mehrfach vorkommen");
		else if (!fits(answer, vars[i].type))
			diag_error(k->d, pos, "variable-type",
			    "Der Ablauf „%.*s“ erwartet die Variable „%.*s“ vom Typ %s; das Feld „%.*s“ im Formular „%.*s“ hat den "
			    "Typ %s.",
			    STR_ARG(flow_id(flow)), STR_ARG(vars[i].name), type_name(vars[i].type), STR_ARG(vars[i].from),
			    STR_ARG(form_id(form)), answer);
	}
}

static bool reads(const struct flow *flow, struct str path)
{
	const struct flow_var *vars;
	size_t n = flow_vars(flow, &vars);
	for (size_t i = 0; i < n; i++)
		if (str_eq(vars[i].from, path))
			return true;
	return false;
}

/* What the form calculates unseen must be of use to the workflow: its variables are all that conditions, decisions,
 * task forms and mails know of the answers. Findings stand at
 * pos, or where that is NULL at the expression. */
static void check_unread(
    struct check *k, struct arena *a, const struct form *form, const struct flow *flow, const struct pos *pos)
{
	const struct form_unread *list;
	size_t n = form_unread(a, form, &list);
	for (size_t i = 0; i < n; i++)
		if (!reads(flow, list[i].path))
			diag_note(k->d, pos != NULL ? *pos : list[i].pos, "never-read",
			    "Im Formular „%.*s“ wird „%.*s“ berechnet, aber weder gezeigt noch gelesen: keine Bedingung des "
			    "Formulars braucht es, und der Ablauf „%.*s“ hat keine Variable daraus. Streichen Sie es, zeigen Sie "
			    "es, "
			    "oder lesen Sie es im Ablauf (from=\"%.*s\").",
			    STR_ARG(form_id(form)), STR_ARG(list[i].path), STR_ARG(flow_id(flow)), STR_ARG(list[i].path));
}

/* A task form answers for the citizen's form: no workflow of its own, no documents, since the page of a task takes
 * none, and where it names a variable, of its type. */
static void check_task_form(struct check *k, const struct flow *flow, const struct form *form, struct pos pos)
{
	if (!form_is_task(form))
		diag_error(k->d, pos, "not-a-task-form",
		    "„%.*s“ ist ein Formular für Anträge. Eine Aufgabe braucht ein Formular ohne Leistung und Ablauf.",
		    STR_ARG(form_id(form)));
	if (form_has_files(form))
		diag_error(k->d, pos, "task-form-files",
		    "Das Formular „%.*s“ hat ein Feld für Dateien. In einer Aufgabe kann niemand Dateien hochladen. Nehmen Sie "
		    "das Feld heraus oder fragen Sie schon im Antrag nach der Datei.",
		    STR_ARG(form_id(form)));
	const struct flow_var *vars;
	size_t n = flow_vars(flow, &vars);
	for (size_t i = 0; i < n; i++) {
		const char *answer = answer_type(form, &vars[i], vars[i].name);
		if (answer != NULL && !fits(answer, vars[i].type))
			diag_error(k->d, pos, "variable-type",
			    "Die Variable „%.*s“ des Ablaufs „%.*s“ hat den Typ %s; das gleichnamige Feld im Formular „%.*s“ hat "
			    "den "
			    "Typ %s.",
			    STR_ARG(vars[i].name), STR_ARG(flow_id(flow)), type_name(vars[i].type), STR_ARG(form_id(form)), answer);
	}
}

static bool check_user_task(struct check *k, const struct xml_attr *attr, struct err *err)
{
	const struct form *form;
	int64_t version;
	if (publish_current_form(k->desk->cache, k->desk->db, k->desk->tenant, attr->value, &version, &form, err)) {
		check_task_form(k, k->it->flow, form, attr->pos);
		return true;
	}
	if (err->kind != ERR_NOTFOUND)
		return false;
	diag_error(k->d, attr->pos, "unknown-form",
	    "Das Formular „%.*s“ ist noch nicht veröffentlicht. Veröffentlichen Sie zuerst die Formulare der Aufgaben.",
	    STR_ARG(attr->value));
	return true;
}

static bool has_fee(const struct flow *flow)
{
	const struct flow_var *vars;
	size_t n = flow_vars(flow, &vars);
	for (size_t i = 0; i < n; i++)
		if (str_eq_c(vars[i].name, FORM_FEES) && vars[i].type == XPATH_DEC && !vars[i].many)
			return true;
	return false;
}

/* "notify:eingang" needs the file eingang.txt, and the variables it names; that the name is a plain word is checked by
 * the reader. */
static void check_operation(struct check *k, struct arena *a, const struct xml_attr *attr)
{
	enum { BYTES_MAX = 65536 };
	static const struct str verb = STR_INIT("notify:");
	struct str text;
	struct err unheard;
	if (!str_starts(attr->value, verb) || k->desk->mail_dir == NULL)
		return;
	struct str name = str_sub(attr->value, verb.n, attr->value.n);
	const char *path = str_fmt(a, "%s/%.*s.txt", k->desk->mail_dir, STR_ARG(name)).p;
	if (!file_read(a, path, BYTES_MAX, &text, &unheard))
		diag_error(k->d, attr->pos, "unknown-mail", "Die E-Mail-Vorlage „%.*s“ gibt es nicht.", STR_ARG(name));
	else if (str_find_str(text, STR("{" FORM_FEES "}")) >= 0 && !has_fee(k->it->flow))
		diag_error(k->d, attr->pos, "mail-without-fee",
		    "Die E-Mail-Vorlage „%.*s“ nennt die Gebühr. Vereinbaren Sie dafür die Variable: <ozg:variable "
		    "name=\"" FORM_FEES "\" type=\"decimal\" from=\"" FORM_FEES "\"/>.",
		    STR_ARG(name));
}

/* Tasks of the tree below n; the depth is limited by the reader of the XML. */
static bool check_tasks(struct check *k, struct arena *a, const struct xml_node *n, struct err *err)
{
	for (const struct xml_node *child = n->first; child != NULL; child = child->next) {
		const struct xml_attr *form = xml_attr_ns(child, OZG_NS, "form");
		const struct xml_attr *operation = xml_attr_ns(child, OZG_NS, "operation");
		if (form != NULL && xml_is(child, BPMN_NS, "userTask") && !check_user_task(k, form, err))
			return false;
		if (operation != NULL)
			check_operation(k, a, operation);
		if (!check_tasks(k, a, child, err))
			return false;
	}
	return true;
}

static const struct xml_node *element_of(const struct xml_node *n, struct str id)
{
	for (const struct xml_node *child = n->first; child != NULL; child = child->next) {
		if (str_eq_c(child->ns, BPMN_NS) && str_eq(str_trim(xml_attr_value(child, "id")), id))
			return child;
		const struct xml_node *in = element_of(child, id);
		if (in != NULL)
			return in;
	}
	return NULL;
}

/* A case that begins without an application has no place that decides which office it belongs to. */
static bool check_start(
    struct check *k, struct arena *a, const struct flow_effect *start, struct pos pos, struct err *err)
{
	struct db_rows r;
	if (str_eq(k->desk->tenant, STR("_"))) {
		diag_error(k->d, pos, "start-in-library",
		    "„%.*s“ beginnt Vorgänge ohne Antrag. Das geht nur im Ablauf einer Kommune: in der Bibliothek weiß "
		    "niemand, "
		    "wessen Vorgänge es sind.",
		    STR_ARG(start->element));
		return true;
	}
	if (start->office.n == 0) {
		diag_error(k->d, pos, "start-without-office",
		    "„%.*s“ beginnt Vorgänge ohne Antrag und sagt nicht, wer für sie zuständig ist. Ergänzen Sie "
		    "ozg:office=\"STELLE\".",
		    STR_ARG(start->element));
		return true;
	}
	if (!db_once(k->desk->db, a, k->desk->tenant, DB_START_OFFICE,
	        DB_PARAMS(db_text(k->desk->tenant), db_text(start->office)), &r, err))
		return false;
	if (r.n == 0)
		diag_error(k->d, pos, "unknown-office", "Die Stelle „%.*s“ bei „%.*s“ gibt es in dieser Kommune nicht.",
		    STR_ARG(start->office), STR_ARG(start->element));
	return true;
}

static bool check_starts(struct check *k, struct arena *a, const struct xml_node *root, struct err *err)
{
	const struct flow_effect *list;
	size_t n = flow_starts(a, k->it->flow, &list);
	for (size_t i = 0; i < n; i++) {
		const struct xml_node *x = element_of(root, list[i].element);
		if (list[i].kind != FLOW_PASSED && !check_start(k, a, &list[i], x == NULL ? root->pos : x->pos, err))
			return false;
	}
	return true;
}

/* An application begins at the start event without a trigger. */
static void check_none_start(struct check *k, struct arena *a, const struct flow *flow, struct pos pos)
{
	const struct flow_effect *list;
	size_t n = flow_starts(a, flow, &list);
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == FLOW_PASSED)
			return;
	if (n > 0)
		diag_error(k->d, pos, "flow-without-start",
		    "Der Ablauf „%.*s“ beginnt nur durch Zeit, Nachricht oder Signal, nicht durch einen Antrag. Ergänzen Sie "
		    "dort "
		    "ein einfaches Startereignis.",
		    STR_ARG(flow_id(flow)));
}

/* Calls each with every current definition of the kind that the tenant offers, while it returns true. */
static bool each_published(struct check *k, struct arena *a, enum publish_kind kind, struct pos pos,
    bool (*each)(struct check *k, struct arena *a, const struct publish_entry *e, struct pos pos, struct err *err),
    struct err *err)
{
	const struct publish_entry *list;
	size_t n;
	if (!publish_list(k->desk->db, a, k->desk->tenant, false, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == kind && !each(k, a, &list[i], pos, err))
			return false;
	return true;
}

/* A form that starts this workflow must still give it what it reads. */
static bool check_user(struct check *k, struct arena *a, const struct publish_entry *e, struct pos pos, struct err *err)
{
	const struct publish_desk *desk = k->desk;
	const struct form *form;
	if (!publish_form_version(desk->cache, desk->db, desk->tenant, e->id, e->version, &form, err))
		return false;
	if (!str_eq(form_flow(form), k->it->id))
		return true;
	check_variables(k, form, k->it->flow, pos);
	check_unread(k, a, form, k->it->flow, &pos);
	return true;
}

/* The workflow that the form starts. */
static bool check_own_flow(struct check *k, struct arena *a, const struct xml_node *root, struct err *err)
{
	const struct form *form = k->it->form;
	const struct flow *flow;
	const struct xml_attr *attr = xml_attr(root, "flow");
	struct pos pos = attr == NULL ? root->pos : attr->pos;
	int64_t version;
	if (form_flow(form).n == 0)
		return true;
	if (publish_current_flow(k->desk->cache, k->desk->db, k->desk->tenant, form_flow(form), &version, &flow, err)) {
		check_variables(k, form, flow, pos);
		check_none_start(k, a, flow, pos);
		check_unread(k, a, form, flow, NULL);
		return true;
	}
	if (err->kind != ERR_NOTFOUND)
		return false;
	diag_error(k->d, pos, "unknown-flow",
	    "Der Ablauf „%.*s“ ist noch nicht veröffentlicht. Veröffentlichen Sie zuerst den Ablauf, danach das Formular.",
	    STR_ARG(form_flow(form)));
	return true;
}

/* Does a user task below n ask for the form? */
static bool asks_for(const struct xml_node *n, struct str form)
{
	const struct xml_attr *attr = xml_attr_ns(n, OZG_NS, "form");
	if (attr != NULL && xml_is(n, BPMN_NS, "userTask") && str_eq(str_trim(attr->value), form))
		return true;
	for (const struct xml_node *child = n->first; child != NULL; child = child->next)
		if (asks_for(child, form))
			return true;
	return false;
}

/* A workflow that uses the form for a task must still be able to. */
static bool check_asker(
    struct check *k, struct arena *a, const struct publish_entry *e, struct pos pos, struct err *err)
{
	const struct publish_desk *desk = k->desk;
	const struct flow *flow;
	struct str source;
	if (!publish_flow_version(desk->cache, desk->db, desk->tenant, e->id, e->version, &flow, err) ||
	    !publish_source(desk->db, a, desk->tenant, PUBLISH_FLOW, e->id, e->version, &source, err))
		return false;
	struct diags unheard = diags_new(a, e->id); /* it was fine when it was published */
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, &unheard);
	if (root != NULL && asks_for(root, k->it->id))
		check_task_form(k, flow, k->it->form, pos);
	return true;
}

static bool too_many(size_t errors, struct err *err)
{
	return err_set(err, ERR_INPUT, "Die Datei enthält %zu %s.", errors,
	    errors == 1 ? "Fehler" : "Fehler, die zuerst behoben werden müssen");
}

bool publish_native(struct arena *a, struct str source, const struct form_options *options, struct str *native_r,
    struct diags *d, struct err *err)
{
	struct buf out = buf_new(a);
	*native_r = source;
	source = xml_decode(a, source);
	if (!form_is_catalogue(source))
		return true;
	if (!form_import(source, options, &out, d))
		return too_many(d->n_errors, err);
	*native_r = publish_mark(a, buf_str(&out));
	return true;
}

/* The workflow with the decisions that are current now. False after an error of the database. */
static bool read_flow(const struct publish_desk *desk, struct arena *a, struct str source, struct publish_checked *out,
    struct diags *d, struct err *err)
{
	struct publish_binding binding = { .db = desk->db, .arena = a, .owner = desk->tenant };
	const struct flow_library library = publish_library(&binding);
	const struct flow_options options = { .schema = desk->bpmn, .can = FLOW_CAN_CASES, .library = &library };
	out->flow = flow_read_with(a, source, &options, d);
	if (binding.broken)
		*err = binding.err;
	if (out->flow == NULL || binding.broken)
		return !binding.broken;
	out->kind = PUBLISH_FLOW;
	out->id = flow_id(out->flow);
	out->title = flow_name(out->flow);
	return true;
}

/* A decision is called, and so published, by the id of the one decision that no other needs. */
static void read_decision(
    struct arena *a, struct str source, const struct xml_node *root, struct publish_checked *out, struct diags *d)
{
	const struct dmn *m = dmn_read(a, source, d);
	const struct dmn_decision *top = m == NULL ? NULL : dmn_main(m);
	if (m == NULL)
		return;
	out->decision = m;
	out->kind = PUBLISH_DECISION;
	if (top == NULL) {
		diag_error(d, root->pos, "several-decisions",
		    "In der Datei stehen mehrere Entscheidungen, die keine andere braucht. Teilen Sie sie auf: eine Datei für "
		    "jede.");
		return;
	}
	out->id = dmn_decision_id(top);
	out->title = dmn_decision_name(top);
	bool good = out->id.n > 0 && out->id.n <= 100 && strchr("0123456789.-", out->id.p[0]) == NULL;
	for (size_t i = 0; i < out->id.n; i++) {
		char c = out->id.p[i];
		good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_.-", c) != NULL;
	}
	if (!good)
		diag_error(d, root->pos, "bad-id",
		    "Die Entscheidung „%.*s“ braucht eine Kennung (id) aus Buchstaben a–z, Ziffern, Strich, Punkt und "
		    "Unterstrich, beginnend mit einem Buchstaben.",
		    STR_ARG(out->title));
}

/* False after an error of the database. */
static bool read_it(const struct publish_desk *desk, struct arena *a, struct str source, const struct xml_node *root,
    struct publish_checked *out, struct diags *d, struct err *err)
{
	if (xml_is(root, FORM_NS, "form")) {
		const struct form_options options = { .lint = true };
		out->form = form_read_with(a, source, &options, d);
		if (out->form == NULL)
			return true;
		form_scenarios_check(out->form, d);
		out->kind = PUBLISH_FORM;
		out->id = form_id(out->form);
		out->title = form_title(out->form);
	} else if (dmn_is(source)) {
		read_decision(a, source, root, out, d);
	} else if (xml_is(root, BPMN_NS, "definitions")) {
		return read_flow(desk, a, source, out, d, err);
	} else {
		diag_error(d, root->pos, "unknown-kind",
		    "Das ist weder ein Formular (Wurzelelement form, Namensraum " FORM_NS
		    ") noch ein Ablauf (BPMN 2.0) noch eine Entscheidung (DMN).");
	}
	return true;
}

/* A workflow that uses the decision or process keeps the old one until it is published anew: that is said. */
static bool check_dependent(
    struct check *k, struct arena *a, const struct publish_entry *e, struct pos pos, struct err *err)
{
	const struct publish_desk *desk = k->desk;
	const struct flow *flow;
	const struct str *used;
	bool decision = k->it->decision != NULL;
	if (!publish_flow_version(desk->cache, desk->db, desk->tenant, e->id, e->version, &flow, err))
		return false;
	size_t n = decision ? flow_decisions(a, flow, &used) : flow_called(flow, &used);
	for (size_t i = 0; i < n; i++)
		if (str_eq(used[i], k->it->id))
			diag_note(k->d, pos, "used-by",
			    "Der Ablauf „%.*s“ verwendet %s. Er bleibt bei der bisherigen Fassung, bis Sie ihn neu "
			    "veröffentlichen; sein Text darf dabei derselbe sein.",
			    STR_ARG(e->id), decision ? "diese Entscheidung" : "diesen Ablauf");
	return true;
}

bool publish_check(const struct publish_desk *desk, struct arena *a, struct str source, struct publish_checked *out,
    struct diags *d, struct err *err)
{
	size_t before = d->n_errors;
	publish_cache_forget(desk->cache);
	const struct xml_node *root = xml_parse(a, source, &limits, d);
	*out = (struct publish_checked){ 0 };
	if (root != NULL && !read_it(desk, a, source, root, out, d, err))
		return false;
	struct check k = { desk, d, out };
	if (d->n_errors == before && out->form != NULL &&
	    (!check_own_flow(&k, a, root, err) || !each_published(&k, a, PUBLISH_FLOW, root->pos, check_asker, err)))
		return false;
	if (d->n_errors == before && out->flow != NULL &&
	    (!check_tasks(&k, a, root, err) || !check_starts(&k, a, root, err) ||
	        !each_published(&k, a, PUBLISH_FORM, root->pos, check_user, err) ||
	        !publish_check_asks(desk, a, out->flow, root, d, err)))
		return false;
	if (d->n_errors == before && out->form == NULL &&
	    !each_published(&k, a, PUBLISH_FLOW, root->pos, check_dependent, err))
		return false;
	diags_sort(d);
	return d->n_errors == before || too_many(d->n_errors - before, err);
}
