/* SPDX-License-Identifier: EUPL-1.2
 * An application in progress. */
#include "apply.h"

#include "base/json.h"
#include "cases/route.h"
#include "csrf.h"
#include "prefill.h"
#include "publish/publish.h"
#include "router.h"

#include <sodium.h>

json_t *apply_copy(struct ctx *c, const json_t *json)
{
	return json_keep(c->arena, json_deep_copy(json));
}

static bool load_draft(struct ctx *c, struct apply *ap, struct str id, struct err *err)
{
	if (draft_load(c->app->db, c->arena, c->tenant, c->draft, &ap->draft, err)) {
		if (str_eq(ap->draft.form, id))
			return true;
		err_set(err, ERR_NOTFOUND, "Der Entwurf gehört zu einem anderen Formular.");
	}
	if (err->kind != ERR_NOTFOUND)
		return false;
	ap->draft = (struct draft){ .form = id, .answers = json_keep(c->arena, json_object()) };
	ap->sent = submission_receipt_find(c->app->db, c->arena, c->tenant, c->draft, &ap->receipt, err);
	return ap->sent || err->kind == ERR_NOTFOUND;
}

bool apply_load(struct ctx *c, struct apply *ap, struct err *err)
{
	struct app *app = c->app;
	struct str id = router_arg(c, ":form");
	*ap = (struct apply){
		.base = csrf_draft_path(c),
		.world = places_world(&c->places, page_today()),
	};
	ap->world.lang = c->lang;
	ap->world.contents = true;
	prefill_begin(c, &ap->world);
	if (!load_draft(c, ap, id, err))
		return false;
	int64_t *version = &ap->draft.form_version;
	if (ap->draft.rev > 0) {
		if (!publish_form_version(app->cache, app->db, c->tenant, id, *version, &ap->form, err))
			return false;
	} else if (!publish_current_form(app->cache, app->db, c->tenant, id, version, &ap->form, err)) {
		return false;
	}
	if (form_is_task(ap->form))
		return err_set(err, ERR_NOTFOUND, "Dieses Formular gibt es hier nicht.");
	return true;
}

const struct form_state *apply_eval(struct ctx *c, const struct apply *ap)
{
	return form_eval(c->arena, ap->form, ap->draft.answers, &ap->world);
}

size_t apply_first_page(const struct form_state *s)
{
	return form_page_relevant(s, 0) ? 0 : form_page_next(s, 0);
}

struct str apply_page_address(struct ctx *c, const struct apply *ap, size_t page, bool change)
{
	struct str id = page == SIZE_MAX ? STR("pruefen") : form_page_id(ap->form, page);
	return str_fmt(
	    c->arena, "%.*s%.*s%s", STR_ARG(ap->base), STR_ARG(id), change && page != SIZE_MAX ? "?aendern=1" : "");
}

bool apply_elsewhere(struct ctx *c, const struct apply *ap)
{
	if (ap->sent && c->req->method == REQ_GET) {
		resp_redirect(c->resp, str_fmt(c->arena, "%.*sabgesendet", STR_ARG(ap->base)));
		return true;
	}
	if (ap->sent) {
		page_problem_next(c, 409, "sent", str_fmt(c->arena, "%.*sabgesendet", STR_ARG(ap->base)), "problem.sent.next");
		return true;
	}
	if (ap->draft.rev == 0) {
		page_problem_next(c, 410, "expired", ap->base, "start.begin");
		return true;
	}
	return false;
}

bool apply_route(struct ctx *c, const struct apply *ap, const struct form_state *s, struct region_answer *answer,
    bool *own, struct err *err)
{
	struct str service = form_service(ap->form), ars = form_ars(s);
	bool known = service.n > 0 && ars.n > 0;
	if (known ? !route_find(c->app->db, c->arena, service, ars, answer, err)
	          : !route_intake(c->app->db, c->arena, c->tenant, service, answer, err))
		return false;
	if (!known && answer->kind == REGION_NONE)
		return err_set(err, ERR_BROKEN, "%.*s", STR_ARG(answer->reason));
	*own = answer->kind == REGION_ONE && str_eq(answer->rules[0].tenant, c->tenant);
	if (answer->kind == REGION_SEVERAL)
		log_warning(&c->app->log, "several-offices", log_text("service", service), log_text("ars", ars));
	return true;
}

bool apply_contact(struct ctx *c, struct str office, const struct view_contact **contact_r, struct err *err)
{
	struct db_rows rows;
	if (!db_recall(
	        c->app->db, c->arena, c->tenant, DB_WEB_OFFICE, DB_PARAMS(db_text(c->tenant), db_text(office)), &rows, err))
		return false;
	struct view_contact *v = rows.n == 0 ? NULL : ARENA_NEW(c->arena, struct view_contact);
	if (v != NULL)
		*v = (struct view_contact){
			.name = db_get(&rows, 0, 0),
			.address = db_get(&rows, 0, 1),
			.phone = db_get(&rows, 0, 2),
			.email = db_get(&rows, 0, 3),
		};
	*contact_r = v;
	return true;
}

struct str apply_fingerprint(struct ctx *c, const json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
	unsigned char hash[16];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)text, text == NULL ? 0 : strlen(text), NULL, 0);
	free(text);
	char *hex = arena_alloc(c->arena, 2 * sizeof hash + 1);
	sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
	return str_c(hex);
}
