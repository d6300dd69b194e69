/* SPDX-License-Identifier: EUPL-1.2
 * Connections to the private cluster that tests/db/db.sh has started, and its schema. */
#ifndef OZG_TESTS_CLUSTER_H
#define OZG_TESTS_CLUSTER_H

#include "test.h"

#include "db/db.h"
#include "db/setup.h"

/* Connection string for a role: "citizen" means ozg_citizen; "super" is the superuser. */
const char *cluster_conninfo(struct arena *a, const char *role);

struct db *cluster_open(const char *role);

/* Applies the schema; fails the test on error. */
void cluster_schema(void);

/* For cmocka: *state is an arena, and the schema is there. */
int cluster_setup(void **state);
int cluster_teardown(void **state);

/* SQL of the test's own as superuser (past row-level security), first column of the first row or "". */
struct str cluster_sql(struct arena *a, const char *sql);

/* Fails the test when the server does not take sql as a statement. */
void cluster_prepare(const char *name, const char *sql);

/* First column of the first row of a statement with bound parameters. */
struct str cluster_params(struct arena *a, const char *sql, const struct db_param *params, size_t n);

/* A statement as another role and for a tenant, rolled back; *state_r gets the SQLSTATE of an error, else "00000".
 * Returns the number of rows that came or were changed. */
long cluster_try(const char *role, const char *tenant, const char *sql, char state_r[6]);

#endif
