/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/OWNER/flow/ID/umzug": takes open cases over to another version of their workflow. The plan is proposed and
 * may be changed, a dry run says who moves and who stays, then it is confirmed; the worker does both. */
#include "admin.h"
#include "base/json.h"
#include "cases/case_order.h"
#include "diagram.h"

#define ELEMENT "p:" /* a field's name is this and the id of an element of the old version */

/* What the page is about. */
struct move {
	struct admin ad;
	const struct case_order_open *open;
	size_t n_open;
	const struct publish_version *versions;
	size_t n_versions;
	int64_t current;
	const struct case_order *order; /* the latest, or NULL */
	int64_t from, to;               /* 0: there is no such version */
	const struct flow *old, *new;   /* NULL: there is nothing to plan */
	struct flow_plan plan;
	struct diags wrong; /* with the plan */
};

static bool load(struct ctx *c, struct move *m, struct err *err)
{
	struct publish_entry entry;
	*m = (struct move){ .wrong = diags_new(c->arena, STR("")) };
	if (!admin_find(c, &m->ad, err))
		return false;
	const struct admin *ad = &m->ad;
	if (ad->kind != PUBLISH_FLOW)
		return err_set(err, ERR_NOTFOUND, "%s", "");
	if (!publish_versions(c->app->db, c->arena, ad->owner, ad->kind, ad->id, &m->versions, &m->n_versions, err) ||
	    !admin_entry(c, ad, &entry, err) ||
	    !case_order_open(c->app->db, c->arena, ad->owner, ad->id, &m->open, &m->n_open, err) ||
	    !case_order_load(c->app->db, c->arena, ad->owner, ad->id, &m->order, err))
		return false;
	m->current = entry.version;
	return m->n_versions > 0 || err_set(err, ERR_NOTFOUND, "Diesen Ablauf gibt es hier nicht.");
}

/* Which versions: those asked for, else those of an order that is not done, else the oldest with open cases and the
 * current one. */
static void choose(struct move *m, struct str from, struct str to)
{
	if (m->n_open > 0)
		m->from = m->open[0].version;
	m->to = m->current;
	if (m->order != NULL && m->order->phase != CASE_ORDER_MOVED) {
		m->from = m->order->from;
		m->to = m->order->to;
	}
	str_to_i64(from, &m->from);
	str_to_i64(to, &m->to);
}

/* changes: what a person says; NULL: what the latest order between these versions says, if there is one. */
static bool plan(struct ctx *c, struct move *m, const json_t *changes, struct err *err)
{
	struct app *app = c->app;
	const struct admin *ad = &m->ad;
	if (m->from == m->to || m->from < 1 || m->to < 1)
		return true;
	if (!publish_flow_version(app->cache, app->db, ad->owner, ad->id, m->from, &m->old, err) ||
	    !publish_flow_version(app->cache, app->db, ad->owner, ad->id, m->to, &m->new, err))
		return false;
	m->plan = flow_plan_propose(c->arena, m->old, m->new);
	bool again = m->order != NULL && m->order->from == m->from && m->order->to == m->to;
	flow_plan_amend(&m->plan, m->old, m->new, changes == NULL && again ? m->order->plan : changes, &m->wrong);
	return true;
}

/* ---- the plan on the page ---- */

static struct str name_of(struct ctx *c, struct str name, struct str id)
{
	return name.n > 0 ? str_fmt(c->arena, "%.*s (%.*s)", STR_ARG(name), STR_ARG(id)) : id;
}

static struct tpl_list choices(struct ctx *c, const struct move *m, const struct flow_map *x)
{
	const struct flow_choice *from;
	size_t n = flow_plan_choices(c->arena, m->old, m->new, x->from, &from);
	struct view_move_option *list = ARENA_ARRAY(c->arena, struct view_move_option, n + 1);
	list[0] = (struct view_move_option){ STR(""), page_text(c, "migrate.nothing"), x->to.n == 0 };
	for (size_t i = 0; i < n; i++)
		list[i + 1] =
		    (struct view_move_option){ from[i].id, name_of(c, from[i].name, from[i].id), str_eq(from[i].id, x->to) };
	return (struct tpl_list){ list, n + 1 };
}

static const struct flow_map *map_of(const struct move *m, struct str from)
{
	for (size_t i = 0; i < m->plan.n; i++)
		if (str_eq(m->plan.list[i].from, from))
			return &m->plan.list[i];
	return NULL;
}

