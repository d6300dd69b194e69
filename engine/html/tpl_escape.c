/* SPDX-License-Identifier: EUPL-1.2
 * Values made harmless for the place where they stand. */
#include "html/tpl_code.h"

#include <strings.h>

/* NULL: the byte is written as it is. */
static const char *const entities[256] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;",
};

enum { STRIDE = 16 };
typedef unsigned char stride __attribute__((vector_size(STRIDE)));

/* Whether STRIDE bytes are written as they are, looked at all at once. */
static inline bool is_plain(const char *p)
{
	stride s;
	uint64_t other[STRIDE / sizeof(uint64_t)];
	memcpy(&s, p, sizeof s);
	stride found = (stride)((s == '&') | (s == '<') | (s == '>') | (s == '"') | (s == '\''));
	memcpy(other, &found, sizeof other);
	return (other[0] | other[1]) == 0;
}

void html_escape(struct buf *out, struct str text)
{
	size_t done = 0;
	for (size_t i = 0; i < text.n;) {
		size_t left = text.n - i, end = i + (left < STRIDE ? left : STRIDE);
		if (left >= STRIDE && is_plain(text.p + i))
			i = end;
		for (; i < end; i++) {
			const char *entity = entities[(unsigned char)text.p[i]];
			if (entity == NULL)
				continue;
			buf_add(out, str_sub(text, done, i));
			buf_add_c(out, entity);
			done = i + 1;
		}
	}
	buf_add(out, str_sub(text, done, text.n));
}

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* unreserved of RFC 3986, 2.3 */
static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || is_one_of(c, "-._~");
}

/* Percent-encodes what is neither unreserved nor in keep; keep may hold '&' and '\'', which HTML needs escaped. */
static void percent(struct buf *out, struct str text, const char *keep)
{
	static const char hex[] = "0123456789ABCDEF";
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (is_unreserved(c)) {
			buf_add_char(out, c);
		} else if (is_one_of(c, keep)) {
			html_escape(out, str_sub(text, i, i + 1));
		} else {
			unsigned char byte = (unsigned char)c;
			buf_add(out, (struct str){ (const char[]){ '%', hex[byte >> 4], hex[byte & 15] }, 3 });
		}
	}
}

static bool has_scheme(struct str url, const char *scheme)
{
	size_t n = strlen(scheme);
	return url.n >= n && strncasecmp(url.p, scheme, n) == 0;
}

/* http only to this machine: for development and for tests. */
static bool is_loopback(struct str url)
{
	static const char *const hosts[] = { "http://localhost", "http://127.0.0.1", "http://[::1]", NULL };
	for (const char *const *h = hosts; *h != NULL; h++)
		if (has_scheme(url, *h) && (url.n == strlen(*h) || is_one_of(url.p[strlen(*h)], ":/?#")))
			return str_find(url, '@') < 0;
	return false;
}

/* Relative to our own site, or one of the schemes that cannot run anything. */
static bool is_harmless(struct str url)
{
	size_t i = 0;
	while (i < url.n && !is_one_of(url.p[i], ":/?#\\"))
		i++;
	if (i < url.n && url.p[i] == ':')
		return has_scheme(url, "https://") || has_scheme(url, "mailto:") || is_loopback(url);
	/* "//host" and what browsers take for it leave the site. */
	return url.n < 2 || !is_one_of(url.p[0], "/\\") || !is_one_of(url.p[1], "/\\");
}

void tpl_escape(struct buf *out, enum tpl_escape how, struct str text)
{
	switch (how) {
	case ESCAPE_HTML:
		html_escape(out, text);
		break;
	case ESCAPE_URL_START:
		if (is_harmless(text))
			percent(out, text, "%:/?#[]@!$&'()*+,;=");
		else
			buf_add_char(out, '#');
		break;
	case ESCAPE_URL_INSIDE:
		percent(out, text, "@");
		break;
	}
}
