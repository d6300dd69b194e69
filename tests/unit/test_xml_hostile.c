/* SPDX-License-Identifier: EUPL-1.2
 * Hostile XML: every file of the security corpus, when it is there, and a few made here that cost time or memory. */
#include "test.h"

#include "base/file.h"
#include "xml/xml.h"

#include <ftw.h>

/* ftw has no argument for its caller. */
static struct {
	size_t files, accepted;
	double worst;
} seen;

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* True when accepted. An element's range must be its tags, whatever was read. */
static bool read_timed(struct arena *a, struct str source)
{
	struct diags d = diags_new(a, STR("hostile.xml"));
	double begin = seconds();
	const struct xml_node *root = xml_parse(a, source, &xml_limits_default, &d);
	double took = seconds() - begin;
	if (took > seen.worst)
		seen.worst = took;
	assert_true((root != NULL) == (d.n_errors == 0));
	if (root == NULL)
		return false;
	assert_int_equal(source.p[root->begin], '<');
	assert_int_equal(source.p[root->end - 1], '>');
	return true;
}

static int visit(const char *path, const struct stat *st, int type)
{
	(void)st;
	if (type != FTW_F)
		return 0;
	struct arena *a = arena_new();
	struct str source;
	struct err err;
	assert_true(file_read(a, path, 16 << 20, &source, &err));
	seen.files++;
	if (read_timed(a, source)) {
		seen.accepted++;
		if (str_find_str(source, STR("<!DOCTYPE")) >= 0 || str_find_str(source, STR("<!ENTITY")) >= 0)
			fail_msg("%s was accepted with a DTD", path);
	}
	arena_free(&a);
	return 0;
}

static void corpus_is_survived(void **state)
{
	(void)state;
	const char *top = getenv("TOP_SRCDIR");
	char path[4096];
	snprintf(path, sizeof path, "%s/../shared/corpora/security/xml", top == NULL ? "." : top);
	if (ftw(path, visit, 16) != 0 || seen.files == 0) {
		print_message("corpus is not there\n");
		skip();
	}
	print_message("%zu files, %zu accepted, worst %.1f ms\n", seen.files, seen.accepted, seen.worst * 1e3);
	assert_true(seen.accepted > 0);
	assert_true(seen.worst < 0.5);
}

static void time_and_memory_are_bounded(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	seen.worst = 0;
	/* attributes: libxml2 alone compares each with all others */
	buf_add_c(&b, "<a");
	for (int i = 0; b.n < (1 << 20) - 20; i++)
		buf_add_fmt(&b, " a%d=''", i);
	buf_add_c(&b, "/>");
	assert_false(read_timed(a, buf_str(&b)));
	/* namespaces in scope: each prefix is looked for among all of them */
	b.n = 0;
	for (int depth = 0; depth < 60; depth++) {
		buf_add_c(&b, "<a");
		for (int i = 0; i < 60; i++)
			buf_add_fmt(&b, " xmlns:n%d_%d='u'", depth, i);
		buf_add_c(&b, ">");
	}
	while (b.n < (1 << 20) - 400)
		buf_add_c(&b, "<n0_0:b/>");
	for (int depth = 0; depth < 60; depth++)
		buf_add_c(&b, "</a>");
	read_timed(a, buf_str(&b));
	/* tags that never end, text that never ends */
	b.n = 0;
	while (b.n < (1 << 20) - 8)
		buf_add_c(&b, "<a>");
	assert_false(read_timed(a, buf_str(&b)));
	b.n = 0;
	buf_add_c(&b, "<a>");
	while (b.n < (1 << 20) - 8)
		buf_add_c(&b, " &#9; ");
	buf_add_c(&b, "</a>");
	assert_true(read_timed(a, buf_str(&b)));
	b.n = 0;
	while (b.n < (1 << 20) - 8)
		buf_add_c(&b, "<!");
	assert_false(read_timed(a, buf_str(&b)));
	b.n = 0;
	while (b.n < (1 << 20) - 8)
		buf_add_c(&b, "<a '");
	assert_false(read_timed(a, buf_str(&b)));
	print_message("worst %.1f ms\n", seen.worst * 1e3);
	assert_true(seen.worst < 0.5);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corpus_is_survived),
		cmocka_unit_test(time_and_memory_are_bounded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
