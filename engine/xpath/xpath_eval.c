/* SPDX-License-Identifier: EUPL-1.2
 * Walks the compiled tree. Types were checked, so here are only the rules of the empty value and what can go wrong with
 * numbers. */
#include "xpath/xpath_int.h"

#include "base/utf8.h"

static const struct xpath_value empty = { .type = XPATH_EMPTY };

bool xpath_run_fail(struct run *r, const struct xpath_node *n, const char *sentence)
{
	struct str source = r->x->source;
	struct str shown = str_sub(source, 0, utf8_offset(source, 60));
	return err_set(r->err, ERR_INPUT, "%s (Ausdruck „%.*s%s“, Stelle %zu)", sentence, STR_ARG(shown),
	    shown.n < source.n ? "…" : "", utf8_count(str_sub(source, 0, n->at)) + 1);
}

bool xpath_spend(struct run *r, size_t n)
{
	if (r->env->budget > n) {
		r->env->budget -= (unsigned)n;
		return true;
	}
	return xpath_run_fail(r, r->x->root, "Die Berechnung dauert zu lange. Bitte wenden Sie sich an die Verwaltung.");
}

static bool read_slot(struct run *r, const struct xpath_node *n, size_t index, struct xpath_value *out, bool *more)
{
	*more = r->env->get(r->env->arg, n->ref.slot, index, out);
	if (!*more)
		*out = empty;
	if (out->type != XPATH_EMPTY && !xpath_same_kind(out->type, n->type))
		return xpath_run_fail(r, n, "Eine Antwort hat nicht die vereinbarte Art.");
	return true;
}

bool xpath_node_item(struct run *r, const struct xpath_node *n, size_t index, struct xpath_value *out, bool *more)
{
	bool many = n->op == OP_REF && n->ref.list;
	*more = many || index == 0;
	if (!*more)
		return true;
	if (!many)
		return xpath_node_eval(r, n, out);
	return xpath_spend(r, 1) && read_slot(r, n, index, out, more);
}

static bool is_true(const struct xpath_value *v)
{
	return v->type == XPATH_BOOL && v->boolean;
}

/* or: true as soon as one is; and: false as soon as one is. */
static bool eval_logic(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	bool stop = n->op == OP_OR;
	for (const struct xpath_node *kid = n->kids; kid != NULL; kid = kid->next) {
		if (!xpath_node_eval(r, kid, out))
			return false;
		if (is_true(out) == stop)
			return xpath_give_bool(out, stop);
	}
	return xpath_give_bool(out, !stop);
}

/* Both have a value and are of one kind. */
static int order(const struct xpath_value *a, const struct xpath_value *b)
{
	switch (a->type) {
	case XPATH_DEC:
		return dec_cmp(a->dec, b->dec);
	case XPATH_DATE:
		return (a->date.days > b->date.days) - (a->date.days < b->date.days);
	case XPATH_BOOL:
		return a->boolean - b->boolean;
	default:
		return !str_eq(a->text, b->text);
	}
}

static bool eval_comparison(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	struct xpath_value a, b;
	if (!xpath_node_eval(r, n->kids, &a) || !xpath_node_eval(r, n->kids->next, &b))
		return false;
	if (a.type == XPATH_EMPTY || b.type == XPATH_EMPTY)
		return xpath_give_bool(out, n->op == OP_NE);
	int c = order(&a, &b);
	switch (n->op) {
	case OP_EQ:
		return xpath_give_bool(out, c == 0);
	case OP_NE:
		return xpath_give_bool(out, c != 0);
	case OP_LT:
		return xpath_give_bool(out, c < 0);
	case OP_LE:
		return xpath_give_bool(out, c <= 0);
	case OP_GT:
		return xpath_give_bool(out, c > 0);
	default:
		return xpath_give_bool(out, c >= 0);
	}
}

static bool calculate(enum xpath_op op, struct dec a, struct dec b, struct dec *out)
{
	switch (op) {
	case OP_ADD:
		return dec_add(a, b, out);
	case OP_SUB:
		return dec_sub(a, b, out);
	case OP_MUL:
		return dec_mul(a, b, out);
	case OP_DIV:
		return dec_div(a, b, out);
	default:
		return dec_mod(a, b, out);
	}
}

