/* SPDX-License-Identifier: EUPL-1.2
 * Documents: an encrypted stream in chunks (libsodium secretstream, XChaCha20-Poly1305). Its last chunk is marked, so
 * that a document with chunks missing, swapped or of another one cannot be opened. */
#include "cases/attachment.h"
#include "base/json.h"
#include "cases/key.h"

#include <sodium.h>

enum {
	CHUNK = 256 * 1024,
	REPLACED = 4, /* times the limit, with what was replaced within the hour */
	ID_BYTES = 16,
	HEAD_BYTES = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	KEY_BYTES = crypto_secretstream_xchacha20poly1305_KEYBYTES,
	EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
};

static struct db_param bytes_param(struct arena *a, const void *p, size_t n)
{
	return db_bytes(a, (struct str){ p, n });
}

static struct str hex(struct arena *a, const unsigned char *p, size_t n)
{
	char *out = arena_alloc(a, 2 * n + 1);
	sodium_bin2hex(out, 2 * n + 1, p, n);
	return (struct str){ out, 2 * n };
}

/* ---- storing ---- */

struct put {
	struct str tenant, bytes;
	unsigned char id[ID_BYTES], key[KEY_BYTES];
	struct cases_keys keys; /* of the draft */
};

static bool check_total(struct db_tx *tx, struct arena *a, const struct put *p, struct err *err)
{
	struct db_rows r;
	if (!db_exec(tx, DB_ATTACHMENT_TOTAL,
	        DB_PARAMS(db_text(p->tenant), bytes_param(a, p->keys.draft, sizeof p->keys.draft)), &r, err))
		return false;
	int64_t named = db_get_int(&r, 0, 1) + (int64_t)p->bytes.n, all = db_get_int(&r, 0, 2) + (int64_t)p->bytes.n;
	if (db_get_int(&r, 0, 0) < ATTACHMENTS_MAX && named <= ATTACHMENTS_BYTES_MAX &&
	    all <= REPLACED * ATTACHMENTS_BYTES_MAX)
		return true;
	return err_set(err, ERR_INPUT, "Ein Antrag fasst höchstens %d Dateien mit zusammen %lld MB.", ATTACHMENTS_MAX,
	    (long long)(ATTACHMENTS_BYTES_MAX / 1000000));
}

