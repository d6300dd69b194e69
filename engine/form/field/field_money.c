/* SPDX-License-Identifier: EUPL-1.2
 * <money id label min max>: euros with exactly two places, never a double. */
#include "form/field/fields.h"

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	field_read_bounds(r, n, x);
	n->unit = STR("€");
	n->places = 2;
}

/* "12,5 €" and "12 EUR" as "12.50". */
static struct str tidy(const struct field_in *in)
{
	struct field_in number = *in;
	number.text = field_squeeze(in->arena, in->text, "");
	static const char *const signs[] = { "€", "EUR", "Euro" };
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (str_ends(number.text, str_c(signs[i])))
			number.text.n -= strlen(signs[i]);
	struct str s = field_number_tidy(&number);
	struct dec d;
	if (!dec_parse(s, &d))
		return in->text;
	return d.scale <= 2 && dec_rescale(d, 2, DEC_HALF_UP, &d) ? dec_format(in->arena, d) : s;
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (!field_number_value(in, out, fault))
		return false;
	if (out->dec.scale > 2 || !dec_rescale(out->dec, 2, DEC_HALF_UP, &out->dec))
		return field_fail(in, fault, "type", "Geben Sie bei {} einen Betrag in Euro und Cent ein, zum Beispiel 12,50.");
	return true;
}

static const char *const attrs[] = { "min", "max", "pattern", NULL };

const struct field_kind field_money = {
	.name = "money",
	.attrs = attrs,
	.type = XPATH_DEC,
	.json = FIELD_TEXT,
	.calculates = true,
	.demand = "Geben Sie bei {} einen Betrag ein.",
	.read = read,
	.tidy = tidy,
	.value = value,
	.show = field_number_show,
	.view = field_number_view,
};
