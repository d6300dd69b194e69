/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl db setup */
#include "bin/ctl.h"
#include "db/setup.h"

static void applied(void *arg, const char *name)
{
	(void)arg;
	printf("%s\n", name);
}

enum ctl_exit ctl_db_setup(const struct ctl *c)
{
	struct conf conf = ctl_conf(c);
	struct err err;
	const char *dir = str_fmt(c->arena, "%s/schema/db", conf.share).p;
	if (!conf_need(conf.db_owner, "db_owner", &err) || !conf_need(conf.share, "share", &err)) {
		ctl_fail(&err);
		return CTL_ENVIRONMENT;
	}
	return db_setup(conf.db_owner, dir, applied, NULL, &err) ? CTL_OK : ctl_fail(&err);
}
