/* SPDX-License-Identifier: EUPL-1.2
 * What is derived from the draft's secret, and the status secret as people type it. */
#include "test.h"

#include "cases/key.h"

static void keys_are_apart_and_stay_the_same(void **state)
{
	(void)state;
	struct cases_keys one, again, other;
	cases_keys_derive(&one, STR("secret"));
	cases_keys_derive(&again, STR("secret"));
	cases_keys_derive(&other, STR("secreT"));
	assert_memory_equal(&one, &again, sizeof one);
	assert_memory_not_equal(one.draft, other.draft, sizeof one.draft);
	assert_memory_not_equal(one.draft, one.token, sizeof one.draft);
	assert_memory_not_equal(one.draft, one.seal, sizeof one.draft);
	assert_memory_not_equal(one.token, one.seal, sizeof one.token);
	assert_memory_not_equal(one.status, one.draft, sizeof one.status);
}

static void the_status_secret_is_readable(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct cases_keys k = { .status = { 0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf } };
	assert_str(cases_status_secret(a, &k), "0123-4567-89AB-CDEF");
	struct cases_keys ones = { .status = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };
	assert_str(cases_status_secret(a, &ones), "ZZZZ-ZZZZ-ZZZZ-ZZZZ");
	arena_free(&a);
}

static void typed_secrets_are_read_kindly(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str want = cases_status_hash(a, STR("0123-4567-89AB-CDEF"));
	static const char *const good[] = { "0123456789ABCDEF", "0123 4567 89ab cdef", " oI23-4567-89ab-cdef ",
		"Ol23456789abcdef" };
	for (size_t i = 0; i < 4; i++)
		assert_true(str_eq(cases_status_hash(a, str_c(good[i])), want));
	assert_false(str_eq(cases_status_hash(a, STR("0123-4567-89AB-CDEG")), want));
	static const char *const bad[] = { "", "0123-4567-89AB-CDE", "0123-4567-89AB-CDEF0", "0123-4567-89AB-CDEU",
		"ü123456789ABCDE" };
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(cases_status_hash(a, str_c(bad[i])).n, 0);
	assert_int_equal(cases_status_hash(a, STR("0123-4567-89AB-CDE\0")).n, 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_apart_and_stay_the_same),
		cmocka_unit_test(the_status_secret_is_readable),
		cmocka_unit_test(typed_secrets_are_read_kindly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
