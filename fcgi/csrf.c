/* SPDX-License-Identifier: EUPL-1.2
 * Against forged posts. */
#include "csrf.h"

#include <sodium.h>

static const char *const cookie_names[] = {
	[CSRF_NONE] = "", [CSRF_VISIT] = "ozg_visit", [CSRF_DRAFT] = "ozg_draft", [CSRF_SESSION] = "ozg_session"
};

static struct str hex(struct arena *a, const unsigned char *bytes, size_t n)
{
	char *out = arena_alloc(a, 2 * n + 1);
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
	return (struct str){ out, 2 * n };
}

struct str csrf_random(struct arena *a)
{
	unsigned char bytes[16];
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
	return s.n == 32;
}

static struct str cookie_sent(const struct ctx *c)
{
	struct str cookie = req_cookie(c->req, cookie_names[c->route->csrf]);
	if (c->route->csrf != CSRF_SESSION && !is_random_cookie(cookie))
		return (struct str){ 0 };
	return cookie;
}

struct str csrf_draft_path(const struct ctx *c)
{
	return str_fmt(c->arena, "/%.*s/%.*s/", STR_ARG(router_arg(c, ":tenant")), STR_ARG(router_arg(c, ":form")));
}

void csrf_begin(struct ctx *c)
{
	enum csrf kind = c->route->csrf;
	if (kind == CSRF_NONE)
		return;
	struct str cookie = cookie_sent(c);
	if (cookie.n == 0 && kind != CSRF_SESSION) {
		cookie = csrf_random(c->arena);
		bool draft = kind == CSRF_DRAFT;
		resp_cookie(c->resp, str_c(cookie_names[kind]), cookie, draft ? csrf_draft_path(c) : STR("/"),
		    draft ? COOKIE_MONTH : COOKIE_SESSION, c->app->conf.secure_cookies);
	}
	if (kind == CSRF_DRAFT)
		c->draft = cookie;
	if (cookie.n > 0)
		c->csrf = token_of(c->arena, cookie);
}

bool csrf_ok(const struct ctx *c)
{
	if (str_eq_c(c->req->sec_fetch_site, "cross-site") || str_eq_c(c->req->sec_fetch_site, "same-site"))
		return false;
	struct str cookie = cookie_sent(c), got = req_value(c->req, CSRF_FIELD);
	if (cookie.n == 0)
		return false;
	struct str want = token_of(c->arena, cookie);
	return got.n == want.n && sodium_memcmp(got.p, want.p, want.n) == 0;
}
