/* SPDX-License-Identifier: EUPL-1.2
 * "/zustimmung/": where somebody else reads what an application is about and agrees or does not. Number and code come
 * by POST, as on the status page: the code stands in no address, no history and no log. */
#include "base/json.h"
#include "base/utf8.h"
#include "cases/consent.h"
#include "pages.h"
#include "views_citizen.h"

static void ask(struct ctx *c, struct view_status_lookup *v)
{
	struct form_view_error list[2];
	size_t n = 0;
	if (v->number_error.n > 0)
		list[n++] = (struct form_view_error){ .href = STR("#number"), .message = v->number_error };
	if (v->secret_error.n > 0)
		list[n++] = (struct form_view_error){ .href = STR("#secret"), .message = v->secret_error };
	v->page = page_frame(c, page_text(c, "consent.title"));
	v->errors = (struct tpl_list){ list, n };
	v->has_errors = v->page.has_errors = n > 0;
	if (n > 0)
		c->resp->status = 422;
	page_render(c, PAGE_CONSENT_LOOKUP, v);
}

bool page_consent(struct ctx *c, struct err *err)
{
	(void)err;
	struct view_status_lookup v = { 0 };
	ask(c, &v);
	return true;
}

static struct tpl_list sections(struct ctx *c, const json_t *list)
{
	size_t n = json_array_size(list);
	struct view_check_section *out = ARENA_ARRAY(c->arena, struct view_check_section, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *from = json_array_get(list, i), *answers = json_object_get(from, "answers");
		struct form_view_answer *rows = ARENA_ARRAY(c->arena, struct form_view_answer, json_array_size(answers));
		for (size_t k = 0; k < json_array_size(answers); k++) {
			const json_t *x = json_array_get(answers, k);
			rows[k].label = json_str(json_object_get(x, "label"));
			rows[k].value = json_str(json_object_get(x, "value"));
			rows[k].missing = rows[k].value.n == 0;
		}
		out[i].title = json_str(json_object_get(from, "title"));
		out[i].answers = (struct tpl_list){ rows, json_array_size(answers) };
	}
	return (struct tpl_list){ out, n };
}

static void show(struct ctx *c, const struct consent_letter *l, struct str code, struct str name, struct str name_error)
{
	struct form_view_error error = { .href = STR("#name"), .message = name_error };
	struct view_letter v = {
		.page = page_frame(c, page_text(c, "consent.title")),
		.number = l->number,
		.code = code,
		.form_title = json_str(json_object_get(l->letter, "form")),
		.site = json_str(json_object_get(l->letter, "site")),
		.label = json_str(json_object_get(l->letter, "label")),
		.text = page_paragraphs(c->arena, json_str(json_object_get(l->letter, "text"))),
		.sections = sections(c, json_object_get(l->letter, "sections")),
		.until = l->until,
		.name = name,
		.name_error = name_error,
		.has_errors = name_error.n > 0,
		.errors = { &error, name_error.n > 0 },
		.is_expired = l->expired,
		.is_open = l->state == CONSENT_OPEN && !l->expired,
		.is_agreed = l->state == CONSENT_AGREED,
		.is_refused = l->state == CONSENT_REFUSED,
	};
	v.page.has_errors = v.has_errors;
	if (v.has_errors)
		c->resp->status = 422;
	page_render(c, PAGE_CONSENT, &v);
}

/* The sentence about a name that is no name; empty: it is one. */
static struct str judge_name(struct ctx *c, struct str name)
{
	struct err err;
	if (name.n == 0)
		return page_text(c, "consent.name_missing");
	if (!utf8_valid(name) || utf8_count(name) > CONSENT_NAME_MAX)
		return page_text(c, "consent.name_wrong");
	return utf8_check(name, &err) ? STR("") : str_dup(c->arena, str_c(err.text));
}

bool page_consent_post(struct ctx *c, struct err *err)
{
	struct view_status_lookup v = {
		.number = str_trim(req_value(c->req, "number")),
		.secret = str_trim(req_value(c->req, "secret")),
	};
	struct str action = req_value(c->req, "_action"), name = str_trim(req_value(c->req, "name"));
	bool agrees = str_eq_c(action, "agree"), answers = agrees || str_eq_c(action, "refuse");
	struct consent_letter l;
	if (v.number.n == 0)
		v.number_error = page_text(c, "consent.number_missing");
	if (v.secret.n == 0)
		v.secret_error = page_text(c, "consent.code_missing");
	if (v.number.n == 0 || v.secret.n == 0) {
		ask(c, &v);
		return true;
	}
	if (!consent_open(c->app->db, c->arena, v.number, v.secret, &l, err)) {
		if (err->kind != ERR_NOTFOUND)
			return false;
		v.number_error = page_text(c, "consent.not_found");
		ask(c, &v);
		return true;
	}
	struct str name_error = answers && l.state == CONSENT_OPEN ? judge_name(c, name) : STR("");
	if (answers && l.state == CONSENT_OPEN && !l.expired && name_error.n == 0) {
		name = utf8_nfc(c->arena, name);
		/* Answered in another window in this very moment: the page shows what holds. */
		if (!consent_answer(c->app->db, c->arena, v.number, v.secret, agrees, name, err) && err->kind != ERR_CONFLICT)
			return false;
		if (!consent_open(c->app->db, c->arena, v.number, v.secret, &l, err))
			return false;
	}
	show(c, &l, v.secret, name, name_error);
	return true;
}
