/* SPDX-License-Identifier: EUPL-1.2
 * Where cases wait, how long, and which ways they take. */
#include "cases/figures.h"

bool case_figures_waiting(
    struct db *db, struct arena *a, struct str tenant, const struct case_figure **list_r, size_t *n_r, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_FIGURES_WAITING, DB_PARAMS(db_text(tenant), db_int(a, CASE_FIGURES_MAX)), &r, err))
		return false;
	struct case_figure *list = ARENA_ARRAY(a, struct case_figure, r.n);
	for (size_t i = 0; i < r.n; i++)
		list[i] = (struct case_figure){
			.flow = db_get(&r, i, 0),
			.element = db_get(&r, i, 1),
			.n = db_get_int(&r, i, 2),
			.median = db_get_int(&r, i, 3),
			.most = db_get_int(&r, i, 4),
			.longest = db_get_int(&r, i, 5),
		};
	*list_r = list;
	*n_r = r.n;
	return true;
}

bool case_figures_any(struct db *db, struct arena *a, struct str tenant, bool *any_r, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_FIGURES_ANY, DB_PARAMS(db_text(tenant)), &r, err))
		return false;
	*any_r = db_get_bool(&r, 0, 0);
	return true;
}

struct call {
	struct arena *arena;
	struct str tenant, flow;
	struct case_figures *out;
};

static bool read(struct db_tx *tx, void *arg, struct err *err)
{
	const struct call *c = arg;
	struct db_rows n, done, ways;
	const struct db_param tenant = db_text(c->tenant), flow = db_text(c->flow);
	if (!db_exec(tx, DB_FIGURES_CASES, DB_PARAMS(tenant, flow), &n, err) ||
	    !db_exec(tx, DB_FIGURES_DONE, DB_PARAMS(tenant, flow), &done, err) ||
	    !db_exec(tx, DB_FIGURES_WAYS, DB_PARAMS(tenant, flow), &ways, err))
		return false;
	struct case_figure *list = ARENA_ARRAY(c->arena, struct case_figure, done.n);
	struct case_figure_way *taken = ARENA_ARRAY(c->arena, struct case_figure_way, ways.n);
	for (size_t i = 0; i < done.n; i++)
		list[i] = (struct case_figure){
			.flow = c->flow,
			.element = db_get(&done, i, 0),
			.n = db_get_int(&done, i, 1),
			.median = db_get_int(&done, i, 2),
			.most = db_get_int(&done, i, 3),
			.longest = db_get_int(&done, i, 4),
		};
	for (size_t i = 0; i < ways.n; i++)
		taken[i] = (struct case_figure_way){ db_get(&ways, i, 0), db_get_int(&ways, i, 1) };
	*c->out = (struct case_figures){ db_get_int(&n, 0, 0), list, done.n, taken, ways.n };
	return true;
}

bool case_figures_of(
    struct db *db, struct arena *a, struct str tenant, struct str flow, struct case_figures *out, struct err *err)
{
	struct call c = { a, tenant, flow, out };
	return db_run(db, a, tenant, read, &c, err);
}
