/* SPDX-License-Identifier: EUPL-1.2
 * An application in progress: the draft behind the cookie, the form version it is bound to, where its pages are. Shared
 * by the citizen's pages. */
#ifndef OZG_FCGI_APPLY_H
#define OZG_FCGI_APPLY_H

#include "cases/draft.h"
#include "cases/submission.h"
#include "form/form.h"
#include "pages.h"
#include "region/region.h"

struct apply {
	struct str base; /* "/ochsenfurt/hundesteuer-anmeldung/" */
	const struct form *form;
	struct draft draft; /* rev 0: there is none; its answers are empty then, never NULL */
	bool sent;          /* it was sent: receipt says how; then there is no draft */
	struct submission_receipt receipt;
	struct form_world world;
};

/* Finds all of it for the address and the cookie of this request. ERR_NOTFOUND: no such form, or one that is not for
 * citizens. The form version is the draft's, for a new application the current one. */
bool apply_load(struct ctx *c, struct apply *ap, struct err *err) MUST_CHECK;

/* The answers judged. */
const struct form_state *apply_eval(struct ctx *c, const struct apply *ap);

/* The first page that can be asked. */
size_t apply_first_page(const struct form_state *s);

/* Address of a page; SIZE_MAX is the check page. change: after it, straight back to the check page. */
struct str apply_page_address(struct ctx *c, const struct apply *ap, size_t page, bool change);

/* Sends the browser to where the application is when it is not where the address says: to the receipt when it was sent,
 * to the page about an expired draft when there is none. True when that was done. */
bool apply_elsewhere(struct ctx *c, const struct apply *ap);

/* Which office gets the application; *own says whether it is one of this municipality. */
bool apply_route(struct ctx *c, const struct apply *ap, const struct form_state *s, struct region_answer *answer,
    bool *own, struct err *err) MUST_CHECK;

/* Whom to ask there; NULL when there is no such office. */
bool apply_contact(struct ctx *c, struct str office, const struct view_contact **contact_r, struct err *err) MUST_CHECK;

/* 32 hex digits that change when the JSON changes. */
struct str apply_fingerprint(struct ctx *c, const json_t *json);

/* A copy that is given back when the request is over. */
json_t *apply_copy(struct ctx *c, const json_t *json);

#endif
