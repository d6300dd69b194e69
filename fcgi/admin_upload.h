/* SPDX-License-Identifier: EUPL-1.2
 * The upload page, for others that have a text to be corrected. */
#ifndef OZG_FCGI_ADMIN_UPLOAD_H
#define OZG_FCGI_ADMIN_UPLOAD_H

#include "admin.h"

/* The page with the text and what is wrong with it (422). */
bool admin_upload_findings(
    struct ctx *c, struct str owner, struct str source, const struct diags *d, struct err *err) MUST_CHECK;

#endif
