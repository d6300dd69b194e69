/* SPDX-License-Identifier: EUPL-1.2
 * Definitions on their way to the citizen: upload, findings, draft, publication as a version that never changes, and
 * the compiled models of what is published.
 *
 * What a tenant offers is its own definitions and those of the library (tenant "_"); its own wins over one of the same
 * id there. A tenant's own version gets a number above all that the tenant has seen, and hides a later one of the
 * library with that number: so (id, version), as seen from a tenant, names one text for ever. That pair is all a draft
 * or a case keeps. */
#ifndef OZG_PUBLISH_PUBLISH_H
#define OZG_PUBLISH_PUBLISH_H

#include "base/diag.h"
#include "db/db.h"
#include "dmn/dmn.h"
#include "flow/flow.h"
#include "form/form.h"

enum publish_kind { PUBLISH_FORM, PUBLISH_FLOW, PUBLISH_DECISION };

/* "form", "flow", "decision": as the database and addresses write it. */
const char *publish_kind_name(enum publish_kind kind);
bool publish_kind_find(struct str name, enum publish_kind *kind_r);

/* ---- compiled models, one store per process ---- */

/* Models live until publish_cache_tidy() drops the ones not used for longest: call it between requests, and keep no
 * pointer to a model beyond. */
struct publish_cache;

/* Never NULL. */
struct publish_cache *publish_cache_new(void);

/* How many bytes of compiled models stay; 96 MiB unless it is said. */
void publish_cache_limit(struct publish_cache *c, size_t bytes);
void publish_cache_free(struct publish_cache **c);
void publish_cache_tidy(struct publish_cache *c);

/* The version that new drafts and cases get, and its model; what the database said is believed for two seconds. False
 * with ERR_NOTFOUND when the tenant offers no such thing, ERR_BUG when a stored text no longer compiles, or the errors
 * of db_once. */
bool publish_current_form(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t *version_r,
    const struct form **form_r, struct err *err) MUST_CHECK;
bool publish_current_flow(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t *version_r,
    const struct flow **flow_r, struct err *err) MUST_CHECK;

/* A version that a draft or case keeps. No database when it was used before. */
bool publish_form_version(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t version,
    const struct form **form_r, struct err *err) MUST_CHECK;
bool publish_flow_version(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t version,
    const struct flow **flow_r, struct err *err) MUST_CHECK;

bool publish_decision_version(struct publish_cache *c, struct db *db, struct str tenant, struct str id, int64_t version,
    const struct dmn **decision_r, struct err *err) MUST_CHECK;

/* The version that was current at that time (a timestamp of the database): a case keeps the task forms of the day it
 * was sent, as it keeps its workflow. Asks the database for the number. */
bool publish_form_at(struct publish_cache *c, struct db *db, struct str tenant, struct str id, struct str at,
    const struct form **form_r, struct err *err) MUST_CHECK;

/* ---- what there is ---- */

struct publish_entry {
	enum publish_kind kind;
	struct str id;
	int64_t version;         /* current; 0: only a draft */
	bool own;                /* else from the library */
	struct str published_at; /* RFC 3339, UTC; empty without version */
	struct str published_by; /* login at the time; empty: ozgctl */
	bool has_draft;
	struct str draft_at, draft_by; /* the same of the draft */
};

/* All definitions a tenant offers and its drafts, by kind and id. with_drafts needs the admin role. */
bool publish_list(struct db *db, struct arena *a, struct str tenant, bool with_drafts,
    const struct publish_entry **list_r, size_t *n_r, struct err *err) MUST_CHECK;

struct publish_version {
	int64_t version;
	bool own;
	struct str published_at; /* RFC 3339, UTC */
	struct str published_by; /* login at the time; empty: ozgctl */
	struct str sha256;       /* of the text, 64 hex digits */
};

/* Versions of one definition as the tenant sees it, newest first; none is no error. */
bool publish_versions(struct db *db, struct arena *a, struct str tenant, enum publish_kind kind, struct str id,
    const struct publish_version **list_r, size_t *n_r, struct err *err) MUST_CHECK;

/* The text of a version, or of the tenant's draft (version 0, admin role only). ERR_NOTFOUND. */
bool publish_source(struct db *db, struct arena *a, struct str tenant, enum publish_kind kind, struct str id,
    int64_t version, struct str *source_r, struct err *err) MUST_CHECK;

/* ---- the admin's steps: with the connection of role ozg_admin ---- */

