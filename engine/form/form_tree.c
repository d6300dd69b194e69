/* SPDX-License-Identifier: EUPL-1.2
 * Lays the instance tree over the answers: which groups exist how often, and which JSON value belongs to which cell. */
#include "form/form_model.h"

bool form_json_empty(const json_t *j)
{
	if (j == NULL || json_is_null(j))
		return true;
	if (json_is_string(j))
		return json_string_length(j) == 0;
	if (json_is_array(j)) {
		for (size_t i = 0; i < json_array_size(j); i++)
			if (!form_json_empty(json_array_get(j, i)))
				return false;
		return true;
	}
	if (!json_is_object(j))
		return false;
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)j, key, v) if (!form_json_empty(v)) return false;
	return true;
}

struct str form_json_text(const json_t *j)
{
	if (json_is_string(j))
		return (struct str){ json_string_value(j), json_string_length(j) };
	if (json_is_boolean(j))
		return json_is_true(j) ? STR("true") : STR("false");
	if (json_is_object(j) && json_is_string(json_object_get(j, "name")))
		return form_json_text(json_object_get(j, "name"));
	return (struct str){ NULL, 0 };
}

bool form_json_lists(const json_t *list, struct str text)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq(form_json_text(json_array_get(list, i)), text))
			return true;
	return false;
}

static void add_path(struct buf *out, const struct form_inst *in)
{
	if (in->parent == NULL)
		return;
	add_path(out, in->parent);
	buf_add(out, in->group->id);
	if (in->group->repeat)
		buf_add_fmt(out, "[%zu]", in->index);
	buf_add_char(out, '/');
}

struct str form_path(struct arena *a, const struct form_inst *in, const struct form_node *n, size_t entry)
{
	struct buf out = buf_new(a);
	add_path(&out, in);
	if (in->group->list)
		out.n--; /* an entry of a list has no name of its own */
	buf_add(&out, n->id);
	if (entry > 0)
		buf_add_fmt(&out, "[%zu]", entry);
	return buf_str(&out);
}

struct form_inst *form_page_inst(const struct form_state *s, const struct form_node *page)
{
	const struct form_node *chain[FORM_MAX_DEPTH + 1];
	size_t n = 0;
	for (const struct form_node *g = page->group; g->group != NULL; g = g->group)
		chain[n++] = g;
	struct form_inst *in = s->root;
	while (n > 0)
		in = in->cells[chain[--n]->cell].insts;
	return in;
}

static struct form_error *new_error(struct form_state *s)
{
	if (s->n_errors == s->cap_errors) {
		size_t cap = s->cap_errors == 0 ? 16 : s->cap_errors * 2;
		s->errors = arena_grow(s->arena, s->errors, s->cap_errors * sizeof(*s->errors), cap * sizeof(*s->errors));
		s->cap_errors = cap;
	}
	return &s->errors[s->n_errors++];
}

void form_add_error(
    struct form_state *s, const struct form_inst *in, const struct form_node *n, struct field_fault fault)
{
	*new_error(s) =
	    (struct form_error){ form_path(s->arena, in, n, 0), fault.code, fault.message, fault.german, n->page };
}

void form_add_entry_error(struct form_state *s, const struct form_inst *in, struct field_fault fault)
{
	struct str path = form_path(s->arena, in->parent, in->group, in->index);
	*new_error(s) = (struct form_error){ path, fault.code, fault.message, fault.german, in->group->page };
}

/* Something to read: nobody can answer it. */
static bool is_mute(const struct form_node *n)
{
	return n->what == NODE_FIELD && n->kind->json == FIELD_NONE;
}

/* Answers to questions that this form does not ask. */
static void unknown_keys(struct form_state *s, const struct form_inst *in, const json_t *object, struct str prefix)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)object, key, v)
	{
		const struct form_node *n = form_member(in->group, str_c(key));
		if ((n != NULL && !is_mute(n)) || (in->parent == NULL && strcmp(key, FORM_DROPPED) == 0))
			continue;
		struct str path = str_fmt(s->arena, "%.*s%s", STR_ARG(prefix), key);
		struct str message =
		    str_fmt(s->arena, form_say(&s->world, "Dieses Formular hat kein Feld „%.*s“."), STR_ARG(path));
		*new_error(s) = (struct form_error){ path, "unknown", message, false, SIZE_MAX };
	}
}

static void lay(struct form_state *s, struct form_inst *in, const json_t *object);

