/* SPDX-License-Identifier: EUPL-1.2
 * Decimals: tables of cases, then arithmetic laws on generated numbers. */
#include "test.h"

#include "base/dec.h"

#define NINES34 "9999999999999999999999999999999999"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct dec num(const char *s)
{
	struct dec d;
	if (!dec_parse(str_c(s), &d))
		fail_msg("not a number: %s", s);
	return d;
}

static void parse_and_format_are_inverse(void **state)
{
	(void)state;
	static const char *const good[] = { "0", "12.50", "-12.50", "0.000000000000000001", "-0.5", NINES34,
		"1234567890.12", "1.0" };
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_str(dec_format(arena, num(good[i])), good[i]);
	assert_str(dec_format(arena, num("007.10")), "7.10");
	assert_str(dec_format(arena, num("-0.00")), "0.00");
	static const char *const bad[] = { "", "-", ".", "1.", ".5", "+1", "1,5", " 1", "1 ", "1e3", "--1", "1.2.3",
		"0.0000000000000000001", NINES34 "0", "NaN", "٣" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct dec d;
		if (dec_parse(str_c(bad[i]), &d))
			fail_msg("accepted: %s", bad[i]);
	}
}

static void small_integers_convert(void **state)
{
	(void)state;
	int64_t v;
	assert_true(dec_to_i64(num("12.000"), &v) && v == 12);
	assert_true(dec_to_i64(num("-9223372036854775808"), &v) && v == INT64_MIN);
	assert_false(dec_to_i64(num("9223372036854775808"), &v));
	assert_false(dec_to_i64(num("12.5"), &v));
	assert_str(dec_format(arena, dec_from_i64(INT64_MIN)), "-9223372036854775808");
}

static void order_is_exact(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		int want;
	} cases[] = {
		{ "1.0", "1.00", 0 },
		{ "0", "-0.0", 0 },
		{ "0.1", "0.10000000000000001", -1 },
		{ NINES34, "9999999999999999.999999999999999999", 1 },
		{ "-" NINES34, "0.000000000000000001", -1 },
		{ "0.000000000000000001", NINES34, -1 },
		{ "-2", "-1.5", -1 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(dec_cmp(num(cases[i].a), num(cases[i].b)), cases[i].want);
		assert_int_equal(dec_cmp(num(cases[i].b), num(cases[i].a)), -cases[i].want);
	}
}

static bool apply(char op, struct dec a, struct dec b, struct dec *out)
{
	switch (op) {
	case '+':
		return dec_add(a, b, out);
	case '-':
		return dec_sub(a, b, out);
	case '*':
		return dec_mul(a, b, out);
	case '/':
		return dec_div(a, b, out);
	default:
		return dec_mod(a, b, out);
	}
}

