/* SPDX-License-Identifier: EUPL-1.2
 * The search: goals are taken one after the other, "or" opens a case for each side, and a case is closed when an answer
 * has nothing left that it could be. */
#include "form/lint/sat.h"

enum { DEPTH_MAX = 400, ROUNDS = 3 };

/* What is still to be assumed: a goal, or a comparison between two expressions of perhaps different groups. */
struct sat_cmp {
	const struct xpath_node *x, *y;
	const struct form_node *gx, *gy; /* groups of both sides */
	enum xpath_op op;
	bool weak; /* also met when a side is empty */
};

struct todo {
	struct sat_goal goal; /* x NULL: a comparison */
	const struct sat_cmp *cmp;
	const struct todo *next;
};

static bool search(struct sat *s, struct sat_case *c, const struct todo *todo, unsigned depth);

static const struct todo *push(
    struct sat *s, const struct todo *next, const struct xpath_node *x, const struct form_node *group, bool want)
{
	struct todo *t = ARENA_NEW(s->a, struct todo);
	s->steps++;
	*t = (struct todo){ { x, group, want }, NULL, next };
	return t;
}

static const struct todo *push_cmp(struct sat *s, const struct todo *next, struct sat_cmp cmp)
{
	struct todo *t = ARENA_NEW(s->a, struct todo);
	struct sat_cmp *kept = ARENA_NEW(s->a, struct sat_cmp);
	*kept = cmp;
	*t = (struct todo){ { NULL, NULL, false }, kept, next };
	return t;
}

static bool contradiction(struct sat *s, const struct form_node *about)
{
	s->mixed = s->mixed || about == NULL || (s->culprit != NULL && s->culprit != about);
	s->culprit = about;
	return false;
}

/* ---- given and missing answers ---- */

/* Whether something may make the field disappear. */
static bool always_there(const struct sat *s, const struct form_node *n)
{
	for (; n != NULL; n = n->up)
		if (n->relevant != NULL)
			return false;
	return !s->forbids;
}

/* What follows from the answer being given: all that makes it relevant holds, and it is a valid one. */
static const struct todo *live(struct sat *s, struct sat_var *v, const struct todo *todo)
{
	if (v->live || v->base != NULL || v->aspect == SAT_LENGTH || v->aspect == SAT_COUNT)
		return todo;
	v->live = true;
	for (const struct form_node *n = v->target; n != NULL; n = n->up)
		if (n->relevant != NULL)
			todo = push(s, todo, xpath_root(n->relevant), n->group, true);
	if (v->target->constraint != NULL && v->target != s->free)
		todo = push(s, todo, xpath_root(v->target->constraint), v->target->group, true);
	return todo;
}

/* The same answer seen as value, age and length is given or missing in all three. */
static bool spread(struct sat *s, struct sat_case *c, const struct sat_var *v)
{
	bool given = !v->dom.can_empty, missing = !v->dom.can_value;
	if (v->aspect == SAT_COUNT || v->aspect == SAT_LENGTH || (!given && !missing))
		return true;
	for (size_t i = 0; i < c->n_vars; i++) {
		struct sat_var *w = &c->vars[i];
		if (w == v || w->target != v->target || w->base != v->base || w->aspect == SAT_COUNT)
			continue;
		if (w->aspect == SAT_LENGTH) {
			const struct dom zero = dom_value(&(struct xpath_value){ .type = XPATH_DEC, .dec = { 0, 0 } });
			struct dom least = zero;
			least.abs.lo = least.abs.hi = dec_from_i64(w->target->min_length > 1 ? w->target->min_length : 1);
			if (!(given ? dom_narrow(&w->dom, OP_GE, &least) : dom_narrow(&w->dom, OP_EQ, &zero)))
				return contradiction(s, v->target);
		} else if (!(given ? dom_fill(&w->dom) : dom_clear(&w->dom))) {
			return contradiction(s, v->target);
		}
	}
	return true;
}

