/* SPDX-License-Identifier: EUPL-1.2
 * The characters of DIN 91379: against the list and the data types of the standard where these are at hand, and the way
 * of each of them through answers, XML, JSON and CSV unchanged. */
#include "test.h"

#include "base/din91379.h"
#include "base/file.h"
#include "base/utf8.h"
#include "form/form.h"
#include "xml/xml.h"

#include <string.h>
#include <uninorm.h>

enum { FILE_MAX = 1 << 20, LETTERS_MAX = 2000 };

static char *corpus(const char *rest)
{
	static char path[512];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(path, sizeof path, "%s/../shared/corpora/%s", top == NULL ? "." : top, rest);
	return path;
}

/* "0043 0328 0306" as text. */
static struct str from_hex(struct arena *a, struct str hex)
{
	struct buf out = buf_new(a);
	struct str one;
	while (str_next(&hex, ' ', &one)) {
		char utf8[4];
		if (one.n > 0)
			buf_add(&out, (struct str){ utf8, utf8_put(utf8, (int32_t)strtol(str_cdup(a, one), NULL, 16)) });
	}
	return buf_str(&out);
}

/* The characters and sequences of the list, without combining marks by themselves; 0 when it is not there. */
static size_t read_list(struct arena *a, struct str letters[LETTERS_MAX], struct str groups[LETTERS_MAX])
{
	struct str text, line;
	struct err err;
	size_t n = 0;
	if (!file_read(a, corpus("security/din91379/latin_list_1.3.txt"), FILE_MAX, &text, &err))
		return 0;
	while (str_next(&text, '\n', &line) && n < LETTERS_MAX) {
		struct str group, kind, hex;
		if (!str_next(&line, ';', &group) || !str_next(&line, ';', &kind) || !str_next(&line, ';', &hex) ||
		    str_eq_c(group, "dc"))
			continue;
		groups[n] = group;
		letters[n++] = from_hex(a, str_trim(hex));
	}
	return n;
}

static bool has(struct str s, enum din91379_set set)
{
	struct str bad;
	return din91379_check(s, set, &bad);
}

static void sets_are_those_of_the_standard(void **state)
{
	struct arena *a = arena_new();
	struct str letters[LETTERS_MAX], groups[LETTERS_MAX];
	size_t n = read_list(a, letters, groups), seen[4] = { 0 };
	(void)state;
	if (n == 0) {
		print_message("no list at %s\n", corpus("security/din91379"));
		arena_free(&a);
		skip();
	}
	for (size_t i = 0; i < n; i++) {
		assert_true(has(letters[i], DIN91379_ALL));
		if (str_eq_c(groups[i], "bll"))
			assert_true(has(letters[i], DIN91379_NAMES));
		assert_int_equal(has(letters[i], DIN91379_LATIN), str_starts(groups[i], STR("b")));
		for (int set = 0; set < 4; set++)
			seen[set] += has(letters[i], (enum din91379_set)set);
	}
	/* sizes of the data types A, B, C and E of the norm's schema */
	static const size_t sizes[4] = { 667, 727, 737, 910 };
	for (int set = 0; set < 4; set++)
		assert_int_equal(seen[set], sizes[set]);
	/* nothing else in the planes that have any */
	size_t single = 0, listed = 0;
	for (size_t i = 0; i < n; i++)
		listed += utf8_count(letters[i]) == 1;
	for (int32_t c = 1; c < 0x20000; c++) {
		char utf8[4];
		if (c < 0xd800 || c > 0xdfff)
			single += has((struct str){ utf8, utf8_put(utf8, c) }, DIN91379_ALL);
	}
	assert_int_equal(single, listed);
	arena_free(&a);
}

static void others_are_named(void **state)
{
	static const struct {
		const char *text, *bad, *name;
		enum din91379_set set;
	} rows[] = {
		{ "Hallo 😀 du", "😀", "U+1F600", DIN91379_ALL },
		{ "李", "李", "U+674E", DIN91379_ALL },
		{ "Z͑x", "Z͑", "U+005A U+0351", DIN91379_ALL },
		{ "C̨̆ü", NULL, NULL, DIN91379_NAMES },
		{ "C̨̃", "C̨̃", "U+0043 U+0328 U+0303", DIN91379_ALL },
		{ "K͟Hk͟h", NULL, NULL, DIN91379_NAMES },
		{ "Müller 7", "7", "U+0037", DIN91379_NAMES },
		{ "Weg 7", NULL, NULL, DIN91379_PLACES },
		{ "Χρήστος", "Χ", "U+03A7", DIN91379_LATIN },
		{ "Χρήστος", NULL, NULL, DIN91379_ALL },
		{ "12 €\nzwei", NULL, NULL, DIN91379_LATIN },
		{ "", NULL, NULL, DIN91379_NAMES },
	};
	struct arena *a = arena_new();
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str bad;
		bool good = din91379_check(str_c(rows[i].text), rows[i].set, &bad);
		assert_int_equal(good, rows[i].bad == NULL);
		if (good)
			continue;
		assert_true(str_eq_c(bad, rows[i].bad));
		assert_true(str_eq_c(din91379_name(a, bad), rows[i].name));
	}
	arena_free(&a);
}

