/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/": the forms and workflows of the library or of one municipality, with what is published and what is a
 * draft. */
#include "admin.h"

/* Where the published text comes from, as somebody sees it who works for owner. */
static struct str origin(const struct ctx *c, struct str owner, const struct publish_entry *e)
{
	if (str_eq_c(owner, "_"))
		return (struct str){ 0 };
	return page_text(c, e->own ? "admin.origin_own" : "admin.origin_library");
}

static bool describe(
    struct ctx *c, struct str owner, const struct publish_entry *e, struct view_definition *v, struct err *err)
{
	struct admin ad = { .owner = owner, .kind = e->kind, .id = e->id };
	const struct form *form = NULL;
	const struct flow *flow = NULL;
	const struct dmn *decision = NULL;
	if (e->version > 0 && !admin_model(c, &ad, e->version, &form, &flow, &decision, err) && err->kind != ERR_BUG)
		return false;
	struct str title = admin_title(c, form, flow, decision), base = admin_base(c, owner, e->kind, e->id);
	*v = (struct view_definition){
		.href = base,
		.title = title.n > 0 ? title : e->id,
		.id = e->id,
		.kind = admin_kind(c, e->kind),
		.origin = origin(c, owner, e),
		.live = e->version,
		.live_at = admin_when(c, e->published_at),
		.live_by = admin_who(c, e->published_by),
	};
	if (e->has_draft) {
		v->draft_href = str_fmt(c->arena, "%.*sentwurf/", STR_ARG(base));
		v->draft_at = admin_when(c, e->draft_at);
		v->draft_by = admin_who(c, e->draft_by);
	}
	return true;
}

bool admin_definitions(struct ctx *c, struct err *err)
{
	struct view_definitions v = { .page = page_frame(c, page_text(c, "admin.title")) };
	struct str owner;
	const struct publish_entry *list;
	size_t n;
	if (!admin_owner(c, req_query(c->req, "fuer"), &owner, err) ||
	    !admin_owners(c, owner, &v.owners, &v.owner_name, err) ||
	    !publish_list(c->app->db, c->arena, owner, true, &list, &n, err))
		return false;
	struct view_definition *rows = ARENA_ARRAY(c->arena, struct view_definition, n);
	for (size_t i = 0; i < n; i++)
		if (!describe(c, owner, &list[i], &rows[i], err))
			return false;
	v.nav = admin_nav(c, owner, false);
	v.has_owners = v.owners.n > 1;
	v.is_library = str_eq_c(owner, "_");
	v.definitions = (struct tpl_list){ rows, n };
	v.has_definitions = n > 0;
	page_render(c, PAGE_ADMIN_DEFINITIONS, &v);
	return true;
}