/* Where cases can stand, in the order of the workflow; all else becomes what it is called. */
static void rows(struct ctx *c, const struct move *m, struct view_migrate *v)
{
	const struct flow_view_step *steps;
	size_t n = flow_view(c->arena, m->old, &steps);
	struct view_move_row *changed = ARENA_ARRAY(c->arena, struct view_move_row, n);
	struct view_move_row *same = ARENA_ARRAY(c->arena, struct view_move_row, n);
	for (size_t i = 0; i < n; i++) {
		const struct flow_map *x = map_of(m, steps[i].id);
		if (x == NULL || !x->waits)
			continue;
		bool equal = x->how == FLOW_MOVE_SAME;
		struct view_move_row *row = equal ? &same[v->same.n++] : &changed[v->changed.n++];
		*row = (struct view_move_row){
			.html_id = str_fmt(c->arena, "schritt-%zu", i + 1),
			.name = str_fmt(c->arena, ELEMENT "%.*s", STR_ARG(x->from)),
			.title = x->name.n > 0 ? x->name : diagram_kind(c, &steps[i]),
			.kind = x->name.n > 0 ? diagram_kind(c, &steps[i]) : STR(""),
			.id = x->from,
			.how = str_c(flow_move_word(x->how)),
			.options = choices(c, m, x),
		};
	}
	v->changed.items = changed;
	v->same.items = same;
	v->has_changed = v->changed.n > 0;
	v->has_same = v->same.n > 0;
	struct str count = admin_number(c, (int64_t)v->same.n);
	v->same_count = page_text_with(c, v->same.n == 1 ? "migrate.same_one" : "migrate.same_many", &count, 1);
}

/* Two pictures on one page have two names. */
static const struct view_diagram *titled(struct ctx *c, struct view_diagram *picture, struct str version)
{
	if (picture != NULL)
		picture->title = str_fmt(c->arena, "%.*s, %.*s", STR_ARG(picture->title), STR_ARG(version));
	return picture;
}

/* The two versions with what changes between them. */
static void draw(struct ctx *c, const struct move *m, struct view_migrate *v)
{
	struct draw_mark *gone = ARENA_ARRAY(c->arena, struct draw_mark, m->plan.n);
	struct draw_mark *new = ARENA_ARRAY(c->arena, struct draw_mark, m->plan.n);
	size_t n_gone = 0, n_new = 0;
	for (size_t i = 0; i < m->plan.n; i++) {
		const struct flow_map *x = &m->plan.list[i];
		if (x->how == FLOW_MOVE_GONE)
			gone[n_gone++] = (struct draw_mark){ .id = x->from, .note = page_text(c, "migrate.gone") };
		else if (x->how != FLOW_MOVE_SAME)
			new[n_new++] = (struct draw_mark){ .id = x->to,
				.note = page_text_with(c, "migrate.was", x->name.n > 0 ? &x->name : &x->from, 1) };
	}
	v->old = titled(c, diagram(c, m->old, gone, n_gone), v->from_name);
	v->new = titled(c, diagram(c, m->new, new, n_new), v->to_name);
}

/* ---- what came of the order ---- */

/* "1 Vorgang", "409 Vorgänge" */
static struct str cases(struct ctx *c, size_t n)
{
	struct str number = admin_number(c, (int64_t)n);
	return page_text_with(c, n == 1 ? "migrate.case" : "migrate.cases", &number, 1);
}

static const struct view_notice *outcome(struct ctx *c, const struct case_order *o)
{
	static const struct {
		const char *kind, *heading, *text;
	} words[] = {
		[CASE_ORDER_TRYING] = { "info", "migrate.trying", "migrate.trying_text" },
		[CASE_ORDER_TRIED] = { "info", "migrate.tried", "migrate.tried_text" },
		[CASE_ORDER_MOVING] = { "info", "migrate.moving", "migrate.moving_text" },
		[CASE_ORDER_MOVED] = { "success", "migrate.moved", "migrate.moved_text" },
		[CASE_ORDER_FAILED] = { "danger", "migrate.failed", "migrate.failed_text" },
	};
	size_t all = o->tally.cases, moved = o->tally.moved;
	bool none = o->phase == CASE_ORDER_TRIED && moved == 0;
	struct str values[] = { cases(c, all), admin_number(c, (int64_t)moved), admin_number(c, (int64_t)(all - moved)),
		admin_number(c, o->from), admin_number(c, o->to), admin_who(c, o->by), o->at, o->reason };
	const size_t n = sizeof values / sizeof values[0];
	struct view_notice *v = ARENA_NEW(c->arena, struct view_notice);
	*v = (struct view_notice){
		.kind = none ? STR("warning") : str_c(words[o->phase].kind),
		.heading = page_text_with(c, words[o->phase].heading, values, n),
		.text = page_text_with(c, none ? "migrate.tried_none" : words[o->phase].text, values, n),
	};
	if (o->phase == CASE_ORDER_TRYING || o->phase == CASE_ORDER_MOVING) {
		v->href = c->req->path;
		v->link = page_text(c, "migrate.refresh");
	}
	return v;
}

