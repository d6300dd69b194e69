/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/pruefen": everything on one page; POST sends it. */
#include "apply.h"
#include "consents.h"
#include "fee.h"
#include "prefill.h"
#include "publish/publish.h"
#include "views_citizen.h"
#include "why.h"

struct check {
	struct apply ap;
	const struct form_state *state;
	struct region_answer answer;
	struct str token; /* of the answers: what is sent is what was shown */
	struct consents consents;
};

/* All that must hold before the check page may be shown or sent. *done: the browser was sent elsewhere. */
static bool load(struct ctx *c, struct check *k, bool *done, struct err *err)
{
	bool own;
	if (!apply_load(c, &k->ap, err))
		return false;
	*done = true;
	if (k->ap.sent && c->req->method == REQ_POST) { /* a double click: the same receipt */
		resp_redirect(c->resp, str_fmt(c->arena, "%.*sabgesendet", STR_ARG(k->ap.base)));
		return true;
	}
	if (apply_elsewhere(c, &k->ap))
		return true;
	k->state = apply_eval(c, &k->ap);
	size_t open = form_page_incomplete(k->state);
	if (open != SIZE_MAX) {
		struct form_view_stop stop;
		bool change = !form_stopped(k->state, &stop);
		resp_redirect(c->resp, apply_page_address(c, &k->ap, open, change));
		return true;
	}
	if (!apply_route(c, &k->ap, k->state, &k->answer, &own, err))
		return false;
	if (!own) {
		resp_redirect(c->resp, str_fmt(c->arena, "%.*szustaendig", STR_ARG(k->ap.base)));
		return true;
	}
	k->token = apply_fingerprint(c, k->ap.draft.answers);
	if (!consents_load(c, &k->ap, k->state, &k->consents, err))
		return false;
	*done = false;
	return true;
}

/* What was calculated can be explained. */
static struct tpl_list answers(struct ctx *c, const struct check *k, const struct form_view_section *from)
{
	struct form_view_answer *list = ARENA_ARRAY(c->arena, struct form_view_answer, from->n_answers);
	for (size_t i = 0; i < from->n_answers; i++) {
		list[i] = from->answers[i];
		if (list[i].path.n > 0)
			list[i].why = why_address(c, &k->ap, list[i].path, true);
	}
	return (struct tpl_list){ list, from->n_answers };
}

static struct tpl_list sections(struct ctx *c, const struct check *k)
{
	const struct form_view_section *from;
	size_t n = form_view_summary(c->arena, k->state, &from), page;
	struct view_check_section *list = ARENA_ARRAY(c->arena, struct view_check_section, n);
	for (size_t i = 0; i < n; i++) {
		list[i].title = from[i].title;
		list[i].title_german = from[i].title_german;
		list[i].first_of_page = from[i].first_of_page;
		list[i].answers = answers(c, k, &from[i]);
		if (form_page_find(k->ap.form, from[i].page_id, &page))
			list[i].href = apply_page_address(c, &k->ap, page, true);
	}
	return (struct tpl_list){ list, n };
}

/* Errors that stand on no page: a hostile post, or a form that cannot be completed. */
static struct tpl_list loose_errors(struct ctx *c, const struct form_state *s)
{
	const struct form_error *from;
	size_t n = form_errors(s, &from), kept = 0;
	struct form_view_error *list = ARENA_ARRAY(c->arena, struct form_view_error, n);
	for (size_t i = 0; i < n; i++)
		list[kept++] = (struct form_view_error){ STR("#inhalt"), from[i].message, from[i].german };
	return (struct tpl_list){ list, kept };
}

/* What rules took out of the answers since they were given. */
static struct tpl_list dropped(struct ctx *c, const struct check *k)
{
	const struct form_dropped *list;
	size_t n = form_dropped(c->arena, k->state, &list);
	return (struct tpl_list){ list, n };
}

