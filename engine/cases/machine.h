/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/cases: one step in a transaction that holds the row of the instance, mostly one that nobody clicks. */
#ifndef OZG_CASES_MACHINE_H
#define OZG_CASES_MACHINE_H

#include "cases/case.h"
#include "cases/due.h"

/* A case as the claiming statements give it. */
struct machine_case {
	struct str tenant, number;
	int64_t rev;
	struct str state, vars; /* JSON */
	struct str flow, form, office;
	int64_t flow_version;
	int64_t now; /* microseconds since 1970 UTC, by the clock of the database */
};

/* Row i of a claim, whose columns are number, token, element, rev, state, vars, flow, flow_version, form, office, now.
 */
struct machine_case machine_case_of(struct str tenant, const struct db_rows *r, size_t i);

/* Why a step was not done. */
enum machine_end {
	MACHINE_DONE,
	MACHINE_INCIDENT, /* the step itself is impossible: err says why. Nothing was changed. */
	MACHINE_FAILED,   /* the database does not answer or refuses: the transaction must be rolled back */
};

/* How history and ledger tell it. */
struct machine_deed {
	const char *kind;               /* "timer", "message", "signal", "repaired" */
	const struct case_actor *actor; /* NULL: nobody */
	const json_t *vars;             /* kept in the history, or NULL */
};

/* Computes the step and stores it. */
enum machine_end machine_do(struct db_tx *tx, struct arena *a, const struct machine_case *c, const struct flow *flow,
    const struct machine_deed *deed, const struct flow_input *in, struct err *err) MUST_CHECK;

/* The same for a worker, which finds the workflow first and counts. */
enum machine_end machine_step(struct due *d, struct db_tx *tx, struct arena *a, const struct machine_case *c,
    const char *kind, const struct flow_input *in, struct err *err) MUST_CHECK;

/* Is it the database that is at fault, and not what it was asked to store? */
bool machine_is_down(const struct err *err);

#endif
