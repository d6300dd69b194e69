/* SPDX-License-Identifier: EUPL-1.2
 * Reads and writes PO files. */
#include "base/po.h"

#include "base/utf8.h"

enum part { PART_NONE, PART_CONTEXT, PART_ID, PART_TEXT };

struct reader {
	struct arena *arena;
	struct diags *diags;
	struct po_entry *list;
	size_t n, cap;
	unsigned line, begun; /* begun: line the entry being read begins in, 0: none */
	struct buf parts[4];
	enum part now; /* what a line with only a string continues */
	bool fuzzy, failed;
	struct str language;
};

static void refuse(struct reader *r, unsigned line, size_t col, const char *code, const char *text)
{
	r->failed = true;
	diag_error(r->diags, (struct pos){ line, (unsigned)col }, code, "%s", text);
}

static struct str part(const struct reader *r, enum part p)
{
	return str_dup(r->arena, buf_str(&r->parts[p]));
}

/* The header is the text of the entry without id: lines "Name: value". */
static void take_header(struct reader *r, struct str header)
{
	struct str line;
	while (str_next(&header, '\n', &line))
		if (str_starts(line, STR("Language:")))
			r->language = str_trim(str_sub(line, 9, line.n));
}

static void entry_ends(struct reader *r)
{
	struct po_entry e = { part(r, PART_CONTEXT), part(r, PART_ID), part(r, PART_TEXT), r->fuzzy, r->begun };
	if (r->begun > 0 && (e.context.n > 0 || e.id.n > 0)) {
		if (r->n == r->cap) {
			size_t cap = r->cap == 0 ? 64 : r->cap * 2;
			r->list = arena_grow(r->arena, r->list, r->cap * sizeof *r->list, cap * sizeof *r->list);
			r->cap = cap;
		}
		r->list[r->n++] = e;
	} else {
		take_header(r, e.text);
	}
	if (r->begun > 0)
		r->fuzzy = false;
	r->begun = 0;
	r->now = PART_NONE;
	for (size_t i = 0; i < 4; i++)
		r->parts[i].n = 0;
}

/* Adds the string in quotes that begins at col of the line and must fill the rest of it. */
static void take_string(struct reader *r, struct str line, size_t col)
{
	static const char escapes[] = "n\nt\t\"\"\\\\";
	size_t i = col;
	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	if (i == line.n || line.p[i] != '"') {
		refuse(r, r->line, i + 1, "syntax", "Hier wird ein Text in Anführungszeichen erwartet.");
		return;
	}
	for (i++; i < line.n && line.p[i] != '"'; i++) {
		if (line.p[i] != '\\') {
			buf_add_char(&r->parts[r->now], line.p[i]);
			continue;
		}
		i++;
		const char *e = escapes;
		while (*e != '\0' && (i == line.n || *e != line.p[i]))
			e += 2;
		if (*e == '\0')
			refuse(r, r->line, i, "syntax", "Erlaubt sind nur \\n, \\t, \\\" und \\\\.");
		else
			buf_add_char(&r->parts[r->now], e[1]);
	}
	if (i + 1 != line.n)
		refuse(r, r->line, i + 1, "syntax", "Der Text muss mit einem Anführungszeichen am Zeilenende enden.");
}

/* A part begins; msgctxt, and msgid without one before it, begin an entry. */
static void take_part(struct reader *r, enum part p, struct str line, size_t col)
{
	if (r->begun == 0)
		r->begun = r->line;
	r->now = p;
	take_string(r, line, col);
}

static void take_line(struct reader *r, struct str line)
{
	bool comment = line.n > 0 && line.p[0] == '#';
	if ((comment || line.n == 0) && r->now == PART_TEXT)
		entry_ends(r);
	if (comment && str_starts(line, STR("#,")))
		r->fuzzy = r->fuzzy || str_find_str(line, STR("fuzzy")) >= 0;
	if (comment || line.n == 0)
		return;
	bool context = str_starts(line, STR("msgctxt ")), id = str_starts(line, STR("msgid "));
	if (context || (id && r->now != PART_CONTEXT))
		entry_ends(r);
	if (context)
		take_part(r, PART_CONTEXT, line, 8);
	else if (id)
		take_part(r, PART_ID, line, 6);
	else if (str_starts(line, STR("msgstr ")) && r->now == PART_ID)
		take_part(r, PART_TEXT, line, 7);
	else if (line.p[0] == '"' && r->now != PART_NONE)
		take_string(r, line, 0);
	else
		refuse(r, r->line, 1, "syntax",
		    "Hier wird msgctxt, msgid oder msgstr erwartet. Mehrzahl (msgid_plural) gibt es nicht.");
}

bool po_parse(struct arena *a, struct str source, struct diags *d, struct po *out)
{
	struct reader r = { .arena = a, .diags = d };
	struct str rest = source, line;
	for (size_t i = 0; i < 4; i++)
		r.parts[i] = buf_new(a);
	if (source.n > PO_BYTES_MAX) {
		refuse(&r, 0, 0, "too-big", "Der Textkatalog ist zu groß: höchstens 4 MB sind erlaubt.");
		rest.n = 0;
	} else if (!utf8_valid(source) || str_find(source, '\0') >= 0)
		refuse(&r, 0, 0, "encoding", "Der Textkatalog ist kein gültiges UTF-8.");
	while (str_next(&rest, '\n', &line)) {
		r.line++;
		take_line(&r, str_trim(line));
	}
	entry_ends(&r);
	*out = (struct po){ r.language, r.list, r.n };
	return !r.failed;
}

/* One string; behind each line feed a new line of the file begins. */
static void add_string(struct buf *out, const char *keyword, struct str text)
{
	static const char escaped[] = "\n\t\"\\", letters[] = "nt\"\\";
	buf_add_fmt(out, "%s \"", keyword);
	if (str_find(text, '\n') >= 0)
		buf_add_c(out, "\"\n\"");
	for (size_t i = 0; i < text.n; i++) {
		const char *e = text.p[i] == '\0' ? NULL : strchr(escaped, text.p[i]);
		if (e != NULL)
			buf_add_char(out, '\\');
		buf_add_char(out, e == NULL ? text.p[i] : letters[e - escaped]);
		if (text.p[i] == '\n' && i + 1 < text.n)
			buf_add_c(out, "\"\n\"");
	}
	buf_add_c(out, "\"\n");
}

void po_add_header(struct buf *out, struct str subject, const char *language)
{
	struct buf h = buf_new(out->arena);
	buf_add_fmt(&h, "Project-Id-Version: %.*s\n", STR_ARG(subject));
	buf_add_c(&h, "PO-Revision-Date: \nLast-Translator: \nLanguage-Team: \n");
	buf_add_fmt(&h, "Language: %s\n", language);
	buf_add_c(&h, "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n");
	po_add_entry(out, STR(""), STR(""), buf_str(&h));
}

void po_add_entry(struct buf *out, struct str context, struct str id, struct str text)
{
	if (context.n > 0)
		add_string(out, "msgctxt", context);
	add_string(out, "msgid", id);
	add_string(out, "msgstr", text);
	buf_add_char(out, '\n');
}
