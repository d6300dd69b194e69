/* SPDX-License-Identifier: EUPL-1.2
 * The file as a whole: namespace, process, variables; then every element. */
#include "flow/import/import_int.h"

#define XPROZESS_NS "http://www.regierung-mv.de/xprozess/2"

/* As large as other tools write them, with what they keep for themselves. */
static const struct xml_limits limits = { .bytes = 8 << 20, .nodes = 100000, .depth = 64, .attrs = 64 };

bool flow_import_needed(struct str source)
{
	static const struct str marks[] = { STR_INIT("http://camunda.org/schema/"), STR_INIT("http://operaton.org/schema/"),
		STR_INIT("http://flowable.org/bpmn"), STR_INIT("http://activiti.org/bpmn"), STR_INIT(XPROZESS_NS) };
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_find_str(source, marks[i]) >= 0)
			return true;
	return false;
}

static void find_lines(struct import *m)
{
	size_t n = 1;
	for (size_t i = 0; i < m->source.n; i++)
		n += m->source.p[i] == '\n';
	m->lines = ARENA_ARRAY(m->arena, size_t, n);
	m->n_lines = 1;
	for (size_t i = 0; i < m->source.n; i++)
		if (m->source.p[i] == '\n')
			m->lines[m->n_lines++] = i + 1;
}

static bool is_foreign(const struct xml_node *x)
{
	if (import_is_vendor(x->ns))
		return true;
	for (size_t i = 0; i < x->n_attrs; i++)
		if (import_is_vendor(x->attrs[i].ns))
			return true;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (is_foreign(c))
			return true;
	return false;
}

/* Our namespace at the root: under the prefix it has there, or a new one. */
static void declare_namespace(struct import *m)
{
	bool empty;
	struct str tag = str_sub(m->source, m->root->begin, import_tag_end(m, m->root, &empty));
	ptrdiff_t at = str_find_str(tag, STR("\"" FLOW_OZG_NS "\""));
	if (at < 0)
		at = str_find_str(tag, STR("'" FLOW_OZG_NS "'"));
	if (at > 0) { /* xmlns:PREFIX="urn:…" */
		struct str name = str_trim(str_sub(tag, 0, (size_t)at - 1));
		size_t begin = name.n;
		while (begin > 0 && strchr(": \t\r\n", name.p[begin - 1]) == NULL)
			begin--;
		if (begin > 0 && name.p[begin - 1] == ':') {
			m->prefix = str_fmt(m->arena, "%.*s:", STR_ARG(str_sub(name, begin, name.n)));
			return;
		}
	}
	const char *prefix = str_find_str(tag, STR("xmlns:ozg")) >= 0 ? "ozgflow" : "ozg";
	m->prefix = str_fmt(m->arena, "%s:", prefix);
	import_edit(m, m->root->begin + 1 + import_prefix(m, m->root).n + m->root->name.n, 0,
	    str_fmt(m->arena, " xmlns:%s=\"" FLOW_OZG_NS "\"", prefix));
}

static const char *type_name(enum xpath_type type)
{
	switch (type) {
	case XPATH_DEC:
		return "decimal";
	case XPATH_BOOL:
		return "boolean";
	case XPATH_DATE:
		return "date";
	default:
		return "text";
	}
}

