/* SPDX-License-Identifier: EUPL-1.2
 * Messages and signals to cases: from outside, and from other cases of the tenant.
 *
 * A message has a name and a key; the case that waits for both gets it, the one that has waited longest, once. Nobody
 * waits yet: it is kept until somebody does or its time is over. A signal is for all that listen to its name at that
 * moment. The id is the sender's: the same id again is the same message. */
#ifndef OZG_CASES_INBOX_H
#define OZG_CASES_INBOX_H

#include "cases/due.h"

enum { INBOX_DAYS = 30, INBOX_DAYS_MAX = 3650, INBOX_ID_MAX = 100, INBOX_NAME_MAX = 200 };

struct inbox_message {
	struct str tenant;
	struct str id;   /* 1 to INBOX_ID_MAX bytes */
	struct str name; /* of the message or signal, 1 to INBOX_NAME_MAX bytes */
	struct str key;  /* correlation, or empty */
	struct str to;   /* number of the one case it is for, whatever its key; or empty */
	struct str vars; /* JSON object: values for variables of the workflow that gets it */
	bool signal;
	int days; /* kept so long, 1 to INBOX_DAYS_MAX */
};

enum inbox_place {
	INBOX_WAITING,   /* nobody has it: it is kept until .until */
	INBOX_DELIVERED, /* .number has it; of a signal: it was handed out */
	INBOX_HELD,      /* the case that should have got it cannot: .reason, see the incidents */
	INBOX_EXPIRED,   /* nobody wanted it in time */
};

struct inbox_status {
	enum inbox_place place;
	bool again; /* it had come before */
	struct str number, until, reason;
};

/* Accepts the message; it is durable when this returns true. ERR_INPUT: no good message, the text says why.
 * ERR_CONFLICT: another message of that id has come before. Delivering is the worker's task or inbox_deliver's. */
bool inbox_put(struct db *db, struct arena *a, const struct inbox_message *m, struct inbox_status *out,
    struct err *err) MUST_CHECK;

/* Where a message is. ERR_NOTFOUND: none of that id, or it was forgotten long after its time. */
bool inbox_find(struct db *db, struct arena *a, struct str tenant, struct str id, struct inbox_status *out,
    struct err *err) MUST_CHECK;

/* Delivers one message that is due: the next one of the tenant, or the one of this id. *found_r: there was one. False:
 * the database does not answer. */
bool inbox_deliver(
    struct due *d, struct arena *a, struct str tenant, struct str id, bool *found_r, struct err *err) MUST_CHECK;

#endif
