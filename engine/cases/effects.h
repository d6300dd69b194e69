/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/cases: what a step of the workflow changes, in the shape the statements take. */
#ifndef OZG_CASES_EFFECTS_H
#define OZG_CASES_EFFECTS_H

#include "db/db.h"
#include "flow/flow.h"

struct effects {
	struct str state;  /* JSON */
	struct str vars;   /* JSON */
	struct str status; /* what the citizen reads from now on; empty: as before */
	bool ended;
	struct str tasks;      /* JSON list of tasks to open: {token, element, name, form, office, not_by, due, priority} */
	struct str waits;      /* JSON list of what is waited for: {token, element, kind, name, key, due} */
	struct str events;     /* JSON list for the history, in order: {kind, element, token, text} */
	struct str messages;   /* JSON list for the outbox: {kind, payload} */
	struct str sends;      /* JSON list for the inbox of others: {kind, name, key, vars} */
	const int64_t *closes; /* tokens of the tasks to close */
	const int64_t *unwaits; /* tokens of what is no longer waited for */
	size_t n_closes, n_unwaits;
	bool waits_or_sends; /* waits or sends is not empty: the statement that also writes those */
};

/* form: id of the citizen's form, for the templates of the messages. Keeps what r points to. What was opened and closed
 * within the step leaves no row. False with ERR_BROKEN when the case would stand where nobody ever sees it again. */
bool cases_effects(
    struct arena *a, const struct flow_result *r, struct str form, struct effects *out, struct err *err) MUST_CHECK;

#endif
