/* SPDX-License-Identifier: EUPL-1.2
 * From a case that the search could not close to real answers: some are made up, and the evaluator says whether they
 * are an example. So an example that is shown is never wrong. */
#include "form/lint/lint.h"

enum { TRIES = 6, SHOWN_MAX = 5, ENTRIES_MAX = 5 };

struct maker {
	struct lint *l;
	const struct sat_case *c;
	struct date today;
	int attempt;
	json_t *answers;
	struct buf *text;
	size_t n_shown;
};

static const struct sat_var *aspect(const struct maker *m, const struct form_node *n, enum sat_aspect what)
{
	for (size_t i = 0; i < m->c->n_vars; i++)
		if (m->c->vars[i].target == n && m->c->vars[i].aspect == what)
			return &m->c->vars[i];
	return NULL;
}

/* A number of the range that is not excluded; the attempts begin at one end or the other. */
static struct dec some_number(const struct maker *m, const struct dom *d, const struct range *r)
{
	struct dec v = dec_from_i64(1), one = { 1, d->places < 0 ? 0 : (unsigned)d->places };
	bool down = m->attempt % 2 == 1;
	if (down ? r->has_hi : !r->has_lo && r->has_hi)
		v = r->hi;
	else if (r->has_lo)
		v = r->lo;
	if (v.scale < one.scale)
		dec_rescale(v, one.scale, DEC_DOWN, &v);
	if ((down && r->has_hi) || !r->has_lo)
		one.units = -one.units;
	for (size_t i = 0; i < d->n_not; i++)
		for (size_t k = 0; k < d->n_not; k++)
			if (dec_cmp(v, d->not_[k]) == 0)
				dec_add(v, one, &v);
	return v;
}

static struct str some_day(const struct maker *m, const struct sat_var *v)
{
	const struct sat_var *age = aspect(m, v->target, SAT_AGE);
	int64_t days = m->today.days;
	if (age != NULL && (age->dom.abs.has_lo || age->dom.abs.has_hi)) {
		int64_t years = 0;
		dec_to_i64(some_number(m, &age->dom, &age->dom.abs), &years);
		years = years < -1000 ? 0 : years > 1000 ? 100 : years;
		days = date_add_months(m->today, (int)(-12 * years)).days;
	} else if (v->dom.today.has_lo && v->dom.today.has_hi) {
		dec_to_i64(some_number(m, &v->dom, &v->dom.today), &days);
		days += m->today.days;
	} else if (v->dom.abs.has_lo || v->dom.abs.has_hi) {
		dec_to_i64(some_number(m, &v->dom, &v->dom.abs), &days);
	}
	struct date first, last;
	if (!date_from_ymd(1, 1, 1, &first) || !date_from_ymd(9999, 12, 31, &last) || days < first.days || days > last.days)
		return STR("");
	return date_format(m->l->a, (struct date){ (int)days });
}

static struct str some_text(const struct maker *m, const struct sat_var *v)
{
	static const struct {
		const char *kind;
		struct str text;
	} samples[] = { { "email", STR_INIT("erika@example.org") }, { "phone", STR_INIT("0931 37 0") },
		{ "postcode", STR_INIT("97199") }, { "iban", STR_INIT("DE02120300000000202051") },
		{ "time", STR_INIT("12:00:00") }, { "datetime", STR_INIT("2026-07-01T12:00:00") } };
	if (v->dom.fixed)
		return v->dom.text;
	for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
		if (strcmp(v->target->kind->name, samples[i].kind) == 0)
			return samples[i].text;
	const struct sat_var *length = aspect(m, v->target, SAT_LENGTH);
	int64_t n = v->target->min_length > 3 ? v->target->min_length : 3;
	if (length != NULL)
		dec_to_i64(some_number(m, &length->dom, &length->dom.abs), &n);
	n = n < 1 ? 1 : n > 1000 ? 1000 : n;
	char *p = arena_alloc(m->l->a, (size_t)n);
	memset(p, m->attempt < 3 ? 'x' : '1', (size_t)n);
	return (struct str){ p, (size_t)n };
}

static struct str some_code(const struct maker *m, const struct sat_var *v)
{
	const struct form_codelist *l = v->target->codes;
	struct str found = STR("");
	if (v->dom.fixed || l == NULL)
		return v->dom.text;
	size_t skip = (size_t)m->attempt / 2;
	for (size_t i = 0; i < l->n; i++) {
		bool fits = !v->dom.listed || (v->dom.codes[i / 64] >> i % 64 & 1) != 0;
		for (size_t k = 0; k < v->dom.n_other && fits; k++)
			fits = !str_eq(v->dom.other[k], l->codes[i].value);
		if (fits)
			found = l->codes[i].value;
		if (fits && skip-- == 0)
			break;
	}
	return found;
}

