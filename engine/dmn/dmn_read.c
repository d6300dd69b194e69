/* SPDX-License-Identifier: EUPL-1.2
 * From DMN XML to decisions: what is in the file, what needs what, in which order it is compiled. */
#include "base/suggest.h"
#include "dmn/dmn_model.h"

/* The parts level 2 is about did not change between these. */
static const char *const namespaces[] = {
	"http://www.omg.org/spec/DMN/20151101/dmn.xsd",
	"http://www.omg.org/spec/DMN/20180521/MODEL/",
	"https://www.omg.org/spec/DMN/20191111/MODEL/",
	"https://www.omg.org/spec/DMN/20211108/MODEL/",
	"https://www.omg.org/spec/DMN/20230324/MODEL/",
	"https://www.omg.org/spec/DMN/20240513/MODEL/",
};

bool dmn_is(struct str source)
{
	if (str_find_str(source, STR("http://www.omg.org/spec/BPMN/20100524/MODEL")) >= 0)
		return false;
	for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
		if (str_find_str(source, str_c(namespaces[i])) >= 0)
			return true;
	return false;
}

const struct xml_node *dmn_text(const struct dmn_reader *r, const struct xml_node *x)
{
	const struct xml_node *t = xml_child(x, r->ns, "text");
	return t == NULL || str_trim(t->text).n == 0 ? NULL : t;
}

/* Name of the variable of x, else its own. */
static struct str variable_name(struct dmn_reader *r, const struct xml_node *x)
{
	const struct xml_node *v = xml_child(x, r->ns, "variable");
	struct str name = v == NULL ? STR("") : feel_tidy(r->arena, xml_attr_value(v, "name"));
	return name.n > 0 ? name : feel_tidy(r->arena, xml_attr_value(x, "name"));
}

static size_t count(const struct dmn_reader *r, const char *name)
{
	size_t n = 0;
	for (const struct xml_node *x = xml_child(r->root, r->ns, name); x != NULL; x = xml_next(x))
		n++;
	return n;
}

static void no_name(struct dmn_reader *r, const struct xml_node *x, struct str name)
{
	if (name.n == 0)
		diag_error(r->diags, x->pos, "no-name", "Diesem Element <%.*s> fehlt ein Name. Ergänzen Sie name=\"…\".",
		    STR_ARG(x->name));
}

/* Ids name what is required: each is there once. */
static void check_ids(struct dmn_reader *r)
{
	for (const struct xml_node *x = r->root->first; x != NULL; x = x->next)
		for (const struct xml_node *y = r->root->first; y != x; y = y->next) {
			const struct xml_attr *a = xml_attr(x, "id"), *b = xml_attr(y, "id");
			if (a == NULL || b == NULL || !str_eq(a->value, b->value))
				continue;
			diag_error(r->diags, a->pos, "double-id", "Die Kennung „%.*s“ steht schon in Zeile %u.", STR_ARG(a->value),
			    b->pos.line);
			break;
		}
}

static void collect(struct dmn_reader *r)
{
	r->decisions = ARENA_ARRAY(r->arena, struct dmn_decision *, count(r, "decision"));
	r->models = ARENA_ARRAY(r->arena, struct dmn_logic *, count(r, "businessKnowledgeModel"));
	r->inputs = ARENA_ARRAY(r->arena, struct dmn_input *, count(r, "inputData"));
	for (const struct xml_node *x = xml_child(r->root, r->ns, "decision"); x != NULL; x = xml_next(x)) {
		struct dmn_decision *k = ARENA_NEW(r->arena, struct dmn_decision);
		k->number = r->n_decisions;
		k->file = r->model;
		k->logic.xml = x;
		k->logic.id = str_dup(r->arena, str_trim(xml_attr_value(x, "id")));
		k->logic.name = feel_tidy(r->arena, xml_attr_value(x, "name"));
		k->output_name = variable_name(r, x);
		no_name(r, x, k->logic.name);
		r->decisions[r->n_decisions++] = k;
	}
	for (const struct xml_node *x = xml_child(r->root, r->ns, "businessKnowledgeModel"); x != NULL; x = xml_next(x)) {
		struct dmn_logic *m = ARENA_NEW(r->arena, struct dmn_logic);
		m->xml = x;
		m->id = str_dup(r->arena, str_trim(xml_attr_value(x, "id")));
		m->name = variable_name(r, x);
		no_name(r, x, m->name);
		r->models[r->n_models++] = m;
	}
	for (const struct xml_node *x = xml_child(r->root, r->ns, "inputData"); x != NULL; x = xml_next(x)) {
		struct dmn_input *in = ARENA_NEW(r->arena, struct dmn_input);
		in->id = str_dup(r->arena, str_trim(xml_attr_value(x, "id")));
		in->name = variable_name(r, x);
		no_name(r, x, in->name);
		in->type = dmn_type_of(r, xml_child(x, r->ns, "variable"));
		r->inputs[r->n_inputs++] = in;
	}
}

