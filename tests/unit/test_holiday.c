/* SPDX-License-Identifier: EUPL-1.2
 * Holidays and working days against calendars made by others: the number of holidays on weekdays in every Land from
 * 2015 to 2035 comes from the npm package date-holidays 3.37, single days from the laws and published calendars. */
#include "test.h"

#include "base/holiday.h"

enum { FIRST = 2015, YEARS = 21 };

static const int on_weekdays[16][YEARS] = {
	{ 7, 7, 9, 10, 10, 7, 5, 7, 9, 10, 10, 7, 5, 9, 10, 10, 10, 5, 7, 9, 10 },      /* SH */
	{ 7, 7, 9, 10, 10, 7, 5, 7, 9, 10, 10, 7, 5, 9, 10, 10, 10, 5, 7, 9, 10 },      /* HH */
	{ 7, 7, 9, 10, 10, 7, 5, 7, 9, 10, 10, 7, 5, 9, 10, 10, 10, 5, 7, 9, 10 },      /* NI */
	{ 7, 7, 9, 10, 10, 7, 5, 7, 9, 10, 10, 7, 5, 9, 10, 10, 10, 5, 7, 9, 10 },      /* HB */
	{ 8, 9, 11, 11, 11, 8, 7, 8, 10, 11, 10, 8, 7, 10, 11, 11, 10, 7, 8, 10, 11 },  /* NW */
	{ 8, 8, 10, 10, 10, 8, 6, 7, 9, 10, 10, 8, 6, 9, 10, 10, 10, 6, 7, 9, 10 },     /* HE */
	{ 8, 9, 11, 11, 11, 8, 7, 8, 10, 11, 10, 8, 7, 10, 11, 11, 10, 7, 8, 10, 11 },  /* RP */
	{ 9, 10, 12, 11, 11, 9, 8, 9, 11, 11, 11, 9, 8, 11, 11, 11, 11, 8, 9, 11, 11 }, /* BW */
	{ 9, 10, 12, 11, 11, 9, 8, 9, 11, 11, 11, 9, 8, 11, 11, 11, 11, 8, 9, 11, 11 }, /* BY */
	{ 8, 10, 12, 12, 12, 8, 7, 9, 11, 12, 11, 8, 7, 11, 12, 12, 11, 7, 9, 11, 12 }, /* SL */
	{ 7, 7, 9, 9, 10, 8, 6, 7, 9, 10, 10, 7, 6, 9, 10, 10, 9, 6, 7, 9, 10 },        /* BE */
	{ 7, 8, 9, 10, 10, 7, 5, 7, 9, 10, 10, 7, 5, 9, 10, 10, 10, 5, 7, 9, 10 },      /* BB */
	{ 7, 8, 9, 10, 10, 7, 5, 7, 10, 11, 10, 7, 6, 10, 11, 11, 10, 6, 8, 10, 11 },   /* MV */
	{ 8, 9, 10, 11, 11, 8, 6, 8, 10, 11, 11, 8, 6, 10, 11, 11, 11, 6, 8, 10, 11 },  /* SN */
	{ 8, 9, 10, 10, 10, 8, 6, 8, 10, 10, 11, 8, 6, 10, 10, 10, 11, 6, 8, 10, 10 },  /* ST */
	{ 7, 8, 9, 10, 11, 7, 6, 8, 10, 11, 10, 7, 6, 10, 11, 11, 10, 6, 8, 10, 11 },   /* TH */
};

static struct date day(const char *text)
{
	struct date d;
	if (!date_parse(str_c(text), &d))
		fail_msg("%s", text);
	return d;
}

static struct str land_key(char buf[3], int land)
{
	buf[0] = (char)('0' + land / 10);
	buf[1] = (char)('0' + land % 10);
	buf[2] = '\0';
	return str_c(buf);
}

static bool is_weekday(struct date d)
{
	int w = ((d.days + 4) % 7 + 7) % 7;
	return w >= 1 && w <= 5;
}

static void every_land_and_year(void **state)
{
	(void)state;
	char buf[3];
	for (int land = 1; land <= 16; land++) {
		for (int year = FIRST; year < FIRST + YEARS; year++) {
			struct str key = land_key(buf, land);
			struct date d, last;
			int n = 0, working = 0;
			assert_true(date_from_ymd(year, 1, 1, &d) && date_from_ymd(year, 12, 31, &last));
			struct date before = { d.days - 1 };
			for (; d.days <= last.days; d.days++) {
				n += is_weekday(d) && holiday_is(d, key);
				working += holiday_working_day(d, key);
			}
			if (n != on_weekdays[land - 1][year - FIRST])
				fail_msg("%d in %d: %d holidays, not %d", land, year, n, on_weekdays[land - 1][year - FIRST]);
			assert_int_equal(holiday_working_days_between(before, last, key), working);
		}
	}
}

