/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow check */
#include "base/file.h"
#include "bin/ctl.h"
#include "flow/flow.h"

enum { SOURCE_BYTES_MAX = 1 << 20 };

enum ctl_exit ctl_flow_check(const struct ctl *c)
{
	const struct xml_schema *schema = ctl_bpmn_schema(c);
	struct diags *d = ARENA_ARRAY(c->arena, struct diags, c->n_args);
	for (size_t i = 0; i < c->n_args; i++) {
		struct str source;
		struct err err;
		d[i] = diags_new(c->arena, str_c(c->args[i]));
		if (file_read(c->arena, c->args[i], SOURCE_BYTES_MAX, &source, &err))
			flow_read(c->arena, source, schema, &d[i]);
		else
			diag_error(&d[i], (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
		diags_sort(&d[i]);
	}
	return ctl_print_diags(c, d, c->n_args);
}
