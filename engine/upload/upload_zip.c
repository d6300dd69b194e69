/* SPDX-License-Identifier: EUPL-1.2
 * ZIP and what is made of it (APPNOTE 6.3.9): judged by the central directory, without unpacking. */
#include "upload/upload.h"

enum { ENTRIES_MAX = 1000, END_SIZE = 22, ENTRY_SIZE = 46, COMMENT_MAX = 65535, RATIO_MAX = 100 };

#define UNPACKED_MAX ((uint64_t)100 * 1000 * 1000)

static uint32_t le(struct str s, size_t at, size_t n)
{
	uint32_t v = 0;
	for (size_t i = n; i > 0; i--)
		v = v << 8 | (unsigned char)s.p[at + i - 1];
	return v;
}

/* Where the end of central directory record is; s.n when there is none. */
static size_t find_end(struct str s)
{
	for (size_t back = END_SIZE; back <= s.n && back <= END_SIZE + COMMENT_MAX; back++)
		if (str_starts(str_sub(s, s.n - back, s.n), STR("PK\005\006")))
			return s.n - back;
	return s.n;
}

static bool leaves_its_folder(struct str name)
{
	struct str piece;
	if (name.n == 0 || name.p[0] == '/' || str_find(name, '\\') >= 0 || str_find(name, ':') >= 0)
		return true;
	while (str_next(&name, '/', &piece))
		if (str_eq_c(piece, ".."))
			return true;
	return false;
}

static bool is_archive(struct str name)
{
	return str_ends(name, STR(".zip")) || str_ends(name, STR(".gz")) || str_ends(name, STR(".7z")) ||
	       str_ends(name, STR(".rar"));
}

static bool is_macro(struct str name)
{
	return str_ends(name, STR("vbaProject.bin")) || str_starts(name, STR("Basic/"));
}

static enum upload_verdict entry(struct str s, size_t at, uint64_t *unpacked, size_t *size_r)
{
	if (at + ENTRY_SIZE > s.n || !str_starts(str_sub(s, at, s.n), STR("PK\001\002")))
		return UPLOAD_DAMAGED;
	size_t name_n = le(s, at + 28, 2), rest = le(s, at + 30, 2) + le(s, at + 32, 2);
	if (name_n + rest > s.n - at - ENTRY_SIZE)
		return UPLOAD_DAMAGED;
	struct str name = str_sub(s, at + ENTRY_SIZE, at + ENTRY_SIZE + name_n);
	*unpacked += le(s, at + 24, 4);
	*size_r = ENTRY_SIZE + name_n + rest;
	if ((le(s, at + 8, 2) & 1) != 0)
		return UPLOAD_ENCRYPTED;
	if (leaves_its_folder(name))
		return UPLOAD_DAMAGED;
	if (is_macro(name))
		return UPLOAD_ACTIVE;
	return is_archive(name) ? UPLOAD_HUGE : UPLOAD_OK;
}

enum upload_verdict upload_zip(struct str s)
{
	size_t end = find_end(s);
	if (end == s.n)
		return UPLOAD_DAMAGED;
	size_t n = le(s, end + 10, 2), at = le(s, end + 16, 4), size;
	uint64_t unpacked = 0;
	if (n > ENTRIES_MAX)
		return UPLOAD_HUGE;
	for (size_t i = 0; i < n; i++, at += size) {
		enum upload_verdict v = entry(s, at, &unpacked, &size);
		if (v != UPLOAD_OK)
			return v;
	}
	return unpacked > UNPACKED_MAX || unpacked / RATIO_MAX > s.n ? UPLOAD_HUGE : UPLOAD_OK;
}
