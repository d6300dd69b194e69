/* SPDX-License-Identifier: EUPL-1.2
 * From the checked graph to the compiled model: flat arrays, sorted by id, const from here on. */
#include "flow/flow_raw.h"

/* Both lists of nodes have the same order, and so have both lists of flows: an index says who is who. */
static const struct flow_node *node_of(
    const struct raw_flow *f, const struct flow_node *nodes, const struct raw_node *n)
{
	return n == NULL ? NULL : &nodes[n - f->nodes];
}

static const struct flow_seq *const *flows_of(
    const struct raw_flow *f, const struct flow_seq *seqs, struct raw_seq *const *list, size_t n)
{
	const struct flow_seq **out = ARENA_ARRAY(f->arena, const struct flow_seq *, n);
	for (size_t i = 0; i < n; i++)
		out[i] = &seqs[list[i] - f->seqs];
	return out;
}

static const struct flow_node *start_of(
    const struct raw_flow *f, const struct flow_node *nodes, const struct raw_node *scope)
{
	for (size_t i = 0; i < f->n_nodes; i++)
		if (f->nodes[i].parent == scope && f->nodes[i].kind->role == NODE_START)
			return &nodes[i];
	return NULL;
}

const struct flow *flow_build(const struct raw_flow *f)
{
	struct arena *a = f->arena;
	struct flow_node *nodes = ARENA_ARRAY(a, struct flow_node, f->n_nodes);
	struct flow_seq *seqs = ARENA_ARRAY(a, struct flow_seq, f->n_seqs);
	for (size_t i = 0; i < f->n_seqs; i++) {
		const struct raw_seq *s = &f->seqs[i];
		seqs[i] = (struct flow_seq){
			.id = str_dup(a, s->id),
			.name = str_dup(a, str_trim(xml_attr_value(s->xml, "name"))),
			.from = node_of(f, nodes, s->from),
			.to = node_of(f, nodes, s->to),
			.cond = s->cond,
			.place = s->place,
		};
	}
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		nodes[i] = (struct flow_node){
			.id = str_dup(a, n->id),
			.name = str_dup(a, n->name),
			.kind = n->kind,
			.parent = node_of(f, nodes, n->parent),
			.start = n->kind->role == NODE_SCOPE ? start_of(f, nodes, n) : NULL,
			.in = flows_of(f, seqs, n->in, n->n_in),
			.out = flows_of(f, seqs, n->out, n->n_out),
			.n_in = n->n_in,
			.n_out = n->n_out,
			.otherwise = n->otherwise == NULL ? NULL : &seqs[n->otherwise - f->seqs],
			.status = str_dup(a, flow_raw_attr(n, "status")),
			.own = n->kind->build == NULL ? NULL : n->kind->build(a, n),
		};
	}
	struct flow_var *vars = ARENA_ARRAY(a, struct flow_var, f->n_vars);
	for (size_t i = 0; i < f->n_vars; i++)
		vars[i] = (struct flow_var){ str_dup(a, f->vars[i].name), f->vars[i].type, str_dup(a, f->vars[i].from) };
	struct flow *out = ARENA_NEW(a, struct flow);
	*out = (struct flow){
		.process = node_of(f, nodes, f->process),
		.nodes = nodes,
		.n_nodes = f->n_nodes,
		.vars = vars,
		.n_vars = f->n_vars,
	};
	return out;
}

const struct flow *flow_read(struct arena *a, struct str source, const struct xml_schema *schema, struct diags *d)
{
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, d);
	if (root == NULL)
		return NULL;
	size_t before = d->n_errors;
	if (schema != NULL)
		xml_schema_check(schema, source, d);
	struct raw_flow f = { .arena = a, .diags = d };
	if (flow_raw_read(&f, root))
		flow_check(&f);
	diags_sort(d);
	return d->n_errors > before ? NULL : flow_build(&f);
}

/* ---- what the model tells ---- */

struct str flow_id(const struct flow *f)
{
	return f->process->id;
}

struct str flow_name(const struct flow *f)
{
	return f->process->name;
}

size_t flow_vars(const struct flow *f, const struct flow_var **list)
{
	*list = f->vars;
	return f->n_vars;
}

static int by_id(const void *key, const void *node)
{
	return str_cmp(*(const struct str *)key, ((const struct flow_node *)node)->id);
}

const struct flow_node *flow_node(const struct flow *f, struct str id)
{
	return bsearch(&id, f->nodes, f->n_nodes, sizeof *f->nodes, by_id);
}
