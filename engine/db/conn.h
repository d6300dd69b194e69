/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/db: the connection and the pipeline it sends statements through. */
#ifndef OZG_DB_CONN_H
#define OZG_DB_CONN_H

#include "db/db.h"

#include <libpq-fe.h>

struct db {
	char *conninfo;
	PGconn *conn;                /* NULL: not connected; otherwise always in pipeline mode */
	bool prepared[DB_N_QUERIES]; /* on this connection */
	bool doubt;                  /* a warning said that a commit may not have been replicated */
	bool outdated;               /* a prepared statement is gone or returns other types than it did */
	char constraint[64];
	struct recall *recall; /* NULL: nothing yet */
};

/* One statement of a pipeline; its rows are stored where rows points, unless that is NULL. */
struct db_call {
	enum db_query query;
	const struct db_param *params;
	size_t n_params;
	struct db_rows *rows;
};

enum db_outcome {
	DB_DONE,    /* every call succeeded */
	DB_REFUSED, /* the server refused one of them; none behind it was executed. The connection is usable or closed. */
	DB_LOST,    /* no answer: nobody knows how far it came. The connection is closed. */
	DB_UNSENT,  /* nothing was sent: no connection, or a mistake in the call */
};

/* Connects if necessary; fresh: also looks whether the server has hung up since the last call. */
bool db_conn_ready(struct db *db, bool fresh, struct err *err) MUST_CHECK;
void db_conn_close(struct db *db);

/* Sends the calls, prepared where this connection has not seen them yet, in one round trip and waits at most ten
 * seconds for all answers. Results live in a. */
enum db_outcome db_conn_send(struct db *db, struct arena *a, const struct db_call *calls, size_t n, struct err *err);

void db_recall_free(struct recall **r);

/* Turns the server's error into ours, by the table of SQLSTATEs in error.c. */
void db_error_set(struct err *err, const PGresult *res);

#endif
