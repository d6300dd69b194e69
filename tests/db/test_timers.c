/* SPDX-License-Identifier: EUPL-1.2
 * Timers of cases: fired once, in their time, whoever works; what cannot go on is an incident and holds up nobody. */
#include "flows.h"

#include <pthread.h>

#define START "<startEvent id='S'/>"
#define END "<endEvent id='E'/>"
#define USER(id) "<userTask id='" id "' name='Aufgabe " id "'/>"
#define AFTER(span) "<timerEventDefinition><timeDuration>" span "</timeDuration></timerEventDefinition>"
#define EVERY(cycle) "<timerEventDefinition><timeCycle>" cycle "</timeCycle></timerEventDefinition>"
#define CATCH(id, def) "<intermediateCatchEvent id='" id "' name='Frist'>" def "</intermediateCatchEvent>"
#define BOUND(id, host, more, def)                                                                                     \
	"<boundaryEvent id='" id "' attachedToRef='" host "' " more ">" def "</boundaryEvent>"

static const struct flow *waiting_flow(struct arena *a)
{
	return flows_read(a, "frist", "", START CATCH("T", AFTER("P1D")) USER("A") END, "S>T; T>A; A>E");
}

static void a_timer_fires_in_its_time_and_once(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { waiting_flow(a), NULL };
	struct err err = { 0 };
	struct str late = flows_begin(a, f[0], NULL, flows_now() - 2 * FLOWS_DAY);
	struct str early = flows_begin(a, f[0], NULL, flows_now());
	assert_str(flows_waits(a, late), "T");
	assert_str(flows_open_tasks(a, late), "");
	assert_int_equal(flows_work(a, f), 1);
	assert_int_equal(flows_work(a, f), 0);
	assert_str(flows_waits(a, late), "");
	assert_str(flows_open_tasks(a, late), "A");
	assert_str(flows_waits(a, early), "T");
	assert_str(flows_of_case(a, early, "SELECT run_at > now() + interval '22 hours' FROM wait WHERE number = $1"), "t");
	assert_str(
	    flows_of_case(a, late,
	        "SELECT string_agg(concat_ws(' ', kind, element, text), ', ' ORDER BY seq) FROM event WHERE number = $1"
	        " AND rev = 2"),
	    "timer T Frist, passed A Aufgabe A, opened A Aufgabe A");
	assert_str(flows_of_case(a, late,
	               "SELECT concat_ws(' ', actor, role, action, revision) FROM ledger WHERE object ="
	               " 'case/' || $1 || '/T'"),
	    " worker case.timer 2");
	assert_true(flows_complete(a, f[0], late, "A", "{}", &err));
	assert_str(flows_of_case(a, late, "SELECT ended FROM instance WHERE number = $1"), "t");
}

static void completing_the_task_ends_its_deadline(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "mahnung", "",
		    START USER("A") BOUND("T", "A", "", AFTER("P1D")) BOUND("N", "A", "cancelActivity='false'", EVERY("R/PT1H"))
		        USER("B") USER("C") END,
		    "S>A; A>E; T>B; B>E; N>C; C>E"),
		NULL,
	};
	struct err err = { 0 };
	struct str n = flows_begin(a, f[0], NULL, flows_now());
	assert_str(flows_waits(a, n), "N T");
	assert_true(flows_complete(a, f[0], n, "A", "{}", &err));
	assert_str(flows_waits(a, n), "");
	assert_str(flows_of_case(a, n, "SELECT ended FROM instance WHERE number = $1"), "t");

	/* Overdue hours become one reminder and the next one keeps the rhythm; the deadline takes the task away. */
	n = flows_begin(a, f[0], NULL, flows_now() - FLOWS_DAY + 600 * FLOWS_SECOND);
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_open_tasks(a, n), "A C");
	assert_str(flows_waits(a, n), "N T");
	assert_str(flows_of_case(a, n,
	               "SELECT run_at BETWEEN now() AND now() + interval '1 hour' FROM wait WHERE number = $1 "
	               "AND element = 'N'"),
	    "t");
	n = flows_begin(a, f[0], NULL, flows_now() - 2 * FLOWS_DAY);
	flows_work(a, f);
	assert_str(flows_open_tasks(a, n), "B C");
	assert_str(flows_waits(a, n), "");
}

