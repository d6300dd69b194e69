/* SPDX-License-Identifier: EUPL-1.2
 * The checker finds what it is there for, where it is, and nothing that is not there.
 *
 *   tests/golden/lint/NAME.xml   one mistake each; the first line says where and which: <!-- LINE:COL LEVEL CODE -->
 *   tests/golden/lint.txt        all findings in all of them, in their words; written with OZG_WRITE_GOLDEN set
 *   tests/golden/lint-good       unusual forms that are right: no error, no warning
 *   forms/, the real forms       nothing, and no error, in time */
#include "test.h"

#include "base/file.h"
#include "form/fim/code_folder.h"
#include "form/form.h"

#include <dirent.h>
#include <time.h>

enum { FILE_MAX = 16 << 20 };

static struct str read_file(struct arena *a, const char *path)
{
	struct str text = { NULL, 0 };
	struct err err;
	return file_read(a, path, FILE_MAX, &text, &err) ? text : STR("");
}

static const char *top(void)
{
	const char *dir = getenv("TOP_SRCDIR");
	return dir == NULL ? "." : dir;
}

static int only_xml(const struct dirent *e)
{
	return str_ends(str_c(e->d_name), STR(".xml"));
}

static const char *level_name(enum diag_level level)
{
	return level == DIAG_ERROR ? "error" : level == DIAG_WARNING ? "warning" : "note";
}

static bool is_there(const struct diags *d, struct str want)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diag *x = &d->list[i];
		char text[128];
		snprintf(text, sizeof text, "<!-- %u:%u %s %s -->", x->pos.line, x->pos.col, level_name(x->level), x->code);
		if (str_eq_c(want, text))
			return true;
	}
	return false;
}

/* What is expected is there, and no error of another kind. */
static void check_seed(struct arena *a, const char *name, struct buf *all)
{
	const struct form_options options = { .lint = true };
	struct diags d = diags_new(a, str_c(name));
	struct str source = read_file(a, str_fmt(a, "%s/tests/golden/lint/%s", top(), name).p);
	struct str rest = source, want;
	assert_true(str_next(&rest, '\n', &want));
	form_read_with(a, source, &options, &d);
	diags_print(&d, all);
	bool found = is_there(&d, want), others = false;
	struct str code = want;
	for (int i = 0; i < 4; i++)
		str_next(&code, ' ', &rest); /* rest: the code */
	for (size_t i = 0; i < d.n; i++)
		others |= d.list[i].level == DIAG_ERROR && !str_eq_c(rest, d.list[i].code);
	struct buf got = buf_new(a);
	diags_print(&d, &got);
	if (!found || others)
		fail_msg("%s: want %.*s, got\n%.*s", name, STR_ARG(want), STR_ARG(buf_str(&got)));
}

static void every_seeded_mistake_is_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf all = buf_new(a);
	struct dirent **list;
	int n = scandir(str_fmt(a, "%s/tests/golden/lint", top()).p, &list, only_xml, alphasort);
	for (int i = 0; i < n; i++) {
		check_seed(a, list[i]->d_name, &all);
		free(list[i]);
	}
	free(list);
	assert_true(n >= 40);
	print_message("%d seeded mistakes\n", n);
	const char *golden = str_fmt(a, "%s/tests/golden/lint.txt", top()).p;
	if (getenv("OZG_WRITE_GOLDEN") != NULL) {
		FILE *f = fopen(golden, "w");
		assert_true(f != NULL && fwrite(all.p, 1, all.n, f) == all.n && fclose(f) == 0);
	}
	struct str want = read_file(a, golden), got = buf_str(&all), want_line, got_line;
	while (str_next(&got, '\n', &got_line) && str_next(&want, '\n', &want_line))
		if (!str_eq(got_line, want_line))
			fail_msg("lint.txt: want %.*s\n got %.*s", STR_ARG(want_line), STR_ARG(got_line));
	assert_int_equal(got.n, want.n);
	arena_free(&a);
}

/* However much another family asks: what stops the publication is found, and what was not looked at is said. */
static void a_large_form_hides_no_error(void **state)
{
	const struct form_options options = { .lint = true };
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("large.xml"));
	struct str source = read_file(a, str_fmt(a, "%s/tests/golden/lint/rules-contradict.xml", top()).p);
	ptrdiff_t end = str_find_str(source, STR("</form>"));
	struct buf b = buf_new(a);
	(void)state;
	buf_add(&b, str_sub(source, 0, (size_t)end));
	buf_add_c(&b, "<page id='more' title='Mehr'>");
	for (int i = 0; i < 1500; i++)
		buf_add_fmt(&b, "<integer id='q%d' label='Frage %d' min='0' max='99'%s/>", i, i,
		    i == 0 ? "" : str_fmt(a, " relevant='$q%d &gt; %d or $q%d = %d'", i * 7 % i, i % 90, i / 2, i % 50).p);
	buf_add_c(&b, "</page>");
	buf_add(&b, str_sub(source, (size_t)end, source.n));
	form_read_with(a, buf_str(&b), &options, &d);
	assert_true(is_there(&d, STR("<!-- 13:17 error contradiction -->")));
	assert_true(is_there(&d, STR("<!-- 2:1 note unfinished -->")));
	arena_free(&a);
}

