/* SPDX-License-Identifier: EUPL-1.2
 * Drafts: sealed, found by a key that only the cookie gives, guarded against stale pages. */
#include "cases/draft.h"
#include "base/json.h"
#include "cases/attachment.h"
#include "cases/key.h"
#include "form/form.h"

#include <sodium.h>

static struct db_param bytes(struct arena *a, const unsigned char *p, size_t n)
{
	return db_bytes(a, (struct str){ (const char *)p, n });
}

bool draft_load(
    struct db *db, struct arena *a, struct str tenant, struct str secret, struct draft *out, struct err *err)
{
	struct cases_keys k;
	struct db_rows rows;
	cases_keys_derive(&k, secret);
	if (!db_once(
	        db, a, tenant, DB_DRAFT_LOAD, DB_PARAMS(db_text(tenant), bytes(a, k.draft, sizeof k.draft)), &rows, err))
		return false;
	if (rows.n == 0)
		return err_set(
		    err, ERR_NOTFOUND, "Ihr Entwurf ist nicht mehr da. Entwürfe werden nach %d Tagen gelöscht.", DRAFT_DAYS);
	json_t *answers = cases_unseal(a, k.seal, db_get_bytes(a, &rows, 0, 2));
	if (!json_is_object(answers))
		return err_set(err, ERR_BROKEN, "Ihr Entwurf ist beschädigt und kann nicht gelesen werden.");
	*out = (struct draft){
		.form = db_get(&rows, 0, 0),
		.form_version = db_get_int(&rows, 0, 1),
		.answers = answers,
		.rev = db_get_int(&rows, 0, 3),
	};
	return true;
}

bool draft_save(struct db *db, struct arena *a, struct str tenant, struct str secret, struct draft *d, struct err *err)
{
	struct cases_keys k;
	struct db_rows rows;
	const struct str *files;
	size_t n_files = form_file_ids(a, d->answers, &files);
	cases_keys_derive(&k, secret);
	if (!db_once(db, a, tenant, DB_DRAFT_SAVE,
	        DB_PARAMS(db_text(tenant), bytes(a, k.draft, sizeof k.draft), db_text(d->form), db_int(a, d->form_version),
	            db_bytes(a, cases_seal(a, k.seal, d->answers)), db_int(a, d->rev), db_int(a, DRAFT_DAYS),
	            db_texts(a, files, n_files)),
	        &rows, err))
		return false;
	if (rows.n == 0)
		return err_set(err, ERR_CONFLICT,
		    "Ihr Antrag wurde inzwischen in einem anderen Fenster geändert oder abgesendet. Laden Sie die Seite neu.");
	d->rev = db_get_int(&rows, 0, 0);
	return true;
}

bool draft_delete(struct db *db, struct arena *a, struct str tenant, struct str secret, struct err *err)
{
	struct cases_keys k;
	cases_keys_derive(&k, secret);
	return db_once(
	    db, a, tenant, DB_DRAFT_DELETE, DB_PARAMS(db_text(tenant), bytes(a, k.draft, sizeof k.draft)), NULL, err);
}

bool draft_move(struct db *db, struct arena *a, struct str from, struct str to, struct str secret, struct err *err)
{
	struct draft d;
	if (!draft_load(db, a, from, secret, &d, err))
		return false;
	d.rev = 0;
	return attachment_copy(db, a, from, to, secret, err) && draft_save(db, a, to, secret, &d, err) &&
	       draft_delete(db, a, from, secret, err);
}
