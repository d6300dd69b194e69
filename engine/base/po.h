/* SPDX-License-Identifier: EUPL-1.2
 * gettext catalogues (PO files) read and written, without the library (gettext manual, "The Format of PO Files").
 *
 * Of the format we take comments, the flag "fuzzy", msgctxt, msgid and msgstr, each continued over several lines;
 * plural forms are refused, entries that are commented out (#~) are passed over. */
#ifndef OZG_BASE_PO_H
#define OZG_BASE_PO_H

#include "base/diag.h"

struct po_entry {
	struct str context; /* msgctxt; empty: none */
	struct str id, text;
	bool fuzzy;    /* a guess nobody has looked at */
	unsigned line; /* of msgctxt or msgid */
};

struct po {
	struct str language;         /* of the header; empty: not said */
	const struct po_entry *list; /* in the order of the file, without the header (the entry without context and id) */
	size_t n;
};

enum { PO_BYTES_MAX = 4 << 20 };

/* Reads a catalogue of at most PO_BYTES_MAX; all it needs is copied into a. False with findings in d. That an entry is there twice or has no
 * text is no finding here. */
bool po_parse(struct arena *a, struct str source, struct diags *d, struct po *out);

/* Adds the header, with the words gettext wants (msgfmt -c), about subject: "form umzug". */
void po_add_header(struct buf *out, struct str subject, const char *language);

/* Adds an entry and an empty line. context empty: none. An empty text: not translated yet. */
void po_add_entry(struct buf *out, struct str context, struct str id, struct str text);

#endif
