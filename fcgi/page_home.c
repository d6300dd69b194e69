/* SPDX-License-Identifier: EUPL-1.2
 * "/": the municipalities of this installation. */
#include "pages.h"
#include "views_citizen.h"

bool page_home(struct ctx *c, struct err *err)
{
	struct db_rows rows;
	if (!db_once(c->app->db, c->arena, STR(""), DB_WEB_TENANTS, NULL, 0, &rows, err))
		return false;
	struct view_link *list = ARENA_ARRAY(c->arena, struct view_link, rows.n);
	for (size_t i = 0; i < rows.n; i++) {
		list[i].href = str_fmt(c->arena, "/%.*s/", STR_ARG(db_get(&rows, i, 0)));
		list[i].name = db_get(&rows, i, 1);
	}
	struct view_home v = { .page = page_frame(c, page_text(c, "home.title")), .tenants = { list, rows.n } };
	page_render(c, PAGE_HOME, &v);
	return true;
}
