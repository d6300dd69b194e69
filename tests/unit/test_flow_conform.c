/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite (corpora/bpmn/conformance.json): every case of levels 1 and 2 passes. */
#include "test.h"

#include "flow/conform/flow_conform.h"

#include <unistd.h>

static void play(const char *suite, const char *dir, bool must)
{
	struct arena *a = arena_new();
	if (access(suite, R_OK) != 0) {
		print_message("# %s is not here\n", suite);
		arena_free(&a);
		assert_false(must);
		skip();
	}
	struct buf out = buf_new(a);
	struct flow_conform count;
	struct err err;
	if (!flow_conform(suite, dir, &out, &count, &err))
		fail_msg("%s", err.text);
	print_message("%.*s# %zu passed, %zu failed, %zu optional not executed\n", STR_ARG(buf_str(&out)), count.passed,
	    count.failed, count.skipped);
	assert_int_equal(count.failed, 0);
	assert_true(count.passed > 0);
	arena_free(&a);
}

static const char *below_top(const char *path)
{
	static char text[4096];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(text, sizeof text, "%s/%s", top == NULL ? "." : top, path);
	return text;
}

static void all_cases_pass(void **state)
{
	(void)state;
	char dir[4096];
	snprintf(dir, sizeof dir, "%s", below_top("../shared/corpora/bpmn"));
	play(below_top("../shared/corpora/bpmn/conformance.json"), dir, false);
}

/* Where the suites of others are thin. */
static void our_own_pass(void **state)
{
	(void)state;
	char dir[4096];
	snprintf(dir, sizeof dir, "%s", below_top("tests/conform"));
	play(below_top("tests/conform/own.json"), dir, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_cases_pass),
		cmocka_unit_test(our_own_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
