/* SPDX-License-Identifier: EUPL-1.2
 * The simulator: cases pass and fail for the right reason, seeds repeat themselves, and on real models nothing that
 * must hold is ever broken. OZG_SIM_STEPS=100000 makes the corpus run long (per file and seed; here 300). */
#include "test_flow_play.h"

#include "base/file.h"
#include "flow/sim/flow_sim.h"
#include "own_library.h"

#include <ftw.h>
#include <string.h>

static char *below(const char *rest)
{
	static char path[512];
	const char *top = getenv("TOP_SRCDIR");
	snprintf(path, sizeof path, "%s/%s", top == NULL ? "." : top, rest);
	return path;
}

static const struct flow *own_flow(struct arena *a)
{
	struct str source;
	struct err err;
	struct diags d = diags_new(a, STR("own"));
	assert_true(file_read(a, below("workflows/hundesteuer.bpmn"), 1 << 20, &source, &err));
	const struct flow *f = own_flow_read(a, source, NULL, &d);
	assert_non_null(f);
	return f;
}

/* Plays the case; want is how it fails, "STEP: words", or NULL. */
static void one_case(const struct flow *f, const char *text, const char *want)
{
	json_error_t why;
	json_t *def = json_loads(text, 0, &why), *out;
	if (def == NULL)
		fail_msg("%s: %s", why.text, text);
	bool good = flow_sim_case(f, def, &out);
	const json_t *failed = json_object_get(out, "failed");
	assert_int_equal(good, json_is_null(failed));
	char got[400] = "";
	if (!good)
		snprintf(got, sizeof got, "%d: %s", (int)json_integer_value(json_object_get(failed, "step")),
		    json_string_value(json_object_get(failed, "text")));
	if (want == NULL ? !good : strstr(got, want) == NULL)
		fail_msg("got [%s] want [%s] for %s", got, want == NULL ? "" : want, text);
	json_decref(def);
	json_decref(out);
}

#define DONE(task, by, vars) "{\"do\":\"complete\",\"task\":\"" task "\",\"by\":\"" by "\",\"vars\":{" vars "}}"
#define CHECKED DONE("Formale Prüfung", "anna", "\"ergebnis\":\"vollstaendig\"")
#define DECIDED DONE("@Task_Entscheidung", "anna", "\"entscheidung\":\"bewilligt\"")

