/* SPDX-License-Identifier: EUPL-1.2
 * The value of an expression as a domain: what is known of the answers, through functions and arithmetic. */
#include "form/lint/sat.h"

enum { DEPTH_MAX = 12 };

const struct form_node *sat_target(const struct sat *s, const struct xpath_node *ref)
{
	return s->form->refs[ref->ref.slot].target;
}

/* The group a list is seen from. */
static const struct form_node *base_of(const struct sat *s, const struct xpath_node *ref, const struct form_node *group)
{
	if (!ref->ref.list)
		return NULL;
	for (unsigned up = s->form->refs[ref->ref.slot].up; up > 0; up--)
		group = group->group;
	return group;
}

static struct dom length_of(const struct form_node *n)
{
	struct dom d = dom_any(XPATH_DEC);
	d.can_empty = false;
	d.places = 0;
	d.abs = range_of(0, INT32_MAX);
	if (n->what == NODE_FIELD && n->calculate == NULL && n->max_length > 0)
		d.abs.hi = dec_from_i64(n->max_length);
	return d;
}

static struct dom first_domain(const struct form_node *target, const struct form_node *base, enum sat_aspect aspect)
{
	struct dom d = dom_any(XPATH_DEC);
	d.places = 0;
	switch (aspect) {
	case SAT_AGE:
		d.abs = range_of(target->to.what == BOUND_TODAY ? 0 : -10000, target->from.what == BOUND_TODAY ? 0 : 10000);
		return d;
	case SAT_LENGTH:
		return length_of(target);
	case SAT_COUNT:
		d.can_empty = false;
		d.abs = range_of(0, INT32_MAX);
		return d;
	default:
		break;
	}
	if (target->what != NODE_FIELD || base != NULL)
		return dom_any(XPATH_BOOL);
	if (target->calculate == NULL)
		return dom_of_field(target);
	d = dom_any(target->kind->type);
	if (d.type == XPATH_DEC && target->places >= 0 && target->places <= 18)
		d.places = (int)target->places;
	return d;
}

struct sat_var *sat_var(
    struct sat_case *c, const struct form_node *target, const struct form_node *base, enum sat_aspect aspect)
{
	for (size_t i = 0; i < c->n_vars; i++) {
		struct sat_var *v = &c->vars[i];
		if (v->target == target && v->base == base && v->aspect == aspect)
			return v;
	}
	if (c->n_vars == SAT_VARS_MAX)
		return NULL;
	struct sat_var *v = &c->vars[c->n_vars++];
	*v = (struct sat_var){ .target = target, .base = base, .aspect = aspect };
	v->dom = first_domain(target, base, aspect);
	return v;
}

static bool is_call(const struct xpath_node *x, const char *name)
{
	return x->op == OP_CALL && strcmp(xpath_func_name(x), name) == 0;
}

struct sat_var *sat_var_of(struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group)
{
	if (x->op == OP_REF)
		return x->ref.list || x->ref.group ? NULL : sat_var(c, sat_target(s, x), NULL, SAT_VALUE);
	const struct xpath_node *arg = x->op == OP_CALL ? x->kids : NULL;
	if (arg == NULL || arg->next != NULL || arg->op != OP_REF)
		return NULL;
	const struct form_node *target = sat_target(s, arg);
	if (is_call(x, "age"))
		return sat_var(c, target, NULL, SAT_AGE);
	if (is_call(x, "string-length"))
		return sat_var(c, target, NULL, SAT_LENGTH);
	if (is_call(x, "count"))
		return sat_var(c, target, base_of(s, arg, group), SAT_COUNT);
	return NULL;
}

/* ---- expressions ---- */

static struct dom value(
    struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group, unsigned depth);

static struct dom unknown(enum xpath_type type)
{
	return dom_any(type);
}

static struct dom chain(
    struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group, unsigned depth)
{
	struct dom d = value(s, c, x->kids, group, depth);
	for (const struct xpath_node *k = x->kids->next; k != NULL; k = k->next) {
		struct dom e = value(s, c, k, group, depth);
		struct range minus = range_neg(&e.abs);
		bool can_empty = d.can_empty || e.can_empty, can_value = d.can_value && e.can_value;
		struct range r = { 0 };
		if (k->link == OP_ADD)
			r = range_add(&d.abs, &e.abs);
		else if (k->link == OP_SUB)
			r = range_add(&d.abs, &minus);
		else if (k->link == OP_MUL)
			r = range_mul(&d.abs, &e.abs);
		int places = k->link != OP_DIV && k->link != OP_MOD && d.places == 0 && e.places == 0 ? 0 : -1;
		d = unknown(XPATH_DEC);
		d.abs = r;
		d.can_empty = can_empty;
		d.can_value = can_value;
		d.places = places;
	}
	return d;
}

static struct dom arg_value(struct sat *s, struct sat_case *c, const struct xpath_node *call,
    const struct form_node *group, unsigned depth, size_t i)
{
	const struct xpath_node *k = call->kids;
	while (i-- > 0)
		k = k->next;
	return value(s, c, k, group, depth);
}

/* n months are between 28 n and 31 n days. */
static struct range month_days(const struct range *months)
{
	struct range days = range_of(28, 31);
	return range_mul(months, &days);
}

