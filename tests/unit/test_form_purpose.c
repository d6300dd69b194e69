/* SPDX-License-Identifier: EUPL-1.2
 * Why a form asks, what kind of data that is, how long it is kept; and answers that somebody else knows already. */
#include "test.h"

#include "base/json.h"
#include "form/form.h"

static const struct form *read(struct arena *a, const char *body)
{
	struct diags d = diags_new(a, STR("form.xml"));
	const struct form *f = form_read(a, str_fmt(a, "<form xmlns=\"urn:ozg:form:1\" id=\"f\" %s</form>", body), &d);
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	if (f == NULL)
		fail_msg("%.*s", STR_ARG(buf_str(&b)));
	return f;
}

static void what_is_said_above_counts_below(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f =
	    read(a, "data=\"personal\" retention=\"P10Y\" legal=\"§ 1\"><title>T</title><page id=\"p\" title=\"P\" "
	            "retention=\"P3Y\">"
	            "<note>Lesen.</note><text id=\"a\" label=\"A\"/>"
	            "<group id=\"g\" label=\"G\" data=\"health\" legal=\"§ 2\"><text id=\"b\" label=\"B\" required=\"no\"/>"
	            "<text id=\"c\" label=\"C\" data=\"none\" retention=\"P6M\" help=\"Darum.\"/>"
	            "<list id=\"l\" label=\"L\" max=\"3\"><text label=\"E\"/></list></group>"
	            "<integer id=\"n\" hidden=\"yes\" calculate=\"1\"/></page>");
	const struct form_collected *list;
	assert_int_equal(form_collected(a, f, &list), 4);
	static const struct {
		const char *path, *legal, *retention;
		enum form_data data;
		bool required;
	} want[] = {
		{ "a", "§ 1", "P3Y", FORM_DATA_PERSONAL, true },
		{ "g/b", "§ 2", "P3Y", FORM_DATA_HEALTH, false },
		{ "g/c", "§ 2", "P6M", FORM_DATA_NONE, true },
		{ "g/l", "§ 2", "P3Y", FORM_DATA_HEALTH, false },
	};
	for (size_t i = 0; i < 4; i++) {
		assert_str(list[i].path, want[i].path);
		assert_str(list[i].legal, want[i].legal);
		assert_str(list[i].retention, want[i].retention);
		assert_int_equal(list[i].data, want[i].data);
		assert_int_equal(list[i].required, want[i].required);
	}
	assert_str(list[2].help, "Darum.");
	assert_str(list[3].label, "L");
	arena_free(&a);
}

static void durations_are_said_in_words(void **state)
{
	(void)state;
	static const char *const cases[][2] = { { "P3Y", "3 Jahre" }, { "P1Y6M", "1 Jahr und 6 Monate" },
		{ "P1M", "1 Monat" }, { "P2W1D", "2 Wochen und 1 Tag" }, { "P", "" }, { "3Y", "" }, { "P3", "" }, { "PY", "" },
		{ "P6M1Y", "" }, { "P1Y1Y", "" }, { "PT3H", "" }, { "P99999Y", "" }, { "P3YX", "" }, { "", "" } };
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(form_retention_german(a, str_c(cases[i][0])), cases[i][1]);
	arena_free(&a);
}

/* ---- prefilled answers ---- */

static const char prefilled[] =
    "><title>T</title><page id=\"p\" title=\"P\">"
    "<text id=\"free\" label=\"Frei\" prefill=\"query:free\"/>"
    "<text id=\"name\" label=\"Name\" prefill=\"account:family-name\" prefill-mode=\"locked\" required=\"no\"/>"
    "<date id=\"tag\" label=\"Geboren\" prefill=\"account:birth-date\" prefill-mode=\"locked-unless-empty\"/>"
    "<text id=\"laenge\" label=\"Gruß\" hidden=\"no\" calculate=\"concat('Hallo ', $name)\"/></page>";

struct source {
	const char *name, *value;
};

static bool lookup(void *arg, struct arena *a, struct str source, struct str *value)
{
	(void)a;
	for (const struct source *s = arg; s->name != NULL; s++)
		if (str_eq_c(source, s->name)) {
			*value = str_c(s->value);
			return true;
		}
	return false;
}

static struct form_world world(const struct source *sources)
{
	struct form_world w = { .prefill = sources == NULL ? NULL : lookup, .prefill_arg = (void *)(uintptr_t)sources };
	assert_true(date_from_ymd(2026, 3, 1, &w.today));
	return w;
}

static const struct source account[] = { { "query:free", " Xaver " }, { "account:family-name", "Huber" },
	{ "account:birth-date", "1.2.1990" }, { NULL, NULL } };
static const struct source nobody[] = { { NULL, NULL } };
static const struct source nonsense[] = { { "query:free", "\xFF" }, { "account:birth-date", "gestern" },
	{ NULL, NULL } };

static const struct form_view_item *items(
    struct arena *a, const struct form *f, const char *answers, const struct source *sources)
{
	struct form_world w = world(sources);
	json_t *j = json_keep(a, json_loads(answers, 0, NULL));
	return form_view(a, form_eval(a, f, j, &w), 0, false)->items.items;
}

