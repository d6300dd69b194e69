/* SPDX-License-Identifier: EUPL-1.2
 * A workflow as it was read: a graph that still knows its XML and its mistakes. Internal to engine/flow. */
#ifndef OZG_FLOW_FLOW_RAW_H
#define OZG_FLOW_FLOW_RAW_H

#include "flow/flow_model.h"
#include "xml/xml.h"

struct raw_seq {
	const struct xml_node *xml;
	struct str id;               /* made up when the file gives none */
	struct raw_node *from, *to;  /* NULL: no such node, already reported */
	const struct xml_node *expr; /* conditionExpression, or NULL */
	const struct xpath *cond;    /* set by the check */
	size_t place;                /* index in to->in */
};

struct raw_node {
	const struct xml_node *xml;
	const struct node_kind *kind; /* NULL: not executed here, already reported */
	struct str id, name;
	struct raw_node *parent;
	struct raw_seq **in, **out;
	size_t n_in, n_out;
	struct raw_seq *otherwise;
	struct raw_node **apart; /* four-eyes: whoever completes one of these must not complete this one, nor the reverse */
	size_t n_apart, cap_apart;
	bool reached;  /* from a start */
	bool finishes; /* an end can be reached */
};

struct raw_flow {
	struct arena *arena;
	struct diags *diags;
	struct raw_node *nodes; /* sorted by id, the process included */
	size_t n_nodes;
	struct raw_node *process;
	struct raw_seq *seqs; /* in document order */
	size_t n_seqs;
	struct flow_var *vars;
	size_t n_vars;
};

/* Reads the one executable process below root. False when there is nothing to check further. */
bool flow_raw_read(struct raw_flow *f, const struct xml_node *root);

/* Adds all mistakes to the findings and compiles the conditions. */
void flow_check(struct raw_flow *f);

/* The model of a flow without errors. */
const struct flow *flow_build(const struct raw_flow *f);

struct raw_node *flow_raw_node(const struct raw_flow *f, struct str id);

/* „Name“ (id), or the id alone: how messages name a node. */
struct str flow_raw_label(const struct raw_flow *f, const struct raw_node *n);

/* Value of the ozg: attribute without white space around it; empty when there is none. */
struct str flow_raw_attr(const struct raw_node *n, const char *name);

/* Adds an error when the ozg: attribute is there and flow_is_id says no. */
void flow_raw_check_id(const struct raw_flow *f, const struct raw_node *n, const char *attr);

#endif
