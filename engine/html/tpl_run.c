/* SPDX-License-Identifier: EUPL-1.2
 * Writes a page: one pass over the operations, no name is looked up. */
#include "html/tpl_code.h"

#include <inttypes.h>

/* Parts may include themselves; views that run in circles end here. */
enum { DEPTH_MAX = 500 };

/* A struct whose names are visible. */
struct frame {
	const struct tpl_struct *desc;
	const char *item;
	const struct frame *up;
	size_t depth;
};

/* The member that ref names; NULL when a struct on the way is missing. */
static inline const void *member(const struct tpl_ref *ref, const struct frame *f)
{
	while (f->desc != ref->in)
		f = f->up;
	const char *p = f->item;
	for (size_t i = 0; i + 1 < ref->n_path; i++) {
		p = *(const char *const *)(p + ref->path[i]);
		if (p == NULL)
			return NULL;
	}
	return p + ref->path[ref->n_path - 1];
}

static void put_value(const struct tpl_op *op, const void *p, struct buf *out)
{
	if (p == NULL)
		return;
	switch (op->ref.type) {
	case TPL_STR:
		tpl_escape(out, op->escape, *(const struct str *)p);
		break;
	case TPL_CSTR:
		tpl_escape(out, op->escape, str_c(*(const char *const *)p));
		break;
	case TPL_INT:
		buf_add_fmt(out, "%" PRId64, *(const int64_t *)p);
		break;
	case TPL_SIZE:
		buf_add_fmt(out, "%zu", *(const size_t *)p);
		break;
	default:
		break; /* the compiler admits no others */
	}
}

static inline bool is_true(enum tpl_type type, const void *p)
{
	if (p == NULL)
		return false;
	switch (type) {
	case TPL_STR:
		return ((const struct str *)p)->n > 0;
	case TPL_CSTR: {
		const char *s = *(const char *const *)p;
		return s != NULL && *s != '\0';
	}
	case TPL_INT:
		return *(const int64_t *)p != 0;
	case TPL_SIZE:
		return *(const size_t *)p != 0;
	case TPL_BOOL:
		return *(const bool *)p;
	case TPL_LIST:
		return ((const struct tpl_list *)p)->n > 0;
	case TPL_STRUCT:
		return *(const void *const *)p != NULL;
	case TPL_HERE:
		return true;
	}
	return false;
}

static void run(const struct tpl_code *code, size_t i, size_t end, const struct frame *f, struct buf *out);

/* A section that brings names: once for each item of the list, or for the struct. */
static void run_items(const struct tpl_code *code, size_t i, const struct frame *f, struct buf *out)
{
	const struct tpl_op *op = &code->ops[i];
	const void *p = member(&op->ref, f);
	if (!is_true(op->ref.type, p))
		return;
	struct tpl_list items = { p, 1 };
	if (op->ref.type == TPL_LIST)
		items = *(const struct tpl_list *)p;
	else if (op->ref.type == TPL_STRUCT)
		items.items = *(const void *const *)p;
	for (size_t k = 0; k < items.n; k++) {
		const char *item = (const char *)items.items + k * op->ref.sub->size;
		const struct frame inner = { op->ref.sub, item, f, f->depth + 1 };
		run(code, i + 1, op->end, &inner, out);
	}
}

static void run(const struct tpl_code *code, size_t i, size_t end, const struct frame *f, struct buf *out)
{
	if (f->depth > DEPTH_MAX)
		return;
	while (i < end) {
		const struct tpl_op *op = &code->ops[i++];
		switch (op->kind) {
		case OP_TEXT:
			buf_add(out, op->text);
			break;
		case OP_VALUE:
			put_value(op, member(&op->ref, f), out);
			break;
		case OP_PART:
			run(op->code, 0, op->code->n, f, out);
			break;
		case OP_IF:
			if (!is_true(op->ref.type, member(&op->ref, f)))
				i = op->end;
			break;
		case OP_UNLESS:
			if (is_true(op->ref.type, member(&op->ref, f)))
				i = op->end;
			break;
		case OP_ITEMS:
			run_items(code, i - 1, f, out);
			i = op->end;
			break;
		}
	}
}

void tpl_render(const struct tpl *t, const void *view, struct buf *out)
{
	const struct frame root = { t->view, view, NULL, 0 };
	run(&t->code, 0, t->code.n, &root, out);
}
