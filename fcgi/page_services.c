/* SPDX-License-Identifier: EUPL-1.2
 * "/{tenant}/": the services that a municipality offers online. */
#include "pages.h"
#include "publish/publish.h"
#include "views_citizen.h"

static struct str first_paragraph(struct ctx *c, struct str text)
{
	struct tpl_list all = page_paragraphs(c->arena, text);
	return all.n == 0 ? (struct str){ 0 } : ((const struct view_text *)all.items)[0].text;
}

/* Those of the office's tasks are not shown. */
static bool add_service(
    struct ctx *c, const struct publish_entry *e, struct view_service *list, size_t *n, struct err *err)
{
	const struct form *form;
	if (!publish_form_version(c->app->cache, c->app->db, c->tenant, e->id, e->version, &form, err))
		return false;
	if (form_is_task(form))
		return true;
	struct view_service *s = &list[(*n)++];
	s->href = str_fmt(c->arena, "/%.*s/%.*s/", STR_ARG(c->tenant), STR_ARG(e->id));
	s->title = str_dup(c->arena, form_title_in(form, c->lang, &s->title_german));
	s->summary = first_paragraph(c, form_intro_in(form, c->lang, &s->summary_german));
	return true;
}

bool page_services(struct ctx *c, struct err *err)
{
	const struct publish_entry *entries;
	size_t n_entries, n = 0;
	if (!publish_list(c->app->db, c->arena, c->tenant, false, &entries, &n_entries, err))
		return false;
	struct view_service *list = ARENA_ARRAY(c->arena, struct view_service, n_entries);
	for (size_t i = 0; i < n_entries; i++)
		if (entries[i].kind == PUBLISH_FORM && !add_service(c, &entries[i], list, &n, err))
			return false;
	struct view_services v = { .page = page_frame(c, page_text(c, "services.heading")), .services = { list, n } };
	page_render(c, PAGE_SERVICES, &v);
	return true;
}
