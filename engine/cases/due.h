/* SPDX-License-Identifier: EUPL-1.2
 * What happens to cases by itself: timers that are due, messages and signals that have come, moves to another version
 * that were ordered. Called by the worker; any number of workers may do so at once.
 *
 * Each step is one transaction together with the claim of the row that caused it, so it is done exactly once. What
 * cannot be done becomes an incident and is not tried again by itself: a bad case never holds up the others. */
#ifndef OZG_CASES_DUE_H
#define OZG_CASES_DUE_H

#include "db/db.h"
#include "flow/flow.h"

/* Where compiled workflows come from. False with ERR_RETRY, ERR_UNKNOWN or ERR_BROKEN: ask again later; any other error
 * says that there is none. It must not use the connection of struct due, in which a transaction is open. */
typedef bool due_flow_fn(
    void *arg, struct str tenant, struct str id, int64_t version, const struct flow **out, struct err *err);

struct due {
	struct db *db; /* role worker */
	due_flow_fn *flow;
	void *flow_arg;
	size_t steps, incidents; /* counted up */
};

/* The tenants for which something is due now; the list lives in a. */
bool due_tenants(struct db *db, struct arena *a, const struct str **list_r, size_t *n_r, struct err *err) MUST_CHECK;

/* Does what is due for the tenant, at most most timers and most messages, the earliest first. *n_r: how many rows were
 * dealt with; 0: there are no more, or other workers have them. False: some of it could not be done, the rest was, as
 * long as the database answered. */
bool due_work(struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err) MUST_CHECK;

#endif
