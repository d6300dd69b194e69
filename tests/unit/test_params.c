/* SPDX-License-Identifier: EUPL-1.2
 * Query, form bodies and cookies: what is read, what is refused. */
#include "test.h"

#include "params.h"

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

static struct params urlencoded(const char *s)
{
	struct params p = { 0 };
	assert_true(params_urlencoded(a, str_c(s), &p));
	return p;
}

static void test_urlencoded(void **state)
{
	(void)state;
	struct params p = urlencoded("a=1&b+c=d%20e&&=x&f&g=h=i&%C3%A4=%c3%9F");
	assert_int_equal(p.n, 6);
	assert_str(p.list[0].value, "1");
	assert_str(p.list[1].name, "b c");
	assert_str(p.list[1].value, "d e");
	assert_str(p.list[2].name, "");
	assert_str(p.list[3].name, "f");
	assert_str(p.list[3].value, "");
	assert_str(p.list[4].value, "h=i");
	assert_str(p.list[5].name, "ä");
	assert_str(p.list[5].value, "ß");
}

static void test_urlencoded_percent(void **state)
{
	(void)state;
	struct params p = urlencoded("a=100%&b=%2&c=%zz&d=%2541");
	assert_str(p.list[0].value, "100%");
	assert_str(p.list[1].value, "%2");
	assert_str(p.list[2].value, "%zz");
	assert_str(p.list[3].value, "%41"); /* decoded once */
}

static void test_urlencoded_refused(void **state)
{
	(void)state;
	static const char *const bad[] = { "a=%00", "%00=a", "a=%ff", "a=%c0%80", "a=%ed%a0%80", "a=%f5%80%80%80" };
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct params p = { 0 };
		assert_false(params_urlencoded(a, str_c(bad[i]), &p));
	}
	struct buf many = buf_new(a);
	for (unsigned i = 0; i < PARAMS_MAX; i++)
		buf_add_fmt(&many, "a%u=1&", i);
	struct params p = { 0 };
	assert_true(params_urlencoded(a, buf_str(&many), &p));
	buf_add_c(&many, "b=1");
	p = (struct params){ 0 };
	assert_false(params_urlencoded(a, buf_str(&many), &p));
}

static void test_find(void **state)
{
	(void)state;
	struct params p = urlencoded("a=1&b=2&a=3");
	struct str value = { 0 };
	assert_int_equal(params_find(&p, STR("a"), &value), 2);
	assert_str(value, "1");
	assert_int_equal(params_find(&p, STR("c"), &value), 0);
}

static void test_cookies(void **state)
{
	(void)state;
	struct params p = { 0 };
	assert_true(params_cookies(a, STR("a=1; b=2;c = 3 ;nonsense; d=e=f"), &p));
	assert_int_equal(p.n, 4);
	assert_str(p.list[2].name, "c");
	assert_str(p.list[2].value, "3");
	assert_str(p.list[3].value, "e=f");
}

static void test_decode(void **state)
{
	(void)state;
	struct str out;
	assert_true(params_decode(a, STR("a%2Fb+c"), &out));
	assert_str(out, "a/b+c");
	assert_false(params_decode(a, STR("a%"), &out));
	assert_false(params_decode(a, STR("%g0"), &out));

	struct buf b = buf_new(a);
	params_encode(&b, STR("/office/?ab=1 +ü\r\n~x"));
	assert_str(buf_str(&b), "/office/%3Fab%3D1%20%2B%C3%BC%0D%0A~x");
	assert_true(params_decode(a, buf_str(&b), &out));
	assert_str(out, "/office/?ab=1 +ü\r\n~x");
}

#define TYPE "multipart/form-data; boundary=B"
#define PART(name) "--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static bool multipart(const char *type, const char *body, struct params *p)
{
	*p = (struct params){ 0 };
	return params_multipart(a, str_c(type), str_c(body), p);
}

static void test_multipart(void **state)
{
	(void)state;
	struct params p;
	assert_true(multipart(TYPE,
	    PART("a") "1\r\n" PART("b") "\r\n--B\r\n"
	                                "content-disposition: form-data; name=f; filename=\"Zeugnis ü.pdf\"\r\n"
	                                "Content-Type: application/pdf\r\n\r\n\xff\r\n--C\r\n--B--\r\n",
	    &p));
	assert_int_equal(p.n, 3);
	assert_str(p.list[0].name, "a");
	assert_str(p.list[0].value, "1");
	assert_str(p.list[1].value, "");
	assert_true(p.list[2].is_file);
	assert_str(p.list[2].name, "f");
	assert_str(p.list[2].filename, "Zeugnis ü.pdf");
	assert_str(p.list[2].value, "\xff\r\n--C");
	struct str value = { 0 };
	assert_int_equal(params_find(&p, STR("f"), &value), 0); /* a file is no value */
	assert_true(multipart("Multipart/Form-Data; charset=x; Boundary=\"B\"", PART("a") "1\r\n--B--", &p));
}

static void test_multipart_refused(void **state)
{
	(void)state;
	static const struct {
		const char *type, *body;
	} bad[] = {
		{ "multipart/form-data", PART("a") "1\r\n--B--" },
		{ "multipart/form-data; boundary=", PART("a") "1\r\n--B--" },
		{ "multipart/form-data; boundary=B; boundary=B", PART("a") "1\r\n--B--" },
		{ "multipart/form-data; boundary=\"B", PART("a") "1\r\n--B--" },
		{ "multipart/mixed; boundary=B", PART("a") "1\r\n--B--" },
		{ TYPE, "" },
		{ TYPE, "preamble\r\n" PART("a") "1\r\n--B--" },
		{ TYPE, PART("a") "1" },
		{ TYPE, PART("a") "1\r\n--B" },
		{ TYPE, PART("a") "1\n--B--" },
		{ TYPE, PART("a") "1\r\n--Bx" },
		{ TYPE, "--B\r\nContent-Disposition: form-data\r\n\r\n1\r\n--B--" },
		{ TYPE, PART("") "1\r\n--B--" },
		{ TYPE, "--B\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n1\r\n--B--" },
		{ TYPE, "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--B--" },
		{ TYPE, "--B\r\nContent-Type: text/plain\r\n\r\n1\r\n--B--" },
		{ TYPE, "--B\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n--B--" },
		{ TYPE, "--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
		        "base64\r\n\r\n1\r\n--B--" },
		{ TYPE, PART("a") "\xff\r\n--B--" },
		{ TYPE, PART("\xff") "1\r\n--B--" },
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct params p;
		if (multipart(bad[i].type, bad[i].body, &p))
			fail_msg("case %zu was taken", i);
	}
	struct buf long_type = buf_new(a);
	buf_add_c(&long_type, "multipart/form-data; boundary=");
	for (int i = 0; i < 71; i++)
		buf_add_char(&long_type, 'b');
	struct params p = { 0 };
	assert_false(params_multipart(a, buf_str(&long_type), STR("x"), &p));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_urlencoded, setup, teardown),
		cmocka_unit_test_setup_teardown(test_urlencoded_percent, setup, teardown),
		cmocka_unit_test_setup_teardown(test_urlencoded_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_find, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cookies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_decode, setup, teardown),
		cmocka_unit_test_setup_teardown(test_multipart, setup, teardown),
		cmocka_unit_test_setup_teardown(test_multipart_refused, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
