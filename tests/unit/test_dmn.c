/* SPDX-License-Identifier: EUPL-1.2
 * Decisions: expressions and cells one by one, hit policies, requirements, types of inputs. */
#include "test.h"

#include "dmn/dmn.h"
#include "own_library.h"

#define NS13 "https://www.omg.org/spec/DMN/20191111/MODEL/"

static const struct date today = { 20000 }; /* 2024-10-04 */

/* "V": the value as JSON; "?" and the sentence when it fails. inputs is JSON. */
static struct str decide(struct arena *a, const char *source, const char *decision, const char *inputs)
{
	struct diags d = diags_new(a, STR("t.dmn"));
	const struct dmn *m = dmn_read(a, str_c(source), &d);
	if (m == NULL) {
		struct buf b = buf_new(a);
		diags_print(&d, &b);
		return buf_str(&b);
	}
	json_t *in = json_loads(inputs, 0, NULL), *out;
	struct err err;
	assert_non_null(in);
	struct str result;
	if (!dmn_eval(a, dmn_find(m, str_c(decision)), in, today, &out, &err)) {
		result = str_fmt(a, "? %s", err.text);
	} else {
		char *text = json_dumps(out, JSON_ENCODE_ANY | JSON_SORT_KEYS);
		result = str_dup(a, str_c(text));
		free(text);
		json_decref(out);
	}
	json_decref(in);
	return result;
}

/* An expression over number n, text t, boolean b, date d and "Full Name". */
static struct str expr(struct arena *a, const char *text, const char *inputs)
{
	static const char *const names[][2] = { { "n", "number" }, { "t", "string" }, { "b", "boolean" }, { "d", "date" },
		{ "Full Name", "string" }, { "x/y", "number" } };
	struct buf b = buf_new(a);
	buf_add_c(&b, "<definitions xmlns='" NS13 "' name='t'><decision id='k' name='k'>");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		buf_add_fmt(&b, "<informationRequirement><requiredInput href='#i%zu'/></informationRequirement>", i);
	buf_add_c(&b, "<literalExpression><text><![CDATA[");
	buf_add_c(&b, text);
	buf_add_c(&b, "]]></text></literalExpression></decision>");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		buf_add_fmt(&b, "<inputData id='i%zu' name='%s'><variable name='%s' typeRef='%s'/></inputData>", i, names[i][0],
		    names[i][0], names[i][1]);
	buf_add_c(&b, "</definitions>");
	return decide(a, str_dup(a, buf_str(&b)).p, "k", inputs);
}

static void expressions(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "1 + 2 * 3", "\"7\"" },
		{ "0.1 + 0.2 = 0.3", "true" },
		{ "-2 ** 2", "\"4\"" },
		{ "2 ** -1", "\"0.5\"" },
		{ "10 / 0", "null" },
		{ "null + 1", "null" },
		{ "1 = null", "false" },
		{ "null = null", "true" },
		{ "null < 1", "null" },
		{ "true and null", "null" },
		{ "false and null", "false" },
		{ "true or null", "true" },
		{ "not(null)", "null" },
		{ "\"a\" + \"b\\u00e4\\\"\"", "\"ab\xC3\xA4\\\"\"" },
		{ "\"Herr \" + Full  Name", "\"Herr Eva Muster\"" },
		{ "x/y + 1", "\"8\"" },
		{ "n between 1 and 5", "true" },
		{ "n in [1..5[", "false" },
		{ "n in (1, 5)", "true" },
		{ "n in ]1..5]", "true" },
		{ "n in (> 7, < 2)", "false" },
		{ "if b then \"ja\" else \"nein\"", "\"ja\"" },
		{ "if null then 1 else 2", "\"2\"" },
		{ "[1, 2.50, null]", "[\"1\", \"2.5\", null]" },
		{ "sum([1, 2, 3])", "\"6\"" },
		{ "max(1, 7, 3)", "\"7\"" },
		{ "min(d, date(\"2020-01-01\"))", "\"2020-01-01\"" },
		{ "d > date(2024, 2, 29)", "true" },
		{ "date(2023, 2, 29)", "null" },
		{ "today() = @\"2024-10-04\"", "true" },
		{ "decimal(2.5, 0)", "\"2\"" },
		{ "decimal(3.5, 0)", "\"4\"" },
		{ "round half up(2.345, 2)", "\"2.35\"" },
		{ "modulo(-12, 5)", "\"3\"" },
		{ "string length(\"\xC3\xA4\xC3\xB6\")", "\"2\"" },
		{ "starts with(t, \"Dog\")", "true" },
		{ "list contains([\"a\"], \"a\")", "true" },
		{ "string(1.50) + string(true)", "\"1.5true\"" },
	};
	struct arena *a = arena_new();
	const char *in =
	    "{\"n\":5,\"t\":\"Dogge\",\"b\":true,\"d\":\"2026-05-01\",\"Full Name\":\"Eva Muster\",\"x/y\":\"7\"}";
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = expr(a, cases[i][0], in);
		if (!str_eq_c(got, cases[i][1]))
			fail_msg("%s: %.*s, erwartet %s", cases[i][0], STR_ARG(got), cases[i][1]);
	}
	arena_free(&a);
}

