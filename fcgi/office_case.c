/* SPDX-License-Identifier: EUPL-1.2
 * "/office/vorgang/{tenant}/{number}": everything about a case on one page: its head, the application as it was sent,
 * the open tasks with their forms, the history. */
#include "office.h"

#include "base/json.h"
#include "base/media.h"
#include "cases/attachment.h"
#include "cases/route.h"
#include "consents.h"
#include "csrf.h"
#include "fee.h"
#include "flow/flow.h"
#include "publish/publish.h"
#include "router.h"
#include "views_office.h"

struct case_actor office_actor(const struct ctx *c)
{
	return (struct case_actor){ c->session->login, c->session->name };
}

struct str office_case_address(const struct ctx *c, struct str number)
{
	return str_fmt(c->arena, "/office/vorgang/%.*s/%.*s", STR_ARG(c->tenant), STR_ARG(number));
}

json_t *office_answers_read(struct ctx *c, struct str text)
{
	json_t *answers = text.n == 0 ? NULL : json_loadb(text.p, text.n, 0, NULL);
	if (!json_is_object(answers)) {
		json_decref(answers);
		answers = json_object();
	}
	return json_keep(c->arena, answers);
}

bool office_case_load(struct ctx *c, struct office_case *k, struct err *err)
{
	struct app *app = c->app;
	*k = (struct office_case){
		.address = office_case_address(c, router_arg(c, ":NUMBER")),
		.actor = office_actor(c),
		.world = places_world(&c->places, page_today()),
	};
	struct case_file *f = &k->file;
	if (!str_eq(router_arg(c, ":tenant"), c->tenant))
		return err_set(err, ERR_NOTFOUND, "%s", ""); /* of another municipality: as if there were none */
	if (!case_load(app->db, c->arena, c->tenant, router_arg(c, ":NUMBER"), &k->actor, f, err))
		return false;
	c->about = str_fmt(c->arena, "case/%.*s", STR_ARG(f->number));
	bool applied = f->form.n > 0; /* else a timer, message or signal began it */
	return (!applied ||
	           publish_form_version(app->cache, app->db, c->tenant, f->form, f->form_version, &k->form, err)) &&
	       publish_flow_version(app->cache, app->db, c->tenant, f->flow, f->flow_version, &k->flow, err);
}

/* ---- the application ---- */

static struct tpl_list sections(struct ctx *c, const struct office_case *k)
{
	const struct form_view_section *from;
	if (k->form == NULL)
		return (struct tpl_list){ 0 };
	const struct form_state *s = form_eval(c->arena, k->form, k->file.answers, &k->world);
	size_t n = form_view_summary(c->arena, s, &from);
	struct view_case_section *list = ARENA_ARRAY(c->arena, struct view_case_section, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct view_case_section){ from[i].title, { from[i].answers, from[i].n_answers } };
	return (struct tpl_list){ list, n };
}

/* ---- the documents ---- */

static bool documents(struct ctx *c, const struct office_case *k, struct view_case *v, struct err *err)
{
	const struct attachment *from;
	size_t n;
	if (!attachment_list(c->app->db, c->arena, c->tenant, k->file.number, &from, &n, err))
		return false;
	struct view_case_document *list = ARENA_ARRAY(c->arena, struct view_case_document, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct view_case_document){
			.href = str_fmt(c->arena, "%.*s/anlage/%.*s", STR_ARG(k->address), STR_ARG(from[i].id)),
			.document = from[i].document,
			.name = from[i].name,
			.about = str_fmt(c->arena, "%.*s, %.*s", STR_ARG(media_label(from[i].type)),
			    STR_ARG(media_size(c->arena, from[i].size))),
		};
	v->documents = (struct tpl_list){ list, n };
	v->has_documents = n > 0;
	return true;
}

/* ---- the history ---- */

/* What was entered into a task form, as people read it; nothing when the form is gone. */
static struct tpl_list entered(struct ctx *c, const struct office_case *k, const struct case_event *e)
{
	struct flow_effect task;
	const struct form *form;
	struct err err;
	if (e->data == NULL || !flow_task(k->flow, e->element, &task) ||
	    !publish_form_at(c->app->cache, c->app->db, c->tenant, task.form, k->file.created_at, &form, &err))
		return (struct tpl_list){ 0 };
	const struct form_view_section *from;
	const struct form_state *s = form_eval(c->arena, form, e->data, &k->world);
	size_t sections = form_view_summary(c->arena, s, &from), n = 0, cap = 0;
	for (size_t i = 0; i < sections; i++)
		cap += from[i].n_answers;
	struct form_view_answer *list = ARENA_ARRAY(c->arena, struct form_view_answer, cap);
	for (size_t i = 0; i < sections; i++)
		for (size_t j = 0; j < from[i].n_answers; j++)
			if (!from[i].answers[j].missing)
				list[n++] = from[i].answers[j];
	return (struct tpl_list){ list, n };
}

