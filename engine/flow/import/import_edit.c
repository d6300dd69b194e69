/* SPDX-License-Identifier: EUPL-1.2
 * Edits of the source: what nobody touches stays byte for byte. */
#include "flow/import/import_int.h"

void import_edit(struct import *m, size_t at, size_t remove, struct str insert)
{
	if (m->n_edits == m->cap_edits) {
		size_t cap = m->cap_edits == 0 ? 64 : m->cap_edits * 2;
		m->edits = arena_grow(m->arena, m->edits, m->cap_edits * sizeof *m->edits, cap * sizeof *m->edits);
		m->cap_edits = cap;
	}
	m->edits[m->n_edits] = (struct edit){ at, remove, str_dup(m->arena, insert), m->n_edits };
	m->n_edits++;
}

size_t import_offset(const struct import *m, struct pos pos)
{
	if (pos.line == 0 || pos.line > m->n_lines)
		return m->source.n;
	size_t at = m->lines[pos.line - 1] + (pos.col > 0 ? pos.col - 1 : 0);
	return at > m->source.n ? m->source.n : at;
}

size_t import_tag_end(const struct import *m, const struct xml_node *x, bool *empty_r)
{
	char quote = '\0';
	size_t i = x->begin;
	for (; i < x->end; i++) {
		char c = m->source.p[i];
		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			break;
	}
	*empty_r = i > x->begin && m->source.p[i - 1] == '/';
	return i < x->end ? i + 1 : x->end;
}

struct str import_prefix(const struct import *m, const struct xml_node *x)
{
	size_t i = x->begin + 1;
	while (i < x->end && strchr(" \t\r\n/>:", m->source.p[i]) == NULL)
		i++;
	return i < x->end && m->source.p[i] == ':' ? str_sub(m->source, x->begin + 1, i + 1) : STR("");
}

/* Byte behind the name in the start tag. */
static size_t name_end(const struct import *m, const struct xml_node *x)
{
	return x->begin + 1 + import_prefix(m, x).n + x->name.n;
}

void import_add_attr(struct import *m, const struct xml_node *x, const char *name, struct str value)
{
	if (xml_attr_ns(x, FLOW_OZG_NS, name) != NULL)
		return;
	struct buf b = buf_new(m->arena);
	buf_add_fmt(&b, " %.*s%s=\"", STR_ARG(m->prefix), name);
	xml_escape(&b, value);
	buf_add_char(&b, '"');
	import_edit(m, name_end(m, x), 0, buf_str(&b));
}

void import_drop_attr(struct import *m, const struct xml_attr *attr)
{
	size_t at = import_offset(m, attr->pos), end = at;
	if (at == 0 || at >= m->source.n)
		return;
	char quote = m->source.p[at - 1];
	while (end < m->source.n && m->source.p[end] != quote)
		end++;
	while (at > 0 && m->source.p[at] != '=')
		at--;
	while (at > 0 && strchr(" \t\r\n=", m->source.p[at]) != NULL)
		at--;
	while (at > 0 && strchr(" \t\r\n", m->source.p[at]) == NULL)
		at--;
	import_edit(m, at, end + 1 - at, STR(""));
}

void import_prepend(struct import *m, const struct xml_node *x, struct str xml)
{
	bool empty;
	size_t at = import_tag_end(m, x, &empty);
	if (!empty) {
		import_edit(m, at, 0, xml);
		return;
	}
	import_edit(m, at - 2, 2,
	    str_fmt(m->arena, ">%.*s</%.*s%.*s>", STR_ARG(xml), STR_ARG(import_prefix(m, x)), STR_ARG(x->name)));
}

/* Where the end tag begins. */
static size_t end_tag(const struct import *m, const struct xml_node *x)
{
	size_t i = x->end - 1;
	while (i > x->begin && !(m->source.p[i] == '<' && i + 1 < m->source.n && m->source.p[i + 1] == '/'))
		i--;
	return i;
}

void import_set_text(struct import *m, const struct xml_node *x, struct str text)
{
	bool empty;
	size_t at = import_tag_end(m, x, &empty);
	struct buf b = buf_new(m->arena);
	for (size_t i = 0, from = 0; i <= text.n; i++) { /* quotes stay readable: they mean nothing here */
		if (i < text.n && text.p[i] != '\'' && text.p[i] != '"')
			continue;
		xml_escape(&b, str_sub(text, from, i));
		if (i < text.n)
			buf_add_char(&b, text.p[i]);
		from = i + 1;
	}
	if (!empty)
		import_edit(m, at, end_tag(m, x) - at, buf_str(&b));
}

void import_rename(struct import *m, const struct xml_node *x, const char *element)
{
	size_t prefix = import_prefix(m, x).n;
	bool empty;
	import_tag_end(m, x, &empty);
	import_edit(m, x->begin + 1 + prefix, x->name.n, str_c(element));
	if (!empty)
		import_edit(m, end_tag(m, x) + 2 + prefix, x->name.n, str_c(element));
}

static int by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

void import_apply(struct import *m, struct buf *out)
{
	size_t at = 0;
	if (m->n_edits > 0)
		qsort(m->edits, m->n_edits, sizeof *m->edits, by_place);
	for (size_t i = 0; i < m->n_edits; i++) {
		const struct edit *e = &m->edits[i];
		if (e->at > at) {
			buf_add(out, str_sub(m->source, at, e->at));
			at = e->at;
		}
		buf_add(out, e->insert);
		if (e->at + e->remove > at)
			at = e->at + e->remove;
	}
	buf_add(out, str_sub(m->source, at, m->source.n));
}
