/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/OWNER/KIND/ID/VERSION/quelltext": the text of a version or of the draft as a file, byte for byte as it is
 * stored, to be drawn on or kept elsewhere. */
#include "admin.h"
#include "router.h"

bool admin_source(struct ctx *c, struct err *err)
{
	static const char *const suffixes[] = {
		[PUBLISH_FORM] = "xml", [PUBLISH_FLOW] = "bpmn", [PUBLISH_DECISION] = "dmn"
	};
	struct admin ad;
	struct str source, version = router_arg(c, ":version");
	int64_t number = 0; /* the draft */
	if (!admin_find(c, &ad, err))
		return false;
	if (!str_eq_c(version, "entwurf") && (!str_to_i64(version, &number) || number < 1))
		return err_set(err, ERR_NOTFOUND, "%s", "");
	if (!publish_source(c->app->db, c->arena, ad.owner, ad.kind, ad.id, number, &source, err))
		return false;
	c->resp->type = STR("application/xml");
	c->resp->download = str_fmt(c->arena, "%.*s-%.*s.%s", STR_ARG(ad.id), STR_ARG(version), suffixes[ad.kind]);
	buf_add(&c->resp->body, source);
	return true;
}
