/* SPDX-License-Identifier: EUPL-1.2
 * Constructs that forms of the catalogue may have though the real ones at hand do not: none of them keeps a form from
 * running. XDatenfelder 2, rules in prose and pages, too. */
#include "test_xdf.h"

#include "form/form_model.h"

#define DETAIL(id, type, attrs) FIELD(id, "input", type, "<x:praezisierung " attrs "/>")

static void details_of_every_type(void **state)
{
	struct fixture *x = *state;
	read_form(x,
	    FORM(STRUCT("0:1", DETAIL("F1", "time", "minValue='08:00:00' maxValue='18:00:00'")) STRUCT(
	        "0:1", DETAIL("F2", "datetime", "minValue='2026-01-01T00:00:00' maxValue='2026-12-31T23:59:59Z'"))
	            STRUCT("0:1", DETAIL("F3", "date", "minValue='2026-01-01' maxValue='2026-12-31' pattern='2026-0.*'"))
	                STRUCT("0:1", DETAIL("F4", "num_int", "minValue='0' maxValue='99999' pattern='[0-9]{5}'"))
	                    STRUCT("0:1", DETAIL("F5", "num_currency", "minValue='0.01' maxValue='100.00'"))
	                        STRUCT("0:1", DETAIL("F6", "num", "minValue='-1.5'")) STRUCT("0:1", INPUT("F7", "obj"))));
	expect(x,
	    "{\"F1\":\"08:00:00\",\"F2\":\"2026-06-01T12:00:00\",\"F3\":\"2026-01-31\",\"F4\":\"12345\",\"F5\":\"100\","
	    "\"F6\":\"-1.5\",\"F7\":\"x\"}",
	    "");
	expect(x,
	    "{\"F1\":\"07:59:59\",\"F2\":\"2027-01-01T00:30:00\",\"F3\":\"2026-11-01\",\"F4\":\"1234\",\"F5\":\"100.01\","
	    "\"F6\":\"-1.51\"}",
	    "F1 range, F2 range, F3 pattern, F4 pattern, F5 range, F6 range");
	expect(x, "{\"F1\":\"18:00:01\",\"F2\":\"2025-12-31T23:59:59\",\"F3\":\"2027-01-01\",\"F5\":\"0\"}",
	    "F1 range, F2 range, F3 range, F5 range");
	expect(x, "{\"F1\":\"19:00:00+01:00\",\"F2\":\"2027-01-01T00:30:00+01:00\"}", "");
}

static void details_that_say_nothing(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("0:1", DETAIL("F1", "text", "minLength='x' maxLength='0'"))
	                     STRUCT("0:1", DETAIL("F2", "text", "minLength='9' maxLength='2'"))
	                         STRUCT("0:1", DETAIL("F3", "num", "minValue='0,5' maxValue='viel'"))
	                             STRUCT("0:1", DETAIL("F4", "num_int", "minValue='5' maxValue='1'"))
	                                 STRUCT("0:1", DETAIL("F5", "date", "minValue='heute' maxValue='31.12.2026'"))
	                                     STRUCT("0:1", DETAIL("F6", "time", "minValue='8 Uhr'"))
	                                         STRUCT("0:1", DETAIL("F7", "bool", "pattern='ja'")) STRUCT(
	                                             "0:1", FIELD("F8", "input", "file", "<x:maxSize>groß</x:maxSize>"))
	                                             STRUCT("0:1", DETAIL("F9", "text", "maxLength='10000000'"))));
	static const char *const codes[] = { "minLength=\"x\" bei F1", "maxLength=\"0\" bei F1", "minLength=\"9\" bei F2",
		"minValue=\"0,5\" bei F3", "maxValue=\"viel\" bei F3", "minValue=\"5\" bei F4", "minValue=\"heute\" bei F5",
		"maxValue=\"31.12.2026\" bei F5", "minValue=\"8 Uhr\" bei F6", "pattern=\"ja\" bei F7",
		"„groß“ ist keine Größe", "maxLength=\"10000000\" bei F9" };
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		says(x, codes[i]);
	expect(x, "{\"F1\":\"a\",\"F2\":\"ab\",\"F3\":\"0.1\",\"F4\":\"1\",\"F5\":\"1900-01-01\",\"F6\":\"01:00:00\"}", "");
	refused(x, FORM(STRUCT("0:1", DETAIL("F1", "text", "pattern='([a-z]+)*'"))), "Wiederholung ohne Ende");
	read_form(x, FORM(STRUCT("0:1", DETAIL("F1", "text", "pattern='(?=.*[0-9]).*'")) STRUCT("0:1",
	                 DETAIL("F2", "text", "pattern='.{0,9000}'")) STRUCT("0:1", DETAIL("F3", "text", "pattern='(a'"))));
	says(x, "pattern=\"(?=.*[0-9]).*\" bei F1 wird nicht geprüft");
	says(x, "pattern=\".{0,9000}\" bei F2 wird nicht geprüft");
	expect(x, "{\"F1\":\"a\",\"F2\":\"b\",\"F3\":\"c\"}", "");
}

