/* SPDX-License-Identifier: EUPL-1.2
 * What a state says as JSON: the answers that count, and the whole judgement. */
#include "form/form_model.h"

static json_t *text_json(struct str s)
{
	return json_stringn(s.p == NULL ? "" : s.p, s.n);
}

/* What is known of a document. Its key belongs to the draft. */
static json_t *file_json(const json_t *j)
{
	json_t *copy = json_deep_copy(j);
	json_object_del(copy, "key");
	return copy;
}

static json_t *field_json(struct arena *a, const struct form_node *n, const struct form_cell *c)
{
	if (c->n_codes > 0) {
		json_t *list = json_array();
		for (size_t i = 0; i < c->n_codes; i++)
			json_array_append_new(list, text_json(c->codes[i]));
		return list;
	}
	if (c->value.type == XPATH_EMPTY)
		return NULL;
	if (n->kind->json == FIELD_FILE)
		return file_json(c->json);
	if (c->value.type == XPATH_BOOL)
		return json_boolean(c->value.boolean);
	return text_json(xpath_text(a, &c->value));
}

/* The relevant answers of an instance; NULL when there is none. */
static json_t *inst_json(struct arena *a, const struct form_inst *in)
{
	json_t *object = json_object();
	for (size_t i = 0; i < in->group->n_members; i++) {
		const struct form_node *n = in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		json_t *v = NULL;
		if (!c->relevant || n->what == NODE_PAGE)
			continue;
		if (n->what == NODE_FIELD) {
			v = field_json(a, n, c);
		} else if (!n->repeat) {
			v = inst_json(a, &c->insts[0]);
		} else if (c->n_insts > 0) {
			v = json_array();
			for (size_t k = 0; k < c->n_insts; k++) {
				json_t *entry = n->list ? field_json(a, n->first, c->insts[k].cells) : inst_json(a, &c->insts[k]);
				json_array_append_new(v, entry != NULL ? entry : n->list ? json_string("") : json_object());
			}
		}
		if (v != NULL)
			json_object_setn_new(object, n->id.p, n->id.n, v);
	}
	if (json_object_size(object) > 0)
		return object;
	json_decref(object);
	return NULL;
}

json_t *form_result(const struct form_state *s)
{
	json_t *j = inst_json(s->arena, s->root);
	return j != NULL ? j : json_object();
}

struct str form_value(struct arena *a, const struct form_state *s, struct str path)
{
	const struct form_inst *in = s->root;
	struct str name;
	if (form_is_fees(s->form, path))
		return str_dup(a, s->fee.total);
	while (str_next(&path, '/', &name)) {
		const struct form_node *n = form_member(in->group, name);
		const struct form_cell *c = n == NULL ? NULL : &in->cells[n->cell];
		if (c == NULL || !c->relevant || (n->what == NODE_GROUP && n->repeat))
			return STR("");
		if (n->what == NODE_FIELD)
			return path.p == NULL ? xpath_text(a, &c->value) : STR("");
		in = &c->insts[0];
	}
	return STR("");
}

/* Adds what stands at the path below json. */
static void collect(json_t *list, json_t *json, struct str path)
{
	size_t i;
	json_t *entry;
	struct str name;
	if (json_is_array(json)) {
		json_array_foreach(json, i, entry) collect(list, entry, path);
	} else if (!str_next(&path, '/', &name)) {
		if (json != NULL)
			json_array_append(list, json);
	} else {
		collect(list, json_object_getn(json, name.p, name.n), path);
	}
}

json_t *form_values(const struct form_state *s, struct str path)
{
	json_t *list = json_array(), *result = form_result(s);
	collect(list, result, path);
	json_decref(result);
	return list;
}

struct str form_ars(const struct form_state *s)
{
	for (size_t i = 0; i < s->form->n_nodes; i++) {
		const struct form_node *n = s->form->nodes[i];
		for (size_t k = 0; n->postcode != NULL && k < s->insts[n->group->number].n; k++) {
			const struct form_cell *c = &s->insts[n->group->number].list[k]->cells[n->cell];
			if (c->relevant && c->value.type != XPATH_EMPTY)
				return c->value.text;
		}
	}
	return STR("");
}

static void list_fields(const struct form_state *s, const struct form_inst *in, const struct form_node *up,
    json_t *relevant, json_t *required)
{
	for (const struct form_node *n = up->first; n != NULL; n = n->next) {
		const struct form_cell *c = &in->cells[n->cell];
		if (!c->relevant)
			continue;
		if (n->what == NODE_FIELD && n->kind->json != FIELD_NONE) {
			struct str path = form_path(s->arena, in, n, 0);
			json_array_append_new(relevant, text_json(path));
			if (c->required)
				json_array_append_new(required, text_json(path));
		}
		bool demanded = in->exists && (n->min > 0 || c->demanded);
		if (n->list && demanded && n->first != NULL && !n->first->locked)
			json_array_append_new(required, text_json(form_path(s->arena, in, n, 0)));
		if (n->what == NODE_PAGE)
			list_fields(s, in, n, relevant, required);
		for (size_t i = 0; i < c->n_insts; i++)
			list_fields(s, &c->insts[i], n, relevant, required);
	}
}

json_t *form_state_json(const struct form_state *s)
{
	json_t *errors = json_array(), *relevant = json_array(), *required = json_array();
	for (size_t i = 0; i < s->n_errors; i++) {
		const struct form_error *e = &s->errors[i];
		json_t *j = json_object();
		json_object_set_new(j, "path", text_json(e->path));
		json_object_set_new(j, "code", json_string(e->code));
		json_object_set_new(j, "message", text_json(e->message));
		json_array_append_new(errors, j);
	}
	list_fields(s, s->root, s->form->root, relevant, required);
	json_t *out = json_object();
	json_object_set_new(out, "valid", json_boolean(s->n_errors == 0));
	json_object_set_new(out, "errors", errors);
	json_object_set_new(out, "relevant", relevant);
	json_object_set_new(out, "required", required);
	json_object_set_new(out, "values", form_result(s));
	json_t *fee = form_fee_json(s);
	if (fee != NULL)
		json_object_set_new(out, "fee", fee);
	return out;
}
