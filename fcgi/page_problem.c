/* SPDX-License-Identifier: EUPL-1.2
 * The problem page: what happened, what became of the answers, what to do, an incident number. Nothing that was typed
 * gets lost: it is shown, and where sending it again can help there is a button that does. */
#include "pages.h"
#include "router.h"
#include "views_citizen.h"

/* Statuses without words of their own use those of another. */
static unsigned words_of(unsigned status)
{
	switch (status) {
	case 401:
		return 403;
	case 414:
		return 413;
	case 415:
		return 400;
	default:
		return status;
	}
}

/* What was posted, but for our own fields, files and what has no value. Forms that ask for secrets (sign-in, status)
 * are those guarded by the visit cookie: of them nothing is shown again. */
static bool may_rescue(const struct ctx *c)
{
	return c->route != NULL && c->route->method == REQ_POST && c->route->csrf != CSRF_VISIT &&
	       !str_eq_c(c->req->sec_fetch_site, "cross-site");
}

static struct tpl_list typed(const struct ctx *c, bool only_shown)
{
	const struct params *body = &c->req->body;
	struct view_pair *list = ARENA_ARRAY(c->arena, struct view_pair, body->n);
	size_t n = 0;
	for (size_t i = 0; i < body->n; i++) {
		const struct param *p = &body->list[i];
		bool ours = p->name.n > 0 && p->name.p[0] == '_';
		if (p->is_file || str_eq_c(p->name, "_csrf") || (only_shown && (ours || p->value.n == 0)))
			continue;
		list[n++] = (struct view_pair){ p->name, p->value };
	}
	return (struct tpl_list){ list, n };
}

void page_problem(struct ctx *c, unsigned status, const char *what, const struct err *err)
{
	struct resp *r = c->resp;
	struct str cookies = str_dup(c->arena, buf_str(&r->cookies)), allow = r->allow;
	*r = resp_new(c->arena);
	buf_add(&r->cookies, cookies);
	r->status = status;
	r->allow = allow;
	if (status == 503)
		r->retry_after = 30;

	struct str key = what != NULL ? str_c(what) : str_fmt(c->arena, "%u", words_of(status));
	const char *words[3];
	static const char *const parts[] = { "heading", "text", "remedy" };
	for (size_t i = 0; i < 3; i++)
		words[i] = str_fmt(c->arena, "problem.%.*s.%s", STR_ARG(key), parts[i]).p;
	bool ours = err != NULL && status < 500 && err->text[0] != '\0';
	struct view_problem v = {
		.page = page_frame(c, page_text(c, words[0])),
		.heading = page_text(c, words[0]),
		.text = ours ? str_c(err->text) : page_text(c, words[1]),
		.remedy = page_text(c, words[2]),
		.next_href = c->app->pool == POOL_OFFICE  ? STR("/office/")
		             : c->app->pool == POOL_ADMIN ? STR("/admin/")
		                                          : STR("/"),
		.next_label = page_text(c, "problem.home"),
		.incident = c->req->id,
	};
	if (may_rescue(c)) {
		v.rescued = typed(c, true);
		if (what != NULL || status >= 500) {
			v.fields = typed(c, false);
			v.resend = c->req->path;
		}
	}
	page_render(c, PAGE_PROBLEM, &v);
}
