/* SPDX-License-Identifier: EUPL-1.2
 * When timers fire: ISO 8601 dates, durations and cycles, in microseconds since 1970 UTC. Internal to engine/flow.
 *
 * Years, months, weeks and days are those of the calendar and the clock on the wall in Germany: one day after 9:00 is
 * 9:00, also when the clocks were changed in between; hours, minutes and seconds pass as they do. A date without zone
 * is German time, without a time midnight. Overdue firings of a cycle become one, and the next one keeps the rhythm:
 * counted from the beginning when that is given, so that the 31st does not become the 28th for ever, else from the last
 * one. */
#ifndef OZG_FLOW_FLOW_TIME_H
#define OZG_FLOW_FLOW_TIME_H

#include "base/zone.h"

struct flow_span { /* P1Y2M is months, P1W2D days, the rest micros */
	int months, days;
	int64_t micros;
};

enum flow_timer_kind {
	TIMER_DATE,  /* 2026-03-01T10:00:00+01:00 */
	TIMER_SPAN,  /* P3D, PT1H30M */
	TIMER_CYCLE, /* R3/PT1H, R/2026-03-01T10:00:00Z/P1M */
	TIMER_DUE,   /* a date or a span: the text says which */
};

struct flow_timer {
	enum flow_timer_kind kind;
	bool dated; /* at is given: the date, or the first firing of a cycle */
	bool whole; /* the date was given without a time of day */
	int64_t at;
	struct flow_span span;
	unsigned times; /* of a cycle; 0: without end */
};

/* False when text is not written as kind wants it. */
bool flow_timer_parse(enum flow_timer_kind kind, struct str text, struct flow_timer *out);

/* The first firing of a timer that is set at now, and the one behind due that is later than now. */
int64_t flow_timer_first(const struct flow_timer *t, int64_t now);
int64_t flow_timer_next(const struct flow_timer *t, int64_t due, int64_t now);

/* Until when something is to be done: like the first firing, but a day without a time of day counts to its end. */
int64_t flow_timer_until(const struct flow_timer *t, int64_t now);

#endif
