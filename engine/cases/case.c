/* SPDX-License-Identifier: EUPL-1.2
 * Reading cases: the citizen's status page and the page of the caseworker. */
#include "cases/case.h"
#include "base/json.h"
#include "cases/key.h"

static const json_t *json_of(struct arena *a, struct str text)
{
	return json_keep(a, json_loadb(text.p, text.n, JSON_DECODE_ANY, NULL));
}

/* ---- for the citizen ---- */

static bool not_found(struct err *err)
{
	return err_set(err, ERR_NOTFOUND,
	    "Zu dieser Nummer und diesem Schlüssel gibt es keinen Antrag. Bitte prüfen Sie beide "
	    "Angaben auf der Eingangsbestätigung.");
}

static bool read_status(struct db_tx *tx, struct arena *a, struct str hash, struct case_status *s, struct err *err)
{
	struct db_rows r, h;
	if (!db_exec(tx, DB_CASE_STATUS, DB_PARAMS(db_text(s->tenant), db_text(s->number), db_bytes(a, hash)), &r, err))
		return false;
	if (r.n == 0)
		return not_found(err);
	if (!db_exec(tx, DB_CASE_STATUS_HISTORY, DB_PARAMS(db_text(s->tenant), db_text(s->number)), &h, err))
		return false;
	struct case_event *events = ARENA_ARRAY(a, struct case_event, h.n);
	for (size_t i = 0; i < h.n; i++)
		events[i] = (struct case_event){ .at = db_get(&h, i, 0), .text = db_get(&h, i, 1) };
	s->form = db_get(&r, 0, 0);
	s->form_version = db_get_int(&r, 0, 1);
	s->sent_at = db_get(&r, 0, 2);
	s->status = db_get(&r, 0, 3);
	s->ended = db_get_bool(&r, 0, 4);
	s->office = db_get(&r, 0, 5);
	s->email = db_get(&r, 0, 6);
	s->phone = db_get(&r, 0, 7);
	s->address = db_get(&r, 0, 8);
	s->fee = db_get_null(&r, 0, 9) ? NULL : json_of(a, db_get(&r, 0, 9));
	s->history = events;
	s->n_history = h.n;
	return true;
}

struct status_call {
	struct arena *arena;
	struct str hash;
	struct case_status *out;
};

static bool status_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct status_call *c = arg;
	return read_status(tx, c->arena, c->hash, c->out, err);
}

bool case_status(
    struct db *db, struct arena *a, struct str number, struct str secret, struct case_status *out, struct err *err)
{
	struct db_rows rows;
	struct str hash = cases_status_hash(a, secret);
	struct case_status s = { .number = cases_number(a, number) };
	struct str rest = s.number, prefix;
	if (hash.n == 0 || !str_next(&rest, '-', &prefix))
		return not_found(err);
	if (!db_once(db, a, STR(""), DB_CASE_TENANT, DB_PARAMS(db_text(prefix)), &rows, err))
		return false;
	if (rows.n == 0)
		return not_found(err);
	s.tenant = db_get(&rows, 0, 0);
	struct status_call call = { a, hash, &s };
	if (!db_run(db, a, s.tenant, status_tx, &call, err))
		return false;
	*out = s;
	return true;
}

/* ---- for staff ---- */

struct load_call {
	struct arena *arena;
	const struct case_actor *actor;
	struct case_file *out;
};

static void read_tasks(struct arena *a, const struct db_rows *r, struct case_file *f)
{
	struct case_task *tasks = ARENA_ARRAY(a, struct case_task, r->n);
	for (size_t i = 0; i < r->n; i++)
		tasks[i] = (struct case_task){
			.token = db_get_int(r, i, 0),
			.element = db_get(r, i, 1),
			.name = db_get(r, i, 2),
			.form = db_get(r, i, 3),
			.office = db_get(r, i, 4),
			.office_name = db_get(r, i, 5),
			.assignee = db_get(r, i, 6),
			.assignee_name = db_get(r, i, 7),
			.opened_at = db_get(r, i, 8),
			.mine = db_get_bool(r, i, 9),
			.barred_by = db_get(r, i, 10),
			.due = db_get(r, i, 11),
			.overdue = db_get_bool(r, i, 12),
		};
	f->tasks = tasks;
	f->n_tasks = r->n;
}