static bool fill(struct sat *s, struct sat_case *c, struct sat_var *v, const struct todo **todo)
{
	if (!dom_fill(&v->dom))
		return contradiction(s, v->target);
	*todo = live(s, v, *todo);
	return spread(s, c, v);
}

static bool clear(struct sat *s, struct sat_case *c, struct sat_var *v)
{
	return dom_clear(&v->dom) ? spread(s, c, v) : contradiction(s, v->target);
}

/* ---- one unknown that decides alone ---- */

struct one {
	const struct form_node *field;
	struct xpath_value v;
};

static bool get_one(void *arg, unsigned slot, size_t index, struct xpath_value *value)
{
	const struct one *o = arg;
	(void)slot, (void)index;
	*value = o->v;
	return true;
}

/* The one field with a short list of codes that x asks about; NULL when there are others, or something unknown. */
static const struct xpath_node *only_code(
    const struct sat *s, const struct xpath_node *x, const struct xpath_node *found)
{
	static const struct xpath_node several;
	if (x->op == OP_REF) {
		const struct form_node *t = sat_target(s, x);
		bool fits = !x->ref.list && !x->ref.group && x->ref.type == XPATH_CODE && t->codes != NULL &&
		            t->codes->n <= DOM_CODES_MAX && t->calculate == NULL;
		return fits && (found == NULL || sat_target(s, found) == t) ? x : &several;
	}
	for (const struct xpath_node *k = x->kids; k != NULL; k = k->next)
		if ((found = only_code(s, k, found)) == &several)
			return found;
	if (x->op == OP_CALL && (strcmp(xpath_func_name(x), "today") == 0 || strcmp(xpath_func_name(x), "age") == 0))
		return &several;
	return found;
}

/* Tries all codes, and none. Leaves those with which x is as wanted. */
static bool try_codes(struct sat *s, struct sat_case *c, const struct sat_goal *g, const struct todo **todo)
{
	const struct xpath_node *name = only_code(s, g->x, NULL);
	if (name == NULL || name->op != OP_REF)
		return true;
	struct sat_var *v = sat_var(c, sat_target(s, name), NULL, SAT_VALUE);
	if (v == NULL || !v->dom.listed)
		return true;
	const struct form_codelist *l = v->target->codes;
	struct one o = { v->target, { .type = XPATH_EMPTY } };
	for (size_t i = 0; i <= l->n; i++) {
		struct xpath_env env = { .arg = &o, .get = get_one, .scratch = s->a };
		struct xpath_value out;
		struct err err;
		s->steps += (i & 7) == 0;
		if (i > 0)
			o.v = (struct xpath_value){ .type = XPATH_CODE, .text = l->codes[i - 1].value };
		bool known = xpath_eval_node(NULL, g->x, &env, &out, &err);
		if (!known || (out.type == XPATH_BOOL && out.boolean) == g->want)
			continue;
		if (i == 0)
			v->dom.can_empty = false;
		else
			v->dom.codes[(i - 1) / 64] &= ~((uint64_t)1 << (i - 1) % 64);
	}
	if (!v->dom.can_empty)
		return fill(s, c, v, todo);
	return dom_settle(&v->dom) || contradiction(s, v->target);
}

/* ---- comparisons ---- */

static bool is_call(const struct xpath_node *x, const char *name)
{
	return x->op == OP_CALL && strcmp(xpath_func_name(x), name) == 0;
}

/* Takes from both sides what cannot be, when both must be given. */
static bool apply(struct sat *s, struct sat_case *c, const struct sat_cmp *p, const struct todo **todo)
{
	struct sat_var *v = sat_var_of(s, c, p->x, p->gx), *w = sat_var_of(s, c, p->y, p->gy);
	if (v != NULL && !fill(s, c, v, todo))
		return false;
	if (w != NULL && !fill(s, c, w, todo))
		return false;
	const struct form_node *about = v != NULL ? v->target : w != NULL ? w->target : NULL;
	if (v != NULL && v == w)
		return (p->op != OP_NE && p->op != OP_LT && p->op != OP_GT) || contradiction(s, about);
	struct dom x = sat_value(s, c, p->x, p->gx), y = sat_value(s, c, p->y, p->gy);
	if (!dom_can(&x, p->op, &y))
		return contradiction(s, about);
	y.can_empty = x.can_empty = false;
	if (v != NULL && !dom_narrow(&v->dom, p->op, &y))
		return contradiction(s, v->target);
	if (w != NULL && !dom_narrow(&w->dom, dom_flip(p->op), &x))
		return contradiction(s, w->target);
	return true;
}

