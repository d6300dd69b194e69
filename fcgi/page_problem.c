/* SPDX-License-Identifier: EUPL-1.2
 * The problem page: what happened, what became of the answers, what to do; an incident number when the fault is ours.
 * Nothing that was typed gets lost: it is shown, and where sending it again can help there is a button that does. */
#include "pages.h"
#include "publish/publish.h"
#include "router.h"
#include "shown.h"
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
	case 507:
		return 503;
	default:
		return status;
	}
}

/* What was posted, but for our own fields, files that are no text, and what has no value. Forms that ask for secrets
 * (sign-in, status) are those guarded by the visit cookie: of them nothing is shown again. */
static bool may_rescue(const struct ctx *c)
{
	return c->route != NULL && c->route->method == REQ_POST && c->route->csrf != CSRF_VISIT && !req_is_foreign(c->req);
}

struct tpl_list page_posted(const struct ctx *c)
{
	const struct params *body = &c->req->body;
	struct view_pair *list = ARENA_ARRAY(c->arena, struct view_pair, body->n);
	size_t n = 0;
	for (size_t i = 0; i < body->n; i++)
		if (params_is_text(&body->list[i]) && !str_eq_c(body->list[i].name, "_csrf") &&
		    !str_eq_c(body->list[i].name, "_seen"))
			list[n++] = (struct view_pair){ body->list[i].name, body->list[i].value };
	return (struct tpl_list){ list, n };
}

/* The form whose page was posted; NULL when it is not at hand. The database is not asked for one that this process
 * knows. */
static const struct form *form_of(struct ctx *c)
{
	const struct form *form;
	struct err err;
	int64_t version;
	bool found = c->route->handler == page_form_post && str_to_i64(req_value(c->req, "_version"), &version) &&
	             publish_form_version(c->app->cache, c->app->db, c->tenant, router_arg(c, ":form"), version, &form, &err);
	return found ? form : NULL;
}

static struct str text_of(const struct ctx *c, struct str what, const char *part)
{
	return page_text(c, str_fmt(c->arena, "problem.%.*s.%s", STR_ARG(what), part).p);
}

static void start_over(struct ctx *c, unsigned status)
{
	struct str cookies = str_dup(c->arena, buf_str(&c->resp->cookies)), allow = c->resp->allow;
	*c->resp = resp_new(c->arena);
	buf_add(&c->resp->cookies, cookies);
	c->resp->allow = allow;
	c->resp->status = status;
	if (status == 503)
		c->resp->retry_after = 30;
}

static struct view_problem problem(struct ctx *c, unsigned status, const char *what, const struct err *err)
{
	start_over(c, status);
	struct str key = what != NULL ? str_c(what) : str_fmt(c->arena, "%u", words_of(status));
	bool ours = err != NULL && status < 500 && err->text[0] != '\0';
	struct view_problem v = {
		.page = page_frame(c, text_of(c, key, "heading")),
		.heading = text_of(c, key, "heading"),
		.text = ours ? str_dup(c->arena, str_c(err->text)) : text_of(c, key, "text"),
		.text_german = ours && c->lang != FORM_DE,
		.remedy = text_of(c, key, "remedy"),
		.next_href = c->app->pool == POOL_OFFICE  ? STR("/office/")
		             : c->app->pool == POOL_ADMIN ? STR("/admin/")
		                                          : STR("/"),
		.next_label = page_text(c, "problem.home"),
		.incident = status < 500 ? STR("") : c->req->id,
	};
	if (may_rescue(c)) {
		size_t n;
		const struct form_param *params = page_params(c, &n);
		v.rescued = shown_posted(c, form_of(c), params, n);
	}
	return v;
}

void page_problem(struct ctx *c, unsigned status, const char *what, const struct err *err)
{
	struct view_problem v = problem(c, status, what, err);
	if (may_rescue(c) && (status >= 500 || (what != NULL && strcmp(what, "csrf") == 0))) {
		v.fields = page_posted(c);
		v.resend = c->req->path;
	}
	page_render(c, PAGE_PROBLEM, &v);
}

void page_problem_next(struct ctx *c, unsigned status, const char *what, struct str href, const char *label)
{
	struct view_problem v = problem(c, status, what, NULL);
	v.next_href = href;
	v.next_label = page_text(c, label);
	page_render(c, PAGE_PROBLEM, &v);
}
