/* SPDX-License-Identifier: EUPL-1.2
 * Random runs: whoever waits goes on in any order, with values that the conditions tell apart; what must hold is looked
 * at after every command. */
#include "base/json.h"
#include "flow/sim/flow_sim_values.h"
#include "flow/sim/flow_sim_world.h"

enum {
	PEOPLE = 3,
	PATIENCE = 6, /* commands that fail in a row before the instance is given up */
	VIOLATIONS_MAX = 20,
	COMMANDS_MAX = 2000, /* of one instance: a loop that chance does not leave */
	STATE_MAX = 20000,   /* bytes: tokens that become more and more */
};

struct game {
	struct sim sim;
	struct flow_sim_dice dice;
	struct arena *arena; /* of the whole game */
	const struct flow_sim_values *values;
	json_t *open;      /* what is open by the effects so far: {"kind token": element} */
	json_t *incidents; /* {element: {"count", "text"}} */
	json_t *stuck;     /* {elements: count} */
	json_t *passed;    /* {element: true} */
	json_t *violations;
	uint64_t commands, done, instances, ended, given_up, hash;
	unsigned closed; /* token of a task that is done */
};

static void violation(struct game *g, const char *what)
{
	if (json_array_size(g->violations) < VIOLATIONS_MAX)
		json_array_append_new(
		    g->violations, json_string(str_fmt(g->sim.step, "Befehl %llu: %s Stand: %.*s",
		                       (unsigned long long)g->commands, what, STR_ARG(str_sub(g->sim.state, 0, 400)))
		                                   .p));
}

static void add_hash(struct game *g, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		g->hash = (g->hash ^ (unsigned char)s.p[i]) * UINT64_C(1099511628211); /* FNV-1a */
}

/* ---- what must hold ---- */

static char kind_of(enum flow_effect_kind kind)
{
	switch (kind) {
	case FLOW_TASK_OPEN:
	case FLOW_TASK_CLOSE:
		return 't';
	case FLOW_JOB_OPEN:
	case FLOW_JOB_CLOSE:
		return 'j';
	default:
		return 'w';
	}
}

static void key_of(char *out, size_t size, const struct flow_effect *e)
{
	snprintf(out, size, "%c%u", kind_of(e->kind), e->token);
}

static void follow(struct game *g, const struct flow_effect *e)
{
	char key[24];
	key_of(key, sizeof key, e);
	switch (e->kind) {
	case FLOW_JOB_OPEN: /* a cycle sets its next time without closing the last one */
	case FLOW_TASK_OPEN:
	case FLOW_WAIT_OPEN:
		json_object_set_new(g->open, key, json_stringn(e->element.p, e->element.n));
		break;
	case FLOW_TASK_CLOSE:
	case FLOW_JOB_CLOSE:
	case FLOW_WAIT_CLOSE:
		if (json_object_del(g->open, key) != 0)
			violation(g, "Geschlossen wurde, was nicht offen war.");
		if (e->kind == FLOW_TASK_CLOSE)
			g->closed = e->token;
		break;
	case FLOW_PASSED:
		json_object_setn_new(g->passed, e->element.p, e->element.n, json_true());
		break;
	default:
		break;
	}
}

/* What is open by the state is what is open by the effects. */
static void check_open(struct game *g)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&g->sim, &list);
	char key[24];
	if (n != json_object_size(g->open))
		violation(g, "Offen ist nach dem Stand etwas anderes als nach den Meldungen.");
	for (size_t i = 0; i < n; i++) {
		key_of(key, sizeof key, &list[i]);
		if (json_object_get(g->open, key) == NULL)
			violation(g, "Etwas ist offen, das nie gemeldet wurde.");
	}
}

/* Read and written again it is the same. */
static void check_state(struct game *g)
{
	struct flow_state s;
	struct err err;
	if (g->sim.ended)
		return;
	if (!flow_state_read(g->sim.step, g->sim.flow, g->sim.state, &s, &err))
		violation(g, "Der Stand lässt sich nicht wieder lesen.");
	else if (!str_eq(flow_state_write(g->sim.step, &s), g->sim.state))
		violation(g, "Der Stand ist nach dem Lesen ein anderer.");
}

/* A command for a task that is closed is refused and changes nothing. */
static void check_stale(struct game *g)
{
	struct flow_result r;
	struct err err;
	struct flow_input in = { .kind = FLOW_COMPLETE, .token = g->closed, .now = g->sim.now };
	if (g->closed == 0)
		return;
	struct arena *scratch = arena_new();
	if (flow_step(scratch, g->sim.flow, g->sim.state, g->sim.vars, &in, (struct date){ 20000 }, &r, &err)) {
		json_decref(r.vars);
		violation(g, "Eine erledigte Aufgabe ließ sich noch einmal erledigen.");
	} else if (err.kind != ERR_CONFLICT) {
		violation(g, "Eine erledigte Aufgabe wurde nicht als solche abgewiesen.");
	}
	arena_free(&scratch);
}

