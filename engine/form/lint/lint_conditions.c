/* SPDX-License-Identifier: EUPL-1.2
 * Conditions that are always or never true, as a whole or in a part of "and", "or" and if(). */
#include "form/form_ends.h"
#include "form/lint/lint.h"

enum { PARTS_MAX = 200, LOOKS_MAX = 2000 };

/* One attribute under examination. */
struct look {
	struct lint *l;
	const struct xml_attr *at;
	const struct form_node *group;
	const struct form_node *own; /* of a constraint: whose; it is answered then */
	unsigned n_parts;
	unsigned looked;            /* at literals, for what was said of them */
	bool told;                  /* something was said of a literal in these lines */
	const char *never, *always; /* what to say of the whole; NULL: nothing */
	bool bars;                  /* when it never holds nobody gets on */
};

static struct pos place(const struct look *k, const struct xpath_node *x)
{
	return xml_attr_place(k->at, x->at);
}

static bool is_about_literal(const struct diag *d)
{
	return strcmp(d->code, "unknown-code") == 0 || strcmp(d->code, "empty-literal") == 0;
}

/* Somebody has already said at this place what is wrong: a code that does not exist equals nothing, of course. */
static bool is_told(struct look *k, const struct xpath_node *x)
{
	if (!k->told || k->looked++ > LOOKS_MAX)
		return k->told;
	struct pos pos = place(k, x);
	for (size_t i = 0; x->op == OP_CONST && i < k->l->r->d->n; i++) {
		const struct diag *d = &k->l->r->d->list[i];
		if (is_about_literal(d) && d->pos.line == pos.line && d->pos.col == pos.col)
			return true;
	}
	for (const struct xpath_node *c = x->kids; c != NULL; c = c->next)
		if (is_told(k, c))
			return true;
	return false;
}

/* What is assumed to be answered. */
struct given {
	struct sat_var vars[SAT_VARS_MAX];
	size_t n;
};

static void add_given(struct given *g, const struct form_node *field)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->vars[i].target == field)
			return;
	if (g->n == SAT_VARS_MAX)
		return;
	struct sat_var *v = &g->vars[g->n++];
	*v = (struct sat_var){ .target = field, .dom = dom_of_field(field) };
	dom_fill(&v->dom);
}

/* Whether every complete set of answers has one to this field, in the instance that k is evaluated in. */
static bool is_always_answered(const struct look *k, const struct form_node *n)
{
	if (n->what != NODE_FIELD || n->kind->json == FIELD_NONE || n->kind->json == FIELD_CODES || n->optional ||
	    n->required != NULL || n->locked || n->calculate != NULL || n->prefill_mode != PREFILL_FREE ||
	    n->postcode != NULL)
		return false;
	for (const struct form_node *up = n; up != NULL; up = up->up) {
		const struct form_node *around = k->group;
		while (around != NULL && around != up)
			around = around->up;
		if (up->relevant != NULL || up->one_of || (around == NULL && (up->repeat || up->exists_if_filled)))
			return false;
	}
	return true;
}

static void add_answered(struct given *g, const struct look *k, const struct xpath_node *x)
{
	const struct sat s = { .form = k->l->f };
	if (x->op == OP_REF && !x->ref.list && !x->ref.group && is_always_answered(k, sat_target(&s, x)))
		add_given(g, sat_target(&s, x));
	for (const struct xpath_node *c = x->kids; c != NULL; c = c->next)
		add_answered(g, k, c);
}

/* Whether x can be as wanted beside what is given. culprit: why not. */
static bool possible_with(
    struct look *k, const struct xpath_node *x, bool want, struct given *g, const struct form_node **culprit)
{
	if (k->own != NULL)
		add_given(g, k->own);
	struct sat s = { .free = k->own, .pinned = g->vars, .n_pinned = g->n };
	struct sat_goal goal = { x, k->group, want };
	bool can = lint_possible(k->l, &s, &goal, 1);
	*culprit = s.culprit;
	return can;
}

static bool possible(struct look *k, const struct xpath_node *x, bool want, const struct form_node **culprit)
{
	struct given none = { .n = 0 };
	return possible_with(k, x, want, &none, culprit);
}

/* Whether x can fail when everything that must be answered is. */
static bool may_fail(struct look *k, const struct xpath_node *x)
{
	const struct form_node *culprit;
	struct given answered = { .n = 0 };
	if (!k->l->catalogue && !k->l->has_forbid)
		add_answered(&answered, k, x);
	return possible_with(k, x, false, &answered, &culprit);
}

