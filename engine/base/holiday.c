/* SPDX-License-Identifier: EUPL-1.2
 * Public holidays of Germany and of each Land. The tables are the laws: Feiertagsgesetze of the Länder, state 2026. */
#include "base/holiday.h"

enum { FIRST_YEAR = 1, LAST_YEAR = 9999, SATURDAY = 6, SUNDAY = 0 };

/* Länder as bits, by the first two digits of the ARS. */
enum {
	SH = 1 << 1,                /* Schleswig-Holstein */
	HH = 1 << 2,                /* Hamburg */
	NI = 1 << 3,                /* Niedersachsen */
	HB = 1 << 4,                /* Bremen */
	NW = 1 << 5,                /* Nordrhein-Westfalen */
	HE = 1 << 6,                /* Hessen */
	RP = 1 << 7,                /* Rheinland-Pfalz */
	BW = 1 << 8,                /* Baden-Württemberg */
	BY = 1 << 9,                /* Bayern */
	SL = 1 << 10,               /* Saarland */
	BE = 1 << 11,               /* Berlin */
	BB = 1 << 12,               /* Brandenburg */
	MV = 1 << 13,               /* Mecklenburg-Vorpommern */
	SN = 1 << 14,               /* Sachsen */
	ST = 1 << 15,               /* Sachsen-Anhalt */
	TH = 1 << 16,               /* Thüringen */
	EVERYWHERE = (1 << 17) - 1, /* also where no Land is given: bit 0 */
};

/* One line of a law. Either month and day, or days after Easter Sunday (month 0). Valid from..to, both included; 0: no
 * limit. place: only there, as the beginning of the ARS. */
struct law {
	const char *name;
	int month, day;
	int lands;
	int from, to;
	const char *place;
};

static const struct law laws[] = {
	{ "Neujahr", 1, 1, EVERYWHERE, 0, 0, "" },
	{ "Heilige Drei Könige", 1, 6, BW | BY | ST, 0, 0, "" },
	{ "Internationaler Frauentag", 3, 8, BE, 2019, 0, "" },
	{ "Internationaler Frauentag", 3, 8, MV, 2023, 0, "" },
	{ "Karfreitag", 0, -2, EVERYWHERE, 0, 0, "" },
	{ "Ostersonntag", 0, 0, BB, 0, 0, "" },
	{ "Ostermontag", 0, 1, EVERYWHERE, 0, 0, "" },
	{ "Tag der Arbeit", 5, 1, EVERYWHERE, 0, 0, "" },
	{ "75. Jahrestag der Befreiung", 5, 8, BE, 2020, 2020, "" },
	{ "80. Jahrestag der Befreiung", 5, 8, BE, 2025, 2025, "" },
	{ "Christi Himmelfahrt", 0, 39, EVERYWHERE, 0, 0, "" },
	{ "Pfingstsonntag", 0, 49, BB, 0, 0, "" },
	{ "Pfingstmontag", 0, 50, EVERYWHERE, 0, 0, "" },
	{ "75. Jahrestag des Aufstandes vom 17. Juni", 6, 17, BE, 2028, 2028, "" },
	{ "Fronleichnam", 0, 60, BW | BY | HE | NW | RP | SL, 0, 0, "" },
	{ "Fronleichnam", 0, 60, TH, 0, 0, "16061" },           /* Landkreis Eichsfeld */
	{ "Augsburger Friedensfest", 8, 8, BY, 0, 0, "09761" }, /* Stadt Augsburg */
	{ "Mariä Himmelfahrt", 8, 15, SL, 0, 0, "" },
	{ "Weltkindertag", 9, 20, TH, 2019, 0, "" },
	{ "Tag der Deutschen Einheit", 10, 3, EVERYWHERE, 1990, 0, "" },
	{ "Reformationstag", 10, 31, BB | MV | SN | ST | TH, 0, 0, "" },
	{ "Reformationstag", 10, 31, SH | HH | NI | HB, 2018, 0, "" },
	{ "500. Jahrestag der Reformation", 10, 31, EVERYWHERE, 2017, 2017, "" },
	{ "Allerheiligen", 11, 1, BW | BY | NW | RP | SL, 0, 0, "" },
	{ "Erster Weihnachtstag", 12, 25, EVERYWHERE, 0, 0, "" },
	{ "Zweiter Weihnachtstag", 12, 26, EVERYWHERE, 0, 0, "" },
};

/* Buß- und Bettag, the Wednesday before 23 November: in Saxony only, since 1995. */
enum { REPENTANCE_MONTH = 11, REPENTANCE_FIRST = 16, REPENTANCE_LAST = 22, WEDNESDAY = 3 };

/* The Land of a valid region: 0 for none. */
static int land_of(struct str region)
{
	return region.n < 2 ? 0 : (region.p[0] - '0') * 10 + region.p[1] - '0';
}

