/* SPDX-License-Identifier: EUPL-1.2
 * The compiled workflow, what a node kind is, and what a node may do while a command runs. Internal to engine/flow. */
#ifndef OZG_FLOW_FLOW_MODEL_H
#define OZG_FLOW_FLOW_MODEL_H

#include "flow/flow.h"
#include "flow/flow_time.h"

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

enum flow_trigger {
	TRIGGER_NONE,
	TRIGGER_MESSAGE,
	TRIGGER_TIMER,
	TRIGGER_ERROR,
	TRIGGER_ESCALATION,
	TRIGGER_SIGNAL,
	TRIGGER_CONDITION,
	TRIGGER_LINK,
	TRIGGER_TERMINATE,
};

/* A value that goes somewhere else. */
struct flow_handing {
	struct str name;       /* of the variable there */
	const struct xpath *x; /* evaluated here; NULL: a copy of the variable in the slot */
	size_t copy;
	size_t slot; /* there, if that is known */
	struct pos pos;
};

struct flow_event {
	enum flow_trigger trigger;
	struct str name;                /* of the message, signal or link; code of the error or escalation, empty: any */
	struct str label;               /* of an error: what people call it, or empty */
	const struct xpath *expr;       /* the condition; the correlation of a message, or NULL */
	const struct flow_timer *timer; /* with when: its kind only */
	const struct xpath *when;       /* what the timer is set by each time; NULL: it is fixed */
	const struct flow_handing *payload; /* what a message or signal takes along */
	size_t n_payload;
};

struct flow_loop {
	bool standard;             /* repeated while a condition holds; else a number of instances fixed at the beginning */
	bool sequential;           /* one after the other */
	bool before;               /* standard: the condition is tried before the first time */
	const struct xpath *count; /* how many instances, or NULL: as many as the list has values */
	size_t list;               /* slot of the variable with the list */
	bool collects;             /* each instance gives a result: */
	size_t give, collect;      /* slots of the variable that holds it, and of the list of all */
	const struct xpath *cond;  /* enough when true; standard: again when true. NULL: none */
	unsigned max;              /* standard: at most so often; 0: no limit */
};

struct flow_node {
	struct str id, name;
	const struct node_kind *kind;
	const struct flow_node *parent; /* the process or sub-process around it; NULL for the process itself */
	size_t place;                   /* its index among the nodes of parent */
	const struct flow_node *start; /* of a process or sub-process: where its first token stands; of a call activity: the
	                                  process it calls */
	const struct flow_seq *const *in;
	const struct flow_seq *const *out; /* in document order, which is the order conditions are tried in */
	size_t n_in, n_out;
	const struct flow_seq *otherwise; /* the default flow, one of out, or NULL */
	struct str status;
	struct flow_event event;
	const struct flow_loop *loop;              /* NULL: once */
	const struct flow_node *host;              /* of a boundary event: the activity it sits on */
	const struct flow_node *const *begins;     /* of a sub-process without start: where its tokens stand at first */
	const struct flow_node *const *boundaries; /* events on this activity */
	const struct flow_node *const *handlers;   /* of a process or sub-process: starts of its event sub-processes */
	const struct flow_node *partner;           /* of a link throw event: the catch event */
	size_t n_begins, n_boundaries, n_handlers;
	bool interrupts;          /* of a boundary event or the start of an event sub-process */
	bool by_event;            /* an event sub-process */
	const void *own;          /* what kind->build made */
	size_t first_var, n_vars; /* of a process: the variables it declares */
};

struct flow {
	const struct flow_node *process;
	const struct flow_node *nodes; /* sorted by id; the process is one of them */
	size_t n_nodes;
	const struct str *called; /* processes of other files */
	size_t n_called;
	const struct flow_var
	    *vars; /* of all processes, those of the main one first: the index is the slot of expressions */
	size_t n_vars;
	const struct drawing *drawing; /* NULL: nothing to draw */
};

/* Slots behind those of the variables: what is known inside a repeated activity. */
enum loop_slot {
	LOOP_COUNTER,
	LOOP_INSTANCES,
	LOOP_ACTIVE,
	LOOP_COMPLETED,
	LOOP_TERMINATED,
	LOOP_ITEM, /* + index of the repeated node: the value of this instance */
};

/* The node with this id, or NULL. */
const struct flow_node *flow_node(const struct flow *f, struct str id);

/* The process the node stands in. */
static inline const struct flow_node *flow_process_of(const struct flow_node *n)
{
	while (n->parent != NULL)
		n = n->parent;
	return n;
}

/* ---- the state: tokens in scopes ---- */

