/* SPDX-License-Identifier: EUPL-1.2
 * A file that somebody sent: what it really is, and whether it may be taken. Judged by its bytes, never by what the
 * browser says of it. The only home of libmagic and of the virus scanner. */
#ifndef OZG_UPLOAD_UPLOAD_H
#define OZG_UPLOAD_UPLOAD_H

#include "base/err.h"
#include "base/str.h"

#define UPLOAD_TYPES "application/pdf image/jpeg image/png" /* when a form does not say */
#define UPLOAD_BYTES ((int64_t)10 * 1000 * 1000)            /* of one file, when a form does not say */
#define UPLOAD_BYTES_MAX ((int64_t)20 * 1000 * 1000)        /* whatever a form says */

enum upload_verdict {
	UPLOAD_OK,
	UPLOAD_EMPTY,
	UPLOAD_SIZE,
	UPLOAD_TYPE,      /* of a kind that is not asked for, or that is never taken: HTML, SVG, programs */
	UPLOAD_DAMAGED,   /* not whole, or something else is hidden in it */
	UPLOAD_ENCRYPTED, /* only a password opens it */
	UPLOAD_ACTIVE,    /* runs something when it is opened */
	UPLOAD_HUGE,      /* few bytes that become very many: pixels, or unpacked files */
	UPLOAD_VIRUS,
	UPLOAD_UNSCANNED, /* the scanner does not answer, or could not look at all of it */
};

/* "empty", "size", …: as answers and logs name the verdict; "" for UPLOAD_OK. */
const char *upload_code(enum upload_verdict v);

struct upload_rules {
	struct str types;  /* media types separated by spaces; empty: UPLOAD_TYPES */
	int64_t max_size;  /* bytes; 0: UPLOAD_BYTES */
	const char *clamd; /* path of the scanner's socket; "": there is none */
};

/* type_r: the media type found, borrowed from a; empty when there is none. Passwords, scripts and sizes are looked for
 * as far as that goes without unpacking: who opens the file later does so as a download, never inside of our pages. */
enum upload_verdict upload_judge(
    struct arena *a, struct str bytes, const struct upload_rules *rules, struct str *type_r);

/* A name for people, made from the one the browser sent: without folders, control and bidirectional characters and what
 * file systems treat specially, at most 100 characters, with the extension of its type; with its own when type is empty. Never empty. */
struct str upload_name(struct arena *a, struct str name, struct str type);

/* ---- inside of this folder ---- */

/* The structure of a file whose type is known. */
enum upload_verdict upload_pdf(struct str s);
enum upload_verdict upload_png(struct str s);
enum upload_verdict upload_jpeg(struct str s);
enum upload_verdict upload_zip(struct str s);

/* Asks clamd (INSTREAM). */
enum upload_verdict upload_scan(const char *socket_path, struct str bytes);

#endif
