/* SPDX-License-Identifier: EUPL-1.2
 * Messages and signals: early, late, twice, for nobody, for the wrong ones; each delivered once, whoever works. */
#include "flows.h"

#include "cases/inbox.h"

#include <pthread.h>

#define START "<startEvent id='S'/>"
#define END "<endEvent id='E'/>"
#define USER(id) "<userTask id='" id "' name='Aufgabe " id "'/>"
#define CATCH(id, def) "<intermediateCatchEvent id='" id "' ozg:correlation='$akte'>" def "</intermediateCatchEvent>"
#define LISTEN(id, def) "<intermediateCatchEvent id='" id "'>" def "</intermediateCatchEvent>"
#define THROW(id, more, def) "<intermediateThrowEvent id='" id "' " more ">" def "</intermediateThrowEvent>"
#define MESSAGE(name) "<messageEventDefinition messageRef='" name "'/>"
#define SIGNAL(name) "<signalEventDefinition signalRef='" name "'/>"

static const struct str och = STR_INIT("ochsenfurt");

/* Waits at M for "bescheid" of its own file. */
static const struct flow *waits(struct arena *a)
{
	return flows_read(
	    a, "wartet", "akte:text betrag:decimal", START CATCH("M", MESSAGE("bescheid")) USER("A") END, "S>M; M>A; A>E");
}

/* First a task, then waits. */
static const struct flow *waits_later(struct arena *a)
{
	return flows_read(a, "spaeter", "akte:text betrag:decimal",
	    START USER("Z") CATCH("M", MESSAGE("bescheid")) USER("A") END, "S>Z; Z>M; M>A; A>E");
}

static bool try_put(
    struct arena *a, const char *id, const char *key, const char *vars, struct inbox_status *s, struct err *err)
{
	struct db *db = cluster_open("worker");
	const struct inbox_message m = { och, str_c(id), STR("bescheid"), str_c(key), STR(""), str_c(vars), false, 30 };
	bool ok = inbox_put(db, a, &m, s, err);
	db_close(&db);
	return ok;
}

static struct inbox_status put(struct arena *a, const char *id, const char *key, const char *vars)
{
	struct inbox_status s = { 0 };
	struct err err = { 0 };
	if (!try_put(a, id, key, vars, &s, &err))
		fail_msg("%s", err.text);
	return s;
}

static struct inbox_status look(struct arena *a, const char *id)
{
	struct db *db = cluster_open("worker");
	struct inbox_status s;
	struct err err = { 0 };
	if (!inbox_find(db, a, och, str_c(id), &s, &err))
		fail_msg("%s", err.text);
	db_close(&db);
	return s;
}

