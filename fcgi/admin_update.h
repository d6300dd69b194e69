/* SPDX-License-Identifier: EUPL-1.2
 * A newer version from the FIM catalogue, for a form that somebody worked on. */
#ifndef OZG_FCGI_ADMIN_UPDATE_H
#define OZG_FCGI_ADMIN_UPDATE_H

#include "admin.h"

/* native is what publish_native made of an upload, meant for the form wanted (its id; empty: for the one it is a
 * version of). Shows what it changes there; *shown_r is false when this owner has no such form. found (or NULL) is what
 * the import had to say. False with ERR_INPUT and a finding in d when it could be meant for several forms. */
bool admin_update_offer(struct ctx *c, struct str owner, struct str wanted, struct str native,
    const struct view_findings *found, struct diags *d, bool *shown_r, struct err *err) MUST_CHECK;

#endif
