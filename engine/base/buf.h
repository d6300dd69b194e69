/* SPDX-License-Identifier: EUPL-1.2
 * Growing text in an arena. Write on without checking: memory never runs out quietly. */
#ifndef OZG_BASE_BUF_H
#define OZG_BASE_BUF_H

#include "base/str.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t n;
	size_t cap;
};

/* An empty buffer whose bytes live in a. */
struct buf buf_new(struct arena *a);

/* Makes the buffer large enough for n more bytes. */
void buf_grow(struct buf *b, size_t n);

/* Room for n more bytes; returns where they go. The caller adds to b->n what it wrote. */
static inline char *buf_reserve(struct buf *b, size_t n)
{
	if (b->p == NULL || b->cap - b->n < n)
		buf_grow(b, n);
	return b->p + b->n;
}

static inline void buf_add(struct buf *b, struct str s)
{
	if (s.n > 0)
		memcpy(buf_reserve(b, s.n), s.p, s.n);
	b->n += s.n;
}

static inline void buf_add_char(struct buf *b, char c)
{
	*buf_reserve(b, 1) = c;
	b->n++;
}

void buf_add_c(struct buf *b, const char *s);
void buf_add_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* What was written so far; borrowed until the next write. */
struct str buf_str(const struct buf *b);

#endif
