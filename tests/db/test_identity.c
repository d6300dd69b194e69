/* SPDX-License-Identifier: EUPL-1.2
 * Signing in against the real database: sessions and their ends, the limit on attempts, walls between tenants. */
#include "cluster.h"

#include "identity/identity.h"

#include <pthread.h>

#define GOOD STR("vier Pferde kauen Moos")
#define WRONG STR("vier Pferde kauen Heu!")

struct world {
	struct arena *a;
	struct db *office, *admin;
	struct identity id;
};

static int setup(void **state)
{
	struct world *w = calloc(1, sizeof *w);
	*state = w;
	cluster_schema();
	w->a = arena_new();
	w->office = cluster_open("office");
	w->admin = cluster_open("admin");
	cluster_sql(w->a,
	    "INSERT INTO tenant (tenant, name, case_prefix) VALUES ('idone', 'Eins', 'IDA'), ('idtwo', 'Zwei', "
	    "'IDB') ON CONFLICT DO NOTHING");
	cluster_sql(w->a, "INSERT INTO office (tenant, office, name) VALUES ('idone', 'amt', 'Amt'), ('idone', 'kasse', "
	                  "'Kasse'), ('idtwo', 'amt', 'Amt')");
	struct err err = { 0 };
	if (!identity_init(&w->id, &err))
		fail_msg("%s", err.text);
	struct str offices[] = { STR("kasse"), STR("amt") };
	struct account anna = { STR("anna.idone"), STR("Anna Albrecht"), false, offices, 2 };
	struct account bernd = { STR("bernd.idtwo"), STR("Bernd Böhm"), true, NULL, 0 };
	if (!account_add(w->admin, w->a, &anna, GOOD, NULL, &err) || !account_add(w->admin, w->a, &bernd, GOOD, NULL, &err))
		fail_msg("%s", err.text);
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	db_close(&w->office);
	db_close(&w->admin);
	arena_free(&w->a);
	free(w);
	return 0;
}

static int forget(void **state)
{
	struct world *w = *state;
	cluster_sql(w->a, "DELETE FROM login_limit; DELETE FROM session");
	return 0;
}

static bool try_login(
    struct world *w, struct str login, struct str password, const char *address, struct login *out, struct err *err)
{
	*err = (struct err){ 0 };
	return identity_login(&w->id, w->office, w->a, login, password, str_c(address), out, err);
}

static struct str sign_in(struct world *w, struct str login)
{
	struct login l;
	struct err err;
	if (!try_login(w, login, GOOD, "192.0.2.200", &l, &err))
		fail_msg("%s", err.text);
	return l.cookie;
}

static bool alive(struct world *w, struct str cookie)
{
	struct session s;
	struct err err = { 0 };
	bool ok = identity_session(w->office, w->a, cookie, &s, &err);
	if (!ok)
		assert_int_equal(err.kind, ERR_DENIED);
	return ok;
}

static void who_signs_in_is_known(void **state)
{
	struct world *w = *state;
	struct login l;
	struct err err;
	assert_true(try_login(w, STR(" Anna.idone\n"), GOOD, "192.0.2.1", &l, &err));
	assert_str(l.session.tenant, "idone");
	assert_str(l.session.login, "anna.idone");
	assert_str(l.session.name, "Anna Albrecht");
	assert_false(l.session.is_admin);
	assert_int_equal(l.session.n_offices, 2);
	assert_str(l.session.offices[0], "amt");

	struct session again;
	assert_true(identity_session(w->office, w->a, l.cookie, &again, &err));
	assert_int_equal(again.account, l.session.account);
	assert_true(str_eq(again.csrf, l.session.csrf));
	assert_true(identity_csrf_ok(&again, l.session.csrf));

	/* A new token at every sign-in; the admin pool knows the session as well. */
	struct str second = sign_in(w, STR("anna.idone"));
	assert_false(str_eq(second, l.cookie));
	assert_true(identity_session(w->admin, w->a, second, &again, &err));
	assert_true(try_login(w, STR("bernd.idtwo"), GOOD, "192.0.2.1", &l, &err));
	assert_true(l.session.is_admin);
	assert_int_equal(l.session.n_offices, 0);
}

