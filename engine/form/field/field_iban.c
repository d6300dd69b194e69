/* SPDX-License-Identifier: EUPL-1.2
 * <iban id label>: account number of ISO 13616: length by country, check digits modulo 97 (ISO 7064). */
#include "form/field/fields.h"

/* Length by country, from the IBAN registry. */
static const char lengths[] =
    "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22"
    "GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27"
    "MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29"
    "VA22VG24XK20YE30";

/* 0 for a country that has no IBAN. */
static size_t country_length(struct str iban)
{
	for (const char *p = lengths; iban.n >= 2 && *p != '\0'; p += 4)
		if (p[0] == iban.p[0] && p[1] == iban.p[1])
			return (size_t)((p[2] - '0') * 10 + (p[3] - '0'));
	return 0;
}

/* The number, with the first four characters put last and letters as 10 to 35, leaves 1. */
static bool check_digits(struct str s)
{
	unsigned rest = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[(i + 4) % s.n];
		if (c >= '0' && c <= '9')
			rest = (rest * 10 + (unsigned)(c - '0')) % 97;
		else if (c >= 'A' && c <= 'Z')
			rest = (rest * 100 + (unsigned)(c - 'A') + 10) % 97;
		else
			return false;
	}
	return rest == 1;
}

static struct str tidy(const struct field_in *in)
{
	struct str s = field_squeeze(in->arena, in->text, "-.");
	char *p = arena_memdup(in->arena, s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 'a' + 'A');
	return (struct str){ p, s.n };
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	struct str s = in->text;
	size_t length = country_length(s);
	if (length == 0)
		return field_fail(in, fault, "pattern", "Die {} muss mit dem Länderzeichen beginnen, in Deutschland mit DE.");
	if (s.n != length)
		return field_fail(in, fault, "pattern",
		    str_fmt(in->arena,
		        form_say(in->world, "Die {} muss %zu Zeichen haben, wenn sie mit %.2s beginnt. Es sind %zu."), length,
		        s.p, s.n)
		        .p);
	if (s.p[2] < '0' || s.p[2] > '9' || s.p[3] < '0' || s.p[3] > '9' || !check_digits(s))
		return field_fail(in, fault, "pattern",
		    "Die {} enthält einen Tippfehler: die Prüfziffern passen nicht. Vergleichen Sie sie mit Ihrer Bankkarte.");
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = s };
	return true;
}

/* In groups of four, as on paper. */
static struct str show(const struct field_show *in)
{
	struct buf out = buf_new(in->arena);
	for (size_t i = 0; i < in->text.n; i += 4) {
		if (i > 0)
			buf_add_char(&out, ' ');
		buf_add(&out, str_sub(in->text, i, i + 4));
	}
	return buf_str(&out);
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	struct xpath_value v;
	struct field_fault fault;
	struct field_in check = { .arena = in->arena, .node = in->node, .text = in->text, .world = in->world };
	field_input_view(in, item);
	if (in->text.n > 0 && value(&check, &v, &fault))
		item->value = show(in);
}

const struct field_kind field_iban = {
	.name = "iban",
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} eine Kontonummer ein.",
	.tidy = tidy,
	.value = value,
	.show = show,
	.view = view,
};
