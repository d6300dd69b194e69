/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow incidents|retry|verify: the cases of the installation, as operators see them. */
#include "base/json.h"
#include "bin/ctl.h"
#include "cases/incident.h"
#include "cases/verify.h"
#include "publish/publish.h"

/* Workflows through a connection of their own: the other one has a transaction open when they are wanted. */
struct flows {
	struct publish_cache *cache;
	struct db *db;
};

static bool flow_of(
    void *arg, struct str tenant, struct str id, int64_t version, const struct flow **out, struct err *err)
{
	const struct flows *f = arg;
	return publish_flow_version(f->cache, f->db, tenant, id, version, out, err);
}

static void close_flows(void *arg)
{
	struct flows *f = arg;
	publish_cache_free(&f->cache);
}

due_flow_fn *ctl_flows(const struct ctl *c, void **arg)
{
	struct flows *f = ARENA_NEW(c->arena, struct flows);
	*f = (struct flows){ publish_cache_new(), ctl_db(c, ctl_conf(c).db_worker, "db_worker") };
	arena_defer(c->arena, close_flows, f);
	*arg = f;
	return flow_of;
}

/* The tenant of --tenant, or all. */
static bool tenants(const struct ctl *c, struct db *db, struct str **list, size_t *n, struct err *err)
{
	struct db_rows r;
	const char *only = ctl_option(c, "tenant");
	*n = 1;
	*list = ARENA_ARRAY(c->arena, struct str, 1);
	if (only != NULL) {
		(*list)[0] = str_c(only);
		return true;
	}
	if (!db_once(db, c->arena, STR(""), DB_TENANT_LIST, NULL, 0, &r, err))
		return false;
	*n = r.n;
	*list = ARENA_ARRAY(c->arena, struct str, r.n);
	for (size_t i = 0; i < r.n; i++)
		(*list)[i] = db_get(&r, i, 0);
	return true;
}

enum ctl_exit ctl_flow_incidents(const struct ctl *c)
{
	struct db *db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	struct str *list;
	struct err err;
	size_t n;
	if (!tenants(c, db, &list, &n, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < n; i++) {
		const struct incident *x;
		size_t count;
		if (!incident_list(db, c->arena, list[i], STR(""), &x, &count, &err))
			return ctl_fail(&err);
		for (size_t k = 0; k < count; k++)
			printf("%.*s\t%.*s\t%lld\t%.*s\t%.*s\t%.*s\t%lld\t%.*s\t%.*s\n", STR_ARG(list[i]), STR_ARG(x[k].number),
			    (long long)x[k].token, STR_ARG(x[k].kind), STR_ARG(x[k].element), STR_ARG(x[k].at),
			    (long long)x[k].times, STR_ARG(x[k].msg_id), STR_ARG(x[k].reason));
	}
	return CTL_OK;
}

/* The workflow that the case runs, for checking values. */
static bool flow_of_case(const struct ctl *c, struct incident_repair *r, struct db *db, struct err *err)
{
	struct db_rows rows;
	void *arg;
	due_flow_fn *find = ctl_flows(c, &arg);
	if (!db_once(
	        db, c->arena, r->tenant, DB_INCIDENT_CASE, DB_PARAMS(db_text(r->tenant), db_text(r->number)), &rows, err))
		return false;
	if (rows.n == 0)
		return err_set(err, ERR_NOTFOUND, "Diesen Vorgang gibt es nicht.");
	return find(arg, r->tenant, db_get(&rows, 0, 6), db_get_int(&rows, 0, 7), &r->flow, err);
}

enum ctl_exit ctl_flow_retry(const struct ctl *c)
{
	static const struct case_actor nobody = { STR_INIT(""), STR_INIT("") };
	struct db *db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	struct incident_repair r = { .tenant = str_c(c->args[0]), .number = str_c(c->args[1]), .actor = &nobody };
	const char *path = ctl_option(c, "vars");
	const struct incident *list;
	struct err err;
	size_t n, tried = 0;
	if (path != NULL) {
		struct diags d = diags_new(c->arena, str_c(path));
		r.vars = ctl_json(c, path, &d);
		if (r.vars == NULL)
			return ctl_print_diags(c, &d, 1);
		if (!flow_of_case(c, &r, db, &err))
			return ctl_fail(&err);
	}
	if (!incident_list(db, c->arena, r.tenant, STR(""), &list, &n, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(list[i].number, r.number))
			continue;
		r.token = list[i].token;
		r.msg_id = list[i].msg_id;
		if (!incident_retry(db, c->arena, &r, &err))
			return ctl_fail(&err);
		r.vars = NULL; /* set once */
		tried++;
	}
	if (tried > 0)
		return CTL_OK;
	fputs("ozgctl: Zu diesem Vorgang gibt es keine Störung.\n", stderr);
	return CTL_INPUT;
}

static void print_finding(void *arg, const struct verify_finding *f)
{
	const struct str *tenant = arg;
	static const struct {
		const char *what, *text;
	} texts[] = { { "missing", "fehlt in der Tabelle" }, { "surplus", "steht in der Tabelle, aber nicht im Stand" },
		{ "different", "steht anders in der Tabelle als im Stand" } };
	printf("%.*s\t%.*s\t", STR_ARG(*tenant), STR_ARG(f->number));
	if (str_eq_c(f->kind, "state")) {
		printf("%.*s\n", STR_ARG(f->what));
		return;
	}
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (str_eq_c(f->what, texts[i].what))
			printf("%.*s %lld (%.*s) %s%s\n", STR_ARG(f->kind), (long long)f->token, STR_ARG(f->element), texts[i].text,
			    f->repaired ? ": behoben" : "");
}

enum ctl_exit ctl_flow_verify(const struct ctl *c)
{
	struct verify v = {
		.db = ctl_db(c, ctl_conf(c).db_worker, "db_worker"),
		.repair = ctl_option(c, "repair") != NULL,
		.report = print_finding,
	};
	struct str *list;
	struct err err;
	size_t n;
	v.flow = ctl_flows(c, &v.flow_arg);
	if (!tenants(c, v.db, &list, &n, &err))
		return ctl_fail(&err);
	for (size_t i = 0; i < n; i++) {
		v.arg = &list[i];
		if (!verify_tenant(&v, list[i], &err))
			return ctl_fail(&err);
	}
	printf("%zu offene Vorgänge geprüft, %zu Abweichungen, %zu behoben\n", v.cases, v.findings, v.repaired);
	return v.findings > v.repaired ? CTL_INPUT : CTL_OK;
}