/* Opened and taken back within one step: no row stays that nobody would ever delete. */
static void what_opens_and_closes_in_one_step_leaves_nothing(void **state)
{
	struct arena *a = *state;
	const struct flow *f = flows_read(a, "kurz", "",
	    START "<parallelGateway id='P'/>" USER("A")
	        CATCH("T", AFTER("P1D")) "<endEvent id='E'><terminateEventDefinition/></endEvent>",
	    "S>P; P>A; P>T; P>E; A>E; T>E");
	struct str n = flows_begin(a, f, NULL, flows_now());
	assert_str(flows_open_tasks(a, n), "");
	assert_str(flows_waits(a, n), "");
	assert_str(flows_of_case(a, n, "SELECT ended FROM instance WHERE number = $1"), "t");
}

/* ---- several workers ---- */

struct helper {
	const struct flow *const *flows;
	size_t steps;
};

static void *work_in_thread(void *arg)
{
	struct helper *h = arg;
	struct arena *a = arena_new();
	h->steps = flows_work(a, h->flows);
	arena_free(&a);
	return NULL;
}

static void many_workers_fire_each_timer_once(void **state)
{
	enum { CASES = 150, WORKERS = 5 };
	struct arena *a = *state;
	const struct flow *f[] = { waiting_flow(a), NULL };
	struct helper h[WORKERS];
	pthread_t threads[WORKERS];
	size_t steps = 0;
	world_reset();
	for (int i = 0; i < CASES; i++)
		flows_begin(a, f[0], NULL, flows_now() - 2 * FLOWS_DAY);
	for (int i = 0; i < WORKERS; i++) {
		h[i] = (struct helper){ f, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, work_in_thread, &h[i]), 0);
	}
	for (int i = 0; i < WORKERS; i++) {
		pthread_join(threads[i], NULL);
		steps += h[i].steps;
	}
	assert_int_equal(steps, CASES);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', (SELECT count(*) FROM event WHERE kind = 'timer'),"
	                          "(SELECT count(*) FROM task), (SELECT count(*) FROM wait),"
	                          "(SELECT count(*) FROM instance WHERE rev = 2))"),
	    "150 150 0 150");
}

/* ---- what cannot go on ---- */

static void refuse(struct arena *a, const char *on, const char *when, const char *code)
{
	cluster_sql(a, str_fmt(a,
	                   "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
	                   " RAISE EXCEPTION 'no' USING ERRCODE = '%s'; END $$;"
	                   "CREATE TRIGGER poison BEFORE UPDATE ON %s FOR EACH ROW WHEN (%s) EXECUTE FUNCTION poison()",
	                   code, on, when)
	                   .p);
}

static void a_poisoned_case_holds_up_nobody(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "gift", "betrag:decimal",
		    START CATCH("T", AFTER("P1D")) "<exclusiveGateway id='X' name='Weiche'/>" USER("A") END,
		    "S>T; T>X; X>A if $betrag > 10; A>E"),
		waiting_flow(a),
		NULL,
	};
	world_reset();
	int64_t then = flows_now() - 3 * FLOWS_DAY;
	struct str bad = flows_begin(a, f[0], "{\"betrag\":\"5\"}", then); /* the earliest, so the first of each batch */
	struct str gone =
	    flows_begin(a, flows_read(a, "weg", "", START CATCH("T", AFTER("P1D")) END, "S>T; T>E"), NULL, then + 1);
	struct str refused = flows_begin(a, f[1], NULL, then + 2);
	struct str good = flows_begin(a, f[1], NULL, then + 3);
	refuse(a, "instance", str_fmt(a, "OLD.number = '%s'", refused.p).p, "check_violation");
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_open_tasks(a, good), "A");
	cluster_sql(a, "DROP TRIGGER poison ON instance; DROP FUNCTION poison");
	assert_str(
	    flows_of_case(a, bad, "SELECT concat_ws(' ', rev, state->'t'->0->>1) FROM instance WHERE number = $1"), "1 T");
	assert_str(
	    flows_of_case(a, bad, "SELECT concat_ws(' ', token, kind, element, reason) FROM incident WHERE number = $1"),
	    "3 timer T Der Vorgang hält bei „X“ an: Keine Bedingung trifft zu, und es gibt keinen Standardweg.");
	assert_str(flows_of_case(a, gone, "SELECT reason FROM incident WHERE number = $1"),
	    "Den Ablauf „weg“ gibt es hier nicht.");
	assert_str(
	    flows_of_case(a, refused, "SELECT reason FROM incident WHERE number = $1"), "Die Angabe ist so nicht erlaubt.");
	assert_str(cluster_sql(a, "SELECT count(*) FROM wait WHERE run_at = 'infinity'"), "3");
}

