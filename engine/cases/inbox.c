/* SPDX-License-Identifier: EUPL-1.2
 * Messages and signals to cases: accepted, kept, delivered once. */
#include "cases/inbox.h"
#include "base/json.h"
#include "cases/begin.h"
#include "cases/key.h"

/* ---- accepting ---- */

static bool check(const struct inbox_message *m, struct err *err)
{
	json_t *vars = json_loadb(m->vars.p, m->vars.n, JSON_REJECT_DUPLICATES, NULL);
	bool object = json_is_object(vars);
	json_decref(vars);
	if (m->id.n == 0 || m->id.n > INBOX_ID_MAX)
		return err_set(err, ERR_INPUT, "Die Kennung der Nachricht hat 1 bis %d Zeichen.", INBOX_ID_MAX);
	if (m->name.n == 0 || m->name.n > INBOX_NAME_MAX)
		return err_set(err, ERR_INPUT, "Der Name der Nachricht hat 1 bis %d Zeichen.", INBOX_NAME_MAX);
	if (!object)
		return err_set(err, ERR_INPUT, "Die Werte der Nachricht sind kein JSON-Objekt wie {\"betrag\": \"12.50\"}.");
	if (m->days < 1 || m->days > INBOX_DAYS_MAX)
		return err_set(
		    err, ERR_INPUT, "Eine Nachricht wird mindestens einen und höchstens %d Tage aufgehoben.", INBOX_DAYS_MAX);
	if (m->signal && (m->key.n > 0 || m->to.n > 0))
		return err_set(err, ERR_INPUT, "Ein Signal geht an alle: Es hat weder Schlüssel noch Vorgang.");
	return true;
}

static const char *kind_of(const struct inbox_message *m)
{
	return m->signal ? "signal" : "message";
}

static bool find(struct db *db, struct arena *a, struct str tenant, struct str id, struct db_rows *r,
    struct inbox_status *out, struct err *err)
{
	if (!db_once(db, a, tenant, DB_INBOX_FIND, DB_PARAMS(db_text(tenant), db_text(id)), r, err))
		return false;
	if (r->n == 0)
		return err_set(err, ERR_NOTFOUND, "Eine Nachricht mit dieser Kennung gibt es nicht.");
	*out = (struct inbox_status){
		.place = !db_get_null(r, 0, 4)  ? INBOX_DELIVERED
		         : db_get_bool(r, 0, 6) ? INBOX_EXPIRED
		         : db_get_bool(r, 0, 7) ? INBOX_HELD
		                                : INBOX_WAITING,
		.number = db_get(r, 0, 4),
		.until = db_get(r, 0, 5),
		.reason = db_get(r, 0, 8),
	};
	return true;
}

bool inbox_find(
    struct db *db, struct arena *a, struct str tenant, struct str id, struct inbox_status *out, struct err *err)
{
	struct db_rows r;
	return find(db, a, tenant, id, &r, out, err);
}

/* Of the values, however they are written. */
static struct str hash(struct arena *a, const struct inbox_message *m)
{
	const json_t *vars = json_keep(a, json_loadb(m->vars.p, m->vars.n, 0, NULL));
	return cases_sha256(a, json_text(a, vars, JSON_COMPACT | JSON_SORT_KEYS));
}

/* The same id twice is the same message twice, or a mistake of the sender. */
static bool same(struct arena *a, const struct inbox_message *m, const struct db_rows *r)
{
	bool values = db_get_null(r, 0, 9) || str_eq(db_get_bytes(a, r, 0, 9), hash(a, m));
	return values && str_eq_c(db_get(r, 0, 0), kind_of(m)) && str_eq(db_get(r, 0, 1), m->name) &&
	       str_eq(db_get(r, 0, 2), m->key) && str_eq(db_get(r, 0, 3), m->to);
}

bool inbox_put(struct db *db, struct arena *a, const struct inbox_message *m, struct inbox_status *out, struct err *err)
{
	struct db_rows put, r;
	if (!check(m, err))
		return false;
	bool ok = false;
	for (int i = 0; i < 3 && !ok; i++) { /* a commit of unknown outcome is simply sent again */
		ok = db_once(db, a, m->tenant, DB_INBOX_PUT,
		    DB_PARAMS(db_text(m->tenant), db_text(m->id), db_text(str_c(kind_of(m))), db_text(m->name), db_text(m->key),
		        db_text(m->vars), db_bytes(a, hash(a, m)), db_text(m->to), db_int(a, m->days)),
		    &put, err);
		if (!ok && strcmp(db_constraint(db), "inbox_tenant_fkey") == 0)
			return err_set(err, ERR_NOTFOUND, "Die Kommune „%.*s“ gibt es nicht.", STR_ARG(m->tenant));
		if (!ok && err->kind != ERR_UNKNOWN)
			return false;
	}
	if (!ok || !find(db, a, m->tenant, m->id, &r, out, err))
		return false;
	out->again = put.n == 0;
	return same(a, m, &r) ||
	       err_set(err, ERR_CONFLICT, "Unter dieser Kennung ist schon eine andere Nachricht gekommen.");
}

/* ---- delivering ---- */

struct delivery {
	struct due *due;
	struct arena *arena;
	struct str tenant, wanted; /* id, or empty */
	struct str id;             /* of the message claimed; empty: none */
	struct str kind, name, key, vars, sender, target;
	struct str number, element; /* of the receiver */
	int64_t token;
	struct err why; /* it cannot have it */
};

