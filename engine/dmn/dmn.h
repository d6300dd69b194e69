/* SPDX-License-Identifier: EUPL-1.2
 * Decisions: DMN read, checked, compiled to a const model, evaluated by one pure function.
 *
 * What is understood: OMG DMN 1.1 to 1.6 at conformance level 2. Decision tables with every hit policy, literal
 * expressions, contexts, invocations and knowledge models in S-FEEL with exact decimals; decisions that need other
 * decisions. What is more is refused by name when the file is read.
 *
 * FEEL has three truth values: what cannot be computed (10 / 0, null + 1) is null, and null fulfils no cell but "null".
 * That a table with hit policy UNIQUE or ANY is broken by the rules that fit is an error, never a choice. */
#ifndef OZG_DMN_DMN_H
#define OZG_DMN_DMN_H

#include "base/date.h"
#include "base/diag.h"
#include "base/err.h"

#include <jansson.h>

struct dmn;          /* the compiled file: const, lives in the arena it was built in */
struct dmn_decision; /* one decision of it */

enum dmn_kind {
	DMN_NULL, /* of a type: anything */
	DMN_BOOL,
	DMN_NUMBER, /* exact decimal */
	DMN_TEXT,
	DMN_DATE,
	DMN_LIST,
	DMN_CONTEXT,
	DMN_RANGE, /* only inside expressions: [1..5] */
};

/* Something a decision needs from outside, or a column of what it gives. */
struct dmn_field {
	struct str name; /* as written, single spaces: "Full Name" */
	enum dmn_kind kind;
	bool list; /* a list of such values */
};

/* Does the text say that it is DMN, and not BPMN? A quick look at its namespaces, for whoever has a file of either. */
bool dmn_is(struct str source);

/* Reads DMN XML. NULL when it has errors: all of them are in d, with line and column; warnings (values no rule is for,
 * rules that never win) do not hinder. source need not outlive the model. */
const struct dmn *dmn_read(struct arena *a, struct str source, struct diags *d);

/* Id and name of the file; the id falls back to the name. */
struct str dmn_id(const struct dmn *m);
struct str dmn_name(const struct dmn *m);

/* All decisions in document order; how many. */
size_t dmn_decisions(const struct dmn *m, const struct dmn_decision *const **list);

/* What the file is for: the decision that no other one of it needs. NULL when there are several. */
const struct dmn_decision *dmn_main(const struct dmn *m);

/* By id, else by name; NULL when there is none. */
const struct dmn_decision *dmn_find(const struct dmn *m, struct str id_or_name);

struct str dmn_decision_id(const struct dmn_decision *k);
struct str dmn_decision_name(const struct dmn_decision *k);

/* Rules of its table; 0: it is no table. */
size_t dmn_decision_rules(const struct dmn_decision *k);

/* Rule number i (from 0) in the words of the table: 'Steuer >= 500: "vier-augen" (hohe Steuer)'. In a. */
struct str dmn_decision_rule(struct arena *a, const struct dmn_decision *k, size_t i);

/* What must be known to decide, for the decisions it needs as well; each name once. */
size_t dmn_inputs(const struct dmn_decision *k, const struct dmn_field **list);

/* What it gives: DMN_CONTEXT with the fields in *parts for a table with several outputs, else no parts. The name is
 * that of the decision's variable. */
struct dmn_field dmn_output(const struct dmn_decision *k, const struct dmn_field **parts, size_t *n_parts);

/* Decides. inputs is an object by name: numbers as JSON numbers or "12.50", dates "2026-11-22"; what is missing is
 * null; names the decision does not need are passed over. *out is yours: numbers are strings with a dot, dates
 * "YYYY-MM-DD", null when no rule fits. today is what today() means. False with ERR_INPUT and a German sentence: an
 * input of the wrong type or outside of its allowed values, or rules that contradict each other; it names the rules. */
bool dmn_eval(struct arena *a, const struct dmn_decision *k, const json_t *inputs, struct date today, json_t **out,
    struct err *err) MUST_CHECK;

/* The same, and why: which rules of its own table fitted, with what they asked: "Regel 2 (hohe Steuer): Steuer = 560".
 * What stands in brackets is the rule's description or annotation. Empty when it is no table. In a. */
bool dmn_eval_why(struct arena *a, const struct dmn_decision *k, const json_t *inputs, struct date today, json_t **out,
    struct str *why_r, struct err *err) MUST_CHECK;

/* A value as dmn_eval gives it, as people read it: "ja", "12.5", "a, b", "Stufe = 2, Stelle = amt". In a. */
struct str dmn_words(struct arena *a, const json_t *value);

#endif
