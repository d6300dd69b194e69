/* SPDX-License-Identifier: EUPL-1.2
 * The tamper-evident log: who did what, as a chain of hashes per tenant, written in the transaction of the step itself.
 *
 * An entry holds no personal data but the login of the actor; what was done is there as a salted hash (commitment),
 * which whoever holds payload and salt can open, and nobody can once the salt is deleted. The leaf of an entry is the
 * SHA-256 of its members and the leaf before, each behind its length (schema 0005, ledger_leaf). Deleting, swapping,
 * doubling or changing entries breaks the chain; cutting off its end is noticed by whoever kept a leaf. */
#ifndef OZG_LEDGER_LEDGER_H
#define OZG_LEDGER_LEDGER_H

#include "db/db.h"

/* Salt (16 random bytes) and commitment (32 bytes): SHA-256 of salt and payload. Both live in a. */
struct ledger_commitment {
	struct str salt, commitment;
};
struct ledger_commitment ledger_commit(struct arena *a, struct str payload);

struct ledger_entry {
	struct str actor;  /* login, "citizen", or empty: the engine itself */
	struct str action; /* "definition.publish" */
	struct str object; /* "form/hundesteuer-anmeldung" */
	int64_t revision;
	struct str commitment; /* 32 bytes from ledger_commit */
};

/* Adds an entry inside a transaction, for steps that are not one statement. */
bool ledger_add(
    struct db_tx *tx, struct arena *a, struct str tenant, const struct ledger_entry *e, struct err *err) MUST_CHECK;

/* Hands every entry of the tenant's chain to line(arg, …), oldest first, as one line of JSON without the newline. The
 * owner's connection may read it. What is added meanwhile may or may not be there. */
bool ledger_export(
    struct db *db, struct str tenant, void (*line)(void *arg, struct str json), void *arg, struct err *err) MUST_CHECK;

/* Checks an export without a database: ledger_verify_line for each line, then ledger_verify_end. */
struct ledger_verifier {
	struct str known; /* leaf (64 hex digits) that must be in the chain, or empty */
	bool known_seen;  /* the rest is private: start from { .known = … } */
	int64_t n;        /* entries so far */
	int64_t at;       /* of the last entry */
	char tenant[64];
	char leaf[65]; /* of the last entry: keep it, to notice later that the end was cut off */
};

/* False with ERR_INPUT: the line is not exactly what ledger_export writes, or does not follow from the one before. */
bool ledger_verify_line(struct ledger_verifier *v, struct str line, struct err *err) MUST_CHECK;

/* False with ERR_INPUT when the known leaf did not appear. */
bool ledger_verify_end(const struct ledger_verifier *v, struct err *err) MUST_CHECK;

#endif
