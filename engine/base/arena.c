/* SPDX-License-Identifier: EUPL-1.2
 * Memory by lifetime: a chain of blocks, filled from the front. */
#include "base/arena.h"

#include <stdalign.h>

enum {
	BLOCK_MIN = 16 * 1024,
	KEPT_MAX = 1024 * 1024, /* what a reset keeps at most */
};

struct block {
	struct block *prev;
	size_t size; /* of data */
	size_t used;
	alignas(max_align_t) unsigned char data[];
};

struct deferred {
	struct deferred *prev;
	void (*fn)(void *);
	void *arg;
};

struct arena {
	struct block *top;
	struct deferred *deferred;
	size_t used;
};

static void out_of_memory(void)
{
	fputs("{\"level\":\"error\",\"event\":\"out_of_memory\"}\n", stderr);
	abort();
}

static struct block *block_new(size_t size, struct block *prev)
{
	struct block *b = calloc(1, sizeof *b + size);
	if (b == NULL)
		out_of_memory();
	b->prev = prev;
	b->size = size;
	return b;
}

struct arena *arena_new(void)
{
	struct arena *a = calloc(1, sizeof *a);
	if (a == NULL)
		out_of_memory();
	a->top = block_new(BLOCK_MIN, NULL);
	return a;
}

static void run_deferred(struct arena *a)
{
	while (a->deferred != NULL) {
		struct deferred *d = a->deferred;
		a->deferred = d->prev;
		d->fn(d->arg);
	}
}

/* Keeps the largest block: a loop whose rounds are alike soon lives in one block and asks malloc for nothing. */
void arena_reset(struct arena *a)
{
	run_deferred(a);
	struct block *kept = NULL;
	for (struct block *b = a->top, *prev; b != NULL; b = prev) {
		prev = b->prev;
		if (prev == NULL ? kept == NULL : b->size <= KEPT_MAX && (kept == NULL || b->size > kept->size)) {
			free(kept);
			kept = b;
		} else {
			free(b);
		}
	}
	memset(kept->data, 0, kept->used);
	kept->used = 0;
	kept->prev = NULL;
	a->top = kept;
	a->used = 0;
}

void arena_free(struct arena **a)
{
	if (*a == NULL)
		return;
	run_deferred(*a);
	for (struct block *b = (*a)->top, *prev; b != NULL; b = prev) {
		prev = b->prev;
		free(b);
	}
	free(*a);
	*a = NULL;
}

static size_t rounded(size_t n)
{
	const size_t unit = alignof(max_align_t);
	if (n > SIZE_MAX / 2)
		out_of_memory();
	return (n + unit - 1) / unit * unit;
}

void *arena_alloc(struct arena *a, size_t n)
{
	n = rounded(n == 0 ? 1 : n);
	if (n > a->top->size - a->top->used) {
		/* Blocks double, so a large model costs few of them. */
		size_t size = a->top->size < 1024 * 1024 ? a->top->size * 2 : a->top->size;
		a->top = block_new(n > size ? n : size, a->top);
	}
	void *p = a->top->data + a->top->used;
	a->top->used += n;
	a->used += n;
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(a, count * size);
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t n)
{
	if (p == NULL || old == 0)
		return arena_alloc(a, n);
	size_t had = rounded(old);
	size_t want = rounded(n);
	if (want <= had)
		return p;
	struct block *b = a->top;
	bool newest = (unsigned char *)p + had == b->data + b->used;
	if (newest && want - had <= b->size - b->used) {
		b->used += want - had;
		a->used += want - had;
		return p;
	}
	void *q = arena_alloc(a, n);
	memcpy(q, p, old);
	return q;
}

char *arena_memdup(struct arena *a, const void *p, size_t n)
{
	char *q = arena_alloc(a, n + 1);
	if (n > 0)
		memcpy(q, p, n);
	return q;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *arg)
{
	struct deferred *d = ARENA_NEW(a, struct deferred);
	*d = (struct deferred){ .prev = a->deferred, .fn = fn, .arg = arg };
	a->deferred = d;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
