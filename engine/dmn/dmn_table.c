/* SPDX-License-Identifier: EUPL-1.2
 * Which rules of a table fit, and what its hit policy makes of them (DMN 1.3, 8.2.10 and 8.3.2). */
#include "base/json.h"
#include "dmn/dmn_model.h"

/* The rules that fit, with their outputs. */
struct hits {
	size_t *rules;
	struct dmn_value **out; /* n_out values each */
	size_t n;
};

static bool inputs_of(struct frame *f, const struct dmn_table *t, struct dmn_value *values)
{
	for (size_t i = 0; i < t->n_in; i++) {
		bool yes = true;
		if (!feel_eval(f, t->in[i].expr, &values[i]))
			return false;
		if (t->in[i].allowed == NULL || values[i].kind == DMN_NULL)
			continue;
		if (!feel_fits(f, t->in[i].allowed, &values[i], &yes))
			return false;
		if (!yes)
			return err_set(f->run->err, ERR_INPUT, "%.*s: Dieser Wert ist nicht erlaubt. Erlaubt ist: %.*s.",
			    STR_ARG(t->in[i].name), STR_ARG(t->in[i].allowed_text));
	}
	return true;
}

static bool rule_fits(
    struct frame *f, const struct dmn_table *t, const struct dmn_rule *rule, const struct dmn_value *values, bool *yes)
{
	*yes = true;
	for (size_t i = 0; *yes && i < t->n_in; i++)
		if (!feel_fits(f, rule->in[i], &values[i], yes))
			return false;
	return true;
}

static bool find_hits(struct frame *f, const struct dmn_table *t, struct dmn_value *values, struct hits *h)
{
	struct arena *a = f->run->arena;
	h->rules = ARENA_ARRAY(a, size_t, t->n_rules);
	h->out = ARENA_ARRAY(a, struct dmn_value *, t->n_rules);
	if (!inputs_of(f, t, values))
		return false;
	for (size_t i = 0; i < t->n_rules; i++) {
		bool yes;
		if (!rule_fits(f, t, &t->rules[i], values, &yes))
			return false;
		if (!yes)
			continue;
		struct dmn_value *out = ARENA_ARRAY(a, struct dmn_value, t->n_out);
		for (size_t k = 0; k < t->n_out; k++)
			if (!feel_eval(f, t->rules[i].out[k], &out[k]))
				return false;
		h->rules[h->n] = i;
		h->out[h->n++] = out;
		if (t->policy == POLICY_FIRST)
			break;
	}
	return true;
}

/* One rule's outputs: the value itself, or a context by output name. */
static struct dmn_value row(struct frame *f, const struct dmn_table *t, const struct dmn_value *out)
{
	if (t->n_out == 1)
		return out[0];
	struct str *keys = ARENA_ARRAY(f->run->arena, struct str, t->n_out);
	for (size_t i = 0; i < t->n_out; i++)
		keys[i] = t->out[i].name;
	struct dmn_value v = { .kind = DMN_CONTEXT };
	v.items = out;
	v.keys = keys;
	v.n = t->n_out;
	return v;
}

static bool defaults(struct frame *f, const struct dmn_table *t, struct dmn_value *result)
{
	struct dmn_value *out = ARENA_ARRAY(f->run->arena, struct dmn_value, t->n_out);
	bool any = false;
	for (size_t i = 0; i < t->n_out; i++) {
		if (t->out[i].otherwise == NULL)
			continue;
		any = true;
		if (!feel_eval(f, t->out[i].otherwise, &out[i]))
			return false;
	}
	if (any)
		*result = row(f, t, out);
	return true;
}

/* "1, 4 und 7" */
static struct str rule_list(struct arena *a, const struct hits *h)
{
	struct buf b = buf_new(a);
	for (size_t i = 0; i < h->n && i < 10; i++)
		buf_add_fmt(&b, "%s%zu", i == 0 ? "" : i + 1 == h->n ? " und " : ", ", h->rules[i] + 1);
	if (h->n > 10)
		buf_add_c(&b, " und weitere");
	return buf_str(&b);
}

static bool same_outputs(const struct dmn_table *t, const struct dmn_value *a, const struct dmn_value *b)
{
	for (size_t i = 0; i < t->n_out; i++)
		if (!dmn_equal(&a[i], &b[i]))
			return false;
	return true;
}

static size_t rank(const struct dmn_column *c, const struct dmn_value *v)
{
	size_t i = 0;
	while (i < c->n_values && !dmn_equal(&c->values[i], v))
		i++;
	return i;
}

