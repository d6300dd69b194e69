/* SPDX-License-Identifier: EUPL-1.2
 * <boolean id label>: a question answered with Ja or Nein. */
#include "form/field/fields.h"

static struct str show(const struct field_show *in)
{
	return str_c(form_say(in->world, str_eq_c(in->text, "true") ? "Ja" : "Nein"));
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	struct form_view_option *o = ARENA_ARRAY(in->arena, struct form_view_option, 2);
	o[0] =
	    field_option(in->arena, item->id, 0, STR("true"), str_c(form_say(in->world, "Ja")), str_eq_c(in->text, "true"));
	o[1] = field_option(
	    in->arena, item->id, 1, STR("false"), str_c(form_say(in->world, "Nein")), str_eq_c(in->text, "false"));
	item->options = (struct form_view_options){ o, 2 };
	item->is_radio = true;
}

const struct field_kind field_boolean = {
	.name = "boolean",
	.type = XPATH_BOOL,
	.json = FIELD_BOOL,
	.calculates = true,
	.sentence = true,
	.demand = "Wählen Sie bei {} Ja oder Nein.",
	.show = show,
	.view = view,
};
