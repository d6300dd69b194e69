/* SPDX-License-Identifier: EUPL-1.2
 * The elements of a file by id, and the list of what is to be drawn. */
#include "flow/draw/draw_plan.h"

#include <math.h>

struct id_entry {
	struct str id;
	const struct xml_node *xml;
};

struct ids {
	struct id_entry *list; /* sorted */
	size_t n;
};

const struct xml_node *draw_following(const struct xml_node *x, const struct xml_node *root)
{
	if (x->first != NULL)
		return x->first;
	while (x != root && x->next == NULL)
		x = x->parent;
	return x == root ? NULL : x->next;
}

static int by_id(const void *a, const void *b)
{
	return str_cmp(((const struct id_entry *)a)->id, ((const struct id_entry *)b)->id);
}

const struct ids *draw_ids(struct arena *a, const struct xml_node *root)
{
	struct ids *out = ARENA_NEW(a, struct ids);
	size_t n = 0;
	for (const struct xml_node *x = root; x != NULL; x = draw_following(x, root))
		n += str_eq_c(x->ns, DRAW_BPMN) && xml_attr(x, "id") != NULL;
	out->list = ARENA_ARRAY(a, struct id_entry, n);
	for (const struct xml_node *x = root; x != NULL; x = draw_following(x, root))
		if (str_eq_c(x->ns, DRAW_BPMN) && xml_attr(x, "id") != NULL)
			out->list[out->n++] = (struct id_entry){ str_trim(xml_attr_value(x, "id")), x };
	if (n > 0)
		qsort(out->list, n, sizeof *out->list, by_id);
	return out;
}

const struct xml_node *draw_find(const struct ids *ids, struct str name)
{
	struct id_entry key = { .id = str_trim(name) };
	const struct id_entry *found = ids->n == 0 ? NULL : bsearch(&key, ids->list, ids->n, sizeof key, by_id);
	ptrdiff_t colon = str_find(key.id, ':');
	if (found == NULL && colon >= 0 && ids->n > 0) {
		key.id = str_sub(key.id, (size_t)colon + 1, key.id.n);
		found = bsearch(&key, ids->list, ids->n, sizeof key, by_id);
	}
	return found == NULL ? NULL : found->xml;
}

void draw_plan_add(struct plan *p, struct shape s)
{
	if (p->n == p->cap) {
		size_t cap = p->cap == 0 ? 64 : p->cap * 2;
		p->list = arena_grow(p->arena, p->list, p->cap * sizeof s, cap * sizeof s);
		p->cap = cap;
	}
	s.order = p->n;
	p->list[p->n++] = s;
}

struct box draw_around(const struct point *way, size_t n)
{
	double x0 = way[0].x, x1 = x0, y0 = way[0].y, y1 = y0;
	for (size_t i = 1; i < n; i++) {
		x0 = fmin(x0, way[i].x);
		x1 = fmax(x1, way[i].x);
		y0 = fmin(y0, way[i].y);
		y1 = fmax(y1, way[i].y);
	}
	return (struct box){ x0, y0, x1 - x0, y1 - y0 };
}

bool draw_is(const struct xml_node *x, const char *name)
{
	return xml_is(x, DRAW_BPMN, name);
}

bool draw_is_activity(const struct xml_node *x)
{
	static const struct str endings[] = { STR_INIT("task"), STR_INIT("Task"), STR_INIT("callActivity"),
		STR_INIT("ubProcess"), STR_INIT("transaction"), STR_INIT("Choreography") };
	for (size_t i = 0; str_eq_c(x->ns, DRAW_BPMN) && i < sizeof endings / sizeof *endings; i++)
		if (str_ends(x->name, endings[i]))
			return true;
	return false;
}

bool draw_is_node(const struct xml_node *x)
{
	return draw_is_activity(x) ||
	       (str_eq_c(x->ns, DRAW_BPMN) && (str_ends(x->name, STR("Event")) || str_ends(x->name, STR("Gateway"))));
}

/* Pools, lanes, what is around others from outside to inside, edges, the rest, what sits on others. */
static unsigned layer(const struct shape *s)
{
	enum { POOL, LANE, AROUND, FLOW = 100, NODE, ON_NODE, BETWEEN, DEPTH_MAX = FLOW - AROUND - 1 };
	if (s->way != NULL)
		return draw_is(s->xml, "messageFlow") ? BETWEEN : FLOW;
	if (draw_is(s->xml, "participant"))
		return POOL;
	if (draw_is(s->xml, "lane"))
		return LANE;
	if (draw_is(s->xml, "boundaryEvent"))
		return ON_NODE;
	if (!draw_is(s->xml, "group") && !(s->expanded && draw_is_activity(s->xml)))
		return NODE;
	unsigned depth = 0;
	for (const struct xml_node *x = s->xml->parent; x != NULL; x = x->parent)
		depth++;
	return AROUND + (depth > DEPTH_MAX ? DEPTH_MAX : depth);
}

static int by_layer(const void *a, const void *b)
{
	const struct shape *x = a, *y = b;
	if (x->layer != y->layer)
		return x->layer < y->layer ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void draw_plan_sort(struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		p->list[i].layer = layer(&p->list[i]);
	if (p->n > 0)
		qsort(p->list, p->n, sizeof *p->list, by_layer);
}
