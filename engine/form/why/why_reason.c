/* SPDX-License-Identifier: EUPL-1.2
 * Walks a condition beside its values: of "and" and "or" only what decides, equal parts once, and what is not shown
 * told through what it is calculated from. */
#include "form/why/why.h"

enum { CODES_MAX = 64 };

struct why_reason *why_reason_new(const struct why *w, bool any)
{
	struct why_reason *r = ARENA_NEW(w->a, struct why_reason);
	*r = (struct why_reason){ .any = any };
	return r;
}

/* Whether to says what part says, or as much. */
static bool has(const struct why_reason *to, const struct why_reason *part)
{
	for (const struct why_reason *k = to->first; k != NULL; k = k->next)
		if (k->text.n > 0 && (str_eq(k->text, part->text) || (part->denies && k->of == part->of && !k->denies)))
			return true;
	return false;
}

/* Puts part in the place of one that only denies of the same answer. */
static bool replaces(struct why_reason *to, const struct why_reason *part)
{
	for (struct why_reason *k = to->first; k != NULL && part->of != NULL && !part->denies; k = k->next)
		if (k->denies && k->of == part->of) {
			k->text = part->text;
			k->denies = false;
			return true;
		}
	return false;
}

static void append(struct why_reason *to, struct why_reason *part)
{
	part->next = NULL;
	*(to->last == NULL ? &to->first : &to->last->next) = part;
	to->last = part;
}

void why_reason_add(const struct why *w, struct why_reason *to, struct why_reason *from)
{
	if (to == NULL || from == NULL)
		return;
	if (from->first == NULL) {
		if (from->text.n > 0 && !has(to, from) && !replaces(to, from))
			append(to, from);
		return;
	}
	if (from->any != to->any && from->first->next != NULL) {
		append(to, from);
		return;
	}
	for (struct why_reason *k = from->first, *next; k != NULL; k = next) {
		next = k->next;
		why_reason_add(w, to, k);
	}
}

/* ---- and, or ---- */

/* Whether x turning out so says that an answer is not a constant, and which. */
static bool says_unlike(const struct why_at *at, const struct xpath_node *x, bool truth, const struct xpath_node **ref,
    const struct xpath_node **code)
{
	while (why_is_call(x, "not")) {
		x = x->kids;
		truth = !truth;
	}
	if (!(x->op == OP_EQ && !truth) && !(x->op == OP_NE && truth))
		return false;
	bool swap = x->kids->op == OP_CONST;
	*ref = swap ? x->kids->next : x->kids;
	*code = swap ? x->kids : x->kids->next;
	return why_is_answer(*ref) && (*code)->op == OP_CONST && (*code)->type != XPATH_BOOL && !why_is_indirect(at, *ref);
}

static bool same_answer(const struct why_at *at, const struct xpath_node *a, const struct xpath_node *b)
{
	return why_target(at, a) == why_target(at, b) && why_holder(at, a) == why_holder(at, b);
}

/* All siblings from x on that say of the same answer that it is not something; NULL: x is none. *again: an earlier one
 * has said it. */
static struct why_reason *unlike(
    const struct why_at *at, const struct xpath_node *parent, const struct xpath_node *x, bool truth, bool *again)
{
	const struct xpath_node *ref, *other, *codes[CODES_MAX];
	size_t n = 0;
	*again = false;
	if (!says_unlike(at, x, truth, &ref, &codes[0]))
		return NULL;
	for (const struct xpath_node *k = parent->kids; k != NULL && n < CODES_MAX; k = k->next) {
		const struct xpath_node *code;
		if (!says_unlike(at, k, truth, &other, &code) || !same_answer(at, ref, other))
			continue;
		if (n == 0 && k != x) {
			*again = true;
			return NULL;
		}
		codes[n++] = code;
	}
	return why_fact_none_of(at, ref, codes, n);
}

static struct why_reason *joined(struct why_at at, const struct xpath_node *x, bool truth)
{
	bool all = (x->op == OP_AND) == truth; /* all parts decided together */
	struct why_reason *r = why_reason_new(at.w, !all);
	for (const struct xpath_node *k = x->kids; k != NULL; k = k->next) {
		bool again = false;
		if (!all && why_true(&at, k) != truth)
			continue;
		struct why_reason *part = all ? unlike(&at, x, k, truth, &again) : NULL;
		if (again)
			continue;
		why_reason_add(at.w, r, part != NULL ? part : why_clause(at, k, truth));
	}
	return r;
}

