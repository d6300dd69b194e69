/* SPDX-License-Identifier: EUPL-1.2
 * <phone id label>: a telephone number as people write it; only digits count (ITU-T E.164: at most 15). */
#include "form/field/fields.h"

enum { DIGITS_MIN = 4, DIGITS_MAX = 15, LENGTH_MAX = 40 };

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	static const char *const wrong = "Geben Sie bei {} eine Nummer mit Vorwahl ein, zum Beispiel 09331 12345.";
	size_t digits = 0;
	for (size_t i = 0; i < in->text.n; i++) {
		char c = in->text.p[i];
		if (c >= '0' && c <= '9')
			digits++;
		else if (strchr(" /-().", c) == NULL && !(c == '+' && i == 0))
			return field_fail(in, fault, "pattern", wrong);
	}
	if (digits < DIGITS_MIN || digits > DIGITS_MAX || in->text.n > LENGTH_MAX)
		return field_fail(in, fault, "pattern", wrong);
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	field_input_view(in, item);
	item->inputmode = STR("tel");
}

const struct field_kind field_phone = {
	.name = "phone",
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} eine Nummer ein.",
	.value = value,
	.view = view,
};
