/* SPDX-License-Identifier: EUPL-1.2
 * Finding one's way in the tree, and text made fit for XML. */
#include "xml/xml.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

bool xml_is(const struct xml_node *n, const char *ns, const char *name)
{
	return str_eq_c(n->name, name) && str_eq_c(n->ns, ns);
}

const struct xml_node *xml_child(const struct xml_node *n, const char *ns, const char *name)
{
	for (const struct xml_node *c = n->first; c != NULL; c = c->next)
		if (xml_is(c, ns, name))
			return c;
	return NULL;
}

const struct xml_node *xml_next(const struct xml_node *n)
{
	for (const struct xml_node *c = n->next; c != NULL; c = c->next)
		if (str_eq(c->name, n->name) && str_eq(c->ns, n->ns))
			return c;
	return NULL;
}

const struct xml_attr *xml_attr(const struct xml_node *n, const char *name)
{
	return xml_attr_ns(n, "", name);
}

const struct xml_attr *xml_attr_ns(const struct xml_node *n, const char *ns, const char *name)
{
	for (size_t i = 0; i < n->n_attrs; i++)
		if (str_eq_c(n->attrs[i].name, name) && str_eq_c(n->attrs[i].ns, ns))
			return &n->attrs[i];
	return NULL;
}

/* Bytes of raw that make the next character or characters of the value, and in *made how many bytes those are. */
static size_t written(struct str raw, size_t *made)
{
	ptrdiff_t end = raw.p[0] == '&' ? str_find(raw, ';') : -1;
	*made = 1;
	if (end < 0)
		return raw.n > 1 && raw.p[0] == '\r' && raw.p[1] == '\n' ? 2 : 1;
	if (raw.p[1] != '#')
		return (size_t)end + 1;
	char digits[12] = "";
	bool hex = raw.p[2] == 'x';
	struct str number = str_sub(raw, hex ? 3 : 2, (size_t)end);
	memcpy(digits, number.p, number.n < sizeof digits ? number.n : sizeof digits - 1);
	uint8_t bytes[6];
	int n = u8_uctomb(bytes, (ucs4_t)strtoul(digits, NULL, hex ? 16 : 10), sizeof bytes);
	*made = n > 0 ? (size_t)n : 1;
	return (size_t)end + 1;
}

struct pos xml_attr_place(const struct xml_attr *at, size_t offset)
{
	struct pos pos = at->pos;
	struct str rest = at->raw;
	for (size_t made; offset > 0 && rest.n > 0; offset -= made < offset ? made : offset) {
		size_t n = written(rest, &made);
		for (size_t i = 0; i < n; i++)
			pos = rest.p[i] == '\n' ? (struct pos){ pos.line + 1, 1 } : (struct pos){ pos.line, pos.col + 1 };
		rest = str_sub(rest, n, rest.n);
	}
	pos.col += (unsigned)offset;
	return pos;
}

struct str xml_attr_value(const struct xml_node *n, const char *name)
{
	const struct xml_attr *a = xml_attr(n, name);
	return a == NULL ? STR("") : a->value;
}

/* Char of XML 1.0, 2.2. */
static bool is_xml_char(ucs4_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
	       c >= 0x10000;
}

static const char *reference(ucs4_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&apos;";
	case '\r': /* a reader would turn it into a line feed (2.11) */
		return "&#13;";
	default:
		return is_xml_char(c) ? NULL : "\xEF\xBF\xBD";
	}
}

void xml_escape(struct buf *out, struct str text)
{
	size_t done = 0;
	for (size_t i = 0; i < text.n;) {
		ucs4_t c;
		int n = u8_mbtouc(&c, (const uint8_t *)text.p + i, text.n - i);
		const char *r = reference(c);
		if (r != NULL || c == 0xFFFD) {
			buf_add(out, str_sub(text, done, i));
			buf_add_c(out, r != NULL ? r : "\xEF\xBF\xBD"); /* U+FFFD also stands for broken bytes */
			done = i + (size_t)n;
		}
		i += (size_t)n;
	}
	buf_add(out, str_sub(text, done, text.n));
}
