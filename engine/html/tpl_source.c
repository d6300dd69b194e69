/* SPDX-License-Identifier: EUPL-1.2
 * Finds template files in folders and tags in templates. */
#include "html/tpl_source.h"

#include "base/file.h"

enum { SOURCE_MAX = 1 << 20 };

/* Small letters, digits, "_", "-", and "/" between them: nothing that leaves the folder. */
static bool is_template_name(struct str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || (c == '/' && i > 0)))
			return false;
	}
	return name.n > 0;
}

bool tpl_source_read(struct arena *a, const struct tpl_source *src, struct str name, struct str *path,
    struct str *source, struct err *err)
{
	*path = str_fmt(a, "%.*s.html", STR_ARG(name));
	if (!is_template_name(name))
		return err_set(err, ERR_INPUT, "„%.*s“ ist kein Name einer Vorlage.", STR_ARG(name));
	for (size_t i = 0; i < src->n_dirs; i++) {
		struct str full = str_fmt(a, "%s/%.*s.html", src->dirs[i], STR_ARG(name));
		if (file_read(a, full.p, SOURCE_MAX, source, err)) {
			*path = full;
			return true;
		}
		if (err->kind != ERR_NOTFOUND)
			return false;
	}
	return err_set(err, ERR_NOTFOUND, "Die Vorlage „%.*s.html“ gibt es in keinem Ordner der Vorlagen.", STR_ARG(name));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Values stand in lines; any other tag alone on its line takes the line with it (Mustache specification). */
static void find_line(struct str s, size_t end, struct tpl_tag *t)
{
	t->line_begin = t->begin;
	t->line_end = end;
	if (t->kind == TPL_TAG_VALUE || t->kind == TPL_TAG_TEXT)
		return;
	size_t b = t->begin, e = end;
	while (b > 0 && is_blank(s.p[b - 1]))
		b--;
	while (e < s.n && is_blank(s.p[e]))
		e++;
	if (e + 1 < s.n && s.p[e] == '\r' && s.p[e + 1] == '\n')
		e++;
	if ((b > 0 && s.p[b - 1] != '\n') || (e < s.n && s.p[e] != '\n'))
		return;
	t->line_begin = b;
	t->line_end = e < s.n ? e + 1 : e;
}

bool tpl_tag_next(struct str source, size_t from, struct tpl_tag *t)
{
	ptrdiff_t begin = str_find_str(str_sub(source, from, source.n), STR("{{"));
	if (begin < 0)
		return false;
	t->begin = from + (size_t)begin;
	struct str inside = str_sub(source, t->begin + 2, source.n);
	ptrdiff_t n = str_find_str(inside, STR("}}"));
	if (n < 0) {
		*t = (struct tpl_tag){ TPL_TAG_OPEN, t->begin, t->begin, source.n, STR("") };
		return true;
	}
	inside.n = (size_t)n;
	t->kind = TPL_TAG_VALUE;
	if (inside.n > 0 && strchr("#^/>!{&=", inside.p[0]) != NULL)
		t->kind = inside.p[0];
	else if (inside.n > 1 && inside.p[0] == '_' && is_blank(inside.p[1]))
		t->kind = TPL_TAG_TEXT;
	t->content = str_trim(str_sub(inside, t->kind != TPL_TAG_VALUE, inside.n));
	find_line(source, t->begin + inside.n + 4, t);
	return true;
}
