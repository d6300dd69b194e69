/* SPDX-License-Identifier: EUPL-1.2
 * One comparison, one function or one answer as a sentence that says what is there, not what the form expects of it. */
#include "form/why/why.h"

struct why_reason *why_fact(struct why *w, struct str text)
{
	struct why_reason *r = why_reason_new(w, false);
	r->text = text;
	return r;
}

struct why_reason *why_fact_inputs(const struct why_at *at, const struct xpath_node *x)
{
	struct str inputs = why_inputs(at, x);
	if (inputs.n == 0)
		return NULL;
	struct why_reason *r = why_fact(at->w, WHY_SAY(at->w, "Das ergibt sich aus diesen Angaben: {}.", inputs));
	r->vague = true;
	return r;
}

/* ---- answers ---- */

static const struct form_cell *cell_of(const struct why_at *at, const struct xpath_node *ref)
{
	const struct form_inst *in = why_holder(at, ref);
	return in == NULL ? NULL : &in->cells[why_target(at, ref)->cell];
}

static bool counts(const struct why_at *at, const struct form_cell *c)
{
	return c != NULL && (c->relevant || (at->w->s->raw && c->forbidden));
}

static struct str answer_of(const struct why_at *at, const struct xpath_node *ref)
{
	const struct form_inst *in = why_holder(at, ref);
	return in == NULL ? STR("") : why_answer(at->w, in, why_target(at, ref));
}

/* Remembers a calculated field, so that it can be explained later. */
static void mention(const struct why_at *at, const struct xpath_node *ref)
{
	struct why *w = at->w;
	const struct form_node *n = why_target(at, ref);
	const struct form_inst *in = why_is_answer(ref) ? why_holder(at, ref) : NULL;
	if (in == NULL || n->what != NODE_FIELD || n->calculate == NULL || w->n_mentions == WHY_MENTIONS_MAX)
		return;
	for (size_t i = 0; i < w->n_mentions; i++)
		if (w->mentions[i].n == n && w->mentions[i].in == in)
			return;
	w->mentions[w->n_mentions++] = (struct why_mention){ n, in };
}

/* Nothing is there to compare. */
static struct why_reason *absent(const struct why_at *at, const struct xpath_node *ref)
{
	struct str name = why_name(at->w, why_target(at, ref));
	if (counts(at, cell_of(at, ref)))
		return why_fact(at->w, WHY_SAY(at->w, "{} ist noch nicht beantwortet.", name));
	struct why_reason *r = why_fact(at->w, WHY_SAY(at->w, "Nach {} fragen wir hier nicht.", name));
	r->weak = true;
	return r;
}

struct why_reason *why_fact_answer(const struct why_at *at, const struct xpath_node *ref)
{
	const struct form_node *n = why_target(at, ref);
	struct str name = why_name(at->w, n);
	mention(at, ref);
	if (!why_is_answer(ref))
		return why_fact_inputs(at, ref);
	if (n->kind->ticked && counts(at, cell_of(at, ref)))
		return why_fact(at->w, why_true(at, ref) ? WHY_SAY(at->w, "{} ist angekreuzt.", name)
		                                         : WHY_SAY(at->w, "{} ist nicht angekreuzt.", name));
	struct str answer = counts(at, cell_of(at, ref)) ? answer_of(at, ref) : STR("");
	if (answer.n == 0)
		return absent(at, ref);
	struct why_reason *r = why_fact(at->w, WHY_SAY(at->w, "Bei {} steht {}.", name, answer));
	r->of = cell_of(at, ref);
	return r;
}

struct why_reason *why_fact_none_of(
    const struct why_at *at, const struct xpath_node *ref, const struct xpath_node *const *codes, size_t n)
{
	const struct form_node *field = why_target(at, ref);
	struct str answer = counts(at, cell_of(at, ref)) ? answer_of(at, ref) : STR("");
	if (answer.n == 0)
		return absent(at, ref);
	mention(at, ref);
	struct str *values = ARENA_ARRAY(at->w->a, struct str, n);
	for (size_t i = 0; i < n; i++)
		values[i] = why_value(at->w, &codes[i]->constant, field);
	struct why_reason *r = why_fact(
	    at->w, WHY_SAY(at->w, "Bei {} steht {}, nicht {}.", why_name(at->w, field), answer, why_or(at->w, values, n)));
	r->of = cell_of(at, ref);
	r->denies = true;
	return r;
}

