/* SPDX-License-Identifier: EUPL-1.2
 * "/status/": where an application is, for whoever has its number and its secret. Both come by POST, so that the secret
 * stands in no address, no history and no log. */
#include "cases/case.h"
#include "dispatch.h"
#include "pages.h"
#include "publish/publish.h"
#include "views_citizen.h"

static void ask(struct ctx *c, struct view_status_lookup *v)
{
	struct form_view_error list[2];
	size_t n = 0;
	if (v->number_error.n > 0)
		list[n++] = (struct form_view_error){ STR("#number"), v->number_error, false };
	if (v->secret_error.n > 0)
		list[n++] = (struct form_view_error){ STR("#secret"), v->secret_error, false };
	v->page = page_frame(c, page_text(c, "status.title"));
	v->errors = (struct tpl_list){ list, n };
	v->has_errors = v->page.has_errors = n > 0;
	if (n > 0)
		c->resp->status = 422;
	page_render(c, PAGE_STATUS_LOOKUP, v);
}

bool page_status(struct ctx *c, struct err *err)
{
	(void)err;
	struct view_status_lookup v = { 0 };
	ask(c, &v);
	return true;
}

static struct tpl_list steps(struct ctx *c, const struct case_status *s)
{
	struct view_status_step *list = ARENA_ARRAY(c->arena, struct view_status_step, s->n_history);
	size_t n = 0;
	for (size_t i = 0; i < s->n_history; i++) {
		const struct case_event *e = &s->history[i];
		bool sent = str_eq_c(e->kind, "submitted");
		struct str title = sent ? page_text(c, "status.submitted") : e->text;
		if (n == 0 || !str_eq(list[n - 1].title, title)) /* the workflow may begin with the same word */
			list[n++] = (struct view_status_step){ .title = title, .at = e->at };
	}
	if (n > 0)
		list[n - 1].is_current = true;
	return (struct tpl_list){ list, n };
}

static bool show(struct ctx *c, const struct case_status *s, struct err *err)
{
	const struct form *form;
	if (!publish_form_version(c->app->cache, c->app->db, s->tenant, s->form, s->form_version, &form, err))
		return false;
	if (!dispatch_tenant(c, s->tenant, err))
		return false;
	struct view_contact contact = { s->office, s->address, s->phone, s->email };
	struct view_status v = {
		.page = page_frame(c, page_text(c, "status.title")),
		.number = s->number,
		.status = s->status,
		.status_kind = STR("info"), /* whether an end is a good one, the workflow does not say */
		.note = s->ended ? page_text(c, "status.ended") : STR(""),
		.steps = steps(c, s),
		.office = &contact,
	};
	page_form_title(c, form, &v.page, &v.form_title);
	page_render(c, PAGE_STATUS, &v);
	return true;
}

bool page_status_post(struct ctx *c, struct err *err)
{
	struct view_status_lookup v = {
		.number = str_trim(req_value(c->req, "number")),
		.secret = str_trim(req_value(c->req, "secret")),
	};
	if (v.number.n == 0)
		v.number_error = page_text(c, "status.number_missing");
	if (v.secret.n == 0)
		v.secret_error = page_text(c, "status.secret_missing");
	struct case_status s;
	if (v.number.n == 0 || v.secret.n == 0) {
		ask(c, &v);
		return true;
	}
	if (case_status(c->app->db, c->arena, v.number, v.secret, &s, err))
		return show(c, &s, err);
	if (err->kind != ERR_NOTFOUND)
		return false;
	v.number_error = page_text(c, "status.not_found");
	ask(c, &v);
	return true;
}
