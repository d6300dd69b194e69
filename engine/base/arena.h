/* SPDX-License-Identifier: EUPL-1.2
 * Memory by lifetime: many small allocations, freed together.
 *
 * There are four lifetimes: process, model (a compiled form or workflow), request, scratch. Each has an arena, and every
 * allocation names the arena it lives in, so nothing is freed singly and nothing outlives its owner by accident.
 * What it costs: a buffer that grows leaves its old copy behind until the arena goes. How it bites: a pointer into an
 * arena that was reset. Memory is zeroed. Running out of memory ends the process; the supervisor starts another. */
#ifndef OZG_BASE_ARENA_H
#define OZG_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A new, empty arena. You free it with arena_free. */
struct arena *arena_new(void);

/* Runs the deferred functions, newest first, gives all memory back and clears *a. *a may be NULL. */
void arena_free(struct arena **a);

/* The same, but the arena stays usable and keeps its largest block up to 1 MiB: for a request loop. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned for any type; valid until reset or free. n may be 0. Never NULL. */
void *arena_alloc(struct arena *a, size_t n);

/* Room for count items of size bytes; a product that overflows ends the process. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* Grows the allocation p of old bytes to n bytes, in place when it is the newest one, else by copying. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t n);

/* A copy of the n bytes at p, followed by a NUL byte that is not counted. */
char *arena_memdup(struct arena *a, const void *p, size_t n);

/* Calls fn(arg) when the arena is reset or freed: register a foreign resource the line after you got it. */
void arena_defer(struct arena *a, void (*fn)(void *), void *arg);

/* Bytes handed out since the arena was made or reset. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))

#endif
