/* SPDX-License-Identifier: EUPL-1.2
 * The translations of a form as a gettext catalogue, and back into the text of the form.
 *
 * In a catalogue every text stands at its place (msgctxt); in the form a translation belongs to German words
 * (form_texts.c). Both ways nothing is lost: places whose words are said differently keep their place. */
#include "form/form_dom.h"

#include "base/po.h"
#include "base/utf8.h"

/* A definition while it is translated. */
struct work {
	struct form_reader r;
	struct po po;
	struct entry *entries; /* of the catalogue, by German words */
	struct slot *slots;    /* in the order of the text */
	size_t n;
	enum form_lang lang;
};

struct entry {
	const struct po_entry *po;
	struct str flat;
	bool used;
};

struct slot {
	const struct form_source_text *text;
	struct str path, flat, words; /* words: its translation, or empty */
	size_t number;
};

static int by_place(const void *a, const void *b)
{
	const struct slot *p = a, *q = b;
	size_t x = p->text->x->begin, y = q->text->x->begin;
	return x != y ? (x > y) - (x < y) : (p->number > q->number) - (p->number < q->number);
}

static bool open_form(struct work *w, struct str source, struct diags *d)
{
	static const struct xml_limits limits = { .bytes = 4 << 20, .nodes = 100000, .depth = 64, .attrs = 64 };
	struct form_reader *r = &w->r;
	size_t errors = d->n_errors;
	r->form = ARENA_NEW(r->a, struct form);
	r->d = d;
	const struct xml_node *x = xml_parse(r->scratch, source, &limits, d);
	if (x != NULL && form_load(r, x)) {
		form_check(r);
		form_build(r);
		form_build_texts(r);
	}
	if (d->n_errors > errors)
		return false;
	struct form_world world = { .lang = w->lang, .texts = r->form->texts[w->lang] };
	w->slots = ARENA_ARRAY(r->a, struct slot, r->form->n_texts);
	for (const struct form_source_text *t = r->texts; t != NULL; t = t->next) {
		bool german = false;
		struct str words = form_words(&world, t->german, &german);
		w->slots[w->n] = (struct slot){ t, form_text_path(r->a, t), form_text_flat(r->a, *t->german),
			german ? STR("") : words, w->n };
		w->n++;
	}
	if (w->n > 0)
		qsort(w->slots, w->n, sizeof *w->slots, by_place);
	return true;
}

bool form_po_export(struct str source, enum form_lang lang, struct buf *out, struct diags *d)
{
	struct arena *a = arena_new();
	struct work w = { .r = { .a = a, .scratch = a }, .lang = lang };
	bool good = open_form(&w, source, d);
	if (good)
		po_add_header(out, str_fmt(a, "form %.*s", STR_ARG(w.r.form->id)), form_lang_tag(lang));
	for (size_t i = 0; i < w.n && good; i++)
		po_add_entry(out, w.slots[i].path, *w.slots[i].text->german, w.slots[i].words);
	arena_free(&a);
	diags_sort(d);
	return good;
}

/* ---- import ---- */

static int by_words(const void *a, const void *b)
{
	const struct entry *p = a, *q = b;
	int c = str_cmp(p->flat, q->flat);
	return c != 0 ? c : (p->po > q->po) - (p->po < q->po);
}

static void index_entries(struct work *w)
{
	w->entries = ARENA_ARRAY(w->r.a, struct entry, w->po.n);
	for (size_t i = 0; i < w->po.n; i++)
		w->entries[i] = (struct entry){ &w->po.list[i], form_text_flat(w->r.a, w->po.list[i].id), false };
	if (w->po.n > 0)
		qsort(w->entries, w->po.n, sizeof *w->entries, by_words);
}

