/* SPDX-License-Identifier: EUPL-1.2
 * Legal time in Germany. */
#include "base/zone.h"

#define HOUR (INT64_C(3600) * 1000000)
#define DAY (24 * HOUR)

static int day_of(int64_t at)
{
	return (int)(at / DAY - (at % DAY < 0));
}

/* The last Sunday of a month of 31 days, 01:00 UTC. 1970-01-01 was a Thursday. */
static int64_t last_sunday(int year, int month)
{
	struct date d = { 0 };
	if (!date_from_ymd(year, month, 31, &d))
		return 0;
	int weekday = ((d.days + 4) % 7 + 7) % 7; /* 0: Sunday */
	return (d.days - weekday) * DAY + HOUR;
}

int64_t zone_offset(int64_t utc)
{
	int y, m, d;
	date_to_ymd((struct date){ day_of(utc) }, &y, &m, &d);
	return utc >= last_sunday(y, 3) && utc < last_sunday(y, 10) ? 2 * HOUR : HOUR;
}

struct date zone_date(int64_t utc)
{
	return (struct date){ day_of(utc + zone_offset(utc)) };
}

int64_t zone_to_utc(struct date day, int64_t clock)
{
	int64_t local = day.days * DAY + clock;
	return zone_offset(local - 2 * HOUR) == 2 * HOUR ? local - 2 * HOUR : local - HOUR;
}
