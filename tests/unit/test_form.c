/* SPDX-License-Identifier: EUPL-1.2
 * Forms: field types judged one answer at a time, relevance and values, what the model tells others. Whole forms with
 * their pages are compared in tests/golden/form_golden.c. */
#include "test.h"

#include "base/json.h"
#include "form/form.h"

struct fixture {
	struct arena *a;
	const struct form *f;
	struct form_world world;
};

static int setup(void **state)
{
	struct fixture *x = calloc(1, sizeof *x);
	x->a = arena_new();
	*state = x;
	return date_from_ymd(2026, 3, 1, &x->world.today) ? 0 : 1;
}

static int teardown(void **state)
{
	struct fixture *x = *state;
	arena_free(&x->a);
	free(x);
	return 0;
}

/* A form of one page with these elements on it. */
static void read_page(struct fixture *x, const char *elements)
{
	struct diags d = diags_new(x->a, STR("test.xml"));
	struct buf out = buf_new(x->a);
	x->f = form_read(x->a,
	    str_fmt(x->a, "<form xmlns='urn:ozg:form:1' id='t'><title>T</title><page id='p' title='P'>%s</page></form>",
	        elements),
	    &d);
	diags_print(&d, &out);
	if (x->f == NULL)
		fail_msg("%.*s", STR_ARG(buf_str(&out)));
}

static const struct form_state *eval(struct fixture *x, const char *answers)
{
	json_t *j = json_loads(answers, 0, NULL);
	assert_non_null(j);
	arena_defer(x->a, (void (*)(void *))json_decref, j);
	return form_eval(x->a, x->f, j, &x->world);
}

/* "path code" of all errors, separated by commas. */
static struct str errors(struct fixture *x, const char *answers)
{
	const struct form_error *list;
	size_t n = form_errors(eval(x, answers), &list);
	struct buf out = buf_new(x->a);
	for (size_t i = 0; i < n; i++)
		buf_add_fmt(&out, "%s%.*s %s", i > 0 ? ", " : "", STR_ARG(list[i].path), list[i].code);
	return buf_str(&out);
}

static struct str result(struct fixture *x, const char *answers)
{
	json_t *j = form_result(eval(x, answers));
	char *text = json_dumps(j, JSON_COMPACT | JSON_SORT_KEYS);
	struct str s = str_dup(x->a, str_c(text));
	free(text);
	json_decref(j);
	return s;
}

/* Each answer to <element id='x' …/>, and the code of the error it must give ("" for none). */
struct answer_case {
	const char *element, *answer, *code;
};