static void check_end(struct game *g, const struct flow_result *r)
{
	if (r->ended && json_object_size(g->open) > 0)
		violation(g, "Der Ablauf ist zu Ende, aber etwas ist noch offen.");
	if (!r->ended && !r->stuck && json_object_size(g->open) == 0) {
		struct flow_state s;
		struct err err;
		bool condition = false; /* waits for a value: whoever sets one goes on with it */
		if (flow_state_read(g->sim.step, g->sim.flow, g->sim.state, &s, &err))
			for (size_t i = 0; i < s.n_tokens; i++)
				condition |= s.tokens[i]->node->event.trigger == TRIGGER_CONDITION ||
				             s.tokens[i]->node->event.trigger == TRIGGER_SIGNAL;
		if (!condition)
			violation(g, "Niemand kann weitermachen, und der Ablauf ist nicht zu Ende.");
	}
}

/* ---- what is reported of the workflow ---- */

static void note_incident(struct game *g)
{
	/* „Der Vorgang hält bei „X“ an: …“ names the element itself. */
	json_t *entry = json_object_get(g->incidents, g->sim.err.text);
	if (entry == NULL && json_object_size(g->incidents) < VIOLATIONS_MAX)
		json_object_set_new(g->incidents, g->sim.err.text, json_integer(1));
	else if (entry != NULL)
		json_integer_set(entry, json_integer_value(entry) + 1);
}

static void note_stuck(struct game *g)
{
	const struct str *list;
	size_t n = flow_here(g->sim.step, g->sim.flow, g->sim.state, &list);
	struct buf b = buf_new(g->sim.step);
	for (size_t i = 0; i < n; i++)
		buf_add_fmt(&b, "%s%.*s", i == 0 ? "" : " ", STR_ARG(list[i]));
	const char *key = str_dup(g->sim.step, buf_str(&b)).p;
	json_t *entry = json_object_get(g->stuck, key);
	json_object_set_new(g->stuck, key, json_integer(json_integer_value(entry) + 1));
}

/* ---- commands ---- */

/* One in sixteen is done twice: the same must come of it. */
static bool send(struct game *g, struct flow_input in)
{
	struct flow_result r, again;
	struct err err;
	struct arena *scratch = flow_sim_roll(&g->dice, 16) == 0 ? arena_new() : NULL;
	struct date today = { (int)(g->sim.now / INT64_C(86400000000)) };
	bool first = false;
	g->commands++;
	if (scratch != NULL) {
		in.now = g->sim.now;
		first = flow_step(scratch, g->sim.flow, g->sim.state, g->sim.vars, &in, today, &again, &err);
	}
	bool ok = flow_sim_command(&g->sim, in, &r);
	if (scratch != NULL) {
		if (first != ok || (ok && !str_eq(again.state, r.state)))
			violation(g, "Derselbe Befehl ergab beim zweiten Mal etwas anderes.");
		if (first)
			json_decref(again.vars);
		arena_free(&scratch);
	}
	if (!ok) {
		if (g->sim.err.kind == ERR_BROKEN)
			note_incident(g);
		else
			violation(g, g->sim.err.text);
		return false;
	}
	g->done++;
	for (size_t i = 0; i < r.n_effects; i++)
		follow(g, &r.effects[i]);
	add_hash(g, r.state);
	check_open(g);
	check_state(g);
	check_stale(g);
	check_end(g, &r);
	if (r.stuck)
		note_stuck(g);
	g->ended += r.ended;
	return true;
}

static bool work(struct game *g, const struct flow_effect *task)
{
	static const char *const names[PEOPLE] = { "anna", "bernd", "clara" };
	const char *who = names[flow_sim_roll(&g->dice, PEOPLE)];
	struct str element = str_dup(g->sim.arena, task->element);
	if (!flow_sim_may(&g->sim, task, who)) { /* two others are left, or the workflow needs more people than there are */
		who = names[(flow_sim_roll(&g->dice, PEOPLE - 1) + 1) % PEOPLE];
		if (!flow_sim_may(&g->sim, task, who))
			return true;
	}
	json_t *vars = flow_sim_vars(g->values, &g->dice, element);
	bool failed = flow_sim_roll(&g->dice, 24) == 0 && g->values->n_codes > 0;
	struct flow_input in = { .kind = FLOW_COMPLETE, .token = task->token, .vars = vars };
	if (failed) {
		in.kind = FLOW_ERROR;
		in.vars = NULL;
		in.name = g->values->codes[flow_sim_roll(&g->dice, (unsigned)g->values->n_codes)];
	}
	struct flow_effect kept = *task;
	bool ok = send(g, in);
	json_decref(vars);
	if (ok) { /* also whoever reports an error has had a hand in it */
		if (!flow_sim_may(&g->sim, &kept, who))
			violation(g, "Vier-Augen-Prinzip verletzt.");
		flow_sim_did(&g->sim, element, who);
	}
	return ok;
}

