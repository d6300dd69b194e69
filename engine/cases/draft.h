/* SPDX-License-Identifier: EUPL-1.2
 * Drafts: what a citizen has typed so far, kept on the server after every page for 30 days.
 *
 * A draft is found and decrypted only with the secret in the citizen's cookie, which is stored nowhere. Staff cannot
 * read it, nor can whoever reads the database. */
#ifndef OZG_CASES_DRAFT_H
#define OZG_CASES_DRAFT_H

#include "db/db.h"

#include <jansson.h>

enum { DRAFT_DAYS = 30 };

struct draft {
	struct str form;
	int64_t form_version; /* the version it was begun with */
	json_t *answers;      /* borrowed: draft_load gives it back when its arena goes */
	int64_t rev;          /* 0: not saved yet */
};

/* ERR_NOTFOUND: never saved, expired, sent or deleted; then begin with a new secret. */
bool draft_load(struct db *db, struct arena *a, struct str tenant, struct str secret, struct draft *out,
    struct err *err) MUST_CHECK;

/* Saves and counts d->rev up. ERR_CONFLICT: it was saved, sent or deleted from elsewhere since d was loaded; nothing is
 * overwritten or brought back. */
bool draft_save(
    struct db *db, struct arena *a, struct str tenant, struct str secret, struct draft *d, struct err *err) MUST_CHECK;

/* Deleting what is not there is fine. */
bool draft_delete(struct db *db, struct arena *a, struct str tenant, struct str secret, struct err *err) MUST_CHECK;

/* Carries the draft over to another municipality's site; the secret stays. A draft that is there already stays, and is
 * ERR_CONFLICT. Whatever fails, the draft is never in neither place. */
bool draft_move(
    struct db *db, struct arena *a, struct str from, struct str to, struct str secret, struct err *err) MUST_CHECK;

#endif