/* Numbers as XML Schema knows them, and lengths that are no whole words of digits. */
static void numbers_are_written_in_many_ways(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("0:1", DETAIL("F1", "num", "minValue='1E3' maxValue='1.5e+4'"))
	                     STRUCT("0:1", DETAIL("F2", "num", "minValue='+.5' maxValue='2.'"))
	                         STRUCT("0:1", DETAIL("F3", "num_int", "minValue='-1e0' maxValue='1.0'"))
	                             STRUCT("0:1", DETAIL("F4", "num", "minValue='-2.5e-1' maxValue='1e99'"))
	                                 STRUCT("0:1", DETAIL("F5", "text", "minLength='2.0' maxLength='+3'"))));
	says(x, "maxValue=\"1e99\" bei F4");
	expect(x, "{\"F1\":\"1000\",\"F2\":\"0.5\",\"F3\":\"-1\",\"F4\":\"-0.25\",\"F5\":\"abc\"}", "");
	expect(x, "{\"F1\":\"15000.1\",\"F2\":\"2.01\",\"F3\":\"2\",\"F4\":\"-0.26\",\"F5\":\"abcd\"}",
	    "F1 range, F2 range, F3 range, F4 range, F5 length");
	expect(x, "{\"F1\":\"999\",\"F2\":\"0.4\",\"F5\":\"a\"}", "F1 range, F2 range, F5 length");
}

static void what_nobody_can_fill_in_is_not_demanded(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("2:3", FIELD("F1", "locked", "text", "")) STRUCT("1:*", FIELD("F2", "hidden", "date", ""))
	                     STRUCT("1:1", INPUT("F3", "text"))));
	expect(x, "{\"F3\":\"a\"}", "");
	expect(x, "{\"F1\":[\"a\",\"b\",\"c\",\"d\"],\"F2\":[\"x\"],\"F3\":\"a\"}", "F1 count, F2[1] type");
	struct buf out = buf_new(x->a);
	struct err err;
	assert_true(form_xfall(eval(x, x->direct, "{\"F1\":[\"b\"],\"F3\":\"a\"}"), &out, &err));
	assert_true(str_find_str(buf_str(&out), STR("<F1V1.0.0>b</F1V1.0.0>\n\t<F1V1.0.0></F1V1.0.0>\n\t<F2V1.0.0>")) >= 0);
}

/* A group without children and what occurs zero times are not part of the form; rules may name them. */
static void rules_about_what_is_not_there(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"G2\"", "true") "," RULE("\"G1\"", "require", "\"F1\"",
	    "{\"and\":[" EMPTY("G2") "," EMPTY("F2") ",{\"not\":" IS(
	        "F2", "\"x\"") "},{\"not\":{\"identifier\":\"F3\"}}]}") "," RULE("\"G1\",\"G2\"", "valid", "null",
	    "false") "," RULE("\"G1\"", "forbid", "\"F2\"", "true"));
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "",
	                                    STRUCT("0:1", INPUT("F1", "text")) STRUCT("0:0", INPUT("F2", "text"))
	                                        STRUCT("0:0", INPUT("F3", "bool")) STRUCT("1:1", GROUP("G2", "", ""))))));
	expect(x, "{}", "G1/F1 required");
	expect(x, "{\"G1\":{\"F1\":\"a\"}}", "");
}

/* A group deep in repetitions is empty only when it is empty in all of them; of many conditions exactly one holds. */
static void rules_count(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "forbid", "\"F1\"", EMPTY("G3")) "," RULE("\"G1\"", "valid", "null",
	    "{\"xor\":[" IS("F4", "\"1\"") "," IS("F5", "\"1\"") "," IS("F6", "\"1\"") "," IS("F7", "\"1\"") "," IS(
	        "F8", "\"1\"") "," EMPTY("F4") "," EMPTY("F5") "," EMPTY("F6") "," EMPTY("F7") "," EMPTY("F8") "]}"));
