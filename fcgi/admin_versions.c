/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/OWNER/KIND/ID/": the versions of one definition; an older one can be published again as a new one. */
#include "admin.h"
#include "cases/case_order.h"

#define CHECKSUM_SHOWN 12 /* digits of 64 */

/* The versions, and the one that counts for the owner. */
struct versions {
	const struct publish_version *list;
	size_t n;
	struct publish_entry entry;
};

static struct view_version draft_row(struct ctx *c, const struct admin *ad, const struct publish_entry *e)
{
	return (struct view_version){
		.href = str_fmt(c->arena, "%.*sentwurf/", STR_ARG(ad->base)),
		.name = page_text(c, "versions.draft"),
		.status = page_text(c, "versions.state_draft"),
		.status_kind = STR("warning"),
		.at = page_text_with(c, "versions.uploaded", (struct str[]){ admin_when(c, e->draft_at) }, 1),
		.by = admin_who(c, e->draft_by),
		.origin = page_text(c, "admin.origin_own"),
	};
}

static struct view_version row(struct ctx *c, const struct admin *ad, const struct publish_version *x, int64_t current)
{
	bool live = x->version == current;
	struct str number = admin_number(c, x->version);
	return (struct view_version){
		.href = str_fmt(c->arena, "%.*s%.*s/", STR_ARG(ad->base), STR_ARG(number)),
		.name = page_text_with(c, "admin.version", &number, 1),
		.status = page_text(c, live ? "versions.state_live" : "versions.state_retired"),
		.status_kind = live ? STR("success") : STR("info"),
		.at = admin_when(c, x->published_at),
		.by = admin_who(c, x->published_by),
		.origin = page_text(c, x->own ? "admin.origin_own" : "admin.origin_library"),
		.checksum = str_sub(x->sha256, 0, CHECKSUM_SHOWN),
		.rollback = live ? 0 : x->version,
	};
}

static struct tpl_list rows(struct ctx *c, const struct admin *ad, const struct versions *vs)
{
	struct view_version *list = ARENA_ARRAY(c->arena, struct view_version, vs->n + 1);
	size_t n = 0;
	if (vs->entry.has_draft)
		list[n++] = draft_row(c, ad, &vs->entry);
	for (size_t i = 0; i < vs->n; i++)
		list[n++] = row(c, ad, &vs->list[i], vs->entry.version);
	return (struct tpl_list){ list, n };
}

static bool load(struct ctx *c, const struct admin *ad, struct versions *vs, struct err *err)
{
	if (!publish_versions(c->app->db, c->arena, ad->owner, ad->kind, ad->id, &vs->list, &vs->n, err) ||
	    !admin_entry(c, ad, &vs->entry, err))
		return false;
	return vs->n > 0 || vs->entry.has_draft ||
	       err_set(err, ERR_NOTFOUND, "Von „%.*s“ gibt es hier keine Version und keinen Entwurf.", STR_ARG(ad->id));
}

/* By kind. */
static const char *const effects[] = { "versions.effect_form", "versions.effect_flow", "versions.effect_decision" };
static const char *const published[] = { "versions.published_form", "versions.published_flow",
	"versions.published_decision" };

