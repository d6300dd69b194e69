/* SPDX-License-Identifier: EUPL-1.2
 * How long the pure parts take, without web server and database: judging a form, showing a page, a step of a workflow,
 * an expression. Prints one JSON object of microseconds (or what the name says).
 *
 * usage: engine SHARE ANSWERS.json MILLISECONDS   (for each measurement, three times; the median counts) */
#include "base/file.h"
#include "flow/flow.h"
#include "form/form.h"
#include "html/texts.h"
#include "views_citizen.h"

#include <time.h>

enum { FILE_MAX = 1 << 20 };

struct world {
	struct arena *model, *scratch;
	const struct form *form;
	json_t *answers;
	struct form_world form_world;
	const struct flow *flow;
	const struct tpl *tpl;
	const struct xpath *x;
	const struct form_state *state;
	const struct form_view_page *view;
	struct str html;
};

static void die(struct arena *a, const char *what, const struct diags *d)
{
	struct buf b = buf_new(a);
	if (d != NULL)
		diags_print(d, &b);
	fprintf(stderr, "engine: %s\n%.*s", what, STR_ARG(buf_str(&b)));
	exit(EXIT_FAILURE);
}

static struct str read_share(struct arena *a, const char *share, const char *name)
{
	struct str text;
	struct err err;
	if (!file_read(a, str_fmt(a, "%s/%s", share, name).p, FILE_MAX, &text, &err))
		die(a, err.text, NULL);
	return text;
}

/* ---- what is measured ---- */

static size_t page_with_dogs(const struct world *w)
{
	size_t page = 0;
	if (!form_page_find(w->form, STR("hunde"), &page))
		die(w->model, "no page of dogs", NULL);
	return page;
}

static size_t eval(struct world *w)
{
	w->state = form_eval(w->scratch, w->form, w->answers, &w->form_world);
	return 1;
}

static size_t view(struct world *w)
{
	w->view = form_view(w->scratch, w->state, page_with_dogs(w), false);
	return 1;
}

static size_t render(struct world *w)
{
	const struct view_form v = {
		.page = { .title = w->view->title, .site = STR("Stadt Ochsenfurt"), .home = STR("/ochsenfurt/") },
		.form_title = form_title(w->form),
		.action = STR("/ochsenfurt/hundesteuer-anmeldung/hunde"),
		.form = w->view,
	};
	struct buf b = buf_new(w->scratch);
	tpl_render(w->tpl, &v, &b);
	w->html = buf_str(&b);
	return 1;
}

/* The same bytes by hand: pieces of 40 bytes, every fourth as an escaped value. What a page at least costs. */
static size_t write_by_hand(struct world *w)
{
	struct buf b = buf_new(w->scratch);
	for (size_t at = 0; at < w->html.n; at += 40) {
		struct str piece = str_sub(w->html, at, at + 40);
		if (at / 40 % 4 == 3)
			html_escape(&b, piece);
		else
			buf_add(&b, piece);
	}
	return 1;
}

static size_t passed(const struct flow_result *r)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_effects; i++)
		n += r->effects[i].kind == FLOW_PASSED;
	return n;
}

static unsigned opened(const struct flow_result *r)
{
	for (size_t i = 0; i < r->n_effects; i++)
		if (r->effects[i].kind == FLOW_TASK_OPEN)
			return r->effects[i].token;
	return 0;
}

static size_t step(struct world *w, struct flow_result *r, struct flow_input in)
{
	struct err err;
	struct str state = r->state;
	json_t *vars = r->vars;
	if (!flow_step(w->scratch, w->flow, state, vars, &in, w->form_world.today, r, &err))
		die(w->model, err.text, NULL);
	json_decref(vars);
	return passed(r);
}

/* From the application to the decision, as the database would see it: three steps. */
static size_t play(struct world *w)
{
	struct flow_result r = { 0 };
	json_t *start = json_pack("{s:s,s:b}", "steuer", "60.00", "gefaehrlich", 0);
	json_t *checked = json_pack("{s:s}", "ergebnis", "vollstaendig");
	json_t *decided = json_pack("{s:s}", "entscheidung", "bewilligt");
	size_t n = step(w, &r, (struct flow_input){ .kind = FLOW_START, .vars = start });
	n += step(w, &r, (struct flow_input){ .kind = FLOW_COMPLETE, .token = opened(&r), .vars = checked });
	n += step(w, &r, (struct flow_input){ .kind = FLOW_COMPLETE, .token = opened(&r), .vars = decided });
	if (!r.ended)
		die(w->model, "the case has not ended", NULL);
	json_decref(start);
	json_decref(checked);
	json_decref(decided);
	json_decref(r.vars);
	return n;
}