#define OPTIONAL(id) STRUCT("0:1", INPUT(id, "text"))
	read_form(x,
	    FORM(STRUCT("1:1",
	        GROUP("G1", "",
	            OPTIONAL("F1") OPTIONAL("F4") OPTIONAL("F5") OPTIONAL("F6") OPTIONAL("F7") OPTIONAL("F8") STRUCT(
	                "0:*", GROUP("G2", "",
	                           OPTIONAL("F2") STRUCT("0:1", GROUP("G3", "", STRUCT("1:1", INPUT("F3", "text"))))))))));
	expect(x,
	    "{\"G1\":{\"F1\":\"a\",\"F4\":\"1\",\"F5\":\"2\",\"F6\":\"2\",\"F7\":\"2\",\"F8\":\"2\","
	    "\"G2\":[{\"F2\":\"x\"},{\"G3\":{\"F3\":\"y\"}}]}}",
	    "");
	expect(x, "{\"G1\":{\"F1\":\"a\",\"F4\":\"1\",\"G2\":[{\"F2\":\"x\"}]}}", "G1 rule, G1/F1 forbidden");
}

static void contents_are_proposed_when_they_fit(void **state)
{
	struct fixture *x = *state;
#define CONTENT(id, type, content) STRUCT("0:1", FIELD(id, "input", type, "<x:inhalt>" content "</x:inhalt>"))
	read_form(x, FORM(CONTENT("F1", "num_int", "5") CONTENT("F2", "num_int", "fünf") CONTENT(
	                 "F3", "date", "2026-01-01") CONTENT("F4", "date", "morgen") CONTENT("F5", "bool",
	                 "true") CONTENT("F6", "bool", "vielleicht") CONTENT("F7", "file", "x") STRUCT("0:1",
	                 FIELD("F8", "select", "text",
	                     "<x:inhalt>9</x:inhalt><x:werte><x:wert><x:code>1</x:code><x:name>eins</x:name></x:wert>"
	                     "</x:werte>")) STRUCT("1:1", FIELD("F9", "locked", "text", "<x:inhalt>fest</x:inhalt>"))));
	says(x, "Der Inhalt „fünf“ passt nicht zu „F2“");
	says(x, "Der Inhalt „morgen“ passt nicht zu „F4“");
	says(x, "Der Inhalt „vielleicht“ passt nicht zu „F6“");
	says(x, "Der Inhalt „9“ passt nicht zu „F8“");
	silent(x, "„F1“");
	static const struct {
		const char *id, *value;
	} want[] = { { "F1", "5" }, { "F2", "" }, { "F3", "2026-01-01" }, { "F4", "" }, { "F5", "true" }, { "F6", "" },
		{ "F8", "" }, { "F9", "fest" } };
	for (size_t i = 0; i < sizeof want / sizeof *want; i++)
		assert_true(str_eq_c(form_member(x->imported->root, str_c(want[i].id))->dflt, want[i].value));
	x->world.contents = true;
	const struct form_view_page *page = form_view(x->a, eval(x, x->direct, "{}"), 0, false);
	assert_true(str_eq_c(page->items.items[page->items.n - 1].value, "fest"));
}

static void values_of_all_sorts(void **state)
{
	struct fixture *x = *state;
#define VALUE(code, name) "<x:wert><x:code>" code "</x:code><x:name>" name "</x:name></x:wert>"
	read_form(
	    x, FORM(STRUCT("1:1",
	           FIELD("F1", "select", "text",
	               "<x:werte>" VALUE("http://publications.europa.eu/resource/authority/language/GERMAN-AND-MORE/x", "")
	                   VALUE("", "ohne") VALUE("1", "eins") VALUE("1", "doppelt") "</x:werte>"))
	               STRUCT("0:1", FIELD("F2", "select", "num_int", "<x:werte>" VALUE("7", "sieben") "</x:werte>"))
	                   STRUCT("0:1", FIELD("F3", "select", "text", "<x:werte/>"))
	                       STRUCT("0:1", FIELD("F4", "input", "text", "<x:werte>" VALUE("1", "eins") "</x:werte>"))));
	says(x, "keinen brauchbaren Schlüssel");
	says(x, "steht schon in dieser Liste");
	expect(x,
	    "{\"F1\":\"http://publications.europa.eu/resource/authority/language/GERMAN-AND-MORE/x\",\"F2\":\"7\","
	    "\"F3\":\"x\",\"F4\":\"frei\"}",
	    "");
	expect(x, "{\"F1\":\"2\",\"F2\":\"8\"}", "F1 code, F2 code");
}

static bool any_list(void *arg, struct str uri, struct str version, struct str *text)
{
	(void)arg;
	*text =
	    STR("<g:CodeList xmlns:g='http://docs.oasis-open.org/codelist/ns/genericode/1.0/'><Identification><Version>3"
	        "</Version><CanonicalUri>urn:l</CanonicalUri></Identification><ColumnSet><Column Id='k' Use='required'/>"
	        "<Column Id='v'/><Key Id='q'><ColumnRef Ref='k'/></Key></ColumnSet><SimpleCodeList><Row><Value "
	        "ColumnRef='k'><SimpleValue>7</SimpleValue></Value><Value ColumnRef='v'><SimpleValue>sieben</SimpleValue>"
	        "</Value></Row></SimpleCodeList></g:CodeList>");
	return str_eq_c(uri, "urn:l") && (version.n == 0 || str_eq_c(version, "3"));
}

