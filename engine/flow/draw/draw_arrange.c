/* SPDX-License-Identifier: EUPL-1.2
 * A file that does not say where things stand: every scope from left to right, in as many columns as the longest way
 * has steps, what leads back runs below. Plain, but everything can be seen. */
#include "flow/draw/draw_plan.h"

#include <math.h>

enum {
	TASK_W = 110,
	TASK_H = 70,
	EVENT = 36,
	GATEWAY = 50,
	GAP_X = 70,
	GAP_Y = 50,
	PAD = 40,
	DEPTH_MAX = 30,
};

struct cell {
	const struct xml_node *xml;
	struct cell *host; /* of a boundary event */
	size_t order, column;
	size_t first, last; /* its flows */
	size_t guests;      /* boundary events placed on it */
	bool led_to;
	enum { NEW, OPEN, DONE } seen;
	struct box box;
};

struct flow_line {
	const struct xml_node *xml; /* NULL: from an activity to the event on it */
	struct cell *from, *to;
	bool back;
};

struct level {
	struct plan *plan;
	struct cell *cells; /* in document order */
	size_t n;
	struct cell **by_xml; /* sorted by element */
	struct flow_line *flows;
	size_t n_flows;
};

static int by_xml(const void *a, const void *b)
{
	const struct xml_node *x = (*(struct cell *const *)a)->xml, *y = (*(struct cell *const *)b)->xml;
	return x < y ? -1 : x > y;
}

static struct cell *find(const struct level *l, const struct xml_node *x)
{
	struct cell key = { .xml = x }, *p = &key;
	struct cell *const *found = x == NULL || l->n == 0 ? NULL : bsearch(&p, l->by_xml, l->n, sizeof p, by_xml);
	return found == NULL ? NULL : *found;
}

static struct cell *end_of(const struct level *l, const struct xml_node *x, const char *attr)
{
	return find(l, draw_find(l->plan->ids, xml_attr_value(x, attr)));
}

static int by_from(const void *a, const void *b)
{
	const struct flow_line *x = a, *y = b;
	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->to < y->to ? -1 : x->to > y->to;
}

static void collect(struct level *l, const struct xml_node *scope)
{
	size_t nodes = 0, flows = 0;
	for (const struct xml_node *x = scope->first; x != NULL; x = x->next) {
		nodes += draw_is_node(x);
		flows += draw_is(x, "sequenceFlow");
	}
	l->cells = ARENA_ARRAY(l->plan->arena, struct cell, nodes);
	l->by_xml = ARENA_ARRAY(l->plan->arena, struct cell *, nodes);
	l->flows = ARENA_ARRAY(l->plan->arena, struct flow_line, nodes + flows);
	for (const struct xml_node *x = scope->first; x != NULL; x = x->next)
		if (draw_is_node(x)) {
			l->cells[l->n].xml = x;
			l->by_xml[l->n] = &l->cells[l->n];
			l->n++;
		}
	if (l->n > 0)
		qsort(l->by_xml, l->n, sizeof *l->by_xml, by_xml);
	for (const struct xml_node *x = scope->first; x != NULL; x = x->next) {
		struct flow_line f = { .xml = x };
		if (draw_is(x, "sequenceFlow"))
			f = (struct flow_line){ x, end_of(l, x, "sourceRef"), end_of(l, x, "targetRef"), false };
		if (draw_is(x, "boundaryEvent"))
			f = (struct flow_line){ NULL, end_of(l, x, "attachedToRef"), find(l, x), false };
		if (f.from == NULL || f.to == NULL || f.from == f.to)
			continue;
		if (f.xml == NULL)
			f.to->host = f.from;
		l->flows[l->n_flows++] = f;
	}
	if (l->n_flows > 0)
		qsort(l->flows, l->n_flows, sizeof *l->flows, by_from);
	for (size_t i = 0; i < l->n_flows; i++) {
		struct cell *c = l->flows[i].from;
		if (c->last == 0)
			c->first = i;
		c->last = i + 1;
		l->flows[i].to->led_to = true;
	}
}

