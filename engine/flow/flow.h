/* SPDX-License-Identifier: EUPL-1.2
 * Workflows: BPMN 2.0 read, checked, compiled to a const model, executed by one pure function.
 *
 * flow_step takes the model, the state document, the variables and what happened, and returns the new state, the new
 * variables and a list of effects. It reads no clock, draws no random number and does no I/O; whoever calls it writes
 * state and effects in one transaction, or nothing. Semantics: BPMN 2.0.2 (ISO/IEC 19510) clause 13. */
#ifndef OZG_FLOW_FLOW_H
#define OZG_FLOW_FLOW_H

#include "base/diag.h"
#include "base/err.h"
#include "xpath/xpath.h"

#include <jansson.h>

struct flow;       /* the compiled model: const, lives in the arena it was built in */
struct drawing;    /* flow/draw/draw.h */
struct xml_schema; /* the OMG schema, loaded once by the caller */

/* What the caller can carry out. An element that needs more is refused when it is read: nothing is accepted that is not
 * executed. */
enum flow_can {
	FLOW_CAN_TIMERS = 1 << 0,   /* keeps FLOW_JOB_OPEN and gives FLOW_TIMER when it is due */
	FLOW_CAN_MESSAGES = 1 << 1, /* keeps FLOW_WAIT_OPEN, carries FLOW_SEND, gives FLOW_MESSAGE */
	FLOW_CAN_SIGNALS = 1 << 2,  /* carries FLOW_BROADCAST to the other instances, gives FLOW_SIGNAL */
	FLOW_CAN_LISTS = 1 << 3,    /* fills variables that are lists */
	FLOW_CAN_ALL = FLOW_CAN_TIMERS | FLOW_CAN_MESSAGES | FLOW_CAN_SIGNALS | FLOW_CAN_LISTS,
	FLOW_CAN_CASES = FLOW_CAN_ALL, /* what engine/cases carries out, and so may be published */
};

/* Reads BPMN 2.0 XML: the executable process that no other one calls, and the processes of the file that it calls. NULL
 * when it has errors: all of them are in d, with element id, line and reason. schema may be NULL (tests of the checker
 * itself); the programs always give it. For callers that can carry out FLOW_CAN_ALL, as engine/cases does. */
const struct flow *flow_read(struct arena *a, struct str source, const struct xml_schema *schema, struct diags *d);

/* The same for a caller that can do more (a set of enum flow_can), and for the process of this id; empty: as above. */
const struct flow *flow_read_for(struct arena *a, struct str source, const struct xml_schema *schema, unsigned can,
    struct str process, struct diags *d);

/* What a workflow uses that stands in other files. */
struct flow_library {
	void *arg;
	/* The DMN text that decides this (dmn_find); lives as long as the workflow. False when there is none. */
	bool (*decision)(void *arg, struct str id, struct str *source_r);
	/* The BPMN text of the process of this id, for call activities; the same goes for it. NULL: there are none. */
	bool (*process)(void *arg, struct str id, struct str *source_r);
};

/* The same with all that can be chosen. library NULL: a business rule task is refused. */
struct flow_options {
	const struct xml_schema *schema;
	unsigned can;
	struct str process;
	const struct flow_library *library;
};

const struct flow *flow_read_with(
    struct arena *a, struct str source, const struct flow_options *options, struct diags *d);

/* Is this BPMN with a process of this id? */
bool flow_has_process(struct arena *a, struct str source, struct str id);

/* The decisions it was compiled with, by the id it names them with; each once. The same for the processes of other
 * files. */
size_t flow_decisions(struct arena *a, const struct flow *f, const struct str **list);
size_t flow_called(const struct flow *f, const struct str **list);

struct str flow_id(const struct flow *f); /* id of the process: "hundesteuer" */
struct str flow_name(const struct flow *f);

/* A process variable, declared in the process by <ozg:variable name type from>. */
struct flow_var {
	struct str name;
	enum xpath_type type;
	struct str from; /* path of the answer in the citizen's form that sets it at the start, or empty */
	bool many;       /* a JSON array of such values */
};

