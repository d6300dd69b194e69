/* SPDX-License-Identifier: EUPL-1.2
 * UTF-8, the door for text, and suggestions. */
#include "test.h"

#include "base/suggest.h"
#include "base/utf8.h"

static void every_code_point_survives(void **state)
{
	(void)state;
	for (int32_t cp = 0; cp <= 0x10ffff; cp++) {
		char text[4];
		struct str s = { text, utf8_put(text, cp) };
		bool surrogate = cp >= 0xd800 && cp <= 0xdfff;
		if (utf8_valid(s) == surrogate || (!surrogate && (utf8_next(&s) != cp || s.n != 0)))
			fail_msg("U+%04X", (unsigned)cp);
	}
}

static void malformed_text_is_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80", "\xe2\x82",
		"\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "ok\xe4" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (utf8_valid(str_c(bad[i])))
			fail_msg("accepted number %zu", i);
	struct str rest = STR("\xe2\x82x");
	assert_int_equal(utf8_next(&rest), UTF8_BAD);
	assert_int_equal(rest.n, 2); /* only one byte is taken, so the "x" is not lost */
	struct err err;
	assert_false(utf8_check(STR("M\xfcller"), &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_non_null(strstr(err.text, "Stelle 2"));
}

static void characters_are_counted(void **state)
{
	(void)state;
	assert_int_equal(utf8_count(STR("Größe 🐕")), 7);
	assert_int_equal(utf8_offset(STR("Größe"), 3), 4);
	assert_int_equal(utf8_offset(STR("Größe"), 4), 6);
	assert_int_equal(utf8_offset(STR("Größe"), 9), 7);
	assert_int_equal(utf8_offset(STR(""), 0), 0);
}

static void the_check_names_what_it_refuses(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct err err;
	static const struct {
		const char *text, *named;
	} cases[] = {
		{ "abc\xe2\x80\xae", "U+202E" },
		{ "\xe2\x81\xa6", "U+2066" },
		{ "a\rb", "U+000D" },
		{ "a\x1b[0m", "U+001B" },
		{ "\xc2\x85", "U+0085" },
		{ "\x7f", "U+007F" },
		{ "\xef\xbf\xbf", "U+FFFF" },
		{ "\xef\xb7\x90", "U+FDD0" },
		{ "\xf0\x9f\xbf\xbe", "U+1FFFE" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(utf8_check(str_c(cases[i].text), &err));
		if (strstr(err.text, cases[i].named) == NULL)
			fail_msg("%s is not named: %s", cases[i].named, err.text);
	}
	assert_false(utf8_check((struct str){ "a\0b", 3 }, &err));
	assert_non_null(strstr(err.text, "U+0000"));
	assert_true(utf8_check(STR("Zeile 1\n\tZeile 2"), &err));
	assert_true(utf8_check((struct str){ NULL, 0 }, &err));
	assert_str(utf8_nfc(a, STR("Mu\xcc\x88ller")), "Müller"); /* decomposed, as some keyboards send it */
	assert_str(utf8_nfc(a, STR("J\xcc\x8c")), "J\xcc\x8c");   /* String.Latin has letters with no composed form */
	arena_free(&a);
}

static void the_nearest_name_is_suggested(void **state)
{
	(void)state;
	const struct str names[] = { STR("rasse"), STR("geburtsdatum"), STR("größe"), STR("ja"), STR("a") };
	static const struct {
		const char *wanted, *want;
	} cases[] = {
		{ "rase", "rasse" },
		{ "rassse", "rasse" },
		{ "arsse", "rasse" },
		{ "geburstdatum", "geburtsdatum" },
		{ "gröse", "größe" },
		{ "steuer", "" },
		{ "je", "" },
		{ "b", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(suggest_nearest(str_c(cases[i].wanted), names, sizeof names / sizeof *names), cases[i].want);
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	suggest_add(&b, "$", STR("rase"), names, 5);
	suggest_add(&b, "$", STR("xyz"), names, 5);
	assert_str(buf_str(&b), " Meinten Sie „$rasse“?");
	char *huge = arena_alloc(a, 100000);
	memset(huge, 'a', 100000);
	assert_int_equal(suggest_nearest((struct str){ huge, 100000 }, names, 5).n, 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_survives),
		cmocka_unit_test(malformed_text_is_refused),
		cmocka_unit_test(characters_are_counted),
		cmocka_unit_test(the_check_names_what_it_refuses),
		cmocka_unit_test(the_nearest_name_is_suggested),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
