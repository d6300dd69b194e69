/* SPDX-License-Identifier: EUPL-1.2
 * Calendar days. A year is counted from 1 March, so that the leap day is its last one and month lengths are regular. */
#include "base/date.h"

enum {
	YEAR_MIN = 1,
	YEAR_MAX = 9999,
	DAYS_OF_4 = 4 * 365 + 1,
	DAYS_OF_100 = 25 * DAYS_OF_4 - 1,
	DAYS_OF_400 = 4 * DAYS_OF_100 + 1,
	EPOCH = 719468, /* 1970-01-01 in days since 0000-03-01 */
};

static bool is_leap(int y)
{
	return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int days_in_month(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return m == 2 && is_leap(y) ? 29 : days[m - 1];
}

/* Days before month i of a year that begins in March (i = 0): 0, 31, 61, 92, 122, 153, … */
static int days_before(int i)
{
	return (153 * i + 2) / 5;
}

bool date_from_ymd(int y, int m, int d, struct date *out)
{
	if (y < YEAR_MIN || y > YEAR_MAX || m < 1 || m > 12 || d < 1 || d > days_in_month(y, m))
		return false;
	int year = m > 2 ? y : y - 1;
	int month = (m + 9) % 12;
	out->days = 365 * year + year / 4 - year / 100 + year / 400 + days_before(month) + d - 1 - EPOCH;
	return true;
}

void date_to_ymd(struct date date, int *y, int *m, int *d)
{
	int rest = date.days + EPOCH;
	int year = rest / DAYS_OF_400 * 400;
	rest %= DAYS_OF_400;
	/* The last day of four centuries (and of four years) is the leap day: it belongs to the fourth, not to a fifth. */
	int centuries = rest / DAYS_OF_100 < 4 ? rest / DAYS_OF_100 : 3;
	rest -= centuries * DAYS_OF_100;
	int fours = rest / DAYS_OF_4;
	rest %= DAYS_OF_4;
	int years = rest / 365 < 4 ? rest / 365 : 3;
	rest -= years * 365;
	year += centuries * 100 + fours * 4 + years;
	int month = (5 * rest + 2) / 153;
	*d = rest - days_before(month) + 1;
	*m = month < 10 ? month + 3 : month - 9;
	*y = *m > 2 ? year : year + 1;
}

/* The number made of all bytes of s, at most four digits; -1 when it is none. */
static int small_number(struct str s)
{
	int v = 0;
	if (s.n == 0 || s.n > 4)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		v = v * 10 + (s.p[i] - '0');
	}
	return v;
}

bool date_parse(struct str s, struct date *out)
{
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	return date_from_ymd(
	    small_number(str_sub(s, 0, 4)), small_number(str_sub(s, 5, 7)), small_number(str_sub(s, 8, 10)), out);
}

struct str date_format(struct arena *a, struct date date)
{
	int y, m, d;
	date_to_ymd(date, &y, &m, &d);
	return str_fmt(a, "%04d-%02d-%02d", y, m, d);
}

struct str date_format_de(struct arena *a, struct date date)
{
	int y, m, d;
	date_to_ymd(date, &y, &m, &d);
	return str_fmt(a, "%02d.%02d.%04d", d, m, y);
}

static bool is_separator(char c)
{
	return c == '.' || c == ' ' || c == '-' || c == '/';
}

/* Three groups of digits with separators between them ("23. 6. 1987" has two in a row). */
static bool three_groups(struct str s, struct str part[3])
{
	size_t at = 0;
	for (size_t i = 0; i < 3; i++) {
		size_t start = at;
		while (at < s.n && !is_separator(s.p[at]))
			at++;
		part[i] = str_sub(s, start, at);
		start = at;
		while (at < s.n && is_separator(s.p[at]) && at - start < 2)
			at++;
	}
	return at == s.n && s.n > 0 && !is_separator(s.p[s.n - 1]);
}

/* The latest such day that is not after today. */
static bool with_short_year(int y, int m, int d, struct date today, struct date *out)
{
	int this_year, month, day;
	date_to_ymd(today, &this_year, &month, &day);
	int year = this_year - this_year % 100 + y;
	if (year > this_year || (year == this_year && (m > month || (m == month && d > day))))
		year -= 100;
	return date_from_ymd(year, m, d, out);
}

bool date_parse_loose(struct str s, struct date today, struct date *out)
{
	struct str part[3];
	if (!three_groups(str_trim(s), part))
		return false;
	if (part[0].n == 4)
		return part[1].n <= 2 && part[2].n <= 2 &&
		       date_from_ymd(small_number(part[0]), small_number(part[1]), small_number(part[2]), out);
	int d = small_number(part[0]), m = small_number(part[1]), y = small_number(part[2]);
	if (d < 0 || m < 0 || y < 0 || part[0].n > 2 || part[1].n > 2)
		return false;
	if (part[2].n == 2)
		return with_short_year(y, m, d, today, out);
	return part[2].n == 4 && date_from_ymd(y, m, d, out);
}

struct date date_add_months(struct date date, int months)
{
	int y, m, d;
	date_to_ymd(date, &y, &m, &d);
	int64_t n = (int64_t)y * 12 + m - 1 + months;
	if (n < YEAR_MIN * 12)
		return (date_from_ymd(YEAR_MIN, 1, 1, &date), date);
	if (n > YEAR_MAX * 12 + 11)
		return (date_from_ymd(YEAR_MAX, 12, 31, &date), date);
	y = (int)(n / 12);
	m = (int)(n % 12) + 1;
	int last = days_in_month(y, m);
	date_from_ymd(y, m, d < last ? d : last, &date);
	return date;
}

int date_age(struct date birth, struct date day)
{
	int y1, m1, d1, y2, m2, d2;
	date_to_ymd(birth, &y1, &m1, &d1);
	date_to_ymd(day, &y2, &m2, &d2);
	bool had_birthday = m2 > m1 || (m2 == m1 && d2 >= d1);
	return y2 - y1 - (had_birthday ? 0 : 1);
}
