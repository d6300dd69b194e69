/* SPDX-License-Identifier: EUPL-1.2
 * Reads PO files and finds words by key. */
#include "html/texts.h"

#include "base/file.h"
#include "base/utf8.h"

enum { CATALOGUE_MAX = 4 << 20 };

struct text {
	struct str key;
	const char *words;
	unsigned line; /* of msgid */
};

struct texts {
	struct text *list; /* sorted by key */
	size_t n;
};

/* A catalogue while it is read. */
struct reader {
	struct arena *arena;
	struct diags *diags;
	struct text *list;
	size_t n, cap;
	unsigned line;
	unsigned begun; /* line of the msgid of the entry being read, 0: none */
	struct buf key, words;
	struct buf *now; /* what a line with only a string continues */
	bool failed;
};

static void refuse(struct reader *r, unsigned line, size_t col, const char *code, struct str text)
{
	r->failed = true;
	diag_error(r->diags, (struct pos){ line, (unsigned)col }, code, "%.*s", STR_ARG(text));
}

static void entry_ends(struct reader *r)
{
	if (r->begun == 0)
		return;
	if (r->key.n > 0 && r->words.n == 0)
		refuse(r, r->begun, 1, "empty-text",
		    str_fmt(r->arena, "Zum Schlüssel „%.*s“ fehlt der Text (msgstr).", STR_ARG(buf_str(&r->key))));
	if (r->n == r->cap) {
		size_t cap = r->cap == 0 ? 64 : r->cap * 2;
		r->list = arena_grow(r->arena, r->list, r->cap * sizeof *r->list, cap * sizeof *r->list);
		r->cap = cap;
	}
	if (r->key.n > 0)
		r->list[r->n++] =
		    (struct text){ str_dup(r->arena, buf_str(&r->key)), str_cdup(r->arena, buf_str(&r->words)), r->begun };
	r->begun = 0;
	r->now = NULL;
}

/* Adds the string in quotes that begins at col of the line and must fill the rest of it. */
static void take_string(struct reader *r, struct str line, size_t col)
{
	static const char escapes[] = "n\nt\t\"\"\\\\";
	size_t i = col;
	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	if (i == line.n || line.p[i] != '"') {
		refuse(r, r->line, i + 1, "syntax", STR("Hier wird ein Text in Anführungszeichen erwartet."));
		return;
	}
	for (i++; i < line.n && line.p[i] != '"'; i++) {
		if (line.p[i] != '\\') {
			buf_add_char(r->now, line.p[i]);
			continue;
		}
		i++;
		const char *e = escapes;
		while (*e != '\0' && (i == line.n || *e != line.p[i]))
			e += 2;
		if (*e == '\0')
			refuse(r, r->line, i, "syntax", STR("Erlaubt sind nur \\n, \\t, \\\" und \\\\."));
		else
			buf_add_char(r->now, e[1]);
	}
	if (i + 1 != line.n)
		refuse(r, r->line, i + 1, "syntax", STR("Der Text muss mit einem Anführungszeichen am Zeilenende enden."));
}

static void take_line(struct reader *r, struct str line)
{
	if (line.n == 0 || line.p[0] == '#')
		return;
	if (str_starts(line, STR("msgid "))) {
		entry_ends(r);
		r->begun = r->line;
		r->key.n = r->words.n = 0;
		r->now = &r->key;
		take_string(r, line, 6);
	} else if (str_starts(line, STR("msgstr ")) && r->now == &r->key) {
		r->now = &r->words;
		take_string(r, line, 7);
	} else if (line.p[0] == '"' && r->now != NULL) {
		take_string(r, line, 0);
	} else {
		refuse(r, r->line, 1, "syntax",
		    STR("Hier wird msgid oder msgstr erwartet. Mehrzahl (msgid_plural) und Kontext (msgctxt) gibt es nicht."));
	}
}

static int compare(const void *a, const void *b)
{
	const struct text *x = a, *y = b;
	int c = str_cmp(x->key, y->key);
	return c != 0 ? c : (x->line > y->line) - (x->line < y->line);
}

const struct texts *texts_parse(struct arena *a, struct str source, struct diags *d)
{
	struct reader r = { .arena = a, .diags = d, .key = buf_new(a), .words = buf_new(a) };
	struct str rest = source, line;
	if (!utf8_valid(source) || str_find(source, '\0') >= 0)
		refuse(&r, 0, 0, "encoding", STR("Der Textkatalog ist kein gültiges UTF-8."));
	while (str_next(&rest, '\n', &line)) {
		r.line++;
		take_line(&r, str_trim(line));
	}
	entry_ends(&r);
	if (r.n > 0)
		qsort(r.list, r.n, sizeof *r.list, compare);
	for (size_t i = 1; i < r.n; i++)
		if (str_eq(r.list[i].key, r.list[i - 1].key))
			refuse(&r, r.list[i].line, 1, "duplicate",
			    str_fmt(
			        a, "Den Schlüssel „%.*s“ gibt es schon in Zeile %u.", STR_ARG(r.list[i].key), r.list[i - 1].line));
	struct texts *t = ARENA_NEW(a, struct texts);
	*t = (struct texts){ r.list, r.n };
	return r.failed ? NULL : t;
}

const struct texts *texts_load(struct arena *a, const char *path, struct diags *d)
{
	struct str source, outer = d->file;
	struct err err;
	d->file = str_dup(a, str_c(path));
	const struct texts *t = NULL;
	if (file_read(a, path, CATALOGUE_MAX, &source, &err))
		t = texts_parse(a, source, d);
	else
		diag_error(d, (struct pos){ 0, 0 }, "no-file", "%s", err.text);
	d->file = outer;
	return t;
}

const char *texts_get(const struct texts *t, struct str key)
{
	size_t low = 0, high = t->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int c = str_cmp(key, t->list[mid].key);
		if (c == 0)
			return t->list[mid].words;
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}

static const char *find(const void *arg, struct str key)
{
	return texts_get(arg, key);
}

struct tpl_texts texts_for_tpl(const struct texts *t)
{
	return (struct tpl_texts){ t, find };
}
