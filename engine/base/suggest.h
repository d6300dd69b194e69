/* SPDX-License-Identifier: EUPL-1.2
 * "Meinten Sie …?": the name somebody probably wanted to write. */
#ifndef OZG_BASE_SUGGEST_H
#define OZG_BASE_SUGGEST_H

#include "base/buf.h"

/* The nearest of n names: at most two letters wrong, missing, too many or swapped, and less than half of the name.
 * The first one wins a tie; empty when none is near. Names are valid UTF-8; those over 64 characters are not compared.
 */
struct str suggest_nearest(struct str wanted, const struct str *names, size_t n);

/* Adds " Meinten Sie „SIGILnearest“?" or nothing. sigil is "$" for variables, else "". */
void suggest_add(struct buf *out, const char *sigil, struct str wanted, const struct str *names, size_t n);

#endif
