/* SPDX-License-Identifier: EUPL-1.2
 * Steps of a case by staff: claim a task, take it over, give it back, complete it. Each is one transaction with its
 * history and its ledger entry; permission, four-eyes and "nobody was faster" are conditions of the statement that
 * writes it. */
#ifndef OZG_CASES_TASK_H
#define OZG_CASES_TASK_H

#include "cases/case.h"
#include "flow/flow.h"

struct task_command {
	struct str tenant, number;
	int64_t token; /* of the task */
	const struct case_actor *actor;
	struct str cmd; /* token of the page that was sent: the same twice is done once; may be empty */
};

/* ERR_NOTFOUND: no such case. ERR_CONFLICT: completed or claimed by somebody else, the text says by whom. ERR_DENIED:
 * not a task of the actor's offices, or claiming it when four-eyes forbids to complete it. Claiming what one has
 * already claimed is fine, and so is giving back what nobody has. */
bool task_claim(struct db *db, struct arena *a, const struct task_command *c, struct err *err) MUST_CHECK;
bool task_unclaim(struct db *db, struct arena *a, const struct task_command *c, struct err *err) MUST_CHECK;

/* Takes over what holder (a login) has claimed; whoever that is cannot complete it any more. Errors as of task_claim;
 * ERR_CONFLICT also when a third person has it by now. Given back meanwhile it is simply claimed. */
bool task_take(
    struct db *db, struct arena *a, const struct task_command *c, struct str holder, struct err *err) MUST_CHECK;

/* Whether the actor could complete the task now, before a form is asked for; errors as of task_complete. *done_r: this
 * very command has completed it already. */
bool task_check(struct db *db, struct arena *a, const struct task_command *c, bool *done_r, struct err *err) MUST_CHECK;

/* Completes the task with the valid result of its form: answers whose name is a variable of the workflow become
 * variables, all of them are kept in the history. flow is the version that the case runs (case_load names it). Errors
 * as above, and ERR_DENIED with a sentence when four-eyes forbids it; what flow_step refuses is passed on. ERR_UNKNOWN:
 * nobody knows; call again with the same cmd. */
bool task_complete(struct db *db, struct arena *a, const struct task_command *c, const struct flow *flow,
    const json_t *answers, struct date today, struct err *err) MUST_CHECK;

/* Reports the error that the boundary event of this id on the task catches (flow_failures), instead of completing it.
 * answers: what had been entered by then, valid or not; kept in the history and no variables. Errors as of
 * task_complete; ERR_INPUT: there is no such event on the task. */
bool task_fail(struct db *db, struct arena *a, const struct task_command *c, const struct flow *flow, struct str event,
    const json_t *answers, struct date today, struct err *err) MUST_CHECK;

#endif
