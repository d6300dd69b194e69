/* SPDX-License-Identifier: EUPL-1.2
 * What the parts of the FEEL parser share: characters, names, expressions and the tests of cells. */
#ifndef OZG_DMN_FEEL_INT_H
#define OZG_DMN_FEEL_INT_H

#include "dmn/dmn_model.h"

struct parser {
	struct arena *arena;
	struct str text;
	struct pos pos; /* of the text in the file */
	struct diags *diags;
	const struct feel_scope *scope;
	const struct dmn_type *column; /* of "?", when there is one */
	bool has_column;
	size_t p; /* the next byte */
	unsigned depth;
	bool failed;
	bool asked; /* "?" was used */
};

void feel_fail(struct parser *c, size_t at, const char *code, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* The whole of an expression; NULL when it failed. */
struct feel *feel_parse_expr(struct parser *c);

/* The same without and, or and comparisons: what stands behind < or between the ends of a range. */
struct feel *feel_parse_sum(struct parser *c);

struct feel *feel_node(struct parser *c, enum feel_op op, size_t at, enum dmn_kind kind);
void feel_add_kid(struct feel *parent, struct feel *kid);

void feel_blanks(struct parser *c);

/* Takes the symbol; a word only when no other letter follows. */
bool feel_take(struct parser *c, const char *symbol);
bool feel_take_word(struct parser *c, const char *word);

/* The next character behind blanks; 0 at the end. */
char feel_peek(struct parser *c);

/* An ordinary name: letters, digits, underscores. */
struct str feel_word(struct parser *c);

/* Length of the tidy name in the text from here on, where a blank may be any white space; 0 when it is not there. */
size_t feel_name_at(const struct parser *c, struct str name);

/* 12.5, "text" and @"2026-01-31". NULL when they failed. */
struct feel *feel_number(struct parser *c);
struct feel *feel_text(struct parser *c);
struct feel *feel_day(struct parser *c);

/* A variable, or a call of what is known by a name; what follows the dot behind of. NULL when it failed. */
struct feel *feel_named(struct parser *c);
struct feel *feel_path(struct parser *c, struct feel *of);

/* Tests separated by commas. */
struct feel *feel_parse_tests(struct parser *c);

/* Reports that x, which must be of this kind, is another one. */
void feel_want(struct parser *c, const struct feel *x, enum dmn_kind kind, const char *what);

#endif
