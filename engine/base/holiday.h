/* SPDX-License-Identifier: EUPL-1.2
 * Public holidays of Germany and of each Land, and working days: Monday to Friday without them.
 *
 * A region is "" (only what is a holiday everywhere), the two digits of a Land ("09") or an Amtlicher Regionalschlüssel
 * of up to 12 digits, so that the few holidays of single places count too. Holidays are computed for every year by the
 * laws of the Länder as they are in 2026, with the changes since 1995 (holiday.c names them with their years).
 *
 * What no key tells apart is not a holiday here: Mariä Himmelfahrt in the parts of Bavaria with a Catholic majority (a
 * list of about 1,700 municipalities that the state statistics office makes anew after each census), Fronleichnam in
 * some villages of Saxony (Landkreis Bautzen) and of Thuringia outside of the Eichsfeld. 24 and 31 December are working
 * days. */
#ifndef OZG_BASE_HOLIDAY_H
#define OZG_BASE_HOLIDAY_H

#include "base/date.h"

/* "" or digits that begin with a Land, "01" to "16"; at most 12. */
bool holiday_region_valid(struct str region);

/* All of these take a valid region. */
bool holiday_is(struct date day, struct str region);
const char *holiday_name(struct date day, struct str region); /* German; NULL: it is none */
bool holiday_working_day(struct date day, struct str region);

/* The day itself when it is a working day, else the next one: where a deadline ends that would end on a Saturday, a
 * Sunday or a holiday (BGB § 193). Not after 9999-12-31. */
struct date holiday_next_working_day(struct date day, struct str region);

/* The n-th working day after day, or before it when n is negative; day itself for 0. False when that leaves the years
 * 1 to 9999. Takes time with n. */
bool holiday_add_working_days(struct date day, int n, struct str region, struct date *out);

/* Working days after from, up to and including to; negative when to is the earlier one. So it is n when to is the n-th
 * working day after from. Takes time with the years between. */
int holiday_working_days_between(struct date from, struct date to, struct str region);

#endif
