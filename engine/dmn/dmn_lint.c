/* SPDX-License-Identifier: EUPL-1.2
 * What a table does not say by itself: rules that contradict each other, values no rule is for, rules that never win.
 *
 * Each column is cut into the pieces its cells can tell apart: the values named, what lies between them, and all other
 * texts. A cell is then a set of pieces, and every question about the table is one about sets. Cells that compute
 * (names, functions, "?") cannot be cut; such a table is not judged. */
#include "dmn/dmn_model.h"

enum { PIECES_MAX = 4000, VISITS_MAX = 200000, GAPS_MAX = 3, PAIRS_MAX = 5 };

enum piece_kind { PIECE_IS, PIECE_BELOW, PIECE_BETWEEN, PIECE_ABOVE, PIECE_OTHER };

/* One piece: the value itself, what lies between it and the next one, or any value that is not named. */
struct piece {
	enum piece_kind kind;
	struct dmn_value low, high;
};

struct cut {
	struct piece *pieces;
	size_t n;
	bool **covers; /* by rule, by piece */
};

struct lint {
	struct arena *arena;
	const struct dmn_table *table;
	struct diags *diags;
	struct cut *cuts;
	bool *wins;     /* rules that come first somewhere */
	size_t *choice; /* the piece of each column, for the example of a gap */
	unsigned visits, n_gaps;
	bool silent; /* a value without a rule is no mistake here */
};

/* ---- cutting a column ---- */

struct points {
	struct arena *arena;
	struct dmn_value *list;
	size_t n;
	bool exact; /* everything so far could be read */
};

static void gather(struct points *p, const struct feel *x)
{
	if (x == NULL || x->op == F_ANY || !p->exact)
		return;
	if (x->op == F_SOME || x->op == F_NOT || x->op == F_CMP || x->op == F_IS || x->op == F_LIST || x->op == F_RANGE) {
		for (const struct feel *k = x->kids; k != NULL; k = k->next)
			gather(p, k);
		return;
	}
	struct run run = { .arena = p->arena, .err = &(struct err){ ERR_NONE, "" } };
	struct frame frame = { .run = &run };
	bool constant = x->op == F_CONST || x->op == F_NEG || (x->op == F_CALL && str_eq_c(str_c(x->func->name), "date"));
	for (const struct feel *k = x->kids; k != NULL; k = k->next)
		constant &= k->op == F_CONST;
	p->exact = constant && p->n < PIECES_MAX && feel_eval(&frame, x, &p->list[p->n]);
	p->n += p->exact;
}

static int by_value(const void *a, const void *b)
{
	int cmp = 0;
	const struct dmn_value *x = a, *y = b;
	if (!dmn_order(x, y, &cmp))
		return (x->kind > y->kind) - (x->kind < y->kind);
	return cmp;
}

/* Is there a value between the two? Whole numbers and days have neighbours. */
static bool room_between(const struct dmn_column *c, const struct dmn_value *low, const struct dmn_value *high)
{
	struct dec gap;
	if (low->kind == DMN_DATE)
		return high->date.days - low->date.days > 1;
	return low->kind != DMN_NUMBER || c->type == NULL || !c->type->whole || !dec_sub(high->number, low->number, &gap) ||
	       dec_cmp(gap, dec_from_i64(1)) > 0;
}

static void add_piece(struct cut *cut, enum piece_kind kind, const struct dmn_value *low, const struct dmn_value *high)
{
	struct piece *p = &cut->pieces[cut->n++];
	p->kind = kind;
	p->low = low == NULL ? dmn_null() : *low;
	p->high = high == NULL ? dmn_null() : *high;
}

