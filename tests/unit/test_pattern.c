/* SPDX-License-Identifier: EUPL-1.2
 * Patterns: what matches, what is refused, and that none can hurt. */
#include "test.h"

#include "form/pattern.h"

#include <time.h>

static bool matches(const char *pattern, const char *text)
{
	struct arena *a = arena_new();
	struct err err;
	const struct pattern *p = form_pattern_compile(a, str_c(pattern), &err);
	if (p == NULL)
		fail_msg("%s: %s", pattern, err.text);
	bool yes = form_pattern_matches(p, a, str_c(text));
	arena_free(&a);
	return yes;
}

static void texts_match_as_a_whole(void **state)
{
	static const struct {
		const char *pattern, *good, *bad;
	} rows[] = {
		{ "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", "01234", "00123" },
		{ "([0]{1}[1-9]{1}|[1-9]{1}[0-9]{1})[0-9]{3}", "97199", "971990" },
		{ "[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Za-z]{1,63}$", "a.b@c.de", "a.b@c" },
		{ "[1-9][0-9]{12}", "1234567890123", "0234567890123" },
		{ "", "", "a" },
		{ "a|bc|", "bc", "abc" },
		{ "^a.c$", "aäc", "a\nc" },
		{ "a.c\\$", "abc$", "abc" },
		{ "(ab)*c?", "abab", "aba" },
		{ "a{2,}", "aaaa", "a" },
		{ "a{2,3}", "aaa", "aaaa" },
		{ "a{0}b", "b", "ab" },
		{ "[^a-c]", "d", "b" },
		{ "[a-z-[aeiou]]+", "xyz", "xyza" },
		{ "[-a]+", "a-", "b" },
		{ "[a\\]\\-]+", "]-a", "\\" },
		{ "\\d{2}\\.\\d{2}", "12.34", "12x34" },
		{ "\\D+", "ab", "a1" },
		{ "\\w+", "Straße1", "a b" },
		{ "\\W", "-", "a" },
		{ "\\S+", "ab", "a b" },
		{ "\\p{Lu}\\p{Ll}+", "Österreich", "österreich" },
		{ "\\P{L}+", "12-", "1a" },
		{ "\\i\\c*", "_a-1", "1a" },
		{ "(a|b)+(?:c|d)", "ababd", "abab" },
		{ "^[0-9]{5}$|^[0-9]{3}$", "123", "1234" },
		{ "(^a$)|(b$)", "b", "b$" },
		{ "a$b", "a$b", "ab" },
		{ "[\\S]{2}", "a-", "a " },
		{ "[^\\W\\d]+", "aä", "a1" },
		{ "\\p{IsBasicLatin}+\\P{IsBasicLatin}", "aä", "aa" },
		{ "[\\p{IsLatin-1Supplement}\\p{IsGreek}]+", "äα", "ŝ" },
		{ ".{0,1000}", "a", "\n" },
		{ "[a-z]+(\\.[a-z]+)*@([a-z0-9\\-]+\\.)+[a-z]{2,}", "a.b@c-1.d.de", "a..b@c.de" },
		{ "([a-z0-9]([a-z0-9\\-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}", "a-b.c.de", "-a.de" },
		{ "\\p{Lu}\\p{Ll}*([ \\-]\\p{Lu}\\p{Ll}*)*", "Anna-Lena Ö", "Anna  B" },
		{ "(x(ab*){2,})*", "xabbaxaa", "xab" },
		{ "(a{3,}c)+", "aaaacaaac", "aac" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!matches(rows[i].pattern, rows[i].good))
			fail_msg("%s should match %s", rows[i].pattern, rows[i].good);
		if (matches(rows[i].pattern, rows[i].bad))
			fail_msg("%s should not match %s", rows[i].pattern, rows[i].bad);
	}
}

static void nonsense_is_refused(void **state)
{
	static const char *const bad[] = { "(", ")", "a)", "[a", "[z-a]", "*a", "a**", "a{2", "a{3,2}", "a{x}", "\\", "\\q",
		"\\p{IsKlingon}", "\\p{Is}", "\\p{Q}", "\\pL", "a{99999}", "(a{100}){100}", "((((a{50}){50}){50}){50})",
		"(((){2000}){2000}){2000}", "\xff" };
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err err = { 0 };
		if (form_pattern_compile(a, str_c(bad[i]), &err) != NULL)
			fail_msg("%s was accepted", bad[i]);
		assert_true(strlen(err.text) > 0);
	}
	char deep[2 * PATTERN_DEPTH_MAX + 8];
	memset(deep, '(', sizeof deep);
	struct err err;
	assert_null(form_pattern_compile(a, (struct str){ deep, sizeof deep }, &err));
	arena_free(&a);
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void nested_repetition_costs_nothing(void **state)
{
	static const char *const evil[] = { "(a|aa)+b", "(a|a?)+b", "(.*a){25}b", "(a?){40}a{40}b" };
	static char text[2001];
	(void)state;
	memset(text, 'a', sizeof text - 1);
	double begin = seconds();
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++)
		assert_false(matches(evil[i], text));
	assert_true(seconds() - begin < 2.0);
}

static void endless_in_endless_is_refused(void **state)
{
	static const char *const evil[] = { "(a+)+b", "((a*)*)*b", "(x+x+)+y", "(a*b?)*", "(([a-z])+.)+[A-Z]([a-z])+",
		"([A-Za-z]+[ -]?)+", "(\\w+\\d*;)*" };
	struct arena *a = arena_new();
	struct err err;
	(void)state;
	for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
		assert_null(form_pattern_compile(a, str_c(evil[i]), &err));
		assert_non_null(strstr(err.text, "Wiederholung ohne Ende"));
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_match_as_a_whole),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(nested_repetition_costs_nothing),
		cmocka_unit_test(endless_in_endless_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
