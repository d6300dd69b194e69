/* SPDX-License-Identifier: EUPL-1.2
 * Inside of "why?": an answer while it is put together. An expression and its values become reasons, each a whole
 * sentence in the language of the state's world; the texts are texts/NAME.po's, which translate sentence by sentence.
 */
#ifndef OZG_FORM_WHY_H
#define OZG_FORM_WHY_H

#include "form/form_model.h"

#include "xpath/xpath_tree.h"

enum { WHY_LINES_MAX = 80, WHY_MENTIONS_MAX = 12, WHY_DEPTH_MAX = 40 };

/* A calculated field that was named: how it came about can be told too. */
struct why_mention {
	const struct form_node *n;
	const struct form_inst *in;
};

struct why {
	struct arena *a;
	struct form_state *s; /* only looked at, but for .raw */
	bool all;             /* may tell answers that are not shown to whom the form is for */
	struct form_why_line *lines;
	size_t n;
	struct why_mention mentions[WHY_MENTIONS_MAX];
	size_t n_mentions;
};

/* An expression in one instance. */
struct why_at {
	struct why *w;
	const struct form_inst *in;
	const struct xpath *x;
	unsigned depth; /* of expressions in expressions and fields they are calculated from */
};

struct why_reason;

/* ---- sentences (why.c) ---- */

/* Adds a headline, then why: one reason behind it, several as lines below. condition: the expression this tells, or
 * NULL; why may be NULL. */
void why_tell(
    struct why *w, const char *about, const struct xpath *condition, struct str headline, const struct why_reason *why);

/* Adds a line; german: it is not in the language of the world. */
void why_line(
    struct why *w, const char *about, unsigned depth, const struct xpath *condition, struct str text, bool german);

/* ---- words (why_words.c) ---- */

