/* SPDX-License-Identifier: EUPL-1.2
 * Business rule task (clause 13.3.3): a decision of a DMN file is made with process variables, its result goes back
 * into process variables. Both files are bound when the workflow is read, so they cannot drift apart.
 *
 *     <businessRuleTask id="Wer" ozg:decision="wer-zeichnet" ozg:result="stufe">
 *       <extensionElements><ozg:input name="Steuer im Jahr" value="$steuer"/></extensionElements>
 *
 * An input without <ozg:input> comes from the variable of its name. A decision with several outputs gives each to the
 * variable of its name, or as <ozg:output name="Stufe" variable="stufe"/> says. */
#include "base/suggest.h"
#include "base/utf8.h"
#include "dmn/dmn.h"
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", "decision", "result", NULL };
static const char *const below[] = { "input", "output", NULL };

struct raw_rule {
	struct str id;
	const struct dmn_decision *decision;
	struct feed {
		struct str name;       /* of the input */
		const struct xpath *x; /* NULL: the variable */
		size_t slot;
	} * inputs;
	struct drain {
		struct str name; /* of the output; empty: the result as a whole */
		size_t slot;
	} * outputs;
	size_t n_inputs, n_outputs;
};

/* ---- reading ---- */

/* <ozg:input> or <ozg:output> of this name. */
static const struct xml_node *mapping(const struct raw_node *n, const char *element, struct str name)
{
	const struct xml_node *x = flow_raw_extension(n, element);
	while (x != NULL && !str_eq(str_trim(xml_attr_value(x, "name")), name))
		x = xml_next(x);
	return x;
}

/* The type a variable must have; false when the decision does not say. */
static bool type_of(enum dmn_kind kind, enum xpath_type *out)
{
	switch (kind) {
	case DMN_TEXT:
		*out = XPATH_TEXT;
		return true;
	case DMN_BOOL:
		*out = XPATH_BOOL;
		return true;
	case DMN_NUMBER:
		*out = XPATH_DEC;
		return true;
	case DMN_DATE:
		*out = XPATH_DATE;
		return true;
	default:
		return false;
	}
}

static void check_input(const struct raw_flow *f, struct raw_node *n, const struct dmn_field *field, struct feed *in)
{
	const struct xml_node *map = mapping(n, "input", field->name);
	const struct xml_attr *value = map == NULL ? NULL : xml_attr(map, "value");
	struct pos pos = map == NULL ? n->xml->pos : map->pos;
	struct str label = flow_raw_label(f, n);
	enum xpath_type want = XPATH_EMPTY, have;
	in->name = str_dup(f->arena, field->name);
	in->slot = flow_raw_var(f, n, field->name);
	if (!type_of(field->kind, &want) && !field->list) {
		diag_error(f->diags, pos, "decision-input",
		    "%.*s: Die Entscheidung sagt nicht, von welchem Typ „%.*s“ ist. Ergänzen Sie dort typeRef (string, number, "
		    "boolean oder date).",
		    STR_ARG(label), STR_ARG(field->name));
		return;
	}
	if (value != NULL) {
		in->x = flow_compile_attr(f, n, value);
		if (in->x == NULL)
			return;
		have = xpath_result_type(in->x);
	} else if (map == NULL && in->slot < f->n_vars && f->vars[in->slot].many == field->list) {
		have = f->vars[in->slot].type;
	} else {
		diag_error(f->diags, pos, "decision-input",
		    "%.*s: Woher kommt die Eingabe „%.*s“? Ergänzen Sie in extensionElements <ozg:input name=\"%.*s\" "
		    "value=\"$VARIABLE\"/>, oder vereinbaren Sie eine Variable dieses Namens.",
		    STR_ARG(label), STR_ARG(field->name), STR_ARG(field->name));
		return;
	}
	if (!flow_type_fits(want, have))
		diag_error(f->diags, value == NULL ? pos : value->pos, "decision-type",
		    "%.*s: Die Eingabe „%.*s“ der Entscheidung hat einen anderen Typ als der Wert, den sie bekommt.",
		    STR_ARG(label), STR_ARG(field->name));
}