static void a_message_finds_its_case_once(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { waits(a), NULL };
	struct err err = { 0 };
	struct inbox_status s;
	world_reset();
	struct str other = flows_begin(a, f[0], "{\"akte\":\"A-6\"}", flows_now());
	struct str mine = flows_begin(a, f[0], "{\"akte\":\"A-7\"}", flows_now());
	struct str second = flows_begin(a, f[0], "{\"akte\":\"A-7\"}", flows_now());
	assert_int_equal(put(a, "m1", "A-7", "{\"betrag\":\"12.50\"}").place, INBOX_WAITING);
	assert_int_equal(flows_work(a, f), 1);
	assert_int_equal(look(a, "m1").place, INBOX_DELIVERED);
	assert_str(look(a, "m1").number, mine.p); /* the oldest of two */
	assert_str(flows_of_case(a, mine, "SELECT vars->>'betrag' FROM instance WHERE number = $1"), "12.50");
	assert_str(flows_open_tasks(a, mine), "A");
	assert_str(flows_waits(a, mine), "");
	assert_str(flows_waits(a, second), "M");
	assert_str(flows_waits(a, other), "M");
	assert_str(flows_of_case(a, mine,
	               "SELECT concat_ws(' ', kind, element) FROM event WHERE number = $1 AND rev = 2 AND seq = 0"),
	    "message M");
	assert_str(cluster_sql(a, "SELECT vars FROM inbox"), "{}"); /* what was in it is with the case now */

	/* Twice is once; other content under the same id is the sender's mistake. */
	s = put(a, "m1", "A-7", "{\"betrag\":\"12.50\"}");
	assert_true(s.again && s.place == INBOX_DELIVERED);
	assert_int_equal(flows_work(a, f), 0);
	assert_false(try_put(a, "m1", "A-7", "{\"betrag\":\"12.51\"}", &s, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_true(try_put(a, "m1", "A-7", " { \"betrag\" : \"12.50\" } ", &s, &err));
	assert_false(try_put(a, "m1", "A-6", "{}", &s, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);

	/* For one case, whatever the key. */
	struct db *db = cluster_open("worker");
	const struct inbox_message to = { och, STR("m2"), STR("bescheid"), STR(""), other, STR("{}"), false, 1 };
	assert_true(inbox_put(db, a, &to, &s, &err));
	db_close(&db);
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_open_tasks(a, other), "A");
}

static void early_late_and_for_nobody(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { waits_later(a), NULL };
	struct err err = { 0 };
	world_reset();
	struct str n = flows_begin(a, f[0], "{\"akte\":\"A-8\"}", flows_now());
	put(a, "early", "A-8", "{}");
	put(a, "nobody", "A-0", "{}");
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(look(a, "early").place, INBOX_WAITING);
	assert_true(flows_complete(a, f[0], n, "Z", "{}", &err));
	assert_int_equal(flows_work(a, f), 1);
	assert_str(look(a, "early").number, n.p);
	assert_str(flows_open_tasks(a, n), "A");
	put(a, "late", "A-8", "{}");
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(look(a, "late").place, INBOX_WAITING);
	cluster_sql(a, "UPDATE inbox SET expires_at = now() - interval '1 second', run_at = now() WHERE msg_id <> 'early'");
	assert_int_equal(look(a, "nobody").place, INBOX_EXPIRED);
	struct str next = flows_begin(a, f[0], "{\"akte\":\"A-8\"}", flows_now());
	assert_true(flows_complete(a, f[0], next, "Z", "{}", &err));
	assert_int_equal(flows_work(a, f), 0); /* its time is over */
	struct db *db = cluster_open("worker");
	struct db_rows r;
	assert_true(db_once(db, a, STR(""), DB_INBOX_UNHEARD, DB_PARAMS(db_int(a, 1)), &r, &err));
	assert_int_equal(r.n, 1);
	assert_true(db_once(db, a, STR(""), DB_INBOX_UNHEARD, DB_PARAMS(db_int(a, 10)), &r, &err));
	assert_int_equal(r.n, 1); /* each is said once */
	assert_true(db_once(db, a, STR(""), DB_INBOX_EXPIRE, DB_PARAMS(db_int(a, 10)), &r, &err));
	assert_int_equal(r.n, 0);
	assert_int_equal(look(a, "nobody").place, INBOX_EXPIRED);
	cluster_sql(a, "UPDATE inbox SET expires_at = now() - interval '31 days'");
	assert_true(db_once(db, a, STR(""), DB_INBOX_EXPIRE, DB_PARAMS(db_int(a, 2)), &r, &err));
	assert_int_equal(r.n, 2);
	assert_true(db_once(db, a, STR(""), DB_INBOX_EXPIRE, DB_PARAMS(db_int(a, 2)), &r, &err));
	assert_int_equal(r.n, 1);
	db_close(&db);
}

static void what_the_case_cannot_take_is_held(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { waits(a), NULL };
	world_reset();
	struct str n = flows_begin(a, f[0], "{\"akte\":\"A-9\"}", flows_now());
	put(a, "unknown", "A-9", "{\"farbe\":\"rot\"}");
	put(a, "type", "A-9", "{\"betrag\":true}");
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(look(a, "unknown").place, INBOX_HELD);
	assert_str(look(a, "unknown").reason, "Der Ablauf „wartet“ kennt keine Variable „farbe“.");
	assert_str(look(a, "type").reason, "Der Wert der Variablen „betrag“ hat den falschen Typ.");
	assert_str(flows_of_case(a, n, "SELECT concat_ws(' ', rev, vars) FROM instance WHERE number = $1"),
	    "1 {\"akte\": \"A-9\"}");
	put(a, "good", "A-9", "{\"betrag\":\"1\"}");
	assert_int_equal(flows_work(a, f), 1); /* nobody is held up */
	assert_str(flows_open_tasks(a, n), "A");
}

static void bad_messages_are_refused(void **state)
{
	struct arena *a = *state;
	struct inbox_status s;
	struct err err = { 0 };
	static const char *const bad_vars[] = { "", "[]", "{\"a\":1,\"a\":2}", "nonsense" };
	struct db *db = cluster_open("worker");
	for (size_t i = 0; i < 4; i++) {
		assert_false(try_put(a, "x", "", bad_vars[i], &s, &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
	const struct inbox_message bad[] = {
		{ och, STR(""), STR("n"), STR(""), STR(""), STR("{}"), false, 1 },
		{ och, STR("x"), STR(""), STR(""), STR(""), STR("{}"), false, 1 },
		{ och, STR("x"), STR("n"), STR(""), STR(""), STR("{}"), false, 0 },
		{ och, STR("x"), STR("n"), STR("k"), STR(""), STR("{}"), true, 1 },
	};
	for (size_t i = 0; i < 4; i++) {
		assert_false(inbox_put(db, a, &bad[i], &s, &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
	db_close(&db);
}

static void cases_write_to_each_other(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		waits(a),
		flows_read(
		    a, "sendet", "akte:text", START THROW("T", "ozg:correlation='$akte'", MESSAGE("bescheid")) END, "S>T; T>E"),
		flows_read(a, "ruft", "", START USER("Z") THROW("T", "", SIGNAL("alarm")) LISTEN("L", SIGNAL("alarm")) END,
		    "S>Z; Z>T; T>L; L>E"),
		flows_read(a, "hoert", "", START LISTEN("L", SIGNAL("alarm")) USER("A") END, "S>L; L>A; A>E"),
		NULL,
	};
	struct err err = { 0 };
	world_reset();
	struct str receiver = flows_begin(a, f[0], "{\"akte\":\"B-1\"}", flows_now());
	struct str sender = flows_begin(a, f[1], "{\"akte\":\"B-1\"}", flows_now());
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_open_tasks(a, receiver), "A");
	assert_str(cluster_sql(a, "SELECT sender FROM inbox"), sender.p);

	struct str caller = flows_begin(a, f[2], NULL, flows_now());
	struct str one = flows_begin(a, f[3], NULL, flows_now()), two = flows_begin(a, f[3], NULL, flows_now());
	assert_true(flows_complete(a, f[2], caller, "Z", "{}", &err));
	struct str late = flows_begin(a, f[3], NULL, flows_now());
	assert_int_equal(flows_work(a, f), 2);
	assert_str(flows_open_tasks(a, one), "A");
	assert_str(flows_open_tasks(a, two), "A");
	assert_str(flows_waits(a, late), "L");   /* who begins to listen later has missed it */
	assert_str(flows_waits(a, caller), "L"); /* and nobody hears the own one again */
	assert_str(cluster_sql(a, "SELECT count(*) FROM inbox WHERE consumed_by IS NULL"), "0");
}

struct helper {
	const struct flow *const *flows;
	size_t steps;
};

#define GOES(variable, value) "<ozg:payload variable='" variable "' value='" value "'/>"
#define SEND(id, more, name, payload)                                                                                  \
	"<sendTask id='" id "' messageRef='" name "' " more "><extensionElements>" payload "</extensionElements></"        \
	"sendTask>"

static void values_go_along(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "sendet", "akte:text steuer:decimal am:date hunde:text*",
		    START SEND("T", "ozg:correlation='$akte'", "bescheid",
		        GOES("betrag", "$steuer + 10") GOES("tag", "$am") GOES("namen", "$hunde") GOES("leer", "$am")) END,
		    "S>T; T>E"),
		flows_read(a, "nimmt", "akte:text betrag:decimal tag:date namen:text* leer:date alt:text",
		    START CATCH("M", MESSAGE("bescheid")) USER("A") END, "S>M; M>A; A>E"),
		flows_read(a, "empfaengt", "akte:text betrag:decimal tag:date namen:text* leer:date",
		    START "<receiveTask id='M' messageRef='bescheid' ozg:correlation='$akte'/>" USER("A") END, "S>M; M>A; A>E"),
		flows_read(a, "beginnt", "betrag:decimal tag:date namen:text* leer:date",
		    "<startEvent id='S'>" MESSAGE("bescheid") "</startEvent>" USER("A") END, "S>A; A>E"),
		NULL,
	};
	static const char *const vars =
	    "{\"akte\":\"A-7\",\"steuer\":\"60.00\",\"am\":\"2026-03-01\",\"hunde\":[\"Rex\",\"Bello\"]}";
	static const char *const got = "SELECT concat_ws(' ', vars->>'betrag', vars->>'tag', vars->>'namen', "
	                               "vars->>'leer', vars->>'alt') FROM instance"
	                               " WHERE number = $1";
	world_reset();
	cluster_sql(a, "INSERT INTO start (tenant, flow, element, version, kind, name, office, run_at)"
	               "VALUES ('ochsenfurt', 'beginnt', 'S', 1, 'message', 'bescheid', 'kaemmerei', 'now')");
	struct str takes = flows_begin(a, f[1], "{\"akte\":\"A-7\",\"alt\":\"bleibt\"}", flows_now());
	flows_begin(a, f[0], vars, flows_now());
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_of_case(a, takes, got), "70.00 2026-03-01 [\"Rex\", \"Bello\"] 2026-03-01 bleibt");
	assert_str(flows_open_tasks(a, takes), "A");
	struct str receives = flows_begin(a, f[2], "{\"akte\":\"A-7\"}", flows_now());
	flows_begin(a, f[0], "{\"akte\":\"A-7\"}", flows_now()); /* what is empty here is empty there */
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_of_case(a, receives, got), "[]");
	assert_str(flows_open_tasks(a, receives), "A");
	flows_begin(a, f[0], vars, flows_now()); /* nobody waits: it begins something */
	assert_int_equal(flows_work(a, f), 1);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', vars->>'betrag', vars->>'namen') FROM cases JOIN instance USING "
	                          "(tenant, number) WHERE flow = 'beginnt'"),
	    "70.00 [\"Rex\", \"Bello\"]");
}

