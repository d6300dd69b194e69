/* SPDX-License-Identifier: EUPL-1.2
 * Intervals of numbers and days, sets of codes, texts that are or are not something. */
#include "form/lint/dom.h"

/* The days on which this program may be asked what is today: nobody has to check a form for another time. */
enum { FIRST_TODAY = 20454, LAST_TODAY = 47481 }; /* 2026-01-01, 2099-12-31 */

/* ---- ranges ---- */

struct range range_of(int64_t lo, int64_t hi)
{
	return (struct range){ true, true, dec_from_i64(lo), dec_from_i64(hi) };
}

struct range range_neg(const struct range *a)
{
	struct range r = { a->has_hi, a->has_lo, a->hi, a->lo };
	r.lo.units = -r.lo.units;
	r.hi.units = -r.hi.units;
	return r;
}

struct range range_add(const struct range *a, const struct range *b)
{
	struct range r = { 0 };
	r.has_lo = a->has_lo && b->has_lo && dec_add(a->lo, b->lo, &r.lo);
	r.has_hi = a->has_hi && b->has_hi && dec_add(a->hi, b->hi, &r.hi);
	return r;
}

struct range range_mul(const struct range *a, const struct range *b)
{
	struct range r = { 0 };
	if (!a->has_lo || !a->has_hi || !b->has_lo || !b->has_hi)
		return r;
	const struct dec ends[4][2] = { { a->lo, b->lo }, { a->lo, b->hi }, { a->hi, b->lo }, { a->hi, b->hi } };
	for (size_t i = 0; i < 4; i++) {
		struct dec p;
		if (!dec_mul(ends[i][0], ends[i][1], &p))
			return (struct range){ 0 };
		if (!r.has_lo || dec_cmp(p, r.lo) < 0)
			r.lo = p;
		if (!r.has_hi || dec_cmp(p, r.hi) > 0)
			r.hi = p;
		r.has_lo = r.has_hi = true;
	}
	return r;
}

bool range_intersect(struct range *a, const struct range *b)
{
	if (b->has_lo && (!a->has_lo || dec_cmp(b->lo, a->lo) > 0)) {
		a->lo = b->lo;
		a->has_lo = true;
	}
	if (b->has_hi && (!a->has_hi || dec_cmp(b->hi, a->hi) < 0)) {
		a->hi = b->hi;
		a->has_hi = true;
	}
	return !a->has_lo || !a->has_hi || dec_cmp(a->lo, a->hi) <= 0;
}

static struct range range_union(const struct range *a, const struct range *b)
{
	struct range r = { a->has_lo && b->has_lo, a->has_hi && b->has_hi, a->lo, a->hi };
	if (r.has_lo && dec_cmp(b->lo, r.lo) < 0)
		r.lo = b->lo;
	if (r.has_hi && dec_cmp(b->hi, r.hi) > 0)
		r.hi = b->hi;
	return r;
}

/* One step of a number with so many places: 0.01. */
static struct dec step(int places)
{
	return (struct dec){ 1, places < 0 ? 0 : (unsigned)places };
}

/* What x must lie in so that x OP y for some y of b. Where the next number is not known, a bound stays closed. */
static struct range image(enum xpath_op op, const struct range *b, int places)
{
	struct range r = { 0 };
	struct dec one = step(places), minus = { -one.units, one.scale };
	if (op == OP_EQ)
		return *b;
	if ((op == OP_LT || op == OP_LE) && b->has_hi) {
		r.has_hi = true;
		r.hi = b->hi;
		if (op == OP_LT && places >= 0 && dec_rescale(b->hi, one.scale, DEC_CEILING, &r.hi))
			r.has_hi = dec_add(r.hi, minus, &r.hi);
	}
	if ((op == OP_GT || op == OP_GE) && b->has_lo) {
		r.has_lo = true;
		r.lo = b->lo;
		if (op == OP_GT && places >= 0 && dec_rescale(b->lo, one.scale, DEC_FLOOR, &r.lo))
			r.has_lo = dec_add(r.lo, one, &r.lo);
	}
	return r;
}

