/* SPDX-License-Identifier: EUPL-1.2
 * From BPMN XML to a graph of nodes and sequence flows; what is not executed here is named, never skipped quietly. */
#include "flow/flow_raw.h"

/* Below a process or a node, without meaning for the execution: kept in the source for people and for the diagram. */
static const char *const ignored[] = {
	"documentation",
	"extensionElements",
	"incoming",
	"outgoing",
	"laneSet",
	"textAnnotation",
	"association",
	"group",
	"dataObject",
	"dataObjectReference",
	"dataStoreReference",
	"ioSpecification",
	"property",
	"dataInputAssociation",
	"dataOutputAssociation",
	"auditing",
	"monitoring",
	"categoryValueRef",
	"rendering",
};

static bool is_ignored(const struct xml_node *x)
{
	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		if (str_eq_c(x->name, ignored[i]))
			return true;
	return false;
}

static bool is_bpmn(const struct xml_node *x)
{
	return str_eq_c(x->ns, FLOW_BPMN_NS);
}

static struct str trimmed(const struct xml_node *x, const char *attr)
{
	return str_trim(xml_attr_value(x, attr));
}

struct str flow_raw_attr(const struct raw_node *n, const char *name)
{
	const struct xml_attr *attr = xml_attr_ns(n->xml, FLOW_OZG_NS, name);
	return attr == NULL ? STR("") : str_trim(attr->value);
}

struct str flow_raw_label(const struct raw_flow *f, const struct raw_node *n)
{
	if (n->name.n == 0)
		return n->id;
	return str_fmt(f->arena, "„%.*s“ (%.*s)", STR_ARG(n->name), STR_ARG(n->id));
}

/* ---- ids ---- */

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct raw_node *)a)->id, ((const struct raw_node *)b)->id);
}

struct raw_node *flow_raw_node(const struct raw_flow *f, struct str id)
{
	struct raw_node key = { .id = id };
	return f->n_nodes == 0 ? NULL : bsearch(&key, f->nodes, f->n_nodes, sizeof *f->nodes, by_id);
}

struct id_place {
	struct str id;
	struct pos pos;
};

static int by_id_and_place(const void *a, const void *b)
{
	const struct id_place *x = a;
	const struct id_place *y = b;
	int c = str_cmp(x->id, y->id);
	if (c != 0)
		return c;
	if (x->pos.line != y->pos.line)
		return x->pos.line < y->pos.line ? -1 : 1;
	return (x->pos.col > y->pos.col) - (x->pos.col < y->pos.col);
}

/* The element behind x in document order, inside root. */
static const struct xml_node *following(const struct xml_node *x, const struct xml_node *root)
{
	if (x->first != NULL)
		return x->first;
	for (; x != root; x = x->parent)
		if (x->next != NULL)
			return x->next;
	return NULL;
}

/* Elements of other makers may have an id that is none of XML's. */
static bool has_id(const struct xml_node *x)
{
	return xml_attr(x, "id") != NULL && str_starts(x->ns, STR("http://www.omg.org/spec/"));
}

/* Ids are unique in the whole file (xsd:ID), the diagram's included. */
static void check_ids(const struct raw_flow *f, const struct xml_node *root)
{
	size_t n = 0;
	for (const struct xml_node *x = root; x != NULL; x = following(x, root))
		n += has_id(x);
	struct id_place *list = ARENA_ARRAY(f->arena, struct id_place, n);
	size_t i = 0;
	for (const struct xml_node *x = root; x != NULL; x = following(x, root))
		if (has_id(x))
			list[i++] = (struct id_place){ trimmed(x, "id"), x->pos };
	if (n > 0)
		qsort(list, n, sizeof *list, by_id_and_place);
	for (i = 1; i < n; i++)
		if (str_eq(list[i].id, list[i - 1].id))
			diag_error(f->diags, list[i].pos, "duplicate-id",
			    "Die Id „%.*s“ ist schon in Zeile %u vergeben. Jede Id darf in der Datei nur einmal vorkommen.",
			    STR_ARG(list[i].id), list[i - 1].pos.line);
}

/* ---- our own attributes and elements ---- */

