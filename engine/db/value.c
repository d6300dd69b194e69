/* SPDX-License-Identifier: EUPL-1.2
 * Values on their way to the server and back, as text. */
#include "base/buf.h"
#include "db/conn.h"

#include <assert.h>

struct db_param db_text(struct str s)
{
	return (struct db_param){ .text = s };
}

struct db_param db_null(void)
{
	return (struct db_param){ .is_null = true };
}

struct db_param db_int(struct arena *a, int64_t v)
{
	return db_text(str_fmt(a, "%lld", (long long)v));
}

struct db_param db_bool(bool v)
{
	return db_text(v ? STR("t") : STR("f"));
}

struct db_param db_bytes(struct arena *a, struct str bytes)
{
	static const char digits[] = "0123456789abcdef";
	struct buf b = buf_new(a);
	char *p = buf_reserve(&b, 2 + 2 * bytes.n);
	*p++ = '\\';
	*p++ = 'x';
	for (size_t i = 0; i < bytes.n; i++) {
		*p++ = digits[(unsigned char)bytes.p[i] >> 4];
		*p++ = digits[(unsigned char)bytes.p[i] & 15];
	}
	b.n = 2 + 2 * bytes.n;
	return db_text(buf_str(&b));
}

/* {"a","b"}: every item in quotes, so that none is taken for NULL or for two. */
struct db_param db_texts(struct arena *a, const struct str *list, size_t n)
{
	struct buf b = buf_new(a);
	buf_add_char(&b, '{');
	for (size_t i = 0; i < n; i++) {
		buf_add_c(&b, i > 0 ? ",\"" : "\"");
		for (size_t k = 0; k < list[i].n; k++) {
			if (list[i].p[k] == '"' || list[i].p[k] == '\\')
				buf_add_char(&b, '\\');
			buf_add_char(&b, list[i].p[k]);
		}
		buf_add_char(&b, '"');
	}
	buf_add_char(&b, '}');
	return db_text(buf_str(&b));
}

struct db_param db_ints(struct arena *a, const int64_t *list, size_t n)
{
	struct buf b = buf_new(a);
	buf_add_char(&b, '{');
	for (size_t i = 0; i < n; i++)
		buf_add_fmt(&b, "%s%lld", i > 0 ? "," : "", (long long)list[i]);
	buf_add_char(&b, '}');
	return db_text(buf_str(&b));
}

struct str db_get(const struct db_rows *r, size_t row, size_t col)
{
	assert(row < r->n && (int)col < PQnfields(r->res));
	return (struct str){ PQgetvalue(r->res, (int)row, (int)col), (size_t)PQgetlength(r->res, (int)row, (int)col) };
}

bool db_get_null(const struct db_rows *r, size_t row, size_t col)
{
	assert(row < r->n && (int)col < PQnfields(r->res));
	return PQgetisnull(r->res, (int)row, (int)col);
}

int64_t db_get_int(const struct db_rows *r, size_t row, size_t col)
{
	int64_t v = 0;
	bool ok = str_to_i64(db_get(r, row, col), &v) || db_get_null(r, row, col);
	assert(ok);
	(void)ok;
	return v;
}

bool db_get_bool(const struct db_rows *r, size_t row, size_t col)
{
	return str_eq_c(db_get(r, row, col), "t");
}

static unsigned nibble(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

struct str db_get_bytes(struct arena *a, const struct db_rows *r, size_t row, size_t col)
{
	struct str hex = db_get(r, row, col);
	if (hex.n < 2)
		return (struct str){ NULL, 0 };
	size_t n = (hex.n - 2) / 2;
	char *p = arena_alloc(a, n + 1);
	for (size_t i = 0; i < n; i++)
		p[i] = (char)(nibble(hex.p[2 + 2 * i]) << 4 | nibble(hex.p[3 + 2 * i]));
	return (struct str){ p, n };
}