static const struct answer_case answer_cases[] = {
	{ "<text id='x' label='X' max-length='3'/>", "äöü", "" },
	{ "<text id='x' label='X' max-length='3'/>", "äöüß", "length" },
	{ "<text id='x' label='X'/>", "a\\nb", "character" },
	{ "<text id='x' label='X'/>", "a\\u0007b", "character" },
	{ "<text id='x' label='X'/>", "a\\u202eb", "character" },
	{ "<longtext id='x' label='X'/>", "a\\nb", "" },
	{ "<integer id='x' label='X' min='-5' max='10'/>", "-5", "" },
	{ "<integer id='x' label='X' min='-5' max='10'/>", "-6", "range" },
	{ "<integer id='x' label='X' min='-5' max='10'/>", "11", "range" },
	{ "<integer id='x' label='X'/>", "1.5", "type" },
	{ "<integer id='x' label='X'/>", "1,5", "type" },
	{ "<integer id='x' label='X'/>", "999999999999999999", "" },
	{ "<integer id='x' label='X'/>", "1000000000000000000", "range" },
	{ "<decimal id='x' label='X' places='2'/>", "1.25", "" },
	{ "<decimal id='x' label='X' places='2'/>", "1.255", "range" },
	{ "<money id='x' label='X'/>", "12.50", "" },
	{ "<money id='x' label='X'/>", "12,50", "type" },
	{ "<money id='x' label='X'/>", "12.505", "type" },
	{ "<date id='x' label='X'/>", "2024-02-29", "" },
	{ "<date id='x' label='X'/>", "2023-02-29", "type" },
	{ "<date id='x' label='X'/>", "29.02.2024", "type" },
	{ "<date id='x' label='X' max='today'/>", "2026-03-01", "" },
	{ "<date id='x' label='X' max='today'/>", "2026-03-02", "range" },
	{ "<date id='x' label='X' min='today'/>", "2026-02-28", "range" },
	{ "<date id='x' label='X' min='2020-01-01'/>", "2019-12-31", "range" },
	{ "<date id='x' label='X' max='2020-01-01'/>", "2020-01-02", "range" },
	{ "<choice id='x' label='X'><code value='A'>Anton</code></choice>", "A", "" },
	{ "<choice id='x' label='X'><code value='A'>Anton</code></choice>", "Anton", "code" },
	{ "<email id='x' label='X'/>", "name@example.org", "" },
	{ "<email id='x' label='X'/>", "name@example", "pattern" },
	{ "<email id='x' label='X'/>", "jürgen@example.org", "pattern" },
	{ "<email id='x' label='X'/>", "name@müller.example", "pattern" },
	{ "<email id='x' label='X'/>", "a..b@example.org", "pattern" },
	{ "<email id='x' label='X'/>", "name@exam_ple.org", "pattern" },
	{ "<email id='x' label='X'/>", "name", "pattern" },
	{ "<email id='x' label='X'/>", "a b@example.org", "pattern" },
	{ "<email id='x' label='X'/>", "a@b@example.org", "pattern" },
	{ "<email id='x' label='X'/>", "@example.org", "pattern" },
	{ "<email id='x' label='X'/>", "a@example..org", "pattern" },
	{ "<phone id='x' label='X'/>", "+49 (9331) 123-45", "" },
	{ "<phone id='x' label='X'/>", "09331/1a", "pattern" },
	{ "<phone id='x' label='X'/>", "110", "pattern" },
	{ "<iban id='x' label='X'/>", "DE02120300000000202051", "" },
	{ "<iban id='x' label='X'/>", "GB82WEST12345698765432", "" },
	{ "<iban id='x' label='X'/>", "NO9386011117947", "" },
	{ "<iban id='x' label='X'/>", "DE02120300000000202052", "pattern" },
	{ "<iban id='x' label='X'/>", "DE0212030000000020205", "pattern" },
	{ "<iban id='x' label='X'/>", "XX02120300000000202051", "pattern" },
	{ "<iban id='x' label='X'/>", "DE02 1203 0000 0000 2020 51", "pattern" },
	{ "<iban id='x' label='X'/>", "D", "pattern" },
	{ "<postcode id='x' label='X'/>", "01067", "" },
	{ "<postcode id='x' label='X'/>", "00999", "pattern" },
	{ "<postcode id='x' label='X'/>", "9719", "pattern" },
	{ "<postcode id='x' label='X'/>", "-9719", "pattern" },
	{ "<postcode id='p' label='P' required='no'/><place id='x' label='X' postcode='p'/>", "096790170170", "" },
	{ "<postcode id='p' label='P' required='no'/><place id='x' label='X' postcode='p'/>", "9679017017", "place" },
};

static void answers_are_judged_by_type(void **state)
{
	struct fixture *x = *state;
	for (size_t i = 0; i < sizeof answer_cases / sizeof answer_cases[0]; i++) {
		const struct answer_case *c = &answer_cases[i];
		read_page(x, c->element);
		struct str want = c->code[0] == '\0' ? STR("") : str_fmt(x->a, "x %s", c->code);
		struct str got = errors(x, str_fmt(x->a, "{\"x\":\"%s\"}", c->answer).p);
		if (!str_eq(got, want))
			fail_msg("%s with %s: got [%.*s], want [%.*s]", c->element, c->answer, STR_ARG(got), STR_ARG(want));
	}
}

