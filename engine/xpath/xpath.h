/* SPDX-License-Identifier: EUPL-1.2
 * Expressions of forms and workflows: XPath 1.0 syntax, parsed and type-checked by us at publication, evaluated under a
 * budget.
 *
 * A name is written as a variable: $rasse, $hund/name, and "." is the value of the element the expression belongs to.
 * What a variable means is the owner's business: it resolves each reference once, at compile time, to a slot number and
 * a type; at run time it hands out the value of a slot. Values are typed (text, boolean, decimal, date, code, list of
 * one of them), never doubles: 0.1 + 0.2 = 0.3 here, and a date is not a text.
 *
 * An answer that is missing is the empty value: it equals nothing (= false, != true), orders with nothing, counts as 0
 * in sum() and is "" as text. boolean-like use of anything but a boolean is refused at compile time. */
#ifndef OZG_XPATH_XPATH_H
#define OZG_XPATH_XPATH_H

#include "base/date.h"
#include "base/dec.h"
#include "base/diag.h"
#include "base/err.h"

enum xpath_type {
	XPATH_EMPTY, /* only of a value: not answered */
	XPATH_TEXT,
	XPATH_BOOL,
	XPATH_DEC, /* exact decimal; money is a decimal with two places */
	XPATH_DATE,
	XPATH_CODE, /* of a code list: comparable with a text literal that is one of its codes */
};

struct xpath_value {
	enum xpath_type type;
	union {
		struct str text; /* XPATH_TEXT and XPATH_CODE */
		bool boolean;
		struct dec dec;
		struct date date;
	};
};

/* What a reference stands for, answered by the owner at compile time. */
struct xpath_ref {
	unsigned slot;        /* the owner's own number */
	enum xpath_type type; /* of one value */
	bool list;            /* several values (a path through a repeated group): only for count, sum, min, max, exists */
	bool group;           /* a group, not a field: only for count() and exists() */
	/* For XPATH_CODE: is this text one of the codes? NULL: unknown. Used to warn of labels and typing errors. */
	bool (*is_code)(const void *arg, struct str text);
	const void *is_code_arg;
};

/* The world an expression is compiled in. resolve gets the path as names ($hund/name is "hund", "name"; "." is n = 0);
 * on false it has written the reason, with a suggestion where it can, as a German sentence to why. */
struct xpath_scope {
	void *arg;
	bool (*resolve)(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why);
};

/* The world it is evaluated in. get fills the value of slot (XPATH_EMPTY when not answered); for a list it is called
 * with index 0, 1, … and returns false behind the last one. For a single value index is 0 and the result true. */
struct xpath_env {
	void *arg;
	bool (*get)(void *arg, unsigned slot, size_t index, struct xpath_value *value);
	struct date today;    /* the only clock: today() and age() */
	struct arena *scratch; /* intermediate texts */
	unsigned budget;      /* operations left; 0 at the start means the default of 100,000 */
};

struct xpath; /* compiled, const, lives in the model's arena */

/* Compiles source, which stands at pos in d->file. want is the type the result must have (XPATH_EMPTY: any).
 * NULL with findings in d, each at its own column. At most 10,000 tokens and depth 100. */
const struct xpath *xpath_compile(struct arena *a, struct str source, struct pos pos, enum xpath_type want,
	const struct xpath_scope *scope, struct diags *d);

/* Evaluates. False with err (kind ERR_INPUT) on division by zero, overflow, an exhausted budget or a value of another
 * type than promised: never a silent "false". */
bool xpath_eval(const struct xpath *x, struct xpath_env *env, struct xpath_value *out, struct err *err) MUST_CHECK;

/* Static type of the result, and the slots it reads (each once): for dependency order. */
enum xpath_type xpath_result_type(const struct xpath *x);
size_t xpath_slots(const struct xpath *x, const unsigned **slots);
struct str xpath_source(const struct xpath *x);

/* Text of a value as answers write it: "12.50", "2026-03-01", "true". Empty gives "". */
struct str xpath_text(struct arena *a, const struct xpath_value *v);

#endif
