/* SPDX-License-Identifier: EUPL-1.2
 * From a path to the element that is asked about, and the instance it stands in. */
#include "form/why/why.h"

#include "base/suggest.h"

/* The name and the index of a step: "hund[2]". */
static bool split_step(struct str step, struct str *name, size_t *index)
{
	int64_t v = 0;
	ptrdiff_t open = str_find(step, '[');
	*name = open < 0 ? step : str_sub(step, 0, (size_t)open);
	*index = 0;
	if (open < 0)
		return true;
	if (!str_ends(step, STR("]")) || !str_to_i64(str_sub(step, (size_t)open + 1, step.n - 1), &v) || v < 1)
		return false;
	*index = (size_t)v;
	return true;
}

static const struct form_node *find_page(const struct form *f, struct str id)
{
	size_t page;
	return form_page_find(f, id, &page) ? f->pages[page] : NULL;
}

bool why_not_there(struct why *w, const struct form_inst *in, struct str path, struct str name, struct err *err)
{
	const struct form_node *g = in->group;
	struct str *names = ARENA_ARRAY(w->a, struct str, g->n_members);
	size_t n = 0;
	for (size_t i = 0; i < g->n_members; i++)
		if (g->members[i]->id.n > 0 && (w->all || !g->members[i]->hidden))
			names[n++] = g->members[i]->id;
	struct buf hint = buf_new(w->a);
	suggest_add(&hint, "", name, names, n);
	return err_set(
	    err, ERR_INPUT, "„%.*s“ gibt es in diesem Formular nicht.%.*s", STR_ARG(path), STR_ARG(buf_str(&hint)));
}

bool why_find(struct why *w, struct str path, const struct form_node **n, const struct form_inst **in,
    const struct form_inst **entry, struct err *err)
{
	struct str rest = path, step, name;
	size_t index;
	*n = NULL;
	*entry = *in = w->s->root;
	while (path.n > 0 && str_next(&rest, '/', &step)) {
		if (!split_step(step, &name, &index))
			return err_set(err, ERR_INPUT, "„%.*s“ ist kein Weg wie hund[2]/name.", STR_ARG(path));
		if (*entry == NULL)
			return why_not_there(w, *in, path, name, err);
		*in = *entry;
		*n = form_member((*in)->group, name);
		if (*n == NULL && (*in)->parent == NULL && (*n = find_page(w->s->form, name)) != NULL)
			*in = w->s->insts[(*n)->group->number].list[0]; /* pages may stand in a group */
		if (*n == NULL && form_is_fees(w->s->form, path))
			return true;
		if (*n == NULL)
			return why_not_there(w, *in, path, name, err);
		const struct form_cell *c = &(*in)->cells[(*n)->cell];
		*entry = NULL;
		if ((*n)->what == NODE_GROUP && index > 0 && index > c->n_shown)
			return err_set(err, ERR_INPUT, "Bei „%.*s“ gibt es keinen Eintrag %zu.", STR_ARG((*n)->label), index);
		if ((*n)->what == NODE_GROUP && c->n_shown > 0 && (index > 0 || !(*n)->repeat || rest.p != NULL))
			*entry = &c->insts[index > 0 ? index - 1 : 0];
		else if ((*n)->what == NODE_GROUP && rest.p != NULL)
			return err_set(err, ERR_INPUT, "Bei „%.*s“ gibt es noch keinen Eintrag.", STR_ARG((*n)->label));
	}
	if (*n != NULL && (*n)->list && *entry != NULL) { /* an entry of a list is its only field */
		*in = *entry;
		*n = (*n)->first;
		*entry = NULL;
	}
	return true;
}
