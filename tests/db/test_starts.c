/* SPDX-License-Identifier: EUPL-1.2
 * Cases that nobody has applied for: begun once by each message, signal and turn of a timer. */
#include "flows.h"

#include "cases/inbox.h"
#include "cases/incident.h"

#define START(def) "<startEvent id='S' ozg:office='kaemmerei'>" def "</startEvent>"
#define END "<endEvent id='E'/>"
#define USER(id) "<userTask id='" id "' name='Aufgabe " id "'/>"
#define MESSAGE(name) "<messageEventDefinition messageRef='" name "'/>"
#define SIGNAL(name) "<signalEventDefinition signalRef='" name "'/>"
#define EVERY(cycle) "<timerEventDefinition><timeCycle>" cycle "</timeCycle></timerEventDefinition>"

static const struct str och = STR_INIT("ochsenfurt");

/* As publication leaves it; test_publish proves that. */
static void published(struct arena *a, const char *flow, const char *kind, const char *name, const char *run_at)
{
	cluster_params(a,
	    "INSERT INTO start (tenant, flow, element, version, kind, name, office, run_at)"
	    "VALUES ('ochsenfurt', $1, 'S', 1, $2, $3, 'kaemmerei', $4::timestamptz)",
	    DB_PARAMS(db_text(str_c(flow)), db_text(str_c(kind)), db_text(str_c(name)), db_text(str_c(run_at))));
}

static struct inbox_status put(struct arena *a, const char *id, const char *name, const char *vars, bool signal)
{
	struct db *db = cluster_open("worker");
	const struct inbox_message m = { och, str_c(id), str_c(name), STR(""), STR(""), str_c(vars), signal, 30 };
	struct inbox_status s = { 0 };
	struct err err = { 0 };
	if (!inbox_put(db, a, &m, &s, &err))
		fail_msg("%s", err.text);
	db_close(&db);
	return s;
}

static void a_message_begins_one_case(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "brief", "betrag:decimal", START(MESSAGE("rechnung")) USER("A") END, "S>A; A>E"),
		flows_read(a, "wartet", "",
		    "<startEvent id='S'/><intermediateCatchEvent id='M'>" MESSAGE("rechnung") "</intermediateCatchEvent>" END,
		    "S>M; M>E"),
		NULL,
	};
	struct err err = { 0 };
	world_reset();
	published(a, "brief", "message", "rechnung", "now");
	put(a, "r1", "rechnung", "{\"betrag\":\"12.50\"}", false);
	assert_int_equal(flows_work(a, f), 1);
	assert_true(put(a, "r1", "rechnung", "{\"betrag\":\"12.50\"}", false).again);
	assert_int_equal(flows_work(a, f), 0);
	struct str n = cluster_sql(a, "SELECT number FROM cases");
	assert_str(put(a, "r1", "rechnung", "{\"betrag\":\"12.50\"}", false).number, n.p);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', c.form, c.flow, c.office, i.rev, i.status, i.vars->>'betrag',"
	                          "(SELECT office FROM task)) FROM cases c JOIN instance i USING (number)"),
	    " brief kaemmerei 1 Begonnen 12.50 kaemmerei");
	assert_str(cluster_sql(a, "SELECT string_agg(concat_ws(' ', kind, element), ', ' ORDER BY seq) FROM event"),
	    "message S, passed S, passed A, opened A");
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', actor, role, action, object) FROM ledger"),
	    str_fmt(a, " worker case.begin case/%s", n.p).p);
	cluster_sql(a, "UPDATE task SET office = 'steueramt'");
	assert_true(flows_complete(a, f[0], n, "A", "{}", &err));
	assert_str(cluster_sql(a, "SELECT ended FROM instance"), "t");

	/* Whoever waits for it comes first. */
	struct str waits = flows_begin(a, f[1], NULL, flows_now());
	put(a, "r2", "rechnung", "{}", false);
	assert_int_equal(flows_work(a, f), 1);
	assert_str(put(a, "r2", "rechnung", "{}", false).number, waits.p);
	put(a, "r3", "rechnung", "{}", false);
	assert_int_equal(flows_work(a, f), 1);
	assert_str(cluster_sql(a, "SELECT count(*) FROM cases WHERE flow = 'brief'"), "2");
}

static void a_signal_begins_all_its_workflows(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "eins", "", START(SIGNAL("alarm")) USER("A") END, "S>A; A>E"),
		flows_read(a, "zwei", "", START(SIGNAL("alarm")) USER("A") END, "S>A; A>E"),
		NULL,
	};
	world_reset();
	published(a, "eins", "signal", "alarm", "now");
	published(a, "zwei", "signal", "alarm", "now");
	put(a, "a1", "alarm", "{}", true);
	put(a, "a1", "alarm", "{}", true);
	assert_int_equal(flows_work(a, f), 2);
	assert_str(cluster_sql(a, "SELECT string_agg(flow, ' ' ORDER BY flow) FROM cases"), "eins zwei");
}

static void a_timer_begins_one_case_each_time(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { flows_read(a, "taeglich", "", START(EVERY("R2/PT1H")) USER("A") END, "S>A; A>E"), NULL };
	world_reset();
	published(a, "taeglich", "timer", "", "tomorrow");
	assert_int_equal(flows_work(a, f), 0);
	cluster_sql(a, "UPDATE start SET run_at = now() - interval '90 minutes'");
	assert_int_equal(flows_work(a, f), 1);
	assert_int_equal(flows_work(a, f), 0);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', fired, run_at BETWEEN now() + interval '29 minutes' AND now() + "
	                          "interval '30 minutes') FROM start"),
	    "1 t");
	cluster_sql(a, "UPDATE start SET run_at = now()");
	assert_int_equal(flows_work(a, f), 1);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', fired, run_at) FROM start"), "2 infinity");
	assert_str(cluster_sql(a, "SELECT string_agg(kind, ' ') FROM event WHERE seq = 0"), "timer timer");
}

static void what_cannot_begin_is_an_incident(void **state)
{
	struct arena *a = *state;
	static const struct flow *none[] = { NULL };
	const struct flow *f[] = {
		flows_read(a, "brief", "", START(MESSAGE("rechnung")) USER("A") END, "S>A; A>E"),
		flows_read(a, "uhr", "", START(EVERY("R/PT1H")) USER("A") END, "S>A; A>E"),
		NULL,
	};
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	const struct incident *x;
	size_t n;
	world_reset();
	published(a, "brief", "message", "rechnung", "now");
	published(a, "uhr", "timer", "", "now");
	put(a, "unknown", "rechnung", "{\"farbe\":\"rot\"}", false);
	assert_int_equal(flows_work(a, none), 0);
	assert_true(incident_list(db, a, och, world_anna.login, &x, &n, &err));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		assert_str(x[i].kind, "start");
		const struct incident_repair r = { .tenant = och, .msg_id = x[i].msg_id, .actor = &world_anna };
		assert_true(incident_retry(db, a, &r, &err));
	}
	assert_int_equal(flows_work(a, f), 1); /* the timer; the message has a value nobody knows */
	assert_true(incident_list(db, a, och, world_anna.login, &x, &n, &err));
	assert_int_equal(n, 1);
	assert_str(x[0].reason, "Der Ablauf „brief“ kennt keine Variable „farbe“.");
	assert_str(cluster_sql(a, "SELECT count(*) FROM cases"), "1");
	db_close(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_begins_one_case),
		cmocka_unit_test(a_signal_begins_all_its_workflows),
		cmocka_unit_test(a_timer_begins_one_case_each_time),
		cmocka_unit_test(what_cannot_begin_is_an_incident),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
