/* SPDX-License-Identifier: EUPL-1.2
 * Connections to the private cluster that tests/db/db.sh has started, and its schema. */
#include "cluster.h"

#include <libpq-fe.h>

const char *cluster_conninfo(struct arena *a, const char *role)
{
	const char *socket = getenv("OZG_TEST_SOCKET");
	if (socket == NULL) {
		fputs("OZG_TEST_SOCKET is not set: run tests/db/db.sh\n", stderr);
		exit(99);
	}
	bool super = strcmp(role, "super") == 0;
	return str_fmt(a, "host=%s dbname=ozg user=%s%s", socket, super ? "" : "ozg_", role).p;
}

struct db *cluster_open(const char *role)
{
	struct arena *a = arena_new();
	struct db *db = db_open(cluster_conninfo(a, role));
	arena_free(&a);
	return db;
}

void cluster_schema(void)
{
	struct arena *a = arena_new();
	struct err err = { 0 };
	const char *dir = str_fmt(a, "%s/engine/db/schema", getenv("TOP_SRCDIR")).p;
	if (!db_setup(cluster_conninfo(a, "owner"), dir, NULL, NULL, &err))
		fail_msg("%s", err.text);
	arena_free(&a);
}

int cluster_setup(void **state)
{
	*state = arena_new();
	cluster_schema();
	return 0;
}

int cluster_teardown(void **state)
{
	arena_free((struct arena **)state);
	return 0;
}

static struct str first_value(struct arena *a, const char *sql, PGconn *conn, PGresult *res)
{
	if (PQresultStatus(res) != PGRES_COMMAND_OK && PQresultStatus(res) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQresultErrorMessage(res));
	struct str s = str_dup(a, str_c(PQntuples(res) > 0 ? PQgetvalue(res, 0, 0) : ""));
	PQclear(res);
	PQfinish(conn);
	return s;
}

struct str cluster_sql(struct arena *a, const char *sql)
{
	PGconn *conn = PQconnectdb(cluster_conninfo(a, "super"));
	return first_value(a, sql, conn, PQexec(conn, sql));
}

struct str cluster_params(struct arena *a, const char *sql, const struct db_param *params, size_t n)
{
	PGconn *conn = PQconnectdb(cluster_conninfo(a, "super"));
	const char **values = ARENA_ARRAY(a, const char *, n);
	for (size_t i = 0; i < n; i++)
		values[i] = params[i].is_null ? NULL : str_cdup(a, params[i].text);
	return first_value(a, sql, conn, PQexecParams(conn, sql, (int)n, NULL, values, NULL, NULL, 0));
}

long cluster_try(const char *role, const char *tenant, const char *sql, char state_r[6])
{
	struct arena *a = arena_new();
	PGconn *conn = PQconnectdb(cluster_conninfo(a, role));
	assert_int_equal(PQstatus(conn), CONNECTION_OK);
	PQclear(PQexec(conn, "BEGIN"));
	PQclear(PQexecParams(conn, "SELECT set_config('app.tenant', $1, true)", 1, NULL, &tenant, NULL, NULL, 0));
	PGresult *res = PQexec(conn, sql);
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	snprintf(state_r, 6, "%s", state != NULL ? state : "00000");
	int64_t n = PQntuples(res);
	if (PQresultStatus(res) == PGRES_COMMAND_OK)
		str_to_i64(str_c(PQcmdTuples(res)), &n);
	PQclear(res);
	PQclear(PQexec(conn, "ROLLBACK"));
	PQfinish(conn);
	arena_free(&a);
	return n;
}

void cluster_prepare(const char *name, const char *sql)
{
	struct arena *a = arena_new();
	PGconn *conn = PQconnectdb(cluster_conninfo(a, "owner"));
	PGresult *res = PQprepare(conn, name, sql, 0, NULL);
	if (PQresultStatus(res) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", name, PQresultErrorMessage(res));
	PQclear(res);
	PQfinish(conn);
	arena_free(&a);
}