/* The pieces of a column, from the values its cells name. */
static bool cut_column(struct lint *l, size_t column, struct cut *cut)
{
	const struct dmn_column *c = &l->table->in[column];
	struct points p = { .arena = l->arena, .exact = true };
	p.list = ARENA_ARRAY(l->arena, struct dmn_value, PIECES_MAX);
	for (size_t i = 0; i < l->table->n_rules; i++)
		gather(&p, l->table->rules[i].in[column]);
	struct points allowed = { .arena = l->arena, .exact = true };
	allowed.list = ARENA_ARRAY(l->arena, struct dmn_value, PIECES_MAX);
	gather(&allowed, c->allowed);
	bool closed = c->allowed != NULL && allowed.exact && allowed.n > 0 && allowed.list[0].kind == DMN_TEXT;
	for (size_t i = 0; i < allowed.n && p.n < PIECES_MAX && allowed.exact; i++)
		p.list[p.n++] = allowed.list[i];
	if (!p.exact || p.n >= PIECES_MAX || (c->type != NULL && c->type->list))
		return false;
	bool boolean = (c->type != NULL && c->type->kind == DMN_BOOL) || (p.n > 0 && p.list[0].kind == DMN_BOOL);
	cut->pieces = ARENA_ARRAY(l->arena, struct piece, 2 * p.n + 3);
	if (boolean) {
		for (int v = 0; v < 2; v++)
			add_piece(cut, PIECE_IS, &(struct dmn_value){ .kind = DMN_BOOL, .boolean = v == 1 }, NULL);
		return true;
	}
	qsort(p.list, p.n, sizeof *p.list, by_value);
	size_t n = 0;
	for (size_t i = 0; i < p.n; i++)
		if (p.list[i].kind != DMN_NULL && (n == 0 || !dmn_equal(&p.list[i], &p.list[n - 1])))
			p.list[n++] = p.list[i];
	bool line = n > 0 && (p.list[0].kind == DMN_NUMBER || p.list[0].kind == DMN_DATE);
	if (line)
		add_piece(cut, PIECE_BELOW, NULL, &p.list[0]);
	for (size_t i = 0; i < n; i++) {
		if (p.list[i].kind != p.list[0].kind)
			return false;
		add_piece(cut, PIECE_IS, &p.list[i], NULL);
		if (line && i + 1 < n && room_between(c, &p.list[i], &p.list[i + 1]))
			add_piece(cut, PIECE_BETWEEN, &p.list[i], &p.list[i + 1]);
	}
	if (line)
		add_piece(cut, PIECE_ABOVE, &p.list[n - 1], NULL);
	else if (!closed)
		add_piece(cut, PIECE_OTHER, NULL, NULL);
	return true;
}

/* ---- which pieces a cell covers ---- */

static bool covers(const struct feel *x, const struct piece *p, struct run *run);

/* Does the piece, which no value named cuts, fulfil "OP v"? */
static bool piece_compares(enum feel_op op, const struct piece *p, const struct dmn_value *v)
{
	int cmp = 0; /* of the piece against v */
	if (p->kind == PIECE_OTHER)
		return op == F_NE;
	if (p->kind == PIECE_IS && op == F_EQ)
		return dmn_equal(&p->low, v);
	if (p->kind == PIECE_IS && op == F_NE)
		return !dmn_equal(&p->low, v);
	const struct dmn_value *edge = p->kind == PIECE_BELOW ? &p->high : &p->low;
	if (!dmn_order(edge, v, &cmp))
		return false;
	if (p->kind == PIECE_BELOW)
		cmp = cmp <= 0 ? -1 : 1; /* all of it lies below the lowest value named */
	else if (p->kind != PIECE_IS)
		cmp = cmp >= 0 ? 1 : -1;
	return (op == F_LT && cmp < 0) || (op == F_LE && cmp <= 0) || (op == F_GT && cmp > 0) || (op == F_GE && cmp >= 0) ||
	       (op == F_NE && cmp != 0) || (op == F_EQ && cmp == 0);
}

static struct dmn_value value_of(const struct feel *x, struct run *run)
{
	struct frame frame = { .run = run };
	struct dmn_value v;
	run->steps = 0;
	return feel_eval(&frame, x, &v) ? v : dmn_null();
}

static bool is_piece(const struct feel *x, const struct piece *p, struct run *run)
{
	if (x->op == F_RANGE) {
		struct dmn_value low = value_of(x->kids, run), high = value_of(x->kids->next, run);
		return piece_compares(x->low_open ? F_GT : F_GE, p, &low) &&
		       piece_compares(x->high_open ? F_LT : F_LE, p, &high);
	}
	if (x->op == F_LIST) {
		for (const struct feel *k = x->kids; k != NULL; k = k->next)
			if (is_piece(k, p, run))
				return true;
		return false;
	}
	struct dmn_value v = value_of(x, run);
	return p->kind == PIECE_IS && dmn_equal(&p->low, &v);
}

static bool covers(const struct feel *x, const struct piece *p, struct run *run)
{
	struct dmn_value v;
	switch (x->op) {
	case F_ANY:
		return true;
	case F_NOT:
		return !covers(x->kids, p, run);
	case F_SOME:
		for (const struct feel *k = x->kids; k != NULL; k = k->next)
			if (covers(k, p, run))
				return true;
		return false;
	case F_CMP:
		v = value_of(x->kids, run);
		return piece_compares(x->link, p, &v);
	default:
		return is_piece(x->kids, p, run);
	}
}

