/* SPDX-License-Identifier: EUPL-1.2
 * Cases that run real workflows. */
#include "flows.h"

#include "base/json.h"
#include "base/zone.h"

#include <time.h>

int64_t flows_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void add_vars(struct buf *b, const char *vars)
{
	struct str rest = str_c(vars), piece, name;
	while (str_next(&rest, ' ', &piece)) {
		if (piece.n == 0)
			continue;
		bool many = str_ends(piece, STR("*"));
		struct str type = str_sub(piece, 0, piece.n - many);
		str_next(&type, ':', &name);
		buf_add_fmt(
		    b, "<ozg:variable name='%.*s' type='%.*s'%s/>", STR_ARG(name), STR_ARG(type), many ? " many='true'" : "");
	}
}

static void add_flows(struct buf *b, const char *flows)
{
	struct str rest = str_c(flows), piece, from;
	while (str_next(&rest, ';', &piece)) {
		struct str to = str_trim(piece);
		str_next(&to, '>', &from);
		ptrdiff_t cond = str_find_str(to, STR(" if "));
		struct str target = cond < 0 ? to : str_sub(to, 0, (size_t)cond);
		buf_add_fmt(b, "<sequenceFlow id='%.*s-%.*s' sourceRef='%.*s' targetRef='%.*s'>", STR_ARG(from),
		    STR_ARG(target), STR_ARG(from), STR_ARG(target));
		if (cond >= 0)
			buf_add_fmt(
			    b, "<conditionExpression>%.*s</conditionExpression>", STR_ARG(str_sub(to, (size_t)cond + 4, to.n)));
		buf_add_c(b, "</sequenceFlow>");
	}
}

const struct flow *flows_read(struct arena *a, const char *id, const char *vars, const char *nodes, const char *flows)
{
	struct buf b = buf_new(a);
	struct diags d = diags_new(a, STR("test"));
	buf_add_fmt(&b,
	    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
	    "<process id='%s' isExecutable='true'><extensionElements>",
	    id);
	add_vars(&b, vars);
	buf_add_c(&b, "</extensionElements>");
	buf_add_c(&b, nodes);
	add_flows(&b, flows);
	buf_add_c(&b, "</process></definitions>");
	const struct flow *f = flow_read(a, buf_str(&b), NULL, &d);
	if (f == NULL) {
		struct buf text = buf_new(a);
		diags_print(&d, &text);
		fail_msg("%.*s", STR_ARG(buf_str(&text)));
	}
	return f;
}

struct str flows_store(struct arena *a, const struct flow *f, const struct flow_result *r)
{
	static unsigned n;
	struct db *db = cluster_open("citizen");
	struct err err = { 0 };
	struct effects e;
	struct submission_receipt receipt = { 0 };
	const char *secret = str_fmt(a, "flow %u", ++n).p;
	const struct submission_row row = {
		.tenant = STR("ochsenfurt"),
		.secret = str_c(secret),
		.rev = 1,
		.form = STR("hundesteuer-anmeldung"),
		.form_version = 1,
		.answers = STR("{}"),
		.service = STR("99102013000000"),
		.ars = STR("096790170170"),
		.office = STR("steueramt"),
		.flow = flow_id(f),
		.flow_version = 1,
	};
	world_draft(db, secret);
	if (!cases_effects(a, r, row.form, &e, &err) || !submission_store(db, a, &row, &e, &receipt, &err))
		fail_msg("%s", err.text);
	db_close(&db);
	return str_dup(a, receipt.number);
}

struct str flows_begin(struct arena *a, const struct flow *f, const char *vars, int64_t at)
{
	struct err err = { 0 };
	struct flow_result r;
	const json_t *start = vars == NULL ? NULL : json_keep(a, json_loads(vars, 0, NULL));
	const struct flow_input in = { .kind = FLOW_START, .vars = start, .now = at };
	if (!flow_step(a, f, STR(""), NULL, &in, zone_date(at), &r, &err))
		fail_msg("%s", err.text);
	json_keep(a, r.vars);
	return flows_store(a, f, &r);
}

bool flows_find(void *arg, struct str tenant, struct str id, int64_t version, const struct flow **out, struct err *err)
{
	(void)tenant;
	(void)version;
	for (const struct flow *const *list = arg; *list != NULL; list++) {
		if (!str_eq(flow_id(*list), id))
			continue;
		*out = *list;
		return true;
	}
	return err_set(err, ERR_NOTFOUND, "Den Ablauf „%.*s“ gibt es hier nicht.", STR_ARG(id));
}

size_t flows_work(struct arena *a, const struct flow *const *flows)
{
	struct err err = { 0 };
	struct due d = { .db = cluster_open("worker"), .flow = flows_find, .flow_arg = (void *)flows };
	size_t n = 1;
	while (n > 0)
		if (!due_work(&d, a, STR("ochsenfurt"), 32, &n, &err))
			fail_msg("%s", err.text);
	db_close(&d.db);
	return d.steps;
}

int64_t flows_task(struct arena *a, struct str number, const char *element)
{
	int64_t token = 0;
	struct str text = cluster_params(a, "SELECT token FROM task WHERE number = $1 AND element = $2",
	    DB_PARAMS(db_text(number), db_text(str_c(element))));
	if (!str_to_i64(text, &token))
		fail_msg("no task at %s", element);
	return token;
}

bool flows_complete(
    struct arena *a, const struct flow *f, struct str number, const char *element, const char *answers, struct err *err)
{
	struct db *db = cluster_open("office");
	const struct task_command c = { STR("ochsenfurt"), number, flows_task(a, number, element), &world_anna, STR("") };
	const json_t *j = json_keep(a, json_loads(answers, 0, NULL));
	bool ok = task_complete(db, a, &c, f, j, zone_date(flows_now()), err);
	db_close(&db);
	return ok;
}

static struct str elements(struct arena *a, struct str number, const char *table)
{
	return cluster_params(a,
	    str_fmt(a, "SELECT coalesce(string_agg(element, ' ' ORDER BY element), '') FROM %s WHERE number = $1", table).p,
	    DB_PARAMS(db_text(number)));
}

struct str flows_open_tasks(struct arena *a, struct str number)
{
	return elements(a, number, "task");
}

struct str flows_waits(struct arena *a, struct str number)
{
	return elements(a, number, "wait");
}

struct str flows_of_case(struct arena *a, struct str number, const char *sql)
{
	return cluster_params(a, sql, DB_PARAMS(db_text(number)));
}