static void known_answers_stand_in_the_field_or_are_locked(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read(a, prefilled);
	const struct form_view_item *i = items(a, f, "{}", account);
	assert_true(i[0].is_input && i[1].is_output && i[2].is_output);
	assert_str(i[0].value, "Xaver");
	assert_str(i[1].value, "Huber");
	assert_str(i[2].value, "01.02.1990");
	assert_str(i[3].value, "Hallo Huber");
	i = items(a, f, "{\"free\":\"\"}", account);
	assert_str(i[0].value, ""); /* emptied by hand: it does not come back */
	i = items(a, f, "{}", nobody);
	assert_true(i[0].is_input && i[1].is_output && i[2].is_date);
	assert_str(i[1].value, "");
	i = items(a, f, "{}", nonsense); /* what is no right answer is none: nobody could correct it */
	assert_true(i[0].is_input && i[2].is_date);
	assert_str(i[0].value, "");
	arena_free(&a);
}

static void locked_answers_cannot_be_changed(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read(a, prefilled);
	struct form_world w = world(account);
	enum form_action action;
	struct err err;

	/* Stored by whatever way: what the account says counts. */
	json_t *stored = json_keep(a, json_loads("{\"free\":\"x\",\"name\":\"Gauner\",\"tag\":\"2000-01-01\"}", 0, NULL));
	json_t *result = json_keep(a, form_result(form_eval(a, f, stored, &w)));
	assert_string_equal(json_string_value(json_object_get(result, "name")), "Huber");
	assert_string_equal(json_string_value(json_object_get(result, "tag")), "1990-02-01");
	assert_string_equal(json_string_value(json_object_get(result, "laenge")), "Hallo Huber");

	/* Posted: refused, and nothing is changed. */
	json_t *answers = json_keep(a, json_object());
	const struct form_param name[] = { { .name = STR_INIT("free"), .value = STR_INIT("x") },
		{ .name = STR_INIT("name"), .value = STR_INIT("Gauner") } };
	assert_false(form_post(a, f, 0, name, 2, answers, &w, &action, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	const struct form_param day[] = { { .name = STR_INIT("tag.tag"), .value = STR_INIT("1") },
		{ .name = STR_INIT("tag.monat"), .value = STR_INIT("1") },
		{ .name = STR_INIT("tag.jahr"), .value = STR_INIT("2000") } };
	assert_false(form_post(a, f, 0, day, 3, answers, &w, &action, &err));
	assert_int_equal(json_object_size(answers), 0);
	assert_true(form_post(a, f, 0, name, 1, answers, &w, &action, &err));
	const struct form_error *errors;
	assert_int_equal(form_errors(form_eval(a, f, answers, &w), &errors), 0);

	/* Not known: the one is never asked for, the other is an ordinary question. */
	w = world(nobody);
	assert_false(form_post(a, f, 0, name, 2, answers, &w, &action, &err));
	assert_true(form_post(a, f, 0, day, 3, answers, &w, &action, &err));
	result = json_keep(a, form_result(form_eval(a, f, answers, &w)));
	assert_string_equal(json_string_value(json_object_get(result, "tag")), "2000-01-01");

	/* At the office later nobody supplies anything: the answers are those that were sent. */
	w = world(NULL);
	result = json_keep(a, form_result(form_eval(a, f, stored, &w)));
	assert_string_equal(json_string_value(json_object_get(result, "name")), "Gauner");
	arena_free(&a);
}

static void reasons_and_layout_are_shown(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read(a,
	    "legal=\"§ 1\"><title>T</title><page id=\"p\" title=\"P\"><text id=\"a\" label=\"A\" width=\"small\"/>"
	    "<group id=\"g\" label=\"G\" layout=\"row\" legal=\"§ 2\"><text id=\"b\" label=\"B\" help=\"Darum.\"/>"
	    "<postcode id=\"c\" label=\"C\" width=\"large\"/><text id=\"d\" label=\"D\" width=\"medium\"/></group></page>"
	    "<texts lang=\"en\"><t de=\"Darum.\">Because.</t></texts>");
	const struct form_view_item *i = items(a, f, "{}", NULL), *in = i[1].children.items;
	assert_false(i[0].why); /* what is said of the whole form stands elsewhere */
	assert_true(i[0].width_small);
	assert_true(i[1].why && i[1].row);
	assert_str(i[1].legal, "§ 2");
	assert_true(in[0].why);
	assert_str(in[0].help, "Darum.");
	assert_true(!in[1].width_small && !in[1].width_medium && in[2].width_medium && !in[1].why);
	struct form_world w = world(NULL);
	w.lang = FORM_EN;
	json_t *none = json_keep(a, json_object());
	in = form_view(a, form_eval(a, f, none, &w), 0, false)->items.items[1].children.items;
	assert_str(in[0].help, "Because.");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_above_counts_below),
		cmocka_unit_test(durations_are_said_in_words),
		cmocka_unit_test(known_answers_stand_in_the_field_or_are_locked),
		cmocka_unit_test(locked_answers_cannot_be_changed),
		cmocka_unit_test(reasons_and_layout_are_shown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
