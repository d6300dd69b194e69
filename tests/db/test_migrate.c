/* SPDX-License-Identifier: EUPL-1.2
 * Open cases on their way to another version: ordered, tried, confirmed, moved, each once and counted. */
#include "flows.h"

#include "base/json.h"
#include "cases/case_order.h"
#include "cases/migrate.h"

#include <pthread.h>

#define USER(id) "<userTask id='" id "' name='Aufgabe " id "'/>"
#define BOTH(other) "<userTask id='B' name='Aufgabe B' ozg:notBy='" other "'/>"

static const struct str och = STR_INIT("ochsenfurt"), id = STR_INIT("umzug");

/* Version 1 has two tasks; 2 has lost the second one. */
static void versions(struct arena *a, const struct flow *f[2])
{
	f[0] = flows_read(a, "umzug", "", "<startEvent id='S'/>" USER("A") USER("B") "<endEvent id='E'/>", "S>A; A>B; B>E");
	f[1] = flows_read(a, "umzug", "", "<startEvent id='S'/>" USER("A") "<endEvent id='E'/>", "S>A; A>E");
}

static bool find(
    void *arg, struct str tenant, struct str flow, int64_t version, const struct flow **out, struct err *err)
{
	(void)tenant;
	(void)flow;
	if (version > 2)
		return err_set(err, ERR_NOTFOUND, "Version %lld gibt es nicht.", (long long)version);
	*out = ((const struct flow **)arg)[version - 1];
	return true;
}

static void *work(void *flows)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	struct due d = { .db = cluster_open("worker"), .flow = find, .flow_arg = flows };
	size_t n = 1;
	while (n > 0)
		if (!due_work(&d, a, och, 32, &n, &err))
			fail_msg("%s", err.text);
	db_close(&d.db);
	arena_free(&a);
	return NULL;
}

static void begin(struct arena *a, const struct flow *f, size_t n, bool second)
{
	struct err err = { 0 };
	for (size_t i = 0; i < n; i++) {
		struct str number = flows_begin(a, f, NULL, flows_now());
		assert_true(!second || flows_complete(a, f, number, "A", "{}", &err));
	}
}

static const struct case_order *load(struct arena *a, struct db *db)
{
	struct err err = { 0 };
	const struct case_order *o;
	if (!case_order_load(db, a, och, id, &o, &err))
		fail_msg("%s", err.text);
	return o;
}

static void try(struct arena *a, struct db *db, int64_t to)
{
	struct err err = { 0 };
	json_t *plan = json_keep(a, json_pack("{s:s, s:n}", "A", "A", "B"));
	const struct case_order o = { .from = 1, .to = to, .plan = plan, .by = STR("admin") };
	if (!case_order_try(db, a, och, id, &o, &err))
		fail_msg("%s", err.text);
}

