/* SPDX-License-Identifier: EUPL-1.2
 * What goes wrong deep inside a command reaches whoever gave it, wherever it happened; and what nobody waits for is
 * refused. */
#include "test_flow_play.h"

#define VARS(list) "<extensionElements>" list "</extensionElements>"
#define N VARS("<ozg:variable name='n' type='decimal'/>")
#define START "<startEvent id='S'/>"
#define START2 "<startEvent id='S2'/>"
#define END(id) "<endEvent id='" id "'/>"
#define USER(id) "<userTask id='" id "'/>"
#define AND(id) "<parallelGateway id='" id "'/>"
#define SEQ(a, b) "<sequenceFlow id='" a "_" b "' sourceRef='" a "' targetRef='" b "'/>"
#define CATCH(id, def) "<intermediateCatchEvent id='" id "'>" def "</intermediateCatchEvent>"
#define THROW(id, def) "<intermediateThrowEvent id='" id "'>" def "</intermediateThrowEvent>"
#define BOUND(id, host, more, def)                                                                                     \
	"<boundaryEvent id='" id "' attachedToRef='" host "' " more ">" def "</boundaryEvent>"
#define HANDLER(id, body) "<subProcess id='" id "' triggeredByEvent='true'>" body "</subProcess>"
#define MESSAGE "<messageEventDefinition messageRef='m'/>"
#define SIGNAL "<signalEventDefinition signalRef='s'/>"
#define AFTER(span) "<timerEventDefinition><timeDuration>" span "</timeDuration></timerEventDefinition>"
#define WHEN(cond) "<conditionalEventDefinition><condition>" cond "</condition></conditionalEventDefinition>"
#define KEY "ozg:correlation='string(1 div $n)'" /* fails when n is 0 */
#define BAD "1 div $n > 1"
#define PLACE "lässt sich nicht auswerten"

/* An event sub-process that cannot begin when n is 0: in it a message is listened for with a key that cannot be had. */
#define CANNOT_BEGIN(id, def)                                                                                          \
	HANDLER(id, "<startEvent id='" id "s'>" def "</startEvent>" END(id "e") SEQ(id "s", id "e") HANDLER(id "h",        \
	                "<startEvent id='" id "t' " KEY ">" MESSAGE "</startEvent>" END(id "f") SEQ(id "t", id "f")))