/* A list by its address with version only; a column that is not there; the version that was there is written down. */
static void lists_are_found_and_pinned(void **state)
{
	struct fixture *x = *state;
#define LIST(id, what, more)                                                                                           \
	STRUCT("0:1", FIELD(id, "select", "text", "<x:codelisteReferenz>" what "</x:codelisteReferenz>" more))
	const char *form = FORM(LIST("F1", "<x:canonicalVersionUri>urn:l_3</x:canonicalVersionUri>", "")
	        LIST("F2", "<x:canonicalIdentification>urn:l</x:canonicalIdentification>", "<x:codeKey>w</x:codeKey>")
	            LIST("F3", "<x:canonicalVersionUri>urn:l_4</x:canonicalVersionUri>", ""));
	x->options.codelist = any_list;
	read_form(x, form);
	says(x, "Die Spalte „w“ gibt es in der Codeliste nicht");
	says(x, "Die Codeliste urn:l, Fassung 4 ist nicht da");
	expect(x, "{\"F1\":\"8\",\"F2\":\"7\",\"F3\":\"8\"}", "F1 code");
	struct buf native = buf_new(x->a);
	struct diags d = diags_new(x->a, STR("x"));
	assert_true(form_import(str_c(form), &x->options, &native, &d));
	assert_true(str_find_str(buf_str(&native), STR("uri=\"urn:l\" version=\"3\"")) >= 0);
}

static void numbers_of_occurrence(void **state)
{
	struct fixture *x = *state;
	read_form(
	    x, FORM(STRUCT("0:100", GROUP("G1", "", STRUCT("0:100", GROUP("G2", "", STRUCT("1:1", INPUT("F1", "text"))))))
	               STRUCT("0:1000000", INPUT("F2", "text")) STRUCT("200:300", INPUT("F3", "text"))
	                   STRUCT(" 0 : 1 ", INPUT("F4", "text")) STRUCT("0:0", INPUT("F5", "text"))));
	expect(x, "{\"G1\":[{\"G2\":[{\"F1\":\"a\"},{}]}],\"F2\":[\"a\"],\"F3\":[\"x\"]}",
	    "G1[1]/G2[2]/F1 required, F3 count");
	refused(x, FORM(STRUCT("2:1", INPUT("F1", "text"))), "die kleinere Zahl zuerst");
}

static void one_element_twice_in_a_group(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("1:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F1", "text"))));
	says(x, "„F1-2“");
	expect(x, "{\"F1-2\":\"b\"}", "F1 required");
	expect(x, "{\"F1\":\"a\",\"F1-2\":\"b\"}", "");
	const struct form_state *s = eval(x, x->imported, "{\"F1\":\"a\",\"F1-2\":\"b\"}");
	struct buf out = buf_new(x->a);
	struct err err;
	assert_true(form_xfall(s, &out, &err));
	assert_true(str_find_str(buf_str(&out), STR("<F1V1.0.0>a</F1V1.0.0>\n\t<F1V1.0.0>b</F1V1.0.0>")) >= 0);
}

static void a_choice_of_mandatory_children(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "<x:art><code>X</code></x:art>",
	                                    STRUCT("1:1", INPUT("F1", "text"))
	                                        STRUCT("1:1", GROUP("G2", "", STRUCT("1:1", INPUT("F2", "text"))))))));
	says(x, "muss 0:1 vorkommen");
	expect(x, "{}", "G1 choice");
	expect(x, "{\"G1\":{\"F1\":\"a\"}}", "");
	expect(x, "{\"G1\":{\"G2\":{\"F2\":\"a\"}}}", "");
}

static void nothing_to_see(void **state)
{
	struct fixture *x = *state;
	read_form(x, FORM(STRUCT("1:1", FIELD("F1", "hidden", "text", "")) STRUCT("1:1", GROUP("G1", "", ""))
	                     STRUCT("1:1", GROUP("G2", "", STRUCT("1:1", FIELD("F2", "hidden", "text", ""))))));
	expect(x, "{}", "");
	assert_false(form_page_relevant(eval(x, x->direct, "{}"), 0));
	assert_true(form_page_relevant(eval(x, x->direct, "{}"), 1));
	read_form(x, FORM(""));
	expect(x, "{}", "");
	says(x, "Das Schema enthält nichts");
	read_form(x, FORM(STRUCT("1:1", FIELD("F1", "hidden", "text", "")) STRUCT("1:1", INPUT("F2", "text"))));
	assert_int_equal(form_page_next(eval(x, x->direct, "{}"), 0), 1);
	expect(x, "{\"F2\":\"x\"}", "");
}

