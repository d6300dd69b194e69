/* SPDX-License-Identifier: EUPL-1.2
 * Taking the open cases of a workflow over to another of its versions, by a plan (flow/flow_migrate.h). */
#ifndef OZG_CASES_MIGRATE_H
#define OZG_CASES_MIGRATE_H

#include "db/db.h"
#include "flow/flow_migrate.h"

enum { CASE_STAYS_MAX = 50, CASE_STAYS_NAMED = 20 };

/* Why cases stay where they are. */
struct case_stay {
	struct str reason;                    /* „steht bei …“; the last of CASE_STAYS_MAX also counts all others */
	struct str numbers[CASE_STAYS_NAMED]; /* the first of them */
	size_t n;
};

/* What came of it. */
struct case_tally {
	size_t cases, moved; /* the others stay */
	struct case_stay stays[CASE_STAYS_MAX];
	size_t n_stays;
};

struct case_migration {
	struct db *db; /* role worker */
	struct str tenant, flow;
	int64_t from, to; /* versions */
	const struct flow *old, *new;
	const struct flow_plan *plan;
	struct str actor; /* for history and ledger; may be empty */
	bool dry;         /* only counts */
	struct case_tally tally;
};

/* Looks at every open case of the old version, each in a transaction of its own that holds it, and moves it unless dry:
 * state, open tasks, timers and messages, history and ledger in one statement. What cannot move stays as it is. False:
 * the database does not answer. Reasons live in a. */
bool case_migrate(struct case_migration *m, struct arena *a, struct err *err) MUST_CHECK;

/* The same for one case, in a transaction of the caller's, and without counting it. */
struct case_moved {
	bool seen, moved; /* !seen: it has ended meanwhile, or runs another version already */
	struct err why;   /* it stays */
};
bool case_migrate_one(struct db_tx *tx, struct arena *a, const struct case_migration *m, struct str number,
    struct case_moved *out, struct err *err) MUST_CHECK;
void case_migrate_count(struct case_tally *t, struct arena *a, struct str number, const struct case_moved *x);

#endif
