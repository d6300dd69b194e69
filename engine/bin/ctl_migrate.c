/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow plan|migrate: another version for cases that run. */
#include "base/json.h"
#include "bin/ctl.h"
#include "cases/migrate.h"
#include "publish/publish.h"

/* Both versions and the plan that joins them. */
struct change {
	struct publish_cache *cache;
	struct db *db;
	struct str tenant, flow;
	int64_t from, to;
	const struct flow *old, *new;
	struct flow_plan plan;
};

static bool version(const struct ctl *c, const char *option, int64_t *out)
{
	const char *text = ctl_option(c, option);
	if (text != NULL && str_to_i64(str_c(text), out) && *out > 0)
		return true;
	fprintf(stderr, "ozgctl: --%s nennt eine Version, zum Beispiel --%s 3. „ozgctl versions“ zeigt, welche es gibt.\n",
	    option, option);
	return false;
}

static void close_cache(void *arg)
{
	struct publish_cache *cache = arg;
	publish_cache_free(&cache);
}

static enum ctl_exit load(const struct ctl *c, struct change *x)
{
	struct err err;
	const char *tenant = ctl_option(c, "tenant");
	*x = (struct change){ .flow = str_c(c->args[0]), .tenant = str_c(tenant) };
	if (tenant == NULL)
		fputs("ozgctl: --tenant nennt die Kommune, deren Vorgänge gemeint sind.\n", stderr);
	if (tenant == NULL || !version(c, "from", &x->from) || !version(c, "to", &x->to))
		return CTL_USAGE;
	x->db = ctl_db(c, ctl_conf(c).db_worker, "db_worker");
	x->cache = publish_cache_new();
	arena_defer(c->arena, close_cache, x->cache);
	if (!publish_flow_version(x->cache, x->db, x->tenant, x->flow, x->from, &x->old, &err) ||
	    !publish_flow_version(x->cache, x->db, x->tenant, x->flow, x->to, &x->new, &err))
		return ctl_fail(&err);
	x->plan = flow_plan_propose(c->arena, x->old, x->new);
	return CTL_OK;
}

/* The proposal as --plan takes it; what is not simply the same is explained on stderr. */
enum ctl_exit ctl_flow_plan(const struct ctl *c)
{
	struct change x;
	enum ctl_exit code = load(c, &x);
	if (code != CTL_OK)
		return code;
	json_t *plan = json_keep(c->arena, flow_plan_json(&x.plan));
	printf("%.*s\n", STR_ARG(json_text(c->arena, plan, JSON_INDENT(2))));
	for (size_t i = 0; i < x.plan.n; i++) {
		const struct flow_map *m = &x.plan.list[i];
		if (m->how != FLOW_MOVE_SAME)
			fprintf(stderr, "%.*s „%.*s“: %s%s%.*s\n", STR_ARG(m->from), STR_ARG(m->name), flow_move_word(m->how),
			    m->to.n > 0 ? ", " : "", STR_ARG(m->to));
	}
	return CTL_OK;
}

static void report(const struct case_migration *m)
{
	const struct case_tally *t = &m->tally;
	size_t stayed = t->cases - t->moved;
	printf(m->dry ? "%zu Vorgänge: %zu ziehen um, %zu bleiben%s\n" : "%zu Vorgänge: %zu umgezogen, %zu geblieben%s\n",
	    t->cases, t->moved, stayed, stayed > 0 ? ", weil:" : ".");
	for (size_t i = 0; i < t->n_stays; i++)
		printf("  %zu × %.*s (zum Beispiel %.*s)\n", t->stays[i].n, STR_ARG(t->stays[i].reason),
		    STR_ARG(t->stays[i].numbers[0]));
}

enum ctl_exit ctl_flow_migrate(const struct ctl *c)
{
	struct change x;
	struct err err;
	const char *path = ctl_option(c, "plan");
	enum ctl_exit code = load(c, &x);
	if (code != CTL_OK)
		return code;
	struct diags d = diags_new(c->arena, path == NULL ? x.flow : str_c(path));
	const json_t *changes = path == NULL ? NULL : ctl_json(c, path, &d);
	flow_plan_amend(&x.plan, x.old, x.new, changes, &d);
	if (d.n_errors > 0)
		return ctl_print_diags(c, &d, 1);
	struct case_migration m = {
		.db = x.db,
		.tenant = x.tenant,
		.flow = x.flow,
		.from = x.from,
		.to = x.to,
		.old = x.old,
		.new = x.new,
		.plan = &x.plan,
		.actor = STR("ozgctl"),
		.dry = ctl_option(c, "dry-run") != NULL,
	};
	if (!case_migrate(&m, c->arena, &err))
		return ctl_fail(&err);
	report(&m);
	return CTL_OK;
}