#define FIVE(g)                                                                                                        \
	STRUCT("1:1", INPUT(g "1", "text"))                                                                                \
	STRUCT("1:1", INPUT(g "2", "text"))                                                                                \
	STRUCT("1:1", INPUT(g "3", "text")) STRUCT("1:1", INPUT(g "4", "text")) STRUCT("1:1", INPUT(g "5", "text"))
#define TEN(id, more) GROUP(id, more, FIVE("F" id "1") FIVE("F" id "2"))

/* Large groups are cut between the groups in them, and the paths of answers stay. */
static void large_groups_get_several_pages(void **state)
{
	struct fixture *x = *state;
	read_form(x,
	    FORM(STRUCT("1:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "text")) STRUCT(
	        "1:1", GROUP("G1", "<x:hilfetextEingabe>Hilfe</x:hilfetextEingabe>",
	                   STRUCT("1:1", INPUT("F3", "text")) STRUCT("1:1", TEN("G2", "")) STRUCT("1:1",
	                       FIELD("F4", "hidden", "text", "")) STRUCT("1:1", TEN("G3", "")) STRUCT("2:3", TEN("G4", ""))
	                       STRUCT("1:1", GROUP("G5", "",
	                                         STRUCT("1:1", TEN("G6", "")) STRUCT("0:1", TEN("G7", ""))
	                                             STRUCT("1:1", TEN("G8", "")))))) STRUCT("0:*",
	        GROUP("G9", "", STRUCT("1:1", TEN("G2", "")) STRUCT("1:1", TEN("G3", "")) STRUCT("1:1", TEN("G4", ""))))));
	static const char *const titles[] = { "Allgemeine Angaben", "Gruppe G1", "Gruppe G3", "Gruppe G6", "Gruppe G8",
		"Gruppe G9" };
	const struct form *const forms[] = { x->direct, x->imported };
	for (size_t f = 0; f < 2; f++) {
		assert_int_equal(form_n_pages(forms[f]), sizeof titles / sizeof *titles);
		for (size_t i = 0; i < form_n_pages(forms[f]); i++)
			assert_true(str_eq_c(form_page_title(forms[f], i), titles[i]));
	}
	const struct form_state *s = eval(x, x->imported, "{\"G1\":{\"G2\":{\"FG211\":\"a\"}}}");
	const struct form_view_page *page = form_view(x->a, s, 1, true);
	assert_true(str_eq_c(page->intro, "Hilfe"));
	assert_true(str_eq_c(page->items.items[0].path, "G1/F3"));
	assert_int_equal(page->n_errors, 10);
	page = form_view(x->a, s, 3, true);
	assert_true(str_eq_c(page->items.items[0].path, "G1/G5/G6"));
	assert_int_equal(page->intro.n, 0);
}

/* What is posted on a page inside a group lands in the group, and empty objects do not stay. */
static void pages_inside_groups_are_posted(void **state)
{
	struct fixture *x = *state;
	read_form(x,
	    FORM(STRUCT("1:1",
	        GROUP("G1", "", STRUCT("1:1", TEN("G2", "")) STRUCT("0:1", TEN("G3", "")) STRUCT("1:1", TEN("G4", ""))))));
	static const struct form_param filled[] = { { .name = STR_INIT("G1/G4/FG411"), .value = STR_INIT("b") } };
	static const struct form_param empty[] = { { .name = STR_INIT("G1/G4/FG411"), .value = STR_INIT("") } };
	json_t *answers = json_object();
	enum form_action action;
	struct err err;
	size_t page = form_n_pages(x->direct) - 1;
	assert_true(page >= 1);
	assert_true(form_post(x->a, x->direct, page, filled, 1, answers, &x->world, &action, &err));
	json_t *want = json_pack("{s:{s:{s:s}}}", "G1", "G4", "FG411", "b");
	assert_true(json_equal(answers, want));
	assert_false(form_post(x->a, x->direct, 0, filled, 1, answers, &x->world, &action, &err));
	assert_true(form_post(x->a, x->direct, page, empty, 1, answers, &x->world, &action, &err));
	assert_int_equal(json_object_size(answers), 0);
	json_decref(want);
	json_decref(answers);
}

/* ---- rules ---- */