static bool one(struct game *g)
{
	const struct flow_effect *list;
	size_t n = flow_sim_waits(&g->sim, &list);
	if (g->values->n_signals > 0 && (n == 0 || flow_sim_roll(&g->dice, 16) == 0))
		return send(g, (struct flow_input){ .kind = FLOW_SIGNAL,
		                   .name = g->values->signals[flow_sim_roll(&g->dice, (unsigned)g->values->n_signals)] });
	if (n == 0)
		return false;
	const struct flow_effect *e = &list[flow_sim_roll(&g->dice, (unsigned)n)];
	if (e->kind == FLOW_TASK_OPEN)
		return work(g, e);
	if (e->kind == FLOW_JOB_OPEN) {
		if (e->run_at > g->sim.now)
			g->sim.now = e->run_at;
		return send(g, (struct flow_input){ .kind = FLOW_TIMER, .token = e->token });
	}
	json_t *vars = flow_sim_vars(g->values, &g->dice, e->element);
	bool ok = send(g, (struct flow_input){ .kind = FLOW_MESSAGE, .token = e->token, .vars = vars });
	json_decref(vars);
	return ok;
}

static bool begin(struct game *g)
{
	const struct flow_effect *starts;
	flow_sim_reset(&g->sim);
	json_object_clear(g->open);
	g->closed = 0;
	g->instances++;
	size_t n = flow_starts(g->sim.arena, g->sim.flow, &starts);
	struct flow_input in = { .kind = FLOW_START };
	if (n > 0)
		in.name = starts[flow_sim_roll(&g->dice, (unsigned)n)].element;
	json_t *vars = flow_sim_vars(g->values, &g->dice, flow_id(g->sim.flow));
	in.vars = vars;
	bool ok = send(g, in);
	json_decref(vars);
	return ok;
}

static void play(struct game *g, uint64_t steps)
{
	g->sim.now = INT64_C(1767254400) * 1000000; /* 2026-01-01T08:00:00Z, every instance a little later */
	while (g->commands < steps && json_array_size(g->violations) < VIOLATIONS_MAX) {
		unsigned failed = 0, n = 0;
		if (!begin(g))
			continue;
		while (!g->sim.ended && g->commands < steps && failed < PATIENCE && n++ < COMMANDS_MAX &&
		       g->sim.state.n < STATE_MAX)
			failed = one(g) ? 0 : failed + 1;
		g->given_up += !g->sim.ended && g->commands < steps;
		g->sim.now = INT64_C(1767254400) * 1000000 + (int64_t)(g->instances % 1000) * 3600000000;
	}
}

/* ---- the report ---- */

static json_t *listed(const json_t *counts, const char *name)
{
	json_t *out = json_array(), *count;
	const char *key;
	json_object_foreach((json_t *)counts, key, count)
	    json_array_append_new(out, json_pack("{s:s,s:O}", name, key, "count", count));
	return out;
}

/* Elements of the main process and its sub-processes that no run came to. */
static json_t *never(const struct game *g)
{
	json_t *out = json_array();
	const struct flow *f = g->sim.flow;
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct flow_node *n = &f->nodes[i];
		bool silent = n->kind->role == NODE_SCOPE || n->kind->role == NODE_BOUNDARY || n->by_event ||
		              (n->kind->role == NODE_START && n->parent->by_event);
		if (!silent && json_object_getn(g->passed, n->id.p, n->id.n) == NULL)
			json_array_append_new(out, json_stringn(n->id.p, n->id.n));
	}
	return out;
}

bool flow_sim_random(const struct flow *f, uint64_t seed, uint64_t steps, json_t **out_r)
{
	struct arena *a = arena_new();
	struct game g = {
		.arena = a,
		.dice = flow_sim_dice(seed),
		.values = flow_sim_values(a, f),
		.open = json_object(),
		.incidents = json_object(),
		.stuck = json_object(),
		.passed = json_object(),
		.violations = json_array(),
		.hash = UINT64_C(14695981039346656037),
	};
	flow_sim_open(&g.sim, f, 0);
	play(&g, steps);
	bool good = json_array_size(g.violations) == 0;
	char hash[17];
	snprintf(hash, sizeof hash, "%016llx", (unsigned long long)g.hash);
	*out_r = json_pack("{s:I,s:I,s:I,s:I,s:I,s:o,s:o,s:o,s:O,s:s}", "seed", (json_int_t)seed, "steps",
	    (json_int_t)g.commands, "instances", (json_int_t)g.instances, "ended", (json_int_t)g.ended, "given_up",
	    (json_int_t)g.given_up, "incidents", listed(g.incidents, "text"), "stuck", listed(g.stuck, "elements"), "never",
	    never(&g), "violations", g.violations, "hash", hash);
	json_decref(g.open);
	json_decref(g.incidents);
	json_decref(g.stuck);
	json_decref(g.passed);
	json_decref(g.violations);
	flow_sim_close(&g.sim);
	arena_free(&a);
	return good;
}
