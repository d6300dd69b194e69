/* SPDX-License-Identifier: EUPL-1.2
 * Sessions: the cookie, its hash, its CSRF token, and the row in the database. */
#include "identity/identity.h"

#include <sodium.h>

enum { TOKEN_HEX = 64, TENANT_MAX = 63 };

static bool is_tenant(struct str s)
{
	if (str_eq(s, STR("_")))
		return true;
	if (s.n == 0 || s.n > TENANT_MAX || s.p[0] < 'a' || s.p[0] > 'z')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
			return false;
	return true;
}

static bool is_token(struct str s)
{
	if (s.n != TOKEN_HEX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'f') || (s.p[i] >= '0' && s.p[i] <= '9')))
			return false;
	return true;
}

bool session_cookie_parse(struct str cookie, struct str *tenant, unsigned char hash[SESSION_HASH_BYTES])
{
	ptrdiff_t dot = str_find(cookie, '.');
	if (dot < 0 || !is_tenant(str_sub(cookie, 0, (size_t)dot)) || !is_token(str_sub(cookie, (size_t)dot + 1, cookie.n)))
		return false;
	*tenant = str_sub(cookie, 0, (size_t)dot);
	crypto_generichash(hash, SESSION_HASH_BYTES, (const unsigned char *)cookie.p, cookie.n, NULL, 0);
	return true;
}

struct str session_csrf(struct arena *a, struct str cookie)
{
	static const unsigned char purpose[] = "csrf";
	unsigned char mac[32];
	struct str token = str_sub(cookie, cookie.n - TOKEN_HEX, cookie.n);
	crypto_generichash(mac, sizeof mac, purpose, sizeof purpose - 1, (const unsigned char *)token.p, token.n);
	char *hex = arena_alloc(a, 2 * sizeof mac + 1);
	sodium_bin2hex(hex, 2 * sizeof mac + 1, mac, sizeof mac);
	return str_c(hex);
}

bool identity_csrf_ok(const struct session *s, struct str posted)
{
	return s->csrf.n > 0 && posted.n == s->csrf.n && sodium_memcmp(posted.p, s->csrf.p, posted.n) == 0;
}

static const char over[] = "Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich neu an.";

static void split_offices(struct arena *a, struct str joined, struct session *s)
{
	size_t n = joined.n > 0;
	for (size_t i = 0; i < joined.n; i++)
		n += joined.p[i] == ' ';
	struct str *list = ARENA_ARRAY(a, struct str, n), rest = joined, piece;
	s->offices = list;
	s->n_offices = n;
	for (size_t i = 0; i < n && str_next(&rest, ' ', &piece); i++)
		list[i] = piece;
}

bool identity_session(struct db *db, struct arena *a, struct str cookie, struct session *out, struct err *err)
{
	unsigned char hash[SESSION_HASH_BYTES];
	struct str tenant;
	if (!session_cookie_parse(cookie, &tenant, hash))
		return err_set(err, ERR_DENIED, over);
	struct db_param key[] = { db_text(tenant), db_bytes(a, (struct str){ (char *)hash, sizeof hash }) };
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_SESSION_FIND, key, 2, &r, err))
		return false;
	if (r.n == 0)
		return err_set(err, ERR_DENIED, over);
	if (db_get_bool(&r, 0, 4) && !db_once(db, a, tenant, DB_SESSION_TOUCH, key, 2, NULL, err))
		return false;
	struct session s = {
		.tenant = str_dup(a, tenant),
		.account = db_get_int(&r, 0, 0),
		.login = str_dup(a, db_get(&r, 0, 1)),
		.name = str_dup(a, db_get(&r, 0, 2)),
		.is_admin = db_get_bool(&r, 0, 3),
		.csrf = session_csrf(a, cookie),
	};
	split_offices(a, str_dup(a, db_get(&r, 0, 5)), &s);
	*out = s;
	return true;
}

bool identity_logout(struct db *db, struct arena *a, struct str cookie, struct err *err)
{
	unsigned char hash[SESSION_HASH_BYTES];
	struct str tenant;
	if (!session_cookie_parse(cookie, &tenant, hash))
		return true;
	return db_once(db, a, tenant, DB_SESSION_DELETE,
	    DB_PARAMS(db_text(tenant), db_bytes(a, (struct str){ (char *)hash, sizeof hash })), NULL, err);
}
