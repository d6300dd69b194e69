/* SPDX-License-Identifier: EUPL-1.2
 * The version or draft that preview and trial are about. */
#include "admin_subject.h"

static bool load_draft(struct ctx *c, struct admin_subject *s, struct err *err)
{
	struct publish_checked it;
	const struct admin *ad = &s->ad;
	if (!publish_source(c->app->db, c->arena, ad->owner, ad->kind, ad->id, 0, &s->source, err))
		return false;
	if (!publish_check(&ad->desk, c->arena, s->source, &it, &s->findings, err))
		return err->kind == ERR_INPUT;
	s->form = it.form;
	s->flow = it.flow;
	s->decision = it.decision;
	return true;
}

bool admin_subject_load(struct ctx *c, struct admin_subject *s, struct err *err)
{
	struct str version = router_arg(c, ":version");
	*s = (struct admin_subject){ .findings = diags_new(c->arena, STR("")) };
	if (!admin_find(c, &s->ad, err))
		return false;
	s->base = str_fmt(c->arena, "%.*s%.*s/", STR_ARG(s->ad.base), STR_ARG(version));
	if (str_eq_c(version, "entwurf"))
		return load_draft(c, s, err);
	if (!str_to_i64(version, &s->version) || s->version < 1)
		return err_set(err, ERR_NOTFOUND, "%s", "");
	return admin_model(c, &s->ad, s->version, &s->form, &s->flow, &s->decision, err);
}
