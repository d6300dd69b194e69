/* SPDX-License-Identifier: EUPL-1.2
 * "/office/anmelden", "/admin/anmelden" and signing out. Who posts without a session signs in on the page that answers,
 * and then finds what was posted, ready to be sent: nothing that was typed gets lost. */
#include "csrf.h"
#include "pages.h"
#include "publish/publish.h"
#include "router.h"
#include "session.h"
#include "shown.h"
#include "views_citizen.h"
#include "views_office.h"

/* Stands before the names of what is kept across signing in, so that they are not taken for fields of this page. */
#define KEPT "kept:"

static struct str home(const struct ctx *c)
{
	return str_fmt(c->arena, "/%s/", pool_name(c->app->pool));
}

static struct str login_address(const struct ctx *c)
{
	return str_fmt(c->arena, "/%s/anmelden", pool_name(c->app->pool));
}

/* An address of this pool: nobody is led elsewhere. */
static struct str safe_next(const struct ctx *c, struct str next)
{
	if (!str_starts(next, home(c)) || str_starts(next, login_address(c)))
		return home(c);
	for (size_t i = 0; i < next.n; i++)
		if (next.p[i] <= ' ' || next.p[i] > '~' || next.p[i] == '\\')
			return home(c);
	return next;
}

static bool may_work_here(const struct ctx *c, const struct session *s)
{
	return c->app->pool == POOL_ADMIN ? s->is_admin : s->n_offices > 0;
}

static void show(struct ctx *c, struct view_login *v, unsigned status)
{
	v->page = page_frame(c, page_text(c, "login.title"));
	v->page.user = NULL; /* its button would need the token of the session */
	v->page.has_errors = v->error.n > 0;
	v->has_kept = v->fields.n > 0;
	v->action = login_address(c);
	c->resp->status = status;
	page_render(c, PAGE_LOGIN, v);
}

bool page_login(struct ctx *c, struct err *err)
{
	(void)err;
	struct view_login v = { .next = safe_next(c, req_query(c->req, "weiter")) };
	if (c->session != NULL && may_work_here(c, c->session)) {
		resp_redirect(c->resp, v.next);
		return true;
	}
	v.expired = c->session == NULL && session_cookie(c).n > 0;
	show(c, &v, 200);
	return true;
}

/* Of what was posted, the fields whose names begin with from; to takes its place. */
static struct tpl_list renamed(struct ctx *c, struct str from, struct str to)
{
	const struct params *body = &c->req->body;
	struct view_pair *list = ARENA_ARRAY(c->arena, struct view_pair, body->n);
	size_t n = 0;
	for (size_t i = 0; i < body->n; i++) {
		const struct param *p = &body->list[i];
		struct str rest = str_sub(p->name, from.n, p->name.n);
		if (params_is_text(p) && str_starts(p->name, from) && !str_eq_c(rest, CSRF_FIELD))
			list[n++] = (struct view_pair){ str_fmt(c->arena, "%.*s%.*s", STR_ARG(to), STR_ARG(rest)), p->value };
	}
	return (struct tpl_list){ list, n };
}

void page_login_first(struct ctx *c)
{
	csrf_begin_visit(c);
	struct view_login v = {
		.next = safe_next(c, c->req->path),
		.expired = true,
		.fields = renamed(c, STR(""), STR(KEPT)),
	};
	/* Who only wanted to sign out has nothing to send again; what another site posted is not ours to keep. */
	if (c->route->handler == page_logout || req_is_foreign(c->req))
		v = (struct view_login){ .next = home(c), .expired = true };
	show(c, &v, 401);
}

/* What a person typed before signing in; on the page of a task with the words of its form. */
static struct tpl_list typed(struct ctx *c, const struct view_pair *fields, size_t n)
{
	struct form_param *params = ARENA_ARRAY(c->arena, struct form_param, n);
	const struct form *form = NULL;
	struct err err;
	int64_t version;
	for (size_t i = 0; i < n; i++) {
		params[i] = (struct form_param){ .name = fields[i].label, .value = fields[i].value };
		if (str_eq_c(params[i].name, "_form") &&
		    !publish_current_form(c->app->cache, c->app->db, c->tenant, params[i].value, &version, &form, &err))
			form = NULL;
	}
	return shown_posted(c, form, params, n);
}

/* Signed in again: what was posted before, with a button that sends it. */
static void show_kept(struct ctx *c, struct str next, struct tpl_list fields)
{
	struct view_problem v = {
		.page = page_frame(c, page_text(c, "login.kept_heading")),
		.heading = page_text(c, "login.kept_heading"),
		.text = page_text(c, "login.kept_text"),
		.rescued = typed(c, fields.items, fields.n),
		.fields = fields,
		.resend = next,
	};
	page_render(c, PAGE_PROBLEM, &v);
}

static bool welcome(struct ctx *c, const struct login *l, struct str next, struct err *err)
{
	session_set_cookie(c, l->cookie);
	struct tpl_list fields = renamed(c, STR(KEPT), STR(""));
	if (fields.n == 0) {
		resp_redirect(c->resp, next);
		return true;
	}
	if (!session_use(c, &l->session, err))
		return false;
	c->csrf = l->session.csrf;
	show_kept(c, next, fields);
	return true;
}

static struct str locked_text(const struct ctx *c, int64_t wait)
{
	int64_t minutes = (wait + 59) / 60;
	return minutes == 1
	           ? page_text(c, "login.locked_one")
	           : page_text_with(c, "login.locked", (struct str[]){ str_fmt(c->arena, "%lld", (long long)minutes) }, 1);
}

bool page_login_post(struct ctx *c, struct err *err)
{
	struct app *app = c->app;
	struct login l;
	struct view_login v = {
		.next = safe_next(c, req_value(c->req, "next")),
		.login = req_value(c->req, "login"),
		.fields = renamed(c, STR(KEPT), STR(KEPT)),
	};
	if (!identity_login(
	        &app->identity, app->db, c->arena, v.login, req_value(c->req, "password"), c->req->remote, &l, err)) {
		if (err->kind != ERR_DENIED)
			return false;
		v.error = l.wait > 0 ? locked_text(c, l.wait) : page_text(c, "login.wrong");
		c->resp->retry_after = (unsigned)l.wait;
		show(c, &v, l.wait > 0 ? 429 : 422);
		return true;
	}
	if (!may_work_here(c, &l.session)) {
		if (!identity_logout(app->db, c->arena, l.cookie, err))
			return false;
		v.error = page_text(c, "login.denied");
		show(c, &v, 403);
		return true;
	}
	/* Another session in this browser ends: its identifier must not live on. */
	if (c->session != NULL && !identity_logout(app->db, c->arena, session_cookie(c), err))
		return false;
	return welcome(c, &l, v.next, err);
}

bool page_logout(struct ctx *c, struct err *err)
{
	if (!identity_logout(c->app->db, c->arena, session_cookie(c), err))
		return false;
	session_set_cookie(c, STR(""));
	resp_redirect(c->resp, login_address(c));
	return true;
}
