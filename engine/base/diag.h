/* SPDX-License-Identifier: EUPL-1.2
 * Findings about a definition (form, workflow, template): all of them, each with its place, in German sentences. */
#ifndef OZG_BASE_DIAG_H
#define OZG_BASE_DIAG_H

#include "base/buf.h"

#include <jansson.h>

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

/* A place in a file. Lines and columns count from 1, columns in bytes; 0 means unknown. */
struct pos {
	unsigned line;
	unsigned col;
};

struct diag {
	enum diag_level level;
	struct str file; /* what diags.file was when this was found: a template may include others */
	struct pos pos;
	const char *code; /* stable English key such as "unknown-name"; static text */
	struct str text;  /* one German sentence that names the remedy */
};

struct diags {
	struct arena *arena;
	struct str file; /* the name shown before the line number */
	struct diag *list;
	size_t n;
	size_t cap;
	size_t n_errors; /* counts also what was dropped beyond the limit of 1000 findings; notes and warnings go first */
};

/* An empty list about file; findings live in a. */
struct diags diags_new(struct arena *a, struct str file);

void diag_error(struct diags *d, struct pos pos, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void diag_warning(struct diags *d, struct pos pos, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
void diag_note(struct diags *d, struct pos pos, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* By file and place in it; findings at one place keep their order. */
void diags_sort(struct diags *d);

/* Adds lines "FILE:LINE:COL: error|warning|note: text". */
void diags_print(const struct diags *d, struct buf *out);

/* [{"file","line","column","level","code","message"}]; you own the reference. */
json_t *diags_json(const struct diags *d);

#endif
