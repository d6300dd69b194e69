/* SPDX-License-Identifier: EUPL-1.2
 * THE table of addresses. */
#include "pages.h"
#include "router.h"

/* clang-format off */
static const struct route table[] = {
	/* method   pools        pattern       handler        role        guard      body */
	{ REQ_GET,  POOL_ALL,    "/healthz",        page_health,   ROLE_LOCAL, CSRF_NONE, 0 },
	{ REQ_GET,  POOL_ALL,    "/healthz/:pool",  page_health,   ROLE_LOCAL, CSRF_NONE, 0 },
	{ REQ_GET,  POOL_ALL,    "/metrics",        page_metrics,  ROLE_LOCAL, CSRF_NONE, 0 },
	{ REQ_GET,  POOL_ALL,    "/metrics/:pool",  page_metrics,  ROLE_LOCAL, CSRF_NONE, 0 },
};
/* clang-format on */

size_t routes(const struct route **list)
{
	*list = table;
	return sizeof table / sizeof table[0];
}
