/* SPDX-License-Identifier: EUPL-1.2
 * The compiled expression as a tree, read-only: for who has to understand an expression and not only its value, such as
 * the checker of forms and the answer to "why?".
 *
 * Operators of equal rank are one node with many children. Literals have become what they stand against. */
#ifndef OZG_XPATH_XPATH_TREE_H
#define OZG_XPATH_XPATH_TREE_H

#include "xpath/xpath.h"

struct xpath_func;

enum xpath_op {
	OP_CONST,
	OP_REF,
	OP_OR,
	OP_AND,
	OP_EQ,
	OP_NE,
	OP_LT,
	OP_LE,
	OP_GT,
	OP_GE,
	OP_CHAIN, /* + - or * div mod: each child but the first says in link how it goes on */
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_NEG,
	OP_CALL,
};

struct xpath_node {
	enum xpath_op op;
	enum xpath_op link;   /* as part of an OP_CHAIN */
	enum xpath_type type; /* XPATH_EMPTY: unknown, an error was reported; or the constant '' of if() */
	size_t at;
	size_t from, to; /* bytes of the source, as part of a chain, as an argument or as the whole; else both 0 */
	unsigned point;  /* number of the decision it is, from 1; 0: none */
	struct xpath_node *kids; /* first child */
	struct xpath_node *next; /* sibling */
	union {
		struct xpath_value constant;
		struct {
			struct str path; /* without "$"; empty for "." */
			struct xpath_ref ref;
		};
		struct {
			struct str name;
			const struct xpath_func *func;
		};
	};
};

/* The tree of x. Places (at) are byte offsets in xpath_source. */
const struct xpath_node *xpath_root(const struct xpath *x);

/* The name of the function that a call calls: "age". */
const char *xpath_func_name(const struct xpath_node *call);

/* Evaluates one node of the tree of x, as xpath_eval does the whole. A missing boolean is XPATH_EMPTY. A node that
 * stands for many values (a list, a group) is none. x may be NULL: then a failure does not show the expression. */
bool xpath_eval_node(const struct xpath *x, const struct xpath_node *n, struct xpath_env *env, struct xpath_value *out,
    struct err *err) MUST_CHECK;

#endif
