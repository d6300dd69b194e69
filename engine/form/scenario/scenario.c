/* SPDX-License-Identifier: EUPL-1.2
 * Runs scenarios: reads their JSON, evaluates, compares what came of it with what was expected. */
#include "form/scenario/scenario.h"

#include "base/json.h"
#include "base/suggest.h"
#include "form/scenario/answers.h"
#include "form/scenario/coverage.h"
#include "form/scenario/trial.h"

enum { GAPS_SHOWN = 20, SCENARIOS_MAX = 500 };

/* Answers that others may build on. */
struct known {
	struct str name;
	const json_t *answers;
	struct known *next;
};

struct scenarios {
	struct arena *arena;
	const struct form *form;
	struct scenario_options options;
	struct coverage *coverage;
	size_t passed, failed;
};

/* One text: what its scenarios share. */
struct batch {
	struct scenarios *s;
	struct diags *d;
	struct date today;
	bool has_today;
	const json_t *places;
	struct known *known;
};

/* ---- one scenario ---- */

/* {"97199": {"096790170170": "Ochsenfurt"}} */
static size_t find_places(void *arg, struct arena *a, struct str postcode, const struct form_place **list)
{
	const json_t *found = json_object_getn(arg, postcode.p, postcode.n);
	struct form_place *places = ARENA_ARRAY(a, struct form_place, json_object_size(found));
	const char *ars;
	json_t *name;
	size_t n = 0;
	json_object_foreach((json_t *)found, ars, name) places[n++] = (struct form_place){ str_c(ars), json_str(name) };
	*list = places;
	return n;
}

/* The answers of another scenario, if it names one, with its own and its changes. NULL after a finding. */
static json_t *make_answers(struct batch *b, struct trial *t, const json_t *x)
{
	const json_t *like = json_object_get(x, "like"), *own = json_object_get(x, "answers");
	const json_t *base = NULL;
	for (const struct known *k = b->known; k != NULL && base == NULL; k = k->next)
		if (like != NULL && str_eq(k->name, json_str(like)))
			base = k->answers;
	if (like != NULL && base == NULL) {
		form_trial_wrong(
		    t, "weiter oben gibt es kein Szenario „%.*s“, auf dem dieses aufbauen kann.", STR_ARG(json_str(like)));
		return NULL;
	}
	if (own != NULL && !json_is_object(own)) {
		form_trial_wrong(t, "answers ist ein JSON-Objekt wie eine Antwortdatei.");
		return NULL;
	}
	json_t *answers = json_keep(b->s->arena, base != NULL ? json_deep_copy(base) : json_object());
	if (own != NULL)
		json_object_update(answers, (json_t *)own);
	const char *path;
	json_t *value;
	json_object_foreach(json_object_get(x, "change"), path, value)
	{
		if (form_answers_set(answers, str_c(path), json_deep_copy(value)))
			continue;
		form_trial_wrong(t, "change: „%s“ führt nirgendwohin. Ein Weg sieht aus wie hund[2]/name.", path);
		return NULL;
	}
	return answers;
}

static void evaluate(struct batch *b, struct trial *t, const json_t *answers)
{
	struct form_world world = { .today = b->today, .contents = true, .decided = form_coverage_decided, .decided_arg = b->s->coverage };
	if (b->places != NULL) {
		world.places = find_places;
		world.places_arg = (void *)b->places;
	}
	t->state = form_eval(t->arena, b->s->form, answers, &world);
	t->judgement = json_keep(t->arena, form_state_json(t->state));
}

static void check_keys(struct trial *t, const json_t *x)
{
	static const struct str keys[] = { STR_INIT("name"), STR_INIT("like"), STR_INIT("answers"), STR_INIT("change"),
		STR_INIT("expect") };
	enum { N_KEYS = sizeof keys / sizeof *keys };
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)x, key, value)
	{
		bool known = false;
		for (size_t i = 0; i < N_KEYS; i++)
			known |= str_eq_c(keys[i], key);
		struct buf hint = buf_new(t->arena);
		suggest_add(&hint, "", str_c(key), keys, N_KEYS);
		if (!known)
			form_trial_wrong(t, "„%s“ gibt es in einem Szenario nicht.%.*s", key, STR_ARG(buf_str(&hint)));
	}
}

