/* SPDX-License-Identifier: EUPL-1.2
 * Decides: what a decision needs is decided first, each once. */
#include "dmn/dmn_model.h"

static bool context(struct frame *f, const struct dmn_box *b, struct dmn_value *out)
{
	struct dmn_value *items = ARENA_ARRAY(f->run->arena, struct dmn_value, b->n_entries);
	struct str *keys = ARENA_ARRAY(f->run->arena, struct str, b->n_entries);
	for (size_t i = 0; i < b->n_entries; i++) {
		const struct dmn_entry *e = &b->entries[i];
		if (!dmn_box_eval(f, e->box, &items[i]))
			return false;
		if (e->name.n == 0) {
			*out = items[i];
			return true;
		}
		keys[i] = e->name;
		f->slots[e->slot] = items[i];
	}
	*out = (struct dmn_value){ .kind = DMN_CONTEXT };
	out->items = items;
	out->keys = keys;
	out->n = b->n_entries;
	return true;
}

static bool invocation(struct frame *f, const struct dmn_box *b, struct dmn_value *out)
{
	struct dmn_value *args = ARENA_ARRAY(f->run->arena, struct dmn_value, b->model->n_params);
	for (size_t i = 0; i < b->n_entries; i++)
		if (!dmn_box_eval(f, b->entries[i].box, &args[b->entries[i].slot]))
			return false;
	return dmn_invoke(f->run, b->model, args, out);
}

bool dmn_box_eval(struct frame *f, const struct dmn_box *b, struct dmn_value *out)
{
	*out = dmn_null();
	if (!feel_spend(f->run))
		return false;
	switch (b->kind) {
	case BOX_LITERAL:
		return feel_eval(f, b->expr, out);
	case BOX_TABLE:
		return dmn_table_eval(f, b->table, out);
	case BOX_CONTEXT:
		return context(f, b, out);
	case BOX_INVOCATION:
		break;
	}
	return invocation(f, b, out);
}

static bool deeper(struct run *r)
{
	return ++r->depth <= DMN_CALLS_MAX ||
	       err_set(r->err, ERR_INPUT, "Mehr als %d Entscheidungen rufen einander auf.", DMN_CALLS_MAX);
}

bool dmn_invoke(struct run *r, const struct dmn_logic *m, const struct dmn_value *args, struct dmn_value *out)
{
	struct frame f = { .run = r };
	if (!deeper(r))
		return false;
	f.slots = ARENA_ARRAY(r->arena, struct dmn_value, m->scope.n);
	memcpy(f.slots, args, m->n_params * sizeof *args);
	bool ok = dmn_box_eval(&f, m->box, out);
	r->depth--;
	return ok;
}

/* One value that is alone in a list, where one is wanted, stands for itself (10.3.2.9.4). */
static void coerce(const struct dmn_type *t, struct dmn_value *v)
{
	if (t != NULL && !t->list && t->kind != DMN_NULL && v->kind == DMN_LIST && v->n == 1)
		*v = v->items[0];
}

static bool decide(struct run *r, const struct dmn_decision *k, struct dmn_value *out)
{
	struct frame f = { .run = r };
	if (r->results[k->number] != NULL) {
		*out = *r->results[k->number];
		return true;
	}
	if (!deeper(r))
		return false;
	f.slots = ARENA_ARRAY(r->arena, struct dmn_value, k->logic.scope.n);
	for (size_t i = 0; i < k->n_needs; i++) {
		const struct dmn_need *need = &k->needs[i];
		struct dmn_value *slot = &f.slots[need->slot];
		bool ok = need->decision != NULL ? decide(r, need->decision, slot)
		                                 : dmn_from_json(r->arena, need->input->type,
		                                       json_object_getn(r->inputs, need->input->name.p, need->input->name.n),
		                                       need->input->name, slot, r->err);
		if (!ok)
			return false;
	}
	if (!dmn_box_eval(&f, k->logic.box, out))
		return false;
	coerce(k->logic.type, out);
	r->results[k->number] = ARENA_NEW(r->arena, struct dmn_value);
	*r->results[k->number] = *out;
	r->depth--;
	return true;
}

bool dmn_eval_why(struct arena *a, const struct dmn_decision *k, const json_t *inputs, struct date today, json_t **out,
    struct str *why_r, struct err *err)
{
	struct run run = { .arena = a, .inputs = inputs, .today = today, .err = err, .asked = k->logic.box->table };
	struct dmn_value v;
	run.results = ARENA_ARRAY(a, struct dmn_value *, k->file->n_decisions);
	if (!decide(&run, k, &v))
		return false;
	*out = dmn_to_json(a, &v);
	*why_r = run.why;
	return true;
}

bool dmn_eval(struct arena *a, const struct dmn_decision *k, const json_t *inputs, struct date today, json_t **out,
    struct err *err)
{
	struct str why;
	return dmn_eval_why(a, k, inputs, today, out, &why, err);
}
