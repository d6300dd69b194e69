/* SPDX-License-Identifier: EUPL-1.2
 * THE table of addresses (routes.c) and finding a request's place in it.
 *
 * A row says everything that must hold before its handler runs: method, pool, role, what guards its forms, and how much
 * body it takes. A pattern is made of literal segments and placeholders: "/:tenant/:form/". A placeholder takes one
 * segment of [a-z0-9-]; a placeholder in capitals ("/:NUMBER") one of [A-Z0-9-]; one with an underscore ("/:_id") an
 * identifier as definitions have it: [A-Za-z_][A-Za-z0-9_.-]*. Rows are tried in their order. */
#ifndef OZG_FCGI_ROUTER_H
#define OZG_FCGI_ROUTER_H

#include "app.h"

enum role {
	ROLE_NONE,  /* anybody */
	ROLE_LOCAL, /* only this machine: healthz, metrics */
	ROLE_STAFF, /* signed in, any role */
	ROLE_ADMIN,
};

/* What the token of the forms on a page is derived from. On GET the cookie is set when it is missing; on POST the token
 * must fit. */
enum csrf {
	CSRF_NONE,
	CSRF_VISIT,   /* a random cookie of the visit: sign-in, status */
	CSRF_DRAFT,   /* the citizen's draft cookie */
	CSRF_SESSION, /* the staff session */
};

struct route {
	enum req_method method;
	unsigned pools;
	const char *pattern;
	handler_fn *handler;
	enum role role;
	enum csrf csrf;
	size_t body_limit; /* bytes; 0 for GET */
};

/* All rows; returns their number. */
size_t routes(const struct route **list);

enum router_result {
	ROUTER_FOUND,
	ROUTER_UNKNOWN, /* no such address */
	ROUTER_METHOD,  /* the address exists, the method does not: *allow says which do */
	ROUTER_SLASH,   /* the address lacks its last slash */
};

/* Finds the row for req in this pool and fills arg with what the placeholders matched. */
enum router_result router_find(const struct req *req, enum pool pool, const struct route **route,
    struct str arg[ROUTER_ARGS_MAX], struct str *allow);

/* What the placeholder called name (":tenant") matched in this request; empty when the pattern has none. */
struct str router_arg(const struct ctx *c, const char *name);

#endif
