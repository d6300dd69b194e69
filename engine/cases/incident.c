/* SPDX-License-Identifier: EUPL-1.2
 * Incidents: listed, repaired, tried again. */
#include "cases/incident.h"
#include "cases/machine.h"
#include "ledger/ledger.h"

bool incident_list(struct db *db, struct arena *a, struct str tenant, struct str login, const struct incident **list_r,
    size_t *n_r, struct err *err)
{
	struct db_rows r;
	const struct db_param params[] = { db_text(tenant), db_text(login) };
	bool all = login.n == 0;
	if (!db_once(db, a, tenant, all ? DB_INCIDENT_LIST_ALL : DB_INCIDENT_LIST, params, all ? 1 : 2, &r, err))
		return false;
	struct incident *list = ARENA_ARRAY(a, struct incident, r.n);
	for (size_t i = 0; i < r.n; i++)
		list[i] = (struct incident){
			.number = db_get(&r, i, 0),
			.token = db_get_int(&r, i, 1),
			.msg_id = db_get(&r, i, 2),
			.kind = db_get(&r, i, 3),
			.element = db_get(&r, i, 4),
			.reason = db_get(&r, i, 5),
			.first_at = db_get(&r, i, 6),
			.at = db_get(&r, i, 7),
			.times = db_get_int(&r, i, 8),
			.form = db_get(&r, i, 9),
			.form_version = db_get_int(&r, i, 10),
			.office_name = db_get(&r, i, 11),
		};
	*list_r = list;
	*n_r = r.n;
	return true;
}

bool incident_task(struct db *db, struct arena *a, struct str tenant, struct str number, int64_t token,
    struct str element, struct str reason, struct err *err)
{
	return db_once(db, a, tenant, DB_INCIDENT_TASK,
	    DB_PARAMS(db_text(tenant), db_text(number), db_int(a, token), db_text(element), db_text(reason)), NULL, err);
}

/* ---- trying again ---- */

struct retry {
	struct arena *arena;
	const struct incident_repair *r;
};

static bool not_found(struct err *err)
{
	return err_set(err, ERR_NOTFOUND, "Diese Störung gibt es nicht (mehr).");
}

/* Setting variables is a signal that nobody can hear: whoever waits for a condition sees the new values. */
static bool set_vars(struct db_tx *tx, const struct retry *t, struct err *err)
{
	const struct incident_repair *r = t->r;
	struct db_rows rows;
	if (!db_exec(tx, DB_INCIDENT_CASE, DB_PARAMS(db_text(r->tenant), db_text(r->number)), &rows, err))
		return false;
	if (rows.n == 0)
		return not_found(err);
	const struct machine_case c = machine_case_of(r->tenant, &rows, 0);
	const struct machine_deed deed = { .kind = "repaired", .actor = r->actor, .vars = r->vars };
	const struct flow_input in = { .kind = FLOW_SIGNAL, .token = (unsigned)r->token, .vars = r->vars };
	return machine_do(tx, t->arena, &c, r->flow, &deed, &in, err) == MACHINE_DONE;
}

static bool retry_tx(struct db_tx *tx, void *arg, struct err *err)
{
	const struct retry *t = arg;
	const struct incident_repair *r = t->r;
	struct db_rows rows;
	if (json_object_size(r->vars) > 0 && !set_vars(tx, t, err))
		return false;
	struct ledger_commitment l = ledger_commit(t->arena, r->msg_id);
	if (!db_exec(tx, DB_INCIDENT_RETRY,
	        DB_PARAMS(db_text(r->tenant), db_text(r->number), db_int(t->arena, r->token), db_text(r->msg_id),
	            db_text(r->actor->login), db_bytes(t->arena, l.commitment)),
	        &rows, err))
		return false;
	return rows.n > 0 || not_found(err);
}

static bool visible(struct db *db, struct arena *a, const struct incident_repair *r, bool *found, struct err *err)
{
	const struct incident *list;
	size_t n;
	*found = false;
	if (!incident_list(db, a, r->tenant, r->actor->login, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		*found = *found ||
		         (str_eq(list[i].number, r->number) && list[i].token == r->token && str_eq(list[i].msg_id, r->msg_id));
	return true;
}

bool incident_retry(struct db *db, struct arena *a, const struct incident_repair *r, struct err *err)
{
	struct retry t = { a, r };
	bool found;
	if (!visible(db, a, r, &found, err))
		return false;
	return found ? db_run(db, a, r->tenant, retry_tx, &t, err) : not_found(err);
}
