/* SPDX-License-Identifier: EUPL-1.2
 * Expressions of forms and workflows: XPath 1.0 syntax, parsed and type-checked by us at publication, evaluated under a
 * budget.
 *
 * A name is written as a variable: $rasse, $hund/name, and "." is the value of the element the expression belongs to.
 * What a variable means is the owner's business: it resolves each reference once, at compile time, to a slot number and
 * a type; at run time it hands out the value of a slot. Values are typed (text, boolean, decimal, date, code, list of
 * one of them), never doubles: 0.1 + 0.2 = 0.3 here, and a date is not a text.
 *
 * Syntax: XPath 1.0 (sections 3.1 to 3.5) without location paths: literals, numbers, $name and $a/b/c, ".",
 * parentheses, or and = != < <= > >= + - * div mod, unary minus, function calls. A name may hold "-" and ".", so a
 * minus wants a space before it. Comparisons do not chain (a = b = c needs parentheses). Everything else of XPath is
 * refused by name.
 *
 * Types: nothing is converted silently.
 * - and, or, not(), if() take booleans only. 'false' is a text, and saying so is an error, not true.
 * - = and != compare one kind with the same kind; text and code are one kind. < <= > >= order decimals and dates.
 * - A literal becomes what it stands against, at compile time: '2026-01-01' a date, '12.5' a decimal. If it cannot, or
 *   if a text that is no literal stands there, it is an error. A literal that is no code of the list is a warning, and
 *   so is '' beside an answer.
 * - + - * div mod take decimals. div gives up to 18 places, mod the remainder with the sign of the dividend.
 * - Lists and groups are only for count, count-non-empty, exists, is-empty, sum, avg, min, max.
 *
 * An answer that is missing is the empty value:
 * - = with it is false and != true, even empty against empty; < <= > >= are false;
 * - arithmetic with it is empty; so is a function that wants a decimal or a date there;
 * - as boolean it is false: not($b) is true, and an expression compiled with want = XPATH_BOOL is never empty;
 * - as text it is "": string-length($t) = 0;
 * - sum counts it as 0; avg, min and max pass over it and are empty when nothing is left;
 * - if(c, $x, '') gives it away on purpose: '' fits every type there.
 *
 * The functions are listed in xpath_func.c and xpath_func_date.c. */
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
	bool list;            /* several values: a path through a repeated group, or a repeated group itself */
	bool group;           /* a group, not a field: only for count, count-non-empty, exists, is-empty; type is ignored */
	/* For XPATH_CODE: is this text one of the codes? NULL: unknown. Used to warn of labels and typing errors. On false
	 * it may add a hint, a German sentence after a space: " Meinten Sie „…“?" (suggest_add does that). */
	bool (*is_code)(const void *arg, struct str text, struct buf *hint);
	const void *is_code_arg;
};

/* The world an expression is compiled in. resolve gets the path as names ($hund/name is "hund", "name"; "." is n = 0);
 * on false it has written the reason, with a suggestion where it can, as a German sentence to why. It is also asked
 * for names that do not stand in the expression, to find out what was meant, so it remembers nothing. */
struct xpath_scope {
	void *arg;
	bool (*resolve)(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why);
	/* Where byte number at of the source stands in the file. NULL: counted on from its beginning. */
	struct pos (*place)(void *arg, size_t at);
};

struct xpath; /* compiled, const, lives in the model's arena */

/* The world it is evaluated in. get fills the value of slot (XPATH_EMPTY when not answered); for a list it is called
 * with index 0, 1, … and returns false behind the last one. For a single value index is 0 and the result true. The
 * value of a group (of an instance of it) is boolean true when something in it is answered, else XPATH_EMPTY. */
struct xpath_env {
	void *arg;
	bool (*get)(void *arg, unsigned slot, size_t index, struct xpath_value *value);
	struct date today;     /* the only clock: today() and age() */
	struct arena *scratch; /* texts that concat() and the like make; nothing else is allocated */
	unsigned budget;       /* operations left; 0 at the start means the default of 100,000 */
	/* Told of each decision when it falls, with its number as xpath_points counts from 0; NULL: nobody asks. */
	void (*decided)(void *arg, const struct xpath *x, size_t point, bool outcome);
	void *decided_arg;
};

/* Compiles source, which stands at pos in d->file. want is the type the result must have (XPATH_EMPTY: any).
 * NULL with findings in d, each at its own column. At most 10,000 tokens and depth 100. source is copied. An error of
 * syntax ends the compilation; errors of names and types are all reported. Where text is wanted a code will do, and the
 * other way round. */
const struct xpath *xpath_compile(struct arena *a, struct str source, struct pos pos, enum xpath_type want,
    const struct xpath_scope *scope, struct diags *d);

/* Evaluates. False with err (kind ERR_INPUT) on division by zero, overflow, an exhausted budget or a value of another
 * type than promised: never a silent "false". */
bool xpath_eval(const struct xpath *x, struct xpath_env *env, struct xpath_value *out, struct err *err) MUST_CHECK;

/* Static type of the result, and the slots it reads (each once): for dependency order. */
enum xpath_type xpath_result_type(const struct xpath *x);
size_t xpath_slots(const struct xpath *x, const unsigned **slots);
struct str xpath_source(const struct xpath *x);

/* What can turn out this way or that: an expression that is a boolean, each operand of and/or, the condition of if().
 * The first is the expression itself; when it is no boolean its only outcome is that it was evaluated (false). Of one
 * expression at most 64 are told apart. */
struct xpath_point {
	struct pos pos;
	struct str text; /* that part of the source */
	bool boolean;
};
size_t xpath_points(const struct xpath *x, const struct xpath_point **list);

/* Text of a value as answers write it: "12.50", "2026-03-01", "true". Empty gives "". */
struct str xpath_text(struct arena *a, const struct xpath_value *v);

#endif
