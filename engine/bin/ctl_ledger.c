/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl ledger export|verify */
#include "base/file.h"
#include "bin/ctl.h"
#include "ledger/ledger.h"

enum { EXPORT_BYTES_MAX = 1 << 30 };

static void print_line(void *arg, struct str json)
{
	(void)arg;
	printf("%.*s\n", STR_ARG(json));
}

enum ctl_exit ctl_ledger_export(const struct ctl *c)
{
	const char *tenant = ctl_option(c, "tenant");
	struct err err;
	if (tenant == NULL) {
		fputs("ozgctl: Bitte geben Sie mit --tenant an, wessen Protokoll Sie brauchen.\n", stderr);
		return CTL_USAGE;
	}
	struct db *db = ctl_db(c, ctl_conf(c).db_owner, "db_owner");
	return ledger_export(db, str_c(tenant), print_line, NULL, &err) ? CTL_OK : ctl_fail(&err);
}

enum ctl_exit ctl_ledger_verify(const struct ctl *c)
{
	struct ledger_verifier v = { .known = str_c(ctl_option(c, "known")) };
	struct str rest, line;
	struct err err;
	if (!file_read(c->arena, c->args[0], EXPORT_BYTES_MAX, &rest, &err))
		return ctl_fail(&err);
	for (unsigned number = 1; str_next(&rest, '\n', &line) && (line.n > 0 || rest.n > 0); number++)
		if (!ledger_verify_line(&v, line, &err)) {
			fprintf(stderr, "%s:%u:1: error: %s\n", c->args[0], number, err.text);
			return CTL_INPUT;
		}
	if (!ledger_verify_end(&v, &err))
		return ctl_fail(&err);
	printf("%lld Einträge, letzter %s\n", (long long)v.n, v.leaf);
	return CTL_OK;
}
