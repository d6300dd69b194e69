/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/hochladen": a form or workflow as a file or as text, checked, and kept as a draft when it has no errors.
 * Whatever is wrong, the text comes back in the page. */
#include "admin_upload.h"

#include "admin_fim.h"
#include "admin_update.h"
#include "base/utf8.h"
#include "flow/import/import.h"
#include "xml/xml.h"

#define SOURCE_MAX ((size_t)1 << 20)    /* as the database and the reader of XML allow */
#define CATALOGUE_MAX ((size_t)8 << 20) /* most of them are relations, of which nothing is kept */

struct upload {
	struct str owner;
	struct str name;   /* of the file; empty: pasted */
	struct str source; /* valid UTF-8, line ends LF */
	const char *why;   /* key of the words when it cannot be checked at all, or NULL */
	unsigned status;   /* of that answer */
};

/* ---- what was sent ---- */

/* Files people take for the right one, by their first bytes. */
static const char *foreign_kind(struct str s)
{
	static const struct {
		struct str magic;
		const char *key;
	} table[] = {
		{ STR_INIT("PK\003\004"), "upload.is_zip" },
		{ STR_INIT("%PDF-"), "upload.is_pdf" },
		{ STR_INIT("\211PNG"), "upload.is_image" },
		{ STR_INIT("\377\330\377"), "upload.is_image" },
		{ STR_INIT("GIF8"), "upload.is_image" },
		{ STR_INIT("\377\376"), "upload.is_utf16" },
		{ STR_INIT("\376\377"), "upload.is_utf16" },
	};
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
		if (str_starts(s, table[i].magic))
			return table[i].key;
	return str_find(s, '\0') >= 0 ? "upload.is_binary" : NULL;
}

/* Bytes of Latin-1 as UTF-8, so that an old file can be shown and saved anew. */
static struct str from_latin1(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < s.n; i++) {
		char out[4];
		unsigned char ch = (unsigned char)s.p[i];
		buf_add(&b, (struct str){ out, utf8_put(out, ch >= 0x80 && ch < 0xA0 ? 0xFFFD : ch) });
	}
	return buf_str(&b);
}

/* Line ends LF, no byte order mark: as browsers send the same text back is no change. */
static struct str plain_lines(struct arena *a, struct str s)
{
	struct buf b = buf_new(a);
	if (str_starts(s, STR("\357\273\277")))
		s = str_sub(s, 3, s.n);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			buf_add_char(&b, s.p[i]);
		else if (i + 1 == s.n || s.p[i + 1] != '\n')
			buf_add_char(&b, '\n');
	return buf_str(&b);
}

static void refuse(struct upload *u, unsigned status, const char *why)
{
	u->status = status;
	u->why = why;
}

static struct upload read_upload(struct ctx *c)
{
	struct upload u = { 0 };
	struct param file = { 0 };
	bool has_file = req_file(c->req, "datei", &file) && file.filename.n > 0;
	struct str s = has_file ? file.value : req_value(c->req, "quelltext");
	u.name = has_file ? file.filename : (struct str){ 0 };
	if (!has_file && req_value(c->req, "datei").n > 0) /* a file that was kept as text while somebody signed in */
		s = req_value(c->req, "datei");
	struct str text = xml_decode(c->arena, s);
	bool catalogue = form_is_catalogue(text);
	if (catalogue)
		s = text;
	const char *foreign = foreign_kind(s);
	if (foreign != NULL) {
		refuse(&u, 422, foreign);
	} else if (!utf8_valid(s)) {
		refuse(&u, 422, "upload.is_latin1");
		u.source = plain_lines(c->arena, from_latin1(c->arena, s));
	} else {
		u.source = plain_lines(c->arena, s);
		if (str_trim(s).n == 0)
			refuse(&u, 422, has_file ? "upload.file_empty" : "upload.file_missing");
	}
	if (s.n > (catalogue ? CATALOGUE_MAX : SOURCE_MAX))
		refuse(&u, 413, "upload.too_big");
	if (u.source.n == 0) /* of the file nothing can be shown: what else was typed stays */
		u.source = plain_lines(c->arena, req_value(c->req, "quelltext"));
	return u;
}

/* ---- the page ---- */