static void check_attrs(const struct raw_flow *f, const struct xml_node *x, const char *const *known)
{
	for (size_t i = 0; i < x->n_attrs; i++) {
		if (!str_eq_c(x->attrs[i].ns, FLOW_OZG_NS))
			continue;
		struct buf list = buf_new(f->arena);
		bool found = false;
		for (size_t k = 0; known != NULL && known[k] != NULL; k++) {
			found |= str_eq_c(x->attrs[i].name, known[k]);
			buf_add_fmt(&list, "%sozg:%s", k == 0 ? "" : ", ", known[k]);
		}
		if (!found)
			diag_error(f->diags, x->attrs[i].pos, "unknown-attribute",
			    "<%.*s> kennt das Attribut ozg:%.*s nicht. Möglich: %.*s.", STR_ARG(x->name), STR_ARG(x->attrs[i].name),
			    STR_ARG(list.n == 0 ? STR("keines") : buf_str(&list)));
	}
}

/* A name as expressions write it behind the $, or several with slashes between them. */
static bool is_path(struct str path, bool slashes)
{
	bool first = true;
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
		bool inner = (c >= '0' && c <= '9') || c == '-' || c == '.';
		bool slash = slashes && c == '/';
		if (!letter && (first || (!inner && !slash)))
			return false;
		first = slash;
	}
	return !first;
}

static void read_var(struct raw_flow *f, const struct xml_node *x)
{
	struct flow_var var = { .name = trimmed(x, "name"), .from = trimmed(x, "from") };
	if (!is_path(var.name, false)) {
		diag_error(f->diags, x->pos, "variable-name",
		    "Eine Variable (ozg:variable) braucht einen Namen (name) aus Buchstaben, Ziffern, Strich und Punkt, "
		    "beginnend mit einem Buchstaben.");
		return;
	}
	if (var.from.n > 0 && !is_path(var.from, true))
		diag_error(f->diags, x->pos, "variable-from",
		    "Die Variable „%.*s“ kommt aus „%.*s“: das ist kein Pfad zu einer Antwort. Schreiben Sie zum Beispiel "
		    "from=\"halter/name\".",
		    STR_ARG(var.name), STR_ARG(var.from));
	if (flow_var_index(f->vars, f->n_vars, var.name) < f->n_vars)
		diag_error(f->diags, x->pos, "duplicate-variable",
		    "Die Variable „%.*s“ ist schon vereinbart. Löschen Sie eine der beiden Zeilen.", STR_ARG(var.name));
	if (!flow_type(trimmed(x, "type"), &var.type))
		diag_error(f->diags, x->pos, "variable-type",
		    "Die Variable „%.*s“ hat keinen bekannten Typ (type). Möglich: text, code, boolean, decimal, date.",
		    STR_ARG(var.name));
	struct str many = trimmed(x, "many");
	var.many = str_eq_c(many, "true");
	if (many.n > 0 && !var.many && !str_eq_c(many, "false"))
		diag_error(f->diags, xml_attr(x, "many")->pos, "variable-many",
		    "Die Variable „%.*s“: many ist true (eine Liste) oder false.", STR_ARG(var.name));
	if (var.many && !(f->can & FLOW_CAN_LISTS))
		diag_error(f->diags, xml_attr(x, "many")->pos, "not-available",
		    "Die Variable „%.*s“: Listen sind in dieser Anlage noch nicht eingeschaltet. Löschen Sie many.",
		    STR_ARG(var.name));
	f->vars[f->n_vars++] = var;
}

static bool is_among(const char *const *list, struct str name)
{
	for (size_t i = 0; list != NULL && list[i] != NULL; i++)
		if (str_eq_c(name, list[i]))
			return true;
	return false;
}

/* <ozg:variable> in the extensionElements of the process; whatever else is in our namespace is a mistake. */
static void read_extensions(struct raw_flow *f, const struct xml_node *owner, bool variables, const char *const *known)
{
	const struct xml_node *ext = xml_child(owner, FLOW_BPMN_NS, "extensionElements");
	if (ext == NULL)
		return;
	size_t n = 0;
	for (const struct xml_node *x = ext->first; x != NULL; x = x->next)
		n++;
	if (variables)
		f->vars = ARENA_ARRAY(f->arena, struct flow_var, n);
	for (const struct xml_node *x = ext->first; x != NULL; x = x->next) {
		if (variables && xml_is(x, FLOW_OZG_NS, "variable"))
			read_var(f, x);
		else if (str_eq_c(x->ns, FLOW_OZG_NS) && !is_among(known, x->name))
			diag_error(f->diags, x->pos, "unknown-element", "<ozg:%.*s> ist hier nicht vorgesehen. %s",
			    STR_ARG(x->name), variables ? "Möglich: <ozg:variable>." : "Löschen Sie das Element.");
	}
}

