/* SPDX-License-Identifier: EUPL-1.2
 * The translations of a form: a <texts> for each language, in it a <t> for each text, found by its German words.
 *
 * A translation belongs to German words, not to a place: it serves wherever they stand, and when somebody changes them
 * it is no longer used. Where the same words must be said in two ways, at="halter/ort@label" names the place of one. */
#include "form/form_read.h"

#include "base/suggest.h"
#include "base/utf8.h"

static const char *const texts_attrs[] = { "lang", NULL };
static const char *const t_attrs[] = { "de", "at", NULL };

/* ---- places ---- */

/* What the element is called among its siblings: its id, the key of a code, else its name with a number. */
static void add_step(struct buf *out, const struct xml_node *x)
{
	struct str id = xml_attr_value(x, "id");
	if (xml_is(x, FORM_NS, "codelist"))
		buf_add_c(out, "codelist:");
	if (xml_is(x, FORM_NS, "code"))
		id = xml_attr_value(x, "value");
	buf_add(out, id.n > 0 ? id : x->name);
	if (id.n > 0 || xml_is(x, FORM_NS, "title") || xml_is(x, FORM_NS, "intro"))
		return;
	size_t number = 1;
	for (const struct xml_node *c = x->parent->first; c != x; c = c->next)
		number += str_eq(c->name, x->name);
	buf_add_fmt(out, "[%zu]", number);
}

static void add_steps(struct buf *out, const struct xml_node *x)
{
	if (x->parent == NULL)
		return;
	add_steps(out, x->parent);
	if (out->n > 0)
		buf_add_char(out, '/');
	add_step(out, x);
}

struct str form_text_path(struct arena *a, const struct form_source_text *t)
{
	struct buf out = buf_new(a);
	add_steps(&out, t->x);
	if (t->attr != NULL)
		buf_add_fmt(&out, "@%s", t->attr);
	return buf_str(&out);
}

struct str form_text_flat(struct arena *a, struct str text)
{
	struct buf out = buf_new(a);
	for (size_t i = 0; i < text.n; i++) {
		bool space = strchr(" \t\n\r", text.p[i]) != NULL && text.p[i] != '\0';
		if (!space)
			buf_add_char(&out, text.p[i]);
		else if (out.n > 0 && out.p[out.n - 1] != ' ')
			buf_add_char(&out, ' ');
	}
	return str_trim(buf_str(&out));
}

/* ---- one <texts> ---- */

/* A <t> while it is looked for. */
struct entry {
	struct str de, at, text;
	const struct xml_node *x;
	bool used;
};

static int by_words(const void *a, const void *b)
{
	const struct entry *p = a, *q = b;
	int c = str_cmp(p->de, q->de);
	return c != 0 ? c : str_cmp(p->at, q->at);
}

static int by_address(const void *a, const void *b)
{
	uintptr_t p = (uintptr_t)((const struct form_translation *)a)->german;
	uintptr_t q = (uintptr_t)((const struct form_translation *)b)->german;
	return (p > q) - (p < q);
}

static struct entry read_entry(struct form_reader *r, const struct xml_node *x)
{
	form_xml_attrs(r, x, t_attrs, NULL);
	form_xml_no_children(r, x);
	struct str de = utf8_nfc(r->scratch, xml_attr_value(x, "de"));
	struct entry e = { form_text_flat(r->scratch, de), str_trim(xml_attr_value(x, "at")),
		form_xml_plain(r->a, utf8_nfc(r->scratch, x->text)), x, false };
	if (e.de.n == 0)
		diag_error(
		    r->d, x->pos, "translation", "Bei „t“ fehlt das Attribut de: der deutsche Text, der übersetzt wird.");
	else if (e.text.n == 0)
		diag_error(r->d, x->pos, "translation", "„t“ enthält keinen Text: die Übersetzung.");
	return e;
}

/* The first of the entries with these German words; n: none. They stand together, without a place first. */
static size_t find_entry(const struct entry *list, size_t n, struct str de)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(list[mid].de, de) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && str_eq(list[low].de, de) ? low : n;
}

