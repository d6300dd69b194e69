/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as XML: either findings, or a tree whose places fit the source. */
#include "xml/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static size_t offset_of(struct str s, struct pos pos)
{
	size_t at = str_starts(s, STR("\xEF\xBB\xBF")) ? 3 : 0;
	for (unsigned line = 1; line < pos.line; line++)
		at += (size_t)str_find(str_sub(s, at, s.n), '\n') + 1;
	return at + pos.col - 1;
}

static void check_attr(struct arena *a, struct str source, const struct xml_attr *attr)
{
	size_t at = offset_of(source, attr->pos);
	must(at > 0 && (source.p[at - 1] == '"' || source.p[at - 1] == '\''));
	/* What we write is what we read. */
	struct buf b = buf_new(a);
	buf_add_c(&b, "<x>");
	xml_escape(&b, attr->value);
	buf_add_c(&b, "</x>");
	struct diags d = diags_new(a, STR("x"));
	const struct xml_node *x = xml_parse(a, buf_str(&b), &xml_limits_default, &d);
	must(x != NULL && str_eq(x->text, attr->value));
}

static void check_node(struct arena *a, struct str source, const struct xml_node *n)
{
	must(source.p[n->begin] == '<' && source.p[n->end - 1] == '>');
	must(offset_of(source, n->pos) == n->begin);
	for (size_t i = 0; i < n->n_attrs && i < 4; i++)
		check_attr(a, source, &n->attrs[i]);
	for (const struct xml_node *c = n->first; c != NULL; c = c->next) {
		must(c->parent == n && c->begin > n->begin && c->end < n->end);
		check_node(a, source, c);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct xml_limits limits = { .bytes = 1 << 16, .nodes = 200, .depth = 16, .attrs = 8 };
	struct arena *a = arena_new();
	struct str source = { (const char *)data, size };
	struct diags d = diags_new(a, STR("fuzz.xml"));
	const struct xml_node *root = xml_parse(a, source, &limits, &d);
	must((root == NULL) == (d.n_errors > 0));
	if (root != NULL)
		check_node(a, source, root);
	arena_free(&a);
	return 0;
}
