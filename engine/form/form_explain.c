/* SPDX-License-Identifier: EUPL-1.2
 * Walks the compiled tree beside its values and writes subordinate clauses, which in German end in their verb. */
#include "form/form_explain.h"

#include "base/utf8.h"

#include "xpath/xpath_tree.h"

#include "form/field/fields.h"

enum { DEPTH_MAX = 40, CLAUSES_MAX = 8, QUOTED_MAX = 60 };

/* One expression in one instance. */
struct telling {
	struct explain *e;
	struct arena *a;
	const struct form_inst *in;
	const struct xpath *x;
	unsigned depth;
	struct buf *because; /* conditions of if() that were passed on the way to a value; NULL: not wanted */
};

static const struct str comma = STR_INIT(" und ");

static struct str clause(struct telling *t, const struct xpath_node *x, bool truth);
static struct str thing(struct telling *t, const struct xpath_node *x, const struct form_node *like);

static bool is_call(const struct xpath_node *x, const char *name)
{
	return x->op == OP_CALL && strcmp(xpath_func_name(x), name) == 0;
}

static bool is_if(const struct xpath_node *x)
{
	return is_call(x, "if") || is_call(x, "choose");
}

static struct xpath_value value_of(struct telling *t, const struct xpath_node *x)
{
	struct form_spot spot = { .s = t->e->s, .in = t->in };
	struct xpath_env env = form_env(&spot);
	struct xpath_value v;
	struct err err;
	if ((x->op == OP_REF && (x->ref.list || x->ref.group)) || !xpath_eval_node(t->x, x, &env, &v, &err))
		v = (struct xpath_value){ .type = XPATH_EMPTY };
	return v;
}

static bool is_true(struct telling *t, const struct xpath_node *x)
{
	struct xpath_value v = value_of(t, x);
	return v.type == XPATH_BOOL && v.boolean;
}

/* ---- names and values ---- */

struct str explain_name(struct arena *a, const struct form_node *n)
{
	struct str name = n->label.n > 0 ? n->label : n->id;
	if (n->group != NULL && n->group->list)
		name = n->group->label;
	return str_fmt(a, "„%.*s“", STR_ARG(name));
}

static const struct form_node *target_of(const struct telling *t, const struct xpath_node *ref)
{
	return t->e->s->form->refs[ref->ref.slot].target;
}

/* The instance that holds what a name of one answer stands for. */
static const struct form_inst *holder(const struct telling *t, const struct xpath_node *ref)
{
	const struct form_ref *r = &t->e->s->form->refs[ref->ref.slot];
	const struct form_inst *in = t->in;
	for (unsigned i = 0; i < r->up; i++)
		in = in->parent;
	while (in != NULL && r->target->group != in->group) {
		const struct form_node *step = r->target->group;
		while (step->group != in->group)
			step = step->group;
		const struct form_cell *c = &in->cells[step->cell];
		in = c->n_insts > 0 ? &c->insts[0] : NULL;
	}
	return in;
}

/* Not shown to whom the form is for, and not made of what is. */
static bool is_secret(const struct telling *t, const struct form_node *n)
{
	return !t->e->all && n->what == NODE_FIELD && n->hidden && n->calculate == NULL;
}

/* Long answers only as far as one recognises them. */
static struct str quoted(struct arena *a, struct str text)
{
	struct str shown = str_sub(text, 0, utf8_offset(text, QUOTED_MAX));
	return str_fmt(a, "„%.*s%s“", STR_ARG(shown), shown.n < text.n ? "…" : "");
}

/* A value as people read it in the field like (NULL: as such). */
static struct str readable(struct telling *t, const struct xpath_value *v, const struct form_node *like)
{
	static const struct form_cell no_cell;
	struct field_show show = {
		.arena = t->a, .node = like, .text = xpath_text(t->a, v), .cell = &no_cell, .world = &t->e->s->world
	};
	struct str text = show.text;
	switch (v->type) {
	case XPATH_EMPTY:
		return STR("");
	case XPATH_BOOL:
		return v->boolean ? STR("Ja") : STR("Nein");
	case XPATH_DATE:
		return date_format_de(t->a, v->date);
	case XPATH_DEC:
		if (like != NULL && like->kind->type == XPATH_DEC)
			return field_number_show(&show);
		return field_number_comma(t->a, text);
	default:
		for (size_t i = 0; like != NULL && like->codes != NULL && i < like->codes->n; i++)
			if (str_eq(like->codes->codes[i].value, text))
				text = like->codes->codes[i].label;
		return quoted(t->a, text);
	}
}