static void json_types_are_strict(void **state)
{
	struct fixture *x = *state;
	read_page(x,
	    "<text id='t' label='T'/><integer id='i' label='I'/><boolean id='b' label='B'/><confirm id='c' label='C'/>"
	    "<choices id='m' label='M'><code value='A'>a</code><code value='B'>b</code></choices>"
	    "<group id='g' label='G'><text id='t' label='T' required='no'/></group>"
	    "<group id='r' label='R' min='0' max='2'><text id='t' label='T'/></group>");
	assert_str(errors(x, "{\"t\":\"a\",\"i\":\"1\",\"b\":false,\"c\":true,\"m\":[\"B\",\"A\"]}"), "");
	assert_str(errors(x, "{\"t\":1,\"i\":1,\"b\":\"true\",\"c\":1,\"m\":\"A\",\"g\":[],\"r\":{}}"),
	    "t type, i type, b type, c type, m type, g type, r type");
	assert_str(errors(x, "{\"t\":\"a\",\"i\":\"1\",\"b\":true,\"c\":false,\"m\":[\"A\",\"C\"],\"r\":[1]}"),
	    "c required, m code, r type, r[1]/t required");
	assert_str(
	    errors(x, "{\"t\":\"a\",\"i\":\"1\",\"b\":true,\"c\":true,\"m\":[\"A\",\"A\"],\"r\":[{\"t\":\"1\"},{}]}"),
	    "m code, r[2]/t required");
	assert_str(errors(x, "{\"t\":null,\"i\":\"\",\"m\":[],\"g\":{},\"r\":null}"),
	    "t required, i required, b required, c required, m required");
	assert_str(errors(x, "[]"), " type, t required, i required, b required, c required, m required");
	assert_str(
	    errors(x, "{\"t\":\"a\",\"i\":\"1\",\"b\":true,\"c\":true,\"m\":[\"A\"],\"p\":1,\"g\":{\"q\":{\"t\":1}}}"),
	    "g/q unknown, p unknown");
}

static void hidden_means_absent(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<boolean id='ja' label='Ja?'/><group id='g' label='G' relevant='$ja'><text id='a' label='A'/></group>"
	             "<text id='b' label='B' relevant=\"$g/a = 'x'\"/><integer id='n' label='N' calculate=\"if(exists($b), "
	             "1, 0)\"/>");
	assert_str(result(x, "{\"ja\":true,\"g\":{\"a\":\"x\"},\"b\":\"y\"}"),
	    "{\"b\":\"y\",\"g\":{\"a\":\"x\"},\"ja\":true,\"n\":\"1\"}");
	/* b looks at a, and a is hidden: so it has no value there. */
	assert_str(result(x, "{\"ja\":false,\"g\":{\"a\":\"x\"},\"b\":\"y\"}"), "{\"ja\":false,\"n\":\"0\"}");
	assert_str(errors(x, "{\"ja\":false,\"g\":{\"a\":7},\"b\":{}}"), "");
	assert_str(errors(x, "{\"ja\":true}"), "g/a required");

	/* The entries of a hidden group are neither submitted nor counted. */
	read_page(x, "<boolean id='ja' label='Ja?'/><group id='r' label='R' min='0' max='3' relevant='$ja'>"
	             "<text id='t' label='T'/></group><integer id='n' label='N' calculate='count($r)'/>");
	assert_str(result(x, "{\"ja\":false,\"r\":[{\"t\":\"a\"},{\"t\":\"b\"}]}"), "{\"ja\":false,\"n\":\"0\"}");
	assert_str(result(x, "{\"ja\":true,\"r\":[{\"t\":\"a\"},{\"t\":\"b\"}]}"),
	    "{\"ja\":true,\"n\":\"2\",\"r\":[{\"t\":\"a\"},{\"t\":\"b\"}]}");
}

static size_t two_places(void *arg, struct arena *a, struct str postcode, const struct form_place **list)
{
	static const struct form_place places[] = { { STR_INIT("096755618166"), STR_INIT("Segnitz") },
		{ STR_INIT("096755618147"), STR_INIT("Marktbreit") } };
	(void)arg, (void)a;
	*list = places;
	return str_eq_c(postcode, "97340") ? 2 : 0;
}

