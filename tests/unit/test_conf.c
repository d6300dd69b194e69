/* SPDX-License-Identifier: EUPL-1.2
 * The configuration file: what is accepted, and what each mistake is told. */
#include "test.h"

#include "base/conf.h"

static void good_file_is_read(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("ozg.conf"));
	struct conf c;
	struct str source = STR("# comment\n"
	                        "\n"
	                        "db_citizen = host=/run dbname=ozg user=ozg_citizen\n"
	                        "  base_url=https://x.example  \r\n"
	                        "secure_cookies = no\n"
	                        "processes = 16");
	assert_true(conf_parse(a, source, &c, &d));
	assert_int_equal(d.n, 0);
	assert_string_equal(c.db_citizen, "host=/run dbname=ozg user=ozg_citizen");
	assert_string_equal(c.base_url, "https://x.example");
	assert_string_equal(c.smtp_url, "");
	assert_false(c.secure_cookies);
	assert_int_equal(c.processes, 16);
	struct err err;
	assert_true(conf_need(c.base_url, "base_url", &err));
	assert_false(conf_need(c.smtp_url, "smtp_url", &err));
	assert_non_null(strstr(err.text, "smtp_url"));
	arena_free(&a);
}

static void defaults_are_the_safe_ones(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("ozg.conf"));
	struct conf c;
	assert_true(conf_parse(a, STR(""), &c, &d));
	assert_true(c.secure_cookies);
	assert_int_equal(c.processes, 4);
	arena_free(&a);
}

static void all_mistakes_are_found_with_their_place(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("ozg.conf"));
	struct conf c = { .processes = 99 };
	struct str source = STR("db_citizn = x\n"
	                        "  nonsense\n"
	                        "processes = 0\n"
	                        "processes = 4x\n"
	                        "secure_cookies = maybe\n"
	                        "share =\n"
	                        "share = /a\n");
	assert_false(conf_parse(a, source, &c, &d));
	static const struct {
		unsigned line, col;
		const char *code;
	} want[] = {
		{ 1, 1, "unknown-key" },
		{ 2, 3, "syntax" },
		{ 3, 1, "bad-value" },
		{ 4, 1, "double-key" },
		{ 5, 1, "bad-value" },
		{ 6, 1, "empty-value" },
		{ 7, 1, "double-key" },
	};
	assert_int_equal(d.n, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(d.list[i].pos.line, want[i].line);
		assert_int_equal(d.list[i].pos.col, want[i].col);
		assert_string_equal(d.list[i].code, want[i].code);
	}
	assert_int_equal(c.processes, 99); /* untouched */
	arena_free(&a);
}

static void files_that_cannot_be_read_are_findings(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct conf c;
	const char *paths[] = { "/does/not/exist.conf", "/" };
	for (size_t i = 0; i < 2; i++) {
		struct diags d = diags_new(a, str_c(paths[i]));
		assert_false(conf_read(a, paths[i], &c, &d));
		assert_int_equal(d.n, 1);
		assert_true(str_find_str(d.list[0].text, str_c(paths[i])) >= 0);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_file_is_read),
		cmocka_unit_test(defaults_are_the_safe_ones),
		cmocka_unit_test(all_mistakes_are_found_with_their_place),
		cmocka_unit_test(files_that_cannot_be_read_are_findings),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
