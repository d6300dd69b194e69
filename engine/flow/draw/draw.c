/* SPDX-License-Identifier: EUPL-1.2
 * From the file to the drawing, and marks over it. */
#include "flow/draw/draw_plan.h"

#include <math.h>

enum { MARGIN = 20 };

/* Around everything, words included: of those the width is not known, half a label is enough. */
static void measure(struct drawing *g, const struct plan *p)
{
	enum { LABEL = 50 };
	double x0 = INFINITY, y0 = INFINITY, x1 = -INFINITY, y1 = -INFINITY;
	for (size_t i = 0; i < p->n; i++) {
		struct box b = p->list[i].box;
		x0 = fmin(x0, b.x);
		y0 = fmin(y0, b.y);
		x1 = fmax(x1, b.x + b.w);
		y1 = fmax(y1, b.y + b.h);
	}
	for (size_t i = 0; i < g->n_figures; i++)
		for (size_t k = 0; k < g->figures[i].n_texts; k++) {
			const struct draw_text *t = &g->figures[i].texts[k];
			double aside = t->turned ? 0 : LABEL;
			x0 = fmin(x0, (double)t->x - aside);
			x1 = fmax(x1, (double)t->x + aside);
			y0 = fmin(y0, (double)t->y - 10);
			y1 = fmax(y1, (double)t->y + 4);
		}
	g->x = (int64_t)floor(x0) - MARGIN;
	g->y = (int64_t)floor(y0) - MARGIN;
	g->width = (int64_t)ceil(x1) + MARGIN - g->x;
	g->height = (int64_t)ceil(y1) + MARGIN - g->y;
}

/* The name of the collaboration, else of the first process that has one. */
static struct str title_of(const struct xml_node *root)
{
	static const char *const elements[] = { "process", "participant", "collaboration" };
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		for (const struct xml_node *x = root; x != NULL; x = draw_following(x, root))
			if (draw_is(x, elements[i]) && str_trim(xml_attr_value(x, "name")).n > 0)
				return str_trim(xml_attr_value(x, "name"));
	return STR("Ablauf");
}

const struct drawing *flow_drawing_of(struct arena *a, const struct xml_node *root, struct diags *d)
{
	if (!draw_is(root, "definitions")) {
		diag_error(d, root->pos, "not-bpmn",
		    "Das ist keine BPMN-2.0-Datei: das oberste Element muss „definitions“ im Namensraum " DRAW_BPMN " sein.");
		return NULL;
	}
	struct plan plan = { .arena = a, .ids = draw_ids(a, root) };
	struct drawing *g = ARENA_NEW(a, struct drawing);
	draw_plan_read(&plan, root);
	g->arranged = plan.n == 0;
	if (g->arranged)
		draw_plan_arrange(&plan, root);
	if (plan.n == 0) {
		diag_error(d, root->pos, "nothing-to-draw",
		    "Die Datei enthält nichts, was gezeichnet werden kann: keinen Schritt und kein Ereignis.");
		return NULL;
	}
	draw_plan_sort(&plan);
	struct pen pen = { .arena = a, .ids = plan.ids, .d = buf_new(a) };
	struct draw_figure *figures = ARENA_ARRAY(a, struct draw_figure, plan.n);
	for (size_t i = 0; i < plan.n; i++)
		figures[i] = draw_figure(&pen, &plan.list[i]);
	g->title = str_dup(a, title_of(root));
	g->figures = figures;
	g->n_figures = plan.n;
	measure(g, &plan);
	return g;
}

const struct drawing *flow_drawing_read(struct arena *a, struct str source, struct diags *d)
{
	static const struct xml_limits limits = { .bytes = 8 << 20, .nodes = 400000, .depth = 64, .attrs = 64 };
	const struct xml_node *root = xml_parse(a, source, &limits, d);
	return root == NULL ? NULL : flow_drawing_of(a, root, d);
}

/* ---- marks ---- */

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct draw_mark *)a)->id, ((const struct draw_mark *)b)->id);
}

/* Over the upper right corner: the token that stands here. */
static void token(struct pen *p, const struct draw_figure *f)
{
	enum { R = 9 };
	struct point m = { (double)f->x - 2, (double)f->y - 2 };
	pen_circle(p, m, R);
	pen_done(p, "token");
	pen_move(p, m.x - 3, m.y - 4.5);
	pen_line(p, m.x + 4.5, m.y);
	pen_line(p, m.x - 3, m.y + 4.5);
	pen_close(p);
	pen_done(p, "token-sign");
}

static struct draw_figure marked(struct arena *a, struct draw_figure f, const struct draw_mark *m)
{
	struct pen p = { .arena = a, .d = buf_new(a) };
	bool node = f.n_paths > 0 && strncmp(f.paths[0].look, "node", 4) == 0;
	f.passed = m->passed;
	f.here = m->here;
	if (m->here)
		f.title = str_fmt(a, "%.*s – hier steht der Vorgang", STR_ARG(f.title));
	else if (m->passed)
		f.title = str_fmt(a, "%.*s – erledigt", STR_ARG(f.title));
	if (m->note.n > 0)
		f.title = str_fmt(a, "%.*s, %.*s", STR_ARG(f.title), STR_ARG(m->note));
	if (m->here && node)
		token(&p, &f);
	struct draw_path *paths = ARENA_ARRAY(a, struct draw_path, f.n_paths + p.n_paths);
	for (size_t i = 0; i < f.n_paths; i++)
		paths[i] = f.paths[i];
	for (size_t i = 0; i < p.n_paths; i++)
		paths[f.n_paths++] = p.paths[i];
	f.paths = paths;
	if (m->note.n == 0)
		return f;
	struct draw_text *texts = ARENA_ARRAY(a, struct draw_text, f.n_texts + 1);
	for (size_t i = 0; i < f.n_texts; i++)
		texts[i] = f.texts[i];
	texts[f.n_texts++] = (struct draw_text){ .look = "note", .x = f.x + 10, .y = f.y - 5, .text = m->note };
	f.texts = texts;
	return f;
}

const struct drawing *flow_drawing_mark(
    struct arena *a, const struct drawing *from, const struct draw_mark *marks, size_t n)
{
	struct drawing *g = ARENA_NEW(a, struct drawing);
	struct draw_mark *sorted = ARENA_ARRAY(a, struct draw_mark, n);
	struct draw_figure *figures = ARENA_ARRAY(a, struct draw_figure, from->n_figures);
	for (size_t i = 0; i < n; i++)
		sorted[i] = marks[i];
	if (n > 0)
		qsort(sorted, n, sizeof *sorted, by_id);
	*g = *from;
	for (size_t i = 0; i < from->n_figures; i++) {
		struct draw_mark key = { .id = from->figures[i].id };
		const struct draw_mark *m = n == 0 ? NULL : bsearch(&key, sorted, n, sizeof key, by_id);
		figures[i] = m == NULL ? from->figures[i] : marked(a, from->figures[i], m);
	}
	g->figures = figures;
	return g;
}
