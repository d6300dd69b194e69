/* SPDX-License-Identifier: EUPL-1.2
 * Taking the open cases of a workflow over to another of its versions, by a plan (flow/flow_migrate.h). */
#ifndef OZG_CASES_MIGRATE_H
#define OZG_CASES_MIGRATE_H

#include "db/db.h"
#include "flow/flow_migrate.h"

/* Why cases stay where they are. */
struct case_stay {
	struct str reason; /* „steht bei …“ */
	struct str number; /* of the first of them */
	size_t n;
};

struct case_migration {
	struct db *db; /* role worker */
	struct str tenant, flow;
	int64_t from, to; /* versions */
	const struct flow *old, *new;
	const struct flow_plan *plan;
	struct str actor;            /* for history and ledger; may be empty */
	bool dry;                    /* only counts */
	size_t cases, moved, stayed; /* counted up */
	struct case_stay *stays;
	size_t n_stays;
};

/* Looks at every open case of the old version, each in a transaction of its own that holds it, and moves it unless dry:
 * state, open tasks, timers and messages, history and ledger in one statement. What cannot move stays as it is. False:
 * the database does not answer. Reasons live in a. */
bool case_migrate(struct case_migration *m, struct arena *a, struct err *err) MUST_CHECK;

#endif