/* Declares what the expressions use in the process, beside what is declared there. */
static void declare_variables(struct import *m, const struct xml_node *process)
{
	const struct xml_node *ext = xml_child(process, FLOW_BPMN_NS, "extensionElements");
	struct buf b = buf_new(m->arena);
	for (size_t i = 0; i < m->n_vars; i++) {
		const struct import_var *v = &m->vars[i];
		bool known = v->local || v->process != process;
		for (const struct xml_node *x = ext == NULL ? NULL : xml_child(ext, FLOW_OZG_NS, "variable"); x != NULL;
		     x = xml_next(x))
			known |= str_eq(str_trim(xml_attr_value(x, "name")), v->name);
		if (known)
			continue;
		buf_add_fmt(&b, "<%.*svariable name=\"%.*s\" type=\"%s\"%s/>", STR_ARG(m->prefix), STR_ARG(v->name),
		    type_name(v->type), v->many ? " many=\"true\"" : "");
		diag_warning(m->diags, process->pos, "todo-variable",
		    "Die Variable „%.*s“ ist als %s vereinbart%s. Sagen Sie mit from=\"FELD\", aus welcher Antwort sie kommt, "
		    "oder "
		    "lassen Sie sie von einem Aufgabenformular setzen.",
		    STR_ARG(v->name), type_name(v->type), v->type == XPATH_EMPTY ? ", weil der Typ nicht zu erkennen ist" : "");
	}
	if (b.n == 0)
		return;
	if (ext != NULL) {
		import_prepend(m, ext, buf_str(&b));
		return;
	}
	struct str prefix = import_prefix(m, process);
	struct str xml = str_fmt(m->arena, "<%.*sextensionElements>%.*s</%.*sextensionElements>", STR_ARG(prefix),
	    STR_ARG(buf_str(&b)), STR_ARG(prefix));
	const struct xml_node *last = NULL; /* documentation comes first */
	for (const struct xml_node *x = process->first; x != NULL && xml_is(x, FLOW_BPMN_NS, "documentation"); x = x->next)
		last = x;
	if (last == NULL)
		import_prepend(m, process, xml);
	else
		import_edit(m, last->end, 0, xml);
}

static void each_node(struct import *m, const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (!str_eq_c(c->ns, FLOW_BPMN_NS))
			continue;
		if (xml_is(c, FLOW_BPMN_NS, "process"))
			m->process = c;
		import_node(m, c);
		if (xml_is(c, FLOW_BPMN_NS, "subProcess") || xml_is(c, FLOW_BPMN_NS, "process"))
			each_node(m, c);
	}
}

/* Does a call activity of the file name the process? */
static bool is_called(const struct xml_node *x, struct str id)
{
	if (xml_is(x, FLOW_BPMN_NS, "callActivity")) {
		struct str wanted = str_trim(xml_attr_value(x, "calledElement"));
		return str_eq(str_sub(wanted, (size_t)(str_find(wanted, ':') + 1), wanted.n), id);
	}
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (is_called(c, id))
			return true;
	return false;
}

/* The process that will run: the executable one no other calls, else the one with most in it. */
static const struct xml_node *main_process(const struct import *m)
{
	const struct xml_node *best = NULL;
	size_t most = 0;
	for (const struct xml_node *p = xml_child(m->root, FLOW_BPMN_NS, "process"); p != NULL; p = xml_next(p)) {
		size_t n = 0;
		for (const struct xml_node *c = p->first; c != NULL; c = c->next)
			n += str_eq_c(c->ns, FLOW_BPMN_NS);
		bool runs = str_eq_c(str_trim(xml_attr_value(p, "isExecutable")), "true");
		n += runs ? 1000000 : 0;
		n += runs && !is_called(m->root, str_trim(xml_attr_value(p, "id"))) ? 1000000 : 0;
		if (best != NULL && n <= most)
			continue;
		best = p;
		most = n;
	}
	return best;
}

/* A model that only describes is made to run: what it leaves open is on the list. */
static bool make_executable(struct import *m, const struct xml_node *process)
{
	const struct xml_attr *flag = xml_attr(process, "isExecutable");
	if (flag != NULL && str_eq_c(str_trim(flag->value), "true"))
		return false;
	if (flag != NULL)
		import_edit(m, import_offset(m, flag->pos), flag->value.n, STR("true"));
	else
		import_edit(
		    m, process->begin + 1 + import_prefix(m, process).n + process->name.n, 0, STR(" isExecutable=\"true\""));
	diag_warning(m->diags, process->pos, "todo-description",
	    "Der Prozess war nur eine Beschreibung. Er ist jetzt ausführbar; prüfen Sie jeden Schritt: wer ihn tut, mit "
	    "welchem "
	    "Formular, und was an Verzweigungen gilt.");
	return true;
}

