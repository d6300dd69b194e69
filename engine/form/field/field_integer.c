/* SPDX-License-Identifier: EUPL-1.2
 * <integer id label min max unit>: a whole number. */
#include "form/field/fields.h"

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (!field_number_value(in, out, fault))
		return false;
	if (out->dec.scale > 0)
		return field_fail(in, fault, "type", "Geben Sie bei {} eine ganze Zahl ohne Komma ein.");
	return true;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	field_number_view(in, item);
	item->inputmode = STR("numeric");
}

static const char *const attrs[] = { "min", "max", "unit", "pattern", NULL };

const struct field_kind field_integer = {
	.name = "integer",
	.attrs = attrs,
	.type = XPATH_DEC,
	.json = FIELD_TEXT,
	.calculates = true,
	.demand = "Geben Sie bei {} eine Zahl ein.",
	.read = field_read_bounds,
	.tidy = field_number_tidy,
	.value = value,
	.show = field_number_show,
	.view = view,
};
