/* SPDX-License-Identifier: EUPL-1.2
 * Reading cases: the citizen's status page and the page of the caseworker. */
#ifndef OZG_CASES_CASE_H
#define OZG_CASES_CASE_H

#include "db/db.h"

#include <jansson.h>

/* A member of staff who acts: from the session, never from the request. Whose tasks they may do, the database knows. */
struct case_actor {
	struct str login; /* "anna.ochsenfurt" */
	struct str name;  /* "Anna Albrecht": kept in the history */
};

struct case_event {
	struct str at;   /* "01.03.2026, 09:15", German time */
	struct str kind; /* submitted, passed, opened, claimed, taken, unclaimed, completed, failed, status, service, ended,
	                    migrated */
	struct str actor; /* login, "citizen" or empty */
	struct str actor_name;
	struct str element;
	struct str text;    /* name of the element, or the status */
	const json_t *data; /* what was entered into the task form; or NULL */
	struct str via;     /* of passed: the sequence flow it was reached by, or empty */
	int64_t at_s;       /* seconds since 1970 UTC */
};

/* ---- for the citizen ---- */

struct case_status {
	struct str tenant, number, form;
	int64_t form_version;
	struct str sent_at; /* "01.03.2026, 09:15" */
	struct str status;
	bool ended;
	struct str office, email, phone, address; /* whom to ask */
	const json_t *fee;                        /* what it costs, as form_fee_json says it; or NULL */
	const struct case_event *history;         /* at, kind and text only; oldest first */
	size_t n_history;
};

/* By number and secret as people type them. ERR_NOTFOUND when the two do not belong together: the same answer whether
 * there is such a number or not. */
bool case_status(struct db *db, struct arena *a, struct str number, struct str secret, struct case_status *out,
    struct err *err) MUST_CHECK;

/* ---- for staff ---- */

struct case_task {
	int64_t token;
	struct str element, name, form, office, office_name;
	struct str assignee, assignee_name; /* empty: nobody has claimed it */
	struct str opened_at;
	bool mine;      /* in one of the actor's offices */
	struct str due; /* until when: "14.03.2026" or "14.03.2026, 09:15"; empty: no deadline */
	bool overdue;
	struct str barred_by; /* four-eyes: name of the step that the actor completed; empty: not barred */
};

/* What a case waits for besides people. */
struct case_wait {
	struct str kind;      /* timer, message, signal */
	struct str element;   /* BPMN id */
	struct str name, key; /* of the message or signal */
	struct str due;       /* of a timer: "01.03.2026, 09:15", German time */
	bool held;            /* there is an incident */
};

struct case_file {
	struct str tenant, number, form, flow, service, ars, office, office_name, sent_at, status;
	struct str created_at; /* as the database writes it, for publish_form_at */
	int64_t form_version, flow_version, rev;
	bool ended;
	struct str state;              /* of the workflow engine */
	const json_t *vars;            /* variables of the workflow */
	const json_t *answers;         /* as submitted */
	const json_t *fee;             /* as form_fee_json says it; or NULL */
	const json_t *consents;        /* [{"id", "label", "name", "at"}]; or NULL */
	const struct case_task *tasks; /* open ones */
	size_t n_tasks;
	const struct case_wait *waits;
	size_t n_waits;
	const struct case_event *history;
	size_t n_history;
};

/* Everything about a case, in one transaction. ERR_NOTFOUND also when it is no business of the actor's. JSON is
 * borrowed from a. */
bool case_load(struct db *db, struct arena *a, struct str tenant, struct str number, const struct case_actor *actor,
    struct case_file *out, struct err *err) MUST_CHECK;

#endif
