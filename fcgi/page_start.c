/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/": what a form is for, before one begins; where one left off; and beginning anew. */
#include "apply.h"
#include "csrf.h"
#include "prefill.h"
#include "views_citizen.h"

static struct tpl_list page_titles(struct ctx *c, const struct form *f)
{
	size_t n = form_n_pages(f);
	struct view_start_page *list = ARENA_ARRAY(c->arena, struct view_start_page, n);
	for (size_t i = 0; i < n; i++)
		list[i].title = form_page_title_in(f, i, c->lang, &list[i].german);
	return (struct tpl_list){ list, n };
}

bool page_start(struct ctx *c, struct err *err)
{
	struct apply ap;
	if (!apply_load(c, &ap, err))
		return false;
	if (prefill_keep(c, &ap))
		return true;
	const struct form_state *s = apply_eval(c, &ap);
	bool german;
	struct view_start v = {
		.page = page_frame(c, form_title_in(ap.form, c->lang, &german)),
		.back_href = str_fmt(c->arena, "/%.*s/", STR_ARG(c->tenant)),
		.pages = page_titles(c, ap.form),
		.action = ap.base,
		.has_draft = ap.draft.rev > 0,
		.has_sent = ap.sent,
	};
	page_form_title(c, ap.form, &v.page, &v.form_title);
	v.intro = page_paragraphs(c->arena, form_intro_in(ap.form, c->lang, &v.intro_german));
	if (v.has_draft)
		v.resume_href = apply_page_address(c, &ap, form_page_incomplete(s), false);
	else if (v.has_sent)
		v.sent_href = str_fmt(c->arena, "%.*sabgesendet", STR_ARG(ap.base));
	else
		v.begin_href = apply_page_address(c, &ap, apply_first_page(s), false);
	page_render(c, PAGE_START, &v);
	return true;
}

/* Another application, with a new cookie: the draft is deleted first ("discard"), or the old one was sent ("new"). */
bool page_start_post(struct ctx *c, struct err *err)
{
	struct apply ap;
	if (!apply_load(c, &ap, err))
		return false;
	struct str action = req_value(c->req, "_action");
	if (str_eq_c(action, "discard")) {
		if (!draft_delete(c->app->db, c->arena, c->tenant, c->draft, err))
			return false;
	} else if (!str_eq_c(action, "new")) {
		return err_set(err, ERR_INPUT, "Diese Schaltfläche gibt es nicht.");
	}
	csrf_renew(c);
	prefill_forget(c);
	resp_redirect(c->resp, ap.base);
	return true;
}