static bool put_chunks(
    struct db_tx *tx, const struct put *p, crypto_secretstream_xchacha20poly1305_state *state, struct err *err)
{
	struct str rest = p->bytes;
	bool good = true;
	for (int64_t seq = 0; good && rest.n > 0; seq++) {
		struct arena *a = arena_new(); /* a big document must not be in memory five times */
		struct str part = str_sub(rest, 0, CHUNK);
		rest = str_sub(rest, part.n, rest.n);
		unsigned char *sealed = arena_alloc(a, part.n + EXTRA);
		crypto_secretstream_xchacha20poly1305_push(state, sealed, NULL, (const unsigned char *)part.p, part.n, NULL, 0,
		    rest.n == 0 ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
		good = db_exec(tx, DB_ATTACHMENT_ADD_CHUNK,
		    DB_PARAMS(db_text(p->tenant), bytes_param(a, p->id, ID_BYTES), db_int(a, seq),
		        bytes_param(a, sealed, part.n + EXTRA)),
		    NULL, err);
		arena_free(&a);
	}
	return good;
}

static bool put_tx(struct db_tx *tx, void *arg, struct err *err)
{
	const struct put *p = arg;
	struct arena *a = arena_new();
	unsigned char head[HEAD_BYTES];
	crypto_secretstream_xchacha20poly1305_state state;
	crypto_secretstream_xchacha20poly1305_init_push(&state, head, p->key);
	bool good = check_total(tx, a, p, err) &&
	            db_exec(tx, DB_ATTACHMENT_ADD,
	                DB_PARAMS(db_text(p->tenant), bytes_param(a, p->id, ID_BYTES),
	                    bytes_param(a, p->keys.draft, sizeof p->keys.draft), db_int(a, (int64_t)p->bytes.n),
	                    bytes_param(a, head, HEAD_BYTES)),
	                NULL, err) &&
	            put_chunks(tx, p, &state, err);
	sodium_memzero(&state, sizeof state);
	arena_free(&a);
	return good;
}

bool attachment_put(struct db *db, struct arena *a, struct str tenant, struct str secret, struct str name,
    struct str type, struct str bytes, json_t **answer_r, struct err *err)
{
	struct put p = { .tenant = tenant, .bytes = bytes };
	unsigned char hash[crypto_hash_sha256_BYTES];
	cases_keys_derive(&p.keys, secret);
	randombytes_buf(p.id, sizeof p.id);
	crypto_secretstream_xchacha20poly1305_keygen(p.key);
	if (!db_run(db, a, tenant, put_tx, &p, err))
		return false;
	crypto_hash_sha256(hash, (const unsigned char *)bytes.p, bytes.n);
	*answer_r = json_keep(a, json_pack("{s:s%,s:s%,s:I,s:s,s:s,s:s}", "name", name.p, name.n, "type", type.p, type.n,
	                             "size", (json_int_t)bytes.n, "id", hex(a, p.id, ID_BYTES).p, "sha256",
	                             hex(a, hash, sizeof hash).p, "key", hex(a, p.key, KEY_BYTES).p));
	sodium_memzero(p.key, sizeof p.key);
	return true;
}

/* ---- to another municipality ---- */

static bool copy_one(struct db *db, struct str from, struct str to, struct str draft, const struct db_rows *all,
    size_t i, struct err *err)
{
	struct arena *a = arena_new();
	struct str id = db_get_bytes(a, all, i, 0), head = db_get_bytes(a, all, i, 2);
	int64_t n = (db_get_int(all, i, 1) + CHUNK - 1) / CHUNK;
	bool good = db_once(db, a, to, DB_ATTACHMENT_ADD,
	    DB_PARAMS(
	        db_text(to), db_bytes(a, id), db_bytes(a, draft), db_int(a, db_get_int(all, i, 1)), db_bytes(a, head)),
	    NULL, err);
	for (int64_t seq = 0; good && seq < n; seq++) {
		struct arena *chunk = arena_new();
		struct db_rows r;
		good = db_once(db, chunk, from, DB_ATTACHMENT_CHUNK,
		    DB_PARAMS(db_text(from), db_bytes(chunk, id), db_int(chunk, seq)), &r, err);
		if (good && r.n == 0)
			good = err_set(err, ERR_BROKEN, "Von einer Datei fehlt ein Stück.");
		good = good && db_once(db, chunk, to, DB_ATTACHMENT_ADD_CHUNK,
		                   DB_PARAMS(db_text(to), db_bytes(chunk, id), db_int(chunk, seq),
		                       db_bytes(chunk, db_get_bytes(chunk, &r, 0, 0))),
		                   NULL, err);
		arena_free(&chunk);
	}
	arena_free(&a);
	return good;
}

bool attachment_copy(struct db *db, struct arena *a, struct str from, struct str to, struct str secret, struct err *err)
{
	struct cases_keys k;
	struct db_rows all;
	cases_keys_derive(&k, secret);
	struct str draft = { (const char *)k.draft, sizeof k.draft };
	if (!db_once(db, a, from, DB_ATTACHMENT_OF_DRAFT, DB_PARAMS(db_text(from), db_bytes(a, draft)), &all, err))
		return false;
	for (size_t i = 0; i < all.n; i++)
		if (!copy_one(db, from, to, draft, &all, i, err))
			return false;
	return true;
}

/* ---- for the office ---- */

bool attachment_list(struct db *db, struct arena *a, struct str tenant, struct str number,
    const struct attachment **list_r, size_t *n_r, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, tenant, DB_ATTACHMENT_LIST, DB_PARAMS(db_text(tenant), db_text(number)), &r, err))
		return false;
	struct attachment *list = ARENA_ARRAY(a, struct attachment, r.n);
	for (size_t i = 0; i < r.n; i++)
		list[i] = (struct attachment){
			.id = db_get(&r, i, 0),
			.document = db_get(&r, i, 1),
			.name = db_get(&r, i, 2),
			.type = db_get(&r, i, 3),
			.size = db_get_int(&r, i, 4),
			.path = db_get(&r, i, 5),
		};
	*list_r = list;
	*n_r = r.n;
	return true;
}