/* Every kind of field against every kind of value: nothing of it keeps a form from running. */
static void rules_compare_what_they_like(void **state)
{
	static const char *const fields[] = { "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "G2" };
	static const char *const values[] = { "\"x\"", "\"5\"", "5", "5.5", "true", "\"true\"", "\"2026-01-01\"", "\"\"",
		"\"it's \\\"so\\\"\"", "{\"identifier\":\"F1\"}", "{\"identifier\":\"F2\"}", "{\"identifier\":\"F3\"}",
		"{\"identifier\":\"F4\"}", "{\"identifier\":\"F5\"}", "{\"identifier\":\"F7\"}", "{\"identifier\":\"G2\"}" };
	static const char *const ops[] = { "equal", "not_equal", "less_than", "greater_than", "less_equal",
		"greater_equal" };
	struct fixture *x = *state;
	struct buf rules = buf_new(x->a);
	for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
		for (size_t v = 0; v < sizeof values / sizeof *values; v++)
			for (size_t o = 0; o < sizeof ops / sizeof *ops; o++)
				buf_add_fmt(&rules,
				    "%s{\"context\":[\"G1\"],\"effect\":\"require\",\"target\":\"F9\",\"message\":\"m\",\"condition\":"
				    "{\"%s\":[{\"identifier\":\"%s\"},%s]}}",
				    rules.n == 0 ? "[" : ",", ops[o], fields[f], values[v]);
	buf_add_char(&rules, ']');
	x->options.rules = buf_str(&rules);
	read_form(x, FORM(STRUCT("1:1", GROUP("G1", "",
	                                    STRUCT("0:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "num_int")) STRUCT(
	                                        "0:1", INPUT("F3", "date")) STRUCT("0:1", INPUT("F4", "bool")) STRUCT("0:1",
	                                        FIELD("F5", "select", "text", "<x:werte>" VALUE("1", "a") "</x:werte>"))
	                                        STRUCT("0:1", INPUT("F6", "file")) STRUCT("0:1", INPUT("F7", "time"))
	                                            STRUCT("0:1", FIELD("F8", "label", "text", ""))
	                                                STRUCT("0:1", GROUP("G2", "", STRUCT("1:1", INPUT("F1a", "text"))))
	                                                    STRUCT("0:1", INPUT("F9", "text"))))));
	assert_non_null(x->direct);
	eval(x, x->imported, "{\"G1\":{\"F1\":\"5\",\"F2\":\"5\",\"F3\":\"2026-01-01\",\"F4\":true,\"F5\":\"1\"}}");
}

static void mixed_comparisons(void **state)
{
	struct fixture *x = *state;
#define WHEN(condition) RULE("\"G1\"", "require", "\"F9\"", condition)
#define REF(id) "{\"identifier\":\"" id "\"}"
	static const struct {
		const char *condition, *answers;
		bool holds;
	} rows[] = {
		{ "{\"equal\":[" REF("F1") "," REF("F2") "]}", "{\"G1\":{\"F1\":\"5\",\"F2\":\"5\"}}", true },
		{ "{\"equal\":[" REF("F1") "," REF("F2") "]}", "{\"G1\":{\"F1\":\"6\",\"F2\":\"5\"}}", false },
		{ "{\"equal\":[" REF("F1") "," REF("F2") "]}", "{}", false },
		{ "{\"not_equal\":[" REF("F1") "," REF("F2") "]}", "{}", true },
		{ "{\"equal\":[" REF("F2") ",\"5.0\"]}", "{\"G1\":{\"F2\":\"5\"}}", true },
		{ "{\"equal\":[" REF("F2") ",\"fünf\"]}", "{\"G1\":{\"F2\":\"5\"}}", false },
		{ "{\"not_equal\":[" REF("F3") ",\"nie\"]}", "{}", true },
		{ "{\"equal\":[" REF("F1") ",\"a'b\\\"c\"]}", "{\"G1\":{\"F1\":\"a'b\\\"c\"}}", true },
		{ "{\"greater_than\":[" REF("F2") ",4]}", "{\"G1\":{\"F2\":\"5\"}}", true },
		{ "{\"greater_than\":[" REF("F2") ",5]}", "{\"G1\":{\"F2\":\"5\"}}", false },
		{ "{\"less_than\":[" REF("F3") ",\"2026-02-01\"]}", "{\"G1\":{\"F3\":\"2026-01-31\"}}", true },
		{ "{\"equal\":[\"a\",\"a\"]}", "{}", true },
		{ "{\"equal\":[" REF("F8") ",\"a\"]}", "{}", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		x->options.rules = str_fmt(x->a,
		    "[{\"context\":[\"G1\"],\"effect\":\"require\",\"target\":\"F9\",\"condition\":%s}]", rows[i].condition);
		read_form(
		    x, FORM(STRUCT("1:1", GROUP("G1", "",
		                              STRUCT("0:1", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "num_int")) STRUCT(
		                                  "0:1", INPUT("F3", "date")) STRUCT("0:1", FIELD("F8", "label", "text", ""))
		                                  STRUCT("0:1", INPUT("F9", "text"))))));
		expect(x, rows[i].answers, rows[i].holds ? "G1/F9 required" : "");
	}
}

/* Where several answers are possible a rule that wants one stays a sentence; a mistake is shown at its group. */
static void rules_about_several_answers(void **state)
{
	struct fixture *x = *state;
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"F2\"", IS("F1", "\"x\"")) "," RULE(
	    "\"G1\"", "require", "\"F2\"", "{\"not\":" EMPTY("F1") "}"));
	const char *form =
	    FORM(STRUCT("1:1", GROUP("G1", "", STRUCT("0:*", INPUT("F1", "text")) STRUCT("0:1", INPUT("F2", "text")))));
	read_form(x, form);
	says(x, "noch nicht ausführbar");
	expect(x, "{\"G1\":{\"F1\":[\"x\"]}}", "G1/F2 required");
	x->options.rules = RULES(RULE("\"G1\"", "require", "\"F3\"", "true"));
	form = FORM("\n" STRUCT("1:1", "\n  " GROUP("G1", "", STRUCT("0:1", INPUT("F1", "text")))));
	refused(x, form, "xdf.xml:3:3: error: Regel 1");
}

