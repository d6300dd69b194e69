/* SPDX-License-Identifier: EUPL-1.2
 * A scripted run: does what the case says, writes down what happened, checks what it expects. */
#include "base/json.h"
#include "flow/flow_time.h"
#include "flow/sim/flow_sim_world.h"

struct play {
	struct sim sim;
	json_t *trace, *effects; /* effects: of the step being done */
	json_t *passed;          /* {element: true} */
	struct str status;
	bool broke;     /* the command before failed, and nobody has expected it yet */
	struct buf why; /* why it failed; empty: it did not */
};

/* ---- words ---- */

static json_t *text(struct str s)
{
	return json_stringn(s.n > 0 ? s.p : "", s.n);
}

static const char *get(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s == NULL ? "" : s;
}

static bool fail(struct play *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct play *p, const char *fmt, ...)
{
	char words[500];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	if (p->why.n == 0)
		buf_add_c(&p->why, words);
	return false;
}

/* ---- the trace ---- */

static const char *const kinds[] = {
	[FLOW_TASK_OPEN] = "task-open",
	[FLOW_TASK_CLOSE] = "task-close",
	[FLOW_STATUS] = "status",
	[FLOW_SERVICE] = "service",
	[FLOW_PASSED] = "passed",
	[FLOW_END] = "end",
	[FLOW_JOB_OPEN] = "timer-open",
	[FLOW_JOB_CLOSE] = "timer-close",
	[FLOW_WAIT_OPEN] = "message-open",
	[FLOW_WAIT_CLOSE] = "message-close",
	[FLOW_SEND] = "message-send",
	[FLOW_BROADCAST] = "signal-send",
	[FLOW_DECIDED] = "decided",
};

static void set_text(json_t *o, const char *key, struct str s)
{
	if (s.n > 0)
		json_object_set_new(o, key, text(s));
}

static void note(struct play *p, const struct flow_effect *e)
{
	json_t *o = json_object();
	json_object_set_new(o, "kind", json_string(kinds[e->kind]));
	set_text(o, "element", e->element);
	set_text(o, "name", e->name);
	if (e->token > 0)
		json_object_set_new(o, "token", json_integer(e->token));
	set_text(o, "text", e->text);
	set_text(o, e->kind == FLOW_PASSED ? "via" : "key", e->key);
	set_text(o, "form", e->form);
	set_text(o, "office", e->office);
	if (e->kind == FLOW_JOB_OPEN)
		json_object_set_new(o, "due", text(flow_sim_time(p->sim.step, e->run_at)));
	json_array_append_new(p->effects, o);
	if (e->kind == FLOW_STATUS)
		p->status = str_dup(p->sim.arena, e->text);
	if (e->kind == FLOW_PASSED)
		json_object_setn_new(p->passed, e->element.p, e->element.n, json_true());
}

/* ---- commands ---- */

static bool deliver(struct play *p, struct str name, struct str key, const json_t *vars, bool *found);

/* Messages and signals that it sends to itself arrive. */
static bool carry(struct play *p, const struct flow_result *r)
{
	bool found;
	for (size_t i = 0; i < r->n_effects; i++) {
		const struct flow_effect *e = &r->effects[i];
		struct str name = str_dup(p->sim.arena, e->text), key = str_dup(p->sim.arena, e->key);
		if (e->kind == FLOW_SEND && !deliver(p, name, key, NULL, &found))
			return false;
	}
	return true;
}

