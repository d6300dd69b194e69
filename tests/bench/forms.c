/* SPDX-License-Identifier: EUPL-1.2
 * What a form of the FIM catalogue costs: compiling it from XDatenfelder 3, judging all answers with its rules, showing
 * a page of 60 fields beside writing the same bytes by hand, the memory of the compiled form, a file of 4 MB. The form
 * is made here, as large as the largest real one: 273 fields in groups, every fourth a choice, 60 rules. With a real
 * form and its rules given, that one is measured instead. Prints a table.
 *
 * usage: forms SHARE MILLISECONDS [FORM_xdf3.xml RULES.json] */
#include "base/file.h"
#include "form/form.h"
#include "html/texts.h"
#include "views_citizen.h"

#include <string.h>
#include <time.h>

enum { FIELDS = 273, GROUPS = 21, RULES = 60, PAGE_FIELDS = 60, FILE_MAX = 16 << 20 };

struct world {
	struct arena *model, *scratch;
	struct str source, bloated;
	struct form_options options;
	const struct form *form, *page_form;
	json_t *answers, *page_answers;
	struct form_world form_world;
	const struct tpl *tpl;
	const struct form_state *page_state;
	struct str html;
};

static void die(const char *what)
{
	fprintf(stderr, "forms: %s\n", what);
	exit(EXIT_FAILURE);
}

/* ---- a form ---- */

static void add_head(struct buf *b, char letter, int number, const char *name)
{
	buf_add_fmt(b,
	    "<x:identifikation><x:id>%c%011d</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>%s %d</x:name>"
	    "<x:bezug>§ %d BMG</x:bezug><x:freigabestatus><code>6</code></x:freigabestatus>"
	    "<x:bezeichnungEingabe>%s Nummer %d</x:bezeichnungEingabe>"
	    "<x:hilfetextEingabe>Geben Sie hier ein, was auf dem Bescheid unter Nummer %d steht.</x:hilfetextEingabe>",
	    letter, number, name, number, number, name, number, number);
}

static void add_field(struct buf *b, int number)
{
	static const char *const types[] = { "text", "text", "date", "bool", "num_int", "num" };
	bool select = number % 4 == 1;
	buf_add_fmt(b, "<x:struktur><x:anzahl>%s</x:anzahl><x:enthaelt><x:datenfeld>", number % 3 == 0 ? "0:1" : "1:1");
	add_head(b, 'F', number, "Feld");
	buf_add_fmt(b, "<x:feldart><code>%s</code></x:feldart><x:datentyp><code>%s</code></x:datentyp>",
	    select ? "select" : "input", select ? "text" : types[number % 6]);
	if (select)
		for (int i = 0; i < 5; i++)
			buf_add_fmt(b, "%s<x:wert><x:code>00%d</x:code><x:name>Wert %d</x:name></x:wert>%s",
			    i == 0 ? "<x:werte>" : "", i, i, i == 4 ? "</x:werte>" : "");
	else if (number % 6 < 2)
		buf_add_c(b, "<x:praezisierung minLength='1' maxLength='80'/>");
	buf_add_c(b, "</x:datenfeld></x:enthaelt></x:struktur>");
}

static void add_group(struct buf *b, int group, int from, int to, size_t relations)
{
	buf_add_c(b, "<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeldgruppe>");
	add_head(b, 'G', group, "Gruppe");
	for (size_t i = 0; i < relations; i++)
		buf_add_c(b,
		    "<x:relation><x:praedikat><code>ABL</code></x:praedikat><x:objekt><x:id>G00000000001</x:id><x:version>"
		    "1.0.0</x:version></x:objekt></x:relation>");
	for (int i = from; i < to; i++)
		add_field(b, i);
	buf_add_c(b, "</x:datenfeldgruppe></x:enthaelt></x:struktur>");
}

static struct str make_form(struct arena *a, int fields, int groups, size_t relations)
{
	struct buf b = buf_new(a);
	buf_add_c(&b, "<?xml version='1.0' encoding='UTF-8'?><x:xdatenfelder.stammdatenschema.0102 "
	              "xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:header/><x:stammdatenschema>");
	buf_add_c(&b, "<x:identifikation><x:id>S00000000001</x:id><x:version>1.0.0</x:version></x:identifikation>"
	              "<x:name>Antrag</x:name><x:bezeichnung>Antrag</x:bezeichnung>");
	for (int g = 0; g < groups; g++)
		add_group(&b, g + 1, g * fields / groups, (g + 1) * fields / groups, relations / (size_t)groups);
	buf_add_c(&b, "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>");
	return buf_str(&b);
}

