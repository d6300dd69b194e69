/* SPDX-License-Identifier: EUPL-1.2
 * PDF (ISO 32000-1): begins and ends as one, needs no password, runs nothing. Names are looked for outside of streams;
 * what a file hides in a compressed object stream, a reader finds, which is why nobody opens it inside of our pages. */
#include "upload/upload.h"

/* The name is not the beginning of a longer one (7.3.5). */
static bool has_name(struct str s, struct str name)
{
	for (;;) {
		ptrdiff_t at = str_find_str(s, name);
		if (at < 0)
			return false;
		s = str_sub(s, (size_t)at + name.n, s.n);
		if (s.n == 0 || strchr(" \t\r\n\f/<>[](){}%", s.p[0]) != NULL)
			return true;
	}
}

static bool has_any(struct str s, const struct str *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (has_name(s, names[i]))
			return true;
	return false;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\0';
}

/* The last "%%EOF" with nothing but white space behind it. */
static bool ends_well(struct str s)
{
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return str_ends(s, STR("%%EOF"));
}

enum upload_verdict upload_pdf(struct str s)
{
	static const struct str encrypted[] = { STR_INIT("/Encrypt") };
	static const struct str active[] = { STR_INIT("/JavaScript"), STR_INIT("/JS"), STR_INIT("/Launch"),
		STR_INIT("/RichMedia"), STR_INIT("/XFA") };
	if (!str_starts(s, STR("%PDF-")) || !ends_well(s) || str_find_str(s, STR(" obj")) < 0)
		return UPLOAD_DAMAGED;
	enum upload_verdict v = UPLOAD_OK;
	while (s.n > 0 && v == UPLOAD_OK) {
		ptrdiff_t stream = str_find_str(s, STR("stream"));
		struct str part = str_sub(s, 0, stream < 0 ? s.n : (size_t)stream);
		if (has_any(part, encrypted, 1))
			v = UPLOAD_ENCRYPTED;
		else if (has_any(part, active, sizeof active / sizeof active[0]))
			v = UPLOAD_ACTIVE;
		if (stream < 0)
			break;
		s = str_sub(s, (size_t)stream + 6, s.n);
		ptrdiff_t end = str_find_str(s, STR("endstream"));
		s = str_sub(s, end < 0 ? s.n : (size_t)end + 9, s.n);
	}
	return v;
}
