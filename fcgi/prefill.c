/* SPDX-License-Identifier: EUPL-1.2
 * What the citizen's pages know for prefilled answers: the municipality, today, and what stands in the address of a
 * page of questions. Accounts of citizens and earlier applications there are not yet: their sources stay empty. */
#include "apply.h"

static bool known(void *arg, struct arena *a, struct str source, struct str *value)
{
	const struct ctx *c = arg;
	*value = (struct str){ NULL, 0 };
	if (str_eq_c(source, "municipality:name"))
		*value = c->site;
	else if (str_eq_c(source, "municipality:key"))
		*value = c->tenant;
	else if (str_eq_c(source, "today"))
		*value = date_format(a, page_today());
	else if (str_starts(source, STR("query:")))
		*value = req_query(c->req, str_cdup(a, str_sub(source, 6, source.n)));
	return value->n > 0;
}

void apply_prefill(struct ctx *c, struct form_world *world)
{
	world->prefill = known;
	world->prefill_arg = c;
}