/* Day, region, name; NULL: no holiday. */
static const struct {
	const char *day, *region, *name;
} days[] = {
	{ "2015-04-05", "12", "Ostersonntag" },
	{ "2016-03-28", "", "Ostermontag" },
	{ "2019-04-19", "01", "Karfreitag" },
	{ "2024-05-09", "09", "Christi Himmelfahrt" }, /* early: Easter on 31 March */
	{ "2025-06-09", "", "Pfingstmontag" },
	{ "2026-06-04", "05", "Fronleichnam" },
	{ "2026-06-04", "11", NULL },
	{ "2026-06-04", "16", NULL },
	{ "2026-06-04", "160610045045", "Fronleichnam" }, /* Heilbad Heiligenstadt */
	{ "2018-03-08", "11", NULL },
	{ "2019-03-08", "11", "Internationaler Frauentag" },
	{ "2022-03-08", "13", NULL },
	{ "2023-03-08", "13", "Internationaler Frauentag" },
	{ "2018-09-20", "16", NULL },
	{ "2019-09-20", "16", "Weltkindertag" },
	{ "2016-10-31", "02", NULL },
	{ "2017-10-31", "09", "500. Jahrestag der Reformation" },
	{ "2018-10-31", "02", "Reformationstag" },
	{ "2018-10-31", "05", NULL },
	{ "2020-05-08", "11", "75. Jahrestag der Befreiung" },
	{ "2021-05-08", "11", NULL },
	{ "2025-05-08", "11", "80. Jahrestag der Befreiung" },
	{ "2028-06-17", "11", "75. Jahrestag des Aufstandes vom 17. Juni" },
	{ "2026-08-15", "10", "Mariä Himmelfahrt" },
	{ "2026-08-15", "09", NULL },
	{ "2026-08-08", "097610000000", "Augsburger Friedensfest" },
	{ "2026-08-08", "096790170170", NULL },
	{ "2023-11-22", "14", "Buß- und Bettag" },
	{ "2024-11-20", "14", "Buß- und Bettag" },
	{ "2024-11-20", "15", NULL },
	{ "2026-01-06", "15", "Heilige Drei Könige" },
	{ "2026-12-24", "09", NULL },
	{ "2026-10-03", "", "Tag der Deutschen Einheit" },
};

static void single_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		const char *name = holiday_name(day(days[i].day), str_c(days[i].region));
		if (name == NULL ? days[i].name != NULL : days[i].name == NULL || strcmp(name, days[i].name) != 0)
			fail_msg("%s in %s: %s", days[i].day, days[i].region, name == NULL ? "none" : name);
	}
}

static void easter_sundays(void **state)
{
	(void)state;
	static const char *const sundays[YEARS] = { "2015-04-05", "2016-03-27", "2017-04-16", "2018-04-01", "2019-04-21",
		"2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
		"2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09",
		"2035-03-25" };
	for (size_t i = 0; i < YEARS; i++) {
		const char *name = holiday_name(day(sundays[i]), STR("12"));
		assert_true(name != NULL && strcmp(name, "Ostersonntag") == 0);
	}
}

static void deadlines(void **state)
{
	(void)state;
	static const struct {
		const char *day, *region, *next;
	} ends[] = {
		{ "2026-03-02", "09", "2026-03-02" }, /* a Monday */
		{ "2026-02-28", "09", "2026-03-02" }, /* Saturday */
		{ "2026-04-03", "09", "2026-04-07" }, /* Good Friday, Saturday, Sunday, Easter Monday */
		{ "2026-12-25", "", "2026-12-28" },
		{ "2026-01-06", "09", "2026-01-07" },
		{ "2026-01-06", "05", "2026-01-06" },
		{ "2021-12-31", "", "2021-12-31" },
	};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		assert_int_equal(
		    holiday_next_working_day(day(ends[i].day), str_c(ends[i].region)).days, day(ends[i].next).days);
}

static void counting_and_adding_agree(void **state)
{
	(void)state;
	char buf[3];
	struct date d = day("2014-12-20"), end;
	for (int k = 0; k < 400; k++, d.days += 19) {
		struct str key = land_key(buf, k % 16 + 1);
		for (int n = -40; n <= 40; n += 7) {
			assert_true(holiday_add_working_days(d, n, key, &end));
			int back = holiday_working_days_between(d, end, key);
			if (back != n)
				fail_msg("%d days after day %d in %d: %d", n, d.days, k % 16 + 1, back);
		}
	}
	assert_true(holiday_add_working_days(day("2026-04-02"), 1, STR("09"), &end));
	assert_int_equal(end.days, day("2026-04-07").days);
	assert_true(holiday_add_working_days(day("2026-04-07"), -1, STR("09"), &end));
	assert_int_equal(end.days, day("2026-04-02").days);
	assert_false(holiday_add_working_days(day("9999-12-30"), 9, STR(""), &end));
	assert_false(holiday_add_working_days(day("0001-01-02"), -9, STR(""), &end));
	assert_int_equal(holiday_working_days_between(day("0001-01-01"), day("9999-12-31"), STR("09")) > 2000000, 1);
}

static void regions(void **state)
{
	(void)state;
	static const char *const good[] = { "", "01", "16", "09679", "096790170170" };
	static const char *const bad[] = { "0", "9", "00", "17", "BY", "09a", "0967901701701" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(holiday_region_valid(str_c(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(holiday_region_valid(str_c(bad[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_land_and_year),
		cmocka_unit_test(single_days),
		cmocka_unit_test(easter_sundays),
		cmocka_unit_test(deadlines),
		cmocka_unit_test(counting_and_adding_agree),
		cmocka_unit_test(regions),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