/* Cases that run what is not current any more. */
static bool older(
    struct ctx *c, const struct admin *ad, int64_t current, const struct view_notice **older_r, struct err *err)
{
	const struct case_order_open *open;
	size_t n;
	int64_t cases = 0;
	if (!case_order_open(c->app->db, c->arena, ad->owner, ad->id, &open, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		cases += open[i].version == current ? 0 : open[i].cases;
	if (cases == 0)
		return true;
	struct str number = admin_number(c, cases);
	number = page_text_with(c, cases == 1 ? "migrate.case" : "migrate.cases", &number, 1);
	struct view_notice *v = ARENA_NEW(c->arena, struct view_notice);
	*v = (struct view_notice){
		.kind = STR("info"),
		.heading = page_text_with(c, "migrate.older", &number, 1),
		.text = page_text(c, "migrate.older_text"),
		.href = str_fmt(c->arena, "%.*sumzug", STR_ARG(ad->base)),
		.link = page_text(c, "migrate.older_link"),
	};
	*older_r = v;
	return true;
}

bool admin_versions_show(struct ctx *c, const struct admin *ad, unsigned status, const struct view_notice *notice,
    const struct view_findings *found, struct err *err)
{
	struct versions vs;
	const struct form *form = NULL;
	const struct flow *flow = NULL;
	const struct dmn *decision = NULL;
	struct tpl_list owners;
	struct view_versions v = { .notice = notice, .found = found };
	if (!load(c, ad, &vs, err) || !admin_owners(c, ad->owner, &owners, &v.owner, err))
		return false;
	if (vs.entry.version > 0 && !admin_model(c, ad, vs.entry.version, &form, &flow, &decision, err) &&
	    err->kind != ERR_BUG)
		return false;
	bool is_flow = ad->kind == PUBLISH_FLOW, library = str_eq_c(ad->owner, "_");
	if (is_flow && !library && !older(c, ad, vs.entry.version, &v.older, err))
		return false;
	if (is_flow && vs.n > 1 && v.older == NULL)
		v.migrate_href = str_fmt(c->arena, "%.*sumzug", STR_ARG(ad->base));
	struct str title = admin_title(c, form, flow, decision);
	v.page = page_frame(c, page_text(c, "versions.title"));
	v.page.has_errors = status >= 400;
	v.back_href = admin_list_address(c, ad->owner);
	v.kind = admin_kind(c, ad->kind);
	v.id = ad->id;
	v.title = title.n > 0 ? title : ad->id;
	v.action = ad->base;
	v.edit_href = admin_upload_address(c, ad->owner, ad->kind, ad->id, vs.entry.has_draft ? 0 : vs.entry.version);
	v.effect = page_text(c, effects[ad->kind]);
	v.current = vs.entry.version;
	v.has_origin = !library;
	v.versions = rows(c, ad, &vs);
	c->resp->status = status;
	page_render(c, PAGE_ADMIN_VERSIONS, &v);
	return true;
}

/* Who has published what is current now. */
static bool newest(struct ctx *c, const struct admin *ad, const struct publish_version **version_r, struct err *err)
{
	struct versions vs;
	*version_r = NULL;
	if (!load(c, ad, &vs, err))
		return false;
	for (size_t i = 0; i < vs.n; i++)
		if (vs.list[i].version == vs.entry.version)
			*version_r = &vs.list[i];
	return true;
}

bool admin_versions_conflict(struct ctx *c, const struct admin *ad, struct str wanted, struct err *err)
{
	const struct publish_version *now;
	if (!newest(c, ad, &now, err))
		return false;
	if (now != NULL && str_eq(now->sha256, wanted) && str_eq(now->published_by, ad->desk.actor)) {
		/* The same button twice: it is done already, by the same person. */
		admin_versions_done(c, ad, now->version);
		return true;
	}
	struct str text = page_text(c, "versions.conflict_draft");
	if (now != NULL) {
		struct str words[] = { admin_number(c, now->version), admin_who(c, now->published_by),
			admin_when(c, now->published_at) };
		text = page_text_with(c, "versions.conflict_text", words, 3);
	}
	return admin_versions_show(
	    c, ad, 409, admin_notice(c, "danger", page_text(c, "versions.conflict_heading"), text), NULL, err);
}

void admin_versions_done(struct ctx *c, const struct admin *ad, int64_t version)
{
	resp_redirect(c->resp, str_fmt(c->arena, "%.*s?gilt=%lld", STR_ARG(ad->base), (long long)version));
}

/* After publishing: said only while it is true. */
static bool published_notice(
    struct ctx *c, const struct admin *ad, const struct view_notice **notice_r, struct err *err)
{
	const struct publish_version *now;
	struct str wanted = req_query(c->req, "gilt");
	*notice_r = NULL;
	if (wanted.n == 0)
		return true;
	if (!newest(c, ad, &now, err))
		return false;
	if (now != NULL && str_eq(admin_number(c, now->version), wanted))
		*notice_r = admin_notice(c, "success", page_text_with(c, "versions.published_notice", &wanted, 1),
		    page_text(c, published[ad->kind]));
	return true;
}

bool admin_versions(struct ctx *c, struct err *err)
{
	struct admin ad;
	const struct view_notice *notice;
	return admin_find(c, &ad, err) && published_notice(c, &ad, &notice, err) &&
	       admin_versions_show(c, &ad, 200, notice, NULL, err);
}

/* The text of the old version does not fit any more what is published around it. */
static bool show_findings(
    struct ctx *c, const struct admin *ad, int64_t version, const struct diags *d, struct err *err)
{
	struct str source, number = admin_number(c, version);
	if (!publish_source(c->app->db, c->arena, ad->owner, ad->kind, ad->id, version, &source, err))
		return false;
	return admin_versions_show(c, ad, 422,
	    admin_notice(
	        c, "danger", page_text_with(c, "versions.bad_heading", &number, 1), page_text(c, "versions.bad_text")),
	    admin_findings(c, d, source), err);
}

bool admin_versions_post(struct ctx *c, struct err *err)
{
	struct admin ad;
	struct publish_seen seen = { 0 };
	struct str source;
	int64_t version, now;
	if (!admin_find(c, &ad, err))
		return false;
	if (!str_to_i64(req_value(c->req, "_version"), &version) ||
	    !str_to_i64(req_value(c->req, "_current"), &seen.current))
		return err_set(err, ERR_INPUT, "%s", "");
	struct diags d = diags_new(c->arena, ad.id);
	if (publish_rollback(&ad.desk, c->arena, ad.kind, ad.id, version, &seen, &now, &d, err)) {
		admin_versions_done(c, &ad, now);
		return true;
	}
	if (err->kind == ERR_INPUT)
		return show_findings(c, &ad, version, &d, err);
	if (err->kind != ERR_CONFLICT)
		return false;
	return publish_source(c->app->db, c->arena, ad.owner, ad.kind, ad.id, version, &source, err) &&
	       admin_versions_conflict(c, &ad, publish_fingerprint(c->arena, source), err);
}
