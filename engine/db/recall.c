/* SPDX-License-Identifier: EUPL-1.2
 * Answers remembered for a moment: a name that every request asks for costs one round trip in two seconds. */
#include "db/conn.h"

#include "base/buf.h"

enum { RECALL_MS = 2000, RECALL_MAX = 64 };

struct recall {
	struct arena *arena; /* of the keys */
	int64_t since;       /* when the oldest answer came: all are forgotten together */
	size_t n;
	struct {
		struct str key;
		PGresult *res;
	} list[RECALL_MAX];
};

static int64_t now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void forget(struct recall *r)
{
	while (r->n > 0)
		PQclear(r->list[--r->n].res);
	arena_reset(r->arena);
}

void db_recall_free(struct recall **r)
{
	if (*r == NULL)
		return;
	forget(*r);
	arena_free(&(*r)->arena);
	free(*r);
	*r = NULL;
}

static struct recall *recall_of(struct db *db)
{
	if (db->recall == NULL) {
		db->recall = calloc(1, sizeof *db->recall);
		if (db->recall == NULL)
			abort();
		db->recall->arena = arena_new();
	}
	return db->recall;
}

/* Each value behind its length, so that no two calls look alike. */
static struct str key_of(
    struct arena *a, struct str tenant, enum db_query q, const struct db_param *params, size_t n_params)
{
	struct buf b = buf_new(a);
	buf_add_fmt(&b, "%d %zu:", (int)q, tenant.n);
	buf_add(&b, tenant);
	for (size_t i = 0; i < n_params; i++) {
		buf_add_fmt(&b, "%d%zu:", params[i].is_null, params[i].text.n);
		buf_add(&b, params[i].text);
	}
	return buf_str(&b);
}

static void clear(void *res)
{
	PQclear(res);
}

static PGresult *copy(const PGresult *res)
{
	PGresult *c = PQcopyResult(res, PG_COPYRES_ATTRS | PG_COPYRES_TUPLES);
	if (c == NULL)
		abort();
	return c;
}

bool db_recall(struct db *db, struct arena *a, struct str tenant, enum db_query q, const struct db_param *params,
    size_t n_params, struct db_rows *rows, struct err *err)
{
	struct recall *r = recall_of(db);
	struct str key = key_of(a, tenant, q, params, n_params);
	if (r->n == RECALL_MAX || now_ms() - r->since >= RECALL_MS)
		forget(r);
	for (size_t i = 0; i < r->n; i++) {
		if (!str_eq(r->list[i].key, key))
			continue;
		PGresult *res = copy(r->list[i].res);
		arena_defer(a, clear, res);
		*rows = (struct db_rows){ .n = (size_t)PQntuples(res), .res = res };
		return true;
	}
	if (!db_once(db, a, tenant, q, params, n_params, rows, err))
		return false;
	if (r->n == 0)
		r->since = now_ms();
	r->list[r->n].key = str_dup(r->arena, key);
	r->list[r->n++].res = copy(rows->res);
	return true;
}
