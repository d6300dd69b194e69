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
	{ "{}", "rasse", { "Bei „Rasse“ brauchen wir immer eine Antwort." } },
	{ "{\"rasse\":\"R03\"}", "nachweis",
	    { "Bei „Kampfhund-Nachweis“ brauchen wir Ihre Antwort. Der Grund: Bei „Rasse“ steht „Bullterrier“." } },
	{ "{\"rasse\":\"R01\"}", "nachweis",
	    { "„Kampfhund-Nachweis“ ist freiwillig. Der Grund: Bei „Rasse“ steht „Dackel“, nicht „Bullterrier“." } },
	{ "{}", "nachweis", { "Der Grund: „Rasse“ ist noch nicht beantwortet." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"3\"}", "leine",
	    { "Wir fragen nach „Immer an der Leine?“. Dafür kommt zusammen:", "Bei „Rasse“ steht „Bullterrier“.",
	        "„Alter“ ist 3, also mindestens 1.", "Bei „Immer an der Leine?“ brauchen wir Ihre Antwort." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"0\"}", "leine",
	    { "Nach „Immer an der Leine?“ fragen wir nicht. Der Grund: „Alter“ ist 0, also kleiner als 1.",
	        "Was wir nicht fragen, gilt als nicht beantwortet." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"25\"}", "alter",
	    { "So alt wird diese Rasse nicht. Dafür kommt zusammen:", "„Alter“ ist 25, also mindestens 20.",
	        "Bei „Rasse“ steht „Bullterrier“, nicht „Dackel“.", "Angegeben ist 25." } },
	{ "{\"rasse\":\"R03\",\"kind\":[{},{}]}", "steuer",
	    { "„Steuer“ ist 520,00 Euro. Der Grund: Bei „Rasse“ steht „Bullterrier“.",
	        "So wird gerechnet: 500 + 2 (die Zahl der Einträge bei „Kind“) × 10 = 520,00 Euro." } },
	{ "{\"rasse\":\"R01\"}", "steuer",
	    { "„Steuer“ ist 60,00 Euro. Das ergibt sich aus diesen Angaben: „Rasse“ („Dackel“), „Kind“ (Einträge: 0)." } },
	{ "{\"zwei\":\"X\",\"seit\":\"2019-05-01\"}", "zwei",
	    { "Bei „Zweiter Name“ dürfen Sie nichts angeben. Der Grund: „Seit wann“ ist der 01.05.2019, also vor dem "
	      "01.01.2020.",
	        "Damals gab es nur einen Namen." } },
	{ "{\"alter\":\"16\"}", "seit",
	    { "Bei „Seit wann“ brauchen wir Ihre Antwort. Der Grund: „Alter“ ist 16, also größer als 15." } },
	{ "{\"rasse\":\"R03\",\"alter\":\"16\"}", "seit",
	    { "Bei „Seit wann“ brauchen wir Ihre Antwort. Schon einer dieser Gründe reicht aus:" } },
	{ "{\"seit\":\"2024-05-01\"}", "",
	    { "Zum Tag gehört das Alter. Dafür kommt zusammen:", "„Seit wann“ ist ausgefüllt.",
	        "„Alter“ ist nicht ausgefüllt." } },
	{ "{\"alter\":\"5\"}", "warum",
	    { "„Warum so alt?“ gehört zur Seite „Weiteres“.",
	        "Die Seite „Weiteres“ brauchen Sie nicht. Der Grund: „Alter“ ist 5, also höchstens 10." } },
	{ "{\"rasse\":\"R03\",\"kind\":[{},{}]}", "gebuehr",
	    { "Für „Marke“ zahlen Sie 9,00 Euro.",
	        "So wird gerechnet: 5 + 2 (die Zahl der Einträge bei „Kind“) × 2 = 9,00 Euro.",
	        "Das ist so geregelt: Satzung.", "Für „Zuschlag“ müssen Sie etwas zahlen. Der Grund: Bei „Rasse“ steht" } },
	{ "{\"rasse\":\"R01\"}", "gebuehr", { "Für „Zuschlag“ zahlen Sie nichts. Der Grund: Bei „Rasse“ steht „Dackel“" } },
	{ "{\"alter\":\"29\"}", "p", { "Hier endet der Antrag: „Zu alt“. Der Grund: Bei „Alter“ steht 29." } },
	{ "{\"alter\":\"12\"}", "q",
	    { "Die Seite „Weiteres“ gehört zu Ihrem Antrag. Der Grund: „Alter“ ist 12, also größer als 10." } },
	{ "{\"kind\":[{\"name\":\"Eva\"},{}]}", "kind[1]/jahre",
	    { "Wir fragen nach „Alter des Kindes“. Der Grund: „Name des Kindes“ ist ausgefüllt." } },
	{ "{\"kind\":[{\"name\":\"Eva\"},{}]}", "kind[2]/jahre",
	    { "Nach „Alter des Kindes“ fragen wir nicht. Der Grund: „Name des Kindes“ ist nicht ausgefüllt." } },
};

/* ---- every kind of expression, as relevant or as calculate of „Ziel“ ---- */

#define FIELDS                                                                                                         \
	"<choice id='art' label='Art'><code value='K1-A'>Alpha</code><code value='K1-B'>Beta</code>"                       \
	"<code value='C'>Gamma</code></choice><boolean id='ja' label='Wirklich?'/><confirm id='ok' label='Richtig'/>"      \
	"<text id='wort' label='Wort'/><text id='wort2' label='Wort 2'/><integer id='n' label='Zahl'/>"                    \
	"<integer id='m' label='Andere Zahl'/><money id='geld' label='Preis'/><date id='tag' label='Tag'/>"                \
	"<date id='ende' label='Ende'/><integer id='tt' label='T'/><integer id='mm' label='M'/><integer id='jj' "          \
	"label='J'/>"                                                                                                      \
	"<group id='kind' label='Kind' min='0' max='3'><money id='kosten' label='Kosten'/>"                                \
	"<boolean id='klein' label='Klein' hidden='yes' calculate='$kosten &lt; 5'/></group>"                              \
	"<integer id='hilf' label='Hilfe' hidden='yes' calculate='if(starts-with($art, \"K1\"), 1, if($ja, 2, 0))'/>"      \
	"<boolean id='hilf2' label='Hilfe 2' hidden='yes' calculate='$n &gt; 3 and $hilf = 1'/>"                           \
	"<text id='geheim' label='Geheimnis' locked='yes' hidden='yes'/>"

struct kind {
	const char *expression, *answers;
	const char *said[4];
};

static const struct kind conditions[] = {
	{ "$art = 'C'", "{\"art\":\"C\"}", { "Bei „Art“ steht „Gamma“." } },
	{ "$art != 'C'", "{\"art\":\"K1-A\"}", { "Bei „Art“ steht „Alpha“, nicht „Gamma“." } },
	{ "$art = 'K1-A' or 'K1-B' = $art", "{\"art\":\"C\"}", { "Bei „Art“ steht „Gamma“, nicht „Alpha“ oder „Beta“." } },
	{ "$ja", "{\"ja\":true}", { "Bei „Wirklich?“ steht „Ja“." } },
	{ "$ja = true()", "{\"ja\":false}", { "Bei „Wirklich?“ steht „Nein“." } },
	{ "true() != $ja", "{}", { "„Wirklich?“ ist noch nicht beantwortet." } },
	{ "$ok", "{\"ok\":true}", { "„Richtig“ ist angekreuzt." } },
	{ "not($ok)", "{\"ok\":false}", { "„Richtig“ ist nicht angekreuzt." } },
	{ "$n < 3", "{\"n\":\"2\"}", { "„Zahl“ ist 2, also kleiner als 3." } },
	{ "3 < $n", "{\"n\":\"2\"}", { "„Zahl“ ist 2, also höchstens 3." } },
	{ "$n >= 3", "{\"n\":\"3\"}", { "„Zahl“ ist 3, also mindestens 3." } },
	{ "$n > $m", "{\"n\":\"3\",\"m\":\"2\"}", { "„Zahl“ ist 3, also größer als 2 („Andere Zahl“)." } },
	{ "$n = $m", "{\"n\":\"3\",\"m\":\"3\"}", { "„Zahl“ und „Andere Zahl“ sind gleich: 3." } },
	{ "$n = $m", "{\"n\":\"3\",\"m\":\"4\"}", { "„Zahl“ ist 3, aber „Andere Zahl“ ist 4." } },
	{ "$n > $m", "{\"n\":\"3\"}", { "„Andere Zahl“ ist noch nicht beantwortet." } },
	{ "$geld > 1000", "{\"geld\":\"1234.50\"}", { "„Preis“ ist 1.234,50 Euro, also größer als 1.000,00 Euro." } },
	{ "$n + $m > 4", "{\"n\":\"3\",\"m\":\"2\"}",
	    { "Das Ergebnis aus „Zahl“ (3), „Andere Zahl“ (2) ist 5, also größer als 4." } },
	{ "$tag < '2026-11-21'", "{\"tag\":\"2026-01-02\"}", { "„Tag“ ist der 02.01.2026, also vor dem 21.11.2026." } },
	{ "$tag >= today()", "{\"tag\":\"2026-01-02\"}", { "„Tag“ ist der 02.01.2026, also vor dem 01.03.2026 (heute)." } },
	{ "$ende <= add-days($tag, 3)", "{\"tag\":\"2026-01-02\",\"ende\":\"2026-01-04\"}",
	    { "„Ende“ ist der 04.01.2026, also nicht nach dem 05.01.2026 („Tag“ plus 3 Tage)." } },
	{ "days-between($tag, $ende) > 3", "{\"tag\":\"2026-01-02\",\"ende\":\"2026-01-04\"}",
	    { "Die Zahl der Tage von „Tag“ bis „Ende“ ist 2, also höchstens 3." } },
	{ "age($tag) < 18", "{\"tag\":\"2016-01-02\"}", { "Das Alter laut „Tag“ ist 10, also kleiner als 18." } },
	{ "age($tag) < 18", "{}", { "„Tag“ ist noch nicht beantwortet." } },
	{ "is-holiday($tag)", "{\"tag\":\"2026-12-25\"}", { "25.12.2026 („Tag“) ist ein Feiertag." } },
	{ "is-working-day($tag)", "{\"tag\":\"2026-12-25\"}", { "25.12.2026 („Tag“) ist kein Arbeitstag." } },
	{ "is-valid-date($tt, $mm, $jj)", "{\"tt\":\"31\",\"mm\":\"2\",\"jj\":\"2026\"}",
	    { "Den Tag aus „T“, „M“ und „J“ gibt es nicht." } },
	{ "exists($wort)", "{\"wort\":\"x\"}", { "„Wort“ ist ausgefüllt." } },
	{ "is-empty($kind)", "{}", { "„Kind“ ist nicht ausgefüllt." } },
	{ "count($kind) > 1", "{\"kind\":[{},{}]}", { "Die Zahl der Einträge bei „Kind“ ist 2, also größer als 1." } },
	{ "sum($kind/kosten) > 9", "{\"kind\":[{\"kosten\":\"4.00\"},{\"kosten\":\"8.00\"}]}",
	    { "Die Summe von „Kosten“ ist 12,00 Euro, also größer als 9,00 Euro." } },
	{ "starts-with($wort, 'Ha')", "{\"wort\":\"Hallo\"}", { "Bei „Wort“ steht „Hallo“. Das beginnt mit „Ha“." } },
	{ "starts-with($art, 'K1')", "{\"art\":\"K1-A\"}", { "Der Grund: Bei „Art“ steht „Alpha“." } },
	{ "contains($wort, 'x')", "{\"wort\":\"Hallo\"}", { "Bei „Wort“ steht „Hallo“. Darin kommt „x“ nicht vor." } },
	{ "string-length(translate($wort, ' ', '')) = 4", "{\"wort\":\"ab c\"}",
	    { "Die Zahl der Zeichen bei „Wort“ ohne Leerzeichen ist 3, nicht 4." } },
	{ "translate($wort, '0123', '') = ''", "{\"wort\":\"12a\"}",
	    { "Bei „Wort“ stehen andere Zeichen als diese: „0123“." } },
	{ "if($ja, $n > 1, $m > 1)", "{\"ja\":true,\"n\":\"2\"}",
	    { "Dafür kommt zusammen:", "Bei „Wirklich?“ steht „Ja“.", "„Zahl“ ist 2, also größer als 1." } },
	{ "$n > 1 and ($ja or $m > 1)", "{\"n\":\"2\",\"ja\":true,\"m\":\"3\"}",
	    { "Dafür kommt zusammen:", "„Zahl“ ist 2, also größer als 1.",
	        "Schon einer dieser Gründe reicht aus:", "„Andere Zahl“ ist 3, also größer als 1." } },
	{ "$hilf = 1", "{\"art\":\"K1-B\"}", { "Der Grund: Bei „Art“ steht „Beta“." } },
	{ "$hilf = 2", "{\"art\":\"C\",\"ja\":true}", { "Bei „Art“ steht „Gamma“.", "Bei „Wirklich?“ steht „Ja“." } },
	{ "$hilf2", "{\"art\":\"K1-B\",\"n\":\"4\"}", { "„Zahl“ ist 4, also größer als 3.", "Bei „Art“ steht „Beta“." } },
	{ "count-non-empty($kind/klein) > 1", "{\"kind\":[{\"kosten\":\"4.00\"}]}",
	    { "Das ergibt sich aus diesen Angaben: „Kosten“." } },
	{ "$geheim = 'x'", "{\"geheim\":\"y\"}", { "aus diesen Angaben: eine Angabe, die hier nicht gezeigt wird." } },
};

static const struct kind calculations[] = {
	{ "0 + $n * 2", "{\"n\":\"3\"}", { "„Ziel“ ist 6.", "So wird gerechnet: 3 („Zahl“) × 2 = 6." } },
	{ "($n - 1) * 90 div 1", "{\"n\":\"3\"}", { "So wird gerechnet: (3 („Zahl“) − 1) × 90 = 180." } },
	{ "$n mod 2", "{\"n\":\"3\"}", { "„Ziel“ ist 1. Das ergibt sich aus diesen Angaben: „Zahl“ (3)." } },
	{ "if($ja, $geld, 0)", "{\"ja\":true,\"geld\":\"12.50\"}",
	    { "Dafür kommt zusammen:", "Bei „Wirklich?“ steht „Ja“.", "Bei „Preis“ steht 12,50 Euro." } },
	{ "$hilf * 10 + 5", "{\"art\":\"K1-A\"}",
	    { "„Ziel“ ist 15. Das ergibt sich aus diesen Angaben: „Art“ („Alpha“)",
	        "So wird gerechnet: 1 × 10 + 5 = 15." } },
	{ "$n + $m", "{\"n\":\"3\"}",
	    { "„Ziel“ lässt sich noch nicht ausrechnen. Der Grund: „Andere Zahl“ ist noch nicht beantwortet." } },
	{ "age($tag)", "{\"tag\":\"2016-01-02\"}", { "Das ergibt sich aus diesen Angaben: „Tag“ (02.01.2016)." } },
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

static const struct form_state *judge_in(
    struct arena *a, const struct form *f, const char *answers, enum form_lang lang)
{
	struct form_world world = { .lang = lang };
	json_error_t e;
	json_t *j = json_loads(answers, 0, &e);
	assert_non_null(j);
	assert_true(date_from_ymd(2026, 3, 1, &world.today));
	const struct form_state *s = form_eval(a, f, j, &world);
	arena_defer(a, (void (*)(void *))json_decref, j);
	return s;
}

static const struct form_state *judge(struct arena *a, const struct form *f, const char *answers)
{
	return judge_in(a, f, answers, FORM_DE);
}

static bool says(const struct form_why *why, const char *text)
{
	for (size_t i = 0; i < why->n_lines; i++)
		if (str_find_str(why->lines[i].text, str_c(text)) >= 0)
			return true;
	return false;
}

static void must_say(const struct form_why *why, const char *of, const char *answers, const char *const said[4])
{
	for (size_t k = 0; k < 4 && said[k] != NULL; k++) {
		if (says(why, said[k]))
			continue;
		for (size_t n = 0; n < why->n_lines; n++)
			print_error("%.*s\n", STR_ARG(why->lines[n].text));
		fail_msg("%s %s: want %s", of, answers, said[k]);
	}
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
		must_say(why, rows[i].path, rows[i].answers, rows[i].said);
		json_t *j = form_why_json(why);
		assert_string_equal(json_string_value(json_object_get(j, "path")), rows[i].path);
		assert_int_equal(json_array_size(json_object_get(j, "lines")), why->n_lines);
		json_decref(j);
	}
	arena_free(&a);
}

static struct str escaped(struct arena *a, const char *expression)
{
	struct buf b = buf_new(a);
	for (const char *p = expression; *p != '\0'; p++)
		if (*p == '<')
			buf_add_c(&b, "&lt;");
		else
			buf_add_char(&b, *p);
	return buf_str(&b);
}

/* What is said of „Ziel“, whose attribute is the expression. */
static const struct form_why *explained(struct arena *a, const struct kind *k, const char *element, enum form_lang lang)
{
	struct err err;
	struct str source = str_fmt(a,
	    "<form xmlns='urn:ozg:form:1' id='f'><title>F</title><page id='p' title='Seite'>" FIELDS
	    "<%s=\"%.*s\"/></page></form>",
	    element, STR_ARG(escaped(a, k->expression)));
	const struct form_why *why =
	    form_why(a, judge_in(a, read_form(a, source, NULL), k->answers, lang), STR("ziel"), false, &err);
	assert_non_null(why);
	return why;
}

static void every_kind_of_expression_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		struct arena *a = arena_new();
		const struct kind *k = &conditions[i];
		const struct form_why *why = explained(a, k, "text id='ziel' label='Ziel' relevant", FORM_DE);
		must_say(why, k->expression, k->answers, k->said);
		for (size_t n = 0; n < why->n_lines; n++)
			assert_true(str_find_str(why->lines[n].text, STR("Hilfe")) < 0);
		arena_free(&a);
	}
	for (size_t i = 0; i < sizeof calculations / sizeof *calculations; i++) {
		struct arena *a = arena_new();
		const struct kind *k = &calculations[i];
		must_say(
		    explained(a, k, "integer id='ziel' label='Ziel' calculate", FORM_DE), k->expression, k->answers, k->said);
		arena_free(&a);
	}
}

