/* SPDX-License-Identifier: EUPL-1.2
 * <date id label min max>: a day, asked for in three inputs. min and max are a day or "today". */
#include "form/field/fields.h"

static void read_bound(struct form_reader *r, const struct xml_node *x, const char *name, struct date_bound *b)
{
	const struct xml_attr *at = xml_attr(x, name);
	if (at == NULL)
		return;
	if (str_eq_c(at->value, "today"))
		b->what = BOUND_TODAY;
	else if (date_parse(at->value, &b->day))
		b->what = BOUND_DAY;
	else
		diag_error(r->d, at->pos, "bad-date", "%s muss ein Tag wie 2026-03-01 oder „today“ sein.", name);
}

static void read(struct form_reader *r, struct form_node *n, const struct xml_node *x)
{
	read_bound(r, x, "min", &n->from);
	read_bound(r, x, "max", &n->to);
}

static const char *const months[] = { "jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov",
	"dez" };

/* "23.Juni.1987" with the month as a number; other text unchanged. */
static struct str month_as_number(struct arena *a, struct str s)
{
	for (int i = 0; i < 12; i++) {
		ptrdiff_t at = str_find_str(s, str_c(months[i]));
		if (at < 0) {
			struct str capital = str_fmt(a, "%c%s", months[i][0] - 'a' + 'A', months[i] + 1);
			at = str_find_str(s, capital);
		}
		if (at < 0)
			continue;
		size_t end = (size_t)at;
		while (end < s.n && s.p[end] != '.' && s.p[end] != ' ')
			end++;
		struct str before = str_sub(s, 0, (size_t)at), after = str_sub(s, end, s.n);
		return str_fmt(a, "%.*s%d%.*s", STR_ARG(before), i + 1, STR_ARG(after));
	}
	return s;
}

static struct str tidy(const struct field_in *in)
{
	struct date d;
	if (date_parse_loose(month_as_number(in->arena, in->text), in->world->today, &d))
		return date_format(in->arena, d);
	return in->text;
}

/* Day, month and year of what was typed: "23..1987" has no month. */
static bool split(struct str text, struct str part[3])
{
	struct str rest = text;
	size_t n = 0;
	while (n < 3 && str_next(&rest, '.', &part[n]))
		n++;
	return n == 3 && rest.p == NULL;
}

static bool not_a_day(const struct field_in *in, struct field_fault *fault)
{
	static const char *const absent[] = { "Bei {} fehlt der Tag. Ergänzen Sie das Datum.",
		"Bei {} fehlt der Monat. Ergänzen Sie das Datum.", "Bei {} fehlt das Jahr. Ergänzen Sie das Datum." };
	struct str part[3];
	for (int i = 0; split(in->text, part) && i < 3; i++)
		if (part[i].n == 0)
			return field_fail(in, fault, "type", absent[i]);
	return field_fail(
	    in, fault, "type", "Den Tag bei {} gibt es nicht. Geben Sie Tag, Monat und Jahr ein, zum Beispiel 23 6 1987.");
}

static bool value(const struct field_in *in, struct xpath_value *out, struct field_fault *fault)
{
	const struct form_node *n = in->node;
	struct arena *a = in->arena;
	struct date d;
	if (!date_parse(in->text, &d))
		return not_a_day(in, fault);
	int today = in->world->today.days;
	if (n->from.what == BOUND_TODAY && d.days < today)
		return field_fail(in, fault, "range", "{} darf nicht in der Vergangenheit liegen.");
	if (n->to.what == BOUND_TODAY && d.days > today)
		return field_fail(in, fault, "range", "{} darf nicht in der Zukunft liegen.");
	if (n->from.what == BOUND_DAY && d.days < n->from.day.days) {
		struct str s = date_format_de(a, n->from.day);
		return field_fail(
		    in, fault, "range", str_fmt(a, form_say(in->world, "{} darf nicht vor dem %.*s liegen."), STR_ARG(s)).p);
	}
	if (n->to.what == BOUND_DAY && d.days > n->to.day.days) {
		struct str s = date_format_de(a, n->to.day);
		return field_fail(
		    in, fault, "range", str_fmt(a, form_say(in->world, "{} darf nicht nach dem %.*s liegen."), STR_ARG(s)).p);
	}
	*out = (struct xpath_value){ .type = XPATH_DATE, .date = d };
	return true;
}

static struct str show(const struct field_show *in)
{
	struct date d;
	return date_parse(in->text, &d) ? date_format_de(in->arena, d) : in->text;
}

static void view(const struct field_show *in, struct form_view_item *item)
{
	item->is_date = true;
	item->value = in->text;
	struct str part[3];
	struct date d;
	if (date_parse(in->text, &d)) {
		int year, month, day;
		date_to_ymd(d, &year, &month, &day);
		item->day = str_fmt(in->arena, "%d", day);
		item->month = str_fmt(in->arena, "%d", month);
		item->year = str_fmt(in->arena, "%d", year);
	} else if (split(in->text, part)) {
		item->day = part[0];
		item->month = part[1];
		item->year = part[2];
	} else {
		item->day = in->text;
	}
}

static const char *const attrs[] = { "min", "max", "pattern", NULL };

static const char *const parts[] = { "tag", "monat", "jahr", NULL };

const struct field_kind field_date = {
	.name = "date",
	.attrs = attrs,
	.parts = parts,
	.type = XPATH_DATE,
	.json = FIELD_TEXT,
	.calculates = true,
	.demand = "Geben Sie bei {} ein Datum ein.",
	.read = read,
	.tidy = tidy,
	.value = value,
	.show = show,
	.view = view,
};
