/* SPDX-License-Identifier: EUPL-1.2
 * Steps of a case by staff: read where it stands, compute, write guarded by the revision; again if somebody was faster.
 */
#include "cases/task.h"
#include "base/json.h"
#include "cases/incident.h"
#include "cases/store.h"
#include "ledger/ledger.h"

enum { TRIES = 5 };

struct found {
	int64_t rev;
	struct str state, form, case_office, flow;
	const json_t *vars;
	bool open; /* the rest is about the task */
	struct str element, assignee, assignee_name, barred_by;
	bool mine; /* in one of the actor's offices */
	bool completed, by_this_command;
	struct str completed_by, completed_at;
	int64_t now; /* by the clock of the database, which all timers go by */
};

static bool find(struct db *db, struct arena *a, const struct task_command *c, struct found *f, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, c->tenant, DB_TASK_FIND,
	        DB_PARAMS(
	            db_text(c->tenant), db_text(c->number), db_int(a, c->token), db_text(c->actor->login), db_text(c->cmd)),
	        &r, err))
		return false;
	if (r.n == 0)
		return err_set(err, ERR_NOTFOUND, "Diesen Vorgang gibt es nicht.");
	struct str vars_text = db_get(&r, 0, 2);
	const json_t *vars = json_keep(a, json_loadb(vars_text.p, vars_text.n, 0, NULL));
	*f = (struct found){
		.rev = db_get_int(&r, 0, 0),
		.state = db_get(&r, 0, 1),
		.vars = vars,
		.form = db_get(&r, 0, 3),
		.case_office = db_get(&r, 0, 4),
		.flow = db_get(&r, 0, 5),
		.open = !db_get_null(&r, 0, 6),
		.element = db_get(&r, 0, 6),
		.assignee = db_get(&r, 0, 7),
		.assignee_name = db_get(&r, 0, 8),
		.barred_by = db_get(&r, 0, 9),
		.completed = !db_get_null(&r, 0, 10),
		.completed_by = db_get(&r, 0, 10),
		.completed_at = db_get(&r, 0, 11),
		.by_this_command = db_get_bool(&r, 0, 12),
		.mine = db_get_bool(&r, 0, 13),
		.now = db_get_int(&r, 0, 14),
	};
	return true;
}

/* Says in a sentence what the guard of the statement would only refuse. holder: who may have it besides the actor. */
static bool may_touch(const struct task_command *c, const struct found *f, struct str holder, struct err *err)
{
	if (!f->open && f->completed)
		return err_set(err, ERR_CONFLICT, "Diese Aufgabe wurde am %.*s Uhr schon von %.*s erledigt.",
		    STR_ARG(f->completed_at), STR_ARG(f->completed_by));
	if (!f->open)
		return err_set(err, ERR_NOTFOUND, "Diese Aufgabe gibt es nicht.");
	if (!f->mine)
		return err_set(err, ERR_DENIED, "Diese Aufgabe gehört nicht zu Ihrer Stelle.");
	if (f->assignee.n > 0 && !str_eq(f->assignee, c->actor->login) && !str_eq(f->assignee, holder))
		return err_set(err, ERR_CONFLICT, "Diese Aufgabe bearbeitet gerade %.*s.", STR_ARG(f->assignee_name));
	return true;
}

/* To complete a task one must also not be ruled out by four-eyes. */
static bool may_complete(const struct task_command *c, const struct found *f, struct str holder, struct err *err)
{
	if (!may_touch(c, f, holder, err))
		return false;
	if (f->barred_by.n > 0)
		return err_set(err, ERR_DENIED,
		    "Vier-Augen-Prinzip: Sie haben schon „%.*s“ erledigt. Diese Aufgabe muss eine andere Person übernehmen.",
		    STR_ARG(f->barred_by));
	return true;
}

static bool too_busy(struct err *err)
{
	return err_set(err, ERR_CONFLICT,
	    "Der Vorgang wird gerade von mehreren bearbeitet. Bitte laden Sie die Seite neu und versuchen Sie es noch "
	    "einmal.");
}

enum assignment { CLAIM, TAKE, UNCLAIM };

/* Whether there is nothing left to do; *how may change, since whoever held the task may have given it back. */
static bool assigned(const struct task_command *c, const struct found *f, enum assignment *how)
{
	if (*how == UNCLAIM)
		return f->assignee.n == 0;
	if (f->assignee.n == 0)
		*how = CLAIM;
	return str_eq(f->assignee, c->actor->login);
}

static bool assign(struct db *db, struct arena *a, const struct task_command *c, enum assignment wanted,
    struct str holder, struct err *err)
{
	static const char *const actions[] = { "claim", "take", "unclaim" };
	for (int i = 0; i < TRIES; i++) {
		struct found f;
		struct db_rows rows;
		enum assignment how = wanted;
		if (!find(db, a, c, &f, err) ||
		    !(how == UNCLAIM ? may_touch(c, &f, holder, err) : may_complete(c, &f, holder, err)))
			return false;
		if (assigned(c, &f, &how))
			return true;
		struct ledger_commitment l = ledger_commit(a, f.element);
		if (!db_once(db, a, c->tenant, DB_TASK_ASSIGN,
		        DB_PARAMS(db_text(c->tenant), db_text(c->number), db_int(a, f.rev), db_int(a, c->token),
		            db_text(c->actor->login), db_text(c->actor->name), db_text(str_c(actions[how])), db_text(holder),
		            db_bytes(a, l.salt), db_bytes(a, l.commitment)),
		        &rows, err)) {
			if (err->kind == ERR_UNKNOWN)
				continue; /* reading again tells */
			return false;
		}
		if (rows.n > 0)
			return true;
	}
	return too_busy(err);
}