struct str explain_answer(struct explain *e, const struct form_inst *in, const struct form_node *n)
{
	struct telling t = { .e = e, .a = e->a, .in = in };
	const struct form_cell *c = &in->cells[n->cell];
	if (c->value.type != XPATH_EMPTY)
		return readable(&t, &c->value, n);
	struct str text = form_json_text(c->json);
	return text.n > 0 && c->fault.code != NULL ? quoted(e->a, text) : STR("");
}

/* Remembers a calculated field, so that it can be explained later. */
static void mention(struct telling *t, const struct xpath_node *ref)
{
	struct explain *e = t->e;
	const struct form_node *n = target_of(t, ref);
	const struct form_inst *in = ref->ref.list || ref->ref.group ? NULL : holder(t, ref);
	if (in == NULL || n->what != NODE_FIELD || n->calculate == NULL || e->n_mentions == EXPLAIN_CALCULATED_MAX)
		return;
	for (size_t i = 0; i < e->n_mentions; i++)
		if (e->mentions[i].n == n && e->mentions[i].in == in)
			return;
	e->mentions[e->n_mentions++] = (struct explain_mention){ n, in };
}

static struct str name_of(struct telling *t, const struct xpath_node *ref)
{
	const struct form_node *n = target_of(t, ref);
	mention(t, ref);
	return is_secret(t, n) ? STR("eine Angabe, die hier nicht gezeigt wird") : explain_name(t->a, n);
}

/* The field whose way of writing fits the value of x. */
static const struct form_node *like_of(const struct telling *t, const struct xpath_node *x)
{
	if (x->op == OP_REF)
		return x->ref.group ? NULL : target_of(t, x);
	return NULL;
}

/* " (17)", " (keine Angabe)" */
static struct str with_value(struct telling *t, const struct xpath_node *x, struct str name)
{
	struct xpath_value v = value_of(t, x);
	if (x->op == OP_CONST || (x->op == OP_REF && is_secret(t, target_of(t, x))))
		return name;
	struct str text = v.type == XPATH_EMPTY ? STR("keine Angabe") : readable(t, &v, like_of(t, x));
	return str_fmt(t->a, "%.*s (%.*s)", STR_ARG(name), STR_ARG(text));
}

/* ---- things: what a value is of ---- */

static const struct {
	const char *func, *before;
} nouns[] = {
	{ "age", "das Alter nach " },
	{ "count", "die Zahl der Einträge bei " },
	{ "count-non-empty", "die Zahl der Antworten bei " },
	{ "sum", "die Summe von " },
	{ "min", "der kleinste Wert von " },
	{ "max", "der größte Wert von " },
	{ "avg", "der Durchschnitt von " },
	{ "string-length", "die Länge von " },
	{ "year", "das Jahr von " },
	{ "month", "der Monat von " },
	{ "day", "der Tag von " },
	{ "round", "gerundet " },
	{ "floor", "abgerundet " },
	{ "ceiling", "aufgerundet " },
	{ "string", "" },
	{ "number", "" },
	{ "date", "" },
	{ "normalize-space", "" },
	{ "translate", "" },
	{ "substring", "ein Teil von " },
	{ "substring-before", "der Anfang von " },
	{ "substring-after", "das Ende von " },
};

static struct str list_of(struct telling *t, const struct xpath_node *first, const char *between)
{
	struct buf b = buf_new(t->a);
	for (const struct xpath_node *k = first; k != NULL; k = k->next) {
		if (b.n > 0)
			buf_add_c(&b, between);
		buf_add(&b, thing(t, k, NULL));
	}
	return buf_str(&b);
}

