/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/{page}": one page of questions. GET shows it; POST saves what was typed, right or wrong, and goes
 * on when it is right. */
#include "apply.h"
#include "documents.h"
#include "lang.h"
#include "prefill.h"
#include "router.h"
#include "shown.h"
#include "stale.h"
#include "views_citizen.h"
#include "why.h"

#define SAVE_TRIES 3

static bool is_change(const struct ctx *c)
{
	return req_query(c->req, "aendern").n > 0;
}

/* The page of the address; SIZE_MAX when the form has none of that name. */
static size_t page_of(const struct ctx *c, const struct apply *ap)
{
	size_t page;
	return form_page_find(ap->form, router_arg(c, ":page"), &page) ? page : SIZE_MAX;
}

static void show(struct ctx *c, const struct apply *ap, const struct form_state *s, size_t page, bool show_errors)
{
	const struct form_view_page *form = form_view(c->arena, s, page, show_errors);
	size_t prev = form_page_prev(s, page);
	struct view_form v = {
		.page = page_frame(c, form->title),
		.back_href = prev == SIZE_MAX ? ap->base : apply_page_address(c, ap, prev, false),
		.action = apply_page_address(c, ap, page, is_change(c)),
		.seen = shown_fingerprint(c, shown_of(c, form)),
		.version = ap->draft.form_version,
		.form = form,
	};
	page_form_title(c, ap->form, &v.page, &v.form_title);
	v.page.answers = STR("antworten");
	if (is_change(c))
		v.back_href = apply_page_address(c, ap, SIZE_MAX, false);
	v.page.has_errors = form->has_errors;
	v.page.explains = true;
	if (form->has_errors)
		c->resp->status = 422;
	page_render(c, PAGE_FORM, &v);
}

/* What both methods begin with: the draft, the page of the address, the answers judged. *done: the browser was sent
 * elsewhere. */
static bool enter(
    struct ctx *c, struct apply *ap, size_t *page, const struct form_state **s, bool *done, struct err *err)
{
	if (!apply_load(c, ap, err))
		return false;
	*page = page_of(c, ap);
	if (*page == SIZE_MAX)
		return err_set(err, ERR_NOTFOUND, "%s", "");
	*s = apply_eval(c, ap);
	bool begins = ap->draft.rev == 0 && !ap->sent && *page == apply_first_page(*s);
	*done = !begins && apply_elsewhere(c, ap);
	return true;
}

/* The service is not the right one: kindly, and with the way on. Whom to ask is known when the place is. */
static bool show_stop(struct ctx *c, const struct apply *ap, const struct form_state *s,
    const struct form_view_stop *stop, struct err *err)
{
	struct region_answer answer;
	bool own = false;
	size_t prev = form_page_prev(s, stop->page);
	struct view_stop v = {
		.page = page_frame(c, stop->title),
		.back_href = prev == SIZE_MAX ? ap->base : apply_page_address(c, ap, prev, false),
		.heading = stop->title,
		.text = page_paragraphs(c->arena, stop->text),
		.href = stop->href,
		.link = stop->link,
		.change_href = apply_page_address(c, ap, stop->change_page, true),
		.action = ap->base,
	};
	page_form_title(c, ap->form, &v.page, &v.form_title);
	if (form_ars(s).n > 0 && (!apply_route(c, ap, s, &answer, &own, err) ||
	                             (own && !apply_contact(c, answer.rules[0].office, &v.office, err))))
		return false;
	page_render(c, PAGE_STOP, &v);
	return true;
}

bool page_form(struct ctx *c, struct err *err)
{
	struct apply ap;
	size_t page;
	const struct form_state *s;
	bool done;
	if (!enter(c, &ap, &page, &s, &done, err))
		return false;
	if (done || prefill_keep(c, &ap))
		return true;
	size_t open = form_page_incomplete(s);
	if (!form_page_relevant(s, page) || page > open) {
		resp_redirect(c->resp, apply_page_address(c, &ap, open, is_change(c)));
		return true;
	}
	struct form_view_stop stop;
	if (form_stopped(s, &stop) && stop.page == page && !is_change(c))
		return show_stop(c, &ap, s, &stop, err);
	show(c, &ap, s, page, is_change(c));
	c->resp->status = 200;
	return true;
}

static const struct form_view_item *same(struct form_view_items items, const struct form_view_item *wanted)
{
	for (size_t i = 0; i < items.n; i++)
		if (str_eq(items.items[i].id, wanted->id) && items.items[i].options.n == wanted->options.n)
			return &items.items[i];
	return NULL;
}