bool task_claim(struct db *db, struct arena *a, const struct task_command *c, struct err *err)
{
	return assign(db, a, c, CLAIM, STR(""), err);
}

bool task_take(struct db *db, struct arena *a, const struct task_command *c, struct str holder, struct err *err)
{
	return assign(db, a, c, TAKE, holder, err);
}

bool task_unclaim(struct db *db, struct arena *a, const struct task_command *c, struct err *err)
{
	return assign(db, a, c, UNCLAIM, STR(""), err);
}

/* Of the answers, those that the workflow has declared where the task stands. */
static json_t *declared(struct arena *a, const struct flow *flow, struct str element, const json_t *answers)
{
	const struct flow_var *list;
	size_t n = flow_vars_at(flow, element, &list);
	json_t *vars = json_keep(a, json_object());
	for (size_t i = 0; i < n; i++) {
		const char *name = str_cdup(a, list[i].name);
		json_t *value = json_object_get(answers, name);
		if (value != NULL)
			json_object_set(vars, name, value);
	}
	return vars;
}

/* The workflow cannot go on: noted for those who can repair it; the case is as it was. */
static bool impossible(
    struct db *db, struct arena *a, const struct task_command *c, const struct found *f, struct err *err)
{
	const struct err why = *err;
	if (why.kind != ERR_CONFLICT && why.kind != ERR_INPUT &&
	    !incident_task(db, a, c->tenant, c->number, c->token, f->element, str_c(why.text), err))
		return false;
	*err = why;
	return false;
}

/* What is done with the task: completed when event is empty, else the error reported that this boundary event catches.
 */
struct deed {
	struct str event;
	const json_t *answers;
	struct date today;
};

/* name_r: what people call the error; empty: none. */
static bool input_of(struct arena *a, const struct flow *flow, const struct found *f, const struct deed *d,
    struct flow_input *in, struct str *name_r, struct err *err)
{
	const struct flow_failure *list;
	*name_r = STR("");
	in->kind = FLOW_COMPLETE;
	if (d->event.n == 0) {
		in->vars = declared(a, flow, f->element, d->answers);
		return true;
	}
	size_t n = flow_failures(a, flow, f->element, &list), i = 0;
	while (i < n && !str_eq(list[i].event, d->event))
		i++;
	if (i == n)
		return err_set(err, ERR_INPUT, "An dieser Aufgabe kann dieser Fehler nicht gemeldet werden.");
	in->kind = FLOW_ERROR;
	in->name = list[i].code;
	*name_r = list[i].name;
	return true;
}

static bool step(struct db *db, struct arena *a, const struct task_command *c, const struct found *f,
    const struct flow *flow, const struct deed *d, bool *done_r, struct err *err)
{
	struct flow_input in = { .token = (unsigned)c->token, .now = f->now };
	struct str failure;
	struct flow_result r;
	struct effects e;
	if (!input_of(a, flow, f, d, &in, &failure, err))
		return false;
	if (!flow_step(a, flow, f->state, f->vars, &in, d->today, &r, err))
		return impossible(db, a, c, f, err);
	json_keep(a, r.vars);
	if (!cases_effects(a, &r, f->form, &e, err))
		return impossible(db, a, c, f, err);
	struct str text = json_text(a, d->answers, JSON_COMPACT | JSON_SORT_KEYS);
	return task_store(db, a, c, f->rev, f->case_office, failure, text, &e, done_r, err);
}

/* What this command has done before is said to be done only when it is durable. */
static bool settle(struct db *db, struct arena *a, const struct task_command *c, struct err *err)
{
	return db_once(db, a, c->tenant, DB_TASK_SETTLE, DB_PARAMS(db_text(c->tenant), db_text(c->number)), NULL, err);
}

bool task_check(struct db *db, struct arena *a, const struct task_command *c, bool *done_r, struct err *err)
{
	struct found f;
	if (!find(db, a, c, &f, err))
		return false;
	*done_r = f.by_this_command;
	return f.by_this_command ? settle(db, a, c, err) : may_complete(c, &f, STR(""), err);
}

static bool work(struct db *db, struct arena *a, const struct task_command *c, const struct flow *flow,
    const struct deed *d, struct err *err)
{
	bool unknown = false;
	for (int i = 0; i < TRIES; i++) {
		struct found f;
		bool done;
		if (!find(db, a, c, &f, err)) {
			if (unknown)
				err->kind = ERR_UNKNOWN;
			return false;
		}
		if (f.by_this_command)
			return settle(db, a, c, err);
		if (!may_complete(c, &f, STR(""), err))
			return false;
		if (!str_eq(f.flow, flow_id(flow)))
			return err_set(
			    err, ERR_BUG, "Der Vorgang läuft nach %.*s, nicht nach %.*s.", STR_ARG(f.flow), STR_ARG(flow_id(flow)));
		unknown = false;
		if (step(db, a, c, &f, flow, d, &done, err)) {
			if (done)
				return true;
		} else if (err->kind == ERR_UNKNOWN) {
			unknown = true; /* reading again tells */
		} else {
			return false;
		}
	}
	return unknown ? false : too_busy(err);
}

bool task_complete(struct db *db, struct arena *a, const struct task_command *c, const struct flow *flow,
    const json_t *answers, struct date today, struct err *err)
{
	return work(db, a, c, flow, &(struct deed){ STR(""), answers, today }, err);
}

bool task_fail(struct db *db, struct arena *a, const struct task_command *c, const struct flow *flow, struct str event,
    const json_t *answers, struct date today, struct err *err)
{
	return work(db, a, c, flow, &(struct deed){ event, answers, today }, err);
}
