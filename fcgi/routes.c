/* SPDX-License-Identifier: EUPL-1.2
 * THE table of addresses. */
#include "pages.h"
#include "router.h"

#define LOGIN_BODY ((size_t)1 << 20) /* name and password, and what was posted without a session */
#define BUTTON 4096

/* clang-format off */
static const struct route table[] = {
	/* method   pools        pattern       handler        role        guard      body */
	{ REQ_GET,  POOL_ALL,    "/healthz",        page_health,   ROLE_LOCAL, CSRF_NONE, 0 },
	{ REQ_GET,  POOL_ALL,    "/healthz/:pool",  page_health,   ROLE_LOCAL, CSRF_NONE, 0 },
	{ REQ_GET,  POOL_ALL,    "/metrics",        page_metrics,  ROLE_LOCAL, CSRF_NONE, 0 },
	{ REQ_GET,  POOL_ALL,    "/metrics/:pool",  page_metrics,  ROLE_LOCAL, CSRF_NONE, 0 },

	{ REQ_GET,  POOL_OFFICE, "/office/anmelden", page_login,      ROLE_NONE,  CSRF_VISIT,   0 },
	{ REQ_POST, POOL_OFFICE, "/office/anmelden", page_login_post, ROLE_NONE,  CSRF_VISIT,   LOGIN_BODY },
	{ REQ_POST, POOL_OFFICE, "/office/abmelden", page_logout,     ROLE_STAFF, CSRF_SESSION, BUTTON },
	{ REQ_GET,  POOL_ADMIN,  "/admin/anmelden",  page_login,      ROLE_NONE,  CSRF_VISIT,   0 },
	{ REQ_POST, POOL_ADMIN,  "/admin/anmelden",  page_login_post, ROLE_NONE,  CSRF_VISIT,   LOGIN_BODY },
	{ REQ_POST, POOL_ADMIN,  "/admin/abmelden",  page_logout,     ROLE_STAFF, CSRF_SESSION, BUTTON },
};
/* clang-format on */

size_t routes(const struct route **list)
{
	*list = table;
	return sizeof table / sizeof table[0];
}
