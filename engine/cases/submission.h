/* SPDX-License-Identifier: EUPL-1.2
 * Sending an application. Accepted means committed: when submission_send returns true, the submission, the case, its
 * first tasks, the message to the citizen and the ledger entry are durable, and the draft is gone. */
#ifndef OZG_CASES_SUBMISSION_H
#define OZG_CASES_SUBMISSION_H

#include "db/db.h"
#include "flow/flow.h"
#include "form/form.h"

struct submission {
	struct str tenant;
	struct str secret; /* of the draft: one secret is one submission */
	int64_t rev;       /* of the draft, when answers was read from it */
	int64_t form_version, flow_version;
	struct str ars, office; /* where the routing sent it: an office of this tenant */
	const json_t *consents; /* [{"id", "label", "name", "at"}]; NULL: nobody else had to agree */
	struct date today;
	int64_t now; /* microseconds since 1970 UTC: what timers are set by */
};

struct submission_receipt {
	struct str number;        /* "OCH-2026-000123" */
	struct str status_secret; /* for the status page; stored nowhere */
	bool again;               /* it had been sent before, with the same content */
};

/* answers is a valid evaluation of form; flow is what form_flow(form) names. Sending again, after a double click or an
 * unknown outcome, gives the same receipt. ERR_CONFLICT: the draft was saved or deleted since it was read, and is as it
 * was; or it was sent before with other content. ERR_UNKNOWN: nobody knows; call again with the same secret. Errors of
 * the workflow's start are passed on (ERR_BROKEN). */
bool submission_send(struct db *db, struct arena *a, const struct submission *s, const struct form *form,
    const struct form_state *answers, const struct flow *flow, struct submission_receipt *out,
    struct err *err) MUST_CHECK;

/* The receipt of what was sent with this secret, for a page that is loaded again. ERR_NOTFOUND: nothing was. */
bool submission_receipt_find(struct db *db, struct arena *a, struct str tenant, struct str secret,
    struct submission_receipt *out, struct err *err) MUST_CHECK;

#endif