struct why_reason *why_fact_missing(const struct why_at *at, const struct xpath_node *x)
{
	if (why_is_answer(x) && why_evaluate(at, x).type == XPATH_EMPTY) {
		struct why_at behind = why_behind(at, x);
		bool helper = why_is_helper(why_target(at, x)) && behind.in != NULL && at->depth < WHY_DEPTH_MAX;
		return helper ? why_fact_missing(&behind, xpath_root(behind.x)) : absent(at, x);
	}
	struct why_reason *r = NULL;
	for (const struct xpath_node *k = x->kids; k != NULL && r == NULL; k = k->next)
		r = why_fact_missing(at, k);
	return r;
}

/* ---- comparisons ---- */

static struct str upper(struct arena *a, struct str s)
{
	if (s.n == 0 || s.p[0] < 'a' || s.p[0] > 'z')
		return s;
	char *p = str_cdup(a, s);
	p[0] = (char)(p[0] - 'a' + 'A');
	return (struct str){ p, s.n };
}

/* The value of x as people read it. */
static struct str value_of(const struct why_at *at, const struct xpath_node *x, const struct form_node *like)
{
	struct xpath_value v = why_evaluate(at, x);
	return why_is_answer(x) ? answer_of(at, x) : why_value(at->w, &v, like);
}

/* "3 („Alter“)" */
static struct str with_source(const struct why_at *at, const struct xpath_node *x, const struct form_node *like)
{
	struct str value = value_of(at, x, like), of = why_noun(at, x);
	return x->op == OP_CONST ? value : str_fmt(at->w->a, "%.*s (%.*s)", STR_ARG(value), STR_ARG(of));
}

static const struct form_node *like_either(
    const struct why_at *at, const struct xpath_node *x, const struct xpath_node *y)
{
	const struct form_node *like = why_like(at, x);
	return like != NULL ? like : why_like(at, y);
}

/* A value against a helper is told by the conditions that lead to the helper's value; everything else that is not
 * shown by the answers behind it. */
static struct why_reason *indirect(const struct why_at *at, const struct xpath_node *x)
{
	const struct xpath_node *l = x->kids, *r = l->next, *ref = l->op == OP_CONST ? r : l;
	bool constant = l->op == OP_CONST || r->op == OP_CONST;
	if (!constant || !why_is_answer(ref) || !why_is_helper(why_target(at, ref)) || why_holder(at, ref) == NULL)
		return why_fact_inputs(at, x);
	struct why_at behind = why_behind(at, ref);
	struct why_reason *path = why_is_if(xpath_root(behind.x)) ? why_path(behind, xpath_root(behind.x)) : NULL;
	return path != NULL ? path : why_fact_inputs(at, x);
}

/* translate(x, allowed, "") = "": only these characters are in it. */
static struct why_reason *only_letters(
    const struct why_at *at, const struct xpath_node *l, const struct xpath_node *r, bool equal)
{
	if (!why_is_call(l, "translate") || r->op != OP_CONST || r->constant.text.n > 0)
		return NULL;
	const struct xpath_node *from = l->kids->next, *to = from->next;
	if (from->op != OP_CONST || to->op != OP_CONST || to->constant.text.n > 0)
		return NULL;
	struct str name = why_noun(at, l->kids), set = why_quoted(at->w, from->constant.text);
	return why_fact(at->w, equal ? WHY_SAY(at->w, "Bei {} stehen nur diese Zeichen: {}.", name, set)
	                             : WHY_SAY(at->w, "Bei {} stehen andere Zeichen als diese: {}.", name, set));
}

