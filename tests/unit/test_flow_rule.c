/* SPDX-License-Identifier: EUPL-1.2
 * What a workflow takes from other files: decisions and processes. Values go into the decision and back, whatever does
 * not fit is found when the workflow is read.
 */
#include "test.h"

#include "flow/flow.h"

#define NS "http://www.omg.org/spec/BPMN/20100524/MODEL"

/* Stufe and Frist by tax; two rules meet from 1000 on, which no checker can see. */
static const char decisions[] =
    "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d'>"
    "<inputData id='i' name='Steuer im Jahr'><variable name='Steuer im Jahr' typeRef='number'/></inputData>"
    "<inputData id='j' name='gefaehrlich'><variable name='gefaehrlich' typeRef='boolean'/></inputData>"
    "<inputData id='a' name='egal'/>"
    "<decision id='wer' name='Wer'><variable name='stufe' typeRef='string'/>"
    "<informationRequirement><requiredInput href='#i'/></informationRequirement>"
    "<informationRequirement><requiredInput href='#j'/></informationRequirement>"
    "<decisionTable><input><inputExpression><text>Steuer im Jahr</text></inputExpression></input>"
    "<input><inputExpression><text>gefaehrlich</text></inputExpression></input><output/>"
    "<rule><inputEntry><text>? &lt; 500</text></inputEntry><inputEntry><text>false</text></inputEntry>"
    "<outputEntry><text>\"amt\"</text></outputEntry></rule>"
    "<rule><inputEntry><text>? &gt;= 500</text></inputEntry><inputEntry><text>-</text></inputEntry>"
    "<outputEntry><text>\"leitung\"</text></outputEntry></rule>"
    "<rule><inputEntry><text>? &gt;= 1000</text></inputEntry><inputEntry><text>-</text></inputEntry>"
    "<outputEntry><text>\"rat\"</text></outputEntry></rule></decisionTable></decision>"
    "<decision id='zwei' name='Zwei'><informationRequirement><requiredInput href='#i'/></informationRequirement>"
    "<decisionTable hitPolicy='FIRST'><input><inputExpression><text>Steuer im Jahr</text></inputExpression></input>"
    "<output name='Stufe'/><output name='frist' typeRef='number'/>"
    "<rule><inputEntry><text>&lt; 500</text></inputEntry><outputEntry><text>\"amt\"</text></outputEntry>"
    "<outputEntry><text>14</text></outputEntry></rule></decisionTable></decision>"
    "<decision id='liste' name='Liste'><variable name='stufen'/>"
    "<informationRequirement><requiredInput href='#i'/></informationRequirement>"
    "<decisionTable hitPolicy='COLLECT'><input><inputExpression><text>Steuer im Jahr</text></inputExpression></input>"
    "<output/><rule><inputEntry><text>-</text></inputEntry><outputEntry><text>\"a\"</text></outputEntry></rule>"
    "<rule><inputEntry><text>&gt; 5</text></inputEntry><outputEntry><text>\"b\"</text></outputEntry></rule>"
    "</decisionTable></decision>"
    "<decision id='mal-so' name='Mal so'><informationRequirement><requiredInput href='#i'/></informationRequirement>"
    "<literalExpression><text>if Steuer im Jahr &gt; 5 then true else \"amt\"</text></literalExpression></decision>"
    "<decision id='offen' name='Offen'><informationRequirement><requiredInput href='#a'/></informationRequirement>"
    "<literalExpression><text>egal</text></literalExpression></decision></definitions>";

static bool find(void *arg, struct str id, struct str *source_r)
{
	(void)arg;
	*source_r = str_c(decisions);
	return !str_eq_c(id, "fehlt");
}

