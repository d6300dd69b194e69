/* SPDX-License-Identifier: EUPL-1.2
 * Cases that run real workflows, and the worker's part played by the test. */
#ifndef OZG_TESTS_FLOWS_H
#define OZG_TESTS_FLOWS_H

#include "world.h"

#include "cases/due.h"

#define FLOWS_SECOND INT64_C(1000000)
#define FLOWS_DAY (86400 * FLOWS_SECOND)

/* Microseconds since 1970 UTC. */
int64_t flows_now(void);

/* A process called id with these nodes (BPMN, one string) and flows "a>b; b>c if COND"; fails the test when it has
 * errors. vars: "betrag:decimal liste:text*". */
const struct flow *flows_read(struct arena *a, const char *id, const char *vars, const char *nodes, const char *flows);

/* Begins a case of ochsenfurt, office steueramt, as if it had been sent at that time. vars may be NULL. The number. */
struct str flows_begin(struct arena *a, const struct flow *f, const char *vars, int64_t at);

/* Stores the first step of a workflow as such a case. The number. */
struct str flows_store(struct arena *a, const struct flow *f, const struct flow_result *r);

/* A due_flow_fn over the NULL-terminated list of flows that arg points to. */
bool flows_find(void *arg, struct str tenant, struct str id, int64_t version, const struct flow **out, struct err *err);

/* Does everything that is due for ochsenfurt; returns how many steps that were. */
size_t flows_work(struct arena *a, const struct flow *const *flows);

/* First column of the first row of sql, in which $1 is the number of the case. */
struct str flows_of_case(struct arena *a, struct str number, const char *sql);

/* The token of the task at element, which must be open; completes it as Anna with these answers. */
int64_t flows_task(struct arena *a, struct str number, const char *element);
bool flows_complete(struct arena *a, const struct flow *f, struct str number, const char *element, const char *answers,
    struct err *err);

/* "element element": the open tasks, and what is waited for, of a case. */
struct str flows_open_tasks(struct arena *a, struct str number);
struct str flows_waits(struct arena *a, struct str number);

#endif
