/* SPDX-License-Identifier: EUPL-1.2
 * Text as people look for it: small letters without marks. */
#include "base/utf8.h"

#include "base/buf.h"

#include <unicase.h>
#include <uninorm.h>

/* Letters that do not fall apart into a base and a mark. */
static const char *whole_letter(int32_t cp)
{
	switch (cp) {
	case 0xDF:
	case 0x1E9E:
		return "ss";
	case 0xE6:
	case 0xC6:
		return "ae";
	case 0xF8:
	case 0xD8:
		return "o";
	case 0x152:
	case 0x153:
		return "oe";
	case 0x110:
	case 0x111:
	case 0xD0:
	case 0xF0:
		return "d";
	case 0x141:
	case 0x142:
		return "l";
	case 0x131:
		return "i";
	case 0xDE:
	case 0xFE:
		return "th";
	default:
		return NULL;
	}
}

static const char *umlaut(int32_t cp)
{
	switch (cp) {
	case 0xC4:
	case 0xE4:
		return "ae";
	case 0xD6:
	case 0xF6:
		return "oe";
	case 0xDC:
	case 0xFC:
		return "ue";
	default:
		return NULL;
	}
}

/* The first of what a letter falls apart into; marks are dropped. */
static int32_t base_letter(int32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	while (uc_canonical_decomposition((ucs4_t)cp, parts) > 0)
		cp = (int32_t)parts[0];
	return (int32_t)uc_tolower((ucs4_t)cp);
}

struct str utf8_fold(struct arena *a, struct str s, enum utf8_umlauts how)
{
	enum { MARKS_FROM = 0x300, MARKS_TO = 0x36F };
	char *out = arena_alloc(a, 3 * s.n + 1); /* two letters for one of two bytes; a small letter may be longer */
	size_t n = 0;
	for (;;) {
		int32_t cp = utf8_next(&s);
		if (cp == UTF8_END)
			return (struct str){ out, n };
		if (cp < 0 || (cp >= MARKS_FROM && cp <= MARKS_TO))
			continue;
		if (cp < 0x80) {
			bool letter = (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
			out[n++] = (char)(cp >= 'A' && cp <= 'Z' ? cp - 'A' + 'a' : letter ? cp : ' ');
			continue;
		}
		const char *plain = how == UTF8_UMLAUT_E ? umlaut(cp) : NULL;
		plain = plain == NULL ? whole_letter(cp) : plain;
		for (; plain != NULL && *plain != '\0'; plain++)
			out[n++] = *plain;
		if (plain == NULL)
			n += utf8_put(out + n, base_letter(cp));
	}
}
