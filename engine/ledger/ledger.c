/* SPDX-License-Identifier: EUPL-1.2
 * Writing to the log and exporting it. */
#include "ledger/ledger.h"
#include "base/buf.h"
#include "ledger/line.h"

#include <sodium.h>

enum { SALT_BYTES = 16 };

struct ledger_commitment ledger_commit(struct arena *a, struct str payload)
{
	unsigned char *salt = arena_alloc(a, SALT_BYTES);
	unsigned char *hash = arena_alloc(a, crypto_hash_sha256_BYTES);
	randombytes_buf(salt, SALT_BYTES);
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, salt, SALT_BYTES);
	crypto_hash_sha256_update(&state, (const unsigned char *)payload.p, payload.n);
	crypto_hash_sha256_final(&state, hash);
	return (struct ledger_commitment){ { (char *)salt, SALT_BYTES }, { (char *)hash, crypto_hash_sha256_BYTES } };
}

bool ledger_add(struct db_tx *tx, struct arena *a, struct str tenant, const struct ledger_entry *e, struct err *err)
{
	return db_exec(tx, DB_LEDGER_ADD,
	    DB_PARAMS(db_text(tenant), db_text(e->actor), db_text(e->action), db_text(e->object), db_int(a, e->revision),
	        db_bytes(a, e->commitment)),
	    NULL, err);
}

bool ledger_export(
    struct db *db, struct str tenant, void (*line)(void *arg, struct str json), void *arg, struct err *err)
{
	struct arena *a = arena_new();
	struct db_rows rows = { 0 };
	int64_t seq = 0;
	bool ok;
	do {
		arena_reset(a);
		ok = db_once(db, a, tenant, DB_LEDGER_PAGE, DB_PARAMS(db_text(tenant), db_int(a, seq)), &rows, err);
		for (size_t i = 0; ok && i < rows.n; i++) {
			struct ledger_line l = {
				.tenant = tenant,
				.seq = db_get_int(&rows, i, 0),
				.at = db_get_int(&rows, i, 1),
				.actor = db_get(&rows, i, 2),
				.role = db_get(&rows, i, 3),
				.action = db_get(&rows, i, 4),
				.object = db_get(&rows, i, 5),
				.revision = db_get_int(&rows, i, 6),
				.commitment = db_get(&rows, i, 7),
				.prev = db_get(&rows, i, 8),
				.leaf = db_get(&rows, i, 9),
			};
			seq = l.seq;
			line(arg, ledger_line_format(a, &l));
		}
	} while (ok && rows.n > 0);
	arena_free(&a);
	return ok;
}
