/* SPDX-License-Identifier: EUPL-1.2
 * Forms in several languages: what is shown and said, that the judgement stays the same, and the way to a gettext
 * catalogue and back. */
#include "test.h"

#include "base/json.h"
#include "form/form.h"

static const char source[] =
    "<!-- bleibt stehen -->\n<form xmlns=\"urn:ozg:form:1\" id=\"hund\">\n"
    "\t<title>Hund anmelden</title>\n"
    "\t<intro>Erster Satz.\n\n\tZweiter   Satz.</intro>\n"
    "\t<page id=\"halter\" title=\"Halter\">\n"
    "\t\t<note label=\"Achtung\">Lesen Sie das.</note>\n"
    "\t\t<text id=\"name\" label=\"Name\" hint=\"Wie im Ausweis\" missing=\"Geben Sie Ihren Namen ein.\"/>\n"
    "\t\t<integer id=\"alter\" label=\"Alter\" max=\"20\"/>\n"
    "\t\t<choice id=\"art\" label=\"Art\"><code value=\"D\">Dackel</code><code value=\"M\">Mops</code></choice>\n"
    "\t</page>\n"
    "\t<page id=\"tier\" title=\"Hund\">\n"
    "\t\t<group id=\"hund\" label=\"Hund\" max=\"3\"><text id=\"rufname\" label=\"Name\"/>"
    "<boolean id=\"lieb\" label=\"Ist er lieb?\"/></group>\n"
    "\t</page>\n"
    "\t<texts lang=\"en\">\n"
    "\t\t<t de=\"Hund anmelden\">Register a dog</t>\n"
    "\t\t<t de=\"Erster Satz. Zweiter Satz.\">\n\t\t\tOne.\n\n\t\t\tTwo.\n\t\t</t>\n"
    "\t\t<t de=\"Halter\">Keeper</t>\n"
    "\t\t<t de=\"Lesen Sie das.\">Read this.</t>\n"
    "\t\t<t de=\"Name\">Name</t>\n"
    "\t\t<t de=\"Geben Sie Ihren Namen ein.\">Enter your name.</t>\n"
    "\t\t<t de=\"Alter\">Age</t>\n"
    "\t\t<t de=\"Dackel\">Dachshund</t>\n"
    "\t\t<t de=\"Hund\">Dog</t>\n"
    "\t\t<t de=\"Name\" at=\"tier/hund/rufname@label\">What it answers to</t>\n"
    "\t</texts>\n"
    "</form>\n";

static const struct form *read(struct arena *a, struct str text)
{
	struct diags d = diags_new(a, STR("form.xml"));
	const struct form *f = form_read(a, text, &d);
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	if (f == NULL || d.n > 0)
		fail_msg("%.*s", STR_ARG(buf_str(&b)));
	return f;
}

static const struct form_state *eval(struct arena *a, const struct form *f, const char *answers, enum form_lang lang)
{
	struct form_world w = { .lang = lang };
	assert_true(date_from_ymd(2026, 3, 1, &w.today));
	json_t *j = json_keep(a, json_loads(answers, 0, NULL));
	assert_non_null(j);
	return form_eval(a, f, j, &w);
}

