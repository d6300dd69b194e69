/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/warum?feld=PATH": why a question is asked, demanded, wrong or calculated so, from the stored
 * answers. The address names the question, never an answer. */
#include "apply.h"
#include "views_citizen.h"
#include "why.h"

/* Letters, digits and "/" stay; what is left of a path are its brackets. */
static struct str escaped(struct arena *a, struct str path)
{
	static const char hex[] = "0123456789ABCDEF";
	struct buf b = buf_new(a);
	for (size_t i = 0; i < path.n; i++) {
		unsigned char ch = (unsigned char)path.p[i];
		bool plain = (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || ch == '/' ||
		             ch == '-' || ch == '_' || ch == '.';
		if (plain)
			buf_add_char(&b, (char)ch);
		else
			buf_add_fmt(&b, "%%%c%c", hex[ch >> 4], hex[ch & 15]);
	}
	return buf_str(&b);
}

struct str why_address(struct ctx *c, const struct apply *ap, struct str path, bool from_check)
{
	struct str field = escaped(c->arena, path);
	return str_fmt(
	    c->arena, "%.*swarum?feld=%.*s%s", STR_ARG(ap->base), STR_ARG(field), from_check ? "&von=pruefen" : "");
}

const struct view_why *why_view(struct ctx *c, const struct form_why *why, bool conditions)
{
	struct view_why *v = ARENA_NEW(c->arena, struct view_why);
	struct view_why_line *list = ARENA_ARRAY(c->arena, struct view_why_line, why->n_lines);
	for (size_t i = 0; i < why->n_lines; i++)
		list[i] = (struct view_why_line){
			.text = why->lines[i].text,
			.condition = conditions ? why->lines[i].condition : STR(""),
			.more = why->lines[i].depth > 0,
		};
	v->label = why->label;
	v->lines = (struct tpl_list){ list, why->n_lines };
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
		.form_title = form_title(ap.form),
		.why = why_view(c, why, false),
	};
	page_render(c, PAGE_WHY, &v);
	return true;
}