static void cases(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct flow *f = own_flow(a);
	one_case(f, "{}", NULL);
	struct str own;
	struct err err;
	assert_true(file_read(a, below("workflows/hundesteuer.case.json"), 1 << 20, &own, &err));
	one_case(f, str_cdup(a, own), NULL);
	one_case(f,
	    "{\"vars\":{\"steuer\":\"560.00\",\"gefaehrlich\":true},\"steps\":[{\"active\":[\"Formale Prüfung\"]}," CHECKED
	    "," DECIDED ",{\"do\":\"complete\",\"task\":\"@Task_Zweitentscheidung\",\"by\":\"anna\",\"rejected\":true},"
	    "{\"active\":[\"@Task_Zweitentscheidung\"],\"active_count\":1,\"not_active\":[\"Entscheidung\"]},"
	    "{\"do\":\"advance\",\"by\":\"P3D\"}," DONE("@Task_Zweitentscheidung", "bernd",
	        "\"zweitentscheidung\":\"bestaetigt\"") ",{\"ended\":true,\"status\":\"Bewilligt\",\"passed\":[\"End_"
	                                                "Bewilligt\"],\"holds\":{\"entscheidung\":\"bewilligt\"}}]}",
	    NULL);
	one_case(f, "{\"steps\":[{\"active\":[]}]}", "1: Mehr als erwartet ist offen");
	one_case(
	    f, "{\"steps\":[" CHECKED ",{\"active\":[\"Formale Prüfung\"]}]}", "2: Offen sein sollte „Formale Prüfung“");
	one_case(f, "{\"steps\":[" CHECKED "," CHECKED "]}", "2: Die Aufgabe „Formale Prüfung“ ist nicht offen");
	one_case(f, "{\"steps\":[" CHECKED "," CHECKED ",{\"error\":\"runtime\"}]}", NULL);
	one_case(f, "{\"steps\":[" CHECKED ",{\"error\":\"runtime\"}]}", "2: Der Schritt davor hätte fehlschlagen");
	one_case(
	    f, "{\"steps\":[{\"ended\":true}]}", "1: Der Ablauf ist noch nicht zu Ende: offen ist [\"Task_Pruefung\"]");
	one_case(f, "{\"steps\":[{\"do\":\"tanzen\"}]}", "1: „tanzen“ kennt diese Sprache nicht");
	one_case(f, "{\"steps\":[{\"aktiv\":[]}]}", "1: „aktiv“ kennt diese Sprache nicht");
	one_case(f, "{\"steps\":[{\"do\":\"advance\",\"by\":\"drei Tage\"}]}", "1: „drei Tage“ ist keine Dauer");
	one_case(f, "{\"steps\":[7]}", "1: Ein Schritt ist ein JSON-Objekt");
	one_case(f, "{\"vars\":{\"steuer\":true}}", "0: Der Wert der Variablen „steuer“ hat den falschen Typ");
	one_case(f, "{\"now\":\"gestern\"}", "0: „now“ ist kein Zeitpunkt");
	one_case(f, "{\"start\":\"nirgends\"}", "0: Der Ablauf „hundesteuer“ kann so nicht gestartet werden");
	one_case(f, "{\"steps\":[{\"do\":\"message\",\"name\":\"x\"}]}", "1: Niemand wartet auf die Nachricht „x“");
	arena_free(&a);
}

static const char waiting[] =
    "<startEvent id='S'/><userTask id='A'/><boundaryEvent id='B' attachedToRef='A' cancelActivity='false'>"
    "<timerEventDefinition><timeCycle>R2/P1D</timeCycle></timerEventDefinition></boundaryEvent><endEvent id='N'/>"
    "<intermediateCatchEvent id='C'><messageEventDefinition messageRef='m'/></intermediateCatchEvent><endEvent id='E'/>"
    "<boundaryEvent id='F' attachedToRef='A'><errorEventDefinition errorRef='ABBRUCH'/></boundaryEvent>";

static void clock_and_messages(void **state)
{
	(void)state;
	struct play p = play_new(waiting, "S>A; A>C; C>E; B>N; F>E");
	one_case(p.flow,
	    "{\"now\":\"2026-03-01T09:00:00Z\",\"steps\":[{\"do\":\"advance\",\"by\":\"PT23H\"},{\"do\":\"complete\","
	    "\"task\":"
	    "\"A\"},{\"passed\":[\"C\"],\"ended\":false},{\"do\":\"message\",\"name\":\"m\"},{\"ended\":true,\"no_"
	    "subscription\":\"m\"}]}",
	    NULL);
	one_case(p.flow, "{\"steps\":[{\"do\":\"advance\",\"by\":\"PT23H\"},{\"passed\":[\"N\"]}]}", "2: „N“ wurde nicht");
	one_case(p.flow, "{\"steps\":[{\"do\":\"advance\",\"by\":\"P2D\"},{\"passed\":[\"N\"]}]}", NULL);
	one_case(p.flow, "{\"steps\":[{\"do\":\"fire_timer\",\"element\":\"B\"},{\"passed\":[\"N\"],\"active\":[\"A\"]}]}",
	    NULL);
	one_case(p.flow, "{\"steps\":[{\"do\":\"fail\",\"task\":\"A\",\"code\":\"ABBRUCH\"},{\"ended\":true}]}", NULL);
	one_case(p.flow,
	    "{\"steps\":[{\"do\":\"fail\",\"task\":\"A\",\"code\":\"X\"},{\"error\":\"runtime\"},{\"active\":[\"A\"]}]}",
	    NULL);
	play_free(&p);
}