static struct dom call(
    struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group, unsigned depth)
{
	struct dom d = unknown(x->type);
	if (is_call(x, "today")) {
		d.can_empty = false;
		d.today = range_of(0, 0);
	} else if (is_call(x, "true") || is_call(x, "false")) {
		d.can_empty = false;
		d.abs = range_of(is_call(x, "true"), is_call(x, "true"));
	} else if (is_call(x, "if") || is_call(x, "choose")) {
		struct dom yes = arg_value(s, c, x, group, depth, 1), no = arg_value(s, c, x, group, depth, 2);
		d = dom_union(&yes, &no);
		d.type = x->type;
	} else if (is_call(x, "date")) {
		d = arg_value(s, c, x, group, depth, 0);
	} else if (is_call(x, "add-days") || is_call(x, "add-months")) {
		struct dom day = arg_value(s, c, x, group, depth, 0), n = arg_value(s, c, x, group, depth, 1);
		struct range step = is_call(x, "add-days") ? n.abs : month_days(&n.abs);
		d = day;
		d.n_not = 0;
		d.can_empty = day.can_empty || n.can_empty;
		d.can_value = day.can_value && n.can_value;
		d.abs = range_add(&day.abs, &step);
		d.today = range_add(&day.today, &step);
	} else if (is_call(x, "days-between")) {
		struct dom from = arg_value(s, c, x, group, depth, 0), to = arg_value(s, c, x, group, depth, 1);
		struct range abs = range_neg(&from.abs), today = range_neg(&from.today);
		d.can_empty = from.can_empty || to.can_empty;
		d.places = 0;
		d.abs = range_add(&abs, &to.abs);
		today = range_add(&today, &to.today);
		d.can_value = range_intersect(&d.abs, &today) && from.can_value && to.can_value;
	} else if (is_call(x, "string-length") || is_call(x, "count") || is_call(x, "count-non-empty")) {
		d.can_empty = false;
		d.places = 0;
		d.abs = range_of(0, INT32_MAX);
	} else if (is_call(x, "year") || is_call(x, "month") || is_call(x, "day")) {
		d.places = 0;
		d.abs = range_of(1, is_call(x, "year") ? 9999 : is_call(x, "month") ? 12 : 31);
	} else if (is_call(x, "floor") || is_call(x, "ceiling") || is_call(x, "round")) {
		struct range around = range_of(-1, 1);
		struct dom n = arg_value(s, c, x, group, depth, 0);
		d.can_empty = n.can_empty || is_call(x, "round");
		d.can_value = n.can_value;
		d.abs = range_add(&n.abs, &around);
	} else if (is_call(x, "sum")) {
		d.can_empty = false;
	}
	return d;
}

/* A calculated field, where it is relevant; rounded to its places. */
static struct dom calculated(struct sat *s, struct sat_case *c, const struct form_node *n, unsigned depth)
{
	struct dom d = value(s, c, xpath_root(n->calculate), n->group, depth);
	if (d.type == XPATH_DEC && n->places >= 0 && d.places != 0) {
		struct range around = range_of(-1, 1);
		d.abs = range_add(&d.abs, &around);
		d.places = n->places <= 18 ? (int)n->places : -1;
	}
	d.n_not = d.n_other = 0;
	d.can_empty = true;
	d.can_value = true;
	return d;
}

static struct dom ref(struct sat *s, struct sat_case *c, const struct xpath_node *x, unsigned depth)
{
	const struct form_node *t = sat_target(s, x);
	if (x->ref.list || x->ref.group)
		return unknown(x->type);
	struct sat_var *v = sat_var(c, t, NULL, SAT_VALUE);
	if (v == NULL)
		return unknown(x->type);
	if (t->calculate == NULL)
		return v->dom;
	struct dom now = calculated(s, c, t, depth), known = v->dom;
	if (now.type == known.type && known.type != XPATH_TEXT && known.type != XPATH_CODE) {
		known.can_value =
		    range_intersect(&known.abs, &now.abs) && range_intersect(&known.today, &now.today) && known.can_value;
	}
	return known;
}

static struct dom value(
    struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group, unsigned depth)
{
	if (depth > DEPTH_MAX || s->steps > SAT_STEPS_MAX)
		return unknown(x->type);
	struct sat_var *v;
	struct dom d;
	s->steps++;
	switch (x->op) {
	case OP_CONST:
		d = dom_value(&x->constant);
		if (d.type == XPATH_EMPTY)
			d = (struct dom){ .type = x->type, .can_empty = true };
		if (d.type == XPATH_DEC)
			d.places = (int)x->constant.dec.scale;
		return d;
	case OP_REF:
		return ref(s, c, x, depth + 1);
	case OP_NEG:
		d = value(s, c, x->kids, group, depth + 1);
		d.abs = range_neg(&d.abs);
		d.n_not = 0;
		return d;
	case OP_CHAIN:
		return chain(s, c, x, group, depth + 1);
	case OP_CALL:
		v = sat_var_of(s, c, x, group);
		return v != NULL ? v->dom : call(s, c, x, group, depth + 1);
	default:
		d = unknown(x->type);
		d.can_empty = false;
		return d;
	}
}

struct dom sat_value(struct sat *s, struct sat_case *c, const struct xpath_node *x, const struct form_node *group)
{
	return value(s, c, x, group, 0);
}
