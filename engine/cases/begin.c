/* SPDX-License-Identifier: EUPL-1.2
 * Cases that nobody has applied for. */
#include "cases/begin.h"
#include "base/json.h"
#include "base/zone.h"
#include "cases/effects.h"
#include "cases/key.h"
#include "ledger/ledger.h"

static bool store(struct db_tx *tx, struct arena *a, const struct begin *b, const struct effects *e,
    struct str *number_r, struct err *err)
{
	struct db_rows r;
	struct ledger_commitment l = ledger_commit(a, b->vars);
	struct str token =
	    cases_sha256(a, str_fmt(a, "begin %.*s %.*s %.*s", STR_ARG(b->flow), STR_ARG(b->element), STR_ARG(b->cause)));
	if (!db_exec(tx, DB_CASE_BEGIN,
	        DB_PARAMS(db_text(b->tenant), db_bytes(a, token), db_bytes(a, l.salt), db_bytes(a, l.commitment),
	            db_text(b->vars), db_text(str_c(b->kind)), db_text(b->element), db_text(b->element), db_text(b->flow),
	            db_int(a, b->version), db_text(e->state), db_text(e->vars), db_text(e->status), db_bool(e->ended),
	            db_text(b->office), db_text(e->tasks), db_text(e->waits), db_text(e->events), db_text(e->messages),
	            db_text(e->sends)),
	        &r, err))
		return false;
	*number_r = r.n > 0 ? db_get(&r, 0, 0) : STR("");
	return true;
}

enum machine_end begin_case(
    struct due *d, struct db_tx *tx, struct arena *a, const struct begin *b, struct str *number_r, struct err *err)
{
	const struct flow *flow;
	struct flow_result r;
	struct effects e;
	const struct flow_input in = {
		.kind = FLOW_START,
		.name = b->element,
		.vars = json_keep(a, json_loadb(b->vars.p, b->vars.n, 0, NULL)),
		.now = b->now,
	};
	if (!d->flow(d->flow_arg, b->tenant, b->flow, b->version, &flow, err))
		return machine_is_down(err) ? MACHINE_FAILED : MACHINE_INCIDENT;
	if (!flow_step(a, flow, STR(""), NULL, &in, zone_date(b->now), &r, err))
		return MACHINE_INCIDENT;
	json_keep(a, r.vars);
	if (!cases_effects(a, &r, STR(""), &e, err))
		return MACHINE_INCIDENT;
	if (!store(tx, a, b, &e, number_r, err))
		return MACHINE_FAILED;
	d->steps += number_r->n > 0;
	return MACHINE_DONE;
}

/* A row of start_find or start_claim. */
static struct begin start_of(struct str tenant, const struct db_rows *r, size_t i)
{
	return (struct begin){
		.tenant = tenant,
		.flow = db_get(r, i, 0),
		.version = db_get_int(r, i, 1),
		.element = db_get(r, i, 2),
		.office = db_get(r, i, 3),
		.now = db_get_int(r, i, 4),
		.vars = STR("{}"),
	};
}

enum machine_end begin_by(struct due *d, struct db_tx *tx, struct arena *a, struct str tenant, const char *kind,
    struct str name, struct str cause, struct str vars, size_t *n_r, struct str *number_r, struct err *err)
{
	struct db_rows r;
	bool one = strcmp(kind, "message") == 0;
	enum machine_end end = MACHINE_DONE;
	if (!db_exec(tx, DB_START_FIND, DB_PARAMS(db_text(tenant), db_text(str_c(kind)), db_text(name)), &r, err))
		return MACHINE_FAILED;
	*n_r = one && r.n > 1 ? 1 : r.n;
	for (size_t i = 0; i < *n_r && end == MACHINE_DONE; i++) {
		struct begin b = start_of(tenant, &r, i);
		b.kind = kind;
		b.cause = cause;
		b.vars = vars;
		end = begin_case(d, tx, a, &b, number_r, err);
	}
	return end;
}

/* ---- timers ---- */

struct clock {
	struct due *due;
	struct arena *arena;
	struct str tenant;
	bool found;
	struct begin begin;
	int64_t at, fired;
	struct err why; /* it cannot begin */
};

/* due 0: not again by itself. */
static bool set_next(struct db_tx *tx, const struct clock *c, int64_t due, int64_t fired, struct err *err)
{
	const struct begin *b = &c->begin;
	return db_exec(tx, DB_START_NEXT,
	    DB_PARAMS(
	        db_text(b->tenant), db_text(b->flow), db_text(b->element), db_int(c->arena, due), db_int(c->arena, fired)),
	    NULL, err);
}

static bool begun(struct db_tx *tx, const struct clock *c, struct err *err)
{
	const struct begin *b = &c->begin;
	const struct flow *flow;
	struct err none;
	int64_t next = 0;
	if (!c->due->flow(c->due->flow_arg, b->tenant, b->flow, b->version, &flow, &none) ||
	    !flow_start_due(flow, b->element, (unsigned)(c->fired + 1), c->at, b->now, &next))
		next = 0;
	return set_next(tx, c, next, c->fired + 1, err);
}

static bool hold_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct clock *c = arg;
	const struct begin *b = &c->begin;
	struct str id = str_fmt(c->arena, "start:%.*s:%.*s", STR_ARG(b->flow), STR_ARG(b->element));
	c->due->incidents++;
	return set_next(tx, c, 0, c->fired, err) &&
	       db_exec(tx, DB_INCIDENT_START,
	           DB_PARAMS(db_text(c->tenant), db_text(id), db_text(b->element), db_text(str_c(c->why.text))), NULL, err);
}

static bool timer_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct clock *c = arg;
	struct db_rows r;
	struct str number;
	if (!db_exec(tx, DB_START_CLAIM, DB_PARAMS(db_text(c->tenant)), &r, err))
		return false;
	c->found = r.n > 0;
	if (r.n == 0)
		return true;
	c->begin = start_of(c->tenant, &r, 0);
	c->at = db_get_int(&r, 0, 5);
	c->fired = db_get_int(&r, 0, 6);
	c->begin.kind = "timer";
	c->begin.cause = str_fmt(c->arena, "%lld %lld", (long long)c->begin.version, (long long)c->at);
	switch (begin_case(c->due, tx, c->arena, &c->begin, &number, &c->why)) {
	case MACHINE_DONE:
		return begun(tx, c, err);
	case MACHINE_INCIDENT:
		return hold_tx(tx, c, err);
	case MACHINE_FAILED:
		break;
	}
	*err = c->why;
	return false;
}

bool begin_timer(struct due *d, struct arena *a, struct str tenant, bool *found_r, struct err *err)
{
	struct clock c = { .due = d, .arena = a, .tenant = tenant };
	bool ok = db_run(d->db, a, tenant, timer_tx, &c, err);
	if (!ok && !machine_is_down(err) && c.found) { /* the database refuses to store this one */
		c.why = *err;
		ok = db_run(d->db, a, tenant, hold_tx, &c, err);
	}
	*found_r = c.found;
	return ok;
}
