/* SPDX-License-Identifier: EUPL-1.2
 * Everything that is derived from the one secret in the citizen's draft cookie. */
#include "cases/key.h"

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
	memcpy(k->status, status, sizeof k->status);
	sodium_memzero(master, sizeof master);
}

struct str cases_status_secret(struct arena *a, const struct cases_keys *k)
{
	char *text = arena_alloc(a, STATUS_CHARS + STATUS_CHARS / GROUP);
	size_t n = 0;
	unsigned bits = 0, n_bits = 0;
	for (size_t i = 0, chars = 0; chars < STATUS_CHARS;) {
		if (n_bits < 5) {
			bits = bits << 8 | k->status[i++];
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

struct str cases_status_hash(struct arena *a, struct str typed)
{
	char plain[STATUS_CHARS];
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++) {
		char c = typed.p[i];
		if (c == '-' || c == ' ' || c == '\t')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
		if (n == sizeof plain || c == '\0' || strchr(alphabet, c) == NULL)
			return STR("");
		plain[n++] = c;
	}
	return n == sizeof plain ? cases_sha256(a, (struct str){ plain, n }) : STR("");
}

struct str cases_sha256(struct arena *a, struct str text)
{
	unsigned char *hash = arena_alloc(a, crypto_hash_sha256_BYTES);
	crypto_hash_sha256(hash, (const unsigned char *)text.p, text.n);
	return (struct str){ (char *)hash, crypto_hash_sha256_BYTES };
}