/* The object of answers that holds n: entry 1 of whatever repeats above it. NULL in a list of single answers. */
static json_t *holder(json_t *answers, const struct form_node *group)
{
	if (group->group == NULL)
		return answers;
	json_t *up = holder(answers, group->group);
	json_t *j = up == NULL ? NULL : json_object_getn(up, group->id.p, group->id.n);
	if (up == NULL || group->list)
		return NULL;
	if (j == NULL) {
		j = group->repeat ? json_array() : json_object();
		if (json_object_setn_new(up, group->id.p, group->id.n, j) != 0)
			return NULL;
	}
	if (!group->repeat)
		return j;
	if (json_array_size(j) == 0 && json_array_append_new(j, json_object()) != 0)
		return NULL;
	return json_array_get(j, 0);
}

static void show(struct maker *m, const struct form_node *n, struct str value)
{
	if (++m->n_shown > SHOWN_MAX)
		return;
	struct str path = form_model_path(m->l->a, n);
	buf_add_fmt(m->text, "%s%.*s = %.*s", m->text->n > 0 ? " und " : "", STR_ARG(path), STR_ARG(value));
}

/* So many empty entries. */
static void add_entries(struct maker *m, const struct sat_var *v)
{
	int64_t n = 1;
	json_t *up = holder(m->answers, v->target->group);
	if (v->target->what != NODE_GROUP || v->target->list || up == NULL)
		return;
	if (v->aspect == SAT_COUNT)
		dec_to_i64(some_number(m, &v->dom, &v->dom.abs), &n);
	json_t *list = json_object_getn(up, v->target->id.p, v->target->id.n);
	if (list == NULL) {
		list = json_array();
		json_object_setn_new(up, v->target->id.p, v->target->id.n, list);
	}
	while ((int64_t)json_array_size(list) < n && json_array_size(list) < ENTRIES_MAX)
		json_array_append_new(list, json_object());
}

static void answer(struct maker *m, const struct sat_var *v)
{
	const struct form_node *n = v->target;
	if (v->base != NULL && v->dom.can_value && (!v->dom.can_empty || v->aspect == SAT_COUNT))
		add_entries(m, v);
	if (v->aspect != SAT_VALUE || v->base != NULL || n->what != NODE_FIELD || n->calculate != NULL ||
	    !v->dom.can_value || (v->dom.can_empty && m->attempt < TRIES / 2))
		return;
	json_t *up = holder(m->answers, n->group), *j = NULL;
	if (up == NULL)
		return;
	struct str text = STR("");
	if (n->kind->type == XPATH_BOOL) {
		bool yes = !v->dom.abs.has_hi || dec_cmp(v->dom.abs.hi, dec_from_i64(0)) > 0;
		j = json_boolean(yes);
		text = yes ? STR("ja") : STR("nein");
	} else if (n->kind->json == FIELD_TEXT) {
		text = n->kind->type == XPATH_DATE   ? some_day(m, v)
		       : n->kind->type == XPATH_DEC  ? dec_format(m->l->a, some_number(m, &v->dom, &v->dom.abs))
		       : n->kind->type == XPATH_CODE ? some_code(m, v)
		                                     : some_text(m, v);
		j = text.n > 0 ? json_stringn(text.p, text.n) : NULL;
	}
	if (j != NULL && json_object_setn_new(up, n->id.p, n->id.n, j) == 0)
		show(m, n, text);
}

/* The instance of group that the first entries lead to; NULL when there is none. */
static struct form_inst *instance(const struct form_state *s, const struct form_node *group)
{
	const struct form_insts *all = &s->insts[group->number];
	return all->n == 0 ? NULL : all->list[0];
}

bool lint_witness(struct lint *l, const struct sat_case *c,
    bool (*confirm)(const void *arg, struct form_state *s, struct form_inst *in), const void *arg,
    const struct form_node *group, struct str *text)
{
	bool found = false;
	if (l->r->d->n_errors > 0)
		return false; /* the model is not whole */
	struct form_world world = { 0 };
	if (!date_from_ymd(2026, 7, 1, &world.today))
		return false;
	for (int i = 0; i < TRIES && !found && l->witnesses > 0; i++, l->witnesses--) {
		struct buf words = buf_new(l->a);
		struct maker m = { .l = l, .c = c, .today = world.today, .attempt = i, .text = &words };
		m.answers = json_object();
		holder(m.answers, group);
		for (size_t k = 0; k < c->n_vars; k++)
			answer(&m, &c->vars[k]);
		struct arena *a = arena_new();
		/* The state is ours: nobody else has seen it. */
		struct form_state *s = (struct form_state *)(uintptr_t)form_eval(a, l->f, m.answers, &world);
		struct form_inst *in = instance(s, group);
		found = in != NULL && confirm(arg, s, in);
		arena_free(&a);
		json_decref(m.answers);
		*text = buf_str(&words);
		found = found && m.n_shown > 0 && m.n_shown <= SHOWN_MAX;
	}
	return found;
}
