/* SPDX-License-Identifier: EUPL-1.2
 * Between the parts of patterns: reading (pattern_read.c), loops in loops
 * (pattern_loop.c), and what becomes of the tree (pattern.c). */
#ifndef OZG_FORM_PATTERN_TREE_H
#define OZG_FORM_PATTERN_TREE_H

#include "form/pattern.h"

#include <limits.h>
#include <unitypes.h>

enum pattern_op { PATTERN_EMPTY, PATTERN_SET, PATTERN_CAT, PATTERN_ALT, PATTERN_REP };

enum { PATTERN_UNBOUNDED = INT_MAX };

struct pattern_set;

struct pattern_node {
	enum pattern_op op;
	const struct pattern_set *set;
	struct pattern_node *left, *right;
	int min, max; /* of PATTERN_REP */
};

/* With a set: reads one character and goes on. Without: goes to both at once. */
struct pattern_state {
	const struct pattern_set *set;
	unsigned next, other;
};

struct pattern {
	struct pattern_state *states; /* number 0 is the end */
	unsigned n, start;
	unsigned work; /* calls of build: repeating nothing makes no states, but takes time */
};

bool form_pattern_set_has(const struct pattern_set *s, ucs4_t c);

/* The tree, in the arena; NULL with ERR_INPUT. A ^ at the beginning and a $ at the end of a branch mean nothing. */
const struct pattern_node *form_pattern_read(struct arena *a, struct str source, struct err *err);

/* Whether the loop that m consists of can be gone through in only one way with the same text (pattern_loop.c). */
bool form_pattern_loop_is_clear(const struct pattern *m, struct arena *scratch);

#endif
