/* SPDX-License-Identifier: EUPL-1.2
 * What the admin pages share. */
#include "admin.h"

#include "db/db.h"

#define LIBRARY STR("_")

/* ---- whose definitions ---- */

bool admin_owner(struct ctx *c, struct str wanted, struct str *owner_r, struct err *err)
{
	struct str home = c->session->tenant;
	*owner_r = wanted.n == 0 ? home : wanted;
	if (str_eq(*owner_r, home))
		return true;
	if (!str_eq(home, LIBRARY))
		return err_set(
		    err, ERR_DENIED, "Sie verwalten nur die Formulare, Abläufe und Entscheidungen Ihrer eigenen Kommune.");
	struct db_rows rows;
	if (!db_once(c->app->db, c->arena, *owner_r, DB_WEB_TENANT, DB_PARAMS(db_text(*owner_r)), &rows, err))
		return false;
	return rows.n > 0 || err_set(err, ERR_NOTFOUND, "Diese Kommune gibt es hier nicht.");
}

bool admin_owners(struct ctx *c, struct str chosen, struct tpl_list *list_r, struct str *name_r, struct err *err)
{
	struct db_rows rows;
	bool all = str_eq(c->session->tenant, LIBRARY);
	if (!db_once(c->app->db, c->arena, STR(""), DB_WEB_TENANTS, NULL, 0, &rows, err))
		return false;
	struct view_admin_owner *list = ARENA_ARRAY(c->arena, struct view_admin_owner, rows.n + 1);
	size_t n = 0;
	if (all)
		list[n++] = (struct view_admin_owner){ LIBRARY, page_text(c, "admin.owner_all"), false };
	for (size_t i = 0; i < rows.n; i++)
		if (all || str_eq(db_get(&rows, i, 0), c->session->tenant))
			list[n++] = (struct view_admin_owner){ db_get(&rows, i, 0), db_get(&rows, i, 1), false };
	for (size_t i = 0; i < n; i++) {
		list[i].selected = str_eq(list[i].id, chosen);
		if (list[i].selected)
			*name_r = list[i].name;
	}
	*list_r = (struct tpl_list){ list, n };
	return true;
}

struct publish_desk admin_desk(struct ctx *c, struct str owner)
{
	return (struct publish_desk){
		.cache = c->app->cache,
		.db = c->app->db,
		.tenant = owner,
		.actor = c->session->login,
		.bpmn = c->app->bpmn,
		.mail_dir = str_fmt(c->arena, "%s/mail", c->app->conf.share).p,
	};
}

struct str admin_list_address(struct ctx *c, struct str owner)
{
	return str_eq(owner, c->session->tenant) ? STR("/admin/") : str_fmt(c->arena, "/admin/?fuer=%.*s", STR_ARG(owner));
}

struct view_admin_nav admin_nav(struct ctx *c, struct str owner, bool is_upload)
{
	return (struct view_admin_nav){
		.list = !is_upload,
		.upload = is_upload,
		.list_href = admin_list_address(c, owner),
		.upload_href = admin_upload_address(c, owner, PUBLISH_FORM, STR(""), 0),
		.figures_href = str_eq(owner, LIBRARY) ? STR("/admin/wartend")
		                                       : str_fmt(c->arena, "/admin/wartend?fuer=%.*s", STR_ARG(owner)),
	};
}

/* ---- one definition ---- */

struct str admin_base(struct ctx *c, struct str owner, enum publish_kind kind, struct str id)
{
	return str_fmt(c->arena, "/admin/%.*s/%s/%.*s/", STR_ARG(owner), publish_kind_name(kind), STR_ARG(id));
}

struct str admin_upload_address(struct ctx *c, struct str owner, enum publish_kind kind, struct str id, int64_t version)
{
	struct buf b = buf_new(c->arena);
	buf_add_fmt(&b, "/admin/hochladen?fuer=%.*s", STR_ARG(owner));
	if (id.n > 0)
		buf_add_fmt(&b, "&art=%s&id=%.*s&version=%lld", publish_kind_name(kind), STR_ARG(id), (long long)version);
	return buf_str(&b);
}