/* ---- nodes ---- */

/* Attributes of BPMN that would change what the engine does. */
static void check_semantics(const struct raw_flow *f, const struct raw_node *n)
{
	static const struct {
		const char *name, *harmless;
	} list[] = {
		{ "isForCompensation", "false" },
		{ "startQuantity", "1" },
		{ "completionQuantity", "1" },
	};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		const struct xml_attr *a = xml_attr(n->xml, list[i].name);
		if (a != NULL && !str_eq_c(str_trim(a->value), list[i].harmless))
			diag_error(f->diags, a->pos, "unsupported",
			    "%.*s: %s=\"%.*s\" wird nicht unterstützt. Löschen Sie das Attribut.", STR_ARG(flow_raw_label(f, n)),
			    list[i].name, STR_ARG(a->value));
	}
}

static void read_children(struct raw_flow *f, const struct xml_node *xml, size_t scope);

static void read_node(struct raw_flow *f, const struct xml_node *x, size_t scope)
{
	struct raw_node *n = &f->nodes[f->n_nodes];
	*n = (struct raw_node){
		.xml = x,
		.id = trimmed(x, "id"),
		.name = trimmed(x, "name"),
		.kind = nodes_find(x->name),
		.order = f->n_nodes,
		.scope = scope,
	};
	if (n->id.n == 0) {
		diag_error(
		    f->diags, x->pos, "missing-id", "<%.*s> hat keine Id. Ergänzen Sie das Attribut id.", STR_ARG(x->name));
		return;
	}
	f->n_nodes++;
	if (n->kind == NULL) {
		diag_error(f->diags, x->pos, "unsupported",
		    "%.*s: <%.*s> wird nicht unterstützt. Ersetzen Sie es durch eines dieser Elemente: %.*s.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(x->name), STR_ARG(nodes_list(f->arena)));
		return;
	}
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (is_bpmn(c) && !is_ignored(c) && !flow_raw_is_detail(c) && !n->kind->holds)
			diag_error(f->diags, c->pos, "unsupported",
			    "%.*s: <%.*s> in <%.*s> wird nicht unterstützt. Entfernen Sie diesen Zusatz.",
			    STR_ARG(flow_raw_label(f, n)), STR_ARG(c->name), STR_ARG(x->name));
	check_attrs(f, x, n->kind->attrs);
	check_semantics(f, n);
	read_extensions(f, x, false, n->kind->below);
	flow_raw_details(f, n);
	if (n->kind->holds)
		read_children(f, x, n->order);
}

static void read_seq(struct raw_flow *f, const struct xml_node *x)
{
	struct raw_seq *s = &f->seqs[f->n_seqs++];
	*s =
	    (struct raw_seq){ .xml = x, .id = trimmed(x, "id"), .expr = xml_child(x, FLOW_BPMN_NS, "conditionExpression") };
	if (s->id.n == 0)
		s->id = str_fmt(f->arena, "#%zu", f->n_seqs); /* no id of XML looks like this */
	check_attrs(f, x, NULL);
	read_extensions(f, x, false, NULL);
}

/* The nodes and flows of a process or sub-process, with all that is in them. */
static void read_children(struct raw_flow *f, const struct xml_node *xml, size_t scope)
{
	for (const struct xml_node *x = xml->first; x != NULL; x = x->next) {
		if (xml_is(x, FLOW_BPMN_NS, "sequenceFlow"))
			read_seq(f, x);
		else if (is_bpmn(x) && !is_ignored(x) && !flow_raw_is_detail(x))
			read_node(f, x, scope);
	}
}

/* ---- the graph ---- */

/* Who is whose parent, host and called process; ids are sorted now, and may be double. */
static void link_nodes(struct raw_flow *f)
{
	struct raw_node **by_order = ARENA_ARRAY(f->arena, struct raw_node *, f->n_nodes);
	for (size_t i = 0; i < f->n_nodes; i++)
		by_order[f->nodes[i].order] = &f->nodes[i];
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		if (n->scope != n->order) {
			n->parent = by_order[n->scope];
			n->place = n->parent->n_children++;
		}
		struct raw_node *host = flow_raw_node(f, trimmed(n->xml, "attachedToRef"));
		if (n->kind == &node_boundary && host != NULL && host->xml->parent == n->xml->parent && host->kind != NULL &&
		    host->kind->role == NODE_ACTIVITY && !host->by_event)
			n->host = host;
		struct raw_node *called = n->kind == &node_call ? flow_raw_node(f, flow_raw_called(n)) : NULL;
		if (called != NULL && called->kind == &node_process)
			n->called = called;
	}
}