static bool claim(struct db_tx *tx, struct delivery *d, struct err *err)
{
	struct db_rows r;
	d->id = STR("");
	if (!db_exec(tx, DB_INBOX_CLAIM, DB_PARAMS(db_text(d->tenant), db_text(d->wanted)), &r, err))
		return false;
	if (r.n == 0)
		return true;
	d->id = db_get(&r, 0, 0);
	d->kind = db_get(&r, 0, 1);
	d->name = db_get(&r, 0, 2);
	d->key = db_get(&r, 0, 3);
	d->vars = db_get(&r, 0, 4);
	d->sender = db_get(&r, 0, 5);
	d->target = db_get(&r, 0, 6);
	return true;
}

static bool consume(struct db_tx *tx, const struct delivery *d, struct err *err)
{
	return db_exec(tx, DB_INBOX_CONSUME, DB_PARAMS(db_text(d->tenant), db_text(d->id), db_text(d->number)), NULL, err);
}

static bool hold(struct db_tx *tx, struct delivery *d, struct err *err)
{
	bool start = d->number.n == 0; /* no case could be begun */
	d->due->incidents++;
	return db_exec(tx, DB_INCIDENT_MESSAGE,
	    DB_PARAMS(db_text(d->tenant), db_text(d->number), db_int(d->arena, start ? 0 : d->token), db_text(d->id),
	        db_text(start ? STR("start") : d->kind), db_text(start ? d->name : d->element),
	        db_text(str_c(d->why.text))),
	    NULL, err);
}

static bool hand_over(struct db_tx *tx, struct delivery *d, const struct db_rows *r, struct err *err)
{
	const struct machine_case c = machine_case_of(d->tenant, r, 0);
	const struct flow_input in = {
		.kind = str_eq_c(d->kind, "signal") ? FLOW_SIGNAL : FLOW_MESSAGE,
		.token = (unsigned)db_get_int(r, 0, 1),
		.name = d->name,
		.vars = json_keep(d->arena, json_loadb(d->vars.p, d->vars.n, 0, NULL)),
	};
	d->number = c.number;
	d->token = in.token;
	d->element = db_get(r, 0, 2);
	switch (machine_step(d->due, tx, d->arena, &c, in.kind == FLOW_SIGNAL ? "signal" : "message", &in, &d->why)) {
	case MACHINE_DONE:
		return consume(tx, d, err);
	case MACHINE_INCIDENT:
		return hold(tx, d, err);
	case MACHINE_FAILED:
		break;
	}
	*err = d->why;
	return false;
}

/* Nobody waits for it, but it may begin something. *done: it was dealt with. */
static bool begin(struct db_tx *tx, struct delivery *d, bool *done, struct err *err)
{
	size_t n = 0;
	bool signal = str_eq_c(d->kind, "signal");
	*done = true;
	switch (begin_by(d->due, tx, d->arena, d->tenant, signal ? "signal" : "message", d->name, d->id, d->vars, &n,
	    &d->number, &d->why)) {
	case MACHINE_DONE:
		*done = n > 0;
		return n == 0 || signal || consume(tx, d, err);
	case MACHINE_INCIDENT:
		d->number = STR("");
		return hold(tx, d, err);
	case MACHINE_FAILED:
		break;
	}
	*err = d->why;
	return false;
}

/* To all who listen, and to the workflows that it begins. */
static bool spread(struct db_tx *tx, struct delivery *d, struct err *err)
{
	bool done;
	size_t incidents = d->due->incidents;
	if (!begin(tx, d, &done, err))
		return false;
	if (d->due->incidents > incidents) /* held: once it is tried again, all get it */
		return true;
	return db_exec(tx, DB_SIGNAL_SPREAD, DB_PARAMS(db_text(d->tenant), db_text(d->id)), NULL, err);
}

static bool deliver_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct delivery *d = arg;
	struct db_rows r;
	d->number = STR("");
	if (!claim(tx, d, err))
		return false;
	if (d->id.n == 0)
		return true;
	bool signal = str_eq_c(d->kind, "signal");
	if (signal && d->target.n == 0)
		return spread(tx, d, err);
	if (!db_exec(tx, DB_INBOX_RECEIVER,
	        DB_PARAMS(db_text(d->tenant), db_text(d->kind), db_text(d->name), db_text(d->key), db_text(d->target)), &r,
	        err))
		return false;
	if (r.n > 0)
		return hand_over(tx, d, &r, err);
	bool begun = false;
	if (!signal && d->target.n == 0 && !begin(tx, d, &begun, err))
		return false;
	if (begun)
		return true;
	if (!signal)
		return db_exec(tx, DB_INBOX_PARK, DB_PARAMS(db_text(d->tenant), db_text(d->id)), NULL, err);
	d->number = d->target; /* it has gone on meanwhile */
	return consume(tx, d, err);
}

static bool hold_tx(struct db_tx *tx, void *arg, struct err *err)
{
	return hold(tx, arg, err);
}

bool inbox_deliver(struct due *due, struct arena *a, struct str tenant, struct str id, bool *found_r, struct err *err)
{
	struct delivery d = { .due = due, .arena = a, .tenant = tenant, .wanted = id };
	size_t steps = due->steps;
	bool ok = db_run(due->db, a, tenant, deliver_tx, &d, err);
	if (!ok && !machine_is_down(err) && d.id.n > 0) { /* the database refuses to store this one */
		due->steps = steps;
		d.why = *err;
		ok = db_run(due->db, a, tenant, hold_tx, &d, err);
	}
	*found_r = d.id.n > 0;
	return ok;
}
