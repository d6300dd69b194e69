/* SPDX-License-Identifier: EUPL-1.2
 * Chance, and values for variables: what stands in quotes or as a number in a condition, and its neighbours. */
#include "flow/sim/flow_sim_values.h"

struct flow_sim_dice flow_sim_dice(uint64_t seed)
{
	uint64_t z = seed + UINT64_C(0x9e3779b97f4a7c15); /* splitmix64: neighbouring seeds have nothing in common */
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (struct flow_sim_dice){ z == 0 ? 1 : z };
}

unsigned flow_sim_roll(struct flow_sim_dice *d, unsigned sides)
{
	d->x ^= d->x >> 12; /* xorshift64*, S. Vigna 2014 */
	d->x ^= d->x << 25;
	d->x ^= d->x >> 27;
	return (unsigned)((d->x * UINT64_C(2685821657736338717)) >> 33) % sides;
}

/* ---- what the model says ---- */

struct found {
	struct arena *arena;
	struct str *list;
	size_t n, cap;
};

static void add(struct found *f, struct str s)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->list[i], s))
			return;
	if (f->n == f->cap) {
		size_t cap = f->cap == 0 ? 16 : f->cap * 2;
		f->list = arena_grow(f->arena, f->list, f->cap * sizeof *f->list, cap * sizeof *f->list);
		f->cap = cap;
	}
	f->list[f->n++] = s;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Literals in quotes, and numbers that are not part of a name. */
static void literals(struct found *f, const struct xpath *x)
{
	struct str s = x == NULL ? STR("") : xpath_source(x);
	for (size_t i = 0; i < s.n; i++) {
		size_t from = i;
		if (s.p[i] == '\'' || s.p[i] == '"') {
			for (i++; i < s.n && s.p[i] != s.p[from]; i++)
				;
			add(f, str_sub(s, from + 1, i));
		} else if (is_digit(s.p[i])) {
			while (i < s.n && (is_digit(s.p[i]) || s.p[i] == '.'))
				i++;
			add(f, str_sub(s, from, i));
		} else if (s.p[i] == '$') {
			while (i + 1 < s.n && strchr(" =<>!()+*,/", s.p[i + 1]) == NULL)
				i++;
		}
	}
}

const struct flow_sim_values *flow_sim_values(struct arena *a, const struct flow *f)
{
	struct found texts = { .arena = a }, signals = { .arena = a }, codes = { .arena = a };
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct flow_node *n = &f->nodes[i];
		for (size_t k = 0; k < n->n_out; k++)
			literals(&texts, n->out[k]->cond);
		literals(&texts, n->event.expr);
		if (n->loop != NULL) {
			literals(&texts, n->loop->cond);
			literals(&texts, n->loop->count);
		}
		bool caught = n->host != NULL || n->kind->role == NODE_START;
		if (n->event.trigger == TRIGGER_SIGNAL)
			add(&signals, n->event.name);
		if (n->event.trigger == TRIGGER_ERROR && caught)
			add(&codes, n->event.name.n > 0 ? n->event.name : STR("FEHLER"));
	}
	struct flow_sim_values *v = ARENA_NEW(a, struct flow_sim_values);
	*v = (struct flow_sim_values){ a, f, texts.list, texts.n, signals.list, codes.list, signals.n, codes.n };
	return v;
}

/* ---- rolling ---- */

static json_t *a_text(const struct flow_sim_values *v, struct flow_sim_dice *d)
{
	if (v->n_texts == 0 || flow_sim_roll(d, 8) == 0)
		return json_string("anders");
	struct str s = v->texts[flow_sim_roll(d, (unsigned)v->n_texts)];
	return json_stringn(s.p, s.n);
}

/* A number of the conditions, or one beside it. */
static json_t *a_number(const struct flow_sim_values *v, struct flow_sim_dice *d)
{
	struct dec n = dec_from_i64(flow_sim_roll(d, 4));
	for (unsigned tries = 0; tries < 4 && v->n_texts > 0; tries++)
		if (dec_parse(v->texts[flow_sim_roll(d, (unsigned)v->n_texts)], &n))
			break;
	struct dec out = n;
	if (!dec_add(n, dec_from_i64((int64_t)flow_sim_roll(d, 3) - 1), &out))
		out = n;
	struct arena *a = arena_new();
	struct str s = dec_format(a, out);
	json_t *j = json_stringn(s.p, s.n);
	arena_free(&a);
	return j;
}

static json_t *a_date(const struct flow_sim_values *v, struct flow_sim_dice *d)
{
	struct date day = { 20454 }; /* 2026-01-01 */
	for (unsigned tries = 0; tries < 4 && v->n_texts > 0; tries++)
		if (date_parse(v->texts[flow_sim_roll(d, (unsigned)v->n_texts)], &day))
			break;
	day.days += (int)flow_sim_roll(d, 3) - 1;
	struct arena *a = arena_new();
	struct str s = date_format(a, day);
	json_t *j = json_stringn(s.p, s.n);
	arena_free(&a);
	return j;
}

static json_t *a_value(const struct flow_sim_values *v, struct flow_sim_dice *d, enum xpath_type type)
{
	switch (type) {
	case XPATH_BOOL:
		return json_boolean(flow_sim_roll(d, 2));
	case XPATH_DEC:
		return a_number(v, d);
	case XPATH_DATE:
		return a_date(v, d);
	default:
		return a_text(v, d);
	}
}

json_t *flow_sim_vars(const struct flow_sim_values *v, struct flow_sim_dice *d, struct str element)
{
	enum { LONGEST = 4 };
	json_t *out = json_object();
	const struct flow_var *list;
	size_t n_vars = flow_vars_at(v->flow, element, &list);
	for (size_t i = 0; i < n_vars; i++) {
		const struct flow_var *var = &list[i];
		unsigned n = var->many ? flow_sim_roll(d, LONGEST) : 0;
		json_t *value = var->many ? json_array() : NULL;
		if (flow_sim_roll(d, 4) == 0) { /* left as it is */
			json_decref(value);
			continue;
		}
		for (unsigned k = 0; k < n; k++)
			json_array_append_new(value, a_value(v, d, var->type));
		json_object_setn_new(out, var->name.p, var->name.n, var->many ? value : a_value(v, d, var->type));
	}
	return out;
}
