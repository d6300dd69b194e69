/* SPDX-License-Identifier: EUPL-1.2
 * Inside of scenario tests: one scenario while it runs. */
#ifndef OZG_FORM_SCENARIO_TRIAL_H
#define OZG_FORM_SCENARIO_TRIAL_H

#include "form/scenario/scenario.h"

struct trial {
	struct arena *arena; /* until the scenario is over */
	const struct form *form;
	const struct scenario_options *options;
	struct diags *d;
	struct pos pos;
	struct str name;
	const struct form_state *state;
	const json_t *judgement; /* as form_state_json says it */
	bool good;
};

/* Adds a finding and makes the trial a bad one. */
void form_trial_wrong(struct trial *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Compares the judgement with the object of expectations. */
void form_trial_expect(struct trial *t, const json_t *want);

#endif