/* The first item that was not there before, or the repeated group that has lost an entry; NULL: all is as it was. */
static const struct form_view_item *first_change(struct form_view_items before, struct form_view_items now)
{
	for (size_t i = 0; i < now.n; i++) {
		const struct form_view_item *item = &now.items[i], *old = same(before, item);
		if (old == NULL || (item->is_repeat && item->children.n < old->children.n))
			return item;
		const struct form_view_item *inner = first_change(old->children, item->children);
		if (inner != NULL)
			return inner;
	}
	return NULL;
}

/* The page again, at the place where it has changed. */
static struct str changed_address(
    struct ctx *c, const struct apply *ap, const struct form_state *before, const struct form_state *now, size_t page)
{
	struct str address = apply_page_address(c, ap, page, is_change(c));
	const struct form_view_item *item =
	    first_change(form_view(c->arena, before, page, false)->items, form_view(c->arena, now, page, false)->items);
	return item == NULL ? address : str_fmt(c->arena, "%.*s#%.*s", STR_ARG(address), STR_ARG(item->id));
}

/* Where to go when this page is right. */
static struct str next_address(struct ctx *c, const struct apply *ap, const struct form_state *s, size_t page)
{
	if (!is_change(c))
		return apply_page_address(c, ap, form_page_next(s, page), false);
	return apply_page_address(c, ap, form_page_incomplete(s), true);
}

/* Is the place known now, and is it another municipality's business, or nobody's? Better said before more is asked. */
static bool goes_elsewhere(struct ctx *c, const struct apply *ap, const struct form_state *s, struct str ars_before,
    bool *elsewhere, struct err *err)
{
	struct region_answer answer;
	bool own = true;
	*elsewhere = false;
	if (form_ars(s).n == 0 || str_eq(form_ars(s), ars_before))
		return true;
	if (!apply_route(c, ap, s, &answer, &own, err))
		return false;
	*elsewhere = !own;
	return true;
}

/* One attempt to save the page. ERR_CONFLICT: the draft was saved from elsewhere in between. */
static bool post_once(
    struct ctx *c, struct apply *ap, size_t page, const struct form_param *params, size_t n, struct err *err)
{
	const struct form_state *before = apply_eval(c, ap);
	json_t *answers = apply_copy(c, ap->draft.answers);
	enum form_action action;
	if (!form_post(c->arena, ap->form, page, params, n, answers, &ap->world, &action, err))
		return false;
	const struct form_state *s = form_eval(c->arena, ap->form, answers, &ap->world);
	if (stale_found(c, ap, before, s, page))
		return true;
	if (c->places.err.kind != ERR_NONE) {
		*err = c->places.err;
		return false;
	}
	enum form_lang lang;
	struct str ars_before = form_ars(before);
	bool changed = ap->draft.rev == 0 || !json_equal(ap->draft.answers, answers);
	ap->draft.answers = answers;
	if (changed && !draft_save(c->app->db, c->arena, c->tenant, c->draft, &ap->draft, err))
		return false;

	bool elsewhere;
	struct form_view_stop stop;
	struct str asked = req_value(c->req, "_why");
	if (lang_wanted(c, &lang)) {
		lang_keep(c, lang);
		resp_redirect(c->resp, apply_page_address(c, ap, page, is_change(c)));
	} else if (asked.n > 0) {
		resp_redirect(c->resp, why_address(c, ap, asked, false));
	} else if (action == FORM_CHANGED) {
		resp_redirect(c->resp, changed_address(c, ap, before, s, page));
	} else if (form_stopped(s, &stop) && stop.page == page) {
		resp_redirect(c->resp, apply_page_address(c, ap, page, false));
	} else if (!form_page_valid(s, page)) {
		show(c, ap, s, page, true);
	} else if (!goes_elsewhere(c, ap, s, ars_before, &elsewhere, err)) {
		return false;
	} else if (elsewhere) {
		resp_redirect(c->resp, str_fmt(c->arena, "%.*szustaendig", STR_ARG(ap->base)));
	} else {
		resp_redirect(c->resp, next_address(c, ap, s, page));
	}
	return true;
}

bool page_form_post(struct ctx *c, struct err *err)
{
	const struct form_param *params = NULL;
	size_t n = 0;
	for (int tries = 0; tries < SAVE_TRIES; tries++) {
		struct apply ap;
		size_t page;
		const struct form_state *s;
		bool done;
		if (!enter(c, &ap, &page, &s, &done, err))
			return false;
		if (done)
			return true;
		if (!form_page_relevant(s, page)) {
			resp_redirect(c->resp, apply_page_address(c, &ap, form_page_incomplete(s), false));
			return true;
		}
		if (params == NULL && !documents_params(c, ap.form, page, DOCUMENTS_STORE, &params, &n, err))
			return false;
		if (post_once(c, &ap, page, params, n, err))
			return true;
		if (err->kind != ERR_CONFLICT)
			return false;
	}
	return false;
}
