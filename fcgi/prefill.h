/* SPDX-License-Identifier: EUPL-1.2
 * First values of answers that these pages know, also from the link that led to the form. */
#ifndef OZG_FCGI_PREFILL_H
#define OZG_FCGI_PREFILL_H

#include "apply.h"

/* Lets world supply what this request knows. */
void prefill_begin(struct ctx *c, struct form_world *world);

/* Takes what the form asks of its address (query:NAME) out of it into a cookie. True when the browser was sent to the
 * address without it. */
bool prefill_keep(struct ctx *c, const struct apply *ap);

/* The cookie is deleted: the application was sent or discarded. */
void prefill_forget(struct ctx *c);

/* The cookie moves to the form of another municipality, with the draft. */
void prefill_move(struct ctx *c, struct str path);

#endif
