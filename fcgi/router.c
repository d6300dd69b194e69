/* SPDX-License-Identifier: EUPL-1.2
 * Finding a request's place in the table of addresses. */
#include "router.h"

static bool all_of(struct str s, char from, char to)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= from && c <= to) || (c >= '0' && c <= '9') || c == '-'))
			return false;
	}
	return s.n > 0;
}

static bool is_identifier(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
		if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '.' || c == '-')))
			return false;
	}
	return s.n > 0;
}

static bool placeholder_fits(char first, struct str got)
{
	if (first == '_')
		return is_identifier(got);
	return first >= 'A' && first <= 'Z' ? all_of(got, 'A', 'Z') : all_of(got, 'a', 'z');
}

static bool segment_fits(struct str want, struct str got, struct str **arg)
{
	if (want.n == 0 || want.p[0] != ':')
		return str_eq(want, got);
	if (!placeholder_fits(want.p[1], got))
		return false;
	*(*arg)++ = got;
	return true;
}

/* The first n_got segments of req against the pattern. */
static bool fits(const char *pattern, const struct req *req, size_t n_got, struct str *arg)
{
	struct str rest = str_c(pattern + 1);
	for (size_t i = 0; i < n_got; i++) {
		ptrdiff_t slash = str_find(rest, '/');
		bool last = slash < 0;
		if (last != (i + 1 == n_got))
			return false;
		struct str want = last ? rest : str_sub(rest, 0, (size_t)slash);
		if (!segment_fits(want, req->segment[i], &arg))
			return false;
		rest = last ? rest : str_sub(rest, (size_t)slash + 1, rest.n);
	}
	return true;
}

enum router_result router_find(const struct req *req, enum pool pool, const struct route **route,
    struct str arg[ROUTER_ARGS_MAX], struct str *allow)
{
	const struct route *list;
	size_t n = routes(&list);
	unsigned methods = 0;
	bool slash = false;
	for (const struct route *r = list; r < list + n; r++) {
		if ((r->pools & pool) == 0)
			continue;
		if (fits(r->pattern, req, req->n_segments, arg)) {
			if (r->method == req->method) {
				*route = r;
				return ROUTER_FOUND;
			}
			methods |= r->method;
		} else if (req->n_segments < REQ_SEGMENTS_MAX && req->method == REQ_GET && r->method == REQ_GET) {
			/* segment[n_segments] is empty: what the address would be with a slash behind it. */
			slash = slash || fits(r->pattern, req, req->n_segments + 1, arg);
		}
	}
	if (methods != 0) {
		*allow = methods == (REQ_GET | REQ_POST) ? STR("GET, HEAD, POST")
		         : methods == REQ_GET            ? STR("GET, HEAD")
		                                         : STR("POST");
		return ROUTER_METHOD;
	}
	return slash ? ROUTER_SLASH : ROUTER_UNKNOWN;
}

struct str router_arg(const struct ctx *c, const char *name)
{
	struct str rest = str_c(c->route->pattern), want;
	size_t n = 0;
	while (str_next(&rest, '/', &want)) {
		if (want.n == 0 || want.p[0] != ':')
			continue;
		if (str_eq_c(want, name))
			return c->arg[n];
		n++;
	}
	return (struct str){ 0 };
}
