/* SPDX-License-Identifier: EUPL-1.2
 * Which ways the expressions of a form have turned out. */
#include "form/scenario/coverage.h"

#include "form/form_ends.h"

enum { SEEN_FALSE = 1, SEEN_TRUE = 2 };

struct rule {
	const struct xpath *x;
	const char *what;
	struct str of;
	unsigned char *seen; /* of each decision */
};

struct coverage {
	struct arena *arena;
	struct rule *rules; /* sorted by address, to be found again */
	size_t n;
};

static void add(struct coverage *c, const struct xpath *x, const char *what, struct str of)
{
	if (x == NULL)
		return;
	c->rules = arena_grow(c->arena, c->rules, c->n * sizeof *c->rules, (c->n + 1) * sizeof *c->rules);
	c->rules[c->n++] = (struct rule){ .x = x, .what = what, .of = of };
}

static int by_address(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct rule *)a)->x, y = (uintptr_t)((const struct rule *)b)->x;
	return (x > y) - (x < y);
}

struct coverage *form_coverage_new(struct arena *a, const struct form *f)
{
	struct coverage *c = ARENA_NEW(a, struct coverage);
	const struct xpath_point *points;
	struct str *paths = ARENA_ARRAY(a, struct str, f->n_nodes);
	c->arena = a;
	for (size_t i = 0; i < f->n_nodes; i++)
		paths[i] = f->nodes[i]->id.n > 0 ? form_model_path(a, f->nodes[i]) : STR("");
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct form_node *n = f->nodes[i];
		add(c, n->relevant, "relevant", paths[i]);
		add(c, n->required, "required", paths[i]);
		add(c, n->constraint, "constraint", paths[i]);
		add(c, n->calculate, "calculate", paths[i]);
		for (const struct form_rule *r = n->rules; r != NULL; r = r->next)
			add(c, r->when, "rule", paths[i]);
	}
	for (const struct form_stop *s = f->stops; s != NULL; s = s->next)
		add(c, s->when, "stop", s->page->id);
	for (const struct form_fee_rule *fee = f->fees; fee != NULL; fee = fee->next) {
		add(c, fee->relevant, "relevant", fee->label);
		add(c, fee->amount, "fee", fee->label);
	}
	for (const struct form_consent_rule *x = f->consents; x != NULL; x = x->next)
		add(c, x->relevant, "consent", x->id);
	if (c->n > 0)
		qsort(c->rules, c->n, sizeof *c->rules, by_address);
	for (size_t i = 0; i < c->n; i++)
		c->rules[i].seen = arena_alloc(a, xpath_points(c->rules[i].x, &points));
	return c;
}

void form_coverage_decided(void *coverage, const struct xpath *x, size_t point, bool outcome)
{
	const struct coverage *c = coverage;
	const struct rule key = { .x = x };
	const struct rule *r = c->n == 0 ? NULL : bsearch(&key, c->rules, c->n, sizeof key, by_address);
	if (r != NULL)
		r->seen[point] |= outcome ? SEEN_TRUE : SEEN_FALSE;
}

static int by_place(const void *a, const void *b)
{
	const struct pos x = ((const struct scenario_gap *)a)->pos, y = ((const struct scenario_gap *)b)->pos;
	return x.line != y.line ? (x.line > y.line) - (x.line < y.line) : (x.col > y.col) - (x.col < y.col);
}

/* The decisions of one expression. What is below one that was never taken is not worth a word of its own. */
static void report_rule(const struct rule *rule, struct scenario_report *r, struct scenario_gap *gaps)
{
	const struct xpath_point *points;
	size_t n = xpath_points(rule->x, &points);
	r->rules++;
	r->rules_tried += rule->seen[0] != 0;
	for (size_t i = 0; i < n; i++) {
		struct xpath_point p = points[i];
		unsigned char seen = rule->seen[i];
		r->branches += p.boolean ? 2 : 1;
		r->branches_seen += seen == (SEEN_FALSE | SEEN_TRUE) ? 2 : seen != 0;
		if (seen == (SEEN_FALSE | SEEN_TRUE) || (!p.boolean && seen != 0) || (i > 0 && rule->seen[0] == 0))
			continue;
		gaps[r->n_gaps++] = (struct scenario_gap){ p.pos, rule->what, rule->of, p.text,
			seen == 0            ? GAP_NEVER
			: seen == SEEN_FALSE ? GAP_NEVER_TRUE
			                     : GAP_NEVER_FALSE };
	}
}

void form_coverage_report(struct coverage *c, struct scenario_report *r)
{
	const struct xpath_point *points;
	size_t room = 0;
	for (size_t i = 0; i < c->n; i++)
		room += xpath_points(c->rules[i].x, &points);
	struct scenario_gap *gaps = ARENA_ARRAY(c->arena, struct scenario_gap, room);
	for (size_t i = 0; i < c->n; i++)
		report_rule(&c->rules[i], r, gaps);
	if (r->n_gaps > 0)
		qsort(gaps, r->n_gaps, sizeof *gaps, by_place);
	r->gaps = gaps;
}
