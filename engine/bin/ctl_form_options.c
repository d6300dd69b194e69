/* SPDX-License-Identifier: EUPL-1.2
 * The options --rules and --codelists. */
#include "base/file.h"
#include "bin/ctl_form.h"
#include "form/fim/code_folder.h"

enum { RULES_BYTES_MAX = 16 << 20 };

bool ctl_form_options(const struct ctl *c, struct form_options *o, struct diags *d)
{
	const char *rules = ctl_option(c, "rules"), *lists = ctl_option(c, "codelists");
	struct err err;
	bool good = true;
	*o = (struct form_options){ 0 };
	if (rules != NULL)
		good = file_read(c->arena, rules, RULES_BYTES_MAX, &o->rules, &err);
	if (good && lists != NULL) {
		o->codelist = form_code_folder_find;
		o->codelist_arg = form_code_folder_open(c->arena, lists, &err);
		good = o->codelist_arg != NULL;
	}
	if (!good)
		diag_error(d, (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
	return good;
}
