/* SPDX-License-Identifier: EUPL-1.2
 * <time id label min max>: HH:MM:SS, and <datetime id label min max>: YYYY-MM-DDTHH:MM:SS, both with an optional time
 * zone as in XML Schema (xs:time, xs:dateTime). */
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

/* The fraction of a second behind its point, in milliseconds. */
static bool take_fraction(struct str *s, int64_t *ms)
{
	size_t n = 0;
	for (int64_t unit = 100; n < s->n && s->p[n] >= '0' && s->p[n] <= '9'; n++, unit /= 10)
		*ms += (s->p[n] - '0') * unit;
	*s = str_sub(*s, n, s->n);
	return n > 0;
}

static int64_t two(struct str s, size_t at)
{
	return (s.p[at] - '0') * 10 + s.p[at + 1] - '0';
}

static bool parse_clock(struct str s, int64_t *at)
{
	struct str digits = s;
	if (!take_two(&s, 23) || !take_char(&s, ':') || !take_two(&s, 59) || !take_char(&s, ':') || !take_two(&s, 59))
		return false;
	*at = ((two(digits, 0) * 60 + two(digits, 3)) * 60 + two(digits, 6)) * 1000;
	if (take_char(&s, '.') && !take_fraction(&s, at))
		return false;
	if (s.n == 0 || str_eq_c(s, "Z"))
		return true;
	struct str zone = s;
	if (!(take_char(&s, '+') || take_char(&s, '-')) || !take_two(&s, 13) || !take_char(&s, ':') || !take_two(&s, 59))
		return false;
	int64_t offset = (two(zone, 1) * 60 + two(zone, 4)) * 60000;
	*at -= zone.p[0] == '+' ? offset : -offset;
	return s.n == 0;
}

bool field_time_parse(struct str s, bool with_day, int64_t *at)
{
	enum { DAY = 10 };
	static const int64_t day_ms = 86400000;
	struct date d = { 0 };
	if (with_day && (s.n <= DAY || s.p[DAY] != 'T' || !date_parse(str_sub(s, 0, DAY), &d)))
		return false;
	if (!parse_clock(with_day ? str_sub(s, DAY + 1, s.n) : s, at))
		return false;
	*at += d.days * day_ms;
	return true;
}

static bool is_time(struct str s)
{
	int64_t at;
	return field_time_parse(s, false, &at);
}

static bool has_day(const struct form_node *n)
{
	return n->kind == &field_datetime;
}

static void read_bound(
    struct form_reader *r, const struct form_node *n, const struct xml_node *x, const char *name, struct str *bound)
{
	const struct xml_attr *at = xml_attr(x, name);
	int64_t v;
	if (at != NULL && field_time_parse(at->value, has_day(n), &v))
		*bound = str_dup(r->a, at->value);
	else if (at != NULL)
		diag_error(r->d, at->pos, "bad-time", "%s muss wie %s geschrieben sein.", name,
		    has_day(n) ? "2026-03-01T14:30:00" : "14:30:00");
}

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	read_bound(r, n, x, "min", &n->earliest);
	read_bound(r, n, x, "max", &n->latest);
}

/* A bound as people read it. */
static struct str readable(const struct field_in *in, struct str bound)
{
	struct field_show show = { .arena = in->arena, .node = in->node, .text = bound, .world = in->world };
	return in->node->kind->show(&show);
}

static bool in_range(const struct field_in *in, struct field_fault *fault)
{
	const struct form_node *n = in->node;
	int64_t at, bound;
	if (!field_time_parse(in->text, has_day(n), &at))
		return true;
	struct str early = readable(in, n->earliest), late = readable(in, n->latest);
	if (field_time_parse(n->earliest, has_day(n), &bound) && at < bound)
		return field_fail(in, fault, "range",
		    str_fmt(in->arena, form_say(in->world, "{} darf nicht vor %.*s liegen."), STR_ARG(early)).p);
	if (field_time_parse(n->latest, has_day(n), &bound) && at > bound)
		return field_fail(in, fault, "range",
		    str_fmt(in->arena, form_say(in->world, "{} darf nicht nach %.*s liegen."), STR_ARG(late)).p);
	return true;
}

static bool value_time(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	if (!is_time(in->text))
		return field_fail(in, fault, "type", "Geben Sie bei {} eine Uhrzeit ein, zum Beispiel 14:30.");
	if (!in_range(in, fault))
		return false;
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = in->text };
	return true;
}

static bool value_datetime(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	int64_t at;
	if (!field_time_parse(in->text, true, &at))
		return field_fail(in, fault, "type", "Geben Sie bei {} Tag und Uhrzeit ein, zum Beispiel 23.6.2026 14:30.");
	if (!in_range(in, fault))
		return false;
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

/* In the input as people write it: 14:30, 23.06.2026 14:30. */
static void view(const struct field_show *in, struct form_view_item *item)
{
	struct date d;
	struct str s = in->text, day = STR("");
	field_input_view(in, item);
	if (has_day(in->node) && s.n > 11 && date_parse(str_sub(s, 0, 10), &d)) {
		day = str_join(in->arena, date_format_de(in->arena, d), STR(" "));
		s = str_sub(s, 11, s.n);
	}
	if (is_time(s) && s.n == 8 && str_ends(s, STR(":00")))
		item->value = str_join(in->arena, day, str_sub(s, 0, 5));
}

static const char *const attrs[] = { "min", "max", "pattern", NULL };

const struct field_kind field_time = {
	.name = "time",
	.attrs = attrs,
	.read = read,
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} eine Uhrzeit ein.",
	.tidy = tidy_time,
	.value = value_time,
	.show = show_time,
	.view = view,
};

const struct field_kind field_datetime = {
	.name = "datetime",
	.attrs = attrs,
	.read = read,
	.type = XPATH_TEXT,
	.json = FIELD_TEXT,
	.demand = "Geben Sie bei {} Tag und Uhrzeit ein.",
	.tidy = tidy_datetime,
	.value = value_datetime,
	.show = show_datetime,
	.view = view,
};