/* By the order of the output values, column by column. */
static int by_priority(const struct dmn_table *t, const struct dmn_value *a, const struct dmn_value *b)
{
	for (size_t i = 0; i < t->n_out; i++) {
		size_t x = rank(&t->out[i], &a[i]), y = rank(&t->out[i], &b[i]);
		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

/* Stable: equal ones keep the order of the rules. */
static void sort_hits(const struct dmn_table *t, struct hits *h)
{
	for (size_t i = 1; i < h->n; i++)
		for (size_t k = i; k > 0 && by_priority(t, h->out[k], h->out[k - 1]) < 0; k--) {
			struct dmn_value *swap = h->out[k];
			h->out[k] = h->out[k - 1];
			h->out[k - 1] = swap;
		}
}

static bool collect(struct frame *f, const struct dmn_table *t, const struct hits *h, struct dmn_value *result)
{
	struct dmn_value *items = ARENA_ARRAY(f->run->arena, struct dmn_value, h->n);
	for (size_t i = 0; i < h->n; i++)
		items[i] = row(f, t, h->out[i]);
	*result = (struct dmn_value){ .kind = DMN_LIST };
	result->items = items;
	result->n = h->n;
	static const char *const names[] = {
		[AGGREGATE_SUM] = "sum(", [AGGREGATE_MIN] = "min(", [AGGREGATE_MAX] = "max(", [AGGREGATE_COUNT] = "count("
	};
	if (t->aggregation == AGGREGATE_LIST)
		return true;
	size_t length;
	struct dmn_value list = *result;
	*result = dmn_null();
	return feel_func_at(str_c(names[t->aggregation]), &length)->eval(f->run, &list, 1, result);
}

struct str dmn_words(struct arena *a, const json_t *value)
{
	struct buf b = buf_new(a);
	const char *key;
	const json_t *item;
	size_t i;
	if (json_is_string(value))
		return str_dup(a, json_str(value));
	if (json_is_boolean(value))
		return json_is_true(value) ? STR("ja") : STR("nein");
	json_array_foreach(value, i, item) buf_add_fmt(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(dmn_words(a, item)));
	json_object_foreach((json_t *)value, key, item)
	    buf_add_fmt(&b, "%s%s = %.*s", b.n > 0 ? ", " : "", key, STR_ARG(dmn_words(a, item)));
	return json_is_array(value) || json_is_object(value) ? buf_str(&b) : STR("leer");
}

struct str dmn_decision_rule(struct arena *a, const struct dmn_decision *k, size_t i)
{
	const struct dmn_table *t = k->logic.box->table;
	const struct dmn_rule *rule = &t->rules[i];
	struct buf b = buf_new(a);
	for (size_t c = 0; c < t->n_in; c++)
		if (rule->in_text[c].n > 0 && !str_eq_c(rule->in_text[c], "-"))
			buf_add_fmt(&b, "%s%.*s %.*s", b.n > 0 ? ", " : "", STR_ARG(t->in[c].name), STR_ARG(rule->in_text[c]));
	buf_add_c(&b, b.n > 0 ? ": " : "immer: ");
	for (size_t c = 0; c < t->n_out; c++)
		buf_add_fmt(&b, "%s%.*s", c > 0 ? ", " : "", STR_ARG(rule->out_text[c]));
	if (rule->note.n > 0)
		buf_add_fmt(&b, " (%.*s)", STR_ARG(rule->note));
	return buf_str(&b);
}

/* Which rules fitted, what for, and what they asked. */
static struct str why(struct arena *a, const struct dmn_table *t, const struct dmn_value *values, const struct hits *h)
{
	struct buf b = buf_new(a);
	if (h->n == 0)
		buf_add_c(&b, "Keine Regel");
	else
		buf_add_fmt(&b, "%s %.*s", h->n == 1 ? "Regel" : "Regeln", STR_ARG(rule_list(a, h)));
	if (h->n == 1 && t->rules[h->rules[0]].note.n > 0)
		buf_add_fmt(&b, " (%.*s)", STR_ARG(t->rules[h->rules[0]].note));
	for (size_t i = 0; i < t->n_in; i++) {
		json_t *value = dmn_to_json(a, &values[i]);
		buf_add_fmt(&b, "%s%.*s = %.*s", i == 0 ? ": " : ", ", STR_ARG(t->in[i].name), STR_ARG(dmn_words(a, value)));
		json_decref(value);
	}
	return buf_str(&b);
}

bool dmn_table_eval(struct frame *f, const struct dmn_table *t, struct dmn_value *out)
{
	struct hits h = { .n = 0 };
	struct dmn_value *values = ARENA_ARRAY(f->run->arena, struct dmn_value, t->n_in);
	*out = dmn_null();
	if (!find_hits(f, t, values, &h))
		return false;
	if (t == f->run->asked)
		f->run->why = why(f->run->arena, t, values, &h);
	if (h.n == 0 && t->aggregation != AGGREGATE_COUNT)
		return defaults(f, t, out);
	switch (t->policy) {
	case POLICY_UNIQUE:
		if (h.n > 1)
			return err_set(f->run->err, ERR_INPUT,
			    "%.*s: Die Regeln %.*s treffen zugleich zu. Die Tabelle verlangt genau eine (hitPolicy UNIQUE).",
			    STR_ARG(t->label), STR_ARG(rule_list(f->run->arena, &h)));
		break;
	case POLICY_ANY:
		for (size_t i = 1; i < h.n; i++)
			if (!same_outputs(t, h.out[0], h.out[i]))
				return err_set(f->run->err, ERR_INPUT,
				    "%.*s: Die Regeln %.*s treffen zugleich zu und geben Verschiedenes aus (hitPolicy ANY).",
				    STR_ARG(t->label), STR_ARG(rule_list(f->run->arena, &h)));
		break;
	case POLICY_PRIORITY:
		sort_hits(t, &h);
		break;
	case POLICY_OUTPUT_ORDER:
		sort_hits(t, &h);
		return collect(f, t, &h, out);
	case POLICY_COLLECT:
	case POLICY_RULE_ORDER:
		return collect(f, t, &h, out);
	case POLICY_FIRST:
		break;
	}
	*out = row(f, t, h.out[0]);
	return true;
}
