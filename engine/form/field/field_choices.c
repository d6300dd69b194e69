/* SPDX-License-Identifier: EUPL-1.2
 * <choices id label codes="LIST"> or with <code> inside: any number of several, as boxes; of a long list those that
 * were picked, and a search for more. The answer is an array. */
#include "form/field/code_search.h"
#include "form/field/fields.h"

static struct str show(const struct field_show *in)
{
	const struct form_codelist *l = in->node->codes;
	struct buf out = buf_new(in->arena);
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < in->cell->n_codes; k++)
			if (str_eq(in->cell->codes[k], l->codes[i].value))
				buf_add_fmt(
				    &out, "%s%.*s", out.n > 0 ? ", " : "", STR_ARG(form_words(in->world, &l->codes[i].label, NULL)));
	return buf_str(&out);
}

/* What was picked, each to be taken away again. What is no code is the word that somebody searches for. */
static void view_pick(const struct field_show *in, struct form_view_item *item)
{
	const struct form_codelist *l = in->node->codes;
	const json_t *list = in->cell->json;
	struct form_view_item *picked = ARENA_ARRAY(in->arena, struct form_view_item, json_array_size(list));
	struct str typed = STR("");
	size_t n = 0;
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct str text = form_json_text(json_array_get(list, i));
		const struct form_code *c = field_search_value(l, text);
		if (c == NULL)
			typed = text;
		else
			picked[n++] = (struct form_view_item){ .name = item->name,
				.value = c->value,
				.label = field_search_name(in->arena, l, in->world, c),
				.remove_action = str_fmt(in->arena, "remove:%.*s[%zu]", STR_ARG(item->path), i + 1) };
	}
	item->is_pick = true;
	field_search_view(in, typed, item);
	item->children = (struct form_view_items){ picked, n };
	item->has_children = n > 0;
	item->pick_action = str_fmt(in->arena, "add:%.*s", STR_ARG(item->path));
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	if (field_search_needed(in->node->codes)) {
		view_pick(in, item);
		return;
	}
	field_code_options(in, item);
	item->is_checkboxes = true;
}

static const char *const attrs[] = { "codes", NULL };

const struct field_kind field_choices = {
	.name = "choices",
	.attrs = attrs,
	.type = XPATH_CODE,
	.json = FIELD_CODES,
	.sentence = true,
	.codes = true,
	.demand = "Wählen Sie bei {} mindestens eine Antwort aus.",
	.read = field_read_codes,
	.value = field_code_value,
	.show = show,
	.view = view,
};