#define PROSE(id, words)                                                                                               \
	"<x:regel><x:identifikation><x:id>" id "</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Regel " id   \
	"</x:name><x:freitextRegel>" words "</x:freitextRegel></x:regel>"

static void prose_is_kept(void **state)
{
	struct fixture *x = *state;
	const char *form = FORM(PROSE("R1", "Alles stimmt.")
	        STRUCT("1:1", GROUP("G1", PROSE("R2", "Wenn F1, dann F2."),
	                          STRUCT("0:1", INPUT("F1", "text"))
	                              STRUCT("0:*", FIELD("F2", "input", "text", PROSE("R3", "Nicht \"leer\"."))))));
	read_form(x, form);
	says(x, "Die Regel R1V1.0.0 „Regel R1“ bei „s1“ ist noch nicht ausführbar");
	says(x, "Die Regel R2V1.0.0 „Regel R2“ bei „G1“ ist noch nicht ausführbar");
	says(x, "Die Regel R3V1.0.0 „Regel R3“ bei „F2“ ist noch nicht ausführbar");
	struct buf native = buf_new(x->a);
	struct diags d = diags_new(x->a, STR("x"));
	assert_true(form_import(str_c(form), &x->options, &native, &d));
	assert_true(str_find_str(buf_str(&native),
	                STR("<rule prose=\"Nicht &quot;leer&quot;.\" name=\"Regel R3\" for=\"F2\"")) >= 0);
	x->options.rules =
	    RULES("{\"bearer\":\"G1\",\"context\":[\"G1\"],\"effect\":\"forbid\",\"target\":\"F2\",\"condition\":" EMPTY(
	        "F1") "}");
	read_form(x, form);
	silent(x, "R2V1.0.0");
	says(x, "R1V1.0.0");
}

#define F1 "F60000000001"
#define F2 "F60000000002"
#define F3 "F60000000003"
#define FROM(effect, target, condition)                                                                                \
	"{\"bearer\":\"G1\",\"context\":[\"G1\"],\"effect\":\"" effect "\",\"target\":\"" target                           \
	"\",\"condition\":" condition "}"

/* Sentence and translation are matched by the elements they name, not by the group that bears them. */
static void prose_is_matched_one_by_one(void **state)
{
	struct fixture *x = *state;
	const char *form = FORM(STRUCT("1:1",
	    GROUP("G1",
	        PROSE("R1", "Wenn " F1 " leer ist, darf " F2 " nicht befüllt sein.")
	            PROSE("R2", "Wenn " F1 "V1.0.0 leer ist, muss " F3 " befüllt sein.") PROSE("R3", "Nur bei Bedarf."),
	        STRUCT("0:1", INPUT(F1, "text")) STRUCT("0:1", INPUT(F2, "text")) STRUCT("0:1", INPUT(F3, "text")))));
	x->options.rules = RULES(FROM("forbid", F2, EMPTY(F1)));
	read_form(x, form);
	silent(x, "R1V1.0.0");
	says(x, "Die Regel R2V1.0.0 „Regel R2“ bei „G1“ ist noch nicht ausführbar");
	says(x, "R3V1.0.0");
	x->options.rules = RULES(FROM("forbid", F2, EMPTY(F1)) "," FROM("require", "self." F3, EMPTY(F1)));
	read_form(x, form);
	silent(x, "R1V1.0.0");
	silent(x, "R2V1.0.0");
	says(x, "R3V1.0.0");
	/* A rule about what no other sentence names can only come from the one that names nothing. */
	x->options.rules = RULES(FROM("forbid", F2, EMPTY(F1)) "," FROM("require", F3, EMPTY(F2)));
	read_form(x, form);
	says(x, "R2V1.0.0");
	silent(x, "R3V1.0.0");
}

/* ---- other messages and versions ---- */

