/* SPDX-License-Identifier: EUPL-1.2
 * What was posted to a page that could not be saved, in the words of the form. No answer is judged: what a rule would
 * hide, or another page must say first, is shown as well. */
#include "form/field/code_search.h"
#include "form/field/fields.h"

/* A name that was posted: the field, what people call it, and the part of it that this is. */
struct named {
	const struct form_node *node; /* NULL: no field of the form */
	struct str path, label;
	bool german;
};

/* "hund[2]" as "hund" and 2; without a number 0. */
static struct str without_index(struct str step, int64_t *index)
{
	ptrdiff_t at = str_find(step, '[');
	*index = 0;
	if (at < 0 || !str_ends(step, STR("]")) || !str_to_i64(str_sub(step, (size_t)at + 1, step.n - 1), index))
		return step;
	return str_sub(step, 0, (size_t)at);
}

/* The dot is no letter of an id: what follows it is a part (.tag) or says where the value stood (.treffer). */
static struct str without_part(struct str name)
{
	ptrdiff_t dot = str_find(name, '.');
	return dot < 0 ? name : str_sub(name, 0, (size_t)dot);
}

static struct named name_of(struct arena *a, const struct form *f, const struct form_world *w, struct str name)
{
	struct named out = { .path = without_part(name) };
	struct str rest = out.path, step, entry = STR("");
	const struct form_node *n = f->root;
	while (n != NULL && n->what != NODE_FIELD && str_next(&rest, '/', &step)) {
		int64_t index;
		n = form_member(n, without_index(step, &index));
		if (n == NULL)
			break;
		out.label = form_words(w, &n->label, &out.german);
		if (n->what == NODE_GROUP && n->list)
			n = n->first;
		else if (n->what == NODE_GROUP && n->repeat)
			entry = str_fmt(a, "%.*s %lld: ", STR_ARG(out.label), (long long)index);
	}
	out.node = n != NULL && n->what == NODE_FIELD ? n : NULL;
	out.label = out.node == NULL ? name : str_join(a, entry, out.label);
	return out;
}

/* The place of this key, if the postcode was posted too. Its number tells people nothing. */
static struct str place_name(struct arena *a, const struct named *x, const struct form_param *params, size_t n,
    const struct form_world *w, struct str ars)
{
	size_t before = x->path.n - x->node->id.n;
	struct str postcode = str_join(a, str_sub(x->path, 0, before), x->node->postcode->id);
	for (size_t i = 0; w->places != NULL && i < n; i++) {
		const struct form_place *list = NULL;
		size_t count = str_eq(params[i].name, postcode) ? w->places(w->places_arg, a, params[i].value, &list) : 0;
		for (size_t k = 0; k < count; k++)
			if (str_eq(list[k].ars, ars))
				return list[k].name;
	}
	return STR("");
}

static struct str readable(
    struct arena *a, const struct named *x, const struct form_world *w, struct str typed, bool *german)
{
	const struct form_code *c = x->node == NULL ? NULL : field_search_value(x->node->codes, typed);
	struct field_show show = { .arena = a, .node = x->node, .text = typed, .world = w };
	if (c != NULL)
		return form_words(w, &c->label, german);
	return x->node != NULL && x->node->kind->json == FIELD_BOOL ? x->node->kind->show(&show) : typed;
}

size_t form_posted(struct arena *a, const struct form *f, const struct form_param *params, size_t n,
    const struct form_world *world, const struct form_view_answer **list)
{
	struct form_world w = *world;
	w.texts = f->texts[w.lang];
	struct form_view_answer *out = ARENA_ARRAY(a, struct form_view_answer, n);
	struct str last = STR("");
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct form_param *p = &params[i];
		if (str_starts(p->name, STR("_")) || p->file != NULL || p->value.n == 0)
			continue;
		struct named x = name_of(a, f, &w, p->name);
		bool german = false, place = x.node != NULL && x.node->postcode != NULL;
		struct str value = place ? place_name(a, &x, params, n, &w, p->value) : readable(a, &x, &w, p->value, &german);
		if (value.n == 0)
			continue;
		if (count > 0 && str_eq(x.path, last)) {
			const char *between = x.node != NULL && x.node->kind->parts != NULL ? "." : ", ";
			out[count - 1].value = str_fmt(a, "%.*s%s%.*s", STR_ARG(out[count - 1].value), between, STR_ARG(value));
			continue;
		}
		out[count++] = (struct form_view_answer){
			.label = x.label, .label_german = x.german, .value = value, .value_german = german
		};
		last = x.path;
	}
	*list = out;
	return count;
}
