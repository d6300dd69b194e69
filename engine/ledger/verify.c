/* SPDX-License-Identifier: EUPL-1.2
 * The format of an export, and checking it without the database that wrote it. */
#include "ledger/ledger.h"
#include "base/json.h"
#include "ledger/line.h"

#include <sodium.h>

struct str ledger_line_format(struct arena *a, const struct ledger_line *l)
{
	json_t *j =
	    json_pack("{s:s%,s:I,s:I,s:s%,s:s%,s:s%,s:s%,s:I,s:s%,s:s%,s:s%}", "tenant", l->tenant.p, l->tenant.n, "seq",
	        (json_int_t)l->seq, "at", (json_int_t)l->at, "actor", l->actor.p, l->actor.n, "role", l->role.p, l->role.n,
	        "action", l->action.p, l->action.n, "object", l->object.p, l->object.n, "revision", (json_int_t)l->revision,
	        "commitment", l->commitment.p, l->commitment.n, "prev", l->prev.p, l->prev.n, "leaf", l->leaf.p, l->leaf.n);
	struct str line = json_text(a, j, JSON_COMPACT);
	json_decref(j);
	return line;
}

static bool read_text(const json_t *j, const char *key, struct str *out)
{
	const json_t *v = json_object_get(j, key);
	*out = json_str(v);
	return json_is_string(v);
}

static bool read_int(const json_t *j, const char *key, int64_t *out)
{
	const json_t *v = json_object_get(j, key);
	*out = json_integer_value(v);
	return json_is_integer(v);
}

/* Borrows from a JSON document that lives in a. */
static bool line_parse(struct arena *a, struct str text, struct ledger_line *l)
{
	const json_t *j = json_keep(a, json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, NULL));
	if (j == NULL)
		return false;
	return read_text(j, "tenant", &l->tenant) && read_int(j, "seq", &l->seq) && read_int(j, "at", &l->at) &&
	       read_text(j, "actor", &l->actor) && read_text(j, "role", &l->role) && read_text(j, "action", &l->action) &&
	       read_text(j, "object", &l->object) && read_int(j, "revision", &l->revision) &&
	       read_text(j, "commitment", &l->commitment) && read_text(j, "prev", &l->prev) &&
	       read_text(j, "leaf", &l->leaf) && l->tenant.n < sizeof((struct ledger_verifier *)NULL)->tenant &&
	       str_eq(ledger_line_format(a, l), text);
}

/* The bytes of integer v, highest first. */
static void big_endian(unsigned char *out, size_t n, uint64_t v)
{
	for (size_t i = 0; i < n; i++)
		out[i] = (unsigned char)(v >> (8 * (n - 1 - i)));
}

static void add_part(crypto_hash_sha256_state *h, const void *p, size_t n)
{
	unsigned char length[4];
	big_endian(length, sizeof length, n);
	crypto_hash_sha256_update(h, length, sizeof length);
	crypto_hash_sha256_update(h, p, n);
}

static void add_text(crypto_hash_sha256_state *h, struct str s)
{
	add_part(h, s.p, s.n);
}

static void add_int(crypto_hash_sha256_state *h, int64_t v)
{
	unsigned char bytes[8];
	big_endian(bytes, sizeof bytes, (uint64_t)v);
	add_part(h, bytes, sizeof bytes);
}

static bool add_hash(crypto_hash_sha256_state *h, struct str hex)
{
	unsigned char bytes[32];
	char again[65];
	size_t n;
	if (hex.n != 64 || sodium_hex2bin(bytes, sizeof bytes, hex.p, hex.n, NULL, &n, NULL) != 0 || n != sizeof bytes)
		return false;
	if (!str_eq_c(hex, sodium_bin2hex(again, sizeof again, bytes, sizeof bytes))) /* capital letters */
		return false;
	add_part(h, bytes, sizeof bytes);
	return true;
}

/* ledger_leaf() of schema 0005. */
static bool leaf_of(const struct ledger_line *l, char hex[65])
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state h;
	crypto_hash_sha256_init(&h);
	crypto_hash_sha256_update(&h, (const unsigned char *)"", 1);
	if (!add_hash(&h, l->prev))
		return false;
	add_text(&h, l->tenant);
	add_int(&h, l->seq);
	add_int(&h, l->at);
	add_text(&h, l->actor);
	add_text(&h, l->role);
	add_text(&h, l->action);
	add_text(&h, l->object);
	add_int(&h, l->revision);
	if (!add_hash(&h, l->commitment))
		return false;
	crypto_hash_sha256_final(&h, hash);
	sodium_bin2hex(hex, 65, hash, sizeof hash);
	return true;
}

static bool verify(struct ledger_verifier *v, struct arena *a, struct str text, struct err *err)
{
	static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";
	long long n = v->n + 1;
	struct ledger_line l;
	char leaf[65];
	if (!line_parse(a, text, &l))
		return err_set(err, ERR_INPUT, "Eintrag %lld ist nicht so, wie das Protokoll ihn schreibt.", n);
	if (l.seq != n || (v->n > 0 && !str_eq_c(l.tenant, v->tenant)))
		return err_set(err, ERR_INPUT, "An der Stelle von Eintrag %lld steht ein anderer.", n);
	if (!str_eq_c(l.prev, v->n == 0 ? zeros : v->leaf))
		return err_set(err, ERR_INPUT, "Eintrag %lld gehört nicht hinter den Eintrag davor.", n);
	if (l.at < v->at)
		return err_set(err, ERR_INPUT, "Eintrag %lld ist älter als der Eintrag davor.", n);
	if (!leaf_of(&l, leaf) || !str_eq_c(l.leaf, leaf))
		return err_set(err, ERR_INPUT, "Eintrag %lld wurde verändert.", n);
	v->n = n;
	v->at = l.at;
	v->known_seen = v->known_seen || str_eq(l.leaf, v->known);
	memcpy(v->leaf, leaf, sizeof leaf);
	memcpy(v->tenant, l.tenant.p, l.tenant.n);
	v->tenant[l.tenant.n] = '\0';
	return true;
}

bool ledger_verify_line(struct ledger_verifier *v, struct str line, struct err *err)
{
	struct arena *a = arena_new();
	bool ok = verify(v, a, line, err);
	arena_free(&a);
	return ok;
}

bool ledger_verify_end(const struct ledger_verifier *v, struct err *err)
{
	if (v->known.n > 0 && !v->known_seen)
		return err_set(err, ERR_INPUT,
		    "Der bekannte Eintrag fehlt: Das Ende des Protokolls wurde abgeschnitten, oder es "
		    "ist ein anderes Protokoll.");
	return true;
}
