/* SPDX-License-Identifier: EUPL-1.2
 * How a calculated value came about: the sum with what is not zero and the conditions of if(), or which answers it
 * follows from. */
#include "form/why/why.h"

/* A calculation while it is written down. */
struct sum {
	struct why_at at;
	unsigned signs;             /* + − × ÷ written so far */
	bool vague;                 /* a number stands for what is not shown */
	struct why_reason *reasons; /* conditions that were passed */
};

static struct str amount(struct sum *s, const struct xpath_node *x);

static bool is_number(const struct xpath_value *v, int64_t n)
{
	return v->type == XPATH_DEC && dec_cmp(v->dec, dec_from_i64(n)) == 0;
}

static bool is_value(const struct sum *s, const struct xpath_node *x, int64_t n)
{
	struct xpath_value v = why_evaluate(&s->at, x);
	return is_number(&v, n);
}

static const char *sign(enum xpath_op link)
{
	static const char *const signs[] = {
		[OP_ADD] = " + ", [OP_SUB] = " − ", [OP_MUL] = " × ", [OP_DIV] = " ÷ ", [OP_MOD] = NULL
	};
	return signs[link];
}

static void add_term(struct sum *s, struct buf *b, const struct xpath_node *k)
{
	bool first = b->n == 0;
	if (first && k->link == OP_SUB)
		buf_add_c(b, "−");
	if (!first) {
		buf_add_c(b, sign(k->link));
		s->signs++;
	}
	buf_add(b, amount(s, k));
}

/* Whether the parts are added up; else they are multiplied. */
static bool is_sum(const struct xpath_node *chain)
{
	return chain->kids->next->link == OP_ADD || chain->kids->next->link == OP_SUB;
}

/* x as a factor: a sum that is not shown as one number stands in brackets. */
static void add_factor(struct sum *s, struct buf *b, const struct xpath_node *k)
{
	if (b->n > 0) {
		buf_add_c(b, sign(k->link));
		s->signs++;
	}
	unsigned before = s->signs;
	/* A sum of what is not shown is one number. */
	bool single = k->op == OP_CHAIN && why_is_indirect(&s->at, k);
	struct xpath_value v = why_evaluate(&s->at, k);
	struct str text = single ? why_value(s->at.w, &v, NULL) : amount(s, k);
	bool brackets = k->op == OP_CHAIN && is_sum(k) && s->signs > before;
	buf_add_fmt(b, "%s%.*s%s", brackets ? "(" : "", STR_ARG(text), brackets ? ")" : "");
}

static bool has_mod(const struct xpath_node *chain)
{
	for (const struct xpath_node *k = chain->kids->next; k != NULL; k = k->next)
		if (k->link == OP_MOD)
			return true;
	return false;
}

/* A factor 1 that nobody needs to read. */
static bool is_idle(const struct sum *s, const struct xpath_node *product, const struct xpath_node *k)
{
	bool divided = k == product->kids && k->next->link == OP_DIV;
	return k->op == OP_CONST && !divided && is_value(s, k, 1);
}

static struct str chain(struct sum *s, const struct xpath_node *x)
{
	struct xpath_value v = why_evaluate(&s->at, x);
	struct buf b = buf_new(s->at.w->a);
	s->vague |= why_is_indirect(&s->at, x);
	if (has_mod(x) || is_number(&v, 0))
		return why_value(s->at.w, &v, NULL);
	for (const struct xpath_node *k = x->kids; k != NULL; k = k->next) {
		if (is_sum(x) && !is_value(s, k, 0))
			add_term(s, &b, k);
		else if (!is_sum(x) && !is_idle(s, x, k))
			add_factor(s, &b, k);
	}
	return b.n > 0 ? buf_str(&b) : why_value(s->at.w, &v, NULL);
}

static struct str amount(struct sum *s, const struct xpath_node *x)
{
	struct why *w = s->at.w;
	struct xpath_value v = why_evaluate(&s->at, x);
	struct str text = why_value(w, &v, why_like(&s->at, x));
	if (++s->at.depth > WHY_DEPTH_MAX) {
		text = STR("…");
	} else if (why_is_if(x)) {
		bool yes = why_true(&s->at, x->kids);
		why_reason_add(w, s->reasons, why_clause(s->at, x->kids, yes));
		text = amount(s, yes ? x->kids->next : x->kids->next->next);
	} else if (x->op == OP_CHAIN) {
		text = chain(s, x);
	} else if (x->op != OP_CONST && x->op != OP_NEG && !why_is_indirect(&s->at, x)) {
		text = str_fmt(w->a, "%.*s (%.*s)", STR_ARG(text), STR_ARG(why_noun(&s->at, x)));
	}
	s->at.depth--;
	return text;
}

static bool is_vague(const struct why_reason *r)
{
	bool vague = r != NULL && r->vague;
	for (const struct why_reason *k = r == NULL ? NULL : r->first; k != NULL && !vague; k = k->next)
		vague = is_vague(k);
	return vague;
}

void why_tell_value(struct why *w, const char *about, const struct form_inst *in, const struct xpath *x,
    struct str headline, struct str value)
{
	const struct xpath_node *root = xpath_root(x);
	struct sum s = { .at = { w, in, x, 0 }, .reasons = why_reason_new(w, false) };
	struct str formula = root->type == XPATH_DEC ? amount(&s, root) : STR("");
	struct why_reason *reasons = s.reasons;
	if (value.n == 0)
		reasons = why_fact_missing(&s.at, root);
	else if (root->type == XPATH_BOOL && !why_is_if(root))
		reasons = why_clause(s.at, root, why_true(&s.at, root));
	else if (s.signs == 0)
		reasons = why_path(s.at, root);
	const struct why_reason *why = why_reason_tidy(w, reasons);
	if (s.vague || is_vague(why))
		why = why_fact_inputs(&s.at, root);
	why_tell(w, about, x, headline, why);
	if (s.signs > 0 && value.n > 0)
		why_line(w, about, 1, NULL, WHY_SAY(w, "So wird gerechnet: {} = {}.", formula, value), false);
}
