/* SPDX-License-Identifier: EUPL-1.2
 * /healthz and /metrics: for this machine's supervisor and monitoring. */
#include "metrics.h"
#include "pages.h"

const char *pool_name(enum pool pool)
{
	return pool == POOL_OFFICE ? "office" : pool == POOL_ADMIN ? "admin" : "citizen";
}

bool page_health(struct ctx *c, struct err *err)
{
	if (c->app->conninfo[0] != '\0' && !db_once(c->app->db, c->arena, STR(""), DB_PING, NULL, 0, NULL, err))
		return false;
	c->resp->type = STR("text/plain; charset=utf-8");
	buf_add_c(&c->resp->body, "ok\n");
	return true;
}

bool page_metrics(struct ctx *c, struct err *err)
{
	(void)err;
	c->resp->type = STR("text/plain; version=0.0.4; charset=utf-8");
	metrics_print(c->app->metrics, pool_name(c->app->pool), &c->resp->body);
	return true;
}