/* A table of one input column x and one output. */
static struct str cell(struct arena *a, const char *type, const char *test, const char *inputs)
{
	return decide(a,
	    str_fmt(a,
	        "<definitions xmlns='" NS13 "' name='t'><decision id='k' name='k'><decisionTable hitPolicy='FIRST'>"
	        "<input><inputExpression typeRef='%s'><text>x</text></inputExpression></input><output typeRef='boolean'/>"
	        "<rule><inputEntry><text><![CDATA[%s]]></text></inputEntry><outputEntry><text>true</text></outputEntry></"
	        "rule>"
	        "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>false</text></outputEntry></rule>"
	        "</decisionTable></decision></definitions>",
	        type, test)
	        .p,
	    "k", inputs);
}

static void cells(void **state)
{
	(void)state;
	static const struct {
		const char *type, *test, *inputs;
		bool fits;
	} cases[] = {
		{ "number", "-", "{}", true },
		{ "number", "5", "{\"x\":5}", true },
		{ "number", "5", "{\"x\":\"5.00\"}", true },
		{ "number", "5", "{\"x\":null}", false },
		{ "number", "null", "{}", true },
		{ "number", "< 5", "{\"x\":5}", false },
		{ "number", "<= 5", "{\"x\":5}", true },
		{ "number", "!= 5", "{\"x\":4}", true },
		{ "number", "[1..5]", "{\"x\":5}", true },
		{ "number", "[1..5)", "{\"x\":5}", false },
		{ "number", "]1..5]", "{\"x\":1}", false },
		{ "number", "(1..5[", "{\"x\":2}", true },
		{ "number", "1, 3, [7..9]", "{\"x\":8}", true },
		{ "number", "not(1, 3)", "{\"x\":2}", true },
		{ "number", "not(1, 3)", "{\"x\":3}", false },
		{ "number", "not(< 5)", "{\"x\":5}", true },
		{ "number", "not(5)", "{}", false },
		{ "number", "2 * 3", "{\"x\":6}", true },
		{ "number", "-5", "{\"x\":-5}", true },
		{ "number", "< -4.5", "{\"x\":-5}", true },
		{ "number", "? * 2 > 9", "{\"x\":5}", true },
		{ "number", "x > 4", "{\"x\":5}", true },
		{ "string", "\"a\", \"b\"", "{\"x\":\"b\"}", true },
		{ "string", "not(\"a\")", "{\"x\":\"b\"}", true },
		{ "string", "[\"a\", \"b\"]", "{\"x\":\"b\"}", true },
		{ "string", "starts with(?, \"Dog\")", "{\"x\":\"Dogge\"}", true },
		{ "boolean", "true", "{\"x\":false}", false },
		{ "boolean", "not(true)", "{\"x\":false}", true },
		{ "date", "< date(\"2026-01-01\")", "{\"x\":\"2025-12-31\"}", true },
		{ "date", "[@\"2026-01-01\"..@\"2026-12-31\"]", "{\"x\":\"2026-12-31\"}", true },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = cell(a, cases[i].type, cases[i].test, cases[i].inputs);
		if (!str_eq_c(got, cases[i].fits ? "true" : "false"))
			fail_msg("%s %s: %.*s", cases[i].test, cases[i].inputs, STR_ARG(got));
	}
	arena_free(&a);
}

