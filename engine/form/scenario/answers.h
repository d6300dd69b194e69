/* SPDX-License-Identifier: EUPL-1.2
 * Answers by path: what stands at hund[2]/name in a JSON tree, and putting something there. */
#ifndef OZG_FORM_SCENARIO_ANSWERS_H
#define OZG_FORM_SCENARIO_ANSWERS_H

#include "base/str.h"

#include <jansson.h>

/* What stands at path, borrowed; NULL: nothing. */
json_t *form_answers_get(const json_t *answers, struct str path);

/* Puts value (whose reference it takes) at path; JSON null takes out what is there. Groups on the way are made; an
 * entry may be the next one of its list, not one further on. False when the path leads nowhere. */
bool form_answers_set(json_t *answers, struct str path, json_t *value);

#endif