static void run_one(struct batch *b, const json_t *x, struct pos pos)
{
	struct scenarios *s = b->s;
	struct arena *scratch = arena_new();
	struct trial t = { .arena = scratch, .form = s->form, .options = &s->options, .d = b->d, .pos = pos, .good = true };
	t.name = str_dup(s->arena, json_str(json_object_get(x, "name")));
	if (t.name.n == 0)
		form_trial_wrong(&t, "es fehlt name: was hier geprüft wird.");
	if (!json_is_object(json_object_get(x, "expect")))
		form_trial_wrong(&t, "es fehlt expect: was herauskommen soll.");
	for (const struct known *k = b->known; k != NULL; k = k->next)
		if (str_eq(k->name, t.name))
			form_trial_wrong(&t, "diesen Namen gibt es schon.");
	check_keys(&t, x);
	const json_t *answers = make_answers(b, &t, x);
	if (answers != NULL) {
		struct known *k = ARENA_NEW(s->arena, struct known);
		*k = (struct known){ t.name, answers, b->known };
		b->known = k;
		evaluate(b, &t, answers);
		form_trial_expect(&t, json_object_get(x, "expect"));
	}
	if (t.good)
		s->passed++;
	else
		s->failed++;
	arena_free(&scratch);
}

/* ---- one text ---- */

/* Where the objects in a list of the outermost object begin, counted through the text: JSON readers do not say. */
struct places_of {
	struct str text;
	struct pos pos;
	size_t at;
	unsigned depth;
	bool in_list;
};

/* The place of the next one. The text is valid JSON. */
static struct pos next_place(struct places_of *p)
{
	bool quoted = false;
	for (; p->at < p->text.n; p->at++) {
		char c = p->text.p[p->at];
		struct pos here = p->pos;
		p->pos.col++;
		if (c == '\n')
			p->pos = (struct pos){ p->pos.line + 1, 1 };
		if (quoted && c == '\\') {
			p->at++;
			p->pos.col++;
		} else if (c == '"') {
			quoted = !quoted;
		} else if (!quoted && (c == '{' || c == '[')) {
			p->depth++;
			if (p->depth == 2)
				p->in_list = c == '[';
			if (p->depth == 3 && p->in_list && c == '{') {
				p->at++;
				return here;
			}
		} else if (!quoted && (c == '}' || c == ']')) {
			p->depth--;
		}
	}
	return p->pos;
}

static bool read_head(struct batch *b, const json_t *root, struct pos pos)
{
	const json_t *today = json_object_get(root, "today"), *places = json_object_get(root, "places");
	static const char *const keys[] = { "today", "places", "scenarios" };
	const char *key;
	json_t *value;
	bool good = true;
	json_object_foreach((json_t *)root, key, value)
	{
		bool known = false;
		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
			known |= strcmp(key, keys[i]) == 0;
		if (!known)
			diag_error(b->d, pos, "scenario-json", "„%s“ gibt es hier nicht, nur today, places und scenarios.", key);
		good &= known;
	}
	if (!json_is_string(today) || !date_parse(json_str(today), &b->today)) {
		diag_error(b->d, pos, "scenario-json",
		    "Es fehlt today: der Tag, an dem die Szenarien spielen, zum Beispiel \"2026-03-01\". Sonst gingen sie "
		    "morgen anders aus.");
		good = false;
	}
	if (places != NULL && !json_is_object(places)) {
		diag_error(b->d, pos, "scenario-json",
		    "places ist {\"97199\": {\"096790170170\": \"Ochsenfurt\"}}: Postleitzahl, Regionalschlüssel, Ort.");
		good = false;
	}
	b->places = places;
	if (!json_is_array(json_object_get(root, "scenarios"))) {
		diag_error(b->d, pos, "scenario-json", "Es fehlt scenarios: die Liste der Szenarien.");
		good = false;
	}
	return good;
}