static struct str reason(const struct look *k, const struct form_node *culprit)
{
	if (culprit == NULL || culprit->label.n == 0)
		return STR("");
	return str_fmt(k->l->a, ", denn keine gültige Angabe bei „%.*s“ passt dazu", STR_ARG(culprit->label));
}

static bool is_constant(const struct xpath_node *x)
{
	return x->op == OP_CALL && x->kids == NULL;
}

/* A part that is always or never true, in "and", "or", not() and the condition of if(). */
static void look_at_parts(struct look *k, const struct xpath_node *x);

static void look_at_part(struct look *k, const struct xpath_node *x, const char *what)
{
	const struct form_node *culprit;
	if (is_constant(x) || is_told(k, x) || k->n_parts++ > PARTS_MAX)
		return;
	if (!possible(k, x, true, &culprit)) {
		struct str why = reason(k, culprit);
		lint_find(k->l, DIAG_WARNING, lint_begin(k->at, x), "never-true",
		    "%s kann nie zutreffen%.*s. Berichtigen oder streichen Sie ihn.", what, STR_ARG(why));
	} else if (!possible(k, x, false, &culprit)) {
		lint_find(k->l, DIAG_WARNING, lint_begin(k->at, x), "always-true",
		    "%s trifft immer zu und entscheidet nichts. Berichtigen oder streichen Sie ihn.", what);
	} else {
		look_at_parts(k, x);
	}
}

static bool is_if(const struct xpath_node *x)
{
	return x->op == OP_CALL && (strcmp(xpath_func_name(x), "if") == 0 || strcmp(xpath_func_name(x), "choose") == 0);
}

static void look_at_parts(struct look *k, const struct xpath_node *x)
{
	bool logic = x->op == OP_AND || x->op == OP_OR;
	for (const struct xpath_node *c = x->kids; c != NULL; c = c->next) {
		if (logic)
			look_at_part(k, c, "Dieser Teil der Bedingung");
		else if (is_if(x) && c == x->kids)
			look_at_part(k, c, "Dieser Fall von if()");
		else
			look_at_parts(k, c);
	}
}

static bool look_at(struct look *k, const struct xpath_node *x)
{
	const struct form_node *culprit;
	if (is_told(k, x))
		return false;
	if (k->never != NULL && !possible(k, x, true, &culprit)) {
		struct str why = reason(k, culprit);
		lint_find(k->l, k->bars ? DIAG_ERROR : DIAG_WARNING, k->at->pos, "never-true",
		    "Diese Bedingung kann nie zutreffen%.*s: %s", STR_ARG(why), k->never);
		return true;
	}
	if (k->always != NULL && !may_fail(k, x)) {
		lint_find(k->l, DIAG_WARNING, k->at->pos, "always-true", "Diese Bedingung trifft immer zu: %s", k->always);
		return false;
	}
	look_at_parts(k, x);
	return false;
}

static struct look look_new(struct lint *l, const struct xml_node *x, const char *attr, const struct form_node *group)
{
	struct look k = { .l = l, .at = xml_attr(x, attr), .group = group };
	for (size_t i = 0; k.at != NULL && i < l->r->d->n && !k.told; i++)
		k.told = is_about_literal(&l->r->d->list[i]) && l->r->d->list[i].pos.line >= k.at->pos.line;
	return k;
}

