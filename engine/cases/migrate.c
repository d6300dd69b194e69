/* SPDX-License-Identifier: EUPL-1.2
 * Taking open cases over to another version of their workflow. */
#include "cases/migrate.h"
#include "base/json.h"
#include "cases/effects.h"
#include "cases/machine.h"
#include "ledger/ledger.h"

struct look {
	struct case_migration *m;
	struct arena *arena;
	struct str number;
	bool seen, moved; /* what came of it */
	struct err why;   /* it stays */
};

/* The rows that should be there, as the statement takes them. */
static bool rows_of(
    struct look *l, const struct machine_case *c, const struct flow_moved *to, struct effects *e, struct err *err)
{
	const struct flow_effect *open;
	struct flow_result r = { .state = to->state, .vars = to->vars };
	r.n_effects = flow_open(l->arena, l->m->new, to->state, &open);
	r.effects = ARENA_ARRAY(l->arena, struct flow_effect, r.n_effects);
	for (size_t i = 0; i < r.n_effects; i++)
		r.effects[i] = open[i];
	return cases_effects(l->arena, &r, c->form, e, err);
}

static bool store(
    struct db_tx *tx, struct look *l, const struct machine_case *c, const struct effects *e, struct err *err)
{
	struct arena *a = l->arena;
	const struct case_migration *m = l->m;
	struct str text = str_fmt(a, "Version %lld statt %lld", (long long)m->to, (long long)m->from);
	struct ledger_commitment log = ledger_commit(a, text);
	struct db_rows r;
	if (!db_exec(tx, DB_CASE_MIGRATE,
	        DB_PARAMS(db_text(m->tenant), db_text(l->number), db_int(a, c->rev), db_int(a, m->to), db_text(m->actor),
	            db_text(text), db_bytes(a, log.salt), db_bytes(a, log.commitment), db_text(e->state), db_text(e->vars),
	            db_text(c->office), db_text(e->tasks), db_text(e->waits)),
	        &r, err))
		return false;
	return r.n > 0 || err_set(err, ERR_BUG, "Der gesperrte Vorgang hat sich trotzdem geändert.");
}

static bool look_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct look *l = arg;
	const struct case_migration *m = l->m;
	struct db_rows r;
	l->seen = l->moved = false;
	if (!db_exec(tx, DB_VERIFY_LOCK, DB_PARAMS(db_text(m->tenant), db_text(l->number)), &r, err))
		return false;
	if (r.n == 0 || db_get_bool(&r, 0, 11)) /* it has ended meanwhile */
		return true;
	const struct machine_case c = machine_case_of(m->tenant, &r, 0);
	if (c.flow_version != m->from)
		return true;
	const json_t *vars = json_keep(l->arena, json_loadb(c.vars.p, c.vars.n, 0, NULL));
	struct flow_moved to;
	struct effects e;
	l->seen = true;
	if (!flow_migrate(l->arena, m->old, m->new, m->plan, c.state, vars, c.now, &to, &l->why))
		return true;
	json_keep(l->arena, to.vars);
	if (!rows_of(l, &c, &to, &e, &l->why))
		return true;
	l->moved = true;
	return m->dry || store(tx, l, &c, &e, err);
}

static void count_stay(struct case_migration *m, struct arena *a, const struct look *l)
{
	struct str reason = str_c(l->why.text);
	for (size_t i = 0; i < m->n_stays; i++)
		if (str_eq(m->stays[i].reason, reason)) {
			m->stays[i].n++;
			return;
		}
	m->stays = arena_grow(a, m->stays, m->n_stays * sizeof *m->stays, (m->n_stays + 1) * sizeof *m->stays);
	m->stays[m->n_stays++] = (struct case_stay){ str_dup(a, reason), str_dup(a, l->number), 1 };
}

static bool one(struct case_migration *m, struct arena *a, struct arena *scratch, struct str number, struct err *err)
{
	struct look l = { .m = m, .arena = scratch, .number = number };
	if (!db_run(m->db, scratch, m->tenant, look_tx, &l, err))
		return false;
	m->cases += l.seen;
	m->moved += l.moved;
	if (l.seen && !l.moved) {
		m->stayed++;
		count_stay(m, a, &l);
	}
	return true;
}

bool case_migrate(struct case_migration *m, struct arena *a, struct err *err)
{
	struct arena *scratch = arena_new();
	struct db_rows r = { .n = 1 };
	struct str after = STR("");
	bool ok = true;
	while (ok && r.n > 0) {
		ok = db_once(m->db, a, m->tenant, DB_MIGRATE_NEXT,
		    DB_PARAMS(db_text(m->tenant), db_text(m->flow), db_int(a, m->from), db_text(after)), &r, err);
		for (size_t i = 0; ok && i < r.n; i++) {
			after = db_get(&r, i, 0);
			ok = one(m, a, scratch, after, err);
			arena_reset(scratch);
		}
	}
	arena_free(&scratch);
	return ok;
}
