/* SPDX-License-Identifier: EUPL-1.2
 * Scenario tests of forms: the demonstration forms pass theirs and try every branch; whoever breaks such a form is
 * told; what is wrong with a scenario itself is said at its place. */
#include "test.h"

#include "base/file.h"
#include "form/scenario/scenario.h"

enum { FILE_MAX = 1 << 20 };

static const char *const demo_forms[] = { "hundesteuer-anmeldung", "hundesteuer-pruefung", "hundesteuer-entscheidung",
	"hundesteuer-zweitentscheidung", "antrag-pruefung", "antrag-entscheidung" };

static struct str demo_form(struct arena *a, const char *name)
{
	struct str text;
	struct err err;
	if (!file_read(a, str_fmt(a, "%s/forms/%s/form.xml", getenv("TOP_SRCDIR"), name).p, FILE_MAX, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static struct str printed(const struct diags *d)
{
	struct buf out = buf_new(d->arena);
	diags_print(d, &out);
	return buf_str(&out);
}

static struct scenario_report run(struct arena *a, struct str source, struct diags *d)
{
	const struct form *f = form_read(a, source, d);
	if (f == NULL)
		fail_msg("%.*s", STR_ARG(printed(d)));
	struct scenarios *s = form_scenarios_new(a, f, NULL);
	form_scenarios_run_own(s, d);
	return form_scenarios_report(s);
}

static void demo_forms_pass_and_are_covered(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof demo_forms / sizeof *demo_forms; i++) {
		struct arena *a = arena_new();
		struct diags d = diags_new(a, str_c(demo_forms[i]));
		const struct scenario_report r = run(a, demo_form(a, demo_forms[i]), &d);
		if (r.failed > 0 || r.passed < 4)
			fail_msg("%zu passed\n%.*s", r.passed, STR_ARG(printed(&d)));
		if (r.n_gaps > 0)
			fail_msg("%s: %.*s", demo_forms[i], STR_ARG(form_scenario_gap_text(a, &r.gaps[0])));
		assert_int_equal(r.rules, r.rules_tried);
		assert_int_equal(r.branches, r.branches_seen);
		arena_free(&a);
	}
}

/* What somebody may break in a form, and a scenario that notices. */
static const struct {
	const char *form, *from, *to, *scenario;
} breaks[] = {
	{ "hundesteuer-anmeldung", "60 + (", "70 + (", "Ein Dackel" },
	{ "hundesteuer-anmeldung", "- 1) * 90", "- 1) * 9", "Der zweite Hund" },
	{ "hundesteuer-anmeldung", "if($normale-hunde &gt; 0", "if($normale-hunde &gt; 1", "Ein Dackel" },
	{ "hundesteuer-anmeldung", "sum($hund/erhoeht) * 500", "sum($hund/gelistet) * 500", "Mit Negativzeugnis" },
	{ "hundesteuer-anmeldung", "not($negativzeugnis)", "$negativzeugnis", "Mit Negativzeugnis" },
	{ "hundesteuer-anmeldung", "$eingekreuzt = 'K1'", "$eingekreuzt = 'K2'", "Ein Mischling" },
	{ "hundesteuer-anmeldung", "$rasse = 'ANDERE'", "$rasse != 'ANDERE'", "Der zweite Hund" },
	{ "hundesteuer-anmeldung", "relevant=\"$vorher = true()\"", "relevant=\"$vorher = false()\"", "Ein Dackel" },
	{ "hundesteuer-anmeldung", "= 15 and", "&gt; 15 and", "Ein Dackel" },
	{ "hundesteuer-anmeldung", "not(. &lt; $geboren)", "not(. &lt;= $geboren)", "Der zweite Hund" },
	{ "hundesteuer-anmeldung", "relevant=\"$lastschrift = true()\"", "required=\"no\"", "Wer überweist" },
	{ "hundesteuer-anmeldung", "<page id=\"zahlung\"", "<page id=\"zahlung\" relevant=\"not($befreit)\"", "Befreiung" },
	{ "hundesteuer-entscheidung", "= 'abgelehnt'", "= 'bewilligt'", "Ja: ohne" },
	{ "hundesteuer-pruefung", "relevant=", "required=", "Ja: ohne" },
	{ "hundesteuer-zweitentscheidung", "missing=\"Begründen Sie die Ablehnung.\"", "required=\"no\"", "Nein: nur mit" },
};

static void a_broken_form_is_noticed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
		struct arena *a = arena_new();
		struct diags d = diags_new(a, str_c(breaks[i].form));
		struct str source = demo_form(a, breaks[i].form);
		ptrdiff_t at = str_find_str(source, str_c(breaks[i].from));
		if (at < 0)
			fail_msg("„%s“ is not in %s any more", breaks[i].from, breaks[i].form);
		struct str before = str_sub(source, 0, (size_t)at);
		struct str after = str_sub(source, (size_t)at + strlen(breaks[i].from), source.n);
		const struct scenario_report r =
		    run(a, str_fmt(a, "%.*s%s%.*s", STR_ARG(before), breaks[i].to, STR_ARG(after)), &d);
		struct str said = printed(&d);
		if (r.failed == 0 || str_find_str(said, str_fmt(a, "Szenario „%s", breaks[i].scenario)) < 0)
			fail_msg("„%s“ as „%s“: nobody noticed\n%.*s", breaks[i].from, breaks[i].to, STR_ARG(said));
		arena_free(&a);
	}
}

