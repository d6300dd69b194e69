/* SPDX-License-Identifier: EUPL-1.2
 * What a form was when it came from the catalogue, and the forms that a newer version of it is for. */
#include "cluster.h"

#include "publish/publish.h"

struct world {
	struct arena *a;
	struct db *admin;
	struct publish_cache *cache;
};

static struct publish_desk desk(struct world *w, const char *tenant)
{
	return (struct publish_desk){ .cache = w->cache, .db = w->admin, .tenant = str_c(tenant), .actor = STR("admin") };
}

#define XDF(id, version, name)                                                                                         \
	"<x:xdatenfelder.stammdatenschema.0102 xmlns:x=\"urn:xoev-de:fim:standard:xdatenfelder_3.0.0\"><x:header/>"        \
	"<x:stammdatenschema><x:identifikation><x:id>" id "</x:id><x:version>" version "</x:version></x:identifikation>"   \
	"<x:name>Aus FIM</x:name><x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation>"          \
	"<x:id>F1</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>" name "</x:name>"                          \
	"<x:feldart><code>input</code></x:feldart><x:datentyp><code>text</code></x:datentyp></x:datenfeld></x:enthaelt>"   \
	"</x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>"

static struct str imported(struct world *w, const char *xdf, const struct form **form_r)
{
	struct diags d = diags_new(w->a, STR("fim.xml"));
	struct err err;
	struct str native;
	assert_true(publish_native(w->a, str_c(xdf), NULL, &native, &d, &err));
	*form_r = form_read(w->a, native, &d);
	assert_non_null(*form_r);
	return native;
}

static void put(struct world *w, const struct publish_desk *desk, struct str text, bool publish)
{
	struct diags d = diags_new(w->a, STR("x"));
	struct err err;
	struct publish_checked it;
	int64_t version;
	assert_true(publish_upload(desk, w->a, text, false, &it, &d, &err));
	if (publish)
		assert_true(publish_release(desk, w->a, it.kind, it.id, NULL, &version, &d, &err));
}

static struct str replaced(struct world *w, struct str s, const char *old, const char *now)
{
	ptrdiff_t at = str_find_str(s, str_c(old));
	assert_true(at >= 0);
	return str_fmt(w->a, "%.*s%s%.*s", (int)at, s.p, now, STR_ARG(str_sub(s, (size_t)at + strlen(old), s.n)));
}

/* Ids of the forms that the import is a version of, with the version or "+" for a draft, and whether their origin is
 * known. */
static struct str relatives(struct world *w, const char *tenant, const struct form *import)
{
	struct publish_desk at = desk(w, tenant);
	const struct publish_relative *list;
	struct err err;
	struct buf out = buf_new(w->a);
	size_t n;
	assert_true(publish_relatives(&at, w->a, import, &list, &n, &err));
	for (size_t i = 0; i < n; i++) {
		struct str base;
		assert_true(publish_origin(&at, w->a, list[i].mark, &base, &err));
		assert_true(list[i].source.n > 0);
		buf_add_fmt(&out, "%.*s %s%s;", STR_ARG(list[i].entry.id), list[i].entry.has_draft ? "+" : "v",
		    base.n > 0 ? " known" : "");
	}
	return buf_str(&out);
}

static void an_import_is_found_again(void **state)
{
	struct world *w = &(struct world){ .a = arena_new() };
	(void)state;
	cluster_schema();
	cluster_sql(w->a, "DELETE FROM definition; DELETE FROM definition_draft; DELETE FROM form_origin;"
	                  "INSERT INTO tenant (tenant, name, case_prefix) VALUES ('_', 'Bibliothek', 'OZG'), "
	                  "('pubone', 'Eins', 'PUA'), ('pubtwo', 'Zwei', 'PUB') ON CONFLICT DO NOTHING");
	w->admin = cluster_open("admin");
	w->cache = publish_cache_new();
	struct publish_desk library = desk(w, "_"), one = desk(w, "pubone");
	const struct form *old, *now;
	struct err err;
	struct str text = imported(w, XDF("S7", "1.0.0", "Alt"), &old), native;
	assert_int_equal(form_origin(old).n, 32);
	struct str newer = imported(w, XDF("S7", "1.1.0", "Neu"), &now);
	assert_false(str_eq(form_origin(old), form_origin(now)));
	assert_string_equal(str_cdup(w->a, relatives(w, "_", now)), "");

	text = replaced(w, text, " flow=\"antrag\"", "");
	put(w, &library, text, true);
	assert_string_equal(str_cdup(w->a, relatives(w, "_", now)), "s7 v;"); /* not kept: written by hand */
	for (int i = 0; i < 2; i++)
		assert_true(publish_origin_keep(&library, w->a, form_origin(old), text, &err));
	assert_string_equal(str_cdup(w->a, relatives(w, "_", now)), "s7 v known;");
	assert_string_equal(str_cdup(w->a, relatives(w, "pubone", now)), "s7 v known;");
	assert_true(publish_origin(&one, w->a, form_origin(old), &native, &err));
	assert_true(str_eq(native, text));

	put(w, &one, replaced(w, text, "id=\"s7\"", "id=\"meins\""), true);
	assert_string_equal(str_cdup(w->a, relatives(w, "pubone", now)), "s7 v known;meins v known;");
	put(w, &one, replaced(w, text, "Aus FIM", "Entwurf"), false);
	assert_string_equal(str_cdup(w->a, relatives(w, "pubone", now)), "s7 + known;meins v known;");
	assert_string_equal(str_cdup(w->a, relatives(w, "pubtwo", now)), "s7 v known;");

	assert_true(publish_origin_keep(&one, w->a, form_origin(now), newer, &err)); /* nobody else's */
	struct publish_desk two = desk(w, "pubtwo");
	assert_true(publish_origin(&two, w->a, form_origin(now), &native, &err));
	assert_int_equal(native.n, 0);
	imported(w, XDF("S8", "1.0.0", "Anders"), &now);
	assert_string_equal(str_cdup(w->a, relatives(w, "pubone", now)), "");
	publish_cache_free(&w->cache);
	db_close(&w->admin);
	arena_free(&w->a);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(an_import_is_found_again) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
