/* SPDX-License-Identifier: EUPL-1.2
 * Signing in: the limit on attempts, the password, a new session. */
#include "identity/identity.h"

#include <arpa/inet.h>
#include <sodium.h>

enum { LOGIN_MAX = 100, TOKEN_BYTES = 32 };

bool identity_init(struct identity *id, struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, ERR_BROKEN, "Die Zufallsquelle des Betriebssystems ist nicht verfügbar.");
	randombytes_buf(id->address_key, sizeof id->address_key);
	unsigned char random[32];
	randombytes_buf(random, sizeof random);
	struct arena *a = arena_new();
	bool ok = password_hash(a, (struct str){ (char *)random, sizeof random }, id->nobody, err);
	arena_free(&a);
	return ok;
}

struct str account_tenant(struct str login)
{
	for (size_t i = login.n; i > 0; i--)
		if (login.p[i - 1] == '.')
			return str_sub(login, i, login.n);
	return STR("_");
}

struct str identity_address_block(struct arena *a, struct str address)
{
	struct in6_addr v6;
	char text[INET6_ADDRSTRLEN];
	if (address.n >= sizeof text)
		return str_sub(address, 0, sizeof text - 1);
	if (inet_pton(AF_INET6, str_cdup(a, address), &v6) != 1)
		return str_dup(a, address);
	if (IN6_IS_ADDR_V4MAPPED(&v6))
		inet_ntop(AF_INET, &v6.s6_addr[12], text, sizeof text);
	else {
		memset(&v6.s6_addr[8], 0, 8);
		inet_ntop(AF_INET6, &v6, text, sizeof text);
	}
	return str_dup(a, str_c(text));
}

/* As people type it: white space around it and capitals do not matter. */
static struct str login_normalised(struct arena *a, struct str typed)
{
	struct str s = str_trim(typed);
	char *p = arena_memdup(a, s.p, s.n < LOGIN_MAX ? s.n : LOGIN_MAX);
	struct str out = { p, s.n < LOGIN_MAX ? s.n : LOGIN_MAX };
	for (size_t i = 0; i < out.n; i++) {
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + 32);
		if (p[i] == '\0' || (unsigned char)p[i] >= 0x80)
			p[i] = '?'; /* in no login name */
	}
	return out;
}

static struct db_param bucket(struct arena *a, const unsigned char *key, size_t n_key, struct str text)
{
	unsigned char hash[32];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)text.p, text.n, key, n_key);
	return db_bytes(a, (struct str){ (char *)hash, sizeof hash });
}

struct attempt {
	struct arena *arena;
	struct db_param buckets[2]; /* name, address; always locked in this order */
	int64_t wait;
};

/* Counts the attempt before the password is looked at, so that many at once count too. Nothing is written when one of
 * the two is full. */
static bool attempt_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct attempt *t = arg;
	t->wait = 0;
	for (size_t i = 0; i < 2; i++) {
		struct db_rows r;
		if (!db_exec(tx, DB_LOGIN_ATTEMPT, &t->buckets[i], 1, &r, err))
			return false;
		if (r.n > 0)
			continue;
		if (!db_exec(tx, DB_LOGIN_WAIT, &t->buckets[i], 1, &r, err))
			return false;
		t->wait = r.n > 0 ? db_get_int(&r, 0, 0) : 1;
		return err_set(err, ERR_DENIED,
		    "Es gab zu viele erfolglose Anmeldungen. Bitte versuchen Sie es in %lld Sekunden noch einmal.",
		    (long long)t->wait);
	}
	return true;
}

struct opening {
	struct attempt *attempt;
	struct str tenant;
	struct db_param hash, account;
};

static bool opening_tx(struct db_tx *tx, void *arg, struct err *err)
{
	struct opening *o = arg;
	struct attempt *t = o->attempt;
	return db_exec(tx, DB_LOGIN_FORGET, &t->buckets[0], 1, NULL, err) &&
	       db_exec(tx, DB_LOGIN_GIVE_BACK, &t->buckets[1], 1, NULL, err) &&
	       db_exec(tx, DB_SESSION_INSERT, DB_PARAMS(db_text(o->tenant), o->hash, o->account), NULL, err);
}

/* A new session with a token that nobody has seen before. */
static bool open_session(struct db *db, struct arena *a, struct attempt *t, struct str tenant, int64_t account,
    struct login *out, struct err *err)
{
	unsigned char token[TOKEN_BYTES], hash[SESSION_HASH_BYTES];
	char hex[2 * TOKEN_BYTES + 1];
	randombytes_buf(token, sizeof token);
	sodium_bin2hex(hex, sizeof hex, token, sizeof token);
	struct str cookie = str_fmt(a, "%.*s.%s", STR_ARG(tenant), hex), same;
	sodium_memzero(token, sizeof token);
	sodium_memzero(hex, sizeof hex);
	if (!session_cookie_parse(cookie, &same, hash))
		return err_set(err, ERR_BUG, "Das neue Sitzungskennzeichen ist fehlerhaft.");
	struct opening o = { t, tenant, db_bytes(a, (struct str){ (char *)hash, sizeof hash }), db_int(a, account) };
	out->cookie = cookie;
	return db_run(db, a, tenant, opening_tx, &o, err) && identity_session(db, a, cookie, &out->session, err);
}

bool identity_login(const struct identity *id, struct db *db, struct arena *a, struct str login, struct str password,
    struct str address, struct login *out, struct err *err)
{
	*out = (struct login){ 0 };
	struct str name = login_normalised(a, login), tenant = account_tenant(name);
	struct attempt t = { .arena = a,
		.buckets = {
		    bucket(a, NULL, 0, str_fmt(a, "login:%.*s", STR_ARG(name))),
		    bucket(a, id->address_key, sizeof id->address_key, identity_address_block(a, address)),
		} };
	if (!db_run(db, a, tenant, attempt_tx, &t, err)) {
		out->wait = t.wait;
		return false;
	}
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_ACCOUNT_FIND, DB_PARAMS(db_text(tenant), db_text(name)), &r, err))
		return false;
	const char *hash = r.n > 0 ? str_cdup(a, db_get(&r, 0, 1)) : id->nobody;
	bool right = password_matches(a, hash, password);
	if (!right || r.n == 0 || db_get_bool(&r, 0, 2))
		return err_set(err, ERR_DENIED, "Anmeldename oder Passwort stimmen nicht. Bitte prüfen Sie beides.");
	return open_session(db, a, &t, tenant, db_get_int(&r, 0, 0), out, err);
}
