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

struct str flow_raw_trimmed(const struct xml_node *x, const char *attr)
{
	return str_trim(xml_attr_value(x, attr));
}

const struct xml_node *flow_raw_extension(const struct raw_node *n, const char *element)
{
	const struct xml_node *ext = xml_child(n->xml, FLOW_BPMN_NS, "extensionElements");
	return ext == NULL ? NULL : xml_child(ext, FLOW_OZG_NS, element);
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
const struct xml_node *flow_raw_following(const struct xml_node *x, const struct xml_node *root)
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
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		n += has_id(x);
	struct id_place *list = ARENA_ARRAY(f->arena, struct id_place, n);
	size_t i = 0;
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		if (has_id(x))
			list[i++] = (struct id_place){ flow_raw_trimmed(x, "id"), x->pos };
	if (n > 0)
		qsort(list, n, sizeof *list, by_id_and_place);
	for (i = 1; i < n; i++)
		if (str_eq(list[i].id, list[i - 1].id))
			diag_error(f->diags, list[i].pos, "duplicate-id",
			    "Die Id „%.*s“ ist schon in Zeile %u vergeben. Jede Id darf in der Datei nur einmal vorkommen.",
			    STR_ARG(list[i].id), list[i - 1].pos.line);
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
		.id = flow_raw_trimmed(x, "id"),
		.name = flow_raw_trimmed(x, "name"),
		.kind = nodes_find(x->name),
		.order = f->n_nodes,
		.scope = scope,
	};
	if (n->id.n == 0 && n->kind == NULL) {
		diag_error(f->diags, x->pos, "unsupported", "<%.*s> wird nicht unterstützt. Löschen Sie das Element.",
		    STR_ARG(x->name));
		return;
	}
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
	flow_raw_check_attrs(f, x, n->kind->attrs);
	check_semantics(f, n);
	flow_raw_extensions(f, x, NULL, n->kind->below);
	flow_raw_details(f, n);
	if (n->kind->holds)
		read_children(f, x, n->order);
}

static void read_seq(struct raw_flow *f, const struct xml_node *x)
{
	struct raw_seq *s = &f->seqs[f->n_seqs++];
	*s = (struct raw_seq){
		.xml = x, .id = flow_raw_trimmed(x, "id"), .expr = xml_child(x, FLOW_BPMN_NS, "conditionExpression")
	};
	if (s->id.n == 0)
		s->id = str_fmt(f->arena, "#%zu", f->n_seqs); /* no id of XML looks like this */
	flow_raw_check_attrs(f, x, NULL);
	flow_raw_extensions(f, x, NULL, NULL);
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

/* ---- the file ---- */

/* Is the process called by an activity of the file? */
static bool is_called(const struct xml_node *root, struct str id)
{
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		if (xml_is(x, FLOW_BPMN_NS, "callActivity") && str_eq(flow_raw_ref(x, "calledElement"), id))
			return true;
	return false;
}

const struct xml_node *flow_raw_process(const struct xml_node *root, struct str id)
{
	const struct xml_node *x = xml_child(root, FLOW_BPMN_NS, "process");
	while (x != NULL && !str_eq(flow_raw_trimmed(x, "id"), id))
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
		struct str flag = flow_raw_trimmed(x, "isExecutable");
		if (!str_eq_c(flag, "true") && !str_eq_c(flag, "1")) {
			other = x;
		} else if (is_called(root, flow_raw_trimmed(x, "id"))) {
			continue;
		} else if (found == NULL) {
			found = x;
		} else {
			diag_error(f->diags, x->pos, "several-processes",
			    "Die Datei enthält mehr als einen ausführbaren Prozess. Teilen Sie sie auf.");
			return found;
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
		    STR_ARG(flow_raw_trimmed(other, "id")));
	return NULL;
}

void flow_raw_read_process(struct raw_flow *f, const struct xml_node *x)
{
	struct str id = flow_raw_trimmed(x, "id");
	if (id.n == 0)
		diag_error(f->diags, x->pos, "missing-id", "Der Prozess hat keine Id. Ergänzen Sie das Attribut id.");
	size_t order = f->n_nodes++;
	f->nodes[order] = (struct raw_node){
		.xml = x, .id = id, .name = flow_raw_trimmed(x, "name"), .kind = &node_process, .order = order, .scope = order
	};
	flow_raw_check_attrs(f, x, NULL);
	f->nodes[order].first_var = f->n_vars;
	flow_raw_extensions(f, x, &f->nodes[order], NULL);
	read_children(f, x, order);
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
	flow_check_refs(f, root);
	if (!check_processes(f, root))
		return false;
	const struct xml_node *process = f->wanted.n > 0 ? flow_raw_process(root, f->wanted) : find_process(f, root);
	if (process == NULL) {
		if (f->wanted.n > 0)
			diag_error(
			    f->diags, root->pos, "no-process", "Die Datei enthält keinen Prozess „%.*s“.", STR_ARG(f->wanted));
		return false;
	}
	check_ids(f, root);
	size_t n = 0;
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		n++;
	f->cap_nodes = f->cap_seqs = n;
	f->nodes = ARENA_ARRAY(f->arena, struct raw_node, n);
	f->seqs = ARENA_ARRAY(f->arena, struct raw_seq, n);
	flow_raw_read_process(f, process);
	flow_raw_read_called(f);
	qsort(f->nodes, f->n_nodes, sizeof *f->nodes, by_id);
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *x = &f->nodes[i];
		if (i > 0 && str_eq(x->id, x[-1].id))
			x->kind = x->kind == &node_process ? x->kind : NULL; /* reported by check_ids: says no more */
		if (x->xml == process)
			f->process = x;
	}
	flow_raw_check_shared_ids(f);
	flow_raw_link(f);
	return true;
}

bool flow_has_process(struct arena *a, struct str source, struct str id)
{
	struct diags unheard = diags_new(a, id);
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, &unheard);
	return root != NULL && flow_raw_process(root, id) != NULL;
}
