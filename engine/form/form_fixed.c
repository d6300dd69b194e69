/* SPDX-License-Identifier: EUPL-1.2
 * What the form itself answers: the content of a locked field. It counts wherever its group exists for another reason,
 * and never where a rule forbids it: nobody could take it out. */
#include "form/form_model.h"

/* The content as an answer; NULL when the field has none. */
static json_t *content(const struct form_node *n)
{
	if (n->what != NODE_FIELD || !n->locked || n->dflt.n == 0)
		return NULL;
	if (n->kind->json == FIELD_BOOL)
		return json_boolean(str_eq_c(n->dflt, "true"));
	return n->kind->json == FIELD_TEXT ? json_stringn(n->dflt.p, n->dflt.n) : NULL;
}

static bool fix_field(const struct form_node *n, const struct form_cell *c, bool exists, json_t *object)
{
	bool there = !form_json_empty(c->json);
	json_t *j = content(n);
	if (j != NULL && there && c->forbidden && json_equal(j, c->json)) {
		json_decref(j);
		return json_object_deln(object, n->id.p, n->id.n) == 0;
	}
	if (j != NULL && !there && exists && c->relevant && !c->forbidden)
		return json_object_setn_new(object, n->id.p, n->id.n, j) == 0;
	json_decref(j);
	return false;
}

static bool fix_inst(const struct form_inst *in, json_t *object)
{
	bool changed = false;
	for (size_t i = 0; i < in->group->n_members && !in->group->list; i++) {
		const struct form_node *n = in->group->members[i];
		const struct form_cell *c = &in->cells[i];
		json_t *j = n->what == NODE_GROUP ? json_object_getn(object, n->id.p, n->id.n) : NULL;
		if (n->what == NODE_FIELD) {
			changed |= fix_field(n, c, in->exists, object);
		} else if (n->what == NODE_GROUP && n->repeat) {
			for (size_t k = 0; k < c->n_insts && k < json_array_size(j); k++)
				if (json_is_object(json_array_get(j, k)))
					changed |= fix_inst(&c->insts[k], json_array_get(j, k));
		} else if (n->what == NODE_GROUP && json_is_object(j)) {
			changed |= fix_inst(&c->insts[0], j);
		} else if (n->what == NODE_GROUP && j == NULL) {
			json_t *fresh = json_object();
			if (fix_inst(&c->insts[0], fresh))
				changed |= json_object_setn(object, n->id.p, n->id.n, fresh) == 0;
			json_decref(fresh);
		}
	}
	return changed;
}

bool form_fix(const struct form_state *s, json_t *answers)
{
	return fix_inst(s->root, answers);
}