bool holiday_region_valid(struct str region)
{
	if (region.n == 0)
		return true;
	if (region.n < 2 || region.n > 12)
		return false;
	for (size_t i = 0; i < region.n; i++)
		if (region.p[i] < '0' || region.p[i] > '9')
			return false;
	return land_of(region) >= 1 && land_of(region) <= 16;
}

/* Sunday is 0; 1970-01-01 was a Thursday. */
static int weekday(struct date d)
{
	return ((d.days + 4) % 7 + 7) % 7;
}

/* Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher). */
static struct date easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
	struct date day = { 0 };
	bool good = date_from_ymd(year, n / 31, n % 31 + 1, &day);
	(void)good; /* March or April of a year of the calendar */
	return day;
}

static bool applies(const struct law *l, int year, struct str region)
{
	return (l->lands & 1 << land_of(region)) != 0 && (l->from == 0 || year >= l->from) &&
	       (l->to == 0 || year <= l->to) && str_starts(region, str_c(l->place));
}

const char *holiday_name(struct date day, struct str region)
{
	int year, month, d;
	date_to_ymd(day, &year, &month, &d);
	int since_easter = month >= 3 && month <= 6 ? day.days - easter(year).days : -365;
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
		const struct law *l = &laws[i];
		bool today = l->month == 0 ? since_easter == l->day : month == l->month && d == l->day;
		if (today && applies(l, year, region))
			return l->name;
	}
	if (land_of(region) == 14 && month == REPENTANCE_MONTH && d >= REPENTANCE_FIRST && d <= REPENTANCE_LAST &&
	    weekday(day) == WEDNESDAY)
		return "Buß- und Bettag";
	return NULL;
}

bool holiday_is(struct date day, struct str region)
{
	return holiday_name(day, region) != NULL;
}

bool holiday_working_day(struct date day, struct str region)
{
	int w = weekday(day);
	return w != SATURDAY && w != SUNDAY && !holiday_is(day, region);
}

static bool in_calendar(struct date d)
{
	struct date first = { 0 }, last = { 0 };
	return date_from_ymd(FIRST_YEAR, 1, 1, &first) && date_from_ymd(LAST_YEAR, 12, 31, &last) && d.days >= first.days &&
	       d.days <= last.days;
}

struct date holiday_next_working_day(struct date day, struct str region)
{
	struct date next = day;
	while (in_calendar(next) && !holiday_working_day(next, region))
		next.days++;
	return in_calendar(next) ? next : day;
}

bool holiday_add_working_days(struct date day, int n, struct str region, struct date *out)
{
	int step = n < 0 ? -1 : 1;
	for (int left = n < 0 ? -n : n; left > 0;) {
		day.days += step;
		if (!in_calendar(day))
			return false;
		left -= holiday_working_day(day, region);
	}
	*out = day;
	return true;
}

/* Days from Monday to Friday among 1970-01-01 and the days up to d. */
static int weekdays_until(struct date d)
{
	int since_monday = d.days + 3; /* 1969-12-29 was a Monday */
	int week = since_monday >= 0 ? since_monday / 7 : -((-since_monday + 6) / 7);
	int rest = since_monday - week * 7 + 1;
	return week * 5 + (rest < 5 ? rest : 5);
}

/* Holidays of a year that fall on a weekday, after from and not after to. A day with two names counts once. */
static int holidays_between(int year, struct date from, struct date to, struct str region)
{
	int n = 0;
	struct date easter_day = easter(year), day = { 0 }, repentance = { 0 };
	for (size_t i = 0; i < sizeof laws / sizeof *laws; i++) {
		const struct law *l = &laws[i];
		if (l->month == 0)
			day.days = easter_day.days + l->day;
		else if (!date_from_ymd(year, l->month, l->day, &day))
			continue;
		bool counts = applies(l, year, region) && holiday_name(day, region) == l->name;
		n +=
		    counts && day.days > from.days && day.days <= to.days && weekday(day) != SATURDAY && weekday(day) != SUNDAY;
	}
	if (land_of(region) == 14 && date_from_ymd(year, REPENTANCE_MONTH, REPENTANCE_LAST, &repentance)) {
		repentance.days -= (weekday(repentance) + 7 - WEDNESDAY) % 7;
		n += repentance.days > from.days && repentance.days <= to.days;
	}
	return n;
}

int holiday_working_days_between(struct date from, struct date to, struct str region)
{
	if (to.days < from.days) {
		/* Backwards the day itself counts and not the one it began with, as in holiday_add_working_days. */
		struct date a = { to.days - 1 }, b = { from.days - 1 };
		return -holiday_working_days_between(a, b, region);
	}
	int first, last, month, day, n = weekdays_until(to) - weekdays_until(from);
	date_to_ymd(from, &first, &month, &day);
	date_to_ymd(to, &last, &month, &day);
	for (int year = first < 1 ? 1 : first; year <= last; year++)
		n -= holidays_between(year, from, to, region);
	return n;
}