static void check_node(struct lint *l, struct form_node *n)
{
	const struct xml_node *x = lint_source(l, n);
	if (n->relevant != NULL) {
		struct look k = look_new(l, x, "relevant", n->group);
		k.never = n->what == NODE_PAGE ? "die Seite wird nie gezeigt. Berichtigen Sie die Bedingung oder streichen Sie "
		                                 "die Seite."
		                               : "das Element wird nie gezeigt. Berichtigen Sie die Bedingung oder streichen "
		                                 "Sie das Element.";
		k.always = "relevant ändert nichts. Berichtigen oder streichen Sie es.";
		l->never[n->number] = look_at(&k, xpath_root(n->relevant));
	}
	if (n->required != NULL) {
		struct look k = look_new(l, x, "required", n->group);
		k.never = "das Feld ist nie Pflicht. Schreiben Sie required=\"no\" oder berichtigen Sie die Bedingung.";
		k.always = "das Feld ist immer Pflicht. Streichen Sie required oder berichtigen Sie die Bedingung.";
		look_at(&k, xpath_root(n->required));
	}
	if (n->constraint != NULL && n->what == NODE_PAGE) {
		struct look k = look_new(l, x, "constraint", n->group);
		k.bars = true;
		k.never = "diese Seite lässt sich nie verlassen. Berichtigen Sie sie.";
		k.always = "constraint prüft nichts. Berichtigen oder streichen Sie es.";
		look_at(&k, xpath_root(n->constraint));
	} else if (n->constraint != NULL) {
		struct look k = look_new(l, x, "constraint", n->group);
		k.own = n; /* that it can never be met is said of the field */
		k.always = "constraint prüft nichts. Berichtigen oder streichen Sie es.";
		look_at(&k, xpath_root(n->constraint));
	}
	if (n->calculate != NULL) {
		struct look k = look_new(l, x, "calculate", n->group);
		look_at(&k, xpath_root(n->calculate));
	}
}

/* A stop that holds whatever is answered: nobody gets past it. */
static void check_dead_end(struct look *k, const struct xpath_node *x)
{
	if (!may_fail(k, x))
		lint_find(k->l, DIAG_ERROR, k->at->pos, "always-true",
		    "Diese Bedingung trifft immer zu: hier endet der Antrag für alle. Berichtigen Sie when.");
}

static void check_rule(struct lint *l, const struct form_source_rule *s)
{
	bool valid = s->rule->effect == RULE_VALID;
	struct look k = look_new(l, s->x, valid ? "valid" : "when", s->bearer);
	const struct xpath_node *x = xpath_root(s->rule->when);
	if (is_constant(x) && !valid)
		return; /* "always" is what is meant */
	k.bars = valid;
	k.never = valid ? "diese Regel lässt niemanden durch. Berichtigen Sie sie."
	                : "diese Regel wirkt nie. Berichtigen oder streichen Sie sie.";
	k.always = valid ? "diese Regel prüft nichts. Berichtigen oder streichen Sie sie."
	                 : "diese Regel wirkt ohne Bedingung. Berichtigen Sie sie oder schreiben Sie true().";
	look_at(&k, x);
}

/* Stops, fees and consents. */
static void check_end(struct lint *l, const struct form_source_end *e)
{
	if (xml_is(e->x, FORM_NS, "stop")) {
		const struct form_stop *stop = e->end;
		struct look k = look_new(l, e->x, "when", stop->page->group);
		k.never = "hier endet der Antrag nie. Berichtigen Sie when oder streichen Sie „stop“.";
		if (stop->when != NULL && !look_at(&k, xpath_root(stop->when)))
			check_dead_end(&k, xpath_root(stop->when));
	} else if (xml_is(e->x, FORM_NS, "fee")) {
		const struct form_fee_rule *fee = e->end;
		struct look k = look_new(l, e->x, "relevant", l->f->root);
		k.never = "diese Gebühr fällt nie an. Berichtigen oder streichen Sie sie.";
		k.always = "diese Gebühr fällt immer an. Streichen Sie relevant oder berichtigen Sie es.";
		if (fee->relevant != NULL)
			look_at(&k, xpath_root(fee->relevant));
		struct look amount = look_new(l, e->x, "amount", l->f->root);
		if (fee->amount != NULL)
			look_at(&amount, xpath_root(fee->amount));
	} else {
		const struct form_consent_rule *consent = e->end;
		struct look k = look_new(l, e->x, "relevant", l->f->root);
		k.never = "diese Zustimmung wird nie verlangt. Berichtigen oder streichen Sie sie.";
		k.always = "diese Zustimmung wird immer verlangt. Streichen Sie relevant oder berichtigen Sie es.";
		if (consent->relevant != NULL)
			look_at(&k, xpath_root(consent->relevant));
	}
}

void lint_conditions(struct lint *l)
{
	for (const struct form_source_end *e = l->r->ends; e != NULL; e = e->next)
		check_end(l, e);
	for (size_t i = 0; i < l->f->n_nodes; i++)
		check_node(l, l->f->nodes[i]);
	for (const struct form_source_rule *s = l->r->rules; s != NULL; s = s->next)
		if (s->rule != NULL)
			check_rule(l, s);
}