/* Two processes in files of their own: teil has a task and gives ergebnis, kreis calls itself. */
static bool process(void *arg, struct str id, struct str *source_r)
{
	(void)arg;
	*source_r =
	    STR("<definitions xmlns='" NS "' xmlns:ozg='urn:ozg:flow:1'><process id='teil' isExecutable='true'>"
	        "<extensionElements><ozg:variable name='betrag' type='decimal' from='x'/><ozg:variable name='ergebnis' "
	        "type='boolean'/></extensionElements><startEvent id='TS'/><userTask id='TA'/><endEvent id='TE'/>"
	        "<sequenceFlow id='t1' sourceRef='TS' targetRef='TA'/><sequenceFlow id='t2' sourceRef='TA' targetRef='TE'/>"
	        "</process><process id='kreis' isExecutable='true'><startEvent id='KS'/><callActivity id='KA' "
	        "calledElement='kreis'/><endEvent id='KE'/><sequenceFlow id='k1' sourceRef='KS' targetRef='KA'/>"
	        "<sequenceFlow id='k2' sourceRef='KA' targetRef='KE'/></process><process id='gleich' isExecutable='true'>"
	        "<startEvent id='S'/><endEvent id='GE'/><sequenceFlow id='g1' sourceRef='S' targetRef='GE'/></process>"
	        "<process id='anders' isExecutable='true'><extensionElements><ozg:variable name='steuer' type='text'/>"
	        "</extensionElements><startEvent id='AS'/><endEvent id='AE'/><sequenceFlow id='a1' sourceRef='AS' "
	        "targetRef='AE'/></process></definitions>");
	return !str_eq_c(id, "fehlt");
}

static const struct flow *read_flow(struct arena *a, const char *task, struct str *findings_r)
{
	static const struct flow_library library = { NULL, find, process };
	struct diags d = diags_new(a, STR("t"));
	struct str source = str_fmt(a,
	    "<definitions xmlns='" NS "' xmlns:ozg='urn:ozg:flow:1'><process id='p' isExecutable='true'><extensionElements>"
	    "<ozg:variable name='steuer' type='decimal'/><ozg:variable name='gefaehrlich' type='boolean'/>"
	    "<ozg:variable name='stufe' type='code'/><ozg:variable name='frist' type='decimal'/>"
	    "<ozg:variable name='stufen' type='text' many='true'/><ozg:variable name='tag' type='date'/>"
	    "</extensionElements><startEvent id='S'/>\n%s\n<endEvent id='E'/>"
	    "<sequenceFlow id='f' sourceRef='S' targetRef='T'/><sequenceFlow id='g' sourceRef='T' targetRef='E'/>"
	    "</process></definitions>",
	    task);
	const struct flow_options options = { .can = FLOW_CAN_ALL, .library = &library };
	const struct flow *f = flow_read_with(a, source, &options, &d);
	struct buf b = buf_new(a);
	diags_print(&d, &b);
	*findings_r = buf_str(&b);
	return f;
}

#define IN "<extensionElements><ozg:input name='Steuer im Jahr' value='$steuer'/></extensionElements>"
#define IN_OUT                                                                                                         \
	"<extensionElements><ozg:input name='Steuer im Jahr' value='$steuer + 1'/>"                                        \
	"<ozg:output name='Stufe' variable='stufe'/></extensionElements>"