/* Rules "> 1", "> 2", "> 3" with outputs 30, 20, 20; with outputValues 20, 30. */
static struct str hits(struct arena *a, const char *policy, const char *x)
{
	static const char *const outputs[] = { "30", "20", "20" };
	struct buf b = buf_new(a);
	buf_add_fmt(&b,
	    "<definitions xmlns='http://www.omg.org/spec/DMN/20180521/MODEL/' name='t'><decision id='k' name='k'>"
	    "<decisionTable %s><input><inputExpression typeRef='number'><text>x + 0</text></inputExpression></input>"
	    "<output typeRef='number'><outputValues><text>20, 30</text></outputValues></output>",
	    policy);
	for (int i = 0; i < 3; i++)
		buf_add_fmt(&b,
		    "<rule><inputEntry><text>? &gt; %d</text></inputEntry><outputEntry><text>%s</text></outputEntry></rule>",
		    i + 1, outputs[i]);
	buf_add_c(&b,
	    "</decisionTable><informationRequirement><requiredInput href='#x'/></informationRequirement></decision>"
	    "<inputData id='x' name='x'/></definitions>");
	return decide(a, str_dup(a, buf_str(&b)).p, "k", x);
}

static void hit_policies(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{ "", "{\"x\":2}", "\"30\"" },
		{ "", "{\"x\":0}", "null" },
		{ "", "{\"x\":3}",
		    "? \xE2\x80\x9Ek\xE2\x80\x9C: Die Regeln 1 und 2 treffen zugleich zu. Die Tabelle verlangt genau eine "
		    "(hitPolicy UNIQUE)." },
		{ "hitPolicy='FIRST'", "{\"x\":4}", "\"30\"" },
		{ "hitPolicy='F'", "{\"x\":4}", "\"30\"" },
		{ "hitPolicy='PRIORITY'", "{\"x\":4}", "\"20\"" },
		{ "hitPolicy='ANY'", "{\"x\":3}",
		    "? \xE2\x80\x9Ek\xE2\x80\x9C: Die Regeln 1 und 2 treffen zugleich zu und geben Verschiedenes aus "
		    "(hitPolicy ANY)." },
		{ "hitPolicy='COLLECT'", "{\"x\":4}", "[\"30\", \"20\", \"20\"]" },
		{ "hitPolicy='RULE ORDER'", "{\"x\":4}", "[\"30\", \"20\", \"20\"]" },
		{ "hitPolicy='OUTPUT ORDER'", "{\"x\":4}", "[\"20\", \"20\", \"30\"]" },
		{ "hitPolicy='COLLECT' aggregation='SUM'", "{\"x\":4}", "\"70\"" },
		{ "hitPolicy='COLLECT' aggregation='MIN'", "{\"x\":4}", "\"20\"" },
		{ "hitPolicy='COLLECT' aggregation='MAX'", "{\"x\":4}", "\"30\"" },
		{ "hitPolicy='COLLECT' aggregation='COUNT'", "{\"x\":4}", "\"3\"" },
		{ "hitPolicy='C+'", "{\"x\":4}", "\"70\"" },
		{ "hitPolicy='COLLECT' aggregation='COUNT'", "{\"x\":0}", "\"0\"" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str got = hits(a, cases[i][0], cases[i][1]);
		if (!str_eq_c(got, cases[i][2]))
			fail_msg("%s %s: %.*s", cases[i][0], cases[i][1], STR_ARG(got));
	}
	arena_free(&a);
}