/* Of the process itself; those of called processes are their own. */
size_t flow_vars(const struct flow *f, const struct flow_var **list);

/* Of the process the element stands in: what is completed there may set these. */
size_t flow_vars_at(const struct flow *f, struct str element, const struct flow_var **list);

/* The same for what waits at token, with the values it sees there: an object that lives in a. A token that is not known
 * sees those of the process itself. */
size_t flow_vars_seen(struct arena *a, const struct flow *f, struct str state, const json_t *vars, unsigned token,
    const struct flow_var **list, const json_t **values);

/* A condition reads a variable, and perhaps compares it with a text. */
struct flow_ask {
	const struct flow_var *var;
	struct str text;  /* empty: with none */
	struct str where; /* id of the sequence flow or the element it stands at */
};

/* What the conditions, cardinalities and correlations ask, more than once where they do. In a. */
size_t flow_asks(struct arena *a, const struct flow *f, const struct flow_ask **list);

/* ---- execution ---- */

enum flow_input_kind {
	FLOW_START,    /* state must be empty */
	FLOW_COMPLETE, /* a user task was completed */
	FLOW_TIMER,    /* a job is due; refused (ERR_CONFLICT) before its time */
	FLOW_MESSAGE,  /* a message has come that a wait was opened for */
	FLOW_SIGNAL,   /* another instance has sent a signal: name; reaches whoever listens here, or nobody */
	FLOW_ERROR,    /* the work at a user task has failed: name is the error code */
};

struct flow_input {
	enum flow_input_kind kind;
	unsigned token;     /* of the task, job or wait */
	const json_t *vars; /* values to set first, where token waits: object of names declared there; may be NULL. Others
	                       are refused (ERR_INPUT). */
	struct str name;    /* FLOW_SIGNAL, FLOW_ERROR; FLOW_START: id of the start event, empty for the none start event */
	int64_t now;        /* microseconds since 1970 UTC: what timers are set by */
};

enum flow_effect_kind {
	FLOW_TASK_OPEN,    /* token, element, name, form, office, not_by, priority; run_at: until when it is to be done */
	FLOW_TASK_CLOSE,   /* token */
	FLOW_STATUS,       /* text: what the citizen reads as status */
	FLOW_SERVICE,      /* token, element, text: the operation, "notify:TEMPLATE"; done through the outbox */
	FLOW_PASSED,       /* element, name, key: was entered by that sequence flow; for the history and the diagram */
	FLOW_END,          /* the instance is over */
	FLOW_JOB_OPEN,     /* token, element, run_at: FLOW_TIMER wanted then */
	FLOW_JOB_CLOSE,    /* token */
	FLOW_WAIT_OPEN,    /* token, element, text: name of the message, key: correlation; FLOW_MESSAGE wanted */
	FLOW_WAIT_CLOSE,   /* token */
	FLOW_LISTEN_OPEN,  /* token, element, text: name of the signal; FLOW_SIGNAL wanted when another instance sends it */
	FLOW_LISTEN_CLOSE, /* token */
	FLOW_SEND,         /* token, element, text: name of the message, key: correlation, vars; for one receiver */
	FLOW_BROADCAST,    /* token, element, text: name of the signal, vars; for all other instances */
	FLOW_DECIDED,      /* token, element, name, text: what was decided, and by which rule; for the history */
};

struct flow_effect {
	enum flow_effect_kind kind;
	unsigned token;
	struct str element; /* BPMN id */
	struct str name;    /* name of the element as drawn */
	struct str text;
	struct str form;          /* id of the task form */
	struct str office;        /* office that gets the task; empty: the responsible one */
	const struct str *not_by; /* four-eyes: elements whose actors must not complete this one */
	size_t n_not_by;
	struct str key;
	const json_t
	    *vars;      /* values that go along: object by names of the receiver's variables, in the arena; NULL: none */
	int64_t run_at; /* microseconds since 1970 UTC; of a task 0: there is no deadline */
	int priority;   /* 1, the most urgent, to 9 */
};

/* An element whose token went on, in contrast to one that was broken off. */
struct flow_left {
	unsigned token;
	struct str element;
};

