/* SPDX-License-Identifier: EUPL-1.2
 * Mails: addresses, templates, and a message nobody can break out of. */
#include "test.h"

#include "base/email.h"
#include "notify/mail.h"

static const struct mail good = {
	.from = STR_INIT("Stadt Ochsenfurt <post@ozg.example>"),
	.to = STR_INIT("erika@mustermann.example"),
	.subject = STR_INIT("Ihr Antrag OCH-2026-000001 ist eingegangen"),
	.body = STR_INIT("Guten Tag,\n\nalles gut.\n"),
	.message_id = STR_INIT("ozg.17"),
	.date = 1772352900, /* 2026-03-01 08:15 UTC, a Sunday */
};

static struct str build(struct arena *a, const struct mail *m)
{
	struct buf b = buf_new(a);
	struct err err;
	if (!mail_build(&b, m, &err))
		fail_msg("%s", err.text);
	return buf_str(&b);
}

static void a_plain_message_is_exactly_this(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_str(build(a, &good), "Date: Sun, 01 Mar 2026 08:15:00 +0000\r\n"
	                            "From: Stadt Ochsenfurt <post@ozg.example>\r\n"
	                            "To: erika@mustermann.example\r\n"
	                            "Subject: Ihr Antrag OCH-2026-000001 ist eingegangen\r\n"
	                            "Message-ID: <ozg.17@ozg.example>\r\n"
	                            "Auto-Submitted: auto-generated\r\n"
	                            "MIME-Version: 1.0\r\n"
	                            "Content-Type: text/plain; charset=UTF-8\r\n"
	                            "Content-Transfer-Encoding: quoted-printable\r\n"
	                            "Content-Language: de\r\n"
	                            "\r\n"
	                            "Guten Tag,\r\n\r\nalles gut.\r\n");
	arena_free(&a);
}

static void umlauts_and_long_lines_are_encoded(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct mail m = good;
	m.from = STR("Bürgerbüro, Rathaus <post@ozg.example>");
	m.subject = STR("Größe");
	m.body = STR("a=b ü \n.\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	struct str t = build(a, &m);
	assert_true(str_find_str(t, STR("\r\nSubject: =?UTF-8?B?R3LDtsOfZQ==?=\r\n")) > 0);
	assert_true(str_find_str(t, STR("From: =?UTF-8?B?QsO8cmdlcmLDvHJvLCBSYXRoYXVz?= <post@ozg.example>\r\n")) > 0);
	assert_true(str_find_str(t, STR("\r\n\r\na=3Db =C3=BC=20\r\n.\r\nxxx")) > 0);
	for (size_t i = 0; i < t.n; i++)
		assert_true((unsigned char)t.p[i] < 0x80);
	struct str rest = t, line;
	while (str_next(&rest, '\n', &line))
		assert_true(line.n <= 77);
	arena_free(&a);
}

/* Every encoded word holds whole characters: decoding word by word never breaks one. */
static void long_subjects_break_between_characters(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t lead = 0; lead < 4; lead++) {
		struct buf subject = buf_new(a);
		for (size_t i = 0; i < lead; i++)
			buf_add_char(&subject, 'x');
		for (size_t i = 0; i < 50; i++)
			buf_add_c(&subject, "€");
		struct mail m = good;
		m.subject = buf_str(&subject);
		struct str t = build(a, &m);
		ptrdiff_t at = str_find_str(t, STR("Subject: "));
		struct str rest = str_sub(t, (size_t)at, t.n), line;
		size_t words = 0;
		while (str_next(&rest, '\n', &line) && str_find_str(line, STR("=?UTF-8?B?")) >= 0) {
			struct str word = str_trim(str_sub(line, (size_t)str_find(line, '='), line.n));
			size_t digits = word.n - (sizeof "=?UTF-8?B?" - 1 + 2);
			size_t pad = word.p[word.n - 3] == '=' ? (word.p[word.n - 4] == '=' ? 2 : 1) : 0;
			size_t bytes = digits / 4 * 3 - pad - (words == 0 ? lead : 0);
			assert_int_equal(bytes % 3, 0); /* "€" has three bytes */
			assert_true(line.n <= 77);
			words++;
		}
		assert_true(words >= 3);
	}
	arena_free(&a);
}

