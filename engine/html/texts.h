/* SPDX-License-Identifier: EUPL-1.2
 * The words of the pages in one language: a gettext catalogue (PO file), msgid = key, msgstr = the words.
 *
 * Read at start (base/po.h). What has a context is refused. */
#ifndef OZG_HTML_TEXTS_H
#define OZG_HTML_TEXTS_H

#include "base/diag.h"
#include "html/tpl.h"

struct texts;

/* Reads a catalogue; everything it needs is in a. NULL with findings in d: syntax, a key twice, a key without words. */
const struct texts *texts_parse(struct arena *a, struct str source, struct diags *d);

/* The same from the file at path, which is named in the findings. */
const struct texts *texts_load(struct arena *a, const char *path, struct diags *d);

/* The words for key, NUL-terminated; NULL when the catalogue does not know it. */
const char *texts_get(const struct texts *t, struct str key);

/* The catalogue as templates want it; borrows t. */
struct tpl_texts texts_for_tpl(const struct texts *t);

#endif