/* true() and false() */
static bool is_truth(const struct xpath_node *x)
{
	return x->type == XPATH_BOOL && (x->op == OP_CONST || (x->op == OP_CALL && x->kids == NULL));
}

static struct why_reason *equal_fact(
    const struct why_at *at, const struct xpath_node *l, const struct xpath_node *r, bool equal)
{
	if ((l->op == OP_CONST && r->op != OP_CONST) || is_truth(l)) {
		const struct xpath_node *swap = l;
		l = r;
		r = swap;
	}
	struct why *w = at->w;
	if (is_truth(r))
		return why_clause(*at, l, why_true(at, r) == equal);
	struct why_reason *letters = only_letters(at, l, r, equal);
	if (letters != NULL)
		return letters;
	if (why_is_answer(l) && r->op == OP_CONST)
		return equal ? why_fact_answer(at, l) : why_fact_none_of(at, l, &r, 1);
	struct why_reason *gone = why_fact_missing(at, l);
	if (gone == NULL)
		gone = why_fact_missing(at, r);
	if (gone != NULL)
		return gone;
	const struct form_node *like = like_either(at, l, r);
	struct str left = upper(w->a, why_noun(at, l)), value = value_of(at, l, like);
	if (r->op == OP_CONST)
		return why_fact(w, equal ? WHY_SAY(w, "{} ist {}.", left, value)
		                         : WHY_SAY(w, "{} ist {}, nicht {}.", left, value, value_of(at, r, like)));
	struct str right = why_noun(at, r);
	return why_fact(w, equal ? WHY_SAY(w, "{} und {} sind gleich: {}.", left, right, value)
	                         : WHY_SAY(w, "{} ist {}, aber {} ist {}.", left, value, right, value_of(at, r, like)));
}

