/* SPDX-License-Identifier: EUPL-1.2
 * One step that nobody clicks. */
#include "cases/machine.h"
#include "base/json.h"
#include "base/zone.h"
#include "cases/effects.h"
#include "ledger/ledger.h"

bool machine_is_down(const struct err *err)
{
	return err->kind == ERR_RETRY || err->kind == ERR_UNKNOWN || err->kind == ERR_BROKEN;
}

struct machine_case machine_case_of(struct str tenant, const struct db_rows *r, size_t i)
{
	return (struct machine_case){
		.tenant = tenant,
		.number = db_get(r, i, 0),
		.rev = db_get_int(r, i, 3),
		.state = db_get(r, i, 4),
		.vars = db_get(r, i, 5),
		.flow = db_get(r, i, 6),
		.flow_version = db_get_int(r, i, 7),
		.form = db_get(r, i, 8),
		.office = db_get(r, i, 9),
		.now = db_get_int(r, i, 10),
	};
}

/* What waits at the token, as it was opened; only kind when nothing does. */
static struct flow_effect opened(struct arena *a, const struct flow *f, struct str state, unsigned token)
{
	const struct flow_effect *list;
	size_t n = flow_open(a, f, state, &list);
	for (size_t i = 0; i < n; i++)
		if (list[i].token == token)
			return list[i];
	return (struct flow_effect){ .kind = FLOW_END };
}

static bool store(struct db_tx *tx, struct arena *a, const struct machine_case *c, const struct machine_deed *deed,
    const struct flow_effect *at, const struct effects *e, struct err *err)
{
	static const struct case_actor nobody = { STR_INIT(""), STR_INIT("") };
	const struct case_actor *actor = deed->actor != NULL ? deed->actor : &nobody;
	struct db_rows rows;
	struct str data = deed->vars == NULL ? STR("") : json_text(a, deed->vars, JSON_COMPACT | JSON_SORT_KEYS);
	struct ledger_commitment l = ledger_commit(a, data);
	struct str text = at->name.n > 0 ? at->name : at->element;
	if (!db_exec(tx, DB_CASE_STEP,
	        DB_PARAMS(db_text(c->tenant), db_text(c->number), db_int(a, c->rev), db_text(actor->login),
	            db_text(actor->name), db_text(str_c(deed->kind)), db_text(at->element), db_int(a, at->token),
	            db_text(text), db_text(data), db_bytes(a, l.salt), db_bytes(a, l.commitment), db_text(e->state),
	            db_text(e->vars), db_text(e->status), db_bool(e->ended), db_text(c->office),
	            db_ints(a, e->closes, e->n_closes), db_ints(a, e->unwaits, e->n_unwaits), db_text(e->tasks),
	            db_text(e->waits), db_text(e->events), db_text(e->messages), db_text(e->sends)),
	        &rows, err))
		return false;
	return rows.n > 0 || err_set(err, ERR_BUG, "Der gesperrte Vorgang hat sich trotzdem geändert.");
}

enum machine_end machine_do(struct db_tx *tx, struct arena *a, const struct machine_case *c, const struct flow *flow,
    const struct machine_deed *deed, const struct flow_input *in, struct err *err)
{
	struct flow_result r;
	struct effects e;
	struct flow_input input = *in;
	input.now = c->now;
	const json_t *vars = json_keep(a, json_loadb(c->vars.p, c->vars.n, 0, NULL));
	struct flow_effect at = opened(a, flow, c->state, in->token);
	at.token = in->token;
	if (!flow_step(a, flow, c->state, vars, &input, zone_date(c->now), &r, err))
		return MACHINE_INCIDENT;
	json_keep(a, r.vars);
	if (!cases_effects(a, &r, c->form, &e, err))
		return MACHINE_INCIDENT;
	return store(tx, a, c, deed, &at, &e, err) ? MACHINE_DONE : MACHINE_FAILED;
}

enum machine_end machine_step(struct due *d, struct db_tx *tx, struct arena *a, const struct machine_case *c,
    const char *kind, const struct flow_input *in, struct err *err)
{
	const struct machine_deed deed = { .kind = kind };
	const struct flow *flow;
	if (!d->flow(d->flow_arg, c->tenant, c->flow, c->flow_version, &flow, err))
		return machine_is_down(err) ? MACHINE_FAILED : MACHINE_INCIDENT;
	enum machine_end end = machine_do(tx, a, c, flow, &deed, in, err);
	d->steps += end == MACHINE_DONE;
	return end;
}
