/* SPDX-License-Identifier: EUPL-1.2
 * Where cases wait, how long, and which ways they take: for the people who look after the workflows. Counts and times,
 * never who or what. */
#ifndef OZG_CASES_FIGURES_H
#define OZG_CASES_FIGURES_H

#include "db/db.h"

/* An element of a workflow; times in seconds. */
struct case_figure {
	struct str flow, element;
	int64_t n;                     /* how many */
	int64_t median, most, longest; /* most: 90 of 100 took no longer */
};

/* So many tasks, and so many other waits, are looked at: what is open decides how long that takes, not what has been. */
enum { CASE_FIGURES_MAX = 20000 };

/* What waits now in all workflows of the tenant, by workflow. With the connection of role ozg_admin. */
bool case_figures_waiting(struct db *db, struct arena *a, struct str tenant, const struct case_figure **list_r,
    size_t *n_r, struct err *err) MUST_CHECK;

/* Does anything wait there? */
bool case_figures_any(struct db *db, struct arena *a, struct str tenant, bool *any_r, struct err *err) MUST_CHECK;

/* A sequence flow and how often it was taken. */
struct case_figure_way {
	struct str id;
	int64_t n;
};

/* The newest 2,000 cases of one workflow, whatever version they run. */
struct case_figures {
	int64_t cases;
	const struct case_figure *done; /* tasks that were completed */
	size_t n_done;
	const struct case_figure_way *ways;
	size_t n_ways;
};

bool case_figures_of(struct db *db, struct arena *a, struct str tenant, struct str flow, struct case_figures *out,
    struct err *err) MUST_CHECK;

#endif
