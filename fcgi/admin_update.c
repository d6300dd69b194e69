/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/OWNER/form/ID/neuere-fassung": what a newer version from the catalogue changes, what stays of the changes
 * made here, and what both changed, to be decided; then both together as a draft. */
#include "admin_update.h"

#include "admin_upload.h"
#include "form/fim/form_diff.h"

#include <string.h>

enum { ELEMENTS_MAX = 200 };

/* The three versions of one form. */
struct update {
	struct ctx *c;
	struct admin ad;
	struct publish_relative mine;
	struct str base; /* empty: not kept */
	struct str now, mark;
	struct str fim; /* of now */
};

static struct form_source source_of(struct str text)
{
	return (struct form_source){ .text = text };
}

/* What was kept is read without a word; what it had to say was said then. */
static bool unreadable(const struct update *u, const struct diags *d, struct err *err)
{
	return err_set(err, ERR_BUG, "„%.*s“ lässt sich nicht vergleichen: %.*s", STR_ARG(u->ad.id),
	    STR_ARG(d->n > 0 ? d->list[0].text : STR("?")));
}

static bool differences(
    const struct update *u, struct str old, struct str now, struct form_changes *out, struct err *err)
{
	struct diags d = diags_new(u->c->arena, u->ad.id);
	const struct form_source sides[] = { source_of(old), source_of(now) };
	return form_diff(u->c->arena, &sides[0], &sides[1], &out->list, &out->n, &d) || unreadable(u, &d, err);
}

/* All three together; the text may have errors. */
static bool merge(const struct update *u, const struct form_changes *take, struct str *text_r,
    struct form_changes *conflicts_r, struct err *err)
{
	struct diags d = diags_new(u->c->arena, u->ad.id);
	struct buf out = buf_new(u->c->arena);
	const struct form_source sides[] = { source_of(u->base), source_of(u->mine.source), source_of(u->now) };
	bool good =
	    form_merge(u->c->arena, &sides[0], &sides[1], &sides[2], take, &out, &conflicts_r->list, &conflicts_r->n, &d);
	*text_r = buf_str(&out);
	return good || out.n > 0 || unreadable(u, &d, err);
}

/* ---- the page ---- */

static struct str named(struct ctx *c, const struct form_change *x)
{
	return x->label.n > 0 ? x->label : x->path.n == 0 ? page_text(c, "update.form") : x->path;
}

static bool is_among(const struct form_changes *conflicts, const struct form_change *x)
{
	for (size_t i = 0; i < conflicts->n; i++) {
		const struct form_change *k = &conflicts->list[i];
		if (str_eq(k->path, x->path) &&
		    (strcmp(k->what, "element") == 0 ||
		        (x->what != NULL && strcmp(k->what, x->what) == 0 && str_eq(k->name, x->name))))
			return true;
	}
	return false;
}

static bool is_version(const struct form_change *x)
{
	return x->what != NULL && strcmp(x->what, "version") == 0 && x->path.n > 0;
}

struct elements {
	struct tpl_list list; /* view_update_element */
	size_t more;          /* left out */
	size_t versions;      /* with nothing new but their version */
};

/* One after the other as they stand in the form, each with all that changed. */
static struct elements elements_of(
    struct ctx *c, const struct form_changes *changes, const struct form_changes *without)
{
	struct view_update_element *list = ARENA_ARRAY(c->arena, struct view_update_element, ELEMENTS_MAX);
	struct view_text *words = ARENA_ARRAY(c->arena, struct view_text, changes->n);
	struct elements out = { 0 };
	size_t n = 0, n_words = 0;
	for (size_t i = 0, end; i < changes->n; i = end) {
		const struct form_change *first = &changes->list[i];
		size_t from = n_words, versions = 0;
		for (end = i; end < changes->n && str_eq(changes->list[end].path, first->path); end++) {
			const struct form_change *x = &changes->list[end];
			if (is_version(x))
				versions++;
			else if (without == NULL || !is_among(without, x))
				words[n_words++].text = form_change_what(c->arena, x);
		}
		if (n_words == from) {
			out.versions += versions;
		} else if (n == ELEMENTS_MAX) {
			out.more++;
		} else {
			list[n++] = (struct view_update_element){ named(c, first), first->where, first->path,
				{ words + from, n_words - from } };
		}
	}
	out.list = (struct tpl_list){ list, n };
	return out;
}

static struct tpl_list choices_of(struct ctx *c, const struct form_changes *conflicts)
{
	struct view_update_choice *list = ARENA_ARRAY(c->arena, struct view_update_choice, conflicts->n);
	size_t n = 0;
	for (size_t i = 0; i < conflicts->n; i++) {
		const struct form_change *x = &conflicts->list[i];
		if (!x->open)
			continue;
		list[n++] = (struct view_update_choice){
			.id = str_fmt(c->arena, "wahl-%zu", i + 1),
			.label = named(c, x),
			.where = x->where,
			.path = x->path,
			.topic = form_change_topic(x),
			.mine = form_change_side(c->arena, x, x->before),
			.catalogue = form_change_side(c->arena, x, x->after),
			.taken = x->taken,
		};
	}
	return (struct tpl_list){ list, n };
}

