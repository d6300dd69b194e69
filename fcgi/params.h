/* SPDX-License-Identifier: EUPL-1.2
 * What a browser sends as names and values: query, form body, multipart body, cookies. Pure parsers without I/O.
 *
 * Everything is decoded exactly once. Text that is not UTF-8 or holds a NUL is refused at this door (false), and so is
 * what exceeds a limit, so that nobody behind it has to ask again. */
#ifndef OZG_FCGI_PARAMS_H
#define OZG_FCGI_PARAMS_H

#include "base/buf.h"
#include "base/err.h"

#define PARAMS_MAX 1000        /* in a query, in a body, of cookies */
#define PARAMS_FILES_MAX 20    /* files in a multipart body */
#define PARAMS_NAME_MAX 256    /* bytes of a name */
#define PARAMS_HEADER_MAX 8192 /* bytes of the header of one part */

struct param {
	struct str name, value;
	bool is_file;
	struct str filename; /* of a file: as the browser named it, only for display */
};

struct params {
	struct param *list; /* in the order they were sent */
	size_t n;
	size_t cap;
};

/* Adds the pairs of "a=1&b=2" (WHATWG URL 5.1): "+" is a space, %XX a byte, a percent sign that begins no such byte
 * stands for itself. */
bool params_urlencoded(struct arena *a, struct str s, struct params *out) MUST_CHECK;

/* Adds the parts of a multipart/form-data body (RFC 7578). Values are slices of body, not copies; the value of a file
 * may be any bytes. type is the content type with its boundary parameter. Strict: CRLF line ends, no preamble, a
 * closing boundary, one Content-Disposition with one name in each part, no transfer encodings. */
bool params_multipart(struct arena *a, struct str type, struct str body, struct params *out) MUST_CHECK;

/* Adds the cookies of a Cookie header (RFC 6265 5.4). A piece without "=" is skipped. */
bool params_cookies(struct arena *a, struct str s, struct params *out) MUST_CHECK;

/* Appends p after the checks that every parameter must pass; false when it fails one or out already holds max. */
bool params_add(struct arena *a, struct params *out, struct param p, size_t max) MUST_CHECK;

/* How often name was sent (files do not count); *value is set to the first one. */
size_t params_find(const struct params *p, struct str name, struct str *value);

/* %XX decoded into a. Strict: false for a stray percent sign. For addresses. */
bool params_decode(struct arena *a, struct str s, struct str *out) MUST_CHECK;

/* Adds s with everything but letters, digits and -._~/ as %XX: for a path, or a value of a query. */
void params_encode(struct buf *out, struct str s);

/* Adds a pair to a query: "a=1&b=2". */
void params_add_query(struct buf *out, const struct param *p);

/* Whether a page can hold the value and send it again: every field, and of files those that are text and not empty. */
bool params_is_text(const struct param *p);

/* Valid UTF-8 (RFC 3629: no surrogates, no overlong forms) without NUL. */
bool params_text_ok(struct str s);

#endif