static void values_go_in_and_out(void **state)
{
	(void)state;
	static const struct {
		const char *task, *before, *after;
	} rows[] = {
		{ "<businessRuleTask id='T' ozg:decision='wer'>" IN "</businessRuleTask>",
		    "{\"steuer\":\"120.00\",\"gefaehrlich\":false}",
		    "{\"gefaehrlich\": false, \"steuer\": \"120.00\", \"stufe\": \"amt\"}" },
		{ "<businessRuleTask id='T' ozg:decision='wer' ozg:result='stufe'>" IN "</businessRuleTask>",
		    "{\"steuer\":\"120.00\",\"gefaehrlich\":true}",
		    "{\"gefaehrlich\": true, \"steuer\": \"120.00\", \"stufe\": null}" },
		{ "<businessRuleTask id='T' ozg:decision='zwei'>" IN_OUT "</businessRuleTask>", "{\"steuer\":\"498\"}",
		    "{\"frist\": \"14\", \"steuer\": \"498\", \"stufe\": \"amt\"}" },
		{ "<businessRuleTask id='T' ozg:decision='zwei'>" IN_OUT "</businessRuleTask>", "{\"steuer\":\"499\"}",
		    "{\"frist\": null, \"steuer\": \"499\", \"stufe\": null}" },
		{ "<businessRuleTask id='T' ozg:decision='liste'>" IN "</businessRuleTask>", "{\"steuer\":\"6\"}",
		    "{\"steuer\": \"6\", \"stufen\": [\"a\", \"b\"]}" },
		{ "<businessRuleTask id='T' ozg:decision='wer'>" IN "</businessRuleTask>",
		    "{\"steuer\":\"1000\",\"gefaehrlich\":false}",
		    "Der Vorgang hält bei „T“ an: Die Entscheidung „wer“ ist nicht möglich: „Wer“: Die Regeln 2 und 3 treffen "
		    "zugleich zu. Die Tabelle verlangt genau eine (hitPolicy UNIQUE)." },
		{ "<businessRuleTask id='T' ozg:decision='zwei'><extensionElements><ozg:input name='Steuer im Jahr' "
		  "value='1 div $steuer'/><ozg:output name='Stufe' variable='stufe'/></extensionElements></businessRuleTask>",
		    "{\"steuer\":\"0\"}",
		    "Der Vorgang hält bei „T“ an: Die Eingabe der Entscheidung lässt sich nicht auswerten: Durch null lässt "
		    "sich nicht "
		    "teilen. (Ausdruck „1 div $steuer“, Stelle 7)" },
		{ "<businessRuleTask id='T' ozg:decision='mal-so' ozg:result='stufe'>" IN "</businessRuleTask>",
		    "{\"steuer\":\"5\"}", "{\"steuer\": \"5\", \"stufe\": \"amt\"}" },
		{ "<businessRuleTask id='T' ozg:decision='mal-so' ozg:result='stufe'>" IN "</businessRuleTask>",
		    "{\"steuer\":\"6\"}", "Der Vorgang hält bei „T“ an: Der Wert der Variablen „stufe“ hat den falschen Typ." },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct str findings;
		const struct flow *f = read_flow(a, rows[i].task, &findings);
		if (f == NULL)
			fail_msg("%.*s", STR_ARG(findings));
		json_t *vars = json_loads(rows[i].before, 0, NULL), *none = json_object();
		struct flow_input in = { .kind = FLOW_START, .vars = vars };
		struct flow_result r;
		struct err err;
		bool ok = flow_step(a, f, STR(""), none, &in, (struct date){ 20000 }, &r, &err);
		char *after = ok ? json_dumps(r.vars, JSON_SORT_KEYS) : NULL;
		assert_str(str_c(ok ? after : err.text), rows[i].after);
		const struct str *used;
		assert_int_equal(flow_decisions(a, f, &used), 1);
		if (ok) {
			assert_true(r.ended);
			json_decref(r.vars);
		}
		free(after);
		json_decref(vars);
		json_decref(none);
		arena_free(&a);
	}
}

#define CALL "<callActivity id='T' calledElement='teil'>"
#define HAND                                                                                                           \
	"<extensionElements><ozg:in variable='betrag' value='$steuer * 2'/>"                                               \
	"<ozg:out variable='stufe' value='if($ergebnis, string($betrag), \"nein\")'/></extensionElements>"

