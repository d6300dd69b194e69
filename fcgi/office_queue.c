/* SPDX-License-Identifier: EUPL-1.2
 * "/office/": the open tasks of one's offices, what is most urgent and due first on top. Every view and every page of
 * it has an address of its own. */
#include "office.h"
#include "office/worklist.h"
#include "publish/publish.h"
#include "views_office.h"

#define PAGE_CASES 50
#define MANY 1000 /* worklist_count counts no further */

static const struct {
	const char *address, *label; /* of the view: "?ansicht=meine"; key of its words */
} views[] = {
	[WORKLIST_ALL] = { "", "queue.view_open" },
	[WORKLIST_MINE] = { "meine", "queue.view_mine" },
	[WORKLIST_FREE] = { "frei", "queue.view_free" },
	[WORKLIST_OVERDUE] = { "faellig", "queue.view_overdue" },
};
enum { VIEWS_N = sizeof views / sizeof views[0] };

static enum worklist_view view_of(const struct ctx *c)
{
	struct str wanted = req_query(c->req, "ansicht");
	for (size_t i = 0; i < VIEWS_N; i++)
		if (str_eq_c(wanted, views[i].address))
			return (enum worklist_view)i;
	return WORKLIST_ALL;
}

static struct str address(struct ctx *c, enum worklist_view view, struct str after)
{
	struct buf b = buf_new(c->arena);
	buf_add_c(&b, "/office/");
	if (view != WORKLIST_ALL)
		buf_add_fmt(&b, "?ansicht=%s", views[view].address);
	if (after.n > 0) {
		buf_add_fmt(&b, "%cab=", view == WORKLIST_ALL ? '?' : '&');
		params_encode(&b, after);
	}
	return buf_str(&b);
}

static struct tpl_list tabs(struct ctx *c, enum worklist_view current, const struct worklist_counts *counts)
{
	const int64_t n[VIEWS_N] = { [WORKLIST_ALL] = counts->all,
		[WORKLIST_MINE] = counts->mine,
		[WORKLIST_FREE] = counts->free,
		[WORKLIST_OVERDUE] = counts->overdue };
	struct view_queue_view *list = ARENA_ARRAY(c->arena, struct view_queue_view, VIEWS_N);
	for (size_t i = 0; i < VIEWS_N; i++)
		list[i] = (struct view_queue_view){
			.href = address(c, (enum worklist_view)i, STR("")),
			.label = page_text(c, views[i].label),
			.count = n[i] >= MANY ? STR("1.000+") : str_fmt(c->arena, "%lld", (long long)n[i]),
			.current = i == (size_t)current,
		};
	return (struct tpl_list){ list, VIEWS_N };
}

/* A definition that no longer compiles must not hide the queue: then the id has to do. */
static struct str title_of(struct ctx *c, struct str form_id, int64_t version)
{
	const struct form *form;
	struct err err;
	if (form_id.n == 0)
		return page_text(c, "queue.no_form");
	if (publish_form_version(c->app->cache, c->app->db, c->tenant, form_id, version, &form, &err))
		return form_title(form);
	log_error(&c->app->log, "form-unreadable", log_text("form", form_id), log_text("text", str_c(err.text)));
	return form_id;
}

static struct tpl_list rows(struct ctx *c, const struct worklist *w)
{
	struct view_queue_case *list = ARENA_ARRAY(c->arena, struct view_queue_case, w->n);
	for (size_t i = 0; i < w->n; i++) {
		const struct worklist_task *t = &w->tasks[i];
		list[i] = (struct view_queue_case){
			.href = office_case_address(c, t->number),
			.number = t->number,
			.subject = title_of(c, t->form, t->form_version),
			.task = t->name,
			.status = t->status,
			.status_kind = STR("info"),
			.received = t->sent_at,
			.due = t->due,
			.overdue = t->overdue,
			.urgent = t->priority<5, .can_wait = t->priority> 5,
			.office = t->office_name,
			.assignee = t->assignee_name,
			.token = t->token,
			.mine = str_eq(t->assignee, c->session->login),
			.barred = t->barred,
			.can_claim = t->assignee.n == 0 && !t->barred,
		};
	}
	return (struct tpl_list){ list, w->n };
}

static bool offices(struct ctx *c, struct str *names, struct err *err)
{
	struct db_rows r;
	const struct session *s = c->session;
	if (!db_once(c->app->db, c->arena, c->tenant, DB_WEB_OFFICES,
	        DB_PARAMS(db_text(c->tenant), db_texts(c->arena, s->offices, s->n_offices)), &r, err))
		return false;
	*names = db_get(&r, 0, 0);
	return true;
}

/* After a task was completed: says so, and leads to the next one that this person may do. */
static const struct view_notice *notice(struct ctx *c, struct tpl_list cases)
{
	struct str done = req_query(c->req, "erledigt");
	const struct view_queue_case *list = cases.items;
	for (size_t i = 0; i < done.n; i++)
		if (!((done.p[i] >= 'A' && done.p[i] <= 'Z') || (done.p[i] >= '0' && done.p[i] <= '9') || done.p[i] == '-'))
			return NULL;
	if (done.n == 0)
		return NULL;
	struct view_notice *v = ARENA_NEW(c->arena, struct view_notice);
	v->kind = STR("success");
	v->heading = page_text_with(c, "queue.done", &done, 1);
	for (size_t i = 0; i < cases.n && v->href.n == 0; i++) {
		if (!list[i].mine && !list[i].can_claim)
			continue;
		v->href = list[i].href;
		v->link = page_text_with(c, "queue.next", &list[i].number, 1);
	}
	return v;
}

bool office_queue(struct ctx *c, struct err *err)
{
	struct app *app = c->app;
	enum worklist_view view = view_of(c);
	struct str after = req_query(c->req, "ab");
	struct case_actor actor = office_actor(c);
	struct worklist w;
	struct worklist_counts counts;
	struct view_queue v = { .page = page_frame(c, page_text(c, "queue.title")), .several = c->session->n_offices > 1 };
	if (c->session->n_offices == 0)
		return err_set(err, ERR_DENIED, "%s", page_text(c, "login.denied").p);
	if (!worklist_load(app->db, c->arena, c->tenant, &actor, view, after, PAGE_CASES, &w, err) ||
	    !worklist_count(app->db, c->arena, c->tenant, &actor, &counts, err) || !offices(c, &v.offices, err))
		return false;
	v.views = tabs(c, view, &counts);
	v.cases = rows(c, &w);
	v.has_cases = w.n > 0;
	v.notice = notice(c, v.cases);
	if (w.next.n > 0)
		v.more_href = address(c, view, w.next);
	if (after.n > 0)
		v.first_href = address(c, view, STR(""));
	page_render(c, PAGE_QUEUE, &v);
	return true;
}
