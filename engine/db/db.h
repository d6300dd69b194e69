/* SPDX-License-Identifier: EUPL-1.2
 * PostgreSQL: one connection per process, named statements from .sql files, transactions with retry.
 *
 * SQL stands in .sql files beside the module that owns it. Each statement begins with a line
 *     -- name: case_create (tenant, number, answers::jsonb)
 * and the build makes from all of them the enum db_query (DB_CASE_CREATE …), so that a misspelt name does not compile.
 * The statement writes :answers and gets $3::jsonb. Parameters are bound, statements prepared when first used on a
 * connection. A .sql file is made known by a line SQL_FILES += in the module's local.mk.
 *
 * Every transaction runs for one tenant: the first thing it does is set_config('app.tenant', …, true), and row-level
 * security lets it see nothing else. */
#ifndef OZG_DB_DB_H
#define OZG_DB_DB_H

#include "base/err.h"
#include "base/str.h"
#include "db/queries.h" /* generated: enum db_query */

struct db;    /* a connection; lives as long as the process */
struct db_tx; /* one transaction; lives in the arena given to db_run */

/* A bound parameter: always text format; NULL is p == NULL with is_null. Made by the functions below. */
struct db_param {
	bool is_null;
	struct str text;
};

struct db_param db_text(struct str s);
struct db_param db_int(struct arena *a, int64_t v);
struct db_param db_bool(bool v);
struct db_param db_bytes(struct arena *a, struct str bytes);                 /* bytea, hex format */
struct db_param db_texts(struct arena *a, const struct str *list, size_t n); /* text[] */
struct db_param db_ints(struct arena *a, const int64_t *list, size_t n);     /* bigint[] */
struct db_param db_null(void);

/* Rows of a result, valid until the transaction's arena goes. */
struct db_rows {
	size_t n;
	const void *res; /* PGresult */
};

struct str db_get(const struct db_rows *r, size_t row, size_t col); /* NULL gives an empty text */
bool db_get_null(const struct db_rows *r, size_t row, size_t col);
int64_t db_get_int(const struct db_rows *r, size_t row, size_t col);
bool db_get_bool(const struct db_rows *r, size_t row, size_t col);
struct str db_get_bytes(struct arena *a, const struct db_rows *r, size_t row, size_t col);

/* Connects lazily; conninfo may name several hosts (libpq syntax). Never NULL. You close it. */
struct db *db_open(const char *conninfo);
void db_close(struct db **db);

/* No transaction is open: what must hold whenever nobody is inside db_run. */
bool db_idle(const struct db *db);

/* There is a connection, as far as is known: what failed was not for lack of one. */
bool db_connected(const struct db *db);

/* Runs fn in one transaction (READ COMMITTED) for tenant (empty: none, only tables without tenant are visible). fn
 * returns false with err set to roll back. ERR_RETRY (40001, 40P01, connection lost before COMMIT was sent) runs fn
 * again, up to 5 times: arg must be read-only for fn except for results it overwrites as a whole. A COMMIT whose
 * outcome is not known (connection lost while committing, SQLSTATE 01000 "might not have been replicated") gives
 * ERR_UNKNOWN: the caller repeats with the same token. Results live in a. */
typedef bool db_tx_fn(struct db_tx *tx, void *arg, struct err *err);
bool db_run(struct db *db, struct arena *a, struct str tenant, db_tx_fn *fn, void *arg, struct err *err) MUST_CHECK;

/* One statement that is its own transaction, same rules, in one round trip: the setting of the tenant, the statement
 * and the commit are sent together. A statement that only reads is never ERR_UNKNOWN but tried again. */
bool db_once(struct db *db, struct arena *a, struct str tenant, enum db_query q, const struct db_param *params,
    size_t n_params, struct db_rows *rows, struct err *err) MUST_CHECK;

/* db_once for a reading statement whose answer hardly ever changes and that every request asks for: the names of
 * municipalities, their places. What was answered in the last two seconds is given again without asking. */
bool db_recall(struct db *db, struct arena *a, struct str tenant, enum db_query q, const struct db_param *params,
    size_t n_params, struct db_rows *rows, struct err *err) MUST_CHECK;

/* Executes a statement inside fn. rows may be NULL when only success matters. */
bool db_exec(struct db_tx *tx, enum db_query q, const struct db_param *params, size_t n_params, struct db_rows *rows,
    struct err *err) MUST_CHECK;

/* Parameters of the call as a compound literal: DB_PARAMS(db_text(x), db_null()). */
#define DB_PARAMS(...)                                                                                                 \
	(const struct db_param[]){ __VA_ARGS__ }, sizeof((const struct db_param[]){ __VA_ARGS__ }) / sizeof(struct db_param)

/* The unique constraint or check that the last error named, for a caller that turns it into ERR_CONFLICT; else "". */
const char *db_constraint(const struct db *db);

#endif