static void arithmetic_is_exact_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *a;
		char op;
		const char *b, *want; /* NULL: refused */
	} cases[] = {
		{ "0.1", '+', "0.2", "0.3" },
		{ "12.50", '+', "0.5", "13.00" },
		{ "1", '-', "0.000000000000000001", "0.999999999999999999" },
		{ "100000000000000000000000000000000.0", '+', "0.50", "100000000000000000000000000000000.5" },
		{ "100000000000000000000000000000000.0", '+', "0.25", NULL },
		{ NINES34, '+', "1", NULL },
		{ NINES34, '-', NINES34, "0" },
		{ "-" NINES34, '-', "1", NULL },
		{ "12.50", '*', "3", "37.50" },
		{ "-0.05", '*', "1.19", "-0.0595" },
		{ "0.000000001", '*', "0.0000000005", "0.000000000000000001" },
		{ "0.000000001", '*', "0.0000000004", "0" },
		{ "-0.000000001", '*', "0.0000000005", "-0.000000000000000001" },
		{ "1234.567890123456789012", '*', "1234.567890123456789012", "1524157.875323883675048682" },
		{ "10000000000000000000", '*', "10000000000000000000", NULL },
		{ NINES34, '*', "1", NINES34 },
		{ NINES34, '*', "0.1", "999999999999999999999999999999999.9" },
		{ "10", '/', "4", "2.5" },
		{ "10.00", '/', "0.05", "200" },
		{ "1", '/', "3", "0.333333333333333333" },
		{ "2", '/', "3", "0.666666666666666667" },
		{ "-2", '/', "3", "-0.666666666666666667" },
		{ "-0.000000000000000001", '/', "2", "-0.000000000000000001" },
		{ "0.000000000000000001", '/', "2.1", "0" },
		{ "1", '/', "0.00", NULL },
		{ NINES34, '/', "0.000000000000000001", NULL },
		{ "0", '/', "7", "0" },
		{ "-7", '%', "2", "-1" },
		{ "5.5", '%', "-2", "1.5" },
		{ "7", '%', "0", NULL },
		{ NINES34, '%', "0.1", NULL },
		{ "1000000000000000000000000000000", '/', "3", "333333333333333333333333333333.3333" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct dec a = num(cases[i].a), b = num(cases[i].b), got = num("-77");
		bool ok = apply(cases[i].op, a, b, &got);
		if (cases[i].want == NULL && ok)
			fail_msg("%s %c %s gave %s", cases[i].a, cases[i].op, cases[i].b, dec_format(arena, got).p);
		assert_str(dec_format(arena, got), cases[i].want == NULL ? "-77" : cases[i].want);
	}
}

static void rounding_has_four_ways(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		unsigned places;
		const char *want[4]; /* half up, down, floor, ceiling */
	} cases[] = {
		{ "2.5", 0, { "3", "2", "2", "3" } },
		{ "-2.5", 0, { "-3", "-2", "-3", "-2" } },
		{ "2.49", 1, { "2.5", "2.4", "2.4", "2.5" } },
		{ "-0.001", 2, { "0.00", "0.00", "-0.01", "0.00" } },
		{ "7", 2, { "7.00", "7.00", "7.00", "7.00" } },
		{ "3.00", 0, { "3", "3", "3", "3" } },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int how = 0; how < 4; how++) {
			struct dec got;
			assert_true(dec_rescale(num(cases[i].in), cases[i].places, (enum dec_round)how, &got));
			assert_str(dec_format(arena, got), cases[i].want[how]);
		}
	struct dec got;
	assert_false(dec_rescale(num(NINES34), 1, DEC_DOWN, &got));
	assert_false(dec_rescale(num("1"), 19, DEC_DOWN, &got));
}

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return *seed >> 16;
}

static struct dec any_number(uint64_t *seed)
{
	struct dec d = { (int64_t)(next_random(seed) % 2000000000001U) - 1000000000000, (unsigned)next_random(seed) % 9 };
	return d;
}

static void laws_hold(void **state)
{
	(void)state;
	uint64_t seed = 1;
	for (int i = 0; i < 20000; i++) {
		struct dec a = any_number(&seed), b = any_number(&seed), sum, back, product, quotient;
		assert_true(dec_add(a, b, &sum));
		assert_true(dec_sub(sum, b, &back));
		assert_int_equal(dec_cmp(back, a), 0);
		assert_int_equal(dec_cmp(num(dec_format(arena, a).p), a), 0);
		assert_true(dec_mul(a, b, &product));
		if (b.units == 0)
			continue;
		assert_true(dec_div(product, b, &quotient));
		assert_int_equal(dec_cmp(quotient, a), 0);
		assert_true(dec_sub(a, b, &back));
		assert_int_equal(dec_cmp(a, b) > 0, back.units > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_and_format_are_inverse),
		cmocka_unit_test(small_integers_convert),
		cmocka_unit_test(order_is_exact),
		cmocka_unit_test(arithmetic_is_exact_or_refused),
		cmocka_unit_test(rounding_has_four_ways),
		cmocka_unit_test(laws_hold),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
