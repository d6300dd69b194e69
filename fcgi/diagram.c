/* SPDX-License-Identifier: EUPL-1.2
 * The diagram of a workflow on a page, and the way a case has taken through it. */
#include "diagram.h"

#include <time.h>

static const struct tpl_field draw_path_fields[] = {
	TPL_FIELD(TPL_CSTR, draw_path, look),
	TPL_FIELD(TPL_STR, draw_path, d),
	{ 0 },
};
static VIEW_DESC(draw_path);

static const struct tpl_field draw_text_fields[] = {
	TPL_FIELD(TPL_CSTR, draw_text, look),
	TPL_FIELD(TPL_INT, draw_text, x),
	TPL_FIELD(TPL_INT, draw_text, y),
	TPL_FIELD(TPL_BOOL, draw_text, turned),
	TPL_FIELD(TPL_STR, draw_text, text),
	{ 0 },
};
static VIEW_DESC(draw_text);

static const struct tpl_field draw_figure_fields[] = {
	TPL_FIELD(TPL_STR, draw_figure, title),
	TPL_FIELD(TPL_BOOL, draw_figure, passed),
	TPL_FIELD(TPL_BOOL, draw_figure, here),
	VIEW_LIST(draw_figure, paths, n_paths, &draw_path_desc),
	VIEW_LIST(draw_figure, texts, n_texts, &draw_text_desc),
	{ 0 },
};
static VIEW_DESC(draw_figure);

static const struct tpl_field view_diagram_fields[] = {
	TPL_FIELD(TPL_STR, view_diagram, title),
	TPL_FIELD(TPL_STR, view_diagram, box),
	TPL_FIELD(TPL_STR, view_diagram, large_href),
	TPL_FIELD(TPL_INT, view_diagram, width),
	TPL_FIELD(TPL_INT, view_diagram, height),
	TPL_FIELD(TPL_BOOL, view_diagram, arranged),
	TPL_FIELD(TPL_BOOL, view_diagram, marked),
	TPL_FIELD(TPL_BOOL, view_diagram, here),
	VIEW_LIST(view_diagram, figures, n_figures, &draw_figure_desc),
	{ 0 },
};
VIEW_DESC(view_diagram);

static const struct tpl_field view_way_step_fields[] = {
	TPL_FIELD(TPL_STR, view_way_step, title),
	TPL_FIELD(TPL_STR, view_way_step, kind),
	TPL_FIELD(TPL_STR, view_way_step, at),
	TPL_FIELD(TPL_STR, view_way_step, took),
	TPL_FIELD(TPL_BOOL, view_way_step, here),
	{ 0 },
};
VIEW_DESC(view_way_step);

struct view_diagram *diagram(
    const struct ctx *c, const struct flow *flow, const struct draw_mark *marks, size_t n_marks)
{
	enum { PIXELS_MAX = 12000 };
	const struct drawing *g = flow_drawing(flow);
	if (g == NULL)
		return NULL;
	g = flow_drawing_mark(c->arena, g, marks, n_marks);
	struct view_diagram *v = ARENA_NEW(c->arena, struct view_diagram);
	int64_t most = g->width > g->height ? g->width : g->height, shrink = most / PIXELS_MAX + 1;
	*v = (struct view_diagram){
		.title = g->title,
		.box = str_fmt(c->arena, "%lld %lld %lld %lld", (long long)g->x, (long long)g->y, (long long)g->width,
		    (long long)g->height),
		.width = g->width / shrink,
		.height = g->height / shrink,
		.arranged = g->arranged,
		.figures = g->figures,
		.n_figures = g->n_figures,
	};
	for (size_t i = 0; i < n_marks; i++) {
		v->marked |= marks[i].passed;
		v->here |= marks[i].here;
	}
	return v;
}

/* ---- words ---- */

struct str diagram_span(const struct ctx *c, int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *one, *many;
	} units[] = {
		{ 86400, "span.day", "span.days" },
		{ 3600, "span.hour", "span.hours" },
		{ 60, "span.minute", "span.minutes" },
	};
	if (seconds < 0)
		return STR("");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t n = seconds / units[i].seconds;
		struct str number = str_fmt(c->arena, "%lld", (long long)n);
		if (n > 0)
			return page_text_with(c, n == 1 ? units[i].one : units[i].many, &number, 1);
	}
	return page_text(c, "span.less");
}

struct str diagram_kind(const struct ctx *c, const struct flow_view_step *s)
{
	bool join = s->n_ways == 1 && str_ends(str_c(s->element), STR("Gateway"));
	const char *words =
	    texts_get(c->app->pages->texts[FORM_DE], str_fmt(c->arena, "step.%s%s", s->element, join ? "_join" : ""));
	return str_c(words == NULL ? s->element : words);
}

/* ---- the way of a case ---- */

struct trail {
	const struct ctx *c;
	const struct flow *flow;
	const struct case_file *file;
	const struct str *here;
	size_t n_here;
	const struct flow_view_step *steps;
	size_t n_steps;
};

static bool is_passed(const struct case_event *e)
{
	return str_eq_c(e->kind, "passed");
}

static const struct flow_view_step *step_of(const struct trail *t, struct str id)
{
	for (size_t i = 0; i < t->n_steps; i++)
		if (str_eq(t->steps[i].id, id))
			return &t->steps[i];
	return NULL;
}

static bool stands_at(const struct trail *t, struct str id)
{
	for (size_t i = 0; i < t->n_here; i++)
		if (str_eq(t->here[i], id))
			return true;
	return false;
}

