/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/cases: cases that nobody has applied for, begun by a timer, a message or a signal in the transaction
 * that claimed it. */
#ifndef OZG_CASES_BEGIN_H
#define OZG_CASES_BEGIN_H

#include "cases/machine.h"

/* A start event of a published workflow, and what makes it begin a case. */
struct begin {
	struct str tenant, flow, element, office;
	int64_t version;
	int64_t now;
	const char *kind; /* "timer", "message", "signal" */
	struct str cause; /* the same cause begins one case: id of the message, time of the timer */
	struct str vars;  /* JSON object: values for its variables */
};

/* number_r: of the new case; empty when this cause has begun one before. */
enum machine_end begin_case(struct due *d, struct db_tx *tx, struct arena *a, const struct begin *b,
    struct str *number_r, struct err *err) MUST_CHECK;

/* Begins what the message or signal begins: of a message one case, of a signal one of each workflow. *n_r: how many
 * start events there were; number_r: of the last case. */
enum machine_end begin_by(struct due *d, struct db_tx *tx, struct arena *a, struct str tenant, const char *kind,
    struct str name, struct str cause, struct str vars, size_t *n_r, struct str *number_r, struct err *err) MUST_CHECK;

/* Begins the next case that a timer of the tenant is due to begin. *found_r: there was one. */
bool begin_timer(struct due *d, struct arena *a, struct str tenant, bool *found_r, struct err *err) MUST_CHECK;

#endif