struct flow_result {
	struct str state; /* JSON, small; opaque to everybody else */
	json_t *vars;     /* yours: a new reference */
	struct flow_effect *effects;
	size_t n_effects;
	const struct flow_left *left; /* in order */
	size_t n_left;
	bool ended;
	bool stuck; /* not ended, but nobody can do anything: joins starve. For whoever watches the installation. */
};

/* One command, run to quiescence. False with err: ERR_CONFLICT when the token is not waiting (completed by somebody
 * else), ERR_INPUT for undeclared or ill-typed variables, ERR_BUG for a state that does not fit the model, ERR_BROKEN
 * for an incident (condition failed, no flow to take, more than 10,000 steps): the text says where. On false nothing
 * changes. All results live in a. */
bool flow_step(struct arena *a, const struct flow *f, struct str state, const json_t *vars, const struct flow_input *in,
    struct date today, struct flow_result *out, struct err *err) MUST_CHECK;

/* Tokens waiting at user tasks, for tests. */
struct flow_waiting {
	unsigned token;
	struct str element;
};
size_t flow_waiting(struct arena *a, const struct flow *f, struct str state, const struct flow_waiting **list);

/* Everything that is open, as the FLOW_TASK_OPEN, FLOW_JOB_OPEN, FLOW_WAIT_OPEN and FLOW_LISTEN_OPEN that would open
 * it: for rebuilding the index tables. */
size_t flow_open(struct arena *a, const struct flow *f, struct str state, const struct flow_effect **list);

/* Ids of the elements where it stands: what waits for people, time, messages or other branches, each once. What is
 * listened for beside a step is not among them. */
size_t flow_here(struct arena *a, const struct flow *f, struct str state, const struct str **list);

/* The start events of the process, the none start event included: element and name; kind FLOW_WAIT_OPEN with the name
 * of the message in text, FLOW_JOB_OPEN for a timer, whose text is the same for the same timer, FLOW_BROADCAST with the
 * name of the signal in text, FLOW_PASSED for the none start. office: whose cases these are, or empty. */
size_t flow_starts(struct arena *a, const struct flow *f, const struct flow_effect **list);

/* When the timer of a start event is due that was set at now, or has begun fired cases, the last one when it was due;
 * what is over at now is left out. False: never (again). */
bool flow_start_due(const struct flow *f, struct str element, unsigned fired, int64_t due, int64_t now, int64_t *next);

/* The task at element, as FLOW_TASK_OPEN would describe it; false when there is no such user task. */
bool flow_task(const struct flow *f, struct str element, struct flow_effect *out);

/* What people can report instead of completing a user task: an error that a boundary event on it catches. */
struct flow_failure {
	struct str event; /* id of the boundary event */
	struct str code;  /* for FLOW_ERROR; empty: any */
	struct str name;  /* of the event, else of the error, else its code */
};

/* One for each such event, in the order of their ids; in a. */
size_t flow_failures(struct arena *a, const struct flow *f, struct str element, const struct flow_failure **list);

/* ---- for people ---- */

/* A way that leads on from a step. */
struct flow_view_way {
	struct str name;      /* as drawn; may be empty */
	struct str condition; /* expression, or empty */
	struct str id;        /* of the sequence flow */
	bool otherwise;       /* the default flow */
	size_t to;            /* number of the step it leads to, from 1 */
};

/* What flow_task() does not tell of a step; of a user task it tells the rest. */
struct flow_view_step {
	struct str id, name;
	const char *element;  /* local name in BPMN: "userTask" */
	struct str status;    /* what the citizen reads from here on, or empty */
	struct str operation; /* of a service task: "notify:eingang" */
	struct str decision;  /* of a business rule task */
	const struct flow_view_way *ways;
	size_t n_ways;
};

/* The element a sequence flow leaves; NULL: there is no such flow. */
const struct str *flow_way_from(const struct flow *f, struct str way);

/* The diagram; NULL when there is nothing to draw. */
const struct drawing *flow_drawing(const struct flow *f);

/* All steps, earlier ones first; step number 1 is the start. Returns how many. */
size_t flow_view(struct arena *a, const struct flow *f, const struct flow_view_step **list_r);

#endif
