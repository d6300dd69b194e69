/* SPDX-License-Identifier: EUPL-1.2
 * Code lists in OASIS genericode 1.0 as native lists. The three ways in which its files use namespaces are all
 * accepted: elements are known by their local names. Columns: those that the form names, else the recommended key
 * (XÖV), else the first key, else the first required column; the text beside it is a column called like a name, else
 * the next. */
#include "form/fim/read_xdf.h"

#include "base/utf8.h"

#include <stdlib.h>

static const struct xml_limits limits = { .bytes = 16 << 20, .nodes = 300000, .depth = 32, .attrs = 64 };

static const struct xml_node *child(const struct xml_node *x, const char *name)
{
	for (const struct xml_node *c = x == NULL ? NULL : x->first; c != NULL; c = c->next)
		if (str_eq_c(c->name, name))
			return c;
	return NULL;
}

static const struct xml_node *next(const struct xml_node *x)
{
	for (const struct xml_node *c = x->next; c != NULL; c = c->next)
		if (str_eq(c->name, x->name))
			return c;
	return NULL;
}

static struct str text(const struct xml_node *x, const char *name)
{
	const struct xml_node *c = child(x, name);
	return c == NULL ? STR("") : str_trim(c->text);
}

/* ---- columns ---- */

struct columns {
	const struct xml_node *set;
	size_t n;
};

/* Number of the column with this Id; n when there is none. */
static size_t by_id(const struct columns *c, struct str id)
{
	size_t i = 0;
	const struct xml_node *x = child(c->set, "Column");
	for (; x != NULL && !str_eq(xml_attr_value(x, "Id"), id); x = next(x))
		i++;
	return i;
}

/* The same for one that is called so; a form may say either. */
static size_t by_name(const struct columns *c, struct str name)
{
	size_t i = 0;
	if (name.n == 0)
		return c->n;
	if (by_id(c, name) < c->n)
		return by_id(c, name);
	const struct xml_node *x = child(c->set, "Column");
	for (; x != NULL && !str_eq(text(x, "ShortName"), name); x = next(x))
		i++;
	return i;
}

static bool is_recommended(const struct xml_node *key)
{
	return child(child(child(key, "Annotation"), "AppInfo"), "recommendedKeyColumn") != NULL;
}

static size_t key_column(const struct columns *c)
{
	const struct xml_node *key = child(c->set, "Key");
	for (const struct xml_node *k = key; k != NULL; k = next(k)) {
		if (is_recommended(k)) {
			key = k;
			break;
		}
	}
	const struct xml_node *ref = child(key, "ColumnRef");
	size_t i = ref == NULL ? c->n : by_id(c, xml_attr_value(ref, "Ref"));
	if (i < c->n)
		return i;
	i = 0;
	for (const struct xml_node *x = child(c->set, "Column"); x != NULL; x = next(x), i++)
		if (str_eq_c(xml_attr_value(x, "Use"), "required"))
			return i;
	return 0;
}

static bool has_word(struct str s, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.p + i, word, n) == 0)
			return true;
	return false;
}

/* In lists of several languages the German column, or one without a language. */
static bool is_readable(const struct xml_node *column)
{
	const struct xml_node *data = child(column, "Data");
	struct str lang = data == NULL ? STR("") : xml_attr_value(data, "Lang");
	return lang.n == 0 || str_starts(lang, STR("de"));
}

static size_t name_column(const struct columns *c, size_t key)
{
	static const char *const words[] = { "bezeichnung", "beschreibung", "name", "wert", "text", "label" };
	for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
		size_t i = 0;
		for (const struct xml_node *x = child(c->set, "Column"); x != NULL; x = next(x), i++)
			if (i != key && is_readable(x) &&
			    (has_word(text(x, "ShortName"), words[w]) || has_word(xml_attr_value(x, "Id"), words[w])))
				return i;
	}
	size_t i = 0;
	for (const struct xml_node *x = child(c->set, "Column"); x != NULL; x = next(x), i++)
		if (i != key && is_readable(x))
			return i;
	return key;
}

/* ---- rows ---- */

