/* SPDX-License-Identifier: EUPL-1.2
 * XDatenfelder 3 made for these tests: structure, rules, code lists, output. Real ones are in test_xdf3_corpus.c. */
#include "test_xdf.h"

static void existence_follows_anzahl(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "", STRUCT("1:1", INPUT("F1", "text")))) STRUCT(
	                 "0:1", GROUP("G2", "", STRUCT("1:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "text"))))
	                     STRUCT("2:3", GROUP("G3", "", STRUCT("1:1", INPUT("F1", "bool"))))
	                         STRUCT("1:2", INPUT("F4", "num_int")) STRUCT("0:*", INPUT("F5", "date"))));
	expect(x, "{}", "G1/F1 required, G3 count, F4 count");
	expect(x, "{\"G1\":{},\"G2\":{\"F1\":\"\"},\"G3\":[{},{}],\"F4\":[\"\",null],\"F5\":[]}",
	    "G1/F1 required, G3 count, F4 count");
	expect(x, "{\"G1\":{\"F1\":\"\"},\"G2\":{\"F2\":\"x\"},\"G3\":[{\"F1\":false},{}],\"F4\":[\"1\"]}",
	    "G1/F1 required, G2/F1 required, G3[2]/F1 required");
	expect(x,
	    "{\"G1\":{\"F1\":\"a\"},\"G3\":[{\"F1\":true},{\"F1\":false}],\"F4\":[\"1\",\"x\"],\"F5\":[\"2026-02-30\"]}",
	    "F4[2] type, F5[1] type");
	expect(x, "{\"G1\":{\"F1\":\"a\"},\"G3\":[{\"F1\":true},{\"F1\":false}],\"F4\":[\"1\",\"2\",\"3\"]}", "F4 count");
	expect(x, "{\"G1\":{\"F1\":\"a\"},\"G3\":[{\"F1\":true},{\"F1\":false}],\"F4\":\"1\",\"F9\":\"1\"}",
	    "F9 unknown, F4 type");
}

static void details_are_judged(void **state)
{
	struct fixture *x = *state;
	read_form(
	    x, FORM(STRUCT("1:1", FIELD("F1", "input", "text",
	                              "<x:praezisierung minLength='2' maxLength='3' pattern='[a-zä]+$'/>")) STRUCT("1:1",
	           FIELD("F2", "input", "num", "<x:praezisierung minValue='0' maxValue='1000000'/>")) STRUCT("1:1",
	           FIELD("F3", "input", "file", "<x:maxSize>10</x:maxSize><x:mediaType>image/png</x:mediaType>"))
	               STRUCT("0:1", INPUT("F4", "time")) STRUCT("0:1", INPUT("F5", "datetime"))
	                   STRUCT("1:1", FIELD("F6", "locked", "text", "<x:praezisierung maxLength='2'/>"))
	                       STRUCT("1:1", FIELD("F7", "hidden", "text", ""))
	                           STRUCT("1:1", FIELD("F8", "label", "text", "<x:inhalt>Lesen Sie.</x:inhalt>"))));
	const char *good = "{\"F1\":\"äb\",\"F2\":\"1\",\"F3\":{\"name\":\"a\",\"type\":\"image/png\",\"size\":10}}";
	expect(x, good, "");
	expect(x,
	    "{\"F1\":\"ä\",\"F2\":\"1000000.01\",\"F3\":{\"name\":\"a\",\"type\":\"image/gif\",\"size\":1},"
	    "\"F4\":\"25:00:00\",\"F5\":\"2026-02-30T10:00:00\",\"F6\":\"abc\",\"F8\":\"x\"}",
	    "F8 unknown, F1 length, F2 range, F3 media-type, F4 type, F5 type, F6 length");
	expect(x, "{\"F1\":\"äb1\",\"F2\":\"1e3\",\"F3\":{\"name\":\"a\",\"type\":\"image/png\",\"size\":11}}",
	    "F1 pattern, F2 type, F3 size");
	expect(x, "{\"F1\":\"abcd\",\"F2\":\"-1\",\"F3\":\"a\",\"F4\":\"23:59:59\",\"F5\":\"2026-02-28T10:00:00Z\"}",
	    "F1 length, F2 range, F3 type");
}

