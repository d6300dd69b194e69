/* SPDX-License-Identifier: EUPL-1.2
 * JUEL as a tree, shared by import_juel*.c. */
#ifndef OZG_FLOW_IMPORT_IMPORT_JUEL_H
#define OZG_FLOW_IMPORT_IMPORT_JUEL_H

#include "flow/import/import_int.h"

enum juel_op { J_LITERAL, J_VAR, J_BINARY, J_NOT, J_NEG, J_EMPTY, J_CHOICE, J_CALL, J_NULL };

struct juel {
	enum juel_op op;
	struct str text; /* literal or variable as XPath writes it; operator; function */
	enum xpath_type type;
	size_t at;
	struct juel *kids, *next;
};

struct juel_reader {
	struct import *m;
	struct str text;
	struct pos pos;
	size_t p;
	unsigned depth;
	bool failed;
};

/* ---- import_juel_tree.c ---- */

/* An error about the piece from at to end (end 0: what begins there), the first one only. Returns NULL. */
struct juel *import_juel_fail(struct juel_reader *r, size_t at, size_t end, const char *why);

struct juel *import_juel_make(struct juel_reader *r, enum juel_op op, size_t at, struct str text, enum xpath_type type);
void import_juel_add(struct juel *x, struct juel *kid);

/* A call of an XPath function with one or two arguments (b NULL); a comparison, whose sides are of one type. */
struct juel *import_juel_call(
    struct juel_reader *r, size_t at, const char *name, struct juel *a, struct juel *b, enum xpath_type type);
struct juel *import_juel_compare(struct juel_reader *r, size_t at, const char *op, struct juel *a, struct juel *b);

/* Passes white space; the symbol or word, if it comes next; the next word, or nothing. */
void import_juel_blanks(struct juel_reader *r);
bool import_juel_take(struct juel_reader *r, const char *symbol);
struct str import_juel_word(struct juel_reader *r);
bool import_juel_is_word(char c);

/* loopCounter and the other numbers of repeated activities, which nobody declares. */
bool import_juel_is_counter(struct str name);

/* What is known of the type; the value is used as one of this type; both are used as one type. */
enum xpath_type import_juel_type(struct juel_reader *r, const struct juel *x);
void import_juel_use_as(struct juel_reader *r, const struct juel *x, enum xpath_type type);
void import_juel_unify(struct juel_reader *r, const struct juel *a, const struct juel *b);

/* ---- import_juel_name.c ---- */

/* A literal, a name with what hangs on it, or an expression in parentheses; NULL: reported. */
struct juel *import_juel_primary(struct juel_reader *r);

/* ---- import_juel.c ---- */

/* A whole expression; NULL: reported. */
struct juel *import_juel_expression(struct juel_reader *r);

#endif
