/* SPDX-License-Identifier: EUPL-1.2
 * ISO 8601 as timers need it. */
#include "flow/flow_time.h"

#define SECOND INT64_C(1000000)
#define DAY (24 * 3600 * SECOND)

/* A century; longer is a slip of the pen, and sums of it stay far from overflow. */
#define SPAN_MAX (36525 * DAY)

/* The span n times behind at. */
static int64_t add(int64_t at, struct flow_span s, int64_t n)
{
	if (s.months == 0 && s.days == 0)
		return at + n * s.micros;
	struct date from = zone_date(at);
	struct date d = date_add_months(from, (int)(n * s.months));
	d.days += (int)(n * s.days);
	return zone_to_utc(d, at + zone_offset(at) - from.days * DAY) + n * s.micros;
}

/* Up to nine digits at the front of s, or false. */
static bool digits(struct str *s, int64_t *out)
{
	size_t n = 0;
	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	if (n == 0 || n > 9 || !str_to_i64(str_sub(*s, 0, n), out))
		return false;
	*s = str_sub(*s, n, s->n);
	return true;
}

/* ".25" of a second at the front of s, if there is one. */
static bool fraction(struct str *s, int64_t *micros)
{
	*micros = 0;
	if (s->n == 0 || (s->p[0] != '.' && s->p[0] != ','))
		return true;
	*s = str_sub(*s, 1, s->n);
	size_t before = s->n;
	int64_t value;
	if (!digits(s, &value))
		return false;
	size_t n = before - s->n;
	for (; n > 6; n--)
		value /= 10;
	for (; n < 6; n++)
		value *= 10;
	*micros = value;
	return true;
}

static bool parse_span(struct str s, struct flow_span *out)
{
	static const struct {
		char letter;
		bool time;
		int months, days;
		int64_t micros;
	} units[] = {
		{ 'Y', false, 12, 0, 0 },
		{ 'M', false, 1, 0, 0 },
		{ 'W', false, 0, 7, 0 },
		{ 'D', false, 0, 1, 0 },
		{ 'H', true, 0, 0, 3600 * SECOND },
		{ 'M', true, 0, 0, 60 * SECOND },
		{ 'S', true, 0, 0, SECOND },
	};
	*out = (struct flow_span){ 0, 0, 0 };
	if (s.n < 3 || s.p[0] != 'P')
		return false;
	s = str_sub(s, 1, s.n);
	bool time = false;
	size_t unit = 0; /* units come in this order, each at most once */
	while (s.n > 0) {
		if (s.p[0] == 'T' && !time && s.n > 1) {
			time = true;
			s = str_sub(s, 1, s.n);
		}
		int64_t n, part;
		if (!digits(&s, &n) || !fraction(&s, &part) || s.n == 0)
			return false;
		while (unit < sizeof units / sizeof *units && (units[unit].letter != s.p[0] || units[unit].time != time))
			unit++;
		if (unit == sizeof units / sizeof *units || (part > 0 && s.p[0] != 'S'))
			return false;
		if (n * units[unit].months > 1200 || n * units[unit].days > SPAN_MAX / DAY ||
		    (units[unit].micros > 0 && n > SPAN_MAX / units[unit].micros))
			return false;
		out->months += (int)n * units[unit].months;
		out->days += (int)n * units[unit].days;
		out->micros += n * units[unit].micros + part;
		s = str_sub(s, 1, s.n);
		unit++;
	}
	return out->months <= 1200 && out->days <= SPAN_MAX / DAY && out->micros <= SPAN_MAX;
}

/* "10:00:00" or "10:00" at the front of s. */
static bool parse_clock(struct str *s, int64_t *out)
{
	int64_t h, m, sec = 0, part = 0;
	if (!digits(s, &h) || s->n == 0 || s->p[0] != ':')
		return false;
	*s = str_sub(*s, 1, s->n);
	if (!digits(s, &m))
		return false;
	if (s->n > 0 && s->p[0] == ':') {
		*s = str_sub(*s, 1, s->n);
		if (!digits(s, &sec) || !fraction(s, &part))
			return false;
	}
	*out = ((h * 60 + m) * 60 + sec) * SECOND + part;
	return h < 24 && m < 60 && sec < 60;
}

static bool parse_date(struct str s, int64_t *out)
{
	struct date d;
	int64_t clock = 0, zone = 0;
	if (s.n < 10 || !date_parse(str_sub(s, 0, 10), &d) || (s.n > 10 && s.p[10] != 'T'))
		return false;
	bool timed = s.n > 10;
	s = str_sub(s, timed ? 11 : 10, s.n);
	if (timed && !parse_clock(&s, &clock))
		return false;
	if (s.n == 0) {
		*out = zone_to_utc(d, clock);
		return true;
	}
	int sign = s.p[0] == '+' ? 1 : s.p[0] == '-' ? -1 : 0;
	bool utc = s.p[0] == 'Z';
	s = str_sub(s, 1, s.n);
	if (!utc && (sign == 0 || !parse_clock(&s, &zone)))
		return false;
	*out = d.days * DAY + clock - sign * zone;
	return s.n == 0;
}

static bool parse_cycle(struct str s, struct flow_timer *out)
{
	struct str piece;
	int64_t times = 0;
	if (!str_next(&s, '/', &piece) || piece.n == 0 || piece.p[0] != 'R')
		return false;
	piece = str_sub(piece, 1, piece.n);
	if (piece.n > 0 && (!digits(&piece, &times) || piece.n > 0 || times == 0))
		return false;
	out->times = (unsigned)times;
	ptrdiff_t slash = str_find(s, '/');
	if (slash >= 0) {
		out->dated = parse_date(str_sub(s, 0, (size_t)slash), &out->at);
		s = str_sub(s, (size_t)slash + 1, s.n);
		if (!out->dated)
			return false;
	}
	return parse_span(s, &out->span) && (out->span.months > 0 || out->span.days > 0 || out->span.micros > 0);
}

bool flow_timer_parse(enum flow_timer_kind kind, struct str text, struct flow_timer *out)
{
	if (kind == TIMER_DUE)
		kind = str_starts(text, STR("P")) ? TIMER_SPAN : TIMER_DATE;
	*out = (struct flow_timer){ .kind = kind };
	switch (kind) {
	case TIMER_DATE:
		out->dated = true;
		out->whole = text.n == 10;
		return parse_date(text, &out->at);
	case TIMER_SPAN:
		return parse_span(text, &out->span);
	case TIMER_CYCLE:
		return parse_cycle(text, out);
	case TIMER_DUE:
		break;
	}
	return false;
}

int64_t flow_timer_first(const struct flow_timer *t, int64_t now)
{
	return t->dated ? t->at : add(now, t->span, 1);
}

int64_t flow_timer_next(const struct flow_timer *t, int64_t due, int64_t now)
{
	int64_t from = t->dated ? t->at : due;
	int64_t behind = now > due ? now : due;
	/* As many times as the span fits in at least, however long its months and days are; then one by one. */
	int64_t longest = t->span.months * 31 * DAY + t->span.days * (DAY + 3600 * SECOND) + t->span.micros;
	int64_t n = (behind - from) / longest; /* from is never behind due */
	while (n == 0 || add(from, t->span, n) <= behind)
		n++;
	return add(from, t->span, n);
}

int64_t flow_timer_until(const struct flow_timer *t, int64_t now)
{
	int64_t at = flow_timer_first(t, now);
	bool day = t->dated ? t->whole : t->span.micros == 0;
	return day ? zone_to_utc((struct date){ zone_date(at).days + 1 }, 0) : at;
}
