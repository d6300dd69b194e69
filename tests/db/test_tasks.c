/* SPDX-License-Identifier: EUPL-1.2
 * What a workflow says of its tasks besides who does them: the errors that can be reported at them, deadlines and
 * priorities; and whose values they set. */
#include "flows.h"

#include "base/json.h"
#include "base/zone.h"

/* ---- errors ---- */

static const struct flow *failing(struct arena *a)
{
	return flows_read(a, "pruefung", "ergebnis:text",
	    "<startEvent id='S'/><userTask id='A' name='Prüfen'/><userTask id='Z' name='Zweite Prüfung' ozg:notBy='A'/>"
	    "<boundaryEvent id='B1' attachedToRef='A' name='Unterlagen fehlen'><errorEventDefinition errorRef='fehlt'/>"
	    "</boundaryEvent><boundaryEvent id='B2' attachedToRef='A'><errorEventDefinition/></boundaryEvent>"
	    "<userTask id='N' name='Nachfordern'/><endEvent id='E'/>",
	    "S>A; A>E; B1>N; N>Z; Z>E; B2>E");
}

static bool report(struct arena *a, const struct flow *f, struct str number, int64_t token,
    const struct case_actor *actor, const char *event, const char *cmd, struct err *err)
{
	struct db *db = cluster_open("office");
	const struct task_command c = { STR("ochsenfurt"), number, token, actor, str_c(cmd) };
	const json_t *answers = json_keep(a, json_loads("{\"ergebnis\":\"Seite 2 fehlt\"}", 0, NULL));
	bool ok = task_fail(db, a, &c, f, str_c(event), answers, zone_date(flows_now()), err);
	db_close(&db);
	return ok;
}

static void an_error_is_reported_instead(void **state)
{
	struct arena *a = *state;
	const struct flow *f = failing(a);
	struct err err = { 0 };
	struct str n = flows_begin(a, f, NULL, flows_now());
	int64_t token = flows_task(a, n, "A");
	assert_false(report(a, f, n, token, &world_anna, "B9", "", &err));
	assert_int_equal(err.kind, ERR_INPUT);
	assert_false(report(a, f, n, token, &world_karla, "B1", "", &err)); /* another office */
	assert_int_equal(err.kind, ERR_DENIED);
	assert_true(report(a, f, n, token, &world_anna, "B1", "c1", &err));
	assert_true(report(a, f, n, token, &world_anna, "B1", "c1", &err)); /* a double click */
	assert_str(flows_open_tasks(a, n), "N");
	assert_str(flows_of_case(a, n,
	               "SELECT string_agg(concat_ws(' ', actor, kind, element, text, data->>'ergebnis'), ', ' ORDER BY seq)"
	               " FROM event WHERE number = $1 AND rev = 2"),
	    "anna.ochsenfurt failed A Prüfen: Unterlagen fehlen Seite 2 fehlt,  passed B1 Unterlagen fehlen,"
	    "  passed N Nachfordern,  opened N Nachfordern");
	assert_str(flows_of_case(a, n, "SELECT vars->>'ergebnis' IS NULL FROM instance WHERE number = $1"), "t");
	assert_str(flows_of_case(a, n,
	               "SELECT concat_ws(' ', actor, action, revision) FROM ledger WHERE object = 'case/' || $1 || '/A'"),
	    "anna.ochsenfurt task.fail 2");
	assert_false(report(a, f, n, token, &world_bernd, "B2", "c2", &err)); /* too late */
	assert_int_equal(err.kind, ERR_CONFLICT);
	/* Whoever reported it has had a hand in it: four eyes. */
	assert_true(flows_complete(a, f, n, "N", "{}", &err));
	assert_false(flows_complete(a, f, n, "Z", "{}", &err));
	assert_int_equal(err.kind, ERR_DENIED);
}

static void an_error_of_any_kind_ends_the_case(void **state)
{
	struct arena *a = *state;
	const struct flow *f = failing(a);
	struct err err = { 0 };
	struct str n = flows_begin(a, f, NULL, flows_now());
	assert_true(report(a, f, n, flows_task(a, n, "A"), &world_anna, "B2", "", &err));
	assert_str(flows_of_case(a, n, "SELECT ended FROM instance WHERE number = $1"), "t");
	assert_str(
	    flows_of_case(a, n, "SELECT text FROM event WHERE number = $1 AND kind = 'failed'"), "Prüfen: Geht nicht");
}

/* ---- deadlines and priorities ---- */

