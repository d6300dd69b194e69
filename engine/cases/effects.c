/* SPDX-License-Identifier: EUPL-1.2
 * Turns the effects of a step into rows. */
#include "cases/effects.h"
#include "base/json.h"

static json_t *text(struct str s)
{
	return json_stringn(s.n > 0 ? s.p : "", s.n);
}

static struct str dump(struct arena *a, json_t *j)
{
	struct str s = json_text(a, j, JSON_COMPACT);
	json_decref(j);
	return s;
}

static json_t *task(const struct flow_effect *e)
{
	json_t *not_by = json_array();
	for (size_t i = 0; i < e->n_not_by; i++)
		json_array_append_new(not_by, text(e->not_by[i]));
	return json_pack("{s:i,s:o,s:o,s:o,s:o,s:o}", "token", (int)e->token, "element", text(e->element), "name",
	    text(e->name), "form", text(e->form), "office", text(e->office), "not_by", not_by);
}

/* "notify:eingang" is kind "notify", template "eingang". The statement adds the status that the step leads to. */
static json_t *message(const struct flow_effect *e, struct str form, json_t *vars)
{
	struct str template = e->text, kind;
	str_next(&template, ':', &kind);
	json_t *payload = json_pack("{s:o,s:o,s:O}", "template", text(template), "form", text(form), "vars", vars);
	return json_pack("{s:o,s:o}", "kind", text(kind), "payload", payload);
}

static json_t *event(const char *kind, const struct flow_effect *e)
{
	return json_pack("{s:s,s:o,s:i,s:o}", "kind", kind, "element", text(e->element), "token", (int)e->token, "text",
	    text(e->text.n > 0 ? e->text : e->name));
}

bool cases_effects(
    struct arena *a, const struct flow_result *r, struct str form, struct effects *out_r, struct err *err)
{
	static const char *const kinds[] = {
		[FLOW_TASK_OPEN] = "opened",
		[FLOW_STATUS] = "status",
		[FLOW_SERVICE] = "service",
		[FLOW_PASSED] = "passed",
		[FLOW_END] = "ended",
	};
	if (r->stuck)
		return err_set(err, ERR_BROKEN,
		    "Nach diesem Schritt könnte niemand den Vorgang weiterführen: der Ablauf wartet auf einen Weg, der nicht "
		    "mehr "
		    "kommt. Bitte melden Sie das der Administration.");
	struct effects out = { .state = r->state, .ended = r->ended };
	json_t *tasks = json_array(), *events = json_array(), *messages = json_array();
	int64_t *closes = ARENA_ARRAY(a, int64_t, r->n_effects);
	for (size_t i = 0; i < r->n_effects; i++) {
		const struct flow_effect *e = &r->effects[i];
		if (e->kind == FLOW_TASK_CLOSE) {
			closes[out.n_closes++] = e->token;
			continue;
		}
		json_array_append_new(events, event(kinds[e->kind], e));
		if (e->kind == FLOW_STATUS)
			out.status = e->text;
		if (e->kind == FLOW_TASK_OPEN)
			json_array_append_new(tasks, task(e));
		if (e->kind == FLOW_SERVICE)
			json_array_append_new(messages, message(e, form, r->vars));
	}
	out.closes = closes;
	out.vars = dump(a, json_incref(r->vars));
	out.tasks = dump(a, tasks);
	out.events = dump(a, events);
	out.messages = dump(a, messages);
	*out_r = out;
	return true;
}