static void tried_confirmed_and_moved_once(void **state)
{
	struct arena *a = *state;
	const struct flow *f[2];
	const struct case_order_open *open;
	struct err err = { 0 };
	struct db *db = cluster_open("admin");
	size_t n;
	world_reset();
	versions(a, f);
	begin(a, f[0], 40, false);
	begin(a, f[0], 3, true);
	struct str ended = flows_begin(a, f[0], NULL, flows_now());
	assert_true(flows_complete(a, f[0], ended, "A", "{}", &err) && flows_complete(a, f[0], ended, "B", "{}", &err));
	assert_null(load(a, db));
	assert_true(case_order_open(db, a, och, id, &open, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(open[0].cases, 43);

	try(a, db, 2);
	assert_int_equal(load(a, db)->phase, CASE_ORDER_TRYING);
	work(f);
	const struct case_order *o = load(a, db);
	assert_int_equal(o->phase, CASE_ORDER_TRIED);
	assert_int_equal(o->tally.cases, 43);
	assert_int_equal(o->tally.moved, 40);
	assert_int_equal(o->tally.n_stays, 1);
	assert_int_equal(o->tally.stays[0].n, 3);
	assert_str(o->tally.stays[0].reason, "steht bei „Aufgabe B“ (B): das gibt es in der neuen Version nicht mehr.");
	assert_true(str_starts(o->tally.stays[0].numbers[2], STR("OCH-")));
	assert_str(cluster_sql(a, "SELECT count(*) FROM cases WHERE flow_version = 2"), "0");

	/* What is confirmed is what was shown; by two workers at once, and the database refuses one of them. */
	assert_false(case_order_go(db, a, och, id, o->rev + 1, STR("admin"), &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_true(case_order_go(db, a, och, id, o->rev, STR("admin"), &err));
	assert_false(case_order_go(db, a, och, id, o->rev, STR("admin"), &err));
	assert_false(case_order_try(db, a, och, id, o, &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	cluster_sql(a, "CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
	               " RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'; END $$;"
	               "CREATE TRIGGER poison BEFORE UPDATE ON cases FOR EACH ROW WHEN (OLD.number LIKE '%-000007')"
	               " EXECUTE FUNCTION poison()");
	pthread_t other;
	assert_int_equal(pthread_create(&other, NULL, work, f), 0);
	work(f);
	pthread_join(other, NULL);
	cluster_sql(a, "DROP TRIGGER poison ON cases; DROP FUNCTION poison");
	o = load(a, db);
	assert_int_equal(o->phase, CASE_ORDER_MOVED);
	assert_int_equal(o->tally.cases, 43);
	assert_int_equal(o->tally.moved, 39);
	assert_str(o->tally.stays[0].reason, "Die Angabe ist so nicht erlaubt.");
	assert_str(cluster_sql(a, "SELECT count(*) FROM cases WHERE flow_version = 2"), "39");
	assert_str(
	    cluster_sql(a, "SELECT count(DISTINCT object) FROM ledger WHERE action = 'case.migrate' AND actor = 'admin'"),
	    "39");
	assert_str(cluster_sql(a, "SELECT count(*) FROM ledger WHERE action = 'case.migrate'"), "39");
	assert_str(cluster_sql(a, "SELECT string_agg(concat_ws(' ', actor, role, object), ',') FROM ledger"
	                          " WHERE action = 'flow.migrate'"),
	    "admin admin flow/umzug");
	db_close(&db);
}

static void what_cannot_be_is_said_and_not_tried_for_ever(void **state)
{
	struct arena *a = *state;
	const struct flow *f[2];
	struct err err = { 0 };
	struct db *db = cluster_open("admin");
	world_reset();
	versions(a, f);
	begin(a, f[0], 1, false);
	try(a, db, 3);
	work(f);
	const struct case_order *o = load(a, db);
	assert_int_equal(o->phase, CASE_ORDER_FAILED);
	assert_str(o->reason, "Version 3 gibt es nicht.");
	assert_false(case_order_go(db, a, och, id, o->rev, STR("admin"), &err));

	/* A version that was published after the dry run. */
	try(a, db, 2);
	work(f);
	o = load(a, db);
	assert_int_equal(o->phase, CASE_ORDER_TRIED);
	cluster_sql(a, "INSERT INTO definition (tenant, kind, id, version, sha256, source, published_by) VALUES"
	               " ('ochsenfurt', 'flow', 'umzug', 3, sha256(''), '', '')");
	assert_false(case_order_go(db, a, och, id, o->rev, STR("admin"), &err));
	assert_int_equal(err.kind, ERR_CONFLICT);
	db_close(&db);
}

/* Who has decided under another id is not let decide again: such a case stays; one before that goes on. */
static void four_eyes_do_not_forget(void **state)
{
	struct arena *a = *state;
	struct err err = { 0 };
	const struct flow *f[2] = {
		flows_read(a, "umzug", "", "<startEvent id='S'/>" USER("V") USER("A") BOTH("A") "<endEvent id='E'/>",
		    "S>V; V>A; A>B; B>E"),
		flows_read(a, "umzug", "", "<startEvent id='S'/>" USER("V") USER("A2") BOTH("A2") "<endEvent id='E'/>",
		    "S>V; V>A2; A2>B; B>E"),
	};
	world_reset();
	struct str decided = flows_begin(a, f[0], NULL, flows_now()), before = flows_begin(a, f[0], NULL, flows_now());
	assert_true(flows_complete(a, f[0], decided, "V", "{}", &err) && flows_complete(a, f[0], decided, "A", "{}", &err));
	const struct flow_plan plan = flow_plan_propose(a, f[0], f[1]);
	struct case_migration m = { .db = cluster_open("worker"),
		.tenant = och,
		.flow = id,
		.from = 1,
		.to = 2,
		.old = f[0],
		.new = f[1],
		.plan = &plan };
	assert_true(case_migrate(&m, a, &err));
	db_close(&m.db);
	assert_int_equal(m.tally.cases, 2);
	assert_int_equal(m.tally.moved, 1);
	assert_str(m.tally.stays[0].numbers[0], decided.p);
	assert_true(str_starts(m.tally.stays[0].reason, STR("hat „A“ hinter sich: ")));
	assert_false(flows_complete(a, f[0], decided, "B", "{}", &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_true(flows_complete(a, f[1], before, "V", "{}", &err) && flows_complete(a, f[1], before, "A2", "{}", &err));
	assert_false(flows_complete(a, f[1], before, "B", "{}", &err));
	assert_int_equal(err.kind, ERR_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tried_confirmed_and_moved_once),
		cmocka_unit_test(four_eyes_do_not_forget),
		cmocka_unit_test(what_cannot_be_is_said_and_not_tried_for_ever),
	};
	return cmocka_run_group_tests(tests, cluster_setup, cluster_teardown);
}
