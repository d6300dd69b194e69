/* SPDX-License-Identifier: EUPL-1.2
 * The nodes of BPMN as paths and words (clauses 7 and 12.3 of BPMN 2.0.2 say what they look like). */
#include "flow/draw/draw_edge.h"

#include <math.h>

/* ---- the pen ---- */

void pen_move(struct pen *p, double x, double y)
{
	buf_add_fmt(&p->d, "M%.1f %.1f", x, y);
}

void pen_line(struct pen *p, double x, double y)
{
	buf_add_fmt(&p->d, "L%.1f %.1f", x, y);
}

void pen_close(struct pen *p)
{
	buf_add_char(&p->d, 'Z');
}

void pen_circle(struct pen *p, struct point m, double r)
{
	buf_add_fmt(
	    &p->d, "M%.1f %.1fa%.1f %.1f 0 1 0 %.1f 0a%.1f %.1f 0 1 0 %.1f 0Z", m.x - r, m.y, r, r, 2 * r, r, r, -2 * r);
}

void pen_rect(struct pen *p, struct box b, double r)
{
	r = fmin(r, fmin(b.w, b.h) / 2);
	if (r <= 0) {
		buf_add_fmt(&p->d, "M%.1f %.1fh%.1fv%.1fh%.1fZ", b.x, b.y, b.w, b.h, -b.w);
		return;
	}
	buf_add_fmt(&p->d, "M%.1f %.1fh%.1fa%.1f %.1f 0 0 1 %.1f %.1fv%.1fa%.1f %.1f 0 0 1 %.1f %.1f", b.x + r, b.y,
	    b.w - 2 * r, r, r, r, r, b.h - 2 * r, r, r, -r, r);
	buf_add_fmt(&p->d, "h%.1fa%.1f %.1f 0 0 1 %.1f %.1fv%.1fa%.1f %.1f 0 0 1 %.1f %.1fZ", 2 * r - b.w, r, r, -r, -r,
	    2 * r - b.h, r, r, r, -r);
}

void pen_done(struct pen *p, const char *look)
{
	if (p->n_paths == p->cap_paths) {
		size_t cap = p->cap_paths == 0 ? 4 : p->cap_paths * 2;
		p->paths = arena_grow(p->arena, p->paths, p->cap_paths * sizeof *p->paths, cap * sizeof *p->paths);
		p->cap_paths = cap;
	}
	p->paths[p->n_paths++] = (struct draw_path){ look, buf_str(&p->d) };
	p->d = buf_new(p->arena);
}

/* ---- helpers ---- */

static struct str name_of(const struct xml_node *x)
{
	return str_trim(xml_attr_value(x, "name"));
}

static bool says(const struct xml_node *x, const char *attr, const char *value)
{
	return str_eq_c(str_trim(xml_attr_value(x, attr)), value);
}

static struct box inside(struct box b, double by)
{
	return (struct box){ b.x + by, b.y + by, fmax(b.w - 2 * by, 1), fmax(b.h - 2 * by, 1) };
}

static struct point middle(struct box b)
{
	return (struct point){ b.x + b.w / 2, b.y + b.h / 2 };
}

/* The name of what has no room for it: where the file says, else below. Faces are of different width, so a label may
 * need more room than the file gives it; one that stands above must not grow down into its element. */
static void outside_label(struct pen *p, const struct shape *s, struct str words)
{
	enum { WIDE = 90, HIGH = 60, GAP = 4 };
	struct box b = { s->box.x + s->box.w / 2 - WIDE / 2, s->box.y + s->box.h + GAP, WIDE, HIGH };
	bool above = false;
	if (s->label.w > 0) {
		double wide = fmax(s->label.w * 1.2 + 4, WIDE);
		b = (struct box){ s->label.x + s->label.w / 2 - wide / 2, s->label.y, wide, fmax(s->label.h, HIGH) };
		above = s->label.y + s->label.h <= s->box.y + GAP;
	}
	if (above)
		b.y = fmin(s->label.y + s->label.h, s->box.y) - b.h;
	pen_text(p, words, b, above ? TEXT_BOTTOM : TEXT_TOP);
}

/* ---- events ---- */

static const struct {
	const char *definition, *icon;
} event_icons[] = {
	{ "messageEventDefinition", "message" },
	{ "timerEventDefinition", "timer" },
	{ "errorEventDefinition", "error" },
	{ "escalationEventDefinition", "escalation" },
	{ "signalEventDefinition", "signal" },
	{ "conditionalEventDefinition", "conditional" },
	{ "linkEventDefinition", "link" },
	{ "compensateEventDefinition", "compensate" },
	{ "cancelEventDefinition", "cancel" },
	{ "terminateEventDefinition", "terminate" },
};