/* The entry for a text: that of its place, else that without a place. */
static struct entry *entry_for(
    struct form_reader *r, struct entry *list, size_t n, const struct form_source_text *t, struct str de)
{
	size_t i = find_entry(list, n, de);
	struct entry *common = i < n && list[i].at.n == 0 ? &list[i] : NULL;
	struct str path = { NULL, 0 };
	for (; i < n && str_eq(list[i].de, de); i++) {
		if (list[i].at.n == 0)
			continue;
		if (path.n == 0)
			path = form_text_path(r->scratch, t);
		if (str_eq(list[i].at, path))
			return &list[i];
	}
	return common;
}

static void report_unused(struct form_reader *r, const struct entry *e)
{
	enum { NAMES_MAX = 2000 };
	struct str names[1] = { { NULL, 0 } };
	struct buf hint = buf_new(r->scratch);
	size_t n = 0;
	struct str *near = r->form->n_texts > NAMES_MAX ? names : ARENA_ARRAY(r->scratch, struct str, r->form->n_texts);
	for (const struct form_source_text *t = r->texts; t != NULL && near != names; t = t->next)
		near[n++] = *t->german;
	if (e->at.n == 0)
		suggest_add(&hint, "", e->de, near, n);
	diag_warning(r->d, e->x->pos, "translation-unused",
	    "Der deutsche Text „%.*s“ steht %s nicht: diese Übersetzung wird nicht gezeigt.%.*s", STR_ARG(e->de),
	    e->at.n > 0 ? "an dieser Stelle" : "im Formular", STR_ARG(buf_str(&hint)));
}

static void check_twice(struct form_reader *r, struct entry *list, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (list[i].de.n > 0 && by_words(&list[i - 1], &list[i]) == 0) {
			list[i].used = true;
			diag_error(r->d, list[i].x->pos, "translation", "„%.*s“ ist in dieser Sprache schon in Zeile %u übersetzt.",
			    STR_ARG(list[i].de), list[i - 1].x->pos.line);
		}
}

static void read_language(struct form_reader *r, const struct xml_node *x, enum form_lang lang)
{
	static const char *const allowed[] = { "t", NULL };
	size_t room = 0, n = 0;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		room++;
	struct entry *list = ARENA_ARRAY(r->scratch, struct entry, room);
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		if (xml_is(c, FORM_NS, "t"))
			list[n++] = read_entry(r, c);
		else
			form_xml_unknown(r, c, allowed);
	}
	if (n > 0)
		qsort(list, n, sizeof *list, by_words);
	check_twice(r, list, n);
	struct form_translation *out = ARENA_ARRAY(r->a, struct form_translation, r->form->n_texts);
	struct form_texts *texts = ARENA_NEW(r->a, struct form_texts);
	for (const struct form_source_text *t = r->texts; t != NULL; t = t->next) {
		struct entry *e = entry_for(r, list, n, t, form_text_flat(r->scratch, *t->german));
		if (e == NULL || e->text.n == 0)
			continue;
		e->used = true;
		out[texts->n++] = (struct form_translation){ t->german, e->text };
	}
	if (texts->n > 0)
		qsort(out, texts->n, sizeof *out, by_address);
	texts->list = out;
	r->form->texts[lang] = texts;
	for (size_t i = 0; i < n; i++)
		if (!list[i].used && list[i].de.n > 0 && list[i].text.n > 0)
			report_unused(r, &list[i]);
}

void form_build_texts(struct form_reader *r)
{
	for (const struct xml_node *x = xml_child(r->root, FORM_NS, "texts"); x != NULL; x = xml_next(x)) {
		enum form_lang lang;
		form_xml_attrs(r, x, texts_attrs, NULL);
		form_xml_no_text(r, x);
		const struct xml_attr *at = xml_attr(x, "lang");
		if (at == NULL || !form_lang_find(at->value, &lang) || lang == FORM_DE)
			diag_error(r->d, at == NULL ? x->pos : at->pos, "bad-language",
			    "lang nennt die Sprache der Übersetzung: „en“ oder „de-x-leicht“ (Leichte Sprache).");
		else if (r->form->texts[lang] != NULL)
			diag_error(r->d, at->pos, "bad-language",
			    "Die Übersetzungen in diese Sprache stehen schon weiter oben: setzen Sie alle in ein Element „texts“.");
		else
			read_language(r, x, lang);
	}
}
