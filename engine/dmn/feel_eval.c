/* SPDX-License-Identifier: EUPL-1.2
 * Evaluates FEEL with its three truth values: what cannot be computed is null, and null is not false. */
#include "dmn/dmn_model.h"

bool feel_spend(struct run *r)
{
	return ++r->steps <= FEEL_STEPS_MAX ||
	       err_set(r->err, ERR_INPUT, "Die Entscheidung braucht mehr als %d Rechenschritte.", FEEL_STEPS_MAX);
}

static bool give_bool(struct dmn_value *out, bool v)
{
	*out = (struct dmn_value){ .kind = DMN_BOOL, .boolean = v };
	return true;
}

static bool two(struct frame *f, const struct feel *x, struct dmn_value *a, struct dmn_value *b)
{
	return feel_eval(f, x->kids, a) && feel_eval(f, x->kids->next, b);
}

/* and, or (table 50): what decides alone decides also beside null. */
static bool logic(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value a, b;
	bool deciding = x->op == F_OR;
	if (!feel_eval(f, x->kids, &a))
		return false;
	if (a.kind == DMN_BOOL && a.boolean == deciding)
		return give_bool(out, deciding);
	if (!feel_eval(f, x->kids->next, &b))
		return false;
	if (b.kind == DMN_BOOL && b.boolean == deciding)
		return give_bool(out, deciding);
	return a.kind != DMN_BOOL || b.kind != DMN_BOOL || give_bool(out, !deciding);
}

/* a OP b; null where the two have no order. */
static void compare(enum feel_op op, const struct dmn_value *a, const struct dmn_value *b, struct dmn_value *out)
{
	int cmp = 0;
	*out = dmn_null();
	if (op == F_EQ || op == F_NE) {
		bool comparable = a->kind == b->kind || a->kind == DMN_NULL || b->kind == DMN_NULL;
		if (comparable)
			give_bool(out, dmn_equal(a, b) == (op == F_EQ));
	} else if (dmn_order(a, b, &cmp)) {
		give_bool(out,
		    (op == F_LT && cmp < 0) || (op == F_LE && cmp <= 0) || (op == F_GT && cmp > 0) || (op == F_GE && cmp >= 0));
	}
}

static bool between(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value v, low, high;
	int from = 0, to = 0;
	if (!feel_eval(f, x->kids, &v) || !feel_eval(f, x->kids->next, &low) || !feel_eval(f, x->kids->next->next, &high))
		return false;
	return !dmn_order(&v, &low, &from) || !dmn_order(&v, &high, &to) || give_bool(out, from >= 0 && to <= 0);
}

static bool arithmetic(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value a, b;
	struct dec d;
	int64_t e;
	bool ok = false;
	if (!two(f, x, &a, &b))
		return false;
	if (x->op == F_ADD && a.kind == DMN_TEXT && b.kind == DMN_TEXT) {
		out->kind = DMN_TEXT;
		out->text = str_fmt(f->run->arena, "%.*s%.*s", STR_ARG(a.text), STR_ARG(b.text));
		f->run->steps += (unsigned)(out->text.n / 64);
		return feel_spend(f->run);
	}
	if (a.kind != DMN_NUMBER || b.kind != DMN_NUMBER)
		return true;
	if (x->op == F_ADD)
		ok = dec_add(a.number, b.number, &d);
	else if (x->op == F_SUB)
		ok = dec_sub(a.number, b.number, &d);
	else if (x->op == F_MUL)
		ok = dec_mul(a.number, b.number, &d);
	else if (x->op == F_DIV)
		ok = dec_div(a.number, b.number, &d);
	else
		ok = dec_to_i64(b.number, &e) && feel_power(a.number, e, &d);
	if (ok)
		*out = (struct dmn_value){ .kind = DMN_NUMBER, .number = d };
	return true;
}

static bool several(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value *items = ARENA_ARRAY(f->run->arena, struct dmn_value, x->n_kids);
	size_t n = 0;
	for (const struct feel *k = x->kids; k != NULL; k = k->next)
		if (!feel_eval(f, k, &items[n++]))
			return false;
	*out = (struct dmn_value){ .kind = x->op == F_RANGE ? DMN_RANGE : DMN_LIST };
	out->items = items;
	out->n = n;
	out->range = x->op == F_RANGE ? x : NULL;
	return true;
}

