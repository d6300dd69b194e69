/* SPDX-License-Identifier: EUPL-1.2
 * Which language the pages of this request speak, and how it is chosen. */
#include "lang.h"

#include "accept.h"
#include "router.h"

#define COOKIE "ozg_sprache"

static const char *const names[FORM_LANGS] = {
	[FORM_DE] = "Deutsch", [FORM_EN] = "English", [FORM_LEICHT] = "Leichte Sprache"
};

void lang_begin(struct ctx *c)
{
	c->lang = FORM_DE;
	if (c->app->pool != POOL_CITIZEN || form_lang_find(req_cookie(c->req, COOKIE), &c->lang))
		return;
	const char *tags[FORM_LANGS];
	for (int i = 0; i < FORM_LANGS; i++)
		tags[i] = form_lang_tag((enum form_lang)i);
	size_t best = accept_best(c->req->accept_language, tags, FORM_LANGS);
	c->lang = best < FORM_LANGS ? (enum form_lang)best : FORM_DE;
}

void lang_as_next(const struct ctx *c, struct form_param *list, size_t n)
{
	enum form_lang lang;
	for (size_t i = 0; i < n && lang_wanted(c, &lang); i++)
		if (str_eq_c(list[i].name, "_action"))
			list[i].value = STR("next");
}

void lang_keep(struct ctx *c, enum form_lang lang)
{
	resp_cookie(c->resp, STR(COOKIE), str_c(form_lang_tag(lang)), STR("/"), COOKIE_MONTH, c->app->conf.secure_cookies);
}

bool lang_chosen(struct ctx *c)
{
	enum form_lang lang;
	if (c->app->pool != POOL_CITIZEN || c->req->method != REQ_GET || c->route == NULL ||
	    !form_lang_find(req_query(c->req, "sprache"), &lang))
		return false;
	lang_keep(c, lang);
	struct buf rest = buf_new(c->arena);
	for (size_t i = 0; i < c->req->query.n; i++)
		if (!str_eq_c(c->req->query.list[i].name, "sprache"))
			params_add_query(&rest, &c->req->query.list[i]);
	resp_redirect(c->resp,
	    str_fmt(c->arena, "%.*s%s%.*s", STR_ARG(c->req->path), rest.n > 0 ? "?" : "", STR_ARG(buf_str(&rest))));
	return true;
}

bool lang_wanted(const struct ctx *c, enum form_lang *lang)
{
	struct str action = req_value(c->req, "_action");
	return str_starts(action, STR("lang:")) && form_lang_find(str_sub(action, 5, action.n), lang);
}

/* What "Why?" is asked about (page_why.c) goes along. Nothing else is written into the page: it may be a key. */
static struct str kept(const struct ctx *c)
{
	struct buf b = buf_new(c->arena);
	for (size_t i = 0; c->route != NULL && i < c->req->query.n; i++) {
		const struct param *p = &c->req->query.list[i];
		if (str_eq_c(p->name, "feld") || str_eq_c(p->name, "von"))
			params_add_query(&b, p);
	}
	if (b.n > 0)
		buf_add_char(&b, '&');
	return buf_str(&b);
}

struct tpl_list lang_offers(const struct ctx *c)
{
	if (c->app->pool != POOL_CITIZEN)
		return (struct tpl_list){ NULL, 0 };
	struct view_language *list = ARENA_ARRAY(c->arena, struct view_language, FORM_LANGS);
	struct str asked = kept(c);
	for (int i = 0; i < FORM_LANGS; i++) {
		const char *tag = form_lang_tag((enum form_lang)i);
		/* An address that no route has may be anything, also another site's. */
		struct str path = c->route == NULL ? STR("/") : c->req->path;
		list[i] = (struct view_language){ .tag = str_c(tag),
			.name = str_c(names[i]),
			.href = str_fmt(c->arena, "%.*s?%.*ssprache=%s", STR_ARG(path), STR_ARG(asked), tag),
			.action = str_fmt(c->arena, "lang:%s", tag),
			.is_current = i == (int)c->lang };
	}
	return (struct tpl_list){ list, FORM_LANGS };
}
