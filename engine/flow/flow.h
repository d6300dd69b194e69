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
struct xml_schema; /* the OMG schema, loaded once by the caller */

/* Reads BPMN 2.0 XML with one executable process. NULL when it has errors: all of them are in d, with element id, line
 * and reason. schema may be NULL (tests of the checker itself); the programs always give it. */
const struct flow *flow_read(struct arena *a, struct str source, const struct xml_schema *schema, struct diags *d);

struct str flow_id(const struct flow *f); /* id of the process: "hundesteuer" */
struct str flow_name(const struct flow *f);

/* A process variable, declared in the process by <ozg:variable name type from>. */
struct flow_var {
	struct str name;
	enum xpath_type type;
	struct str from; /* path of the answer in the citizen's form that sets it at the start, or empty */
};

size_t flow_vars(const struct flow *f, const struct flow_var **list);

/* ---- execution ---- */

enum flow_input_kind {
	FLOW_START,    /* state must be empty */
	FLOW_COMPLETE, /* a user task was completed */
};

struct flow_input {
	enum flow_input_kind kind;
	unsigned token; /* of the task (FLOW_COMPLETE) */
	const json_t
	    *vars; /* values to set first: object of declared names; may be NULL. Others are refused (ERR_INPUT). */
};

enum flow_effect_kind {
	FLOW_TASK_OPEN,  /* token, element, name, form, office, not_by */
	FLOW_TASK_CLOSE, /* token */
	FLOW_STATUS,     /* text: what the citizen reads as status */
	FLOW_SERVICE,    /* token, element, text: the operation, "notify:TEMPLATE"; done through the outbox */
	FLOW_PASSED,     /* element, name: was entered; for the history and the diagram */
	FLOW_END,        /* the instance is over */
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
};

struct flow_result {
	struct str state; /* JSON, small; opaque to everybody else */
	json_t *vars;     /* yours: a new reference */
	struct flow_effect *effects;
	size_t n_effects;
	bool ended;
	bool stuck; /* not ended, but nobody can do anything: joins starve. For whoever watches the installation. */
};

/* One command, run to quiescence. False with err: ERR_CONFLICT when the token is not waiting (completed by somebody
 * else), ERR_INPUT for undeclared or ill-typed variables, ERR_BUG for a state that does not fit the model, ERR_BROKEN
 * for an incident (condition failed, no flow to take, more than 10,000 steps): the text says where. On false nothing
 * changes. All results live in a. */
bool flow_step(struct arena *a, const struct flow *f, struct str state, const json_t *vars, const struct flow_input *in,
    struct date today, struct flow_result *out, struct err *err) MUST_CHECK;

/* Tokens waiting at user tasks, for rebuilding the index tables and for tests. */
struct flow_waiting {
	unsigned token;
	struct str element;
};
size_t flow_waiting(struct arena *a, const struct flow *f, struct str state, const struct flow_waiting **list);

/* The task at element, as FLOW_TASK_OPEN would describe it; false when there is no such user task. */
bool flow_task(const struct flow *f, struct str element, struct flow_effect *out);

/* ---- for people ---- */

/* A way that leads on from a step. */
struct flow_view_way {
	struct str name;      /* as drawn; may be empty */
	struct str condition; /* expression, or empty */
	bool otherwise;       /* the default flow */
	size_t to;            /* number of the step it leads to, from 1 */
};

/* What flow_task() does not tell of a step; of a user task it tells the rest. */
struct flow_view_step {
	struct str id, name;
	const char *element;  /* local name in BPMN: "userTask" */
	struct str status;    /* what the citizen reads from here on, or empty */
	struct str operation; /* of a service task: "notify:eingang" */
	const struct flow_view_way *ways;
	size_t n_ways;
};

/* All steps, earlier ones first; step number 1 is the start. Returns how many. */
size_t flow_view(struct arena *a, const struct flow *f, const struct flow_view_step **list_r);

#endif
