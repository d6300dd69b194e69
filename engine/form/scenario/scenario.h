/* SPDX-License-Identifier: EUPL-1.2
 * Scenario tests of a form: answers, and what must become of them. They stand in the form itself (element scenarios) or
 * in files beside it, in JSON; forms/README.md describes them. Running them is as pure as evaluating the form. */
#ifndef OZG_FORM_SCENARIO_SCENARIO_H
#define OZG_FORM_SCENARIO_SCENARIO_H

#include "form/form.h"

/* Where an application would go: filled by whoever knows the offices. */
struct scenario_route {
	struct str tenant, office; /* empty: nobody is responsible, or several are */
};

struct scenario_options {
	/* False when that could not be found out. NULL: of a route only the regional key is compared. */
	bool (*route)(void *arg, struct arena *a, struct str service, struct str ars, struct scenario_route *out);
	void *route_arg;
};

/* A part of an expression that no scenario made turn out in one of its ways. */
struct scenario_gap {
	struct pos pos;   /* of that part, in the file of the form */
	const char *what; /* "relevant", "required", "constraint", "calculate", "rule", "stop", "fee", "consent" */
	struct str of;    /* path of the element it belongs to; empty: the form */
	struct str text;  /* the part of the expression */
	enum { GAP_NEVER, GAP_NEVER_TRUE, GAP_NEVER_FALSE } gap;
};

struct scenario_report {
	size_t passed, failed;           /* scenarios */
	size_t rules, rules_tried;       /* expressions of the form, and those evaluated at all */
	size_t branches, branches_seen;  /* two for every decision in them, one for an expression that is no boolean */
	const struct scenario_gap *gaps; /* in the order of the text */
	size_t n_gaps;
};

struct scenarios;

/* Nothing has been run yet. options may be NULL. All that is found out lives in a. */
struct scenarios *form_scenarios_new(struct arena *a, const struct form *f, const struct scenario_options *options);

/* Runs the scenarios in text, which stands at pos in d->file. What is wrong with the text and every expectation that is
 * not met is an error in d, at the beginning of its scenario (codes "scenario-json", "scenario"). */
void form_scenarios_run(struct scenarios *s, struct str text, struct pos pos, struct diags *d);

/* The same for those that stand in the form. */
void form_scenarios_run_own(struct scenarios *s, struct diags *d);

/* What came of all of them so far. */
struct scenario_report form_scenarios_report(struct scenarios *s);

/* German: "Diese Bedingung war nie wahr: $a = 1 (relevant von „x“)". */
struct str form_scenario_gap_text(struct arena *a, const struct scenario_gap *gap);

/* What a check of the whole form does: runs its own scenarios and adds a note about their coverage and one for each of
 * the first gaps. Nothing when it has none. */
void form_scenarios_check(const struct form *f, struct diags *d);

#endif