static void a_place_belongs_to_its_postcode(void **state)
{
	struct fixture *x = *state;
	x->world.places = two_places;
	read_page(x, "<postcode id='p' label='P'/><place id='x' label='X' postcode='p'/>");
	assert_str(errors(x, "{\"p\":\"97340\",\"x\":\"096755618166\"}"), "");
	assert_str(errors(x, "{\"p\":\"97340\",\"x\":\"096790170170\"}"), "x place");
	assert_str(errors(x, "{\"p\":\"97199\",\"x\":\"096790170170\"}"), "p place");
}

static void required_may_depend(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<email id='mail' label='Mail' required='is-empty($tel)'/><phone id='tel' label='Tel' "
	             "required='is-empty($mail)'/>");
	assert_str(errors(x, "{}"), "mail required, tel required");
	assert_str(errors(x, "{\"tel\":\"09331 12345\"}"), "");
}

static void values_are_calculated_exactly(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<money id='summe' label='S' calculate='$halb + sum($p/wert)'/>"
	             "<money id='halb' label='H' calculate='sum($p/wert) div 3'/>"
	             "<group id='p' label='P' min='0' max='9'><decimal id='w' label='W'/>"
	             "<decimal id='wert' label='Wert' places='1' calculate='$w * 2'/></group>");
	assert_str(result(x, "{\"p\":[{\"w\":\"0.1\"},{\"w\":\"0.2\"}],\"summe\":\"99.00\"}"),
	    "{\"halb\":\"0.20\",\"p\":[{\"w\":\"0.1\",\"wert\":\"0.2\"},{\"w\":\"0.2\",\"wert\":\"0.4\"}],\"summe\":\"0."
	    "80\"}");
	assert_str(result(x, "{}"), "{\"halb\":\"0.00\",\"summe\":\"0.00\"}");
}

static void failing_rules_are_errors(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<integer id='n' label='N'/><decimal id='q' label='Q' calculate='1 div $n'/>"
	             "<text id='r' label='R' relevant='1 div $n &gt; 0' required='no'/>"
	             "<text id='c' label='C' constraint='1 div $n &gt; 0' message='M' required='no'/>");
	assert_str(errors(x, "{\"n\":\"0\",\"c\":\"x\"}"), "q expression, r expression, c expression");
	assert_str(errors(x, "{\"n\":\"2\",\"c\":\"x\"}"), "");
	assert_str(errors(x, "{\"n\":\"-2\",\"c\":\"x\"}"), "c constraint");
}

static void names_mean_the_innermost(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<integer id='n' label='N'/><group id='g' label='G' max='5'><integer id='n' label='N'/>"
	             "<group id='h' label='H' max='5'><text id='t' label='T' required='no' constraint=\". = 'x' or $n = "
	             "1\" message='M'/>"
	             "<integer id='all' label='A' calculate='sum($g/n)'/></group></group>"
	             "<integer id='count' label='C' calculate='count($g/h) * 10 + count-non-empty($g/h/t)'/>");
	const char *answers = "{\"n\":\"1\",\"g\":[{\"n\":\"1\",\"h\":[{\"t\":\"a\"}]},{\"n\":\"2\",\"h\":[{\"t\":\"x\"},{"
	                      "\"t\":\"b\"},{}]}]}";
	assert_str(errors(x, answers), "g[2]/h[2]/t constraint");
	assert_str(form_value(x->a, eval(x, answers), STR("count")), "43");
	assert_true(str_find_str(result(x, answers), STR("{\"all\":\"3\",\"t\":\"x\"}")) > 0);
	static const char *const lists[][2] = { { "g/n", "[\"1\",\"2\"]" }, { "g/h/t", "[\"a\",\"x\",\"b\"]" },
		{ "g/nothing", "[]" } };
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		json_t *list = form_values(eval(x, answers), str_c(lists[i][0]));
		assert_str(json_text(x->a, list, JSON_COMPACT), lists[i][1]);
		json_decref(list);
	}
}

