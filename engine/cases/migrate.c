/* SPDX-License-Identifier: EUPL-1.2
 * Taking open cases over to another version of their workflow. */
#include "cases/migrate.h"
#include "base/json.h"
#include "cases/effects.h"
#include "cases/machine.h"
#include "ledger/ledger.h"

/* The rows that should be there, as the statement takes them. */
static bool rows_of(struct arena *a, const struct case_migration *m, const struct machine_case *c,
    const struct flow_moved *to, struct effects *e, struct err *err)
{
	const struct flow_effect *open;
	struct flow_result r = { .state = to->state, .vars = to->vars };
	r.n_effects = flow_open(a, m->new, to->state, &open);
	r.effects = ARENA_ARRAY(a, struct flow_effect, r.n_effects);
	for (size_t i = 0; i < r.n_effects; i++)
		r.effects[i] = open[i];
	return cases_effects(a, &r, c->form, e, err);
}

static bool store(struct db_tx *tx, struct arena *a, const struct case_migration *m, const struct machine_case *c,
    const struct effects *e, struct err *err)
{
	struct str text = str_fmt(a, "Version %lld statt %lld", (long long)m->to, (long long)m->from);
	struct ledger_commitment log = ledger_commit(a, text);
	struct db_rows r;
	if (!db_exec(tx, DB_CASE_MIGRATE,
	        DB_PARAMS(db_text(m->tenant), db_text(c->number), db_int(a, c->rev), db_int(a, m->to), db_text(m->actor),
	            db_text(text), db_bytes(a, log.salt), db_bytes(a, log.commitment), db_text(e->state), db_text(e->vars),
	            db_text(c->office), db_text(e->tasks), db_text(e->waits)),
	        &r, err))
		return false;
	return r.n > 0 || err_set(err, ERR_BUG, "Der gesperrte Vorgang hat sich trotzdem geändert.");
}

/* Would four-eyes forget who has acted? Then why says so. */
static bool remembered(struct db_tx *tx, struct arena *a, const struct case_migration *m, struct str number, bool *ok,
    struct err *why, struct err *err)
{
	struct db_rows r = { 0 };
	const struct str *ids;
	size_t n = flow_plan_forgotten(a, m->old, m->new, &ids);
	if (n > 0 &&
	    !db_exec(tx, DB_MIGRATE_BEHIND, DB_PARAMS(db_text(m->tenant), db_text(number), db_texts(a, ids, n)), &r, err))
		return false;
	*ok = r.n == 0;
	if (!*ok)
		err_set(why, ERR_CONFLICT,
		    "hat „%.*s“ hinter sich: Wer das war, ist unter dieser Kennung vermerkt, nach der das Vier-Augen-Prinzip "
		    "der "
		    "neuen Version nicht fragt. Behalten Sie dort die Kennung.",
		    STR_ARG(db_get(&r, 0, 0)));
	return true;
}

bool case_migrate_one(struct db_tx *tx, struct arena *a, const struct case_migration *m, struct str number,
    struct case_moved *out, struct err *err)
{
	struct db_rows r;
	*out = (struct case_moved){ 0 };
	if (!db_exec(tx, DB_VERIFY_LOCK, DB_PARAMS(db_text(m->tenant), db_text(number)), &r, err))
		return false;
	if (r.n == 0 || db_get_bool(&r, 0, 11))
		return true;
	const struct machine_case c = machine_case_of(m->tenant, &r, 0);
	if (c.flow_version != m->from)
		return true;
	const json_t *vars = json_keep(a, json_loadb(c.vars.p, c.vars.n, 0, NULL));
	struct flow_moved to;
	struct effects e;
	bool ok;
	out->seen = true;
	if (!remembered(tx, a, m, number, &ok, &out->why, err))
		return false;
	if (!ok || !flow_migrate(a, m->old, m->new, m->plan, c.state, vars, c.now, &to, &out->why))
		return true;
	json_keep(a, to.vars);
	if (!rows_of(a, m, &c, &to, &e, &out->why))
		return true;
	out->moved = true;
	return m->dry || store(tx, a, m, &c, &e, err);
}

static void count_stay(struct case_tally *t, struct arena *a, struct str number, struct str reason)
{
	size_t i = 0;
	while (i < t->n_stays && !str_eq(t->stays[i].reason, reason))
		i++;
	if (i == CASE_STAYS_MAX)
		i--;
	else if (i == t->n_stays)
		t->stays[t->n_stays++] = (struct case_stay){ .reason = str_dup(a, reason) };
	struct case_stay *s = &t->stays[i];
	if (s->n < CASE_STAYS_NAMED)
		s->numbers[s->n] = str_dup(a, number);
	s->n++;
}

void case_migrate_count(struct case_tally *t, struct arena *a, struct str number, const struct case_moved *x)
{
	t->cases += x->seen;
	t->moved += x->moved;
	if (x->seen && !x->moved)
		count_stay(t, a, number, str_c(x->why.text));
}

struct call {
	const struct case_migration *m;
	struct arena *arena;
	struct str number;
	struct case_moved result;
};

static bool one_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct call *l = arg;
	return case_migrate_one(tx, l->arena, l->m, l->number, &l->result, err);
}

bool case_migrate(struct case_migration *m, struct arena *a, struct err *err)
{
	struct arena *scratch = arena_new();
	struct db_rows r = { .n = 1 };
	struct str after = STR("");
	bool ok = true;
	while (ok && r.n > 0) {
		ok = db_once(m->db, a, m->tenant, DB_MIGRATE_NEXT,
		    DB_PARAMS(db_text(m->tenant), db_text(m->flow), db_int(a, m->from), db_text(after), db_int(a, 500)), &r,
		    err);
		for (size_t i = 0; ok && i < r.n; i++) {
			after = db_get(&r, i, 0);
			struct call l = { m, scratch, after, { 0 } };
			ok = db_run(m->db, scratch, m->tenant, one_tx, &l, err);
			if (ok)
				case_migrate_count(&m->tally, a, after, &l.result);
			arena_reset(scratch);
		}
	}
	arena_free(&scratch);
	return ok;
}
