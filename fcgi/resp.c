/* SPDX-License-Identifier: EUPL-1.2
 * One response: status, headers, cookies. */
#include "resp.h"

#include <assert.h>

static const struct {
	unsigned status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 303, "See Other" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
	{ 507, "Insufficient Storage" },
};

static const struct str security_headers =
    STR_INIT("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
             "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
             "X-Content-Type-Options: nosniff\r\n"
             "Referrer-Policy: same-origin\r\n"
             "Cross-Origin-Opener-Policy: same-origin\r\n"
             "Cross-Origin-Resource-Policy: same-origin\r\n"
             "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n"
             "Cache-Control: no-store\r\n");

static const struct str download_headers = STR_INIT("Content-Security-Policy: sandbox; default-src 'none'\r\n"
                                                    "X-Content-Type-Options: nosniff\r\n"
                                                    "Referrer-Policy: same-origin\r\n"
                                                    "Cross-Origin-Resource-Policy: same-origin\r\n"
                                                    "Cache-Control: no-store\r\n");

struct resp resp_new(struct arena *a)
{
	return (struct resp){
		.status = 200,
		.type = STR("text/html; charset=utf-8"),
		.cookies = buf_new(a),
		.body = buf_new(a),
	};
}

void resp_redirect(struct resp *r, struct str location)
{
	r->status = 303;
	r->location = location;
	r->body.n = 0;
}

static bool is_token(struct str s, const char *also)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		if (!alnum && (c == '\0' || strchr(also, c) == NULL))
			return false;
	}
	return true;
}

void resp_cookie(struct resp *r, struct str name, struct str value, struct str path, enum cookie_life life, bool secure)
{
	static const char *const ages[] = {
		[COOKIE_SESSION] = "", [COOKIE_MONTH] = "; Max-Age=2592000", [COOKIE_DELETE] = "; Max-Age=0"
	};
	bool clean = is_token(name, "-_") && is_token(value, ".-_") && is_token(path, "/.-_~");
	assert(clean);
	if (!clean)
		return;
	buf_add_fmt(&r->cookies, "Set-Cookie: %.*s=%.*s; Path=%.*s; HttpOnly; SameSite=Lax%s%s\r\n", STR_ARG(name),
	    STR_ARG(value), STR_ARG(path), ages[life], secure ? "; Secure" : "");
}

unsigned resp_status(enum err_kind kind)
{
	switch (kind) {
	case ERR_INPUT:
		return 400;
	case ERR_DENIED:
		return 403;
	case ERR_NOTFOUND:
		return 404;
	case ERR_CONFLICT:
		return 409;
	case ERR_RETRY:
	case ERR_UNKNOWN:
	case ERR_BROKEN:
	case ERR_SLOW:
		return 503;
	case ERR_NONE:
	case ERR_BUG:
		break;
	}
	return 500;
}

static const char *reason(unsigned status)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "Unknown";
}

/* A header value cannot hold a line break, whoever it came from. */
static void add_header(struct buf *out, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_add_fmt(out, "%s: ", name);
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] >= 0x20 && value.p[i] != 0x7f)
			buf_add_char(out, value.p[i]);
	buf_add_c(out, "\r\n");
}

/* RFC 6266 with RFC 8187: only the extended form, percent-encoded UTF-8, which every browser understands. */
static void add_download(struct buf *out, struct str name)
{
	buf_add_c(out, "Content-Disposition: attachment; filename*=UTF-8''");
	for (size_t i = 0; i < name.n; i++) {
		if (is_token(str_sub(name, i, i + 1), ".-_"))
			buf_add_char(out, name.p[i]);
		else
			buf_add_fmt(out, "%%%02X", (unsigned char)name.p[i]);
	}
	buf_add_c(out, "\r\n");
}

void resp_headers(const struct resp *r, struct buf *out)
{
	buf_add_fmt(out, "Status: %u %s\r\n", r->status, reason(r->status));
	add_header(out, "Content-Type", r->type);
	buf_add_fmt(out, "Content-Length: %zu\r\n", r->body.n);
	add_header(out, "Location", r->location);
	add_header(out, "Allow", r->allow);
	if (r->retry_after > 0)
		buf_add_fmt(out, "Retry-After: %u\r\n", r->retry_after);
	if (r->download.n > 0)
		add_download(out, r->download);
	buf_add(out, r->download.n > 0 ? download_headers : security_headers);
	if (r->secure)
		buf_add_c(out, "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n");
	buf_add(out, buf_str(&r->cookies));
	buf_add_c(out, "\r\n");
}
