/* SPDX-License-Identifier: EUPL-1.2
 * The outbox: what a step wants done outside of the database, at least once. With the connection of role ozg_worker. */
#ifndef OZG_NOTIFY_OUTBOX_H
#define OZG_NOTIFY_OUTBOX_H

#include "db/db.h"

#include <jansson.h>

enum { OUTBOX_ATTEMPTS = 16 };

struct outbox_message {
	struct str tenant;
	int64_t id;
	struct str key;          /* idempotency key: the same for every attempt */
	struct str kind;         /* "notify" */
	struct str number;       /* of the case */
	const json_t *payload;   /* {"template","form","status","vars"}; goes with the arena */
	int64_t attempts;        /* this one included; more than OUTBOX_ATTEMPTS: the last one ended without a word */
	int64_t created_at;      /* seconds since 1970 */
	struct str municipality; /* name of the tenant */
};

/* Takes the message that is due for longest, for one minute; several workers never get the same one. *found_r false:
 * there is nothing to do now. */
bool outbox_claim(struct db *db, struct arena *a, struct outbox_message *m, bool *found_r, struct err *err) MUST_CHECK;

/* Delivered: it goes. No error when the minute is over and somebody else has it. */
bool outbox_done(struct db *db, struct arena *a, const struct outbox_message *m, struct err *err) MUST_CHECK;

/* Not delivered: again later; but not any more (*dead_r) when why is ERR_INPUT or this was the last attempt. The text
 * of why is for operators, without personal data. */
bool outbox_failed(struct db *db, struct arena *a, const struct outbox_message *m, const struct err *why, bool *dead_r,
    struct err *err) MUST_CHECK;

#endif
