/* SPDX-License-Identifier: EUPL-1.2
 * The outbox: claim, done, failed. */
#include "notify/outbox.h"
#include "base/json.h"

bool outbox_claim(struct db *db, struct arena *a, struct outbox_message *m, bool *found_r, struct err *err)
{
	struct db_rows r;
	if (!db_once(db, a, STR(""), DB_OUTBOX_CLAIM, NULL, 0, &r, err))
		return false;
	*found_r = r.n > 0;
	if (r.n == 0)
		return true;
	struct str text = db_get(&r, 0, 5);
	*m = (struct outbox_message){
		.tenant = db_get(&r, 0, 0),
		.id = db_get_int(&r, 0, 1),
		.key = db_get(&r, 0, 2),
		.kind = db_get(&r, 0, 3),
		.number = db_get(&r, 0, 4),
		.payload = json_keep(a, json_loadb(text.p, text.n, 0, NULL)),
		.attempts = db_get_int(&r, 0, 6),
		.created_at = db_get_int(&r, 0, 7),
		.municipality = db_get(&r, 0, 8),
	};
	return true;
}

bool outbox_done(struct db *db, struct arena *a, const struct outbox_message *m, struct err *err)
{
	return db_once(db, a, m->tenant, DB_OUTBOX_DONE,
	    DB_PARAMS(db_text(m->tenant), db_int(a, m->id), db_int(a, m->attempts)), NULL, err);
}

bool outbox_failed(struct db *db, struct arena *a, const struct outbox_message *m, const struct err *why, bool *dead_r,
    struct err *err)
{
	struct db_rows r;
	bool dead = why->kind == ERR_INPUT || m->attempts >= OUTBOX_ATTEMPTS;
	if (!db_once(db, a, m->tenant, DB_OUTBOX_FAILED,
	        DB_PARAMS(
	            db_text(m->tenant), db_int(a, m->id), db_int(a, m->attempts), db_text(str_c(why->text)), db_bool(dead)),
	        &r, err))
		return false;
	*dead_r = r.n > 0 && db_get_bool(&r, 0, 0);
	return true;
}
