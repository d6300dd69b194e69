/* SPDX-License-Identifier: EUPL-1.2
 * What a form compiles with but cannot be meant, or helps nobody. One file per family of findings, listed in lint.c.
 *
 * A new finding: lint_NAME.c with one function, a line in the table, a line here, a file in tests/golden/lint. What
 * people see is a German sentence with the remedy. Errors are for what stops citizens; what is only suspicious is a
 * warning, what an admin may want to know a note. Never claim what is not proved: a checker that cries wolf is
 * switched off. */
#ifndef OZG_FORM_LINT_LINT_H
#define OZG_FORM_LINT_LINT_H

#include "form/form_read.h"
#include "form/lint/sat.h"

struct lint {
	struct form_reader *r;
	const struct form *f;
	struct arena *a;        /* scratch of the whole check */
	struct arena *question; /* scratch of one question to sat */
	bool catalogue;         /* the form is from the FIM catalogue: what is in it is not ours to change */
	bool has_forbid;        /* some rule forbids something */
	unsigned questions;     /* that this family may still ask of sat and of the evaluator; bounds the time */
	unsigned witnesses;
	bool *broken; /* by number: an expression of the node did not compile */
	bool *never;  /* by number: proved that it is never shown */
};

/* All families. Runs also when the form has errors, as far as its expressions compiled. */
void lint_form(struct form_reader *r);

void lint_codes(struct lint *l);
void lint_conditions(struct lint *l);
void lint_dates(struct lint *l);
void lint_fields(struct lint *l);
void lint_fill(struct lint *l);
void lint_labels(struct lint *l);
void lint_purpose(struct lint *l);
void lint_reach(struct lint *l);
void lint_retention(struct lint *l);
void lint_rules(struct lint *l);
void lint_texts(struct lint *l);
void lint_unused(struct lint *l);

/* ---- for the families ---- */

/* A finding. In forms of the catalogue an error is a warning: publishing must not depend on what one cannot change. */
void lint_find(struct lint *l, enum diag_level level, struct pos pos, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

const struct xml_node *lint_source(const struct lint *l, const struct form_node *n);

/* Of the attribute, or of the element when it has none. */
struct pos lint_pos(const struct lint *l, const struct form_node *n, const char *attr);
bool lint_has(const struct lint *l, const struct form_node *n, const char *attr);

/* Where the expression begins that attribute at holds a part x of. */
struct pos lint_begin(const struct xml_attr *at, const struct xpath_node *x);

/* "„Rasse“", "die Seite „Hunde“"; something to call it by. */
struct str lint_name(const struct lint *l, const struct form_node *n);

/* The condition "what may be seen, is": all relevants from n up to the page. Adds goals; how many there are then. */
enum { LINT_GOALS_MAX = 40 };
size_t lint_shown(const struct form_node *n, struct sat_goal *goals, size_t n_goals);

/* Whether the goals may hold together; true also when there is no time to find out. s may be looked at afterwards. */
bool lint_possible(struct lint *l, struct sat *s, const struct sat_goal *goals, size_t n);

/* A sentence part with the answers of a state that the evaluator confirms: "rasse = R03 und alter = 17". confirm is
 * asked about each candidate. False when none is found. */
bool lint_witness(struct lint *l, const struct sat_case *c,
    bool (*confirm)(const void *arg, struct form_state *s, struct form_inst *in), const void *arg,
    const struct form_node *group, struct str *text);

#endif
