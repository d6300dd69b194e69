/* SPDX-License-Identifier: EUPL-1.2
 * The compiled decision, its expressions, and what compiling works with. Internal to engine/dmn. */
#ifndef OZG_DMN_DMN_MODEL_H
#define OZG_DMN_DMN_MODEL_H

#include "base/dec.h"
#include "dmn/dmn.h"
#include "xml/xml.h"

enum {
	FEEL_BYTES_MAX = 20000, /* of one expression */
	FEEL_DEPTH_MAX = 60,    /* of nesting */
	FEEL_ARGS_MAX = 32,
	FEEL_STEPS_MAX = 1000000, /* of one evaluation: file and inputs may be hostile */
	DMN_CALLS_MAX = 32,       /* knowledge models and decisions within each other */
	DMN_RULES_MAX = 2000,
};

/* ---- values ---- */

struct dmn_value {
	enum dmn_kind kind;
	union {
		bool boolean;
		struct dec number;
		struct str text;
		struct date date;
		struct {
			const struct dmn_value *items; /* of a list or a context; of a range: low and high */
			const struct str *keys;        /* of a context */
			size_t n;
			const struct feel *range; /* of a range: which ends belong to it */
		};
	};
};

static inline struct dmn_value dmn_null(void)
{
	return (struct dmn_value){ .kind = DMN_NULL };
}

/* "eine Zahl": for messages. */
const char *dmn_kind_name(enum dmn_kind kind);

/* Equal values; a list or context is equal part by part. */
bool dmn_equal(const struct dmn_value *a, const struct dmn_value *b);

/* <0, 0, >0 for two numbers, texts or dates; false for whatever has no order. */
bool dmn_order(const struct dmn_value *a, const struct dmn_value *b, int *cmp);

json_t *dmn_to_json(struct arena *a, const struct dmn_value *v); /* yours */

/* ---- types ---- */

struct dmn_type {
	struct str name;
	enum dmn_kind kind; /* of one value; DMN_NULL: any */
	bool whole;         /* a number without fraction */
	bool list;
	const struct dmn_type *item; /* of a list whose items have a type of their own, or NULL */
	const struct dmn_part *parts;
	size_t n_parts;
	const struct feel *allowed; /* unary tests, or NULL */
	struct str allowed_text;
};

struct dmn_part {
	struct str name;
	const struct dmn_type *type;
};

/* The value as the type has it; "12.5" and 12.5 are the same number. False with ERR_INPUT; what is its name there. */
bool dmn_from_json(struct arena *a, const struct dmn_type *type, const json_t *j, struct str what,
    struct dmn_value *out, struct err *err) MUST_CHECK;

/* ---- expressions ---- */

enum feel_op {
	F_CONST,
	F_NAME,
	F_PATH,  /* kids: the context; name */
	F_INPUT, /* "?": the value of the column */
	F_OR,
	F_AND,
	F_EQ,
	F_NE,
	F_LT,
	F_LE,
	F_GT,
	F_GE,
	F_BETWEEN,
	F_IN, /* kids: value, test */
	F_ADD,
	F_SUB,
	F_MUL,
	F_DIV,
	F_POW,
	F_NEG,
	F_IF,
	F_LIST,
	F_RANGE,  /* kids: low, high */
	F_CALL,   /* a built-in function */
	F_INVOKE, /* a knowledge model */
	/* what stands in a cell: */
	F_ANY,  /* "-" */
	F_SOME, /* one of the kids */
	F_NOT,  /* none of them */
	F_CMP,  /* link says how the value of the column compares with the kid */
	F_TRUE, /* the kid is a condition */
	F_IS,   /* the kid is a value the column has, or a list or range it is in */
};

struct feel {
	enum feel_op op;
	enum feel_op link;           /* of F_CMP */
	enum dmn_kind kind;          /* known type of the value; DMN_NULL: any */
	const struct dmn_type *type; /* the same in detail, or NULL */
	size_t at;                   /* byte in the text */
	struct feel *kids, *next;
	size_t n_kids;
	struct dmn_value constant;
	size_t slot;              /* F_NAME */
	struct str name;          /* F_PATH */
	bool low_open, high_open; /* F_RANGE */
	const struct feel_func *func;
	const struct dmn_logic *model; /* F_INVOKE */
};

