/* SPDX-License-Identifier: EUPL-1.2
 * The decisions and called processes of a workflow: bound by the time of its publication, so that a version stays what
 * it was. */
#include "publish/publish_priv.h"

static bool failed(struct publish_binding *b)
{
	b->broken = true;
	return false;
}

/* The text as the owner of the workflow sees it: its own or that of the library. */
static bool find(struct publish_binding *b, enum publish_kind kind, struct str id, struct str *source_r)
{
	struct db_rows version, r;
	struct db_param params[] = { db_text(b->owner), db_text(str_c(publish_kind_name(kind))), db_text(id),
		db_text(b->at) };
	if (b->broken)
		return false;
	if (!db_once(b->db, b->arena, b->owner, b->at.n == 0 ? DB_DEFINITION_CURRENT : DB_DEFINITION_AT, params,
	        b->at.n == 0 ? 3 : 4, &version, &b->err))
		return failed(b);
	if (version.n == 0)
		return false;
	params[3] = db_int(b->arena, db_get_int(&version, 0, 0));
	if (!db_once(b->db, b->arena, b->owner, DB_DEFINITION_SOURCE, params, 4, &r, &b->err))
		return failed(b);
	if (r.n == 0)
		return false;
	*source_r = str_dup(b->arena, db_get(&r, 0, 0));
	return true;
}

static bool decision(void *arg, struct str id, struct str *source_r)
{
	return find(arg, PUBLISH_DECISION, id, source_r);
}

static bool process(void *arg, struct str id, struct str *source_r)
{
	return find(arg, PUBLISH_FLOW, id, source_r);
}

struct flow_library publish_library(struct publish_binding *b)
{
	return (struct flow_library){ b, decision, process };
}
