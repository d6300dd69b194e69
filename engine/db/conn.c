/* SPDX-License-Identifier: EUPL-1.2
 * The connection: made when first needed, given up after any doubt, statements sent as a pipeline with a deadline. */
#include "db/conn.h"

#include <poll.h>

enum { DEADLINE_MS = 10000 };

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A statement that waits for the synchronous standby and is cancelled reports success with this warning only. */
static void on_notice(void *arg, const PGresult *res)
{
	struct db *db = arg;
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	if (state != NULL && (strcmp(state, "01000") == 0 || strcmp(state, "57P01") == 0))
		db->doubt = true;
}

void db_conn_close(struct db *db)
{
	PQfinish(db->conn);
	db->conn = NULL;
	memset(db->prepared, 0, sizeof db->prepared);
	db->doubt = db->outdated = false;
}

static bool connect_now(struct db *db, struct err *err)
{
	/* What db->conninfo says itself wins, for it comes last. Statements are planned once: they are written so that one
	 * plan fits all values, and planning one again costs several times what executing it does. */
	static const char *const keys[] = { "connect_timeout", "tcp_user_timeout", "keepalives_idle", "keepalives_interval",
		"keepalives_count", "target_session_attrs", "client_encoding", "fallback_application_name", "options", "dbname",
		NULL };
	const char *const values[] = { "3", "3000", "2", "1", "3", "read-write", "UTF8", "ozg",
		"-c synchronous_commit=on -c jit=off -c plan_cache_mode=force_generic_plan -c DateStyle=ISO -c TimeZone=UTC",
		db->conninfo, NULL };
	db->conn = PQconnectdbParams(keys, values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK || PQsetnonblocking(db->conn, 1) != 0 ||
	    PQenterPipelineMode(db->conn) != 1) {
		err_set(err, ERR_BROKEN, "Die Datenbank ist nicht erreichbar: %.150s", PQerrorMessage(db->conn));
		db_conn_close(db);
		return false;
	}
	PQsetNoticeReceiver(db->conn, on_notice, db);
	return true;
}

bool db_conn_ready(struct db *db, bool fresh, struct err *err)
{
	/* An idle server has nothing to say but goodbye: better to notice that before something is sent. */
	struct pollfd p = { .fd = db->conn != NULL ? PQsocket(db->conn) : -1, .events = POLLIN };
	if (fresh && poll(&p, 1, 0) != 0)
		db_conn_close(db);
	return db->conn != NULL || connect_now(db, err);
}

/* Waits until PQgetResult will not block. */
static bool wait_result(PGconn *c, int64_t deadline)
{
	for (;;) {
		int unsent = PQflush(c);
		if (unsent < 0)
			return false;
		if (!PQisBusy(c))
			return true;
		int64_t left = deadline - now_ms();
		struct pollfd p = { .fd = PQsocket(c), .events = (short)(POLLIN | (unsent ? POLLOUT : 0)) };
		if (left <= 0 || poll(&p, 1, (int)left) < 0)
			return false;
		if ((p.revents & ~POLLOUT) != 0 && PQconsumeInput(c) == 0)
			return false;
	}
}

static bool send_call(struct db *db, struct arena *a, const struct db_call *call)
{
	const struct db_query_def *def = &db_queries[call->query];
	if (!db->prepared[call->query] && !PQsendPrepare(db->conn, def->name, def->sql, (int)def->n_params, NULL))
		return false;
	const char **values = ARENA_ARRAY(a, const char *, call->n_params);
	for (size_t i = 0; i < call->n_params; i++)
		values[i] = call->params[i].is_null ? NULL : str_cdup(a, call->params[i].text);
	return PQsendQueryPrepared(db->conn, def->name, (int)call->n_params, values, NULL, NULL, 0);
}

static void clear(void *res)
{
	PQclear(res);
}

/* The result of one command and the NULL behind it; NULL: connection lost. */
static PGresult *next_result(struct db *db, struct arena *a, int64_t deadline)
{
	if (!wait_result(db->conn, deadline))
		return NULL;
	PGresult *res = PQgetResult(db->conn);
	if (res == NULL)
		return NULL;
	arena_defer(a, clear, res);
	if (PQresultStatus(res) == PGRES_PIPELINE_SYNC)
		return res;
	if (!wait_result(db->conn, deadline) || PQgetResult(db->conn) != NULL)
		return NULL;
	return res;
}

static bool check_call(const struct db_call *call, struct err *err)
{
	const struct db_query_def *def = &db_queries[call->query];
	if (call->n_params != def->n_params)
		return err_set(err, ERR_BUG, "%s braucht %u Werte, nicht %zu", def->name, def->n_params, call->n_params);
	for (size_t i = 0; i < call->n_params; i++)
		if (!call->params[i].is_null && str_find(call->params[i].text, '\0') >= 0)
			return err_set(err, ERR_INPUT, "Die Angabe enthält ein Zeichen, das nicht gespeichert werden kann (NUL).");
	return true;
}

static enum db_outcome lost(struct db *db, struct err *err)
{
	db_conn_close(db);
	err_set(err, ERR_RETRY, "Die Datenbank antwortet nicht. Bitte versuchen Sie es noch einmal.");
	return DB_LOST;
}

/* Judges one result; false when it is the first error. */
static bool judge(struct db *db, const PGresult *res, struct err *err)
{
	switch (PQresultStatus(res)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		return true;
	case PGRES_PIPELINE_ABORTED: /* behind the first error */
		return false;
	default:
		break;
	}
	db_error_set(err, res);
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
	db->outdated = state != NULL && (strcmp(state, "26000") == 0 || strcmp(state, "0A000") == 0);
	const char *name = PQresultErrorField(res, PG_DIAG_CONSTRAINT_NAME);
	snprintf(db->constraint, sizeof db->constraint, "%s", name != NULL ? name : "");
	return false;
}

enum db_outcome db_conn_send(struct db *db, struct arena *a, const struct db_call *calls, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (!check_call(&calls[i], err))
			return DB_UNSENT;
	if (!db_conn_ready(db, false, err))
		return DB_UNSENT;
	for (size_t i = 0; i < n; i++)
		if (!send_call(db, a, &calls[i]))
			return lost(db, err);
	if (!PQpipelineSync(db->conn))
		return lost(db, err);

	int64_t deadline = now_ms() + DEADLINE_MS;
	bool ok = true;
	for (size_t i = 0; i < n; i++) {
		const PGresult *res;
		if (!db->prepared[calls[i].query]) {
			if ((res = next_result(db, a, deadline)) == NULL)
				return lost(db, err);
			ok = judge(db, res, err) && ok;
			db->prepared[calls[i].query] = ok;
		}
		if ((res = next_result(db, a, deadline)) == NULL)
			return lost(db, err);
		ok = judge(db, res, err) && ok;
		if (ok && calls[i].rows != NULL)
			*calls[i].rows = (struct db_rows){ .n = (size_t)PQntuples(res), .res = res };
	}
	const PGresult *sync = next_result(db, a, deadline);
	if (sync == NULL || PQresultStatus(sync) != PGRES_PIPELINE_SYNC)
		return lost(db, err);
	if (db->outdated) /* a new connection prepares anew */
		db_conn_close(db);
	return ok ? DB_DONE : DB_REFUSED;
}