static void a_step_that_takes_too_long_is_an_incident(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = { waiting_flow(a), NULL };
	world_reset();
	int64_t then = flows_now() - 3 * FLOWS_DAY;
	struct str slow = flows_begin(a, f[0], NULL, then), good = flows_begin(a, f[0], NULL, then + 1);
	refuse(a, "instance", str_fmt(a, "OLD.number = '%s'", slow.p).p, "query_canceled");
	assert_int_equal(flows_work(a, f), 1);
	cluster_sql(a, "DROP TRIGGER poison ON instance; DROP FUNCTION poison");
	assert_str(flows_open_tasks(a, good), "A");
	assert_str(flows_of_case(a, slow, "SELECT reason FROM incident WHERE number = $1"),
	    "Die Datenbank hat zu lange gebraucht. Bitte versuchen Sie es später noch einmal.");
}

/* Messages cannot be looked at; a case that a timer begins is begun all the same. */
static void one_part_holds_up_no_other(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "wartet", "", START CATCH("M", "<messageEventDefinition messageRef='m'/>") USER("A") END,
		    "S>M; M>A; A>E"),
		flows_read(a, "uhr", "",
		    "<startEvent id='S' ozg:office='kaemmerei'><timerEventDefinition><timeCycle>R/P1D</timeCycle>"
		    "</timerEventDefinition></startEvent>" USER("A") END,
		    "S>A; A>E"),
		NULL,
	};
	struct due d = { .db = cluster_open("worker"), .flow = flows_find, .flow_arg = f };
	struct err err = { 0 };
	size_t n;
	world_reset();
	flows_begin(a, f[0], NULL, flows_now());
	cluster_sql(a, "INSERT INTO start (tenant, flow, element, version, kind, name, office, run_at)"
	               "VALUES ('ochsenfurt', 'uhr', 'S', 1, 'timer', '', 'kaemmerei', now())");
	refuse(a, "wait", "OLD.kind = 'message'", "lock_not_available");
	assert_false(due_work(&d, a, STR("ochsenfurt"), 32, &n, &err));
	cluster_sql(a, "DROP TRIGGER poison ON wait; DROP FUNCTION poison");
	assert_int_equal(n, 1);
	assert_str(cluster_sql(a, "SELECT count(*) FROM cases WHERE flow = 'uhr'"), "1");
	db_close(&d.db);
}

static void the_case_says_when(void **state)
{
	struct arena *a = *state;
	const struct flow *f[] = {
		flows_read(a, "termin", "termin:date",
		    START USER("A") CATCH("T", "<timerEventDefinition><timeDate>$termin</timeDate></timerEventDefinition>")
		        USER("B") END,
		    "S>A; A>T; T>B; B>E"),
		NULL,
	};
	struct err err = { 0 };
	struct str n = flows_begin(a, f[0], NULL, flows_now());
	assert_false(flows_complete(a, f[0], n, "A", "{}", &err)); /* no date: never now */
	assert_string_equal(err.text, "Der Vorgang hält bei „T“ an: Der Zeitpunkt „$termin“ ist leer.");
	assert_str(flows_open_tasks(a, n), "A");
	assert_str(flows_of_case(a, n, "SELECT concat_ws(' ', kind, element, reason) FROM incident WHERE number = $1"),
	    "task A Der Vorgang hält bei „T“ an: Der Zeitpunkt „$termin“ ist leer.");
	assert_true(flows_complete(a, f[0], n, "A", "{\"termin\":\"2099-07-01\"}", &err));
	assert_str(
	    flows_of_case(a, n, "SELECT run_at AT TIME ZONE 'UTC' FROM wait WHERE number = $1"), "2099-06-30 22:00:00");
	assert_int_equal(flows_work(a, f), 0);
	n = flows_begin(a, f[0], NULL, flows_now());
	assert_true(flows_complete(a, f[0], n, "A", "{\"termin\":\"2020-01-01\"}", &err)); /* in the past: at once */
	assert_int_equal(flows_work(a, f), 1);
	assert_str(flows_open_tasks(a, n), "B");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_timer_fires_in_its_time_and_once),
		cmocka_unit_test(completing_the_task_ends_its_deadline),
		cmocka_unit_test(what_opens_and_closes_in_one_step_leaves_nothing),
		cmocka_unit_test(many_workers_fire_each_timer_once),
		cmocka_unit_test(the_case_says_when),
		cmocka_unit_test(a_poisoned_case_holds_up_nobody),
		cmocka_unit_test(a_step_that_takes_too_long_is_an_incident),
		cmocka_unit_test(one_part_holds_up_no_other),
	};
	return cmocka_run_group_tests(tests, world_setup, cluster_teardown);
}
