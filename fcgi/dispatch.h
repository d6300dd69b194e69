/* SPDX-License-Identifier: EUPL-1.2
 * The way of a request: read the head, find the row, check what the row demands, run the handler, turn errors into
 * pages, count and log. */
#ifndef OZG_FCGI_DISPATCH_H
#define OZG_FCGI_DISPATCH_H

#include "app.h"

/* Answers one request; *resp is ready to send. Never fails. */
void dispatch(struct app *app, struct arena *a, char *const *env, req_source_fn *source, void *arg, struct resp *resp);

/* Makes the page one of this municipality: sets c->tenant and c->site. ERR_NOTFOUND: there is none. */
bool dispatch_tenant(struct ctx *c, struct str tenant, struct err *err) MUST_CHECK;

#endif
