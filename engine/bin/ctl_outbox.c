/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl outbox list|retry: messages that were given up. */
#include "bin/ctl.h"

enum ctl_exit ctl_outbox_list(const struct ctl *c)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	struct db_rows r;
	struct err err;
	if (!db_once(db, c->arena, STR(""), DB_OUTBOX_DEAD_LIST, NULL, 0, &r, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < r.n; i++)
		for (size_t k = 0; k < 6; k++)
			printf("%.*s%c", STR_ARG(db_get(&r, i, k)), k < 5 ? '\t' : '\n');
	return CTL_OK;
}

enum ctl_exit ctl_outbox_retry(const struct ctl *c)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	struct str tenant = str_c(c->args[0]);
	struct db_rows r;
	struct err err;
	int64_t id;
	if (!str_to_i64(str_c(c->args[1]), &id)) {
		fputs("ozgctl: NUMMER ist eine Zahl, wie ozgctl outbox list sie zeigt.\n", stderr);
		return CTL_USAGE;
	}
	if (!db_once(db, c->arena, tenant, DB_OUTBOX_REVIVE, DB_PARAMS(db_text(tenant), db_int(c->arena, id)), &r, &err))
		return ctl_fail(&err);
	if (r.n > 0)
		return CTL_OK;
	fputs("ozgctl: Eine solche aufgegebene Nachricht gibt es nicht.\n", stderr);
	return CTL_INPUT;
}