/* Branches without a condition: a person must say when each is taken. */
static void open_branches(struct import *m, const struct xml_node *scope)
{
	for (const struct xml_node *g = scope->first; g != NULL; g = g->next) {
		if (xml_is(g, FLOW_BPMN_NS, "subProcess"))
			open_branches(m, g);
		if (!xml_is(g, FLOW_BPMN_NS, "exclusiveGateway") && !xml_is(g, FLOW_BPMN_NS, "inclusiveGateway"))
			continue;
		size_t ways = 0, open = 0;
		struct str id = str_trim(xml_attr_value(g, "id")), otherwise = str_trim(xml_attr_value(g, "default"));
		for (const struct xml_node *f = xml_child(scope, FLOW_BPMN_NS, "sequenceFlow"); f != NULL; f = xml_next(f)) {
			if (!str_eq(str_trim(xml_attr_value(f, "sourceRef")), id))
				continue;
			ways++;
			open += xml_child(f, FLOW_BPMN_NS, "conditionExpression") == NULL &&
			        !str_eq(str_trim(xml_attr_value(f, "id")), otherwise);
		}
		if (ways > 1 && open > 0)
			diag_warning(m->diags, g->pos, "todo-branch",
			    "%.*s: Von %zu Wegen haben %zu keine Bedingung. Schreiben Sie an jeden, wann er gilt, oder machen Sie "
			    "einen "
			    "zum Standardweg.",
			    STR_ARG(import_label(m, g)), ways, open);
	}
}

bool flow_import(struct arena *a, struct str source, struct buf *out, struct diags *d)
{
	struct import m = { .arena = a, .source = source, .diags = d };
	if (str_find_str(source, STR(XPROZESS_NS)) >= 0) {
		if (!flow_import_unpack(a, source, &m.source, d))
			return false;
		d->file = str_fmt(a, "%.*s (BPMN darin)", STR_ARG(d->file)); /* lines count in there */
	}
	m.root = xml_parse(a, m.source, &limits, d);
	if (m.root == NULL)
		return false;
	const struct xml_node *process = xml_is(m.root, FLOW_BPMN_NS, "definitions") ? main_process(&m) : NULL;
	if (process == NULL) {
		diag_error(d, m.root->pos, "not-bpmn", "In dieser Datei steht kein Prozess nach BPMN 2.0.");
		return false;
	}
	m.foreign = is_foreign(m.root);
	find_lines(&m);
	declare_namespace(&m);
	bool described = make_executable(&m, process);
	each_node(&m, m.root);
	m.process = process;
	if (described)
		import_describe(&m, process);
	else
		open_branches(&m, process);
	import_var_match(&m);
	for (const struct xml_node *p = xml_child(m.root, FLOW_BPMN_NS, "process"); p != NULL; p = xml_next(p))
		if (p == process || is_called(m.root, str_trim(xml_attr_value(p, "id"))))
			declare_variables(&m, p);
	import_apply(&m, out);
	diags_sort(d);
	/* Namespaces that are declared anew inside can make an attribute stand twice: nobody writes that, but it can come.
	 */
	struct diags unheard = diags_new(a, d->file);
	static const struct xml_limits wider = { .bytes = 32 << 20, .nodes = 400000, .depth = 70, .attrs = 200 };
	if (xml_parse(a, buf_str(out), &wider, &unheard) != NULL)
		return true;
	diag_error(d, m.root->pos, "import", "Die Datei lässt sich nicht übernehmen: %.*s",
	    STR_ARG(unheard.n > 0 ? unheard.list[0].text : STR("sie ist zu ungewöhnlich aufgebaut.")));
	return false;
}