/* ---- domains ---- */

static bool is_number(const struct dom *d)
{
	return d->type == XPATH_DEC || d->type == XPATH_DATE || d->type == XPATH_BOOL;
}

static bool is_text(const struct dom *d)
{
	return d->type == XPATH_TEXT || d->type == XPATH_CODE;
}

struct dom dom_any(enum xpath_type type)
{
	struct dom d = { .type = type, .can_empty = true, .can_value = true, .places = -1 };
	if (type == XPATH_BOOL)
		d.abs = range_of(0, 1);
	if (type == XPATH_BOOL || type == XPATH_DATE)
		d.places = 0;
	return d;
}

struct dom dom_value(const struct xpath_value *v)
{
	struct dom d = dom_any(v->type);
	d.can_empty = v->type == XPATH_EMPTY;
	d.can_value = !d.can_empty;
	switch (v->type) {
	case XPATH_DEC:
		d.abs = (struct range){ true, true, v->dec, v->dec };
		break;
	case XPATH_BOOL:
		d.abs = range_of(v->boolean, v->boolean);
		break;
	case XPATH_DATE:
		d.abs = range_of(v->date.days, v->date.days);
		break;
	case XPATH_TEXT:
	case XPATH_CODE:
		d.fixed = true;
		d.text = v->text;
		break;
	default:
		break;
	}
	return d;
}

struct dom dom_of_field(const struct form_node *n)
{
	struct dom d = dom_any(n->kind->type);
	if (d.type == XPATH_DEC) {
		d.places = n->places >= 0 && n->places <= 18 ? (int)n->places : -1;
		d.abs = (struct range){ n->has_least, n->has_most, n->least, n->most };
	} else if (d.type == XPATH_DATE) {
		if (n->from.what == BOUND_DAY)
			d.abs = (struct range){ .has_lo = true, .lo = dec_from_i64(n->from.day.days) };
		if (n->to.what == BOUND_DAY) {
			d.abs.has_hi = true;
			d.abs.hi = dec_from_i64(n->to.day.days);
		}
		d.today.has_lo = n->from.what == BOUND_TODAY;
		d.today.has_hi = n->to.what == BOUND_TODAY;
	} else if (is_text(&d)) {
		d.field = n;
		if (n->kind->type == XPATH_CODE && n->codes != NULL && n->codes->n <= DOM_CODES_MAX) {
			d.listed = true;
			for (size_t i = 0; i < n->codes->n; i++)
				d.codes[i / 64] |= (uint64_t)1 << i % 64;
		}
	}
	return d;
}

static bool has_code(const struct dom *d, size_t i)
{
	return (d->codes[i / 64] >> i % 64 & 1) != 0;
}

static bool is_other(const struct dom *d, struct str text)
{
	for (size_t i = 0; i < d->n_other; i++)
		if (str_eq(d->other[i], text))
			return true;
	return false;
}

/* Whether a field can be answered so. */
static bool is_answer(const struct form_node *n, struct str text)
{
	static const struct form_world world;
	static const struct form_cell cell;
	if (n->kind->json != FIELD_TEXT && n->kind->json != FIELD_CODES)
		return true;
	if (text.n == 0)
		return false;
	if (n->kind->place)
		return true;
	struct arena *scratch = arena_new();
	struct field_in in = { scratch, n, text, &world, &cell };
	struct field_fault fault = { 0 };
	struct xpath_value v;
	bool good = n->kind->value(&in, &v, &fault);
	arena_free(&scratch);
	return good;
}

