/* SPDX-License-Identifier: EUPL-1.2
 * The schema, patch by patch. */
#ifndef OZG_DB_SETUP_H
#define OZG_DB_SETUP_H

#include "base/err.h"

/* Applies every file NNNN-*.sql of schema_dir that table schema_patch does not name yet, in the order of the names,
 * each in a transaction of its own together with its row in schema_patch. conninfo is the owner's. A patch that was
 * applied with another text is refused (ERR_CONFLICT): a change is a new patch. applied(arg, name) is called after each
 * patch that was applied; it may be NULL. On false the patches before the one that failed stay applied; err names the
 * file. */
bool db_setup(const char *conninfo, const char *schema_dir, void (*applied)(void *arg, const char *name), void *arg,
    struct err *err) MUST_CHECK;

#endif