/* Who does it and with what. */
struct publish_desk {
	struct publish_cache *cache;
	struct db *db;
	struct str tenant; /* owner of the definition */
	struct str actor;  /* login; empty: ozgctl */
	const struct xml_schema
	    *bpmn;            /* the OMG schema; every program gives it, only tests of other things leave it NULL */
	const char *mail_dir; /* folder of the templates that workflows may name; the same goes for it */
};

/* The text that is checked, stored and published: of a form of the FIM catalogue (form_is_catalogue) its import into
 * the native language, with rules and code lists as options say and with its mark (attribute origin), which says what
 * it was before anybody changed it; any other text as it is. options may be NULL. False
 * with ERR_INPUT and findings in d. */
bool publish_native(struct arena *a, struct str source, const struct form_options *options, struct str *native_r,
    struct diags *d, struct err *err) MUST_CHECK;

/* Keeps the text that publish_native made of a form of the catalogue, so that a newer version can be held against it.
 * Once more is no error. */
bool publish_origin_keep(
    const struct publish_desk *desk, struct arena *a, struct str mark, struct str native, struct err *err) MUST_CHECK;

/* What was kept under the mark by this tenant or the library; empty: nothing. */
bool publish_origin(const struct publish_desk *desk, struct arena *a, struct str mark, struct str *native_r,
    struct err *err) MUST_CHECK;

/* A form that came from the catalogue before. */
struct publish_relative {
	struct publish_entry entry;
	struct str source;     /* its draft, else its current version */
	struct str title, fim; /* of that text */
	struct str mark;       /* of the import it grew out of; empty: written by hand, or before marks were set */
};

/* The forms of this tenant or the library that a newly imported one is a version of: the one with its id, which comes
 * first, and those that were renamed. */
bool publish_relatives(const struct publish_desk *desk, struct arena *a, const struct form *import,
    const struct publish_relative **list_r, size_t *n_r, struct err *err) MUST_CHECK;

struct publish_checked {
	enum publish_kind kind;
	struct str id, title;
	const struct form *form;    /* or NULL */
	const struct flow *flow;    /* or NULL */
	const struct dmn *decision; /* or NULL; its id is that of the decision no other one needs */
};

/* Reads source as form, workflow or decision and checks it together with what is published: the workflow of a form
 * exists and gets its variables from answers of the right type; the task forms and decisions of a workflow exist and
 * fit; forms that use a workflow still fit. A workflow is bound to the decisions and called processes that are current
 * when it is published; a new version of one counts for it when it is published anew, be it with the same text. All
 * findings are in d. False with ERR_INPUT when there are errors among them. The model lives in a. */
bool publish_check(const struct publish_desk *desk, struct arena *a, struct str source, struct publish_checked *out,
    struct diags *d, struct err *err) MUST_CHECK;

/* Checks, and keeps the text as the one draft of this definition; the actor's own draft of it is replaced, that of
 * somebody else only when replace says so: otherwise ERR_CONFLICT. */
bool publish_upload(const struct publish_desk *desk, struct arena *a, struct str source, bool replace,
    struct publish_checked *out, struct diags *d, struct err *err) MUST_CHECK;

/* What a person had before them when they decided. When it is not so any more the answer is ERR_CONFLICT, and nothing
 * has happened. */
struct publish_seen {
	struct str draft; /* publish_fingerprint of the draft; not used by publish_rollback */
	int64_t current;  /* version, as publish_list shows it; 0: none */
};

/* SHA-256 as 64 hex digits. */
struct str publish_fingerprint(struct arena *a, struct str source);

/* Checks the draft again and makes it the next version, with an entry in the ledger. A text that is current already
 * gives no new version. seen NULL: publish whatever is there. ERR_NOTFOUND: no draft and nothing was seen;
 * ERR_CONFLICT: another draft, or none any more, or another current version than was seen; ERR_INPUT: findings in d. */
bool publish_release(const struct publish_desk *desk, struct arena *a, enum publish_kind kind, struct str id,
    const struct publish_seen *seen, int64_t *version_r, struct diags *d, struct err *err) MUST_CHECK;

/* Makes the text of an older version the next one, after the same checks. */
bool publish_rollback(const struct publish_desk *desk, struct arena *a, enum publish_kind kind, struct str id,
    int64_t version, const struct publish_seen *seen, int64_t *version_r, struct diags *d, struct err *err) MUST_CHECK;

#endif
