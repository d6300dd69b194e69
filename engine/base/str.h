/* SPDX-License-Identifier: EUPL-1.2
 * Text with a length: a pointer and a count of bytes, never assumed to end in NUL. Passed by value. */
#ifndef OZG_BASE_STR_H
#define OZG_BASE_STR_H

#include "base/arena.h"

struct str {
	const char *p; /* may be NULL when n is 0 */
	size_t n;      /* bytes */
};

/* A string literal as struct str; STR_INIT the same for initialisers of static tables. */
#define STR(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_INIT(lit) { "" lit, sizeof(lit) - 1 }

/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, ((s).p == NULL ? "" : (s).p)

/* Borrows the bytes of a C string; NULL gives the empty text. */
struct str str_c(const char *s);

/* A copy in the arena, NUL-terminated behind the counted bytes. */
struct str str_dup(struct arena *a, struct str s);

/* The same as a C string, for library borders. The caller has made sure that s holds no NUL. */
char *str_cdup(struct arena *a, struct str s);

/* printf into the arena. */
struct str str_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* x and y, one behind the other, NUL-terminated as str_dup. */
struct str str_join(struct arena *a, struct str x, struct str y);

bool str_eq(struct str a, struct str b);
bool str_eq_c(struct str a, const char *b);
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

/* Order of bytes, which for UTF-8 is the order of code points: <0, 0, >0. */
int str_cmp(struct str a, struct str b);

/* Without ASCII white space at both ends. */
struct str str_trim(struct str s);

/* Bytes from..to (to not included), both clipped to the text. */
struct str str_sub(struct str s, size_t from, size_t to);

/* Position of the first byte c, or -1. */
ptrdiff_t str_find(struct str s, char c);

/* Position of the first occurrence of part, or -1. The empty text is found at 0. */
ptrdiff_t str_find_str(struct str s, struct str part);

/* Takes the piece up to the next sep off *rest; false when *rest is used up. "a,,b" gives "a", "", "b". */
bool str_next(struct str *rest, char sep, struct str *piece);

/* Decimal integer with optional minus, nothing else around it; false when it is not one or does not fit. */
bool str_to_i64(struct str s, int64_t *out);

#endif
