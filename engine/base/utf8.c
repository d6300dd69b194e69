/* SPDX-License-Identifier: EUPL-1.2
 * UTF-8: decode, check, normalise. */
#include "base/utf8.h"

#include <uninorm.h>

int32_t utf8_next(struct str *rest)
{
	if (rest->n == 0)
		return UTF8_END;
	const unsigned char *p = (const unsigned char *)rest->p;
	size_t n = p[0] < 0x80 ? 1 : p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
	static const int32_t lead_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	bool ok = n > 0 && n <= rest->n;
	int32_t cp = p[0] & lead_bits[n];
	for (size_t i = 1; ok && i < n; i++) {
		ok = (p[i] & 0xc0) == 0x80;
		cp = cp << 6 | (p[i] & 0x3f);
	}
	if (!ok || cp < least[n] || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff)) {
		*rest = str_sub(*rest, 1, rest->n);
		return UTF8_BAD;
	}
	*rest = str_sub(*rest, n, rest->n);
	return cp;
}

size_t utf8_put(char out[4], int32_t cp)
{
	size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = n; i-- > 1; cp >>= 6)
		out[i] = (char)(unsigned char)(0x80 | (cp & 0x3f));
	out[0] = (char)(unsigned char)(lead[n] | cp);
	return n;
}

bool utf8_valid(struct str s)
{
	int32_t cp;
	do
		cp = utf8_next(&s);
	while (cp >= 0);
	return cp == UTF8_END;
}

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t utf8_count(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += starts_character(s.p[i]);
	return n;
}

size_t utf8_offset(struct str s, size_t n)
{
	size_t i = 0;
	for (; i < s.n; i++)
		if (starts_character(s.p[i]) && n-- == 0)
			break;
	return i;
}

/* What is wrong with a character, or NULL. */
static const char *objection(int32_t cp)
{
	if ((cp < 0x20 && cp != '\t' && cp != '\n') || (cp >= 0x7f && cp < 0xa0))
		return "ein Steuerzeichen";
	if ((cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069))
		return "ein Zeichen, das die Schreibrichtung umkehrt";
	if ((cp & 0xfffe) == 0xfffe || (cp >= 0xfdd0 && cp <= 0xfdef))
		return "kein Unicode-Zeichen";
	return NULL;
}

bool utf8_check(struct str s, struct err *err)
{
	size_t place = 0;
	for (;;) {
		int32_t cp = utf8_next(&s);
		place++;
		if (cp == UTF8_END)
			return true;
		if (cp == UTF8_BAD)
			return err_set(err, ERR_INPUT,
			    "Der Text ist an Stelle %zu nicht in UTF-8 geschrieben. Bitte geben Sie ihn neu ein.", place);
		const char *what = objection(cp);
		if (what != NULL)
			return err_set(err, ERR_INPUT,
			    "An Stelle %zu steht das nicht erlaubte Zeichen U+%04X (%s). Bitte entfernen Sie es.", place,
			    (unsigned)cp, what);
	}
}

struct str utf8_nfc(struct arena *a, struct str s)
{
	bool ascii = true;
	for (size_t i = 0; i < s.n && ascii; i++)
		ascii = (unsigned char)s.p[i] < 0x80;
	if (ascii)
		return s;
	size_t n = 0;
	uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)s.p, s.n, NULL, &n);
	if (composed == NULL)
		abort(); /* out of memory: the text was valid */
	struct str out = { (const char *)composed, n };
	out = str_eq(out, s) ? s : str_dup(a, out);
	free(composed);
	return out;
}
