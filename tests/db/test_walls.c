/* SPDX-License-Identifier: EUPL-1.2
 * The second wall: what each pool's role may do at all, and that row-level security hides every other tenant. */
#include "world.h"

#include "base/file.h"

static const char *const roles[] = { "citizen", "office", "admin", "worker", "owner" };

enum { N_ROLES = sizeof roles / sizeof roles[0] };

static int setup(void **state)
{
	struct arena *a = *state = arena_new();
	cluster_schema();
	world_reset();
	world_case(a);
	cluster_sql(a, "INSERT INTO draft (tenant, key, form, form_version, sealed, rev, expires_at)"
	               "VALUES ('ochsenfurt', sha256(''), 'f', 1, '', 1, now() + interval '1 day')");
	cluster_sql(a, "INSERT INTO wait (tenant, number, token, element, kind, name, key, run_at)"
	               "VALUES ('ochsenfurt', 'X', 1, 'E', 'timer', '', '', now());"
	               "INSERT INTO inbox (tenant, msg_id, kind, name, key) VALUES ('ochsenfurt', 'x', 'message', 'x', '');"
	               "INSERT INTO start VALUES ('ochsenfurt', 'f', 'S', 1, 'timer', '', 'steueramt', now());"
	               "INSERT INTO incident (tenant, number, token, msg_id, kind, element, reason)"
	               "VALUES ('ochsenfurt', 'X', 1, '', 'timer', 'E', 'x')");
	return 0;
}

static int teardown(void **state)
{
	arena_free((struct arena **)state);
	return 0;
}

/* The rights of every pool on every table, compared with the list that somebody has thought about. */
static void rights_are_those_in_the_list(void **state)
{
	struct arena *a = *state;
	struct err err = { 0 };
	struct str want;
	const char *path = str_fmt(a, "%s/tests/db/grants.txt", getenv("TOP_SRCDIR")).p;
	if (!file_read(a, path, 1 << 16, &want, &err))
		fail_msg("%s", err.text);
	struct str got = cluster_sql(a,
	    "SELECT string_agg(format(E'%s %s %s\\n', rpad(c.relname, 16), rpad(r, 12), ("
	    "	SELECT string_agg(CASE WHEN has_table_privilege(r, c.oid, p) THEN p"
	    "		WHEN p <> 'DELETE' AND has_any_column_privilege(r, c.oid, p)"
	    "		THEN p || '(' || (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = "
	    "c.oid"
	    "			AND attnum > 0 AND has_column_privilege(r, c.oid, attnum, p)) || ')' END, ' ' ORDER BY n)"
	    "	FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) WITH ORDINALITY AS x(p, n))), '' ORDER BY "
	    "c.relname, r)"
	    "FROM pg_class c, unnest(ARRAY['ozg_citizen', 'ozg_office', 'ozg_admin', 'ozg_worker']) r "
	    "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND (has_any_column_privilege(r, c.oid,"
	    "'SELECT, INSERT, UPDATE') OR has_table_privilege(r, c.oid, 'DELETE, TRUNCATE, REFERENCES, TRIGGER'))");
	ptrdiff_t start = str_find_str(want, STR("\n\n")); /* behind the licence line */
	want = str_sub(want, (size_t)start + 2, want.n);
	if (!str_eq(got, want)) {
		printf("# the schema grants:\n%s", got.p); /* too long for fail_msg */
		fail_msg("tests/db/grants.txt does not say what the schema grants");
	}
}