/* A decision that needs another one, which calls a knowledge model, with types of the file. */
static const char graph[] =
    "<definitions xmlns='http://www.omg.org/spec/DMN/20151101/dmn.xsd' id='f' name='Datei'>"
    "<itemDefinition name='tHund'><itemComponent name='Rasse'><typeRef>feel:string</typeRef>"
    "<allowedValues><text>\"Dogge\", \"Pudel\"</text></allowedValues></itemComponent>"
    "<itemComponent name='Zahl der Hunde'><typeRef>feel:number</typeRef></itemComponent></itemDefinition>"
    "<decision id='wer' name='Wer zeichnet'><variable name='Wer zeichnet' typeRef='feel:string'/>"
    "<informationRequirement><requiredDecision href='#steuer'/></informationRequirement>"
    "<decisionTable><input><inputExpression><text>Steuer im Jahr</text></inputExpression></input><output/>"
    "<rule><inputEntry><text>&lt;= 100</text></inputEntry><outputEntry><text>\"Amt\"</text></outputEntry></rule>"
    "<rule><inputEntry><text>&gt; 100</text></inputEntry><outputEntry><text>\"Leitung\"</text></outputEntry></rule>"
    "</decisionTable></decision>"
    "<decision id='steuer' name='Steuer im Jahr'><informationRequirement><requiredInput href='#hund'/>"
    "</informationRequirement><knowledgeRequirement><requiredKnowledge href='#satz'/></knowledgeRequirement>"
    "<context><contextEntry><variable name='je "
    "Hund'/><invocation><literalExpression><text>Satz</text></literalExpression>"
    "<binding><parameter name='Rasse'/><literalExpression><text>Hund.Rasse</text></literalExpression></binding>"
    "</invocation></contextEntry><contextEntry><literalExpression><text>je Hund * Hund.Zahl der Hunde</text>"
    "</literalExpression></contextEntry></context></decision>"
    "<businessKnowledgeModel id='satz' name='Satz'><encapsulatedLogic><formalParameter name='Rasse' "
    "typeRef='feel:string'/>"
    "<literalExpression><text>if Rasse = \"Dogge\" then 80 else 40</text></literalExpression></encapsulatedLogic>"
    "</businessKnowledgeModel>"
    "<inputData id='hund' name='Hund'><variable name='Hund' typeRef='tHund'/></inputData></definitions>";

/* What a caseworker reads of our own table. */
static void which_rule_fitted(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
		{ "{\"Gelistete Rasse\":true,\"Steuer im Jahr\":\"60.00\"}", "vier-augen",
		    "Regel 1 (Ein Hund einer gelisteten Rasse wird eingetragen): Gelistete Rasse = ja, Steuer im Jahr = 60" },
		{ "{\"Gelistete Rasse\":false,\"Steuer im Jahr\":\"499.99\"}", "einfach",
		    "Regel 3 (Keine gelistete Rasse, geringe Steuer): Gelistete Rasse = nein, Steuer im Jahr = 499.99" },
		{ "{}", "vier-augen", "Keine Regel: Gelistete Rasse = leer, Steuer im Jahr = leer" },
	};
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("own"));
	struct str source, why;
	struct err err;
	assert_true(own_decision(a, STR("hundesteuer-pruefstufe"), &source));
	const struct dmn *m = dmn_read(a, source, &d);
	assert_non_null(m);
	assert_str(dmn_decision_rule(a, dmn_main(m), 1),
	    "Gelistete Rasse false, Steuer im Jahr >= 500: \"vier-augen\" (Die Steuer ist hoch)");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		json_t *in = json_loads(rows[i][0], 0, NULL), *out;
		assert_true(dmn_eval_why(a, dmn_main(m), in, today, &out, &why, &err));
		assert_str(dmn_words(a, out), rows[i][1]);
		assert_str(why, rows[i][2]);
		json_decref(in);
		json_decref(out);
	}
	arena_free(&a);
}

