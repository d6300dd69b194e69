/* SPDX-License-Identifier: EUPL-1.2
 * Everything that is derived from the one secret in the citizen's draft cookie. */
#ifndef OZG_CASES_KEY_H
#define OZG_CASES_KEY_H

#include "base/str.h"

enum { CASES_HASH_BYTES = 32, CASES_SEAL_BYTES = 32, CASES_STATUS_BYTES = 10 };

/* One-way from the secret, and none tells anything about another. */
struct cases_keys {
	unsigned char draft[CASES_HASH_BYTES];    /* names the draft in the database */
	unsigned char token[CASES_HASH_BYTES];    /* names the submission: the same draft is sent once */
	unsigned char seal[CASES_SEAL_BYTES];     /* encrypts the draft */
	unsigned char status[CASES_STATUS_BYTES]; /* secret of the status page, 80 bits */
};

void cases_keys_derive(struct cases_keys *k, struct str secret);

/* A secret for people to copy: Crockford's base 32 in groups, "7Q4D-0ZK1-…". */
struct str cases_status_secret(struct arena *a, const struct cases_keys *k);

/* What the database keeps of it: 32 bytes. Reads what people type: small letters, O for 0, I and L for 1, any blanks
 * and hyphens. Empty when it cannot be such a secret. */
struct str cases_status_hash(struct arena *a, struct str typed);

struct str cases_sha256(struct arena *a, struct str text);

#endif
