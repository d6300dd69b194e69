/* SPDX-License-Identifier: EUPL-1.2
 * What the citizen's pages know for prefilled answers: the municipality, today, and what stood in the address that led
 * to the form. That may be personal: it leaves the address at once and stays in a cookie, which only the browser has,
 * until the application is sent or discarded. */
#include "prefill.h"

#include "csrf.h"

#include <sodium.h>

enum { KEPT_MAX = 2000, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

static const char *cookie_name(const struct ctx *c)
{
	return c->app->conf.secure_cookies ? "__Secure-ozg_vorgabe" : "ozg_vorgabe";
}

static void set_cookie(struct ctx *c, struct str value, struct str path)
{
	resp_cookie(c->resp, str_c(cookie_name(c)), value, path, value.n > 0 ? COOKIE_SESSION : COOKIE_DELETE,
	    c->app->conf.secure_cookies);
}

/* The pairs in the cookie; none when it is not one of ours. */
static struct params kept(const struct ctx *c)
{
	struct str cookie = req_cookie(c->req, cookie_name(c));
	struct params out = { 0 };
	size_t n;
	char *pairs = arena_alloc(c->arena, cookie.n + 1);
	if (sodium_base642bin((unsigned char *)pairs, cookie.n, cookie.p, cookie.n, NULL, &n, NULL, VARIANT) != 0 ||
	    !params_urlencoded(c->arena, (struct str){ pairs, n }, &out))
		return (struct params){ 0 };
	return out;
}

bool prefill_keep(struct ctx *c, const struct apply *ap)
{
	const struct params *query = &c->req->query;
	struct buf keep = buf_new(c->arena), rest = buf_new(c->arena);
	for (size_t i = 0; i < query->n; i++)
		params_add_query(form_asks_query(ap->form, query->list[i].name) ? &keep : &rest, &query->list[i]);
	if (keep.n == 0)
		return false;
	char *cookie = arena_alloc(c->arena, sodium_base64_encoded_len(keep.n, VARIANT));
	sodium_bin2base64(
	    cookie, sodium_base64_encoded_len(keep.n, VARIANT), (const unsigned char *)keep.p, keep.n, VARIANT);
	if (keep.n <= KEPT_MAX)
		set_cookie(c, str_c(cookie), ap->base);
	resp_redirect(c->resp,
	    str_fmt(c->arena, "%.*s%s%.*s", STR_ARG(c->req->path), rest.n > 0 ? "?" : "", STR_ARG(buf_str(&rest))));
	return true;
}

void prefill_forget(struct ctx *c)
{
	if (req_cookie(c->req, cookie_name(c)).n > 0)
		set_cookie(c, STR(""), csrf_draft_path(c));
}

void prefill_move(struct ctx *c, struct str path)
{
	struct str cookie = req_cookie(c->req, cookie_name(c));
	if (kept(c).n == 0)
		return;
	prefill_forget(c);
	set_cookie(c, cookie, path);
}

static bool known(void *arg, struct arena *a, struct str source, struct str *value)
{
	const struct ctx *c = arg;
	struct params pairs;
	*value = (struct str){ NULL, 0 };
	if (str_eq_c(source, "municipality:name")) {
		*value = c->site;
	} else if (str_eq_c(source, "municipality:key")) {
		*value = c->tenant;
	} else if (str_eq_c(source, "today")) {
		*value = date_format(a, page_today());
	} else if (str_starts(source, STR("query:"))) {
		pairs = kept(c);
		params_find(&pairs, str_sub(source, 6, source.n), value);
	}
	return value->n > 0;
}

void prefill_begin(struct ctx *c, struct form_world *world)
{
	world->prefill = known;
	world->prefill_arg = c;
}
