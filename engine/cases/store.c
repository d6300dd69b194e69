/* SPDX-License-Identifier: EUPL-1.2
 * Writing a step whose effects are known: one guarded statement each. */
#include "cases/store.h"
#include "cases/key.h"
#include "ledger/ledger.h"

enum { TRIES = 3 };

static struct db_param bytes(struct arena *a, const unsigned char *p, size_t n)
{
	return db_bytes(a, (struct str){ (const char *)p, n });
}

static bool receipt(struct db *db, struct arena *a, struct str tenant, const struct cases_keys *k, struct str hash,
    struct submission_receipt *out, struct err *err)
{
	struct db_rows rows;
	if (!db_once(db, a, tenant, DB_SUBMISSION_FIND, DB_PARAMS(db_text(tenant), bytes(a, k->token, sizeof k->token)),
	        &rows, err))
		return false;
	if (rows.n == 0)
		return err_set(err, ERR_NOTFOUND, "Dieser Antrag wurde noch nicht abgesendet.");
	if (hash.n > 0 && !str_eq(hash, db_get_bytes(a, &rows, 0, 1)))
		return err_set(err, ERR_CONFLICT,
		    "Dieser Antrag wurde schon mit anderen Angaben abgesendet (Nummer %.*s). Für einen weiteren Antrag "
		    "beginnen Sie "
		    "bitte von vorn.",
		    STR_ARG(db_get(&rows, 0, 0)));
	*out = (struct submission_receipt){ db_get(&rows, 0, 0), cases_status_secret(a, k), true };
	return true;
}

bool submission_receipt_find(struct db *db, struct arena *a, struct str tenant, struct str secret,
    struct submission_receipt *out, struct err *err)
{
	struct cases_keys k;
	cases_keys_derive(&k, secret);
	return receipt(db, a, tenant, &k, STR(""), out, err);
}

/* Nothing was sent now: it was before, perhaps by a commit whose outcome was unknown, or the draft has changed. */
static bool sent_before(struct db *db, struct arena *a, struct str tenant, const struct cases_keys *k, struct str hash,
    struct submission_receipt *out, struct err *err)
{
	if (!db_once(db, a, tenant, DB_SUBMISSION_SETTLE, DB_PARAMS(db_text(tenant)), NULL, err))
		return false;
	if (receipt(db, a, tenant, k, hash, out, err))
		return true;
	if (err->kind != ERR_NOTFOUND)
		return false;
	return err_set(err, ERR_CONFLICT,
	    "Ihr Antrag wurde inzwischen in einem anderen Fenster geändert oder gelöscht. Laden Sie die Seite neu.");
}

/* What the ledger commits to and what "the same again" means: everything that was declared. */
static struct str content_of(struct arena *a, const struct submission_row *s)
{
	struct buf b = buf_new(a);
	buf_add_fmt(&b, "%.*s %lld %.*s", STR_ARG(s->form), (long long)s->form_version, STR_ARG(s->answers));
	if (s->fee.n > 0)
		buf_add_fmt(&b, " %.*s", STR_ARG(s->fee));
	if (s->consents.n > 0)
		buf_add_fmt(&b, " %.*s", STR_ARG(s->consents));
	return buf_str(&b);
}

bool submission_store(struct db *db, struct arena *a, const struct submission_row *s, const struct effects *e,
    struct submission_receipt *out, struct err *err)
{
	struct cases_keys k;
	struct db_rows rows;
	cases_keys_derive(&k, s->secret);
	struct str secret = cases_status_secret(a, &k);
	struct str content = content_of(a, s);
	struct str hash = cases_sha256(a, content);
	struct ledger_commitment c = ledger_commit(a, content);
	bool ok = false;
	for (int i = 0; i < TRIES && !ok; i++) {
		const struct db_param params[] = { db_text(s->tenant), bytes(a, k.token, sizeof k.token), db_text(s->form),
			db_int(a, s->form_version), db_text(s->answers), s->fee.n > 0 ? db_text(s->fee) : db_null(),
			s->consents.n > 0 ? db_text(s->consents) : db_null(), db_bytes(a, hash), db_bytes(a, c.salt),
			db_bytes(a, c.commitment), db_bytes(a, cases_status_hash(a, secret)), bytes(a, k.draft, sizeof k.draft),
			db_int(a, s->rev), db_text(s->service), db_text(s->ars), db_text(s->office), db_text(s->flow),
			db_int(a, s->flow_version), db_text(e->state), db_text(e->vars), db_text(e->status), db_bool(e->ended),
			db_text(e->tasks), db_text(e->events), db_text(e->messages), db_text(s->files.n > 0 ? s->files : STR("[]")),
			db_text(e->waits), db_text(e->sends) };
		size_t n = sizeof params / sizeof params[0];
		ok = db_once(db, a, s->tenant, e->waits_or_sends ? DB_SUBMISSION_SEND_WAITS : DB_SUBMISSION_SEND, params,
		    e->waits_or_sends ? n : n - 2, &rows, err);
		if (!ok && err->kind != ERR_UNKNOWN)
			return false;
	}
	if (!ok)
		return false;
	if (rows.n == 0)
		return sent_before(db, a, s->tenant, &k, hash, out, err);
	*out = (struct submission_receipt){ db_get(&rows, 0, 0), secret, false };
	return true;
}

bool task_store(struct db *db, struct arena *a, const struct task_command *c, int64_t rev, struct str office,
    struct str failure, struct str data, const struct effects *e, bool *done_r, struct err *err)
{
	struct db_rows rows;
	struct ledger_commitment l = ledger_commit(a, data);
	bool waits = e->waits_or_sends || e->n_unwaits > 0;
	const struct db_param params[] = { db_text(c->tenant), db_text(c->number), db_int(a, rev), db_int(a, c->token),
		db_text(c->actor->login), db_text(c->actor->name), db_text(office), db_text(c->cmd), db_text(failure),
		db_text(data), db_bytes(a, l.salt), db_bytes(a, l.commitment), db_text(e->state), db_text(e->vars),
		db_text(e->status), db_bool(e->ended), db_ints(a, e->closes, e->n_closes), db_text(e->tasks),
		db_text(e->events), db_text(e->messages), db_ints(a, e->unwaits, e->n_unwaits), db_text(e->waits),
		db_text(e->sends) };
	size_t n = sizeof params / sizeof params[0];
	if (!db_once(
	        db, a, c->tenant, waits ? DB_TASK_COMPLETE_WAITS : DB_TASK_COMPLETE, params, waits ? n : n - 3, &rows, err))
		return false;
	*done_r = rows.n > 0;
	return true;
}