struct walk {
	struct cell **stack, **done;
	size_t n_done;
};

static void search_from(struct level *l, struct walk *w, struct cell *start)
{
	size_t n = 0;
	if (start->seen != NEW)
		return;
	w->stack[n++] = start;
	start->seen = OPEN;
	while (n > 0) {
		struct cell *c = w->stack[n - 1];
		if (c->first == c->last) {
			c->seen = DONE;
			w->done[w->n_done++] = c;
			n--;
			continue;
		}
		struct flow_line *f = &l->flows[c->first++];
		f->back = f->to->seen == OPEN;
		if (f->to->seen == NEW) {
			f->to->seen = OPEN;
			w->stack[n++] = f->to;
		}
	}
}

/* In depth first, from where things begin: what comes back to where the search still is leads back. Returns the cells,
 * those behind first. */
static struct cell **search(struct level *l)
{
	struct arena *a = l->plan->arena;
	struct walk w = { ARENA_ARRAY(a, struct cell *, l->n), ARENA_ARRAY(a, struct cell *, l->n), 0 };
	for (size_t i = 0; i < l->n; i++)
		if (!l->cells[i].led_to)
			search_from(l, &w, &l->cells[i]);
	for (size_t i = 0; i < l->n; i++)
		search_from(l, &w, &l->cells[i]);
	return w.done;
}

/* A step stands right of all that lead to it; an event in the column of what it sits on. */
static void columns(struct level *l)
{
	struct cell **done = search(l);
	for (size_t i = 0; i < l->n_flows; i++) {
		struct cell *c = l->flows[i].from;
		if (i == 0 || c != l->flows[i - 1].from)
			c->first = i; /* search has used it up */
	}
	for (size_t i = l->n; i-- > 0;)
		for (size_t k = done[i]->first; k < done[i]->last; k++) {
			const struct flow_line *f = &l->flows[k];
			size_t column = done[i]->column + (f->xml != NULL);
			if (!f->back && f->to->column < column)
				f->to->column = column;
		}
}

static int by_column(const void *a, const void *b)
{
	const struct cell *x = *(struct cell *const *)a, *y = *(struct cell *const *)b;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x < y ? -1 : x > y;
}

static struct box arrange(struct plan *p, const struct xml_node *scope, double x, double y, unsigned depth);

static struct box size_of(const struct xml_node *x)
{
	if (draw_is_activity(x))
		return (struct box){ 0, 0, TASK_W, TASK_H };
	return str_ends(x->name, STR("Gateway")) ? (struct box){ 0, 0, GATEWAY, GATEWAY }
	                                         : (struct box){ 0, 0, EVENT, EVENT };
}

static void move_by(struct plan *p, size_t from, double dx, double dy)
{
	for (size_t i = from; i < p->n; i++) {
		struct shape *s = &p->list[i];
		s->box.x += dx;
		s->box.y += dy;
		for (size_t k = 0; k < s->n_way; k++) {
			((struct point *)s->way)[k].x += dx;
			((struct point *)s->way)[k].y += dy;
		}
	}
}

static bool has_nodes(const struct xml_node *x)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (draw_is_node(c))
			return true;
	return false;
}

static void place_one(struct level *l, struct cell *c, double x, double y, unsigned depth)
{
	struct plan *p = l->plan;
	bool around = draw_is_activity(c->xml) && has_nodes(c->xml) && depth < DEPTH_MAX;
	size_t first = p->n;
	c->box = size_of(c->xml);
	draw_plan_add(p, (struct shape){ .xml = c->xml, .expanded = around, .marker = true });
	if (around) {
		struct box in = arrange(p, c->xml, 0, 0, depth + 1);
		c->box.w = fmax(in.w + 2 * PAD, TASK_W);
		c->box.h = fmax(in.h + 2 * PAD, TASK_H);
		move_by(p, first + 1, x + PAD - in.x, y + PAD - in.y);
	}
	c->box.x = x;
	c->box.y = around ? y : y + (TASK_H - c->box.h) / 2;
	p->list[first].box = c->box;
}

