/* SPDX-License-Identifier: EUPL-1.2
 * Responsibility: the longest prefix wins, and ties are said aloud. */
#include "test.h"

#include "region/region.h"

#define DOG STR_INIT("99102013000000")

static const struct region_rule rules[] = {
	{ STR_INIT("ochsenfurt"), STR_INIT("steueramt"), DOG, STR_INIT("096790170170"), STR_INIT("Ochsenfurt"),
	    STR_INIT("Steueramt") },
	{ STR_INIT("marktbreit"), STR_INIT("steueramt"), DOG, STR_INIT("096755618"), STR_INIT("VG Marktbreit"),
	    STR_INIT("Steuerstelle") },
	{ STR_INIT("segnitz"), STR_INIT("rathaus"), DOG, STR_INIT("096755618166"), STR_INIT("Segnitz"),
	    STR_INIT("Rathaus") },
	{ STR_INIT("eibelstadt"), STR_INIT("kasse"), DOG, STR_INIT("096795646"), STR_INIT("VG Eibelstadt"),
	    STR_INIT("Kasse") },
	{ STR_INIT("eibelstadt"), STR_INIT("amt"), DOG, STR_INIT("096795646"), STR_INIT("VG Eibelstadt"), STR_INIT("Amt") },
	{ STR_INIT("land"), STR_INIT("amt"), STR_INIT("99000000000000"), STR_INIT(""), STR_INIT("Land"), STR_INIT("Amt") },
};

static struct region_answer find(struct arena *a, const char *service, const char *ars)
{
	return region_find(a, rules, sizeof rules / sizeof rules[0], str_c(service), str_c(ars));
}

static void longest_prefix_decides(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct region_answer r = find(a, "99102013000000", "096755618147");
	assert_int_equal(r.kind, REGION_ONE);
	assert_str(r.rules[0].tenant, "marktbreit");
	assert_str(r.reason, "");
	r = find(a, "99102013000000", "096755618166");
	assert_int_equal(r.kind, REGION_ONE);
	assert_str(r.rules[0].tenant, "segnitz");
	r = find(a, "99000000000000", "010010000000"); /* the empty prefix is everywhere */
	assert_int_equal(r.kind, REGION_ONE);
	assert_str(r.rules[0].tenant, "land");
	arena_free(&a);
}

static void none_and_several_have_reasons(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct region_answer r = find(a, "99102013000000", "096755617170");
	assert_int_equal(r.kind, REGION_NONE);
	assert_true(r.n == 0 && r.reason.n > 0);
	r = find(a, "99999999999999", "096755618147");
	assert_int_equal(r.kind, REGION_NONE);
	r = find(a, "99102013000000", "096795646124");
	assert_int_equal(r.kind, REGION_SEVERAL);
	assert_int_equal(r.n, 2);
	assert_true(str_find_str(r.reason, STR("Kasse und Amt")) >= 0);
	static const char *const bad[] = { "", "09675561814", "0967556181470", "09675561814x" };
	for (size_t i = 0; i < 4; i++) {
		r = find(a, "99000000000000", bad[i]);
		assert_int_equal(r.kind, REGION_NONE);
		assert_int_equal(r.n, 0);
		assert_false(region_ars_valid(str_c(bad[i])));
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(longest_prefix_decides),
		cmocka_unit_test(none_and_several_have_reasons),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
