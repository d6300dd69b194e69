/* SPDX-License-Identifier: EUPL-1.2
 * Findings about a definition, collected and printed. */
#include "base/diag.h"

#include <stdarg.h>

enum { DIAGS_MAX = 1000 };

static const char *const level_names[] = {
	[DIAG_ERROR] = "error",
	[DIAG_WARNING] = "warning",
	[DIAG_NOTE] = "note",
};

struct diags diags_new(struct arena *a, struct str file)
{
	return (struct diags){ .arena = a, .file = str_dup(a, file) };
}

static void add(struct diags *d, enum diag_level level, struct pos pos, const char *code, const char *fmt, va_list ap)
    __attribute__((format(printf, 5, 0)));

/* Takes out the last finding that is no error: errors are what people must see. */
static bool drop_lesser(struct diags *d)
{
	size_t i = d->n;
	while (i > 0 && d->list[i - 1].level == DIAG_ERROR)
		i--;
	if (i == 0)
		return false;
	for (; i < d->n; i++)
		d->list[i - 1] = d->list[i];
	d->n--;
	return true;
}

static void add(struct diags *d, enum diag_level level, struct pos pos, const char *code, const char *fmt, va_list ap)
{
	if (level == DIAG_ERROR)
		d->n_errors++;
	if (d->n == DIAGS_MAX && (level != DIAG_ERROR || !drop_lesser(d)))
		return;
	if (d->n == d->cap) {
		size_t cap = d->cap == 0 ? 16 : d->cap * 2;
		d->list = arena_grow(d->arena, d->list, d->cap * sizeof *d->list, cap * sizeof *d->list);
		d->cap = cap;
	}
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	size_t len = n < 0 ? 0 : (size_t)n;
	char *text = arena_alloc(d->arena, len + 1);
	vsnprintf(text, len + 1, fmt, ap);
	d->list[d->n++] = (struct diag){ level, d->file, pos, code, { text, len } };
}

void diag_error(struct diags *d, struct pos pos, const char *code, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add(d, DIAG_ERROR, pos, code, fmt, ap);
	va_end(ap);
}

void diag_warning(struct diags *d, struct pos pos, const char *code, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add(d, DIAG_WARNING, pos, code, fmt, ap);
	va_end(ap);
}

void diag_note(struct diags *d, struct pos pos, const char *code, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	add(d, DIAG_NOTE, pos, code, fmt, ap);
	va_end(ap);
}

static int compare(const struct diag *a, const struct diag *b)
{
	int c = str_cmp(a->file, b->file);
	if (c == 0)
		c = (a->pos.line > b->pos.line) - (a->pos.line < b->pos.line);
	return c != 0 ? c : (a->pos.col > b->pos.col) - (a->pos.col < b->pos.col);
}

void diags_sort(struct diags *d)
{
	/* Insertion: stable, and the list is short and nearly in order. */
	for (size_t i = 1; i < d->n; i++) {
		struct diag x = d->list[i];
		size_t j = i;
		for (; j > 0; j--) {
			if (compare(&d->list[j - 1], &x) <= 0)
				break;
			d->list[j] = d->list[j - 1];
		}
		d->list[j] = x;
	}
}

void diags_print(const struct diags *d, struct buf *out)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diag *x = &d->list[i];
		buf_add_fmt(out, "%.*s:", STR_ARG(x->file));
		if (x->pos.line > 0) /* else it is about the whole file */
			buf_add_fmt(out, "%u:%u:", x->pos.line, x->pos.col);
		buf_add_fmt(out, " %s: %.*s\n", level_names[x->level], STR_ARG(x->text));
	}
}

json_t *diags_json(const struct diags *d)
{
	json_t *list = json_array();
	for (size_t i = 0; i < d->n; i++) {
		const struct diag *x = &d->list[i];
		json_array_append_new(list,
		    json_pack("{s:s%,s:i,s:i,s:s,s:s,s:s%}", "file", x->file.p, x->file.n, "line", (int)x->pos.line, "column",
		        (int)x->pos.col, "level", level_names[x->level], "code", x->code, "message", x->text.p, x->text.n));
	}
	return list;
}