static void a_choice_has_one_child(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "<x:art><code>X</code></x:art>",
	                                    STRUCT("0:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "text"))))));
	expect(x, "{}", "G1 choice");
	expect(x, "{\"G1\":{\"F1\":\"a\",\"F2\":\"b\"}}", "G1 choice");
	expect(x, "{\"G1\":{\"F2\":\"b\"}}", "");
}

static void rules_require_and_forbid(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"F2\"", IS("self.F1", "true")) "," RULE(
	    "\"G1\"", "forbid", "\"F2\"", "{\"not\":{\"identifier\":\"F1\"}}") "," RULE("\"G1\"", "require", "\"G4\"",
	    "{\"identifier\":\"self.F1\"}") "," RULE("\"G1\",\"G4\"", "require", "\"F6\"", "true") "," RULE("\"G1\"",
	    "forbid", "\"G5\"", EMPTY("F2")));
	read_form(x, FORM(STRUCT("0:*",
	                 GROUP("G1", "",
	                     STRUCT("0:1", INPUT("F1", "bool")) STRUCT("0:1", INPUT("F2", "text")) STRUCT("0:1",
	                         GROUP("G4", "", STRUCT("1:1", INPUT("F3", "text")) STRUCT("0:1", INPUT("F6", "text"))))
	                         STRUCT("1:1", GROUP("G5", "", STRUCT("1:1", INPUT("F3", "text"))))))));
	expect(x, "{}", "");
	expect(x, "{\"G1\":[{\"F2\":\"x\",\"G5\":{\"F3\":\"y\"}}]}", "G1[1]/F2 forbidden");
	expect(x, "{\"G1\":[{\"F1\":false},{\"F1\":true}]}",
	    "G1[2]/F2 required, G1[2]/G4 required, G1[2]/G4/F3 required, G1[2]/G4/F6 required");
	expect(x, "{\"G1\":[{\"F1\":true,\"F2\":\"x\",\"G4\":{\"F3\":\"z\",\"F6\":\"z\"}}]}", "G1[1]/G5/F3 required");
	expect(x, "{\"G1\":[{\"G5\":{\"F3\":\"1\",\"F9\":2}}]}", "G1[1]/G5/F9 unknown, G1[1]/G5 forbidden");
}

static void rules_are_two_valued(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "valid", "null",
	    "{\"or\":[{\"not_equal\":[{\"identifier\":\"F1\"},\"1\"]},{\"less_than\":[{\"identifier\":\"F2\"},{"
	    "\"identifier\":"
	    "\"F3\"}]}]}") "," RULE("\"G1\"", "valid", "null",
	    "{\"is_valid_date\":[{\"identifier\":\"F2\"},{\"identifier\":\"F3\"},{\"identifier\":\"F4\"}]}") "," RULE("\"G1"
	                                                                                                              "\"",
	    "forbid", "\"F5\"", "{\"xor\":[" EMPTY("F2") "," EMPTY("F3") "," EMPTY("F4") "]}"));
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "",
	                                    STRUCT("0:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "num_int"))
	                                        STRUCT("0:1", INPUT("F3", "num_int")) STRUCT("0:1", INPUT("F4", "num_int"))
	                                            STRUCT("0:1", INPUT("F5", "text"))))));
	expect(x, "{}", "");
	expect(x, "{\"G1\":{\"F1\":\"1\",\"F2\":\"2\"}}", "");
	expect(x, "{\"G1\":{\"F1\":\"1\",\"F2\":\"2\",\"F3\":\"2\"}}", "G1 rule");
	expect(x, "{\"G1\":{\"F2\":\"29\",\"F3\":\"2\",\"F4\":\"2026\"}}", "G1 rule");
	expect(x, "{\"G1\":{\"F2\":\"29\",\"F3\":\"2\",\"F4\":\"2028\"}}", "");
	expect(x, "{\"G1\":{\"F2\":\"31\",\"F3\":\"2\",\"F5\":\"x\"}}", "G1/F5 forbidden");
	expect(x, "{\"G1\":{\"F2\":\"31\",\"F5\":\"x\"}}", "");
}

