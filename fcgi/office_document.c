/* SPDX-License-Identifier: EUPL-1.2
 * "/office/vorgang/{tenant}/{number}/anlage/{id}": a document of a case, always as a download. */
#include "cases/attachment.h"
#include "office.h"
#include "router.h"

bool office_document(struct ctx *c, struct err *err)
{
	struct office_case k;
	struct attachment it;
	struct str bytes;
	if (!office_case_load(c, &k, err) || !attachment_open(c->app->db, c->arena, c->tenant, k.file.number,
	                                         router_arg(c, ":id"), &k.actor, &it, &bytes, err))
		return false;
	c->resp->type = it.type;
	c->resp->download = it.name;
	buf_add(&c->resp->body, bytes);
	return true;
}