/* Rounds the bounds to numbers that exist, and steps over those that are excluded. */
static bool tighten(struct dom *d)
{
	struct range *r = &d->abs;
	if (d->places >= 0) {
		if (r->has_lo && r->lo.scale > (unsigned)d->places)
			r->has_lo = dec_rescale(r->lo, (unsigned)d->places, DEC_CEILING, &r->lo);
		if (r->has_hi && r->hi.scale > (unsigned)d->places)
			r->has_hi = dec_rescale(r->hi, (unsigned)d->places, DEC_FLOOR, &r->hi);
	}
	struct dec one = step(d->places), minus = { -one.units, one.scale };
	for (size_t k = 0; k <= d->n_not; k++) {
		for (size_t i = 0; i < d->n_not; i++) {
			bool at_lo = r->has_lo && dec_cmp(d->not_[i], r->lo) == 0,
			     at_hi = r->has_hi && dec_cmp(d->not_[i], r->hi) == 0;
			if (at_lo && at_hi)
				return false;
			if (d->places < 0)
				continue;
			if (at_lo)
				r->has_lo = dec_add(r->lo, one, &r->lo);
			if (at_hi)
				r->has_hi = dec_add(r->hi, minus, &r->hi);
		}
	}
	return !r->has_lo || !r->has_hi || dec_cmp(r->lo, r->hi) <= 0;
}

/* Days from today and days of the calendar bound each other, since today is in this century. */
static bool tie_days(struct dom *d)
{
	struct range now = range_of(FIRST_TODAY, LAST_TODAY), back = range_neg(&now);
	struct range as_day = range_add(&d->today, &now);
	if (!range_intersect(&d->abs, &as_day))
		return false;
	struct range from_today = range_add(&d->abs, &back);
	return range_intersect(&d->today, &from_today);
}

bool dom_settle(struct dom *d)
{
	if (!d->can_value)
		return d->can_empty;
	bool good = true;
	if (is_number(d))
		good = tighten(d) && (d->type != XPATH_DATE || tie_days(d));
	if (is_text(d) && d->fixed)
		good = !is_other(d, d->text) && (d->field == NULL || is_answer(d->field, d->text));
	if (is_text(d) && d->listed) {
		const struct form_codelist *l = d->field->codes;
		size_t left = 0;
		for (size_t i = 0; i < l->n; i++) {
			if (has_code(d, i) && (is_other(d, l->codes[i].value) || (d->fixed && !str_eq(d->text, l->codes[i].value))))
				d->codes[i / 64] &= ~((uint64_t)1 << i % 64);
			left += has_code(d, i);
		}
		good = good && left > 0;
	}
	d->can_value = good;
	return d->can_empty || d->can_value;
}

bool dom_fill(struct dom *d)
{
	d->can_empty = false;
	return dom_settle(d);
}

bool dom_clear(struct dom *d)
{
	d->can_value = false;
	return d->can_empty;
}

/* Only what b lists too. */
static void keep_codes(struct dom *a, const struct dom *b)
{
	for (size_t i = 0; a->listed && b->listed && i < a->field->codes->n; i++) {
		bool found = false;
		for (size_t k = 0; k < b->field->codes->n && !found; k++)
			found = has_code(b, k) && str_eq(a->field->codes->codes[i].value, b->field->codes->codes[k].value);
		if (!found)
			a->codes[i / 64] &= ~((uint64_t)1 << i % 64);
	}
}

static void narrow_text(struct dom *a, enum xpath_op op, const struct dom *b)
{
	struct xpath_value v;
	bool one = dom_single(b, &v);
	if (op == OP_EQ && one) {
		a->can_value = a->can_value && (!a->fixed || str_eq(a->text, v.text));
		a->fixed = true;
		a->text = v.text;
	} else if (op == OP_EQ) {
		keep_codes(a, b);
	} else if (one && a->n_other < DOM_NOT_MAX) {
		a->other[a->n_other++] = v.text;
	}
}

