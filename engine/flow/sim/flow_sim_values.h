/* SPDX-License-Identifier: EUPL-1.2
 * Chance, and values for variables that the conditions of a workflow tell apart. Internal to engine/flow/sim. */
#ifndef OZG_FLOW_FLOW_SIM_VALUES_H
#define OZG_FLOW_FLOW_SIM_VALUES_H

#include "flow/flow_model.h"

struct flow_sim_dice {
	uint64_t x;
};

/* The same numbers from the same seed, on every machine; 0 is a seed like any other. */
struct flow_sim_dice flow_sim_dice(uint64_t seed);
unsigned flow_sim_roll(struct flow_sim_dice *d, unsigned sides); /* 0 … sides - 1, sides > 0 */

struct flow_sim_values {
	struct arena *arena;
	const struct flow *flow;
	struct str *texts; /* literals of the conditions */
	size_t n_texts;
	const struct str *signals, *codes; /* names of signals, codes of errors that somebody catches */
	size_t n_signals, n_codes;
};

const struct flow_sim_values *flow_sim_values(struct arena *a, const struct flow *f);

/* Some of the variables, each with a value of its type; yours. */
json_t *flow_sim_vars(const struct flow_sim_values *v, struct flow_sim_dice *d, struct str element);

#endif