/* A side may be empty, or else the comparison holds. */
static bool apply_weak(struct sat *s, struct sat_case *c, const struct sat_cmp *p, const struct todo **todo)
{
	struct dom x = sat_value(s, c, p->x, p->gx), y = sat_value(s, c, p->y, p->gy);
	if (!x.can_empty && !y.can_empty)
		return apply(s, c, p, todo);
	struct sat_var *v = sat_var_of(s, c, p->x, p->gx), *w = sat_var_of(s, c, p->y, p->gy);
	if (v != NULL && v != w && !y.can_empty && !dom_narrow(&v->dom, p->op, &y))
		return contradiction(s, v->target);
	if (w != NULL && v != w && !x.can_empty && !dom_narrow(&w->dom, dom_flip(p->op), &x))
		return contradiction(s, w->target);
	return true;
}

static bool is_empty_text(const struct xpath_node *x)
{
	return x->constant.type == XPATH_TEXT && x->constant.text.n == 0;
}

/* Constants and if() of them: what stays exact when it is put in the place of a calculated field. */
static bool is_choice(const struct xpath_node *x)
{
	if (is_call(x, "if"))
		return is_choice(x->kids->next) && is_choice(x->kids->next->next);
	return x->op == OP_CONST && !is_empty_text(x) && (x->constant.type != XPATH_DEC || x->constant.dec.scale == 0);
}

/* The comparison with the formula of a calculated field in the place of its name. False: not possible. */
static bool unfold(struct sat *s, struct sat_cmp *p, const struct todo **todo)
{
	if (p->x->op != OP_REF || p->x->ref.list || p->x->ref.group)
		return false;
	const struct form_node *t = sat_target(s, p->x);
	if (t->what != NODE_FIELD || t->calculate == NULL || !is_choice(xpath_root(t->calculate)) ||
	    (p->weak && !always_there(s, t)))
		return false;
	for (const struct form_node *n = t; n != NULL; n = n->up)
		if (n->relevant != NULL)
			*todo = push(s, *todo, xpath_root(n->relevant), n->group, true);
	p->x = xpath_root(t->calculate);
	p->gx = t->group;
	return true;
}

static struct sat_cmp turned(const struct sat_cmp *p)
{
	return (struct sat_cmp){ p->y, p->x, p->gy, p->gx, dom_flip(p->op), p->weak };
}

/* if(c, a, b) OP y: one case for a and one for b. */
static bool split_if(
    struct sat *s, const struct sat_case *c, const struct sat_cmp *p, const struct todo *todo, unsigned depth)
{
	for (int yes = 1; yes >= 0; yes--) {
		struct sat_cmp part = *p;
		part.x = yes != 0 ? p->x->kids->next : p->x->kids->next->next;
		if (part.x->op == OP_CONST && part.x->constant.type == XPATH_EMPTY && !p->weak)
			continue;
		struct sat_case *copy = ARENA_NEW(s->a, struct sat_case);
		*copy = *c;
		if (search(s, copy, push(s, push_cmp(s, todo, part), p->x->kids, p->gx, yes != 0), depth))
			return true;
	}
	return contradiction(s, NULL);
}

static bool is_truth(const struct xpath_node *x)
{
	return is_call(x, "true") || is_call(x, "false");
}

