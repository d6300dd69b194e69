/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/html: template files, and the tags in them. */
#ifndef OZG_HTML_TPL_SOURCE_H
#define OZG_HTML_TPL_SOURCE_H

#include "html/tpl.h"

/* Reads NAME.html from the first folder that has it; *path is what findings call it. */
bool tpl_source_read(struct arena *a, const struct tpl_source *src, struct str name, struct str *path,
    struct str *source, struct err *err) MUST_CHECK;

/* Kinds of tags besides the characters # ^ / > ! { & = */
enum { TPL_TAG_VALUE = 'v', TPL_TAG_TEXT = '_', TPL_TAG_OPEN = 0 /* "}}" is missing */ };

struct tpl_tag {
	char kind;
	size_t begin;                /* of "{{" */
	size_t line_begin, line_end; /* what goes with the tag: it alone, or its whole line if nothing else stands there */
	struct str content;          /* trimmed, without the kind */
};

/* Finds the first tag at or behind from; false when there is none. */
bool tpl_tag_next(struct str source, size_t from, struct tpl_tag *t);

#endif