/* A name an expression may use, or a knowledge model it may call. */
struct feel_name {
	struct str name;
	const struct dmn_type *type;   /* NULL: anything */
	const struct dmn_logic *model; /* NULL: a value, in the slot with the index of this name */
};

/* The names of one decision or knowledge model. Later ones hide earlier ones of the same name. */
struct feel_scope {
	struct feel_name *list;
	size_t n, cap;
};

void feel_scope_add(struct arena *a, struct feel_scope *s, struct feel_name name);

/* An expression, at pos in d->file; input is the type of "?", NULL when there is none. NULL with findings in d. */
struct feel *feel_expr(
    struct arena *a, struct str text, struct pos pos, const struct feel_scope *scope, struct diags *d);

/* Unary tests of a cell in a column of this type. */
struct feel *feel_tests(struct arena *a, struct str text, struct pos pos, const struct feel_scope *scope,
    const struct dmn_type *column, struct diags *d);

/* The text without leading and trailing blanks, one blank for every run of white space within: how names compare. */
struct str feel_tidy(struct arena *a, struct str name);

/* ---- functions ---- */

struct run;

struct feel_func {
	const char *name;
	size_t min, max;    /* arguments */
	enum dmn_kind kind; /* of the result */
	/* What cannot be computed gives null. False only when the evaluation must end. */
	bool (*eval)(struct run *r, const struct dmn_value *arg, size_t n, struct dmn_value *out);
};

/* The function whose name the text begins with, the longest; NULL when there is none. */
const struct feel_func *feel_func_at(struct str text, size_t *length);

/* Power with a whole exponent; false when it does not fit. */
bool feel_power(struct dec base, int64_t exponent, struct dec *out);

/* ---- boxed expressions ---- */

enum dmn_policy {
	POLICY_UNIQUE,
	POLICY_FIRST,
	POLICY_PRIORITY,
	POLICY_ANY,
	POLICY_COLLECT,
	POLICY_RULE_ORDER,
	POLICY_OUTPUT_ORDER,
};

enum dmn_aggregation { AGGREGATE_LIST, AGGREGATE_SUM, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_COUNT };

struct dmn_column {
	struct str name; /* of an output; of an input what people call it */
	const struct dmn_type *type;
	const struct feel *expr;    /* of an input */
	const struct feel *allowed; /* values of an input, or NULL */
	struct str allowed_text;
	const struct feel *otherwise;   /* of an output: the default, or NULL */
	const struct dmn_value *values; /* of an output: the allowed ones, best first */
	size_t n_values;
	struct pos pos;
};

struct dmn_rule {
	const struct feel **in, **out;
	struct str *in_text, *out_text; /* as written */
	struct str note; /* its description or annotation: what people mean by it; may be empty */
	struct pos pos;
};

struct dmn_table {
	enum dmn_policy policy;
	enum dmn_aggregation aggregation;
	struct dmn_column *in, *out;
	size_t n_in, n_out;
	struct dmn_rule *rules;
	size_t n_rules;
	struct pos pos;
	struct str label; /* „Name“ of the decision: for messages */
};

enum box_kind { BOX_LITERAL, BOX_TABLE, BOX_CONTEXT, BOX_INVOCATION };

struct dmn_box {
	enum box_kind kind;
	const struct feel *expr; /* BOX_LITERAL */
	const struct dmn_table *table;
	/* BOX_CONTEXT: entries; the last one without a name is the result. BOX_INVOCATION: arguments by parameter. */
	struct dmn_entry *entries;
	size_t n_entries;
	const struct dmn_logic *model; /* BOX_INVOCATION */
};

struct dmn_entry {
	struct str name; /* empty: the result */
	size_t slot;     /* of the name; of an argument the parameter it is for */
	const struct dmn_type *type;
	const struct dmn_box *box;
};

/* ---- decisions ---- */

/* Where the value of a slot comes from: one of the two. */
struct dmn_need {
	size_t slot;
	const struct dmn_decision *decision;
	const struct dmn_input *input;
};

