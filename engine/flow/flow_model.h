/* SPDX-License-Identifier: EUPL-1.2
 * The compiled workflow, what a node kind is, and what a node may do while a command runs. Internal to engine/flow. */
#ifndef OZG_FLOW_FLOW_MODEL_H
#define OZG_FLOW_FLOW_MODEL_H

#include "flow/flow.h"

#define FLOW_BPMN_NS "http://www.omg.org/spec/BPMN/20100524/MODEL"
#define FLOW_OZG_NS "urn:ozg:flow:1"

/* Tokens that one command may set going before it is taken for an endless loop. */
enum { FLOW_STEPS_MAX = 10000 };

/* An id of ours: a small letter, then small letters, digits, hyphens. */
bool flow_is_id(struct str s);

/* ---- the model: const outside flow_build.c ---- */

struct flow_node;

struct flow_seq { /* a sequence flow */
	struct str id, name;
	const struct flow_node *from, *to;
	const struct xpath *cond; /* NULL: none */
	size_t place;             /* its index in to->in */
};

struct flow_node {
	struct str id, name;
	const struct node_kind *kind;
	const struct flow_node *parent; /* the process or sub-process around it; NULL for the process itself */
	const struct flow_node *start;  /* of a process or sub-process: where its first token stands */
	const struct flow_seq *const *in;
	const struct flow_seq *const *out; /* in document order, which is the order conditions are tried in */
	size_t n_in, n_out;
	const struct flow_seq *otherwise; /* the default flow, one of out, or NULL */
	struct str status;
	const void *own; /* what kind->build made */
};

struct flow {
	const struct flow_node *process;
	const struct flow_node *nodes; /* sorted by id; the process is one of them */
	size_t n_nodes;
	const struct flow_var *vars; /* in the order of declaration: the index is the slot of expressions */
	size_t n_vars;
};

/* The node with this id, or NULL. */
const struct flow_node *flow_node(const struct flow *f, struct str id);

/* ---- the state: tokens in scopes ---- */

enum token_phase {
	TOKEN_NEW,  /* arrived, not looked at yet: never stored */
	TOKEN_WAIT, /* something outside must happen */
	TOKEN_JOIN, /* parked at a join; in says by which flow it came */
	TOKEN_DEAD, /* gone: never stored */
};

struct token {
	unsigned id;
	const struct flow_node *node;
	unsigned scope;
	const struct flow_seq *in; /* the flow it came by; NULL where a scope begins */
	enum token_phase phase;
};

struct scope {
	unsigned id;
	unsigned parent; /* 0 for the process */
	const struct flow_node *node;
};

/* Tokens stand in the order they were made, so their ids rise. New ones are added at the end: the rest of the list is
 * the agenda. Token pointers stay good while the list grows. */
struct flow_state {
	unsigned next; /* id of the next token or scope */
	struct scope *scopes;
	size_t n_scopes, cap_scopes;
	struct token **tokens;
	size_t n_tokens, cap_tokens;
};

/* Empty text gives the state before the start. ERR_BUG for whatever flow_state_write cannot have written for f. */
bool flow_state_read(
    struct arena *a, const struct flow *f, struct str text, struct flow_state *out, struct err *err) MUST_CHECK;
struct str flow_state_write(struct arena *a, const struct flow_state *s);

struct scope *flow_state_scope(const struct flow_state *s, unsigned id);
struct token *flow_state_token(const struct flow_state *s, unsigned id);
void flow_state_add_scope(struct arena *a, struct flow_state *s, struct scope x);
void flow_state_add_token(struct arena *a, struct flow_state *s, struct token x);

/* ---- variables ---- */

/* The declared type by its name in <ozg:variable type>; false when there is none. */
bool flow_type(struct str name, enum xpath_type *out);

/* The value of a variable as JSON carries it; null is the empty value. False when the type does not fit. */
bool flow_value(enum xpath_type type, const json_t *json, struct xpath_value *out);

/* Index of the variable, or n. */
size_t flow_var_index(const struct flow_var *vars, size_t n, struct str name);

/* ---- a command being run ---- */

struct run {
	struct arena *arena;
	const struct flow *flow;
	struct flow_state state;
	struct xpath_value *values; /* by slot */
	struct date today;
	struct flow_effect *effects;
	size_t n_effects, cap_effects;
	unsigned steps;
	struct err *err;
};

void flow_emit(struct run *r, struct flow_effect e);

/* Ends the command with ERR_BROKEN and a sentence that begins with the place. Returns false. */
bool flow_incident(struct run *r, const struct flow_node *n, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Is the flow's condition true? A flow without one is. False with an incident when the evaluation fails. */
bool flow_cond(struct run *r, const struct flow_seq *s, bool *yes) MUST_CHECK;

/* The token leaves its node: by this flow, by all of them whatever their conditions say, or by the rule for activities
 * and events (clause 13.2.1): every flow without condition and every one whose condition is true; the default flow when
 * no condition was true. */
bool flow_leave_by(struct run *r, struct token *t, const struct flow_seq *s) MUST_CHECK;
bool flow_leave_all(struct run *r, struct token *t) MUST_CHECK;
bool flow_leave(struct run *r, struct token *t) MUST_CHECK;

/* ---- node kinds: one per element, one file each, listed in nodes.c ---- */

struct raw_flow;
struct raw_node;

enum node_role {
	NODE_STEP,  /* needs a way in and a way out */
	NODE_START, /* begins: nothing may lead to it */
	NODE_END,   /* ends: nothing may lead away */
	NODE_SCOPE, /* the process: holds other nodes */
};

struct node_kind {
	const char *element; /* local name in the BPMN namespace */
	enum node_role role;
	const char *const *attrs; /* the ozg: attributes it understands, NULL behind the last */
	enum token_phase rests;   /* the phase in which tokens are stored here; TOKEN_NEW: they never stay */

	/* Adds what is wrong to the findings. NULL: nothing of its own can be. */
	void (*check)(const struct raw_flow *f, struct raw_node *n);

	/* Makes what flow_node.own points to, of a node without errors. NULL: needs nothing. */
	const void *(*build)(struct arena *a, const struct raw_node *n);

	/* A token has arrived. */
	bool (*enter)(struct run *r, struct token *t);

	/* What a token in TOKEN_WAIT waited for has happened. NULL: never waits. */
	bool (*complete)(struct run *r, struct token *t);
};

/* NULL when the element is not executed here. */
const struct node_kind *nodes_find(struct str element);

/* The elements of the table, "a, b, c": for messages. */
struct str nodes_list(struct arena *a);

extern const struct node_kind node_process, node_start, node_end, node_throw, node_task, node_manual, node_user,
    node_service, node_exclusive, node_parallel;

#endif
