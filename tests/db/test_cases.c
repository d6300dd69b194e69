/* SPDX-License-Identifier: EUPL-1.2
 * From the draft to the decision: once only, guarded, in order, and visible to whom it concerns. */
#include "world.h"

#include "cases/draft.h"
#include "cases/key.h"
#include "cases/route.h"
#include "office/worklist.h"

#include <pthread.h>
#include <unistd.h>

static const struct str och = STR_INIT("ochsenfurt");

/* ---- drafts ---- */

static void a_draft_is_kept_sealed_and_not_overwritten(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct str secret = STR("a secret");
	struct draft d = { STR("hundesteuer-anmeldung"), 3, json_pack("{s:s}", "name", "Jürgen"), 0 }, loaded;
	assert_false(draft_load(db, a, och, secret, &loaded, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_true(draft_save(db, a, och, secret, &d, &err));
	assert_int_equal(d.rev, 1);
	assert_true(draft_load(db, a, och, secret, &loaded, &err));
	assert_true(json_equal(loaded.answers, d.answers));
	assert_str(loaded.form, "hundesteuer-anmeldung");
	assert_int_equal(loaded.form_version, 3);
	assert_int_equal(loaded.rev, 1);
	assert_str(cluster_sql(a, "SELECT count(*) FROM draft WHERE position('rgen'::bytea IN sealed) > 0"), "0");

	/* Two windows: the second one's page is stale. */
	struct draft stale = d;
	assert_true(draft_save(db, a, och, secret, &d, &err));
	assert_false(draft_save(db, a, och, secret, &stale, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);

	/* Another secret opens nothing, another tenant sees nothing. */
	assert_false(draft_load(db, a, och, STR("another secret"), &loaded, &err));
	assert_false(draft_load(db, a, STR("marktbreit"), secret, &loaded, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);

	assert_true(draft_move(db, a, och, STR("marktbreit"), secret, &err));
	assert_false(draft_load(db, a, och, secret, &loaded, &err));
	assert_true(draft_load(db, a, STR("marktbreit"), secret, &loaded, &err));
	assert_true(json_equal(loaded.answers, d.answers));

	cluster_sql(a, "UPDATE draft SET expires_at = now() - interval '1 second'");
	assert_false(draft_load(db, a, STR("marktbreit"), secret, &loaded, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	struct db *worker = cluster_open("worker");
	assert_true(db_once(worker, a, STR(""), DB_DRAFT_EXPIRE, DB_PARAMS(db_int(a, 10)), NULL, &err));
	assert_str(cluster_sql(a, "SELECT count(*) FROM draft"), "0");
	assert_true(draft_delete(db, a, och, secret, &err));
	json_decref(d.answers);
	db_close(&worker);
	db_close(&db);
}

static void a_damaged_draft_is_broken_not_empty(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct str secret = STR("of a damaged draft");
	struct draft d = { STR("f"), 1, json_object(), 0 };
	assert_true(draft_save(db, a, och, secret, &d, &err));
	cluster_sql(a, "UPDATE draft SET sealed = set_byte(sealed, 30, get_byte(sealed, 30) # 1)");
	json_decref(d.answers);
	assert_false(draft_load(db, a, och, secret, &d, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	cluster_sql(a, "UPDATE draft SET sealed = ''");
	assert_false(draft_load(db, a, och, secret, &d, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	db_close(&db);
}

/* ---- sending ---- */

static void begin(const char *secret)
{
	struct db *db = cluster_open("citizen");
	world_draft(db, secret);
	db_close(&db);
}

struct sender {
	const char *secret;
	bool ok;
	char number[32];
	struct err err;
};

static void *send_in_thread(void *arg)
{
	struct sender *s = arg;
	struct arena *a = arena_new();
	struct db *db = cluster_open("citizen");
	struct submission_receipt r;
	s->ok = world_send(db, a, s->secret, "{\"name\":\"x\"}", &r, &s->err);
	if (s->ok)
		snprintf(s->number, sizeof s->number, "%.*s", STR_ARG(r.number));
	db_close(&db);
	arena_free(&a);
	return NULL;
}

static void fifty_times_the_same_is_one_submission(void **state)
{
	enum { N = 50 };
	struct arena *a = *state;
	struct sender senders[N] = { 0 };
	pthread_t threads[N];
	world_reset();
	begin("one and the same");
	for (int i = 0; i < N; i++) {
		senders[i].secret = "one and the same";
		assert_int_equal(pthread_create(&threads[i], NULL, send_in_thread, &senders[i]), 0);
	}
	for (int i = 0; i < N; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < N; i++) {
		if (!senders[i].ok)
			fail_msg("%s", senders[i].err.text);
		assert_string_equal(senders[i].number, senders[0].number);
	}
	assert_str(cluster_sql(a,
	               "SELECT string_agg(concat_ws(' ', "
	               "(SELECT count(*) FROM submission), (SELECT count(*) FROM cases), (SELECT count(*) FROM instance),"
	               "(SELECT count(*) FROM task), (SELECT count(*) FROM event), (SELECT count(*) FROM outbox),"
	               "(SELECT count(*) FROM ledger), (SELECT last FROM case_counter)), '')"),
	    "1 1 1 2 3 1 1 1");
}

/* The standby is gone and operators cancel what hangs: each time the row is there, and each time it is no receipt. */
static void a_receipt_waits_for_the_standby(void **state)
{
	struct arena *a = *state;
	struct sender s = { .secret = "waits" };
	pthread_t t;
	int blows = 0;
	world_reset();
	begin("waits");
	cluster_sql(a, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
	cluster_sql(a, "SELECT pg_reload_conf()");
	assert_int_equal(pthread_create(&t, NULL, send_in_thread, &s), 0);
	while (pthread_tryjoin_np(t, NULL) != 0 && blows < 20) {
		struct str n = cluster_sql(a, "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity "
		                              "WHERE usename = 'ozg_citizen' AND wait_event = 'SyncRep'");
		blows += str_eq_c(n, "1");
		usleep(20000);
	}
	assert_in_range(blows, 2, 19);
	assert_false(s.ok);
	assert_int_equal(s.err.kind, ERR_UNKNOWN);
	assert_str(cluster_sql(a, "SELECT count(*) FROM submission"), "1");
	cluster_sql(a, "ALTER SYSTEM RESET synchronous_standby_names");
	cluster_sql(a, "SELECT pg_reload_conf()");
	send_in_thread(&s);
	assert_true(s.ok);
	assert_str(cluster_sql(a, "SELECT number FROM cases"), s.number);
}

static void numbers_have_no_gaps(void **state)
{
	enum { N = 12 };
	struct arena *a = *state;
	struct sender senders[N] = { 0 };
	pthread_t threads[N];
	world_reset();
	for (int i = 0; i < N; i++) {
		senders[i].secret = str_fmt(a, "sender %d", i / 2).p; /* everybody clicks twice */
		if (i % 2 == 0)
			begin(senders[i].secret);
		assert_int_equal(pthread_create(&threads[i], NULL, send_in_thread, &senders[i]), 0);
	}
	for (int i = 0; i < N; i++)
		pthread_join(threads[i], NULL);
	assert_str(cluster_sql(a, "SELECT string_agg(right(number, 6), ' ' ORDER BY number) FROM cases"),
	    "000001 000002 000003 000004 000005 000006");
	assert_str(cluster_sql(a, "SELECT count(*) FROM cases WHERE number ~ '^OCH-20[0-9]{2}-[0-9]{6}$'"), "6");
}

static void the_same_draft_with_other_content_is_a_conflict(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct submission_receipt first, second, found;
	world_draft(db, "S");
	assert_true(world_send(db, a, "S", "{\"a\":\"1\"}", &first, &err));
	assert_false(first.again);
	assert_true(world_send(db, a, "S", "{\"a\":\"1\"}", &second, &err));
	assert_true(second.again && str_eq(first.number, second.number));
	assert_true(str_eq(first.status_secret, second.status_secret));
	assert_false(world_send(db, a, "S", "{\"a\":\"2\"}", &second, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_non_null(strstr(err.text, first.number.p));
	assert_true(submission_receipt_find(db, a, och, STR("S"), &found, &err));
	assert_true(str_eq(found.number, first.number) && str_eq(found.status_secret, first.status_secret));
	assert_false(submission_receipt_find(db, a, och, STR("T"), &found, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	db_close(&db);
}

static void sending_removes_the_draft(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct submission_receipt r;
	struct draft d = { STR("hundesteuer-anmeldung"), 1, json_object(), 0 };
	assert_true(draft_save(db, a, och, STR("with draft"), &d, &err));
	assert_true(world_send(db, a, "with draft", "{}", &r, &err));
	/* Another window that was loaded before does not bring it back. */
	assert_false(draft_save(db, a, och, STR("with draft"), &d, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	json_decref(d.answers);
	assert_false(draft_load(db, a, och, STR("with draft"), &d, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	db_close(&db);
}

/* Saved in another window after this one had read it: neither sent unseen nor deleted. */
static void a_draft_saved_meanwhile_is_not_sent(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct submission_receipt r;
	struct draft d = { STR("hundesteuer-anmeldung"), 1, json_pack("{s:s}", "name", "Rex"), 1 };
	world_reset();
	world_draft(db, "two windows");
	assert_true(draft_save(db, a, och, STR("two windows"), &d, &err)); /* revision 2 */
	json_decref(d.answers);
	assert_false(world_send(db, a, "two windows", "{}", &r, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_true(draft_load(db, a, och, STR("two windows"), &d, &err));
	assert_int_equal(d.rev, 2);
	assert_string_equal(json_string_value(json_object_get(d.answers, "name")), "Rex");
	assert_str(cluster_sql(a, "SELECT (SELECT count(*) FROM submission) + (SELECT count(*) FROM cases)"), "0");
	assert_false(world_send(db, a, "never begun", "{}", &r, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	db_close(&db);
}

struct saver {
	pthread_barrier_t *start;
	bool saved;
};

static void *save_in_thread(void *arg)
{
	struct saver *s = arg;
	struct arena *a = arena_new();
	struct db *db = cluster_open("citizen");
	struct db_rows rows;
	struct err err = { 0 };
	struct draft d = { STR("hundesteuer-anmeldung"), 1, json_object(), 1 };
	assert_true(db_once(db, a, och, DB_PING, NULL, 0, &rows, &err)); /* connect before the start */
	pthread_barrier_wait(s->start);
	s->saved = draft_save(db, a, och, STR("race"), &d, &err);
	assert_true(s->saved || err.kind == ERR_CONFLICT);
	json_decref(d.answers);
	db_close(&db);
	arena_free(&a);
	return NULL;
}

/* Saving and sending at the same moment: one of them. */
static void saved_or_sent(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	for (int i = 0; i < 20; i++) {
		struct submission_receipt r;
		struct err err = { 0 };
		pthread_barrier_t start;
		pthread_t t;
		struct saver saver = { &start, false };
		world_reset();
		world_draft(db, "race");
		assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
		assert_int_equal(pthread_create(&t, NULL, save_in_thread, &saver), 0);
		pthread_barrier_wait(&start);
		bool sent = world_send(db, a, "race", "{}", &r, &err);
		pthread_join(t, NULL);
		pthread_barrier_destroy(&start);
		assert_true(sent || err.kind == ERR_CONFLICT);
		assert_int_equal(sent + saver.saved, 1);
		assert_str(cluster_sql(a, "SELECT (SELECT count(*) FROM submission) + (SELECT count(*) FROM draft)"), "1");
	}
	db_close(&db);
}

static void the_citizen_sees_the_status_with_the_secret_only(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct submission_receipt r;
	struct case_status s;
	world_draft(db, "status");
	assert_true(world_send(db, a, "status", "{}", &r, &err));
	assert_int_equal(r.status_secret.n, 19);
	assert_true(case_status(db, a, r.number, r.status_secret, &s, &err));
	assert_str(s.status, "In Prüfung");
	assert_str(s.office, "Steueramt");
	assert_str(s.tenant, "ochsenfurt");
	assert_int_equal(s.n_history, 2);
	assert_str(s.history[0].text, "Eingegangen");
	assert_false(s.ended);
	struct str typed = str_fmt(a, " %.*s ", STR_ARG(r.number));
	for (char *p = (char *)typed.p; *p != '\0'; p++)
		*p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	assert_true(case_status(db, a, typed, r.status_secret, &s, &err));

	struct str wrong = str_dup(a, r.status_secret);
	((char *)wrong.p)[0] = wrong.p[0] == 'A' ? 'B' : 'A';
	struct str numbers[] = { r.number, STR("OCH-2026-999999"), STR("XXX-1"), STR(""), STR("-"), r.number };
	struct str secrets[] = { wrong, r.status_secret, r.status_secret, r.status_secret, r.status_secret,
		STR("zu kurz") };
	for (size_t i = 0; i < 6; i++) {
		assert_false(case_status(db, a, numbers[i], secrets[i], &s, &err));
		assert_int_equal(err.kind, ERR_NOTFOUND);
	}
	db_close(&db);
}

/* ---- steps ---- */

static bool complete(
    struct db *db, struct arena *a, struct str number, int64_t token, const struct case_actor *actor, int64_t rev)
{
	const struct task_command c = { och, number, token, actor, STR("") };
	const struct effects e = world_step(a, token);
	struct err err = { 0 };
	bool done = false;
	if (!task_store(db, a, &c, rev, STR("steueramt"), STR(""), STR("{\"ok\":true}"), &e, &done, &err))
		fail_msg("%s", err.text);
	return done;
}

static void the_statement_itself_refuses(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct str n = world_case(a);
	assert_false(complete(db, a, n, 1, &world_karla, 1));   /* another office */
	assert_false(complete(db, a, n, 1, &world_fritz, 1));   /* disabled */
	assert_false(complete(db, a, n, 1, &world_foreign, 1)); /* another municipality */
	assert_false(complete(db, a, n, 1, &world_anna, 2));    /* another revision */
	assert_false(complete(db, a, n, 3, &world_anna, 1));    /* no such task */
	assert_str(cluster_sql(a, str_fmt(a,
	                              "SELECT concat_ws(' ', rev, (SELECT count(*) FROM task WHERE number = i.number))"
	                              "FROM instance i WHERE number = '%s'",
	                              n.p)
	                              .p),
	    "1 2");
	assert_true(complete(db, a, n, 1, &world_anna, 1));
	assert_false(complete(db, a, n, 1, &world_anna, 2)); /* done already */
	assert_false(complete(db, a, n, 2, &world_anna, 2)); /* four-eyes */
	assert_true(complete(db, a, n, 2, &world_bernd, 2));
	assert_str(cluster_sql(a, str_fmt(a,
	                              "SELECT string_agg(actor, ' ' ORDER BY rev) FROM event WHERE number = '%s' AND kind"
	                              "= 'completed'",
	                              n.p)
	                              .p),
	    "anna.ochsenfurt bernd.ochsenfurt");
	db_close(&db);
}

static bool assign(struct db *db, struct arena *a, struct str number, int64_t token, const struct case_actor *actor,
    int64_t rev, const char *action, const struct case_actor *holder)
{
	struct db_rows rows;
	struct err err = { 0 };
	if (!db_once(db, a, och, DB_TASK_ASSIGN,
	        DB_PARAMS(db_text(och), db_text(number), db_int(a, rev), db_int(a, token), db_text(actor->login),
	            db_text(actor->name), db_text(str_c(action)), db_text(holder->login), db_bytes(a, STR("salt")),
	            db_bytes(a, STR("12345678901234567890123456789012"))),
	        &rows, &err))
		fail_msg("%s", err.text);
	return rows.n > 0;
}

static bool claim(struct db *db, struct arena *a, struct str number, int64_t token, const struct case_actor *actor,
    int64_t rev, bool claims)
{
	return assign(db, a, number, token, actor, rev, claims ? "claim" : "unclaim", &world_karla);
}

static void the_claim_itself_refuses(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct str n = world_case(a);
	assert_true(complete(db, a, n, 1, &world_anna, 1));
	assert_false(claim(db, a, n, 2, &world_anna, 2, true));   /* four-eyes */
	assert_false(claim(db, a, n, 2, &world_karla, 2, true));  /* another office */
	assert_false(claim(db, a, n, 2, &world_fritz, 2, true));  /* disabled */
	assert_false(claim(db, a, n, 2, &world_bernd, 1, true));  /* another revision */
	assert_false(claim(db, a, n, 2, &world_bernd, 2, false)); /* nothing to give back */
	assert_true(claim(db, a, n, 2, &world_bernd, 2, true));
	assert_false(claim(db, a, n, 2, &world_anna, 3, false)); /* not hers */
	assert_false(claim(db, a, n, 2, &world_bernd, 3, true)); /* his already */
	assert_true(claim(db, a, n, 2, &world_bernd, 3, false));
	db_close(&db);
}

static void the_take_over_itself_refuses(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct str n = world_case(a);
	assert_true(complete(db, a, n, 1, &world_anna, 1));
	assert_false(assign(db, a, n, 2, &world_bernd, 2, "take", &world_anna)); /* she does not have it */
	cluster_sql(a, str_fmt(a, "UPDATE task SET assignee = 'fritz.ochsenfurt' WHERE number = '%s'", n.p).p);
	assert_false(assign(db, a, n, 2, &world_anna, 2, "take", &world_fritz));    /* four-eyes */
	assert_false(assign(db, a, n, 2, &world_karla, 2, "take", &world_fritz));   /* another office */
	assert_false(assign(db, a, n, 2, &world_foreign, 2, "take", &world_fritz)); /* another municipality */
	assert_false(assign(db, a, n, 2, &world_bernd, 1, "take", &world_fritz));   /* another revision */
	assert_false(assign(db, a, n, 2, &world_bernd, 2, "take", &world_anna));    /* somebody else has it */
	assert_true(assign(db, a, n, 2, &world_bernd, 2, "take", &world_fritz));
	assert_str(
	    cluster_sql(a, str_fmt(a,
	                       "SELECT concat_ws(' ', k.assignee, k.assignee_name, e.kind, e.actor, l.action, l.actor)"
	                       "FROM task k JOIN event e USING (tenant, number, token)"
	                       "JOIN ledger l ON l.object = 'case/' || k.number || '/' || k.element "
	                       "WHERE k.number = '%s' AND e.rev = 3 AND l.revision = 3",
	                       n.p)
	                       .p),
	    "bernd.ochsenfurt Bernd Böhm taken bernd.ochsenfurt task.take bernd.ochsenfurt");
	db_close(&db);
}

static void taken_over_given_back_and_too_late(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	struct str n = world_case(a);
	struct task_command anna = { och, n, 1, &world_anna, STR("") }, bernd = { och, n, 1, &world_bernd, STR("") };
	bool done;
	assert_true(task_claim(db, a, &anna, &err));
	assert_false(task_take(db, a, &bernd, STR("karla.ochsenfurt"), &err)); /* not who the page has shown */
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_true(task_take(db, a, &bernd, world_anna.login, &err));
	assert_true(task_take(db, a, &bernd, world_anna.login, &err)); /* twice is once */
	assert_false(task_check(db, a, &anna, &done, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_non_null(strstr(err.text, "Bernd Böhm"));
	assert_true(task_unclaim(db, a, &bernd, &err));
	assert_true(task_take(db, a, &anna, world_bernd.login, &err)); /* given back meanwhile */
	assert_str(cluster_sql(a, str_fmt(a,
	                              "SELECT string_agg(kind, ' ' ORDER BY rev, seq) FROM event WHERE number = '%s'"
	                              "AND kind IN ('claimed', 'taken', 'unclaimed')",
	                              n.p)
	                              .p),
	    "claimed taken unclaimed claimed");
	db_close(&db);
}

static void a_claimed_task_is_not_for_others(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct str n = world_case(a);
	cluster_sql(a, str_fmt(a, "UPDATE task SET assignee = 'bernd.ochsenfurt' WHERE number = '%s'", n.p).p);
	assert_false(complete(db, a, n, 1, &world_anna, 1));
	assert_true(complete(db, a, n, 1, &world_bernd, 1));
	db_close(&db);
}

struct racer {
	struct str number;
	int64_t token;
	const struct case_actor *actor;
	bool done;
	pthread_barrier_t *start;
};

static void *complete_in_thread(void *arg)
{
	struct racer *r = arg;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	struct db_rows rows;
	assert_true(db_once(db, a, och, DB_PING, NULL, 0, &rows, &err)); /* connect before the start */
	pthread_barrier_wait(r->start);
	r->done = complete(db, a, r->number, r->token, r->actor, 1);
	db_close(&db);
	arena_free(&a);
	return NULL;
}

/* Returns how many of two completions at the same revision were done. */
static int race(
    struct arena *a, int64_t token, const struct case_actor *actor, int64_t token2, const struct case_actor *actor2)
{
	pthread_barrier_t start;
	pthread_t t;
	struct str n = world_case(a);
	struct racer one = { n, token, actor, false, &start }, two = { n, token2, actor2, false, &start };
	assert_int_equal(pthread_barrier_init(&start, NULL, 2), 0);
	assert_int_equal(pthread_create(&t, NULL, complete_in_thread, &one), 0);
	complete_in_thread(&two);
	pthread_join(t, NULL);
	pthread_barrier_destroy(&start);
	assert_str(cluster_sql(a, str_fmt(a, "SELECT rev FROM instance WHERE number = '%s'", n.p).p), "2");
	assert_str(cluster_sql(a, str_fmt(a, "SELECT count(*) FROM event WHERE number = '%s' AND rev = 2", n.p).p), "1");
	return one.done + two.done;
}

static void two_at_once_and_one_wins(void **state)
{
	struct arena *a = *state;
	for (int i = 0; i < 20; i++) {
		assert_int_equal(race(a, 1, &world_anna, 1, &world_bernd), 1);
		assert_int_equal(race(a, 1, &world_anna, 2, &world_bernd), 1); /* parallel tasks: the loser reads again */
		assert_int_equal(race(a, 1, &world_anna, 2, &world_anna), 1);  /* no way around four-eyes by speed */
	}
	assert_str(cluster_sql(a, "SELECT count(*) FROM (SELECT FROM event WHERE kind = 'completed' GROUP BY number, token "
	                          "HAVING count(*) > 1) x"),
	    "0");
}

/* ---- what staff see ---- */

static void staff_see_their_cases(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	struct str n = world_case(a);
	struct case_file f;
	assert_true(complete(db, a, n, 1, &world_anna, 1));
	assert_true(case_load(db, a, och, n, &world_anna, &f, &err));
	assert_str(f.form, "hundesteuer-anmeldung");
	assert_int_equal(f.rev, 2);
	assert_string_equal(json_string_value(json_object_get(f.answers, "nothing")) == NULL ? "" : "x", "");
	assert_true(json_is_object(f.answers) && json_is_object(f.vars));
	assert_int_equal(f.n_tasks, 1);
	assert_true(f.tasks[0].mine);
	assert_str(f.tasks[0].barred_by, "Angaben prüfen");
	assert_int_equal(f.n_history, 4);
	assert_str(f.history[3].kind, "completed");
	assert_str(f.history[3].actor_name, "Anna Albrecht");
	assert_true(json_is_true(json_object_get(f.history[3].data, "ok")));
	assert_true(case_load(db, a, och, n, &world_bernd, &f, &err));
	assert_str(f.tasks[0].barred_by, "");
	assert_false(case_load(db, a, och, n, &world_karla, &f, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_false(case_load(db, a, STR("marktbreit"), n, &world_foreign, &f, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_false(case_load(db, a, och, n, &world_foreign, &f, &err));
	db_close(&db);
}

static void four_eyes_bar_the_claim_too(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	world_reset();
	struct str n = world_case(a);
	struct task_command c = { och, n, 1, &world_anna, STR("page-1") };
	bool done = true;
	assert_true(task_check(db, a, &c, &done, &err));
	assert_false(done);
	assert_true(complete(db, a, n, 1, &world_anna, 1));
	c.token = 2;
	assert_false(task_check(db, a, &c, &done, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_false(task_claim(db, a, &c, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	struct db_rows r; /* the guard itself */
	struct db_param claim[] = { db_text(och), db_text(n), db_int(a, 2), db_int(a, 2), db_text(world_anna.login),
		db_text(world_anna.name), db_text(STR("claim")), db_text(STR("")), db_bytes(a, STR("s")),
		db_bytes(a, STR("c")) };
	assert_true(db_once(db, a, och, DB_TASK_ASSIGN, claim, 10, &r, &err));
	assert_int_equal(r.n, 0);
	struct worklist w;
	assert_true(worklist_load(db, a, och, &world_anna, WORKLIST_FREE, STR(""), 9, &w, &err));
	assert_true(w.n == 1 && w.tasks[0].barred);
	assert_true(worklist_load(db, a, och, &world_bernd, WORKLIST_FREE, STR(""), 9, &w, &err));
	assert_true(w.n == 1 && !w.tasks[0].barred);
	c.actor = &world_bernd;
	assert_true(task_claim(db, a, &c, &err));
	db_close(&db);
}

static void the_queue_turns_its_pages(void **state)
{
	enum { CASES = 7 };
	struct arena *a = *state;
	struct db *db = cluster_open("office");
	struct err err = { 0 };
	struct worklist w;
	world_reset();
	for (int i = 0; i < CASES; i++)
		world_case(a);
	cluster_sql(a, "UPDATE task SET due_at = now() + interval '1 day' WHERE number LIKE '%000005' AND token = 2;"
	               "UPDATE task SET due_at = now() - interval '1 day' WHERE number LIKE '%000002' AND token = 2;"
	               "UPDATE task SET priority = 4 WHERE number LIKE '%000006' AND token = 1;"
	               "UPDATE task SET priority = 9, due_at = now() - interval '2 days' WHERE number LIKE '%000007' AND "
	               "token = 1;"
	               "UPDATE task SET office = 'kaemmerei' WHERE number LIKE '%000004' AND token = 2;"
	               "UPDATE task SET assignee = 'anna.ochsenfurt', assignee_name = 'Anna Albrecht' WHERE token = 1 AND "
	               "number LIKE '%000003'");
	struct buf seen = buf_new(a);
	struct str after = STR("");
	int pages = 0;
	do {
		assert_true(worklist_load(db, a, och, &world_anna, WORKLIST_ALL, after, 4, &w, &err));
		for (size_t i = 0; i < w.n; i++)
			buf_add_fmt(&seen, "%.*s.%lld ", STR_ARG(str_sub(w.tasks[i].number, 14, 15)), (long long)w.tasks[i].token);
		after = w.next;
		pages++;
	} while (after.n > 0);
	assert_str(buf_str(&seen), "6.1 2.2 5.2 1.1 1.2 2.1 3.1 3.2 4.1 5.1 6.2 7.2 7.1 ");
	assert_int_equal(pages, 4);
	assert_true(worklist_load(db, a, och, &world_anna, WORKLIST_MINE, STR(""), 50, &w, &err));
	assert_int_equal(w.n, 1);
	assert_str(w.tasks[0].assignee_name, "Anna Albrecht");
	assert_true(worklist_load(db, a, och, &world_anna, WORKLIST_FREE, STR(""), 50, &w, &err));
	assert_int_equal(w.n, 12);
	assert_int_equal(w.tasks[0].assignee.n, 0);
	assert_true(worklist_load(db, a, och, &world_karla, WORKLIST_ALL, STR(""), 50, &w, &err));
	assert_int_equal(w.n, 1);
	assert_str(w.tasks[0].office_name, "Kämmerei");
	assert_true(worklist_load(db, a, STR("marktbreit"), &world_foreign, WORKLIST_ALL, STR(""), 50, &w, &err));
	assert_int_equal(w.n, 0);
	assert_true(worklist_load(db, a, och, &world_anna, WORKLIST_OVERDUE, STR(""), 50, &w, &err));
	assert_int_equal(w.n, 2);
	assert_true(w.tasks[0].overdue && w.tasks[1].overdue && w.tasks[0].due.n > 0);
	assert_int_equal(w.tasks[1].priority, 9);
	struct worklist_counts c;
	assert_true(worklist_count(db, a, och, &world_anna, &c, &err));
	assert_int_equal(c.all, 13);
	assert_int_equal(c.free, 12);
	assert_int_equal(c.mine, 1);
	assert_int_equal(c.overdue, 2);
	static const char *const bad[] = { "x", "a~b~c", "a~b~c~d", "1~infinity~infinity~x~1~2", "a~b~c~d~1" };
	for (size_t i = 0; i < 5; i++) {
		assert_false(worklist_load(db, a, och, &world_anna, WORKLIST_ALL, str_c(bad[i]), 4, &w, &err));
		assert_int_equal(err.kind, ERR_INPUT);
	}
	db_close(&db);
}

static void routing_reads_all_tenants(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct region_answer r;
	assert_true(route_find(db, a, STR("99102013000000"), STR("096755618166"), &r, &err));
	assert_int_equal(r.kind, REGION_ONE);
	assert_str(r.rules[0].tenant, "marktbreit");
	assert_str(r.rules[0].office_name, "Steuerstelle");
	assert_true(route_find(db, a, STR("99102013000000"), STR("096755617170"), &r, &err));
	assert_int_equal(r.kind, REGION_NONE);
	assert_true(route_find(db, a, STR("99102013000000"), STR("096750141141"), &r, &err));
	assert_int_equal(r.kind, REGION_SEVERAL);
	const struct form_place *places;
	struct places of_db = { .db = db };
	struct form_world w = places_world(&of_db, (struct date){ 0 });
	assert_int_equal(w.places(w.places_arg, a, STR("97340"), &places), 2);
	assert_str(places[0].name, "Marktbreit");
	assert_int_equal(w.places(w.places_arg, a, STR("00000"), &places), 0);
	assert_int_equal(of_db.err.kind, ERR_NONE);
	struct db *nowhere = db_open("host=/nowhere");
	struct places of_nothing = { .db = nowhere };
	w = places_world(&of_nothing, (struct date){ 0 });
	assert_int_equal(w.places(w.places_arg, a, STR("97340"), &places), 0);
	assert_int_equal(of_nothing.err.kind, ERR_BROKEN); /* is not "there is no such postcode" */
	db_close(&nowhere);
	db_close(&db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_is_kept_sealed_and_not_overwritten),
		cmocka_unit_test(a_damaged_draft_is_broken_not_empty),
		cmocka_unit_test(fifty_times_the_same_is_one_submission),
		cmocka_unit_test(a_receipt_waits_for_the_standby),
		cmocka_unit_test(numbers_have_no_gaps),
		cmocka_unit_test(the_same_draft_with_other_content_is_a_conflict),
		cmocka_unit_test(sending_removes_the_draft),
		cmocka_unit_test(a_draft_saved_meanwhile_is_not_sent),
		cmocka_unit_test(saved_or_sent),
		cmocka_unit_test(the_citizen_sees_the_status_with_the_secret_only),
		cmocka_unit_test(the_statement_itself_refuses),
		cmocka_unit_test(the_claim_itself_refuses),
		cmocka_unit_test(the_take_over_itself_refuses),
		cmocka_unit_test(taken_over_given_back_and_too_late),
		cmocka_unit_test(a_claimed_task_is_not_for_others),
		cmocka_unit_test(two_at_once_and_one_wins),
		cmocka_unit_test(staff_see_their_cases),
		cmocka_unit_test(four_eyes_bar_the_claim_too),
		cmocka_unit_test(the_queue_turns_its_pages),
		cmocka_unit_test(routing_reads_all_tenants),
	};
	return cmocka_run_group_tests(tests, world_setup, cluster_teardown);
}