static void groups_are_empty_or_not(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "valid", "null", "{\"xor\":[" EMPTY("self.G2") "," EMPTY("G3") "]}"));
	read_form(x, FORM(STRUCT("0:1", GROUP("G1", "",
	                                    STRUCT("0:1", GROUP("G2", "", STRUCT("1:1", INPUT("F1", "text"))))
	                                        STRUCT("0:*", GROUP("G3", "", STRUCT("1:1", INPUT("F1", "text"))))))));
	expect(x, "{}", "");
	expect(x, "{\"G1\":{\"G2\":{\"F1\":\"a\"}}}", "");
	expect(x, "{\"G1\":{\"G3\":[{\"F1\":\"a\"}]}}", "");
	expect(x, "{\"G1\":{\"G2\":{\"F1\":\"a\"},\"G3\":[{\"F1\":\"a\"}]}}", "G1 rule");
}

static void unclear_rules_are_refused(void **state)
{
	struct fixture *x = *state;
	const char *form = FORM(STRUCT("1:1", GROUP("G1", "",
	                                          STRUCT("0:1", GROUP("G2", "", STRUCT("0:1", INPUT("F1", "text"))))
	                                              STRUCT("0:1", GROUP("G3", "", STRUCT("0:1", INPUT("F1", "text")))))));
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"F1\"", "true"));
	refused(x, form, "mehrdeutig");
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"F2\"", "true"));
	refused(x, form, "gibt es unterhalb");
	x->options.rules = RULES(RULE("\"G2\"", "require", "\"F1\"", "true"));
	refused(x, form, "der Weg zu ihrer Gruppe");
	x->options.rules = RULES(RULE("\"G1\",\"G2\"", "demand", "\"F1\"", "true"));
	refused(x, form, "die Wirkung");
	x->options.rules = RULES(RULE("\"G1\",\"G2\"", "require", "\"F1\"", "{\"nand\":[]}"));
	refused(x, form, "den Operator „nand“");
	x->options.rules = STR("{");
	refused(x, form, "Die Regeln sind nicht zu lesen");
	x->options.rules = RULES(RULE("\"G1\",\"G2\"", "require", "\"F1\"", "true"));
	read_form(x, form);
	expect(x, "{\"G1\":{\"G3\":{\"F1\":\"x\"}}}", "");
	expect(x, "{\"G1\":{\"G2\":{\"F1\":\"\"}}}", "");
}

#define ROWS(p)                                                                                                        \
	"<" p "SimpleCodeList><" p "Row><" p "Value ColumnRef='k'><" p "SimpleValue>001</" p "SimpleValue></" p            \
	"Value><" p "Value><" p "SimpleValue>Eins</" p "SimpleValue></" p "Value></" p "Row></" p "SimpleCodeList>"
#define COLUMNS(p)                                                                                                     \
	"<" p "ColumnSet><" p "Column Id='k' Use='required'/><" p "Column Id='v'/><" p "Key Id='q'><" p                    \
	"ColumnRef Ref='k'/></" p "Key></" p "ColumnSet>"
#define GC "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"

static bool one_list(void *arg, struct str uri, struct str version, struct str *text)
{
	*text = str_c(arg);
	return str_eq_c(uri, "urn:übung:liste") && version.n == 0;
}