static struct str decomposed(struct arena *a, struct str s)
{
	size_t n;
	uint8_t *nfd = u8_normalize(UNINORM_NFD, (const uint8_t *)s.p, s.n, NULL, &n);
	assert_non_null(nfd);
	struct str out = str_dup(a, (struct str){ (const char *)nfd, n });
	free(nfd);
	return out;
}

#define TEXTS                                                                                                          \
	"<form xmlns='urn:ozg:form:1' id='f' fim='S1V1'><title>T</title><page id='p' title='P'>"                           \
	"<text id='t' label='Text' fim='F1V1'/><longtext id='l' label='Lang' fim='F2V1'/></page></form>"

/* Posted as people's keyboards may send it, decomposed: stored, shown, sent on and exported as the standard writes it.
 */
static void letters_pass_unchanged(void **state)
{
	struct arena *a = arena_new();
	struct str letters[LETTERS_MAX], groups[LETTERS_MAX];
	struct diags d = diags_new(a, STR("f.xml"));
	struct form_world world = { 0 };
	const struct form *f = form_read(a, STR(TEXTS), &d);
	size_t n = read_list(a, letters, groups), passed = 0;
	(void)state;
	assert_non_null(f);
	assert_true(date_from_ymd(2026, 3, 1, &world.today));
	for (size_t i = 0; i < n; i++) {
		if (str_eq_c(letters[i], "\t") || str_eq_c(letters[i], "\n") || str_eq_c(letters[i], "\r") ||
		    str_eq_c(letters[i], "\xc2\xa0"))
			continue; /* white space */
		struct str word = str_fmt(a, "a%.*sz", STR_ARG(letters[i]));
		struct str apart = decomposed(a, word);
		struct form_param params[] = { { .name = STR("t"), .value = apart }, { .name = STR("l"), .value = apart } };
		json_t *answers = json_object();
		enum form_action action;
		struct err err;
		assert_true(form_post(a, f, 0, params, 2, answers, &world, &action, &err));
		assert_true(str_eq_c(word, json_string_value(json_object_get(answers, "t"))));
		const struct form_state *s = form_eval(a, f, answers, &world);
		const struct form_error *errors;
		if (form_errors(s, &errors) > 0)
			fail_msg("%.*s", STR_ARG(errors[0].message));
		const struct form_view_page *page = form_view(a, s, 0, true);
		assert_true(str_eq(page->items.items[0].value, word));
		struct buf xml = buf_new(a), csv = buf_new(a);
		assert_true(form_xfall(s, &xml, &err));
		const struct xml_node *x = xml_parse(a, buf_str(&xml), &xml_limits_default, &d);
		assert_true(x != NULL && str_eq(x->first->text, word));
		json_t *result = form_result(s);
		const json_t *row = result;
		form_csv(a, f, &row, 1, &csv);
		if (strchr(",;\"", letters[i].p[0]) == NULL)
			assert_true(str_find_str(buf_str(&csv), str_fmt(a, "\r\n%.*s,", STR_ARG(word))) >= 0);
		char *text = json_dumps(result, 0);
		json_t *again = json_loads(text, 0, NULL);
		assert_true(json_equal(result, again));
		free(text);
		json_decref(again);
		json_decref(result);
		json_decref(answers);
		passed++;
	}
	arena_free(&a);
	if (n == 0)
		skip();
	print_message("%zu letters passed\n", passed);
}

static void tables_are_safe(void **state)
{
	static const char form[] =
	    "<form xmlns='urn:ozg:form:1' id='f'><title>T</title><page id='p' title='P'>"
	    "<text id='a' label='A' required='no'/><decimal id='b' label='B' required='no'/>"
	    "<group id='g' label='G' min='0' max='3'><text id='c' label='C'/></group>"
	    "<choices id='d' label='D' required='no'><code value='x'>X</code><code value='y'>Y</code></choices>"
	    "<note>N</note></page></form>";
	static const char *const rows[] = { "{\"a\":\"=1+1\",\"b\":\"-1.50\",\"g\":[{\"c\":\"x,y\"},{\"c\":\"@SUM(1)\"}]}",
		"{\"a\":\"er sagt \\\"ja\\\"\",\"d\":[\"x\",\"y\"]}", "{}" };
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("f.xml"));
	const struct form *f = form_read(a, str_c(form), &d);
	const json_t *answers[3];
	struct buf out = buf_new(a);
	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < 3; i++) {
		json_t *j = json_loads(rows[i], 0, NULL);
		arena_defer(a, (void (*)(void *))json_decref, j);
		answers[i] = j;
	}
	form_csv(a, f, answers, 3, &out);
	assert_string_equal(str_cdup(a, buf_str(&out)),
	    "a,b,g[1]/c,g[2]/c,d\r\n\"'=1+1\",-1.50,\"x,y\",\"'@SUM(1)\",\r\n\"er sagt \"\"ja\"\"\",,,,x y\r\n,,,,\r\n");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(sets_are_those_of_the_standard),
		cmocka_unit_test(others_are_named), cmocka_unit_test(letters_pass_unchanged),
		cmocka_unit_test(tables_are_safe) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