static const char small_form[] =
    "<form xmlns='urn:ozg:form:1' id='f'><title>T</title><page id='p' title='P'><boolean id='b' label='B'/>"
    "<group id='g' label='G' min='0' max='3'><integer id='n' label='N'/></group>"
    "<text id='t' label='T' relevant='$b and count($g) &gt; 1'/></page></form>";

/* Text of scenarios, and all that is said about them. */
static const struct {
	const char *text, *said;
} texts[] = {
	{ "{", "s.json:1:1: error: Das ist kein gültiges JSON: string or '}' expected near end of file.\n" },
	{ "{\"scenarios\": []}", "s.json:1:1: error: Es fehlt today: der Tag, an dem die Szenarien spielen, zum Beispiel "
	                         "\"2026-03-01\". Sonst gingen sie morgen anders aus.\n" },
	{ "{\"today\": \"2026-03-01\"}", "s.json:1:1: error: Es fehlt scenarios: die Liste der Szenarien.\n" },
	{ "{\"today\": \"2026-03-01\", \"scenarios\": [1]}",
	    "s.json:1:1: error: In scenarios steht etwas, das kein Szenario ist: ein JSON-Objekt.\n" },
	{ "{\"today\": \"2026-03-01\", \"scenarios\": [], \"place\": {}}",
	    "s.json:1:1: error: „place“ gibt es hier nicht, nur today, places und scenarios.\n" },
	{ "{\"today\": \"2026-03-01\",\n \"scenarios\": [\n  {\"name\": \"a\", \"answers\": {\"b\": false}, \"expect\": "
	  "{}},\n"
	  "  {\"name\": \"a\", \"like\": \"x\", \"expekt\": {}}]}",
	    "s.json:4:3: error: Szenario „a“: es fehlt expect: was herauskommen soll.\n"
	    "s.json:4:3: error: Szenario „a“: diesen Namen gibt es schon.\n"
	    "s.json:4:3: error: Szenario „a“: „expekt“ gibt es in einem Szenario nicht. Meinten Sie „expect“?\n"
	    "s.json:4:3: error: Szenario „a“: weiter oben gibt es kein Szenario „x“, auf dem dieses aufbauen kann.\n" },
	{ "{\"today\": \"2026-03-01\", \"scenarios\": [{\"name\": \"a\", \"change\": {\"b\": true, \"g[2]/n\": \"1\"}, "
	  "\"expect\": {}}]}",
	    "s.json:1:39: error: Szenario „a“: change: „g[2]/n“ führt nirgendwohin. Ein Weg sieht aus wie "
	    "hund[2]/name.\n" },
	{ "{\"today\": \"2026-03-01\", \"scenarios\": [{\"name\": \"a\", \"change\": {\"b\": true, \"g[1]/n\": \"1\"}, "
	  "\"expect\": {\"value\": {}, \"pages\": [\"q\"], \"values\": {\"g[1]/n\": \"2\", \"b\": null}, \"relevant\": "
	  "[\"t\"], "
	  "\"hidden\": [\"b\"], \"required\": [\"t\"], \"optional\": [\"b\"], \"errors\": [{\"path\": \"t\", \"code\": "
	  "\"required\"}], \"route\": {\"ars\": \"09\"}}}]}",
	    "s.json:1:39: error: Szenario „a“: „value“ kann man nicht erwarten. Meinten Sie „values“?\n"
	    "s.json:1:39: error: Szenario „a“: Seiten: erwartet q; es sind p.\n"
	    "s.json:1:39: error: Szenario „a“: Wert von „g[1]/n“: erwartet \"2\"; es ist \"1\".\n"
	    "s.json:1:39: error: Szenario „a“: Wert von „b“: erwartet nichts; es ist true.\n"
	    "s.json:1:39: error: Szenario „a“: „t“ soll gefragt werden; es ist verborgen.\n"
	    "s.json:1:39: error: Szenario „a“: „b“ soll verborgen sein; es wird gefragt.\n"
	    "s.json:1:39: error: Szenario „a“: „t“ soll Pflicht sein; es ist keine.\n"
	    "s.json:1:39: error: Szenario „a“: „b“ soll freiwillig sein; es ist Pflicht.\n"
	    "s.json:1:39: error: Szenario „a“: Fehler: erwartet „t“ (required); diesen gibt es nicht.\n"
	    "s.json:1:39: error: Szenario „a“: Regionalschlüssel: erwartet \"09\"; es ist nichts.\n" },
	{ "{\"today\": \"2026-03-01\", \"scenarios\": [{\"name\": \"a\", \"answers\": {\"b\": \"x\"}, \"expect\": {}}]}",
	    "s.json:1:39: error: Szenario „a“: Fehler: nicht erwartet ist „b“ (type): Beantworten Sie „B“ mit Ja oder "
	    "Nein.\n" },
	{ "{\"today\": \"2026-03-01\", \"scenarios\": [{\"name\": \"a\", \"answers\": {\"b\": true}, \"expect\": "
	  "{\"valid\": "
	  "false}}]}",
	    "s.json:1:39: error: Szenario „a“: erwartet sind Fehler; es gibt keinen.\n" },
};

