/* SPDX-License-Identifier: EUPL-1.2
 * Documents that a page of questions sends: judged, stored, and handed to the form as answers. */
#ifndef OZG_FCGI_DOCUMENTS_H
#define OZG_FCGI_DOCUMENTS_H

#include "app.h"
#include "form/form.h"

enum documents { DOCUMENTS_STORE, DOCUMENTS_ONLY_JUDGE };

/* What was posted to this page of the form, each document as {"name", "type", "size", …} or, when it is not taken, as
 * {"name", "refused"}. DOCUMENTS_STORE keeps them for the draft of this request: call it once, however often the post
 * is tried. An input that was left empty is left out. */
bool documents_params(struct ctx *c, const struct form *f, size_t page, enum documents what,
    const struct form_param **list_r, size_t *n_r, struct err *err) MUST_CHECK;

#endif
