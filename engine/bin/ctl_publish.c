/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl publish, versions, export, rollback */
#include "base/file.h"
#include "bin/ctl.h"
#include "bin/ctl_desk.h"
#include "bin/ctl_form.h"
#include "xml/xml.h"

enum { SOURCE_BYTES_MAX = 16 << 20 };

static void free_cache(void *arg)
{
	struct publish_cache *cache = arg;
	publish_cache_free(&cache);
}

struct publish_desk ctl_desk(const struct ctl *c)
{
	const char *tenant = ctl_option(c, "tenant");
	struct publish_desk desk = {
		.cache = publish_cache_new(),
		.db = ctl_db(c, ctl_conf(c).db_admin, "db_admin"),
		.tenant = tenant == NULL ? STR("_") : str_c(tenant),
		.actor = STR(""),
		.bpmn = ctl_bpmn_schema(c),
		.mail_dir = str_fmt(c->arena, "%s/mail", ctl_share(c)).p,
	};
	arena_defer(c->arena, free_cache, desk.cache);
	return desk;
}

/* A form of the catalogue goes through its import; of the native text that gives, only errors are news. */
static bool upload(const struct ctl *c, const struct publish_desk *desk, const char *path, struct str source,
    struct publish_checked *it, struct diags *d, struct err *err)
{
	struct form_options options;
	if (!form_is_catalogue(xml_decode(c->arena, source)))
		return publish_upload(desk, c->arena, source, true, it, d, err);
	if (!ctl_form_options(c, &options, d))
		return err_set(err, ERR_INPUT, "Regeln oder Codelisten lassen sich nicht lesen.");
	if (!publish_native(c->arena, source, &options, &source, d, err))
		return false;
	struct diags native = diags_new(c->arena, str_fmt(c->arena, "%s (übernommen)", path));
	if (publish_upload(desk, c->arena, source, true, it, &native, err))
		return publish_origin_keep(desk, c->arena, form_origin(it->form), source, err);
	ctl_print_diags(c, &native, 1);
	return false;
}

bool ctl_publish_file(
    const struct ctl *c, const struct publish_desk *desk, const char *path, struct diags *d, struct err *err)
{
	struct str source;
	struct publish_checked it;
	int64_t version;
	struct diags again = diags_new(c->arena, str_c(path)); /* of the second check: has nothing new to say */
	if (!file_read(c->arena, path, SOURCE_BYTES_MAX, &source, err) || !upload(c, desk, path, source, &it, d, err) ||
	    !publish_release(desk, c->arena, it.kind, it.id, NULL, &version, &again, err))
		return false;
	printf("%s\t%.*s\t%lld\n", publish_kind_name(it.kind), STR_ARG(it.id), (long long)version);
	return true;
}

enum ctl_exit ctl_publish(const struct ctl *c)
{
	struct publish_desk desk = ctl_desk(c);
	enum ctl_exit worst = CTL_OK;
	for (size_t i = 0; i < c->n_args; i++) {
		struct err err = { 0 };
		struct diags d = diags_new(c->arena, str_c(c->args[i]));
		bool ok = ctl_publish_file(c, &desk, c->args[i], &d, &err);
		enum ctl_exit code = ctl_print_diags(c, &d, 1);
		if (!ok && code == CTL_OK)
			code = ctl_fail(&err);
		worst = code > worst ? code : worst;
	}
	return worst;
}

/* --kind form|flow|decision; form when it is not given. */
static bool kind_option(const struct ctl *c, enum publish_kind *kind_r)
{
	const char *text = ctl_option(c, "kind");
	if (publish_kind_find(text == NULL ? STR("form") : str_c(text), kind_r))
		return true;
	fputs("ozgctl: --kind ist form (Formular), flow (Ablauf) oder decision (Entscheidung).\n", stderr);
	return false;
}

enum ctl_exit ctl_versions(const struct ctl *c)
{
	enum publish_kind kind;
	const char *tenant = ctl_option(c, "tenant");
	const struct publish_version *list;
	struct err err;
	size_t n;
	if (!kind_option(c, &kind))
		return CTL_USAGE;
	struct db *db = ctl_db(c, ctl_conf(c).db_admin, "db_admin");
	if (!publish_versions(
	        db, c->arena, tenant == NULL ? STR("_") : str_c(tenant), kind, str_c(c->args[0]), &list, &n, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < n; i++)
		printf("%lld\t%.*s\t%.*s\t%s\t%.*s\n", (long long)list[i].version, STR_ARG(list[i].published_at),
		    STR_ARG(list[i].sha256), list[i].own ? "eigene" : "Bibliothek", STR_ARG(list[i].published_by));
	if (n > 0)
		return CTL_OK;
	fprintf(stderr, "ozgctl: Von „%s“ gibt es keine Version.\n", c->args[0]);
	return CTL_INPUT;
}

/* VERSION, or the one that is current. */
static bool version_argument(
    const struct ctl *c, struct db *db, struct str tenant, enum publish_kind kind, int64_t *version_r, struct err *err)
{
	const struct publish_version *list;
	size_t n;
	if (c->n_args > 1)
		return str_to_i64(str_c(c->args[1]), version_r) || err_set(err, ERR_INPUT, "VERSION ist eine Zahl.");
	if (!publish_versions(db, c->arena, tenant, kind, str_c(c->args[0]), &list, &n, err))
		return false;
	*version_r = n == 0 ? 0 : list[0].version;
	return n > 0 || err_set(err, ERR_NOTFOUND, "Von „%s“ gibt es keine Version.", c->args[0]);
}

/* The text byte for byte as it was published. */
enum ctl_exit ctl_export(const struct ctl *c)
{
	enum publish_kind kind;
	const char *option = ctl_option(c, "tenant");
	struct str tenant = option == NULL ? STR("_") : str_c(option), source;
	int64_t version;
	struct err err;
	if (!kind_option(c, &kind))
		return CTL_USAGE;
	struct db *db = ctl_db(c, ctl_conf(c).db_admin, "db_admin");
	if (!version_argument(c, db, tenant, kind, &version, &err) ||
	    !publish_source(db, c->arena, tenant, kind, str_c(c->args[0]), version, &source, &err))
		return ctl_fail(&err);
	return ctl_write(c, source) ? CTL_OK : CTL_ENVIRONMENT;
}

enum ctl_exit ctl_rollback(const struct ctl *c)
{
	enum publish_kind kind;
	int64_t version, now;
	struct err err;
	if (!kind_option(c, &kind))
		return CTL_USAGE;
	if (!str_to_i64(str_c(c->args[1]), &version)) {
		fputs("ozgctl: VERSION ist eine Zahl.\n", stderr);
		return CTL_USAGE;
	}
	struct publish_desk desk = ctl_desk(c);
	struct diags d = diags_new(c->arena, str_c(c->args[0]));
	bool ok = publish_rollback(&desk, c->arena, kind, str_c(c->args[0]), version, NULL, &now, &d, &err);
	enum ctl_exit code = ctl_print_diags(c, &d, 1);
	if (ok)
		printf("%s\t%s\t%lld\n", publish_kind_name(kind), c->args[0], (long long)now);
	return ok || code != CTL_OK ? code : ctl_fail(&err);
}
