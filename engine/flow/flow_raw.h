/* SPDX-License-Identifier: EUPL-1.2
 * A workflow as it was read: a graph that still knows its XML and its mistakes. Internal to engine/flow. */
#ifndef OZG_FLOW_FLOW_RAW_H
#define OZG_FLOW_FLOW_RAW_H

#include "flow/flow_model.h"
#include "xml/xml.h"

/* Lines of other files are counted from here on: what is found there is told at the call. */
enum { FLOW_OTHER_FILE = 100000000 };

struct raw_seq {
	const struct xml_node *xml;
	struct str id;               /* made up when the file gives none */
	struct raw_node *from, *to;  /* NULL: no such node, already reported */
	const struct xml_node *expr; /* conditionExpression, or NULL */
	const struct xpath *cond;    /* set by the check */
	size_t place;                /* index in to->in */
};

struct raw_expr {
	const struct xml_node *xml; /* NULL: none */
	const struct xpath *code;   /* set by the check */
};

struct raw_loop {
	const struct xml_node *xml; /* NULL: once */
	bool standard;
	struct raw_expr count, cond;
	struct str list;          /* name of the variable, or empty */
	struct str item;          /* what the value is called inside, or empty */
	struct str collect, give; /* the list of results and the variable each instance gives, or empty */
};

struct raw_node {
	const struct xml_node *xml;
	const struct node_kind *kind; /* NULL: not executed here, already reported */
	struct str id, name;
	size_t order;             /* of reading */
	size_t scope;             /* order of the process or sub-process around it; of a process its own */
	struct raw_node *parent;  /* that one; NULL for a process */
	size_t place;             /* index among the nodes of parent */
	size_t n_children;        /* of a scope */
	size_t first_var, n_vars; /* of a process: the variables it declares */
	struct raw_seq **in, **out;
	size_t n_in, n_out;
	struct raw_seq *otherwise;
	struct raw_node **apart; /* four-eyes: whoever completes one of these must not complete this one, nor the reverse */
	size_t n_apart, cap_apart;

	enum flow_trigger trigger;
	const struct xml_node *event; /* the event definition, or NULL */
	struct str event_name;        /* as flow_event.name */
	struct str event_label;       /* as flow_event.label */
	struct raw_expr event_expr;   /* condition */
	const struct xpath *key;      /* ozg:correlation, set by the check */
	struct flow_timer timer;
	struct raw_expr when; /* of a timer that variables say; of the timer only its kind is known then */
	bool interrupts;
	bool by_event;
	struct raw_node *host;    /* of a boundary event; NULL: dangling */
	struct raw_node *called;  /* of a call activity: the process; NULL: dangling */
	struct raw_node *partner; /* of a link throw event: the catch event; NULL: dangling */
	struct raw_loop loop;
	struct raw_expr script;
	struct flow_handing *payload; /* of what sends a message or signal */
	size_t n_payload;
	struct raw_rule *rule; /* of a business rule task, set by its check */
	struct raw_call *call; /* of a call activity, set by its check */

	const struct raw_node *start; /* of a scope: the start event the first token stands on */
	bool begins;                  /* has no way in and is begun with its scope, which has no start event */
	bool ends;                    /* of a scope: it has an end event */
	bool guess;                   /* of a scope: something in it is not executed here, anything may be missing */
	bool reached;                 /* from a start */
	bool finishes;                /* an end can be reached */
};

struct raw_flow {
	struct arena *arena;
	struct diags *diags;
	unsigned can; /* enum flow_can */
	const struct flow_library *library;
	struct str wanted;      /* id of the process; empty: the one no other calls */
	struct raw_node *nodes; /* sorted by id, the processes included */
	size_t n_nodes;
	struct raw_node *process;
	size_t cap_nodes;
	struct raw_seq *seqs; /* in document order */
	size_t n_seqs, cap_seqs;
	struct flow_var *vars; /* of all processes: those of the main one first */
	size_t n_vars, cap_vars;
	struct str *called; /* processes that were read from other files */
	size_t n_called;
};

/* Reads the executable process below root and those it calls. False when there is nothing to check further. */
bool flow_raw_read(struct raw_flow *f, const struct xml_node *root);

/* ---- pieces of it ---- */

/* The first <ozg:element> in the extensionElements of the node, or NULL; xml_next gives the others. */
const struct xml_node *flow_raw_extension(const struct raw_node *n, const char *element);

/* Value of the attribute without white space around it. */
struct str flow_raw_trimmed(const struct xml_node *x, const char *attr);

/* The element behind x in document order, inside root; NULL: that was the last. */
const struct xml_node *flow_raw_following(const struct xml_node *x, const struct xml_node *root);

