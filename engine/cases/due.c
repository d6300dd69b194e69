/* SPDX-License-Identifier: EUPL-1.2
 * What happens to cases by itself: batches of timers, one transaction each; messages one by one. */
#include "cases/due.h"
#include "cases/begin.h"
#include "cases/inbox.h"
#include "cases/case_order.h"

bool due_tenants(struct db *db, struct arena *a, const struct str **list_r, size_t *n_r, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, STR(""), DB_DUE_TENANTS, NULL, 0, &r, err))
		return false;
	struct str *list = ARENA_ARRAY(a, struct str, r.n);
	for (size_t i = 0; i < r.n; i++)
		list[i] = db_get(&r, i, 0);
	*list_r = list;
	*n_r = r.n;
	return true;
}

/* ---- timers ---- */

/* A row of the claim, for the incident that it may become. */
struct fired {
	struct str number, element;
	int64_t token;
};

struct timers {
	struct due *due;
	struct arena *arena;
	struct str tenant;
	int most;
	size_t n;        /* rows dealt with */
	struct fired at; /* the last one */
	struct err why;  /* of what was refused */
};

static bool hold(struct db_tx *tx, struct timers *t, const struct err *why, struct err *err)
{
	t->due->incidents++;
	return db_exec(tx, DB_INCIDENT_WAIT,
	    DB_PARAMS(db_text(t->tenant), db_text(t->at.number), db_int(t->arena, t->at.token), db_text(STR("timer")),
	        db_text(t->at.element), db_text(str_c(why->text))),
	    NULL, err);
}

/* Was there a row of the same case before row i? Its state is not what the claim says any more. */
static bool moved(const struct db_rows *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(db_get(r, k, 0), db_get(r, i, 0)))
			return true;
	return false;
}

static bool fire(struct db_tx *tx, struct timers *t, const struct db_rows *r, size_t i, struct err *err)
{
	const struct machine_case c = machine_case_of(t->tenant, r, i);
	t->at = (struct fired){ c.number, db_get(r, i, 2), db_get_int(r, i, 1) };
	const struct flow_input in = { .kind = FLOW_TIMER, .token = (unsigned)t->at.token };
	struct err why;
	switch (machine_step(t->due, tx, t->arena, &c, "timer", &in, &why)) {
	case MACHINE_DONE:
		return true;
	case MACHINE_INCIDENT:
		return hold(tx, t, &why, err);
	case MACHINE_FAILED:
		break;
	}
	*err = why;
	return false;
}

static bool timers_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct timers *t = arg;
	struct db_rows r;
	size_t before = t->due->steps, incidents = t->due->incidents;
	t->n = 0;
	t->at = (struct fired){ 0 };
	if (!db_exec(tx, DB_TIMER_CLAIM, DB_PARAMS(db_text(t->tenant), db_int(t->arena, t->most)), &r, err))
		return false;
	for (size_t i = 0; i < r.n; i++) {
		if (moved(&r, i))
			continue;
		if (!fire(tx, t, &r, i, err)) {
			t->due->steps = before;
			t->due->incidents = incidents;
			return false;
		}
		t->n++;
	}
	return true;
}

static bool hold_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct timers *t = arg;
	return hold(tx, t, &t->why, err);
}

/* What the database refuses to store spoils its whole batch: then one at a time, so that it stands alone. */
static bool timers(struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err)
{
	struct timers t = { .due = d, .arena = a, .tenant = tenant, .most = most };
	bool ok = db_run(d->db, a, tenant, timers_tx, &t, err);
	if (!ok && !machine_is_down(err) && most > 1) {
		t.most = 1;
		ok = db_run(d->db, a, tenant, timers_tx, &t, err);
	}
	if (!ok && !machine_is_down(err) && t.at.number.n > 0) {
		t.n = 1;
		t.why = *err;
		ok = db_run(d->db, a, tenant, hold_tx, &t, err);
	}
	*n_r = t.n;
	return ok;
}

/* ---- messages ---- */

static bool messages(struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err)
{
	bool found = true;
	*n_r = 0;
	if (!db_once(d->db, a, tenant, DB_INCIDENT_FORGET, DB_PARAMS(db_text(tenant)), NULL, err) ||
	    !db_once(d->db, a, tenant, DB_INBOX_WAKE, DB_PARAMS(db_text(tenant)), NULL, err))
		return false;
	while (*n_r < (size_t)most) {
		if (!inbox_deliver(d, a, tenant, STR(""), &found, err))
			return false;
		if (!found)
			break;
		++*n_r;
	}
	return true;
}

/* ---- all of it ---- */

static bool starts(struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err)
{
	bool begun = false;
	(void)most;
	bool ok = begin_timer(d, a, tenant, &begun, err);
	*n_r = begun;
	return ok;
}

bool due_work(struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err)
{
	bool (*const parts[])(struct due *, struct arena *, struct str, int, size_t *, struct err *) = { timers, messages,
		starts, case_order_work };
	bool ok = true;
	*n_r = 0;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		struct err why;
		size_t n = 0;
		bool good = parts[i](d, a, tenant, most, &n, &why);
		*n_r += good ? n : 0;
		if (!good && ok)
			*err = why;
		ok = ok && good;
		if (!good && !db_connected(d->db))
			break;
	}
	return ok;
}