static bool command(struct play *p, struct flow_input in)
{
	struct flow_result r;
	if (!flow_sim_command(&p->sim, in, &r)) {
		p->broke = true;
		return false;
	}
	for (size_t i = 0; i < r.n_effects; i++)
		note(p, &r.effects[i]);
	if (r.stuck) {
		p->broke = true;
		return err_set(&p->sim.err, ERR_BROKEN,
		    "Niemand kann mehr weitermachen: eine Zusammenführung wartet auf einen "
		    "Weg, der nicht mehr kommt.");
	}
	/* What a command has sent must not go on sending for ever. */
	if (json_array_size(p->effects) > FLOW_STEPS_MAX) {
		p->broke = true;
		return err_set(&p->sim.err, ERR_BROKEN, "Der Ablauf schickt sich selbst Nachrichten ohne Ende.");
	}
	struct flow_effect *mine = ARENA_ARRAY(p->sim.arena, struct flow_effect, r.n_effects);
	for (size_t i = 0; i < r.n_effects; i++)
		mine[i] = (struct flow_effect){ .kind = r.effects[i].kind,
			.text = str_dup(p->sim.arena, r.effects[i].text),
			.key = str_dup(p->sim.arena, r.effects[i].key) };
	r.effects = mine;
	return carry(p, &r);
}

/* The first who waits for it; a wait without key takes any. */
static bool deliver(struct play *p, struct str name, struct str key, const json_t *vars, bool *found)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&p->sim, &list);
	*found = false;
	for (size_t i = 0; i < n && !*found; i++)
		if (list[i].kind == FLOW_WAIT_OPEN && str_eq(list[i].text, name) && str_eq(list[i].key, key)) {
			*found = true;
			return command(p, (struct flow_input){ .kind = FLOW_MESSAGE, .token = list[i].token, .vars = vars });
		}
	return true;
}

/* The earliest timer that is due until then; NULL. */
static const struct flow_effect *next_timer(struct play *p, int64_t until, const char *element)
{
	const struct flow_effect *list, *best = NULL;
	size_t n = flow_sim_waits(&p->sim, &list);
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == FLOW_JOB_OPEN && list[i].run_at <= until &&
		    (best == NULL || list[i].run_at < best->run_at) && (*element == '\0' || str_eq_c(list[i].element, element)))
			best = &list[i];
	return best;
}

static bool fire(struct play *p, const struct flow_effect *timer)
{
	if (timer->run_at > p->sim.now)
		p->sim.now = timer->run_at;
	return command(p, (struct flow_input){ .kind = FLOW_TIMER, .token = timer->token });
}

static bool advance(struct play *p, const char *by)
{
	struct flow_timer t;
	if (!flow_timer_parse(TIMER_SPAN, str_c(by), &t))
		return fail(p, "„%s“ ist keine Dauer, zum Beispiel P3D oder PT2H.", by);
	t.dated = false;
	int64_t end = flow_timer_first(&t, p->sim.now);
	for (unsigned round = 0; round < FLOW_STEPS_MAX; round++) {
		const struct flow_effect *timer = next_timer(p, end, "");
		if (timer == NULL)
			break;
		if (!fire(p, timer))
			return false;
	}
	p->sim.now = end > p->sim.now ? end : p->sim.now;
	return true;
}

static bool is_task(const struct flow_effect *e, const char *want)
{
	return want[0] == '@' ? str_eq_c(e->element, want + 1) : str_eq_c(e->name, want) || str_eq_c(e->element, want);
}

static const struct flow_effect *find_task(struct play *p, const char *want)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&p->sim, &list);
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == FLOW_TASK_OPEN && (want == NULL || is_task(&list[i], want)))
			return &list[i];
	return NULL;
}

/* Completes one task; *refused says that four-eyes or the clock of things was against it. */
static bool complete_one(struct play *p, const struct flow_effect *task, const json_t *step)
{
	const char *who = get(step, "by");
	struct str element = str_dup(p->sim.arena, task->element);
	if (*who != '\0' && !flow_sim_may(&p->sim, task, who)) {
		p->broke = true;
		return err_set(&p->sim.err, ERR_DENIED, "Vier-Augen-Prinzip: %s hat hier schon entschieden.", who);
	}
	if (!command(p,
	        (struct flow_input){ .kind = FLOW_COMPLETE, .token = task->token, .vars = json_object_get(step, "vars") }))
		return false;
	if (*who != '\0')
		flow_sim_did(&p->sim, element, who);
	return true;
}

