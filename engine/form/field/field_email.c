/* SPDX-License-Identifier: EUPL-1.2
 * <email id label>: an address that mail can be sent to. That it is somebody's, only a delivered mail proves. */
#include "form/field/fields.h"

#include "base/email.h"
#include "base/utf8.h"

static struct str tidy(const struct field_in *in)
{
	return field_squeeze(in->arena, in->text, "");
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	struct str s = in->text;
	if (utf8_count(s) < s.n)
		return field_fail(in, fault, "pattern",
		    "Geben Sie bei {} eine Adresse ohne Umlaute ein, wie name@example.org. An andere können wir nichts "
		    "senden.");
	if (!email_valid(s) || str_find(str_sub(s, (size_t)str_find(s, '@'), s.n), '.') < 0)
		return field_fail(in, fault, "pattern", "Geben Sie bei {} eine Adresse wie name@example.org ein.");
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = s };
	return true;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	field_input_view(in, item);
	item->inputmode = STR("email");
}

const struct field_kind field_email = {
	.name = "email",
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} Ihre Adresse ein.",
	.tidy = tidy,
	.value = value,
	.view = view,
};
