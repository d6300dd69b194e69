/* SPDX-License-Identifier: EUPL-1.2
 * Somebody else agrees to an application before it is sent (the other parent, a co-owner).
 *
 * The applicant asks; the other person gets a mail that says where to go and carries no secret. What opens the summary
 * is a code that the applicant hands over in person: it is derived from the draft's secret, so the applicant can read
 * it again and nobody else can, and it stands in no mail, no address, no log and not in the database, which only has
 * its hash. Summary and answer are sealed with a key that comes from the code: staff, and whoever reads the database,
 * can read neither, as with the draft itself.
 *
 * A consent is one to the very answers of the moment it was asked for: a fingerprint, keyed with the draft's secret,
 * says whether they still are the same. It lives as long as the draft; when the application is sent, name and time
 * become part of it and of what the ledger commits to. */
#ifndef OZG_CASES_CONSENT_H
#define OZG_CASES_CONSENT_H

#include "db/db.h"

#include <jansson.h>

enum { CONSENT_DAYS = 14, CONSENT_ASKS_MAX = 5, CONSENT_NAME_MAX = 200 };

/* ---- for the applicant ---- */

struct consent {
	struct str id;           /* of the form's consent */
	struct str number, code; /* to be handed over: "OCH-Z-7Q4D0ZK1" and "7Q4D-0ZK1-…" */
	enum consent_state { CONSENT_OPEN, CONSENT_AGREED, CONSENT_REFUSED } state;
	bool current;         /* the answers are those it was asked for */
	bool expired;         /* not answered in time */
	struct str name;      /* of the person who answered */
	struct str at, until; /* "01.03.2026, 09:15" */
};

/* All that were asked for with this draft. answers: as the draft has them now. */
bool consent_list(struct db *db, struct arena *a, struct str tenant, struct str secret, int64_t form_version,
    const json_t *answers, const struct consent **list_r, size_t *n_r, struct err *err) MUST_CHECK;

struct consent_request {
	struct str tenant, secret;
	struct str form, id; /* of the form, of its consent */
	int64_t form_version;
	const json_t *answers; /* of the draft */
	const json_t *letter;  /* what the other person is shown */
	struct str mail;
};

/* Asks, or asks anew: what was asked before with this id is void. ERR_NOTFOUND: there is no draft any more.
 * ERR_CONFLICT: asked too often; nobody's mailbox is filled by us. */
bool consent_ask(struct db *db, struct arena *a, const struct consent_request *r, struct err *err) MUST_CHECK;

/* ---- for the other person ---- */

struct consent_letter {
	struct str tenant, number;
	const json_t *letter; /* as it was asked with; borrowed from the arena */
	enum consent_state state;
	bool expired;
	struct str until;
};

/* By number and code as people type them. ERR_NOTFOUND when the two do not belong together: the same answer whether
 * there is such a number or not, or one that has been replaced. */
bool consent_open(struct db *db, struct arena *a, struct str number, struct str code, struct consent_letter *out,
    struct err *err) MUST_CHECK;

/* ERR_NOTFOUND as above; ERR_CONFLICT when it was answered or has expired. */
bool consent_answer(struct db *db, struct arena *a, struct str number, struct str code, bool agrees, struct str name,
    struct err *err) MUST_CHECK;

#endif