static void only_hashes_are_stored(void **state)
{
	struct world *w = *state;
	struct str cookie = sign_in(w, STR("anna.idone"));
	struct str token = str_sub(cookie, cookie.n - 64, cookie.n);
	assert_str(cluster_params(w->a, "SELECT count(*) FROM session WHERE encode(token_hash, 'hex') = $1",
	               (struct db_param[]){ db_text(token) }, 1),
	    "0");
	assert_str(
	    cluster_sql(w->a, "SELECT bool_and(password LIKE '$argon2id$v=19$m=65536,t=2,p=1$%') FROM account"), "t");
	struct login l;
	struct err err;
	assert_false(try_login(w, STR("nobody.idone"), WRONG, "192.0.2.77", &l, &err));
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM login_limit WHERE encode(bucket, 'escape') LIKE '%192%'"), "0");
}

static void reasons_for_refusal_look_the_same(void **state)
{
	struct world *w = *state;
	struct login l;
	struct err wrong, unknown, foreign, disabled, odd;
	assert_false(try_login(w, STR("anna.idone"), WRONG, "192.0.2.2", &l, &wrong));
	assert_false(try_login(w, STR("otto.idone"), GOOD, "192.0.2.2", &l, &unknown));
	assert_false(try_login(w, STR("anna.idtwo"), GOOD, "192.0.2.2", &l, &foreign));
	assert_false(try_login(w, STR("an\xFFna' OR 1=1.--"), GOOD, "192.0.2.2", &l, &odd));
	struct err err = { 0 };
	assert_true(account_set_disabled(w->admin, w->a, STR("bernd.idtwo"), true, &err));
	assert_false(try_login(w, STR("bernd.idtwo"), GOOD, "192.0.2.2", &l, &disabled));
	assert_true(account_set_disabled(w->admin, w->a, STR("bernd.idtwo"), false, &err));
	const struct err *all[] = { &unknown, &foreign, &odd, &disabled };
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(all[i]->kind, ERR_DENIED);
		assert_string_equal(all[i]->text, wrong.text);
	}
	assert_int_equal(l.wait, 0);
}