static bool compare(
    struct sat *s, struct sat_case *c, const struct sat_cmp *given, const struct todo *todo, unsigned depth)
{
	struct sat_cmp p = *given, q = turned(given);
	if (p.x->type == XPATH_BOOL && (is_truth(p.x) || is_truth(p.y)) && (p.op == OP_EQ || p.op == OP_NE)) {
		if (is_truth(p.x))
			p = q;
		/* x = true() is x; weak x != true() is not x. The other two ask for a false that is given. */
		bool want = p.op == OP_EQ, truth = is_call(p.y, "true");
		if (truth && want != p.weak)
			return search(s, c, push(s, todo, p.x, p.gx, want), depth);
		q = turned(&p);
	}
	if (unfold(s, &p, &todo) || (unfold(s, &q, &todo) && (p = q, true)))
		return search(s, c, push_cmp(s, todo, p), depth);
	if (is_call(p.x, "if") || is_call(p.x, "choose"))
		return split_if(s, c, &p, todo, depth);
	if (is_call(p.y, "if") || is_call(p.y, "choose"))
		return split_if(s, c, &q, todo, depth);
	if (!(p.weak ? apply_weak(s, c, &p, &todo) : apply(s, c, &p, &todo)))
		return false;
	if (c->n_cmps < SAT_CMPS_MAX) {
		struct sat_cmp *kept = ARENA_NEW(s->a, struct sat_cmp);
		*kept = p;
		c->cmps[c->n_cmps++] = kept;
	}
	return search(s, c, todo, depth);
}

/* ---- goals ---- */

static bool branch(
    struct sat *s, const struct sat_case *c, const struct sat_goal *g, const struct todo *todo, unsigned depth)
{
	for (const struct xpath_node *k = g->x->kids; k != NULL; k = k->next) {
		struct sat_case *copy = ARENA_NEW(s->a, struct sat_case);
		*copy = *c;
		if (search(s, copy, push(s, todo, k, g->group, g->want), depth))
			return true;
	}
	return false;
}

static const struct todo *push_all(struct sat *s, const struct sat_goal *g, const struct todo *todo)
{
	for (const struct xpath_node *k = g->x->kids; k != NULL && s->steps <= SAT_STEPS_MAX; k = k->next)
		todo = push(s, todo, k, g->group, g->want);
	return todo;
}

/* A name alone: an answer that is true, or is not. */
static bool truth_of(
    struct sat *s, struct sat_case *c, const struct sat_goal *g, const struct todo *todo, unsigned depth)
{
	const struct form_node *t = sat_target(s, g->x);
	if (g->x->ref.list || g->x->ref.group)
		return search(s, c, todo, depth);
	if (t->calculate != NULL && (g->want || always_there(s, t)))
		todo = push(s, todo, xpath_root(t->calculate), t->group, g->want);
	struct sat_var *v = sat_var(c, t, NULL, SAT_VALUE);
	const struct dom truth = dom_value(&(struct xpath_value){ .type = XPATH_BOOL, .boolean = g->want });
	if (v != NULL && g->want && !fill(s, c, v, &todo))
		return false;
	if (v != NULL && !dom_narrow(&v->dom, OP_EQ, &truth))
		return contradiction(s, t);
	return search(s, c, todo, depth);
}

static bool existence(struct sat *s, struct sat_case *c, const struct xpath_node *name, const struct form_node *group,
    bool there, const struct todo *todo, unsigned depth)
{
	const struct form_node *base = NULL;
	if (name->ref.list) {
		base = group;
		for (unsigned up = s->form->refs[name->ref.slot].up; up > 0; up--)
			base = base->group;
	}
	struct sat_var *v = sat_var(c, sat_target(s, name), base, SAT_VALUE);
	if (v != NULL && !(there ? fill(s, c, v, &todo) : clear(s, c, v)))
		return false;
	return search(s, c, todo, depth);
}

