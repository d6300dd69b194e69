/* SPDX-License-Identifier: EUPL-1.2
 * THE table of addresses. */
#include "pages.h"
#include "router.h"

#define SMALL 4096               /* a button, a few short fields */
#define LOGIN ((size_t)1 << 20)  /* name and password, and what was posted without a session */
#define FORM ((size_t)1 << 20)   /* a page of answers */
#define FILES ((size_t)42 << 20) /* the same with documents */
#define UPLOAD ((size_t)32 << 20) /* a form of the catalogue as file and as text, its rules and code lists */
#define ADMIN_ONE "/admin/:_owner/:kind/:_id/"

/* clang-format off */
static const struct route table[] = {
	/* method  pools         pattern                         handler             role        forms guarded by  body */
	{ REQ_GET,  POOL_ALL,     "/healthz",                     page_health,        ROLE_LOCAL, CSRF_NONE,    0 },
	{ REQ_GET,  POOL_ALL,     "/healthz/:pool",               page_health,        ROLE_LOCAL, CSRF_NONE,    0 },
	{ REQ_GET,  POOL_ALL,     "/metrics",                     page_metrics,       ROLE_LOCAL, CSRF_NONE,    0 },
	{ REQ_GET,  POOL_ALL,     "/metrics/:pool",               page_metrics,       ROLE_LOCAL, CSRF_NONE,    0 },

	{ REQ_GET,  POOL_ALL,     "/impressum",                   page_imprint,       ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_ALL,     "/datenschutz",                 page_privacy,       ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_ALL,     "/barrierefreiheit",            page_accessibility, ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_CITIZEN, "/",                            page_home,          ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_CITIZEN, "/status/",                     page_status,        ROLE_NONE,  CSRF_VISIT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/status/",                     page_status_post,   ROLE_NONE,  CSRF_VISIT,   SMALL },
	{ REQ_GET,  POOL_CITIZEN, "/zustimmung/",                 page_consent,       ROLE_NONE,  CSRF_VISIT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/zustimmung/",                 page_consent_post,  ROLE_NONE,  CSRF_VISIT,   SMALL },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/impressum",           page_imprint,       ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/datenschutz",         page_privacy,       ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/barrierefreiheit",    page_accessibility, ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/",                    page_services,      ROLE_NONE,  CSRF_NONE,    0 },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/:form/",              page_start,         ROLE_NONE,  CSRF_DRAFT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/:tenant/:form/",              page_start_post,    ROLE_NONE,  CSRF_DRAFT,   SMALL },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/:form/zustaendig",    page_place,         ROLE_NONE,  CSRF_DRAFT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/:tenant/:form/zustaendig",    page_place_post,    ROLE_NONE,  CSRF_DRAFT,   SMALL },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/:form/pruefen",       page_check,         ROLE_NONE,  CSRF_DRAFT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/:tenant/:form/pruefen",       page_check_post,    ROLE_NONE,  CSRF_DRAFT,   SMALL },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/:form/warum",         page_why,           ROLE_NONE,  CSRF_DRAFT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/:tenant/:form/zustimmung",    page_check_ask,     ROLE_NONE,  CSRF_DRAFT,   SMALL },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/:form/abgesendet",    page_sent,          ROLE_NONE,  CSRF_DRAFT,   0 },
	{ REQ_GET,  POOL_CITIZEN, "/:tenant/:form/:page",         page_form,          ROLE_NONE,  CSRF_DRAFT,   0 },
	{ REQ_POST, POOL_CITIZEN, "/:tenant/:form/:page",         page_form_post,     ROLE_NONE,  CSRF_DRAFT,   FILES },

	{ REQ_GET,  POOL_OFFICE,  "/office/anmelden",             page_login,         ROLE_NONE,  CSRF_VISIT,   0 },
	{ REQ_POST, POOL_OFFICE,  "/office/anmelden",             page_login_post,    ROLE_NONE,  CSRF_VISIT,   LOGIN },
	{ REQ_POST, POOL_OFFICE,  "/office/abmelden",             page_logout,        ROLE_STAFF, CSRF_SESSION, SMALL },
	{ REQ_GET,  POOL_OFFICE,  "/office/",                     office_queue,       ROLE_STAFF, CSRF_SESSION, 0 },
	{ REQ_GET,  POOL_OFFICE,  "/office/vorgang/:tenant/:NUMBER", office_case,     ROLE_STAFF, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_OFFICE,  "/office/vorgang/:tenant/:NUMBER", office_case_post, ROLE_STAFF, CSRF_SESSION, FORM },
	{ REQ_GET,  POOL_OFFICE,  "/office/stoerungen",           office_incidents,   ROLE_STAFF, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_OFFICE,  "/office/stoerungen",           office_incidents_post, ROLE_STAFF, CSRF_SESSION, FORM },
	{ REQ_GET,  POOL_OFFICE,  "/office/vorgang/:tenant/:NUMBER/anlage/:id", office_document, ROLE_STAFF, CSRF_SESSION, 0 },
	{ REQ_GET,  POOL_OFFICE,  "/office/vorgang/:tenant/:NUMBER/ablauf", office_diagram, ROLE_STAFF, CSRF_SESSION, 0 },
	{ REQ_GET,  POOL_ADMIN,   "/admin/anmelden",              page_login,         ROLE_NONE,  CSRF_VISIT,   0 },
	{ REQ_POST, POOL_ADMIN,   "/admin/anmelden",              page_login_post,    ROLE_NONE,  CSRF_VISIT,   UPLOAD },
	{ REQ_POST, POOL_ADMIN,   "/admin/abmelden",              page_logout,        ROLE_STAFF, CSRF_SESSION, SMALL },
	{ REQ_GET,  POOL_ADMIN,   "/admin/",                      admin_definitions,  ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_GET,  POOL_ADMIN,   "/admin/hochladen",             admin_upload,       ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_ADMIN,   "/admin/hochladen",             admin_upload_post,  ROLE_ADMIN, CSRF_SESSION, UPLOAD },
	{ REQ_GET,  POOL_ADMIN,   "/admin/wartend",               admin_figures,      ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_GET,  POOL_ADMIN,   ADMIN_ONE,                      admin_versions,     ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_ADMIN,   ADMIN_ONE,                      admin_versions_post, ROLE_ADMIN, CSRF_SESSION, SMALL },
	{ REQ_GET,  POOL_ADMIN,   ADMIN_ONE "umzug",              admin_migrate,      ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_ADMIN,   ADMIN_ONE "umzug",              admin_migrate_post, ROLE_ADMIN, CSRF_SESSION, FORM },
	{ REQ_POST, POOL_ADMIN,   ADMIN_ONE "neuere-fassung",     admin_update_post,  ROLE_ADMIN, CSRF_SESSION, FORM },
	{ REQ_GET,  POOL_ADMIN,   ADMIN_ONE ":version/",          admin_preview,      ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_ADMIN,   ADMIN_ONE ":version/",          admin_preview_post, ROLE_ADMIN, CSRF_SESSION, SMALL },
	{ REQ_GET,  POOL_ADMIN,   ADMIN_ONE ":version/quelltext", admin_source,       ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_GET,  POOL_ADMIN,   ADMIN_ONE ":version/ausprobieren", admin_try,       ROLE_ADMIN, CSRF_SESSION, 0 },
	{ REQ_POST, POOL_ADMIN,   ADMIN_ONE ":version/ausprobieren", admin_try_post,  ROLE_ADMIN, CSRF_SESSION, FILES },
};
/* clang-format on */

size_t routes(const struct route **list)
{
	*list = table;
	return sizeof table / sizeof table[0];
}
