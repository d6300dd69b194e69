/* SPDX-License-Identifier: EUPL-1.2
 * Where an application ends early, what holds a page back, what it costs, who else has to agree. */
#include "test.h"

#include "form/form.h"

static const char source[] =
    "<form xmlns='urn:ozg:form:1' id='t'><title>T</title>"
    "<page id='a' title='A'><integer id='alter' label='Alter'/><boolean id='fern' label='Fern' required='no'/>"
    "<stop when='$alter &lt; 16' title='Zu jung' href='https://example.org/' link='Termin'>Eins.\n\nZwei.</stop></page>"
    "<page id='b' title='B' constraint='exists($tel) or exists($mail)' message='Eines von beiden.'>"
    "<phone id='tel' label='Telefon' required='no'/><email id='mail' label='Mail' required='no'/>"
    "<integer id='stueck' label='Stück' required='no'/><integer id='durch' label='Durch' required='no'/></page>"
    "<page id='c' title='C' relevant='$fern'><text id='staat' label='Staat'/>"
    "<stop when='$fern and $alter &gt; 90' title='Bitte anrufen'>Wir kommen zu Ihnen.</stop></page>"
    "<page id='d' title='D'><confirm id='ja' label='Ja'/></page>"
    "<fee label='Grund' amount='1.005' legal='§ 1'/>"
    "<fee label='Stücke' amount='$stueck * 2.5' relevant='exists($stueck)' hint='2,50 € je Stück' legal='§ 2'/>"
    "<fee label='Teil' amount='100 div $durch' relevant='exists($durch)' legal='§ 3'/>"
    "<consent id='amt' label='Das Amt' mail='mail' pages='a d' relevant='$fern'>Einverstanden.</consent></form>";

/* Answers; "code" of every error with its path and page; the total of the fees. */
static const struct {
	const char *answers, *errors, *fee;
} cases[] = {
	{ "{'alter':'15'}", "/stop@0", "1.01" },
	{ "{'alter':'16'}", "ja/required@3 /constraint@1", "1.01" },
	{ "{'alter':'16','mail':'falsch'}", "mail/pattern@1 ja/required@3", "1.01" }, /* one thing after the other */
	{ "{'alter':'16','tel':'09331 1','ja':true}", "", "1.01" },
	{ "{'alter':'16','mail':'a@example.org','ja':true,'stueck':'3'}", "", "8.51" },
	{ "{'alter':'16','mail':'a@example.org','ja':true,'stueck':'-3'}", "/fee@-1", "-6.49" },
	{ "{'alter':'16','mail':'a@example.org','ja':true,'durch':'0'}", "/expression@-1", "1.01" },
	{ "{'alter':'16','mail':'a@example.org','ja':true,'durch':'3'}", "", "34.34" },
	{ "{'alter':'91','fern':true,'mail':'a@example.org'}", "staat/required@2 /stop@2", "1.01" },
	{ "{'alter':'91','fern':false,'mail':'a@example.org','ja':true}", "", "1.01" },
	{ "{'alter':'20','fern':true,'staat':'S','tel':'09331 1','ja':true}", "mail/consent@1", "1.01" },
	{ "{'alter':'20','fern':true,'staat':'S','mail':'a@example.org','ja':true}", "", "1.01" },
};

static const struct form *read_form(struct arena *a)
{
	struct diags d = diags_new(a, STR("t.xml"));
	const struct form *f = form_read(a, str_c(source), &d);
	if (f == NULL || d.n > 0)
		fail_msg("%.*s", d.n > 0 ? (int)d.list[0].text.n : 0, d.n > 0 ? d.list[0].text.p : "");
	return f;
}

static void give_back(void *json)
{
	json_decref(json);
}

static const struct form_state *eval(struct arena *a, const struct form *f, const char *answers)
{
	struct form_world world = { 0 };
	char *text = str_cdup(a, str_c(answers));
	for (char *p = text; *p != '\0'; p++)
		*p = *p == '\'' ? '"' : *p;
	json_t *j = json_loads(text, 0, NULL);
	assert_non_null(j);
	arena_defer(a, give_back, j);
	assert_true(date_from_ymd(2026, 3, 1, &world.today));
	return form_eval(a, f, j, &world);
}

static void judged(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read_form(a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct form_state *s = eval(a, f, cases[i].answers);
		const struct form_error *list;
		size_t n = form_errors(s, &list);
		struct buf out = buf_new(a);
		for (size_t k = 0; k < n; k++)
			buf_add_fmt(&out, "%s%.*s/%s@%d", k > 0 ? " " : "", STR_ARG(list[k].path), list[k].code,
			    list[k].page == SIZE_MAX ? -1 : (int)list[k].page);
		assert_str(buf_str(&out), cases[i].errors);
		assert_str(form_fee(s)->total, cases[i].fee);
		assert_str(form_value(a, s, STR(FORM_FEES)), cases[i].fee);
	}
	arena_free(&a);
}

