/* SPDX-License-Identifier: EUPL-1.2
 * Query, urlencoded form body and cookies. */
#include "params.h"

#include <unistr.h>

bool params_text_ok(struct str s)
{
	if (s.n == 0)
		return true;
	return memchr(s.p, '\0', s.n) == NULL && u8_check((const uint8_t *)s.p, s.n) == NULL;
}

bool params_add(struct arena *a, struct params *out, struct param p, size_t max)
{
	if (out->n >= max || p.name.n > PARAMS_NAME_MAX || !params_text_ok(p.name))
		return false;
	if (!p.is_file && !params_text_ok(p.value))
		return false;
	if (out->n == out->cap) {
		size_t cap = out->cap == 0 ? 16 : out->cap * 2;
		out->list = arena_grow(a, out->list, out->cap * sizeof *out->list, cap * sizeof *out->list);
		out->cap = cap;
	}
	out->list[out->n++] = p;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool decode(struct arena *a, struct str s, bool is_form, struct str *out)
{
	bool clean = true;
	char *p = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '+' && is_form) {
			c = ' ';
		} else if (c == '%') {
			int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_digit(s.p[i + 2]) : -1;
			if (high >= 0 && low >= 0) {
				c = (char)(high * 16 + low);
				i += 2;
			} else {
				clean = false;
			}
		}
		p[n++] = c;
	}
	*out = (struct str){ p, n };
	return clean;
}

bool params_decode(struct arena *a, struct str s, struct str *out)
{
	return decode(a, s, false, out);
}

bool params_urlencoded(struct arena *a, struct str s, struct params *out)
{
	struct str piece;
	while (str_next(&s, '&', &piece)) {
		if (piece.n == 0)
			continue;
		ptrdiff_t eq = str_find(piece, '=');
		size_t end = eq < 0 ? piece.n : (size_t)eq;
		struct param p = { 0 };
		decode(a, str_sub(piece, 0, end), true, &p.name);
		decode(a, str_sub(piece, eq < 0 ? end : end + 1, piece.n), true, &p.value);
		if (!params_add(a, out, p, PARAMS_MAX))
			return false;
	}
	return true;
}

bool params_cookies(struct arena *a, struct str s, struct params *out)
{
	struct str piece;
	while (str_next(&s, ';', &piece)) {
		ptrdiff_t eq = str_find(piece, '=');
		if (eq < 0)
			continue;
		struct param p = {
			.name = str_trim(str_sub(piece, 0, (size_t)eq)),
			.value = str_trim(str_sub(piece, (size_t)eq + 1, piece.n)),
		};
		if (!params_add(a, out, p, PARAMS_MAX))
			return false;
	}
	return true;
}

bool params_is_text(const struct param *p)
{
	return !p->is_file || (p->value.n > 0 && params_text_ok(p->value));
}

size_t params_find(const struct params *p, struct str name, struct str *value)
{
	size_t times = 0;
	for (size_t i = 0; i < p->n; i++)
		if (!p->list[i].is_file && str_eq(p->list[i].name, name) && times++ == 0)
			*value = p->list[i].value;
	return times;
}

void params_encode(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		             (c != 0 && strchr("-._~/", c) != NULL);
		if (plain)
			buf_add_char(out, (char)c);
		else
			buf_add_fmt(out, "%%%02X", c);
	}
}

void params_add_query(struct buf *out, const struct param *p)
{
	if (out->n > 0)
		buf_add_char(out, '&');
	params_encode(out, p->name);
	buf_add_char(out, '=');
	params_encode(out, p->value);
}
