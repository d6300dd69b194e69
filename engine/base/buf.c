/* SPDX-License-Identifier: EUPL-1.2
 * Growing text in an arena. */
#include "base/buf.h"

#include <stdarg.h>

struct buf buf_new(struct arena *a)
{
	return (struct buf){ .arena = a };
}

char *buf_reserve(struct buf *b, size_t n)
{
	if (b->p == NULL || b->cap - b->n < n) {
		size_t cap = b->cap < 256 ? 256 : b->cap * 2;
		if (cap < b->n + n)
			cap = b->n + n;
		b->p = arena_grow(b->arena, b->p, b->cap, cap);
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_add(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	memcpy(buf_reserve(b, s.n), s.p, s.n);
	b->n += s.n;
}

void buf_add_c(struct buf *b, const char *s)
{
	buf_add(b, str_c(s));
}

void buf_add_char(struct buf *b, char c)
{
	*buf_reserve(b, 1) = c;
	b->n++;
}

void buf_add_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0) {
		vsnprintf(buf_reserve(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}
