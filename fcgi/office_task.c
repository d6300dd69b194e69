/* SPDX-License-Identifier: EUPL-1.2
 * Posts to a case: claim a task, take it over, give it back, fill in its form, complete it, report that it cannot be
 * done.
 *
 * A task form that is not complete is stored nowhere: the page carries what was entered on it so far in _answers and
 * names itself in _page, _task and _form. All of that is only believed as far as it concerns what is shown again; what
 * is stored is judged here, against the task that is open, and by the statement that stores it. */
#include "base/json.h"
#include "cases/task.h"
#include "office.h"
#include "publish/publish.h"
#include "views_office.h"

struct post {
	struct office_case k;
	struct task_command cmd;
	const struct case_task *task; /* NULL: no longer open */
	const struct form *form;      /* of the task; NULL: unknown */
	struct office_entry entry;
	json_t *answers; /* of all pages so far */
};

static const struct case_task *task_of(const struct case_file *f, int64_t token)
{
	for (size_t i = 0; i < f->n_tasks; i++)
		if (f->tasks[i].token == token)
			return &f->tasks[i];
	return NULL;
}

static struct form_param *params(struct ctx *c, size_t *n)
{
	const struct params *body = &c->req->body;
	struct form_param *list = ARENA_ARRAY(c->arena, struct form_param, body->n);
	*n = 0;
	for (size_t i = 0; i < body->n; i++)
		if (!body->list[i].is_file)
			list[(*n)++] = (struct form_param){ .name = body->list[i].name, .value = body->list[i].value };
	return list;
}

static bool form_changed(struct err *err)
{
	return err_set(err, ERR_INPUT, "Das Formular dieser Aufgabe wurde erneuert. Öffnen Sie den Vorgang neu.");
}

/* Puts what was posted into the answers. A task that is gone has no form any more but for the name the page gives. */
static bool read_form(struct ctx *c, struct post *p, enum form_action *action, struct err *err)
{
	size_t n;
	struct str id = p->task != NULL ? p->task->form : req_value(c->req, "_form");
	if (!publish_form_at(c->app->cache, c->app->db, c->tenant, id, p->k.file.created_at, &p->form, err))
		return false;
	p->answers = office_answers_read(c, req_value(c->req, "_answers"));
	p->entry = (struct office_entry){ .token = p->cmd.token, .form = p->form };
	if (!form_page_find(p->form, req_value(c->req, "_page"), &p->entry.page))
		return form_changed(err);
	const struct form_param *list = params(c, &n);
	if (!form_post(c->arena, p->form, p->entry.page, list, n, p->answers, &p->k.world, action, err))
		return false;
	p->entry.answers = p->answers;
	p->entry.state = form_eval(c->arena, p->form, p->answers, &p->k.world);
	*err = c->places.err;
	return err->kind == ERR_NONE;
}

/* ---- it could not be done ---- */

/* With the labels of the form, or where there is none, as it was posted. */
static struct tpl_list rescued(struct ctx *c, const struct post *p)
{
	size_t n = 0, cap = c->req->body.n;
	const struct form_view_section *from = NULL;
	size_t sections = p->entry.state == NULL ? 0 : form_view_summary(c->arena, p->entry.state, &from);
	for (size_t i = 0; i < sections; i++)
		cap += from[i].n_answers;
	struct form_view_answer *list = ARENA_ARRAY(c->arena, struct form_view_answer, cap);
	for (size_t i = 0; i < sections; i++)
		for (size_t j = 0; j < from[i].n_answers; j++)
			if (!from[i].answers[j].missing)
				list[n++] = from[i].answers[j];
	for (size_t i = 0; p->entry.state == NULL && i < c->req->body.n; i++) {
		const struct param *q = &c->req->body.list[i];
		if (!q->is_file && q->value.n > 0 && !str_starts(q->name, STR("_")))
			list[n++] = (struct form_view_answer){ .label = q->name, .value = q->value };
	}
	return (struct tpl_list){ list, n };
}

/* Somebody was faster (409), or this person must not (403): says which, and keeps what was typed. */
static bool refuse(struct ctx *c, const struct post *p, struct err *err)
{
	if (err->kind != ERR_CONFLICT && err->kind != ERR_DENIED)
		return false;
	bool four_eyes = p->task != NULL && p->task->barred_by.n > 0;
	const char *heading = err->kind == ERR_CONFLICT ? "conflict.faster_heading"
	                      : four_eyes               ? "conflict.four_eyes_heading"
	                                                : "problem.403.heading";
	struct view_conflict v = {
		.page = page_frame(c, page_text_with(c, "case.preline", &p->k.file.number, 1)),
		.back_href = p->k.address,
		.number = p->k.file.number,
		.heading = page_text(c, heading),
		.text = str_dup(c->arena, str_c(err->text)),
		.remedy = page_text(c, four_eyes ? "conflict.four_eyes_remedy" : "conflict.remedy"),
		.rescued = rescued(c, p),
	};
	v.has_rescued = v.rescued.n > 0;
	c->resp->status = err->kind == ERR_CONFLICT ? 409 : 403;
	page_render(c, PAGE_CONFLICT, &v);
	return true;
}

