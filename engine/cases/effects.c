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
	return json_pack("{s:i,s:o,s:o,s:o,s:o,s:o,s:o,s:i}", "token", (int)e->token, "element", text(e->element), "name",
	    text(e->name), "form", text(e->form), "office", text(e->office), "not_by", not_by, "due",
	    e->run_at == 0 ? json_null() : json_integer(e->run_at), "priority", e->priority);
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
	json_t *row = json_pack("{s:s,s:o,s:i,s:o}", "kind", kind, "element", text(e->element), "token", (int)e->token,
	    "text", text(e->text.n > 0 ? e->text : e->name));
	if (e->kind == FLOW_PASSED)
		json_object_set_new(row, "via", text(e->key));
	return row;
}

/* What is waited for, as the row of the table. */
static json_t *waiting(const char *kind, const struct flow_effect *e)
{
	json_t *due = e->kind == FLOW_JOB_OPEN ? json_integer(e->run_at) : json_null();
	return json_pack("{s:i,s:o,s:s,s:o,s:o,s:o}", "token", (int)e->token, "element", text(e->element), "kind", kind,
	    "name", text(e->text), "key", text(e->key), "due", due);
}

static json_t *sending(const char *kind, const struct flow_effect *e)
{
	json_t *vars = e->vars == NULL ? json_object() : json_incref((json_t *)e->vars);
	return json_pack("{s:s,s:o,s:o,s:o}", "kind", kind, "name", text(e->text), "key", text(e->key), "vars", vars);
}

/* Which effects open a row, which close it, and what the history calls those that it tells. */
static const struct {
	const char *event; /* NULL: not told */
	const char *wait;  /* kind of the wait that it opens */
	const char *send;  /* kind of the message that it is */
	bool opens, closes;
} kinds[] = {
	[FLOW_TASK_OPEN] = { .event = "opened", .opens = true },
	[FLOW_TASK_CLOSE] = { .closes = true },
	[FLOW_STATUS] = { .event = "status" },
	[FLOW_SERVICE] = { .event = "service" },
	[FLOW_PASSED] = { .event = "passed" },
	[FLOW_END] = { .event = "ended" },
	[FLOW_JOB_OPEN] = { .wait = "timer", .opens = true },
	[FLOW_JOB_CLOSE] = { .closes = true },
	[FLOW_WAIT_OPEN] = { .wait = "message", .opens = true },
	[FLOW_WAIT_CLOSE] = { .closes = true },
	[FLOW_LISTEN_OPEN] = { .wait = "signal", .opens = true },
	[FLOW_LISTEN_CLOSE] = { .closes = true },
	[FLOW_SEND] = { .event = "sent", .send = "message" },
	[FLOW_BROADCAST] = { .event = "sent", .send = "signal" },
	[FLOW_DECIDED] = { .event = "decided" },
};

/* Is there an effect behind i that closes what i opens? */
static bool closed_later(const struct flow_result *r, size_t i)
{
	for (size_t k = i + 1; k < r->n_effects; k++)
		if (kinds[r->effects[k].kind].closes && r->effects[k].token == r->effects[i].token)
			return true;
	return false;
}

static bool opened_before(const struct flow_result *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (kinds[r->effects[k].kind].opens && r->effects[k].token == r->effects[i].token)
			return true;
	return false;
}

/* The lists while they grow. */
struct lists {
	json_t *tasks, *waits, *events, *messages, *sends;
	int64_t *closes, *unwaits;
	size_t n_closes, n_unwaits;
};

static void add(struct lists *l, const struct flow_result *r, size_t i, struct str form)
{
	const struct flow_effect *e = &r->effects[i];
	if (kinds[e->kind].event != NULL)
		json_array_append_new(l->events, event(kinds[e->kind].event, e));
	if (kinds[e->kind].send != NULL)
		json_array_append_new(l->sends, sending(kinds[e->kind].send, e));
	if (e->kind == FLOW_SERVICE)
		json_array_append_new(l->messages, message(e, form, r->vars));
	if (kinds[e->kind].opens && !closed_later(r, i))
		json_array_append_new(e->kind == FLOW_TASK_OPEN ? l->tasks : l->waits,
		    e->kind == FLOW_TASK_OPEN ? task(e) : waiting(kinds[e->kind].wait, e));
	if (!kinds[e->kind].closes || opened_before(r, i))
		return;
	if (e->kind == FLOW_TASK_CLOSE)
		l->closes[l->n_closes++] = e->token;
	else
		l->unwaits[l->n_unwaits++] = e->token;
}

bool cases_effects(
    struct arena *a, const struct flow_result *r, struct str form, struct effects *out_r, struct err *err)
{
	if (r->stuck)
		return err_set(err, ERR_BROKEN,
		    "Nach diesem Schritt könnte niemand den Vorgang weiterführen: der Ablauf wartet auf einen Weg, der nicht "
		    "mehr "
		    "kommt. Bitte melden Sie das der Administration.");
	struct lists l = { json_array(), json_array(), json_array(), json_array(), json_array(),
		ARENA_ARRAY(a, int64_t, r->n_effects), ARENA_ARRAY(a, int64_t, r->n_effects), 0, 0 };
	struct str status = STR("");
	for (size_t i = 0; i < r->n_effects; i++) {
		add(&l, r, i, form);
		if (r->effects[i].kind == FLOW_STATUS)
			status = r->effects[i].text;
	}
	bool waits_or_sends = json_array_size(l.waits) > 0 || json_array_size(l.sends) > 0;
	*out_r = (struct effects){
		.state = r->state,
		.vars = dump(a, json_incref(r->vars)),
		.status = status,
		.ended = r->ended,
		.tasks = dump(a, l.tasks),
		.waits = dump(a, l.waits),
		.events = dump(a, l.events),
		.messages = dump(a, l.messages),
		.sends = dump(a, l.sends),
		.closes = l.closes,
		.unwaits = l.unwaits,
		.n_closes = l.n_closes,
		.n_unwaits = l.n_unwaits,
		.waits_or_sends = waits_or_sends,
	};
	return true;
}
