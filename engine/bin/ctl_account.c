/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl account add|password|disable|enable */
#include "bin/ctl.h"
#include "identity/identity.h"

enum ctl_exit ctl_account_add(const struct ctl *c)
{
	const char *name = ctl_option(c, "name");
	struct str *offices = ARENA_ARRAY(c->arena, struct str, c->n_options), password;
	struct account acc = { .login = str_c(c->args[0]), .name = str_c(name), .offices = offices };
	struct err err;
	if (name == NULL) {
		fputs("ozgctl: Bitte geben Sie mit --name an, wie die Person heißt.\n", stderr);
		return CTL_USAGE;
	}
	acc.is_admin = ctl_option(c, "admin") != NULL;
	for (size_t i = 0; i < c->n_options; i++)
		if (strcmp(c->options[i].name, "office") == 0)
			offices[acc.n_offices++] = str_c(c->options[i].value);
	struct db *db = ctl_db(c, ctl_conf(c).db_admin, "db_admin");
	if (ctl_stdin_line(c, &password, &err) && account_add(db, c->arena, &acc, password, NULL, &err))
		return CTL_OK;
	return ctl_fail(&err);
}

enum ctl_exit ctl_account_password(const struct ctl *c)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_admin, "db_admin");
	struct str password;
	struct err err;
	if (ctl_stdin_line(c, &password, &err) && account_set_password(db, c->arena, str_c(c->args[0]), password, &err))
		return CTL_OK;
	return ctl_fail(&err);
}

static enum ctl_exit set_disabled(const struct ctl *c, bool disabled)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_admin, "db_admin");
	struct err err;
	return account_set_disabled(db, c->arena, str_c(c->args[0]), disabled, &err) ? CTL_OK : ctl_fail(&err);
}

enum ctl_exit ctl_account_disable(const struct ctl *c)
{
	return set_disabled(c, true);
}

enum ctl_exit ctl_account_enable(const struct ctl *c)
{
	return set_disabled(c, false);
}
