/* SPDX-License-Identifier: EUPL-1.2
 * Inside of the form module: an answer to "why?" while it is put together. */
#ifndef OZG_FORM_FORM_WHY_H
#define OZG_FORM_FORM_WHY_H

#include "form/form_explain.h"

struct why {
	struct explain e;
	struct form_why_line *lines;
	size_t n;
};

/* A sentence; condition is the expression it tells, or NULL. */
void form_why_add(struct why *w, const char *about, unsigned depth, const struct xpath *condition, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* ", weil …", or nothing when there is nothing to tell. */
struct str form_why_because(struct why *w, struct str clause);

/* What else comes of the answers (form_why_ends.c): where the application ends, why a page cannot be left, what it
 * costs. */
void form_why_stop(struct why *w, const struct form_node *page);
void form_why_page(struct why *w, const struct form_node *page);
void form_why_fees(struct why *w);

#endif
