/* SPDX-License-Identifier: EUPL-1.2
 * The diagram of a workflow, from BPMN DI (ISO/IEC 19510 clause 12): what a picture consists of, and the picture as
 * SVG.
 *
 * A drawing knows nothing of cases: it is made once from the text and is const. Marks (path taken, where a case stands,
 * how long it took) are laid over it. Everything is a path or a line of text with the name of a look, so that the page
 * draws it by a template and its style sheet, and flow_draw_svg by attributes; both without script and style. */
#ifndef OZG_FLOW_DRAW_H
#define OZG_FLOW_DRAW_H

#include "base/diag.h"
#include "base/err.h"
#include "xml/xml.h"

struct draw_path {
	const char *look; /* one of draw_look.c: "node", "line" … */
	struct str d;     /* path data of SVG */
};

struct draw_text {
	const char *look;
	int64_t x, y; /* of the base line; x is its middle, or its beginning (look "start") */
	bool turned;  /* reads from bottom to top */
	struct str text;
};

/* An element of the workflow as it is drawn. */
struct draw_figure {
	struct str id;    /* of BPMN */
	struct str title; /* "Formale Prüfung (Benutzeraufgabe)" */
	bool passed, here;
	int64_t x, y; /* upper left corner: where a note begins */
	const struct draw_path *paths;
	size_t n_paths;
	const struct draw_text *texts;
	size_t n_texts;
};

struct drawing {
	struct str title;                  /* of the process or collaboration */
	int64_t x, y, width, height;       /* in the units of BPMN DI, which are pixels */
	const struct draw_figure *figures; /* those behind come first */
	size_t n_figures;
	bool arranged; /* the file says nothing about where things stand: this is our own arrangement */
};

/* What to show of a case. */
struct draw_mark {
	struct str id; /* of a node or a sequence flow; unknown ones are ignored */
	bool passed, here;
	struct str note; /* "2 Tage", or empty */
};

/* All diagrams of the file, one below the other; without any, an arrangement from left to right. Unlike flow_read it
 * takes every BPMN file, executable or not. Keeps nothing of the tree. NULL when root is no BPMN file or there is
 * nothing to draw; then d has a finding. */
const struct drawing *flow_drawing_of(struct arena *a, const struct xml_node *root, struct diags *d);

/* The same from the text: at most 8 MiB and 400,000 elements. */
const struct drawing *flow_drawing_read(struct arena *a, struct str source, struct diags *d);

/* A copy with marks laid over it. */
const struct drawing *flow_drawing_mark(
    struct arena *a, const struct drawing *from, const struct draw_mark *marks, size_t n);

/* Adds an SVG 1.1 document: titles for everything, colours by currentColor and Canvas. */
void flow_drawing_svg(const struct drawing *g, struct buf *out);

#endif
