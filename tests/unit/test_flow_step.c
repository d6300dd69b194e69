/* SPDX-License-Identifier: EUPL-1.2
 * How tokens move: BPMN 2.0.2 clause 13, rule by rule. */
#include "test_flow_play.h"

#include "base/file.h"

#define VARS(list) "<extensionElements>" list "</extensionElements>"
#define VAR_X VARS("<ozg:variable name='x' type='text'/>")
#define START "<startEvent id='S'/>"
#define ENDS(a) "<endEvent id='" a "'/>"
#define USER(id) "<userTask id='" id "'/>"
#define AND(id) "<parallelGateway id='" id "'/>"

/* Each row: a process, one command (start), what must have happened. */
static void start_runs_to_the_next_halt(void **state)
{
	(void)state;
	static const struct {
		const char *nodes, *flows, *vars, *did;
	} rows[] = {
		{ START ENDS("E"), "S>E", NULL, "S E end" },
		{ START "<task id='T'/><manualTask id='M'/>" ENDS("E"), "S>T; T>M; M>E", NULL, "S T M E end" },
		{ START USER("A") ENDS("E"), "S>A; A>E", NULL, "S A open:A" },
		{ "<startEvent id='S' ozg:status='Eingegangen'/><intermediateThrowEvent id='I' ozg:status='In Arbeit'/>"
		  "<endEvent id='E' ozg:status='Fertig'/>",
		    "S>I; I>E", NULL, "S =Eingegangen I =In Arbeit E =Fertig end" },
		{ START "<serviceTask id='N' ozg:operation='notify:eingang' ozg:status='Bestätigt'/>" ENDS("E"), "S>N; N>E",
		    NULL, "S N =Bestätigt do:notify:eingang E end" },
		/* Exclusive: the first true condition in document order, else the default flow. */
		{ VAR_X START "<exclusiveGateway id='X' default='X-C'/>" ENDS("A") ENDS("B") ENDS("C"),
		    "S>X; X>A if $x = 'b' and false(); X>B if $x = 'b'; X>C", "{\"x\":\"b\"}", "S X B end" },
		{ VAR_X START "<exclusiveGateway id='X' default='X-A'/>" ENDS("A") ENDS("B") ENDS("C"),
		    "S>X; X>A; X>B if $x != 'c'; X>C if $x = 'b'", "{\"x\":\"b\"}", "S X B end" },
		{ VAR_X START "<exclusiveGateway id='X' default='X-A'/>" ENDS("A") ENDS("B"), "S>X; X>A; X>B if $x = 'b'", NULL,
		    "S X A end" },
		/* Parallel: all ways, whatever their conditions say. */
		{ START AND("P") USER("A") USER("B") ENDS("E"), "S>P; P>A if false(); P>B; A>E; B>E", NULL,
		    "S P A open:A B open:B" },
		/* An activity with several ways takes the unconditional ones and the true ones; the default only when none of
		 * the conditions was true. */
		{ START "<task id='T' default='T-D'/>" ENDS("A") ENDS("B") ENDS("C") ENDS("D"),
		    "S>T; T>A; T>B if true(); T>C if false(); T>D", NULL, "S T A B end" },
		{ START "<task id='T' default='T-D'/>" ENDS("A") ENDS("C") ENDS("D"), "S>T; T>A; T>C if false(); T>D", NULL,
		    "S T A D end" },
		/* Several ways into a task: it runs once for each token. */
		{ START AND("P") "<task id='T'/>" ENDS("E"), "S>P; P>T; P>E; T>E", NULL, "S P T E E end" },
		/* Without an end event the process ends where no way leads on. */
		{ START "<task id='T'/>", "S>T", NULL, "S T end" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p = play_new(rows[i].nodes, rows[i].flows);
		if (!play_start(&p, rows[i].vars))
			fail_msg("row %zu: %s", i, p.err.text);
		assert_str(play_did(&p), rows[i].did);
		bool ended = str_ends(play_did(&p), STR("end"));
		assert_int_equal(p.last.ended, ended);
		assert_false(p.last.stuck);
		if (ended)
			assert_str(str_sub(p.state, p.state.n - 15, p.state.n), ",\"s\":[],\"t\":[]}");
		play_free(&p);
	}
}

/* Each row: starting it is an incident, with this in its text. */
static void incidents_say_where(void **state)
{
	(void)state;
	static const struct {
		const char *nodes, *flows, *vars, *text;
	} rows[] = {
		{ VAR_X START "<exclusiveGateway id='X'/>" ENDS("A") ENDS("B"), "S>X; X>A if $x = 'a'; X>B if $x = 'b'",
		    "{\"x\":\"c\"}", "„X“ an: Keine Bedingung" },
		{ VAR_X START "<exclusiveGateway id='X'/>" ENDS("A") ENDS("B"), "S>X; X>A if $x = 'a'; X>B if $x = 'b'", NULL,
		    "„X“ an: Keine Bedingung" },
		{ START "<task id='T'/>" ENDS("E"), "S>T; T>E if false()", NULL, "„T“ an: Keine Bedingung" },
		{ VARS("<ozg:variable name='n' type='decimal'/>") START "<exclusiveGateway id='X' default='X-A'/>" ENDS("A")
		        ENDS("B"),
		    "S>X; X>A; X>B if 1 div $n > 1", "{\"n\":\"0\"}", "„X“ an: Die Bedingung am Weg X-B" },
		{ START "<task id='T'/><exclusiveGateway id='X' default='X-T'/>" ENDS("E"), "S>T; T>X; X>T; X>E if false()",
		    NULL, "im Kreis" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p = play_new(rows[i].nodes, rows[i].flows);
		assert_false(play_start(&p, rows[i].vars));
		assert_int_equal(p.err.kind, ERR_BROKEN);
		if (strstr(p.err.text, rows[i].text) == NULL)
			fail_msg("row %zu: %s", i, p.err.text);
		assert_int_equal(p.state.n, 0);
		play_free(&p);
	}
}

/* Ten thousand tokens from few nodes: forks in a loop stop at the same cap. */
static void a_growing_loop_is_capped(void **state)
{
	(void)state;
	struct play p = play_new(START "<task id='T'/>" AND("P") ENDS("E"), "S>T; T>P; P>T; P>T#2; P>E");
	assert_false(play_start(&p, NULL));
	assert_int_equal(p.err.kind, ERR_BROKEN);
	play_free(&p);
}

static void parallel_join_waits_for_every_flow(void **state)
{
	(void)state;
	struct play p = play_new(START AND("P") USER("A") USER("B") AND("J") ENDS("E"), "S>P; P>A; P>B; A>J; B>J; J>E");
	assert_true(play_start(&p, NULL));
	assert_true(play_complete(&p, "B", NULL));
	assert_str(play_did(&p), "close:B J");
	assert_false(p.last.ended);
	unsigned parked = p.last.effects[1].token;
	assert_false(play_token(&p, parked, NULL)); /* nobody completes a join */
	assert_int_equal(p.err.kind, ERR_CONFLICT);
	assert_true(play_complete(&p, "A", NULL));
	assert_str(play_did(&p), "close:A J E end");
	assert_true(p.last.ended);
	play_free(&p);
}

/* Two tokens by one flow are not two flows; the surplus one stays for the next round. */
static void parallel_join_keeps_surplus_tokens(void **state)
{
	(void)state;
	struct play p = play_new(START AND("P") USER("A") USER("B") AND("J") USER("C") ENDS("E"),
	    "S>P; P>A; P>A#2; P>B; P>B#2; A>J; B>J; J>C; C>E");
	assert_true(play_start(&p, NULL));
	assert_true(play_complete(&p, "A", NULL));
	assert_true(play_complete(&p, "A", NULL));
	assert_str(play_did(&p), "close:A J");
	assert_int_equal(play_waiting(&p, "C"), 0);
	assert_true(play_complete(&p, "B", NULL));
	assert_str(play_did(&p), "close:B J C open:C");
	assert_true(play_complete(&p, "C", NULL));
	assert_str(play_did(&p), "close:C E");
	assert_false(p.last.ended);
	assert_true(play_complete(&p, "B", NULL));
	assert_str(play_did(&p), "close:B J C open:C");
	assert_true(play_complete(&p, "C", NULL));
	assert_true(p.last.ended);
	play_free(&p);
}

/* A join that can never fire again does not end the instance, and says so. */
static void a_starving_join_is_stuck(void **state)
{
	(void)state;
	struct play p = play_new(VAR_X START
	    "<exclusiveGateway id='X' default='X-B'/>" AND("J") USER("A") USER("B") ENDS(
	        "E") "<subProcess id='H' triggeredByEvent='true'><startEvent id='HS'><errorEventDefinition/></startEvent>"
	             "<endEvent id='HE'/><sequenceFlow id='HF' sourceRef='HS' targetRef='HE'/></subProcess>",
	    "S>X; X>A if $x = 'a'; X>B; A>J; B>J; J>E"); /* a handler of errors is nothing that could still happen */
	assert_true(play_start(&p, NULL));
	assert_false(p.last.stuck);
	assert_true(play_complete(&p, "B", NULL));
	assert_true(p.last.stuck);
	assert_false(p.last.ended);
	play_free(&p);
}

/* The history says by which way an element was reached. */
static void ways_are_told(void **state)
{
	(void)state;
	struct play p = play_new(START "<task id='T' ozg:status='1'/>" ENDS("E"), "S>T; T>E");
	static const char *const ways[] = { "", "S-T", "", "T-E" }; /* the third is the status */
	assert_true(play_start(&p, NULL));
	assert_str(play_did(&p), "S T =1 E end");
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		assert_str(p.last.effects[i].key, ways[i]);
	play_free(&p);
}

/* Four-eyes holds whichever of the two is completed first: between parallel tasks nobody knows. */
static void four_eyes_is_mutual(void **state)
{
	(void)state;
	struct play p =
	    play_new(START AND("P") USER("A") "<userTask id='B' ozg:notBy='A C'/><userTask id='C' ozg:notBy='B'/>" AND("J")
	                 ENDS("E"),
	        "S>P; P>A; P>B; P>C; A>J; B>J; C>J; J>E");
	static const struct {
		const char *element, *not_by[2];
	} rows[] = { { "A", { "B", NULL } }, { "B", { "A", "C" } }, { "C", { "B", NULL } } };
	for (size_t i = 0; i < 3; i++) {
		struct flow_effect e;
		assert_true(flow_task(p.flow, str_c(rows[i].element), &e));
		assert_int_equal(e.n_not_by, rows[i].not_by[1] == NULL ? 1 : 2);
		for (size_t k = 0; k < e.n_not_by; k++)
			assert_str(e.not_by[k], rows[i].not_by[k]);
	}
	play_free(&p);
}

static void a_task_is_completed_once(void **state)
{
	(void)state;
	struct play p = play_new(START USER("A") USER("B") ENDS("E"), "S>A; A>B; B>E");
	assert_true(play_start(&p, NULL));
	unsigned token = play_waiting(&p, "A");
	assert_true(play_token(&p, token, NULL));
	struct str before = p.state;
	assert_false(play_token(&p, token, NULL));
	assert_int_equal(p.err.kind, ERR_CONFLICT);
	assert_false(play_token(&p, 0, NULL));
	assert_int_equal(p.err.kind, ERR_CONFLICT);
	assert_false(play_start(&p, NULL));
	assert_int_equal(p.err.kind, ERR_BUG);
	assert_true(str_eq(p.state, before));
	token = play_waiting(&p, "B");
	assert_true(play_token(&p, token, NULL));
	assert_true(p.last.ended);
	assert_false(play_token(&p, token, NULL));
	assert_int_equal(p.err.kind, ERR_CONFLICT);
	play_free(&p);
}

/* The effect carries all the guarded statement needs; flow_task says the same later. */
static void four_eyes_travel_with_the_task(void **state)
{
	(void)state;
	struct play p = play_new(START USER("A") USER("B") "<userTask id='C' name='Zweite Person' ozg:form='zweit' "
	                                                   "ozg:office='kasse' ozg:notBy=' A  B '/>" ENDS("E"),
	    "S>A; A>B; B>C; C>E");
	assert_true(play_start(&p, NULL));
	assert_int_equal(p.last.effects[2].n_not_by, 1);
	assert_true(play_complete(&p, "A", NULL));
	assert_true(play_complete(&p, "B", NULL));
	struct flow_effect told = p.last.effects[2];
	struct flow_effect asked;
	assert_true(flow_task(p.flow, STR("C"), &asked));
	assert_int_equal(told.token, play_waiting(&p, "C"));
	const struct flow_effect both[] = { told, asked };
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(both[i].kind, FLOW_TASK_OPEN);
		assert_str(both[i].element, "C");
		assert_str(both[i].name, "Zweite Person");
		assert_str(both[i].form, "zweit");
		assert_str(both[i].office, "kasse");
		assert_int_equal(both[i].n_not_by, 2);
		assert_str(both[i].not_by[0], "A");
		assert_str(both[i].not_by[1], "B");
	}
	assert_false(flow_task(p.flow, STR("E"), &asked));
	assert_false(flow_task(p.flow, STR("nichts"), &asked));
	play_free(&p);
}

static void variables_are_declared_and_typed(void **state)
{
	(void)state;
	static const struct {
		const char *vars;
		bool good;
	} rows[] = {
		{ "{\"t\":\"x\",\"c\":\"ja\",\"b\":true,\"n\":\"12.50\",\"d\":\"2026-03-01\"}", true },
		{ "{\"n\":12}", true },
		{ "{\"t\":null,\"n\":null}", true },
		{ "{\"u\":\"x\"}", false },
		{ "{\"t\":1}", false },
		{ "{\"c\":true}", false },
		{ "{\"b\":\"true\"}", false },
		{ "{\"n\":12.5}", false },
		{ "{\"n\":\"12,50\"}", false },
		{ "{\"n\":true}", false },
		{ "{\"d\":\"2026-02-29\"}", false },
		{ "{\"d\":20260301}", false },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p =
		    play_new(VARS("<ozg:variable name='t' type='text' from='a/b'/><ozg:variable name='c' type='code'/>"
		                  "<ozg:variable name='b' type='boolean'/><ozg:variable name='n' type='decimal'/>"
		                  "<ozg:variable name='d' type='date'/>") START USER("A") ENDS("E"),
		        "S>A; A>E");
		if (play_start(&p, rows[i].vars) != rows[i].good)
			fail_msg("%s: %s", rows[i].vars, p.err.text);
		if (!rows[i].good)
			assert_int_equal(p.err.kind, ERR_INPUT);
		play_free(&p);
	}
}

static void variables_are_kept_and_replaced(void **state)
{
	(void)state;
	struct play p =
	    play_new(VARS("<ozg:variable name='t' type='text' from='a/b'/><ozg:variable name='n' type='decimal'/>")
	                 START USER("A") "<exclusiveGateway id='X' default='X-E'/>" ENDS("E") ENDS("F"),
	        "S>A; A>X; X>E; X>F if $t = 'neu' and $n < 12.6");
	const struct flow_var *list;
	assert_int_equal(flow_vars(p.flow, &list), 2);
	assert_str(list[0].name, "t");
	assert_str(list[0].from, "a/b");
	assert_int_equal(list[1].type, XPATH_DEC);
	assert_str(flow_id(p.flow), "p");
	assert_str(flow_name(p.flow), "Probe");
	assert_true(play_start(&p, "{\"t\":\"alt\",\"n\":\"12.50\"}"));
	assert_true(play_complete(&p, "A", "{\"t\":\"neu\"}"));
	assert_str(play_did(&p), "close:A X F end");
	char *text = json_dumps(p.vars, JSON_SORT_KEYS | JSON_COMPACT);
	assert_string_equal(text, "{\"n\":\"12.50\",\"t\":\"neu\"}");
	free(text);
	/* What is stored but not declared is our own mistake. */
	json_object_set_new(p.vars, "fremd", json_true());
	assert_false(play_token(&p, 1, NULL));
	assert_int_equal(p.err.kind, ERR_BUG);
	play_free(&p);
}

/* A command that fails inside leaves nothing behind. */
static void a_failed_command_changes_nothing(void **state)
{
	(void)state;
	struct play p = play_new(VAR_X START USER("A") "<exclusiveGateway id='X'/>" ENDS("E") ENDS("F"),
	    "S>A; A>X; X>E if $x = 'e'; X>F if $x = 'f'");
	assert_true(play_start(&p, "{\"x\":\"anfang\"}"));
	struct str before = p.state;
	assert_false(play_complete(&p, "A", "{\"x\":\"g\"}"));
	assert_int_equal(p.err.kind, ERR_BROKEN);
	assert_true(str_eq(p.state, before));
	assert_string_equal(json_string_value(json_object_get(p.vars, "x")), "anfang");
	assert_true(play_complete(&p, "A", "{\"x\":\"f\"}"));
	assert_str(play_did(&p), "close:A X F end");
	play_free(&p);
}

/* The workflow we ship, along each of its ways. */
static void dog_tax_goes_its_ways(void **state)
{
	(void)state;
	static const struct {
		const char *start;
		const char *check, *decision, *second; /* variables set by the three tasks; NULL: not reached */
		const char *did;                       /* by the last command, behind the gateway */
	} rows[] = {
		{ "{\"steuer\":\"60.00\",\"gefaehrlich\":false}", "{\"ergebnis\":\"vollstaendig\"}",
		    "{\"entscheidung\":\"bewilligt\"}", NULL,
		    "Task_Bewilligung do:notify:bewilligt End_Bewilligt =Bewilligt end" },
		{ "{\"steuer\":\"60.00\",\"gefaehrlich\":false}", "{\"ergebnis\":\"unvollstaendig\"}", NULL, NULL,
		    "Task_Ablehnung do:notify:abgelehnt End_Abgelehnt =Abgelehnt end" },
		{ "{\"steuer\":\"900.00\",\"gefaehrlich\":true}", "{\"ergebnis\":\"vollstaendig\"}",
		    "{\"entscheidung\":\"abgelehnt\",\"begruendung\":\"Kein Halter\"}", NULL,
		    "Task_Ablehnung do:notify:abgelehnt End_Abgelehnt =Abgelehnt end" },
		{ "{\"steuer\":\"499.99\",\"gefaehrlich\":true}", "{\"ergebnis\":\"vollstaendig\"}",
		    "{\"entscheidung\":\"bewilligt\"}", "{\"zweitentscheidung\":\"bestaetigt\"}",
		    "Task_Bewilligung do:notify:bewilligt End_Bewilligt =Bewilligt end" },
		{ "{\"steuer\":\"500.00\",\"gefaehrlich\":false}", "{\"ergebnis\":\"vollstaendig\"}",
		    "{\"entscheidung\":\"bewilligt\"}", "{\"zweitentscheidung\":\"abgelehnt\"}",
		    "Task_Ablehnung do:notify:abgelehnt End_Abgelehnt =Abgelehnt end" },
		/* Nothing known of tax and dog: the safe way is the second person. */
		{ NULL, "{\"ergebnis\":\"vollstaendig\"}", "{\"entscheidung\":\"bewilligt\"}",
		    "{\"zweitentscheidung\":\"bestaetigt\"}",
		    "Task_Bewilligung do:notify:bewilligt End_Bewilligt =Bewilligt end" },
	};
	const char *top = getenv("TOP_SRCDIR");
	char path[4096];
	snprintf(path, sizeof path, "%s/workflows/hundesteuer.bpmn", top == NULL ? "." : top);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct str source;
		struct err err;
		if (!file_read(a, path, 1024 * 1024, &source, &err))
			fail_msg("%s", err.text);
		struct play p = play_read(source);
		assert_true(play_start(&p, rows[i].start));
		assert_str(play_did(&p),
		    "Start_Antrag =Eingegangen Gateway_Eingang Task_Eingangsbestaetigung do:notify:eingang Task_Pruefung "
		    "open:Task_Pruefung Gateway_Geprueft");
		assert_true(play_complete(&p, "Task_Pruefung", rows[i].check));
		if (rows[i].decision != NULL)
			assert_true(play_complete(&p, "Task_Entscheidung", rows[i].decision));
		if (rows[i].second != NULL) {
			struct flow_effect task;
			assert_true(flow_task(p.flow, STR("Task_Zweitentscheidung"), &task));
			assert_int_equal(task.n_not_by, 1);
			assert_str(task.not_by[0], "Task_Entscheidung");
			assert_true(play_complete(&p, "Task_Zweitentscheidung", rows[i].second));
		}
		if (!str_ends(play_did(&p), str_c(rows[i].did)))
			fail_msg("row %zu: %.*s", i, STR_ARG(play_did(&p)));
		assert_true(p.last.ended);
		play_free(&p);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start_runs_to_the_next_halt),
		cmocka_unit_test(incidents_say_where),
		cmocka_unit_test(a_growing_loop_is_capped),
		cmocka_unit_test(parallel_join_waits_for_every_flow),
		cmocka_unit_test(parallel_join_keeps_surplus_tokens),
		cmocka_unit_test(a_starving_join_is_stuck),
		cmocka_unit_test(ways_are_told),
		cmocka_unit_test(four_eyes_is_mutual),
		cmocka_unit_test(a_task_is_completed_once),
		cmocka_unit_test(four_eyes_travel_with_the_task),
		cmocka_unit_test(variables_are_declared_and_typed),
		cmocka_unit_test(variables_are_kept_and_replaced),
		cmocka_unit_test(a_failed_command_changes_nothing),
		cmocka_unit_test(dog_tax_goes_its_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
