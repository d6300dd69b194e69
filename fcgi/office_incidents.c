/* SPDX-License-Identifier: EUPL-1.2
 * "/office/stoerungen": steps of one's cases that could not be done, and why. POST tries one again, where wanted with
 * other values of the workflow's variables; who did that stands in the history of the case and in the ledger. */
#include "cases/incident.h"
#include "base/json.h"
#include "office.h"
#include "publish/publish.h"
#include "views_office.h"

#define ADDRESS "/office/stoerungen"
#define VALUE "w:" /* a field's name is this and the variable's */

/* Which incident the request is about. */
struct wanted {
	struct str number, msg_id;
	int64_t token;
};

static struct wanted wanted_of(const struct ctx *c)
{
	bool post = c->req->method == REQ_POST;
	struct str token = post ? req_value(c->req, "_token") : req_query(c->req, "schritt");
	struct wanted w = {
		.number = post ? req_value(c->req, "_number") : req_query(c->req, "vorgang"),
		.msg_id = post ? req_value(c->req, "_message") : req_query(c->req, "nachricht"),
	};
	if (!str_to_i64(token, &w.token))
		w.token = -1;
	return w;
}

static bool is_wanted(const struct wanted *w, const struct incident *x)
{
	return str_eq(w->number, x->number) && w->token == x->token && str_eq(w->msg_id, x->msg_id);
}

/* ---- the variables of the case ---- */

/* As people read and write it; lists are left alone. */
static struct str shown(struct ctx *c, const json_t *value)
{
	if (json_is_string(value))
		return json_str(value);
	if (json_is_boolean(value))
		return page_text(c, json_is_true(value) ? "incident.yes" : "incident.no");
	return json_is_integer(value) ? json_text(c->arena, value, JSON_ENCODE_ANY) : STR("");
}

static const char *hint_of(enum xpath_type type)
{
	static const char *const hints[] = { [XPATH_BOOL] = "incident.hint_boolean",
		[XPATH_DEC] = "incident.hint_decimal",
		[XPATH_DATE] = "incident.hint_date",
		[XPATH_CODE] = "incident.hint_text" };
	const char *hint = type < sizeof hints / sizeof hints[0] ? hints[type] : NULL;
	return hint == NULL ? "incident.hint_text" : hint;
}

struct values {
	const struct flow *flow;
	const struct flow_var *list; /* that the step sees */
	size_t n;
	const json_t *vars;
};

static bool load(struct ctx *c, struct str number, int64_t token, struct values *v, struct err *err)
{
	struct case_file f;
	const struct case_actor actor = office_actor(c);
	if (!case_load(c->app->db, c->arena, c->tenant, number, &actor, &f, err))
		return false;
	if (!publish_flow_version(c->app->cache, c->app->db, c->tenant, f.flow, f.flow_version, &v->flow, err))
		return false;
	v->n = flow_vars_seen(c->arena, v->flow, f.state, f.vars, (unsigned)token, &v->list, &v->vars);
	return true;
}

/* The fields, with what was typed instead of what is stored when something was. */
static struct tpl_list fields(struct ctx *c, const struct values *v)
{
	const struct flow_var *vars = v->list;
	size_t n = v->n, count = 0;
	struct view_incident_value *list = ARENA_ARRAY(c->arena, struct view_incident_value, n);
	for (size_t i = 0; i < n; i++) {
		const char *name = str_fmt(c->arena, VALUE "%.*s", STR_ARG(vars[i].name)).p;
		if (vars[i].many)
			continue;
		list[count++] = (struct view_incident_value){
			.label = vars[i].name,
			.name = str_c(name),
			.id = str_fmt(c->arena, "wert-%.*s", STR_ARG(vars[i].name)),
			.hint = page_text(c, hint_of(vars[i].type)),
			.value = c->req->method == REQ_POST ? req_value(c->req, name)
			                                    : shown(c, json_object_get(v->vars, str_cdup(c->arena, vars[i].name))),
		};
	}
	return (struct tpl_list){ list, count };
}

static json_t *value_of(struct ctx *c, enum xpath_type type, struct str typed)
{
	if (typed.n == 0)
		return json_null();
	if (type == XPATH_BOOL && str_eq(typed, page_text(c, "incident.yes")))
		return json_true();
	if (type == XPATH_BOOL && str_eq(typed, page_text(c, "incident.no")))
		return json_false();
	return json_stringn(typed.p, typed.n); /* of the wrong type: the workflow says so */
}