static void requirements(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_str(decide(a, graph, "wer", "{\"Hund\":{\"Rasse\":\"Pudel\",\"Zahl der Hunde\":\"2\"}}"), "\"Amt\"");
	assert_str(decide(a, graph, "wer", "{\"Hund\":{\"Rasse\":\"Dogge\",\"Zahl der Hunde\":\"2\"}}"), "\"Leitung\"");
	assert_str(decide(a, graph, "Steuer im Jahr", "{\"Hund\":{\"Rasse\":\"Dogge\",\"Zahl der Hunde\":3}}"), "\"240\"");
	assert_str(decide(a, graph, "wer", "{\"Hund\":{\"Rasse\":\"Mops\",\"Zahl der Hunde\":1}}"),
	    "? Hund.Rasse: Dieser Wert ist nicht erlaubt. Erlaubt ist: \"Dogge\", \"Pudel\".");
	assert_str(decide(a, graph, "wer", "{\"Hund\":{\"Rasse\":\"Pudel\",\"Zahl der Hunde\":\"viele\"}}"),
	    "? Hund.Zahl der Hunde: Hier wird eine Zahl erwartet.");
	struct diags d = diags_new(a, STR("t"));
	const struct dmn *m = dmn_read(a, str_c(graph), &d);
	const struct dmn_field *fields, *parts;
	size_t n_parts;
	assert_int_equal(dmn_inputs(dmn_find(m, STR("wer")), &fields), 1);
	assert_str(fields[0].name, "Hund");
	assert_int_equal(fields[0].kind, DMN_CONTEXT);
	assert_int_equal(dmn_output(dmn_find(m, STR("wer")), &parts, &n_parts).kind, DMN_TEXT);
	assert_str(dmn_id(m), "f");
	arena_free(&a);
}

/* Hostile files end in bounded time: doubling calls, deep nesting. */
static void limits(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf b = buf_new(a);
	buf_add_c(&b, "<definitions xmlns='" NS13 "' name='t'><decision id='k' name='k'><knowledgeRequirement>"
	              "<requiredKnowledge href='#m24'/></knowledgeRequirement><literalExpression><text>m24(1)</text>"
	              "</literalExpression></decision>");
	for (int i = 0; i < 25; i++) {
		buf_add_fmt(&b, "<businessKnowledgeModel id='m%d' name='m%d'>", i, i);
		if (i > 0)
			buf_add_fmt(&b, "<knowledgeRequirement><requiredKnowledge href='#m%d'/></knowledgeRequirement>", i - 1);
		buf_add_c(&b, "<encapsulatedLogic><formalParameter name='p'/><literalExpression><text>");
		buf_add_fmt(&b, i == 0 ? "p" : "m%d(p) + m%d(p)", i - 1, i - 1);
		buf_add_c(&b, "</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>");
	}
	buf_add_c(&b, "</definitions>");
	assert_str(
	    decide(a, str_dup(a, buf_str(&b)).p, "k", "{}"), "? Die Entscheidung braucht mehr als 1000000 Rechenschritte.");
	struct buf deep = buf_new(a);
	for (int i = 0; i < 5000; i++)
		buf_add_char(&deep, '(');
	assert_true(str_find_str(expr(a, str_dup(a, buf_str(&deep)).p, "{}"), STR("zu tief verschachtelt")) > 0);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(expressions),
		cmocka_unit_test(cells),
		cmocka_unit_test(hit_policies),
		cmocka_unit_test(which_rule_fitted),
		cmocka_unit_test(requirements),
		cmocka_unit_test(limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
