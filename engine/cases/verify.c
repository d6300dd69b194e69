/* SPDX-License-Identifier: EUPL-1.2
 * The index tables compared with the states. */
#include "cases/verify.h"
#include "base/json.h"
#include "cases/effects.h"
#include "cases/machine.h"
#include "ledger/ledger.h"

struct look {
	struct verify *v;
	struct arena *arena;
	struct str tenant, number;
	struct verify_finding *list; /* of this case */
	size_t n;
};

/* Does the state fit the model? A command to nobody is refused as that, and not for the state. */
static bool readable(struct arena *a, const struct flow *f, const struct machine_case *c, struct err *why)
{
	const struct flow_input nobody = { .kind = FLOW_COMPLETE, .token = 0 };
	const json_t *vars = json_keep(a, json_loadb(c->vars.p, c->vars.n, 0, NULL));
	struct flow_result r;
	if (flow_step(a, f, c->state, vars, &nobody, (struct date){ 0 }, &r, why))
		json_decref(r.vars);
	return why->kind == ERR_CONFLICT;
}

/* The rows that the state stands for, as the statements of a step take them. */
static bool wanted(
    struct arena *a, const struct flow *f, const struct machine_case *c, struct effects *e, struct err *err)
{
	const struct flow_effect *open;
	struct flow_result r = { .state = c->state, .vars = json_keep(a, json_object()) };
	r.n_effects = flow_open(a, f, c->state, &open);
	r.effects = ARENA_ARRAY(a, struct flow_effect, r.n_effects);
	memcpy(r.effects, open, r.n_effects * sizeof *open);
	return cases_effects(a, &r, c->form, e, err);
}

static void find(struct look *l, struct verify_finding f)
{
	f.number = l->number;
	l->list[l->n++] = f;
}

static bool repair(struct db_tx *tx, struct look *l, struct verify_finding *f, const struct machine_case *c,
    const struct effects *e, struct err *err)
{
	struct arena *a = l->arena;
	struct str object = str_fmt(a, "repair/%.*s/%.*s", STR_ARG(l->number), STR_ARG(f->element));
	struct ledger_commitment log = ledger_commit(a, f->what);
	const struct db_param tenant = db_text(l->tenant), number = db_text(l->number), token = db_int(a, f->token);
	f->repaired = true;
	return db_exec(tx, DB_VERIFY_REMOVE, DB_PARAMS(tenant, number, token), NULL, err) &&
	       (e == NULL || db_exec(tx, DB_VERIFY_ADD,
	                         DB_PARAMS(tenant, number, token, db_text(c->office), db_text(e->tasks), db_text(e->waits)),
	                         NULL, err)) &&
	       db_exec(tx, DB_VERIFY_LOG, DB_PARAMS(tenant, db_text(object), db_bytes(a, log.commitment)), NULL, err);
}

static bool compare(
    struct db_tx *tx, struct look *l, const struct machine_case *c, const struct flow *f, struct err *err)
{
	struct effects e;
	struct db_rows r;
	if (!wanted(l->arena, f, c, &e, err) ||
	    !db_exec(tx, DB_VERIFY_CASE,
	        DB_PARAMS(db_text(l->tenant), db_text(l->number), db_text(e.tasks), db_text(e.waits)), &r, err))
		return false;
	l->list = ARENA_ARRAY(l->arena, struct verify_finding, r.n);
	for (size_t i = 0; i < r.n; i++) {
		find(l, (struct verify_finding){
		            .token = db_get_int(&r, i, 0),
		            .kind = db_get(&r, i, 1),
		            .element = db_get(&r, i, 2),
		            .what = db_get(&r, i, 3),
		        });
		if (l->v->repair && !repair(tx, l, &l->list[i], c, &e, err))
			return false;
	}
	return true;
}

static bool look_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct look *l = arg;
	const struct flow *f;
	struct db_rows r;
	struct err why = { 0 };
	l->n = 0;
	if (!db_exec(tx, DB_VERIFY_LOCK, DB_PARAMS(db_text(l->tenant), db_text(l->number)), &r, err))
		return false;
	if (r.n == 0 || db_get_bool(&r, 0, 11)) /* it has ended meanwhile */
		return true;
	const struct machine_case c = machine_case_of(l->tenant, &r, 0);
	bool found = l->v->flow(l->v->flow_arg, c.tenant, c.flow, c.flow_version, &f, &why);
	if (!found && machine_is_down(&why)) {
		*err = why;
		return false;
	}
	if (found && readable(l->arena, f, &c, &why))
		return compare(tx, l, &c, f, err);
	l->list = ARENA_NEW(l->arena, struct verify_finding);
	find(l, (struct verify_finding){ .kind = STR("state"), .what = str_dup(l->arena, str_c(why.text)) });
	return true;
}

static void tell(struct look *l)
{
	l->v->findings += l->n;
	for (size_t i = 0; i < l->n; i++) {
		l->v->repaired += l->list[i].repaired;
		l->v->report(l->v->arg, &l->list[i]);
	}
}

/* ---- what belongs to no open case ---- */

static bool stray_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct look *l = arg;
	struct db_rows r;
	l->n = 0;
	if (!db_exec(tx, DB_VERIFY_STRAY, DB_PARAMS(db_text(l->tenant)), &r, err))
		return false;
	l->list = ARENA_ARRAY(l->arena, struct verify_finding, r.n);
	for (size_t i = 0; i < r.n; i++) {
		l->number = db_get(&r, i, 0);
		find(l, (struct verify_finding){
		            .token = db_get_int(&r, i, 1),
		            .kind = db_get(&r, i, 2),
		            .element = db_get(&r, i, 3),
		            .what = STR("surplus"),
		        });
		if (l->v->repair && !repair(tx, l, &l->list[i], NULL, NULL, err))
			return false;
	}
	return true;
}

static bool look_at(struct verify *v, struct arena *a, struct str tenant, struct str number, struct err *err)
{
	struct look l = { .v = v, .arena = a, .tenant = tenant, .number = number };
	if (!db_run(v->db, a, tenant, number.n == 0 ? stray_tx : look_tx, &l, err))
		return false;
	v->cases += number.n > 0;
	tell(&l);
	return true;
}

bool verify_tenant(struct verify *v, struct str tenant, struct err *err)
{
	struct arena *batch = arena_new(), *one = arena_new();
	struct db_rows r = { .n = 1 };
	struct str after = STR("");
	bool ok = look_at(v, batch, tenant, STR(""), err);
	while (ok && r.n > 0) {
		ok = db_once(v->db, batch, tenant, DB_VERIFY_NEXT, DB_PARAMS(db_text(tenant), db_text(after)), &r, err);
		for (size_t i = 0; ok && i < r.n; i++) {
			after = db_get(&r, i, 0);
			ok = look_at(v, one, tenant, after, err);
			arena_reset(one);
		}
	}
	arena_free(&one);
	arena_free(&batch);
	return ok;
}