bool admin_find(struct ctx *c, struct admin *ad, struct err *err)
{
	*ad = (struct admin){ .id = router_arg(c, ":_id") };
	if (!publish_kind_find(router_arg(c, ":kind"), &ad->kind))
		return err_set(err, ERR_NOTFOUND, "%s", "");
	if (!admin_owner(c, router_arg(c, ":_owner"), &ad->owner, err))
		return false;
	ad->base = admin_base(c, ad->owner, ad->kind, ad->id);
	ad->desk = admin_desk(c, ad->owner);
	return true;
}

bool admin_entry(struct ctx *c, const struct admin *ad, struct publish_entry *entry_r, struct err *err)
{
	const struct publish_entry *list;
	size_t n;
	if (!publish_list(c->app->db, c->arena, ad->owner, true, &list, &n, err))
		return false;
	*entry_r = (struct publish_entry){ .kind = ad->kind, .id = ad->id };
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == ad->kind && str_eq(list[i].id, ad->id))
			*entry_r = list[i];
	return true;
}

bool admin_model(struct ctx *c, const struct admin *ad, int64_t version, const struct form **form_r,
    const struct flow **flow_r, const struct dmn **decision_r, struct err *err)
{
	struct app *app = c->app;
	*form_r = NULL;
	*flow_r = NULL;
	*decision_r = NULL;
	if (ad->kind == PUBLISH_FORM)
		return publish_form_version(app->cache, app->db, ad->owner, ad->id, version, form_r, err);
	if (ad->kind == PUBLISH_DECISION)
		return publish_decision_version(app->cache, app->db, ad->owner, ad->id, version, decision_r, err);
	return publish_flow_version(app->cache, app->db, ad->owner, ad->id, version, flow_r, err);
}

/* ---- words ---- */

struct str admin_title(struct ctx *c, const struct form *form, const struct flow *flow, const struct dmn *decision)
{
	struct str title = form != NULL ? form_title(form) : flow != NULL ? flow_name(flow) : STR("");
	if (decision != NULL && dmn_main(decision) != NULL)
		title = dmn_decision_name(dmn_main(decision));
	if (title.n == 0 && flow != NULL)
		title = flow_id(flow);
	return str_dup(c->arena, title);
}

struct str admin_kind(const struct ctx *c, enum publish_kind kind)
{
	static const char *const keys[] = { "admin.kind_form", "admin.kind_flow", "admin.kind_decision" };
	return page_text(c, keys[kind]);
}

struct str admin_number(const struct ctx *c, int64_t n)
{
	return str_fmt(c->arena, "%lld", (long long)n);
}

/* The number made of the digits from..to of "2026-11-22T13:05:00Z". */
static int digits(struct str s, size_t from, size_t to)
{
	int64_t n = 0;
	return str_to_i64(str_sub(s, from, to), &n) ? (int)n : 0;
}

struct str admin_when(const struct ctx *c, struct str rfc3339)
{
	struct tm tm = {
		.tm_year = digits(rfc3339, 0, 4) - 1900,
		.tm_mon = digits(rfc3339, 5, 7) - 1,
		.tm_mday = digits(rfc3339, 8, 10),
		.tm_hour = digits(rfc3339, 11, 13),
		.tm_min = digits(rfc3339, 14, 16),
	};
	if (rfc3339.n == 0)
		return STR("");
	time_t t = timegm(&tm);
	localtime_r(&t, &tm); /* main() has set the time zone */
	return str_fmt(
	    c->arena, "%02d.%02d.%04d, %02d:%02d Uhr", tm.tm_mday, tm.tm_mon + 1, tm.tm_year + 1900, tm.tm_hour, tm.tm_min);
}

struct str admin_who(const struct ctx *c, struct str login)
{
	return login.n > 0 ? login : page_text(c, "admin.by_ctl");
}

const struct view_notice *admin_notice(struct ctx *c, const char *kind, struct str heading, struct str text)
{
	struct view_notice *n = ARENA_NEW(c->arena, struct view_notice);
	*n = (struct view_notice){ .kind = str_c(kind), .heading = heading, .text = text };
	return n;
}
