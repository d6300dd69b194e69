/* SPDX-License-Identifier: EUPL-1.2
 * Incidents: seen by those it concerns, repaired, tried again; the case stands as it did meanwhile. */
#include "flows.h"

#include "base/json.h"
#include "cases/inbox.h"
#include "cases/incident.h"

#define START "<startEvent id='S'/>"
#define END "<endEvent id='E'/>"
#define USER(id) "<userTask id='" id "' name='Aufgabe " id "'/>"
#define AFTER(span) "<timerEventDefinition><timeDuration>" span "</timeDuration></timerEventDefinition>"
#define CATCH(id, def) "<intermediateCatchEvent id='" id "' name='Frist'>" def "</intermediateCatchEvent>"
#define MESSAGE(name) "<messageEventDefinition messageRef='" name "'/>"

static const struct str och = STR_INIT("ochsenfurt");

/* How many incidents the person sees. */
static size_t seen(struct arena *a, const struct case_actor *actor, const struct incident **list)
{
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	size_t n;
	struct str tenant = actor == &world_foreign ? STR("marktbreit") : och;
	if (!incident_list(db, a, tenant, actor->login, list, &n, &err))
		fail_msg("%s", err.text);
	db_close(&db);
	return n;
}

static bool retry(struct arena *a, const struct flow *f, const struct incident *x, const struct case_actor *actor,
    const char *vars, struct err *err)
{
	struct db *db = cluster_open("office");
	const struct incident_repair r = {
		.tenant = och,
		.number = x->number,
		.token = x->token,
		.msg_id = x->msg_id,
		.actor = actor,
		.flow = f,
		.vars = vars == NULL ? NULL : json_keep(a, json_loads(vars, 0, NULL)),
	};
	bool ok = incident_retry(db, a, &r, err);
	db_close(&db);
	return ok;
}

