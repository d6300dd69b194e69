/* SPDX-License-Identifier: EUPL-1.2
 * Text with a length. */
#include "base/str.h"

#include <stdarg.h>

struct str str_c(const char *s)
{
	return (struct str){ s, s == NULL ? 0 : strlen(s) };
}

struct str str_dup(struct arena *a, struct str s)
{
	return (struct str){ arena_memdup(a, s.p, s.n), s.n };
}

char *str_cdup(struct arena *a, struct str s)
{
	return arena_memdup(a, s.p, s.n);
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	char small[256];
	int n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	size_t len = n < 0 ? 0 : (size_t)n;
	char *p = arena_alloc(a, len + 1);
	if (len < sizeof small)
		memcpy(p, small, len);
	else
		vsnprintf(p, len + 1, fmt, again);
	va_end(again);
	return (struct str){ p, len };
}

struct str str_join(struct arena *a, struct str x, struct str y)
{
	char *p = arena_alloc(a, x.n + y.n + 1);
	if (x.n > 0)
		memcpy(p, x.p, x.n);
	if (y.n > 0)
		memcpy(p + x.n, y.p, y.n);
	return (struct str){ p, x.n + y.n };
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool str_eq_c(struct str a, const char *b)
{
	return str_eq(a, str_c(b));
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);
	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_sub(struct str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from >= to)
		return (struct str){ s.p == NULL ? NULL : s.p + (from < s.n ? from : s.n), 0 };
	return (struct str){ s.p + from, to - from };
}

ptrdiff_t str_find(struct str s, char c)
{
	const char *q = s.n == 0 ? NULL : memchr(s.p, c, s.n);
	return q == NULL ? -1 : q - s.p;
}

ptrdiff_t str_find_str(struct str s, struct str part)
{
	if (part.n == 0)
		return 0;
	const char *q = s.n == 0 ? NULL : memmem(s.p, s.n, part.p, part.n);
	return q == NULL ? -1 : q - s.p;
}

bool str_next(struct str *rest, char sep, struct str *piece)
{
	if (rest->p == NULL)
		return false;
	ptrdiff_t at = str_find(*rest, sep);
	if (at < 0) {
		*piece = *rest;
		*rest = (struct str){ NULL, 0 };
	} else {
		*piece = str_sub(*rest, 0, (size_t)at);
		*rest = str_sub(*rest, (size_t)at + 1, rest->n);
	}
	return true;
}

bool str_to_i64(struct str s, int64_t *out)
{
	bool minus = s.n > 0 && s.p[0] == '-';
	size_t i = minus ? 1 : 0;
	if (i == s.n)
		return false;
	int64_t v = 0;
	for (; i < s.n; i++) {
		int digit = s.p[i] - '0';
		/* Counts downwards, because the negative range is the larger one. */
		if (digit < 0 || digit > 9 || __builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
			return false;
	}
	if (!minus && __builtin_sub_overflow(0, v, &v))
		return false;
	*out = v;
	return true;
}
