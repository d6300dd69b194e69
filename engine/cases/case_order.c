/* SPDX-License-Identifier: EUPL-1.2
 * Orders to take open cases over: given, confirmed, carried out case by case. */
#include "cases/case_order.h"
#include "base/json.h"
#include "cases/machine.h"
#include "ledger/ledger.h"

static const char *const phases[] = { "trying", "tried", "moving", "moved", "failed" };

static struct db_param text_of(enum case_order_phase phase)
{
	return db_text(str_c(phases[phase]));
}

/* ---- why cases stay, as the row keeps it ---- */

static void read_stays(struct arena *a, struct str text, struct case_tally *t)
{
	const json_t *list = json_keep(a, json_loadb(text.p, text.n, 0, NULL)), *x;
	size_t i, k;
	json_array_foreach(list, i, x)
	{
		const json_t *numbers = json_object_get(x, "numbers"), *number;
		if (i == CASE_STAYS_MAX)
			break;
		struct case_stay *s = &t->stays[t->n_stays++];
		s->reason = json_str(json_object_get(x, "reason"));
		s->n = (size_t)json_integer_value(json_object_get(x, "n"));
		json_array_foreach(numbers, k, number) if (k < CASE_STAYS_NAMED) s->numbers[k] = json_str(number);
	}
}

static struct str stays_text(struct arena *a, const struct case_tally *t)
{
	json_t *list = json_keep(a, json_array());
	for (size_t i = 0; i < t->n_stays; i++) {
		const struct case_stay *s = &t->stays[i];
		json_t *numbers = json_array();
		for (size_t k = 0; k < s->n && k < CASE_STAYS_NAMED; k++)
			json_array_append_new(numbers, json_stringn(s->numbers[k].p, s->numbers[k].n));
		json_array_append_new(list, json_pack("{s:s%, s:I, s:o}", "reason", s->reason.p, s->reason.n, "n",
		                                (json_int_t)s->n, "numbers", numbers));
	}
	return json_text(a, list, JSON_COMPACT);
}

/* ---- the admin's part ---- */

bool case_order_open(struct db *db, struct arena *a, struct str tenant, struct str flow,
    const struct case_order_open **list_r, size_t *n_r, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_MIGRATION_OPEN, DB_PARAMS(db_text(tenant), db_text(flow)), &r, err))
		return false;
	struct case_order_open *list = ARENA_ARRAY(a, struct case_order_open, r.n);
	for (size_t i = 0; i < r.n; i++)
		list[i] = (struct case_order_open){ db_get_int(&r, i, 0), db_get_int(&r, i, 1) };
	*list_r = list;
	*n_r = r.n;
	return true;
}

bool case_order_load(struct db *db, struct arena *a, struct str tenant, struct str flow,
    const struct case_order **order_r, struct err *err)
{
	struct db_rows r;
	*order_r = NULL;
	if (!db_once(db, a, tenant, DB_MIGRATION_GET, DB_PARAMS(db_text(tenant), db_text(flow)), &r, err))
		return false;
	if (r.n == 0)
		return true;
	struct case_order *o = ARENA_NEW(a, struct case_order);
	struct str plan = db_get(&r, 0, 3);
	*o = (struct case_order){
		.rev = db_get_int(&r, 0, 0),
		.from = db_get_int(&r, 0, 1),
		.to = db_get_int(&r, 0, 2),
		.plan = json_keep(a, json_loadb(plan.p, plan.n, 0, NULL)),
		.tally.cases = (size_t)db_get_int(&r, 0, 5),
		.tally.moved = (size_t)db_get_int(&r, 0, 6),
		.reason = db_get(&r, 0, 8),
		.by = db_get(&r, 0, 9),
		.at = db_get(&r, 0, 10),
	};
	while (!str_eq_c(db_get(&r, 0, 4), phases[o->phase]))
		o->phase++;
	read_stays(a, db_get(&r, 0, 7), &o->tally);
	*order_r = o;
	return true;
}

bool case_order_try(
    struct db *db, struct arena *a, struct str tenant, struct str flow, const struct case_order *order, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_MIGRATION_TRY,
	        DB_PARAMS(db_text(tenant), db_text(flow), db_int(a, order->from), db_int(a, order->to),
	            db_text(json_text(a, order->plan, JSON_COMPACT)), db_text(order->by)),
	        &r, err))
		return false;
	return r.n > 0 || err_set(err, ERR_CONFLICT, "Es ziehen gerade Vorgänge um.");
}

bool case_order_go(
    struct db *db, struct arena *a, struct str tenant, struct str flow, int64_t rev, struct str actor, struct err *err)
{
	struct db_rows r;
	struct ledger_commitment log = ledger_commit(a, flow);
	if (!db_once(db, a, tenant, DB_MIGRATION_GO,
	        DB_PARAMS(db_text(tenant), db_text(flow), db_int(a, rev), db_text(actor), db_bytes(a, log.commitment)), &r,
	        err))
		return false;
	return r.n > 0 || err_set(err, ERR_CONFLICT, "Was umziehen sollte, hat sich seit dem Probelauf geändert.");
}