static void code_lists_in_three_spellings(void **state)
{
	static const char *const spellings[] = {
		"<g:CodeList xmlns:g='" GC "'>" COLUMNS("") ROWS("") "</g:CodeList>",
		"<g:CodeList xmlns:g='" GC "'>" COLUMNS("g:") ROWS("g:") "</g:CodeList>",
		"<CodeList xmlns='" GC "'>" COLUMNS("") ROWS("") "</CodeList>",
	};
	struct fixture *x = *state;
	const char *form = FORM(STRUCT("1:1", FIELD("F1", "select", "text",
	                                          "<x:codelisteReferenz><x:canonicalIdentification>urn:übung:liste</"
	                                          "x:canonicalIdentification></x:codelisteReferenz>")));
	x->options.codelist = one_list;
	for (size_t i = 0; i < 3; i++) {
		x->options.codelist_arg = (void *)(uintptr_t)spellings[i];
		read_form(x, form);
		expect(x, "{\"F1\":\"001\"}", "");
		expect(x, "{\"F1\":\"1\"}", "F1 code");
		assert_true(str_find_str(x->findings, STR("Die Codeliste")) < 0);
	}
	x->options.codelist = NULL;
	read_form(x, form);
	expect(x, "{\"F1\":\"anything\"}", "");
	assert_true(str_find_str(x->findings, STR("warning: Die Codeliste urn:übung:liste ist nicht da")) >= 0);
}

static void answers_become_xfall(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "", STRUCT("0:1", INPUT("F1", "text")))) STRUCT(
	                 "0:2", INPUT("F2", "bool")) STRUCT("0:1", GROUP("G3", "", STRUCT("1:1", INPUT("F1", "text"))))
	                     STRUCT("1:1", FIELD("F4", "locked", "text", ""))));
	const struct form_state *s = eval(x, x->imported, "{\"F2\":[true,false],\"G3\":{\"F1\":\"<&>\"}}");
	struct buf out = buf_new(x->a);
	struct err err;
	assert_true(form_xfall(s, &out, &err));
	assert_string_equal(str_cdup(x->a, buf_str(&out)),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<S1V2.0.0 xmlns=\"urn:fim-de:xfall:datenschema:xdf3\">\n\t<G1V1.0.0></G1V1.0.0>\n\t<F2V1.0.0>true</F2V1.0.0>\n"
	    "\t<F2V1.0.0>false</F2V1.0.0>\n\t<G3V1.0.0>\n\t\t<F1V1.0.0>&lt;&amp;&gt;</F1V1.0.0>\n\t</G3V1.0.0>\n"
	    "\t<F4V1.0.0></F4V1.0.0>\n</S1V2.0.0>\n");
	assert_false(form_xfall(eval(x, x->direct, "{\"F2\":[1]}"), &out, &err));
}

/* What a rule forbids is taken out when people go on; a list is filled entry by entry. */
static void posts_follow_the_rules(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "forbid", "\"F2\"", "{\"not\":{\"identifier\":\"F1\"}}"));
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "",
	                                    STRUCT("1:1", INPUT("F1", "bool")) STRUCT("0:1", INPUT("F2", "text"))
	                                        STRUCT("0:3", INPUT("F3", "text"))))));
	static const struct form_param yes[] = { { .name = STR_INIT("G1/F1"), .value = STR_INIT("true") },
		{ .name = STR_INIT("G1/F2"), .value = STR_INIT("b") },
		{ .name = STR_INIT("_action"), .value = STR_INIT("add:G1/F3") } };
	static const struct form_param no[] = { { .name = STR_INIT("G1/F1"), .value = STR_INIT("false") },
		{ .name = STR_INIT("G1/F3[1]"), .value = STR_INIT("c") } };
	static const struct form_param away[] = { { .name = STR_INIT("G1/F1"), .value = STR_INIT("false") },
		{ .name = STR_INIT("_action"), .value = STR_INIT("remove:G1/F3[1]") } };
	static const struct {
		const struct form_param *params;
		size_t n;
		const char *after;
	} steps[] = { { yes, 3, "{\"G1\":{\"F1\":true,\"F2\":\"b\",\"F3\":[\"\"]}}" },
		{ no, 2, "{\"G1\":{\"F1\":false,\"F3\":[\"c\"]}}" }, { away, 2, "{\"G1\":{\"F1\":false,\"F3\":[]}}" } };
	json_t *answers = json_loads("{\"G1\":{\"F1\":true}}", 0, NULL);
	for (size_t i = 0; i < 3; i++) {
		enum form_action action;
		struct err err;
		if (!form_post(x->a, x->direct, 0, steps[i].params, steps[i].n, answers, &x->world, &action, &err))
			fail_msg("%s", err.text);
		json_t *want = json_loads(steps[i].after, 0, NULL);
		if (!json_equal(answers, want))
			fail_msg("%s", json_dumps(answers, 0));
		json_decref(want);
		form_view(x->a, form_eval(x->a, x->direct, answers, &x->world), 0, true);
	}
	json_decref(answers);
}