static struct tpl_list fixed_of(struct ctx *c, const struct form_changes *conflicts)
{
	struct form_change *list = ARENA_ARRAY(c->arena, struct form_change, conflicts->n);
	struct form_changes fixed = { list, 0 };
	for (size_t i = 0; i < conflicts->n; i++)
		if (!conflicts->list[i].open)
			list[fixed.n++] = conflicts->list[i];
	return elements_of(c, &fixed, NULL).list;
}

/* What is here, for people: "S05000001299V1.0.0, Entwurf von anna, 22.11.2026, 14:05 Uhr". */
static struct str mine_text(const struct update *u)
{
	struct ctx *c = u->c;
	const struct publish_entry *e = &u->mine.entry;
	struct str number = admin_number(c, e->version), who = admin_who(c, e->has_draft ? e->draft_by : e->published_by);
	struct str words[] = { u->mine.fim.n > 0 ? u->mine.fim : u->ad.id, number, who,
		admin_when(c, e->has_draft ? e->draft_at : e->published_at) };
	return page_text_with(c, e->has_draft ? "update.mine_draft" : "update.mine_version", words, 4);
}

static bool compare(const struct update *u, struct view_update *v, struct err *err)
{
	struct ctx *c = u->c;
	struct form_changes news, own, conflicts;
	struct str text;
	v->known = u->base.n > 0;
	if (!differences(u, v->known ? u->base : u->mine.source, u->now, &news, err))
		return false;
	struct elements shown = elements_of(c, &news, NULL);
	v->news = shown.list;
	v->more_news = shown.more;
	v->versions = shown.versions;
	v->has_news = shown.list.n > 0;
	if (!v->known)
		return true;
	if (!differences(u, u->base, u->mine.source, &own, err) || !merge(u, NULL, &text, &conflicts, err))
		return false;
	shown = elements_of(c, &own, &conflicts);
	v->own = shown.list;
	v->more_own = shown.more;
	v->has_own = shown.list.n > 0;
	v->choices = choices_of(c, &conflicts);
	v->has_choices = v->choices.n > 0;
	v->fixed = fixed_of(c, &conflicts);
	v->has_fixed = v->fixed.n > 0;
	v->drops_comments = str_find_str(u->mine.source, STR("!--")) >= 0;
	return true;
}

static const struct view_notice *notice_of(struct ctx *c, const struct view_update *v)
{
	if (!v->known)
		return admin_notice(c, "warning", page_text(c, "update.unknown"), page_text(c, "update.unknown_text"));
	return v->may_replace
	           ? admin_notice(c, "warning", page_text(c, "update.others"), page_text(c, "update.others_text"))
	           : NULL;
}

static bool show(const struct update *u, struct view_update *v, struct err *err)
{
	struct ctx *c = u->c;
	const struct publish_entry *e = &u->mine.entry;
	if (!compare(u, v, err))
		return false;
	v->page = page_frame(c, page_text(c, "update.title"));
	v->page.has_errors = c->resp->status >= 400;
	v->nav = admin_nav(c, u->ad.owner, true);
	v->title = u->mine.title.n > 0 ? u->mine.title : u->ad.id;
	v->mine = mine_text(u);
	v->came = u->fim.n > 0 ? u->fim : u->ad.id;
	v->mark = u->mark;
	v->seen = publish_fingerprint(c->arena, u->mine.source);
	v->back_href = u->ad.base;
	v->action = str_fmt(c->arena, "%.*sneuere-fassung", STR_ARG(u->ad.base));
	v->may_replace = e->has_draft && !str_eq(e->draft_by, c->session->login);
	if (v->notice == NULL)
		v->notice = notice_of(c, v);
	page_render(c, PAGE_ADMIN_UPDATE, v);
	return true;
}

/* ---- which form ---- */

static bool choose(const struct publish_relative *list, size_t n, struct str wanted, struct str import_id,
    struct publish_relative *out, struct diags *d, bool *found_r, struct err *err)
{
	struct str id = wanted.n > 0 ? wanted : import_id;
	*found_r = n > 0;
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].entry.id, id) || n == 1) {
			*out = list[i];
			return true;
		}
	if (n == 0)
		return true;
	diag_error(d, (struct pos){ 0 }, "several-forms",
	    "Aus diesem FIM-Formular sind hier mehrere geworden, zum Beispiel „%.*s“ und „%.*s“. Öffnen Sie das, das Sie "
	    "meinen, wählen Sie dort „Neue Fassung schreiben oder hochladen“ und laden Sie die Datei noch einmal hoch.",
	    STR_ARG(list[0].entry.id), STR_ARG(list[1].entry.id));
	return err_set(err, ERR_INPUT, "%s", "");
}