/* Was the element reached again later? */
static bool again(const struct trail *t, size_t i)
{
	const struct case_event *e = &t->file->history[i];
	for (size_t k = i + 1; k < t->file->n_history; k++)
		if (is_passed(&t->file->history[k]) && str_eq(t->file->history[k].element, e->element))
			return true;
	return false;
}

/* Seconds between reaching the element and the next time a way led on from it; -1: none has. */
static int64_t stayed(const struct trail *t, size_t i)
{
	const struct case_event *e = &t->file->history[i];
	for (size_t k = i + 1; k < t->file->n_history; k++) {
		const struct case_event *x = &t->file->history[k];
		const struct str *from = is_passed(x) && x->via.n > 0 ? flow_way_from(t->flow, x->via) : NULL;
		if (from != NULL && str_eq(*from, e->element))
			return x->at_s - e->at_s;
	}
	return -1;
}

/* The database's clock may be a little ahead of ours. */
static int64_t until_now(const struct case_event *e)
{
	int64_t took = (int64_t)time(NULL) - e->at_s;
	return took < 0 ? 0 : took;
}

static bool is_gateway(const struct flow_view_step *s)
{
	return str_ends(str_c(s->element), STR("Gateway"));
}

/* Gateways without a name say nothing, unless the case stands there. */
static bool fill(const struct trail *t, size_t i, struct view_way_step *v)
{
	const struct case_event *e = &t->file->history[i];
	const struct flow_view_step *s = step_of(t, e->element);
	bool here = stands_at(t, e->element) && !again(t, i);
	if (!is_passed(e) || s == NULL || (is_gateway(s) && s->name.n == 0 && !here))
		return false;
	int64_t took = here ? until_now(e) : stayed(t, i);
	*v = (struct view_way_step){
		.title = s->name.n > 0 ? s->name : diagram_kind(t->c, s),
		.kind = s->name.n > 0 ? diagram_kind(t->c, s) : STR(""),
		.at = e->at,
		.took = here || took >= 60 ? diagram_span(t->c, took) : STR(""),
		.here = here,
	};
	return true;
}

/* Elements and ways, each once; what took time says so. */
static size_t marks_of(const struct trail *t, struct draw_mark *marks)
{
	size_t n = 0;
	for (size_t i = 0; i < t->file->n_history; i++) {
		const struct case_event *e = &t->file->history[i];
		if (!is_passed(e))
			continue;
		bool here = stands_at(t, e->element);
		int64_t took = here ? until_now(e) : stayed(t, i);
		if (!again(t, i))
			marks[n++] = (struct draw_mark){ e->element, true, here, took >= 60 ? diagram_span(t->c, took) : STR("") };
		if (e->via.n > 0)
			marks[n++] = (struct draw_mark){ .id = e->via, .passed = true };
	}
	return n;
}

/* Where it stands without having come there by a way: another version of the workflow calls the place differently. */
static bool was_put(const struct trail *t, struct str id)
{
	for (size_t i = 0; i < t->file->n_history; i++)
		if (is_passed(&t->file->history[i]) && str_eq(t->file->history[i].element, id))
			return false;
	return true;
}

static bool fill_put(const struct trail *t, struct str id, struct view_way_step *v)
{
	const struct flow_view_step *s = step_of(t, id);
	if (s == NULL || !was_put(t, id))
		return false;
	*v = (struct view_way_step){
		.title = s->name.n > 0 ? s->name : diagram_kind(t->c, s),
		.kind = s->name.n > 0 ? diagram_kind(t->c, s) : STR(""),
		.here = true,
	};
	return true;
}

static struct trail trail_of(const struct ctx *c, const struct flow *flow, const struct case_file *f)
{
	struct trail t = { .c = c, .flow = flow, .file = f };
	t.n_here = f->ended ? 0 : flow_here(c->arena, flow, f->state, &t.here);
	t.n_steps = flow_view(c->arena, flow, &t.steps);
	return t;
}

/* The path, and where it stands. */
static size_t all_marks(const struct trail *t, const struct draw_mark **marks_r)
{
	struct draw_mark *marks = ARENA_ARRAY(t->c->arena, struct draw_mark, 2 * t->file->n_history + t->n_here);
	size_t n = marks_of(t, marks);
	for (size_t i = 0; i < t->n_here; i++)
		if (was_put(t, t->here[i]))
			marks[n++] = (struct draw_mark){ .id = t->here[i], .passed = true, .here = true };
	*marks_r = marks;
	return n;
}

struct view_diagram *diagram_of_case(
    const struct ctx *c, const struct flow *flow, const struct case_file *f, struct tpl_list *way_r)
{
	const struct trail t = trail_of(c, flow, f);
	const struct draw_mark *marks;
	struct view_way_step *way = ARENA_ARRAY(c->arena, struct view_way_step, f->n_history + t.n_here);
	size_t n = 0, n_marks = all_marks(&t, &marks);
	for (size_t i = 0; i < f->n_history; i++)
		n += fill(&t, i, &way[n]);
	for (size_t i = 0; i < t.n_here; i++)
		n += fill_put(&t, t.here[i], &way[n]);
	*way_r = (struct tpl_list){ way, n };
	return diagram(c, flow, marks, n_marks);
}

bool diagram_send(const struct ctx *c, const struct flow *flow, const struct case_file *f, struct err *err)
{
	const struct trail t = trail_of(c, flow, f);
	const struct draw_mark *marks;
	const struct drawing *g = flow_drawing(flow);
	if (g == NULL)
		return err_set(err, ERR_NOTFOUND, "Von diesem Ablauf gibt es kein Bild.");
	size_t n = all_marks(&t, &marks);
	c->resp->type = STR("image/svg+xml");
	flow_drawing_svg(flow_drawing_mark(c->arena, g, marks, n), &c->resp->body);
	return true;
}