enum token_phase {
	TOKEN_NEW,   /* arrived, not looked at yet: never stored */
	TOKEN_WAIT,  /* something outside must happen */
	TOKEN_JOIN,  /* parked at a join; in says by which flow it came */
	TOKEN_BUSY,  /* a scope of its own is running, or events behind an event-based gateway are awaited */
	TOKEN_ARMED, /* no token of the flow: an event being listened for beside it */
	TOKEN_DEAD,  /* gone: never stored */
};

struct scope;

struct token {
	unsigned id;
	const struct flow_node *node;
	struct scope *scope;
	const struct flow_seq *in; /* the flow it came by; NULL where a scope begins */
	enum token_phase phase;
	struct token *owner; /* TOKEN_ARMED: what it is armed for; NULL: the scope */
	unsigned index;      /* which instance of a repeated activity */
	unsigned left;       /* firings of a timer that are left, 0: no end; of a condition: it was true */
	int64_t due;         /* of a timer */
	struct str key;      /* correlation of a message */
	bool arms;           /* tokens are armed for it */
};

struct scope {
	unsigned id;
	struct token *owner; /* the token that is busy with it; NULL for the process */
	const struct flow_node *node;
	bool many;                  /* the instances of a repeated activity stand in it, all on node */
	unsigned total, next, done; /* instances: in all, begun, completed */
	json_t *vars; /* of a called process its variables, of an instance that gives a result that one; NULL: has none */
	size_t live;  /* scratch: tokens of the flow in it */
	bool over;    /* gone: never stored */
};

/* Tokens stand in the order they were made, so their ids rise. New ones are added at the end: the rest of the list is
 * the agenda. Token and scope pointers stay good while the lists grow. */
struct flow_state {
	unsigned next; /* id of the next token or scope */
	struct scope **scopes;
	size_t n_scopes, cap_scopes;
	struct token **tokens;
	size_t n_tokens, cap_tokens;
	struct token **spare; /* dead tokens to be used again */
	size_t n_spare, cap_spare;
};

/* Bytes; a state that would be longer is an incident of the step, which then changes nothing. */
#define FLOW_STATE_MAX ((size_t)1 << 20)

/* Empty text gives the state before the start. ERR_BUG for whatever flow_state_write cannot have written for f. */
bool flow_state_read(
    struct arena *a, const struct flow *f, struct str text, struct flow_state *out, struct err *err) MUST_CHECK;
struct str flow_state_write(struct arena *a, const struct flow_state *s);

struct token *flow_state_token(const struct flow_state *s, unsigned id);
struct scope *flow_state_add_scope(struct arena *a, struct flow_state *s, struct scope x);
struct token *flow_state_add_token(struct arena *a, struct flow_state *s, struct token x);

/* Forgets dead tokens and scopes that are over. Pointers to them are no longer good. */
void flow_state_compact(struct arena *a, struct flow_state *s);

/* Is the token one instance of a repeated activity, not the activity as a whole? */
static inline bool token_is_instance(const struct token *t)
{
	return t->scope->many;
}

/* ---- variables ---- */

/* The declared type by its name in <ozg:variable type>; false when there is none. */
bool flow_type(struct str name, enum xpath_type *out);

/* The value of a variable as JSON carries it; null is the empty value. False when the type does not fit. */
bool flow_value(enum xpath_type type, const json_t *json, struct xpath_value *out);

/* May a variable hold what an expression of this type gives? */
bool flow_type_fits(enum xpath_type variable, enum xpath_type value);

/* The same for a variable, which may be a list. */
bool flow_var_fits(const struct flow_var *var, const json_t *json);

/* The value as JSON carries it; yours. */
json_t *flow_json(struct arena *a, const struct xpath_value *v);

/* Index of the variable, or n. */
size_t flow_var_index(const struct flow_var *vars, size_t n, struct str name);

/* ---- a command being run ---- */

struct run {
	struct arena *arena;
	const struct flow *flow;
	struct flow_state state;
	size_t seen;                /* tokens in front of this index have been entered */
	json_t *vars;               /* with the changes of this command */
	struct xpath_value *values; /* by slot; of lists only in vars */
	const struct token *at;     /* for whom an expression is being evaluated */
	struct date today;
	int64_t now;
	struct flow_effect *effects;
	size_t n_effects, cap_effects;
	struct flow_left *left;
	size_t n_left, cap_left;
	unsigned steps;
	struct err *err;
};

void flow_emit(struct run *r, struct flow_effect e);

/* An effect that says nothing but which token and element. */
void flow_emit_at(struct run *r, enum flow_effect_kind kind, const struct token *t);