static void nothing_breaks_out_of_its_line(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	static const struct str bad[] = {
		STR_INIT("x\r\nBcc: all@example.org"),
		STR_INIT("x\nBcc: all@example.org"),
		STR_INIT("x\rBcc: all@example.org"),
		STR_INIT("x\0y"),
		STR_INIT("x\xC2\x85y"), /* next line, a C1 control */
		STR_INIT("x\xFFy"),
		STR_INIT(""),
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct mail m = good;
		struct buf b = buf_new(a);
		struct err err;
		m.subject = bad[i];
		assert_false(mail_build(&b, &m, &err));
		m = good;
		m.to = bad[i];
		assert_false(mail_build(&b, &m, &err));
		m = good;
		struct buf from = buf_new(a);
		buf_add(&from, bad[i]);
		buf_add_c(&from, bad[i].n > 0 ? " <post@ozg.example>" : "<>");
		m.from = buf_str(&from);
		assert_false(mail_build(&b, &m, &err));
		m = good;
		m.message_id = bad[i];
		assert_false(mail_build(&b, &m, &err));
		assert_int_equal(b.n, 0);
	}
	arena_free(&a);
}

static void addresses_are_judged(void **state)
{
	(void)state;
	static const struct {
		struct str text;
		bool ok;
	} cases[] = {
		{ STR_INIT("erika@example.org"), true },
		{ STR_INIT("e.m+ozg@sub.example-x.org"), true },
		{ STR_INIT("o'neil@example.org"), true },
		{ STR_INIT("erika"), false },
		{ STR_INIT("@example.org"), false },
		{ STR_INIT("erika@"), false },
		{ STR_INIT("a@b@c"), false },
		{ STR_INIT(".erika@example.org"), false },
		{ STR_INIT("erika.@example.org"), false },
		{ STR_INIT("er..ika@example.org"), false },
		{ STR_INIT("erika@example..org"), false },
		{ STR_INIT("erika@-example.org"), false },
		{ STR_INIT("erika mustermann@example.org"), false },
		{ STR_INIT("erika@example.org, x@y.org"), false },
		{ STR_INIT("<erika@example.org>"), false },
		{ STR_INIT("erika@example.org>\r\nRCPT TO:<x@y.org"), false },
		{ STR_INIT("\"a b\"@example.org"), false },
		{ STR_INIT("erika\0@example.org"), false },
		{ STR_INIT("m\xC3\xBCller@example.org"), false },
		{ STR_INIT("a234567890123456789012345678901234567890123456789012345678901234x@example.org"), false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (email_valid(cases[i].text) != cases[i].ok)
			fail_msg("%.*s", STR_ARG(cases[i].text));
	assert_str(mail_address(STR("Stadt <post@ozg.example>")), "post@ozg.example");
	assert_str(mail_address(STR(" post@ozg.example ")), "post@ozg.example");
}

static void templates_are_filled(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("x.txt"));
	struct mail_template t;
	assert_true(
	    mail_template_read(STR("Betreff: Antrag {nummer}\n\n{leistung}: {status}, {gebuehr}\n{status_url}\n"), &t, &d));
	assert_int_equal(d.n, 0);
	struct mail_values v = { .nummer = STR("A-1"),
		.leistung = STR("Hund\r\nsteuer {nummer}"),
		.status = STR("neu"),
		.gebuehr = STR("12,50 €"),
		.status_url = STR("https://x/") };
	assert_str(mail_fill(a, t.subject, &v), "Antrag A-1");
	assert_str(mail_fill(a, t.body, &v), "Hund  steuer {nummer}: neu, 12,50 €\nhttps://x/\n");
	arena_free(&a);
}

static void mistakes_in_templates_have_their_place(void **state)
{
	(void)state;
	static const struct {
		struct str source;
		unsigned line, col;
		const char *code;
	} cases[] = {
		{ STR_INIT("Hallo\n\nText"), 1, 1, "no-subject" },
		{ STR_INIT("Betreff: \n\nText"), 1, 1, "no-subject" },
		{ STR_INIT("Betreff: x\nText\nText"), 2, 1, "no-blank-line" },
		{ STR_INIT("Betreff: x\n\n"), 3, 1, "no-text" },
		{ STR_INIT("Betreff: x\n\nLieber {name}"), 3, 8, "unknown-name" },
		{ STR_INIT("Betreff: x\n\nab {nummer"), 3, 4, "brace" },
		{ STR_INIT("Betreff: x\n\nab}"), 3, 3, "brace" },
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct diags d = diags_new(a, STR("x.txt"));
		struct mail_template t = { 0 };
		assert_false(mail_template_read(cases[i].source, &t, &d));
		assert_int_equal(d.n, 1);
		assert_string_equal(d.list[0].code, cases[i].code);
		assert_int_equal(d.list[0].pos.line, cases[i].line);
		assert_int_equal(d.list[0].pos.col, cases[i].col);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_message_is_exactly_this),
		cmocka_unit_test(umlauts_and_long_lines_are_encoded),
		cmocka_unit_test(long_subjects_break_between_characters),
		cmocka_unit_test(nothing_breaks_out_of_its_line),
		cmocka_unit_test(addresses_are_judged),
		cmocka_unit_test(templates_are_filled),
		cmocka_unit_test(mistakes_in_templates_have_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