/* What has names and a box: a decision or a knowledge model. */
struct dmn_logic {
	struct str id, name;
	struct feel_scope scope;
	size_t n_params;             /* of a knowledge model: the first slots */
	const struct dmn_type *type; /* of the result, or NULL */
	const struct dmn_box *box;
	const struct xml_node *xml;
	enum { LOGIC_NEW, LOGIC_BUSY, LOGIC_DONE } progress; /* of compiling */
	unsigned below;                                      /* how many others it needs one behind the other, at most */
};

struct dmn_decision {
	struct dmn_logic logic;
	size_t number;
	struct dmn_need *needs;
	size_t n_needs, cap_needs;
	const struct dmn *file;
	struct str output_name;
	struct dmn_field *fields; /* as dmn_inputs gives them */
	size_t n_fields;
	struct dmn_field *parts;
	size_t n_parts;
};

struct dmn_input {
	struct str id, name;
	const struct dmn_type *type;
};

struct dmn {
	struct str id, name;
	const struct dmn_decision **decisions;
	size_t n_decisions;
};

/* ---- reading ---- */

struct raw_type;

struct dmn_reader {
	struct arena *arena;
	struct diags *diags;
	const char *ns;
	const struct xml_node *root;
	struct dmn *model;
	struct dmn_decision **decisions;
	size_t n_decisions;
	struct dmn_logic **models;
	size_t n_models;
	struct dmn_input **inputs;
	size_t n_inputs;
	struct raw_type *types;
	size_t n_types;
};

/* The itemDefinitions of the file. */
void dmn_types_read(struct dmn_reader *r);

/* The type of this name; NULL for none or "Any". An unknown one is reported at pos. */
const struct dmn_type *dmn_type_find(struct dmn_reader *r, struct str name, struct pos pos);

/* The type of the attribute typeRef of x. */
const struct dmn_type *dmn_type_of(struct dmn_reader *r, const struct xml_node *x);

/* A boxed expression in x (of k, which gets names of its contexts); NULL when there is none or it is wrong. */
const struct dmn_box *dmn_box_read(
    struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision, const struct xml_node *x);
const struct dmn_table *dmn_table_read(
    struct dmn_reader *r, struct dmn_logic *k, struct dmn_decision *decision, const struct xml_node *x);

/* The first child of x that is an expression, or NULL. */
const struct xml_node *dmn_box_child(const struct dmn_reader *r, const struct xml_node *x);

/* The text element below x; NULL when it is missing or blank. */
const struct xml_node *dmn_text(const struct dmn_reader *r, const struct xml_node *x);

/* Makes the name usable in the decision: an input nobody declared. */
void dmn_imply_input(
    struct dmn_reader *r, struct dmn_decision *k, struct str name, const struct dmn_type *type, struct pos pos);

/* Rules that contradict each other, values without a rule, rules that never win. */
void dmn_lint(struct arena *a, const struct dmn_table *t, struct diags *d);

/* ---- evaluation ---- */

struct run {
	struct arena *arena;
	const json_t *inputs;
	struct date today;
	struct err *err;
	unsigned steps, depth;
	struct dmn_value **results;    /* of decisions, by number; NULL: not yet */
	const struct dmn_table *asked; /* the table to say of which rules fitted */
	struct str why;
};

struct frame {
	struct run *run;
	struct dmn_value *slots;
	const struct dmn_value *input; /* "?" */
};

/* Counts one step; false with an error when there were too many. */
bool feel_spend(struct run *r) MUST_CHECK;

bool feel_eval(struct frame *f, const struct feel *x, struct dmn_value *out) MUST_CHECK;

/* Does the value fulfil the tests of a cell? */
bool feel_fits(struct frame *f, const struct feel *x, const struct dmn_value *v, bool *yes) MUST_CHECK;

bool dmn_box_eval(struct frame *f, const struct dmn_box *b, struct dmn_value *out) MUST_CHECK;
bool dmn_table_eval(struct frame *f, const struct dmn_table *t, struct dmn_value *out) MUST_CHECK;

/* Calls a knowledge model with n_params values. */
bool dmn_invoke(
    struct run *r, const struct dmn_logic *m, const struct dmn_value *args, struct dmn_value *out) MUST_CHECK;

#endif