static bool eval_chain(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	const struct xpath_node *kid = n->kids;
	if (!xpath_node_eval(r, kid, out))
		return false;
	bool missing = out->type == XPATH_EMPTY;
	struct dec total = out->dec;
	while ((kid = kid->next) != NULL) {
		if (!xpath_node_eval(r, kid, out))
			return false;
		missing = missing || out->type == XPATH_EMPTY;
		if (missing)
			continue;
		bool by_zero = (kid->link == OP_DIV || kid->link == OP_MOD) && out->dec.units == 0;
		if (by_zero)
			return xpath_run_fail(r, kid, "Durch null lässt sich nicht teilen.");
		if (!calculate(kid->link, total, out->dec, &total))
			return xpath_run_fail(r, kid, "Das Ergebnis ist zu groß.");
	}
	if (missing)
		*out = empty;
	else
		xpath_give_dec(out, total);
	return true;
}

static bool eval_negation(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	if (!xpath_node_eval(r, n->kids, out))
		return false;
	if (out->type == XPATH_DEC)
		out->dec.units = -out->dec.units;
	return true;
}

/* What the empty value is for a parameter; false: there is nothing to calculate with. */
static bool fill_in(struct xpath_value *v, char param)
{
	if (param == 't')
		return xpath_give_text(v, STR(""));
	if (param == 'b')
		return xpath_give_bool(v, false);
	return param == 'a' || param == 'c';
}

static bool eval_call(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	const struct xpath_func *f = n->func;
	if (f->eval_nodes != NULL)
		return f->eval_nodes(r, n, out);
	struct xpath_value arg[XPATH_ARGS_MAX] = { empty, empty, empty };
	bool missing = false;
	size_t i = 0;
	for (const struct xpath_node *kid = n->kids; kid != NULL; kid = kid->next, i++) {
		if (!xpath_node_eval(r, kid, &arg[i]))
			return false;
		if (arg[i].type == XPATH_EMPTY && !fill_in(&arg[i], xpath_param(f, i)))
			missing = true;
	}
	if (missing) {
		*out = empty;
		return true;
	}
	return f->eval(r, n, arg, out);
}

static bool eval_node(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	bool more;
	if (!xpath_spend(r, 1))
		return false;
	switch (n->op) {
	case OP_CONST:
		*out = n->constant;
		return true;
	case OP_REF:
		return read_slot(r, n, 0, out, &more);
	case OP_OR:
	case OP_AND:
		return eval_logic(r, n, out);
	case OP_CHAIN:
		return eval_chain(r, n, out);
	case OP_NEG:
		return eval_negation(r, n, out);
	case OP_CALL:
		return eval_call(r, n, out);
	default:
		return eval_comparison(r, n, out);
	}
}

bool xpath_node_eval(struct run *r, const struct xpath_node *n, struct xpath_value *out)
{
	if (!eval_node(r, n, out))
		return false;
	if (n->point > 0 && r->env->decided != NULL)
		r->env->decided(r->env->decided_arg, r->x, n->point - 1, is_true(out));
	return true;
}

bool xpath_eval_node(
    const struct xpath *x, const struct xpath_node *n, struct xpath_env *env, struct xpath_value *out, struct err *err)
{
	static const struct xpath nothing;
	struct run r = { x == NULL ? &nothing : x, env, err };
	if (env->budget == 0)
		env->budget = XPATH_BUDGET;
	return xpath_node_eval(&r, n, out);
}

bool xpath_eval(const struct xpath *x, struct xpath_env *env, struct xpath_value *out, struct err *err)
{
	struct run r = { x, env, err };
	if (env->budget == 0)
		env->budget = XPATH_BUDGET;
	if (!xpath_node_eval(&r, x->root, out))
		return false;
	if (x->want == XPATH_BOOL)
		xpath_give_bool(out, is_true(out));
	return true;
}
