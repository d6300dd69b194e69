/* SPDX-License-Identifier: EUPL-1.2
 * The way of a request through the program. */
#include "dispatch.h"
#include "csrf.h"
#include "metrics.h"
#include "pages.h"
#include "router.h"

#define HEAD_ONLY_LIMIT 4096 /* of the body of a request that has no row or whose row takes none */

static uint64_t now_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static bool is_local(struct str remote)
{
	return str_eq_c(remote, "127.0.0.1") || str_eq_c(remote, "::1") || str_eq_c(remote, "unix:");
}

/* 0, or the status of the refusal. */
static unsigned check_role(struct ctx *c)
{
	switch (c->route->role) {
	case ROLE_NONE:
		return 0;
	case ROLE_LOCAL:
		return is_local(c->req->remote) ? 0 : 404;
	case ROLE_STAFF:
	case ROLE_ADMIN:
		break;
	}
	return 403;
}

/* Everything before the handler. 0: go on; else the status of the refusal. */
static unsigned admit(struct ctx *c, struct req *req, unsigned head_status, req_source_fn *source, void *arg)
{
	if (head_status != 0)
		return head_status;
	switch (router_find(req, c->app->pool, &c->route, c->arg, &c->resp->allow)) {
	case ROUTER_UNKNOWN:
		return 404;
	case ROUTER_METHOD:
		return 405;
	case ROUTER_SLASH:
		c->resp->location = str_fmt(c->arena, "%.*s/", STR_ARG(req->path));
		return 308;
	case ROUTER_FOUND:
		break;
	}
	size_t limit = c->route->method == REQ_POST ? c->route->body_limit : HEAD_ONLY_LIMIT;
	unsigned status = req_read_body(c->arena, req, limit, source, arg);
	if (status != 0)
		return status;
	status = check_role(c);
	if (status != 0)
		return status;
	csrf_begin(c);
	if (req->method == REQ_POST && !csrf_ok(c))
		return 403;
	return 0;
}

static void log_failure(const struct ctx *c, const struct err *err)
{
	if (err->kind != ERR_BROKEN && err->kind != ERR_BUG && err->kind != ERR_RETRY && err->kind != ERR_UNKNOWN)
		return;
	log_error(&c->app->log, "failed", log_text("route", str_c(c->route->pattern)),
	    log_text("kind", str_c(err_kind_name(err->kind))), log_text("text", str_c(err->text)));
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
	struct ctx c = { .app = app, .arena = a, .req = &req, .resp = resp };
	unsigned status = req_read_head(a, env, &req);
	app->log.request = req.id;
	status = admit(&c, &req, status, source, arg);
	if (status == 308) {
		resp->status = status;
	} else if (status != 0) {
		page_error(&c, status, NULL);
	} else {
		struct err err = { 0 };
		if (!c.route->handler(&c, &err)) {
			log_failure(&c, &err);
			page_error(&c, resp_status(err.kind), &err);
		}
	}
	const struct route *rows;
	routes(&rows);
	uint64_t us = now_us() - start;
	metrics_request(app->metrics, c.route == NULL ? SIZE_MAX : (size_t)(c.route - rows), resp->status, us);
	log_access(&c, us);
	app->log.request = (struct str){ 0 };
}
