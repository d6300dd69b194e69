/* SPDX-License-Identifier: EUPL-1.2
 * The decisions that our own workflows use: workflows/ID.dmn. */
#ifndef OZG_TESTS_OWN_LIBRARY_H
#define OZG_TESTS_OWN_LIBRARY_H

#include "base/file.h"
#include "flow/flow.h"

#include <stdlib.h>

static inline bool own_decision(void *arena, struct str id, struct str *source_r)
{
	struct err err;
	const char *top = getenv("TOP_SRCDIR");
	return file_read(arena, str_fmt(arena, "%s/workflows/%.*s.dmn", top == NULL ? "." : top, STR_ARG(id)).p, 1 << 20,
	    source_r, &err);
}

/* flow_read with them. */
static inline const struct flow *own_flow_read(
    struct arena *a, struct str source, const struct xml_schema *schema, struct diags *d)
{
	const struct flow_library library = { .arg = a, .decision = own_decision };
	const struct flow_options options = { schema, FLOW_CAN_ALL, STR(""), &library };
	return flow_read_with(a, source, &options, d);
}

#endif
