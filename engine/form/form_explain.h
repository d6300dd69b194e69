/* SPDX-License-Identifier: EUPL-1.2
 * Evaluated expressions in German words: why a condition holds or not, and how a value came about. Of "and" and "or"
 * only the parts are told that decide. */
#ifndef OZG_FORM_FORM_EXPLAIN_H
#define OZG_FORM_FORM_EXPLAIN_H

#include "form/form_model.h"

enum { EXPLAIN_CALCULATED_MAX = 12 };

/* A calculated field that was mentioned: how it came about can be told too. */
struct explain_mention {
	const struct form_node *n;
	const struct form_inst *in;
};

struct explain {
	struct arena *a;
	struct form_state *s; /* only looked at, but for .raw */
	bool all;             /* may tell answers that are not shown to whom the form is for */
	struct explain_mention mentions[EXPLAIN_CALCULATED_MAX];
	size_t n_mentions;
};

/* "„Rasse“ „Bullterrier“ ist und „Alter“ größer als 2 ist (3)": goes behind "weil". x is or is not true in an instance;
 * empty when it is a constant. */
struct str explain_condition(struct explain *e, const struct form_inst *in, const struct xpath *x, bool truth);

/* "60 + „Hunde“ (2) × 90", and in *because which conditions of if() decided (may be empty). */
struct str explain_value(struct explain *e, const struct form_inst *in, const struct xpath *x, struct str *because);

/* How people read what a field holds; empty when it is not answered. */
struct str explain_answer(struct explain *e, const struct form_inst *in, const struct form_node *n);

/* „Rasse“ */
struct str explain_name(struct arena *a, const struct form_node *n);

#endif
