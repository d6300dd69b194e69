/* SPDX-License-Identifier: EUPL-1.2
 * The queue of a caseworker: open tasks of their offices, what is most urgent on top, then what is due first,
 * then the oldest. */
#ifndef OZG_OFFICE_WORKLIST_H
#define OZG_OFFICE_WORKLIST_H

#include "cases/case.h"
#include "db/db.h"

struct worklist_task {
	struct str number;
	int64_t token;
	struct str name; /* of the step: "Angaben prüfen" */
	struct str form; /* of the citizen */
	int64_t form_version;
	struct str status;
	struct str office, office_name;
	struct str assignee, assignee_name; /* empty: nobody has claimed it */
	bool barred;                        /* four-eyes: the actor must not do it */
	struct str opened_at, sent_at;      /* "01.03.2026, 09:15" */
	struct str due;                     /* until when: "14.03.2026" or "14.03.2026, 09:15"; empty: no deadline */
	bool overdue;
	int priority; /* 1, the most urgent, to 9; usually 5 */
};

enum worklist_view {
	WORKLIST_ALL,
	WORKLIST_MINE, /* claimed by the actor */
	WORKLIST_FREE, /* claimed by nobody */
	WORKLIST_OVERDUE,
};

struct worklist {
	const struct worklist_task *tasks;
	size_t n;
	struct str next; /* hand it to worklist_load for the next page; empty: this is the last */
};

struct worklist_counts {
	int64_t all, mine, free, overdue; /* in the actor's offices; 1000 means a thousand or more */
};

/* At most max tasks (1 to 200). after: empty, or next of the page before; text that is none is ERR_INPUT. */
bool worklist_load(struct db *db, struct arena *a, struct str tenant, const struct case_actor *actor,
    enum worklist_view view, struct str after, size_t max, struct worklist *out, struct err *err) MUST_CHECK;

bool worklist_count(struct db *db, struct arena *a, struct str tenant, const struct case_actor *actor,
    struct worklist_counts *out, struct err *err) MUST_CHECK;

#endif
