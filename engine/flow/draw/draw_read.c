/* SPDX-License-Identifier: EUPL-1.2
 * BPMN DI: bounds, waypoints and labels. Several diagrams of one file are put one below the other. */
#include "flow/draw/draw_plan.h"

#include <math.h>

#define DI_NS "http://www.omg.org/spec/BPMN/20100524/DI"
#define DC_NS "http://www.omg.org/spec/DD/20100524/DC"
#define DD_NS "http://www.omg.org/spec/DD/20100524/DI"

/* A number of the file, held within what a picture can be: no tool writes more. */
static double number(const struct xml_node *x, const char *attr)
{
	enum { DIGITS_MAX = 40 };
	static const double most = 100000;
	char text[DIGITS_MAX + 1] = "";
	struct str s = str_trim(xml_attr_value(x, attr));
	if (s.n == 0 || s.n > DIGITS_MAX)
		return 0;
	memcpy(text, s.p, s.n);
	double v = strtod(text, NULL);
	return isnan(v) ? 0 : v > most ? most : v < -most ? -most : v;
}

static bool read_box(const struct xml_node *around, struct box *out)
{
	const struct xml_node *b = xml_child(around, DC_NS, "Bounds");
	if (b == NULL)
		return false;
	*out = (struct box){ number(b, "x"), number(b, "y"), number(b, "width"), number(b, "height") };
	return out->w > 0 && out->h > 0;
}

static void read_label(const struct xml_node *di, struct shape *s)
{
	const struct xml_node *label = xml_child(di, DI_NS, "BPMNLabel");
	if (label == NULL || !read_box(label, &s->label))
		s->label = (struct box){ 0 };
}

static bool flag(const struct xml_node *di, const char *attr, bool otherwise)
{
	struct str v = str_trim(xml_attr_value(di, attr));
	return v.n == 0 ? otherwise : str_eq_c(v, "true") || str_eq_c(v, "1");
}

static void read_shape(struct plan *p, const struct xml_node *di, const struct xml_node *xml)
{
	static const double wide = 150, high = 110; /* more than a task is */
	struct shape s = { .xml = xml };
	if (!read_box(di, &s.box))
		return;
	s.expanded = flag(di, "isExpanded", s.box.w > wide && s.box.h > high);
	s.horizontal = flag(di, "isHorizontal", s.box.w >= s.box.h);
	s.marker = flag(di, "isMarkerVisible", false);
	read_label(di, &s);
	draw_plan_add(p, s);
}

static void read_edge(struct plan *p, const struct xml_node *di, const struct xml_node *xml)
{
	size_t n = 0;
	for (const struct xml_node *w = xml_child(di, DD_NS, "waypoint"); w != NULL; w = xml_next(w))
		n++;
	if (n < 2)
		return;
	struct point *way = ARENA_ARRAY(p->arena, struct point, n);
	struct shape s = { .xml = xml, .way = way, .n_way = n };
	n = 0;
	for (const struct xml_node *w = xml_child(di, DD_NS, "waypoint"); w != NULL; w = xml_next(w))
		way[n++] = (struct point){ number(w, "x"), number(w, "y") };
	s.box = draw_around(way, n);
	read_label(di, &s);
	draw_plan_add(p, s);
}

static void shift(struct shape *s, double y)
{
	s->box.y += y;
	s->label.y += y;
	for (size_t i = 0; i < s->n_way; i++)
		((struct point *)s->way)[i].y += y;
}

static double bottom(const struct shape *s)
{
	return fmax(s->box.y + s->box.h, s->label.y + s->label.h);
}

/* One diagram, below what is there already. */
static void read_plane(struct plan *p, const struct xml_node *plane)
{
	enum { GAP = 60 };
	size_t first = p->n;
	for (const struct xml_node *x = plane->first; x != NULL; x = x->next) {
		const struct xml_node *xml = draw_find(p->ids, xml_attr_value(x, "bpmnElement"));
		if (xml != NULL && xml_is(x, DI_NS, "BPMNShape"))
			read_shape(p, x, xml);
		else if (xml != NULL && xml_is(x, DI_NS, "BPMNEdge"))
			read_edge(p, x, xml);
	}
	if (first == 0 || first == p->n)
		return;
	double end = bottom(&p->list[0]), top = p->list[first].box.y;
	for (size_t i = 1; i < first; i++)
		end = fmax(end, bottom(&p->list[i]));
	for (size_t i = first; i < p->n; i++)
		top = fmin(top, p->list[i].box.y);
	for (size_t i = first; i < p->n; i++)
		shift(&p->list[i], end + GAP - top);
}

void draw_plan_read(struct plan *p, const struct xml_node *root)
{
	for (const struct xml_node *d = xml_child(root, DI_NS, "BPMNDiagram"); d != NULL; d = xml_next(d))
		for (const struct xml_node *x = xml_child(d, DI_NS, "BPMNPlane"); x != NULL; x = xml_next(x))
			read_plane(p, x);
}
