/* SPDX-License-Identifier: EUPL-1.2
 * The index tables (task, wait) rebuilt from the state of every open case, compared with what they hold, and repaired.
 */
#ifndef OZG_CASES_VERIFY_H
#define OZG_CASES_VERIFY_H

#include "cases/due.h"

/* One difference. */
struct verify_finding {
	struct str number;
	int64_t token;
	struct str kind, element; /* "task", "timer", "message", "signal"; "state" when the state itself is unreadable */
	struct str what;          /* "missing", "surplus", "different"; with kind "state" the reason, a German sentence */
	bool repaired;
};

struct verify {
	struct db *db; /* role worker */
	due_flow_fn *flow;
	void *flow_arg;
	bool repair;
	void (*report)(void *arg, const struct verify_finding *f);
	void *arg;
	size_t cases, findings, repaired; /* counted up */
};

/* Looks at all cases of the tenant, each in a transaction of its own that holds it. A state that does not fit its
 * workflow is reported and left alone. False: the database does not answer. */
bool verify_tenant(struct verify *v, struct str tenant, struct err *err) MUST_CHECK;

#endif