static void words_are_shown_in_the_language(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read(a, str_c(source));
	bool german;
	assert_str(form_title_in(f, FORM_EN, &german), "Register a dog");
	assert_false(german);
	assert_str(form_intro_in(f, FORM_EN, &german), "One.\n\nTwo.");
	assert_str(form_page_title_in(f, 1, FORM_EN, &german), "Dog");
	assert_str(form_title_in(f, FORM_LEICHT, &german), "Hund anmelden");
	assert_true(german);
	assert_str(form_title(f), "Hund anmelden");

	const struct form_view_page *p = form_view(a, eval(a, f, "{}", FORM_EN), 0, false);
	assert_str(p->title, "Keeper");
	const struct form_view_item *i = p->items.items;
	assert_str(i[0].label, "Achtung"); /* not translated: says so */
	assert_true(i[0].label_german);
	assert_str(i[0].value, "Read this.");
	assert_false(i[0].value_german);
	assert_str(i[1].label, "Name");
	assert_false(i[1].label_german);
	assert_str(i[1].hint, "Wie im Ausweis");
	assert_true(i[1].hint_german);
	assert_str(i[3].options.items[0].label, "Dachshund");
	assert_str(i[3].options.items[1].label, "Mops");
	assert_true(i[3].options.items[1].label_german && !i[3].options.items[0].label_german);

	const struct form_view_page *q = form_view(a, eval(a, f, "{\"hund\":[{},{\"lieb\":true}]}", FORM_EN), 1, false);
	const struct form_view_item *dog = &q->items.items[0].children.items[1];
	assert_str(dog->label, "Dog 2");
	assert_str(dog->remove_label, "Remove Dog 2");
	assert_str(q->items.items[0].add_label, "Add Dog");
	assert_str(dog->children.items[0].label, "What it answers to");
	assert_str(dog->children.items[1].options.items[0].label, "Yes");
	arena_free(&a);
}

static void errors_speak_the_language_and_mean_the_same(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read(a, str_c(source));
	static const char answers[] = "{\"alter\":\"77\",\"art\":\"X\",\"hund\":[{\"rufname\":\"Rex\"}],\"weg\":1}";
	const struct form_error *de, *en, *leicht;
	size_t n = form_errors(eval(a, f, answers, FORM_DE), &de);
	assert_int_equal(form_errors(eval(a, f, answers, FORM_EN), &en), n);
	assert_int_equal(form_errors(eval(a, f, answers, FORM_LEICHT), &leicht), n);
	for (size_t i = 0; i < n; i++) {
		assert_true(str_eq(de[i].path, en[i].path) && str_eq(de[i].path, leicht[i].path));
		assert_string_equal(de[i].code, en[i].code);
		assert_true(de[i].page == en[i].page);
		assert_false(str_eq(de[i].message, en[i].message));
		assert_false(de[i].german || en[i].german);
	}
	assert_str(en[0].message, "This form has no field “weg”.");
	assert_str(en[1].message, "Enter your name.");
	assert_str(leicht[1].message, "Geben Sie Ihren Namen ein.");
	assert_true(leicht[1].german);
	assert_str(en[2].message, "“Age” must not be more than 20.");
	assert_str(leicht[2].message, "Die Zahl bei „Alter“ ist zu groß. Die größte Zahl ist: 20.");
	assert_str(en[3].message, "Choose one of the answers listed at “Art”.");
	arena_free(&a);
}

static void answers_are_summed_up_in_the_language(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read(a, str_c(source));
	const struct form_view_section *list;
	size_t n = form_view_summary(
	    a, eval(a, f, "{\"name\":\"Ada\",\"art\":\"M\",\"hund\":[{\"lieb\":false}]}", FORM_EN), &list);
	assert_int_equal(n, 2);
	assert_str(list[0].title, "Keeper");
	assert_str(list[0].answers[0].label, "Name");
	assert_str(list[0].answers[2].value, "Mops");
	assert_true(list[0].answers[2].value_german && list[0].answers[2].label_german);
	assert_str(list[1].title, "Dog 1");
	assert_str(list[1].answers[1].value, "No");
	arena_free(&a);
}

static struct str exported(struct arena *a, struct str form)
{
	struct diags d = diags_new(a, STR("form.xml"));
	struct buf out = buf_new(a);
	assert_true(form_po_export(form, FORM_EN, &out, &d));
	return buf_str(&out);
}

static struct str imported(struct arena *a, struct str form, struct str po, struct diags *po_d)
{
	struct diags d = diags_new(a, STR("form.xml"));
	struct buf out = buf_new(a);
	*po_d = diags_new(a, STR("x.po"));
	assert_true(form_po_import(form, po, FORM_DE, &out, &d, po_d));
	return buf_str(&out);
}