static struct tpl_list stays(struct ctx *c, const struct move *m)
{
	const struct case_tally *t = &m->order->tally;
	struct view_move_stay *list = ARENA_ARRAY(c->arena, struct view_move_stay, t->n_stays);
	for (size_t i = 0; i < t->n_stays; i++) {
		const struct case_stay *s = &t->stays[i];
		size_t n = s->n < CASE_STAYS_NAMED ? s->n : CASE_STAYS_NAMED;
		struct view_link *links = ARENA_ARRAY(c->arena, struct view_link, n);
		for (size_t k = 0; k < n; k++)
			links[k] = (struct view_link){ str_fmt(c->arena, "/office/vorgang/%.*s/%.*s", STR_ARG(m->ad.owner),
				                               STR_ARG(s->numbers[k])),
				s->numbers[k] };
		bool last = t->n_stays == CASE_STAYS_MAX && i + 1 == t->n_stays;
		list[i] = (struct view_move_stay){
			.reason = last ? page_text_with(c, "migrate.and_others", &s->reason, 1) : s->reason,
			.n = admin_number(c, (int64_t)s->n),
			.cases = { links, n },
			.more = n < s->n,
		};
	}
	return (struct tpl_list){ list, t->n_stays };
}

static void show_order(struct ctx *c, const struct move *m, struct view_migrate *v)
{
	const struct case_order *o = m->order;
	if (o == NULL)
		return;
	v->order = outcome(c, o);
	v->stays = stays(c, m);
	v->has_stays = v->stays.n > 0;
	v->rev = o->rev;
	v->may_order = o->phase != CASE_ORDER_MOVING;
	struct str n = cases(c, o->tally.moved);
	if (o->phase == CASE_ORDER_TRIED && o->tally.moved > 0)
		v->confirm = page_text_with(c, "migrate.confirm", &n, 1);
}

/* ---- the page ---- */

static struct tpl_list versions(struct ctx *c, const struct move *m, bool from)
{
	size_t n = from ? m->n_open : m->n_versions;
	struct view_move_option *list = ARENA_ARRAY(c->arena, struct view_move_option, n);
	for (size_t i = 0; i < n; i++) {
		int64_t version = from ? m->open[i].version : m->versions[i].version;
		struct str words[] = { admin_number(c, version), cases(c, from ? (size_t)m->open[i].cases : 0) };
		const char *key = from                    ? "migrate.from_version"
		                  : version == m->current ? "migrate.to_current"
		                                          : "admin.version";
		list[i] = (struct view_move_option){ words[0], page_text_with(c, key, words, from ? 2 : 1),
			version == (from ? m->from : m->to) };
	}
	return (struct tpl_list){ list, n };
}

/* The library has no cases: the municipalities have. */
static bool places(struct ctx *c, const struct move *m, struct view_migrate *v, struct err *err)
{
	struct tpl_list owners;
	if (!admin_owners(c, m->ad.owner, &owners, &v->owner, err))
		return false;
	const struct view_admin_owner *all = owners.items;
	struct view_link *list = ARENA_ARRAY(c->arena, struct view_link, owners.n);
	v->is_library = str_eq_c(m->ad.owner, "_");
	for (size_t i = 0; i < owners.n; i++)
		if (!str_eq_c(all[i].id, "_"))
			list[v->places.n++] = (struct view_link){
				str_fmt(c->arena, "%.*sumzug", STR_ARG(admin_base(c, all[i].id, PUBLISH_FLOW, m->ad.id))), all[i].name
			};
	v->places.items = list;
	return true;
}

static struct tpl_list errors(struct ctx *c, const struct diags *d)
{
	struct form_view_error *list = ARENA_ARRAY(c->arena, struct form_view_error, d->n);
	for (size_t i = 0; i < d->n; i++)
		list[i] = (struct form_view_error){ .href = STR("#plan"), .message = d->list[i].text };
	return (struct tpl_list){ list, d->n };
}

