/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl tenant add|list */
#include "bin/ctl.h"

enum ctl_exit ctl_tenant_add(const struct ctl *c)
{
	const char *name = ctl_option(c, "name"), *prefix = ctl_option(c, "prefix"), *land = ctl_option(c, "land");
	struct str tenant = str_c(c->args[0]);
	struct err err;
	if (name == NULL || prefix == NULL) {
		fputs("ozgctl: Bitte geben Sie --name (Name der Kommune) und --prefix (Anfang der Vorgangsnummern) an.\n",
		    stderr);
		return CTL_USAGE;
	}
	struct db *db = ctl_db(c, ctl_conf(c).db_owner, "db_owner");
	if (db_once(db, c->arena, tenant, DB_TENANT_PUT,
	        DB_PARAMS(db_text(tenant), db_text(str_c(name)), db_text(str_c(prefix)), db_text(str_c(land))), NULL, &err))
		return CTL_OK;
	if (err.kind == ERR_INPUT)
		err_set(&err, ERR_INPUT,
		    "Kennung (kleine Buchstaben, Ziffern, „-“), --prefix (2 bis 6 große Buchstaben) oder --land (zwei Ziffern) "
		    "ist nicht erlaubt.");
	if (err.kind == ERR_CONFLICT)
		err_set(&err, ERR_CONFLICT, "Den Anfang „%s“ der Vorgangsnummern hat schon eine andere Kommune.", prefix);
	return ctl_fail(&err);
}

enum ctl_exit ctl_tenant_list(const struct ctl *c)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_owner, "db_owner");
	struct db_rows r;
	struct err err;
	if (!db_once(db, c->arena, STR(""), DB_TENANT_LIST, NULL, 0, &r, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < r.n; i++)
		printf("%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARG(db_get(&r, i, 0)), STR_ARG(db_get(&r, i, 2)),
		    STR_ARG(db_get(&r, i, 3)), STR_ARG(db_get(&r, i, 1)));
	return CTL_OK;
}
