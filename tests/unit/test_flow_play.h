/* SPDX-License-Identifier: EUPL-1.2
 * Playing a workflow in tests: a small notation for processes, and what a command did as one line of words. */
#ifndef OZG_TESTS_TEST_FLOW_PLAY_H
#define OZG_TESTS_TEST_FLOW_PLAY_H

#include "test.h"

#include "flow/flow.h"

struct play {
	struct arena *arena;
	const struct flow *flow;
	struct str state;
	json_t *vars;
	int64_t now; /* the clock, microseconds */
	struct flow_result last;
	struct err err;
};

/* A BPMN file: nodes as XML without prefix, flows one a piece as "A>B" or "A>B if CONDITION", separated by "; ".
 * The id of a flow is "A-B"; a second one is written "A>B#2" and called "A-B#2". */
struct str play_source(struct arena *a, const char *nodes, const char *flows);

/* Reads the file; fails the test with all findings when it has errors. */
struct play play_read(struct str source);
struct play play_new(const char *nodes, const char *flows);
void play_free(struct play *p);

/* One command. vars is a JSON object as text, or NULL. False leaves state and variables as they were. */
bool play_start(struct play *p, const char *vars);
bool play_complete(struct play *p, const char *element, const char *vars);
bool play_token(struct play *p, unsigned token, const char *vars);

/* Any command; sets vars and the clock in it. */
bool play_command(struct play *p, struct flow_input in, const char *vars);

/* Any other command, for what is open at element; name is the code or signal or start event. */
bool play_input(struct play *p, enum flow_input_kind kind, const char *element, const char *name);

/* The token waiting at element, the oldest first; 0 when there is none. */
unsigned play_waiting(struct play *p, const char *element);

/* "S A open:A": what the last command did, in order. Passed nodes by id, "=text" a status, "do:text" a service, "open:"
 * and "close:" tasks, "job:ELEMENT@SECOND" and "nojob:" timers, "wait:MESSAGE/KEY" and "nowait:" messages, "send:" and
 * "signal:" what is thrown, "end" the end. */
struct str play_did(const struct play *p);

#endif