static bool show(struct ctx *c, struct view_upload *v, struct str owner, struct str source, struct err *err)
{
	v->page = page_frame(c, page_text(c, "upload.title"));
	v->page.has_errors = c->resp->status >= 400;
	v->nav = admin_nav(c, owner, true);
	v->source = source;
	if (v->changes.n == 0)
		v->changes = req_value(c->req, "_form");
	if (!admin_owners(c, owner, &v->owners, &v->owner, err))
		return false;
	v->has_owners = v->owners.n > 1;
	page_render(c, PAGE_ADMIN_UPLOAD, v);
	return true;
}

/* The text to begin from, when the address names one. */
static bool begin_from(struct ctx *c, struct str owner, struct str *source_r, struct str *title_r, struct err *err)
{
	enum publish_kind kind;
	struct str id = req_query(c->req, "id");
	int64_t version;
	if (id.n == 0)
		return true;
	if (!publish_kind_find(req_query(c->req, "art"), &kind) || !str_to_i64(req_query(c->req, "version"), &version))
		return err_set(err, ERR_NOTFOUND, "%s", "");
	*title_r = id;
	return publish_source(c->app->db, c->arena, owner, kind, id, version, source_r, err);
}

bool admin_upload(struct ctx *c, struct err *err)
{
	struct view_upload v = { 0 };
	struct str owner, source = { 0 };
	return admin_owner(c, req_query(c->req, "fuer"), &owner, err) && begin_from(c, owner, &source, &v.changes, err) &&
	       show(c, &v, owner, source, err);
}

static bool show_refusal(struct ctx *c, const struct upload *u, struct err *err)
{
	struct form_view_error error = { .href = STR("#datei"), .message = page_text(c, u->why) };
	struct view_upload v = { .has_errors = true, .errors = { &error, 1 }, .error = error.message };
	c->resp->status = u->status;
	return show(c, &v, u->owner, u->source, err);
}

static struct str findings_text(struct ctx *c, const struct diags *d)
{
	size_t warnings = 0;
	for (size_t i = 0; i < d->n; i++)
		warnings += d->list[i].level == DIAG_WARNING;
	struct str numbers[] = { admin_number(c, (int64_t)d->n_errors), admin_number(c, (int64_t)warnings) };
	return page_text_with(c, "upload.bad_text", numbers, 2);
}

static bool show_findings(struct ctx *c, const struct upload *u, const struct diags *d, struct err *err)
{
	struct str heading =
	    u->name.n == 0 ? page_text(c, "upload.bad_heading_text") : page_text_with(c, "upload.bad_heading", &u->name, 1);
	struct view_upload v = {
		.notice = admin_notice(c, "danger", heading, findings_text(c, d)),
		.found = admin_findings(c, d, u->source),
	};
	c->resp->status = 422;
	return show(c, &v, u->owner, u->source, err);
}

bool admin_upload_findings(struct ctx *c, struct str owner, struct str source, const struct diags *d, struct err *err)
{
	const struct upload u = { .owner = owner, .source = source };
	return show_findings(c, &u, d, err);
}

/* Somebody else's draft is there: nothing is replaced behind anybody's back. */
static bool show_conflict(struct ctx *c, const struct upload *u, const struct publish_checked *it, struct err *err)
{
	struct admin ad = { .owner = u->owner, .kind = it->kind, .id = it->id };
	struct publish_entry e;
	if (!admin_entry(c, &ad, &e, err))
		return false;
	struct str words[] = { admin_who(c, e.draft_by), admin_when(c, e.draft_at) };
	struct view_notice *notice = ARENA_NEW(c->arena, struct view_notice);
	*notice = (struct view_notice){
		.kind = STR("warning"),
		.heading = page_text_with(c, "upload.conflict_heading", &it->title, 1),
		.text = page_text_with(c, "upload.conflict_text", words, 2),
		.href = str_fmt(c->arena, "%.*sentwurf/", STR_ARG(admin_base(c, u->owner, it->kind, it->id))),
		.link = page_text(c, "upload.conflict_link"),
	};
	struct view_upload v = { .notice = notice, .may_replace = true };
	c->resp->status = 409;
	return show(c, &v, u->owner, u->source, err);
}

/* A workflow of another engine is translated and shown with what is still to do; nothing is stored before somebody has
 * seen it. Sets *shown_r when it was one. */
