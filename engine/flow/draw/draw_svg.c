/* SPDX-License-Identifier: EUPL-1.2
 * A drawing as an SVG document of its own. On pages the template parts/diagram.html does the same with a style sheet.
 */
#include "flow/draw/draw.h"

/* ---- elements, escaped ---- */

static void open_tag(struct buf *b, const char *element)
{
	buf_add_char(b, '<');
	buf_add_c(b, element);
}

static void attr(struct buf *b, const char *name, struct str value)
{
	buf_add_fmt(b, " %s=\"", name);
	xml_escape(b, value);
	buf_add_char(b, '"');
}

static void attr_c(struct buf *b, const char *name, const char *value)
{
	if (value != NULL)
		attr(b, name, str_c(value));
}

static void attr_int(struct buf *b, const char *name, int64_t v)
{
	buf_add_fmt(b, " %s=\"%lld\"", name, (long long)v);
}

static void close_tag(struct buf *b, const char *element)
{
	buf_add_fmt(b, "%c/%s>\n", '<', element);
}

static void text_element(struct buf *b, const char *element, const char *id, struct str text)
{
	open_tag(b, element);
	attr_c(b, "id", id);
	buf_add_char(b, '>');
	xml_escape(b, text);
	close_tag(b, element);
}

/* ---- looks ---- */

/* Canvas is the colour of paper, whatever the reader has chosen; a program that does not know it takes the white of the
 * whole picture. */
static const struct {
	const char *look, *fill, *stroke, *dash;
	double width;
} path_looks[] = {
	{ "node", "Canvas", "currentColor", NULL, 1.5 },
	{ "node-thick", "Canvas", "currentColor", NULL, 4 },
	{ "node-dashed", "Canvas", "currentColor", "5 3", 1.5 },
	{ "node-dotted", "Canvas", "currentColor", "1.5 3", 1.5 },
	{ "ring", "none", "currentColor", NULL, 1.2 },
	{ "ring-dashed", "none", "currentColor", "5 3", 1.2 },
	{ "ring-thick", "none", "currentColor", NULL, 2.5 },
	{ "area", "none", "currentColor", NULL, 1.5 },
	{ "group", "none", "currentColor", "8 4 1.5 4", 1.5 },
	{ "line", "none", "currentColor", NULL, 1.5 },
	{ "dashed", "none", "currentColor", "8 5", 1.5 },
	{ "dotted", "none", "currentColor", "1.5 4", 1.5 },
	{ "double", "none", "currentColor", NULL, 3 },
	{ "icon", "none", "currentColor", NULL, 1.2 },
	{ "ink", "currentColor", "none", NULL, 1 },
	{ "token", "currentColor", "Canvas", NULL, 1.5 },
	{ "token-sign", "Canvas", "none", NULL, 1 },
};

static void add_path(struct buf *b, const struct draw_path *p, bool marked)
{
	size_t i = 0;
	while (strcmp(path_looks[i].look, p->look) != 0)
		i++;
	bool strong = marked && (strcmp(p->look, "line") == 0 || strncmp(p->look, "node", 4) == 0);
	open_tag(b, "path");
	attr_c(b, "class", p->look);
	attr_c(b, "fill", path_looks[i].fill);
	attr_c(b, "stroke", path_looks[i].stroke);
	buf_add_fmt(b, " stroke-width=\"%.1f\"", path_looks[i].width + (strong ? 1 : 0));
	attr_c(b, "stroke-dasharray", path_looks[i].dash);
	attr(b, "d", p->d);
	buf_add_c(b, "/>\n");
}

static const struct {
	const char *look, *size, *anchor, *weight;
} text_looks[] = {
	{ "text", "12", "middle", NULL },
	{ "small", "10", "middle", NULL },
	{ "tiny", "8", "middle", NULL },
	{ "start", "12", NULL, NULL },
	{ "start-small", "10", NULL, NULL },
	{ "start-tiny", "8", NULL, NULL },
	{ "note", "11", NULL, "bold" },
};

static void add_text(struct buf *b, const struct draw_text *t)
{
	size_t i = 0;
	while (strcmp(text_looks[i].look, t->look) != 0)
		i++;
	open_tag(b, "text");
	attr_c(b, "class", t->look);
	attr_int(b, "x", t->x);
	attr_int(b, "y", t->y);
	attr_c(b, "font-size", text_looks[i].size);
	attr_c(b, "text-anchor", text_looks[i].anchor);
	attr_c(b, "font-weight", text_looks[i].weight);
	attr_c(b, "fill", "currentColor");
	if (t->turned)
		buf_add_fmt(b, " transform=\"rotate(-90 %lld %lld)\"", (long long)t->x, (long long)t->y);
	buf_add_char(b, '>');
	xml_escape(b, t->text);
	close_tag(b, "text");
}

/* Colour of what is marked; never the only sign: lines are thicker, and the case stands where the token is. */
static const char *ink(const struct draw_figure *f)
{
	return f->here ? "#b3261e" : f->passed ? "#0b5cad" : NULL;
}

static void add_figure(struct buf *b, const struct draw_figure *f)
{
	open_tag(b, "g");
	attr_c(b, "class", f->here ? "here" : f->passed ? "passed" : "figure");
	attr_c(b, "color", ink(f));
	if (f->id.n > 0)
		attr(b, "data-id", f->id);
	buf_add_c(b, ">\n");
	text_element(b, "title", NULL, f->title);
	for (size_t i = 0; i < f->n_paths; i++)
		add_path(b, &f->paths[i], f->passed || f->here);
	for (size_t i = 0; i < f->n_texts; i++)
		add_text(b, &f->texts[i]);
	close_tag(b, "g");
}

void flow_drawing_svg(const struct drawing *g, struct buf *out)
{
	enum { PIXELS_MAX = 16000 };
	int64_t most = g->width > g->height ? g->width : g->height, shrink = most / PIXELS_MAX + 1;
	open_tag(out, "svg");
	attr_c(out, "xmlns", "http://www.w3.org/2000/svg");
	attr_int(out, "width", g->width / shrink);
	attr_int(out, "height", g->height / shrink);
	buf_add_fmt(out, " viewBox=\"%lld %lld %lld %lld\"", (long long)g->x, (long long)g->y, (long long)g->width,
	    (long long)g->height);
	attr_c(out, "role", "img");
	attr_c(out, "aria-labelledby", "ablauf-titel ablauf-text");
	attr_c(out, "font-family", "Fira Sans, Arial, Helvetica, sans-serif");
	attr_c(out, "fill", "white");
	buf_add_c(out, ">\n");
	text_element(out, "title", "ablauf-titel", g->title);
	struct buf list = buf_new(out->arena);
	for (size_t i = 0; i < g->n_figures; i++)
		if (g->figures[i].n_paths > 0 && strncmp(g->figures[i].paths[0].look, "node", 4) == 0) {
			buf_add_c(&list, list.n == 0 ? "" : "; ");
			buf_add(&list, g->figures[i].title);
		}
	text_element(out, "desc", "ablauf-text", buf_str(&list));
	for (size_t i = 0; i < g->n_figures; i++)
		add_figure(out, &g->figures[i]);
	close_tag(out, "svg");
}
