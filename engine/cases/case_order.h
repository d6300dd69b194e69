/* SPDX-License-Identifier: EUPL-1.2
 * The order to take the open cases of a workflow over to another version: an admin gives it, the worker tries it on all
 * of them and counts; the admin confirms what came out, the worker moves them, each in a transaction of its own that
 * also counts it. There is one order for each workflow of a tenant: the latest. */
#ifndef OZG_CASES_CASE_ORDER_H
#define OZG_CASES_CASE_ORDER_H

#include "cases/due.h"
#include "cases/migrate.h"

enum case_order_phase {
	CASE_ORDER_TRYING, /* the worker is at it, or will be within a second */
	CASE_ORDER_TRIED,  /* waits to be confirmed */
	CASE_ORDER_MOVING,
	CASE_ORDER_MOVED,
	CASE_ORDER_FAILED, /* of the order itself: a version or an element does not exist any more */
};

struct case_order {
	int64_t rev, from, to;
	enum case_order_phase phase;
	const json_t *plan; /* as flow_plan_json writes it */
	struct case_tally tally;
	struct str reason; /* of CASE_ORDER_FAILED */
	struct str by, at; /* login, "01.03.2026, 09:15" */
};

/* Those of the admin's pages use the connection of role ozg_admin. */

/* Versions that open cases of the tenant run, the oldest first. */
struct case_order_open {
	int64_t version, cases;
};
bool case_order_open(struct db *db, struct arena *a, struct str tenant, struct str flow,
    const struct case_order_open **list_r, size_t *n_r, struct err *err) MUST_CHECK;

/* NULL: nothing was ever ordered. All in a. */
bool case_order_load(struct db *db, struct arena *a, struct str tenant, struct str flow,
    const struct case_order **order_r, struct err *err) MUST_CHECK;

/* Orders a dry run: from, to, plan and by count. ERR_CONFLICT: cases are moving now. */
bool case_order_try(struct db *db, struct arena *a, struct str tenant, struct str flow, const struct case_order *order,
    struct err *err) MUST_CHECK;

/* Orders the move that was tried. ERR_CONFLICT: the order has another rev by now, nothing of it moves, or the workflow
 * was published anew since. */
bool case_order_go(struct db *db, struct arena *a, struct str tenant, struct str flow, int64_t rev, struct str actor,
    struct err *err) MUST_CHECK;

/* The worker's part: looks at some cases of an order, at most most. *n_r: how many steps were taken; 0: there is
 * nothing to do, or another worker does it. False: the database does not answer. */
bool case_order_work(
    struct due *d, struct arena *a, struct str tenant, int most, size_t *n_r, struct err *err) MUST_CHECK;

#endif