/* ---- the worker's part ---- */

struct work {
	struct due *due;
	struct arena *arena;
	struct str tenant;
	int most;
	const struct err *refused; /* why the next case cannot move: the database has refused it; NULL: look at it */
	size_t n;
};

/* Both versions and the plan; false with why: the order cannot be carried out. */
static bool prepare(struct work *w, struct case_migration *m, struct flow_plan *plan, struct str text, struct err *why)
{
	struct diags d = diags_new(w->arena, m->flow);
	if (!w->due->flow(w->due->flow_arg, m->tenant, m->flow, m->from, &m->old, why) ||
	    !w->due->flow(w->due->flow_arg, m->tenant, m->flow, m->to, &m->new, why))
		return false;
	*plan = flow_plan_propose(w->arena, m->old, m->new);
	flow_plan_amend(plan, m->old, m->new, json_keep(w->arena, json_loadb(text.p, text.n, 0, NULL)), &d);
	m->plan = plan;
	return d.n_errors == 0 || err_set(why, ERR_INPUT, "%.*s", STR_ARG(d.list[0].text));
}

static bool look(struct db_tx *tx, struct work *w, struct case_migration *m, struct str number, struct err *err)
{
	struct case_moved x = { .seen = true };
	if (w->refused != NULL)
		x.why = *w->refused;
	else if (!case_migrate_one(tx, w->arena, m, number, &x, err))
		return false;
	case_migrate_count(&m->tally, w->arena, number, &x);
	return true;
}

static bool store(struct db_tx *tx, struct work *w, const struct case_migration *m, enum case_order_phase phase,
    struct str after, struct str reason, struct err *err)
{
	return db_exec(tx, DB_MIGRATION_STORE,
	    DB_PARAMS(db_text(m->tenant), db_text(m->flow), text_of(phase), db_text(after),
	        db_int(w->arena, (int64_t)m->tally.cases), db_int(w->arena, (int64_t)m->tally.moved),
	        db_text(stays_text(w->arena, &m->tally)), db_text(reason)),
	    NULL, err);
}

/* A batch of a dry run; of a move a single case, so that no row is locked after the ledger. */
static bool work_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct work *w = arg;
	struct db_rows r, next;
	struct flow_plan plan;
	struct err why;
	w->n = 0;
	if (!db_exec(tx, DB_MIGRATION_CLAIM, DB_PARAMS(db_text(w->tenant)), &r, err))
		return false;
	if (r.n == 0)
		return true;
	struct case_migration m = {
		.tenant = w->tenant,
		.flow = db_get(&r, 0, 0),
		.from = db_get_int(&r, 0, 1),
		.to = db_get_int(&r, 0, 2),
		.dry = db_get_bool(&r, 0, 4),
		.actor = db_get(&r, 0, 9),
		.tally = { .cases = (size_t)db_get_int(&r, 0, 6), .moved = (size_t)db_get_int(&r, 0, 7) },
	};
	struct str after = db_get(&r, 0, 5);
	int most = m.dry ? w->most : 1;
	read_stays(w->arena, db_get(&r, 0, 8), &m.tally);
	w->n = 1;
	if (!prepare(w, &m, &plan, db_get(&r, 0, 3), &why)) {
		if (!machine_is_down(&why))
			return store(tx, w, &m, CASE_ORDER_FAILED, after, str_c(why.text), err);
		*err = why;
		return false;
	}
	if (!db_exec(tx, DB_MIGRATE_NEXT,
	        DB_PARAMS(
	            db_text(m.tenant), db_text(m.flow), db_int(w->arena, m.from), db_text(after), db_int(w->arena, most)),
	        &next, err))
		return false;
	for (size_t i = 0; i < next.n; i++) {
		after = db_get(&next, i, 0);
		if (!look(tx, w, &m, after, err))
			return false;
	}
	w->n += next.n;
	enum case_order_phase busy = m.dry ? CASE_ORDER_TRYING : CASE_ORDER_MOVING,
	                      done = m.dry ? CASE_ORDER_TRIED : CASE_ORDER_MOVED;
	return store(tx, w, &m, next.n < (size_t)most ? done : busy, after, STR(""), err);
}

/* A case that the database refuses stays, and does not hold up the others. */
bool case_order_work(struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err)
{
	*n_r = 0;
	for (;;) {
		struct work w = { .due = d, .arena = a, .tenant = tenant, .most = most };
		bool ok = db_run(d->db, a, tenant, work_tx, &w, err);
		if (!ok && !machine_is_down(err)) {
			const struct err why = *err;
			w.most = 1;
			w.refused = &why;
			ok = db_run(d->db, a, tenant, work_tx, &w, err);
		}
		*n_r += w.n;
		if (!ok || w.n == 0 || *n_r >= (size_t)most)
			return ok;
	}
}