static void another_process_is_called(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str findings;
	const struct flow *f = read_flow(a, CALL HAND "</callActivity>", &findings);
	if (f == NULL)
		fail_msg("%.*s", STR_ARG(findings));
	assert_str(findings, "");
	const struct str *called;
	assert_int_equal(flow_called(f, &called), 1);
	assert_str(called[0], "teil");
	const struct flow_var *vars;
	assert_int_equal(flow_vars(f, &vars), 6);
	assert_int_equal(flow_vars_at(f, STR("TA"), &vars), 2);
	assert_str(vars[0].name, "betrag");
	json_t *none = json_object(), *start = json_pack("{s:s}", "steuer", "120"),
	       *done = json_pack("{s:b}", "ergebnis", 1);
	struct flow_input in = { .kind = FLOW_START, .vars = start };
	struct flow_result r, r2;
	struct err err;
	if (!flow_step(a, f, STR(""), none, &in, (struct date){ 20000 }, &r, &err))
		fail_msg("%s", err.text);
	const struct flow_waiting *open;
	assert_int_equal(flow_waiting(a, f, r.state, &open), 1);
	assert_str(open[0].element, "TA");
	const json_t *seen;
	assert_int_equal(flow_vars_seen(a, f, r.state, r.vars, open[0].token, &vars, &seen), 2);
	assert_str(str_c(json_string_value(json_object_get(seen, "betrag"))), "240");
	assert_null(json_object_get(r.vars, "betrag")); /* its own */
	assert_int_equal(flow_vars_seen(a, f, r.state, r.vars, 0, &vars, &seen), 6);
	assert_str(str_c(json_string_value(json_object_get(seen, "steuer"))), "120");
	in = (struct flow_input){ .kind = FLOW_COMPLETE, .token = open[0].token, .vars = start };
	assert_false(flow_step(a, f, r.state, r.vars, &in, (struct date){ 20000 }, &r2, &err));
	assert_string_equal(err.text, "Der Ablauf „teil“ kennt keine Variable „steuer“.");
	in = (struct flow_input){ .kind = FLOW_COMPLETE, .token = open[0].token, .vars = done };
	if (!flow_step(a, f, r.state, r.vars, &in, (struct date){ 20000 }, &r2, &err))
		fail_msg("%s", err.text);
	assert_true(r2.ended);
	assert_str(str_c(json_string_value(json_object_get(r2.vars, "stufe"))), "240");
	json_decref(r.vars);
	json_decref(r2.vars);
	json_decref(none);
	json_decref(start);
	json_decref(done);
	arena_free(&a);
}

