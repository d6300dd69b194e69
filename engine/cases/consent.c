/* SPDX-License-Identifier: EUPL-1.2
 * Somebody else agrees to an application before it is sent. */
#include "cases/consent.h"
#include "base/json.h"
#include "cases/key.h"

#include <sodium.h>

enum { NONCE_BYTES = 16, RANDOM_BYTES = 5, RANDOM_CHARS = 8 };

static struct db_param bytes(struct arena *a, const unsigned char *p, size_t n)
{
	return db_bytes(a, (struct str){ (const char *)p, n });
}

/* The code that belongs to a nonce, as people copy it. */
static struct str code_of(struct arena *a, const struct cases_keys *k, const unsigned char nonce[NONCE_BYTES])
{
	unsigned char code[crypto_generichash_BYTES_MIN];
	crypto_generichash(code, sizeof code, nonce, NONCE_BYTES, k->consent, sizeof k->consent);
	return cases_code(a, code);
}

/* The answers of this moment: the same ones give the same, and only who has the secret can tell. */
static struct str fingerprint_of(
    struct arena *a, const struct cases_keys *k, int64_t form_version, const json_t *answers)
{
	struct str text = json_text(a, answers, JSON_COMPACT | JSON_SORT_KEYS);
	struct str content = str_fmt(a, "%lld %.*s", (long long)form_version, STR_ARG(text));
	unsigned char *hash = arena_alloc(a, CASES_HASH_BYTES);
	crypto_generichash(
	    hash, CASES_HASH_BYTES, (const unsigned char *)content.p, content.n, k->consent, sizeof k->consent);
	return (struct str){ (const char *)hash, CASES_HASH_BYTES };
}

/* ---- what is sealed with the code ---- */

static struct str seal(struct arena *a, struct str code, const json_t *content)
{
	unsigned char key[CASES_SEAL_BYTES];
	if (!cases_code_key(code, key))
		return STR("");
	struct str sealed = cases_seal(a, key, content);
	sodium_memzero(key, sizeof key);
	return sealed;
}

static json_t *unseal(struct arena *a, struct str code, struct str sealed)
{
	unsigned char key[CASES_SEAL_BYTES];
	if (!cases_code_key(code, key))
		return NULL;
	json_t *content = cases_unseal(a, key, sealed);
	sodium_memzero(key, sizeof key);
	return content;
}

/* ---- for the applicant ---- */

static enum consent_state state_of(struct str name)
{
	return str_eq_c(name, "agreed") ? CONSENT_AGREED : str_eq_c(name, "refused") ? CONSENT_REFUSED : CONSENT_OPEN;
}

bool consent_list(struct db *db, struct arena *a, struct str tenant, struct str secret, int64_t form_version,
    const json_t *answers, const struct consent **list_r, size_t *n_r, struct err *err)
{
	struct cases_keys k;
	struct db_rows r;
	cases_keys_derive(&k, secret);
	if (!db_once(
	        db, a, tenant, DB_CONSENT_LIST, DB_PARAMS(db_text(tenant), bytes(a, k.draft, sizeof k.draft)), &r, err))
		return false;
	struct consent *list = ARENA_ARRAY(a, struct consent, r.n);
	struct str now = r.n == 0 ? STR("") : fingerprint_of(a, &k, form_version, answers);
	for (size_t i = 0; i < r.n; i++) {
		struct str nonce = db_get_bytes(a, &r, i, 2);
		struct consent *c = &list[i];
		if (nonce.n != NONCE_BYTES)
			return err_set(err, ERR_BUG, "Eine Zustimmung hat keinen gültigen Schlüssel.");
		*c = (struct consent){ .id = db_get(&r, i, 0),
			.number = db_get(&r, i, 1),
			.code = code_of(a, &k, (const unsigned char *)nonce.p),
			.state = state_of(db_get(&r, i, 4)),
			.current = str_eq(db_get_bytes(a, &r, i, 3), now),
			.at = db_get(&r, i, 6),
			.until = db_get(&r, i, 7) };
		c->expired = c->state == CONSENT_OPEN && db_get_bool(&r, i, 8);
		if (c->state == CONSENT_OPEN)
			continue;
		const json_t *answer = unseal(a, c->code, db_get_bytes(a, &r, i, 5));
		if (answer == NULL)
			return err_set(err, ERR_BROKEN, "Eine Zustimmung ist beschädigt und kann nicht gelesen werden.");
		c->name = json_str(json_object_get(answer, "name"));
	}
	*list_r = list;
	*n_r = r.n;
	return true;
}

