/* SPDX-License-Identifier: EUPL-1.2
 * One error: its kind and a German sentence. What can fail returns bool and fills this; a caller checks it, logs it or
 * passes it on: exactly one of these. Mistakes in a definition are another thing, see diag.h. */
#ifndef OZG_BASE_ERR_H
#define OZG_BASE_ERR_H

#include "base/str.h"

#define MUST_CHECK __attribute__((warn_unused_result))

enum err_kind {
	ERR_NONE,
	ERR_INPUT,    /* the other side broke the rules: answered politely (HTTP 400, 413, 422) */
	ERR_DENIED,   /* not allowed (403) */
	ERR_NOTFOUND, /* no such thing, or none that this person may know of (404) */
	ERR_CONFLICT, /* somebody else was faster (409) */
	ERR_RETRY,    /* the same call may succeed now: serialisation failure, lost connection before commit */
	ERR_UNKNOWN,  /* the outcome of a commit is unknown: retry with the same token */
	ERR_BROKEN,   /* our surroundings failed: database down, disk full (503) */
	ERR_SLOW,     /* one statement took longer than it may: not the database, but what it was asked (503) */
	ERR_BUG,      /* we broke our own rules (500) */
};

struct err {
	enum err_kind kind;
	char text[240];
};

/* Fills *e and returns false, so that "return err_set(e, …)" reads well. A text that is too long is cut at a whole
 * UTF-8 character. */
bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Short English word for logs: "input", "conflict". */
const char *err_kind_name(enum err_kind kind);

#endif
