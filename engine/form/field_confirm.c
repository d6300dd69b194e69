/* SPDX-License-Identifier: EUPL-1.2
 * <confirm id label>: a box that must be ticked before it goes on; its answer is true or there is none. */
#include "form/fields.h"

static struct str show(const struct field_show *in)
{
	return str_eq_c(in->text, "true") ? STR("Ja") : STR("Nein");
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	struct form_view_option *o = ARENA_NEW(in->arena, struct form_view_option);
	*o = field_option(in->arena, item->id, 0, STR("true"), in->node->label, str_eq_c(in->text, "true"));
	item->options = (struct form_view_options){ o, 1 };
	item->is_checkbox = true;
}

const struct field_kind field_confirm = {
	.name = "confirm",
	.type = XPATH_BOOL,
	.json = FIELD_BOOL,
	.sentence = true,
	.demand = "Setzen Sie das Häkchen bei {}. Ohne diese Bestätigung geht es nicht weiter.",
	.show = show,
	.view = view,
};
