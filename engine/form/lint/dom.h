/* SPDX-License-Identifier: EUPL-1.2
 * Domains: what an answer can still be, after so much has been assumed about it. Always at least what is really
 * possible, never less: so an empty domain proves that the assumptions contradict each other.
 *
 * Numbers and booleans (0 and 1) are intervals. Days are two intervals: of the calendar, and of the days from today,
 * since most bounds of dates are relative to a day nobody knows when a form is checked. Texts and codes are one text,
 * or all but some. */
#ifndef OZG_FORM_LINT_DOM_H
#define OZG_FORM_LINT_DOM_H

#include "form/form_model.h"

#include "xpath/xpath_tree.h"

enum { DOM_NOT_MAX = 6, DOM_CODES_MAX = 256 };

struct range {
	bool has_lo, has_hi;
	struct dec lo, hi;
};

struct dom {
	enum xpath_type type; /* XPATH_EMPTY: anything */
	bool can_empty, can_value;
	int places;         /* behind the point; -1: any number of them */
	struct range abs;   /* numbers; booleans as 0 and 1; days since 1970-01-01 */
	struct range today; /* of a date: days from today */
	struct dec not_[DOM_NOT_MAX];
	size_t n_not;

	const struct form_node *field; /* of texts and codes: whose answer it is; NULL: any text */
	bool fixed;
	struct str text;               /* when fixed */
	struct str other[DOM_NOT_MAX]; /* what it is not */
	size_t n_other;
	bool listed; /* only the codes with their bit set */
	uint64_t codes[DOM_CODES_MAX / 64];
};

/* Everything a value of a type can be, or nothing at all (empty). */
struct dom dom_any(enum xpath_type type);
struct dom dom_value(const struct xpath_value *v);

/* The valid answers of a field, or none. Not of a calculated one. */
struct dom dom_of_field(const struct form_node *n);

/* Is anything left? To be asked after the members were changed directly. */
bool dom_settle(struct dom *d);

/* Now the answer is given, or is missing. */
bool dom_fill(struct dom *d);
bool dom_clear(struct dom *d);

/* a is given, and so is b, and a OP b: takes from a what cannot be. False when nothing is left. op is OP_EQ to OP_GE.
 */
bool dom_narrow(struct dom *a, enum xpath_op op, const struct dom *b);

/* Whether some value of a and some of b can be in that relation; neither is narrowed. */
bool dom_can(const struct dom *a, enum xpath_op op, const struct dom *b);

/* Exactly one value is left; it is stored. Not of dates relative to today. */
bool dom_single(const struct dom *d, struct xpath_value *v);

/* Either of both. */
struct dom dom_union(const struct dom *a, const struct dom *b);

/* Sums and the like of numbers and days. */
struct range range_add(const struct range *a, const struct range *b);
struct range range_neg(const struct range *a);
struct range range_mul(const struct range *a, const struct range *b);
struct range range_of(int64_t lo, int64_t hi);
bool range_intersect(struct range *a, const struct range *b);

/* The same with the sides exchanged: < becomes >. And what holds when it does not. */
enum xpath_op dom_flip(enum xpath_op op);
enum xpath_op dom_negate(enum xpath_op op);

#endif
