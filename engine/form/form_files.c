/* SPDX-License-Identifier: EUPL-1.2
 * Documents among the answers: found for whoever stores them. */
#include "form/form_model.h"

struct found {
	struct arena *arena;
	struct form_file *list;
	size_t n, cap;
};

static void add(struct found *f, struct form_file file)
{
	if (f->n == f->cap) {
		size_t cap = f->cap == 0 ? 8 : f->cap * 2;
		f->list = arena_grow(f->arena, f->list, f->cap * sizeof *f->list, cap * sizeof *f->list);
		f->cap = cap;
	}
	f->list[f->n++] = file;
}

static void walk(struct found *f, const struct form_inst *in)
{
	for (size_t i = 0; i < in->group->n_members || (in->group->list && i == 0); i++) {
		const struct form_node *n = in->group->list ? in->group->first : in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		if (!in->group->list && !c->relevant)
			continue;
		if (n->what == NODE_FIELD && n->kind->json == FIELD_FILE && json_is_object(c->json))
			add(f, (struct form_file){
			           form_path(f->arena, in, n, 0), n->document.n > 0 ? n->document : n->label, c->json });
		for (size_t k = 0; k < c->n_insts; k++)
			walk(f, &c->insts[k]);
	}
}

size_t form_files(struct arena *a, const struct form_state *s, const struct form_file **list)
{
	struct found f = { .arena = a };
	walk(&f, s->root);
	*list = f.list;
	return f.n;
}

/* ---- ids ---- */

struct ids {
	struct arena *arena;
	struct str *list;
	size_t n, cap;
};

static void collect(struct ids *ids, const json_t *j)
{
	const char *key;
	json_t *v;
	if (json_is_object(j) && json_is_string(json_object_get(j, "id")) && json_is_string(json_object_get(j, "key"))) {
		if (ids->n == ids->cap) {
			size_t cap = ids->cap == 0 ? 8 : ids->cap * 2;
			ids->list = arena_grow(ids->arena, ids->list, ids->cap * sizeof *ids->list, cap * sizeof *ids->list);
			ids->cap = cap;
		}
		ids->list[ids->n++] = str_dup(ids->arena, form_json_text(json_object_get(j, "id")));
		return;
	}
	json_object_foreach((json_t *)(uintptr_t)j, key, v) collect(ids, v);
	for (size_t i = 0; i < json_array_size(j); i++)
		collect(ids, json_array_get(j, i));
}

size_t form_file_ids(struct arena *a, const json_t *answers, const struct str **list)
{
	struct ids ids = { .arena = a };
	collect(&ids, answers);
	*list = ids.list;
	return ids.n;
}

/* ---- fields ---- */

static bool takes_files(const struct form_node *n)
{
	return n->what == NODE_FIELD && n->kind->json == FIELD_FILE && !n->locked && n->calculate == NULL;
}

bool form_file_rules(const struct form *f, size_t page, struct str name, struct str *types, int64_t *max_size)
{
	const struct form_node *n = f->root;
	struct str piece;
	while (str_next(&name, '/', &piece)) {
		ptrdiff_t bracket = str_find(piece, '[');
		n = n->what == NODE_FIELD ? NULL : form_member(n, str_sub(piece, 0, bracket < 0 ? piece.n : (size_t)bracket));
		if (n == NULL)
			return false;
		if (n->list)
			n = n->first;
	}
	if (!takes_files(n) || n->page != page)
		return false;
	*types = n->media_types;
	*max_size = n->max_size;
	return true;
}

bool form_has_files(const struct form *f)
{
	for (size_t i = 0; i < f->n_nodes; i++)
		if (takes_files(f->nodes[i]))
			return true;
	return false;
}
