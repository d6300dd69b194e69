/* SPDX-License-Identifier: EUPL-1.2
 * What the file names beside the flow of the process: pools and their messages, data, interfaces of services. None of
 * it is executed, but a reference that leads nowhere, or to something of another kind, tells of a damaged file
 * (BPMN 2.0.2, the class diagrams; 9.4 and table 7.4 for messages between pools). */
#include "flow/flow_raw.h"

#include <string.h>

/* Every element with an id, by id. */
struct index {
	const struct xml_node **list;
	size_t n;
};

static int by_id(const void *a, const void *b)
{
	return str_cmp(flow_raw_trimmed(*(const struct xml_node *const *)a, "id"),
	    flow_raw_trimmed(*(const struct xml_node *const *)b, "id"));
}

static struct index index_of(struct arena *a, const struct xml_node *root)
{
	struct index ix = { 0 };
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		ix.n++;
	ix.list = ARENA_ARRAY(a, const struct xml_node *, ix.n);
	ix.n = 0;
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		if (str_eq_c(x->ns, FLOW_BPMN_NS) && xml_attr(x, "id") != NULL)
			ix.list[ix.n++] = x;
	if (ix.n > 0)
		qsort(ix.list, ix.n, sizeof(const struct xml_node *), by_id);
	return ix;
}

/* The element with this id, which may be written with a prefix; NULL: there is none. */
static const struct xml_node *find(const struct index *ix, struct str id)
{
	ptrdiff_t colon = str_find(id, ':');
	struct str names[] = { id, colon < 0 ? STR("") : str_sub(id, (size_t)colon + 1, id.n) };
	for (size_t k = 0; k < 2; k++) {
		size_t lo = 0, hi = ix->n;
		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			if (str_cmp(flow_raw_trimmed(ix->list[mid], "id"), names[k]) < 0)
				lo = mid + 1;
			else
				hi = mid;
		}
		if (lo < ix->n && names[k].n > 0 && str_eq(flow_raw_trimmed(ix->list[lo], "id"), names[k]))
			return ix->list[lo];
	}
	return NULL;
}

/* ---- of which kind ---- */

#define ITEM "itemDefinition"
#define MESSAGE "message"

/* In this element the attribute, or the element below it, names one of these. */
static const struct {
	const char *element, *attr, *below, *wants;
} refs[] = {
	{ "participant", "processRef", NULL, "process" },
	{ "participant", NULL, "interfaceRef", "interface" },
	{ "process", "definitionalCollaborationRef", NULL, "collaboration" },
	{ "process", NULL, "supportedInterfaceRef", "interface" },
	{ "message", "itemRef", NULL, ITEM },
	{ "error", "structureRef", NULL, ITEM },
	{ "escalation", "structureRef", NULL, ITEM },
	{ "signal", "structureRef", NULL, ITEM },
	{ "messageFlow", "messageRef", NULL, MESSAGE },
	{ "operation", NULL, "inMessageRef", MESSAGE },
	{ "operation", NULL, "outMessageRef", MESSAGE },
	{ "operation", NULL, "errorRef", "error" },
	{ "serviceTask", "operationRef", NULL, "operation" },
	{ "sendTask", "operationRef", NULL, "operation" },
	{ "receiveTask", "operationRef", NULL, "operation" },
	{ "dataObject", "itemSubjectRef", NULL, ITEM },
	{ "dataInput", "itemSubjectRef", NULL, ITEM },
	{ "dataOutput", "itemSubjectRef", NULL, ITEM },
	{ "property", "itemSubjectRef", NULL, ITEM },
	{ "dataObjectReference", "dataObjectRef", NULL, "dataObject" },
	{ "dataStoreReference", "dataStoreRef", NULL, "dataStore" },
	{ "inputSet", NULL, "dataInputRefs", "dataInput" },
	{ "outputSet", NULL, "dataOutputRefs", "dataOutput" },
};

static void check_ref(const struct raw_flow *f, const struct index *ix, const struct xml_node *x, struct pos pos,
    const char *what, struct str id, const char *wants)
{
	const struct xml_node *y = find(ix, id);
	if (id.n == 0 || (y == NULL && str_find(id, ':') >= 0) || (y != NULL && str_eq_c(y->name, wants)))
		return; /* with a prefix it may stand in another file */
	struct str is = y == NULL ? STR("") : y->name;
	diag_warning(f->diags, pos, "wrong-reference",
	    "<%.*s>%s%.*s nennt als %s „%.*s“: %s%.*s%s. Gemeint sein kann nur ein <%s> dieser Datei.", STR_ARG(x->name),
	    xml_attr(x, "id") == NULL ? "" : " ", STR_ARG(flow_raw_trimmed(x, "id")), what, STR_ARG(id),
	    y == NULL ? "das gibt es nicht" : "das ist ein <", STR_ARG(is), y == NULL ? "" : ">", wants);
}

