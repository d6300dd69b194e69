/* SPDX-License-Identifier: EUPL-1.2
 * The wall around libpq: patches, values, transactions, retries, and a commit whose outcome nobody knows. */
#include "cluster.h"

#include <pthread.h>
#include <unistd.h>

static void count_patch(void *arg, const char *name)
{
	(void)name;
	++*(int *)arg;
}

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void patches_are_applied_once(void **state)
{
	struct arena *a = *state;
	const char *owner = cluster_conninfo(a, "owner");
	char dir[] = "/tmp/ozg-patches.XXXXXX";
	assert_non_null(mkdtemp(dir));
	const char *one = str_fmt(a, "%s/9001-one.sql", dir).p;
	const char *two = str_fmt(a, "%s/9002-two.sql", dir).p;
	write_file(one, "CREATE TABLE patch_one (x int); INSERT INTO patch_one VALUES (1);");
	struct err err = { 0 };
	int n = 0;
	assert_true(db_setup(owner, dir, count_patch, &n, &err));
	assert_true(db_setup(owner, dir, count_patch, &n, &err));
	assert_int_equal(n, 1);
	assert_str(cluster_sql(a, "SELECT count(*) FROM patch_one"), "1");

	/* A patch that fails leaves nothing, and says which file it was. */
	write_file(two, "CREATE TABLE patch_two (x int); SELECT nonsense;");
	assert_false(db_setup(owner, dir, count_patch, &n, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	assert_non_null(strstr(err.text, "9002-two.sql"));
	assert_str(cluster_sql(a, "SELECT to_regclass('patch_two') IS NULL"), "t");

	write_file(two, "CREATE TABLE patch_two (x int)");
	assert_true(db_setup(owner, dir, count_patch, &n, &err));
	assert_int_equal(n, 2);

	write_file(one, "CREATE TABLE patch_one (x bigint)");
	assert_false(db_setup(owner, dir, count_patch, &n, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_non_null(strstr(err.text, "9001-one.sql"));
	unlink(one);
	unlink(two);
	assert_false(db_setup(owner, dir, NULL, NULL, &err)); /* an empty folder is a mistake */
	rmdir(dir);
	cluster_sql(a, "DROP TABLE patch_one, patch_two; DELETE FROM schema_patch WHERE name LIKE '9%'");
}

static void every_statement_prepares(void **state)
{
	(void)state;
	for (size_t i = 0; i < DB_N_QUERIES; i++)
		cluster_prepare(db_queries[i].name, db_queries[i].sql);
}

static void values_survive(void **state)
{
	struct arena *a = *state;
	struct str text = STR("J̌ākob \"Müller\\\" {NULL},\n'; --");
	struct str list[] = { text, STR(""), STR("NULL"), STR("a,b") };
	int64_t numbers[] = { 1, -7, INT64_MAX };
	assert_true(str_eq(cluster_params(a, "SELECT $1::text", DB_PARAMS(db_text(text))), text));
	assert_true(str_eq(cluster_params(a, "SELECT ($1::text[])[1]", DB_PARAMS(db_texts(a, list, 4))), text));
	assert_str(cluster_params(a, "SELECT cardinality($1::text[])", DB_PARAMS(db_texts(a, list, 4))), "4");
	assert_str(cluster_params(a, "SELECT ($1::text[])[3] = 'NULL'", DB_PARAMS(db_texts(a, list, 4))), "t");
	assert_str(cluster_params(a, "SELECT ($1::bigint[])[3]", DB_PARAMS(db_ints(a, numbers, 3))), "9223372036854775807");
	assert_str(cluster_params(a, "SELECT cardinality($1::bigint[])", DB_PARAMS(db_ints(a, NULL, 0))), "0");
	assert_str(cluster_params(a, "SELECT $1::bigint", DB_PARAMS(db_int(a, INT64_MIN))), "-9223372036854775808");
	assert_str(cluster_params(a, "SELECT $1::bytea = '\\x00ff017a'", DB_PARAMS(db_bytes(a, STR("\0\xff\x01z")))), "t");
	assert_str(cluster_params(a, "SELECT $1::bool AND NOT $2::bool", DB_PARAMS(db_bool(true), db_bool(false))), "t");
	assert_str(cluster_params(a, "SELECT $1::text IS NULL", DB_PARAMS(db_null())), "t");
}

static void nul_and_wrong_counts_are_refused(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	assert_false(db_once(db, a, STR(""), DB_PING, DB_PARAMS(db_null()), NULL, &err));
	assert_int_equal(err.kind, ERR_BUG);
	assert_false(db_once(db, a, STR("a\0b"), DB_PING, NULL, 0, NULL, &err));
	assert_int_equal(err.kind, ERR_INPUT);
	db_close(&db);
}

static void no_server_is_broken(void **state)
{
	struct arena *a = *state;
	struct db *db = db_open("host=/nonexistent dbname=x");
	struct err err = { 0 };
	assert_false(db_once(db, a, STR(""), DB_PING, NULL, 0, NULL, &err));
	assert_int_equal(err.kind, ERR_BROKEN);
	db_close(&db);
}

struct plan {
	struct str name; /* of the row */
	int calls;
	enum err_kind fail_with; /* the first fail_times calls end so */
	int fail_times;
	struct str tenant_seen;
};

#define INSERT(name) DB_PATCH_ADD, DB_PARAMS(db_text(name), db_text(STR("text")))
static const char count_rows[] = "SELECT count(*) FROM schema_patch WHERE name LIKE 'test%'";
static const char delete_rows[] = "SET synchronous_commit = local; DELETE FROM schema_patch WHERE name LIKE 'test%'";

static bool insert_then(struct db_tx *tx, void *arg, struct err *err)
{
	struct plan *p = arg;
	struct db_rows rows;
	if (!db_exec(tx, INSERT(p->name), NULL, err) || !db_exec(tx, DB_PING, NULL, 0, &rows, err))
		return false;
	p->tenant_seen = db_get(&rows, 0, 0);
	if (p->calls++ < p->fail_times)
		return err_set(err, p->fail_with, "planned");
	return true;
}

static void transactions_commit_roll_back_and_retry(void **state)
{
	struct arena *a = *state;
	cluster_sql(a, delete_rows);
	struct db *db = cluster_open("owner");
	struct err err = { 0 };
	struct plan good = { .name = STR("test 1") };
	assert_true(db_run(db, a, STR("ochsenfurt"), insert_then, &good, &err));
	assert_str(good.tenant_seen, "ochsenfurt");
	assert_str(cluster_sql(a, count_rows), "1");

	struct plan input = { .name = STR("test 2"), .fail_with = ERR_INPUT, .fail_times = 1 };
	assert_false(db_run(db, a, STR("ochsenfurt"), insert_then, &input, &err));
	assert_int_equal(input.calls, 1);
	assert_str(cluster_sql(a, count_rows), "1");

	struct plan twice = { .name = STR("test 2"), .fail_with = ERR_RETRY, .fail_times = 2 };
	assert_true(db_run(db, a, STR("ochsenfurt"), insert_then, &twice, &err));
	assert_int_equal(twice.calls, 3);
	assert_str(cluster_sql(a, count_rows), "2");

	struct plan always = { .name = STR("test 3"), .fail_with = ERR_RETRY, .fail_times = 99 };
	assert_false(db_run(db, a, STR("ochsenfurt"), insert_then, &always, &err));
	assert_int_equal(always.calls, 5);

	/* A refused statement does not spoil the connection, and the setting does not outlive its transaction. */
	for (int i = 0; i < 2; i++) {
		assert_false(db_once(db, a, STR("ochsenfurt"), INSERT(STR("test 1")), NULL, &err));
		assert_int_equal(err.kind, ERR_CONFLICT);
		assert_string_equal(db_constraint(db), "schema_patch_pkey");
		assert_false(db_run(db, a, STR("ochsenfurt"), insert_then, &good, &err));
		assert_int_equal(err.kind, ERR_CONFLICT);
	}
	struct db_rows rows;
	assert_true(db_once(db, a, STR("ochsenfurt"), DB_PING, NULL, 0, &rows, &err));
	assert_str(db_get(&rows, 0, 0), "ochsenfurt");
	assert_true(db_once(db, a, STR(""), DB_PING, NULL, 0, &rows, &err));
	assert_true(db_get_null(&rows, 0, 0));
	assert_str(cluster_sql(a, count_rows), "2");
	db_close(&db);
}

/* The server hangs up on an idle connection: nobody notices. */
static void a_restart_between_requests_is_invisible(void **state)
{
	struct arena *a = *state;
	cluster_sql(a, delete_rows);
	struct db *db = cluster_open("owner");
	struct err err = { 0 };
	for (int i = 0; i < 3; i++) {
		assert_true(db_once(db, a, STR(""), INSERT(str_fmt(a, "test %d", i)), NULL, &err));
		cluster_sql(a, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ozg_owner'");
	}
	assert_str(cluster_sql(a, count_rows), "3");
	db_close(&db);
}

/* A column gets another type under running programs: the statements prepared before are prepared again. */
static void a_changed_table_is_invisible(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	struct db_rows rows;
	struct err err = { 0 };
	static const char *const types[] = { "text", "varchar(99)", "text" };
	for (int i = 0; i < 3; i++) {
		cluster_sql(a, str_fmt(a, "ALTER TABLE place ALTER name TYPE %s", types[i]).p);
		if (!db_once(db, a, STR(""), DB_PLACES_FIND, DB_PARAMS(db_text(STR("97199"))), &rows, &err))
			fail_msg("%s", err.text);
	}
	db_close(&db);
}

static struct str place_of(struct db *db, struct arena *a, struct str postcode)
{
	struct db_rows rows;
	struct err err;
	if (!db_recall(db, a, STR(""), DB_PLACES_FIND, DB_PARAMS(db_text(postcode)), &rows, &err))
		fail_msg("%s", err.text);
	return rows.n == 0 ? STR("-") : db_get(&rows, 0, 1);
}

/* For two seconds an answer is given again, whatever the table says; other values are other questions. */
static void answers_are_remembered_for_a_moment(void **state)
{
	struct arena *a = *state;
	struct db *db = cluster_open("citizen");
	cluster_sql(a, "INSERT INTO place (postcode, ars, name) VALUES ('00001', '000000000001', 'Alt')");
	struct str first = place_of(db, a, STR("00001"));
	cluster_sql(a, "UPDATE place SET name = 'Neu' WHERE postcode = '00001'");
	assert_str(place_of(db, a, STR("00001")), "Alt");
	assert_str(place_of(db, a, STR("00002")), "-");
	for (int i = 0; i < 100; i++) /* more than are remembered: the old answers go, what was handed out stays */
		assert_str(place_of(db, a, str_fmt(a, "x%d", i)), "-");
	assert_str(place_of(db, a, STR("00001")), "Neu");
	assert_str(first, "Alt");
	cluster_sql(a, "DELETE FROM place WHERE postcode = '00001'");
	assert_str(place_of(db, a, STR("00001")), "Neu");
	nanosleep(&(struct timespec){ .tv_sec = 2, .tv_nsec = 100000000 }, NULL);
	assert_str(place_of(db, a, STR("00001")), "-");
	db_close(&db);
}

/* The first attempt loses its connection and goes on as if nothing had happened. */
static bool stubborn(struct db_tx *tx, void *arg, struct err *err)
{
	struct plan *p = arg;
	bool ok = db_exec(tx, INSERT(STR("test 1")), NULL, err);
	if (p->calls++ == 0) {
		struct arena *a = arena_new();
		cluster_sql(a, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'ozg_owner'");
		arena_free(&a);
		assert_false(db_exec(tx, INSERT(STR("test 2")), NULL, err));
		assert_false(db_exec(tx, INSERT(STR("test 2")), NULL, err));
		assert_int_equal(err->kind, ERR_RETRY);
		return false;
	}
	return ok && db_exec(tx, INSERT(STR("test 3")), NULL, err);
}

static void a_transaction_does_not_change_horses(void **state)
{
	struct arena *a = *state;
	cluster_sql(a, delete_rows);
	struct db *db = cluster_open("owner");
	struct err err = { 0 };
	struct plan p = { 0 };
	assert_true(db_run(db, a, STR(""), stubborn, &p, &err));
	assert_int_equal(p.calls, 2);
	assert_str(cluster_sql(a, "SELECT string_agg(name, ' ' ORDER BY name) FROM schema_patch WHERE name LIKE 'test%'"),
	    "test 1 test 3");
	db_close(&db);
}

struct waiter {
	struct db *db;
	bool in_transaction, ok;
	struct err err;
};

static bool insert_only(struct db_tx *tx, void *arg, struct err *err)
{
	(void)arg;
	return db_exec(tx, INSERT(STR("test")), NULL, err);
}

static void *insert_in_thread(void *arg)
{
	struct waiter *w = arg;
	struct arena *a = arena_new();
	w->ok = w->in_transaction ? db_run(w->db, a, STR("t"), insert_only, NULL, &w->err)
	                          : db_once(w->db, a, STR("t"), INSERT(STR("test")), NULL, &w->err);
	arena_free(&a);
	return NULL;
}

/* A commit waits for a standby that never answers, and somebody cancels it: PostgreSQL reports success and a warning.
 * Or the connection dies there. Either way the outcome is unknown, and the row is there. */
static void an_unknown_commit_is_never_a_receipt(void **state)
{
	struct arena *a = *state;
	cluster_sql(a, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
	cluster_sql(a, "SELECT pg_reload_conf()");
	static const char *const blows[] = { "pg_cancel_backend", "pg_terminate_backend" };
	for (int i = 0; i < 4; i++) {
		cluster_sql(a, delete_rows);
		struct waiter w = { .db = cluster_open("owner"), .in_transaction = i % 2 == 1 };
		pthread_t thread;
		assert_int_equal(pthread_create(&thread, NULL, insert_in_thread, &w), 0);
		const char *blow = str_fmt(a,
		    "SELECT count(%s(pid)) FROM pg_stat_activity WHERE usename = 'ozg_owner' AND wait_event = 'SyncRep'",
		    blows[i / 2])
		                       .p;
		int tries = 0;
		while (str_eq_c(cluster_sql(a, blow), "0") && tries++ < 500)
			usleep(10000);
		assert_int_equal(pthread_join(thread, NULL), 0);
		assert_false(w.ok);
		assert_int_equal(w.err.kind, ERR_UNKNOWN);
		assert_str(cluster_sql(a, count_rows), "1");
		db_close(&w.db);
	}
	cluster_sql(a, "ALTER SYSTEM RESET synchronous_standby_names");
	cluster_sql(a, "SELECT pg_reload_conf()");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patches_are_applied_once),
		cmocka_unit_test(every_statement_prepares),
		cmocka_unit_test(values_survive),
		cmocka_unit_test(nul_and_wrong_counts_are_refused),
		cmocka_unit_test(no_server_is_broken),
		cmocka_unit_test(transactions_commit_roll_back_and_retry),
		cmocka_unit_test(a_restart_between_requests_is_invisible),
		cmocka_unit_test(a_changed_table_is_invisible),
		cmocka_unit_test(answers_are_remembered_for_a_moment),
		cmocka_unit_test(a_transaction_does_not_change_horses),
		cmocka_unit_test(an_unknown_commit_is_never_a_receipt),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