static bool complete(struct play *p, const json_t *step, const char *task, size_t times)
{
	for (size_t i = 0; i < times; i++) {
		const struct flow_effect *t = find_task(p, task);
		if (t == NULL) {
			p->broke = true;
			return err_set(&p->sim.err, ERR_CONFLICT, "Die Aufgabe „%s“ ist nicht offen.", task == NULL ? "" : task);
		}
		if (!complete_one(p, t, step))
			return false;
	}
	return true;
}

static bool complete_all(struct play *p, const json_t *step)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&p->sim, &list), m = 0;
	unsigned *tokens = ARENA_ARRAY(p->sim.arena, unsigned, n);
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == FLOW_TASK_OPEN)
			tokens[m++] = list[i].token;
	for (size_t i = 0; i < m; i++) {
		bool ok = command(
		    p, (struct flow_input){ .kind = FLOW_COMPLETE, .token = tokens[i], .vars = json_object_get(step, "vars") });
		if (!ok && p->sim.err.kind != ERR_CONFLICT) /* an earlier one may have ended it */
			return false;
		p->broke = false;
	}
	return true;
}

static bool fail_task(struct play *p, const json_t *step)
{
	const struct flow_effect *t = find_task(p, get(step, "task"));
	if (t == NULL)
		return fail(p, "Die Aufgabe „%s“ ist nicht offen.", get(step, "task"));
	return command(p, (struct flow_input){ .kind = FLOW_ERROR, .token = t->token, .name = str_c(get(step, "code")) });
}

static bool run(struct play *p, const json_t *step, const char *what)
{
	const json_t *vars = json_object_get(step, "vars");
	if (strcmp(what, "complete") == 0)
		return complete(p, step, get(step, "task"), 1);
	if (strcmp(what, "complete_any") == 0)
		return complete(p, step, NULL, 1);
	if (strcmp(what, "complete_n") == 0)
		return complete(p, step, get(step, "task"), (size_t)json_integer_value(json_object_get(step, "n")));
	if (strcmp(what, "complete_all") == 0)
		return complete_all(p, step);
	if (strcmp(what, "fail") == 0)
		return fail_task(p, step);
	if (strcmp(what, "advance") == 0)
		return advance(p, get(step, "by"));
	if (strcmp(what, "signal") == 0)
		return command(p, (struct flow_input){ .kind = FLOW_SIGNAL, .name = str_c(get(step, "name")), .vars = vars });
	if (strcmp(what, "message") == 0) {
		bool found;
		bool ok = deliver(p, str_c(get(step, "name")), str_c(get(step, "key")), vars, &found);
		if (ok && !found) {
			p->broke = true;
			return err_set(&p->sim.err, ERR_CONFLICT, "Niemand wartet auf die Nachricht „%s“.", get(step, "name"));
		}
		return ok;
	}
	if (strcmp(what, "fire_timer") == 0) {
		const struct flow_effect *timer = next_timer(p, INT64_MAX, get(step, "element"));
		return timer == NULL ? fail(p, "Bei „%s“ läuft keine Frist.", get(step, "element")) : fire(p, timer);
	}
	return fail(p,
	    "„%s“ kennt diese Sprache nicht. Möglich: complete, complete_any, complete_all, complete_n, fail, "
	    "message, signal, advance, fire_timer.",
	    what);
}

static bool command_of(struct play *p, const json_t *step, const char *what)
{
	bool must_fail = json_is_true(json_object_get(step, "rejected"));
	struct str state = str_dup(p->sim.arena, p->sim.state);
	bool ok = run(p, step, what);
	if (!must_fail || p->why.n > 0)
		return ok || p->broke; /* a failure may be expected by the next step */
	if (ok)
		return fail(p, "Das hätte abgewiesen werden müssen.");
	p->broke = false;
	return str_eq(state, p->sim.state) || fail(p, "Abgewiesen, aber der Stand hat sich geändert.");
}

