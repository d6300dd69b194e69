/* SPDX-License-Identifier: EUPL-1.2
 * The language of the citizen's pages: what people chose (a cookie), before that what their browser would rather have,
 * else German. Staff pages are German. */
#ifndef OZG_FCGI_LANG_H
#define OZG_FCGI_LANG_H

#include "app.h"
#include "views.h"

/* Sets c->lang. */
void lang_begin(struct ctx *c);

/* "?sprache=en" on a page: keeps the choice and sends the browser to the page without it. False: nothing was chosen. */
bool lang_chosen(struct ctx *c);

/* A button "lang:en" in the form of a page of questions. */
bool lang_wanted(const struct ctx *c, enum form_lang *lang);

/* Makes that button "next" among what goes to the form: what was typed is kept as by the other buttons. */
void lang_as_next(const struct ctx *c, struct form_param *list, size_t n);

/* Keeps the choice for the next pages. */
void lang_keep(struct ctx *c, enum form_lang lang);

/* The choice as view_language items; empty for staff. */
struct tpl_list lang_offers(const struct ctx *c);

#endif