static void read_waits(struct arena *a, const struct db_rows *r, struct case_file *f)
{
	struct case_wait *waits = ARENA_ARRAY(a, struct case_wait, r->n);
	for (size_t i = 0; i < r->n; i++)
		waits[i] = (struct case_wait){
			.kind = db_get(r, i, 0),
			.element = db_get(r, i, 1),
			.name = db_get(r, i, 2),
			.key = db_get(r, i, 3),
			.due = db_get(r, i, 4),
			.held = db_get_bool(r, i, 5),
		};
	f->waits = waits;
	f->n_waits = r->n;
}

static void read_history(struct arena *a, const struct db_rows *r, struct case_file *f)
{
	struct case_event *events = ARENA_ARRAY(a, struct case_event, r->n);
	for (size_t i = 0; i < r->n; i++)
		events[i] = (struct case_event){
			.at = db_get(r, i, 0),
			.kind = db_get(r, i, 1),
			.actor = db_get(r, i, 2),
			.actor_name = db_get(r, i, 3),
			.element = db_get(r, i, 4),
			.text = db_get(r, i, 5),
			.data = db_get_null(r, i, 6) ? NULL : json_of(a, db_get(r, i, 6)),
			.via = db_get(r, i, 7),
			.at_s = db_get_int(r, i, 8),
		};
	f->history = events;
	f->n_history = r->n;
}

static void read_case(struct arena *a, const struct db_rows *r, struct case_file *f)
{
	f->form = db_get(r, 0, 0);
	f->form_version = db_get_int(r, 0, 1);
	f->flow = db_get(r, 0, 2);
	f->flow_version = db_get_int(r, 0, 3);
	f->service = db_get(r, 0, 4);
	f->ars = db_get(r, 0, 5);
	f->office = db_get(r, 0, 6);
	f->office_name = db_get(r, 0, 7);
	f->sent_at = db_get(r, 0, 8);
	f->rev = db_get_int(r, 0, 9);
	f->status = db_get(r, 0, 10);
	f->ended = db_get_bool(r, 0, 11);
	f->state = db_get(r, 0, 12);
	f->vars = json_of(a, db_get(r, 0, 13));
	f->answers = json_of(a, db_get(r, 0, 14));
	f->created_at = db_get(r, 0, 15);
	f->fee = db_get_null(r, 0, 16) ? NULL : json_of(a, db_get(r, 0, 16));
	f->consents = db_get_null(r, 0, 17) ? NULL : json_of(a, db_get(r, 0, 17));
}

static bool load_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct load_call *c = arg;
	struct case_file *f = c->out;
	struct db_rows found, tasks, waits, history;
	const struct db_param tenant = db_text(f->tenant), number = db_text(f->number), actor = db_text(c->actor->login);
	if (!db_exec(tx, DB_CASE_FIND, DB_PARAMS(tenant, number, actor), &found, err))
		return false;
	if (found.n == 0)
		return err_set(err, ERR_NOTFOUND, "Diesen Vorgang gibt es nicht, oder er gehört nicht zu Ihrer Stelle.");
	if (!db_exec(tx, DB_CASE_TASKS, DB_PARAMS(tenant, number, actor), &tasks, err) ||
	    !db_exec(tx, DB_CASE_WAITS, DB_PARAMS(tenant, number), &waits, err) ||
	    !db_exec(tx, DB_CASE_HISTORY, DB_PARAMS(tenant, number), &history, err))
		return false;
	read_case(c->arena, &found, f);
	read_tasks(c->arena, &tasks, f);
	read_waits(c->arena, &waits, f);
	read_history(c->arena, &history, f);
	return true;
}

bool case_load(struct db *db, struct arena *a, struct str tenant, struct str number, const struct case_actor *actor,
    struct case_file *out, struct err *err)
{
	struct case_file f = { .tenant = str_dup(a, tenant), .number = str_dup(a, number) };
	struct load_call call = { a, actor, &f };
	if (!db_run(db, a, tenant, load_tx, &call, err))
		return false;
	*out = f;
	return true;
}
