/* SPDX-License-Identifier: EUPL-1.2
 * What the admin pages share: whose definitions somebody may change, the definition an address speaks of, and the words
 * for people, times and findings. */
#ifndef OZG_FCGI_ADMIN_H
#define OZG_FCGI_ADMIN_H

#include "pages.h"
#include "publish/publish.h"
#include "router.h"
#include "views_admin.h"

/* One definition of one owner. */
struct admin {
	struct str owner; /* tenant; "_": the library */
	enum publish_kind kind;
	struct str id;
	struct str base; /* "/admin/ochsenfurt/form/hundesteuer-anmeldung/" */
	struct publish_desk desk;
};

/* For the address of this request ("/admin/:_owner/:kind/:_id/…"). ERR_DENIED: another municipality's; ERR_NOTFOUND: no
 * such owner or kind. Whether there is such a definition is not asked. */
bool admin_find(struct ctx *c, struct admin *ad, struct err *err) MUST_CHECK;

/* The owner that is asked for, by default (empty) that of the session; the same errors. */
bool admin_owner(struct ctx *c, struct str wanted, struct str *owner_r, struct err *err) MUST_CHECK;

/* All owners this person may choose from, with the chosen one marked; *name_r is its name. */
bool admin_owners(
    struct ctx *c, struct str chosen, struct tpl_list *list_r, struct str *name_r, struct err *err) MUST_CHECK;

struct publish_desk admin_desk(struct ctx *c, struct str owner);

/* The overview of an owner. */
struct str admin_list_address(struct ctx *c, struct str owner);

/* The tabs of an overview or upload page. */
struct view_admin_nav admin_nav(struct ctx *c, struct str owner, bool is_upload);

/* "/admin/OWNER/KIND/ID/" */
struct str admin_base(struct ctx *c, struct str owner, enum publish_kind kind, struct str id);

/* Address of the upload page: with a text to begin from (version 0: the draft) when id is not empty. */
struct str admin_upload_address(
    struct ctx *c, struct str owner, enum publish_kind kind, struct str id, int64_t version);

/* The row of a definition in publish_list; an empty one when there is none. */
bool admin_entry(struct ctx *c, const struct admin *ad, struct publish_entry *entry_r, struct err *err) MUST_CHECK;

/* The compiled version; NULL in those that it is not. */
bool admin_model(struct ctx *c, const struct admin *ad, int64_t version, const struct form **form_r,
    const struct flow **flow_r, const struct dmn **decision_r, struct err *err) MUST_CHECK;

struct str admin_title(struct ctx *c, const struct form *form, const struct flow *flow, const struct dmn *decision);
struct str admin_kind(const struct ctx *c, enum publish_kind kind); /* "Formular" */

/* "22.11.2026, 14:05 Uhr" in Germany, of a time as engine/publish gives it. */
struct str admin_when(const struct ctx *c, struct str rfc3339);

/* A login, or who works without one. */
struct str admin_who(const struct ctx *c, struct str login);

/* Findings with the source around them; NULL when there are none. source must be valid UTF-8. */
const struct view_findings *admin_findings(struct ctx *c, const struct diags *d, struct str source);

const struct view_notice *admin_notice(struct ctx *c, const char *kind, struct str heading, struct str text);

/* ---- admin_versions.c, also for the preview, which publishes ---- */

/* The page of versions, with a notice above it. */
bool admin_versions_show(struct ctx *c, const struct admin *ad, unsigned status, const struct view_notice *notice,
    const struct view_findings *found, struct err *err) MUST_CHECK;

/* Leads there after version was published. */
void admin_versions_done(struct ctx *c, const struct admin *ad, int64_t version);

/* After ERR_CONFLICT: the same page, saying who was faster (409); but when it was the same person with the same text
 * (fingerprint wanted), it is done. */
bool admin_versions_conflict(struct ctx *c, const struct admin *ad, struct str wanted, struct err *err) MUST_CHECK;

/* A number as text. */
struct str admin_number(const struct ctx *c, int64_t n);

#endif
