/* SPDX-License-Identifier: EUPL-1.2
 * Files of others in another encoding as UTF-8: UTF-16 by its first bytes, one byte per character by its declaration.
 */
#include "xml/xml.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <uniconv.h>

enum { HEAD = 200 };

static const char *utf16(struct str s)
{
	if (s.n < 4)
		return NULL;
	if (memcmp(s.p, "\xFF\xFE", 2) == 0 || memcmp(s.p, "<\0?\0", 4) == 0)
		return "UTF-16LE";
	return memcmp(s.p, "\xFE\xFF", 2) == 0 || memcmp(s.p, "\0<\0?", 4) == 0 ? "UTF-16BE" : NULL;
}

/* The value of encoding in the XML declaration; empty when there is none. */
static struct str declared(struct str s)
{
	struct str head = str_sub(s, 0, HEAD);
	ptrdiff_t end = str_find_str(head, STR("?>")), at;
	if (!str_starts(head, STR("<?xml")) || end < 0)
		return STR("");
	head.n = (size_t)end;
	at = str_find_str(head, STR("encoding"));
	if (at < 0)
		return STR("");
	struct str rest = str_sub(head, (size_t)at, head.n), value;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '"' || rest.p[i] == '\'') {
			value = str_sub(rest, i + 1, rest.n);
			ptrdiff_t close = str_find(value, rest.p[i]);
			return close < 0 ? STR("") : str_sub(value, 0, (size_t)close);
		}
	return STR("");
}

static const char *one_byte(struct str name)
{
	static const char *const known[] = { "ISO-8859-1", "ISO-8859-2", "ISO-8859-15", "windows-1250", "windows-1252" };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (name.n == strlen(known[i]) && strncasecmp(name.p, known[i], name.n) == 0)
			return known[i];
	return NULL;
}

/* Writes UTF-8 into the declaration, with blanks for what is left of the old name: places stay as they were. */
static void declare(struct str text)
{
	static const char ours[] = "UTF-8";
	struct str name = declared(text);
	if (name.n < strlen(ours))
		return;
	char *p = (char *)(uintptr_t)name.p; /* the text is our own copy */
	char mark = p[name.n];
	memset(p, ' ', name.n + 1);
	memcpy(p, ours, strlen(ours));
	p[strlen(ours)] = mark;
}

struct str xml_decode(struct arena *a, struct str source)
{
	const char *from = utf16(source);
	bool mark = from != NULL && source.p[0] != '<' && source.p[1] != '<';
	if (from == NULL)
		from = one_byte(declared(source));
	if (from == NULL)
		return source;
	size_t n = 0;
	size_t skip = mark ? 2 : 0;
	uint8_t *made = u8_conv_from_encoding(from, iconveh_error, source.p + skip, source.n - skip, NULL, NULL, &n);
	if (made == NULL)
		return source;
	struct str text = { arena_memdup(a, made, n), n };
	free(made);
	declare(text);
	return text;
}
