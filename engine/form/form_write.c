/* SPDX-License-Identifier: EUPL-1.2
 * Native elements as text that people read and edit: indented with tabs, attributes broken when a line gets too long.
 */
#include "form/form_read.h"

enum { LINE_MAX_BYTES = 118 };

static void add_attrs(struct buf *out, const struct xml_node *x, const char *between)
{
	for (size_t i = 0; i < x->n_attrs; i++) {
		buf_add_fmt(out, "%s%.*s=\"", i == 0 ? " " : between, STR_ARG(x->attrs[i].name));
		xml_escape(out, x->attrs[i].value);
		buf_add_char(out, '"');
	}
}

static void indent(struct buf *out, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_add_char(out, '\t');
}

/* Paragraphs, each on its own line, with an empty line between them. */
static void add_paragraphs(struct buf *out, struct str text, size_t depth)
{
	struct str line;
	while (str_next(&text, '\n', &line)) {
		buf_add_char(out, '\n');
		if (line.n == 0)
			continue;
		indent(out, depth);
		xml_escape(out, line);
	}
}

void form_write_part(struct buf *out, const struct xml_node *x, size_t depth)
{
	size_t start = out->n;
	indent(out, depth);
	buf_add_fmt(out, "<%.*s", STR_ARG(x->name));
	if (depth == 0)
		buf_add_c(out, " xmlns=\"" FORM_NS "\"");
	size_t attrs = out->n;
	add_attrs(out, x, " ");
	if (out->n - start > LINE_MAX_BYTES) {
		struct buf between = buf_new(out->arena);
		buf_add_char(&between, '\n');
		indent(&between, depth + 2);
		buf_add_char(&between, '\0');
		out->n = attrs;
		add_attrs(out, x, between.p);
	}
	struct str text = x->text;
	if (x->first == NULL && text.n == 0) {
		buf_add_c(out, "/>\n");
		return;
	}
	buf_add_char(out, '>');
	bool paragraphs = str_find(text, '\n') >= 0;
	if (paragraphs)
		add_paragraphs(out, text, depth + 1);
	else
		xml_escape(out, text);
	if (x->first != NULL || paragraphs)
		buf_add_char(out, '\n');
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		form_write_part(out, c, depth + 1);
	if (x->first != NULL || paragraphs)
		indent(out, depth);
	buf_add_fmt(out, "</%.*s>\n", STR_ARG(x->name));
}

void form_write(struct buf *out, const struct xml_node *x)
{
	buf_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	form_write_part(out, x, 0);
}
