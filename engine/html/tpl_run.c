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
static const void *member(const struct tpl_ref *ref, const struct frame *f)
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

static void put_value(const struct tpl_op *op, const struct frame *f, struct buf *out)
{
	const void *p = member(&op->ref, f);
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

/* What a section goes through: n items of size bytes; desc NULL when they bring no names. */
struct items {
	const char *p;
	size_t n, size;
	const struct tpl_struct *desc;
};

static struct items items_of(const struct tpl_ref *ref, const struct frame *f)
{
	struct items none = { NULL, 0, 0, NULL };
	struct items one = { NULL, 1, 0, NULL };
	const void *p = member(ref, f);
	if (p == NULL)
		return none;
	switch (ref->type) {
	case TPL_STR:
		return ((const struct str *)p)->n > 0 ? one : none;
	case TPL_CSTR: {
		const char *s = *(const char *const *)p;
		return s != NULL && *s != '\0' ? one : none;
	}
	case TPL_INT:
		return *(const int64_t *)p != 0 ? one : none;
	case TPL_SIZE:
		return *(const size_t *)p != 0 ? one : none;
	case TPL_BOOL:
		return *(const bool *)p ? one : none;
	case TPL_LIST: {
		const struct tpl_list *l = p;
		return (struct items){ l->items, l->n, ref->sub->size, ref->sub };
	}
	case TPL_STRUCT: {
		const char *s = *(const char *const *)p;
		return s == NULL ? none : (struct items){ s, 1, 0, ref->sub };
	}
	case TPL_HERE:
		return (struct items){ p, 1, 0, ref->sub };
	}
	return none;
}

static void run(const struct tpl_code *code, size_t i, size_t end, const struct frame *f, struct buf *out)
{
	if (f->depth > DEPTH_MAX)
		return;
	while (i < end) {
		const struct tpl_op *op = &code->ops[i++];
		struct items items;
		switch (op->kind) {
		case OP_TEXT:
			buf_add(out, op->text);
			break;
		case OP_VALUE:
			put_value(op, f, out);
			break;
		case OP_PART:
			run(op->code, 0, op->code->n, f, out);
			break;
		case OP_INVERTED:
			if (items_of(&op->ref, f).n > 0)
				i = op->end;
			break;
		case OP_SECTION:
			items = items_of(&op->ref, f);
			if (items.desc == NULL && items.n > 0)
				run(code, i, op->end, f, out);
			for (size_t k = 0; items.desc != NULL && k < items.n; k++) {
				const struct frame inner = { items.desc, items.p + k * items.size, f, f->depth + 1 };
				run(code, i, op->end, &inner, out);
			}
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
