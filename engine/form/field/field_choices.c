/* SPDX-License-Identifier: EUPL-1.2
 * <choices id label codes="LIST"> or with <code> inside: any number of several, as boxes. The answer is an array. */
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

static void view(const struct field_show *in, struct form_view_item *item)
{
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