static bool call(struct sat *s, struct sat_case *c, const struct sat_goal *g, const struct todo *todo, unsigned depth)
{
	const struct xpath_node *x = g->x, *arg = x->kids;
	if (is_truth(x))
		return is_call(x, "true") == g->want ? search(s, c, todo, depth) : contradiction(s, NULL);
	if (is_call(x, "not"))
		return search(s, c, push(s, todo, arg, g->group, !g->want), depth);
	if (is_call(x, "exists") || is_call(x, "is-empty"))
		return existence(s, c, arg, g->group, is_call(x, "exists") == g->want, todo, depth);
	if (is_call(x, "if") || is_call(x, "choose")) {
		for (int yes = 1; yes >= 0; yes--) {
			const struct xpath_node *part = yes != 0 ? arg->next : arg->next->next;
			bool empty = part->op == OP_CONST && part->constant.type == XPATH_EMPTY;
			if (empty && g->want)
				continue;
			struct sat_case *copy = ARENA_NEW(s->a, struct sat_case);
			*copy = *c;
			const struct todo *rest = empty ? todo : push(s, todo, part, g->group, g->want);
			if (search(s, copy, push(s, rest, arg, g->group, yes != 0), depth))
				return true;
		}
		return contradiction(s, NULL);
	}
	return try_codes(s, c, g, &todo) && search(s, c, todo, depth);
}

static bool goal(struct sat *s, struct sat_case *c, const struct sat_goal *g, const struct todo *todo, unsigned depth)
{
	const struct xpath_node *x = g->x;
	switch (x->op) {
	case OP_AND:
	case OP_OR:
		if ((x->op == OP_AND) == g->want)
			return search(s, c, push_all(s, g, todo), depth);
		return branch(s, c, g, todo, depth);
	case OP_REF:
		return truth_of(s, c, g, todo, depth);
	case OP_CALL:
		return call(s, c, g, todo, depth);
	case OP_CONST:
	case OP_CHAIN:
	case OP_NEG:
		return search(s, c, todo, depth);
	default:
		break;
	}
	enum xpath_op op = g->want ? x->op : dom_negate(x->op);
	/* Only != holds beside an empty side, and what is the opposite of the others. */
	struct sat_cmp cmp = { x->kids, x->kids->next, g->group, g->group, op, (x->op == OP_NE) == g->want };
	return search(s, c, push_cmp(s, todo, cmp), depth);
}

/* All goals are met. What was compared first may contradict what was narrowed later. */
static bool finish(struct sat *s, struct sat_case *c, unsigned depth)
{
	for (int round = 0; round < ROUNDS; round++) {
		const struct todo *more = NULL;
		for (size_t i = 0; i < c->n_cmps; i++)
			if (!(c->cmps[i]->weak ? apply_weak(s, c, c->cmps[i], &more) : apply(s, c, c->cmps[i], &more)))
				return false;
		if (more != NULL)
			return search(s, c, more, depth);
	}
	s->found = *c;
	return true;
}

static bool search(struct sat *s, struct sat_case *c, const struct todo *todo, unsigned depth)
{
	if (++s->steps > SAT_STEPS_MAX || depth > DEPTH_MAX) {
		s->gave_up = true;
		s->found = *c;
		return true;
	}
	if (todo == NULL)
		return finish(s, c, depth + 1);
	if (todo->goal.x == NULL)
		return compare(s, c, todo->cmp, todo->next, depth + 1);
	return goal(s, c, &todo->goal, todo->next, depth + 1);
}

bool sat_possible(struct sat *s, const struct sat_goal *goals, size_t n)
{
	struct sat_case *c = ARENA_NEW(s->a, struct sat_case);
	const struct todo *todo = NULL;
	s->gave_up = s->mixed = false;
	s->culprit = NULL;
	s->steps = 0;
	for (size_t i = n; i > 0; i--)
		todo = push(s, todo, goals[i - 1].x, goals[i - 1].group, goals[i - 1].want);
	for (size_t i = 0; i < s->n_pinned && c->n_vars < SAT_VARS_MAX; i++) {
		c->vars[c->n_vars] = s->pinned[i];
		if (!c->vars[c->n_vars].dom.can_empty)
			todo = live(s, &c->vars[c->n_vars], todo);
		c->n_vars++;
	}
	bool possible = search(s, c, todo, 0);
	if (s->mixed)
		s->culprit = NULL;
	s->found.n_cmps = 0; /* they go with the arena */
	return possible;
}
