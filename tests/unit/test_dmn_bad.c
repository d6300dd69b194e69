/* SPDX-License-Identifier: EUPL-1.2
 * Every mistake in a decision is found, at its place, in a sentence that helps: tests/golden/dmn-bad/NAME.dmn with the
 * findings expected of it in NAME.txt. Decisions we ship have none. With OZG_WRITE_GOLDEN set the expectations are
 * written. */
#include "test.h"

#include "base/file.h"
#include "dmn/dmn.h"

#include <dirent.h>

static int only_dmn(const struct dirent *e)
{
	return str_ends(str_c(e->d_name), STR(".dmn"));
}

static const char *top(void)
{
	const char *dir = getenv("TOP_SRCDIR");
	return dir == NULL ? "." : dir;
}

static struct str findings(struct arena *a, const char *dir, const char *name)
{
	struct str source;
	struct err err;
	struct diags d = diags_new(a, str_c(name));
	if (!file_read(a, str_fmt(a, "%s/%s", dir, name).p, 1 << 20, &source, &err))
		fail_msg("%s", err.text);
	const struct dmn *m = dmn_read(a, source, &d);
	assert_int_equal(m == NULL, d.n_errors > 0);
	diags_sort(&d);
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	return buf_str(&b);
}

static void mistakes_are_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/tests/golden/dmn-bad", top()).p;
	struct dirent **list;
	int n = scandir(dir, &list, only_dmn, alphasort);
	unsigned wrong = 0;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		const char *expected = str_fmt(a, "%s/%.*s.txt", dir, (int)(strlen(name) - 4), name).p;
		struct str got = findings(a, dir, name), want = STR("");
		struct err err;
		assert_true(got.n > 0);
		if (getenv("OZG_WRITE_GOLDEN") != NULL) {
			FILE *f = fopen(expected, "w");
			assert_non_null(f);
			assert_int_equal(fwrite(got.p, 1, got.n, f), got.n);
			assert_int_equal(fclose(f), 0);
		}
		if (!file_read(a, expected, 1 << 20, &want, &err) || !str_eq(got, want)) {
			printf("--- %s: got\n%.*s--- want\n%.*s", name, STR_ARG(got), STR_ARG(want));
			wrong++;
		}
		free(list[i]);
	}
	free(list);
	assert_int_equal(wrong, 0);
	arena_free(&a);
}

static void our_decisions_are_clean(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *dir = str_fmt(a, "%s/workflows", top()).p;
	struct dirent **list;
	int n = scandir(dir, &list, only_dmn, alphasort);
	assert_true(n >= 0);
	for (int i = 0; i < n; i++) {
		assert_str(findings(a, dir, list[i]->d_name), "");
		free(list[i]);
	}
	free(list);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_are_found),
		cmocka_unit_test(our_decisions_are_clean),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
