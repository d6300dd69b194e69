/* SPDX-License-Identifier: EUPL-1.2
 * Small bridges between Jansson and what we use everywhere: arenas and texts. */
#ifndef OZG_BASE_JSON_H
#define OZG_BASE_JSON_H

#include "base/str.h"

#include <jansson.h>

enum { JSON_TEXT_MAX = 4 << 20, JSON_VALUES_MAX = 100000 };

/* A text from outside, no key of an object twice. NULL with *error when it is none, or too large: JSON_TEXT_MAX bytes,
 * about JSON_VALUES_MAX values. */
json_t *json_read(struct str text, json_error_t *error);

static inline void json_give_back(void *json)
{
	json_decref(json);
}

/* j itself, which goes with a. NULL stays NULL. */
static inline json_t *json_keep(struct arena *a, json_t *j)
{
	if (j != NULL)
		arena_defer(a, json_give_back, j);
	return j;
}

/* The text of a JSON string, borrowed from it; empty for whatever else. */
static inline struct str json_str(const json_t *j)
{
	return (struct str){ json_string_value(j), json_string_length(j) };
}

/* j written as json_dumps does with flags; lives in a. */
static inline struct str json_text(struct arena *a, const json_t *j, size_t flags)
{
	char *text = json_dumps(j, flags);
	struct str s = str_dup(a, str_c(text));
	free(text);
	return s;
}

#endif