/* ---- what needs what ---- */

/* The id behind "#" (of this file). */
static struct str target(struct dmn_reader *r, const struct xml_node *x)
{
	const struct xml_attr *href = xml_attr(x, "href");
	struct str v = href == NULL ? STR("") : str_trim(href->value);
	ptrdiff_t hash = str_find(v, '#');
	if (v.n == 0)
		diag_error(r->diags, x->pos, "no-href", "Hier fehlt, was gebraucht wird: href=\"#Kennung\".");
	else if (hash > 0)
		diag_error(r->diags, href->pos, "other-file",
		    "„%.*s“ steht in einer anderen Datei. Nehmen Sie das Element in diese Datei auf.", STR_ARG(v));
	else
		return str_sub(v, (size_t)(hash + 1), v.n);
	return STR("");
}

static void missing(struct dmn_reader *r, const struct xml_node *x, struct str id)
{
	if (id.n > 0)
		diag_error(r->diags, x->pos, "dangling", "Ein Element mit der Kennung „%.*s“ gibt es in dieser Datei nicht.",
		    STR_ARG(id));
}

static void add_need(struct dmn_reader *r, struct dmn_decision *k, struct str name, const struct dmn_type *type,
    const struct dmn_decision *decision, const struct dmn_input *input)
{
	if (k->n_needs == k->cap_needs) {
		size_t cap = k->cap_needs == 0 ? 8 : k->cap_needs * 2;
		k->needs = arena_grow(r->arena, k->needs, k->cap_needs * sizeof *k->needs, cap * sizeof *k->needs);
		k->cap_needs = cap;
	}
	k->needs[k->n_needs++] = (struct dmn_need){ k->logic.scope.n, decision, input };
	feel_scope_add(r->arena, &k->logic.scope, (struct feel_name){ .name = name, .type = type });
}

void dmn_imply_input(
    struct dmn_reader *r, struct dmn_decision *k, struct str name, const struct dmn_type *type, struct pos pos)
{
	struct dmn_input *in = NULL;
	for (size_t i = 0; i < r->n_inputs && in == NULL; i++)
		if (str_eq(r->inputs[i]->name, name))
			in = r->inputs[i];
	if (r->n_inputs > 0)
		diag_warning(r->diags, pos, "undeclared-input",
		    "Die Eingabe „%.*s“ ist für diese Entscheidung nicht vereinbart. Ergänzen Sie ein inputData und einen "
		    "Pfeil dorthin.",
		    STR_ARG(name));
	if (in == NULL) {
		in = ARENA_NEW(r->arena, struct dmn_input);
		in->name = name;
		in->type = type;
	}
	add_need(r, k, name, in->type, NULL, in);
}

static void compile_decision(struct dmn_reader *r, struct dmn_decision *k, unsigned depth);
static bool compile_model(struct dmn_reader *r, struct dmn_logic *m, unsigned depth);

static void cycle(struct dmn_reader *r, const struct xml_node *x, struct str name)
{
	diag_error(r->diags, x->pos, "cycle",
	    "„%.*s“ braucht am Ende sich selbst, oder die Kette ist länger als %d. Lösen Sie den Kreis auf.", STR_ARG(name),
	    DMN_CALLS_MAX);
}

/* In whatever order they are compiled: what evaluating would refuse is refused. */
static void lengthen(
    struct dmn_reader *r, const struct xml_node *x, struct dmn_logic *of, const struct dmn_logic *needed)
{
	if (needed->below < of->below)
		return;
	of->below = needed->below + 1;
	if (of->below == DMN_CALLS_MAX)
		cycle(r, x, needed->name);
}