static bool show(
    struct ctx *c, const struct move *m, unsigned status, const struct view_notice *notice, struct err *err)
{
	struct view_migrate v = {
		.page = page_frame(c, page_text(c, "migrate.title")), .notice = notice, .may_order = true
	};
	if (!places(c, m, &v, err))
		return false;
	v.back_href = m->ad.base;
	v.action = c->req->path;
	v.id = m->ad.id;
	v.title = m->old != NULL && flow_name(m->old).n > 0 ? flow_name(m->old) : m->ad.id;
	show_order(c, m, &v);
	v.from = versions(c, m, true);
	v.to = versions(c, m, false);
	v.from_version = m->from;
	v.to_version = m->to;
	v.has_plan = m->old != NULL && v.may_order;
	if (v.has_plan) {
		struct str from = admin_number(c, m->from), to = admin_number(c, m->to);
		v.from_name = page_text_with(c, "admin.version", &from, 1);
		v.to_name = page_text_with(c, "admin.version", &to, 1);
		rows(c, m, &v);
		draw(c, m, &v);
	}
	v.errors = errors(c, &m->wrong);
	v.has_errors = v.page.has_errors = m->wrong.n > 0;
	c->resp->status = v.has_errors ? 422 : status;
	page_render(c, PAGE_ADMIN_MIGRATE, &v);
	return true;
}

bool admin_migrate(struct ctx *c, struct err *err)
{
	struct move m;
	if (!load(c, &m, err))
		return false;
	choose(&m, req_query(c->req, "von"), req_query(c->req, "nach"));
	return plan(c, &m, NULL, err) && show(c, &m, 200, NULL, err);
}

/* What the selects say. */
static const json_t *said(struct ctx *c)
{
	json_t *out = json_keep(c->arena, json_object());
	for (size_t i = 0; i < c->req->body.n; i++) {
		const struct param *p = &c->req->body.list[i];
		struct str id = str_sub(p->name, sizeof ELEMENT - 1, p->name.n);
		if (str_starts(p->name, STR(ELEMENT)))
			json_object_setn_new(out, id.p, id.n, p->value.n == 0 ? json_null() : json_stringn(p->value.p, p->value.n));
	}
	return out;
}

static bool conflict(struct ctx *c, struct move *m, struct err *err)
{
	const struct view_notice *notice =
	    admin_notice(c, "danger", page_text(c, "migrate.conflict"), page_text(c, "migrate.conflict_text"));
	return load(c, m, err) && (choose(m, STR(""), STR("")), plan(c, m, NULL, err)) && show(c, m, 409, notice, err);
}

static bool done(struct ctx *c)
{
	resp_redirect(c->resp, c->req->path);
	return true;
}

static bool go(struct ctx *c, struct move *m, struct err *err)
{
	int64_t rev;
	struct str actor = c->session->login;
	if (!str_to_i64(req_value(c->req, "_rev"), &rev))
		return err_set(err, ERR_INPUT, "%s", "");
	if (case_order_go(c->app->db, c->arena, m->ad.owner, m->ad.id, rev, actor, err))
		return done(c);
	if (err->kind != ERR_CONFLICT)
		return false;
	const struct case_order *o = m->order;
	bool mine = o != NULL && o->rev == rev + 1 && str_eq(o->by, actor) &&
	            (o->phase == CASE_ORDER_MOVING || o->phase == CASE_ORDER_MOVED);
	return mine ? done(c) : conflict(c, m, err); /* mine: the same button twice */
}

bool admin_migrate_post(struct ctx *c, struct err *err)
{
	struct move m;
	if (!load(c, &m, err))
		return false;
	if (str_eq_c(req_value(c->req, "_action"), "move"))
		return go(c, &m, err);
	choose(&m, req_value(c->req, "_from"), req_value(c->req, "_to"));
	if (!plan(c, &m, said(c), err))
		return false;
	if (m.old == NULL)
		return err_set(err, ERR_INPUT, "%s", "");
	if (m.wrong.n > 0)
		return show(c, &m, 422, NULL, err);
	const struct case_order order = {
		.from = m.from, .to = m.to, .plan = json_keep(c->arena, flow_plan_json(&m.plan)), .by = c->session->login
	};
	if (case_order_try(c->app->db, c->arena, m.ad.owner, m.ad.id, &order, err))
		return done(c);
	return err->kind == ERR_CONFLICT && conflict(c, &m, err);
}