/* The variable called name, at pos; it must be able to hold the field. */
static void check_output(const struct raw_flow *f, const struct raw_node *n, const struct dmn_field *field,
    struct str name, struct pos pos, struct drain *out)
{
	struct str label = flow_raw_label(f, n);
	enum xpath_type gives;
	out->slot = flow_raw_var(f, n, name);
	if (out->slot == f->n_vars) {
		diag_error(f->diags, pos, "decision-output",
		    "%.*s: Wohin soll „%.*s“? Die Variable „%.*s“ ist nicht vereinbart. Ergänzen Sie <ozg:variable "
		    "name=\"%.*s\" type=\"…\"/> im Prozess.",
		    STR_ARG(label), STR_ARG(field->name), STR_ARG(name), STR_ARG(name));
		return;
	}
	const struct flow_var *v = &f->vars[out->slot];
	if (v->many != field->list)
		diag_error(f->diags, pos, "decision-type",
		    "%.*s: „%.*s“ ist %s, die Variable „%.*s“ ist %s. Ändern Sie many der Variablen.", STR_ARG(label),
		    STR_ARG(field->name), field->list ? "eine Liste" : "ein einzelner Wert", STR_ARG(name),
		    v->many ? "eine Liste" : "ein einzelner Wert");
	else if (type_of(field->kind, &gives) && !flow_type_fits(v->type, gives))
		diag_error(f->diags, pos, "decision-type", "%.*s: „%.*s“ hat einen anderen Typ als die Variable „%.*s“.",
		    STR_ARG(label), STR_ARG(field->name), STR_ARG(name));
}

/* Mappings for names the decision does not know. */
static void check_mappings(const struct raw_flow *f, const struct raw_node *n, const char *element,
    const struct dmn_field *fields, size_t n_fields)
{
	struct str *names = ARENA_ARRAY(f->arena, struct str, n_fields);
	for (size_t i = 0; i < n_fields; i++)
		names[i] = fields[i].name;
	for (const struct xml_node *x = flow_raw_extension(n, element); x != NULL; x = xml_next(x)) {
		struct str name = str_trim(xml_attr_value(x, "name"));
		struct buf hint = buf_new(f->arena);
		size_t i = 0;
		while (i < n_fields && !str_eq(names[i], name))
			i++;
		if (i < n_fields)
			continue;
		suggest_add(&hint, "", name, names, n_fields);
		diag_error(f->diags, x->pos, "decision-mapping", "Die Entscheidung hat keine %s „%.*s“.%.*s",
		    str_eq_c(str_c(element), "input") ? "Eingabe" : "Ausgabe", STR_ARG(name), STR_ARG(buf_str(&hint)));
	}
}

static void check_outputs(const struct raw_flow *f, const struct raw_node *n, struct raw_rule *rule)
{
	const struct dmn_field *parts;
	size_t n_parts;
	struct dmn_field whole = dmn_output(rule->decision, &parts, &n_parts);
	const struct xml_attr *result = xml_attr_ns(n->xml, FLOW_OZG_NS, "result");
	rule->outputs = ARENA_ARRAY(f->arena, struct drain, n_parts + 1);
	if (n_parts > 0 && whole.list) {
		diag_error(f->diags, n->xml->pos, "decision-output",
		    "%.*s: Die Entscheidung gibt eine Liste aus mehreren Spalten; Variablen können sie nicht aufnehmen. Geben "
		    "Sie nur eine Spalte aus, oder wählen Sie eine hitPolicy mit einem Ergebnis.",
		    STR_ARG(flow_raw_label(f, n)));
		return;
	}
	check_mappings(f, n, "output", parts, n_parts);
	if (n_parts == 0) {
		rule->n_outputs = 1;
		struct str name = result == NULL ? whole.name : str_trim(result->value);
		check_output(f, n, &whole, name, result == NULL ? n->xml->pos : result->pos, &rule->outputs[0]);
		return;
	}
	if (result != NULL)
		diag_error(f->diags, result->pos, "decision-output",
		    "Die Entscheidung hat mehrere Ausgaben. Schreiben Sie statt ozg:result für jede <ozg:output name=\"…\" "
		    "variable=\"…\"/>.");
	for (size_t i = 0; i < n_parts; i++) {
		const struct xml_node *map = mapping(n, "output", parts[i].name);
		struct drain *out = &rule->outputs[rule->n_outputs++];
		out->name = str_dup(f->arena, parts[i].name);
		check_output(f, n, &parts[i], map == NULL ? parts[i].name : str_trim(xml_attr_value(map, "variable")),
		    map == NULL ? n->xml->pos : map->pos, out);
	}
}

