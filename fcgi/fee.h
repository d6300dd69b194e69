/* SPDX-License-Identifier: EUPL-1.2
 * What an application costs, as people read it. */
#ifndef OZG_FCGI_FEE_H
#define OZG_FCGI_FEE_H

#include "app.h"
#include "form/form.h"
#include "views.h"

#include <jansson.h>

/* What each item is for and why, and the total. why: the address that explains it, or empty. NULL when there is no
 * fee. */
const struct view_fee *fee_view(struct ctx *c, const struct form_fee *fee, struct str why);

/* The same of what was stored with the application (form_fee_json). */
const struct view_fee *fee_stored(struct ctx *c, const json_t *fee);

#endif