static void unknown_names_cost_the_same_work(void **state)
{
	struct world *w = *state;
	double took[2] = { 0, 0 };
	struct str names[] = { STR("anna.idone"), STR("otto.idone") };
	for (int i = 0; i < 8; i++) {
		struct timespec from, to;
		struct login l;
		struct err err;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		assert_false(try_login(w, names[i % 2], WRONG, "192.0.2.3", &l, &err));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		took[i % 2] += (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
	}
	assert_true(took[1] > took[0] / 2 && took[1] < took[0] * 2);
}

static void ten_attempts_then_wait(void **state)
{
	struct world *w = *state;
	struct login l;
	struct err err;
	for (int i = 0; i < 10; i++) { /* from different addresses: the name alone is limited */
		assert_false(try_login(w, STR("anna.idone"), WRONG, str_fmt(w->a, "198.51.100.%d", i).p, &l, &err));
		assert_int_equal(l.wait, 0);
	}
	assert_false(try_login(w, STR("anna.idone"), GOOD, "198.51.100.99", &l, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_in_range(l.wait, 1, 90);
	assert_non_null(strstr(err.text, "Sekunden"));

	/* Refused attempts do not make it longer, others are not affected, and time heals. */
	int64_t before = l.wait;
	assert_false(try_login(w, STR("anna.idone"), GOOD, "198.51.100.99", &l, &err));
	assert_in_range(l.wait, 1, before);
	sign_in(w, STR("bernd.idtwo"));
	cluster_sql(w->a, "UPDATE login_limit SET free_at = free_at - interval '90 seconds'");
	sign_in(w, STR("anna.idone"));
	/* Success forgets the attempts for the name. */
	for (int i = 0; i < 10; i++)
		assert_false(try_login(w, STR("anna.idone"), WRONG, str_fmt(w->a, "198.51.100.%d", 20 + i).p, &l, &err));
	assert_int_equal(l.wait, 0);
}

static void one_address_may_not_try_many_names(void **state)
{
	struct world *w = *state;
	struct login l;
	struct err err;
	for (int i = 0; i < 10; i++) {
		struct str name = str_fmt(w->a, "n%d.%s", i, i % 2 ? "idone" : "idtwo");
		assert_false(try_login(w, name, WRONG, str_fmt(w->a, "2001:db8:5:5::%d", i).p, &l, &err));
		assert_int_equal(l.wait, 0);
	}
	assert_false(try_login(w, STR("anna.idone"), GOOD, "2001:db8:5:5:ffff::1", &l, &err));
	assert_true(l.wait > 0);
	/* The refusal by address has not been counted against the name. */
	assert_true(try_login(w, STR("anna.idone"), GOOD, "2001:db8:5:6::1", &l, &err));
}

struct guesser {
	struct world *w;
	int checked;
};

static void *guess(void *arg)
{
	struct guesser *g = arg;
	struct arena *a = arena_new();
	struct db *db = cluster_open("office");
	for (int i = 0; i < 5; i++) {
		struct login l;
		struct err err = { 0 };
		assert_false(identity_login(&g->w->id, db, a, STR("anna.idone"), WRONG, STR("203.0.113.1"), &l, &err));
		g->checked += l.wait == 0;
	}
	db_close(&db);
	arena_free(&a);
	return NULL;
}

static void parallel_guesses_are_counted(void **state)
{
	struct world *w = *state;
	enum { N = 4 };
	struct guesser g[N];
	pthread_t threads[N];
	int checked = 0;
	for (int i = 0; i < N; i++) {
		g[i] = (struct guesser){ w, 0 };
		assert_int_equal(pthread_create(&threads[i], NULL, guess, &g[i]), 0);
	}
	for (int i = 0; i < N; i++) {
		pthread_join(threads[i], NULL);
		checked += g[i].checked;
	}
	assert_int_equal(checked, 10);
}

static void sessions_end(void **state)
{
	struct world *w = *state;
	struct str idle = sign_in(w, STR("anna.idone"));
	cluster_sql(w->a, "UPDATE session SET seen_at = now() - interval '29 minutes'");
	assert_true(alive(w, idle)); /* and is touched by that */
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM session WHERE seen_at > now() - interval '1 minute'"), "1");
	cluster_sql(w->a, "UPDATE session SET seen_at = now() - interval '31 minutes'");
	assert_false(alive(w, idle));

	struct str old = sign_in(w, STR("anna.idone"));
	cluster_sql(w->a, "UPDATE session SET created_at = now() - interval '12 hours 1 second', seen_at = now()");
	assert_false(alive(w, old));

	struct err err = { 0 };
	struct str out = sign_in(w, STR("anna.idone")), other = sign_in(w, STR("anna.idone"));
	assert_true(identity_logout(w->office, w->a, out, &err));
	assert_true(identity_logout(w->office, w->a, out, &err));
	assert_true(identity_logout(w->office, w->a, STR("nonsense"), &err));
	assert_false(alive(w, out));
	assert_true(alive(w, other));

	cluster_sql(w->a, "UPDATE account SET disabled = true WHERE login = 'anna.idone'"); /* by another hand */
	assert_false(alive(w, other));
	cluster_sql(w->a, "UPDATE account SET disabled = false WHERE login = 'anna.idone'");
	assert_true(alive(w, other));
	assert_true(account_set_disabled(w->admin, w->a, STR("anna.idone"), true, &err));
	assert_false(alive(w, other));
	assert_true(account_set_disabled(w->admin, w->a, STR("anna.idone"), false, &err));
	assert_false(alive(w, other)); /* deleted, not only hidden */

	struct str before = sign_in(w, STR("anna.idone"));
	assert_true(account_set_password(w->admin, w->a, STR("anna.idone"), GOOD, &err));
	assert_false(alive(w, before));
}

static void a_cookie_is_good_for_its_tenant_only(void **state)
{
	struct world *w = *state;
	struct str cookie = sign_in(w, STR("anna.idone"));
	assert_true(alive(w, cookie));
	assert_false(alive(w, str_fmt(w->a, "idtwo.%.*s", STR_ARG(str_sub(cookie, cookie.n - 64, cookie.n)))));
	assert_false(alive(w, str_fmt(w->a, "_.%.*s", STR_ARG(str_sub(cookie, cookie.n - 64, cookie.n)))));
}

static void roles_may_do_no_more_than_they_need(void **state)
{
	struct world *w = *state;
	sign_in(w, STR("anna.idone"));
	char e[6];
	static const struct {
		const char *role, *tenant, *sql, *state;
		long rows;
	} cases[] = {
		{ "citizen", "idone", "SELECT * FROM account", "42501", 0 },
		{ "citizen", "idone", "SELECT * FROM session", "42501", 0 },
		{ "worker", "idone", "SELECT * FROM account", "42501", 0 },
		{ "worker", "idone", "SELECT token_hash FROM session", "42501", 0 },
		{ "worker", "idone", "SELECT created_at FROM session", "00000", 0 }, /* none of them is over */
		{ "office", "idone", "UPDATE account SET is_admin = true", "42501", 0 },
		{ "office", "idone", "UPDATE account SET password = 'x'", "42501", 0 },
		{ "office", "idone", "INSERT INTO membership VALUES ('idone', 1, 'amt')", "42501", 0 },
		{ "office", "idone", "UPDATE session SET account = 1", "42501", 0 },
		{ "office", "idtwo", "SELECT * FROM account WHERE tenant = 'idone'", "00000", 0 },
		{ "office", "idtwo", "SELECT * FROM session WHERE tenant = 'idone'", "00000", 0 },
		{ "office", "", "SELECT * FROM account", "00000", 0 },
		{ "admin", "idone", "UPDATE account SET login = 'x.idone'", "42501", 0 },
		{ "admin", "idone", "DELETE FROM account", "42501", 0 },
		{ "admin", "idtwo", "UPDATE account SET disabled = true WHERE tenant = 'idone'", "00000", 0 },
		{ "admin", "idtwo", "INSERT INTO membership VALUES ('idone', 1, 'amt')", "42501", 0 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		long n = cluster_try(cases[i].role, cases[i].tenant, cases[i].sql, e);
		if (strcmp(e, cases[i].state) != 0 || n != cases[i].rows)
			fail_msg("%s: %s gives %s, %ld rows", cases[i].role, cases[i].sql, e, n);
	}
}

static void the_worker_clears_up(void **state)
{
	struct world *w = *state;
	struct db *worker = cluster_open("worker");
	struct err err = { 0 };
	struct str live = sign_in(w, STR("anna.idone"));
	sign_in(w, STR("bernd.idtwo"));
	cluster_sql(w->a, "UPDATE session SET seen_at = now() - interval '1 hour' WHERE tenant = 'idtwo'");
	cluster_sql(w->a, "INSERT INTO login_limit VALUES ('old', now() - interval '1 second') ON CONFLICT DO NOTHING");
	assert_true(db_once(worker, w->a, STR(""), DB_SESSION_EXPIRE, NULL, 0, NULL, &err));
	assert_true(db_once(worker, w->a, STR(""), DB_LOGIN_EXPIRE, NULL, 0, NULL, &err));
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM session WHERE tenant = 'idtwo'"), "0");
	assert_str(cluster_sql(w->a, "SELECT count(*) FROM login_limit WHERE free_at < now()"), "0");
	assert_true(alive(w, live));
	db_close(&worker);
}

static void accounts_are_checked(void **state)
{
	struct world *w = *state;
	struct str amt[] = { STR("amt") }, none[] = { STR("bauhof") };
	static const struct {
		const char *login, *name;
		bool bad_office;
		enum err_kind kind;
		const char *says;
	} cases[] = {
		{ "anna.idone", "Anna", false, ERR_CONFLICT, "gibt es schon" },
		{ "otto.nowhere", "Otto", false, ERR_INPUT, "Kommune „nowhere“" },
		{ "otto.idone", "Otto", true, ERR_INPUT, "Stellen" },
		{ "Otto.idone", "Otto", false, ERR_INPUT, "kein Anmeldename" },
		{ "otto.", "Otto", false, ERR_INPUT, "kein Anmeldename" },
		{ "otto.idone", " ", false, ERR_INPUT, "Name" },
		{ "otto.idone", "Otto\x1b[1m", false, ERR_INPUT, "U+001B" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = { 0 };
		struct account acc = { str_c(cases[i].login), str_c(cases[i].name), false, cases[i].bad_office ? none : amt,
			1 };
		assert_false(account_add(w->admin, w->a, &acc, GOOD, NULL, &err));
		if (err.kind != cases[i].kind || strstr(err.text, cases[i].says) == NULL)
			fail_msg("%s: %s", cases[i].login, err.text);
	}
	struct err err = { 0 };
	assert_false(account_set_password(w->admin, w->a, STR("otto.idone"), GOOD, &err));
	assert_int_equal(err.kind, ERR_NOTFOUND);
	assert_false(account_set_password(w->admin, w->a, STR("anna.idone"), STR("kurz"), &err));
	assert_int_equal(err.kind, ERR_INPUT);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, forget)
	const struct CMUnitTest tests[] = {
		TEST(who_signs_in_is_known),
		TEST(only_hashes_are_stored),
		TEST(reasons_for_refusal_look_the_same),
		TEST(unknown_names_cost_the_same_work),
		TEST(ten_attempts_then_wait),
		TEST(one_address_may_not_try_many_names),
		TEST(parallel_guesses_are_counted),
		TEST(sessions_end),
		TEST(a_cookie_is_good_for_its_tenant_only),
		TEST(roles_may_do_no_more_than_they_need),
		TEST(the_worker_clears_up),
		TEST(accounts_are_checked),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
