/* SPDX-License-Identifier: EUPL-1.2
 * Transactions: begin with the tenant, retry what may be retried, never guess the outcome of a commit. */
#include "db/conn.h"

#include <assert.h>

enum { TRIES = 5 };

struct db_tx {
	struct db *db;
	struct arena *arena;
	struct str tenant;
	bool begun;
};

struct db *db_open(const char *conninfo)
{
	struct db *db = calloc(1, sizeof *db);
	char *copy = strdup(conninfo);
	if (db == NULL || copy == NULL)
		abort();
	db->conninfo = copy;
	return db;
}

void db_close(struct db **db)
{
	if (*db == NULL)
		return;
	db_conn_close(*db);
	db_recall_free(&(*db)->recall);
	free((*db)->conninfo);
	free(*db);
	*db = NULL;
}

bool db_idle(const struct db *db)
{
	return db->conn == NULL || PQtransactionStatus(db->conn) == PQTRANS_IDLE;
}

bool db_connected(const struct db *db)
{
	return db->conn != NULL && PQstatus(db->conn) == CONNECTION_OK;
}

const char *db_constraint(const struct db *db)
{
	return db->constraint;
}

/* A little longer each time, and not the same for two processes that collided. */
static void pause_before_retry(unsigned try)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	t = (struct timespec){ .tv_nsec = (5 + (t.tv_nsec / 1000) % 10) * 1000000L << try };
	nanosleep(&t, NULL);
}

static bool unknown(struct db *db, struct err *err)
{
	db_conn_close(db);
	return err_set(err, ERR_UNKNOWN,
	    "Es ist nicht sicher, ob die Daten gespeichert wurden. Bitte senden Sie dieselbe Seite noch einmal ab; "
	    "es entsteht kein zweiter Vorgang.");
}

/* The connection as the next caller wants it: outside of any transaction. */
static void roll_back(struct db *db, struct arena *a)
{
	if (db->conn == NULL || PQtransactionStatus(db->conn) == PQTRANS_IDLE)
		return;
	struct err ignored = { 0 };
	const struct db_call call = { DB_TX_ROLLBACK, NULL, 0, NULL };
	if (db_conn_send(db, a, &call, 1, &ignored) != DB_DONE)
		db_conn_close(db);
}

bool db_exec(struct db_tx *tx, enum db_query q, const struct db_param *params, size_t n_params, struct db_rows *rows,
    struct err *err)
{
	const struct db_param tenant = db_text(tx->tenant);
	const struct db_call calls[] = {
		{ DB_TX_BEGIN, NULL, 0, NULL },
		{ DB_TX_TENANT, &tenant, 1, NULL },
		{ q, params, n_params, rows },
	};
	if (tx->begun && tx->db->conn == NULL) /* a new connection would know nothing of this transaction */
		return err_set(
		    err, ERR_RETRY, "Die Verbindung zur Datenbank ist abgebrochen. Bitte versuchen Sie es noch einmal.");
	size_t skip = tx->begun ? 2 : 0;
	enum db_outcome outcome = db_conn_send(tx->db, tx->arena, calls + skip, 3 - skip, err);
	tx->begun = tx->begun || outcome != DB_UNSENT;
	return outcome == DB_DONE;
}

static bool commit(struct db_tx *tx, struct err *err)
{
	struct db_rows rows;
	const struct db_call call = { DB_TX_COMMIT, NULL, 0, &rows };
	switch (db_conn_send(tx->db, tx->arena, &call, 1, err)) {
	case DB_DONE:
		break;
	case DB_LOST:
	case DB_UNSENT:
		return unknown(tx->db, err);
	case DB_REFUSED:
		return false;
	}
	if (tx->db->doubt)
		return unknown(tx->db, err);
	if (strcmp(PQcmdStatus((PGresult *)rows.res), "COMMIT") != 0)
		return err_set(err, ERR_BUG, "Ein Fehler in der Transaktion wurde übersehen.");
	return true;
}

/* Once. An error inside fn that left the connection dead is ERR_RETRY, for nothing was committed. */
static bool run_once(struct db *db, struct arena *a, struct str tenant, db_tx_fn *fn, void *arg, struct err *err)
{
	struct db_tx tx = { db, a, tenant, false };
	db->constraint[0] = '\0';
	if (!db_conn_ready(db, true, err))
		return false;
	bool ok = fn(&tx, arg, err);
	assert(ok || err->kind != ERR_NONE);
	if (tx.begun && db->conn == NULL)
		return ok ? err_set(err, ERR_BUG, "Ein Fehler in der Transaktion wurde übersehen.") : false;
	if (ok && tx.begun)
		ok = commit(&tx, err);
	if (!ok)
		roll_back(db, a);
	return ok;
}

bool db_run(struct db *db, struct arena *a, struct str tenant, db_tx_fn *fn, void *arg, struct err *err)
{
	for (unsigned try = 0;; try++) {
		if (run_once(db, a, tenant, fn, arg, err))
			return true;
		if (err->kind != ERR_RETRY || try + 1 == TRIES)
			return false;
		pause_before_retry(try);
	}
}

/* A reading statement needs no BEGIN: a pipeline is a transaction by itself. One that writes has an explicit COMMIT,
 * whose own answer says how it went. */
static bool once(struct db *db, struct arena *a, struct str tenant, const struct db_call *call, struct err *err)
{
	const struct db_param param = db_text(tenant);
	const struct db_call calls[] = {
		{ DB_TX_BEGIN, NULL, 0, NULL },
		{ DB_TX_TENANT, &param, 1, NULL },
		*call,
		{ DB_TX_COMMIT, NULL, 0, NULL },
	};
	bool reads = db_queries[call->query].reads;
	db->constraint[0] = '\0';
	if (!db_conn_ready(db, true, err))
		return false;
	switch (reads ? db_conn_send(db, a, calls + 1, 2, err) : db_conn_send(db, a, calls, 4, err)) {
	case DB_DONE:
		return db->doubt ? unknown(db, err) : true;
	case DB_LOST:
		return reads ? false : unknown(db, err);
	case DB_REFUSED:
		roll_back(db, a);
		break;
	case DB_UNSENT:
		break;
	}
	return false;
}

bool db_once(struct db *db, struct arena *a, struct str tenant, enum db_query q, const struct db_param *params,
    size_t n_params, struct db_rows *rows, struct err *err)
{
	const struct db_call call = { q, params, n_params, rows };
	for (unsigned try = 0;; try++) {
		if (once(db, a, tenant, &call, err))
			return true;
		if (err->kind != ERR_RETRY || try + 1 == TRIES)
			return false;
		pause_before_retry(try);
	}
}