static void add_rule(struct buf *b, int n, int group, int target, int choice)
{
	buf_add_fmt(b,
	    "%s{\"bearer\":\"G%011d\",\"context\":[\"G%011d\"],\"effect\":\"%s\",\"target\":\"F%011d\",\"condition\":{"
	    "\"or\":"
	    "[{\"%s\":[{\"identifier\":\"F%011d\"},\"003\"]},{\"is_empty\":{\"identifier\":\"F%011d\"}}]},"
	    "\"message\":\"So nicht.\"}",
	    n == 0 ? "[" : ",", group, group, n % 2 == 0 ? "require" : "forbid", target, n % 2 == 0 ? "not_equal" : "equal",
	    choice, choice);
}

/* Each about two fields of one group: the first a choice that decides about an optional one. */
static struct str make_rules(struct arena *a)
{
	struct buf b = buf_new(a);
	int n = 0;
	for (int g = 0; g < GROUPS; g++) {
		int from = g * FIELDS / GROUPS, choice = from;
		while (choice % 4 != 1)
			choice++;
		for (int i = from; i < (g + 1) * FIELDS / GROUPS && n < RULES; i++)
			if (i % 3 == 0 && i != choice)
				add_rule(&b, n++, g + 1, i, choice);
	}
	buf_add_char(&b, ']');
	return buf_str(&b);
}

/* Answers to everything: what the form says is wrong is filled in until nothing changes. */
static json_t *fill(struct world *w, const struct form *f)
{
	json_t *answers = json_object();
	for (size_t page = 0; page < form_n_pages(f); page++) {
		const struct form_state *s = form_eval(w->model, f, answers, &w->form_world);
		const struct form_view_page *v = form_view(w->model, s, page, false);
		for (size_t i = 0; i < v->items.n; i++) {
			const struct form_view_item *g = &v->items.items[i];
			json_t *group = json_object();
			for (size_t k = 0; k < g->children.n; k++) {
				const struct form_view_item *x = &g->children.items[k];
				const char *id = strrchr(str_cdup(w->model, x->path), '/') + 1;
				json_t *value = x->is_date                                       ? json_string("2001-02-03")
				                : x->is_radio && x->options.n == 2               ? json_true()
				                : x->is_radio                                    ? json_string("003")
				                : str_eq_c(x->inputmode, "numeric") || x->unit.n ? json_string("12")
				                : str_eq_c(x->inputmode, "decimal")              ? json_string("12.50")
				                                                                 : json_string("Müller");
				json_object_set_new(group, id, value);
			}
			json_object_setn_new(answers, g->path.p, g->path.n, group);
		}
	}
	return answers;
}

/* ---- what is measured ---- */

static void compile_from(struct world *w, struct str source, struct arena *model)
{
	struct diags d = diags_new(w->scratch, STR("form"));
	if (form_read_with(model, source, &w->options, &d) == NULL)
		die("the form does not compile");
}

static void compile_form(struct world *w)
{
	compile_from(w, w->source, w->scratch);
}

static void compile_bloated(struct world *w)
{
	static const struct form_options none;
	struct form_options rules = w->options;
	w->options = none;
	compile_from(w, w->bloated, w->scratch);
	w->options = rules;
}

static void eval(struct world *w)
{
	form_eval(w->scratch, w->form, w->answers, &w->form_world);
}

static void render(struct world *w)
{
	const struct form_view_page *page = form_view(w->scratch, w->page_state, 0, false);
	const struct view_form v = { .page = { .title = page->title, .site = STR("Stadt"), .home = STR("/s/") },
		.form_title = STR("Antrag"),
		.action = STR("/s/antrag/seite"),
		.form = page };
	struct buf b = buf_new(w->scratch);
	tpl_render(w->tpl, &v, &b);
	w->html = buf_str(&b);
}