/* ---- expectations ---- */

static json_t *active(struct play *p)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&p->sim, &list);
	json_t *out = json_array();
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == FLOW_TASK_OPEN)
			json_array_append_new(out, text(list[i].element));
	return out;
}

static struct str open_words(struct play *p)
{
	json_t *list = active(p);
	struct str s = json_text(p->sim.arena, list, JSON_COMPACT);
	json_decref(list);
	return s;
}

static bool check_active(struct play *p, const json_t *want)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&p->sim, &list), open = 0;
	bool *used = ARENA_ARRAY(p->sim.arena, bool, n);
	for (size_t i = 0; i < n; i++)
		open += list[i].kind == FLOW_TASK_OPEN;
	for (size_t i = 0; i < json_array_size(want); i++) {
		const char *task = json_string_value(json_array_get(want, i));
		size_t k = 0;
		while (k < n && (used[k] || list[k].kind != FLOW_TASK_OPEN || task == NULL || !is_task(&list[k], task)))
			k++;
		if (k == n)
			return fail(
			    p, "Offen sein sollte „%s“, offen ist %.*s.", task == NULL ? "?" : task, STR_ARG(open_words(p)));
		used[k] = true;
	}
	return open == json_array_size(want) || fail(p, "Mehr als erwartet ist offen: %.*s.", STR_ARG(open_words(p)));
}

static bool check_inactive(struct play *p, const json_t *names)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *task = json_string_value(json_array_get(names, i));
		if (task != NULL && find_task(p, task) != NULL)
			return fail(p, "„%s“ sollte nicht offen sein.", task);
	}
	return true;
}

static bool check_passed(struct play *p, const json_t *ids)
{
	for (size_t i = 0; i < json_array_size(ids); i++) {
		const char *id = json_string_value(json_array_get(ids, i));
		if (id == NULL || json_object_get(p->passed, id[0] == '@' ? id + 1 : id) == NULL)
			return fail(p, "„%s“ wurde nicht erreicht.", id == NULL ? "?" : id);
	}
	return true;
}

static bool check_holds(struct play *p, const json_t *want)
{
	const char *name;
	json_t *value;
	json_object_foreach((json_t *)want, name, value)
	{
		const json_t *is = json_object_get(p->sim.vars, name);
		struct str words = is == NULL ? STR("nichts") : json_text(p->sim.arena, is, JSON_ENCODE_ANY | JSON_COMPACT);
		if (is == NULL || !json_equal((json_t *)is, value))
			return fail(p, "Die Variable „%s“ hat einen anderen Wert: %.*s.", name, STR_ARG(words));
	}
	return true;
}

static bool check_unsubscribed(struct play *p, const char *name)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&p->sim, &list);
	for (size_t i = 0; i < n; i++)
		if (list[i].kind == FLOW_WAIT_OPEN && str_eq_c(list[i].text, name))
			return fail(p, "Auf die Nachricht „%s“ wird noch gewartet.", name);
	return true;
}

