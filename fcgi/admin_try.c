/* SPDX-License-Identifier: EUPL-1.2
 * "/admin/…/ausprobieren": filling in a form as citizens do, without a trace: the answers travel with the page, nothing
 * is stored. */
#include "documents.h"
#include "admin_subject.h"
#include "why.h"
#include "base/json.h"

#define CHECK "pruefen"

struct trial {
	struct admin_subject s;
	struct form_world world;
	json_t *answers;
};

/* What was answered so far. It comes from the browser and is believed as much as any answer: form_eval judges it. */
static json_t *answers_sent(struct ctx *c)
{
	struct str text = req_value(c->req, "_answers");
	json_t *answers = json_loadb(text.p == NULL ? "" : text.p, text.n, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(answers)) {
		json_decref(answers);
		answers = json_object();
	}
	return json_keep(c->arena, answers);
}

static bool load(struct ctx *c, struct trial *t, struct err *err)
{
	t->world = places_world(&c->places, page_today());
	t->world.contents = true;
	if (!admin_subject_load(c, &t->s, err))
		return false;
	if (t->s.form == NULL)
		return err_set(err, ERR_NOTFOUND, "%s", page_text(c, "try.no_form").p);
	t->answers = answers_sent(c);
	return true;
}

static struct tpl_list sections(struct ctx *c, const struct form_state *s)
{
	const struct form_view_section *from;
	size_t n = form_view_summary(c->arena, s, &from);
	struct view_try_section *list = ARENA_ARRAY(c->arena, struct view_try_section, n);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct view_try_section){
			.title = from[i].title,
			.page_id = from[i].page_id,
			.first_of_page = from[i].first_of_page,
			.answers = { from[i].answers, from[i].n_answers },
		};
	return (struct tpl_list){ list, n };
}

/* The answer to "Warum?" on this page; NULL when nobody asked, or about nothing of this form. */
static const struct view_why *asked(struct ctx *c, const struct form_state *s)
{
	struct err unheard;
	struct str path = req_value(c->req, "_why");
	const struct form_why *why = path.n == 0 ? NULL : form_why(c->arena, s, path, true, &unheard);
	return why == NULL ? NULL : why_view(c, why, true);
}

/* Page SIZE_MAX is the check page. */
static void show(struct ctx *c, const struct trial *t, const struct form_state *s, size_t page, bool show_errors)
{
	struct view_try v = {
		.page = page_frame(c, page_text(c, "try.title")),
		.back_href = t->s.base,
		.form_title = form_title(t->s.form),
		.action = str_fmt(c->arena, "%.*sausprobieren", STR_ARG(t->s.base)),
		.answers = json_text(c->arena, t->answers, JSON_COMPACT),
		.may_go_back = form_page_prev(s, page == SIZE_MAX ? form_n_pages(t->s.form) : page) != SIZE_MAX,
	};
	if (page == SIZE_MAX) {
		v.sections = sections(c, s);
	} else {
		v.form = form_view(c->arena, s, page, show_errors);
		v.page.title = v.form->title;
		v.page.explains = true;
		v.why = asked(c, s);
		v.page.has_errors = v.form->has_errors;
		c->resp->status = v.form->has_errors ? 422 : 200;
	}
	page_render(c, PAGE_ADMIN_TRY, &v);
}

static size_t first_page(const struct form_state *s)
{
	return form_page_relevant(s, 0) ? 0 : form_page_next(s, 0);
}

bool admin_try(struct ctx *c, struct err *err)
{
	struct trial t;
	if (!load(c, &t, err))
		return false;
	const struct form_state *s = form_eval(c->arena, t.s.form, t.answers, &t.world);
	show(c, &t, s, first_page(s), false);
	return true;
}

/* Puts what was typed on page into the answers. */
static bool take(struct ctx *c, struct trial *t, size_t page, enum form_action *action, struct err *err)
{
	const struct form_param *list;
	size_t n;
	return documents_params(c, t->s.form, page, DOCUMENTS_ONLY_JUDGE, &list, &n, err) &&
	       form_post(c->arena, t->s.form, page, list, n, t->answers, &t->world, action, err);
}

/* "zurueck", or "seite:ID" from the check page: another page, with what was answered before. */
static bool leads_elsewhere(
    struct ctx *c, const struct trial *t, const struct form_state *s, size_t page, size_t *other)
{
	static const struct str to = STR_INIT("seite:");
	struct str action = req_value(c->req, "_action");
	if (str_starts(action, to))
		return form_page_find(t->s.form, str_sub(action, to.n, action.n), other) && form_page_relevant(s, *other);
	*other = form_page_prev(s, page);
	return str_eq_c(action, "zurueck") && *other != SIZE_MAX;
}

bool admin_try_post(struct ctx *c, struct err *err)
{
	struct trial t;
	if (!load(c, &t, err))
		return false;
	const struct form_state *s = form_eval(c->arena, t.s.form, t.answers, &t.world);
	struct str id = req_value(c->req, "_page");
	bool check = str_eq_c(id, CHECK);
	size_t page = form_n_pages(t.s.form), other;
	if (!check && !form_page_find(t.s.form, id, &page))
		return err_set(err, ERR_INPUT, "%s", "");
	if (leads_elsewhere(c, &t, s, page, &other)) {
		show(c, &t, s, other, false);
		return true;
	}
	enum form_action action = FORM_NEXT;
	if (check || !form_page_relevant(s, page)) { /* answers of another version of the form: on from where it fits */
		show(c, &t, s, form_page_incomplete(s), false);
		return true;
	}
	if (!take(c, &t, page, &action, err))
		return false;
	s = form_eval(c->arena, t.s.form, t.answers, &t.world);
	if (action == FORM_CHANGED || req_value(c->req, "_why").n > 0) {
		show(c, &t, s, page, false);
	} else if (!form_page_valid(s, page)) {
		show(c, &t, s, page, true);
	} else {
		size_t next = form_page_next(s, page);
		show(c, &t, s, next == SIZE_MAX ? form_page_incomplete(s) : next, false);
	}
	return true;
}
