/* SPDX-License-Identifier: EUPL-1.2
 * Staff who sign in: accounts, passwords, sessions. Identities of citizens are another matter and not here.
 *
 * A login name says where the account belongs: "anna.ochsenfurt" is Anna of tenant ochsenfurt, "admin" one of the
 * installation itself (tenant "_"). Follows OWASP ASVS 5.0 chapters V6 and V7 and BSI ORP.4. */
#ifndef OZG_IDENTITY_IDENTITY_H
#define OZG_IDENTITY_IDENTITY_H

#include "db/db.h"

/* ---- signing in ---- */

/* What a process needs to judge passwords. Made once by the parent before it forks, so that all children agree: the key
 * under which addresses are counted lives in memory only and dies with the pool. */
struct identity {
	unsigned char address_key[32];
	char nobody[128]; /* a hash that fits no password: for the same work when there is no such account */
};

/* Draws the key. False with ERR_BROKEN when libsodium cannot start or memory for Argon2id is missing (64 MiB). */
bool identity_init(struct identity *id, struct err *err) MUST_CHECK;

/* The person behind a request. */
struct session {
	struct str tenant; /* "_": the installation */
	int64_t account;
	struct str login;
	struct str name; /* as colleagues and the log of a case show it */
	bool is_admin;
	const struct str *offices; /* ids, of this tenant */
	size_t n_offices;
	struct str csrf; /* 64 hex digits, belongs into every form of this session */
};

struct login {
	struct session session;
	struct str cookie; /* "TENANT.TOKEN" for the Set-Cookie header; a secret */
	int64_t wait;      /* only after ERR_DENIED: seconds until another attempt is allowed; 0: at once */
};

/* Checks name and password and opens a new session; a session that was there before is not its business. address is the
 * numeric address of the browser ("192.0.2.1", "2001:db8::1").
 *
 * False with ERR_DENIED, one sentence for every reason that must not be told apart (no such account, wrong password,
 * disabled); when out->wait > 0 there were 10 attempts without success in 15 minutes for this name or from this address
 * (IPv6: /64) and nothing was checked (HTTP 429). Takes about 0.1 s in every case but that one. */
bool identity_login(const struct identity *id, struct db *db, struct arena *a, struct str login, struct str password,
    struct str address, struct login *out, struct err *err) MUST_CHECK;

/* The session of a cookie; everything in *out lives in a. False with ERR_DENIED when it is malformed, unknown, idle for
 * 30 minutes, older than 12 hours, or its account is disabled. */
bool identity_session(
    struct db *db, struct arena *a, struct str cookie, struct session *out, struct err *err) MUST_CHECK;

/* Ends the session; one that is over already is no error. */
bool identity_logout(struct db *db, struct arena *a, struct str cookie, struct err *err) MUST_CHECK;

/* Is posted the token of this session? In constant time. */
bool identity_csrf_ok(const struct session *s, struct str posted);

/* ---- accounts ---- */

struct account {
	struct str login; /* [a-z][a-z0-9.-]*, at most 100 */
	struct str name;
	bool is_admin;
	const struct str *offices; /* must exist in the tenant of the login */
	size_t n_offices;
};

/* Makes an account. False with ERR_INPUT (login, name, password rule, unknown office or tenant: says which) or
 * ERR_CONFLICT (there is one of that name). *id_r may be NULL. */
bool account_add(struct db *db, struct arena *a, const struct account *acc, struct str password, int64_t *id_r,
    struct err *err) MUST_CHECK;

/* Replaces the password and ends all sessions of the account. ERR_INPUT, ERR_NOTFOUND. */
bool account_set_password(
    struct db *db, struct arena *a, struct str login, struct str password, struct err *err) MUST_CHECK;

/* Disables (and ends all sessions) or enables. ERR_NOTFOUND. */
bool account_set_disabled(struct db *db, struct arena *a, struct str login, bool disabled, struct err *err) MUST_CHECK;

/* Tenant of a login name: behind the last dot, "_" without a dot. Borrowed from login. */
struct str account_tenant(struct str login);

/* ---- passwords ---- */

/* 12 to 128 characters, any; not one of the common ones, not a run or repetition, not around the login name. False with
 * ERR_INPUT and a sentence that says what to do. No rules of composition (ASVS V6.2.5). */
bool password_check(struct str login, struct str password, struct err *err) MUST_CHECK;

/* Argon2id (libsodium, interactive limits) in PHC format; the password is brought to NFC first. */
bool password_hash(struct arena *a, struct str password, char out[128], struct err *err) MUST_CHECK;
bool password_matches(struct arena *a, const char *hash, struct str password);

/* ---- the parts without database, for tests ---- */

enum { SESSION_HASH_BYTES = 32 };

/* Takes "TENANT.TOKEN" apart and hashes the token: false when it is malformed. tenant is borrowed. */
bool session_cookie_parse(struct str cookie, struct str *tenant, unsigned char hash[SESSION_HASH_BYTES]);

/* The CSRF token of a well-formed cookie: BLAKE2b keyed with the session token. */
struct str session_csrf(struct arena *a, struct str cookie);

/* The network an address is counted under: an IPv4 address itself, of IPv6 the first 64 bits; otherwise the text. */
struct str identity_address_block(struct arena *a, struct str address);

#endif
