/* SPDX-License-Identifier: EUPL-1.2
 * Dates: every day of the calendar against the C library, then what people type. */
#include "test.h"

#include "base/date.h"

static struct date day(const char *s)
{
	struct date d;
	if (!date_parse(str_c(s), &d))
		fail_msg("not a date: %s", s);
	return d;
}

static void every_day_agrees_with_the_c_library(void **state)
{
	(void)state;
	int first = day("0001-01-01").days, last = day("9999-12-31").days;
	assert_int_equal(day("1970-01-01").days, 0);
	assert_int_equal(last - first + 1, 3652059);
	for (int i = first; i <= last; i++) {
		time_t seconds = (time_t)i * 86400;
		struct tm tm;
		assert_non_null(gmtime_r(&seconds, &tm));
		int y, m, d;
		date_to_ymd((struct date){ i }, &y, &m, &d);
		struct date back;
		if (y != tm.tm_year + 1900 || m != tm.tm_mon + 1 || d != tm.tm_mday || !date_from_ymd(y, m, d, &back) ||
		    back.days != i)
			fail_msg("day %d is not %d-%d-%d", i, y, m, d);
	}
}

static void only_real_days_are_read(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
		"2026-04-31", "0000-01-01", "26-01-01", "2026-1-01", "2026-01-01 ", "2026/01/01", "-026-01-01" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct date d;
		if (date_parse(str_c(bad[i]), &d))
			fail_msg("accepted: %s", bad[i]);
	}
	struct arena *a = arena_new();
	assert_str(date_format(a, day("2000-02-29")), "2000-02-29");
	assert_str(date_format_de(a, day("0987-06-03")), "03.06.0987");
	arena_free(&a);
}

static void people_type_dates_in_many_ways(void **state)
{
	(void)state;
	struct date today = day("2026-03-15");
	static const struct {
		const char *typed, *want;
	} cases[] = {
		{ "23.6.1987", "1987-06-23" },
		{ "23 6 1987", "1987-06-23" },
		{ " 23. 6. 1987 ", "1987-06-23" },
		{ "23/06/1987", "1987-06-23" },
		{ "23-06-1987", "1987-06-23" },
		{ "2023-06-23", "2023-06-23" },
		{ "2023-6-3", "2023-06-03" },
		{ "23.06.87", "1987-06-23" },
		{ "15.03.26", "2026-03-15" },
		{ "16.03.26", "1926-03-16" },
		{ "29.02.24", "2024-02-29" },
		{ "29.02.26", NULL },
		{ "31.04.2026", NULL },
		{ "23.06.", NULL },
		{ "23.06.1987.", NULL },
		{ "23.06.187", NULL },
		{ "123.6.1987", NULL },
		{ "23..  6.1987", NULL },
		{ "gestern", NULL },
		{ "..", NULL },
		{ "", NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct date got;
		bool ok = date_parse_loose(str_c(cases[i].typed), today, &got);
		if (ok != (cases[i].want != NULL) || (ok && got.days != day(cases[i].want).days))
			fail_msg("[%s]", cases[i].typed);
	}
}

static void months_and_ages(void **state)
{
	(void)state;
	assert_int_equal(date_add_months(day("2024-01-31"), 1).days, day("2024-02-29").days);
	assert_int_equal(date_add_months(day("2025-01-31"), 1).days, day("2025-02-28").days);
	assert_int_equal(date_add_months(day("2025-01-31"), -2).days, day("2024-11-30").days);
	assert_int_equal(date_add_months(day("2025-01-31"), INT32_MAX).days, day("9999-12-31").days);
	assert_int_equal(date_add_months(day("2025-01-31"), INT32_MIN).days, day("0001-01-01").days);
	assert_int_equal(date_age(day("2000-02-29"), day("2018-02-28")), 17);
	assert_int_equal(date_age(day("2000-02-29"), day("2018-03-01")), 18);
	assert_int_equal(date_age(day("2008-06-23"), day("2026-06-22")), 17);
	assert_int_equal(date_age(day("2008-06-23"), day("2026-06-23")), 18);
	assert_int_equal(date_age(day("2026-06-23"), day("2026-06-22")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_agrees_with_the_c_library),
		cmocka_unit_test(only_real_days_are_read),
		cmocka_unit_test(people_type_dates_in_many_ways),
		cmocka_unit_test(months_and_ages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
