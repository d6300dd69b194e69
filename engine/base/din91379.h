/* SPDX-License-Identifier: EUPL-1.2
 * DIN 91379:2022-08: the letters and characters that German authorities must be able to process, also as sequences of a
 * letter and combining marks. */
#ifndef OZG_BASE_DIN91379_H
#define OZG_BASE_DIN91379_H

#include "base/buf.h"

/* Each set holds the one before it. */
enum din91379_set {
	DIN91379_NAMES,  /* data type A: names of people */
	DIN91379_PLACES, /* data type B: other names, such as places and streets */
	DIN91379_LATIN,  /* data type C: all normative characters (String.Latin+) */
	DIN91379_ALL,    /* data type E: with Greek and Cyrillic letters and further signs */
};

/* Whether text, valid and in normalization form C, has only characters of the set. If not, *bad is the first other one,
 * with the combining marks that belong to it: a piece of s. */
bool din91379_check(struct str s, enum din91379_set set, struct str *bad);

/* "U+1F600", or "U+005A U+0351" for a character with a mark. */
struct str din91379_name(struct arena *a, struct str character);

#endif