static void need_models(struct dmn_reader *r, struct dmn_logic *of, unsigned depth)
{
	for (const struct xml_node *x = xml_child(of->xml, r->ns, "knowledgeRequirement"); x != NULL; x = xml_next(x)) {
		const struct xml_node *what = xml_child(x, r->ns, "requiredKnowledge");
		struct str id = what == NULL ? STR("") : target(r, what);
		struct dmn_logic *m = NULL;
		for (size_t i = 0; i < r->n_models; i++)
			if (id.n > 0 && str_eq(r->models[i]->id, id))
				m = r->models[i];
		if (m == NULL) {
			missing(r, what == NULL ? x : what, id);
			continue;
		}
		if (m->progress == LOGIC_BUSY || depth >= DMN_CALLS_MAX) {
			cycle(r, x, m->name);
			continue;
		}
		bool good = compile_model(r, m, depth + 1);
		lengthen(r, x, of, m);
		if (good)
			feel_scope_add(r->arena, &of->scope, (struct feel_name){ .name = m->name, .type = m->type, .model = m });
	}
}

static void need_values(struct dmn_reader *r, struct dmn_decision *k, unsigned depth)
{
	for (const struct xml_node *x = xml_child(k->logic.xml, r->ns, "informationRequirement"); x != NULL;
	     x = xml_next(x)) {
		const struct xml_node *input = xml_child(x, r->ns, "requiredInput");
		const struct xml_node *decision = xml_child(x, r->ns, "requiredDecision");
		const struct xml_node *what = input != NULL ? input : decision;
		struct str id = what == NULL ? STR("") : target(r, what);
		size_t before = k->n_needs;
		for (size_t i = 0; input != NULL && id.n > 0 && i < r->n_inputs; i++)
			if (str_eq(r->inputs[i]->id, id))
				add_need(r, k, r->inputs[i]->name, r->inputs[i]->type, NULL, r->inputs[i]);
		for (size_t i = 0; input == NULL && id.n > 0 && i < r->n_decisions; i++) {
			struct dmn_decision *other = r->decisions[i];
			if (!str_eq(other->logic.id, id))
				continue;
			if (other->logic.progress == LOGIC_BUSY || depth >= DMN_CALLS_MAX) {
				cycle(r, x, other->logic.name);
				return;
			}
			compile_decision(r, other, depth + 1);
			lengthen(r, x, &k->logic, &other->logic);
			add_need(r, k, other->output_name, other->logic.type, other, NULL);
		}
		if (k->n_needs == before && what != NULL)
			missing(r, what, id);
	}
}

static bool compile_model(struct dmn_reader *r, struct dmn_logic *m, unsigned depth)
{
	const struct xml_node *logic = xml_child(m->xml, r->ns, "encapsulatedLogic");
	if (m->progress == LOGIC_DONE)
		return m->box != NULL;
	m->progress = LOGIC_BUSY;
	if (logic == NULL) {
		diag_error(r->diags, m->xml->pos, "no-logic", "Das Wissensmodell „%.*s“ hat keinen Inhalt (encapsulatedLogic).",
		    STR_ARG(m->name));
		m->progress = LOGIC_DONE;
		return false;
	}
	for (const struct xml_node *p = xml_child(logic, r->ns, "formalParameter"); p != NULL; p = xml_next(p)) {
		struct feel_name name = { .name = feel_tidy(r->arena, xml_attr_value(p, "name")), .type = dmn_type_of(r, p) };
		no_name(r, p, name.name);
		feel_scope_add(r->arena, &m->scope, name);
		m->n_params++;
	}
	if (m->n_params > FEEL_ARGS_MAX)
		diag_error(r->diags, logic->pos, "arguments", "Mehr als %d Parameter sind nicht möglich.", FEEL_ARGS_MAX);
	need_models(r, m, depth);
	const struct xml_node *box = dmn_box_child(r, logic);
	m->type = dmn_type_of(r, xml_child(m->xml, r->ns, "variable"));
	if (box != NULL)
		m->box = dmn_box_read(r, m, NULL, box);
	m->progress = LOGIC_DONE;
	return m->box != NULL;
}