/* ---- chance ---- */

static void seeds_repeat(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	const struct flow *f = own_flow(a);
	json_t *one, *two, *other;
	assert_true(flow_sim_random(f, 7, 5000, &one));
	assert_true(flow_sim_random(f, 7, 5000, &two));
	assert_true(flow_sim_random(f, 8, 5000, &other));
	assert_true(json_equal(one, two));
	assert_false(json_equal(json_object_get(one, "hash"), json_object_get(other, "hash")));
	assert_int_equal(json_array_size(json_object_get(one, "never")), 0); /* its values find every branch */
	assert_true(json_integer_value(json_object_get(one, "ended")) > 500);
	json_decref(one);
	json_decref(two);
	json_decref(other);
	arena_free(&a);
}

/* What is wrong with a workflow is found by playing it. */
static void faults_are_found(void **state)
{
	(void)state;
	json_t *report;
	struct play p = play_new("<startEvent id='S'/><exclusiveGateway id='X'/><userTask id='A'/><userTask id='B'/>"
	                         "<parallelGateway id='J'/><endEvent id='E'/>",
	    "S>X; X>A if true(); X>B if false(); A>J; B>J; J>E");
	assert_true(flow_sim_random(p.flow, 1, 50, &report));
	const json_t *stuck = json_object_get(report, "stuck");
	assert_int_equal(json_array_size(stuck), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(stuck, 0), "elements")), "J");
	assert_true(json_array_size(json_object_get(report, "never")) >= 2);
	json_decref(report);
	play_free(&p);
	struct play q = play_new("<extensionElements><ozg:variable name='z' type='code'/></extensionElements>"
	                         "<startEvent id='S'/><exclusiveGateway id='X'/><userTask id='A'/><endEvent id='E'/>",
	    "S>X; X>A if $z = '1'; X>E if $z = '2'; A>E");
	assert_true(flow_sim_random(q.flow, 1, 200, &report));
	assert_true(json_array_size(json_object_get(report, "incidents")) > 0);
	json_decref(report);
	play_free(&q);
}

/* ---- the corpus ---- */

static size_t n_played;
static uint64_t n_commands;

static int one_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)ftw;
	enum { SEEDS = 3, STEPS = 300 };
	const char *more = getenv("OZG_SIM_STEPS");
	size_t n = strlen(path);
	if (type != FTW_F || n < 5 || strcmp(path + n - 5, ".bpmn") != 0)
		return 0;
	struct arena *a = arena_new();
	struct str source;
	struct err err;
	struct diags d = diags_new(a, str_c(path));
	assert_true(file_read(a, path, 8 << 20, &source, &err));
	const struct flow *f = flow_read_for(a, source, NULL, FLOW_CAN_ALL, STR(""), &d);
	for (uint64_t seed = 1; f != NULL && seed <= SEEDS; seed++) {
		json_t *report;
		bool good = flow_sim_random(f, seed, more == NULL ? STEPS : strtoull(more, NULL, 10), &report);
		char *text = good ? NULL : json_dumps(json_object_get(report, "violations"), JSON_INDENT(1));
		n_commands += (uint64_t)json_integer_value(json_object_get(report, "steps"));
		json_decref(report);
		if (!good)
			fail_msg("%s, seed %u: %s", path, (unsigned)seed, text);
	}
	n_played += f != NULL;
	arena_free(&a);
	return 0;
}

static void corpus(void **state)
{
	(void)state;
	enum { FILES = 16 };
	if (nftw(below("../shared/corpora/bpmn/data"), one_file, FILES, FTW_PHYS) != 0 || n_played == 0)
		skip();
	print_message("%zu models, %llu commands\n", n_played, (unsigned long long)n_commands);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases),
		cmocka_unit_test(clock_and_messages),
		cmocka_unit_test(seeds_repeat),
		cmocka_unit_test(faults_are_found),
		cmocka_unit_test(corpus),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