static void what_the_receiver_does_not_know_is_not_lost(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "sendet", "akte:text",
		    START SEND("T", "ozg:correlation='$akte'", "bescheid", GOES("betrag", "12.5") GOES("neu", "$akte")) END,
		    "S>T; T>E"),
		waits(a),
		NULL,
	};
	world_reset();
	struct str n = flows_begin(a, f[1], "{\"akte\":\"A-7\"}", flows_now());
	struct str sender = flows_begin(a, f[0], "{\"akte\":\"A-7\"}", flows_now());
	assert_int_equal(flows_work(a, f), 0);
	assert_str(flows_of_case(a, sender, "SELECT ended FROM instance WHERE number = $1"), "t");
	assert_str(flows_of_case(a, n, "SELECT concat_ws(' ', kind, element, reason) FROM incident WHERE number = $1"),
	    "message M Der Ablauf „wartet“ kennt keine Variable „neu“.");
	assert_str(
	    cluster_sql(a, "SELECT concat_ws(' ', held, consumed_by IS NULL, vars->>'betrag', vars->>'neu') FROM inbox"),
	    "t t 12.5 A-7");
	/* A version that knows it, and once again. */
	const struct flow *wiser[] = { flows_read(a, "wartet", "akte:text betrag:decimal neu:text",
		                               START CATCH("M", MESSAGE("bescheid")) USER("A") END, "S>M; M>A; A>E"),
		NULL };
	cluster_sql(a, "UPDATE inbox SET held = false, run_at = now()");
	assert_int_equal(flows_work(a, wiser), 1);
	assert_str(flows_of_case(a, n, "SELECT vars->>'neu' FROM instance WHERE number = $1"), "A-7");
}

