/* SPDX-License-Identifier: EUPL-1.2
 * Inside of the expression module: tokens, tree, function table.
 *
 * source -> xpath_lex.c -> xpath_parse.c (tree) -> xpath_check.c (names and types) -> xpath_eval.c. The tree is the
 * compiled form: it is const after the check. Operators of equal rank are one node with many children, so depth is
 * nesting, never length. */
#ifndef OZG_XPATH_XPATH_INT_H
#define OZG_XPATH_XPATH_INT_H

#include "xpath/xpath_tree.h"

enum { XPATH_TOKENS_MAX = 10000, XPATH_DEPTH_MAX = 100, XPATH_ARGS_MAX = 3, XPATH_POINTS_MAX = 64, XPATH_BUDGET = 100000 };

/* ---- tokens ---- */

enum token_kind {
	T_END,
	T_ERROR, /* reported already */
	T_LITERAL,
	T_NUMBER,
	T_VAR,  /* text is "hund/name" */
	T_NAME, /* function, or and or div mod */
	T_DOT,
	T_OPEN,
	T_CLOSE,
	T_COMMA,
	T_PLUS,
	T_MINUS,
	T_STAR,
	T_EQ,
	T_NE,
	T_LT,
	T_LE,
	T_GT,
	T_GE,
};

struct token {
	enum token_kind kind;
	struct str text; /* of a literal: between the quotes */
	size_t at;       /* byte offset in the source */
};

/* What compiling works with. */
struct compiler {
	struct arena *arena;
	struct str source;
	struct pos pos;
	const struct xpath_scope *scope;
	struct diags *diags;
	bool failed;
	size_t next; /* where the lexer goes on */
	unsigned n_tokens;
	unsigned depth;     /* open parentheses */
	struct token token; /* the one to be parsed now */
	unsigned *slots;
	size_t n_slots;
	size_t cap_slots;
};

/* Reads the next token into c->token. */
void xpath_lex(struct compiler *c);

/* The place of a byte of the source in the file. */
struct pos xpath_pos(const struct compiler *c, size_t at);

/* Reports an error at a byte of the source. */
void xpath_fail(struct compiler *c, size_t at, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- what is compiled; the tree itself: xpath_tree.h ---- */

struct xpath {
	struct str source;
	const struct xpath_node *root;
	enum xpath_type want;
	const unsigned *slots;
	size_t n_slots;
	struct xpath_point *points;
	size_t n_points;
};

/* NULL when an error was reported. */
struct xpath_node *xpath_parse(struct compiler *c);

/* Resolves names, gives every node its type and turns literals into what they stand against. */
void xpath_check(struct compiler *c, struct xpath_node *root, enum xpath_type want);

/* The steps of it: one node with all below; one call. */
void xpath_check_node(struct compiler *c, struct xpath_node *n);
void xpath_check_call(struct compiler *c, struct xpath_node *call);

/* n must be one value, not a list or a group; false when it is not, reported. */
bool xpath_check_single(struct compiler *c, struct xpath_node *n);

/* n must be of type want, or a literal that can become it; xpath_demand: and one value. */
void xpath_demand_type(struct compiler *c, struct xpath_node *n, enum xpath_type want);
void xpath_demand(struct compiler *c, struct xpath_node *n, enum xpath_type want);

static inline bool xpath_is_text_literal(const struct xpath_node *n)
{
	return n->op == OP_CONST && n->constant.type == XPATH_TEXT;
}

static inline bool xpath_is_empty_literal(const struct xpath_node *n)
{
	return xpath_is_text_literal(n) && n->constant.text.n == 0;
}

/* "eine Zahl", "ein Datum": for messages. */
const char *xpath_type_name(enum xpath_type type);

/* Text and code are one kind. */
static inline bool xpath_same_kind(enum xpath_type a, enum xpath_type b)
{
	return (a == XPATH_CODE ? XPATH_TEXT : a) == (b == XPATH_CODE ? XPATH_TEXT : b);
}

/* ---- evaluation ---- */

struct run {
	const struct xpath *x;
	struct xpath_env *env;
	struct err *err;
};

bool xpath_node_eval(struct run *r, const struct xpath_node *n, struct xpath_value *out) MUST_CHECK;

/* Value number index of a list, or the only one (index 0) of any other node. *more says whether there was one. */
bool xpath_node_item(
    struct run *r, const struct xpath_node *n, size_t index, struct xpath_value *out, bool *more) MUST_CHECK;

/* Takes n operations off the budget. */
bool xpath_spend(struct run *r, size_t n) MUST_CHECK;

/* Fails with a German sentence and the place of n. */
bool xpath_run_fail(struct run *r, const struct xpath_node *n, const char *sentence);

/* ---- functions ---- */

/* One function. params has a letter for each parameter:
 *   t text or code · b boolean · n decimal · d date · a any single value · c text, code, decimal or boolean
 *   s any single value, all of one kind, which is also the result's
 *   r an answer: field, list or group · l a list · m decimals, lists of them too · o the same with dates, all of a kind
 * then "?" if the last one may be missing, or "*" if it may be repeated.
 * eval gets the values of at most three arguments; empty ones never reach it: text is "", a boolean false, a missing
 * decimal or date makes the result empty, only a, c see XPATH_EMPTY. eval_nodes evaluates its arguments itself. */
struct xpath_func {
	const char *name;
	const char *params;
	enum xpath_type result; /* XPATH_EMPTY: that of the arguments s or o */
	bool (*eval)(struct run *r, const struct xpath_node *call, const struct xpath_value *arg, struct xpath_value *out);
	bool (*eval_nodes)(struct run *r, const struct xpath_node *call, struct xpath_value *out);
};

/* The signature of a function that gets values, and of one that evaluates its arguments itself. */
#define FN(name)                                                                                                       \
	static bool name(                                                                                                  \
	    struct run *r, const struct xpath_node *call, const struct xpath_value *arg, struct xpath_value *out)
#define FN_NODES(name) static bool name(struct run *r, const struct xpath_node *call, struct xpath_value *out)

/* Tables, ended by an entry without a name. */
extern const struct xpath_func xpath_funcs_core[];
extern const struct xpath_func xpath_funcs_date[];

/* The letter of parameter i. */
char xpath_param(const struct xpath_func *f, size_t i);

static inline bool xpath_give_bool(struct xpath_value *out, bool v)
{
	*out = (struct xpath_value){ .type = XPATH_BOOL, .boolean = v };
	return true;
}

static inline bool xpath_give_dec(struct xpath_value *out, struct dec v)
{
	*out = (struct xpath_value){ .type = XPATH_DEC, .dec = v };
	return true;
}

static inline bool xpath_give_date(struct xpath_value *out, struct date v)
{
	*out = (struct xpath_value){ .type = XPATH_DATE, .date = v };
	return true;
}

static inline bool xpath_give_text(struct xpath_value *out, struct str v)
{
	*out = (struct xpath_value){ .type = XPATH_TEXT, .text = v };
	return true;
}

#endif