static void tasks_have_deadlines(void **state)
{
	static const struct {
		const char *attrs, *vars, *row; /* when it is due, as the database says it in German time; priority */
	} rows[] = {
		{ "", "{}", "infinity 5" },
		{ "ozg:due='P14D' ozg:priority='1'", "{}", "2026-03-30 00:00:00 1" }, /* the clocks are changed in between */
		{ "ozg:due='PT90M'", "{}", "2026-03-15 13:30:00 5" },
		{ "ozg:due='2026-04-01'", "{}", "2026-04-02 00:00:00 5" },
		{ "ozg:due='2026-04-01T09:00'", "{}", "2026-04-01 09:00:00 5" },
		{ "ozg:due=\"add-working-days(today(), 15, '09')\"", "{}",
		    "2026-04-08 00:00:00 5" }, /* over Good Friday and Easter */
		{ "ozg:due='$termin'", "{\"termin\":\"2026-05-04\"}", "2026-05-05 00:00:00 5" },
		{ "ozg:due='$termin'", "{}", "infinity 5" },
		{ "ozg:due='$tage'", "{\"tage\":\"0\"}", "2026-03-16 00:00:00 5" },
		{ "ozg:due='$text'", "{\"text\":\"P1W\"}", "2026-03-23 00:00:00 5" },
		{ "ozg:due='$text'", "{\"text\":\"2026-12-24\"}", "2026-12-25 00:00:00 5" },
	};
	struct arena *a = *state;
	struct date day;
	assert_true(date_from_ymd(2026, 3, 15, &day));
	int64_t noon = zone_to_utc(day, 12 * 3600 * FLOWS_SECOND);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct flow *f = flows_read(a, "frist", "termin:date tage:decimal text:text",
		    str_fmt(a, "<startEvent id='S'/><userTask id='A' name='Prüfen' %s/><endEvent id='E'/>", rows[i].attrs).p,
		    "S>A; A>E");
		struct str n = flows_begin(a, f, rows[i].vars, noon);
		struct str row = flows_of_case(
		    a, n, "SELECT concat_ws(' ', due_at AT TIME ZONE 'Europe/Berlin', priority) FROM task WHERE number = $1");
		if (!str_eq_c(row, rows[i].row))
			fail_msg("%s %s: %.*s", rows[i].attrs, rows[i].vars, STR_ARG(row));
	}
	assert_str(
	    cluster_sql(a, "SELECT string_agg(german_due(d::timestamptz), '|') FROM unnest(ARRAY['2026-03-29 22:00Z',"
	                   "'2026-03-15 12:30Z', 'infinity']) d"),
	    "29.03.2026|15.03.2026, 13:30|");
}

static void no_deadline_is_guessed(void **state)
{
	struct arena *a = *state;
	struct err err = { 0 };
	const struct flow *f = flows_read(a, "frist", "text:text",
	    "<startEvent id='S'/><userTask id='V'/><userTask id='A' ozg:due='$text'/><endEvent id='E'/>", "S>V; V>A; A>E");
	struct str n = flows_begin(a, f, NULL, flows_now());
	assert_false(flows_complete(a, f, n, "V", "{\"text\":\"bald\"}", &err));
	assert_string_equal(err.text, "Der Vorgang hält bei „A“ an: „bald“ ist hier keine Zeitangabe.");
	assert_str(flows_open_tasks(a, n), "V");
}

/* ---- called processes ---- */

/* Their values stand in the state of the case, and what is entered at their tasks goes there. */
static void a_called_process_keeps_its_values(void **state)
{
	struct arena *a = *state;
	struct err err = { 0 };
	struct diags d = diags_new(a, STR("test"));
	const struct flow *f = flow_read(a,
	    STR("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
	        "<process id='ruft' isExecutable='true'><extensionElements><ozg:variable name='x' type='text'/>"
	        "<ozg:variable name='y' type='text'/></extensionElements><startEvent id='S'/>"
	        "<callActivity id='C' calledElement='teil'><extensionElements><ozg:in variable='x' value='$x'/>"
	        "<ozg:out variable='y' value='$x'/></extensionElements></callActivity><endEvent id='E'/>"
	        "<sequenceFlow id='f1' sourceRef='S' targetRef='C'/><sequenceFlow id='f2' sourceRef='C' targetRef='E'/>"
	        "</process><process id='teil' isExecutable='true'><extensionElements><ozg:variable name='x' type='text'/>"
	        "</extensionElements><startEvent id='TS'/><userTask id='A'/><userTask id='B'/><endEvent id='TE'/>"
	        "<sequenceFlow id='t1' sourceRef='TS' targetRef='A'/><sequenceFlow id='t2' sourceRef='A' targetRef='B'/>"
	        "<sequenceFlow id='t3' sourceRef='B' targetRef='TE'/></process></definitions>"),
	    NULL, &d);
	assert_non_null(f);
	struct str n = flows_begin(a, f, "{\"x\":\"vorher\"}", flows_now());
	assert_str(flows_of_case(a, n, "SELECT state->'s'->1->3->>'x' FROM instance WHERE number = $1"), "vorher");
	assert_true(flows_complete(a, f, n, "A", "{\"x\":\"nachher\",\"y\":\"kennt es nicht\"}", &err));
	assert_str(
	    flows_of_case(a, n,
	        "SELECT concat_ws(' ', state->'s'->1->3->>'x', vars->>'x', vars->>'y') FROM instance WHERE number = $1"),
	    "nachher vorher");
	assert_true(flows_complete(a, f, n, "B", "{}", &err));
	assert_str(
	    flows_of_case(a, n, "SELECT concat_ws(' ', vars->>'x', vars->>'y', ended) FROM instance WHERE number = $1"),
	    "vorher nachher t");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_is_reported_instead),
		cmocka_unit_test(an_error_of_any_kind_ends_the_case),
		cmocka_unit_test(tasks_have_deadlines),
		cmocka_unit_test(no_deadline_is_guessed),
		cmocka_unit_test(a_called_process_keeps_its_values),
	};
	return cmocka_run_group_tests(tests, world_setup, cluster_teardown);
}
