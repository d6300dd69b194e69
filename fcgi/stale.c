/* SPDX-License-Identifier: EUPL-1.2
 * Two windows on one page. */
#include "stale.h"
#include "shown.h"
#include "views_citizen.h"

static struct str value_of(const struct shown *f, struct str name)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->list[i].name, name))
			return f->list[i].value;
	return (struct str){ 0 };
}

/* Where the two differ; a field that only one of them has is compared with nothing. */
static struct tpl_list differences(struct ctx *c, const struct shown *stored, const struct shown *typed)
{
	struct view_stale_answer *list = ARENA_ARRAY(c->arena, struct view_stale_answer, stored->n + typed->n);
	size_t n = 0;
	for (size_t i = 0; i < typed->n; i++) {
		struct str old = value_of(stored, typed->list[i].name);
		if (!str_eq(old, typed->list[i].value))
			list[n++] = (struct view_stale_answer){ typed->list[i].label, old, typed->list[i].value };
	}
	for (size_t i = 0; i < stored->n; i++) {
		bool gone = true;
		for (size_t j = 0; j < typed->n && gone; j++)
			gone = !str_eq(stored->list[i].name, typed->list[j].name);
		if (gone && stored->list[i].value.n > 0)
			list[n++] = (struct view_stale_answer){ stored->list[i].label, stored->list[i].value, STR("") };
	}
	return (struct tpl_list){ list, n };
}

bool stale_found(
    struct ctx *c, const struct apply *ap, const struct form_state *before, const struct form_state *after, size_t page)
{
	struct str seen = req_value(c->req, "_seen");
	const struct shown *stored = shown_of(c, form_view(c->arena, before, page, false));
	struct str now = shown_fingerprint(c, stored);
	if (seen.n == 0 || str_eq(seen, now))
		return false;
	const struct shown *typed = shown_of(c, form_view(c->arena, after, page, false));
	if (str_eq(shown_fingerprint(c, typed), now))
		return false;
	struct view_stale v = {
		.page = page_frame(c, page_text(c, "stale.title")),
		.action = str_fmt(c->arena, "%.*s%.*s", STR_ARG(ap->base), STR_ARG(form_page_id(ap->form, page))),
		.seen = now,
		.answers = differences(c, stored, typed),
		.fields = page_posted(c),
		.stored_href = apply_page_address(c, ap, page, false),
	};
	c->resp->status = 409;
	page_form_title(c, ap->form, &v.page, &v.form_title);
	page_render(c, PAGE_STALE, &v);
	return true;
}