/* Ends the command with ERR_BROKEN and a sentence that begins with the place. Returns false. */
bool flow_incident(struct run *r, const struct flow_node *n, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Evaluates for the token. False with an incident that says what when the evaluation fails. */
bool flow_eval(
    struct run *r, const struct token *t, const struct xpath *x, const char *what, struct xpath_value *out) MUST_CHECK;

/* Is the flow's condition true? A flow without one is. False with an incident when the evaluation fails. */
bool flow_cond(struct run *r, const struct token *t, const struct flow_seq *s, bool *yes) MUST_CHECK;

/* Where the token's value of the variable is kept: the object it is a member of. */
json_t *flow_frame(const struct run *r, const struct token *t, size_t slot);

/* The value as JSON, borrowed; NULL: none. */
json_t *flow_get(const struct run *r, const struct token *t, size_t slot);

/* Sets the variable for the token; value is yours. False with an incident when the type does not fit. */
bool flow_set(struct run *r, const struct token *t, size_t slot, json_t *value) MUST_CHECK;

/* May values belong to the scope alone? */
bool flow_scope_has_vars(const struct scope *s);

/* A new token, to be entered when its turn comes. NULL with an incident when there are too many. */
struct token *flow_spawn(struct run *r, const struct flow_node *n, struct scope *scope, const struct flow_seq *in);

/* The token leaves its node: by this flow, by all of them whatever their conditions say, or by the rule for activities
 * and events (clause 13.2.1): every flow without condition and every one whose condition is true; the default flow when
 * no condition was true. An instance of a repeated activity is counted instead. */
bool flow_leave_by(struct run *r, struct token *t, const struct flow_seq *s) MUST_CHECK;
bool flow_leave_all(struct run *r, struct token *t) MUST_CHECK;
bool flow_leave(struct run *r, struct token *t) MUST_CHECK;

/* The history, and the status the citizen reads: the element was reached. */
void flow_pass(struct run *r, const struct token *t);

/* Notes that the element was left, for the result. */
void flow_note_left(struct run *r, const struct token *t);

/* Ends the token with all that belongs to it: scopes, armed events, open tasks. */
void flow_kill(struct run *r, struct token *t);

/* The same for all tokens of the scope, which itself stays. */
void flow_clear(struct run *r, struct scope *s);

/* A scope the token is busy with; the events of its event sub-processes are armed, the first token stands at start,
 * or there is one wherever the scope begins when start is NULL. vars: of a called process the values it begins with. */
bool flow_open_scope(struct run *r, struct token *owner, const struct flow_node *n, const struct flow_node *start,
    json_t *vars) MUST_CHECK;

/* The scope the token is or was a moment ago busy with. */
struct scope *flow_scope_of(const struct run *r, const struct token *t);

/* The variables of the main process as they are; false with ERR_BUG when they do not fit. */
bool flow_begin_vars(struct run *r, const json_t *vars) MUST_CHECK;

/* ---- times that variables say: flow_when.c ---- */

/* What the expression says now, read as kind wants it; *empty: nothing. False with an incident when it is no time. */
bool flow_when(struct run *r, const struct token *t, const struct xpath *x, enum flow_timer_kind kind,
    struct flow_timer *out, bool *empty) MUST_CHECK;

/* May an expression of this type say such a time? */
bool flow_when_fits(enum flow_timer_kind kind, enum xpath_type type);

/* Is the text an expression, and not a time as ISO 8601 writes it? */
bool flow_when_is_expr(struct str text);

/* ---- values that go somewhere else: flow_handing.c ---- */

/* The value, yours; false with an incident. */
bool flow_hand(struct run *r, const struct token *t, const struct flow_handing *h, json_t **out) MUST_CHECK;

/* All of them as an object by their names, which lives as long as the run. */
bool flow_hand_all(
    struct run *r, const struct token *t, const struct flow_handing *list, size_t n, json_t **out) MUST_CHECK;

/* ---- events: flow_event.c ---- */

/* Begins to wait for the event of the token's node: sets timer and correlation and tells the world. */
bool flow_listen(struct run *r, struct token *t) MUST_CHECK;

/* Tells the world that nothing is awaited any more. */
void flow_unlisten(struct run *r, const struct token *t);

/* Listens for the event of n beside owner, or beside the scope when owner is NULL. Events that are thrown from inside
 * (error, escalation) need not be armed. */
bool flow_arm(struct run *r, const struct flow_node *n, struct scope *scope, struct token *owner,
    const struct flow_seq *in) MUST_CHECK;

/* The event the token waits or is armed for has happened. */
bool flow_fire(struct run *r, struct token *t) MUST_CHECK;

/* Error or escalation ev of the activity at, or, when at is NULL, thrown in the scope: the innermost handler gets it.
 * *caught says whether there is one. */
bool flow_throw(struct run *r, struct scope *s, struct token *at, const struct flow_event *ev, bool *caught) MUST_CHECK;

/* Throws the event of the token's node: message, signal, error, escalation. The token may be gone afterwards. */
bool flow_throw_own(struct run *r, struct token *t) MUST_CHECK;

/* Reaches everybody in this instance who listens for the signal. */
bool flow_signal(struct run *r, struct str name) MUST_CHECK;

/* The effect that opens what the token waits for; kind FLOW_END when it is nothing of the outside. */
struct flow_effect flow_opening(const struct token *t);

/* ---- repeated activities: flow_loop.c ---- */

/* The first token at a repeated activity. */
bool flow_loop_enter(struct run *r, struct token *t) MUST_CHECK;

/* An instance is done: its result is kept, by its number, not by who was first. */
bool flow_loop_done(struct run *r, struct token *t) MUST_CHECK;

/* No instance is left in the scope: the next one begins, or the activity is over. */
bool flow_loop_next(struct run *r, struct scope *s) MUST_CHECK;

/* The value of a slot behind the variables. */
void flow_loop_value(const struct run *r, size_t slot, struct xpath_value *out);

/* ---- node kinds: one per element, one file each, listed in nodes.c ---- */

struct raw_flow;
struct raw_node;

enum node_role {
	NODE_STEP,     /* needs a way in and a way out */
	NODE_START,    /* begins: nothing may lead to it */
	NODE_END,      /* ends: nothing may lead away */
	NODE_SCOPE,    /* the process: holds other nodes */
	NODE_ACTIVITY, /* a step that can be repeated and carry boundary events */
	NODE_BOUNDARY, /* sits on an activity: nothing may lead to it */
};

struct node_kind {
	const char *element; /* local name in the BPMN namespace */
	enum node_role role;
	const char *const *attrs; /* the ozg: attributes it understands, NULL behind the last */
	const char *const *below; /* the ozg: elements in its extensionElements that it understands, NULL: none */
	unsigned triggers;        /* event definitions it may have: 1 << enum flow_trigger */
	bool holds;               /* other nodes may stand in it */
	enum token_phase rests;   /* the phase in which tokens are stored here; TOKEN_NEW: they never stay */

	/* Adds what is wrong to the findings. NULL: nothing of its own can be. */
	void (*check)(const struct raw_flow *f, struct raw_node *n);

	/* Makes what flow_node.own points to, of a node without errors. NULL: needs nothing. */
	const void *(*build)(const struct raw_flow *f, const struct raw_node *n);

	/* A token has arrived. */
	bool (*enter)(struct run *r, struct token *t);

	/* What a token in TOKEN_WAIT waited for has happened, or the scope of one in TOKEN_BUSY is over. NULL: never
	 * stays. */
	bool (*complete)(struct run *r, struct token *t);

	/* The event of a token in TOKEN_ARMED has happened. NULL: never armed. */
	bool (*fire)(struct run *r, struct token *t);

	/* Nothing else moves: may the token parked here go on? Sets *moved when it did. NULL: does not depend on others. */
	bool (*quiet)(struct run *r, struct token *t, bool *moved);

	/* A token in TOKEN_WAIT or TOKEN_ARMED is being ended. NULL: nothing to tell the world. */
	void (*close)(struct run *r, const struct token *t);
};

/* NULL when the element is not executed here. */
const struct node_kind *nodes_find(struct str element);

/* The elements of the table, "a, b, c": for messages. */
struct str nodes_list(struct arena *a);

/* The decision of a business rule task as the workflow names it. */
struct str node_rule_decision(const struct flow_node *n);

/* An event of this kind on another node wins against its event-based gateway. */
bool node_gateway_won(struct run *r, struct token *t) MUST_CHECK;

/* The event sub-process whose start event was armed begins. */
bool node_handler_begin(struct run *r, struct scope *s, const struct flow_node *start) MUST_CHECK;

/* The boundary event on the activity happens. */
bool node_boundary_begin(struct run *r, struct token *host, const struct flow_node *event) MUST_CHECK;

extern const struct node_kind node_process, node_start, node_end, node_throw, node_catch, node_boundary, node_task,
    node_manual, node_user, node_service, node_send, node_receive, node_script, node_rule, node_sub, node_call,
    node_exclusive, node_parallel, node_inclusive, node_event_gateway;

#endif