static struct str call_thing(struct telling *t, const struct xpath_node *x)
{
	const struct xpath_node *arg = x->kids;
	for (size_t i = 0; arg != NULL && i < sizeof nouns / sizeof *nouns; i++)
		if (is_call(x, nouns[i].func)) {
			struct str of = thing(t, arg, NULL);
			return str_fmt(t->a, "%s%.*s", nouns[i].before, STR_ARG(of));
		}
	if (is_call(x, "today"))
		return STR("heute");
	if (is_call(x, "concat"))
		return list_of(t, arg, " mit ");
	if (is_call(x, "add-days") || is_call(x, "add-months")) {
		struct str day = thing(t, arg, NULL), n = thing(t, arg->next, NULL);
		return str_fmt(t->a, "%.*s plus %.*s %s", STR_ARG(day), STR_ARG(n), is_call(x, "add-days") ? "Tage" : "Monate");
	}
	if (is_call(x, "days-between")) {
		struct str from = thing(t, arg, NULL), to = thing(t, arg->next, NULL);
		return str_fmt(t->a, "die Tage von %.*s bis %.*s", STR_ARG(from), STR_ARG(to));
	}
	struct str args = list_of(t, arg, ", ");
	return str_fmt(t->a, "%s(%.*s)", xpath_func_name(x), STR_ARG(args));
}

/* A part of a calculation: a number, or a name with what stands there. */
static struct str term(struct telling *t, const struct xpath_node *x)
{
	if (x->op == OP_CONST || is_if(x))
		return thing(t, x, NULL);
	if (x->op == OP_CHAIN) {
		struct str inner = thing(t, x, NULL);
		return str_fmt(t->a, "(%.*s)", STR_ARG(inner));
	}
	return with_value(t, x, thing(t, x, NULL));
}

static struct str chain_thing(struct telling *t, const struct xpath_node *x)
{
	static const char *const signs[] = {
		[OP_ADD] = " + ", [OP_SUB] = " − ", [OP_MUL] = " × ", [OP_DIV] = " ÷ ", [OP_MOD] = " Rest bei "
	};
	struct buf b = buf_new(t->a);
	for (const struct xpath_node *k = x->kids; k != NULL; k = k->next) {
		if (k != x->kids)
			buf_add_c(&b, signs[k->link]);
		bool product = k->op == OP_CHAIN && (k->kids->next->link == OP_MUL || k->kids->next->link == OP_DIV);
		buf_add(&b, product ? thing(t, k, NULL) : term(t, k));
	}
	return buf_str(&b);
}

static struct str thing(struct telling *t, const struct xpath_node *x, const struct form_node *like)
{
	struct str s = STR("…");
	if (++t->depth > DEPTH_MAX) {
		t->depth--;
		return s;
	}
	if (x->op == OP_CONST) {
		s = readable(t, &x->constant, like);
	} else if (x->op == OP_REF) {
		s = name_of(t, x);
	} else if (is_if(x)) {
		bool yes = is_true(t, x->kids);
		if (t->because != NULL) {
			struct str why = clause(t, x->kids, yes);
			if (t->because->n > 0 && why.n > 0)
				buf_add(t->because, comma);
			buf_add(t->because, why);
		}
		s = thing(t, yes ? x->kids->next : x->kids->next->next, like);
	} else if (x->op == OP_CALL) {
		s = call_thing(t, x);
	} else if (x->op == OP_CHAIN) {
		s = chain_thing(t, x);
	} else if (x->op == OP_NEG) {
		s = term(t, x->kids);
		s = str_fmt(t->a, "−%.*s", STR_ARG(s));
	} else {
		s = is_true(t, x) ? STR("Ja") : STR("Nein");
	}
	t->depth--;
	return s;
}

/* ---- clauses ---- */

/* The parts that decide, joined: all that are true of a true "and", those that are false of a false one. */
static struct str joined(struct telling *t, const struct xpath_node *x, bool truth)
{
	struct buf b = buf_new(t->a);
	size_t n = 0, hidden = 0;
	bool all = (x->op == OP_AND) == truth; /* all parts decided together */
	for (const struct xpath_node *k = x->kids; k != NULL; k = k->next) {
		if (!all && is_true(t, k) != truth)
			continue;
		struct str part = clause(t, k, truth);
		if (part.n == 0)
			continue;
		if (n++ >= CLAUSES_MAX) {
			hidden++;
			continue;
		}
		if (b.n > 0)
			buf_add(&b, comma);
		buf_add(&b, part);
	}
	if (hidden > 0)
		buf_add_fmt(&b, " und %zu weitere Bedingungen ebenso ausgehen", hidden);
	return buf_str(&b);
}