static void entries_are_counted(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<group id='g' label='G' min='1' max='2'><text id='t' label='T' required='no'/></group>");
	assert_str(errors(x, "{}"), "g count");
	assert_str(errors(x, "{\"g\":[{}]}"), "");
	assert_str(errors(x, "{\"g\":[{},{},{}]}"), "g count");
	struct buf many = buf_new(x->a);
	buf_add_c(&many, "{\"g\":[{}");
	for (int i = 0; i < 5000; i++)
		buf_add_c(&many, ",{}");
	buf_add_c(&many, "]}");
	buf_add_char(&many, '\0');
	assert_str(errors(x, many.p), "g count");
}

static void a_rule_does_not_blame_the_wrong_field(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<date id='a' label='A'/><date id='b' label='B' constraint='. &gt;= $a' message='M'/>");
	assert_str(errors(x, "{\"a\":\"2024-13-01\",\"b\":\"2024-01-01\"}"), "a type");
	assert_str(errors(x, "{\"a\":\"2024-12-01\",\"b\":\"2024-01-01\"}"), "b constraint");
}

static void text_is_normalised(void **state)
{
	struct fixture *x = *state;
	read_page(x, "<text id='t' label='T'/>");
	assert_str(result(x, "{\"t\":\"Zoe\\u0308\"}"), "{\"t\":\"Zoë\"}");
}

static void the_model_tells_types(void **state)
{
	struct fixture *x = *state;
	read_page(x,
	    "<money id='m' label='M'/><boolean id='b' label='B'/><choice id='c' label='C'><code value='A'>a</code></choice>"
	    "<choices id='cs' label='C'><code value='A'>a</code></choices><date id='d' label='D'/>"
	    "<group id='g' label='G'><text id='t' label='T'/></group><group id='r' label='R' max='2'><text id='t' "
	    "label='T'/></group>");
	static const char *const want[][2] = { { "m", "decimal" }, { "b", "boolean" }, { "c", "code" }, { "d", "date" },
		{ "g/t", "text" }, { "g", NULL }, { "r/t", NULL }, { "cs", NULL }, { "x", NULL }, { "m/x", NULL },
		{ "", NULL } };
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		const char *got = form_answer_type(x->f, str_c(want[i][0]));
		if ((got == NULL) != (want[i][1] == NULL) || (got != NULL && strcmp(got, want[i][1]) != 0))
			fail_msg("%s: got %s, want %s", want[i][0], got, want[i][1]);
	}
	assert_string_equal(form_list_type(x->f, STR("r/t")), "text");
	assert_string_equal(form_list_type(x->f, STR("cs")), "code");
	assert_null(form_list_type(x->f, STR("r")));
	assert_null(form_list_type(x->f, STR("g/t")));
}

static void pages_follow_relevance(void **state)
{
	struct fixture *x = *state;
	struct diags d = diags_new(x->a, STR("test.xml"));
	x->f = form_read(x->a,
	    STR("<form xmlns='urn:ozg:form:1' id='t'><title>T</title><page id='a' title='A'><boolean id='x' "
	        "label='X'/></page>"
	        "<page id='b' title='B' relevant='$x'><text id='y' label='Y'/></page>"
	        "<page id='c' title='C'><confirm id='z' label='Z'/></page></form>"),
	    &d);
	assert_non_null(x->f);
	const struct form_state *s = eval(x, "{\"x\":false}");
	assert_int_equal(form_page_next(s, 0), 2);
	assert_int_equal(form_page_prev(s, 2), 0);
	assert_true(form_page_prev(s, 0) == SIZE_MAX && form_page_next(s, 2) == SIZE_MAX);
	assert_int_equal(form_page_incomplete(s), 2);
	assert_true(form_page_valid(s, 0) && !form_page_valid(s, 2));
	assert_int_equal(form_view(x->a, s, 2, false)->step, 2);
	assert_int_equal(form_view(x->a, s, 2, false)->steps, 2);
	s = eval(x, "{\"x\":true,\"z\":true}");
	assert_int_equal(form_page_next(s, 0), 1);
	assert_int_equal(form_page_incomplete(s), 1);
	assert_true(form_page_incomplete(eval(x, "{\"x\":false,\"z\":true}")) == SIZE_MAX);
	size_t page;
	assert_true(form_page_find(x->f, STR("c"), &page) && page == 2);
	assert_false(form_page_find(x->f, STR("d"), &page));
}