static struct str replaced(struct arena *a, struct str s, const char *old, const char *new)
{
	ptrdiff_t at = str_find_str(s, str_c(old));
	assert_true(at >= 0);
	return str_fmt(a, "%.*s%s%.*s", (int)at, s.p, new, STR_ARG(str_sub(s, (size_t)at + strlen(old), s.n)));
}

static void there_and_back_nothing_is_lost(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags po_d;
	struct str form = str_c(source), po = exported(a, form);
	assert_true(str_find_str(po, STR("msgctxt \"tier/hund/rufname@label\"\nmsgid \"Name\"\nmsgstr \"What it")) >= 0);
	assert_true(str_find_str(po, STR("msgctxt \"halter/art/M\"\nmsgid \"Mops\"\nmsgstr \"\"")) >= 0);
	struct str again = imported(a, form, po, &po_d);
	assert_int_equal(po_d.n, 0);
	assert_true(str_eq(again, form));
	assert_true(str_eq(exported(a, again), po));

	/* Into a form that has no translations yet: the rest of its text stays as it is. */
	size_t begin = (size_t)str_find_str(form, STR("\t<texts")), end = (size_t)str_find_str(form, STR("</form>"));
	struct str bare = str_fmt(a, "%.*s%.*s", (int)begin, form.p, STR_ARG(str_sub(form, end, form.n)));
	assert_true(str_eq(imported(a, bare, po, &po_d), form));

	/* One of two places with the same words is not translated: the other keeps its place. */
	struct str half = replaced(a, po, "msgctxt \"halter/name@label\"\nmsgid \"Name\"\nmsgstr \"Name\"",
	    "msgctxt \"halter/name@label\"\nmsgid \"Name\"\nmsgstr \"\"");
	struct str with_half = imported(a, bare, half, &po_d);
	assert_true(str_eq(exported(a, with_half), half));
	arena_free(&a);
}

static void what_does_not_fit_is_left_out_and_said(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d, none = diags_new(a, STR("form.xml"));
	struct str po = exported(a, str_c(source));
	struct str changed = replaced(a, str_c(source), "label=\"Alter\"", "label=\"Alter in Jahren\"");
	po = replaced(a, po, "msgctxt \"halter/art/D\"", "#, fuzzy\nmsgctxt \"halter/art/D\"");
	po = str_fmt(a, "%.*smsgctxt \"weg@label\"\nmsgid \"Weg\"\nmsgstr \"Gone\"\n", STR_ARG(po));
	struct str out = imported(a, changed, po, &d);
	assert_int_equal(d.n, 3);
	assert_string_equal(d.list[0].code, "german-changed");
	assert_true(str_find_str(d.list[0].text, STR("„Alter in Jahren“")) >= 0);
	assert_string_equal(d.list[1].code, "fuzzy");
	assert_string_equal(d.list[2].code, "gone");
	assert_true(str_find_str(out, STR(">Age<")) < 0);
	assert_true(str_find_str(out, STR("Dachshund")) < 0);
	assert_true(str_find_str(out, STR(">Keeper<")) >= 0);

	/* Without a word about the language, and with errors in either. */
	struct buf b = buf_new(a);
	assert_false(form_po_import(str_c(source), STR("msgid \"a\"\nmsgstr \"b\"\n"), FORM_DE, &b, &none, &d));
	assert_true(form_po_import(str_c(source), STR("msgid \"a\"\nmsgstr \"b\"\n"), FORM_EN, &b, &none, &d));
	assert_false(form_po_import(str_c(source), STR("msgid \"a"), FORM_EN, &b, &none, &d));
	assert_false(form_po_import(STR("<form/>"), po, FORM_EN, &b, &none, &d));
	assert_true(none.n_errors > 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_shown_in_the_language),
		cmocka_unit_test(errors_speak_the_language_and_mean_the_same),
		cmocka_unit_test(answers_are_summed_up_in_the_language),
		cmocka_unit_test(there_and_back_nothing_is_lost),
		cmocka_unit_test(what_does_not_fit_is_left_out_and_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