bool consent_ask(struct db *db, struct arena *a, const struct consent_request *q, struct err *err)
{
	struct cases_keys k;
	struct db_rows r;
	unsigned char nonce[NONCE_BYTES], random[RANDOM_BYTES * 2] = { 0 };
	cases_keys_derive(&k, q->secret);
	randombytes_buf(nonce, sizeof nonce);
	randombytes_buf(random, RANDOM_BYTES);
	struct str code = code_of(a, &k, nonce), name = cases_code(a, random);
	/* The first two groups of four letters are the five random bytes. */
	struct str number = str_fmt(a, "%.*s%.*s", STR_ARG(str_sub(name, 0, 4)), STR_ARG(str_sub(name, 5, 9)));
	struct db_param draft = bytes(a, k.draft, sizeof k.draft);
	if (!db_once(db, a, q->tenant, DB_CONSENT_ASK,
	        DB_PARAMS(db_text(q->tenant), draft, db_text(q->id), db_text(q->form), db_text(number),
	            db_bytes(a, cases_status_hash(a, code)), bytes(a, nonce, sizeof nonce),
	            db_bytes(a, fingerprint_of(a, &k, q->form_version, q->answers)), db_bytes(a, seal(a, code, q->letter)),
	            db_int(a, CONSENT_DAYS), db_int(a, CONSENT_ASKS_MAX), db_text(q->mail)),
	        &r, err))
		return false;
	if (r.n > 0)
		return true;
	if (!db_once(db, a, q->tenant, DB_CONSENT_DRAFT, DB_PARAMS(db_text(q->tenant), draft), &r, err))
		return false;
	if (r.n == 0)
		return err_set(err, ERR_NOTFOUND, "Ihr Entwurf ist nicht mehr da.");
	return err_set(err, ERR_CONFLICT,
	    "Um diese Zustimmung haben Sie schon %d-mal gebeten. Mehr E-Mails schicken wir nicht.", CONSENT_ASKS_MAX);
}

/* ---- for the other person ---- */

static bool not_found(struct err *err)
{
	return err_set(err, ERR_NOTFOUND,
	    "Zu dieser Nummer und diesem Code gibt es keine Bitte um Zustimmung. Prüfen Sie beide Angaben; vielleicht "
	    "haben Sie "
	    "inzwischen eine neue E-Mail bekommen.");
}

/* Whose it is, and what proves it. */
static bool find(struct db *db, struct arena *a, struct str typed, struct str code, struct str *tenant,
    struct str *number, struct str *hash, struct err *err)
{
	struct db_rows r;
	struct str prefix;
	*number = cases_number(a, typed);
	*hash = cases_status_hash(a, code);
	struct str rest = *number;
	if (hash->n == 0 || !str_next(&rest, '-', &prefix))
		return not_found(err);
	if (!db_once(db, a, STR(""), DB_CASE_TENANT, DB_PARAMS(db_text(prefix)), &r, err))
		return false;
	if (r.n == 0)
		return not_found(err);
	*tenant = db_get(&r, 0, 0);
	return true;
}

bool consent_open(
    struct db *db, struct arena *a, struct str number, struct str code, struct consent_letter *out, struct err *err)
{
	struct db_rows r;
	struct str hash;
	struct consent_letter l = { 0 };
	if (!find(db, a, number, code, &l.tenant, &l.number, &hash, err) ||
	    !db_once(db, a, l.tenant, DB_CONSENT_OPEN, DB_PARAMS(db_text(l.tenant), db_text(l.number), db_bytes(a, hash)),
	        &r, err))
		return false;
	if (r.n == 0)
		return not_found(err);
	l.letter = unseal(a, code, db_get_bytes(a, &r, 0, 0));
	l.state = state_of(db_get(&r, 0, 1));
	l.until = db_get(&r, 0, 2);
	l.expired = l.state == CONSENT_OPEN && db_get_bool(&r, 0, 3);
	if (l.letter == NULL)
		return err_set(err, ERR_BROKEN, "Diese Bitte ist beschädigt und kann nicht gelesen werden.");
	*out = l;
	return true;
}

bool consent_answer(
    struct db *db, struct arena *a, struct str number, struct str code, bool agrees, struct str name, struct err *err)
{
	struct db_rows r;
	struct str tenant, hash;
	if (!find(db, a, number, code, &tenant, &number, &hash, err))
		return false;
	const json_t *answer = json_keep(a, json_pack("{s:s%}", "name", name.p, name.n));
	if (!db_once(db, a, tenant, DB_CONSENT_ANSWER,
	        DB_PARAMS(db_text(tenant), db_text(number), db_bytes(a, hash),
	            db_text(agrees ? STR("agreed") : STR("refused")), db_bytes(a, seal(a, code, answer))),
	        &r, err))
		return false;
	return r.n > 0 || err_set(err, ERR_CONFLICT, "Diese Bitte ist schon beantwortet oder abgelaufen.");
}