bool dom_narrow(struct dom *a, enum xpath_op op, const struct dom *b)
{
	if (is_text(a) && is_text(b)) {
		narrow_text(a, op, b);
	} else if (is_number(a) && a->type == b->type) {
		if (op == OP_NE) {
			bool one = b->abs.has_lo && b->abs.has_hi && dec_cmp(b->abs.lo, b->abs.hi) == 0;
			if (one && a->n_not < DOM_NOT_MAX)
				a->not_[a->n_not++] = b->abs.lo;
		} else {
			struct range abs = image(op, &b->abs, a->places), today = image(op, &b->today, 0);
			a->can_value = range_intersect(&a->abs, &abs) && a->can_value;
			if (a->type == XPATH_DATE)
				a->can_value = range_intersect(&a->today, &today) && a->can_value;
		}
	}
	return dom_settle(a);
}

bool dom_can(const struct dom *a, enum xpath_op op, const struct dom *b)
{
	if (!a->can_value || !b->can_value)
		return false;
	struct dom x = *a, y = *b;
	x.can_empty = y.can_empty = false;
	return dom_narrow(&x, op, b) && dom_narrow(&y, dom_flip(op), a);
}

bool dom_single(const struct dom *d, struct xpath_value *v)
{
	*v = (struct xpath_value){ .type = d->type };
	if (!d->can_value || (d->type == XPATH_DATE && (d->today.has_lo || d->today.has_hi) &&
	                         (!d->abs.has_lo || !d->abs.has_hi || dec_cmp(d->abs.lo, d->abs.hi) != 0)))
		return false;
	if (is_text(d)) {
		size_t n = 0;
		v->text = d->text;
		for (size_t i = 0; !d->fixed && d->listed && i < d->field->codes->n; i++) {
			if (has_code(d, i)) {
				v->text = d->field->codes->codes[i].value;
				n++;
			}
		}
		return d->fixed || n == 1;
	}
	if (!is_number(d) || !d->abs.has_lo || !d->abs.has_hi || dec_cmp(d->abs.lo, d->abs.hi) != 0)
		return false;
	int64_t whole = 0;
	dec_to_i64(d->abs.lo, &whole);
	if (d->type == XPATH_DEC)
		v->dec = d->abs.lo;
	else if (d->type == XPATH_BOOL)
		v->boolean = whole != 0;
	else
		v->date.days = (int)whole;
	return true;
}

struct dom dom_union(const struct dom *a, const struct dom *b)
{
	struct xpath_value v, w;
	if (!a->can_value || !b->can_value) {
		struct dom d = a->can_value ? *a : *b;
		d.can_empty = a->can_empty || b->can_empty;
		return d;
	}
	struct dom d = dom_any(a->type == b->type ? a->type : is_text(a) && is_text(b) ? XPATH_TEXT : XPATH_EMPTY);
	d.can_empty = a->can_empty || b->can_empty;
	if (is_number(&d)) {
		d.abs = range_union(&a->abs, &b->abs);
		d.today = range_union(&a->today, &b->today);
		d.places = a->places < 0 || b->places < 0 ? -1 : a->places > b->places ? a->places : b->places;
	}
	if (is_text(&d) && dom_single(a, &v) && dom_single(b, &w) && str_eq(v.text, w.text)) {
		d.fixed = true;
		d.text = v.text;
	}
	return d;
}

enum xpath_op dom_flip(enum xpath_op op)
{
	static const enum xpath_op flipped[] = { [OP_LT] = OP_GT, [OP_LE] = OP_GE, [OP_GT] = OP_LT, [OP_GE] = OP_LE };
	return op == OP_EQ || op == OP_NE ? op : flipped[op];
}

enum xpath_op dom_negate(enum xpath_op op)
{
	static const enum xpath_op negated[] = {
		[OP_EQ] = OP_NE, [OP_NE] = OP_EQ, [OP_LT] = OP_GE, [OP_LE] = OP_GT, [OP_GT] = OP_LE, [OP_GE] = OP_LT
	};
	return negated[op];
}
