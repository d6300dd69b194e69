/* SPDX-License-Identifier: EUPL-1.2
 * <email id label>: an address that mail can be sent to (RFC 5321 in outline: only a delivered mail proves more). */
#include "form/fields.h"

enum { LENGTH_MAX = 254, LOCAL_MAX = 64 };

static struct str tidy(const struct field_in *in)
{
	return field_squeeze(in->arena, in->text, "");
}

static bool is_domain(struct str domain)
{
	struct str rest = domain, label;
	size_t n = 0;
	while (str_next(&rest, '.', &label)) {
		if (label.n == 0 || label.p[0] == '-' || label.p[label.n - 1] == '-')
			return false;
		n++;
	}
	return n > 1;
}

static bool is_address(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || strchr("()<>[]:;\\,\"", s.p[i]) != NULL)
			return false;
	ptrdiff_t at = str_find(s, '@');
	if (at < 1 || at > LOCAL_MAX || s.p[0] == '.' || s.p[at - 1] == '.' || s.n > LENGTH_MAX)
		return false;
	struct str domain = str_sub(s, (size_t)at + 1, s.n);
	return str_find(domain, '@') < 0 && is_domain(domain);
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (!field_text_value(in, out, fault))
		return false;
	if (!is_address(in->text))
		return field_fail(in, fault, "pattern", "Geben Sie bei {} eine Adresse wie name@example.org ein.");
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
