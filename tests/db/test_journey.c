/* SPDX-License-Identifier: EUPL-1.2
 * The whole way with the real form and the real workflow: sent, claimed, checked, decided by two, ended. */
#include "world.h"

#include "base/file.h"
#include "cases/route.h"
#include "office/worklist.h"
#include "own_library.h"

#include <pthread.h>

static const struct str och = STR_INIT("ochsenfurt");
static const struct date today = { 20500 };

struct definitions {
	struct arena *arena;
	const struct form *form;
	const struct flow *flow;
};

static struct str source(struct arena *a, const char *path)
{
	struct err err = { 0 };
	struct str text;
	if (!file_read(a, str_fmt(a, "%s/%s", getenv("TOP_SRCDIR"), path).p, 1 << 20, &text, &err))
		fail_msg("%s", err.text);
	return text;
}

static int setup(void **state)
{
	struct arena *a = arena_new();
	struct definitions *d = *state = ARENA_NEW(a, struct definitions);
	struct diags diags = diags_new(a, STR("test"));
	d->arena = a;
	d->form = form_read(a, source(a, "forms/hundesteuer-anmeldung/form.xml"), &diags);
	d->flow = own_flow_read(a, source(a, "workflows/hundesteuer.bpmn"), NULL, &diags);
	assert_true(d->form != NULL && d->flow != NULL);
	cluster_schema();
	world_reset();
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = ((struct definitions *)*state)->arena; /* which holds *state itself */
	arena_free(&a);
	return 0;
}

static void give_back(void *json)
{
	json_decref(json);
}

static json_t *json(struct arena *a, const char *text)
{
	json_t *j = json_loads(text, 0, NULL);
	assert_non_null(j);
	arena_defer(a, give_back, j);
	return j;
}

/* Sends the sample as a citizen of Ochsenfurt; the number of the case. */
static struct submission_receipt send_sample(
    const struct definitions *d, struct arena *a, const char *sample, const char *secret)
{
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct submission_receipt r = { 0 };
	struct str text = source(a, str_fmt(a, "forms/hundesteuer-anmeldung/samples/%s.json", sample).p);
	struct places of_db = { .db = db };
	const struct form_world world = places_world(&of_db, today);
	json_t *answers = json(a, str_cdup(a, text));
	json_object_set_new(answers, "plz", json_string("97199"));
	json_object_set_new(answers, "ort", json_string("096790170170"));
	const struct form_state *s = form_eval(a, d->form, answers, &world);
	const struct form_error *errors;
	if (form_errors(s, &errors) > 0)
		fail_msg("%.*s: %.*s", STR_ARG(errors[0].path), STR_ARG(errors[0].message));
	const struct submission sub = { och, str_c(secret), 1, 1, 1, STR("096790170170"), STR("steueramt"), NULL, today,
		0 };
	world_draft(db, secret);
	if (!submission_send(db, a, &sub, d->form, s, d->flow, &r, &err))
		fail_msg("%s", err.text);
	r.number = str_dup(a, r.number);
	db_close(&db);
	return r;
}

/* The one task of the actor's queue. */
static int64_t only_task(struct db *db, struct arena *a, const struct case_actor *actor, const char *name)
{
	struct worklist w;
	struct err err = { 0 };
	assert_true(worklist_load(db, a, och, actor, false, STR(""), 10, &w, &err));
	assert_int_equal(w.n, 1);
	assert_str(w.tasks[0].name, name);
	return w.tasks[0].token;
}

static struct str status(struct arena *a, const struct submission_receipt *r, bool *ended)
{
	struct db *db = cluster_open("citizen");
	struct case_status s;
	struct err err = { 0 };
	if (!case_status(db, a, r->number, r->status_secret, &s, &err))
		fail_msg("%s", err.text);
	db_close(&db);
	*ended = s.ended;
	return s.status;
}

