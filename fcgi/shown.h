/* SPDX-License-Identifier: EUPL-1.2
 * The answers of one page as people see them: labels and values in the order of the page, without its structure. */
#ifndef OZG_FCGI_SHOWN_H
#define OZG_FCGI_SHOWN_H

#include "app.h"
#include "form/form.h"
#include "html/tpl.h"

#define SHOWN_MAX 500 /* fields of a page; more are left out */

struct shown_field {
	struct str name; /* of the input */
	struct str label, value;
	struct str key; /* the value whatever language the page speaks */
};

struct shown {
	struct shown_field list[SHOWN_MAX];
	size_t n;
};

/* Notes and calculated values are not answers and not among them. */
const struct shown *shown_of(struct ctx *c, const struct form_view_page *page);

/* 32 hex digits that change when an answer changes. */
struct str shown_fingerprint(struct ctx *c, const struct shown *s);

/* What a person typed into a page that could not be saved, as form_view_answer items: in the words of form
 * (form_posted), or, when it is NULL, just so. */
struct tpl_list shown_posted(struct ctx *c, const struct form *form, const struct form_param *params, size_t n);

#endif
