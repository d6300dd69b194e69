/* SPDX-License-Identifier: EUPL-1.2
 * The staff session of a request. */
#include "session.h"

#include "db/db.h"

/* With HTTPS the prefix makes the browser refuse the cookie from anybody else (RFC 6265bis 4.1.3). */
static const char *cookie_name(const struct ctx *c)
{
	return c->app->conf.secure_cookies ? "__Host-ozg_session" : "ozg_session";
}

struct str session_cookie(const struct ctx *c)
{
	return req_cookie(c->req, cookie_name(c));
}

void session_set_cookie(struct ctx *c, struct str value)
{
	resp_cookie(c->resp, str_c(cookie_name(c)), value, STR("/"), value.n > 0 ? COOKIE_SESSION : COOKIE_DELETE,
	    c->app->conf.secure_cookies);
}

bool session_use(struct ctx *c, const struct session *s, struct err *err)
{
	struct db_rows rows;
	if (!db_recall(c->app->db, c->arena, s->tenant, DB_WEB_TENANT, DB_PARAMS(db_text(s->tenant)), &rows, err))
		return false;
	c->session = s;
	c->tenant = s->tenant;
	c->site = rows.n > 0 ? db_get(&rows, 0, 0) : (struct str){ 0 };
	return true;
}

bool session_begin(struct ctx *c, struct err *err)
{
	struct str cookie = session_cookie(c);
	if (cookie.n == 0)
		return true;
	struct session *s = ARENA_NEW(c->arena, struct session);
	if (!identity_session(c->app->db, c->arena, cookie, s, err)) {
		if (err->kind == ERR_DENIED)
			return true;                          /* over: nobody is signed in */
		c->csrf = session_csrf(c->arena, cookie); /* well-formed; for the button that sends it again later */
		return false;
	}
	return session_use(c, s, err);
}

static bool is_local(struct str remote)
{
	return str_eq_c(remote, "127.0.0.1") || str_eq_c(remote, "::1") || str_eq_c(remote, "unix:");
}

unsigned session_check(const struct ctx *c)
{
	switch (c->route->role) {
	case ROLE_NONE:
		return 0;
	case ROLE_LOCAL:
		return is_local(c->req->remote) ? 0 : 404;
	case ROLE_STAFF:
		return c->session == NULL ? 401 : 0;
	case ROLE_ADMIN:
		return c->session == NULL ? 401 : c->session->is_admin ? 0 : 403;
	}
	return 403;
}

struct str session_login_address(const struct ctx *c)
{
	struct buf b = buf_new(c->arena);
	buf_add_fmt(&b, "/%s/anmelden?weiter=", pool_name(c->app->pool));
	params_encode(&b, c->req->target);
	return buf_str(&b);
}
