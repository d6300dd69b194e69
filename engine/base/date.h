/* SPDX-License-Identifier: EUPL-1.2
 * Calendar days of the Gregorian calendar, years 1 to 9999, without time zone. */
#ifndef OZG_BASE_DATE_H
#define OZG_BASE_DATE_H

#include "base/str.h"

struct date {
	int days; /* since 1970-01-01 */
};

/* False when there is no such day. */
bool date_from_ymd(int y, int m, int d, struct date *out);
void date_to_ymd(struct date d, int *y, int *m, int *day);

/* Exactly "YYYY-MM-DD". */
bool date_parse(struct str s, struct date *out);
struct str date_format(struct arena *a, struct date d);

/* What people type: 23.6.1987, 23 6 1987, 23.06.87, 2023-06-23. A two-digit year is the latest one not after today. */
bool date_parse_loose(struct str s, struct date today, struct date *out);

/* "23.06.1987" */
struct str date_format_de(struct arena *a, struct date d);

/* Clipped to the last day of the month: 31 January + 1 month is 28 or 29 February; and to the years 1 to 9999. */
struct date date_add_months(struct date d, int months);

/* Completed years from birth to day; who is born on 29 February turns a year older on 1 March (BGB § 188 II).
 * Negative when day is before birth. */
int date_age(struct date birth, struct date day);

#endif
