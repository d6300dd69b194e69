/* SPDX-License-Identifier: EUPL-1.2
 * The version or draft that preview and trial are about. */
#ifndef OZG_FCGI_ADMIN_SUBJECT_H
#define OZG_FCGI_ADMIN_SUBJECT_H

#include "admin.h"

struct admin_subject {
	struct admin ad;
	int64_t version; /* 0: the draft */
	struct str base; /* "/admin/_/form/hundesteuer-anmeldung/entwurf/" */
	const struct form *form;
	const struct flow *flow;
	const struct dmn *decision; /* all NULL: a draft that cannot be read any more */
	struct str source;          /* of a draft */
	struct diags findings;      /* of a draft; errors when something it needs has changed since it was uploaded */
};

/* For the address of this request ("/admin/:_owner/:kind/:_id/:version/…"). Errors as admin_find, and ERR_NOTFOUND when
 * there is no such version or no draft. */
bool admin_subject_load(struct ctx *c, struct admin_subject *s, struct err *err) MUST_CHECK;

#endif
