/* SPDX-License-Identifier: EUPL-1.2
 * What a browser would rather have (RFC 9110, 12.5.4). */
#ifndef OZG_FCGI_ACCEPT_H
#define OZG_FCGI_ACCEPT_H

#include "base/str.h"

/* The position of the offer that an Accept-Language header likes best; n when it likes none of them. "de-AT" and "*"
 * are content with "de"; an offer with a private part ("de-x-leicht") is found only by its whole name. */
size_t accept_best(struct str header, const char *const *offers, size_t n);

#endif
