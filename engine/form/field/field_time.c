/* SPDX-License-Identifier: EUPL-1.2
 * <time id label>: HH:MM:SS, and <datetime id label>: YYYY-MM-DDTHH:MM:SS, both with an optional time zone as in XML
 * Schema (xs:time, xs:dateTime). */
#include "form/field/fields.h"

/* Two digits up to most at the beginning of *s. */
static bool take_two(struct str *s, int most)
{
	if (s->n < 2 || s->p[0] < '0' || s->p[0] > '9' || s->p[1] < '0' || s->p[1] > '9')
		return false;
	int v = (s->p[0] - '0') * 10 + s->p[1] - '0';
	*s = str_sub(*s, 2, s->n);
	return v <= most;
}

static bool take_char(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_sub(*s, 1, s->n);
	return true;
}

static bool is_time(struct str s)
{
	if (!take_two(&s, 23) || !take_char(&s, ':') || !take_two(&s, 59) || !take_char(&s, ':') || !take_two(&s, 59))
		return false;
	if (take_char(&s, '.')) {
		size_t n = 0;
		while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
			n++;
		if (n == 0)
			return false;
		s = str_sub(s, n, s.n);
	}
	if (s.n == 0 || str_eq_c(s, "Z"))
		return true;
	return (take_char(&s, '+') || take_char(&s, '-')) && take_two(&s, 13) && take_char(&s, ':') && take_two(&s, 59) &&
	       s.n == 0;
}

static bool value_time(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (!is_time(in->text))
		return field_fail(in, fault, "type", "Geben Sie bei {} eine Uhrzeit ein, zum Beispiel 14:30.");
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

static bool value_datetime(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	struct date d;
	if (in->text.n < 11 || in->text.p[10] != 'T' || !date_parse(str_sub(in->text, 0, 10), &d) ||
	    !is_time(str_sub(in->text, 11, in->text.n)))
		return field_fail(in, fault, "type", "Geben Sie bei {} Tag und Uhrzeit ein, zum Beispiel 23.6.2026 14:30.");
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

/* "9:05" and "9.05 Uhr" as "09:05:00"; empty when it is no time. */
static struct str tidy_clock(struct arena *a, struct str s)
{
	if (str_ends(s, STR("Uhr")))
		s = str_trim(str_sub(s, 0, s.n - 3));
	size_t colon = 0;
	while (colon < s.n && s.p[colon] != ':' && s.p[colon] != '.')
		colon++;
	if (colon == 0 || colon > 2 || s.n != colon + 3)
		return STR("");
	struct str out = str_fmt(a, "%s%.*s:%.2s:00", colon == 1 ? "0" : "", (int)colon, s.p, s.p + colon + 1);
	return is_time(out) ? out : STR("");
}

static struct str tidy_time(const struct field_in *in)
{
	struct str s = tidy_clock(in->arena, in->text);
	return s.n > 0 ? s : in->text;
}

/* "23.6.2026 14:30" and "23.6.2026, 14:30 Uhr". */
static struct str tidy_datetime(const struct field_in *in)
{
	ptrdiff_t space = str_find(in->text, ' ');
	if (space < 1)
		return in->text;
	struct str day = str_sub(in->text, 0, (size_t)space);
	if (str_ends(day, STR(",")))
		day.n--;
	struct date d;
	struct str clock = tidy_clock(in->arena, str_trim(str_sub(in->text, (size_t)space, in->text.n)));
	if (clock.n == 0 || !date_parse_loose(day, in->world->today, &d))
		return in->text;
	return str_fmt(in->arena, "%.*sT%.*s", STR_ARG(date_format(in->arena, d)), STR_ARG(clock));
}

/* Full minutes of this country as people read them. */
static struct str show_time(const struct field_show *in)
{
	return is_time(in->text) && in->text.n == 8 && str_ends(in->text, STR(":00"))
	           ? str_fmt(in->arena, "%.5s Uhr", in->text.p)
	           : in->text;
}

static struct str show_datetime(const struct field_show *in)
{
	struct date d;
	if (in->text.n < 19 || !date_parse(str_sub(in->text, 0, 10), &d))
		return in->text;
	struct field_show clock = *in;
	clock.text = str_sub(in->text, 11, in->text.n);
	return str_fmt(in->arena, "%.*s, %.*s", STR_ARG(date_format_de(in->arena, d)), STR_ARG(show_time(&clock)));
}

const struct field_kind field_time = {
	.name = "time",
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} eine Uhrzeit ein.",
	.tidy = tidy_time,
	.value = value_time,
	.show = show_time,
	.view = field_input_view,
};

const struct field_kind field_datetime = {
	.name = "datetime",
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} Tag und Uhrzeit ein.",
	.tidy = tidy_datetime,
	.value = value_datetime,
	.show = show_datetime,
	.view = field_input_view,
};