static bool call(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value args[FEEL_ARGS_MAX];
	size_t n = 0;
	for (const struct feel *k = x->kids; k != NULL; k = k->next)
		if (!feel_eval(f, k, &args[n++]))
			return false;
	return x->op == F_CALL ? x->func->eval(f->run, args, n, out) : dmn_invoke(f->run, x->model, args, out);
}

static bool step_into(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value of;
	if (!feel_eval(f, x->kids, &of))
		return false;
	for (size_t i = 0; of.kind == DMN_CONTEXT && i < of.n; i++)
		if (str_eq(of.keys[i], x->name))
			*out = of.items[i];
	return true;
}

static bool branch(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value yes;
	if (!feel_eval(f, x->kids, &yes))
		return false;
	return feel_eval(f, yes.kind == DMN_BOOL && yes.boolean ? x->kids->next : x->kids->next->next, out);
}

bool feel_eval(struct frame *f, const struct feel *x, struct dmn_value *out)
{
	struct dmn_value a, b;
	bool yes;
	*out = dmn_null();
	if (!feel_spend(f->run))
		return false;
	switch (x->op) {
	case F_CONST:
		*out = x->constant;
		return true;
	case F_NAME:
		*out = f->slots[x->slot];
		return true;
	case F_INPUT:
		*out = *f->input;
		return true;
	case F_PATH:
		return step_into(f, x, out);
	case F_OR:
	case F_AND:
		return logic(f, x, out);
	case F_EQ:
	case F_NE:
	case F_LT:
	case F_LE:
	case F_GT:
	case F_GE:
		if (!two(f, x, &a, &b))
			return false;
		compare(x->op, &a, &b, out);
		return true;
	case F_BETWEEN:
		return between(f, x, out);
	case F_IN:
		return feel_eval(f, x->kids, &a) && feel_fits(f, x->kids->next, &a, &yes) && give_bool(out, yes);
	case F_ADD:
	case F_SUB:
	case F_MUL:
	case F_DIV:
	case F_POW:
		return arithmetic(f, x, out);
	case F_NEG:
		if (!feel_eval(f, x->kids, &a))
			return false;
		a.number.units = a.kind == DMN_NUMBER ? -a.number.units : 0;
		*out = a.kind == DMN_NUMBER ? a : dmn_null();
		return true;
	case F_IF:
		return branch(f, x, out);
	case F_LIST:
	case F_RANGE:
		return several(f, x, out);
	case F_CALL:
	case F_INVOKE:
		return call(f, x, out);
	case F_ANY:
	case F_SOME:
	case F_NOT:
	case F_CMP:
	case F_TRUE:
	case F_IS:
		break;
	}
	return err_set(f->run->err, ERR_BUG, "Ein Test ist kein Wert.");
}

/* ---- cells ---- */

static bool in_range(const struct dmn_value *v, const struct dmn_value *range)
{
	int low = 0, high = 0;
	if (!dmn_order(v, &range->items[0], &low) || !dmn_order(v, &range->items[1], &high))
		return false;
	return (range->range->low_open ? low > 0 : low >= 0) && (range->range->high_open ? high < 0 : high <= 0);
}

/* The same value, one of a list, within a range. */
static bool is(const struct dmn_value *v, const struct dmn_value *x)
{
	if (x->kind == DMN_RANGE)
		return in_range(v, x);
	if (dmn_equal(v, x))
		return true;
	if (x->kind != DMN_LIST)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (x->items[i].kind != DMN_LIST && is(v, &x->items[i]))
			return true;
	return false;
}

bool feel_fits(struct frame *f, const struct feel *x, const struct dmn_value *v, bool *yes)
{
	const struct dmn_value *outer = f->input;
	struct dmn_value a, b;
	bool ok = feel_spend(f->run);
	*yes = x->op == F_ANY;
	f->input = v;
	if (x->op == F_SOME) {
		for (const struct feel *k = x->kids; ok && !*yes && k != NULL; k = k->next)
			ok = feel_fits(f, k, v, yes);
	} else if (x->op == F_NOT) {
		ok = ok && feel_fits(f, x->kids, v, yes);
		*yes = ok && !*yes && v->kind != DMN_NULL;
	} else if (x->op != F_ANY) {
		ok = ok && feel_eval(f, x->kids, &a);
		if (ok && x->op == F_IS)
			*yes = is(v, &a);
		else if (ok && x->op == F_TRUE)
			*yes = a.kind == DMN_BOOL && a.boolean;
		else if (ok) {
			compare(x->link, v, &a, &b);
			*yes = b.kind == DMN_BOOL && b.boolean;
		}
	}
	f->input = outer;
	return ok;
}
