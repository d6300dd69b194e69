/* SPDX-License-Identifier: EUPL-1.2
 * Who else has to agree to an application, and whether they have. */
#include "consents.h"

#include "base/json.h"
#include "cases/consent.h"

static const struct consent *find(const struct consent *list, size_t n, struct str id)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].id, id))
			return &list[i];
	return NULL;
}

/* How it stands, in words by key. */
static const char *words_of(const struct consent *have)
{
	if (have == NULL)
		return "consent.state_missing";
	if (!have->current)
		return "consent.state_void";
	if (have->expired)
		return "consent.state_expired";
	return have->state == CONSENT_AGREED    ? "consent.state_agreed"
	       : have->state == CONSENT_REFUSED ? "consent.state_refused"
	                                        : "consent.state_open";
}

static struct str kind_of(const struct consent *have)
{
	if (have == NULL)
		return STR("info");
	if (!have->current || have->expired)
		return STR("warning");
	return have->state == CONSENT_AGREED    ? STR("success")
	       : have->state == CONSENT_REFUSED ? STR("danger")
	                                        : STR("info");
}

static struct view_consent describe(struct ctx *c, const struct form_consent *need, const struct consent *have)
{
	struct view_consent v = {
		.id = need->id, .label = need->label, .mail = need->mail, .text = page_paragraphs(c->arena, need->text)
	};
	v.is_missing = have == NULL;
	v.status = page_text(c, words_of(have));
	v.status_kind = kind_of(have);
	if (have == NULL)
		return v;
	v.number = have->number;
	v.code = have->code;
	v.name = have->name;
	v.at = have->at;
	v.until = have->until;
	v.is_agreed = have->current && have->state == CONSENT_AGREED;
	v.is_refused = have->current && have->state == CONSENT_REFUSED;
	v.is_open = have->current && have->state == CONSENT_OPEN && !have->expired;
	return v;
}

static json_t *text(struct str s)
{
	return json_stringn(s.n > 0 ? s.p : "", s.n);
}

bool consents_load(
    struct ctx *c, const struct apply *ap, const struct form_state *s, struct consents *out, struct err *err)
{
	const struct form_consent *needs;
	const struct consent *have = NULL;
	size_t n = form_consents(s, &needs), n_have = 0;
	*out = (struct consents){ .complete = true };
	if (n == 0)
		return true;
	if (!consent_list(
	        c->app->db, c->arena, c->tenant, c->draft, ap->draft.form_version, ap->draft.answers, &have, &n_have, err))
		return false;
	struct view_consent *list = ARENA_ARRAY(c->arena, struct view_consent, n);
	json_t *given = json_keep(c->arena, json_array());
	for (size_t i = 0; i < n; i++) {
		list[i] = describe(c, &needs[i], find(have, n_have, needs[i].id));
		list[i].action = str_fmt(c->arena, "%.*szustimmung", STR_ARG(ap->base));
		list[i].csrf = c->csrf;
		list[i].token = apply_fingerprint(c, ap->draft.answers);
		out->complete &= list[i].is_agreed;
		json_array_append_new(given, json_pack("{s:o,s:o,s:o,s:o}", "id", text(needs[i].id), "label",
		                                 text(needs[i].label), "name", text(list[i].name), "at", text(list[i].at)));
	}
	out->list = (struct tpl_list){ list, n };
	out->given = given;
	return true;
}

/* What the other person is shown: the pages that the form lets them read, in German. */
static json_t *letter(struct ctx *c, const struct apply *ap, const struct form_consent *need)
{
	struct form_world world = ap->world;
	world.lang = FORM_DE;
	const struct form_state *s = form_eval(c->arena, ap->form, ap->draft.answers, &world);
	const struct form_consent *in_german = need;
	const struct form_consent *list;
	size_t n = form_consents(s, &list), page;
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].id, need->id))
			in_german = &list[i];
	const struct form_view_section *from;
	size_t n_sections = form_view_summary(c->arena, s, &from);
	json_t *sections = json_array();
	for (size_t i = 0; i < n_sections; i++) {
		if (!form_page_find(ap->form, from[i].page_id, &page) || !need->shows[page])
			continue;
		json_t *answers = json_array();
		for (size_t k = 0; k < from[i].n_answers; k++)
			json_array_append_new(answers, json_pack("{s:o,s:o}", "label", text(from[i].answers[k].label), "value",
			                                   text(from[i].answers[k].value)));
		json_array_append_new(sections, json_pack("{s:o,s:o}", "title", text(from[i].title), "answers", answers));
	}
	return json_keep(
	    c->arena, json_pack("{s:o,s:o,s:o,s:o,s:o}", "form", text(form_title(ap->form)), "site", text(c->site), "label",
	                  text(in_german->label), "text", text(in_german->text), "sections", sections));
}

bool consents_ask(struct ctx *c, const struct apply *ap, const struct form_state *s, struct str id, struct err *err)
{
	const struct form_consent *needs;
	size_t n = form_consents(s, &needs), i = 0;
	while (i < n && !str_eq(needs[i].id, id))
		i++;
	if (i == n)
		return err_set(err, ERR_INPUT, "Diese Zustimmung ist für den Antrag nicht nötig.");
	const struct consent_request request = {
		.tenant = c->tenant,
		.secret = c->draft,
		.form = form_id(ap->form),
		.id = id,
		.form_version = ap->draft.form_version,
		.answers = ap->draft.answers,
		.letter = letter(c, ap, &needs[i]),
		.mail = needs[i].mail,
	};
	return consent_ask(c->app->db, c->arena, &request, err);
}

const struct view_fee *consents_stored(struct ctx *c, const json_t *consents)
{
	size_t n = json_array_size(consents);
	if (n == 0)
		return NULL;
	struct form_view_answer *rows = ARENA_ARRAY(c->arena, struct form_view_answer, n);
	for (size_t i = 0; i < n; i++) {
		const json_t *x = json_array_get(consents, i);
		struct str values[] = { json_str(json_object_get(x, "name")), json_str(json_object_get(x, "at")) };
		rows[i] = (struct form_view_answer){ .label = json_str(json_object_get(x, "label")),
			.value = page_text_with(c, "consent.given", values, 2) };
	}
	struct view_fee *v = ARENA_NEW(c->arena, struct view_fee);
	v->answers = (struct tpl_list){ rows, n };
	return v;
}