static void new_inst(struct form_state *s, struct form_inst *in, const struct form_node *group,
    struct form_inst *parent, size_t index, const json_t *object)
{
	*in = (struct form_inst){ .group = group, .parent = parent, .index = index };
	struct form_insts *all = &s->insts[group->number];
	if (all->n == all->cap) {
		size_t cap = all->cap == 0 ? 4 : all->cap * 2;
		all->list = arena_grow(s->arena, all->list, all->cap * sizeof(*all->list), cap * sizeof(*all->list));
		all->cap = cap;
	}
	all->list[all->n++] = in;
	s->n_insts++;
	if (group->list) {
		in->cells = ARENA_NEW(s->arena, struct form_cell);
		in->cells->json = object;
	} else {
		lay(s, in, json_is_object(object) ? object : NULL);
	}
}

static void lay_group(struct form_state *s, struct form_inst *in, const struct form_node *n, const json_t *j)
{
	struct form_cell *cell = &in->cells[n->cell];
	if (!n->repeat) {
		if (j != NULL && !json_is_object(j) && !json_is_null(j))
			cell->fault = (struct field_fault){ .code = "type",
				.message = str_c(form_say(&s->world, "Hier gehört ein JSON-Objekt hin.")) };
		cell->n_insts = cell->n_shown = 1;
		cell->insts = ARENA_NEW(s->arena, struct form_inst);
		new_inst(s, cell->insts, n, in, 0, j);
		return;
	}
	if (j != NULL && !json_is_array(j) && !json_is_null(j))
		cell->fault = (struct field_fault){ .code = "type",
			.message = str_c(form_say(&s->world, "Hier gehört eine JSON-Liste hin.")) };
	size_t size = json_array_size(j), most = (size_t)n->max; /* size 0 for what is no array */
	size_t room = s->n_insts < FORM_MAX_INSTANCES ? FORM_MAX_INSTANCES - s->n_insts : 0;
	most = most < room ? most : room;
	size_t given = size < most ? size : most; /* the rest is not looked at */
	cell->n_shown = given < (size_t)n->min ? (size_t)n->min : given;
	/* To the catalogue a list of empty entries is no answer; the page goes on showing them. */
	cell->n_insts = s->form->fim.n > 0 && form_json_empty(j) ? 0 : given;
	cell->n_shown = cell->n_shown < room ? cell->n_shown : room;
	cell->insts = ARENA_ARRAY(s->arena, struct form_inst, cell->n_shown);
	for (size_t i = 0; i < cell->n_shown; i++) {
		const json_t *entry = json_array_get(j, i);
		if (!n->list && entry != NULL && !json_is_object(entry) && !json_is_null(entry))
			cell->fault = (struct field_fault){ .code = "type",
				.message = str_c(form_say(&s->world, "In dieser Liste muss jeder Eintrag ein JSON-Objekt sein.")) };
		new_inst(s, &cell->insts[i], n, in, i + 1, entry);
	}
	if (size > most)
		cell->fault = (struct field_fault){ .code = "count",
			.message = str_fmt(s->arena,
			    form_say(&s->world, "Bei „%.*s“ sind höchstens %zu Einträge möglich. Entfernen Sie die übrigen."),
			    STR_ARG(form_words(&s->world, &n->label, NULL)), most) };
}

static void lay(struct form_state *s, struct form_inst *in, const json_t *object)
{
	const struct form_node *g = in->group;
	in->cells = ARENA_ARRAY(s->arena, struct form_cell, g->n_members);
	size_t known = 0;
	for (size_t i = 0; i < g->n_members; i++) {
		const struct form_node *n = g->members[i];
		if (n->what == NODE_PAGE || n->id.n == 0)
			continue;
		const json_t *j = json_object_getn(object, n->id.p, n->id.n);
		known += j != NULL && !is_mute(n);
		in->cells[n->cell].json = j;
		if (n->what == NODE_GROUP)
			lay_group(s, in, n, j);
	}
	if (in->parent == NULL && (s->dropped = json_object_get(object, FORM_DROPPED)) != NULL)
		known++;
	if (json_object_size(object) > known)
		unknown_keys(s, in, object, form_path(s->arena, in, &(struct form_node){ 0 }, 0));
}

void form_tree(struct form_state *s, const json_t *answers)
{
	s->insts = ARENA_ARRAY(s->arena, struct form_insts, s->form->n_nodes);
	s->root = ARENA_NEW(s->arena, struct form_inst);
	if (answers != NULL && !json_is_object(answers))
		*new_error(s) = (struct form_error){ STR(""), "type",
			str_c(form_say(&s->world, "Die Antworten müssen ein JSON-Objekt sein.")), false, SIZE_MAX };
	new_inst(s, s->root, s->form->root, NULL, 0, json_is_object(answers) ? answers : NULL);
}