static bool broken(struct err *err)
{
	return err_set(err, ERR_BROKEN, "Diese Datei ist nicht mehr die, die abgesendet wurde.");
}

/* All chunks into out, which has room for size bytes. */
static bool read_chunks(struct db *db, struct str tenant, struct str id, struct str head, struct str key, char *out,
    size_t size, struct err *err)
{
	crypto_secretstream_xchacha20poly1305_state state;
	unsigned char tag = 0;
	if (head.n != HEAD_BYTES || key.n != KEY_BYTES ||
	    crypto_secretstream_xchacha20poly1305_init_pull(
	        &state, (const unsigned char *)head.p, (const unsigned char *)key.p) != 0)
		return broken(err);
	size_t done = 0;
	bool good = true;
	for (int64_t seq = 0; good && done < size; seq++) {
		struct arena *a = arena_new();
		struct db_rows r;
		good = db_once(
		    db, a, tenant, DB_ATTACHMENT_CHUNK, DB_PARAMS(db_text(tenant), db_bytes(a, id), db_int(a, seq)), &r, err);
		struct str sealed = good && r.n > 0 ? db_get_bytes(a, &r, 0, 0) : (struct str){ 0 };
		if (good && (sealed.n <= EXTRA || sealed.n - EXTRA > size - done ||
		                crypto_secretstream_xchacha20poly1305_pull(&state, (unsigned char *)out + done, NULL, &tag,
		                    (const unsigned char *)sealed.p, sealed.n, NULL, 0) != 0))
			good = broken(err);
		done += good ? sealed.n - EXTRA : 0;
		arena_free(&a);
	}
	sodium_memzero(&state, sizeof state);
	return good && (tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL || broken(err));
}

bool attachment_open(struct db *db, struct arena *a, struct str tenant, struct str number, struct str id,
    const struct case_actor *actor, struct attachment *out, struct str *bytes_r, struct err *err)
{
	unsigned char raw[ID_BYTES], hash[crypto_hash_sha256_BYTES];
	struct db_rows r;
	size_t n = 0;
	if (id.n != 2 * sizeof raw || sodium_hex2bin(raw, sizeof raw, id.p, id.n, NULL, &n, NULL) != 0 || n != sizeof raw)
		return err_set(err, ERR_NOTFOUND, "Diese Datei gibt es nicht.");
	struct str key = { (const char *)raw, sizeof raw };
	if (!db_once(db, a, tenant, DB_ATTACHMENT_OPEN,
	        DB_PARAMS(db_text(tenant), db_text(number), db_bytes(a, key), db_text(actor->login)), &r, err))
		return false;
	if (r.n == 0)
		return err_set(err, ERR_NOTFOUND, "Diese Datei gibt es nicht.");
	*out = (struct attachment){
		.id = id, .name = db_get(&r, 0, 0), .type = db_get(&r, 0, 1), .size = db_get_int(&r, 0, 2)
	};
	char *bytes = arena_alloc(a, (size_t)out->size);
	if (!read_chunks(
	        db, tenant, key, db_get_bytes(a, &r, 0, 5), db_get_bytes(a, &r, 0, 4), bytes, (size_t)out->size, err))
		return false;
	crypto_hash_sha256(hash, (const unsigned char *)bytes, (size_t)out->size);
	if (!str_eq((struct str){ (const char *)hash, sizeof hash }, db_get_bytes(a, &r, 0, 3)))
		return broken(err);
	*bytes_r = (struct str){ bytes, (size_t)out->size };
	return true;
}