static void mistakes_in_scenarios(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct arena *a = arena_new();
		struct diags d = diags_new(a, STR("s.json"));
		const struct form *f = form_read(a, str_c(small_form), &d);
		assert_non_null(f);
		struct scenarios *s = form_scenarios_new(a, f, NULL);
		form_scenarios_run(s, str_c(texts[i].text), (struct pos){ 1, 1 }, &d);
		assert_str(printed(&d), texts[i].said);
		assert_true(form_scenarios_report(s).failed > 0);
		arena_free(&a);
	}
}

static void gaps_are_named(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("f.xml"));
	struct scenarios *s = form_scenarios_new(a, form_read(a, str_c(small_form), &d), NULL);
	form_scenarios_run(s,
	    STR("{\"today\": \"2026-03-01\", \"scenarios\": [{\"name\": \"a\", \"answers\": {\"b\": false}, "
	        "\"expect\": {}}]}"),
	    (struct pos){ 1, 1 }, &d);
	const struct scenario_report r = form_scenarios_report(s);
	assert_int_equal(r.passed, 1);
	assert_int_equal(r.rules_tried, 1);
	assert_int_equal(r.branches, 6); /* the whole, $b, count() > 1: each true and false */
	assert_int_equal(r.branches_seen, 2);
	assert_int_equal(r.n_gaps, 3);
	assert_str(form_scenario_gap_text(a, &r.gaps[0]),
	    "In keinem Szenario ist das wahr: „$b and count($g) > 1“ (relevant von „t“).");
	assert_str(form_scenario_gap_text(a, &r.gaps[1]), "In keinem Szenario ist das wahr: „$b“ (relevant von „t“).");
	assert_str(
	    form_scenario_gap_text(a, &r.gaps[2]), "Kein Szenario wertet das aus: „count($g) > 1“ (relevant von „t“).");
	assert_int_equal(r.gaps[2].pos.col, strstr(small_form, "count($g)") - small_form + 1);
	arena_free(&a);
}

/* What publication sees: an error that blocks, and notes about coverage. */
static void check_of_the_whole_form(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("f.xml"));
	struct str source = str_fmt(a,
	    "%.*s<scenarios>\n{\"today\": \"2026-03-01\", \"scenarios\": [\n {\"name\": \"a\", "
	    "\"answers\": {\"b\": true}, \"expect\": {\"valid\": false}}]}</scenarios></form>",
	    (int)(strlen(small_form) - strlen("</form>")), small_form);
	const struct form *f = form_read(a, source, &d);
	assert_int_equal(d.n, 0);
	form_scenarios_check(f, &d);
	assert_int_equal(d.n_errors, 1);
	struct str said = printed(&d);
	assert_true(str_find_str(said, STR("f.xml:3:2: error: Szenario „a“: erwartet sind Fehler")) >= 0);
	assert_true(
	    str_find_str(said, STR("note: 0 von 1 Szenarien bestanden. Sie erproben 1 von 1 Regeln und 3 von 6")) >= 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(demo_forms_pass_and_are_covered),
		cmocka_unit_test(a_broken_form_is_noticed),
		cmocka_unit_test(mistakes_in_scenarios),
		cmocka_unit_test(gaps_are_named),
		cmocka_unit_test(check_of_the_whole_form),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
