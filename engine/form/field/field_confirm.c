/* SPDX-License-Identifier: EUPL-1.2
 * <confirm id label>: a box that must be ticked before it goes on; its answer is true or there is none. */
#include "form/field/fields.h"

static struct str show(const struct field_show *in)
{
	return str_c(form_say(in->world, str_eq_c(in->text, "true") ? "Ja" : "Nein"));
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	item->value = str_eq_c(in->text, "true") ? in->text : STR("");
	item->is_checkbox = true;
}

const struct field_kind field_confirm = {
	.name = "confirm",
	.type = XPATH_BOOL,
	.json = FIELD_BOOL,
	.sentence = true,
	.ticked = true,
	.demand = "Setzen Sie das Häkchen, um fortzufahren: {}",
	.show = show,
	.view = view,
};
