/* SPDX-License-Identifier: EUPL-1.2
 * Which ways the expressions of a form have turned out. */
#ifndef OZG_FORM_SCENARIO_COVERAGE_H
#define OZG_FORM_SCENARIO_COVERAGE_H

#include "form/form_model.h"
#include "form/scenario/scenario.h"

struct coverage;

struct coverage *form_coverage_new(struct arena *a, const struct form *f);

/* Listens to evaluation: goes into form_world.decided with the coverage as its argument. */
void form_coverage_decided(void *coverage, const struct xpath *x, size_t point, bool outcome);

/* Fills the members of r that are about rules, branches and gaps. */
void form_coverage_report(struct coverage *c, struct scenario_report *r);

#endif
