/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/html: a compiled template, made by tpl_compile.c, run by tpl_run.c. */
#ifndef OZG_HTML_TPL_CODE_H
#define OZG_HTML_TPL_CODE_H

#include "html/tpl.h"
#include "html/tpl_place.h"

/* Where a name is found at run time: in the innermost struct of this kind, and there along a path of offsets with a
 * pointer to follow between each two of them. */
struct tpl_ref {
	const struct tpl_struct *in;
	const size_t *path;
	size_t n_path;
	enum tpl_type type;
	const struct tpl_struct *sub;
};

enum tpl_op_kind {
	OP_TEXT,   /* text */
	OP_VALUE,  /* ref, escape */
	OP_IF,     /* ref, a single value; what follows up to end, if true */
	OP_UNLESS, /* ref; what follows up to end, if false */
	OP_ITEMS,  /* ref, a list or struct; what follows up to end, for each item */
	OP_PART,   /* code */
};

struct tpl_code;

struct tpl_op {
	enum tpl_op_kind kind;
	enum tpl_escape escape;
	struct str text;
	struct tpl_ref ref;
	size_t end; /* index of the first operation behind the section */
	const struct tpl_code *code;
};

struct tpl_code {
	const struct tpl_op *ops;
	size_t n;
};

struct tpl {
	struct tpl_code code;
	const struct tpl_struct *view;
};

/* Adds text as the place needs it. */
void tpl_escape(struct buf *out, enum tpl_escape how, struct str text);

#endif