static struct str compare_days(struct arena *a, enum xpath_op op, bool truth, struct str left, struct str right)
{
	bool before = op == OP_LT || op == OP_GE, plain = (op == OP_LT || op == OP_GT) == truth;
	return str_fmt(
	    a, "%.*s %s%s %.*s liegt", STR_ARG(left), plain ? "" : "nicht ", before ? "vor" : "nach", STR_ARG(right));
}

static struct str compare_numbers(struct arena *a, enum xpath_op op, bool truth, struct str left, struct str right)
{
	bool less = op == OP_LT || op == OP_GE, plain = (op == OP_LT || op == OP_GT) == truth;
	return str_fmt(a, "%.*s %s als %.*s ist", STR_ARG(left),
	    plain  ? less ? "kleiner" : "größer"
	    : less ? "nicht kleiner"
	           : "nicht größer",
	    STR_ARG(right));
}

/* x = y and x != y */
static struct str equal_clause(struct telling *t, const struct xpath_node *x, const struct xpath_node *y, bool equal)
{
	if (x->op == OP_CONST && y->op != OP_CONST) {
		const struct xpath_node *swap = x;
		x = y;
		y = swap;
	}
	struct xpath_value left = value_of(t, x), right = value_of(t, y);
	struct str name = thing(t, x, NULL), other = thing(t, y, like_of(t, x));
	bool secret = x->op == OP_REF && is_secret(t, target_of(t, x));
	bool truth_word = x->type == XPATH_BOOL && right.type == XPATH_BOOL;
	if (y->op != OP_CONST && !truth_word)
		other = with_value(t, y, other);
	if (truth_word)
		other = right.boolean ? STR("mit Ja beantwortet") : STR("mit Nein beantwortet");
	if (equal)
		return str_fmt(t->a, "%.*s %.*s ist", STR_ARG(name), STR_ARG(other));
	struct str now = left.type == XPATH_EMPTY ? STR("noch keine Angabe") : readable(t, &left, like_of(t, x));
	if (secret)
		return str_fmt(t->a, "%.*s nicht %.*s ist", STR_ARG(name), STR_ARG(other));
	return str_fmt(t->a, "%.*s nicht %.*s ist (%s%.*s)", STR_ARG(name), STR_ARG(other),
	    left.type == XPATH_EMPTY ? "" : "sondern ", STR_ARG(now));
}

static struct str comparison(struct telling *t, const struct xpath_node *x, bool truth)
{
	const struct xpath_node *l = x->kids, *r = x->kids->next;
	if (x->op == OP_EQ || x->op == OP_NE)
		return equal_clause(t, l, r, (x->op == OP_EQ) == truth);
	struct xpath_value a = value_of(t, l), b = value_of(t, r);
	struct str left = thing(t, l, like_of(t, r)), right = thing(t, r, like_of(t, l));
	if (a.type == XPATH_EMPTY || b.type == XPATH_EMPTY) {
		struct str gone = a.type == XPATH_EMPTY ? left : right;
		return str_fmt(t->a, "zu %.*s noch keine Angabe da ist", STR_ARG(gone));
	}
	left = with_value(t, l, left);
	right = with_value(t, r, right);
	return a.type == XPATH_DATE ? compare_days(t->a, x->op, truth, left, right)
	                            : compare_numbers(t->a, x->op, truth, left, right);
}