/* A sentence of texts/NAME.po with each {} replaced by the next of n values. german must be a literal. */
struct str why_say(const struct why *w, const char *german, const struct str *values, size_t n);
#define WHY_SAY(w, german, ...)                                                                                        \
	why_say((w), (german), (const struct str[]){ __VA_ARGS__ },                                                        \
	    sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

/* „Rasse“, in the language of the world. */
struct str why_name(const struct why *w, const struct form_node *n);
struct str why_quoted(const struct why *w, struct str text);

/* A value as people read it in the field like (NULL: as such): „Dackel“, 12,50 Euro, 21.11.2026. */
struct str why_value(const struct why *w, const struct xpath_value *v, const struct form_node *like);

/* What a field holds; empty when it is not answered. */
struct str why_answer(const struct why *w, const struct form_inst *in, const struct form_node *n);

/* "„A“, „B“ oder „C“" */
struct str why_or(const struct why *w, const struct str *items, size_t n);

/* ---- what expressions name (why_names.c) ---- */

const struct form_node *why_target(const struct why_at *at, const struct xpath_node *ref);

/* The instance that holds the one answer a name stands for; NULL when there is none. */
const struct form_inst *why_holder(const struct why_at *at, const struct xpath_node *ref);

/* The value of a part of at->x; empty also when it stands for many or fails. */
struct xpath_value why_evaluate(const struct why_at *at, const struct xpath_node *x);
bool why_true(const struct why_at *at, const struct xpath_node *x);

bool why_is_call(const struct xpath_node *x, const char *name);
bool why_is_if(const struct xpath_node *x);

/* One answer, not a list and not a group. */
bool why_is_answer(const struct xpath_node *x);

/* Answered by nobody whom the form is for: not to be told. */
bool why_is_secret(const struct why *w, const struct form_node *n);

/* Calculated and not shown: told through what it is made of. */
bool why_is_helper(const struct form_node *n);

/* Whether any name in x stands for a helper or for what is not to be told. */
bool why_is_indirect(const struct why_at *at, const struct xpath_node *x);

/* The expression that calculates what ref names, in its instance. */
struct why_at why_behind(const struct why_at *at, const struct xpath_node *ref);

/* "„Rasse“ („Dackel“), „Hund“ (Einträge: 2)": the shown answers that x depends on, also through helpers; empty: none.
 */
struct str why_inputs(const struct why_at *at, const struct xpath_node *x);

/* ---- reasons (why_reason.c) ---- */

struct why_reason {
	struct str text;            /* a sentence; empty when it has parts */
	bool any;                   /* of the parts: each alone would do; else they come together */
	bool vague;                 /* names the answers behind it, not what of them decided */
	const struct form_cell *of; /* the answer that it says, or, when it denies, also what that is not; NULL: others */
	bool denies;
	bool weak; /* only told when there is nothing else: a question that is not asked */
	struct why_reason *first, *last, *next;
};

/* Why x is or is not true; NULL when it is a constant. */
const struct why_reason *why_reasons(struct why *w, const struct form_inst *in, const struct xpath *x, bool truth);

struct why_reason *why_clause(struct why_at at, const struct xpath_node *x, bool truth);

/* The conditions of if() that led to the value of x. */
struct why_reason *why_path(struct why_at at, const struct xpath_node *x);

/* All parts of from, or from itself, put into the reason to. Either may be NULL. */
void why_reason_add(const struct why *w, struct why_reason *to, struct why_reason *from);
struct why_reason *why_reason_new(const struct why *w, bool any);

/* r without empty parts and, where there is more to tell, without questions that are not asked; NULL: nothing is left.
 */
const struct why_reason *why_reason_tidy(const struct why *w, struct why_reason *r);

/* ---- facts (why_fact.c) ---- */

struct why_reason *why_fact(struct why *w, struct str text);

/* A comparison, a function or the name of an answer. */
struct why_reason *why_fact_compare(struct why_at at, const struct xpath_node *x, bool truth);
struct why_reason *why_fact_call(struct why_at at, const struct xpath_node *x, bool truth);
struct why_reason *why_fact_answer(const struct why_at *at, const struct xpath_node *ref);

/* "Das ergibt sich aus diesen Angaben: …" NULL: from none that can be told. */
struct why_reason *why_fact_inputs(const struct why_at *at, const struct xpath_node *x);

/* The first answer in x that is not there; NULL: all are. */
struct why_reason *why_fact_missing(const struct why_at *at, const struct xpath_node *x);

/* „Rasse“ is none of several codes. */
struct why_reason *why_fact_none_of(
    const struct why_at *at, const struct xpath_node *ref, const struct xpath_node *const *codes, size_t n);

/* "Das Alter laut „Geburtsdatum“" without a capital letter: what a value is of (why_noun.c). */
struct str why_noun(const struct why_at *at, const struct xpath_node *x);

/* The field whose way of writing fits the value of x, or NULL. */
const struct form_node *why_like(const struct why_at *at, const struct xpath_node *x);

/* ---- calculations (why_value.c) ---- */

/* Tells how the value of x, which people read as value (empty: it has none yet), came about, behind a headline. */
void why_tell_value(struct why *w, const char *about, const struct form_inst *in, const struct xpath *x,
    struct str headline, struct str value);

/* ---- what else comes of the answers (why_ends.c): where the application ends, why a page cannot be left, what it
 * costs ---- */

void why_stop(struct why *w, const struct form_node *page);
void why_page(struct why *w, const struct form_node *page);
void why_fees(struct why *w);

/* ---- finding the element (why_find.c) ---- */

/* The element at path and the instance that holds its cell. *entry: the instance it is itself when it is an entry of a
 * group, or NULL. *n is NULL for the form itself and for its fees. */
bool why_find(struct why *w, struct str path, const struct form_node **n, const struct form_inst **in,
    const struct form_inst **entry, struct err *err);

/* False, with a hint at what was meant. */
bool why_not_there(struct why *w, const struct form_inst *in, struct str path, struct str name, struct err *err);

#endif
