/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite ("ozg-workflow-conformance/1"): expectations taken from other engines' own tests. */
#ifndef OZG_FLOW_FLOW_CONFORM_H
#define OZG_FLOW_FLOW_CONFORM_H

#include "flow/flow.h"

struct flow_conform {
	size_t passed, failed;
	size_t skipped; /* optional cases (level 3) that we do not execute */
};

/* Runs the cases of the suite file; their BPMN files stand below root. out gets a line "ID: reason" for each failing
 * case. False with err when the suite cannot be read. */
bool flow_conform(
    const char *suite, const char *root, struct buf *out, struct flow_conform *count, struct err *err) MUST_CHECK;

/* ---- internal: flow_conform_file.c ---- */

struct xml_node;

struct conform_file {
	struct arena *arena;
	const json_t *def; /* the case */
	const char *kind;  /* its kind: "script-trace", "tasks", "trace" */
	const struct xml_node *roots[8];
	json_t *ids[8]; /* ids of the file that had to be changed, because another file has them too */
	size_t n;
};

/* The files of the case as one, for the process of this id: conditions as the case gives them, variables declared,
 * tasks that the case watches made user tasks. */
struct str flow_conform_source(const struct conform_file *f, struct str process);

/* The element with this id as it is after flow_conform_source, or NULL. */
const struct xml_node *flow_conform_element(const struct conform_file *f, struct str id);

/* Name of the variable by which a case chooses the flow behind a gateway. */
struct str flow_conform_choice(struct arena *a, struct str flow);

const char *flow_conform_text(const json_t *o, const char *key);
bool flow_conform_listed(const json_t *list, struct str s);

#endif