#define V2(what)                                                                                                       \
	"<x:xdatenfelder.stammdatenschema.0102 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_2'><x:header/>"              \
	"<x:stammdatenschema>" HEAD(                                                                                       \
	    "S00000001", "1.0", "Alt") "<x:bezeichnungEingabe>Antrag</x:bezeichnungEingabe>"                               \
	                               "<x:status><code>aktiv</code></x:status>" what                                      \
	                               "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>"

static void version_2_is_read(void **state)
{
	struct fixture *x = *state;
	read_form(x,
	    V2(STRUCT("1:1",
	        GROUP("G00000001",
	            "<x:regel>" HEAD("R00000001", "1.0",
	                "R") "<x:definition>Wenn, dann.</x:definition><x:script>function script() {}</x:script></x:regel>",
	            STRUCT("1:1", FIELD("F1", "input", "text",
	                              "<x:praezisierung>{\"minLength\":\"2\",\"maxLength\":5,\"pattern\":\"\\d+\"}</"
	                              "x:praezisierung>")) STRUCT("0:1",
	                FIELD("F2", "input", "num",
	                    "<x:praezisierung>{\"minValue\":\"1\",\"maxValue\":\"2\"}</x:praezisierung><x:inhalt/>"))
	                STRUCT(
	                    "0:1", FIELD("F3", "input", "text", "<x:praezisierung>höchstens drei Wörter</x:praezisierung>"))
	                    STRUCT("0:1", FIELD("F4", "label", "text", "<x:inhalt>Hinweis&#13;\nzwei</x:inhalt>"))))));
	assert_true(str_eq_c(form_title(x->direct), "Antrag"));
	says(x, "Die Regel R00000001V1.0 „R“ bei „G00000001“");
	says(x, "„Präzisierung“ bei „F3“");
	expect(x, "{\"G00000001\":{\"F1\":\"12\",\"F2\":\"1.5\",\"F3\":\"a\"}}", "");
	expect(x, "{\"G00000001\":{\"F1\":\"1a\",\"F2\":\"3\"}}", "G00000001/F1 pattern, G00000001/F2 range");
	refused(x, V2("<x:bezug/><x:bezug/>"), "„bezug“ kann hier nur einmal vorkommen");
	refused(x, V2("<x:freigabestatus/>"), "gibt es in „stammdatenschema“ nach XDatenfelder 2.0 nicht");
}

static void the_beginning_may_be_long(void **state)
{
	struct fixture *x = *state;
	struct buf b = buf_new(x->a);
	buf_add_c(&b, "<?xml version='1.0' encoding='ISO-8859-1'?>\n<!-- ");
	for (int i = 0; i < 1000; i++)
		buf_add_c(&b, "Lizenz ");
	buf_add_c(&b, "\xFC -->" FORM(STRUCT("1:1", FIELD("F1", "input", "text",
	                                                "<x:bezeichnungEingabe>Gr\xFC\xDF"
	                                                "e</x:bezeichnungEingabe>"))));
	const char *source = str_cdup(x->a, buf_str(&b));
	assert_true(form_is_catalogue(str_c(source)));
	read_form(x, source);
	assert_non_null(x->direct);
	assert_true(str_eq_c(form_view(x->a, eval(x, x->imported, "{}"), 0, false)->items.items[0].label, "Grüße"));
}

static void a_group_alone_is_a_form(void **state)
{
	struct fixture *x = *state;
	read_form(x,
	    "<x:xdatenfelder.datenfeldgruppe.0103 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:header/>" GROUP(
	        "G1", "", STRUCT("1:1", INPUT("F1", "text"))) "</x:xdatenfelder.datenfeldgruppe.0103>");
	expect(x, "{}", "G1/F1 required");
	assert_true(str_eq_c(form_id(x->direct), "g1"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = { TEST(details_of_every_type), TEST(details_that_say_nothing),
		TEST(numbers_are_written_in_many_ways), TEST(what_nobody_can_fill_in_is_not_demanded),
		TEST(rules_about_what_is_not_there), TEST(rules_count), TEST(contents_are_proposed_when_they_fit),
		TEST(values_of_all_sorts), TEST(lists_are_found_and_pinned), TEST(numbers_of_occurrence),
		TEST(one_element_twice_in_a_group), TEST(a_choice_of_mandatory_children), TEST(nothing_to_see),
		TEST(large_groups_get_several_pages), TEST(pages_inside_groups_are_posted), TEST(rules_compare_what_they_like),
		TEST(mixed_comparisons), TEST(rules_about_several_answers), TEST(prose_is_kept),
		TEST(prose_is_matched_one_by_one), TEST(version_2_is_read), TEST(the_beginning_may_be_long),
		TEST(a_group_alone_is_a_form) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
