/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/html: where in the HTML we are, and what a value needs there (states after the HTML standard, 13.2.5).
 */
#ifndef OZG_HTML_TPL_PLACE_H
#define OZG_HTML_TPL_PLACE_H

#include "base/buf.h"

enum tpl_where {
	IN_TEXT,
	IN_LT,        /* behind "<" */
	IN_LT_SLASH,  /* behind "</" */
	IN_BANG,      /* behind "<!" */
	IN_BANG_DASH, /* behind "<!-" */
	IN_DECL,      /* doctype, or a comment of the sort that ends at ">" */
	IN_COMMENT,
	IN_TAG_NAME,
	IN_TAG, /* between attributes */
	IN_ATTR_NAME,
	IN_AFTER_NAME,   /* white space behind an attribute's name */
	IN_BEFORE_VALUE, /* behind "=" */
	IN_VALUE,        /* in quotes */
	IN_UNQUOTED,
	IN_RAW,    /* content of script or style: no values */
	IN_RCDATA, /* content of title or textarea: values escaped as in text */
};

/* What an attribute may take. */
enum tpl_attr { ATTR_PLAIN, ATTR_URL, ATTR_FORBIDDEN };

/* How much of a URL is there already. */
enum tpl_url {
	URL_START,
	URL_SCHEME, /* begun, a ":" would end a scheme */
	URL_INSIDE, /* behind the scheme, or it can have none any more */
	URL_UNSURE, /* depends on a section */
};

enum tpl_escape { ESCAPE_HTML, ESCAPE_URL_START, ESCAPE_URL_INSIDE };

/* A name in small letters; what is too long for any name we know is cut, n counts on. */
struct tpl_word {
	char p[24];
	size_t n;
};

struct tpl_place {
	enum tpl_where where;
	enum tpl_attr attr;
	enum tpl_url url;
	char quote;
	bool end_tag;
	size_t matched; /* bytes of "-->" or "</title" seen last */
	struct tpl_word element, name, scheme;
};

/* The place behind html, when p was the place before it. */
void tpl_place_feed(struct tpl_place *p, struct str html);

/* May a value stand here? If so, *how to escape it, and p moves behind it; if not, a German reason in a. */
bool tpl_place_value(struct tpl_place *p, enum tpl_escape *how, struct arena *a, struct str *reason);

/* Makes p fit for the edge of a section or part: between attributes, not inside a name. True in *space when the output
 * needs a space for that. False when no section may begin or end here. */
bool tpl_place_settle(struct tpl_place *p, bool *space);

/* The same place, disregarding how far a URL has come. */
bool tpl_place_same(const struct tpl_place *a, const struct tpl_place *b);

/* The same place in every respect. */
bool tpl_place_equal(const struct tpl_place *a, const struct tpl_place *b);

/* p is behind a section that may have been skipped, before is where it began: makes p hold in both cases. */
void tpl_place_join(struct tpl_place *p, const struct tpl_place *before);

#endif