/* Events that people understand; the key of their words, {1} is the text of the event. */
static const struct {
	const char *kind, *words;
} sentences[] = {
	{ "submitted", "event.submitted" },
	{ "claimed", "event.claimed" },
	{ "taken", "event.taken" },
	{ "unclaimed", "event.unclaimed" },
	{ "completed", "event.completed" },
	{ "failed", "event.failed" },
	{ "status", "event.status" },
	{ "timer", "event.timer" },
	{ "message", "event.message" },
	{ "signal", "event.signal" },
	{ "repaired", "event.repaired" },
	{ "migrated", "event.migrated" },
	{ "decided", "event.decided" },
	{ "ended", "event.ended" },
};

static const char *words_of(const struct case_event *e)
{
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
		if (str_eq_c(e->kind, sentences[i].kind))
			return sentences[i].words;
	return NULL;
}

/* Newest first. */
static struct tpl_list history(struct ctx *c, const struct office_case *k)
{
	const struct case_file *f = &k->file;
	struct view_case_event *list = ARENA_ARRAY(c->arena, struct view_case_event, f->n_history);
	size_t n = 0;
	for (size_t i = f->n_history; i > 0; i--) {
		const struct case_event *e = &f->history[i - 1];
		const char *words = words_of(e);
		if (words == NULL)
			continue;
		list[n++] = (struct view_case_event){
			.title = page_text_with(c, words, &e->text, 1),
			.at = e->at,
			.actor = str_eq_c(e->actor, "citizen") ? page_text(c, "event.citizen") : e->actor_name,
			.answers = entered(c, k, e),
		};
	}
	return (struct tpl_list){ list, n };
}

/* ---- the tasks ---- */

static struct str claimed_at(const struct case_file *f, const struct case_task *t)
{
	for (size_t i = f->n_history; i > 0; i--) {
		const struct case_event *e = &f->history[i - 1];
		if ((str_eq_c(e->kind, "claimed") || str_eq_c(e->kind, "taken")) && str_eq(e->element, t->element))
			return e->at;
	}
	return t->opened_at;
}

static struct office_entry blank(struct ctx *c, const struct office_case *k, int64_t token, const struct form *form)
{
	struct office_entry e = { .token = token, .form = form };
	e.answers = office_answers_read(c, STR(""));
	e.state = form_eval(c->arena, form, e.answers, &k->world);
	e.page = form_page_relevant(e.state, 0) ? 0 : form_page_next(e.state, 0);
	return e;
}

static struct tpl_list failures(struct ctx *c, const struct office_case *k, const struct case_task *t)
{
	const struct flow_failure *from;
	size_t n = flow_failures(c->arena, k->flow, t->element, &from);
	struct view_failure *list = ARENA_ARRAY(c->arena, struct view_failure, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct view_failure){ from[i].event, from[i].name };
	return (struct tpl_list){ list, n };
}

static bool fill_form(struct ctx *c, const struct office_case *k, const struct case_task *t,
    const struct office_entry *entry, struct view_case_task *v, struct err *err)
{
	struct office_entry fresh;
	if (entry == NULL || entry->token != t->token || entry->form == NULL) {
		const struct form *form;
		if (!publish_form_at(c->app->cache, c->app->db, c->tenant, t->form, k->file.created_at, &form, err))
			return false;
		fresh = blank(c, k, t->token, form);
		entry = &fresh;
	}
	v->cmd = csrf_random(c->arena);
	v->form_id = t->form;
	v->page_id = form_page_id(entry->form, entry->page);
	v->answers = json_text(c->arena, entry->answers, JSON_COMPACT);
	v->is_last = form_page_next(entry->state, entry->page) == SIZE_MAX;
	v->form = form_view(c->arena, entry->state, entry->page, entry->show_errors);
	v->failures = failures(c, k, t);
	v->has_failures = v->failures.n > 0;
	return true;
}

/* The box that confirms a take-over was not ticked. */
static const struct form_view_page *unconfirmed(struct ctx *c, struct view_case_task *t)
{
	struct form_view_page *v = ARENA_NEW(c->arena, struct form_view_page);
	struct form_view_error *e = ARENA_NEW(c->arena, struct form_view_error);
	t->error = page_text_with(c, "task.take_missing", &t->assignee, 1);
	t->error_id = str_fmt(c->arena, "%.*s-fehler", STR_ARG(t->id));
	*e = (struct form_view_error){ str_fmt(c->arena, "#%.*s-box", STR_ARG(t->id)), t->error, false };
	*v = (struct form_view_page){ .errors = e, .n_errors = 1, .has_errors = true };
	return v;
}