static struct str truth_clause(struct telling *t, const struct xpath_node *x, bool truth)
{
	const struct form_node *n = target_of(t, x);
	struct str name = name_of(t, x);
	if (x->ref.list || x->ref.group || is_secret(t, n))
		return str_fmt(t->a, "%.*s %s", STR_ARG(name), truth ? "zutrifft" : "nicht zutrifft");
	struct xpath_value v = value_of(t, x);
	if (n->calculate != NULL)
		return str_fmt(t->a, "%.*s %s", STR_ARG(name), truth ? "zutrifft" : "nicht zutrifft");
	return str_fmt(t->a, "%.*s %s", STR_ARG(name),
	    v.type == XPATH_EMPTY ? "noch nicht beantwortet ist"
	    : truth               ? "mit Ja beantwortet ist"
	                          : "mit Nein beantwortet ist");
}

static struct str call_clause(struct telling *t, const struct xpath_node *x, bool truth)
{
	const struct xpath_node *arg = x->kids;
	const char *no = truth ? "" : "nicht ";
	if (arg == NULL)
		return STR(""); /* true() and false(): nothing to tell */
	if (is_call(x, "not"))
		return clause(t, arg, !truth);
	if (is_if(x)) {
		bool yes = is_true(t, arg);
		struct str first = clause(t, arg, yes), then = clause(t, yes ? arg->next : arg->next->next, truth);
		return first.n > 0 && then.n > 0 ? str_fmt(t->a, "%.*s und %.*s", STR_ARG(first), STR_ARG(then))
		       : first.n > 0             ? first
		                                 : then;
	}
	struct str name = thing(t, arg, NULL);
	if (is_call(x, "exists") || is_call(x, "is-empty")) {
		bool filled = is_call(x, "exists") == truth;
		return str_fmt(t->a, "%.*s %s", STR_ARG(name), filled ? "ausgefüllt ist" : "nicht ausgefüllt ist");
	}
	name = arg->op == OP_REF && (arg->ref.list || arg->ref.group) ? name : with_value(t, arg, name);
	struct str other = arg->next == NULL ? STR("") : thing(t, arg->next, NULL);
	if (is_call(x, "starts-with"))
		return str_fmt(t->a, "%.*s %smit %.*s beginnt", STR_ARG(name), no, STR_ARG(other));
	if (is_call(x, "contains"))
		return str_fmt(t->a, "%.*s %.*s %senthält", STR_ARG(name), STR_ARG(other), no);
	if (is_call(x, "is-valid-date")) {
		struct str parts = list_of(t, arg, ", ");
		return str_fmt(t->a, "%.*s zusammen %sein Tag sind, den es gibt", STR_ARG(parts), truth ? "" : "k");
	}
	struct str whole = call_thing(t, x);
	return str_fmt(t->a, "%.*s %szutrifft", STR_ARG(whole), no);
}

static struct str clause(struct telling *t, const struct xpath_node *x, bool truth)
{
	struct str s = STR("…");
	if (++t->depth > DEPTH_MAX) {
		t->depth--;
		return s;
	}
	if (x->op == OP_AND || x->op == OP_OR)
		s = joined(t, x, truth);
	else if (x->op == OP_REF)
		s = truth_clause(t, x, truth);
	else if (x->op == OP_CALL)
		s = call_clause(t, x, truth);
	else if (x->op >= OP_EQ && x->op <= OP_GE)
		s = comparison(t, x, truth);
	t->depth--;
	return s;
}

struct str explain_condition(struct explain *e, const struct form_inst *in, const struct xpath *x, bool truth)
{
	struct telling t = { .e = e, .a = e->a, .in = in, .x = x };
	if (is_true(&t, xpath_root(x)) != truth) /* a rule has taken an answer away since */
		return STR("eine der Angaben, von denen das abhängt, inzwischen nicht mehr zählt");
	return clause(&t, xpath_root(x), truth);
}

struct str explain_value(struct explain *e, const struct form_inst *in, const struct xpath *x, struct str *because)
{
	struct buf b = buf_new(e->a);
	struct telling t = { .e = e, .a = e->a, .in = in, .x = x, .because = &b };
	const struct xpath_node *root = xpath_root(x);
	struct str value = STR("");
	if (root->type == XPATH_BOOL && !is_if(root))
		buf_add(&b, clause(&t, root, is_true(&t, root)));
	else
		value = root->op == OP_CHAIN || is_if(root) ? thing(&t, root, NULL) : term(&t, root);
	*because = buf_str(&b);
	return value;
}