static void every_table_with_a_tenant_is_walled(void **state)
{
	struct arena *a = *state;
	assert_str(
	    cluster_sql(a, "SELECT string_agg(c.relname, ' ') FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid "
	                   "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND t.attname = 'tenant'"
	                   "AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND t.attnum = 1)"),
	    "");
	/* A table without a tenant is one of these. */
	assert_str(
	    cluster_sql(a, "SELECT string_agg(c.relname, ' ' ORDER BY c.relname) FROM pg_class c "
	                   "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM "
	                   "pg_attribute t WHERE t.attrelid = c.oid AND t.attname = 'tenant')"),
	    "login_limit place schema_patch");
	assert_str(cluster_sql(a, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'ozg%' AND (rolsuper OR rolbypassrls "
	                          "OR rolcreaterole OR rolcreatedb OR rolreplication)"),
	    "0");
	assert_str(cluster_sql(a, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace "
	                          "AND pg_get_userbyid(relowner) <> 'ozg_owner'"),
	    "0");
	/* Every table says what it is for. */
	assert_str(
	    cluster_sql(a, "SELECT string_agg(relname, ' ') FROM pg_class c WHERE relkind = 'r' "
	                   "AND relnamespace = 'public'::regnamespace AND obj_description(c.oid, 'pg_class') IS NULL"),
	    "");
}

/* Rows of ochsenfurt that role sees in table while it works for tenant; -1: it may not look. */
static long visible(const char *role, const char *tenant, const char *table)
{
	struct arena *a = arena_new();
	char state[6];
	long n = cluster_try(role, tenant,
	    str_fmt(a, "SELECT tenant FROM %s WHERE tenant = 'ochsenfurt' AND '%s' <> ''", table, role).p, state);
	if (strcmp(state, "42501") == 0)
		n = -1;
	else
		assert_string_equal(state, "00000");
	arena_free(&a);
	return n;
}

static void other_tenants_are_invisible(void **state)
{
	(void)state;
	static const char *const private[] = { "draft", "submission", "case_counter", "cases", "instance", "task", "event",
		"ledger", "ledger_head", "outbox", "account", "membership", "wait", "inbox", "start", "incident" };
	int seen = 0;
	for (size_t t = 0; t < sizeof private / sizeof private[0]; t++) {
		for (int r = 0; r < N_ROLES; r++) {
			/* The worker finds what is due of all tenants: its exceptions. */
			bool exception = strcmp(roles[r], "worker") == 0 &&
			                 (strcmp(private[t], "outbox") == 0 || strcmp(private[t], "wait") == 0 ||
			                     strcmp(private[t], "inbox") == 0 || strcmp(private[t], "start") == 0);
			if (visible(roles[r], "marktbreit", private[t]) > 0 && !exception)
				fail_msg("%s sees %s of another tenant", roles[r], private[t]);
			if (visible(roles[r], "", private[t]) > 0 && !exception)
				fail_msg("%s sees %s without a tenant", roles[r], private[t]);
			seen += visible(roles[r], "ochsenfurt", private[t]) > 0;
		}
	}
	assert_true(seen >= 25); /* the owner alone sees a dozen: the test looks at rows that are there */
	assert_int_equal(visible("office", "ochsenfurt", "draft"), -1);
	assert_int_equal(visible("admin", "ochsenfurt", "draft"), -1);
	assert_int_equal(visible("admin", "ochsenfurt", "submission"), -1);
	assert_int_equal(visible("citizen", "ochsenfurt", "account"), -1);
}

/* With the wall torn down the same query finds rows: it is the wall that hid them. */
static void without_the_wall_the_test_sees_it(void **state)
{
	struct arena *a = *state;
	assert_int_equal(visible("office", "marktbreit", "cases"), 0);
	cluster_sql(a, "ALTER TABLE cases DISABLE ROW LEVEL SECURITY");
	long n = visible("office", "marktbreit", "cases");
	cluster_sql(a, "ALTER TABLE cases ENABLE ROW LEVEL SECURITY");
	assert_true(n > 0);
}

struct attempt {
	const char *role, *tenant, *sql;
	const char *state; /* SQLSTATE that must come; "0 rows": nothing is touched */
};

static void writing_beyond_the_walls_is_refused(void **state)
{
	(void)state;
	static const struct attempt attempts[] = {
		/* into another tenant */
		{ "citizen", "marktbreit",
		    "INSERT INTO draft (tenant, key, form, form_version, sealed, rev, expires_at)"
		    "VALUES ('ochsenfurt', sha256('x'), 'f', 1, '', 1, now())",
		    "42501" },
		{ "citizen", "marktbreit",
		    "INSERT INTO ledger (tenant, actor, action, object, revision, commitment)"
		    "VALUES ('ochsenfurt', '', '', '', 1, sha256(''))",
		    "42501" },
		{ "office", "marktbreit", "UPDATE instance SET status = 'x' WHERE tenant = 'ochsenfurt'", "0 rows" },
		{ "office", "marktbreit", "DELETE FROM task WHERE tenant = 'ochsenfurt'", "0 rows" },
		{ "owner", "marktbreit", "UPDATE office SET name = 'x' WHERE tenant = 'ochsenfurt'", "0 rows" },
		{ "owner", "marktbreit", "INSERT INTO responsibility VALUES ('ochsenfurt', 'steueramt', '99102013000000', '')",
		    "42501" },
		{ "owner", "marktbreit", "UPDATE cases SET office = 'x' WHERE tenant = 'ochsenfurt'", "0 rows" },
		{ "worker", "marktbreit", "DELETE FROM draft WHERE key = sha256('')", "0 rows" }, /* not expired */
		/* in the own tenant */
		{ "citizen", "ochsenfurt", "SELECT answers FROM submission", "42501" },
		{ "citizen", "ochsenfurt", "SELECT vars FROM instance", "42501" },
		{ "citizen", "ochsenfurt", "SELECT data FROM event", "42501" },
		{ "citizen", "ochsenfurt", "SELECT kind FROM event WHERE kind = 'opened'", "0 rows" },
		{ "citizen", "ochsenfurt", "UPDATE submission SET answers = '{}'", "42501" },
		{ "citizen", "ochsenfurt", "UPDATE instance SET status = 'x'", "42501" },
		{ "citizen", "ochsenfurt",
		    "INSERT INTO event (tenant, number, rev, seq, actor, actor_name, kind, element, text)"
		    "VALUES ('ochsenfurt', 'X', 1, 1, 'anna.ochsenfurt', 'Anna', 'completed', 'T', 'T')",
		    "42501" },
		{ "office", "ochsenfurt", "UPDATE submission SET answers = '{}'", "42501" },
		{ "office", "ochsenfurt", "DELETE FROM cases", "42501" },
		{ "office", "ochsenfurt", "UPDATE event SET actor = 'x'", "42501" },
		{ "office", "ochsenfurt", "DELETE FROM event", "42501" },
		{ "office", "ochsenfurt", "UPDATE task SET office = 'kaemmerei'", "42501" },
		{ "office", "ochsenfurt", "INSERT INTO draft SELECT * FROM draft", "42501" },
		{ "office", "ochsenfurt", "SELECT set_config('app.tenant', 'ochsenfurt', true), key FROM draft", "42501" },
		{ "worker", "ochsenfurt", "SELECT sealed FROM draft", "42501" },
		{ "worker", "marktbreit", "UPDATE wait SET run_at = now() WHERE tenant = 'ochsenfurt'", "0 rows" },
		{ "worker", "marktbreit", "DELETE FROM inbox WHERE tenant = 'ochsenfurt'", "0 rows" }, /* not expired */
		{ "worker", "marktbreit", "UPDATE instance SET status = 'x' WHERE tenant = 'ochsenfurt'", "0 rows" },
		{ "office", "ochsenfurt", "SELECT vars FROM inbox", "42501" },
		{ "office", "ochsenfurt", "DELETE FROM inbox", "42501" },
		/* master data */
		{ "admin", "ochsenfurt", "UPDATE office SET name = 'x'", "42501" },
		{ "admin", "ochsenfurt", "DELETE FROM office", "42501" },
		{ "admin", "ochsenfurt", "INSERT INTO responsibility VALUES ('ochsenfurt', 'steueramt', '99102013000000', '')",
		    "42501" },
		{ "admin", "ochsenfurt", "DELETE FROM responsibility", "42501" },
		/* the ledger */
		{ "citizen", "ochsenfurt",
		    "INSERT INTO ledger (tenant, actor, action, object, revision, commitment)"
		    "VALUES ('ochsenfurt', 'anna.ochsenfurt', 'task.complete', 'case/X', 1, sha256(''))",
		    "42501" },
		{ "office", "ochsenfurt",
		    "INSERT INTO ledger (tenant, actor, role, action, object, revision, commitment)"
		    "VALUES ('ochsenfurt', '', 'admin', '', '', 1, sha256(''))",
		    "42501" },
		{ "office", "ochsenfurt", "UPDATE ledger SET actor = 'x'", "42501" },
		{ "office", "ochsenfurt", "UPDATE ledger_head SET seq = 0", "42501" },
		{ "office", "ochsenfurt",
		    "INSERT INTO ledger (tenant, seq, actor, action, object, revision, commitment)"
		    "VALUES ('ochsenfurt', 1, '', '', '', 1, sha256(''))",
		    "42501" },
		{ "admin", "ochsenfurt", "DELETE FROM ledger", "42501" },
		{ "owner", "ochsenfurt", "UPDATE ledger SET actor = 'x'", "42501" },
		{ "owner", "ochsenfurt", "DELETE FROM ledger", "42501" },
		{ "owner", "ochsenfurt", "TRUNCATE ledger", "42501" },
	};
	for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
		const struct attempt *t = &attempts[i];
		char got[6];
		long n = cluster_try(t->role, t->tenant, t->sql, got);
		if (strcmp(t->state, "0 rows") == 0 ? n != 0 || strcmp(got, "00000") != 0 : strcmp(got, t->state) != 0)
			fail_msg("%s for %s: %s\n      got %s, %ld rows, not %s", t->role, t->tenant, t->sql, got, n, t->state);
	}
}

