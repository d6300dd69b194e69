/* SPDX-License-Identifier: EUPL-1.2
 * One request, read and checked before anybody acts on it.
 *
 * Of the FastCGI parameters only REQUEST_METHOD, REQUEST_URI, CONTENT_TYPE, CONTENT_LENGTH, REMOTE_ADDR and OZG_* are
 * believed: they come from the web server, and a request that gives one of them twice is refused. HTTP_* is what the
 * browser says; of that the cookies, Sec-Fetch-Site and Accept-Language are read, and nothing is granted because of
 * them. */
#ifndef OZG_FCGI_REQ_H
#define OZG_FCGI_REQ_H

#include "params.h"

#define REQ_SEGMENTS_MAX 8
#define REQ_URI_MAX 4096
#define REQ_TEXT_MAX ((size_t)4 << 20) /* of a body; what is more must be files */

enum req_method { REQ_GET = 1, REQ_POST = 2, REQ_OTHER = 4 };

struct req {
	enum req_method method;               /* HEAD is GET: the web server drops the body */
	struct str path;                      /* as sent, without the query: for redirects to itself, never for the log */
	struct str target;                    /* the same with the query: for coming back here after signing in */
	struct str segment[REQ_SEGMENTS_MAX]; /* decoded once; "/a/b/" has "a", "b" and the empty one behind the slash */
	size_t n_segments;
	struct params query;
	struct params body; /* empty until req_read_body */
	struct params cookies;
	struct str content_type;
	size_t content_length;
	struct str remote;         /* address of the browser */
	struct str id;             /* 32 hex digits: the web server's, or our own */
	struct str sec_fetch_site; /* "same-origin", "cross-site", …; empty from old browsers */
	struct str accept_language;
};

/* Did a page of another site send this, as far as the browser says? Then nothing of it is done, kept or shown again. A
 * neighbour ("same-site": another port, another host of the town) is another site too. */
bool req_is_foreign(const struct req *req);

/* Where the bytes of the body come from: returns how many were put at p, fewer than n only at the end. */
typedef size_t req_source_fn(void *arg, char *p, size_t n);

/* Reads method, address, query and cookies from env ("NAME=value", NULL at the end). 0 when all is well, else the HTTP
 * status of the refusal: 400 or 414; req then holds what could be read. Texts are borrowed from env or live in a. */
unsigned req_read_head(struct arena *a, char *const *env, struct req *req);

/* Reads the body. 0, or 400, 413 (longer than limit, or more than REQ_TEXT_MAX of it is text) or 415 (neither
 * urlencoded nor multipart). A big one goes to an unnamed file on disk and is looked at there; 507 when the disk has no
 * room. */
unsigned req_read_body(struct arena *a, struct req *req, size_t limit, req_source_fn *source, void *arg);

/* The one value of name in the body (query); empty when it was not sent. A name with a leading underscore was sent at
 * most once: req_read_body sees to it. */
struct str req_value(const struct req *req, const char *name);
struct str req_query(const struct req *req, const char *name);
struct str req_cookie(const struct req *req, const char *name);

/* The one file of name in the body; false when none was sent. */
bool req_file(const struct req *req, const char *name, struct param *file);

#endif
