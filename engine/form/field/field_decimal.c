/* SPDX-License-Identifier: EUPL-1.2
 * <decimal id label min max places unit>: an exact number; and what all numbers share. */
#include "form/field/fields.h"

enum { DIGITS_MAX = 18, PLACES_MAX = 9 };

/* ---- shared ---- */

static bool read_bound(struct form_reader *r, const struct xml_node *x, const char *name, struct dec *out)
{
	const struct xml_attr *at = xml_attr(x, name);
	if (at == NULL)
		return false;
	if (dec_parse(str_trim(at->value), out))
		return true;
	diag_error(r->d, at->pos, "bad-number", "%s muss eine Zahl sein, zum Beispiel 12.50.", name);
	return false;
}

void field_read_bounds(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	n->has_least = read_bound(r, x, "min", &n->least);
	n->has_most = read_bound(r, x, "max", &n->most);
	n->unit = str_dup(r->a, str_trim(xml_attr_value(x, "unit")));
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "1.234" or "1.234.567": groups of exactly three digits behind one to three that do not begin with 0. */
static bool is_grouped(struct str s)
{
	struct str rest = s, group;
	size_t n = 0;
	while (str_next(&rest, '.', &group)) {
		if (n == 0 ? group.n == 0 || group.n > 3 || group.p[0] == '0' : group.n != 3)
			return false;
		n++;
	}
	return n > 1;
}

struct str field_number_tidy(const struct field_in *in)
{
	struct str s = field_squeeze(in->arena, in->text, "");
	struct buf out = buf_new(in->arena);
	if (str_starts(s, STR("-")) || str_starts(s, STR("−"))) {
		buf_add_char(&out, '-');
		s = str_sub(s, s.p[0] == '-' ? 1 : sizeof "−" - 1, s.n);
	}
	ptrdiff_t comma = str_find(s, ',');
	struct str whole = comma < 0 ? s : str_sub(s, 0, (size_t)comma);
	bool grouped = is_grouped(whole);
	if (comma >= 0 && !grouped && str_find(whole, '.') >= 0)
		return in->text;
	if (whole.n == 0)
		buf_add_char(&out, '0');
	for (size_t i = 0; i < whole.n; i++)
		if (whole.p[i] != '.' || !grouped)
			buf_add_char(&out, whole.p[i]);
	if (comma >= 0 && (size_t)comma + 1 < s.n) {
		buf_add_char(&out, '.');
		buf_add(&out, str_sub(s, (size_t)comma + 1, s.n));
	}
	struct dec d;
	return s.n > 0 && dec_parse(buf_str(&out), &d) ? dec_format(in->arena, d) : in->text;
}

struct str field_number_comma(struct arena *a, struct str number)
{
	struct dec d;
	ptrdiff_t dot = str_find(number, '.');
	if (dot < 0 || !dec_parse(number, &d))
		return number;
	return str_fmt(a, "%.*s,%.*s", (int)dot, number.p, (int)(number.n - (size_t)dot - 1), number.p + dot + 1);
}

struct str field_number_show(const struct field_show *in)
{
	struct str s = field_number_comma(in->arena, in->text);
	struct buf out = buf_new(in->arena);
	size_t end = 0;
	while (end < s.n && (is_digit(s.p[end]) || s.p[end] == '-'))
		end++;
	/* Four digits without a unit may be a year: 1990, not 1.990. */
	bool whole = in->node->kind == &field_integer && in->node->unit.n == 0 && end <= 4;
	for (size_t i = 0; i < s.n; i++) {
		if (!whole && i > 0 && i < end && (end - i) % 3 == 0 && s.p[i - 1] != '-')
			buf_add_char(&out, '.');
		buf_add_char(&out, s.p[i]);
	}
	if (in->node->unit.n > 0)
		buf_add_fmt(&out, " %.*s", STR_ARG(in->node->unit));
	return buf_str(&out);
}

static struct str readable(const struct field_in *in, struct dec bound)
{
	struct field_show show = { .arena = in->arena, .node = in->node, .text = dec_format(in->arena, bound) };
	return field_number_show(&show);
}

static bool too_small(const struct field_in *in, struct field_fault *fault)
{
	struct str least = readable(in, in->node->least);
	return field_fail(in, fault, "range",
	    str_fmt(in->arena, form_say(in->world, "{} darf nicht kleiner als %.*s sein."), STR_ARG(least)).p);
}

static bool too_big(const struct field_in *in, struct field_fault *fault)
{
	struct str most = readable(in, in->node->most);
	return field_fail(in, fault, "range",
	    str_fmt(in->arena, form_say(in->world, "{} darf nicht größer als %.*s sein."), STR_ARG(most)).p);
}

bool field_number_value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const struct form_node *n = in->node;
	struct dec d;
	if (in->text.n > 2 * DIGITS_MAX || !dec_parse(in->text, &d))
		return field_fail(in, fault, "type", "Geben Sie bei {} eine Zahl ein, zum Beispiel 1234,56.");
	struct dec limit = { 1, 0 };
	for (int i = 0; i < DIGITS_MAX; i++)
		limit.units *= 10;
	struct dec low = { -limit.units, 0 };
	if (dec_cmp(d, limit) >= 0 || dec_cmp(d, low) <= 0)
		return field_fail(in, fault, "range", "Die Zahl bei {} ist zu groß.");
	if (n->has_least && dec_cmp(d, n->least) < 0)
		return too_small(in, fault);
	if (n->has_most && dec_cmp(d, n->most) > 0)
		return too_big(in, fault);
	*out = (struct xpath_value){ .type = XPATH_DEC, .dec = d };
	return true;
}

void field_number_view(const struct field_show *in, struct form_view_item *item)
{
	field_input_view(in, item);
	item->value = field_number_comma(in->arena, in->text);
	item->unit = in->node->unit;
	item->inputmode = STR("decimal");
	item->width_small = true;
}

/* ---- decimal ---- */

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	field_read_bounds(r, n, x);
	n->places = form_attr_int(r, x, "places", 0, PLACES_MAX, -1);
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (!field_number_value(in, out, fault))
		return false;
	unsigned most = in->node->places < 0 ? PLACES_MAX : (unsigned)in->node->places;
	if (out->dec.scale > most)
		return field_fail(in, fault, "range",
		    str_fmt(in->arena, form_say(in->world, "Bei {} sind höchstens %u Stellen hinter dem Komma möglich."), most)
		        .p);
	return true;
}

static const char *const attrs[] = { "min", "max", "places", "unit", "pattern", NULL };

const struct field_kind field_decimal = {
	.name = "decimal",
	.attrs = attrs,
	.type = XPATH_DEC,
	.json = FIELD_TEXT,
	.calculates = true,
	.demand = "Geben Sie bei {} eine Zahl ein.",
	.read = read,
	.tidy = field_number_tidy,
	.value = value,
	.show = field_number_show,
	.view = field_number_view,
};