/* Each row: what cannot be evaluated, and where the command ends that comes to it. */
static void an_expression_that_fails_ends_the_command(void **state)
{
	(void)state;
	static const struct {
		const char *nodes, *flows;
		enum flow_input_kind kind; /* of the second command, which must fail; FLOW_START: the first one */
		const char *at;            /* its element, or the name of the signal */
		const char *where;
	} rows[] = {
		{ N START "<task id='T'/>" END("E"), "S>T; T>E if " BAD, FLOW_START, "", "„T“" },
		{ N START "<inclusiveGateway id='O'/>" END("E") END("F"), "S>O; O>E if " BAD "; O>F", FLOW_START, "", "„O“" },
		{ N START "<scriptTask id='T' ozg:result='n'><script>1 div $n</script></scriptTask>" END("E"), "S>T; T>E",
		    FLOW_START, "", "„T“" },
		{ N START CATCH("C", WHEN(BAD)) END("E"), "S>C; C>E", FLOW_START, "", "„C“" },
		{ N START USER("A") BOUND("B", "A", "", WHEN(BAD)) END("E"), "S>A; A>E; B>E", FLOW_START, "", "„B“" },
		{ N START "<receiveTask id='R' messageRef='m' " KEY "/>" END("E"), "S>R; R>E", FLOW_START, "", "„R“" },
		{ N START "<intermediateCatchEvent id='C' " KEY ">" MESSAGE "</intermediateCatchEvent>" END("E"), "S>C; C>E",
		    FLOW_START, "", "„C“" },
		{ N START USER("A") BOUND("B", "A", KEY, MESSAGE) END("E"), "S>A; A>E; B>E", FLOW_START, "", "„B“" },
		{ N START "<eventBasedGateway id='G'/><receiveTask id='R' messageRef='m' " KEY "/>" CATCH("C", AFTER("PT1S"))
		        END("E"),
		    "S>G; G>R; G>C; R>E; C>E", FLOW_START, "", "„R“" },
		{ N START USER("A") END("E") CANNOT_BEGIN("H", "<errorEventDefinition/>"), "S>A; A>E", FLOW_ERROR, "A",
		    "„Ht“" },
		{ N START "<subProcess id='U'>" START2 USER("A") END("E2") SEQ("S2", "A") SEQ("A", "E2")
		        HANDLER("H", "<startEvent id='Hs' " KEY ">" MESSAGE "</startEvent>" END("He")
		                         SEQ("Hs", "He")) "</subProcess>" END("E"),
		    "S>U; U>E", FLOW_START, "", "„Hs“" },
		{ N START "<sendTask id='M' messageRef='m' " KEY "/>" END("E"), "S>M; M>E", FLOW_START, "", "„M“" },
		{ N START "<intermediateThrowEvent id='M' " KEY ">" MESSAGE "</intermediateThrowEvent>" END("E"), "S>M; M>E",
		    FLOW_START, "", "„M“" },
		{ N START "<endEvent id='M' " KEY ">" MESSAGE "</endEvent>", "S>M", FLOW_START, "", "„M“" },
		{ N START USER("A") "<endEvent id='X'><errorEventDefinition/></endEvent>" CANNOT_BEGIN(
		      "H", "<errorEventDefinition/>"),
		    "S>A; A>X", FLOW_COMPLETE, "A", "„Ht“" },
		{ N START USER("A") THROW("X", "<escalationEventDefinition escalationRef='e'/>") END("E")
		        CANNOT_BEGIN("H", "<escalationEventDefinition escalationRef='e'/>"),
		    "S>A; A>X; X>E", FLOW_COMPLETE, "A", "„Ht“" },
		{ N START CATCH("C", SIGNAL) END("E"), "S>C; C>E if " BAD, FLOW_SIGNAL, "s", "„C“" },
		{ N START AND("P") "<inclusiveGateway id='O'/>" END("E"), "S>P; P>O; P>O#2; O>E if " BAD, FLOW_START, "",
		    "„O“" },
		{ N START AND("P") CATCH("C", SIGNAL) USER("A") THROW("X", SIGNAL) END("E"),
		    "S>P; P>C; P>A; A>X; X>E; C>E if " BAD, FLOW_COMPLETE, "A", "„C“" },
		{ N START USER("A") BOUND("B", "A", "cancelActivity='false'", SIGNAL) END("E"), "S>A; A>E; B>E if " BAD,
		    FLOW_SIGNAL, "s", "„B“" },
		{ N START CATCH("C", AFTER("PT1S")) END("E"), "S>C; C>E if " BAD, FLOW_TIMER, "C", "„C“" },
		{ N START USER("A") END("E"), "S>A; A>E if " BAD, FLOW_COMPLETE, "A", "„A“" },
		{ N START "<userTask id='A'><multiInstanceLoopCharacteristics><loopCardinality>1 div $n</loopCardinality>"
		          "</multiInstanceLoopCharacteristics></userTask>" END("E"),
		    "S>A; A>E", FLOW_START, "", "„A“" },
		{ N START "<userTask id='A'><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
		          "<completionCondition>" BAD
		          "</completionCondition></multiInstanceLoopCharacteristics></userTask>" END("E"),
		    "S>A; A>E", FLOW_COMPLETE, "A", "„A“" },
		{ N START "<userTask id='A'><standardLoopCharacteristics testBefore='true'><loopCondition>" BAD
		          "</loopCondition></standardLoopCharacteristics></userTask>" END("E"),
		    "S>A; A>E", FLOW_START, "", "„A“" },
		{ N START "<userTask id='A'><standardLoopCharacteristics><loopCondition>" BAD
		          "</loopCondition></standardLoopCharacteristics></userTask>" END("E"),
		    "S>A; A>E", FLOW_COMPLETE, "A", "„A“" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p = play_new(rows[i].nodes, rows[i].flows);
		bool first = rows[i].kind == FLOW_START;
		if (play_start(&p, "{\"n\":\"0\"}") == first)
			fail_msg("row %zu: the start %s", i, first ? "succeeded" : p.err.text);
		p.now += 1000000;
		if (!first && play_input(&p, rows[i].kind, rows[i].at, rows[i].kind == FLOW_SIGNAL ? rows[i].at : ""))
			fail_msg("row %zu: did %.*s", i, STR_ARG(play_did(&p)));
		if (p.err.kind != ERR_BROKEN || strstr(p.err.text, PLACE) == NULL || strstr(p.err.text, rows[i].where) == NULL)
			fail_msg("row %zu: %s", i, p.err.text);
		play_free(&p);
	}
}

/* What is handed over to a called process and back. */
static void a_handing_over_that_fails_ends_the_command(void **state)
{
	(void)state;
#define CALL(mapping, vars)                                                                                            \
	"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"                     \
	"<process id='p' isExecutable='true'>" VARS(vars) START                                                            \
	    "<callActivity id='C' calledElement='q'>" VARS(mapping) "</callActivity>" END("E") SEQ("S", "C")               \
	        SEQ("C", "E") "</process><process id='q' isExecutable='true'>" VARS(vars) START2 USER("A") END("E2")       \
	            SEQ("S2", "A") SEQ("A", "E2") "</process></definitions>"
	struct play p =
	    play_read(STR(CALL("<ozg:in variable='n' value='1 div $n'/>", "<ozg:variable name='n' type='decimal'/>")));
	assert_false(play_start(&p, "{\"n\":\"0\"}"));
	assert_int_equal(p.err.kind, ERR_BROKEN);
	assert_true(play_start(&p, "{\"n\":\"2\"}"));
	const struct flow_var *vars;
	const json_t *seen;
	flow_vars_seen(p.arena, p.flow, p.state, p.vars, play_waiting(&p, "A"), &vars, &seen);
	assert_string_equal(json_string_value(json_object_get(seen, "n")), "0.5");
	play_free(&p);
	p = play_read(STR(CALL("<ozg:out variable='n' value='1 div $n'/>", "<ozg:variable name='n' type='decimal'/>")));
	assert_true(play_start(&p, NULL));
	assert_false(play_complete(&p, "A", "{\"n\":\"0\"}"));
	assert_int_equal(p.err.kind, ERR_BROKEN);
	play_free(&p);
}

/* The cap on the tokens of one command holds wherever it is reached: each row ends with another way to make the last
 * one.
 */
static void the_cap_holds_everywhere(void **state)
{
	(void)state;
#define TIMES(n, more)                                                                                                 \
	"<multiInstanceLoopCharacteristics " more "><loopCardinality>" n                                                   \
	"</loopCardinality></multiInstanceLoopCharacteristics>"
#define ERROR "<errorEventDefinition/>"
	enum { STEPS_MAX = 10000 };
	static const struct {
		const char *nodes, *flows;
		int more; /* tokens beside one for each of the n instances of T */
	} rows[] = {
		{ END("E"), "T>E", 3 },
		{ AND("P") USER("A") USER("B"), "T>P; P>A; P>B", 5 },
		{ "<subProcess id='U'>" START2 USER("A") SEQ("S2", "A") "</subProcess>", "T>U", 5 },
		{ "<subProcess id='U'>" USER("A") USER("B") "</subProcess>", "T>U", 5 },
		{ USER("A") BOUND("B", "A", "", MESSAGE) END("E"), "T>A; B>E", 4 },
		{ "<eventBasedGateway id='G'/>" CATCH("C", MESSAGE) CATCH("D", SIGNAL) END("E"), "T>G; G>C; G>D; C>E; D>E", 5 },
		{ "<userTask id='A'>" TIMES("3", "") "</userTask>", "T>A", 6 },
		{ "<userTask id='A'>" TIMES("3", "isSequential='true'") "</userTask>", "T>A", 4 },
		{ THROW("L", "<linkEventDefinition name='l'/>") CATCH("K", "<linkEventDefinition name='l'/>") USER("A"),
		    "T>L; K>A", 5 },
		{ "<subProcess id='U'>" HANDLER(
		      "H", "<startEvent id='Hs'>" MESSAGE "</startEvent>" END("He") SEQ("Hs", "He")) "</subProcess>",
		    "T>U", 4 },
		{ "<endEvent id='X'>" ERROR
		  "</endEvent>" HANDLER("H", "<startEvent id='Hs'>" ERROR "</startEvent>" USER("A") SEQ("Hs", "A")),
		    "T>X", 6 },
		{ "<subProcess id='U'>" START2 "<endEvent id='X'>" ERROR
		  "</endEvent>" SEQ("S2", "X") "</subProcess>" BOUND("B", "U", "", ERROR) USER("A"),
		    "T>U; B>A", 7 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char nodes[4096], flows[256], vars[32];
		snprintf(nodes, sizeof nodes, N START "<task id='T'>" TIMES("$n", "") "</task>%s", rows[i].nodes);
		snprintf(flows, sizeof flows, "S>T; %s", rows[i].flows);
		struct play p = play_new(nodes, flows);
		for (int n = STEPS_MAX - 2 * rows[i].more; n <= STEPS_MAX; n++) {
			p.state = STR("");
			snprintf(vars, sizeof vars, "{\"n\":\"%d\"}", n);
			bool fits = n + rows[i].more <= STEPS_MAX;
			if (play_start(&p, vars) != fits)
				fail_msg("row %zu: %d instances and %d tokens %s", i, n, rows[i].more, fits ? p.err.text : "pass");
			if (!fits && (p.err.kind != ERR_BROKEN || strstr(p.err.text, "dreht sich im Kreis") == NULL))
				fail_msg("row %zu: %s", i, p.err.text);
		}
		play_free(&p);
	}
}

/* What is stored can be read again: a state too long for that is never made. */
static void a_state_has_its_limit(void **state)
{
	(void)state;
	char id[101], nodes[512], flows[128];
	memset(id, 'T', 100);
	id[100] = '\0';
	snprintf(nodes, sizeof nodes, N START "<userTask id='%s'>" TIMES("$n", "") "</userTask>", id);
	snprintf(flows, sizeof flows, "S>%s", id);
	struct play p = play_new(nodes, flows);
	assert_true(play_start(&p, "{\"n\":\"5000\"}"));
	assert_true(p.state.n <= 1 << 20);
	p.state = STR("");
	assert_false(play_start(&p, "{\"n\":\"9900\"}"));
	assert_int_equal(p.err.kind, ERR_BROKEN);
	assert_non_null(strstr(p.err.text, "So vieles zugleich"));
	play_free(&p);
}

/* Each row: something waits, and of all commands only one is for it. */
static void only_what_is_awaited_may_happen(void **state)
{
	(void)state;
	static const struct {
		const char *nodes, *flows, *at;
		unsigned wanted; /* 1 << enum flow_input_kind */
	} rows[] = {
		{ START USER("A") END("E"), "S>A; A>E", "A", 1u << FLOW_COMPLETE },
		{ START USER("A") BOUND("B", "A", "", "<errorEventDefinition/>") END("E"), "S>A; A>E; B>E", "A",
		    1u << FLOW_COMPLETE | 1u << FLOW_ERROR },
		{ START CATCH("C", AFTER("PT1S")) END("E"), "S>C; C>E", "C", 1u << FLOW_TIMER },
		{ START CATCH("C", MESSAGE) END("E"), "S>C; C>E", "C", 1u << FLOW_MESSAGE },
		{ START CATCH("C", SIGNAL) END("E"), "S>C; C>E", "C", 0 },
		{ START USER("A") BOUND("B", "A", "", AFTER("PT1S")) END("E"), "S>A; A>E; B>E", "B", 1u << FLOW_TIMER },
		{ START USER("A") BOUND("B", "A", "", MESSAGE) END("E"), "S>A; A>E; B>E", "B", 1u << FLOW_MESSAGE },
		{ START USER("A") BOUND("B", "A", "", SIGNAL) END("E"), "S>A; A>E; B>E", "B", 0 },
	};
	static const enum flow_input_kind kinds[] = { FLOW_COMPLETE, FLOW_TIMER, FLOW_MESSAGE, FLOW_ERROR };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
			struct play p = play_new(rows[i].nodes, rows[i].flows);
			assert_true(play_start(&p, NULL));
			p.now += 1000000;
			bool wanted = rows[i].wanted >> kinds[k] & 1;
			if (play_input(&p, kinds[k], rows[i].at, "x") != wanted || (!wanted && p.err.kind == ERR_BUG))
				fail_msg("row %zu, command %d: %s", i, (int)kinds[k], wanted ? p.err.text : "was taken");
			if (!wanted && kinds[k] != FLOW_ERROR)
				assert_int_equal(p.err.kind, ERR_CONFLICT);
			play_free(&p);
		}
}

static void a_timer_is_not_early(void **state)
{
	(void)state;
	struct play p = play_new(START CATCH("C", AFTER("PT1S")) END("E"), "S>C; C>E");
	assert_true(play_start(&p, NULL));
	p.now += 999999;
	assert_false(play_input(&p, FLOW_TIMER, "C", ""));
	assert_int_equal(p.err.kind, ERR_CONFLICT);
	p.now += 1;
	assert_true(play_input(&p, FLOW_TIMER, "C", ""));
	play_free(&p);
}

static void a_start_must_be_one(void **state)
{
	(void)state;
	struct play p =
	    play_new(START "<subProcess id='U'>" START2 END("E2") SEQ("S2", "E2") "</subProcess>" END("E"), "S>U; U>E");
	static const char *const wrong[] = { "S2", "U", "E", "p", "nirgends" };
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_false(play_input(&p, FLOW_START, "", wrong[i]));
		assert_int_equal(p.err.kind, ERR_INPUT);
	}
	assert_true(play_input(&p, FLOW_START, "", "S"));
	play_free(&p);
}