static void mistakes_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *task, *finding;
	} rows[] = {
		{ "<businessRuleTask id='T'/>", "t:2:1: error: T nennt keine Entscheidung." },
		{ "<businessRuleTask id='T' ozg:decision='fehlt'/>",
		    "t:2:40: error: T braucht die Entscheidung „fehlt“: sie ist hier nicht bekannt." },
		{ "<businessRuleTask id='T' ozg:decision='wre'/>", "hat selbst Fehler" },
		{ "<businessRuleTask id='T' ozg:decision='wer'/>", "Woher kommt die Eingabe „Steuer im Jahr“?" },
		{ "<businessRuleTask id='T' ozg:decision='wer'><extensionElements><ozg:input name='Steuer im Jahr' "
		  "value='$tag'/></extensionElements></businessRuleTask>",
		    "t:2:104: error: T: Die Eingabe „Steuer im Jahr“ der Entscheidung hat einen anderen Typ" },
		{ "<businessRuleTask id='T' ozg:decision='wer'><extensionElements><ozg:input name='Steuer in Jahr' "
		  "value='$steuer'/></extensionElements></businessRuleTask>",
		    "Die Entscheidung hat keine Eingabe „Steuer in Jahr“. Meinten Sie „Steuer im Jahr“?" },
		{ "<businessRuleTask id='T' ozg:decision='wer' ozg:result='tag'>" IN "</businessRuleTask>",
		    "„stufe“ hat einen anderen Typ als die Variable „tag“" },
		{ "<businessRuleTask id='T' ozg:decision='wer' ozg:result='stufen'>" IN "</businessRuleTask>",
		    "ein einzelner Wert, die Variable „stufen“ ist eine Liste" },
		{ "<businessRuleTask id='T' ozg:decision='wer' ozg:result='x'>" IN "</businessRuleTask>",
		    "Die Variable „x“ ist nicht vereinbart" },
		{ "<businessRuleTask id='T' ozg:decision='zwei'>" IN "</businessRuleTask>",
		    "Wohin soll „Stufe“? Die Variable „Stufe“ ist nicht vereinbart" },
		{ "<businessRuleTask id='T' ozg:decision='offen' ozg:result='stufe'/>",
		    "Die Entscheidung sagt nicht, von welchem Typ „egal“ ist" },
		{ "<callActivity id='T' calledElement='fehlt'/>", "ruft den Prozess „fehlt“ auf" },
		{ "<callActivity id='T' calledElement='kreis'/>", "Der Prozess ruft sich" },
		{ "<callActivity id='T' calledElement='gleich'/>", "Die Id „S“ gibt es in diesem Ablauf und in einem" },
		{ "<callActivity id='T' calledElement='anders'><extensionElements><ozg:in variable='steuer' value='$steuer'/>"
		  "</extensionElements></callActivity>",
		    "t:2:64: error: T: Der Wert hat einen anderen Typ als die Variable „steuer“" },
		{ CALL "<extensionElements><ozg:in variable='x' value='1'/></extensionElements></callActivity>",
		    "T: Die Variable „x“ ist im aufgerufenen Prozess nicht vereinbart" },
		{ CALL "<extensionElements><ozg:in variable='betrag'/></extensionElements></callActivity>",
		    "T: <ozg:in> braucht variable" },
		{ CALL "<extensionElements><ozg:out variable='x' value='1'/></extensionElements></callActivity>",
		    "T: Die Variable „x“ ist hier nicht vereinbart" },
		{ CALL "<extensionElements><ozg:out variable='frist' value='$frist'/></extensionElements></callActivity>",
		    "Die Variable $frist ist nicht vereinbart" }, /* there */
		{ "<callActivity id='T' calledElement='teil'><multiInstanceLoopCharacteristics><loopCardinality>2"
		  "</loopCardinality><loopDataOutputRef>stufen</loopDataOutputRef><outputDataItem name='stufe'/>"
		  "</multiInstanceLoopCharacteristics></callActivity>",
		    "T sammelt" },
		{ CALL "<extensionElements><ozg:in variable='betrag' value='$tag'/></extensionElements></callActivity>",
		    "T: Der Wert hat einen anderen Typ als die Variable „betrag“" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct str findings;
		assert_null(read_flow(a, rows[i].task, &findings));
		if (str_find_str(findings, str_c(rows[i].finding)) < 0)
			fail_msg("%s\n%.*s", rows[i].finding, STR_ARG(findings));
		arena_free(&a);
	}
}

static bool count_asked(void *arg, struct str id, struct str *source_r)
{
	(void)id;
	(void)source_r;
	++*(size_t *)arg;
	return false;
}

/* However much a file calls that is not in it: the library is asked once for each name, and not without end. */
static void the_library_is_not_asked_for_ever(void **state)
{
	struct arena *a = arena_new();
	size_t asked = 0;
	const struct flow_library library = { &asked, count_asked, count_asked };
	const struct flow_options options = { .can = FLOW_CAN_ALL, .library = &library };
	struct diags d = diags_new(a, STR("t"));
	struct buf b = buf_new(a);
	(void)state;
	buf_add_c(&b, "<definitions xmlns='" NS "' xmlns:ozg='urn:ozg:flow:1'><process id='p' isExecutable='true'>"
	              "<startEvent id='S'/>");
	for (int i = 0; i < 1000; i++)
		buf_add_fmt(&b, "<callActivity id='c%d' calledElement='%s%d'/><businessRuleTask id='r%d' ozg:decision='d%d'/>",
		    i, i < 500 ? "always" : "never", i < 500 ? 0 : i, i, i % 10);
	buf_add_c(&b, "</process></definitions>");
	assert_null(flow_read_with(a, buf_str(&b), &options, &d));
	assert_int_equal(asked, 100);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_go_in_and_out),
		cmocka_unit_test(another_process_is_called),
		cmocka_unit_test(mistakes_are_found),
		cmocka_unit_test(the_library_is_not_asked_for_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