static const char *event_icon(const struct pen *p, const struct xml_node *x)
{
	const char *found = NULL;
	size_t n = 0;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next) {
		const struct xml_node *def = draw_is(c, "eventDefinitionRef") ? draw_find(p->ids, c->text) : c;
		for (size_t i = 0; def != NULL && i < sizeof event_icons / sizeof *event_icons; i++)
			if (draw_is(def, event_icons[i].definition)) {
				found = event_icons[i].icon;
				n++;
			}
	}
	if (n < 2)
		return found;
	return says(x, "parallelMultiple", "true") ? "parallel-multiple" : "multiple";
}

static void event(struct pen *p, const struct shape *s)
{
	const struct xml_node *x = s->xml;
	struct point m = middle(s->box);
	double r = fmin(s->box.w, s->box.h) / 2;
	bool end = draw_is(x, "endEvent"), start = draw_is(x, "startEvent");
	bool beside = says(x, "cancelActivity", "false") || says(x, "isInterrupting", "false");
	pen_circle(p, m, r);
	pen_done(p, end ? "node-thick" : beside ? "node-dashed" : "node");
	if (!start && !end) {
		pen_circle(p, m, r * 0.82);
		pen_done(p, beside ? "ring-dashed" : "ring");
	}
	const char *icon = event_icon(p, x);
	bool throws = end || str_ends(x->name, STR("ThrowEvent"));
	bool outline = icon != NULL && (strcmp(icon, "timer") == 0 || strcmp(icon, "conditional") == 0);
	double size = r * 1.1;
	if (icon != NULL && throws && strcmp(icon, "message") == 0)
		icon = "message-filled";
	if (icon != NULL)
		pen_icon(p, icon, throws && !outline ? "ink" : "icon", m.x - size / 2, m.y - size / 2, size);
	outside_label(p, s, name_of(x));
}

/* ---- gateways ---- */

static void gateway(struct pen *p, const struct shape *s)
{
	const struct xml_node *x = s->xml;
	struct box b = s->box;
	struct point m = middle(b);
	double size = fmin(b.w, b.h) * 0.44;
	const char *icon = draw_is(x, "parallelGateway") ? "parallel" : draw_is(x, "complexGateway") ? "complex" : NULL;
	if (draw_is(x, "exclusiveGateway") && s->marker)
		icon = "exclusive";
	pen_move(p, m.x, b.y);
	pen_line(p, b.x + b.w, m.y);
	pen_line(p, m.x, b.y + b.h);
	pen_line(p, b.x, m.y);
	pen_close(p);
	pen_done(p, "node");
	if (icon != NULL)
		pen_icon(p, icon, "ink", m.x - size / 2, m.y - size / 2, size);
	if (draw_is(x, "inclusiveGateway")) {
		pen_circle(p, m, size * 0.52);
		pen_done(p, "ring-thick");
	}
	if (draw_is(x, "eventBasedGateway")) {
		bool parallel = says(x, "eventGatewayType", "Parallel");
		pen_circle(p, m, size * 0.68);
		pen_done(p, "ring");
		if (!says(x, "instantiate", "true")) {
			pen_circle(p, m, size * 0.56);
			pen_done(p, "ring");
		}
		pen_icon(
		    p, parallel ? "parallel-multiple" : "multiple", "icon", m.x - size * 0.38, m.y - size * 0.38, size * 0.76);
	}
	outside_label(p, s, name_of(x));
}

/* ---- activities ---- */

static const struct {
	const char *element, *icon;
	bool ink;
} task_icons[] = {
	{ "userTask", "user", false },
	{ "serviceTask", "service", false },
	{ "manualTask", "manual", false },
	{ "scriptTask", "script", false },
	{ "businessRuleTask", "rule", false },
	{ "sendTask", "message-filled", true },
	{ "receiveTask", "message", false },
};

/* The signs at the lower edge: repeated, compensates, any order, has more in it. */
static void activity_signs(struct pen *p, const struct shape *s, bool folded)
{
	enum { SIZE = 14, GAP = 4, MOST = 4 };
	const struct xml_node *x = s->xml;
	const struct xml_node *many = xml_child(x, DRAW_BPMN, "multiInstanceLoopCharacteristics");
	const char *list[MOST];
	size_t n = 0;
	if (xml_child(x, DRAW_BPMN, "standardLoopCharacteristics") != NULL)
		list[n++] = "loop";
	else if (many != NULL)
		list[n++] = says(many, "isSequential", "true") ? "one-by-one" : "many";
	if (says(x, "isForCompensation", "true"))
		list[n++] = "compensate";
	if (folded)
		list[n++] = "plus";
	if (draw_is(x, "adHocSubProcess"))
		list[n++] = "adhoc";
	double at = s->box.x + s->box.w / 2 - ((double)n * (SIZE + GAP) - GAP) / 2;
	for (size_t i = 0; i < n; i++, at += SIZE + GAP)
		pen_icon(p, list[i], strcmp(list[i], "adhoc") == 0 ? "ink" : "icon", at, s->box.y + s->box.h - SIZE - 3, SIZE);
}

