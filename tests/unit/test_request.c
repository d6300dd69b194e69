/* SPDX-License-Identifier: EUPL-1.2
 * Requests as the web server hands them on, and the responses that go back. */
#include "test.h"

#include "req.h"
#include "resp.h"

static struct arena *a;

static int setup(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(&a);
	return 0;
}

/* Reads a GET of uri with one more parameter. */
static unsigned head(const char *uri, const char *more, struct req *req)
{
	char *env[] = { (char *)"REQUEST_METHOD=GET", (char *)str_fmt(a, "REQUEST_URI=%s", uri).p, (char *)more, NULL };
	return req_read_head(a, env, req);
}

static void test_segments(void **state)
{
	(void)state;
	struct req req;
	assert_int_equal(head("/", NULL, &req), 0);
	assert_int_equal(req.n_segments, 1);
	assert_int_equal(head("/a/b%20c?x=1", NULL, &req), 0);
	assert_int_equal(req.n_segments, 2);
	assert_str(req.segment[1], "b c");
	assert_str(req_query(&req, "x"), "1");
	assert_int_equal(head("/a/", NULL, &req), 0);
	assert_int_equal(req.n_segments, 2);
	assert_str(req.segment[1], "");
	assert_int_equal(head("/a/b/c/d/e/f/g", NULL, &req), 0);
	assert_int_equal(head("/a/b/c/d/e/f/g/", NULL, &req), 0);
}

static void test_addresses_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "a", "//", "//a", "/a//", "/.", "/..", "/a/./b", "/%2e%2E/", "/%00", "/%",
		"/%ff", "/?a=%00", "*", "http://x/", "/a/b/c/d/e/f/g/h" };
	struct req req;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (head(bad[i], NULL, &req) != 400)
			fail_msg("%s was taken", bad[i]);
}

static void test_trust(void **state)
{
	(void)state;
	struct req req;
	assert_int_equal(head("/", "REQUEST_METHOD=POST", &req), 400);
	assert_int_equal(head("/", "HTTP_COOKIE=ozg_draft=a; ozg_draft=b", &req), 400);
	assert_int_equal(head("/", "HTTP_COOKIE=__Host-ozg_session=a; __Host-ozg_session=a", &req), 400);
	assert_int_equal(head("/", "HTTP_COOKIE=x=a; x=b; ozg_draft=c", &req), 0);
	assert_str(req_cookie(&req, "ozg_draft"), "c");
	assert_int_equal(head("/", "CONTENT_LENGTH=-1", &req), 400);
	assert_int_equal(head("/", "CONTENT_LENGTH=99999999999999999999", &req), 400);
	assert_int_equal(head("/", "OZG_REQUEST_ID=0123456789abcdef0123456789abcdef", &req), 0);
	assert_str(req.id, "0123456789abcdef0123456789abcdef");
	assert_int_equal(head("/", "OZG_REQUEST_ID=\x1b[31m", &req), 0);
	assert_int_equal(req.id.n, 32); /* its own */
}

struct source {
	struct str rest;
};

static size_t read_source(void *arg, char *p, size_t n)
{
	struct source *s = arg;
	size_t take = n < s->rest.n ? n : s->rest.n;
	memcpy(p, s->rest.p, take);
	s->rest = str_sub(s->rest, take, s->rest.n);
	return take;
}

static unsigned body(const char *type, size_t length, const char *bytes, struct req *req)
{
	*req = (struct req){ .method = REQ_POST, .content_type = str_c(type), .content_length = length };
	struct source s = { str_c(bytes) };
	return req_read_body(a, req, 10, read_source, &s);
}

static void test_body(void **state)
{
	(void)state;
	static const char form[] = "application/x-www-form-urlencoded";
	struct req req;
	assert_int_equal(body(form, 3, "a=b", &req), 0);
	assert_str(req_value(&req, "a"), "b");
	assert_int_equal(body("Application/X-WWW-Form-Urlencoded ; charset=utf-8", 3, "a=b", &req), 0);
	assert_int_equal(body(form, 11, "a=bbbbbbbbb", &req), 413);
	assert_int_equal(body(form, 5, "a=b", &req), 400);
	assert_int_equal(body(form, 7, "_a=1&_a", &req), 400);
	assert_int_equal(body(form, 5, "a=1&a", &req), 0);
	assert_int_equal(body("text/plain", 3, "a=b", &req), 415);
	assert_int_equal(body("", 0, "", &req), 0);
}

static void test_headers(void **state)
{
	(void)state;
	struct resp r = resp_new(a);
	resp_cookie(&r, STR("ozg_draft"), STR("abc"), STR("/x/y/"), COOKIE_MONTH, true);
	r.location = STR("/a\r\nSet-Cookie: b=c");
	r.secure = true;
	r.download = STR("Bescheid \"1\"\r\n.pdf");
	struct buf out = buf_new(a);
	resp_headers(&r, &out);
	struct str s = buf_str(&out);
	assert_true(
	    str_find_str(
	        s, STR("Set-Cookie: ozg_draft=abc; Path=/x/y/; HttpOnly; SameSite=Lax; Max-Age=2592000; Secure\r\n")) > 0);
	assert_true(str_find_str(s, STR("Location: /aSet-Cookie: b=c\r\n")) > 0);
	assert_true(str_find_str(s, STR("filename*=UTF-8''Bescheid%20%221%22%0D%0A.pdf\r\n")) > 0);
	assert_true(str_find_str(s, STR("sandbox")) > 0);
	assert_true(str_find_str(s, STR("Strict-Transport-Security: max-age=31536000")) > 0);
	assert_true(str_ends(s, STR("\r\n\r\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_segments, setup, teardown),
		cmocka_unit_test_setup_teardown(test_addresses_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_trust, setup, teardown),
		cmocka_unit_test_setup_teardown(test_body, setup, teardown),
		cmocka_unit_test_setup_teardown(test_headers, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