/* The form that now is a version of. */
static bool load(struct ctx *c, struct str owner, struct str wanted, struct str now, struct update *u, struct diags *d,
    bool *found_r, struct err *err)
{
	const struct publish_relative *list;
	size_t n;
	struct diags unread = diags_new(c->arena, STR(""));
	struct publish_desk desk = admin_desk(c, owner);
	const struct form *import = form_read(c->arena, now, &unread);
	if (import == NULL)
		return err_set(err, ERR_BUG, "Der Text aus dem Katalog lässt sich nicht lesen.");
	*u = (struct update){ .c = c, .now = now, .mark = form_origin(import), .fim = form_fim(import) };
	if (!publish_relatives(&desk, c->arena, import, &list, &n, err) ||
	    !choose(list, n, wanted, form_id(import), &u->mine, d, found_r, err))
		return false;
	if (!*found_r)
		return true;
	u->ad = (struct admin){ .owner = owner, .kind = PUBLISH_FORM, .id = u->mine.entry.id, .desk = desk };
	u->ad.base = admin_base(c, owner, PUBLISH_FORM, u->ad.id);
	return u->mine.mark.n == 0 || publish_origin(&desk, c->arena, u->mine.mark, &u->base, err);
}

bool admin_update_offer(struct ctx *c, struct str owner, struct str wanted, struct str native,
    const struct view_findings *found, struct diags *d, bool *shown_r, struct err *err)
{
	struct update u;
	struct view_update v = { .found = found };
	if (!load(c, owner, wanted, native, &u, d, shown_r, err))
		return false;
	if (!*shown_r)
		return true;
	if (str_eq(u.mark, u.mine.mark))
		v.notice = admin_notice(c, "info", page_text(c, "update.same"), page_text(c, "update.same_text"));
	return publish_origin_keep(&u.ad.desk, c->arena, u.mark, native, err) && show(&u, &v, err);
}

/* ---- both together ---- */

/* The conflicts of which the other side was chosen on the page. */
static struct form_changes chosen(struct ctx *c, const struct form_changes *conflicts)
{
	struct form_change *list = ARENA_ARRAY(c->arena, struct form_change, conflicts->n);
	struct form_changes out = { list, 0 };
	for (size_t i = 0; i < conflicts->n; i++) {
		char name[32];
		snprintf(name, sizeof name, "wahl-%zu", i + 1);
		if (str_eq_c(req_value(c->req, name), "katalog"))
			list[out.n++] = conflicts->list[i];
	}
	return out;
}

static bool together(const struct update *u, struct str *text_r, struct err *err)
{
	struct form_changes conflicts, again;
	*text_r = u->now;
	if (u->base.n == 0)
		return true;
	if (!merge(u, NULL, text_r, &conflicts, err))
		return false;
	struct form_changes take = chosen(u->c, &conflicts);
	return take.n == 0 || merge(u, &take, text_r, &again, err);
}

static bool show_conflict(struct update *u, struct err *err)
{
	struct view_update v = {
		.notice =
		    admin_notice(u->c, "warning", page_text(u->c, "update.changed"), page_text(u->c, "update.changed_text")),
	};
	u->c->resp->status = 409;
	return show(u, &v, err);
}

static bool store(struct update *u, struct err *err)
{
	struct ctx *c = u->c;
	struct str text;
	struct publish_checked it;
	struct diags d = diags_new(c->arena, u->ad.id);
	bool replace = str_eq_c(req_value(c->req, "_action"), "replace");
	if (!together(u, &text, err))
		return false;
	if (publish_upload(&u->ad.desk, c->arena, text, replace, &it, &d, err)) {
		struct str base = admin_base(c, u->ad.owner, it.kind, it.id);
		resp_redirect(c->resp, str_fmt(c->arena, "%.*sentwurf/?neu=1", STR_ARG(base)));
		return true;
	}
	if (err->kind == ERR_INPUT)
		return admin_upload_findings(c, u->ad.owner, text, &d, err);
	return err->kind == ERR_CONFLICT && show_conflict(u, err);
}

bool admin_update_post(struct ctx *c, struct err *err)
{
	struct admin ad;
	struct update u;
	struct str now;
	bool found;
	struct diags d = diags_new(c->arena, STR(""));
	if (!admin_find(c, &ad, err) || !publish_origin(&ad.desk, c->arena, req_value(c->req, "_neu"), &now, err))
		return false;
	if (now.n == 0 || ad.kind != PUBLISH_FORM)
		return err_set(err, ERR_NOTFOUND, "%s", "");
	if (!load(c, ad.owner, ad.id, now, &u, &d, &found, err))
		return false;
	if (!found || !str_eq(u.ad.id, ad.id))
		return err_set(err, ERR_NOTFOUND, "%s", "");
	if (!str_eq(publish_fingerprint(c->arena, u.mine.source), req_value(c->req, "_gesehen")))
		return show_conflict(&u, err);
	return store(&u, err);
}
