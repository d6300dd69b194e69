/* SPDX-License-Identifier: EUPL-1.2
 * arena, str, buf, err, diag. */
#include "test.h"

#include "base/diag.h"
#include "base/err.h"

static int deferred_calls;

static void count_call(void *arg)
{
	deferred_calls += *(int *)arg;
}

static void arena_is_zeroed_grows_and_defers(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	int one = 1;
	arena_defer(a, count_call, &one);
	unsigned char *p = arena_alloc(a, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(p[i], 0);
	memset(p, 'x', 100);
	unsigned char *q = arena_grow(a, p, 100, 200);
	assert_ptr_equal(p, q); /* the newest allocation grows in place */
	assert_int_equal(q[150], 0);
	arena_alloc(a, 8);
	unsigned char *r = arena_grow(a, q, 200, 100000);
	assert_ptr_not_equal(q, r);
	assert_int_equal(r[99], 'x');
	arena_reset(a);
	assert_int_equal(deferred_calls, 1);
	assert_int_equal(arena_used(a), 0);
	unsigned char *z = arena_alloc(a, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(z[i], 0); /* zeroed again after a reset */
	assert_true(z == r); /* in the block that was largest */
	arena_free(&a);
	assert_null(a);
	assert_int_equal(deferred_calls, 1);
}

static void str_cuts_and_compares(void **state)
{
	(void)state;
	struct str rest = STR("a,,b"), piece;
	const char *want[] = { "a", "", "b" };
	size_t n = 0;
	while (str_next(&rest, ',', &piece))
		assert_true(str_eq_c(piece, want[n++]));
	assert_int_equal(n, 3);
	assert_true(str_eq(str_trim(STR(" \t x y \n")), STR("x y")));
	assert_int_equal(str_find(STR("abc"), 'c'), 2);
	assert_int_equal(str_find_str(STR("abcabd"), STR("abd")), 3);
	assert_int_equal(str_find_str(STR(""), STR("a")), -1);
	assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
	assert_true(str_cmp(STR("z"), STR("ä")) < 0); /* bytes above ASCII sort behind it, not before */
	assert_true(str_starts(STR("abc"), STR("ab")) && str_ends(STR("abc"), STR("bc")));
	assert_true(str_eq(str_sub(STR("abc"), 1, 99), STR("bc")));
	assert_int_equal(str_sub(STR("abc"), 5, 9).n, 0);
}

static void str_to_i64_knows_the_limits(void **state)
{
	(void)state;
	int64_t v;
	assert_true(str_to_i64(STR("-9223372036854775808"), &v) && v == INT64_MIN);
	assert_true(str_to_i64(STR("9223372036854775807"), &v) && v == INT64_MAX);
	assert_false(str_to_i64(STR("9223372036854775808"), &v));
	assert_false(str_to_i64(STR("-9223372036854775809"), &v));
	assert_false(str_to_i64(STR(""), &v));
	assert_false(str_to_i64(STR("-"), &v));
	assert_false(str_to_i64(STR("1 "), &v));
	assert_false(str_to_i64(STR("+1"), &v));
}

static void buf_writes_on(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	for (int i = 0; i < 1000; i++)
		buf_add_fmt(&b, "%d;", i);
	buf_add_char(&b, '!');
	assert_int_equal(b.n, 10 * 2 + 90 * 3 + 900 * 4 + 1);
	assert_true(str_ends(buf_str(&b), STR("998;999;!")));
	arena_free(&a);
}

static void texts_of_any_length_are_formatted(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (int n = 250; n < 260; n++) {
		struct str s = str_fmt(a, "%*d", n, 7);
		assert_int_equal(s.n, n);
		assert_int_equal(s.p[n - 1], '7');
		assert_int_equal(s.p[n], '\0');
		struct buf b = buf_new(a);
		buf_add_fmt(&b, "%*d", n, 7);
		buf_add_fmt(&b, "%*d", n, 8);
		assert_str(buf_str(&b), str_fmt(a, "%*d%*d", n, 7, n, 8).p);
	}
	assert_str(str_join(a, STR("hund"), STR("__hint")), "hund__hint");
	assert_int_equal(str_join(a, (struct str){ NULL, 0 }, (struct str){ NULL, 0 }).n, 0);
	arena_free(&a);
}

static void err_cuts_at_a_whole_character(void **state)
{
	(void)state;
	struct err e;
	char longer[400];
	for (int shift = 0; shift < 3; shift++) {
		memset(longer, 'x', sizeof longer);
		for (size_t i = (size_t)shift; i + 1 < sizeof longer; i += 2)
			memcpy(longer + i, "ä", 2);
		longer[sizeof longer - 1] = '\0';
		assert_false(err_set(&e, ERR_INPUT, "%s", longer));
		size_t n = strlen(e.text);
		assert_true(n >= sizeof e.text - 4 && n < sizeof e.text);
		assert_true((unsigned char)e.text[n - 1] == 0xA4); /* second byte of ä */
	}
	assert_string_equal(err_kind_name(ERR_CONFLICT), "conflict");
}

static void diags_are_sorted_and_printed(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("f.xml"));
	diag_warning(&d, (struct pos){ 9, 2 }, "w", "zweite %s", "Zeile");
	diag_error(&d, (struct pos){ 2, 7 }, "e", "erste");
	diags_sort(&d);
	struct buf out = buf_new(a);
	diags_print(&d, &out);
	assert_str(buf_str(&out), "f.xml:2:7: error: erste\nf.xml:9:2: warning: zweite Zeile\n");
	json_t *j = diags_json(&d);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(j, 0), "column")), 7);
	assert_int_equal(d.n_errors, 1);
	json_decref(j);
	for (int i = 0; i < 2000; i++)
		diag_error(&d, (struct pos){ 1, 1 }, "many", "viele");
	assert_int_equal(d.n, 1000);
	assert_int_equal(d.n_errors, 2001);
	struct diags full = diags_new(a, STR("f.xml"));
	for (int i = 0; i < 1500; i++)
		diag_note(&full, (struct pos){ 1, 1 }, "many", "viele");
	diag_error(&full, (struct pos){ 2, 1 }, "e", "doch noch");
	assert_int_equal(full.n, 1000);
	assert_string_equal(full.list[999].code, "e");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_is_zeroed_grows_and_defers), cmocka_unit_test(str_cuts_and_compares),
		cmocka_unit_test(str_to_i64_knows_the_limits),      cmocka_unit_test(buf_writes_on), cmocka_unit_test(texts_of_any_length_are_formatted),
		cmocka_unit_test(err_cuts_at_a_whole_character),    cmocka_unit_test(diags_are_sorted_and_printed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