static bool has_signs(const struct xml_node *x, bool folded)
{
	return folded || xml_child(x, DRAW_BPMN, "standardLoopCharacteristics") != NULL ||
	       xml_child(x, DRAW_BPMN, "multiInstanceLoopCharacteristics") != NULL ||
	       says(x, "isForCompensation", "true") || draw_is(x, "adHocSubProcess");
}

static void activity(struct pen *p, const struct shape *s)
{
	enum { ROUND = 8, ICON = 16, MARGIN = 5, SIGNS = 16, HEAD = 40 };
	const struct xml_node *x = s->xml;
	struct box b = s->box;
	bool around = str_ends(x->name, STR("ubProcess")) || draw_is(x, "transaction");
	bool open = around && s->expanded, folded = (around && !open) || (draw_is(x, "callActivity") && !s->expanded);
	bool dotted = says(x, "triggeredByEvent", "true");
	pen_rect(p, b, ROUND);
	pen_done(p, dotted ? "node-dotted" : draw_is(x, "callActivity") ? "node-thick" : "node");
	if (draw_is(x, "transaction")) {
		pen_rect(p, inside(b, 4), ROUND - 2);
		pen_done(p, "ring");
	}
	bool icon = false;
	for (size_t i = 0; i < sizeof task_icons / sizeof *task_icons; i++)
		if (draw_is(x, task_icons[i].element)) {
			pen_icon(p, task_icons[i].icon, task_icons[i].ink ? "ink" : "icon", b.x + 4, b.y + 4, ICON);
			icon = true;
		}
	activity_signs(p, s, folded);
	struct box words = inside(b, MARGIN);
	if (open) {
		words.h = fmin(words.h, HEAD);
		pen_text(p, name_of(x), words, TEXT_TOP);
		return;
	}
	double free = 2 * (ICON + 2) - (b.h - 14 * (double)pen_lines(name_of(x), words.w)); /* under the icon */
	double above = icon ? fmax(0, fmin(free, ICON)) : 0, below = has_signs(x, folded) ? SIGNS - 3 : 0;
	words.y += above;
	words.h = fmax(words.h - above - below, 1);
	pen_text(p, name_of(x), words, TEXT_MIDDLE);
}

/* ---- pools, lanes, data, notes ---- */

static void pool(struct pen *p, const struct shape *s)
{
	enum { BAND = 30 };
	struct box b = s->box, head = b;
	bool lane = draw_is(s->xml, "lane"),
	     banded = lane || s->xml->parent == NULL || xml_attr(s->xml, "processRef") != NULL;
	pen_rect(p, b, 0);
	pen_done(p, "area");
	if (!banded) {
		pen_text(p, name_of(s->xml), inside(b, 4), TEXT_MIDDLE);
		return;
	}
	if (s->horizontal)
		head.w = fmin(BAND, b.w);
	else
		head.h = fmin(BAND, b.h);
	if (!lane) {
		pen_rect(p, head, 0);
		pen_done(p, "area");
	}
	pen_text(p, name_of(s->xml), inside(head, 3), s->horizontal ? TEXT_TURNED : TEXT_MIDDLE);
}

/* A data object may stand for another element, which has the name and says whether there are many. */
static void data_object(struct pen *p, const struct shape *s)
{
	struct box b = s->box;
	double fold = fmin(b.w, b.h) * 0.3;
	const struct xml_node *x = s->xml, *other = draw_find(p->ids, xml_attr_value(x, "dataObjectRef"));
	struct str name = name_of(x);
	pen_move(p, b.x, b.y);
	pen_line(p, b.x + b.w - fold, b.y);
	pen_line(p, b.x + b.w, b.y + fold);
	pen_line(p, b.x + b.w, b.y + b.h);
	pen_line(p, b.x, b.y + b.h);
	pen_close(p);
	pen_done(p, "node");
	pen_move(p, b.x + b.w - fold, b.y);
	pen_line(p, b.x + b.w - fold, b.y + fold);
	pen_line(p, b.x + b.w, b.y + fold);
	pen_done(p, "line");
	if (says(other == NULL ? x : other, "isCollection", "true"))
		pen_icon(p, "many", "icon", b.x + b.w / 2 - 6, b.y + b.h - 14, 12);
	if (draw_is(x, "dataInput") || draw_is(x, "dataOutput"))
		pen_icon(p, "arrow", draw_is(x, "dataOutput") ? "ink" : "icon", b.x + 4, b.y + 4, 12);
	outside_label(p, s, name.n == 0 && other != NULL ? name_of(other) : name);
}

