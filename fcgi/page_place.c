/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/{form}/zustaendig": no office is responsible for the place, several are, or another municipality's is, to
 * which the draft can be carried over. */
#include "apply.h"
#include "csrf.h"
#include "prefill.h"
#include "publish/publish.h"
#include "views_citizen.h"

struct place {
	struct apply ap;
	const struct form_state *state;
	struct region_answer answer;
	bool own;
};

/* False with err, or with *done when the browser was sent elsewhere. */
static bool load(struct ctx *c, struct place *p, bool *done, struct err *err)
{
	if (!apply_load(c, &p->ap, err))
		return false;
	*done = apply_elsewhere(c, &p->ap);
	if (*done)
		return true;
	p->state = apply_eval(c, &p->ap);
	if (!apply_route(c, &p->ap, p->state, &p->answer, &p->own, err))
		return false;
	if (p->own || form_ars(p->state).n == 0) {
		resp_redirect(c->resp, apply_page_address(c, &p->ap, form_page_incomplete(p->state), false));
		*done = true;
	}
	return true;
}

static bool place_name(struct ctx *c, struct str ars, struct str *name, struct err *err)
{
	struct db_rows rows;
	if (!db_once(c->app->db, c->arena, STR(""), DB_WEB_PLACE, DB_PARAMS(db_text(ars)), &rows, err))
		return false;
	*name = rows.n > 0 ? db_get(&rows, 0, 0) : ars;
	return true;
}

bool page_place(struct ctx *c, struct err *err)
{
	struct place p = { 0 };
	bool done;
	if (!load(c, &p, &done, err))
		return false;
	if (done)
		return true;
	struct str first = apply_page_address(c, &p.ap, apply_first_page(p.state), false);
	struct view_place v = {
		.page = page_frame(c, page_text(c, "place.title")),
		.back_href = first,
		.is_none = p.answer.kind == REGION_NONE,
		.is_several = p.answer.kind == REGION_SEVERAL,
		.is_other = p.answer.kind == REGION_ONE,
		.carry_action = str_fmt(c->arena, "%.*szustaendig", STR_ARG(p.ap.base)),
		.change_href = first,
	};
	page_form_title(c, p.ap.form, &v.page, &v.form_title);
	if (!place_name(c, form_ars(p.state), &v.place, err))
		return false;
	if (v.is_other)
		v.other_name = p.answer.rules[0].tenant_name;
	page_render(c, PAGE_PLACE, &v);
	return true;
}

/* Carries the draft over. The cookie moves with it: it belongs to the address of one municipality's form. */
bool page_place_post(struct ctx *c, struct err *err)
{
	struct place p = { 0 };
	bool done;
	if (!load(c, &p, &done, err))
		return false;
	if (done)
		return true;
	if (p.answer.kind != REGION_ONE)
		return page_place(c, err);
	struct str to = p.answer.rules[0].tenant;
	const struct form *same;
	if (!publish_form_version(c->app->cache, c->app->db, to, p.ap.draft.form, p.ap.draft.form_version, &same, err)) {
		if (err->kind != ERR_NOTFOUND)
			return false;
		return err_set(err, ERR_CONFLICT, "Diese Verwaltung bietet das Formular in einer anderen Fassung an.");
	}
	if (!draft_move(c->app->db, c->arena, c->tenant, to, c->draft, err))
		return false;
	struct str base = str_fmt(c->arena, "/%.*s/%.*s/", STR_ARG(to), STR_ARG(p.ap.draft.form));
	csrf_move_draft(c, base);
	prefill_move(c, base);
	p.ap.base = base;
	size_t open = form_page_incomplete(p.state);
	resp_redirect(c->resp, apply_page_address(c, &p.ap, open, false));
	return true;
}