/* The entry of the catalogue for a text: that of its place, else the first that is translated from the same words. */
static void take_words(struct work *w, struct slot *s)
{
	size_t low = 0, high = w->po.n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (str_cmp(w->entries[mid].flat, s->flat) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	struct entry *found = NULL;
	for (; low < w->po.n && str_eq(w->entries[low].flat, s->flat); low++) {
		struct entry *e = &w->entries[low];
		bool here = str_eq(e->po->context, s->path);
		if (!e->po->fuzzy && (here || (found == NULL && e->po->text.n > 0)))
			found = e;
		if (here)
			break;
	}
	s->words = STR("");
	if (found == NULL)
		return;
	s->words = form_xml_plain(w->r.a, utf8_nfc(w->r.a, found->po->text));
	found->used = true;
}

/* What of the catalogue is not used, and why. */
static void report(const struct work *w, const struct entry *e, struct diags *po_d)
{
	struct pos pos = { e->po->line, 1 };
	if (e->po->fuzzy) {
		diag_warning(
		    po_d, pos, "fuzzy", "Diese Übersetzung ist als ungeprüft markiert (fuzzy) und wird nicht übernommen.");
		return;
	}
	const struct slot *there = NULL;
	for (size_t i = 0; i < w->n; i++) {
		if (str_eq(w->slots[i].flat, e->flat))
			return; /* taken from another entry with the same words */
		if (str_eq(w->slots[i].path, e->po->context))
			there = &w->slots[i];
	}
	if (there != NULL)
		diag_warning(po_d, pos, "german-changed",
		    "Der deutsche Text heißt jetzt „%.*s“: diese Übersetzung entfällt, bis jemand sie anpasst.",
		    STR_ARG(there->flat));
	else
		diag_warning(po_d, pos, "gone", "Diesen Text gibt es im Formular nicht mehr: seine Übersetzung entfällt.");
}

static void add_t(struct arena *a, struct xml_node *texts, const struct slot *s, bool with_place)
{
	struct xml_node *t = form_dom_element(a, texts, "t", s->text->x);
	form_dom_attr(a, t, "de", s->flat, s->text->x);
	if (with_place)
		form_dom_attr(a, t, "at", s->path, s->text->x);
	t->text = s->words;
}

static int by_flat(const void *a, const void *b)
{
	const struct slot *p = *(struct slot *const *)a, *q = *(struct slot *const *)b;
	int c = str_cmp(p->flat, q->flat);
	return c != 0 ? c : (p > q) - (p < q);
}

/* How a slot is written: with its place, without, or not at all since another one serves it too. */
enum how { HOW_NOT, HOW_COMMON, HOW_PLACE };

static void decide(struct slot *const *same, size_t n, const struct slot *slots, enum how *how)
{
	bool all = true;
	for (size_t i = 0; i < n; i++)
		all = all && same[i]->words.n > 0;
	for (size_t i = 0; i < n; i++) {
		enum how *h = &how[same[i] - slots];
		if (all && i == 0)
			*h = HOW_COMMON;
		else if (same[i]->words.n == 0 || (all && str_eq(same[i]->words, same[0]->words)))
			*h = HOW_NOT;
		else
			*h = HOW_PLACE;
	}
}

/* The element with all translations. */
static const struct xml_node *make_texts(struct work *w)
{
	struct arena *a = w->r.a;
	struct slot **sorted = ARENA_ARRAY(a, struct slot *, w->n);
	enum how *how = ARENA_ARRAY(a, enum how, w->n);
	for (size_t i = 0; i < w->n; i++)
		sorted[i] = &w->slots[i];
	if (w->n > 0)
		qsort(sorted, w->n, sizeof *sorted, by_flat);
	for (size_t i = 0, end; i < w->n; i = end) {
		for (end = i + 1; end < w->n && str_eq(sorted[end]->flat, sorted[i]->flat);)
			end++;
		decide(&sorted[i], end - i, w->slots, how);
	}
	struct xml_node *texts = form_dom_element(a, NULL, "texts", w->r.root);
	form_dom_attr(a, texts, "lang", str_c(form_lang_tag(w->lang)), w->r.root);
	for (size_t i = 0; i < w->n; i++)
		if (how[i] != HOW_NOT)
			add_t(a, texts, &w->slots[i], how[i] == HOW_PLACE);
	return texts;
}

/* The bytes of the source that the new <texts> replaces; none before the end of the form when the language is new. */
static void find_block(const struct work *w, struct str source, size_t *begin, size_t *end)
{
	const struct xml_node *x = xml_child(w->r.root, FORM_NS, "texts");
	while (x != NULL && !str_eq_c(xml_attr_value(x, "lang"), form_lang_tag(w->lang)))
		x = xml_next(x);
	*begin = x != NULL ? x->begin : w->r.root->end - 1;
	*end = x != NULL ? x->end : *begin;
	while (x == NULL && source.p[*begin] != '<')
		*end = --*begin;
}

bool form_po_import(
    struct str source, struct str po, enum form_lang lang, struct buf *out, struct diags *d, struct diags *po_d)
{
	struct arena *a = arena_new();
	struct work w = { .r = { .a = a, .scratch = a } };
	bool good = po_parse(a, po, po_d, &w.po);
	enum form_lang said;
	if (good && (!form_lang_find(w.po.language, &said) || said == FORM_DE)) {
		said = lang;
		if (lang == FORM_DE)
			diag_error(po_d, (struct pos){ 1, 1 }, "bad-language",
			    "Dem Katalog fehlt die Zeile „Language: en“ oder „Language: de-x-leicht“ im Kopf. Nennen Sie die "
			    "Sprache mit --lang.");
		good = lang != FORM_DE;
	}
	w.lang = good ? said : FORM_DE;
	good = good && open_form(&w, source, d);
	if (good) {
		size_t begin, end;
		index_entries(&w);
		for (size_t i = 0; i < w.n; i++)
			take_words(&w, &w.slots[i]);
		for (size_t i = 0; i < w.po.n; i++)
			if (!w.entries[i].used && w.entries[i].po->text.n > 0)
				report(&w, &w.entries[i], po_d);
		find_block(&w, source, &begin, &end);
		struct buf block = buf_new(a);
		form_write_part(&block, make_texts(&w), 1);
		buf_add(out, str_sub(source, 0, begin));
		buf_add(out, begin == end ? buf_str(&block) : str_trim(buf_str(&block)));
		buf_add(out, str_sub(source, end, source.n));
	}
	arena_free(&a);
	diags_sort(d);
	diags_sort(po_d);
	return good;
}