/* In other languages no German word of the engine is left. */
static void reasons_are_told_in_other_languages(void **state)
{
	static const struct kind english = { "$n > 1 and ($ja or $m > 1)", "{\"n\":\"2\",\"ja\":true,\"m\":\"3\"}",
		{ "We ask for “Ziel”. These things come together:", "“Zahl” is 2, so it is more than 1.",
		    "Each of these reasons is enough:", "The answer to “Wirklich?” is “Yes”." } };
	static const struct kind plain = { "age($tag) < 18", "{\"tag\":\"2016-01-02\"}",
		{ "Wir fragen nach „Ziel“. Der Grund ist: Das Alter bei „Tag“ ist 10. Das ist weniger als 18." } };
	static const char *const german[] = { "steht", " ist ", "Grund", "Das " };
	(void)state;
	struct arena *a = arena_new();
	must_say(explained(a, &plain, "text id='ziel' label='Ziel' relevant", FORM_LEICHT), "plain", "", plain.said);
	must_say(explained(a, &english, "text id='ziel' label='Ziel' relevant", FORM_EN), "english", "", english.said);
	for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
		const struct form_why *why = explained(a, &conditions[i], "text id='ziel' label='Ziel' relevant", FORM_EN);
		for (size_t k = 0; k < sizeof german / sizeof *german; k++)
			if (says(why, german[k]))
				fail_msg("%s: „%s“ in English", conditions[i].expression, german[k]);
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
	assert_true(says(form_why(a, s, STR("frage"), true, &err), "steht „nein“, nicht „ja“"));
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
		cmocka_unit_test(every_kind_of_expression_is_told),
		cmocka_unit_test(reasons_are_told_in_other_languages),
		cmocka_unit_test(what_the_form_hides_stays_hidden),
		cmocka_unit_test(wrong_paths_are_refused_with_a_hint),
		cmocka_unit_test(real_forms_explain_themselves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