static void place_guest(struct level *l, struct cell *c)
{
	struct box b = c->host->box;
	c->box = (struct box){ b.x + 12 + (double)c->host->guests++ * (EVENT + 10), b.y + b.h - EVENT / 2.0, EVENT, EVENT };
	draw_plan_add(l->plan, (struct shape){ .xml = c->xml, .box = c->box });
}

/* Column by column, each as wide as its widest; in a column one below the other. */
static void place(struct level *l, double x0, double y0, unsigned depth)
{
	double x = x0, y = y0, wide = 0;
	if (l->n > 0)
		qsort(l->by_xml, l->n, sizeof *l->by_xml, by_column);
	for (size_t i = 0; i < l->n; i++) {
		struct cell *c = l->by_xml[i];
		if (i > 0 && c->column != l->by_xml[i - 1]->column) {
			x += wide > 0 ? wide + GAP_X : 0;
			y = y0;
			wide = 0;
		}
		if (c->host != NULL)
			continue;
		place_one(l, c, x, y, depth);
		y += fmax(c->box.h, TASK_H) + GAP_Y;
		wide = fmax(wide, c->box.w);
	}
	for (size_t i = 0; i < l->n; i++)
		if (l->cells[i].host != NULL)
			place_guest(l, &l->cells[i]);
}

static void line(struct level *l, const struct flow_line *f, double below)
{
	enum { POINTS = 5 };
	struct box a = f->from->box, b = f->to->box;
	struct point *way = ARENA_ARRAY(l->plan->arena, struct point, POINTS);
	size_t n = 0;
	double ay = a.y + a.h / 2, by = b.y + b.h / 2, start = a.x + a.w;
	bool event = f->from->host != NULL;
	if (b.x > start && !event) {
		way[n++] = (struct point){ start, ay };
		if (ay != by) {
			way[n++] = (struct point){ b.x - GAP_X / 2.0, ay };
			way[n++] = (struct point){ b.x - GAP_X / 2.0, by };
		}
	} else {
		double low = event ? a.y + a.h + 16 : below;
		way[n++] = (struct point){ a.x + a.w / 2, a.y + a.h };
		way[n++] = (struct point){ a.x + a.w / 2, low };
		way[n++] = (struct point){ b.x - 20, low };
		way[n++] = (struct point){ b.x - 20, by };
	}
	way[n++] = (struct point){ b.x, by };
	draw_plan_add(l->plan, (struct shape){ .xml = f->xml, .way = way, .n_way = n, .box = draw_around(way, n) });
}

/* Returns what it takes up. */
static struct box arrange(struct plan *p, const struct xml_node *scope, double x, double y, unsigned depth)
{
	struct level l = { .plan = p };
	size_t first = p->n;
	collect(&l, scope);
	columns(&l);
	place(&l, x, y, depth);
	double right = x, bottom = y;
	for (size_t i = first; i < p->n; i++) {
		right = fmax(right, p->list[i].box.x + p->list[i].box.w);
		bottom = fmax(bottom, p->list[i].box.y + p->list[i].box.h);
	}
	double below = bottom;
	for (size_t i = 0; i < l.n_flows; i++) {
		const struct flow_line *f = &l.flows[i];
		if (f->xml == NULL)
			continue;
		if (f->to->box.x <= f->from->box.x)
			below += 12;
		line(&l, f, below + 12);
	}
	return (struct box){ x, y, right - x, below + 24 - y };
}

void draw_plan_arrange(struct plan *p, const struct xml_node *root)
{
	double y = 0;
	for (const struct xml_node *x = xml_child(root, DRAW_BPMN, "process"); x != NULL; x = xml_next(x))
		y += arrange(p, x, 0, y, 0).h + GAP_Y;
}
