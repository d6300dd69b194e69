/* SPDX-License-Identifier: EUPL-1.2
 * Growing text in an arena. */
#include "base/buf.h"

#include <stdarg.h>

struct buf buf_new(struct arena *a)
{
	return (struct buf){ .arena = a };
}

void buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap < 256 ? 256 : b->cap * 2;
	if (cap < b->n + n)
		cap = b->n + n;
	b->p = arena_grow(b->arena, b->p, b->cap, cap);
	b->cap = cap;
}

void buf_add_c(struct buf *b, const char *s)
{
	buf_add(b, str_c(s));
}

void buf_add_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	size_t room = b->cap - b->n;
	int n = vsnprintf(room == 0 ? NULL : b->p + b->n, room, fmt, ap);
	va_end(ap);
	if (n > 0) {
		if ((size_t)n >= room)
			vsnprintf(buf_reserve(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

struct str buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}
