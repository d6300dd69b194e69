/* SPDX-License-Identifier: EUPL-1.2
 * The diagram of a workflow on a page, and the way a case has taken through it, as picture and as list. */
#ifndef OZG_FCGI_DIAGRAM_H
#define OZG_FCGI_DIAGRAM_H

#include "cases/case.h"
#include "flow/draw/draw.h"
#include "flow/flow.h"
#include "pages.h"

/* parts/diagram */
struct view_diagram {
	struct str title;
	struct str box;        /* viewBox */
	struct str large_href; /* the picture alone, or empty */
	int64_t width, height;
	bool arranged, marked, here; /* marked: a path is; here: somewhere in it the case stands */
	const struct draw_figure *figures;
	size_t n_figures;
};

/* One step of the way, oldest first. */
struct view_way_step {
	struct str title, kind, at;
	struct str took; /* "3 Tage"; empty: it went on at once */
	bool here;       /* the case stands here; then took is how long already */
};

extern const struct tpl_struct view_diagram_desc, view_way_step_desc;

/* The workflow with marks over it; NULL when there is nothing to draw. */
struct view_diagram *diagram(
    const struct ctx *c, const struct flow *flow, const struct draw_mark *marks, size_t n_marks);

/* The same with the path a case has taken and where it stands; *way_r are its view_way_step. */
struct view_diagram *diagram_of_case(
    const struct ctx *c, const struct flow *flow, const struct case_file *f, struct tpl_list *way_r);

/* Answers with that picture alone, as SVG. */
bool diagram_send(const struct ctx *c, const struct flow *flow, const struct case_file *f, struct err *err) MUST_CHECK;

/* "3 Tage", "1 Stunde", "unter 1 Minute"; of less than nothing: empty. */
struct str diagram_span(const struct ctx *c, int64_t seconds);

/* What kind of step it is, in the words of the catalogue. */
struct str diagram_kind(const struct ctx *c, const struct flow_view_step *s);

#endif