static void compile_decision(struct dmn_reader *r, struct dmn_decision *k, unsigned depth)
{
	if (k->logic.progress == LOGIC_DONE)
		return;
	k->logic.progress = LOGIC_BUSY;
	need_values(r, k, depth);
	need_models(r, &k->logic, depth);
	k->logic.type = dmn_type_of(r, xml_child(k->logic.xml, r->ns, "variable"));
	const struct xml_node *box = dmn_box_child(r, k->logic.xml);
	if (box != NULL)
		k->logic.box = dmn_box_read(r, &k->logic, k, box);
	else
		diag_error(r->diags, k->logic.xml->pos, "no-logic",
		    "Die Entscheidung „%.*s“ hat keinen Inhalt. Ergänzen Sie eine Tabelle oder einen Ausdruck.",
		    STR_ARG(k->logic.name));
	k->logic.progress = LOGIC_DONE;
}

/* ---- what it asks for and gives, for those who use it ---- */

static struct dmn_field field_of(struct str name, const struct dmn_type *t)
{
	return (struct dmn_field){ name, t == NULL ? DMN_NULL : t->kind, t != NULL && t->list };
}

static void gather_inputs(struct dmn_reader *r, struct dmn_decision *k)
{
	bool *seen = ARENA_ARRAY(r->arena, bool, r->n_decisions);
	const struct dmn_decision **todo = ARENA_ARRAY(r->arena, const struct dmn_decision *, r->n_decisions);
	size_t n_todo = 1, cap = 0;
	todo[0] = k;
	seen[k->number] = true;
	for (size_t i = 0; i < n_todo; i++)
		for (size_t j = 0; j < todo[i]->n_needs; j++) {
			const struct dmn_need *need = &todo[i]->needs[j];
			if (need->decision != NULL) {
				if (!seen[need->decision->number])
					todo[n_todo++] = need->decision;
				seen[need->decision->number] = true;
				continue;
			}
			size_t at = 0;
			while (at < k->n_fields && !str_eq(k->fields[at].name, need->input->name))
				at++;
			if (at < k->n_fields)
				continue;
			if (k->n_fields == cap) {
				size_t more = cap == 0 ? 8 : cap * 2;
				k->fields = arena_grow(r->arena, k->fields, cap * sizeof *k->fields, more * sizeof *k->fields);
				cap = more;
			}
			k->fields[k->n_fields++] = field_of(need->input->name, need->input->type);
		}
}

static void gather_parts(struct dmn_reader *r, struct dmn_decision *k)
{
	const struct dmn_box *b = k->logic.box;
	const struct dmn_type *t = k->logic.type;
	if (b->kind == BOX_TABLE && b->table->n_out > 1) {
		k->parts = ARENA_ARRAY(r->arena, struct dmn_field, b->table->n_out);
		for (size_t i = 0; i < b->table->n_out; i++)
			k->parts[k->n_parts++] = field_of(b->table->out[i].name, b->table->out[i].type);
	} else if (t != NULL && t->n_parts > 0) {
		k->parts = ARENA_ARRAY(r->arena, struct dmn_field, t->n_parts);
		for (size_t i = 0; i < t->n_parts; i++)
			k->parts[k->n_parts++] = field_of(t->parts[i].name, t->parts[i].type);
	}
}