static bool cut_table(struct lint *l)
{
	const struct dmn_table *t = l->table;
	struct err err = { ERR_NONE, "" };
	struct run run = { .arena = l->arena, .err = &err };
	l->cuts = ARENA_ARRAY(l->arena, struct cut, t->n_in);
	for (size_t i = 0; i < t->n_in; i++) {
		struct cut *cut = &l->cuts[i];
		if (!cut_column(l, i, cut) || cut->n * t->n_rules > 2000000)
			return false;
		cut->covers = ARENA_ARRAY(l->arena, bool *, t->n_rules);
		for (size_t k = 0; k < t->n_rules; k++) {
			cut->covers[k] = ARENA_ARRAY(l->arena, bool, cut->n);
			for (size_t p = 0; p < cut->n; p++)
				cut->covers[k][p] = covers(t->rules[k].in[i], &cut->pieces[p], &run);
		}
	}
	return true;
}

/* ---- telling ---- */

static struct str value_text(struct arena *a, const struct dmn_value *v)
{
	json_t *j = dmn_to_json(a, v);
	char *text = json_dumps(j, JSON_ENCODE_ANY);
	struct str s = str_dup(a, str_c(text));
	if (v->kind == DMN_NUMBER || v->kind == DMN_DATE)
		s = str_sub(s, 1, s.n - 1);
	free(text);
	json_decref(j);
	return s;
}

static void tell_piece(struct lint *l, struct buf *b, size_t column, size_t piece)
{
	const struct piece *p = &l->cuts[column].pieces[piece];
	struct str low = value_text(l->arena, &p->low), high = value_text(l->arena, &p->high);
	buf_add_fmt(b, "%s%.*s ", b->n > 0 ? ", " : "", STR_ARG(l->table->in[column].name));
	if (p->kind == PIECE_IS)
		buf_add_fmt(b, "= %.*s", STR_ARG(low));
	else if (p->kind == PIECE_BELOW)
		buf_add_fmt(b, "unter %.*s", STR_ARG(high));
	else if (p->kind == PIECE_BETWEEN)
		buf_add_fmt(b, "zwischen %.*s und %.*s", STR_ARG(low), STR_ARG(high));
	else if (p->kind == PIECE_ABOVE)
		buf_add_fmt(b, "über %.*s", STR_ARG(low));
	else
		buf_add_c(b, "ein anderer Text");
}

static bool same_output(const struct dmn_table *t, size_t a, size_t b)
{
	for (size_t i = 0; i < t->n_out; i++) {
		const struct feel *x = t->rules[a].out[i], *y = t->rules[b].out[i];
		if (x->op != F_CONST || y->op != F_CONST)
			continue; /* computed: only the evaluation can tell */
		if (!dmn_equal(&x->constant, &y->constant))
			return false;
	}
	return true;
}

/* A piece of each column that both rules are for; false when there is none. */
static bool meet(struct lint *l, size_t a, size_t b)
{
	for (size_t i = 0; i < l->table->n_in; i++) {
		size_t p = 0;
		while (p < l->cuts[i].n && !(l->cuts[i].covers[a][p] && l->cuts[i].covers[b][p]))
			p++;
		if (p == l->cuts[i].n)
			return false;
		l->choice[i] = p;
	}
	return true;
}

static struct str example(struct lint *l)
{
	struct buf b = buf_new(l->arena);
	for (size_t i = 0; i < l->table->n_in; i++)
		tell_piece(l, &b, i, l->choice[i]);
	return buf_str(&b);
}

/* Two columns that ask the same thing may look as if rules met that never do. */
static bool asks_twice(const struct dmn_table *t)
{
	for (size_t i = 0; i < t->n_in; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(t->in[i].name, t->in[k].name))
				return true;
	return false;
}

static void find_overlaps(struct lint *l)
{
	const struct dmn_table *t = l->table;
	unsigned found = 0;
	if ((t->policy != POLICY_UNIQUE && t->policy != POLICY_ANY) || asks_twice(t))
		return;
	for (size_t b = 1; b < t->n_rules && found < PAIRS_MAX; b++)
		for (size_t a = 0; a < b && found < PAIRS_MAX; a++) {
			if ((t->policy == POLICY_ANY && same_output(t, a, b)) || !meet(l, a, b))
				continue;
			found++;
			diag_error(l->diags, t->rules[b].pos, t->policy == POLICY_ANY ? "contradiction" : "overlap",
			    "%.*s: Die Regeln %zu und %zu treffen zugleich zu, zum Beispiel bei %.*s. %s", STR_ARG(t->label), a + 1,
			    b + 1, STR_ARG(example(l)),
			    t->policy == POLICY_ANY ? "Bei ANY müssen sie dasselbe ausgeben."
			                            : "Grenzen Sie sie ab, oder wählen Sie die hitPolicy FIRST.");
		}
}

