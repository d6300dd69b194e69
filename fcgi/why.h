/* SPDX-License-Identifier: EUPL-1.2
 * "Warum?" beside a question: where it leads, and the answer for a page. */
#ifndef OZG_FCGI_WHY_H
#define OZG_FCGI_WHY_H

#include "apply.h"

/* The page that explains the element at path; from_check: it leads back to the check page. */
struct str why_address(struct ctx *c, const struct apply *ap, struct str path, bool from_check);

/* The explanation for parts/why_lines; conditions: with the expressions, for those who write forms. */
const struct view_why *why_view(struct ctx *c, const struct form_why *why, bool conditions);

#endif