/* A list is an array of values of its type, or nothing; its values count one by one. */
static void lists_are_typed(void **state)
{
	(void)state;
	static const struct {
		const char *vars;
		bool good;
		const char *did;
	} rows[] = {
		{ "{\"l\":[\"1\",\"6\"]}", true, "S X A end" },
		{ "{\"l\":[\"7\"]}", true, "S X A end" },
		{ "{\"l\":[\"1\",\"2\",\"3\"]}", true, "S X B end" },
		{ "{\"l\":[]}", true, "S X E end" },
		{ "{\"l\":null}", true, "S X E end" },
		{ NULL, true, "S X E end" },
		{ "{\"l\":\"7\"}", false, "" },
		{ "{\"l\":[\"sieben\"]}", false, "" },
		{ "{\"l\":[\"1\",true]}", false, "" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p = play_new(VARS("<ozg:variable name='l' type='decimal' many='true'/>") START
		    "<exclusiveGateway id='X' default='X-E'/>" END("A") END("B") END("E"),
		    "S>X; X>A if sum($l) = 7; X>B if count($l) = 3; X>E");
		if (play_start(&p, rows[i].vars) != rows[i].good)
			fail_msg("%s: %s", rows[i].vars, rows[i].good ? p.err.text : "was taken");
		if (rows[i].good)
			assert_str(play_did(&p), rows[i].did);
		else
			assert_int_equal(p.err.kind, ERR_INPUT);
		play_free(&p);
	}
}

static void of_a_broken_state_nothing_is_open(void **state)
{
	(void)state;
	struct play p = play_new(START USER("A") END("E"), "S>A; A>E");
	const struct flow_effect *open;
	const struct flow_waiting *waiting;
	assert_int_equal(flow_open(p.arena, p.flow, STR("{"), &open), 0);
	assert_int_equal(flow_waiting(p.arena, p.flow, STR("{"), &waiting), 0);
	play_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_expression_that_fails_ends_the_command),
		cmocka_unit_test(a_handing_over_that_fails_ends_the_command),
		cmocka_unit_test(the_cap_holds_everywhere),
		cmocka_unit_test(a_state_has_its_limit),
		cmocka_unit_test(only_what_is_awaited_may_happen),
		cmocka_unit_test(a_timer_is_not_early),
		cmocka_unit_test(a_start_must_be_one),
		cmocka_unit_test(lists_are_typed),
		cmocka_unit_test(of_a_broken_state_nothing_is_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