static void data_store(struct pen *p, const struct shape *s)
{
	struct box b = s->box;
	double e = b.h * 0.14;
	const struct xml_node *other = draw_find(p->ids, xml_attr_value(s->xml, "dataStoreRef"));
	struct str name = name_of(s->xml);
	buf_add_fmt(&p->d, "M%.1f %.1fv%.1fc0 %.1f %.1f %.1f %.1f 0v%.1f", b.x, b.y + e, b.h - 2 * e, e * 1.33, b.w,
	    e * 1.33, b.w, 2 * e - b.h);
	buf_add_fmt(&p->d, "c0 %.1f %.1f %.1f %.1f 0Z", -e * 1.33, -b.w, -e * 1.33, -b.w);
	pen_done(p, "node");
	for (int i = 0; i < 3; i++) {
		pen_move(p, b.x, b.y + e + i * e * 0.5);
		buf_add_fmt(&p->d, "c0 %.1f %.1f %.1f %.1f 0", e * 1.33, b.w, e * 1.33, b.w);
		pen_done(p, "line");
	}
	outside_label(p, s, name.n == 0 && other != NULL ? name_of(other) : name);
}

static void annotation(struct pen *p, const struct shape *s)
{
	const struct xml_node *text = xml_child(s->xml, DRAW_BPMN, "text");
	struct box b = s->box;
	pen_move(p, b.x + 10, b.y);
	pen_line(p, b.x, b.y);
	pen_line(p, b.x, b.y + b.h);
	pen_line(p, b.x + 10, b.y + b.h);
	pen_done(p, "line");
	if (text != NULL)
		pen_text(p, text->text, inside(b, 5), TEXT_START);
}

static void group(struct pen *p, const struct shape *s)
{
	const struct xml_node *value = draw_find(p->ids, xml_attr_value(s->xml, "categoryValueRef"));
	struct box head = inside(s->box, 6);
	pen_rect(p, s->box, 10);
	pen_done(p, "group");
	head.h = fmin(head.h, 30);
	pen_text(p, value == NULL ? name_of(s->xml) : str_trim(xml_attr_value(value, "value")), head, TEXT_TOP);
}

static void message(struct pen *p, const struct shape *s)
{
	struct box b = s->box;
	pen_rect(p, b, 0);
	pen_done(p, "node");
	pen_move(p, b.x, b.y);
	pen_line(p, b.x + b.w / 2, b.y + b.h * 0.55);
	pen_line(p, b.x + b.w, b.y);
	pen_done(p, "line");
	outside_label(p, s, name_of(s->xml));
}

/* What we have no picture for: a box with its name, so that nothing is missing. */
static void other(struct pen *p, const struct shape *s)
{
	pen_rect(p, s->box, 4);
	pen_done(p, "node");
	pen_text(p, name_of(s->xml), inside(s->box, 4), TEXT_MIDDLE);
}

static void (*pick(const struct xml_node *x))(struct pen *, const struct shape *)
{
	static const struct {
		const char *element;
		void (*draw)(struct pen *, const struct shape *);
	} list[] = {
		{ "participant", pool },
		{ "lane", pool },
		{ "dataObjectReference", data_object },
		{ "dataObject", data_object },
		{ "dataInput", data_object },
		{ "dataOutput", data_object },
		{ "dataStoreReference", data_store },
		{ "dataStore", data_store },
		{ "textAnnotation", annotation },
		{ "group", group },
		{ "message", message },
	};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (draw_is(x, list[i].element))
			return list[i].draw;
	if (draw_is_activity(x))
		return activity;
	if (!draw_is_node(x))
		return other;
	return str_ends(x->name, STR("Gateway")) ? gateway : event;
}

struct draw_figure draw_figure(struct pen *p, const struct shape *s)
{
	p->paths = NULL;
	p->texts = NULL;
	p->n_paths = p->cap_paths = p->n_texts = p->cap_texts = 0;
	if (s->way != NULL)
		draw_edge(p, s);
	else
		pick(s->xml)(p, s);
	return (struct draw_figure){
		.id = str_dup(p->arena, str_trim(xml_attr_value(s->xml, "id"))),
		.title = draw_title(p->arena, p->ids, s->xml),
		.x = (int64_t)s->box.x,
		.y = (int64_t)s->box.y,
		.paths = p->paths,
		.n_paths = p->n_paths,
		.texts = p->texts,
		.n_texts = p->n_texts,
	};
}
