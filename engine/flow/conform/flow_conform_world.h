/* SPDX-License-Identifier: EUPL-1.2
 * What a conformance case is played in. Internal to flow_conform_*.c. */
#ifndef OZG_FLOW_FLOW_CONFORM_WORLD_H
#define OZG_FLOW_FLOW_CONFORM_WORLD_H

#include "flow/conform/flow_conform.h"
#include "xml/xml.h"

#define BPMN_NS "http://www.omg.org/spec/BPMN/20100524/MODEL"

enum {
	INSTANCES_MAX = 50,
	PROCESSES_MAX = 50,
	ROUNDS_MAX = 5000,
};

struct instance {
	const struct flow *flow;
	struct str state;
	json_t *vars;
	bool ended;
};

struct world {
	struct arena *arena;
	const struct flow_conform_how *how;
	struct conform_file file;
	struct instance list[INSTANCES_MAX];
	size_t n;
	const struct flow *flows[PROCESSES_MAX]; /* every process of the files that can be started */
	size_t n_flows;
	struct flow_effect sent[ROUNDS_MAX]; /* messages and signals on their way, and who sent them */
	size_t from[ROUNDS_MAX];
	size_t n_sent, n_carried;
	int64_t now;
	struct buf left;  /* elements left since the last look, a line each */
	struct buf trace; /* what scripts logged */
	bool marker, data;
	unsigned stale; /* token of the task completed last */
	bool failed;    /* a command was refused or broke */
	struct err err;
	const char *why;
};

/* Notes why the case fails. Returns false. */
bool flow_conform_wrong(struct world *w, const char *why);

/* One command to an instance, a new instance, a message to the first who waits, a signal to all but from. False when
 * the command was refused or broke. */
bool flow_conform_command(struct world *w, size_t i, struct flow_input in);
bool flow_conform_start(struct world *w, const struct flow *f, struct str event, const json_t *vars);
bool flow_conform_deliver(struct world *w, struct str name, bool *found);
bool flow_conform_broadcast(struct world *w, struct str name, size_t from);

/* Scripts run, and messages arrive, until nothing moves. */
bool flow_conform_settle(struct world *w);

/* Lets time pass, in microseconds; timers fire in their order. */
bool flow_conform_advance(struct world *w, int64_t by);

const struct flow *flow_conform_flow_of(const struct world *w, const char *id);
bool flow_conform_is_sub(const struct world *w, struct str id);

/* Do the lines and the list hold the same, in any order? Sub-processes are passed over: when they are left is told
 * differently. */
bool flow_conform_same(struct world *w, struct str log, const json_t *want);

/* The kinds of cases. main is NULL when its definition was refused. */
bool flow_conform_play_scripts(struct world *w, const struct flow *main);
bool flow_conform_play_tasks(struct world *w, const struct flow *main);
bool flow_conform_play_trace(struct world *w, json_t *vars);

#endif
