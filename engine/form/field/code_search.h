/* SPDX-License-Identifier: EUPL-1.2
 * A code list of thousands, searched by what people type: no matter whether with capitals, accents, ä or ae. */
#ifndef OZG_FORM_FIELD_SEARCH_H
#define OZG_FORM_FIELD_SEARCH_H

#include "form/form_model.h"

enum { FIELD_SEARCH_FROM = 200, FIELD_SEARCH_SHOWN = 20 };

/* More codes than anybody reads: the field asks for a word and offers what fits. */
bool field_search_needed(const struct form_codelist *l);

/* The code of this value; NULL when there is none. */
const struct form_code *field_search_value(const struct form_codelist *l, struct str value);

/* The one code that somebody means who types this: the code itself, a label that is there once, or "label (code)". NULL
 * when it could be several, or none. */
const struct form_code *field_search_exact(
    struct arena *a, const struct form_codelist *l, const struct form_world *w, struct str typed);

/* "Label", or "Label (code)" when several codes have that label: what field_search_exact finds again. */
struct str field_search_name(
    struct arena *a, const struct form_codelist *l, const struct form_world *w, const struct form_code *c);

/* The codes whose labels have all words of what was typed: those that begin with it first. Fills list with the first
 * FIELD_SEARCH_SHOWN and returns how many there are in all. */
size_t field_search(struct arena *a, const struct form_codelist *l, const struct form_world *w, struct str typed,
    const struct form_code *list[FIELD_SEARCH_SHOWN]);

#endif
