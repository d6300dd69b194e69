/* SPDX-License-Identifier: EUPL-1.2
 * Everything that is derived from the one secret in the citizen's draft cookie. */
#ifndef OZG_CASES_KEY_H
#define OZG_CASES_KEY_H

#include "base/str.h"

#include <jansson.h>

enum { CASES_HASH_BYTES = 32, CASES_SEAL_BYTES = 32, CASES_STATUS_BYTES = 10 };

/* One-way from the secret, and none tells anything about another. */
struct cases_keys {
	unsigned char draft[CASES_HASH_BYTES];    /* names the draft in the database */
	unsigned char token[CASES_HASH_BYTES];    /* names the submission: the same draft is sent once */
	unsigned char seal[CASES_SEAL_BYTES];     /* encrypts the draft */
	unsigned char status[CASES_STATUS_BYTES]; /* secret of the status page, 80 bits */
	unsigned char consent[CASES_SEAL_BYTES];  /* codes of consents, and what they are consents to */
};

void cases_keys_derive(struct cases_keys *k, struct str secret);

/* A secret for people to copy: Crockford's base 32 in groups, "7Q4D-0ZK1-…". */
struct str cases_status_secret(struct arena *a, const struct cases_keys *k);

/* The same of any ten bytes. */
struct str cases_code(struct arena *a, const unsigned char code[CASES_STATUS_BYTES]);

/* What is sealed with such a code, as people type it. False when it cannot be one. */
bool cases_code_key(struct str typed, unsigned char key[CASES_SEAL_BYTES]);

/* Content encrypted with a key: nonce, then ciphertext with tag (XSalsa20-Poly1305). */
struct str cases_seal(struct arena *a, const unsigned char key[CASES_SEAL_BYTES], const json_t *content);

/* Given back with a; NULL: not sealed with this key. */
json_t *cases_unseal(struct arena *a, const unsigned char key[CASES_SEAL_BYTES], struct str sealed);

/* A number as people type it, in capital letters without blanks: "och-2026-000123 " is fine. */
struct str cases_number(struct arena *a, struct str typed);

/* What the database keeps of it: 32 bytes. Reads what people type: small letters, O for 0, I and L for 1, any blanks
 * and hyphens. Empty when it cannot be such a secret. */
struct str cases_status_hash(struct arena *a, struct str typed);

struct str cases_sha256(struct arena *a, struct str text);

#endif
