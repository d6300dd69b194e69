/* SPDX-License-Identifier: EUPL-1.2
 * <postcode id label>: a German postcode, five digits. */
#include "form/field/fields.h"

static struct str tidy(const struct field_in *in)
{
	struct str s = field_squeeze(in->arena, in->text, "");
	return str_starts(s, STR("D-")) ? str_sub(s, 2, s.n) : s;
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	int64_t number;
	if (in->text.n != 5 || in->text.p[0] == '-' || !str_to_i64(in->text, &number) || number < 1000)
		return field_fail(in, fault, "pattern", "Geben Sie bei {} fünf Ziffern ein, zum Beispiel 97199.");
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	field_input_view(in, item);
	item->inputmode = STR("numeric");
	item->width_small = true;
}

const struct field_kind field_postcode = {
	.name = "postcode",
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} fünf Ziffern ein.",
	.tidy = tidy,
	.value = value,
	.view = view,
};
