/* SPDX-License-Identifier: EUPL-1.2
 * PO files: contexts, flags, what is passed over; what is written is read again as it was. */
#include "test.h"

#include "base/po.h"

static void entries_have_contexts_and_flags(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("x.po"));
	struct po po;
	assert_true(po_parse(a,
	    STR("# Kopf\nmsgid \"\"\nmsgstr \"Language: en\\n\"\n\n"
	        "#. a comment\n#: halter@label\nmsgctxt \"halter@label\"\nmsgid \"Halter\"\nmsgstr \"Keeper\"\n"
	        "#, fuzzy, c-format\n#| msgid \"Alt\"\nmsgctxt \"x@hint\"\nmsgid \"Neu\"\nmsgstr \"\"\n\"Ne\"\n\"w\"\n"
	        "\n#~ msgid \"Weg\"\n#~ msgstr \"Gone\"\n\n"
	        "msgid \"Halter\"\nmsgstr \"\"\nmsgctxt \"y\"\nmsgid \"\"\nmsgstr \"\"\n"),
	    &d, &po));
	assert_int_equal(d.n, 0);
	assert_str(po.language, "en");
	assert_int_equal(po.n, 4);
	assert_str(po.list[0].context, "halter@label");
	assert_str(po.list[0].id, "Halter");
	assert_str(po.list[0].text, "Keeper");
	assert_int_equal(po.list[0].line, 7);
	assert_false(po.list[0].fuzzy);
	assert_true(po.list[1].fuzzy);
	assert_str(po.list[1].text, "New");
	assert_str(po.list[2].context, "");
	assert_false(po.list[2].fuzzy);
	assert_str(po.list[3].context, "y");
	arena_free(&a);
}

static void what_is_written_is_read(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "Ja", "„So“ \"und\" so", "a\\b\tc", "Absatz\n\nnoch einer", "Ende\n",
		"\n" };
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("x.po"));
	struct buf out = buf_new(a);
	po_add_header(&out, STR("form x"), "en");
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		po_add_entry(
		    &out, str_fmt(a, "%zu@label", i), str_c(texts[i]), str_c(texts[sizeof texts / sizeof *texts - 1 - i]));
	struct po po;
	assert_true(po_parse(a, buf_str(&out), &d, &po));
	assert_int_equal(po.n, sizeof texts / sizeof *texts);
	for (size_t i = 0; i < po.n; i++) {
		assert_str(po.list[i].id, texts[i]);
		assert_str(po.list[i].text, texts[po.n - 1 - i]);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_have_contexts_and_flags),
		cmocka_unit_test(what_is_written_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
