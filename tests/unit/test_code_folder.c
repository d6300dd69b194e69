/* SPDX-License-Identifier: EUPL-1.2
 * Code lists that come as texts or lie in a folder: found by their address, the newest when no version is asked for. */
#include "test.h"

#include "form/fim/code_folder.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST(ns, prefix, uri, version)                                                                                 \
	"<g:CodeList xmlns:g='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'" ns "><" prefix                      \
	"Identification><" prefix "ShortName>x</" prefix "ShortName><" prefix "Version>" version "</" prefix               \
	"Version><" prefix "CanonicalUri> " uri "\n</" prefix "CanonicalUri></" prefix                                     \
	"Identification><SimpleCodeList><Row/></SimpleCodeList>"                                                           \
	"</g:CodeList>"
#define PLAIN(uri, version) LIST("", "", uri, version)

struct lists {
	struct arena *a;
	struct code_folder *f;
	struct diags d;
	struct str uri, version;
};

static struct lists begin(void)
{
	struct arena *a = arena_new();
	return (struct lists){ .a = a, .f = form_code_folder_new(a), .d = diags_new(a, STR("liste.xml")) };
}

static bool add(struct lists *l, const char *text)
{
	return form_code_folder_add(l->f, str_c(text), &l->uri, &l->version, &l->d);
}

static const char *found(struct lists *l, const char *uri, const char *version)
{
	struct str text;
	return form_code_folder_find(l->f, str_c(uri), str_c(version), &text) ? str_cdup(l->a, text) : NULL;
}

static void lists_name_themselves(void **state)
{
	static const char *const same[] = { PLAIN("urn:a:b", "2"), LIST("", "g:", "urn:a:b", "2"),
		LIST(" xmlns='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'", "", "urn:a:b", "2") };
	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		struct lists l = begin();
		assert_true(add(&l, same[i]));
		assert_true(str_eq_c(l.uri, "urn:a:b"));
		assert_true(str_eq_c(l.version, "2"));
		assert_string_equal(found(&l, "urn:a:b", "2"), same[i]);
		assert_string_equal(found(&l, "urn:a:b", ""), same[i]);
		assert_null(found(&l, "urn:a:b", "1"));
		assert_null(found(&l, "urn:a", ""));
		assert_null(found(&l, "", ""));
		arena_free(&l.a);
	}
}

static void the_newest_is_found(void **state)
{
	static const char *const order[] = { "", "1", "2", "2.9", "2.10", "2.10a", "10", "2024-01-31", "2024-10-01",
		"99999999999999999999999" };
	enum { N = sizeof order / sizeof *order };
	(void)state;
	for (size_t i = 0; i < N; i++)
		for (size_t k = 0; k < N; k++) {
			struct lists l = begin();
			const char *one = str_fmt(l.a, PLAIN("u", "%s"), order[i]).p,
			           *two = str_fmt(l.a, PLAIN("u", "%s"), order[k]).p;
			assert_true(add(&l, one));
			assert_true(add(&l, two));
			assert_string_equal(found(&l, "u", ""), i > k ? one : two);
			arena_free(&l.a);
		}
}

static void what_is_no_list_is_refused(void **state)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "", "" },
		{ "kein XML", "" },
		{ "<a/>", "keine Codeliste" },
		{ "<rechnung><Identification><CanonicalUri>u</CanonicalUri></Identification></rechnung>", "keine Codeliste" },
		{ "<CodeList/>", "keine Codeliste" },
		{ "<CodeList><Identification/></CodeList>", "keine Codeliste" },
		{ "<CodeList><Identification><CanonicalUri> </CanonicalUri></Identification></CodeList>", "keine Codeliste" },
		{ "<!DOCTYPE a [<!ENTITY b \"c\">]><CodeList>&b;</CodeList>", "" },
		{ "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><CodeList><Identification><CanonicalUri>&b;"
		  "</CanonicalUri></Identification></CodeList>",
		    "" },
		{ PLAIN("u", "1") "Rest", "" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lists l = begin();
		assert_false(add(&l, rows[i].text));
		assert_true(l.d.n_errors > 0);
		assert_true(str_find_str(l.d.list[0].text, str_c(rows[i].words)) >= 0);
		assert_null(found(&l, "u", ""));
		arena_free(&l.a);
	}
}

/* Of a list only its head is built: the rows may be many, the elements before them not. */
static void rows_cost_nothing(void **state)
{
	struct lists l = begin();
	struct buf many = buf_new(l.a), deep = buf_new(l.a);
	(void)state;
	buf_add_c(&many, "<CodeList><Identification><CanonicalUri>u</CanonicalUri></Identification><SimpleCodeList>");
	for (int i = 0; i < 100000; i++)
		buf_add_c(&many, "<Row><Value ColumnRef='a'><SimpleValue>x</SimpleValue></Value></Row>");
	buf_add_c(&many, "</SimpleCodeList></CodeList>");
	assert_true(form_code_folder_add(l.f, buf_str(&many), &l.uri, &l.version, &l.d));
	for (int i = 0; i < 100000; i++)
		buf_add_c(&deep, "<CodeList>");
	assert_false(form_code_folder_add(l.f, buf_str(&deep), &l.uri, &l.version, &l.d));
	arena_free(&l.a);
}

static void put(struct arena *a, const char *folder, const char *name, const char *text)
{
	FILE *f = fopen(str_fmt(a, "%s/%s", folder, name).p, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void folders_are_looked_through(void **state)
{
	struct lists l = begin();
	struct err err;
	char folder[] = "/tmp/code-folder-XXXXXX";
	static const char *const names[] = { "a.xml", "b.gc", "c.txt", ".d.xml", "unter/e.xml", "kaputt.xml", "unter", "" };
	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mkdir(str_fmt(l.a, "%s/unter", folder).p, 0700), 0);
	put(l.a, folder, "a.xml", PLAIN("u", "1"));
	put(l.a, folder, "b.gc", PLAIN("u", "2"));
	put(l.a, folder, "c.txt", PLAIN("u", "3"));
	put(l.a, folder, ".d.xml", PLAIN("u", "4"));
	put(l.a, folder, "unter/e.xml", PLAIN("v", "5"));
	put(l.a, folder, "kaputt.xml", "<CodeList><Identification>");
	l.f = form_code_folder_open(l.a, folder, &err);
	assert_non_null(l.f);
	assert_string_equal(found(&l, "u", ""), PLAIN("u", "2"));
	assert_string_equal(found(&l, "u", "1"), PLAIN("u", "1"));
	assert_string_equal(found(&l, "v", ""), PLAIN("v", "5"));
	assert_null(found(&l, "u", "3"));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		remove(str_fmt(l.a, "%s/%s", folder, names[i]).p);
	assert_null(found(&l, "u", "")); /* gone meanwhile */
	assert_null(form_code_folder_open(l.a, folder, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	arena_free(&l.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_name_themselves),
		cmocka_unit_test(the_newest_is_found),
		cmocka_unit_test(what_is_no_list_is_refused),
		cmocka_unit_test(rows_cost_nothing),
		cmocka_unit_test(folders_are_looked_through),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
