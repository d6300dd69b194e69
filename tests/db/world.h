/* SPDX-License-Identifier: EUPL-1.2
 * A small world to act in: two municipalities, staff, and cases whose workflow steps are made by hand, so that the
 * guards of the database are tested without the workflow engine. */
#ifndef OZG_TESTS_WORLD_H
#define OZG_TESTS_WORLD_H

#include "cluster.h"
#include "base/buf.h"

#include "cases/store.h"

extern const struct case_actor world_anna, world_bernd, world_karla, world_fritz, world_foreign;

/* Empties the database and fills it with tests/db/world.sql. */
void world_reset(void);

/* cluster_setup in such a world. */
int world_setup(void **state);

/* Begins the draft, revision 1, that world_send sends. */
void world_draft(struct db *db, const char *secret);

/* Sends a submission for ochsenfurt whose workflow opens task 1 (Task_Pruefen) and task 2 (Task_Entscheiden, not by who
 * did Task_Pruefen). secret may be any text. */
bool world_send(struct db *db, struct arena *a, const char *secret, const char *answers, struct submission_receipt *out,
    struct err *err);

/* The number of a new case. */
struct str world_case(struct arena *a);

/* Effects of completing token: nothing but that it is closed. */
struct effects world_step(struct arena *a, int64_t token);

#endif