/* The comparison that holds when op turned out so, seen from the other side with swap. */
static enum xpath_op holds(enum xpath_op op, bool truth, bool swap)
{
	static const enum xpath_op not_[] = { [OP_LT] = OP_GE, [OP_LE] = OP_GT, [OP_GT] = OP_LE, [OP_GE] = OP_LT };
	static const enum xpath_op other[] = { [OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE };
	op = truth ? op : not_[op];
	return swap ? other[op] : op;
}

static struct str order(
    const struct why *w, enum xpath_op op, bool days, struct str left, struct str value, struct str right)
{
	if (days)
		return op == OP_LT   ? WHY_SAY(w, "{} ist der {}, also vor dem {}.", left, value, right)
		       : op == OP_GT ? WHY_SAY(w, "{} ist der {}, also nach dem {}.", left, value, right)
		       : op == OP_LE ? WHY_SAY(w, "{} ist der {}, also nicht nach dem {}.", left, value, right)
		                     : WHY_SAY(w, "{} ist der {}, also nicht vor dem {}.", left, value, right);
	return op == OP_LT   ? WHY_SAY(w, "{} ist {}, also kleiner als {}.", left, value, right)
	       : op == OP_GT ? WHY_SAY(w, "{} ist {}, also größer als {}.", left, value, right)
	       : op == OP_LE ? WHY_SAY(w, "{} ist {}, also höchstens {}.", left, value, right)
	                     : WHY_SAY(w, "{} ist {}, also mindestens {}.", left, value, right);
}

struct why_reason *why_fact_compare(struct why_at at, const struct xpath_node *x, bool truth)
{
	const struct xpath_node *l = x->kids, *r = l->next;
	bool equality = x->op == OP_EQ || x->op == OP_NE;
	bool truths = equality && (is_truth(l) || is_truth(r));
	if (why_is_indirect(&at, x) && !truths)
		return indirect(&at, x);
	if (equality)
		return equal_fact(&at, l, r, (x->op == OP_EQ) == truth);
	struct why_reason *gone = why_fact_missing(&at, x);
	if (gone != NULL)
		return gone;
	bool swap = l->op == OP_CONST;
	const struct xpath_node *left = swap ? r : l, *right = swap ? l : r;
	const struct form_node *like = like_either(&at, l, r);
	if (left->op == OP_REF)
		mention(&at, left);
	struct str subject = upper(at.w->a, why_noun(&at, left));
	return why_fact(at.w, order(at.w, holds(x->op, truth, swap), why_evaluate(&at, l).type == XPATH_DATE, subject,
	                          value_of(&at, left, like), with_source(&at, right, like)));
}

/* ---- functions ---- */

static struct why_reason *filled(const struct why_at *at, const struct xpath_node *arg, bool is_filled)
{
	if (why_is_indirect(at, arg))
		return why_fact_inputs(at, arg);
	struct str name = why_name(at->w, why_target(at, arg));
	if (!is_filled && why_is_answer(arg) && !counts(at, cell_of(at, arg)))
		return absent(at, arg);
	return why_fact(at->w,
	    is_filled ? WHY_SAY(at->w, "{} ist ausgefüllt.", name) : WHY_SAY(at->w, "{} ist nicht ausgefüllt.", name));
}

static struct why_reason *text_fact(const struct why_at *at, const struct xpath_node *x, bool truth)
{
	struct why *w = at->w;
	const struct xpath_node *arg = x->kids;
	if (why_is_answer(arg) && arg->type == XPATH_CODE)
		return why_fact_answer(at, arg); /* the beginning of a code tells people nothing */
	struct str name = why_noun(at, arg), value = value_of(at, arg, NULL), part = with_source(at, arg->next, NULL);
	if (why_is_call(x, "starts-with"))
		return why_fact(w, truth ? WHY_SAY(w, "Bei {} steht {}. Das beginnt mit {}.", name, value, part)
		                         : WHY_SAY(w, "Bei {} steht {}. Das beginnt nicht mit {}.", name, value, part));
	return why_fact(w, truth ? WHY_SAY(w, "Bei {} steht {}. Darin kommt {} vor.", name, value, part)
	                         : WHY_SAY(w, "Bei {} steht {}. Darin kommt {} nicht vor.", name, value, part));
}

static struct why_reason *date_fact(const struct why_at *at, const struct xpath_node *x, bool truth)
{
	struct why *w = at->w;
	const struct xpath_node *arg = x->kids;
	if (why_is_call(x, "is-valid-date")) {
		struct str day = why_noun(at, arg), month = why_noun(at, arg->next), year = why_noun(at, arg->next->next);
		return why_fact(w, truth ? WHY_SAY(w, "Den Tag aus {}, {} und {} gibt es.", day, month, year)
		                         : WHY_SAY(w, "Den Tag aus {}, {} und {} gibt es nicht.", day, month, year));
	}
	struct str day = upper(w->a, with_source(at, arg, NULL));
	if (why_is_call(x, "is-holiday"))
		return why_fact(w, truth ? WHY_SAY(w, "{} ist ein Feiertag.", day) : WHY_SAY(w, "{} ist kein Feiertag.", day));
	return why_fact(w, truth ? WHY_SAY(w, "{} ist ein Arbeitstag.", day) : WHY_SAY(w, "{} ist kein Arbeitstag.", day));
}

struct why_reason *why_fact_call(struct why_at at, const struct xpath_node *x, bool truth)
{
	const struct xpath_node *arg = x->kids;
	if (why_is_call(x, "exists") || why_is_call(x, "is-empty"))
		return filled(&at, arg, why_is_call(x, "exists") == truth);
	if (why_is_indirect(&at, x))
		return why_fact_inputs(&at, x);
	struct why_reason *gone = why_fact_missing(&at, x);
	if (gone != NULL && !why_is_call(x, "is-valid-date"))
		return gone;
	if (why_is_call(x, "starts-with") || why_is_call(x, "contains"))
		return text_fact(&at, x, truth);
	if (why_is_call(x, "is-valid-date") || why_is_call(x, "is-holiday") || why_is_call(x, "is-working-day"))
		return date_fact(&at, x, truth);
	return why_fact_inputs(&at, x);
}