static bool show(struct ctx *c, const struct check *k, struct err *err)
{
	const struct form *f = k->ap.form;
	size_t last = form_n_pages(f) - 1;
	struct view_check v = {
		.page = page_frame(c, page_text(c, "check.title")),
		.action = apply_page_address(c, &k->ap, SIZE_MAX, false),
		.token = k->token,
		.errors = loose_errors(c, k->state),
		.sections = sections(c, k),
		.dropped = dropped(c, k),
		.fee = fee_view(c, form_fee(k->state), why_address(c, &k->ap, STR("gebuehr"), true)),
		.has_consents = k->consents.list.n > 0,
		.consents = k->consents.list,
		.can_send = k->consents.complete,
	};
	page_form_title(c, f, &v.page, &v.form_title);
	if (!form_page_relevant(k->state, last))
		last = form_page_prev(k->state, last);
	v.back_href = apply_page_address(c, &k->ap, last, false);
	v.has_errors = v.page.has_errors = v.errors.n > 0;
	v.has_dropped = v.dropped.n > 0;
	if (!apply_contact(c, k->answer.rules[0].office, &v.office, err))
		return false;
	page_render(c, PAGE_CHECK, &v);
	return true;
}

bool page_check(struct ctx *c, struct err *err)
{
	struct check k = { 0 };
	bool done;
	if (!load(c, &k, &done, err))
		return false;
	if (done)
		return true;
	return show(c, &k, err);
}

/* Saved in another window in the very moment: as it is stored now, to be looked at again. Sent meanwhile with other
 * answers: err says so. */
static bool show_changed(struct ctx *c, struct err *err)
{
	struct check k = { 0 };
	struct err now = { 0 };
	bool done;
	if (!load(c, &k, &done, &now)) {
		*err = now;
		return false;
	}
	if (k.ap.sent)
		return false;
	if (done)
		return true;
	c->resp->status = 409;
	return show(c, &k, err);
}

bool page_check_post(struct ctx *c, struct err *err)
{
	struct check k = { 0 };
	bool done;
	if (!load(c, &k, &done, err))
		return false;
	if (done)
		return true;
	const struct form_error *errors;
	if (form_errors(k.state, &errors) > 0 || !k.consents.complete || !str_eq(req_value(c->req, "_token"), k.token)) {
		c->resp->status = 409; /* changed in another window since it was shown: look at it again */
		return show(c, &k, err);
	}
	struct submission sub = {
		.tenant = c->tenant,
		.secret = c->draft,
		.rev = k.ap.draft.rev,
		.form_version = k.ap.draft.form_version,
		.ars = form_ars(k.state),
		.office = k.answer.rules[0].office,
		.consents = k.consents.given,
		.today = k.ap.world.today,
		.now = page_now(),
	};
	const struct flow *flow;
	struct submission_receipt receipt;
	c->about = str_fmt(c->arena, "form/%.*s", STR_ARG(form_id(k.ap.form)));
	if (!publish_current_flow(
	        c->app->cache, c->app->db, c->tenant, form_flow(k.ap.form), &sub.flow_version, &flow, err))
		return false;
	if (!submission_send(c->app->db, c->arena, &sub, k.ap.form, k.state, flow, &receipt, err))
		return err->kind == ERR_CONFLICT && show_changed(c, err);
	prefill_forget(c);
	resp_redirect(c->resp, str_fmt(c->arena, "%.*sabgesendet", STR_ARG(k.ap.base)));
	return true;
}

/* POST "/{tenant}/{form}/zustimmung": asks somebody else to agree to what the check page shows. */
bool page_check_ask(struct ctx *c, struct err *err)
{
	struct check k = { 0 };
	bool done;
	if (!load(c, &k, &done, err))
		return false;
	if (done)
		return true;
	if (!str_eq(req_value(c->req, "_token"), k.token)) {
		c->resp->status = 409;
		return show(c, &k, err);
	}
	struct str id = req_value(c->req, "consent");
	struct str back = str_fmt(c->arena, "%.*spruefen#zustimmungen", STR_ARG(k.ap.base));
	bool asked = consents_ask(c, &k.ap, k.state, id, err);
	if (!asked && err->kind != ERR_CONFLICT)
		return false;
	if (asked)
		resp_redirect(c->resp, back);
	else
		page_problem_next(c, 409, "asked_often", back, "problem.asked_often.next");
	return true;
}