static void check_refs(const struct raw_flow *f, const struct index *ix, const struct xml_node *x)
{
	for (size_t i = 0; i < sizeof refs / sizeof *refs; i++) {
		if (!str_eq_c(x->name, refs[i].element))
			continue;
		const struct xml_attr *at = refs[i].attr == NULL ? NULL : xml_attr(x, refs[i].attr);
		if (at != NULL)
			check_ref(f, ix, x, at->pos, refs[i].attr, str_trim(at->value), refs[i].wants);
		const struct xml_node *c = refs[i].below == NULL ? NULL : xml_child(x, FLOW_BPMN_NS, refs[i].below);
		for (; c != NULL; c = xml_next(c))
			check_ref(f, ix, x, c->pos, refs[i].below, str_trim(c->text), refs[i].wants);
	}
}

/* ---- messages between pools ---- */

/* The process an end of a message flow belongs to: its own, or that of the pool. */
static const struct xml_node *pool_of(const struct index *ix, const struct xml_node *x)
{
	if (xml_is(x, FLOW_BPMN_NS, "participant"))
		return find(ix, flow_raw_trimmed(x, "processRef"));
	while (x != NULL && !xml_is(x, FLOW_BPMN_NS, "process"))
		x = x->parent;
	return x;
}

static bool has_definition(const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (str_ends(c->name, STR("EventDefinition")) || str_eq_c(c->name, "eventDefinitionRef"))
			return true;
	return false;
}

/* A pool, a task, a sub-process: whatever can both send and receive. */
static bool may_both(const struct xml_node *x)
{
	static const struct str ends[] = { STR_INIT("participant"), STR_INIT("Task"), STR_INIT("task"),
		STR_INIT("ubProcess"), STR_INIT("transaction"), STR_INIT("callActivity") };
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (str_ends(x->name, ends[i]))
			return true;
	return false;
}

static bool may_send(const struct xml_node *x)
{
	bool event = str_eq_c(x->name, "endEvent") || str_eq_c(x->name, "intermediateThrowEvent");
	return may_both(x) || (event && has_definition(x));
}

static bool may_receive(const struct xml_node *x)
{
	return may_both(x) || str_eq_c(x->name, "startEvent") || str_eq_c(x->name, "intermediateCatchEvent") ||
	       str_eq_c(x->name, "boundaryEvent");
}

static void check_message_flow(const struct raw_flow *f, const struct index *ix, const struct xml_node *x)
{
	struct str id = flow_raw_trimmed(x, "id");
	struct str ends[] = { flow_raw_trimmed(x, "sourceRef"), flow_raw_trimmed(x, "targetRef") };
	const struct xml_node *from = find(ix, ends[0]), *to = find(ix, ends[1]);
	if (from == NULL || to == NULL) {
		diag_warning(f->diags, x->pos, "dangling-message-flow",
		    "Die Nachricht %.*s führt von oder zu „%.*s“: das gibt es nicht. Verbinden Sie sie neu, oder löschen Sie "
		    "sie.",
		    STR_ARG(id), STR_ARG(ends[from != NULL]));
		return;
	}
	const struct xml_node *a = pool_of(ix, from), *b = pool_of(ix, to);
	if (a != NULL && a == b)
		diag_warning(f->diags, x->pos, "message-flow-inside",
		    "Die Nachricht %.*s bleibt im selben Beteiligten. Nachrichten verbinden verschiedene; innen gehen Wege "
		    "(sequenceFlow).",
		    STR_ARG(id));
	if (!may_send(from))
		diag_warning(f->diags, x->pos, "message-flow-source",
		    "Die Nachricht %.*s geht von „%.*s“ aus: dieses Element sendet nichts.", STR_ARG(id), STR_ARG(ends[0]));
	if (!may_receive(to))
		diag_warning(f->diags, x->pos, "message-flow-target",
		    "Die Nachricht %.*s führt zu „%.*s“: dieses Element empfängt nichts.", STR_ARG(id), STR_ARG(ends[1]));
}

static void check_format(const struct raw_flow *f, const struct xml_node *x)
{
	const struct xml_attr *format = xml_attr(x, "textFormat");
	if (format != NULL && str_find(format->value, '/') < 0)
		diag_warning(f->diags, format->pos, "text-format",
		    "textFormat=\"%.*s\" ist keine Angabe wie text/plain. Berichtigen Sie sie, oder löschen Sie das Attribut.",
		    STR_ARG(format->value));
}

void flow_check_refs(const struct raw_flow *f, const struct xml_node *root)
{
	struct index ix = index_of(f->arena, root);
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root)) {
		if (!str_eq_c(x->ns, FLOW_BPMN_NS))
			continue;
		check_refs(f, &ix, x);
		check_format(f, x);
		if (str_eq_c(x->name, "messageFlow") && xml_is(x->parent, FLOW_BPMN_NS, "collaboration"))
			check_message_flow(f, &ix, x);
	}
}