static struct raw_node *resolve(const struct raw_flow *f, const struct raw_seq *s, const char *attr)
{
	struct str id = trimmed(s->xml, attr);
	struct raw_node *n = flow_raw_node(f, id);
	if (n != NULL && n->xml->parent == s->xml->parent)
		return n;
	const struct xml_attr *at = xml_attr(s->xml, attr);
	diag_error(f->diags, at == NULL ? s->xml->pos : at->pos, "dangling-flow",
	    "Der Weg %.*s nennt in %s „%.*s“: ein solches Element gibt es in diesem Ablauf nicht.", STR_ARG(s->id), attr,
	    STR_ARG(id));
	return NULL;
}

/* Hangs every flow on its two nodes. The arrays are counted first, then filled, so that they keep document order. */
static void link_flows(struct raw_flow *f)
{
	for (size_t i = 0; i < f->n_seqs; i++) {
		struct raw_seq *s = &f->seqs[i];
		s->from = resolve(f, s, "sourceRef");
		s->to = resolve(f, s, "targetRef");
		if (s->from != NULL)
			s->from->n_out++;
		if (s->to != NULL)
			s->to->n_in++;
	}
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		n->in = ARENA_ARRAY(f->arena, struct raw_seq *, n->n_in);
		n->out = ARENA_ARRAY(f->arena, struct raw_seq *, n->n_out);
		n->n_in = n->n_out = 0;
	}
	for (size_t i = 0; i < f->n_seqs; i++) {
		struct raw_seq *s = &f->seqs[i];
		if (s->from != NULL)
			s->from->out[s->from->n_out++] = s;
		if (s->to == NULL)
			continue;
		s->place = s->to->n_in;
		s->to->in[s->to->n_in++] = s;
	}
}

static void find_defaults(struct raw_flow *f)
{
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		const struct xml_attr *attr = xml_attr(n->xml, "default");
		if (n->kind == NULL || attr == NULL)
			continue;
		for (size_t k = 0; k < n->n_out; k++)
			if (str_eq(n->out[k]->id, str_trim(attr->value)))
				n->otherwise = n->out[k];
		if (n->otherwise == NULL)
			diag_error(f->diags, attr->pos, "dangling-default",
			    "%.*s nennt als Standardweg „%.*s“: dieser Weg geht nicht von hier aus.", STR_ARG(flow_raw_label(f, n)),
			    STR_ARG(attr->value));
	}
}

/* ---- the file ---- */

enum { CALLED_MAX = 50 };

/* Is the process called by an activity of the file? */
static bool is_called(const struct xml_node *root, struct str id)
{
	for (const struct xml_node *x = root; x != NULL; x = following(x, root))
		if (xml_is(x, FLOW_BPMN_NS, "callActivity") && str_eq(flow_raw_ref(x, "calledElement"), id))
			return true;
	return false;
}

static const struct xml_node *process_of_id(const struct xml_node *root, struct str id)
{
	const struct xml_node *x = xml_child(root, FLOW_BPMN_NS, "process");
	while (x != NULL && !str_eq(trimmed(x, "id"), id))
		x = xml_next(x);
	return x;
}

/* The executable process that no other one calls. */
static const struct xml_node *find_process(const struct raw_flow *f, const struct xml_node *root)
{
	const struct xml_node *found = NULL;
	const struct xml_node *other = NULL;
	for (const struct xml_node *x = root->first; x != NULL; x = x->next) {
		if (!xml_is(x, FLOW_BPMN_NS, "process"))
			continue;
		struct str flag = trimmed(x, "isExecutable");
		if (!str_eq_c(flag, "true") && !str_eq_c(flag, "1")) {
			other = x;
		} else if (is_called(root, trimmed(x, "id"))) {
			continue;
		} else if (found == NULL) {
			found = x;
		} else {
			diag_error(f->diags, x->pos, "several-processes",
			    "Die Datei enthält mehr als einen ausführbaren Prozess. Teilen Sie sie auf.");
			return NULL;
		}
	}
	if (found != NULL)
		return found;
	if (other == NULL)
		diag_error(f->diags, root->pos, "no-process",
		    "Die Datei enthält keinen Prozess (process), der nicht selbst aufgerufen wird.");
	else
		diag_error(f->diags, other->pos, "not-executable",
		    "Der Prozess „%.*s“ ist nur zur Beschreibung gedacht. Setzen Sie isExecutable=\"true\", wenn er ausgeführt "
		    "werden soll.",
		    STR_ARG(trimmed(other, "id")));
	return NULL;
}