/* The process of the file with this id, or NULL. */
const struct xml_node *flow_raw_process(const struct xml_node *root, struct str id);

/* Reads a process with all that is in it. */
void flow_raw_read_process(struct raw_flow *f, const struct xml_node *x);

/* Reads the processes called by what has been read so far, until there are no new ones: flow_called.c. */
void flow_raw_read_called(struct raw_flow *f);

/* The same library, asked once for each name and a hundred times in all: flow_library.c. NULL for NULL; in a. */
const struct flow_library *flow_library_once(struct arena *a, const struct flow_library *library);

/* Ids of different files may meet: then nobody could say which task is meant. */
void flow_raw_check_shared_ids(const struct raw_flow *f);

/* Adds an error for every ozg: attribute of x that is not known: flow_declare.c. */
void flow_raw_check_attrs(const struct raw_flow *f, const struct xml_node *x, const char *const *known);

/* <ozg:variable> in the extensionElements of owner, if it is a process (else NULL); whatever else of ours is not known
 * is a mistake. */
void flow_raw_extensions(
    struct raw_flow *f, const struct xml_node *owner, struct raw_node *process, const char *const *known);

/* The slot of the variable of this name in the process around n; n_vars: it declares none. */
size_t flow_raw_var(const struct raw_flow *f, const struct raw_node *n, struct str name);

/* Is it a name as expressions write it behind the $? */
bool flow_raw_is_name(struct str name);

/* The <ozg:element variable value> of n, with findings; the values are those of the process around here:
 * flow_handing.c. */
size_t flow_raw_handings(const struct raw_flow *f, struct raw_node *n, struct raw_node *here, const char *element,
    struct flow_handing **list);

/* Hangs nodes and flows on each other: flow_link.c. */
void flow_raw_link(struct raw_flow *f);

/* Reads event definition, loop characteristics and what else belongs to the node, whose kind is known. */
void flow_raw_details(struct raw_flow *f, struct raw_node *n);

/* Is it an element that flow_raw_details has looked at? */
bool flow_raw_is_detail(const struct xml_node *x);

/* Compiles an expression that stands in an attribute of n or below it; NULL with findings. */
const struct xpath *flow_compile_attr(const struct raw_flow *f, struct raw_node *n, const struct xml_attr *attr);

/* Compiles all expressions; adds what is wrong with them. */
void flow_check_exprs(struct raw_flow *f);

/* Adds what is wrong with a time that variables say. */
void flow_check_when(const struct raw_flow *f, const struct raw_node *n);

/* Adds what is wrong with events, loops and calls. */
void flow_check_events(struct raw_flow *f);

/* Adds all mistakes to the findings and compiles the conditions. */
void flow_check(struct raw_flow *f);

/* Adds what BPMN forbids though it could be executed, and what is hardly meant: flow_advise.c. */
void flow_advise(const struct raw_flow *f);

/* Adds references between parts that are not executed and that lead nowhere: flow_refs.c. */
void flow_check_refs(const struct raw_flow *f, const struct xml_node *root);

/* Adds errors that nobody catches, and events that catch what never comes: flow_catch.c. */
void flow_check_errors(const struct raw_flow *f);

/* The model of a flow without errors. */
const struct flow *flow_build(const struct raw_flow *f);

struct raw_node *flow_raw_node(const struct raw_flow *f, struct str id);

/* „Name“ (id), or the id alone: how messages name a node. */
struct str flow_raw_label(const struct raw_flow *f, const struct raw_node *n);

/* Value of the attribute without white space around it, and without its prefix; empty when there is none. */
struct str flow_raw_ref(const struct xml_node *x, const char *attr);

/* The id of the process a call activity calls. */
struct str flow_raw_called(const struct raw_node *n);

/* Value of the ozg: attribute without white space around it; empty when there is none. */
struct str flow_raw_attr(const struct raw_node *n, const char *name);

/* Adds an error when the ozg: attribute is there and flow_is_id says no. */
void flow_raw_check_id(const struct raw_flow *f, const struct raw_node *n, const char *attr);

/* ---- who can come where: flow_reach.c ---- */

struct flow_reach;

/* For every flow into the join: the nodes of its scope from which a token may come by it without passing the join. */
const struct flow_reach *flow_reach_build(const struct raw_flow *f, const struct raw_node *join);

/* May a token on the node come by the flow with this place? by_boundary: boundary events may take it over. */
bool flow_reaches(const struct flow_reach *r, size_t place, const struct flow_node *n, bool by_boundary);

/* Can a token that leaves the node come back to it? */
bool flow_reach_cycle(const struct raw_flow *f, const struct raw_node *n);

#endif