/* The case that could not take it has ended otherwise: its incident goes, and the next one in line gets the message. */
static void what_a_case_leaves_behind_goes_to_the_next(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "beides", "akte:text",
		    START "<parallelGateway id='P'/>" CATCH("M", MESSAGE("bescheid"))
		        USER("A") "<endEvent id='X'><terminateEventDefinition/></endEvent>" END,
		    "S>P; P>M; P>A; M>E; A>X"),
		waits(a),
		NULL,
	};
	struct err err = { 0 };
	world_reset();
	struct str first = flows_begin(a, f[0], "{\"akte\":\"A-7\"}", flows_now());
	put(a, "m1", "A-7", "{\"betrag\":\"1\"}");
	assert_int_equal(flows_work(a, f), 0);
	assert_int_equal(look(a, "m1").place, INBOX_HELD);
	struct str second = flows_begin(a, f[1], "{\"akte\":\"A-7\"}", flows_now());
	assert_int_equal(flows_work(a, f), 0); /* the first one may still be repaired */
	assert_true(flows_complete(a, f[0], first, "A", "{}", &err));
	assert_int_equal(flows_work(a, f), 1);
	assert_str(look(a, "m1").number, second.p);
	assert_str(cluster_sql(a, "SELECT count(*) FROM incident"), "0");
}

