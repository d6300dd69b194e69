/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite ("ozg-workflow-conformance/1"): expectations taken from other engines' own tests. */
#ifndef OZG_FLOW_FLOW_CONFORM_H
#define OZG_FLOW_FLOW_CONFORM_H

#include "flow/flow.h"

struct flow_conform {
	size_t passed, failed;
	size_t skipped; /* optional cases (level 3) that failed: their lines say so */
};

/* Runs the cases of the suite file; their BPMN files stand below root. out gets a line "ID: reason" for each failing
 * case. False with err when the suite cannot be read. */
bool flow_conform(
    const char *suite, const char *root, struct buf *out, struct flow_conform *count, struct err *err) MUST_CHECK;

/* How the cases are played; whatever is NULL happens in memory. */
struct flow_conform_how {
	void *arg;

	/* flow_step for instance number i of the case at hand, for example through a database. */
	bool (*step)(void *arg, struct arena *a, size_t i, const struct flow *f, struct str state, const json_t *vars,
	    const struct flow_input *in, struct date today, struct flow_result *out, struct err *err);

	/* A case was played; the models go after this. False, with the reason in why: it has failed all the same. */
	bool (*done)(void *arg, const char **why);

	/* Instead of playing: the main process of the case, and the variables it begins with. */
	bool (*visit)(void *arg, const char *id, const struct flow *main, const json_t *vars, const char **why);
};

/* flow_conform played another way. */
bool flow_conform_by(const struct flow_conform_how *how, const char *suite, const char *root, struct buf *out,
    struct flow_conform *count, struct err *err) MUST_CHECK;

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

/* The files of the case as one: conditions as the case gives them, variables declared,
 * tasks that the case watches made user tasks. */
struct str flow_conform_source(const struct conform_file *f);

/* The element with this id as it is after flow_conform_source, or NULL. */
const struct xml_node *flow_conform_element(const struct conform_file *f, struct str id);

/* Name of the variable by which a case chooses the flow behind a gateway. */
struct str flow_conform_choice(struct arena *a, struct str flow);

const char *flow_conform_text(const json_t *o, const char *key);
bool flow_conform_listed(const json_t *list, struct str s);

#endif