static bool resolve(void *arg, const struct str *names, size_t n, struct xpath_ref *ref, struct buf *why)
{
	(void)arg;
	(void)names;
	(void)n;
	(void)why;
	*ref = (struct xpath_ref){ .slot = str_eq_c(names[0], "geboren") ? 1 : 0,
		.type = str_eq_c(names[0], "geboren") ? XPATH_DATE : XPATH_DEC };
	return true;
}

static bool get(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	const struct world *w = arg;
	(void)index;
	*value = (struct xpath_value){ .type = slot == 1 ? XPATH_DATE : XPATH_DEC };
	if (slot == 1)
		value->date = w->form_world.today;
	else
		return dec_parse(STR("60.00"), &value->dec);
	return true;
}

static size_t expression(struct world *w)
{
	struct xpath_env env = { .arg = w, .get = get, .today = w->form_world.today, .scratch = w->scratch };
	struct xpath_value v;
	struct err err;
	if (!xpath_eval(w->x, &env, &v, &err))
		die(w->model, err.text, NULL);
	return 1;
}

/* ---- measuring ---- */

static double now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double once(struct world *w, size_t (*what)(struct world *), double us)
{
	double start = now_us(), end;
	size_t n = 0;
	do {
		n += what(w);
		arena_reset(w->scratch);
		end = now_us();
	} while (end - start < us);
	return (end - start) / (double)n;
}

/* Median of three; then once more, so that what it made stays for the next measurement. */
static double measure(struct world *w, size_t (*what)(struct world *), double us)
{
	double a = once(w, what, us), b = once(w, what, us), c = once(w, what, us);
	struct arena *scratch = w->scratch;
	w->scratch = w->model;
	what(w);
	w->scratch = scratch;
	return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

struct share {
	struct arena *arena;
	const char *path;
};

static bool decision(void *arg, struct str id, struct str *source_r)
{
	const struct share *s = arg;
	*source_r = read_share(s->arena, s->path, str_fmt(s->arena, "workflows/%.*s.dmn", STR_ARG(id)).p);
	return true;
}

static void load(struct world *w, const char *share, const char *answers)
{
	struct arena *a = w->model;
	struct diags d = diags_new(a, str_c(share));
	w->form = form_read(a, read_share(a, share, "forms/hundesteuer-anmeldung/form.xml"), &d);
	struct share here = { a, share };
	const struct flow_library library = { .arg = &here, .decision = decision };
	const struct flow_options options = { .can = FLOW_CAN_CASES, .library = &library };
	w->flow = flow_read_with(a, read_share(a, share, "workflows/hundesteuer.bpmn"), &options, &d);
	const struct texts *texts = texts_load(a, str_fmt(a, "%s/texts/de.po", share).p, &d);
	if (w->form == NULL || w->flow == NULL || texts == NULL)
		die(a, "cannot read the definitions", &d);
	const char *const dirs[] = { str_fmt(a, "%s/templates", share).p };
	const struct tpl_texts words = texts_for_tpl(texts);
	const struct tpl_source source = { dirs, 1, &words };
	w->tpl = tpl_load(a, &source, "form", &view_form_desc, &d);
	static const struct xpath_scope scope = { .resolve = resolve };
	w->x = xpath_compile(a, STR("if($steuer > 50 and age($geboren) >= 0, $steuer * 2 - 0.5, 0)"), (struct pos){ 1, 1 },
	    XPATH_DEC, &scope, &d);
	w->answers = json_load_file(answers, 0, NULL);
	if (w->tpl == NULL || w->x == NULL || w->answers == NULL)
		die(a, "cannot read template, expression or answers", &d);
}

int main(int argc, char **argv)
{
	double us = argc == 4 ? strtod(argv[3], NULL) * 1000 : 0;
	if (us <= 0) {
		fprintf(stderr, "usage: engine SHARE ANSWERS.json MILLISECONDS\n");
		return 2;
	}
	struct world w = { .model = arena_new(), .scratch = arena_new() };
	bool ok = date_from_ymd(2026, 3, 1, &w.form_world.today);
	load(&w, argv[1], argv[2]);
	printf("{\"form_eval\":%.2f", ok ? measure(&w, eval, us) : 0);
	printf(",\"form_view\":%.2f", measure(&w, view, us));
	printf(",\"tpl_render\":%.2f", measure(&w, render, us));
	printf(",\"by_hand\":%.2f,\"page_bytes\":%zu", measure(&w, write_by_hand, us), w.html.n);
	printf(",\"flow_element\":%.3f", measure(&w, play, us));
	printf(",\"xpath_eval\":%.3f}\n", measure(&w, expression, us));
	json_decref(w.answers);
	arena_free(&w.scratch);
	arena_free(&w.model);
	return EXIT_SUCCESS;
}
