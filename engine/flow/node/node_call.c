/* SPDX-License-Identifier: EUPL-1.2
 * Call activity (clause 13.3.4): a scope in which another process runs, from its none start event: one of the same
 * file, or a published one, bound when the caller is read, so that the two cannot drift apart.
 *
 * Variables of the same name are the same ones. Others are handed over and back by
 *     <extensionElements><ozg:in variable="betrag" value="$steuer"/><ozg:out variable="frei" value="$ergebnis = 'ja'"/>
 * : in is set before the first step of the called process, out behind its last. */
#include "flow/flow_raw.h"

static const char *const attrs[] = { "status", NULL };
static const char *const below[] = { "in", "out", NULL };

struct raw_call {
	struct handing {
		const struct xpath *x;
		size_t slot;
	} * in, *out;
	size_t n_in, n_out;
};

static void check_handing(const struct raw_flow *f, struct raw_node *n, const struct xml_node *x, struct handing *h)
{
	const struct xml_attr *value = xml_attr(x, "value");
	struct str name = str_trim(xml_attr_value(x, "variable")), label = flow_raw_label(f, n);
	h->slot = flow_var_index(f->vars, f->n_vars, name);
	h->x = value == NULL ? NULL : flow_compile_attr(f, n, value);
	if (value == NULL || h->slot == f->n_vars || f->vars[h->slot].many)
		diag_error(f->diags, x->pos, "call-mapping",
		    "%.*s: <ozg:%.*s> braucht variable=\"NAME\" einer vereinbarten Variablen (keiner Liste) und "
		    "value=\"AUSDRUCK\".",
		    STR_ARG(label), STR_ARG(x->name));
	else if (h->x != NULL && !flow_type_fits(f->vars[h->slot].type, xpath_result_type(h->x)))
		diag_error(f->diags, value->pos, "call-mapping",
		    "%.*s: Der Ausdruck hat einen anderen Typ als die Variable „%.*s“.", STR_ARG(label), STR_ARG(name));
}

static size_t check_handings(const struct raw_flow *f, struct raw_node *n, const char *element, struct handing **list)
{
	const struct xml_node *ext = xml_child(n->xml, FLOW_BPMN_NS, "extensionElements");
	const struct xml_node *first = ext == NULL ? NULL : xml_child(ext, FLOW_OZG_NS, element);
	size_t count = 0, i = 0;
	for (const struct xml_node *x = first; x != NULL; x = xml_next(x))
		count++;
	*list = ARENA_ARRAY(f->arena, struct handing, count);
	for (const struct xml_node *x = first; x != NULL; x = xml_next(x))
		check_handing(f, n, x, &(*list)[i++]);
	return count;
}

static void check(const struct raw_flow *f, struct raw_node *n)
{
	struct str id = flow_raw_called(n);
	if (n->called == NULL)
		diag_error(f->diags, n->xml->pos, "dangling-call",
		    "%.*s ruft den Prozess „%.*s“ auf (calledElement): er steht nicht in dieser Datei und ist nicht "
		    "veröffentlicht. Nehmen Sie ihn auf, oder veröffentlichen Sie ihn zuerst.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(id));
	n->call = ARENA_NEW(f->arena, struct raw_call);
	n->call->n_in = check_handings(f, n, "in", &n->call->in);
	n->call->n_out = check_handings(f, n, "out", &n->call->out);
}

static const void *build(const struct raw_flow *f, const struct raw_node *n)
{
	(void)f;
	return n->call;
}

/* All values are taken before the first is set. */
static bool hand(struct run *r, struct token *t, const struct handing *list, size_t n)
{
	struct xpath_value *values = ARENA_ARRAY(r->arena, struct xpath_value, n);
	for (size_t i = 0; i < n; i++)
		if (!flow_eval(r, t, list[i].x, "Die Übergabe beim Aufruf", &values[i]))
			return false;
	for (size_t i = 0; i < n; i++)
		if (!flow_set(r, t->node, list[i].slot, flow_json(r->arena, &values[i])))
			return false;
	return true;
}

static bool enter(struct run *r, struct token *t)
{
	const struct raw_call *call = t->node->own;
	return hand(r, t, call->in, call->n_in) && flow_open_scope(r, t, t->node->start, t->node->start->start);
}

static bool complete(struct run *r, struct token *t)
{
	const struct raw_call *call = t->node->own;
	return hand(r, t, call->out, call->n_out) && flow_leave(r, t);
}

const struct node_kind node_call = {
	.element = "callActivity",
	.role = NODE_ACTIVITY,
	.attrs = attrs,
	.below = below,
	.rests = TOKEN_BUSY,
	.check = check,
	.build = build,
	.enter = enter,
	.complete = complete,
};