static bool was_sent(const struct ctx *c, const char *field)
{
	for (size_t i = 0; i < c->req->body.n; i++)
		if (str_eq_c(c->req->body.list[i].name, field))
			return true;
	return false;
}

/* What was changed on the page. */
static const json_t *changed(struct ctx *c, const struct values *v)
{
	const struct flow_var *vars = v->list;
	size_t n = v->n;
	json_t *out = json_keep(c->arena, json_object());
	for (size_t i = 0; i < n; i++) {
		const char *field = str_fmt(c->arena, VALUE "%.*s", STR_ARG(vars[i].name)).p;
		const char *name = str_cdup(c->arena, vars[i].name);
		struct str typed = str_trim(req_value(c->req, field));
		if (!vars[i].many && was_sent(c, field) && !str_eq(typed, shown(c, json_object_get(v->vars, name))))
			json_object_set_new(out, name, value_of(c, vars[i].type, typed));
	}
	return out;
}

/* ---- the page ---- */

static const char *kind_of(struct str kind)
{
	static const char *const kinds[][2] = { { "task", "incident.task" }, { "timer", "incident.timer" },
		{ "message", "incident.message" }, { "signal", "incident.signal" } };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (str_eq_c(kind, kinds[i][0]))
			return kinds[i][1];
	return "incident.start";
}

/* why: what was wrong with the values that were sent; or NULL. */
static bool show(struct ctx *c, const struct values *open, const struct err *why, struct err *err)
{
	const struct incident *x;
	struct wanted w = wanted_of(c);
	struct view_incidents v = { .page = page_frame(c, page_text(c, "incident.title")), .action = STR(ADDRESS) };
	size_t n;
	if (!incident_list(c->app->db, c->arena, c->tenant, c->session->login, &x, &n, err))
		return false;
	struct view_incident *list = ARENA_ARRAY(c->arena, struct view_incident, n);
	for (size_t i = 0; i < n; i++) {
		list[i] = (struct view_incident){
			.number = x[i].number,
			.href = x[i].number.n > 0 ? office_case_address(c, x[i].number) : STR(""),
			.what = page_text_with(c, kind_of(x[i].kind), &x[i].element, 1),
			.reason = x[i].reason,
			.since = x[i].first_at,
			.times = str_fmt(c->arena, "%lld", (long long)x[i].times),
			.office = x[i].office_name,
			.message = x[i].msg_id,
			.token = x[i].token,
			.is_open = open != NULL && is_wanted(&w, &x[i]),
		};
		if (list[i].is_open)
			list[i].values = fields(c, open);
		if (list[i].is_open && why != NULL)
			list[i].error = str_dup(c->arena, str_c(why->text));
		v.page.has_errors = v.page.has_errors || list[i].error.n > 0;
	}
	v.incidents = (struct tpl_list){ list, n };
	v.has_incidents = n > 0;
	v.tried = str_eq_c(req_query(c->req, "versucht"), "ja");
	if (v.page.has_errors)
		c->resp->status = 422;
	page_render(c, PAGE_INCIDENTS, &v);
	return true;
}

bool office_incidents(struct ctx *c, struct err *err)
{
	struct values v;
	struct wanted w = wanted_of(c);
	if (w.number.n == 0)
		return show(c, NULL, NULL, err);
	return load(c, w.number, w.token, &v, err) && show(c, &v, NULL, err);
}

bool office_incidents_post(struct ctx *c, struct err *err)
{
	struct wanted w = wanted_of(c);
	struct values v = { 0 };
	const struct case_actor actor = office_actor(c);
	struct incident_repair r = {
		.tenant = c->tenant, .number = w.number, .token = w.token, .msg_id = w.msg_id, .actor = &actor
	};
	if (str_eq_c(req_value(c->req, "_action"), "repair")) {
		if (!load(c, w.number, w.token, &v, err))
			return false;
		r.flow = v.flow;
		r.vars = changed(c, &v);
	}
	if (incident_retry(c->app->db, c->arena, &r, err)) {
		resp_redirect(c->resp, STR(ADDRESS "?versucht=ja"));
		return true;
	}
	const struct err why = *err;
	bool typed = r.vars != NULL && (why.kind == ERR_INPUT || why.kind == ERR_BROKEN);
	return typed ? show(c, &v, &why, err) : false;
}