static void a_dog_is_registered_by_two_persons(void **state)
{
	const struct definitions *d = *state;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	bool ended;
	world_reset();
	struct submission_receipt r = send_sample(d, a, "vier-hunde-gelistet", "four dogs");
	assert_true(send_sample(d, a, "vier-hunde-gelistet", "four dogs").again);
	assert_str(status(a, &r, &ended), "Eingegangen");
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', kind, payload->>'template', payload->>'status', payload->>'form')"
	                          "FROM outbox"),
	    "notify eingang Eingegangen hundesteuer-anmeldung");
	assert_str(cluster_sql(a, "SELECT payload->'vars'->>'email' FROM outbox"), "zoe@example.org");
	assert_str(cluster_sql(a, "SELECT vars->>'gefaehrlich' FROM instance"), "true");
	assert_str(cluster_sql(a, "SELECT vars->>'gebuehr' || ' ' || (s.fee->>'total') FROM instance, submission s"),
	    "20.00 20.00");

	/* Anna claims; Bernd may not, Karla's office does not, and claiming again is fine. */
	struct task_command c = { och, r.number, only_task(db, a, &world_anna, "Formale Prüfung"), &world_anna, STR("") };
	struct task_command bernds = c, karlas = c;
	bernds.actor = &world_bernd;
	karlas.actor = &world_karla;
	assert_true(task_claim(db, a, &c, &err));
	assert_true(task_claim(db, a, &c, &err));
	assert_false(task_claim(db, a, &bernds, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_non_null(strstr(err.text, "Anna Albrecht"));
	assert_false(task_complete(db, a, &bernds, d->flow, json(a, "{\"ergebnis\":\"vollstaendig\"}"), today, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_false(task_claim(db, a, &karlas, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_true(task_unclaim(db, a, &c, &err));
	assert_true(task_claim(db, a, &bernds, &err));
	assert_true(task_unclaim(db, a, &bernds, &err));

	/* Anna checks. The same page twice is one step; a second page is too late. */
	c.cmd = STR("page 1");
	assert_true(
	    task_complete(db, a, &c, d->flow, json(a, "{\"ergebnis\":\"vollstaendig\",\"notiz\":\"x\"}"), today, &err));
	assert_true(task_complete(db, a, &c, d->flow, json(a, "{\"ergebnis\":\"vollstaendig\"}"), today, &err));
	bernds.cmd = STR("page 2");
	assert_false(task_complete(db, a, &bernds, d->flow, json(a, "{\"ergebnis\":\"vollstaendig\"}"), today, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_non_null(strstr(err.text, "Anna Albrecht"));
	assert_str(status(a, &r, &ended), "In Prüfung");
	assert_str(cluster_sql(a, "SELECT data::text FROM event WHERE kind = 'completed'"),
	    "{\"notiz\": \"x\", \"ergebnis\": \"vollstaendig\"}");
	assert_str(cluster_sql(a, "SELECT vars ? 'notiz' FROM instance"), "f");

	/* Anna decides; the second decision is Bernd's. */
	c.token = only_task(db, a, &world_anna, "Entscheidung");
	c.cmd = STR("page 3");
	assert_true(task_complete(db, a, &c, d->flow, json(a, "{\"entscheidung\":\"bewilligt\"}"), today, &err));
	c.token = bernds.token = only_task(db, a, &world_anna, "Zweite Entscheidung (Vier-Augen)");
	c.cmd = STR("page 4");
	assert_false(task_complete(db, a, &c, d->flow, json(a, "{\"zweitentscheidung\":\"bestaetigt\"}"), today, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_non_null(strstr(err.text, "Vier-Augen"));
	struct case_file f;
	assert_true(case_load(db, a, och, r.number, &world_anna, &f, &err));
	assert_str(f.tasks[0].barred_by, "Entscheidung");
	assert_str(
	    cluster_params(a, "SELECT created_at = $1::timestamptz FROM cases", DB_PARAMS(db_text(f.created_at))), "t");
	assert_str(status(a, &r, &ended), "In Prüfung");
	assert_false(ended);
	assert_true(task_complete(db, a, &bernds, d->flow, json(a, "{\"zweitentscheidung\":\"bestaetigt\"}"), today, &err));
	assert_str(status(a, &r, &ended), "Bewilligt");
	assert_true(ended);
	assert_str(cluster_sql(a, "SELECT string_agg(concat_ws(' ', key, payload->>'template', payload->>'status'), ', ' "
	                          "ORDER BY id) FROM outbox"),
	    str_fmt(a, "%.*s:1:1 eingang Eingegangen, %.*s:%s:1 bewilligt Bewilligt", STR_ARG(r.number), STR_ARG(r.number),
	        cluster_sql(a, "SELECT rev FROM instance").p)
	        .p);
	assert_str(cluster_sql(a, "SELECT count(*) FROM task"), "0");
	/* Every change of the case is in the log, and in nobody's but its tenant's. */
	assert_str(cluster_sql(a, "SELECT string_agg(revision::text, ' ' ORDER BY seq) = (SELECT string_agg(n::text, ' ')"
	                          "FROM instance, generate_series(1, rev) n) FROM ledger"),
	    "t");
	db_close(&db);
	arena_free(&a);
}

static void a_wrong_answer_changes_nothing(void **state)
{
	const struct definitions *d = *state;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	world_reset();
	struct submission_receipt r = send_sample(d, a, "ein-hund", "one dog");
	struct task_command c = { och, r.number, only_task(db, a, &world_anna, "Formale Prüfung"), &world_anna, STR("") };
	assert_false(task_complete(db, a, &c, d->flow, json(a, "{\"ergebnis\":true}"), today, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	c.token = 4711;
	assert_false(task_complete(db, a, &c, d->flow, json(a, "{}"), today, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	c.number = STR("OCH-2026-999999");
	assert_false(task_complete(db, a, &c, d->flow, json(a, "{}"), today, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_str(cluster_sql(a, "SELECT rev FROM instance"), "1");
	db_close(&db);
	arena_free(&a);
}

/* Behind this task a join waits for a token that never comes: nobody would see the case again. */
static void a_step_into_nowhere_is_refused(void **state)
{
	const struct definitions *d = *state;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	struct diags diags = diags_new(a, STR("test"));
	world_reset();
	struct submission_receipt r = send_sample(d, a, "ein-hund", "one dog");
	const struct flow *trap = flow_read(a,
	    STR("<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
	        "<process id='hundesteuer' isExecutable='true'><extensionElements><ozg:variable name='x' type='text'/>"
	        "</extensionElements><startEvent id='S'/><userTask id='Task'/><exclusiveGateway id='X' default='d'/>"
	        "<parallelGateway id='J'/><endEvent id='E'/>"
	        "<sequenceFlow id='a' sourceRef='S' targetRef='Task'/><sequenceFlow id='b' sourceRef='Task' targetRef='X'/>"
	        "<sequenceFlow id='c' sourceRef='X' targetRef='J'><conditionExpression>$x = 'y'</conditionExpression>"
	        "</sequenceFlow><sequenceFlow id='d' sourceRef='X' targetRef='J'/>"
	        "<sequenceFlow id='e' sourceRef='J' targetRef='E'/></process></definitions>"),
	    NULL, &diags);
	assert_non_null(trap);
	const struct flow_input start = { .kind = FLOW_START };
	struct flow_result at_task;
	assert_true(flow_step(a, trap, STR(""), NULL, &start, today, &at_task, &err));
	json_decref(at_task.vars);
	const struct db_param state_now = db_text(at_task.state);
	cluster_params(a, "UPDATE instance SET vars = '{}', state = $1::json", &state_now, 1);
	cluster_params(a, "UPDATE task SET element = 'Task', token = $1::int",
	    DB_PARAMS(db_int(a, at_task.effects[at_task.n_effects - 1].token)));
	struct task_command c = { och, r.number, only_task(db, a, &world_anna, "Formale Prüfung"), &world_anna, STR("") };
	assert_false(task_complete(db, a, &c, trap, json(a, "{}"), today, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	assert_str(cluster_sql(a, "SELECT concat_ws(' ', rev, (SELECT count(*) FROM task)) FROM instance"), "1 1");
	db_close(&db);
	arena_free(&a);
}

struct colleague {
	const struct definitions *d;
	const struct case_actor *actor;
	struct str number;
	int64_t token;
	pthread_barrier_t *start;
	struct err err;
	bool ok;
};

static void *complete_in_thread(void *arg)
{
	struct colleague *p = arg;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	struct db_rows rows;
	const struct task_command c = { och, p->number, p->token, p->actor, p->actor->login };
	assert_true(db_once(db, a, och, DB_PING, NULL, 0, &rows, &p->err));
	pthread_barrier_wait(p->start);
	p->ok = task_complete(db, a, &c, p->d->flow, json(a, "{\"ergebnis\":\"vollstaendig\"}"), today, &p->err);
	db_close(&db);
	arena_free(&a);
	return NULL;
}

static void of_two_colleagues_one_hears_who_was_faster(void **state)
{
	const struct definitions *d = *state;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	for (int i = 0; i < 10; i++) {
		world_reset();
		struct submission_receipt r = send_sample(d, a, "ein-hund", str_fmt(a, "dog %d", i).p);
		int64_t token = only_task(db, a, &world_anna, "Formale Prüfung");
		pthread_barrier_t start;
		pthread_t t;
		struct colleague anna = { d, &world_anna, r.number, token, &start, { 0 }, false }, bernd = anna;
		bernd.actor = &world_bernd;
		assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
		assert_int_equal(pthread_create(&t, NULL, complete_in_thread, &anna), 0);
		complete_in_thread(&bernd);
		pthread_join(t, NULL);
		pthread_barrier_destroy(&start);
		assert_int_equal(anna.ok + bernd.ok, 1);
		const struct colleague *loser = anna.ok ? &bernd : &anna;
		assert_int_equal(loser->err.kind, ERR_CONFLICT);
		assert_non_null(strstr(loser->err.text, anna.ok ? "Anna Albrecht" : "Bernd Böhm"));
	}
	db_close(&db);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dog_is_registered_by_two_persons),
		cmocka_unit_test(a_wrong_answer_changes_nothing),
		cmocka_unit_test(a_step_into_nowhere_is_refused),
		cmocka_unit_test(of_two_colleagues_one_hears_who_was_faster),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
