/* SPDX-License-Identifier: EUPL-1.2
 * The way of a request through the program. */
#include "dispatch.h"
#include "csrf.h"
#include "lang.h"
#include "metrics.h"
#include "pages.h"
#include "router.h"
#include "session.h"

#define GET_BODY_MAX 4096 /* bytes that are read and ignored when a GET has a body */

static uint64_t now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

bool dispatch_tenant(struct ctx *c, struct str tenant, struct err *err)
{
	struct db_rows rows;
	c->tenant = tenant;
	if (!db_recall(c->app->db, c->arena, c->tenant, DB_WEB_TENANT, DB_PARAMS(db_text(c->tenant)), &rows, err))
		return false;
	if (rows.n == 0)
		return err_set(err, ERR_NOTFOUND, "%s", "");
	c->site = db_get(&rows, 0, 0);
	return true;
}

/* The municipality in the address: there is one, or there is no such page. */
static bool find_tenant(struct ctx *c, struct err *err)
{
	struct str tenant = router_arg(c, ":tenant");
	/* Of staff the session says it. */
	return tenant.n == 0 || c->app->pool != POOL_CITIZEN || dispatch_tenant(c, tenant, err);
}

static unsigned find_row(struct ctx *c)
{
	switch (router_find(c->req, c->app->pool, &c->route, c->arg, &c->resp->allow)) {
	case ROUTER_UNKNOWN:
		return 404;
	case ROUTER_METHOD:
		return 405;
	case ROUTER_SLASH:
		return 308;
	case ROUTER_FOUND:
		break;
	}
	return 0;
}

static void log_failure(const struct ctx *c, const struct err *err)
{
	if (resp_status(err->kind) < 500)
		return;
	log_error(&c->app->log, "failed", log_text("route", str_c(c->route->pattern)), log_text("tenant", c->tenant),
	    log_text("object", c->about), log_text("kind", str_c(err_kind_name(err->kind))),
	    log_text("text", str_c(err->text)));
}

static void fail(struct ctx *c, const struct err *err)
{
	log_failure(c, err);
	page_problem(c, resp_status(err->kind), NULL, err);
}

/* Signed out: a page is asked for again after signing in, and what was posted is sent again. */
static void refuse(struct ctx *c, unsigned status)
{
	if (status == 308) {
		c->resp->status = status;
		c->resp->location = str_fmt(c->arena, "%.*s/", STR_ARG(c->req->path));
	} else if (status == 401 && c->req->method == REQ_GET) {
		resp_redirect(c->resp, session_login_address(c));
	} else if (status == 401) {
		page_login_first(c);
	} else {
		page_problem(c, status, NULL, NULL);
	}
}

static void handle(struct ctx *c, struct req *req, unsigned status, req_source_fn *source, void *arg)
{
	struct err err = { 0 };
	lang_begin(c);
	if (status == 0)
		status = find_row(c);
	if (status == 0)
		status = req_read_body(
		    c->arena, req, c->route->method == REQ_POST ? c->route->body_limit : GET_BODY_MAX, source, arg);
	if (status == 0 && c->app->pool != POOL_CITIZEN && c->route->role != ROLE_LOCAL && !session_begin(c, &err)) {
		fail(c, &err);
		return;
	}
	if (status == 0)
		status = session_check(c);
	if (status != 0) {
		refuse(c, status);
		return;
	}
	if (lang_chosen(c))
		return;
	csrf_begin(c);
	if (!find_tenant(c, &err))
		fail(c, &err);
	else if (req->method == REQ_POST && !csrf_ok(c))
		page_problem(c, 403, "csrf", NULL);
	else if (!c->route->handler(c, &err))
		fail(c, &err);
	else if (c->places.err.kind != ERR_NONE) /* the page was made without knowing the places */
		fail(c, &c->places.err);
}

static void log_access(const struct ctx *c, uint64_t us)
{
	const char *method = c->req->method == REQ_GET ? "GET" : c->req->method == REQ_POST ? "POST" : "-";
	log_info(&c->app->log, "request", log_text("method", str_c(method)),
	    log_text("route", str_c(c->route == NULL ? "-" : c->route->pattern)),
	    log_number("status", (int64_t)c->resp->status), log_number("us", (int64_t)us),
	    log_number("bytes", (int64_t)c->resp->body.n));
}

void dispatch(struct app *app, struct arena *a, char *const *env, req_source_fn *source, void *arg, struct resp *resp)
{
	uint64_t start = now_us();
	struct req req;
	*resp = resp_new(a);
	struct ctx c = { .app = app, .arena = a, .req = &req, .resp = resp, .places.db = app->db };
	unsigned status = req_read_head(a, env, &req);
	app->log.request = req.id;
	handle(&c, &req, status, source, arg);
	const struct route *rows;
	routes(&rows);
	uint64_t us = now_us() - start;
	metrics_request(app->metrics, c.route == NULL ? SIZE_MAX : (size_t)(c.route - rows), resp->status, us);
	log_access(&c, us);
	app->log.request = (struct str){ 0 };
}