static void read_process(struct raw_flow *f, const struct xml_node *x, bool main)
{
	struct str id = trimmed(x, "id");
	if (id.n == 0)
		diag_error(f->diags, x->pos, "missing-id", "Der Prozess hat keine Id. Ergänzen Sie das Attribut id.");
	size_t order = f->n_nodes++;
	f->nodes[order] = (struct raw_node){
		.xml = x, .id = id, .name = trimmed(x, "name"), .kind = &node_process, .order = order, .scope = order
	};
	check_attrs(f, x, NULL);
	static const char *const shared[] = { "variable", NULL }; /* those of another file have been read */
	read_extensions(f, x, main, x->pos.line >= FLOW_OTHER_FILE ? shared : NULL);
	read_children(f, x, order);
}

/* ---- processes of other files ---- */

static size_t count_elements(const struct xml_node *root)
{
	size_t n = 0;
	for (const struct xml_node *x = root; x != NULL; x = following(x, root))
		n++;
	return n;
}

/* The tree is ours alone, and was made a moment ago. */
static void mark_lines(const struct xml_node *root)
{
	for (const struct xml_node *x = root; x != NULL; x = following(x, root)) {
		((struct xml_node *)x)->pos.line += FLOW_OTHER_FILE;
		((struct xml_node *)x)->text_pos.line += FLOW_OTHER_FILE;
		for (size_t i = 0; i < x->n_attrs; i++)
			((struct xml_attr *)&x->attrs[i])->pos.line += FLOW_OTHER_FILE;
	}
}

/* Variables of the same name are the same ones. Where they come from is the caller's business. */
static void share_variables(struct raw_flow *f, const struct raw_node *call, const struct xml_node *process)
{
	const struct xml_node *ext = xml_child(process, FLOW_BPMN_NS, "extensionElements");
	const struct xml_node *x = ext == NULL ? NULL : xml_child(ext, FLOW_OZG_NS, "variable");
	size_t more = ext == NULL ? 0 : count_elements(ext);
	struct flow_var *vars = ARENA_ARRAY(f->arena, struct flow_var, f->n_vars + more);
	if (f->n_vars > 0)
		memcpy(vars, f->vars, f->n_vars * sizeof *vars);
	f->vars = vars;
	for (; x != NULL; x = xml_next(x)) {
		struct flow_var v = { .name = trimmed(x, "name"), .many = str_eq_c(trimmed(x, "many"), "true") };
		size_t i = flow_var_index(f->vars, f->n_vars, v.name);
		if (!flow_type(trimmed(x, "type"), &v.type))
			continue;
		if (i == f->n_vars)
			f->vars[f->n_vars++] = v;
		else if (f->vars[i].type != v.type || f->vars[i].many != v.many)
			diag_error(f->diags, call->xml->pos, "called-variable",
			    "%.*s: Die Variable „%.*s“ hat im aufgerufenen Prozess einen anderen Typ. Gleichnamige Variablen sind "
			    "dieselbe: Vereinbaren Sie sie gleich, oder geben Sie ihr einen anderen Namen.",
			    STR_ARG(flow_raw_label(f, call)), STR_ARG(v.name));
	}
}

/* The process a call of f->nodes[i] means, in another file; NULL when there is none. It was good when it was published.
 */
static const struct xml_node *fetch_called(struct raw_flow *f, size_t i, struct str id)
{
	struct str source;
	struct diags unheard = diags_new(f->arena, id);
	if (f->library == NULL || f->library->process == NULL || !f->library->process(f->library->arg, id, &source))
		return NULL;
	const struct xml_node *root = xml_parse(f->arena, source, &xml_limits_default, &unheard);
	const struct xml_node *process = root == NULL ? NULL : process_of_id(root, id);
	if (process == NULL)
		return NULL;
	mark_lines(root);
	size_t n = count_elements(root);
	f->nodes = arena_grow(f->arena, f->nodes, f->cap_nodes * sizeof *f->nodes, (f->cap_nodes + n) * sizeof *f->nodes);
	f->seqs = arena_grow(f->arena, f->seqs, f->cap_seqs * sizeof *f->seqs, (f->cap_seqs + n) * sizeof *f->seqs);
	f->cap_nodes += n;
	f->cap_seqs += n;
	share_variables(f, &f->nodes[i], process);
	f->called = arena_grow(f->arena, f->called, f->n_called * sizeof *f->called, (f->n_called + 1) * sizeof *f->called);
	f->called[f->n_called++] = str_dup(f->arena, id);
	return process;
}

