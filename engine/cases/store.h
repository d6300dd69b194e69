/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/cases: writing a step whose effects are known. The public functions compute the effects and come here;
 * tests of the guards come here directly. */
#ifndef OZG_CASES_STORE_H
#define OZG_CASES_STORE_H

#include "cases/effects.h"
#include "cases/submission.h"
#include "cases/task.h"

struct submission_row {
	struct str tenant, secret, form;
	int64_t rev; /* of the draft */
	int64_t form_version;
	struct str answers;       /* JSON, keys sorted: what was sent before is recognised by its bytes */
	struct str fee, consents; /* JSON; empty: none */
	struct str service, ars, office, flow;
	int64_t flow_version;
	struct str files; /* JSON list of the documents: {id, path, document, name, type, sha256, key}; empty: none */
};

bool submission_store(struct db *db, struct arena *a, const struct submission_row *s, const struct effects *e,
    struct submission_receipt *out, struct err *err) MUST_CHECK;

/* Completes the task, or reports failure when that is not empty, if the case still has revision rev, the task is open,
 * in one of the actor's offices, not claimed by another and not barred by four-eyes. *done_r false: one of these is not
 * so, and nothing was changed. */
bool task_store(struct db *db, struct arena *a, const struct task_command *c, int64_t rev, struct str office,
    struct str failure, struct str data, const struct effects *e, bool *done_r, struct err *err) MUST_CHECK;

#endif