static void a_signal_takes_values_to_all(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "ruft", "wo:text",
		    START THROW("T", "", "<extensionElements>" GOES("ort", "$wo") "</extensionElements>" SIGNAL("alarm")) END,
		    "S>T; T>E"),
		flows_read(a, "hoert", "ort:text", START LISTEN("L", SIGNAL("alarm")) USER("A") END, "S>L; L>A; A>E"),
		NULL,
	};
	world_reset();
	struct str one = flows_begin(a, f[1], NULL, flows_now()), two = flows_begin(a, f[1], NULL, flows_now());
	flows_begin(a, f[0], "{\"wo\":\"Rathaus\"}", flows_now());
	assert_int_equal(flows_work(a, f), 2);
	assert_str(flows_of_case(a, one, "SELECT vars->>'ort' FROM instance WHERE number = $1"), "Rathaus");
	assert_str(flows_of_case(a, two, "SELECT vars->>'ort' FROM instance WHERE number = $1"), "Rathaus");
}

static void *work_in_thread(void *arg)
{
	struct helper *h = arg;
	struct arena *a = arena_new();
	h->steps = flows_work(a, h->flows);
	arena_free(&a);
	return NULL;
}

/* Four workers, sixty cases, two hundred messages, some of them twice. */
static void many_workers_deliver_each_message_once(void **state)
{
	enum { CASES = 60, WORKERS = 4, MESSAGES = 200 };
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "zaehlt", "akte:text n:decimal",
		    START "<scriptTask id='N' ozg:result='n'><script>1</script></scriptTask>" CATCH(
		        "M", MESSAGE("bescheid")) "<scriptTask id='P' ozg:result='n'><script>$n + 1</script></scriptTask>"
		                                  "<exclusiveGateway id='X' default='X-M'/>" END,
		    "S>N; N>M; M>P; P>X; X>M; X>E if $n > 1000"),
		NULL,
	};
	struct helper h[WORKERS];
	pthread_t threads[WORKERS];
	size_t steps = 0;
	world_reset();
	for (int i = 0; i < CASES; i++)
		flows_begin(a, f[0], str_fmt(a, "{\"akte\":\"K-%d\"}", i % 20).p, flows_now());
	for (int i = 0; i < MESSAGES; i++)
		for (int k = 0; k < (i % 5 == 0 ? 2 : 1); k++)
			put(a, str_fmt(a, "many-%d", i).p, str_fmt(a, "K-%d", i % 20).p, "{}");
	for (int i = 0; i < WORKERS; i++) {
		h[i] = (struct helper){ f, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, work_in_thread, &h[i]), 0);
	}
	for (int i = 0; i < WORKERS; i++) {
		pthread_join(threads[i], NULL);
		steps += h[i].steps;
	}
	steps += flows_work(a, f);
	assert_int_equal(steps, MESSAGES);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', (SELECT sum((vars->>'n')::int - 1) FROM instance),"
	                          "(SELECT count(*) FROM inbox WHERE consumed_by <> ''), (SELECT count(*) FROM wait))"),
	    "200 200 60");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_finds_its_case_once),
		cmocka_unit_test(early_late_and_for_nobody),
		cmocka_unit_test(what_the_case_cannot_take_is_held),
		cmocka_unit_test(bad_messages_are_refused),
		cmocka_unit_test(cases_write_to_each_other),
		cmocka_unit_test(values_go_along),
		cmocka_unit_test(what_the_receiver_does_not_know_is_not_lost),
		cmocka_unit_test(what_a_case_leaves_behind_goes_to_the_next),
		cmocka_unit_test(a_signal_takes_values_to_all),
		cmocka_unit_test(many_workers_deliver_each_message_once),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
