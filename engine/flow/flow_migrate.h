/* SPDX-License-Identifier: EUPL-1.2
 * Taking running instances over to another version of their workflow: an explicit plan says which element has become
 * which, and a pure function moves a state by it or says why it stays.
 *
 * Only what waits can move. Timers keep the time they are due at; events beside a step that the new version has are
 * listened for from now on, those it has no longer are given up. */
#ifndef OZG_FLOW_FLOW_MIGRATE_H
#define OZG_FLOW_FLOW_MIGRATE_H

#include "flow/flow.h"

enum flow_move {
	FLOW_MOVE_GONE,    /* there is no such element any more: an instance that stands there stays */
	FLOW_MOVE_SAME,    /* same id and kind */
	FLOW_MOVE_SHIFTED, /* the same, in another sub-process: an instance that stands there stays */
	FLOW_MOVE_RENAMED, /* another id, same kind and name */
	FLOW_MOVE_GIVEN,   /* a person said so */
};

struct flow_map {
	struct str from, name; /* id and name of an element of the old version */
	struct str to;         /* id of the one in the new version; empty: none */
	enum flow_move how;
	bool waits; /* instances may stand there: of all others it does not matter what they become */
};

struct flow_plan {
	struct flow_map *list; /* all elements of the old version, by id */
	size_t n;
};

/* What the two versions suggest: never what flow_plan_amend would refuse. */
struct flow_plan flow_plan_propose(struct arena *a, const struct flow *old, const struct flow *new);

/* Puts in what a person says: {"Task_A": "Task_B", "Task_C": null}. Adds an error for everything that cannot be:
 * unknown elements, another kind, two that become one, a task under four-eyes that would change its id and so forget
 * who did it.
 */
void flow_plan_amend(
    struct flow_plan *p, const struct flow *old, const struct flow *new, const json_t *changes, struct diags *d);

/* Tasks under four-eyes whose ids the new version does not ask the history for, though it has such tasks that the old
 * one has not: whoever completed one of them could act again. An instance that has one behind it stays. Ids, in a. */
size_t flow_plan_forgotten(struct arena *a, const struct flow *old, const struct flow *new, const struct str **list);

/* Elements of the new version that the one called from may become: those of its kind, by id. */
struct flow_choice {
	struct str id, name;
};
size_t flow_plan_choices(
    struct arena *a, const struct flow *old, const struct flow *new, struct str from, const struct flow_choice **list);

/* {"Task_A": "Task_A", "Task_B": null, …} as flow_plan_amend reads it; yours. */
json_t *flow_plan_json(const struct flow_plan *p);

/* "gleich", "umbenannt", „fällt weg“: how a person reads it. */
const char *flow_move_word(enum flow_move how);

struct flow_moved {
	struct str state;
	json_t *vars; /* yours: those that the new version still declares */
};

/* The state in the new version. False with err (ERR_CONFLICT): it cannot move, the sentence says why and names the
 * element; ERR_BUG for a state that does not fit the old version. All in a. */
bool flow_migrate(struct arena *a, const struct flow *old, const struct flow *new, const struct flow_plan *plan,
    struct str state, const json_t *vars, int64_t now, struct flow_moved *out, struct err *err) MUST_CHECK;

#endif
