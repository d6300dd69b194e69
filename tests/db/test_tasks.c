/* SPDX-License-Identifier: EUPL-1.2
 * What a workflow says of its tasks besides who does them: the errors that can be reported at them. */
#include "flows.h"

#include "base/json.h"
#include "base/zone.h"

static int setup(void **state)
{
	*state = arena_new();
	cluster_schema();
	world_reset();
	return 0;
}

static int teardown(void **state)
{
	arena_free((struct arena **)state);
	return 0;
}

static struct str of_case(struct arena *a, struct str number, const char *sql)
{
	return cluster_params(a, sql, DB_PARAMS(db_text(number)));
}

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
	assert_str(of_case(a, n,
	               "SELECT string_agg(concat_ws(' ', actor, kind, element, text, data->>'ergebnis'), ', ' ORDER BY seq)"
	               " FROM event WHERE number = $1 AND rev = 2"),
	    "anna.ochsenfurt failed A Prüfen: Unterlagen fehlen Seite 2 fehlt,  passed B1 Unterlagen fehlen,"
	    "  passed N Nachfordern,  opened N Nachfordern");
	assert_str(of_case(a, n, "SELECT vars->>'ergebnis' IS NULL FROM instance WHERE number = $1"), "t");
	assert_str(of_case(a, n,
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
	assert_str(of_case(a, n, "SELECT ended FROM instance WHERE number = $1"), "t");
	assert_str(of_case(a, n, "SELECT text FROM event WHERE number = $1 AND kind = 'failed'"), "Prüfen: Geht nicht");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_error_is_reported_instead),
		cmocka_unit_test(an_error_of_any_kind_ends_the_case),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