static void a_timer_is_repaired_and_goes_on(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "weiche", "betrag:decimal",
		    START CATCH("T", AFTER("P1D")) "<exclusiveGateway id='X'/>" USER("A") END,
		    "S>T; T>X; X>A if $betrag > 10; A>E"),
		NULL,
	};
	const struct incident *x, *none;
	struct err err = { 0 };
	world_reset();
	struct str n = flows_begin(a, f[0], "{\"betrag\":\"5\"}", flows_now() - 2 * FLOWS_DAY);
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(seen(a, &world_anna, &x), 1);
	assert_str(x[0].kind, "timer");
	assert_str(x[0].element, "T");
	assert_int_equal(seen(a, &world_karla, &none), 0);   /* another office */
	assert_int_equal(seen(a, &world_foreign, &none), 0); /* another municipality */
	assert_int_equal(seen(a, &world_fritz, &none), 0);   /* no member any more */

	/* Trying again without a repair: the same incident, counted. */
	assert_true(retry(a, f[0], x, &world_anna, NULL, &err));
	assert_int_equal(seen(a, &world_anna, &none), 0);
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(seen(a, &world_anna, &none), 1);

	assert_false(retry(a, f[0], x, &world_karla, "{\"betrag\":\"50\"}", &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	static const char *const bad[] = { "{\"farbe\":\"rot\"}", "{\"betrag\":true}" };
	for (size_t i = 0; i < 2; i++) {
		assert_false(retry(a, f[0], x, &world_anna, bad[i], &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
	assert_str(flows_of_case(a, n, "SELECT rev FROM instance WHERE number = $1"), "1");
	assert_true(retry(a, f[0], x, &world_anna, "{\"betrag\":\"50\"}", &err));
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_open_tasks(a, n), "A");
	assert_str(flows_of_case(
	               a, n, "SELECT concat_ws(' ', actor, kind, element, data) FROM event WHERE number = $1 AND rev = 2"),
	    "anna.ochsenfurt repaired T {\"betrag\": \"50\"}");
	assert_str(
	    cluster_sql(a, "SELECT string_agg(concat_ws(' ', actor, role, action, object), ', ' ORDER BY seq) FROM ledger "
	                   "WHERE action ~ 'repaired|retry' AND seq > 2"),
	    str_fmt(a,
	        "anna.ochsenfurt office case.repaired case/%s/T, anna.ochsenfurt office incident.retry incident/%s/T", n.p,
	        n.p)
	        .p);
	assert_false(retry(a, f[0], x, &world_anna, NULL, &err)); /* it is gone */
	assert_int_equal(err.kind, ERR_NOTFOUND);
}

static void a_task_that_cannot_be_completed_is_noted(void **state)
{
	struct arena *a = *state;
	const struct flow *f = flows_read(a, "aufgabe", "betrag:decimal",
	    START USER("A") "<exclusiveGateway id='X'/>" USER("B") END, "S>A; A>X; X>B if 100 div $betrag > 10; B>E");
	const struct incident *x;
	struct err err = { 0 };
	world_reset();
	struct str n = flows_begin(a, f, NULL, flows_now());
	for (int i = 0; i < 2; i++) {
		assert_false(flows_complete(a, f, n, "A", "{\"betrag\":\"0\"}", &err));
		assert_int_equal(err.kind, ERR_BROKEN);
		assert_non_null(strstr(err.text, "„X“"));
	}
	assert_int_equal(seen(a, &world_anna, &x), 1);
	assert_str(x[0].kind, "task");
	assert_int_equal(x[0].times, 2);
	assert_str(flows_of_case(a, n, "SELECT concat_ws(' ', rev, vars) FROM instance WHERE number = $1"), "1 {}");
	assert_str(flows_open_tasks(a, n), "A");
	assert_true(flows_complete(a, f, n, "A", "{\"betrag\":\"5\"}", &err));
	assert_int_equal(seen(a, &world_anna, &x), 0); /* gone with its task */
}

static void an_endless_loop_is_an_incident(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "kreis", "x:decimal",
		    START CATCH("T", AFTER("P1D")) "<exclusiveGateway id='X' default='X-P'/><task id='P'/>" END,
		    "S>T; T>X; X>P; P>X; X>E if $x = 1"),
		NULL,
	};
	const struct incident *x;
	world_reset();
	flows_begin(a, f[0], "{\"x\":\"0\"}", flows_now() - 2 * FLOWS_DAY);
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(seen(a, &world_anna, &x), 1);
	assert_non_null(strstr(x[0].reason.p, "dreht sich im Kreis"));
}

static void a_message_is_delivered_after_the_repair(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "bote", "betrag:decimal",
		    START CATCH("M", MESSAGE("bescheid")) "<exclusiveGateway id='X'/>" USER("A") END,
		    "S>M; M>X; X>A if $betrag > 10; A>E"),
		NULL,
	};
	const struct incident *x;
	struct db *db = cluster_open("worker");
	struct err err = { 0 };
	struct inbox_status s;
	world_reset();
	struct str n = flows_begin(a, f[0], "{\"betrag\":\"5\"}", flows_now());
	const struct inbox_message m = { och, STR("m"), STR("bescheid"), STR(""), STR(""), STR("{}"), false, 1 };
	assert_true(inbox_put(db, a, &m, &s, &err));
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(seen(a, &world_anna, &x), 1);
	assert_str(x[0].msg_id, "m");
	/* However long that takes, the message is there. */
	struct db_rows r;
	cluster_sql(a, "UPDATE inbox SET expires_at = now() - interval '90 days'");
	assert_true(db_once(db, a, STR(""), DB_INBOX_UNHEARD, DB_PARAMS(db_int(a, 10)), &r, &err));
	assert_true(r.n == 0 && db_once(db, a, STR(""), DB_INBOX_EXPIRE, DB_PARAMS(db_int(a, 10)), &r, &err));
	assert_int_equal(r.n, 0);
	assert_true(retry(a, f[0], x, &world_anna, "{\"betrag\":\"50\"}", &err));
	assert_int_equal(flows_work(a, f), 1);
	assert_true(inbox_find(db, a, och, STR("m"), &s, &err));
	assert_str(s.number, n.p);
	db_close(&db);
}

/* The state in the database was damaged: said, not crashed, and the case waits for whoever repairs it. */
static void a_state_that_does_not_fit_is_an_incident(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "schaden", "", START CATCH("T", AFTER("P1D")) USER("A") END, "S>T; T>A; A>E"), NULL
	};
	const struct incident *x;
	world_reset();
	struct str n = flows_begin(a, f[0], NULL, flows_now() - 2 * FLOWS_DAY);
	struct str good = flows_of_case(a, n, "SELECT state FROM instance WHERE number = $1");
	cluster_sql(a, "UPDATE instance SET state = '{\"n\":9}'");
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(seen(a, &world_anna, &x), 1);
	assert_str(x[0].reason, "Der Stand des Vorgangs passt nicht zum Ablauf „schaden“.");
	cluster_params(a, "UPDATE instance SET state = $1::json", DB_PARAMS(db_text(good)));
	struct err err = { 0 };
	assert_true(retry(a, f[0], x, &world_anna, NULL, &err));
	assert_int_equal(flows_work(a, f), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_timer_is_repaired_and_goes_on),
		cmocka_unit_test(a_task_that_cannot_be_completed_is_noted),
		cmocka_unit_test(an_endless_loop_is_an_incident),
		cmocka_unit_test(a_message_is_delivered_after_the_repair),
		cmocka_unit_test(a_state_that_does_not_fit_is_an_incident),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
