/* SPDX-License-Identifier: EUPL-1.2
 * Against forged posts: each form carries a token that only a page of ours could know, because it is derived from a
 * cookie that scripts cannot read. Nothing is stored. */
#ifndef OZG_FCGI_CSRF_H
#define OZG_FCGI_CSRF_H

#include "router.h"

#define CSRF_FIELD "_csrf"

/* Before a handler runs: makes sure that the cookie of the route's kind exists (but for CSRF_SESSION, which sign-in
 * makes) and sets c->csrf and c->draft. */
void csrf_begin(struct ctx *c);

/* The same as for a route with CSRF_VISIT: when another route's refusal asks to sign in. */
void csrf_begin_visit(struct ctx *c);

/* A new cookie in place of the old one, with c->csrf and c->draft to it: another application begins. */
void csrf_renew(struct ctx *c);

/* The draft cookie goes to another address: the form of the municipality the draft was carried over to. */
void csrf_move_draft(struct ctx *c, struct str path);

/* Whether this POST came from a page of ours: the token fits the cookie the browser sent, and the browser does not say
 * that another site made it post (Fetch Metadata, Sec-Fetch-Site). */
bool csrf_ok(const struct ctx *c);

/* 256 random bits as 64 hex digits: for cookies. */
struct str csrf_random(struct arena *a);

/* The path of the draft cookie: "/{tenant}/{form}/". */
struct str csrf_draft_path(const struct ctx *c);

#endif