/* The processes called by what has been read so far, until there are no new ones. */
static void read_called(struct raw_flow *f)
{
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct str id = f->nodes[i].kind == &node_call ? flow_raw_called(&f->nodes[i]) : STR("");
		const struct xml_node *root = f->nodes[i].xml;
		bool known = id.n == 0;
		while (root->parent != NULL)
			root = root->parent;
		for (size_t k = 0; !known && k < f->n_nodes; k++)
			known = f->nodes[k].kind == &node_process && str_eq(f->nodes[k].id, id);
		if (known || f->n_called >= CALLED_MAX)
			continue;
		const struct xml_node *x = process_of_id(root, id);
		if (x == NULL)
			x = fetch_called(f, i, id);
		if (x != NULL)
			read_process(f, x, false);
	}
}

/* Ids of different files may meet: then nobody could say which task is meant. */
static void check_shared_ids(const struct raw_flow *f)
{
	for (size_t i = 1; i < f->n_nodes && f->n_called > 0; i++)
		if (str_eq(f->nodes[i].id, f->nodes[i - 1].id))
			diag_error(f->diags, f->process->xml->pos, "shared-id",
			    "Die Id „%.*s“ gibt es in diesem Ablauf und in einem aufgerufenen Prozess. Benennen Sie eines der "
			    "beiden "
			    "Elemente um.",
			    STR_ARG(f->nodes[i].id));
}

/* Who calls whom is searched for each of them. */
static bool check_processes(const struct raw_flow *f, const struct xml_node *root)
{
	enum { PROCESSES_MAX = 200 };
	size_t n = 0;
	for (const struct xml_node *x = xml_child(root, FLOW_BPMN_NS, "process"); x != NULL; x = xml_next(x))
		n++;
	if (n > PROCESSES_MAX)
		diag_error(f->diags, root->pos, "too-many-processes",
		    "Die Datei enthält mehr als %d Prozesse. Teilen Sie sie auf.", PROCESSES_MAX);
	return n <= PROCESSES_MAX;
}

bool flow_raw_read(struct raw_flow *f, const struct xml_node *root)
{
	if (!xml_is(root, FLOW_BPMN_NS, "definitions")) {
		diag_error(f->diags, root->pos, "not-bpmn",
		    "Das ist keine BPMN-2.0-Datei: das oberste Element muss „definitions“ im Namensraum " FLOW_BPMN_NS
		    " sein.");
		return false;
	}
	if (!check_processes(f, root))
		return false;
	const struct xml_node *process = f->wanted.n > 0 ? process_of_id(root, f->wanted) : find_process(f, root);
	if (process == NULL) {
		if (f->wanted.n > 0)
			diag_error(
			    f->diags, root->pos, "no-process", "Die Datei enthält keinen Prozess „%.*s“.", STR_ARG(f->wanted));
		return false;
	}
	check_ids(f, root);
	size_t n = 0;
	for (const struct xml_node *x = root; x != NULL; x = following(x, root))
		n++;
	f->cap_nodes = f->cap_seqs = n;
	f->nodes = ARENA_ARRAY(f->arena, struct raw_node, n);
	f->seqs = ARENA_ARRAY(f->arena, struct raw_seq, n);
	read_process(f, process, true);
	read_called(f);
	qsort(f->nodes, f->n_nodes, sizeof *f->nodes, by_id);
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *x = &f->nodes[i];
		if (i > 0 && str_eq(x->id, x[-1].id))
			x->kind = x->kind == &node_process ? x->kind : NULL; /* reported by check_ids: says no more */
		if (x->xml == process)
			f->process = x;
	}
	check_shared_ids(f);
	link_nodes(f);
	link_flows(f);
	find_defaults(f);
	return true;
}

bool flow_has_process(struct arena *a, struct str source, struct str id)
{
	struct diags unheard = diags_new(a, id);
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, &unheard);
	return root != NULL && process_of_id(root, id) != NULL;
}