/* All combinations from the column on, for the rules that are left. */
static void walk(struct lint *l, size_t column, const bool *left)
{
	const struct dmn_table *t = l->table;
	if (++l->visits > VISITS_MAX)
		return;
	size_t first = 0;
	while (first < t->n_rules && !left[first])
		first++;
	if (first == t->n_rules) { /* the columns behind do not matter any more */
		struct buf b = buf_new(l->arena);
		if (l->silent || ++l->n_gaps > GAPS_MAX)
			return;
		for (size_t i = 0; i < column; i++)
			tell_piece(l, &b, i, l->choice[i]);
		diag_warning(l->diags, t->pos, "gap",
		    "%.*s: Es gibt keine Regel für %.*s. Ergänzen Sie eine Regel oder einen Standardwert.", STR_ARG(t->label),
		    STR_ARG(buf_str(&b)));
		return;
	}
	if (column == t->n_in) {
		l->wins[first] = true;
		return;
	}
	bool *next = ARENA_ARRAY(l->arena, bool, t->n_rules), *before = ARENA_ARRAY(l->arena, bool, t->n_rules);
	for (size_t p = 0; p < l->cuts[column].n; p++) {
		for (size_t k = 0; k < t->n_rules; k++)
			next[k] = left[k] && l->cuts[column].covers[k][p];
		if (p > 0 && memcmp(next, before, t->n_rules * sizeof *next) == 0)
			continue; /* the same rules as for the piece before: the same findings */
		memcpy(before, next, t->n_rules * sizeof *next);
		l->choice[column] = p;
		walk(l, column + 1, next);
	}
}

static bool has_default(const struct dmn_table *t)
{
	for (size_t i = 0; i < t->n_out; i++)
		if (t->out[i].otherwise != NULL)
			return true;
	return false;
}

static void find_empty_rules(struct lint *l)
{
	for (size_t k = 0; k < l->table->n_rules; k++)
		for (size_t i = 0; i < l->table->n_in; i++) {
			bool any = l->table->rules[k].in[i]->op == F_ANY;
			for (size_t p = 0; p < l->cuts[i].n; p++)
				any |= l->cuts[i].covers[k][p];
			const struct feel *x = l->table->rules[k].in[i];
			bool null = x->op == F_IS && x->kids->op == F_CONST && x->kids->constant.kind == DMN_NULL;
			if (any || null)
				continue;
			diag_warning(l->diags, l->table->rules[k].pos, "never",
			    "%.*s: Regel %zu trifft nie zu: Die Bedingung an „%.*s“ erfüllt kein Wert.", STR_ARG(l->table->label),
			    k + 1, STR_ARG(l->table->in[i].name));
			break;
		}
}

/* A rule for null wins where the pieces, which are values, cannot tell. */
static bool asks_for_null(const struct dmn_rule *rule, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct feel *x = rule->in[i];
		if (x->op == F_IS && x->kids->op == F_CONST && x->kids->constant.kind == DMN_NULL)
			return true;
	}
	return false;
}

static bool is_catch_all(const struct dmn_table *t, size_t rule)
{
	for (size_t i = 0; i < t->n_in; i++)
		if (t->rules[rule].in[i]->op != F_ANY)
			return false;
	return true;
}

void dmn_lint(struct arena *a, const struct dmn_table *t, struct diags *d)
{
	struct lint l = { .arena = a, .table = t, .diags = d };
	if (t->n_in == 0)
		return;
	l.choice = ARENA_ARRAY(a, size_t, t->n_in);
	l.wins = ARENA_ARRAY(a, bool, t->n_rules);
	if (!cut_table(&l))
		return;
	find_overlaps(&l);
	find_empty_rules(&l);
	bool *all = ARENA_ARRAY(a, bool, t->n_rules);
	memset(all, true, t->n_rules * sizeof *all);
	bool lists = t->policy == POLICY_COLLECT || t->policy == POLICY_RULE_ORDER || t->policy == POLICY_OUTPUT_ORDER;
	l.silent = lists || has_default(t);
	walk(&l, 0, all);
	if (t->policy != POLICY_FIRST || l.visits > VISITS_MAX)
		return;
	for (size_t k = 0; k < t->n_rules; k++)
		if (!l.wins[k] && !asks_for_null(&t->rules[k], t->n_in) && !is_catch_all(t, k))
			diag_warning(d, t->rules[k].pos, "unreachable",
			    "%.*s: Regel %zu kommt nie zum Zug: Frühere Regeln treffen in allen ihren Fällen zu.",
			    STR_ARG(t->label), k + 1);
}
