/* SPDX-License-Identifier: EUPL-1.2
 * Processes of other files that call activities name: read behind those of the file itself. */
#include "flow/flow_raw.h"

enum { CALLED_MAX = 50 };

static size_t count_elements(const struct xml_node *root)
{
	size_t n = 0;
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root))
		n++;
	return n;
}

/* The tree is ours alone, and was made a moment ago. */
static void mark_lines(const struct xml_node *root)
{
	for (const struct xml_node *x = root; x != NULL; x = flow_raw_following(x, root)) {
		((struct xml_node *)x)->pos.line += FLOW_OTHER_FILE;
		((struct xml_node *)x)->text_pos.line += FLOW_OTHER_FILE;
		for (size_t i = 0; i < x->n_attrs; i++)
			((struct xml_attr *)&x->attrs[i])->pos.line += FLOW_OTHER_FILE;
	}
}

/* The process of this id in another file; NULL when there is none. It was good when it was published. */
static const struct xml_node *fetch_called(struct raw_flow *f, struct str id)
{
	struct str source;
	struct diags unheard = diags_new(f->arena, id);
	if (f->library == NULL || !f->library->process(f->library->arg, id, &source))
		return NULL;
	const struct xml_node *root = xml_parse(f->arena, source, &xml_limits_default, &unheard);
	const struct xml_node *process = root == NULL ? NULL : flow_raw_process(root, id);
	if (process == NULL)
		return NULL;
	mark_lines(root);
	size_t n = count_elements(root);
	f->nodes = arena_grow(f->arena, f->nodes, f->cap_nodes * sizeof *f->nodes, (f->cap_nodes + n) * sizeof *f->nodes);
	f->seqs = arena_grow(f->arena, f->seqs, f->cap_seqs * sizeof *f->seqs, (f->cap_seqs + n) * sizeof *f->seqs);
	f->cap_nodes += n;
	f->cap_seqs += n;
	f->called = arena_grow(f->arena, f->called, f->n_called * sizeof *f->called, (f->n_called + 1) * sizeof *f->called);
	f->called[f->n_called++] = str_dup(f->arena, id);
	return process;
}

/* The processes called by what has been read so far, until there are no new ones. */
void flow_raw_read_called(struct raw_flow *f)
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
		const struct xml_node *x = flow_raw_process(root, id);
		if (x == NULL)
			x = fetch_called(f, id);
		if (x != NULL)
			flow_raw_read_process(f, x);
	}
}

/* Ids of different files may meet: then nobody could say which task is meant. */
void flow_raw_check_shared_ids(const struct raw_flow *f)
{
	for (size_t i = 1; i < f->n_nodes && f->n_called > 0; i++)
		if (str_eq(f->nodes[i].id, f->nodes[i - 1].id))
			diag_error(f->diags, f->process->xml->pos, "shared-id",
			    "Die Id „%.*s“ gibt es in diesem Ablauf und in einem aufgerufenen Prozess. Benennen Sie eines der "
			    "beiden "
			    "Elemente um.",
			    STR_ARG(f->nodes[i].id));
}
