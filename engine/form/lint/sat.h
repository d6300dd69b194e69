/* SPDX-License-Identifier: EUPL-1.2
 * Can these conditions hold together, in any state of the answers? A bounded search over the cases of "or", that
 * narrows a domain for every answer the conditions ask about.
 *
 * "No" is a proof: whatever somebody answers validly, they never hold together. "Perhaps" claims nothing: the search
 * overestimates what it does not understand, and stops at a bounded number of steps. */
#ifndef OZG_FORM_LINT_SAT_H
#define OZG_FORM_LINT_SAT_H

#include "form/lint/dom.h"

enum { SAT_VARS_MAX = 24, SAT_CMPS_MAX = 24, SAT_STEPS_MAX = 1000 };

/* What of an answer is asked about. */
enum sat_aspect { SAT_VALUE, SAT_AGE, SAT_LENGTH, SAT_COUNT };

/* One unknown. Expressions of one question are evaluated in one instance of each group, so that the field alone says
 * which answer is meant; a list is also known by the group it is seen from. */
struct sat_var {
	const struct form_node *target, *base; /* base: of a list, else NULL */
	enum sat_aspect aspect;
	struct dom dom;
	bool live; /* what makes the field relevant has been assumed */
};

struct sat_cmp; /* a comparison that has been assumed */

/* What has been assumed so far. */
struct sat_case {
	struct sat_var vars[SAT_VARS_MAX];
	size_t n_vars;
	const struct sat_cmp *cmps[SAT_CMPS_MAX];
	size_t n_cmps;
};

/* An expression that is evaluated in an instance of group and is to be true, or is to be not true. */
struct sat_goal {
	const struct xpath_node *x;
	const struct form_node *group;
	bool want;
};

struct sat {
	const struct form *form;
	struct arena *a;              /* scratch of one question; what is found does not live in it */
	bool forbids;                 /* a rule of the form may take answers away */
	const struct form_node *free; /* whose constraint is not taken for granted, since it is in question; or NULL */
	const struct sat_var *pinned; /* assumed beforehand */
	size_t n_pinned;

	/* results */
	bool gave_up;                    /* the search was not finished */
	const struct form_node *culprit; /* proved impossible: the field that all contradictions are about; or NULL */
	bool mixed;                      /* they are about several fields */
	struct sat_case found;           /* possible: what the search would answer */
	unsigned steps;
};

/* False: proved that the goals cannot hold together. */
bool sat_possible(struct sat *s, const struct sat_goal *goals, size_t n);

/* The value of an expression as far as it is known in case c (const in spirit: no assumption is added). */
struct dom sat_value(struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group);

/* The unknown, entered with all it can be when it is new; NULL when there are too many. */
struct sat_var *sat_var(
    struct sat_case *c, const struct form_node *target, const struct form_node *base, enum sat_aspect aspect);

/* The unknown that an expression is: a name, age($name), string-length($name), count($name); NULL when it is none. */
struct sat_var *sat_var_of(
    struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group);

/* What a name stands for. */
const struct form_node *sat_target(const struct sat *s, const struct xpath_node *ref);

#endif