/* ---- what one can do ---- */

/* good: the task has changed hands; else err says why not. */
static bool back_to_task(struct ctx *c, const struct post *p, bool good, struct err *err)
{
	if (!good)
		return refuse(c, p, err);
	resp_redirect(c->resp, str_fmt(c->arena, "%.*s#aufgabe-%lld", STR_ARG(p->k.address), (long long)p->cmd.token));
	return true;
}

static bool claim(struct ctx *c, struct post *p, struct err *err)
{
	return back_to_task(c, p, task_claim(c->app->db, c->arena, &p->cmd, err), err);
}

static bool release(struct ctx *c, struct post *p, struct err *err)
{
	return back_to_task(c, p, task_unclaim(c->app->db, c->arena, &p->cmd, err), err);
}

/* From whom the page has shown, and only when that is confirmed. */
static bool take(struct ctx *c, struct post *p, struct err *err)
{
	const struct office_entry unconfirmed = { .token = p->cmd.token };
	struct str holder = req_value(c->req, "_holder");
	if (holder.n > 0 && !str_eq_c(req_value(c->req, "_confirmed"), "true"))
		return office_case_show(c, &p->k, &unconfirmed, err);
	return back_to_task(c, p, task_take(c->app->db, c->arena, &p->cmd, holder, err), err);
}

static struct str done_address(struct ctx *c, const struct post *p)
{
	return str_fmt(c->arena, "/office/?erledigt=%.*s", STR_ARG(p->k.file.number));
}

/* good: the task is done with. */
static bool back_to_queue(struct ctx *c, const struct post *p, bool good, struct err *err)
{
	if (!good)
		return refuse(c, p, err);
	resp_redirect(c->resp, done_address(c, p));
	return true;
}

static bool complete(struct ctx *c, struct post *p, const json_t *result, struct err *err)
{
	return back_to_queue(
	    c, p, task_complete(c->app->db, c->arena, &p->cmd, p->k.flow, result, p->k.world.today, err), err);
}

/* What was entered goes along as it is. */
static bool fail(struct ctx *c, struct post *p, struct str event, struct err *err)
{
	return back_to_queue(
	    c, p, task_fail(c->app->db, c->arena, &p->cmd, p->k.flow, event, p->answers, p->k.world.today, err), err);
}

/* Page after page; behind the last one the task is completed. */
static bool fill_in(struct ctx *c, struct post *p, struct err *err)
{
	enum form_action action;
	const struct form_error *errors;
	struct err why = { 0 };
	bool done, read = read_form(c, p, &action, &why);
	if (!task_check(c->app->db, c->arena, &p->cmd, &done, err))
		return refuse(c, p, err);
	if (done) /* a double click */
		return back_to_queue(c, p, true, err);
	if (p->task == NULL) /* opened since the case was read */
		return err_set(err, ERR_CONFLICT, "Der Vorgang hat sich gerade geändert. Öffnen Sie ihn bitte neu.");
	if (!read) {
		*err = why;
		return false;
	}
	struct office_entry *e = &p->entry;
	struct str failure = req_value(c->req, "_fail");
	if (failure.n > 0)
		return fail(c, p, failure, err);
	if (action == FORM_CHANGED)
		return office_case_show(c, &p->k, e, err);
	if (form_page_valid(e->state, e->page)) {
		size_t next = form_page_next(e->state, e->page), open = form_page_incomplete(e->state);
		if (open == SIZE_MAX && next == SIZE_MAX) {
			if (form_errors(e->state, &errors) > 0) /* on no page: of another form, or of an older version */
				return form_changed(err);
			return complete(c, p, json_keep(c->arena, form_result(e->state)), err);
		}
		e->page = next < open ? next : open;
		return office_case_show(c, &p->k, e, err);
	}
	e->show_errors = true;
	return office_case_show(c, &p->k, e, err);
}

bool office_case_post(struct ctx *c, struct err *err)
{
	struct post p = { 0 };
	struct str action = req_value(c->req, "_action");
	if (!office_case_load(c, &p.k, err))
		return false;
	p.cmd = (struct task_command){
		.tenant = c->tenant, .number = p.k.file.number, .actor = &p.k.actor, .cmd = req_value(c->req, "_cmd")
	};
	if (!str_to_i64(req_value(c->req, "_task"), &p.cmd.token) || p.cmd.token < 0 || p.cmd.token > INT32_MAX)
		return err_set(err, ERR_INPUT, "Welche Aufgabe gemeint ist, hat der Browser nicht gesendet.");
	p.task = task_of(&p.k.file, p.cmd.token);
	if (p.task != NULL)
		c->about = str_fmt(c->arena, "case/%.*s/%.*s", STR_ARG(p.k.file.number), STR_ARG(p.task->element));
	if (str_eq_c(action, "claim"))
		return claim(c, &p, err);
	if (str_eq_c(action, "take"))
		return take(c, &p, err);
	if (str_eq_c(action, "release"))
		return release(c, &p, err);
	return fill_in(c, &p, err);
}