/* The decision, compiled into the memory of the workflow. NULL: reported. */
static const struct dmn_decision *find_decision(
    const struct raw_flow *f, const struct raw_node *n, struct str id, struct pos pos)
{
	struct str source;
	struct str label = flow_raw_label(f, n);
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_rule *other = f->nodes[i].rule;
		if (other != NULL && other->decision != NULL && str_eq(other->id, id))
			return other->decision;
	}
	if (f->library == NULL || !f->library->decision(f->library->arg, id, &source)) {
		diag_error(f->diags, pos, "unknown-decision",
		    "%.*s braucht die Entscheidung „%.*s“: sie ist hier nicht bekannt. Veröffentlichen Sie zuerst die "
		    "DMN-Datei; beim Prüfen liegt sie neben dem Ablauf.",
		    STR_ARG(label), STR_ARG(id));
		return NULL;
	}
	struct diags quiet = diags_new(f->arena, STR(""));
	const struct dmn *m = dmn_read(f->arena, source, &quiet);
	const struct dmn_decision *k = m == NULL ? NULL : dmn_find(m, id);
	if (k == NULL)
		diag_error(f->diags, pos, "bad-decision", "%.*s: Die Entscheidung „%.*s“ hat selbst Fehler: %.*s",
		    STR_ARG(label), STR_ARG(id), STR_ARG(quiet.n > 0 ? quiet.list[0].text : STR("sie fehlt in ihrer Datei.")));
	return k;
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	const struct xml_attr *attr = xml_attr_ns(n->xml, FLOW_OZG_NS, "decision");
	struct raw_rule *rule = ARENA_NEW(f->arena, struct raw_rule);
	const struct dmn_field *fields;
	n->rule = rule;
	if (attr == NULL || str_trim(attr->value).n == 0) {
		diag_error(f->diags, n->xml->pos, "missing-decision",
		    "%.*s nennt keine Entscheidung. Ergänzen Sie ozg:decision=\"ID\" der Entscheidung in der DMN-Datei.",
		    STR_ARG(flow_raw_label(f, n)));
		return;
	}
	rule->id = str_dup(f->arena, str_trim(attr->value));
	rule->decision = find_decision(f, n, rule->id, attr->pos);
	if (rule->decision == NULL)
		return;
	rule->n_inputs = dmn_inputs(rule->decision, &fields);
	rule->inputs = ARENA_ARRAY(f->arena, struct feed, rule->n_inputs);
	check_mappings(f, n, "input", fields, rule->n_inputs);
	for (size_t i = 0; i < rule->n_inputs; i++)
		check_input(f, n, &fields[i], &rule->inputs[i]);
	check_outputs(f, n, rule);
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	(void)f;
	return n->rule;
}

/* ---- execution ---- */

static bool feed(struct run *r, const struct token *t, const struct raw_rule *rule, json_t *inputs)
{
	for (size_t i = 0; i < rule->n_inputs; i++) {
		const struct feed *in = &rule->inputs[i];
		struct xpath_value v;
		if (in->x == NULL) {
			json_t *value = flow_get(r, t, in->slot);
			json_object_set(inputs, in->name.p, value);
			continue;
		}
		if (!flow_eval(r, t, in->x, "Die Eingabe der Entscheidung", &v))
			return false;
		json_object_set_new(inputs, in->name.p, flow_json(r->arena, &v));
	}
	return true;
}

static bool drain(struct run *r, const struct token *t, const struct raw_rule *rule, json_t *result)
{
	for (size_t i = 0; i < rule->n_outputs; i++) {
		const struct drain *out = &rule->outputs[i];
		json_t *value = out->name.n == 0 ? result : json_object_get(result, out->name.p);
		if (!flow_set(r, t, out->slot, value == NULL ? json_null() : json_incref(value)))
			return false;
	}
	return true;
}

/* "Prüfstufe: vier-augen. Regel 1 (…): Steuer = 560" */
static void decided(struct run *r, const struct token *t, const json_t *result, struct str because)
{
	enum { LETTERS_MAX = 500 };
	const struct flow_node *n = t->node;
	struct str said = dmn_words(r->arena, result);
	struct str text = str_fmt(r->arena, "%.*s: %.*s%s%.*s", STR_ARG(n->name.n > 0 ? n->name : n->id), STR_ARG(said),
	    because.n > 0 ? ". " : "", STR_ARG(because));
	flow_emit(r, (struct flow_effect){ .kind = FLOW_DECIDED,
	                 .token = t->id,
	                 .element = n->id,
	                 .name = n->name,
	                 .text = str_sub(text, 0, utf8_offset(text, LETTERS_MAX)) });
}

static bool enter(struct run *r, struct token *t)
{
	const struct raw_rule *rule = t->node->own;
	json_t *inputs = json_object(), *result = NULL;
	struct err why;
	struct str because;
	bool ok = feed(r, t, rule, inputs);
	if (ok && !dmn_eval_why(r->arena, rule->decision, inputs, r->today, &result, &because, &why))
		ok = flow_incident(r, t->node, "Die Entscheidung „%.*s“ ist nicht möglich: %s", STR_ARG(rule->id), why.text);
	else if (ok)
		decided(r, t, result, because);
	ok = ok && drain(r, t, rule, result);
	json_decref(inputs);
	json_decref(result);
	return ok && flow_leave(r, t);
}

struct str node_rule_decision(const struct flow_node *n)
{
	return n->kind == &node_rule ? ((const struct raw_rule *)n->own)->id : STR("");
}

const struct node_kind node_rule = {
	.element = "businessRuleTask",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.below = below,
	.check = check,
	.build = build,
	.enter = enter,
};