/* ---- clauses ---- */

struct why_reason *why_path(struct why_at at, const struct xpath_node *x)
{
	if (++at.depth > WHY_DEPTH_MAX || x->op == OP_CONST)
		return NULL;
	if (why_is_if(x)) {
		bool yes = why_true(&at, x->kids);
		struct why_reason *r = why_reason_new(at.w, false);
		why_reason_add(at.w, r, why_clause(at, x->kids, yes));
		why_reason_add(at.w, r, why_path(at, yes ? x->kids->next : x->kids->next->next));
		return r;
	}
	if (!why_is_answer(x))
		return why_fact_inputs(&at, x);
	if (!why_is_helper(why_target(&at, x)))
		return why_fact_answer(&at, x);
	struct why_at behind = why_behind(&at, x);
	return behind.in == NULL ? NULL : why_path(behind, xpath_root(behind.x));
}

static struct why_reason *answer_clause(struct why_at at, const struct xpath_node *x, bool truth)
{
	const struct form_node *n = why_target(&at, x);
	if (!why_is_answer(x) || why_is_secret(at.w, n))
		return why_fact_inputs(&at, x);
	if (!why_is_helper(n))
		return why_fact_answer(&at, x);
	struct why_at behind = why_behind(&at, x);
	return behind.in == NULL ? NULL : why_clause(behind, xpath_root(behind.x), truth);
}

static struct why_reason *if_clause(struct why_at at, const struct xpath_node *x, bool truth)
{
	bool yes = why_true(&at, x->kids);
	struct why_reason *r = why_reason_new(at.w, false);
	why_reason_add(at.w, r, why_clause(at, x->kids, yes));
	why_reason_add(at.w, r, why_clause(at, yes ? x->kids->next : x->kids->next->next, truth));
	return r;
}

struct why_reason *why_clause(struct why_at at, const struct xpath_node *x, bool truth)
{
	if (++at.depth > WHY_DEPTH_MAX)
		return NULL;
	if (x->op == OP_AND || x->op == OP_OR)
		return joined(at, x, truth);
	if (x->op == OP_REF)
		return answer_clause(at, x, truth);
	if (x->op >= OP_EQ && x->op <= OP_GE)
		return why_fact_compare(at, x, truth);
	if (x->op != OP_CALL || x->kids == NULL)
		return NULL; /* a constant: nothing to tell */
	if (why_is_call(x, "not"))
		return why_clause(at, x->kids, !truth);
	return why_is_if(x) ? if_clause(at, x, truth) : why_fact_call(at, x, truth);
}

/* ---- the whole ---- */

static bool has_strong(const struct why_reason *r)
{
	if (r->first == NULL)
		return r->text.n > 0 && !r->weak;
	for (const struct why_reason *k = r->first; k != NULL; k = k->next)
		if (has_strong(k))
			return true;
	return false;
}

/* Without empty parts, parts of one part and, with drop, weak ones; NULL: nothing is left. */
static struct why_reason *tidy(const struct why *w, struct why_reason *r, bool drop)
{
	if (r->first == NULL)
		return r->text.n > 0 && !(drop && r->weak) ? r : NULL;
	struct why_reason *out = why_reason_new(w, r->any);
	for (struct why_reason *k = r->first, *next; k != NULL; k = next) {
		next = k->next;
		why_reason_add(w, out, tidy(w, k, drop));
	}
	return out->first == out->last ? out->first : out;
}

const struct why_reason *why_reason_tidy(const struct why *w, struct why_reason *r)
{
	return r == NULL ? NULL : tidy(w, r, has_strong(r));
}

const struct why_reason *why_reasons(struct why *w, const struct form_inst *in, const struct xpath *x, bool truth)
{
	struct why_at at = { w, in, x, 0 };
	if (why_true(&at, xpath_root(x)) != truth) /* a rule has taken an answer away since */
		return why_fact(w, str_c(form_say(&w->s->world, "Eine der Angaben dafür zählt inzwischen nicht mehr.")));
	return why_reason_tidy(w, why_clause(at, xpath_root(x), truth));
}
