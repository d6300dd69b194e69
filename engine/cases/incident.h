/* SPDX-License-Identifier: EUPL-1.2
 * Incidents: steps that could not be done. The case stands as it did before, until somebody repairs the values of its
 * variables or whatever else was wrong, and has it tried again. */
#ifndef OZG_CASES_INCIDENT_H
#define OZG_CASES_INCIDENT_H

#include "cases/case.h"
#include "flow/flow.h"

struct incident {
	struct str number; /* of the case; empty: one that could not be begun */
	int64_t token;     /* of the task or wait */
	struct str msg_id; /* message that could not be delivered, or empty */
	struct str kind;   /* task, timer, message, signal, start */
	struct str element, reason;
	struct str first_at, at; /* "01.03.2026, 09:15" */
	int64_t times;
	struct str form, office_name; /* of the case */
	int64_t form_version;
};

/* Those of the tenant that concern the actor's offices, oldest first; with an empty login all of them. */
bool incident_list(struct db *db, struct arena *a, struct str tenant, struct str login, const struct incident **list_r,
    size_t *n_r, struct err *err) MUST_CHECK;

struct incident_repair {
	struct str tenant, number;
	int64_t token;
	struct str msg_id;
	const struct case_actor *actor; /* empty login: ozgctl */
	const struct flow *flow;        /* what the case runs; only needed for vars */
	const json_t *vars;             /* new values of variables, an object; NULL: none */
};

/* Sets the values, as a step of its own with history and ledger entry, and lets the worker try again what it was about;
 * a task is for its people again. One transaction. ERR_NOTFOUND: no such incident, or none of the actor's; ERR_INPUT:
 * the workflow knows no such variable or value; ERR_BROKEN: it cannot go on with them, nothing was changed. */
bool incident_retry(struct db *db, struct arena *a, const struct incident_repair *r, struct err *err) MUST_CHECK;

/* Notes that completing the task at element failed for this reason. */
bool incident_task(struct db *db, struct arena *a, struct str tenant, struct str number, int64_t token,
    struct str element, struct str reason, struct err *err) MUST_CHECK;

#endif
