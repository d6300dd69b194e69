/* SPDX-License-Identifier: EUPL-1.2
 * What all pages share: templates, words, the frame around the content. */
#include "lang.h"
#include "pages.h"
#include "views_admin.h"
#include "views_citizen.h"
#include "views_office.h"

#include <assert.h>

static const struct {
	const char *file;
	const struct tpl_struct *view;
} table[PAGE_N] = {
#define X(name, file, view) [PAGE_##name] = { file, &view },
	PAGES(X)
#undef X
};

static bool load_language(struct arena *a, struct pages *p, const char *share, enum form_lang lang, struct diags *d)
{
	static const char *const files[FORM_LANGS] = { [FORM_DE] = "de", [FORM_EN] = "en", [FORM_LEICHT] = "leicht" };
	p->texts[lang] = texts_load(a, str_fmt(a, "%s/texts/%s.po", share, files[lang]).p, d);
	if (p->texts[lang] == NULL)
		return false;
	struct tpl_texts *words = ARENA_NEW(a, struct tpl_texts);
	*words = texts_for_tpl(p->texts[lang]);
	if (lang != FORM_DE) {
		struct tpl_texts *german = ARENA_NEW(a, struct tpl_texts);
		*german = texts_for_tpl(p->texts[FORM_DE]);
		words->other = german;
		words->other_lang = "de";
	}
	const char **dirs = ARENA_ARRAY(a, const char *, 1);
	dirs[0] = str_fmt(a, "%s/templates", share).p;
	struct tpl_source source = { .dirs = dirs, .n_dirs = 1, .texts = words };
	bool ok = true;
	for (size_t i = 0; i < (lang == FORM_DE ? PAGE_N : PAGE_LOGIN); i++) {
		p->tpl[lang][i] = tpl_load(a, &source, table[i].file, table[i].view, d);
		ok = ok && p->tpl[lang][i] != NULL;
	}
	return ok;
}

const struct pages *pages_load(struct arena *a, const char *share, struct diags *d)
{
	struct pages *p = ARENA_NEW(a, struct pages);
	bool ok = true;
	for (int lang = 0; lang < FORM_LANGS && ok; lang++)
		ok = load_language(a, p, share, (enum form_lang)lang, d);
	return ok ? p : NULL;
}

void page_render(struct ctx *c, enum page page, const void *view)
{
	c->resp->body.n = 0;
	tpl_render(c->app->pages->tpl[c->lang][page], view, &c->resp->body);
}

struct str page_text(const struct ctx *c, const char *key)
{
	const struct pages *p = c->app->pages;
	const char *words = texts_get(p->texts[c->lang], str_c(key));
	if (words == NULL)
		words = texts_get(p->texts[FORM_DE], str_c(key));
	assert(words != NULL);
	return str_c(words == NULL ? key : words);
}

void page_form_title(const struct ctx *c, const struct form *f, struct view_page *frame, struct str *title)
{
	*title = form_title_in(f, c->lang, &frame->form_german);
}

struct str page_text_with(const struct ctx *c, const char *key, const struct str *values, size_t n)
{
	struct str words = page_text(c, key);
	struct buf b = buf_new(c->arena);
	for (size_t i = 0; i < words.n; i++) {
		size_t which =
		    i + 2 < words.n && words.p[i] == '{' && words.p[i + 2] == '}' ? (size_t)(words.p[i + 1] - '1') : n;
		if (which < n) {
			buf_add(&b, values[which]);
			i += 2;
		} else {
			buf_add_char(&b, words.p[i]);
		}
	}
	return buf_str(&b);
}

static const char *area_key(enum pool pool)
{
	return pool == POOL_OFFICE ? "page.area_office" : pool == POOL_ADMIN ? "page.area_admin" : "page.area_online";
}

struct view_page page_frame(const struct ctx *c, struct str title)
{
	struct view_page p = {
		.lang = str_c(form_lang_tag(c->lang)),
		.foreign = c->lang != FORM_DE,
		.has_languages = c->app->pool == POOL_CITIZEN,
		.languages = lang_offers(c),
		.title = title,
		.site = c->site.n > 0 ? c->site : page_text(c, "page.site_all"),
		.area = page_text(c, area_key(c->app->pool)),
		.csrf = c->csrf,
		.wide = c->app->pool != POOL_CITIZEN,
	};
	struct str base = STR("/");
	if (c->app->pool == POOL_CITIZEN && c->site.n > 0)
		base = str_fmt(c->arena, "/%.*s/", STR_ARG(c->tenant));
	p.home = c->app->pool == POOL_OFFICE ? STR("/office/") : c->app->pool == POOL_ADMIN ? STR("/admin/") : base;
	p.imprint = str_fmt(c->arena, "%.*simpressum", STR_ARG(base));
	p.privacy = str_fmt(c->arena, "%.*sdatenschutz", STR_ARG(base));
	p.accessibility = str_fmt(c->arena, "%.*sbarrierefreiheit", STR_ARG(base));
	if (c->session != NULL) {
		struct view_user *user = ARENA_NEW(c->arena, struct view_user);
		user->name = c->session->name;
		user->logout = c->app->pool == POOL_ADMIN ? STR("/admin/abmelden") : STR("/office/abmelden");
		p.user = user;
	}
	return p;
}

struct date page_today(void)
{
	time_t now = time(NULL);
	struct tm tm;
	struct date d = { 0 };
	localtime_r(&now, &tm); /* main() has set the time zone */
	bool ok = date_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, &d);
	assert(ok);
	return ok ? d : (struct date){ 0 };
}

int64_t page_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct form_param *page_params(const struct ctx *c, size_t *n)
{
	const struct params *body = &c->req->body;
	struct form_param *list = ARENA_ARRAY(c->arena, struct form_param, body->n);
	*n = 0;
	for (size_t i = 0; i < body->n; i++)
		if (!body->list[i].is_file)
			list[(*n)++] = (struct form_param){ .name = body->list[i].name, .value = body->list[i].value };
	lang_as_next(c, list, *n);
	return list;
}

struct tpl_list page_paragraphs(struct arena *a, struct str text)
{
	size_t n = 0, cap = 1;
	for (size_t i = 0; i + 1 < text.n; i++)
		cap += text.p[i] == '\n' && text.p[i + 1] == '\n';
	struct view_text *list = ARENA_ARRAY(a, struct view_text, cap);
	while (text.n > 0) {
		ptrdiff_t end = str_find_str(text, STR("\n\n"));
		struct str one = str_trim(str_sub(text, 0, end < 0 ? text.n : (size_t)end));
		text = str_sub(text, end < 0 ? text.n : (size_t)end + 2, text.n);
		if (one.n > 0)
			list[n++].text = one;
	}
	return (struct tpl_list){ list, n };
}
