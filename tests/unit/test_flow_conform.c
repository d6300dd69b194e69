/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite (corpora/bpmn/conformance.json): every case of levels 1 and 2 passes. */
#include "test.h"

#include "flow/conform/flow_conform.h"

#include <unistd.h>

static void all_cases_pass(void **state)
{
	(void)state;
	const char *top = getenv("TOP_SRCDIR");
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/../shared/corpora/bpmn", top == NULL ? "." : top).p;
	const char *suite = str_fmt(a, "%s/conformance.json", dir).p;
	if (access(suite, R_OK) != 0) {
		print_message("# the conformance suite is not here\n");
		arena_free(&a);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_cases_pass),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