/* Unusual, and right: nothing but notes. */
static void unusual_forms_are_left_alone(void **state)
{
	const struct form_options options = { .lint = true };
	struct arena *a = arena_new();
	struct dirent **list;
	(void)state;
	int n = scandir(str_fmt(a, "%s/tests/golden/lint-good", top()).p, &list, only_xml, alphasort);
	for (int i = 0; i < n; i++) {
		struct diags d = diags_new(a, str_c(list[i]->d_name));
		struct str source = read_file(a, str_fmt(a, "%s/tests/golden/lint-good/%s", top(), list[i]->d_name).p);
		const struct form *f = form_read_with(a, source, &options, &d);
		struct buf got = buf_new(a);
		diags_print(&d, &got);
		for (size_t k = 0; k < d.n; k++)
			if (f == NULL || d.list[k].level != DIAG_NOTE)
				fail_msg("%.*s", STR_ARG(buf_str(&got)));
		free(list[i]);
	}
	free(list);
	assert_true(n >= 30);
	arena_free(&a);
}

static void forms_we_ship_have_no_findings(void **state)
{
	const struct form_options options = { .lint = true };
	struct arena *a = arena_new();
	struct dirent **list;
	(void)state;
	int n = scandir(str_fmt(a, "%s/forms", top()).p, &list, NULL, alphasort), seen_forms = 0;
	for (int i = 0; i < n; i++) {
		struct diags d = diags_new(a, str_c(list[i]->d_name));
		struct str source = read_file(a, str_fmt(a, "%s/forms/%s/form.xml", top(), list[i]->d_name).p);
		free(list[i]);
		if (source.n == 0)
			continue;
		seen_forms++;
		const struct form *f = form_read_with(a, source, &options, &d);
		struct buf got = buf_new(a);
		diags_print(&d, &got);
		if (f == NULL || d.n > 0)
			fail_msg("%.*s", STR_ARG(buf_str(&got)));
	}
	free(list);
	assert_true(seen_forms > 0);
	arena_free(&a);
}

/* ---- real forms ---- */

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct {
	size_t forms, findings;
	double worst;
} seen;

static void check_real(const char *folder, const char *name, struct code_folder *lists)
{
	struct arena *a = arena_new();
	struct str id = str_sub(str_c(name), 0, (size_t)str_find(str_c(name), 'V'));
	struct form_options options = { .codelist = form_code_folder_find, .codelist_arg = lists, .lint = true };
	struct str source = read_file(a, str_fmt(a, "%s/forms/%s", folder, name).p);
	options.rules = read_file(a, str_fmt(a, "%s/rules/%.*s.rules.json", folder, STR_ARG(id)).p);
	struct diags d = diags_new(a, str_c(name));
	double begin = seconds();
	const struct form *f = form_read_with(a, source, &options, &d);
	double took = seconds() - begin;
	struct buf got = buf_new(a);
	diags_print(&d, &got);
	if (f == NULL || d.n_errors > 0)
		fail_msg("%.*s", STR_ARG(buf_str(&got)));
	seen.forms++;
	seen.findings += d.n;
	seen.worst = took > seen.worst ? took : seen.worst;
	arena_free(&a);
}

static void real_forms_have_no_error(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const char *folder = str_fmt(a, "%s/../shared/corpora/xdf3", top()).p;
	struct dirent **list;
	struct err err;
	int n = scandir(str_fmt(a, "%s/forms", folder).p, &list, only_xml, alphasort);
	if (n < 0) {
		print_message("no corpus at %s\n", folder);
		arena_free(&a);
		skip();
	}
	struct code_folder *lists = form_code_folder_open(a, str_fmt(a, "%s/../genericode", folder).p, &err);
	assert_non_null(lists);
	for (int i = 0; i < n; i++) {
		check_real(folder, list[i]->d_name, lists);
		free(list[i]);
	}
	free(list);
	print_message(
	    "%zu real forms, %zu warnings and notes, slowest %.0f ms\n", seen.forms, seen.findings, seen.worst * 1e3);
	assert_true(seen.worst < 1); /* sanitizers and a busy machine included; 0.2 s otherwise */
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_seeded_mistake_is_found),
		cmocka_unit_test(a_large_form_hides_no_error),
		cmocka_unit_test(unusual_forms_are_left_alone),
		cmocka_unit_test(forms_we_ship_have_no_findings),
		cmocka_unit_test(real_forms_have_no_error),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