/* For a workflow the sum is an answer like others, unless a field has its name, or there are no fees. */
static void the_fee_has_a_type_and_a_path(void **state)
{
	static const char *const others[] = {
		"<text id='gebuehr' label='G'/></page><fee label='Grund' amount='1' legal='§ 1'/>",
		"<text id='x' label='G'/></page>"
	};
	static const char *const types[] = { "text", NULL };
	(void)state;
	struct arena *a = arena_new();
	assert_string_equal(form_answer_type(read_form(a), STR(FORM_FEES)), "decimal");
	assert_null(form_list_type(read_form(a), STR(FORM_FEES)));
	for (size_t i = 0; i < 2; i++) {
		struct diags d = diags_new(a, STR("t.xml"));
		const struct form *f = form_read(a,
		    str_fmt(
		        a, "<form xmlns='urn:ozg:form:1' id='t'><title>T</title><page id='a' title='A'>%s</form>", others[i]),
		    &d);
		assert_non_null(f);
		const char *type = form_answer_type(f, STR(FORM_FEES));
		assert_true(types[i] == NULL ? type == NULL : type != NULL && strcmp(type, types[i]) == 0);
		assert_str(form_value(a, eval(a, f, "{'gebuehr':'viel'}"), STR(FORM_FEES)), i == 0 ? "viel" : "");
	}
	arena_free(&a);
}

static void a_stop_ends_the_way(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read_form(a);
	struct form_view_stop stop;
	const struct form_state *s = eval(a, f, "{'alter':'91','fern':true,'mail':'a@example.org','staat':'S'}");
	assert_true(form_stopped(s, &stop));
	assert_str(stop.title, "Bitte anrufen");
	assert_int_equal(stop.page, 2);
	assert_int_equal(stop.change_page, 0);
	assert_int_equal(form_page_incomplete(s), 2);
	assert_true(form_page_next(s, 2) == SIZE_MAX);
	s = eval(a, f, "{'alter':'3'}");
	assert_true(form_stopped(s, &stop));
	assert_str(stop.text, "Eins.\n\nZwei.");
	assert_str(stop.href, "https://example.org/");
	assert_true(form_page_next(s, 0) == SIZE_MAX);
	assert_false(form_stopped(eval(a, f, "{'alter':'16'}"), &stop));
	arena_free(&a);
}

/* The summary of errors leads to something that can be corrected. */
static void held_back_with_a_way_on(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read_form(a);
	const struct form_view_page *v = form_view(a, eval(a, f, "{'alter':'16'}"), 1, true);
	assert_int_equal(v->n_errors, 1);
	assert_str(v->errors[0].href, "#f_tel");
	assert_str(v->errors[0].message, "Eines von beiden.");
	v = form_view(a, eval(a, f, "{'alter':'3'}"), 0, true);
	assert_str(v->errors[0].href, "#f_alter");
	arena_free(&a);
}

static void fees_and_consents_in_detail(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read_form(a);
	const struct form_state *s =
	    eval(a, f, "{'alter':'20','fern':true,'staat':'S','mail':'a@example.org','ja':true,'stueck':'1000'}");
	const struct form_fee *fee = form_fee(s);
	assert_int_equal(fee->n, 2);
	assert_str(fee->lines[1].label, "Stücke");
	assert_str(fee->lines[1].amount, "2500.00");
	assert_str(fee->lines[1].hint, "2,50 € je Stück");
	assert_str(fee->lines[1].legal, "§ 2");
	json_t *j = form_state_json(s);
	assert_string_equal(json_string_value(json_object_get(json_object_get(j, "fee"), "total")), "2501.01");
	json_decref(j);
	const struct form_consent *list;
	assert_int_equal(form_consents(s, &list), 1);
	assert_str(list[0].mail, "a@example.org");
	assert_true(list[0].shows[0] && !list[0].shows[1] && !list[0].shows[2] && list[0].shows[3]);
	assert_int_equal(form_consents(eval(a, f, "{'alter':'20'}"), &list), 0);
	struct dec d;
	assert_true(dec_parse(STR("-1234567.50"), &d));
	assert_str(form_euros(a, d), "-1.234.567,50 €");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judged),
		cmocka_unit_test(the_fee_has_a_type_and_a_path),
		cmocka_unit_test(a_stop_ends_the_way),
		cmocka_unit_test(held_back_with_a_way_on),
		cmocka_unit_test(fees_and_consents_in_detail),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
