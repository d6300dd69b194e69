/* SPDX-License-Identifier: EUPL-1.2
 * What was answered once and was taken out because a rule forbids it: remembered beside the answers until it is allowed
 * again, so that people can be told. */
#include "form/form_model.h"

struct walk {
	struct arena *arena;
	const struct form_world *world;
	const json_t *paths;
	struct form_dropped *list;
	size_t n, cap;
};

static void add(struct walk *w, struct str path, const struct form_node *n, const struct form_cell *c)
{
	if (w->n == w->cap) {
		size_t cap = w->cap == 0 ? 4 : w->cap * 2;
		w->list = arena_grow(w->arena, w->list, w->cap * sizeof *w->list, cap * sizeof *w->list);
		w->cap = cap;
	}
	struct form_dropped *d = &w->list[w->n++];
	*d = (struct form_dropped){ .path = path };
	d->label = form_words(w->world, &n->label, &d->label_german);
	if (c->because != NULL && c->because->n > 0)
		d->message = form_words(w->world, c->because, &d->message_german);
}

/* Groups nest no deeper than forms allow. */
static void look(struct walk *w, const struct form_inst *in)
{
	for (size_t i = 0; i < in->group->n_members && !in->group->list; i++) {
		const struct form_node *n = in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		if (n->what == NODE_PAGE)
			continue;
		if (c->forbidden) {
			struct str path = form_path(w->arena, in, n, 0);
			if (form_json_empty(c->json) && form_json_lists(w->paths, path))
				add(w, path, n, c);
			continue;
		}
		for (size_t k = 0; k < c->n_insts; k++)
			look(w, &c->insts[k]);
	}
}

size_t form_dropped(struct arena *a, const struct form_state *s, const struct form_dropped **list)
{
	struct walk w = { .arena = a, .world = &s->world, .paths = s->dropped };
	if (s->dropped != NULL)
		look(&w, s->root);
	*list = w.list;
	return w.n;
}

void form_dropped_keep(const struct form_state *s, const json_t *paths, json_t *answers)
{
	struct walk w = { .arena = s->arena, .world = &s->world, .paths = paths };
	look(&w, s->root);
	json_t *kept = json_array();
	for (size_t i = 0; i < w.n; i++)
		json_array_append_new(kept, json_stringn(w.list[i].path.p, w.list[i].path.n));
	if (w.n > 0)
		json_object_set(answers, FORM_DROPPED, kept);
	else
		json_object_del(answers, FORM_DROPPED);
	json_decref(kept);
}
