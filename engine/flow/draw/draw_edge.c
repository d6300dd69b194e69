/* SPDX-License-Identifier: EUPL-1.2
 * Lines with their ends: arrow of a sequence flow, circle and open arrow of a message flow, diamond of a condition,
 * slash of the default flow. */
#include "flow/draw/draw_edge.h"

#include <math.h>

/* A point that far from the end at to, on the line that comes from there; and that far to its side. */
static struct point near(struct point to, struct point from, double back, double aside)
{
	double dx = to.x - from.x, dy = to.y - from.y, len = hypot(dx, dy);
	if (len < 0.1)
		return to;
	return (struct point){ to.x - dx / len * back - dy / len * aside, to.y - dy / len * back + dx / len * aside };
}

/* look "line": two strokes, else a triangle. */
static void arrow(struct pen *p, struct point to, struct point from, const char *look)
{
	struct point a = near(to, from, 10, 5), b = near(to, from, 10, -5);
	pen_move(p, a.x, a.y);
	pen_line(p, to.x, to.y);
	pen_line(p, b.x, b.y);
	if (strcmp(look, "line") != 0)
		pen_close(p);
	pen_done(p, look);
}

static void sequence_start(struct pen *p, const struct shape *s)
{
	const struct xml_node *x = s->xml, *from = draw_find(p->ids, xml_attr_value(x, "sourceRef"));
	struct point a = s->way[0], b = s->way[1];
	if (from == NULL)
		return;
	struct str id = str_trim(xml_attr_value(x, "id")), otherwise = str_trim(xml_attr_value(from, "default"));
	if (otherwise.n > 0 && str_eq(id, otherwise)) {
		struct point one = near(a, b, 6, 5), two = near(a, b, 12, -5);
		pen_move(p, one.x, one.y);
		pen_line(p, two.x, two.y);
		pen_done(p, "line");
	} else if (xml_child(x, DRAW_BPMN, "conditionExpression") != NULL && draw_is_activity(from)) {
		struct point left = near(a, b, 8, 5), right = near(a, b, 8, -5), tip = near(a, b, 16, 0);
		pen_move(p, a.x, a.y);
		pen_line(p, left.x, left.y);
		pen_line(p, tip.x, tip.y);
		pen_line(p, right.x, right.y);
		pen_close(p);
		pen_done(p, "node");
	}
}

/* Where half of the way is. */
static struct point half(const struct shape *s)
{
	double all = 0;
	for (size_t i = 1; i < s->n_way; i++)
		all += hypot(s->way[i].x - s->way[i - 1].x, s->way[i].y - s->way[i - 1].y);
	double rest = all / 2;
	for (size_t i = 1; i < s->n_way; i++) {
		struct point a = s->way[i - 1], b = s->way[i];
		double len = hypot(b.x - a.x, b.y - a.y);
		if (len >= rest && len > 0)
			return (struct point){ a.x + (b.x - a.x) * rest / len, a.y + (b.y - a.y) * rest / len };
		rest -= len;
	}
	return s->way[0];
}

static void label(struct pen *p, const struct shape *s)
{
	enum { WIDE = 90, HIGH = 40 };
	struct str name = str_trim(xml_attr_value(s->xml, "name"));
	struct point m = half(s);
	struct box b = { m.x - WIDE / 2, m.y - 16, WIDE, HIGH };
	if (s->label.w > 0) {
		double wide = fmax(s->label.w * 1.1, WIDE);
		b = (struct box){ s->label.x + s->label.w / 2 - wide / 2, s->label.y, wide, fmax(s->label.h, HIGH) };
	}
	pen_text(p, name, b, TEXT_TOP);
}

/* An envelope in the middle of a message flow that names its message. */
static void envelope(struct pen *p, const struct shape *s)
{
	enum { SIZE = 24 };
	struct point m = half(s);
	if (draw_find(p->ids, xml_attr_value(s->xml, "messageRef")) == NULL)
		return;
	pen_rect(p, (struct box){ m.x - SIZE * 0.4, m.y - SIZE * 0.28, SIZE * 0.8, SIZE * 0.56 }, 0);
	pen_done(p, "node");
	pen_icon(p, "message", "icon", m.x - SIZE / 2, m.y - SIZE / 2, SIZE);
}

void draw_edge(struct pen *p, const struct shape *s)
{
	const struct xml_node *x = s->xml;
	size_t n = s->n_way;
	bool sequence = draw_is(x, "sequenceFlow"), message = draw_is(x, "messageFlow");
	pen_move(p, s->way[0].x, s->way[0].y);
	for (size_t i = 1; i < n; i++)
		pen_line(p, s->way[i].x, s->way[i].y);
	pen_done(p, sequence ? "line" : message ? "dashed" : draw_is(x, "conversationLink") ? "double" : "dotted");
	struct str direction = str_trim(xml_attr_value(x, "associationDirection"));
	bool both = str_eq_c(direction, "Both"), data = str_ends(x->name, STR("putAssociation"));
	if (sequence || message || data || both || str_eq_c(direction, "One"))
		arrow(p, s->way[n - 1], s->way[n - 2], sequence ? "ink" : message ? "node" : "line");
	if (both)
		arrow(p, s->way[0], s->way[1], "line");
	if (sequence)
		sequence_start(p, s);
	if (message) {
		pen_circle(p, s->way[0], 4);
		pen_done(p, "node");
		envelope(p, s);
	}
	label(p, s);
}
