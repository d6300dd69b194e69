/* SPDX-License-Identifier: EUPL-1.2
 * What all pages share: the list of templates, rendering, the frame around the content; and the handlers that routes.c
 * names, one page_*.c file per page. */
#ifndef OZG_FCGI_PAGES_H
#define OZG_FCGI_PAGES_H

#include "app.h"
#include "base/date.h"
#include "form/form.h"
#include "html/texts.h"
#include "views.h"

/* One row per page: name, file under templates/, the struct it is given. */
#define PAGES(X)                                                                                                       \
	X(HOME, "home", view_home_desc)                                                                                    \
	X(SERVICES, "services", view_services_desc)                                                                        \
	X(INFO, "info", view_info_desc)                                                                                    \
	X(START, "start", view_start_desc)                                                                                 \
	X(FORM, "form", view_form_desc)                                                                                    \
	X(WHY, "why", view_why_page_desc)                                                                                  \
	X(STALE, "stale", view_stale_desc)                                                                                 \
	X(CHECK, "check", view_check_desc)                                                                                 \
	X(CONSENT_LOOKUP, "consent_lookup", view_status_lookup_desc)                                                       \
	X(CONSENT, "consent", view_letter_desc)                                                                            \
	X(STOP, "stop", view_stop_desc)                                                                                    \
	X(PLACE, "not_responsible", view_place_desc)                                                                       \
	X(SENT, "sent", view_sent_desc)                                                                                    \
	X(STATUS_LOOKUP, "status_lookup", view_status_lookup_desc)                                                         \
	X(STATUS, "status", view_status_desc)                                                                              \
	X(PROBLEM, "problem", view_problem_desc)                                                                           \
	/* of staff, in German only: */                                                                                    \
	X(LOGIN, "office/login", view_login_desc)                                                                          \
	X(QUEUE, "office/queue", view_queue_desc)                                                                          \
	X(CASE, "office/case", view_case_desc)                                                                             \
	X(INCIDENTS, "office/incidents", view_incidents_desc)                                                              \
	X(CONFLICT, "office/conflict", view_conflict_desc)                                                                 \
	X(ADMIN_DEFINITIONS, "admin/definitions", view_definitions_desc)                                                   \
	X(ADMIN_UPLOAD, "admin/upload", view_upload_desc)                                                                  \
	X(ADMIN_UPDATE, "admin/update", view_update_desc)                                                                  \
	X(ADMIN_PREVIEW, "admin/preview", view_preview_desc)                                                               \
	X(ADMIN_TRY, "admin/try", view_try_desc)                                                                           \
	X(ADMIN_VERSIONS, "admin/versions", view_versions_desc)                                                            \
	X(ADMIN_FIGURES, "admin/figures", view_figures_desc)                                                               \
	X(ADMIN_MIGRATE, "admin/migrate", view_migrate_desc)

enum page {
#define X(name, file, view) PAGE_##name,
	PAGES(X)
#undef X
	    PAGE_N
};

/* The compiled templates and the words of all pages, in each language. */
struct pages {
	const struct texts *texts[FORM_LANGS];
	const struct tpl *tpl[FORM_LANGS][PAGE_N];
};

/* Compiles all templates in share/templates with the words of share/texts/de.po, those of citizens also with en.po and
 * leicht.po, where a key may be missing: then the German words stand there, marked as German. NULL with findings in d.
 */
const struct pages *pages_load(struct arena *a, const char *share, struct diags *d);

/* Renders view, the struct that the page is given, into the response. */
void page_render(struct ctx *c, enum page page, const void *view);

/* The frame: names, addresses, the token, who is signed in. title stands in the browser's title bar. */
struct view_page page_frame(const struct ctx *c, struct str title);

/* The title of a form in the language of the page, into *title; the frame says when it had to stay German. */
void page_form_title(const struct ctx *c, const struct form *f, struct view_page *frame, struct str *title);

/* Words by key; a key that the catalogue does not know is a bug. */
struct str page_text(const struct ctx *c, const char *key);

/* Words with {1}, {2} replaced by the n values, as templates write {{_ key a b}}. */
struct str page_text_with(const struct ctx *c, const char *key, const struct str *values, size_t n);

/* Splits a text at its empty lines into view_text items. */
struct tpl_list page_paragraphs(struct arena *a, struct str text);

/* Makes the page for a refusal or an error of that HTTP status. what names the words ("csrf", "expired": the keys
 * problem.WHAT.heading, .text and .remedy); NULL: those of the status. err may be NULL (a refusal before the handler).
 * What was posted comes back, and where that can help, with a button that sends it again. */
void page_problem(struct ctx *c, unsigned status, const char *what, const struct err *err);

/* Answers a post without a session: the sign-in page, which keeps what was posted. */
void page_login_first(struct ctx *c);

/* The same with a button that leads on, its label by key. */
void page_problem_next(struct ctx *c, unsigned status, const char *what, struct str href, const char *label);

/* All that was posted but the token, a file when it is text, as view_pair items: for a form that sends it again. */
struct tpl_list page_posted(const struct ctx *c);

/* The posted fields as the form engine takes them. */
struct form_param *page_params(const struct ctx *c, size_t *n);

/* Today in Germany. */
struct date page_today(void);

/* Microseconds since 1970 UTC. */
int64_t page_now(void);

handler_fn page_health, page_metrics;
handler_fn page_home, page_services, page_imprint, page_privacy, page_accessibility;
handler_fn page_start, page_start_post, page_form, page_form_post, page_why, page_place, page_place_post;
handler_fn page_check, page_check_post, page_check_ask, page_consent, page_consent_post;
handler_fn page_sent, page_status, page_status_post;
handler_fn page_login, page_login_post, page_logout;
handler_fn office_incidents, office_incidents_post;
handler_fn office_queue, office_case, office_case_post, office_diagram, office_document;
handler_fn admin_definitions, admin_upload, admin_upload_post, admin_versions, admin_versions_post;
handler_fn admin_figures, admin_migrate, admin_migrate_post, admin_preview, admin_preview_post, admin_source,
    admin_try, admin_try_post;
handler_fn admin_figures, admin_migrate, admin_migrate_post, admin_preview, admin_preview_post, admin_try, admin_try_post;
handler_fn admin_update_post;

#endif
