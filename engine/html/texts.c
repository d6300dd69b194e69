/* SPDX-License-Identifier: EUPL-1.2
 * Finds the words of a catalogue by key. */
#include "html/texts.h"

#include "base/file.h"
#include "base/po.h"

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

static int compare(const void *a, const void *b)
{
	const struct text *x = a, *y = b;
	int c = str_cmp(x->key, y->key);
	return c != 0 ? c : (x->line > y->line) - (x->line < y->line);
}

const struct texts *texts_parse(struct arena *a, struct str source, struct diags *d)
{
	struct po po;
	if (!po_parse(a, source, d, &po))
		return NULL;
	struct texts *t = ARENA_NEW(a, struct texts);
	size_t errors = d->n_errors;
	t->list = ARENA_ARRAY(a, struct text, po.n);
	for (; t->n < po.n; t->n++) {
		const struct po_entry *e = &po.list[t->n];
		struct pos pos = { e->line, 1 };
		if (e->text.n == 0)
			diag_error(d, pos, "empty-text", "Zum Schlüssel „%.*s“ fehlt der Text (msgstr).", STR_ARG(e->id));
		if (e->context.n > 0)
			diag_error(
			    d, pos, "syntax", "Kontext (msgctxt) gibt es hier nicht: der Schlüssel sagt, wo der Text steht.");
		t->list[t->n] = (struct text){ e->id, str_cdup(a, e->text), e->line };
	}
	if (t->n > 0)
		qsort(t->list, t->n, sizeof *t->list, compare);
	for (size_t i = 1; i < t->n; i++)
		if (str_eq(t->list[i].key, t->list[i - 1].key))
			diag_error(d, (struct pos){ t->list[i].line, 1 }, "duplicate",
			    "Den Schlüssel „%.*s“ gibt es schon in Zeile %u.", STR_ARG(t->list[i].key), t->list[i - 1].line);
	return d->n_errors > errors ? NULL : t;
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
	return (struct tpl_texts){ .arg = t, .find = find };
}
