/* SPDX-License-Identifier: EUPL-1.2
 * Applies the schema patches. The one place that sends a whole file of statements. */
#include "db/setup.h"
#include "base/file.h"
#include "db/conn.h"

#include <dirent.h>

enum { MAX_PATCH = 1 << 20 };

static void close_conn(void *conn)
{
	PQfinish(conn);
}

static void clear(void *res)
{
	PQclear(res);
}

static const PGresult *done(struct arena *a, PGresult *res, struct err *err)
{
	arena_defer(a, clear, res);
	ExecStatusType status = PQresultStatus(res);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		return res;
	const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
	const char *at = PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION);
	err_set(err, ERR_BROKEN, "%s (Zeichen %s)", text != NULL ? text : PQresultErrorMessage(res), at != NULL ? at : "?");
	return NULL;
}

static const PGresult *run(
    struct arena *a, PGconn *conn, enum db_query q, const char *name, const char *source, struct err *err)
{
	const char *values[] = { name, source };
	const struct db_query_def *def = &db_queries[q];
	return done(a, PQexecParams(conn, def->sql, (int)def->n_params, NULL, values, NULL, NULL, 0), err);
}

/* In a transaction that the caller has begun. *fresh_r: the patch was applied just now. */
static bool apply(struct arena *a, PGconn *conn, const char *name, const char *source, bool *fresh_r, struct err *err)
{
	const PGresult *found;
	if (run(a, conn, DB_PATCH_LOCK, NULL, NULL, err) == NULL ||
	    (found = run(a, conn, DB_PATCH_FIND, name, source, err)) == NULL)
		return false;
	*fresh_r = PQntuples(found) == 0;
	if (!*fresh_r && PQgetvalue(found, 0, 0)[0] != 't')
		return err_set(err, ERR_CONFLICT,
		    "wurde schon angewendet, aber mit anderem Inhalt. Stellen Sie die Datei wieder her und schreiben Sie die "
		    "Änderung in eine neue.");
	return !*fresh_r ||
	       (done(a, PQexec(conn, source), err) != NULL && run(a, conn, DB_PATCH_ADD, name, source, err) != NULL);
}

static bool apply_file(PGconn *conn, const char *dir, const char *name, bool *fresh_r, struct err *err)
{
	struct arena *a = arena_new();
	struct err why = { 0 };
	struct str source;
	bool ok = file_read(a, str_fmt(a, "%s/%s", dir, name).p, MAX_PATCH, &source, &why) &&
	          run(a, conn, DB_TX_BEGIN, NULL, NULL, &why) != NULL &&
	          apply(a, conn, name, str_cdup(a, source), fresh_r, &why);
	enum db_query end = ok ? DB_TX_COMMIT : DB_TX_ROLLBACK;
	struct err ignored;
	ok = run(a, conn, end, NULL, NULL, ok ? &why : &ignored) != NULL && ok;
	if (!ok)
		err_set(err, why.kind, "%s: %s", name, why.text);
	arena_free(&a);
	return ok;
}

static int is_patch(const struct dirent *e)
{
	const char *n = e->d_name;
	size_t len = strlen(n);
	return len > 9 && strspn(n, "0123456789") == 4 && n[4] == '-' && strcmp(n + len - 4, ".sql") == 0;
}

static void be_quiet(void *arg, const PGresult *res)
{
	(void)arg;
	(void)res;
}

static bool setup(struct arena *a, const char *conninfo, const char *dir, void (*applied)(void *, const char *),
    void *arg, struct err *err)
{
	PGconn *conn = PQconnectdb(conninfo);
	arena_defer(a, close_conn, conn);
	if (PQstatus(conn) != CONNECTION_OK)
		return err_set(err, ERR_BROKEN, "Die Datenbank ist nicht erreichbar: %.150s", PQerrorMessage(conn));
	PQsetNoticeReceiver(conn, be_quiet, NULL);
	struct dirent **list;
	int n = scandir(dir, &list, is_patch, alphasort);
	if (n <= 0)
		return err_set(err, ERR_NOTFOUND, "%s enthält keine Schemadateien (0001-….sql).", dir);
	bool ok = run(a, conn, DB_PATCH_TABLE, NULL, NULL, err) != NULL;
	for (int i = 0; i < n; i++) {
		bool fresh = false;
		ok = ok && apply_file(conn, dir, list[i]->d_name, &fresh, err);
		if (ok && fresh && applied != NULL)
			applied(arg, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return ok;
}

bool db_setup(const char *conninfo, const char *schema_dir, void (*applied)(void *arg, const char *name), void *arg,
    struct err *err)
{
	struct arena *a = arena_new();
	bool ok = setup(a, conninfo, schema_dir, applied, arg, err);
	arena_free(&a);
	return ok;
}
