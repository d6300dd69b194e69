/* SPDX-License-Identifier: EUPL-1.2
 * Text catalogues: reading PO files, finding words, saying what is wrong. */
#include "test.h"

#include "html/texts.h"

static void words_are_found(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("de.po"));
	const struct texts *t = texts_parse(a,
	    STR("# Kopf\nmsgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\n"
	        "#. Hinweis\nmsgid \"page.skip\"\nmsgstr \"Zum \\\"Inhalt\\\"\"\n\n"
	        "msgid \"page\"\n\".long\"\nmsgstr \"\"\n  \"Erste Zeile\\n\"\r\n\"zweite\\\\Zeile\"\n"
	        "msgid \"a\"\nmsgstr \"ä\""),
	    &d);
	assert_int_equal(d.n, 0);
	assert_non_null(t);
	assert_string_equal(texts_get(t, STR("page.skip")), "Zum \"Inhalt\"");
	assert_string_equal(texts_get(t, STR("page.long")), "Erste Zeile\nzweite\\Zeile");
	assert_string_equal(texts_get(t, STR("a")), "ä");
	assert_null(texts_get(t, STR("")));
	assert_null(texts_get(t, STR("page")));
	assert_null(texts_get(t, STR("z")));
	struct tpl_texts words = texts_for_tpl(t);
	assert_string_equal(words.find(words.arg, STR("a")), "ä");
	arena_free(&a);
}

static void mistakes_have_a_place(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const struct {
		const char *source;
		unsigned line, col;
		const char *part;
	} cases[] = {
		{ "msgid \"a\"\n", 1, 1, "fehlt der Text" },
		{ "\nmsgid \"a\"\nmsgstr \"\"\n", 2, 1, "fehlt der Text" },
		{ "msgid \"a\"\nmsgstr \"x\"\nmsgid \"b\"\nmsgstr \"x\"\nmsgid \"a\"\nmsgstr \"x\"\n", 5, 1,
		    "schon in Zeile 1" },
		{ "msgid \"a\"\nmsgstr x\n", 2, 8, "Anführungszeichen" },
		{ "msgid \"a\"\nmsgstr \"x\n", 2, 10, "Zeilenende" },
		{ "msgid \"a\"\nmsgstr \"x\" y\n", 2, 10, "Zeilenende" },
		{ "msgid \"a\"\nmsgstr \"x\\q\"\n", 2, 10, "Erlaubt sind nur" },
		{ "msgctxt \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n", 1, 1, "msgctxt" },
		{ "msgstr \"a\"\n", 1, 1, "oder msgstr" },
		{ "\"a\"\n", 1, 1, "oder msgstr" },
		{ "msgid \"a\"\nmsgid_plural \"x\"\nmsgstr[0] \"x\"\n", 2, 1, "Mehrzahl" },
		{ "msgid \"\xFF\"\n", 0, 0, "UTF-8" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct diags d = diags_new(a, STR("de.po"));
		assert_null(texts_parse(a, str_c(cases[i].source), &d));
		assert_true(d.n > 0);
		if (d.list[0].pos.line != cases[i].line || d.list[0].pos.col != cases[i].col ||
		    str_find_str(d.list[0].text, str_c(cases[i].part)) < 0)
			fail_msg("%s: %u:%u %.*s", cases[i].source, d.list[0].pos.line, d.list[0].pos.col, STR_ARG(d.list[0].text));
	}
	struct diags d = diags_new(a, STR("?"));
	assert_null(texts_load(a, "/nonexistent/de.po", &d));
	assert_int_equal(d.n, 1);
	assert_str(d.list[0].file, "/nonexistent/de.po");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found),
		cmocka_unit_test(mistakes_have_a_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
