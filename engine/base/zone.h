/* SPDX-License-Identifier: EUPL-1.2
 * Legal time in Germany without the time zone files of the system, so that pure code can use it: CET (UTC+1), and CEST
 * (UTC+2) from the last Sunday of March to the last Sunday of October, each at 01:00 UTC (Directive 2000/84/EC). For
 * years before 1996 the same rule is assumed. Times are microseconds since 1970 UTC. */
#ifndef OZG_BASE_ZONE_H
#define OZG_BASE_ZONE_H

#include "base/date.h"

/* What to add to a time in UTC, in microseconds. */
int64_t zone_offset(int64_t utc);

/* The day it is in Germany then. */
struct date zone_date(int64_t utc);

/* From what the clock on the wall shows; clock is in microseconds since midnight. The hour that comes twice in October
 * is the first one; one that does not exist in March is an hour later. */
int64_t zone_to_utc(struct date day, int64_t clock);

#endif