static bool show_import(struct ctx *c, struct upload *u, bool *shown_r, struct err *err)
{
	struct diags d = diags_new(c->arena, u->name);
	struct buf out = buf_new(c->arena);
	*shown_r = false;
	if (u->name.n == 0 || !flow_import_needed(u->source))
		return true;
	bool good = flow_import(c->arena, u->source, &out, &d);
	if (good && str_eq(buf_str(&out), u->source))
		return true;
	*shown_r = true;
	if (!good)
		return show_findings(c, u, &d, err);
	u->source = buf_str(&out);
	struct view_upload v = {
		.notice = admin_notice(c, d.n_errors > 0 ? "danger" : "warning",
		    page_text_with(c, "upload.import_heading", &u->name, 1), page_text(c, "upload.import_text")),
		.found = admin_findings(c, &d, u->source),
	};
	return show(c, &v, u->owner, u->source, err);
}

/* What is new here is stored as one native text, and all that its import has to say is shown beside the text that came.
 */
static bool store_fim(struct ctx *c, struct upload *u, struct str native, const struct diags *d, struct err *err)
{
	struct publish_desk desk = admin_desk(c, u->owner);
	struct diags again = diags_new(c->arena, u->name);
	struct publish_checked it;
	struct str came = u->source;
	u->source = native;
	if (!publish_upload(&desk, c->arena, native, false, &it, &again, err)) {
		if (err->kind == ERR_INPUT)
			return show_findings(c, u, &again, err);
		return err->kind == ERR_CONFLICT && show_conflict(c, u, &it, err);
	}
	if (!publish_origin_keep(&desk, c->arena, form_origin(it.form), native, err))
		return false;
	struct view_notice *notice = ARENA_NEW(c->arena, struct view_notice);
	*notice = (struct view_notice){
		.kind = d->n > 0 ? STR("warning") : STR("success"),
		.heading = page_text_with(c, "upload.fim_heading", &it.title, 1),
		.text = page_text(c, d->n > 0 ? "upload.fim_text" : "upload.ok_text"),
		.href = str_fmt(c->arena, "%.*sentwurf/", STR_ARG(admin_base(c, u->owner, it.kind, it.id))),
		.link = page_text(c, "upload.fim_link"),
	};
	struct view_upload v = { .notice = notice, .found = admin_findings(c, d, came) };
	return show(c, &v, u->owner, native, err);
}

/* A form of the FIM catalogue with its rules and code lists: new here, or a newer version of one that is. */
static bool post_fim(struct ctx *c, struct upload *u, struct err *err)
{
	struct diags d = diags_new(c->arena, u->name);
	struct str native;
	bool shown;
	if (!admin_fim_native(c, u->source, &native, &d, err) ||
	    !admin_update_offer(
	        c, u->owner, req_value(c->req, "_form"), native, admin_findings(c, &d, u->source), &d, &shown, err))
		return err->kind == ERR_INPUT && show_findings(c, u, &d, err);
	return shown || store_fim(c, u, native, &d, err);
}

bool admin_upload_post(struct ctx *c, struct err *err)
{
	bool shown;
	struct upload u = read_upload(c);
	if (!admin_owner(c, req_value(c->req, "_fuer"), &u.owner, err))
		return false;
	if (u.why != NULL)
		return show_refusal(c, &u, err);
	if (!show_import(c, &u, &shown, err))
		return false;
	if (shown)
		return true;
	if (form_is_catalogue(u.source))
		return post_fim(c, &u, err);
	bool replace = str_eq_c(req_value(c->req, "_action"), "replace");
	struct publish_desk desk = admin_desk(c, u.owner);
	struct diags d = diags_new(c->arena, u.name);
	struct publish_checked it;
	if (publish_upload(&desk, c->arena, u.source, replace, &it, &d, err)) {
		resp_redirect(
		    c->resp, str_fmt(c->arena, "%.*sentwurf/?neu=1", STR_ARG(admin_base(c, u.owner, it.kind, it.id))));
		return true;
	}
	if (err->kind == ERR_INPUT)
		return show_findings(c, &u, &d, err);
	return err->kind == ERR_CONFLICT && show_conflict(c, &u, &it, err);
}
