/* SPDX-License-Identifier: EUPL-1.2
 * "Why?" is answered with the values that decided, and with nothing that the form does not show. */
#include "test.h"

#include "base/file.h"
#include "form/fim/code_folder.h"
#include "form/form_model.h"

#include <dirent.h>

enum { FILE_MAX = 16 << 20 };

static const char form_text[] =
    "<form xmlns='urn:ozg:form:1' id='f'><title>Hund anmelden</title>"
    "<page id='p' title='Ihr Hund'>"
    "<choice id='rasse' label='Rasse'><code value='R01'>Dackel</code><code value='R03'>Bullterrier</code></choice>"
    "<integer id='alter' label='Alter' required='no' max='30' constraint='. &lt; 20 or $rasse = &quot;R01&quot;'"
    " message='So alt wird diese Rasse nicht.'/>"
    "<date id='seit' label='Seit wann' required='no'/>"
    "<boolean id='leine' label='Immer an der Leine?' relevant='$rasse = &quot;R03&quot; and not($alter &lt; 1)'/>"
    "<text id='nachweis' label='Kampfhund-Nachweis' required='$rasse = &quot;R03&quot;'/>"
    "<text id='geheim' locked='yes' hidden='yes'/>"
    "<text id='frage' label='Frage' relevant='$geheim = &quot;ja&quot;'/>"
    "<money id='steuer' label='Steuer' calculate='if($rasse = &quot;R03&quot;, 500, 60) + count($kind) * 10'/>"
    "<text id='zwei' label='Zweiter Name' required='no'/>"
    "<group id='kind' label='Kind' min='0' max='3'><text id='name' label='Name des Kindes'/>"
    "<integer id='jahre' label='Alter des Kindes' relevant='exists($name)'/></group>"
    "<stop when='$alter = 29' title='Zu alt'>So alt wird kein Hund.</stop></page>"
    "<fee label='Marke' amount='5 + count($kind) * 2' legal='Satzung'/>"
    "<fee label='Zuschlag' amount='10' relevant='$rasse = &quot;R03&quot;' legal='Satzung'/>"
    "<page id='q' title='Weiteres' relevant='$alter &gt; 10'><text id='warum' label='Warum so alt?'/></page>"
    "<rule forbid='zwei' when='$seit &lt; &quot;2020-01-01&quot;' message='Damals gab es nur einen Namen.'/>"
    "<rule require='seit' when='$rasse = &quot;R03&quot; or $alter &gt; 15'/>"
    "<rule valid='is-empty($seit) or exists($alter)' message='Zum Tag gehört das Alter.'/>"
    "</form>";

struct row {
	const char *answers, *path;
	const char *said[4]; /* each stands in some line */
};

