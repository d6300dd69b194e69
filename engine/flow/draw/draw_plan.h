/* SPDX-License-Identifier: EUPL-1.2
 * Where everything stands, before it is drawn. Internal to engine/flow/draw. */
#ifndef OZG_FLOW_DRAW_PLAN_H
#define OZG_FLOW_DRAW_PLAN_H

#include "flow/draw/draw.h"

#define DRAW_BPMN "http://www.omg.org/spec/BPMN/20100524/MODEL"

struct point {
	double x, y;
};

struct box {
	double x, y, w, h;
};

/* A node or an edge of the diagram. */
struct shape {
	const struct xml_node *xml; /* the element of the model */
	struct box box;             /* of an edge: around its points */
	struct box label;           /* w 0: none given */
	bool expanded;              /* of a sub-process: shows what is in it */
	bool horizontal;            /* of a pool or lane */
	bool marker;                /* of an exclusive gateway: with its X */
	const struct point *way;    /* of an edge; NULL: a node */
	size_t n_way;
	unsigned layer; /* what has a higher one covers what has a lower one */
	size_t order;
};

/* The elements of a file by id. */
struct ids;
const struct ids *draw_ids(struct arena *a, const struct xml_node *root);

/* The element of the model the (qualified) name stands for; NULL. */
const struct xml_node *draw_find(const struct ids *ids, struct str name);

struct plan {
	struct arena *arena;
	const struct ids *ids;
	struct shape *list;
	size_t n, cap;
};

void draw_plan_add(struct plan *p, struct shape s);

/* The box around n > 0 points. */
struct box draw_around(const struct point *way, size_t n);

/* From BPMN DI. Leaves the plan empty when there is none. */
void draw_plan_read(struct plan *p, const struct xml_node *root);

/* From the model alone. */
void draw_plan_arrange(struct plan *p, const struct xml_node *root);

/* Sorts by layer. */
void draw_plan_sort(struct plan *p);

/* The element behind x in document order, below root; NULL. */
const struct xml_node *draw_following(const struct xml_node *x, const struct xml_node *root);

bool draw_is(const struct xml_node *x, const char *name); /* of BPMN */
bool draw_is_node(const struct xml_node *x);              /* a task, event, gateway or sub-process */
bool draw_is_activity(const struct xml_node *x);

/* ---- what is drawn: draw_figure.c ---- */

struct pen {
	struct arena *arena;
	const struct ids *ids;
	struct buf d;            /* the path being written */
	struct draw_path *paths; /* of the figure being drawn */
	size_t n_paths, cap_paths;
	struct draw_text *texts;
	size_t n_texts, cap_texts;
};

struct draw_figure draw_figure(struct pen *p, const struct shape *s);

/* Ends the path being written. */
void pen_done(struct pen *p, const char *look);
void pen_move(struct pen *p, double x, double y);
void pen_line(struct pen *p, double x, double y);
void pen_close(struct pen *p);
void pen_circle(struct pen *p, struct point middle, double r);
void pen_rect(struct pen *p, struct box b, double r);

/* A shape of draw_icon.c with its upper left corner there, of this width. */
void pen_icon(struct pen *p, const char *name, const char *look, double x, double y, double size);

/* ---- text: draw_text.c ---- */

enum text_place {
	TEXT_MIDDLE, /* in the middle of the box */
	TEXT_TOP,    /* from its upper edge, centred */
	TEXT_BOTTOM, /* down to its lower edge, centred */
	TEXT_START,  /* from its upper left corner */
	TEXT_TURNED, /* in the middle, from bottom to top */
};

/* Adds the words, wrapped to the width of the box; where they do not fit into its height they get smaller, then end
 * with „…“: the title has them whole. */
void pen_text(struct pen *p, struct str words, struct box box, enum text_place place);

/* How many lines of normal size that would take. */
size_t pen_lines(struct str words, double wide);

/* ---- words: draw_words.c ---- */

/* "Aufgabe"; „Element“ where we have no word. */
struct str draw_word(const struct xml_node *x);

/* What people call it: „Name (Benutzeraufgabe)“, or for a flow „Weg von … zu …“. */
struct str draw_title(struct arena *a, const struct ids *ids, const struct xml_node *x);

#endif
