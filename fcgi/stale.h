/* SPDX-License-Identifier: EUPL-1.2
 * Two windows on one page: the page carries a fingerprint of the answers it showed, and what is sent over answers that
 * have changed since is not saved but shown beside them. Nothing is lost in either case. */
#ifndef OZG_FCGI_STALE_H
#define OZG_FCGI_STALE_H

#include "apply.h"

/* Whether the posted _seen is not that of what is stored (before), and what was typed (after) is not what is stored
 * either. Then the page that lets the citizen choose has been rendered, with status 409. */
bool stale_found(struct ctx *c, const struct apply *ap, const struct form_state *before, const struct form_state *after,
    size_t page);

#endif