void form_scenarios_run(struct scenarios *s, struct str text, struct pos pos, struct diags *d)
{
	struct batch b = { .s = s, .d = d };
	json_error_t at;
	while (text.n > 0 && strchr(" \t\r\n", text.p[0]) != NULL)
		text = str_sub(text, 1, text.n);
	json_t *root = json_keep(s->arena, json_read(text, &at));
	if (root == NULL) {
		unsigned line = at.line > 0 ? (unsigned)at.line : 1, col = at.column > 0 ? (unsigned)at.column : 1;
		pos = (struct pos){ pos.line + line - 1, line == 1 ? pos.col + col - 1 : col };
		diag_error(d, pos, "scenario-json", "Das ist kein gültiges JSON: %s.", at.text);
		s->failed++;
		return;
	}
	if (!read_head(&b, root, pos)) {
		s->failed++;
		return;
	}
	struct places_of places = { .text = text, .pos = pos };
	const json_t *list = json_object_get(root, "scenarios");
	if (json_array_size(list) > SCENARIOS_MAX) {
		diag_error(d, pos, "scenario-json",
		    "Hier stehen %zu Szenarien, höchstens %d sind möglich. Streichen Sie einige.", json_array_size(list),
		    SCENARIOS_MAX);
		s->failed++;
		return;
	}
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *x = json_array_get(list, i);
		if (json_is_object(x)) {
			run_one(&b, x, next_place(&places));
			continue;
		}
		diag_error(d, pos, "scenario-json", "In scenarios steht etwas, das kein Szenario ist: ein JSON-Objekt.");
		s->failed++;
		return;
	}
}

struct scenarios *form_scenarios_new(struct arena *a, const struct form *f, const struct scenario_options *options)
{
	struct scenarios *s = ARENA_NEW(a, struct scenarios);
	*s = (struct scenarios){ .arena = a, .form = f, .coverage = form_coverage_new(a, f) };
	if (options != NULL)
		s->options = *options;
	return s;
}

void form_scenarios_run_own(struct scenarios *s, struct diags *d)
{
	for (const struct form_scenarios *x = s->form->scenarios; x != NULL; x = x->next)
		form_scenarios_run(s, x->text, x->pos, d);
}

struct scenario_report form_scenarios_report(struct scenarios *s)
{
	struct scenario_report r = { .passed = s->passed, .failed = s->failed };
	form_coverage_report(s->coverage, &r);
	return r;
}

struct str form_scenario_gap_text(struct arena *a, const struct scenario_gap *gap)
{
	static const char *const ways[] = { [GAP_NEVER] = "Kein Szenario wertet das aus",
		[GAP_NEVER_TRUE] = "In keinem Szenario ist das wahr",
		[GAP_NEVER_FALSE] = "In keinem Szenario ist das falsch" };
	return str_fmt(a, "%s: „%.*s“ (%s%s%.*s%s).", ways[gap->gap], STR_ARG(gap->text), gap->what,
	    gap->of.n > 0 ? " von „" : "", STR_ARG(gap->of), gap->of.n > 0 ? "“" : "");
}

void form_scenarios_check(const struct form *f, struct diags *d)
{
	if (f->scenarios == NULL)
		return;
	struct scenarios *s = form_scenarios_new(d->arena, f, NULL);
	form_scenarios_run_own(s, d);
	const struct scenario_report r = form_scenarios_report(s);
	diag_note(d, f->scenarios->pos, "coverage",
	    "%zu von %zu Szenarien bestanden. Sie erproben %zu von %zu Regeln und %zu von %zu Zweigen.", r.passed,
	    r.passed + r.failed, r.rules_tried, r.rules, r.branches_seen, r.branches);
	for (size_t i = 0; i < r.n_gaps && i < GAPS_SHOWN; i++)
		diag_note(d, r.gaps[i].pos, "untested", "%.*s", STR_ARG(form_scenario_gap_text(d->arena, &r.gaps[i])));
	if (r.n_gaps > GAPS_SHOWN)
		diag_note(d, f->scenarios->pos, "untested",
		    "Weitere %zu Stellen erprobt kein Szenario; alle nennt ozgctl form "
		    "test.",
		    r.n_gaps - GAPS_SHOWN);
	diags_sort(d);
}