static bool check(struct play *p, const char *key, const json_t *value)
{
	static const char *const of_commands[] = { "do", "task", "by", "vars", "name", "key", "element", "n", "code",
		"rejected", "note" };
	const char *words = json_string_value(value);
	if (strcmp(key, "active") == 0)
		return check_active(p, value);
	if (strcmp(key, "active_count") == 0) {
		json_t *list = active(p);
		size_t n = json_array_size(list);
		json_decref(list);
		return n == (size_t)json_integer_value(value) || fail(p, "%zu Aufgaben sind offen.", n);
	}
	if (strcmp(key, "not_active") == 0)
		return check_inactive(p, value);
	if (strcmp(key, "no_subscription") == 0)
		return check_unsubscribed(p, words == NULL ? "" : words);
	if (strcmp(key, "ended") == 0)
		return p->sim.ended == json_is_true(value) ||
		       fail(p,
		           p->sim.ended ? "Der Ablauf ist schon zu Ende."
		                        : "Der Ablauf ist noch nicht zu Ende: offen ist %.*s.",
		           STR_ARG(open_words(p)));
	if (strcmp(key, "status") == 0)
		return str_eq_c(p->status, words == NULL ? "" : words) || fail(p, "Der Status ist „%.*s“.", STR_ARG(p->status));
	if (strcmp(key, "passed") == 0)
		return check_passed(p, value);
	if (strcmp(key, "holds") == 0)
		return check_holds(p, value);
	for (size_t i = 0; i < sizeof of_commands / sizeof *of_commands; i++)
		if (strcmp(key, of_commands[i]) == 0)
			return true;
	return fail(p, "„%s“ kennt diese Sprache nicht.", key);
}

/* ---- the case ---- */

static void note_step(struct play *p, size_t i, const char *what)
{
	json_array_append_new(p->trace, json_pack("{s:I,s:s,s:o,s:o}", "step", (json_int_t)i, "do", what, "at",
	                                    text(flow_sim_time(p->sim.arena, p->sim.now)), "effects", p->effects));
	p->effects = json_array();
}

static bool one_step(struct play *p, size_t i, const json_t *step)
{
	const char *what = get(step, "do"), *key;
	json_t *value;
	if (!json_is_object(step))
		return fail(p, "Ein Schritt ist ein JSON-Objekt.");
	if (json_object_get(step, "error") != NULL) {
		if (!p->broke)
			return fail(p, "Der Schritt davor hätte fehlschlagen müssen.");
		p->broke = false;
		return true;
	}
	if (p->broke)
		return fail(p, "%s", p->sim.err.text);
	if (*what != '\0') {
		bool ok = command_of(p, step, what);
		note_step(p, i, what);
		if (!ok || p->broke)
			return ok;
	}
	json_object_foreach((json_t *)step, key, value) if (!check(p, key, value)) return false;
	return true;
}

static bool begin(struct play *p, const json_t *def)
{
	struct flow_timer t = { 0 };
	const char *now = get(def, "now");
	if (!flow_timer_parse(TIMER_DATE, str_c(*now == '\0' ? "2026-01-01T08:00:00Z" : now), &t))
		return fail(p, "„now“ ist kein Zeitpunkt wie 2026-03-01T09:00:00Z.");
	p->sim.now = t.at;
	p->broke =
	    !command(p, (struct flow_input){
	                    .kind = FLOW_START, .name = str_c(get(def, "start")), .vars = json_object_get(def, "vars") });
	note_step(p, 0, "start");
	return true;
}

bool flow_sim_case(const struct flow *f, const json_t *def, json_t **out_r)
{
	struct play p = { .trace = json_array(), .effects = json_array(), .passed = json_object() };
	const json_t *steps = json_object_get(def, "steps");
	size_t at = 0;
	flow_sim_open(&p.sim, f, 0);
	p.why = buf_new(p.sim.arena);
	bool ok = begin(&p, def);
	while (ok && at < json_array_size(steps)) {
		ok = one_step(&p, at + 1, json_array_get(steps, at));
		at++;
	}
	if (ok && p.broke)
		ok = fail(&p, "%s", p.sim.err.text);
	json_t *failed = ok ? json_null() : json_pack("{s:I,s:o}", "step", (json_int_t)at, "text", text(buf_str(&p.why)));
	*out_r = json_pack("{s:o,s:O,s:b,s:o,s:o,s:O,s:o}", "process", text(flow_id(f)), "trace", p.trace, "ended",
	    p.sim.ended, "active", active(&p), "status", text(p.status), "vars", p.sim.vars, "failed", failed);
	json_decref(p.trace);
	json_decref(p.effects);
	json_decref(p.passed);
	flow_sim_close(&p.sim);
	return ok;
}
