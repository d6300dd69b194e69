/* SPDX-License-Identifier: EUPL-1.2
 * What a form was when it came from the catalogue, kept by its mark, and the forms here that a newer version is for. */
#include "publish/publish_priv.h"

#define FORM_NS "urn:ozg:form:1"

enum { MARK_DIGITS = 32 };

struct str publish_mark(struct arena *a, struct str native)
{
	struct str behind = STR(" xmlns=\"" FORM_NS "\""), mark = str_sub(publish_fingerprint(a, native), 0, MARK_DIGITS);
	size_t at = (size_t)str_find_str(native, behind) + behind.n; /* form_import always writes it */
	return str_fmt(a, "%.*s origin=\"%.*s\"%.*s", STR_ARG(str_sub(native, 0, at)), STR_ARG(mark),
	    STR_ARG(str_sub(native, at, native.n)));
}

bool publish_origin_keep(
    const struct publish_desk *desk, struct arena *a, struct str mark, struct str native, struct err *err)
{
	return db_once(desk->db, a, desk->tenant, DB_FORM_ORIGIN_PUT,
	    DB_PARAMS(db_text(desk->tenant), db_text(mark), db_text(native)), NULL, err);
}

bool publish_origin(
    const struct publish_desk *desk, struct arena *a, struct str mark, struct str *native_r, struct err *err)
{
	struct db_rows r;
	*native_r = STR("");
	if (!db_once(
	        desk->db, a, desk->tenant, DB_FORM_ORIGIN, DB_PARAMS(db_text(desk->tenant), db_text(mark)), &r, err))
		return false;
	if (r.n > 0)
		*native_r = db_get(&r, 0, 0);
	return true;
}

/* "S05000001299" of "S05000001299V1.0.0" */
static struct str number_of(struct str fim)
{
	ptrdiff_t version = str_find(fim, 'V');
	return version > 0 ? str_sub(fim, 0, (size_t)version) : fim;
}

/* The draft, or else the current version; *form_r is NULL when the draft cannot be read any more. */
static bool read_entry(const struct publish_desk *desk, struct arena *a, const struct publish_entry *e,
    const struct form **form_r, struct str *draft_r, struct err *err)
{
	struct diags unread = diags_new(a, e->id);
	if (!e->has_draft)
		return publish_form_version(desk->cache, desk->db, desk->tenant, e->id, e->version, form_r, err);
	if (!publish_source(desk->db, a, desk->tenant, PUBLISH_FORM, e->id, 0, draft_r, err))
		return false;
	*form_r = form_read(a, *draft_r, &unread);
	return true;
}

bool publish_relatives(const struct publish_desk *desk, struct arena *a, const struct form *import,
    const struct publish_relative **list_r, size_t *n_r, struct err *err)
{
	const struct publish_entry *entries;
	size_t n, found = 0;
	struct str number = number_of(form_fim(import));
	if (!publish_list(desk->db, a, desk->tenant, true, &entries, &n, err))
		return false;
	struct publish_relative *list = ARENA_ARRAY(a, struct publish_relative, n);
	for (size_t i = 0; i < n; i++) {
		const struct form *form = NULL;
		struct str draft = { 0 };
		if (entries[i].kind != PUBLISH_FORM)
			continue;
		if (!read_entry(desk, a, &entries[i], &form, &draft, err))
			return false;
		bool same_id = str_eq(entries[i].id, form_id(import));
		if (!same_id && (form == NULL || number.n == 0 || !str_eq(number_of(form_fim(form)), number)))
			continue;
		struct publish_relative *x = &list[found++];
		*x = (struct publish_relative){ .entry = entries[i], .source = draft };
		if (form != NULL) {
			x->title = str_dup(a, form_title(form));
			x->fim = str_dup(a, form_fim(form));
			x->mark = str_dup(a, form_origin(form));
		}
		if (same_id && found > 1) {
			struct publish_relative first = list[0];
			list[0] = *x;
			*x = first;
		}
	}
	for (size_t i = 0; i < found; i++)
		if (list[i].source.n == 0 && !publish_source(desk->db, a, desk->tenant, PUBLISH_FORM, list[i].entry.id,
		                                 list[i].entry.version, &list[i].source, err))
			return false;
	*list_r = list;
	*n_r = found;
	return true;
}
