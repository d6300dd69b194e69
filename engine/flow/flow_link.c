/* SPDX-License-Identifier: EUPL-1.2
 * Ids become pointers: who is whose parent, host and called process, and which flows hang on which node. */
#include "flow/flow_raw.h"

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
		struct raw_node *host = flow_raw_node(f, flow_raw_trimmed(n->xml, "attachedToRef"));
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
	struct str id = flow_raw_trimmed(s->xml, attr);
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

void flow_raw_link(struct raw_flow *f)
{
	link_nodes(f);
	link_flows(f);
	find_defaults(f);
}