const struct dmn *dmn_read(struct arena *a, struct str source, struct diags *d)
{
	static const struct xml_limits limits = { .bytes = 1 << 20, .nodes = 60000, .depth = 64, .attrs = 64 };
	struct dmn_reader r = { .arena = a, .diags = d };
	r.root = xml_parse(a, str_dup(a, source), &limits, d);
	if (r.root == NULL)
		return NULL;
	for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++)
		if (str_eq_c(r.root->ns, namespaces[i]))
			r.ns = namespaces[i];
	if (r.ns == NULL || !str_eq_c(r.root->name, "definitions")) {
		diag_error(d, r.root->pos, "not-dmn",
		    "Das ist keine DMN-Datei: Erwartet wird das Element definitions aus DMN 1.1 bis 1.6, zum Beispiel "
		    "xmlns=\"%s\".",
		    namespaces[2]);
		return NULL;
	}
	r.model = ARENA_NEW(a, struct dmn);
	r.model->name = feel_tidy(a, xml_attr_value(r.root, "name"));
	r.model->id = str_dup(a, str_trim(xml_attr_value(r.root, "id")));
	for (const struct xml_node *x = xml_child(r.root, r.ns, "import"); x != NULL; x = xml_next(x))
		diag_error(d, x->pos, "import",
		    "Andere Dateien werden nicht eingebunden. Nehmen Sie ihren Inhalt in diese Datei auf.");
	check_ids(&r);
	dmn_types_read(&r);
	collect(&r);
	if (r.n_decisions == 0)
		diag_error(d, r.root->pos, "no-decision", "In dieser Datei steht keine Entscheidung (decision).");
	for (size_t i = 0; i < r.n_decisions; i++)
		compile_decision(&r, r.decisions[i], 0);
	for (size_t i = 0; i < r.n_models; i++)
		compile_model(&r, r.models[i], 0);
	if (d->n_errors > 0)
		return NULL;
	for (size_t i = 0; i < r.n_decisions; i++) {
		gather_inputs(&r, r.decisions[i]);
		gather_parts(&r, r.decisions[i]);
	}
	r.model->decisions = (const struct dmn_decision **)r.decisions;
	r.model->n_decisions = r.n_decisions;
	return r.model;
}

struct str dmn_id(const struct dmn *m)
{
	return m->id.n > 0 ? m->id : m->name;
}

struct str dmn_name(const struct dmn *m)
{
	return m->name;
}

size_t dmn_decisions(const struct dmn *m, const struct dmn_decision *const **list)
{
	*list = m->decisions;
	return m->n_decisions;
}

const struct dmn_decision *dmn_find(const struct dmn *m, struct str id_or_name)
{
	for (size_t i = 0; i < m->n_decisions; i++)
		if (str_eq(m->decisions[i]->logic.id, id_or_name))
			return m->decisions[i];
	for (size_t i = 0; i < m->n_decisions; i++)
		if (str_eq(m->decisions[i]->logic.name, id_or_name))
			return m->decisions[i];
	return NULL;
}

const struct dmn_decision *dmn_main(const struct dmn *m)
{
	const struct dmn_decision *found = NULL;
	for (size_t i = 0; i < m->n_decisions; i++) {
		bool needed = false;
		for (size_t k = 0; k < m->n_decisions && !needed; k++)
			for (size_t j = 0; j < m->decisions[k]->n_needs && !needed; j++)
				needed = m->decisions[k]->needs[j].decision == m->decisions[i];
		if (!needed && found != NULL)
			return NULL;
		if (!needed)
			found = m->decisions[i];
	}
	return found;
}

size_t dmn_decision_rules(const struct dmn_decision *k)
{
	return k->logic.box->kind == BOX_TABLE ? k->logic.box->table->n_rules : 0;
}

struct str dmn_decision_id(const struct dmn_decision *k)
{
	return k->logic.id;
}

struct str dmn_decision_name(const struct dmn_decision *k)
{
	return k->logic.name;
}

size_t dmn_inputs(const struct dmn_decision *k, const struct dmn_field **list)
{
	*list = k->fields;
	return k->n_fields;
}

struct dmn_field dmn_output(const struct dmn_decision *k, const struct dmn_field **parts, size_t *n_parts)
{
	*parts = k->parts;
	*n_parts = k->n_parts;
	struct dmn_field out = field_of(k->output_name, k->logic.type);
	const struct dmn_table *t = k->logic.box->kind == BOX_TABLE ? k->logic.box->table : NULL;
	if (t != NULL && k->logic.type == NULL) {
		bool several = t->policy == POLICY_RULE_ORDER || t->policy == POLICY_OUTPUT_ORDER ||
		               (t->policy == POLICY_COLLECT && t->aggregation == AGGREGATE_LIST);
		out = field_of(k->output_name, t->n_out == 1 ? t->out[0].type : NULL);
		out.list = several;
		if (t->n_out > 1)
			out.kind = DMN_CONTEXT;
		if (t->aggregation == AGGREGATE_COUNT || t->aggregation == AGGREGATE_SUM)
			out.kind = DMN_NUMBER;
	}
	return out;
}