static void broken_schemas_are_refused(void **state)
{
	struct fixture *x = *state;
	refused(x, FORM(STRUCT("1", INPUT("F1", "text"))), "„anzahl“ schreibt man");
	refused(x, FORM(STRUCT("1:1", INPUT("", "text"))), "fehlt die id");
	refused(x, FORM(STRUCT("1:1", INPUT("F1", "blob"))), "kein Datentyp");
	refused(x, FORM(STRUCT("1:1", FIELD("F1", "magic", "text", ""))), "keine Feldart");
	refused(x, FORM("<x:unbekannt/>"), "gibt es in „stammdatenschema“");
	refused(x, FORM(STRUCT("1:1", "")), "genau ein „datenfeld“");
	refused(x, "<a xmlns='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'/>", "kein Stammdatenschema");
	refused(x, "<a xmlns='urn:xoev-de:fim:standard:xdatenfelder_2'/>", "kein Stammdatenschema");
	refused(x, "<a xmlns='urn:xoev-de:fim:standard:xdatenfelder_1'/>", "in XDatenfelder 3 herunter");
}

/* Relations may be most of a file: they are read over, wherever they stand. */
static void relations_cost_nothing(void **state)
{
	struct fixture *x = *state;
	struct buf out = buf_new(x->a);
	const char *form = FORM(STRUCT("1:1", INPUT("F1", "text")));
	const char *at = strstr(form, "<x:struktur>");
	buf_add(&out, (struct str){ form, (size_t)(at - form) });
	for (int i = 0; i < 100000; i++)
		buf_add_c(&out, "<x:relation><x:objekt><x:id>F1</x:id></x:objekt></x:relation>");
	buf_add_c(&out, at);
	struct diags d = diags_new(x->a, STR("big.xml"));
	size_t before = arena_used(x->a);
	const struct form *f = form_read(x->a, buf_str(&out), &d);
	assert_non_null(f);
	assert_int_equal(form_n_pages(f), 1);
	assert_true(arena_used(x->a) - before < 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(existence_follows_anzahl, setup, teardown),
		cmocka_unit_test_setup_teardown(details_are_judged, setup, teardown),
		cmocka_unit_test_setup_teardown(a_choice_has_one_child, setup, teardown),
		cmocka_unit_test_setup_teardown(rules_require_and_forbid, setup, teardown),
		cmocka_unit_test_setup_teardown(rules_are_two_valued, setup, teardown),
		cmocka_unit_test_setup_teardown(groups_are_empty_or_not, setup, teardown),
		cmocka_unit_test_setup_teardown(unclear_rules_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(code_lists_in_three_spellings, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_become_xfall, setup, teardown),
		cmocka_unit_test_setup_teardown(posts_follow_the_rules, setup, teardown),
		cmocka_unit_test_setup_teardown(broken_schemas_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(relations_cost_nothing, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