/* Above the page, since the task may be far below. */
static const struct view_notice *asks_more(struct ctx *c, const struct view_case_task *t)
{
	struct view_notice *v = ARENA_NEW(c->arena, struct view_notice);
	v->kind = STR("info");
	v->heading = page_text(c, "task.asks_more");
	v->href = str_fmt(c->arena, "#%.*s", STR_ARG(t->id));
	v->link = page_text_with(c, "case.jump", &t->title, 1);
	return v;
}

static bool tasks(
    struct ctx *c, const struct office_case *k, const struct office_entry *entry, struct view_case *v, struct err *err)
{
	const struct case_file *f = &k->file;
	struct view_case_task *list = ARENA_ARRAY(c->arena, struct view_case_task, f->n_tasks);
	for (size_t i = 0; i < f->n_tasks; i++) {
		const struct case_task *t = &f->tasks[i];
		list[i] = (struct view_case_task){
			.id = str_fmt(c->arena, "aufgabe-%lld", (long long)t->token),
			.title = t->name,
			.assignee = t->assignee_name,
			.holder = t->assignee,
			.since = claimed_at(f, t),
			.office = t->office_name,
			.blocked_by = t->barred_by,
			.due = t->due,
			.overdue = t->overdue,
			.token = t->token,
		};
		if (t->assignee.n > 0)
			v->assignee = t->assignee_name;
		if (!t->mine)
			list[i].is_elsewhere = true;
		else if (t->barred_by.n > 0)
			list[i].is_blocked = true;
		else if (t->assignee.n == 0)
			list[i].is_free = true;
		else if (!str_eq(t->assignee, k->actor.login))
			list[i].is_taken = true;
		else if (!fill_form(c, k, t, entry, &list[i], err))
			return false;
		else
			list[i].is_mine = true;
		if (entry == NULL || entry->token != t->token)
			continue;
		if (entry->form == NULL)
			v->failed = list[i].is_taken ? unconfirmed(c, &list[i]) : NULL;
		else if (entry->show_errors)
			v->failed = list[i].form;
		else
			v->notice = asks_more(c, &list[i]);
	}
	v->tasks = (struct tpl_list){ list, f->n_tasks };
	v->has_tasks = f->n_tasks > 0;
	return true;
}

/* What it waits for besides people, in sentences. */
static struct tpl_list waits(struct ctx *c, const struct case_file *f)
{
	struct view_text *list = ARENA_ARRAY(c->arena, struct view_text, f->n_waits);
	for (size_t i = 0; i < f->n_waits; i++) {
		const struct case_wait *w = &f->waits[i];
		const char *words = w->held                        ? "case.wait_held"
		                    : str_eq_c(w->kind, "timer")   ? "case.wait_timer"
		                    : str_eq_c(w->kind, "message") ? "case.wait_message"
		                                                   : "case.wait_signal";
		const struct str values[] = { w->element, w->held || str_eq_c(w->kind, "timer") ? w->due : w->name };
		list[i].text = page_text_with(c, words, values, 2);
	}
	return (struct tpl_list){ list, f->n_waits };
}

bool office_case_show(struct ctx *c, const struct office_case *k, const struct office_entry *entry, struct err *err)
{
	const struct case_file *f = &k->file;
	struct view_case v = {
		.page = page_frame(c, page_text_with(c, "case.preline", &f->number, 1)),
		.action = k->address,
		.number = f->number,
		.subject = k->form != NULL ? form_title(k->form) : flow_name(k->flow),
		.status = f->status,
		.status_kind = STR("info"),
		.received = f->sent_at,
		.office = f->office_name,
		.sections = sections(c, k),
		.history = history(c, k),
		.waits = waits(c, f),
		.has_waits = f->n_waits > 0,
		.fee = fee_stored(c, f->fee),
		.consents = consents_stored(c, f->consents),
	};
	struct view_diagram *picture = diagram_of_case(c, k->flow, f, &v.way);
	if (picture != NULL)
		picture->large_href = str_fmt(c->arena, "%.*s/ablauf", STR_ARG(k->address));
	v.diagram = picture;
	v.has_way = v.way.n > 0;
	if (!documents(c, k, &v, err) || !tasks(c, k, entry, &v, err))
		return false;
	v.page.has_errors = v.failed != NULL && v.failed->has_errors;
	if (v.page.has_errors)
		c->resp->status = 422;
	page_render(c, PAGE_CASE, &v);
	return true;
}

bool office_case(struct ctx *c, struct err *err)
{
	struct office_case k;
	return office_case_load(c, &k, err) && office_case_show(c, &k, NULL, err);
}

bool office_diagram(struct ctx *c, struct err *err)
{
	struct office_case k;
	return office_case_load(c, &k, err) && diagram_send(c, k.flow, &k.file, err);
}