/* The same bytes by hand: pieces of 40 bytes, every fourth as an escaped value. */
static void by_hand(struct world *w)
{
	struct buf b = buf_new(w->scratch);
	for (size_t at = 0; at < w->html.n; at += 40) {
		struct str piece = str_sub(w->html, at, at + 40);
		if (at / 40 % 4 == 3)
			html_escape(&b, piece);
		else
			buf_add(&b, piece);
	}
}

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Microseconds of CPU each; the best of three rounds of this long. */
static double measure(struct world *w, void (*what)(struct world *), double us)
{
	double best = 0;
	for (int round = 0; round < 3; round++) {
		double start = now_us(), end;
		size_t n = 0;
		do {
			what(w);
			arena_reset(w->scratch);
			n++;
			end = now_us();
		} while (end - start < us);
		double each = (end - start) / (double)n;
		best = round == 0 || each < best ? each : best;
	}
	return best;
}

static size_t memory_of(struct world *w)
{
	struct arena *model = arena_new();
	compile_from(w, w->source, model);
	size_t used = arena_used(model);
	arena_free(&model);
	return used;
}

static struct str read_file(struct arena *a, const char *path)
{
	struct str text;
	struct err err;
	if (!file_read(a, path, FILE_MAX, &text, &err))
		die(err.text);
	return text;
}

int main(int argc, char **argv)
{
	if (argc != 3 && argc != 5) {
		fputs("usage: forms SHARE MILLISECONDS [FORM_xdf3.xml RULES.json]\n", stderr);
		return 2;
	}
	struct world w = { .model = arena_new(), .scratch = arena_new() };
	struct arena *a = w.model;
	double us = strtod(argv[2], NULL) * 1000;
	struct diags d = diags_new(a, STR("templates"));
	if (!date_from_ymd(2026, 3, 1, &w.form_world.today))
		die("no day");
	w.source = argc == 5 ? read_file(a, argv[3]) : make_form(a, FIELDS, GROUPS, 0);
	w.options.rules = argc == 5 ? read_file(a, argv[4]) : make_rules(a);
	w.bloated = make_form(a, FIELDS, GROUPS, 28000);
	const struct texts *texts = texts_load(a, str_fmt(a, "%s/texts/de.po", argv[1]).p, &d);
	const char *const dirs[] = { str_fmt(a, "%s/templates", argv[1]).p };
	if (texts == NULL)
		die("no texts");
	const struct tpl_texts words = texts_for_tpl(texts);
	const struct tpl_source source = { dirs, 1, &words };
	w.tpl = tpl_load(a, &source, "form", &view_form_desc, &d);
	w.form = form_read_with(a, w.source, &w.options, &d);
	struct form_options none = { 0 };
	w.page_form = form_read_with(a, make_form(a, PAGE_FIELDS, 1, 0), &none, &d);
	if (w.tpl == NULL || w.form == NULL || w.page_form == NULL)
		die("cannot read templates or form");
	w.answers = fill(&w, w.form);
	w.page_answers = fill(&w, w.page_form);
	w.page_state = form_eval(a, w.page_form, w.page_answers, &w.form_world);
	printf("| | |\n|---|---|\n");
	printf(
	    "| compile from XDatenfelder 3, %zu kB | %.1f ms |\n", w.source.n / 1024, measure(&w, compile_form, us) / 1000);
	printf("| judge all answers, with rules | %.3f ms |\n", measure(&w, eval, us) / 1000);
	printf("| memory of the compiled form | %zu kB |\n", memory_of(&w) / 1024);
	printf("| compile from %.1f MB, most of it relations | %.1f ms |\n", (double)w.bloated.n / 1e6,
	    measure(&w, compile_bloated, us) / 1000);
	double page = measure(&w, render, us);
	render(&w);
	struct str html = str_dup(a, w.html);
	w.html = html;
	double hand = measure(&w, by_hand, us);
	printf("| page of %d fields, %zu kB: view and template | %.0f µs |\n", PAGE_FIELDS, html.n / 1024, page);
	printf("| the same bytes by hand | %.0f µs, ratio %.1f |\n", hand, page / hand);
	json_decref(w.answers);
	json_decref(w.page_answers);
	arena_free(&w.scratch);
	arena_free(&w.model);
	return EXIT_SUCCESS;
}
