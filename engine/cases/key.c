/* SPDX-License-Identifier: EUPL-1.2
 * Everything that is derived from the one secret in the citizen's draft cookie. */
#include "cases/key.h"
#include "base/json.h"

#include <sodium.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford: without I, L, O, U */

enum { GROUP = 4, STATUS_CHARS = CASES_STATUS_BYTES * 8 / 5 };

void cases_keys_derive(struct cases_keys *k, struct str secret)
{
	static const char context[crypto_kdf_CONTEXTBYTES] = "ozgdraft";
	unsigned char master[crypto_kdf_KEYBYTES];
	crypto_generichash(master, sizeof master, (const unsigned char *)secret.p, secret.n, NULL, 0);
	unsigned char status[crypto_kdf_BYTES_MIN];
	crypto_kdf_derive_from_key(k->draft, sizeof k->draft, 1, context, master);
	crypto_kdf_derive_from_key(k->token, sizeof k->token, 2, context, master);
	crypto_kdf_derive_from_key(k->seal, sizeof k->seal, 3, context, master);
	crypto_kdf_derive_from_key(status, sizeof status, 4, context, master);
	crypto_kdf_derive_from_key(k->consent, sizeof k->consent, 5, context, master);
	memcpy(k->status, status, sizeof k->status);
	sodium_memzero(master, sizeof master);
}

struct str cases_code(struct arena *a, const unsigned char code[CASES_STATUS_BYTES])
{
	char *text = arena_alloc(a, STATUS_CHARS + STATUS_CHARS / GROUP);
	size_t n = 0;
	unsigned bits = 0, n_bits = 0;
	for (size_t i = 0, chars = 0; chars < STATUS_CHARS;) {
		if (n_bits < 5) {
			bits = bits << 8 | code[i++];
			n_bits += 8;
		}
		if (chars > 0 && chars % GROUP == 0)
			text[n++] = '-';
		n_bits -= 5;
		text[n++] = alphabet[bits >> n_bits & 31];
		chars++;
	}
	return (struct str){ text, n };
}

struct str cases_status_secret(struct arena *a, const struct cases_keys *k)
{
	return cases_code(a, k->status);
}

/* What somebody typed as the characters of a code; false when it cannot be one. */
static bool read_code(struct str typed, char plain[STATUS_CHARS])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c == '-' || c == ' ' || c == '\t')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (n == STATUS_CHARS || c == '\0' || strchr(alphabet, c) == NULL)
			return false;
		plain[n++] = c;
	}
	return n == STATUS_CHARS;
}

struct str cases_status_hash(struct arena *a, struct str typed)
{
	char plain[STATUS_CHARS];
	return read_code(typed, plain) ? cases_sha256(a, (struct str){ plain, sizeof plain }) : STR("");
}

bool cases_code_key(struct str typed, unsigned char key[CASES_SEAL_BYTES])
{
	static const unsigned char context[] = "ozg sealed with a code";
	char plain[STATUS_CHARS];
	if (!read_code(typed, plain))
		return false;
	crypto_generichash(key, CASES_SEAL_BYTES, (const unsigned char *)plain, sizeof plain, context, sizeof context - 1);
	sodium_memzero(plain, sizeof plain);
	return true;
}

struct str cases_seal(struct arena *a, const unsigned char key[CASES_SEAL_BYTES], const json_t *content)
{
	char *plain = json_dumps(content, JSON_COMPACT);
	size_t n = strlen(plain);
	size_t sealed_n = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + n;
	unsigned char *sealed = arena_alloc(a, sealed_n);
	randombytes_buf(sealed, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES, (unsigned char *)plain, n, sealed, key);
	sodium_memzero(plain, n);
	free(plain);
	return (struct str){ (char *)sealed, sealed_n };
}

json_t *cases_unseal(struct arena *a, const unsigned char key[CASES_SEAL_BYTES], struct str sealed)
{
	const size_t extra = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	const unsigned char *p = (const unsigned char *)sealed.p;
	if (sealed.n < extra)
		return NULL;
	unsigned char *plain = arena_alloc(a, sealed.n - extra + 1);
	if (crypto_secretbox_open_easy(
	        plain, p + crypto_secretbox_NONCEBYTES, sealed.n - crypto_secretbox_NONCEBYTES, p, key) != 0)
		return NULL;
	return json_keep(a, json_loadb((const char *)plain, sealed.n - extra, 0, NULL));
}

struct str cases_number(struct arena *a, struct str typed)
{
	struct str s = str_dup(a, str_trim(typed));
	for (char *p = (char *)s.p; p < s.p + s.n; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return s;
}

struct str cases_sha256(struct arena *a, struct str text)
{
	unsigned char *hash = arena_alloc(a, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
	return (struct str){ (char *)hash, crypto_hash_sha256_BYTES };
}
