/* SPDX-License-Identifier: EUPL-1.2
 * The staff session of a request: its cookie, and who may do what. */
#ifndef OZG_FCGI_SESSION_H
#define OZG_FCGI_SESSION_H

#include "router.h"

/* Looks the session cookie up and sets c->session, c->tenant and c->site; nobody signed in is not an error. */
bool session_begin(struct ctx *c, struct err *err) MUST_CHECK;

/* From here on s is who is signed in: sets c->session, c->tenant and c->site. */
bool session_use(struct ctx *c, const struct session *s, struct err *err) MUST_CHECK;

/* Whether the role of the route is filled by whoever sent this request: 0, or the HTTP status of the refusal: 401 (sign
 * in first), 403, 404 (must not be known from elsewhere). */
unsigned session_check(const struct ctx *c);

/* Sets (after identity_login) or removes (empty value) the session cookie. */
void session_set_cookie(struct ctx *c, struct str value);

/* The value of the session cookie as sent, for identity_logout. */
struct str session_cookie(const struct ctx *c);

/* Where to sign in, coming back to this address afterwards: "/office/anmelden?weiter=…". */
struct str session_login_address(const struct ctx *c);

#endif