/* The value in a column. A Value that names no column belongs to the one behind the last. */
static struct str cell(const struct columns *c, const struct xml_node *row, size_t column)
{
	size_t at = 0;
	for (const struct xml_node *v = child(row, "Value"); v != NULL; v = next(v), at++) {
		struct str ref = xml_attr_value(v, "ColumnRef");
		if (ref.n > 0)
			at = by_id(c, ref);
		if (at == column)
			return text(v, "SimpleValue");
	}
	return STR("");
}

struct row {
	struct str code, name, hint;
	size_t number;
};

static int by_code(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int c = str_cmp(x->code, y->code);
	return c != 0 ? c : (x->number > y->number) - (x->number < y->number);
}

static int by_number(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

/* The first row of each code, in the order of the list. */
static size_t first_of_each(struct row *rows, size_t n)
{
	size_t count = 0;
	qsort(rows, n, sizeof *rows, by_code);
	for (size_t i = 0; i < n; i++)
		if (rows[i].code.n > 0 && (count == 0 || !str_eq(rows[count - 1].code, rows[i].code)))
			rows[count++] = rows[i];
	qsort(rows, count, sizeof *rows, by_number);
	return count;
}

static struct str one_line(struct arena *a, struct str s)
{
	s = form_xml_plain(a, utf8_nfc(a, s));
	char *p = arena_memdup(a, s.p == NULL ? "" : s.p, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (p[i] == '\n')
			p[i] = ' ';
	return (struct str){ p, s.n };
}

static struct row *read_rows(struct arena *a, const struct columns *c, const struct xml_node *list, size_t key,
    size_t name, size_t hint, size_t *n)
{
	size_t room = 0;
	for (const struct xml_node *x = list->first; x != NULL; x = x->next)
		room++;
	struct row *rows = ARENA_ARRAY(a, struct row, room);
	for (const struct xml_node *x = child(list, "Row"); x != NULL; x = next(x)) {
		struct row *row = &rows[*n];
		*row = (struct row){ one_line(a, cell(c, x, key)), one_line(a, cell(c, x, name)), STR(""), *n };
		if (hint < c->n)
			row->hint = one_line(a, cell(c, x, hint));
		(*n)++;
	}
	return rows;
}

struct xml_node *form_from_genericode(struct form_reader *r, struct str source, struct str id, struct str key,
    struct str name, struct str hint, const struct xml_node *from)
{
	struct arena *a = r->scratch;
	struct diags inner = diags_new(a, id);
	const struct xml_node *x = xml_parse(a, xml_decode(a, source), &limits, &inner);
	const struct xml_node *list = child(x, "SimpleCodeList");
	struct columns c = { child(x, "ColumnSet"), 0 };
	for (const struct xml_node *k = child(c.set, "Column"); k != NULL; k = next(k))
		c.n++;
	if (list == NULL || c.n == 0) {
		struct str why = inner.n > 0 ? inner.list[0].text : STR("Es fehlen Spalten oder Zeilen.");
		diag_warning(
		    r->d, from->pos, "fim-1115", "Die Codeliste ist nicht als genericode zu lesen: %.*s", STR_ARG(why));
		return NULL;
	}
	size_t k = by_name(&c, key), t = by_name(&c, name), n = 0;
	const struct str *const missing = key.n > 0 && k == c.n ? &key : name.n > 0 && t == c.n ? &name : NULL;
	if (missing != NULL)
		diag_warning(r->d, from->pos, "fim-1122",
		    "Die Spalte „%.*s“ gibt es in der Codeliste nicht; genommen wird die, die sie selbst empfiehlt.",
		    STR_ARG(*missing));
	if (k == c.n)
		k = key_column(&c);
	if (t == c.n)
		t = name_column(&c, k);
	struct row *rows = read_rows(a, &c, list, k, t, by_name(&c, hint), &n);
	n = first_of_each(rows, n);
	struct xml_node *native = form_dom_element(a, NULL, "codelist", from), *last = NULL;
	form_dom_attr(a, native, "id", id, from);
	form_dom_attr(a, native, "uri", one_line(a, text(child(x, "Identification"), "CanonicalUri")), from);
	form_dom_attr(a, native, "version", one_line(a, text(child(x, "Identification"), "Version")), from);
	for (size_t i = 0; i < n; i++) {
		struct xml_node *code = form_dom_element(a, NULL, "code", from);
		form_dom_attr(a, code, "value", rows[i].code, from);
		form_dom_attr(a, code, "hint", rows[i].hint, from);
		code->text = rows[i].name.n > 0 ? rows[i].name : rows[i].code;
		code->parent = native;
		if (last == NULL)
			native->first = code;
		else
			last->next = code;
		last = code;
	}
	if (n > 0)
		return native;
	diag_warning(r->d, from->pos, "fim-1115", "Die Codeliste ist leer.");
	return NULL;
}

/* ---- references ---- */

/* "…:schluessel:staat_2023-02-24" as "staat-2023-02-24", unique among the lists of the form. */
static struct str list_id(struct xdf *d, struct str uri)
{
	enum { ROOM = 50 };
	size_t begin = uri.n;
	while (begin > 0 && uri.p[begin - 1] != ':')
		begin--;
	struct buf out = buf_new(d->a);
	for (size_t i = begin; i < uri.n && out.n < ROOM; i++) {
		char c = uri.p[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (letter || (out.n > 0 && c >= '0' && c <= '9'))
			buf_add_char(&out, c);
		else if (out.n > 0 && out.p[out.n - 1] != '-')
			buf_add_char(&out, '-');
	}
	struct str base = out.n == 0 ? STR("liste") : buf_str(&out), id = base;
	unsigned n = 1;
	for (const struct xdf_list *l = d->lists; l != NULL;) {
		if (!str_eq(l->id, id)) {
			l = l->next;
			continue;
		}
		id = str_fmt(d->a, "%.*s-%u", STR_ARG(base), ++n);
		l = d->lists;
	}
	return id;
}

struct str form_xdf_codelist(struct xdf *d, const struct xml_node *x, const struct xml_node *reference)
{
	struct str uri = form_xdf_text(d, reference, "canonicalIdentification"),
	           version = form_xdf_text(d, reference, "version");
	if (uri.n == 0) { /* some say only both in one */
		struct str both = form_xdf_text(d, reference, "canonicalVersionUri");
		size_t at = both.n;
		while (at > 0 && both.p[at - 1] != '_')
			at--;
		uri = at > 1 ? str_sub(both, 0, at - 1) : both;
		version = at > 1 ? str_sub(both, at, both.n) : version;
	}
	struct str key = form_xdf_text(d, x, "codeKey"), name = form_xdf_text(d, x, "nameKey"),
	           hint = form_xdf_text(d, x, "helpKey");
	struct str id = str_fmt(
	    d->a, "%.*s|%.*s|%.*s|%.*s|%.*s", STR_ARG(uri), STR_ARG(version), STR_ARG(key), STR_ARG(name), STR_ARG(hint));
	for (const struct xdf_list *l = d->lists; l != NULL; l = l->next)
		if (str_eq(l->key, id))
			return l->id;
	struct xdf_list *l = ARENA_NEW(d->a, struct xdf_list);
	l->key = id;
	const struct form_options *o = d->options;
	struct str source;
	struct xml_node *native = NULL;
	if (o != NULL && o->codelist != NULL && o->codelist(o->codelist_arg, uri, version, &source)) {
		struct str full = version.n > 0 ? str_fmt(d->a, "%.*s_%.*s", STR_ARG(uri), STR_ARG(version)) : uri;
		l->id = list_id(d, full);
		native = form_from_genericode(d->r, source, l->id, key, name, hint, reference);
	} else {
		diag_warning(d->r->d, reference->pos, "fim-1115",
		    "Die Codeliste %.*s%s%.*s ist nicht da: angenommen wird jeder Schlüssel. Legen Sie sie in den Ordner der "
		    "Codelisten.",
		    STR_ARG(uri), version.n > 0 ? ", Fassung " : "", STR_ARG(version));
	}
	if (native != NULL)
		form_dom_append(d->form, native);
	else
		l->id = STR("");
	l->next = d->lists;
	d->lists = l;
	return l->id;
}