static const struct row rows[] = {
	{ "{}", "rasse", { "„Rasse“ wird immer gefragt.", "„Rasse“ wird immer verlangt, wenn danach gefragt wird." } },
	{ "{\"rasse\":\"R03\"}", "nachweis", { "„Kampfhund-Nachweis“ wird verlangt, weil „Rasse“ „Bullterrier“ ist." } },
	{ "{\"rasse\":\"R01\"}", "nachweis",
	    { "„Kampfhund-Nachweis“ ist freiwillig, weil „Rasse“ nicht „Bullterrier“ ist (sondern „Dackel“)." } },
	{ "{}", "nachweis", { "weil „Rasse“ nicht „Bullterrier“ ist (noch keine Angabe)." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"3\"}", "leine",
	    { "„Immer an der Leine?“ wird gezeigt, weil „Rasse“ „Bullterrier“ ist und „Alter“ (3) nicht kleiner als 1 "
	      "ist." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"0\"}", "leine",
	    { "„Immer an der Leine?“ wird nicht gezeigt, weil „Alter“ (0) kleiner als 1 ist.",
	        "Was nicht gezeigt wird, gilt als nicht beantwortet." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"25\"}", "alter",
	    { "So alt wird diese Rasse nicht. Das wird beanstandet, weil „Alter“ (25) nicht kleiner als 20 ist und „Rasse“ "
	      "nicht „Dackel“ ist (sondern „Bullterrier“).",
	        "Angegeben ist 25.", "„Alter“ ist freiwillig." } },
	{ "{\"rasse\":\"R03\",\"kind\":[{},{}]}", "steuer",
	    { "„Steuer“ ist 520,00 € = 500 + die Zahl der Einträge bei „Kind“ (2) × 10, weil „Rasse“ „Bullterrier“ ist.",
	        "„Steuer“ wird ausgerechnet, da gibt niemand etwas ein." } },
	{ "{\"zwei\":\"X\",\"seit\":\"2019-05-01\"}", "zwei",
	    { "„Zweiter Name“ darf nicht ausgefüllt sein, weil „Seit wann“ (01.05.2019) vor 01.01.2020 liegt.",
	        "Die Regel sagt: Damals gab es nur einen Namen." } },
	{ "{\"alter\":\"16\"}", "seit", { "„Seit wann“ wird verlangt, weil „Alter“ (16) größer als 15 ist." } },
	{ "{\"seit\":\"2024-05-01\"}", "",
	    { "Zum Tag gehört das Alter. Das wird beanstandet, weil „Seit wann“ ausgefüllt ist und „Alter“ nicht "
	      "ausgefüllt "
	      "ist." } },
	{ "{\"alter\":\"5\"}", "warum",
	    { "„Warum so alt?“ wird nicht gezeigt, weil es dahinter verborgen ist: Die Seite „Weiteres“.",
	        "Die Seite „Weiteres“ wird nicht gezeigt, weil „Alter“ (5) nicht größer als 10 ist." } },
	{ "{\"rasse\":\"R03\",\"kind\":[{},{}]}", "gebuehr",
	    { "„Marke“ ist 9,00 € = 5 + die Zahl der Einträge bei „Kind“ (2) × 2.", "Rechtsgrundlage: Satzung",
	        "„Zuschlag“ fällt an, weil „Rasse“ „Bullterrier“ ist.", "„Zuschlag“ ist 10,00 €." } },
	{ "{\"rasse\":\"R01\"}", "gebuehr", { "„Zuschlag“ fällt nicht an, weil „Rasse“ nicht „Bullterrier“ ist" } },
	{ "{\"alter\":\"29\"}", "p", { "Hier endet der Antrag, weil „Alter“ 29 ist: Zu alt" } },
	{ "{\"alter\":\"12\"}", "q", { "Die Seite „Weiteres“ wird gezeigt, weil „Alter“ (12) größer als 10 ist." } },
	{ "{\"kind\":[{\"name\":\"Eva\"},{}]}", "kind[1]/jahre",
	    { "„Alter des Kindes“ wird gezeigt, weil „Name des Kindes“ ausgefüllt ist." } },
	{ "{\"kind\":[{\"name\":\"Eva\"},{}]}", "kind[2]/jahre",
	    { "„Alter des Kindes“ wird nicht gezeigt, weil „Name des Kindes“ nicht ausgefüllt ist." } },
};

static const struct form *read_form(struct arena *a, struct str source, const struct form_options *o)
{
	struct diags d = diags_new(a, STR("form"));
	const struct form *f = form_read_with(a, source, o, &d);
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	if (f == NULL)
		fail_msg("%.*s", STR_ARG(buf_str(&b)));
	return f;
}

static const struct form_state *judge(struct arena *a, const struct form *f, const char *answers)
{
	struct form_world world = { 0 };
	json_error_t e;
	json_t *j = json_loads(answers, 0, &e);
	assert_non_null(j);
	assert_true(date_from_ymd(2026, 3, 1, &world.today));
	const struct form_state *s = form_eval(a, f, j, &world);
	arena_defer(a, (void (*)(void *))json_decref, j);
	return s;
}

static bool says(const struct form_why *why, const char *text)
{
	for (size_t i = 0; i < why->n_lines; i++)
		if (str_find_str(why->lines[i].text, str_c(text)) >= 0)
			return true;
	return false;
}

static void reasons_are_told(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read_form(a, str_c(form_text), NULL);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct err err;
		const struct form_why *why = form_why(a, judge(a, f, rows[i].answers), str_c(rows[i].path), true, &err);
		if (why == NULL)
			fail_msg("%s: %s", rows[i].path, err.text);
		for (size_t k = 0; k < 4 && rows[i].said[k] != NULL; k++) {
			if (says(why, rows[i].said[k]))
				continue;
			for (size_t n = 0; n < why->n_lines; n++)
				print_error("%.*s\n", STR_ARG(why->lines[n].text));
			fail_msg("%s %s: want %s", rows[i].path, rows[i].answers, rows[i].said[k]);
		}
		json_t *j = form_why_json(why);
		assert_string_equal(json_string_value(json_object_get(j, "path")), rows[i].path);
		assert_int_equal(json_array_size(json_object_get(j, "lines")), why->n_lines);
		json_decref(j);
	}
	arena_free(&a);
}

static void what_the_form_hides_stays_hidden(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct err err;
	const struct form *f = read_form(a, str_c(form_text), NULL);
	const struct form_state *s = judge(a, f, "{\"geheim\":\"nein\"}");
	assert_null(form_why(a, s, STR("geheim"), false, &err));
	assert_non_null(form_why(a, s, STR("geheim"), true, &err));
	const struct form_why *why = form_why(a, s, STR("frage"), false, &err);
	assert_true(says(why, "eine Angabe, die hier nicht gezeigt wird"));
	assert_false(says(why, "geheim"));
	assert_false(says(why, "nein"));
	assert_true(says(form_why(a, s, STR("frage"), true, &err), "sondern „nein“"));
	arena_free(&a);
}

static void wrong_paths_are_refused_with_a_hint(void **state)
{
	static const char *const paths[][2] = { { "rase", "Meinten Sie „rasse“?" }, { "kind[7]/name", "keinen Eintrag 7" },
		{ "kind[x]/name", "ist kein Weg" }, { "rasse/x", "gibt es in diesem Formular nicht" },
		{ "kind/name", "noch keinen Eintrag" } };
	(void)state;
	struct arena *a = arena_new();
	const struct form *f = read_form(a, str_c(form_text), NULL);
	const struct form_state *s = judge(a, f, "{}");
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct err err;
		assert_null(form_why(a, s, str_c(paths[i][0]), true, &err));
		if (strstr(err.text, paths[i][1]) == NULL)
			fail_msg("%s: %s", paths[i][0], err.text);
	}
	arena_free(&a);
}

/* ---- every element of every real form ---- */

static size_t n_explained;

static void explain_all(struct arena *a, const struct form_state *s)
{
	const struct form *f = s->form;
	for (size_t i = 1; i < f->n_nodes; i++) {
		struct str path = f->nodes[i]->what == NODE_PAGE ? f->nodes[i]->id : form_model_path(a, f->nodes[i]);
		struct err err;
		if (f->nodes[i]->id.n == 0)
			continue;
		const struct form_why *why = form_why(a, s, path, true, &err);
		if (why == NULL && strstr(err.text, "noch keinen Eintrag") == NULL)
			fail_msg("%.*s: %s", STR_ARG(path), err.text);
		if (why != NULL && why->n_lines == 0)
			fail_msg("%.*s: nothing is said", STR_ARG(path));
		n_explained++;
	}
}

static int only_xml(const struct dirent *e)
{
	return str_ends(str_c(e->d_name), STR(".xml"));
}

static void real_forms_explain_themselves(void **state)
{
	(void)state;
	const char *top = getenv("TOP_SRCDIR");
	struct arena *a = arena_new();
	const char *folder = str_fmt(a, "%s/../shared/corpora/xdf3", top == NULL ? "." : top).p;
	struct dirent **list;
	int n = scandir(str_fmt(a, "%s/forms", folder).p, &list, only_xml, alphasort);
	if (n < 0) {
		print_message("no corpus at %s\n", folder);
		arena_free(&a);
		skip();
	}
	for (int i = 0; i < n; i++) {
		struct arena *b = arena_new();
		struct str name = str_c(list[i]->d_name), source;
		struct str id = str_sub(name, 0, (size_t)str_find(name, 'V'));
		struct form_options options = { 0 };
		struct err err;
		assert_true(file_read(b, str_fmt(b, "%s/forms/%.*s", folder, STR_ARG(name)).p, FILE_MAX, &source, &err));
		if (!file_read(
		        b, str_fmt(b, "%s/rules/%.*s.rules.json", folder, STR_ARG(id)).p, FILE_MAX, &options.rules, &err))
			options.rules = STR("");
		explain_all(b, judge(b, read_form(b, source, &options), "{}"));
		arena_free(&b);
		free(list[i]);
	}
	free(list);
	print_message("%d real forms, %zu elements explained\n", n, n_explained);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reasons_are_told),
		cmocka_unit_test(what_the_form_hides_stays_hidden),
		cmocka_unit_test(wrong_paths_are_refused_with_a_hint),
		cmocka_unit_test(real_forms_explain_themselves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
