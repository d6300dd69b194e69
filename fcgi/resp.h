/* SPDX-License-Identifier: EUPL-1.2
 * One response, collected in the request's arena and sent whole when the handler is done, so that a failure half-way
 * never leaves half a page. */
#ifndef OZG_FCGI_RESP_H
#define OZG_FCGI_RESP_H

#include "base/buf.h"
#include "base/err.h"

struct resp {
	unsigned status;      /* 200 unless somebody says otherwise */
	struct str type;      /* "text/html; charset=utf-8" */
	struct str location;  /* of a redirect */
	struct str allow;     /* of a 405 */
	bool secure;          /* the site is reached by HTTPS: browsers are told to stay there */
	struct str download;  /* file name: sent as attachment, in a sandbox */
	unsigned retry_after; /* seconds, of a 503; 0: no header */
	struct buf cookies;   /* Set-Cookie lines */
	struct buf body;
};

struct resp resp_new(struct arena *a);

/* 303 See Other: the browser fetches location, a path on this site, with GET. */
void resp_redirect(struct resp *r, struct str location);

enum cookie_life {
	COOKIE_SESSION, /* until the browser closes */
	COOKIE_MONTH,   /* 30 days, as long as a draft */
	COOKIE_DELETE,
};

/* HttpOnly, SameSite=Lax, and Secure when secure. Values are ours: letters, digits, '.', '-', '_'; another character is
 * a bug and ends the process. */
void resp_cookie(
    struct resp *r, struct str name, struct str value, struct str path, enum cookie_life life, bool secure);

/* The HTTP status of an error of this kind: 400 403 404 409 503 500. */
unsigned resp_status(enum err_kind kind);

/* Adds the header lines, with the empty line behind them. Every response gets the security headers (OWASP ASVS 5.0
 * V3.4) and Cache-Control: no-store, since every page here may show somebody's data. */
void resp_headers(const struct resp *r, struct buf *out);

#endif