/* Which pool did it, a program cannot choose. */
static void the_role_is_who_is_connected(void **state)
{
	struct arena *a = *state;
	static const char *const pools[] = { "citizen", "office", "admin", "worker" };
	for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
		char got[6];
		cluster_try(pools[i], "ochsenfurt",
		    str_fmt(a,
		        "INSERT INTO ledger (tenant, actor, action, object, revision, commitment)"
		        "VALUES ('ochsenfurt', '', 'probe', 'pool/%s', 1, sha256('')); COMMIT AND CHAIN",
		        pools[i])
		        .p,
		    got);
		assert_string_equal(got, "00000");
	}
	assert_str(cluster_sql(a, "SELECT string_agg(role || '=' || object, ' ' ORDER BY seq) FROM ledger "
	                          "WHERE action = 'probe'"),
	    "citizen=pool/citizen office=pool/office admin=pool/admin worker=pool/worker");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rights_are_those_in_the_list),
		cmocka_unit_test(every_table_with_a_tenant_is_walled),
		cmocka_unit_test(other_tenants_are_invisible),
		cmocka_unit_test(without_the_wall_the_test_sees_it),
		cmocka_unit_test(writing_beyond_the_walls_is_refused),
		cmocka_unit_test(the_role_is_who_is_connected),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
