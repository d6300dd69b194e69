/* SPDX-License-Identifier: EUPL-1.2
 * Passwords, cookies and CSRF tokens: everything of the sign-in that needs no database. */
#include "test.h"

#include "identity/identity.h"

static void passwords_are_judged(void **state)
{
	(void)state;
	static const struct {
		const char *password;
		bool ok;
	} cases[] = {
		{ "vier Pferde kauen Moos", true },
		{ "Öl-Tür-Übung-Maß", true },
		{ "kurz", false },
		{ "elf Zeichen", false },
		{ "äöüäöüäöüäöß", false },     /* 12 characters but only 4 different ones */
		{ "aaaaaaaaaaaaaaaa", false }, /* one character */
		{ "12345678901234", false },   /* counting */
		{ "abcdefghijklmnop", false },
		{ "Passwort1234!", false },
		{ "passwordpassword", false },
		{ "!!Willkommen2026", false },
		{ "1q2w3e4r5t6z", false },
		{ "anna.ochsenfurt", false },
		{ "Ochsenfurt2026!", false },
		{ "AnnaAnnaAnna1", false },
		{ "annabelle singt laut", true }, /* contains the name but is more */
		{ "kaputt \xFF kaputt kaputt", false },
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = { 0 };
		if (password_check(STR("anna.ochsenfurt"), str_c(cases[i].password), &err) != cases[i].ok)
			fail_msg("%s: %s", cases[i].password, err.text);
	}
	char text[200];
	struct err err = { 0 };
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "kxq7w"[(i * i + i / 7) % 5];
	assert_true(password_check(STR("admin"), (struct str){ text, 128 }, &err));
	assert_false(password_check(STR("admin"), (struct str){ text, 129 }, &err));
}

static void hashes_fit_their_password_only(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char one[128], two[128];
	struct err err = { 0 };
	/* "ü" composed and as u with diaeresis are the same password. */
	assert_true(password_hash(a, STR("f\xC3\xBCnf Affen"), one, &err));
	assert_true(password_hash(a, STR("f\xC3\xBCnf Affen"), two, &err));
	assert_string_not_equal(one, two); /* salted */
	assert_int_equal(strncmp(one, "$argon2id$v=19$m=65536,t=2,p=1$", 31), 0);
	assert_true(password_matches(a, one, STR("fu\xCC\x88nf Affen")));
	assert_false(password_matches(a, one, STR("fünf Affe")));
	assert_false(password_matches(a, one, STR("")));
	assert_false(password_matches(a, one, STR("f\xFCnf Affen")));
	assert_false(password_matches(a, "", STR("")));
	arena_free(&a);
}

static void what_is_too_long_never_matches(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	char text[600], hash[128];
	struct err err = { 0 };
	memset(text, 'x', sizeof text);
	assert_true(password_hash(a, (struct str){ text, 512 }, hash, &err));
	assert_true(password_matches(a, hash, (struct str){ text, 512 }));
	assert_false(password_matches(a, hash, (struct str){ text, 513 }));
	arena_free(&a);
}

#define TOKEN "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void cookies_are_parsed_strictly(void **state)
{
	(void)state;
	static const struct str bad[] = {
		STR_INIT(""),
		STR_INIT("."),
		STR_INIT("ochsenfurt"),
		STR_INIT("ochsenfurt." TOKEN "0"),
		STR_INIT("." TOKEN),
		STR_INIT("Ochsenfurt." TOKEN),
		STR_INIT("och senfurt." TOKEN),
		STR_INIT("__." TOKEN),
		STR_INIT("a.b." TOKEN),
		STR_INIT("och\0senfurt." TOKEN),
		STR_INIT("ochsenfurt.0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef"),
	};
	unsigned char hash[SESSION_HASH_BYTES], other[SESSION_HASH_BYTES];
	struct str tenant;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(session_cookie_parse(bad[i], &tenant, hash));
	assert_true(session_cookie_parse(STR("ochsenfurt." TOKEN), &tenant, hash));
	assert_str(tenant, "ochsenfurt");
	assert_true(session_cookie_parse(STR("_." TOKEN), &tenant, other));
	assert_str(tenant, "_");
	assert_memory_not_equal(hash, other, sizeof hash);
}

static void csrf_tokens_belong_to_one_session(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct session s = { .csrf = session_csrf(a, STR("ochsenfurt." TOKEN)) };
	assert_int_equal(s.csrf.n, 64);
	assert_true(str_find_str(STR(TOKEN), s.csrf) < 0);
	assert_true(identity_csrf_ok(&s, str_dup(a, s.csrf)));
	assert_false(identity_csrf_ok(&s, STR("")));
	assert_false(identity_csrf_ok(&s, str_sub(s.csrf, 0, 63)));
	assert_false(identity_csrf_ok(&s, session_csrf(a, STR("ochsenfurt.f123456789abcdef0123456789abcdef"
	                                                      "0123456789abcdef0123456789abcdef"))));
	struct session none = { 0 };
	assert_false(identity_csrf_ok(&none, STR("")));
	arena_free(&a);
}

static void addresses_are_counted_in_blocks(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	assert_str(identity_address_block(a, STR("192.0.2.7")), "192.0.2.7");
	assert_str(identity_address_block(a, STR("::ffff:192.0.2.7")), "192.0.2.7");
	assert_str(identity_address_block(a, STR("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::");
	assert_str(identity_address_block(a, STR("2001:0db8:1:2::1")), "2001:db8:1:2::");
	assert_str(identity_address_block(a, STR("unix:")), "unix:");
	arena_free(&a);
}

static void logins_name_their_tenant(void **state)
{
	(void)state;
	assert_str(account_tenant(STR("anna.ochsenfurt")), "ochsenfurt");
	assert_str(account_tenant(STR("anna.maria.ochsenfurt")), "ochsenfurt");
	assert_str(account_tenant(STR("admin")), "_");
	assert_str(account_tenant(STR("anna.")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(passwords_are_judged),
		cmocka_unit_test(hashes_fit_their_password_only),
		cmocka_unit_test(what_is_too_long_never_matches),
		cmocka_unit_test(cookies_are_parsed_strictly),
		cmocka_unit_test(csrf_tokens_belong_to_one_session),
		cmocka_unit_test(addresses_are_counted_in_blocks),
		cmocka_unit_test(logins_name_their_tenant),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
