/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow import */
#include "base/file.h"
#include "bin/ctl_flow.h"
#include "flow/import/import.h"

enum { SOURCE_BYTES_MAX = 64 << 20 };

/* That a decision is not there yet is on the list of things to do already. */
static void forget_decisions(struct diags *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->n; i++)
		if (strcmp(d->list[i].code, "unknown-decision") != 0)
			d->list[n++] = d->list[i];
	d->n_errors -= d->n - n;
	d->n = n;
}

/* The findings are of two files: what is to do in the original, and what still hinders the publication of the result.
 * With --json the result must go to a file. */
enum ctl_exit ctl_flow_import(const struct ctl *c)
{
	const char *path = c->args[0], *to = ctl_option(c, "o");
	struct diags d[2] = { diags_new(c->arena, str_c(path)),
		diags_new(c->arena, to != NULL ? str_c(to) : str_fmt(c->arena, "%s (übernommen)", path)) };
	struct buf out = buf_new(c->arena);
	struct str source;
	struct err err;
	if (to == NULL && ctl_option(c, "json") != NULL) {
		fputs("ozgctl: Mit --json schreiben Sie das Ergebnis mit -o in eine Datei.\n", stderr);
		return CTL_USAGE;
	}
	if (!file_read(c->arena, path, SOURCE_BYTES_MAX, &source, &err))
		return ctl_fail(&err);
	if (!flow_import(c->arena, source, &out, &d[0]))
		return ctl_print_diags(c, d, 1);
	ctl_flow_read(c, path, buf_str(&out), ctl_bpmn_schema(c), STR(""), &d[1]);
	forget_decisions(&d[1]);
	if (!ctl_write(c, buf_str(&out)))
		return CTL_ENVIRONMENT;
	return ctl_print_diags(c, d, 2);
}
