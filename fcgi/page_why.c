/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/warum?feld=PATH": why a question is asked, demanded, wrong or calculated so, from the stored
 * answers. The address names the question, never an answer. */
#include "apply.h"
#include "views_citizen.h"
#include "why.h"

struct str why_address(struct ctx *c, const struct apply *ap, struct str path, bool from_check)
{
	struct buf b = buf_new(c->arena);
	buf_add(&b, ap->base);
	buf_add_c(&b, "warum?feld=");
	params_encode(&b, path);
	if (from_check)
		buf_add_c(&b, "&von=pruefen");
	return buf_str(&b);
}

/* The lines from *next on that are as deep as depth, each with the deeper ones behind it. */
static struct tpl_list lines_from(
    struct arena *a, const struct form_why *why, size_t *next, unsigned depth, bool conditions)
{
	struct view_why_line *list = ARENA_ARRAY(a, struct view_why_line, why->n_lines - *next);
	size_t n = 0;
	while (*next < why->n_lines && why->lines[*next].depth >= depth) {
		const struct form_why_line *l = &why->lines[(*next)++];
		struct view_why_line *v = &list[n++];
		*v = (struct view_why_line){ .text = l->text, .german = l->german };
		if (conditions)
			v->condition = l->condition;
		if (*next < why->n_lines && why->lines[*next].depth > l->depth)
			v->reasons = lines_from(a, why, next, l->depth + 1, conditions);
		v->has_reasons = v->reasons.n > 0;
	}
	return (struct tpl_list){ list, n };
}

const struct view_why *why_view(struct ctx *c, const struct form_why *why, bool conditions)
{
	struct view_why *v = ARENA_NEW(c->arena, struct view_why);
	size_t next = 0;
	v->label = why->label;
	v->lines = lines_from(c->arena, why, &next, 0, conditions);
	return v;
}

/* Back to the question itself; where it is not shown, to the page that is open. */
static struct str way_back(
    struct ctx *c, const struct apply *ap, const struct form_state *s, const struct form_why *why)
{
	if (str_eq_c(req_query(c->req, "von"), "pruefen"))
		return apply_page_address(c, ap, SIZE_MAX, false);
	if (!why->relevant || why->page == SIZE_MAX || !form_page_relevant(s, why->page))
		return apply_page_address(c, ap, form_page_incomplete(s), false);
	return str_fmt(c->arena, "%.*s#%.*s", STR_ARG(apply_page_address(c, ap, why->page, false)), STR_ARG(why->id));
}

bool page_why(struct ctx *c, struct err *err)
{
	struct apply ap;
	if (!apply_load(c, &ap, err))
		return false;
	if (apply_elsewhere(c, &ap))
		return true;
	const struct form_state *s = apply_eval(c, &ap);
	const struct form_why *why = form_why(c->arena, s, req_query(c->req, "feld"), false, err);
	if (why == NULL) {
		err->kind = ERR_NOTFOUND;
		return false;
	}
	struct view_why_page v = {
		.page = page_frame(c, page_text_with(c, "why.title", &why->label, 1)),
		.back_href = way_back(c, &ap, s, why),
		.why = why_view(c, why, false),
	};
	page_form_title(c, ap.form, &v.page, &v.form_title);
	page_render(c, PAGE_WHY, &v);
	return true;
}
