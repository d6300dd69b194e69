/* SPDX-License-Identifier: EUPL-1.2
 * Patterns of texts: the regular expressions of XML Schema (XSD 1.0 part 2, appendix F), anchored at both ends.
 *
 * A pattern comes from outside, so it must not be able to hurt: it becomes an automaton with a limited number of states
 * that is run in one pass over the text, without going back. Whatever the pattern, a match costs at most states times
 * characters. A ^ at the beginning and a $ at the end of a branch mean what they mean elsewhere: nothing here. */
#ifndef OZG_FORM_PATTERN_H
#define OZG_FORM_PATTERN_H

#include "base/err.h"
#include "base/str.h"

enum { PATTERN_STATES_MAX = 4000, PATTERN_DEPTH_MAX = 50 };

struct pattern; /* const, lives in the arena it was compiled in */

/* NULL with a German sentence: ERR_INPUT when it cannot be understood or is too long, ERR_DENIED when repetitions in
 * repetitions would be dangerous elsewhere: several ways through the same text, or far too long. */
const struct pattern *form_pattern_compile(struct arena *a, struct str source, struct err *err);

/* Whether the whole text, valid UTF-8, matches. scratch gets some bytes per state. */
bool form_pattern_matches(const struct pattern *p, struct arena *scratch, struct str text);

/* Whether some text of min to max characters matches. True also where that is not found out in time. */
bool form_pattern_possible(const struct pattern *p, struct arena *scratch, size_t min, size_t max);

#endif