/* The size of the largest form in the FIM catalogue, with as many rules as fields. */
/* 28 seconds when each value was looked for from the first one on. */
static void every_entry_may_look_at_all(void **state)
{
	struct fixture *x = *state;
	struct buf many = buf_new(x->a);
	read_page(x, "<group id='a' label='A' min='0' max='20'><group id='b' label='B' min='0' max='100'>"
	             "<integer id='n' label='N'/><decimal id='sum' label='S' calculate='sum($a/b/n) + count($a/b/n)'/>"
	             "</group></group><decimal id='all' label='X' calculate='sum($a/b/sum)'/>");
	buf_add_c(&many, "{\"a\":[");
	for (int i = 0; i < 2000; i++)
		buf_add_fmt(&many, "%s{\"n\":\"2\"}", i == 0 ? "{\"b\":[" : i % 100 == 0 ? "]},{\"b\":[" : ",");
	buf_add(&many, STR("]}]}\0"));
	assert_str(form_value(x->a, eval(x, many.p), STR("all")), "12000000");
}

static void large_forms_are_fast(void **state)
{
	struct fixture *x = *state;
	struct buf page = buf_new(x->a), answers = buf_new(x->a);
	buf_add_c(&page, "<text id='f0' label='F'/>");
	buf_add_c(&answers, "{\"f0\":\"x\"");
	for (int i = 1; i < 273; i++) {
		buf_add_fmt(&page, "<text id='f%d' label='F' relevant=\"$f%d = 'x'\"/>", i, i - 1);
		buf_add_fmt(&answers, ",\"f%d\":\"x\"", i);
	}
	buf_add(&page, STR("\0"));
	buf_add(&answers, STR("}\0"));
	read_page(x, page.p);
	json_t *j = json_loads(answers.p, 0, NULL);
	struct timespec begin, end;
	struct arena *a = arena_new();
	const int rounds = 200;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (int i = 0; i < rounds; i++) {
		const struct form_error *list;
		assert_int_equal(form_errors(form_eval(a, x->f, j, &x->world), &list), 0);
		arena_reset(a);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	arena_free(&a);
	json_decref(j);
	double us = ((double)(end.tv_sec - begin.tv_sec) * 1e9 + (double)(end.tv_nsec - begin.tv_nsec)) / rounds / 1e3;
	print_message("273 fields, 272 rules: %.0f us\n", us);
	assert_true(us < 20000); /* the aim is 500; this only notices that something is quadratic */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(answers_are_judged_by_type, setup, teardown),
		cmocka_unit_test_setup_teardown(json_types_are_strict, setup, teardown),
		cmocka_unit_test_setup_teardown(hidden_means_absent, setup, teardown),
		cmocka_unit_test_setup_teardown(a_place_belongs_to_its_postcode, setup, teardown),
		cmocka_unit_test_setup_teardown(required_may_depend, setup, teardown),
		cmocka_unit_test_setup_teardown(values_are_calculated_exactly, setup, teardown),
		cmocka_unit_test_setup_teardown(failing_rules_are_errors, setup, teardown),
		cmocka_unit_test_setup_teardown(names_mean_the_innermost, setup, teardown),
		cmocka_unit_test_setup_teardown(entries_are_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(a_rule_does_not_blame_the_wrong_field, setup, teardown),
		cmocka_unit_test_setup_teardown(text_is_normalised, setup, teardown),
		cmocka_unit_test_setup_teardown(the_model_tells_types, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_follow_relevance, setup, teardown),
		cmocka_unit_test_setup_teardown(every_entry_may_look_at_all, setup, teardown),
		cmocka_unit_test_setup_teardown(large_forms_are_fast, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
