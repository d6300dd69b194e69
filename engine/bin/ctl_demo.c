/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl demo load: municipalities, places, definitions and staff from one JSON file. Loading twice changes nothing but
 * the passwords.
 *
 *   { "tenants": [ { "id", "name", "number_prefix", "land",
 *                    "offices": [ { "id", "name", "email", "phone", "address", "intake" } ],
 *                    "responsibilities": [ { "service", "ars", "office" } ],
 *                    "staff": [ { "login", "name", "offices": [ … ] } ] } ],
 *     "places": [ { "postcode", "ars", "name" } ],
 *     "library": [ "forms/…/form.xml", "workflows/….bpmn" ],       relative to share/, in this order
 *     "admin": { "login", "name" } }                               of the installation */
#include "base/json.h"
#include "bin/ctl_desk.h"
#include "identity/identity.h"

struct demo {
	const struct ctl *c;
	const char *file;
	struct db *owner, *admin;
	struct str password; /* the same for all of them */
};

static struct str text(const json_t *object, const char *key)
{
	return json_str(json_object_get(object, key));
}

/* ---- a municipality with its offices: one transaction ---- */

struct tenant_job {
	const json_t *json;
	struct str id;
};

static bool offices_tx(struct db_tx *tx, const struct tenant_job *job, struct err *err)
{
	size_t i;
	const json_t *o;
	json_array_foreach(json_object_get(job->json, "offices"), i,
	    o) if (!db_exec(tx, DB_OFFICE_PUT,
	               DB_PARAMS(db_text(job->id), db_text(text(o, "id")), db_text(text(o, "name")),
	                   db_text(text(o, "email")), db_text(text(o, "phone")), db_text(text(o, "address")),
	                   db_bool(json_is_true(json_object_get(o, "intake")))),
	               NULL, err)) return false;
	if (!db_exec(tx, DB_RESPONSIBILITY_CLEAR, DB_PARAMS(db_text(job->id)), NULL, err))
		return false;
	json_array_foreach(json_object_get(job->json, "responsibilities"), i,
	    o) if (!db_exec(tx, DB_RESPONSIBILITY_PUT,
	               DB_PARAMS(db_text(job->id), db_text(text(o, "service")), db_text(text(o, "ars")),
	                   db_text(text(o, "office"))),
	               NULL, err)) return false;
	return true;
}

static bool tenant_tx(struct db_tx *tx, void *arg, struct err *err)
{
	const struct tenant_job *job = arg;
	return db_exec(tx, DB_TENANT_PUT,
	           DB_PARAMS(db_text(job->id), db_text(text(job->json, "name")), db_text(text(job->json, "number_prefix")),
	               db_text(text(job->json, "land"))),
	           NULL, err) &&
	       offices_tx(tx, job, err);
}

static bool load_tenant(const struct demo *x, const json_t *json, struct err *err)
{
	struct tenant_job job = { json, text(json, "id") };
	struct err why = { 0 };
	if (db_run(x->owner, x->c->arena, job.id, tenant_tx, &job, &why))
		return true;
	return err_set(err, why.kind, "Kommune „%.*s“: %s (%s)", STR_ARG(job.id), why.text, db_constraint(x->owner));
}

static bool load_tenants(const struct demo *x, const json_t *root, struct err *err)
{
	json_t *self = json_pack("{s:s,s:s,s:s}", "id", "_", "name", "Diese Installation", "number_prefix", "OZG");
	bool ok = load_tenant(x, self, err);
	json_decref(self);
	size_t i;
	const json_t *t;
	json_array_foreach(json_object_get(root, "tenants"), i, t) ok = ok && load_tenant(x, t, err);
	return ok;
}

static bool load_places(const struct demo *x, const json_t *list, struct err *err)
{
	static const char *const keys[] = { "postcode", "ars", "name" };
	struct arena *a = x->c->arena;
	struct db_param params[3];
	size_t n = json_array_size(list);
	for (size_t k = 0; k < 3; k++) {
		struct str *column = ARENA_ARRAY(a, struct str, n);
		for (size_t i = 0; i < n; i++)
			column[i] = text(json_array_get(list, i), keys[k]);
		params[k] = db_texts(a, column, n);
	}
	return db_once(x->owner, a, STR(""), DB_PLACES_PUT, params, 3, NULL, err);
}

/* ---- staff ---- */

static bool load_account(const struct demo *x, const json_t *json, bool is_admin, struct err *err)
{
	const json_t *list = json_object_get(json, "offices");
	size_t n = json_array_size(list);
	struct str *offices = ARENA_ARRAY(x->c->arena, struct str, n);
	for (size_t i = 0; i < n; i++)
		offices[i] = json_str(json_array_get(list, i));
	struct account acc = { text(json, "login"), text(json, "name"), is_admin, offices, n };
	return account_add(x->admin, x->c->arena, &acc, x->password, NULL, err) ||
	       (err->kind == ERR_CONFLICT && account_set_password(x->admin, x->c->arena, acc.login, x->password, err));
}

static bool load_staff(const struct demo *x, const json_t *root, struct err *err)
{
	size_t i, k;
	const json_t *t, *s, *admin = json_object_get(root, "admin");
	json_array_foreach(json_object_get(root, "tenants"), i, t)
	    json_array_foreach(json_object_get(t, "staff"), k, s) if (!load_account(x, s, false, err)) return false;
	return admin == NULL || load_account(x, admin, true, err);
}

/* ---- definitions ---- */

static enum ctl_exit load_library(const struct demo *x, const json_t *list)
{
	const struct ctl *c = x->c;
	if (json_array_size(list) == 0)
		return CTL_OK;
	struct publish_desk desk = ctl_desk(c);
	size_t i;
	const json_t *v;
	json_array_foreach(list, i, v)
	{
		const char *path = str_fmt(c->arena, "%s/%s", ctl_share(c), json_string_value(v)).p;
		struct diags d = diags_new(c->arena, str_c(path));
		struct err err;
		bool ok = ctl_publish_file(c, &desk, path, &d, &err);
		enum ctl_exit code = ok ? CTL_OK : ctl_print_diags(c, &d, 1); /* notes are for who writes forms */
		if (!ok)
			return code != CTL_OK ? code : ctl_fail(&err);
	}
	return CTL_OK;
}

enum ctl_exit ctl_demo_load(const struct ctl *c)
{
	struct conf conf = ctl_conf(c);
	struct demo x = { .c = c, .file = c->args[0] };
	struct diags d = diags_new(c->arena, str_c(x.file));
	struct err err = { 0 };
	const json_t *root = ctl_json(c, x.file, &d);
	if (root == NULL)
		return ctl_print_diags(c, &d, 1);
	x.owner = ctl_db(c, conf.db_owner, "db_owner");
	x.admin = ctl_db(c, conf.db_admin, "db_admin");
	if (!ctl_stdin_line(c, &x.password, &err) || !load_tenants(&x, root, &err) ||
	    !load_places(&x, json_object_get(root, "places"), &err))
		return ctl_fail(&err);
	enum ctl_exit code = load_library(&x, json_object_get(root, "library"));
	if (code != CTL_OK)
		return code;
	return load_staff(&x, root, &err) ? CTL_OK : ctl_fail(&err);
}
