/* SPDX-License-Identifier: EUPL-1.2
 * Against forged posts. */
#include "csrf.h"

#include <sodium.h>

/* With HTTPS the prefixes make browsers refuse these cookies from anybody else (RFC 6265bis 4.1.3). */
static const char *cookie_name(const struct ctx *c, enum csrf kind)
{
	bool secure = c->app->conf.secure_cookies;
	if (kind == CSRF_DRAFT)
		return secure ? "__Secure-ozg_draft" : "ozg_draft";
	return secure ? "__Host-ozg_visit" : "ozg_visit";
}

static struct str hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *out = arena_alloc(a, 2 * n + 1);
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
	return (struct str){ out, 2 * n };
}

struct str csrf_random(struct arena *a)
{
	unsigned char bytes[32];
	randombytes_buf(bytes, sizeof bytes);
	return hex(a, bytes, sizeof bytes);
}

/* A keyed hash with the cookie as key: whoever sees the token in a page cannot get back to the cookie. */
static struct str token_of(struct arena *a, struct str cookie)
{
	static const char context[] = "ozg csrf token";
	unsigned char key[crypto_generichash_BYTES], tag[16];
	crypto_generichash(key, sizeof key, (const unsigned char *)cookie.p, cookie.n, NULL, 0);
	crypto_generichash(tag, sizeof tag, (const unsigned char *)context, sizeof context - 1, key, sizeof key);
	return hex(a, tag, sizeof tag);
}

static bool is_random_cookie(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n == 64;
}

/* The cookie of this kind, when the browser sent one of ours. */
static struct str cookie_sent(const struct ctx *c, enum csrf kind)
{
	struct str cookie = req_cookie(c->req, cookie_name(c, kind));
	return is_random_cookie(cookie) ? cookie : (struct str){ 0 };
}

struct str csrf_draft_path(const struct ctx *c)
{
	return str_fmt(c->arena, "/%.*s/%.*s/", STR_ARG(router_arg(c, ":tenant")), STR_ARG(router_arg(c, ":form")));
}

static void renew(struct ctx *c, enum csrf kind)
{
	bool draft = kind == CSRF_DRAFT;
	struct str cookie = csrf_random(c->arena);
	resp_cookie(c->resp, str_c(cookie_name(c, kind)), cookie, draft ? csrf_draft_path(c) : STR("/"),
	    draft ? COOKIE_MONTH : COOKIE_SESSION, c->app->conf.secure_cookies);
	c->csrf = token_of(c->arena, cookie);
	if (draft)
		c->draft = cookie;
}

void csrf_renew(struct ctx *c)
{
	renew(c, c->route->csrf);
}

static void begin(struct ctx *c, enum csrf kind)
{
	struct str cookie = cookie_sent(c, kind);
	if (cookie.n == 0) {
		renew(c, kind);
		return;
	}
	c->csrf = token_of(c->arena, cookie);
	if (kind == CSRF_DRAFT)
		c->draft = cookie;
}

void csrf_move_draft(struct ctx *c, struct str path)
{
	bool secure = c->app->conf.secure_cookies;
	resp_cookie(c->resp, str_c(cookie_name(c, CSRF_DRAFT)), STR(""), csrf_draft_path(c), COOKIE_DELETE, secure);
	resp_cookie(c->resp, str_c(cookie_name(c, CSRF_DRAFT)), c->draft, path, COOKIE_MONTH, secure);
}

void csrf_begin(struct ctx *c)
{
	switch (c->route->csrf) {
	case CSRF_NONE:
		return;
	case CSRF_SESSION:
		if (c->session != NULL)
			c->csrf = c->session->csrf;
		return;
	case CSRF_VISIT:
	case CSRF_DRAFT:
		begin(c, c->route->csrf);
	}
}

void csrf_begin_visit(struct ctx *c)
{
	begin(c, CSRF_VISIT);
}

bool csrf_ok(const struct ctx *c)
{
	if (req_is_foreign(c->req))
		return false;
	struct str got = req_value(c->req, CSRF_FIELD);
	if (c->route->csrf == CSRF_SESSION)
		return c->session != NULL && identity_csrf_ok(c->session, got);
	struct str cookie = cookie_sent(c, c->route->csrf);
	if (cookie.n == 0)
		return false;
	struct str want = token_of(c->arena, cookie);
	return got.n == want.n && sodium_memcmp(got.p, want.p, want.n) == 0;
}
