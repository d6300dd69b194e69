/* SPDX-License-Identifier: EUPL-1.2
 * Built-in functions of FEEL (DMN 1.3, 10.3.4): those that decision tables are written with. */
#include "base/utf8.h"
#include "dmn/dmn_model.h"

#define FN(name) static bool name(struct run *r, const struct dmn_value *arg, size_t n, struct dmn_value *out)

static bool give_bool(struct dmn_value *out, bool v)
{
	*out = (struct dmn_value){ .kind = DMN_BOOL, .boolean = v };
	return true;
}

static bool give_number(struct dmn_value *out, struct dec v)
{
	*out = (struct dmn_value){ .kind = DMN_NUMBER, .number = v };
	return true;
}

static bool give_text(struct dmn_value *out, struct str v)
{
	*out = (struct dmn_value){ .kind = DMN_TEXT, .text = v };
	return true;
}

static bool give_date(struct dmn_value *out, struct date v)
{
	*out = (struct dmn_value){ .kind = DMN_DATE, .date = v };
	return true;
}

/* The values of min(list) and of min(1, 2, 3). */
static const struct dmn_value *items_of(const struct dmn_value *arg, size_t *n)
{
	if (*n != 1 || arg->kind != DMN_LIST)
		return arg;
	*n = arg->n;
	return arg->items;
}

FN(f_not)
{
	(void)r;
	(void)n;
	return arg[0].kind != DMN_BOOL || give_bool(out, !arg[0].boolean);
}

static bool best(const struct dmn_value *arg, size_t n, int wanted, struct dmn_value *out)
{
	const struct dmn_value *v = items_of(arg, &n);
	struct dmn_value found = dmn_null();
	for (size_t i = 0; i < n; i++) {
		int cmp = 0;
		if (!dmn_order(&v[i], i == 0 ? &v[i] : &found, &cmp))
			return true;
		if (i == 0 || cmp == wanted)
			found = v[i];
	}
	*out = found;
	return true;
}

FN(f_min)
{
	(void)r;
	return best(arg, n, -1, out);
}

FN(f_max)
{
	(void)r;
	return best(arg, n, 1, out);
}

FN(f_sum)
{
	(void)r;
	const struct dmn_value *v = items_of(arg, &n);
	struct dec sum = dec_from_i64(0);
	for (size_t i = 0; i < n; i++)
		if (v[i].kind != DMN_NUMBER || !dec_add(sum, v[i].number, &sum))
			return true;
	return n == 0 || give_number(out, sum);
}

FN(f_mean)
{
	(void)r;
	struct dmn_value sum = dmn_null();
	f_sum(r, arg, n, &sum);
	items_of(arg, &n);
	struct dec mean;
	return sum.kind != DMN_NUMBER || !dec_div(sum.number, dec_from_i64((int64_t)n), &mean) || give_number(out, mean);
}

FN(f_count)
{
	(void)r;
	items_of(arg, &n);
	return give_number(out, dec_from_i64((int64_t)n));
}

static bool round_to(const struct dmn_value *arg, size_t n, enum dec_round how, struct dmn_value *out)
{
	int64_t places = 0;
	struct dec d;
	if (arg[0].kind != DMN_NUMBER ||
	    (n > 1 && (arg[1].kind != DMN_NUMBER || !dec_to_i64(arg[1].number, &places) || places < 0 || places > 18)))
		return true;
	return !dec_rescale(arg[0].number, (unsigned)places, how, &d) || give_number(out, d);
}

FN(f_floor)
{
	(void)r;
	return round_to(arg, n, DEC_FLOOR, out);
}

FN(f_ceiling)
{
	(void)r;
	return round_to(arg, n, DEC_CEILING, out);
}

FN(f_round_half_up)
{
	(void)r;
	return round_to(arg, n, DEC_HALF_UP, out);
}

/* decimal(n, scale) rounds a half to the even neighbour (10.3.4.5). */
FN(f_decimal)
{
	(void)r;
	struct dmn_value up = dmn_null(), down = dmn_null();
	struct dec twice, sum, rest;
	round_to(arg, n, DEC_CEILING, &up);
	round_to(arg, n, DEC_FLOOR, &down);
	if (up.kind != DMN_NUMBER || down.kind != DMN_NUMBER)
		return true;
	bool half = dec_add(up.number, down.number, &sum) && dec_add(arg[0].number, arg[0].number, &twice) &&
	            dec_cmp(sum, twice) == 0;
	if (!half)
		return round_to(arg, n, DEC_HALF_UP, out);
	struct dec unit;
	bool even = dec_sub(up.number, down.number, &unit) && unit.units != 0 && dec_add(unit, unit, &unit) &&
	            dec_mod(up.number, unit, &rest) && rest.units == 0;
	*out = even ? up : down;
	return true;
}

FN(f_abs)
{
	(void)r;
	(void)n;
	struct dec d = arg[0].number;
	if (arg[0].kind != DMN_NUMBER)
		return true;
	d.units = d.units < 0 ? -d.units : d.units;
	return give_number(out, d);
}

/* The sign is that of the divisor (10.3.4.5): modulo(-12, 5) is 3. */
FN(f_modulo)
{
	(void)r;
	(void)n;
	struct dec rest;
	if (arg[0].kind != DMN_NUMBER || arg[1].kind != DMN_NUMBER || !dec_mod(arg[0].number, arg[1].number, &rest))
		return true;
	if (rest.units != 0 && (rest.units < 0) != (arg[1].number.units < 0) && !dec_add(rest, arg[1].number, &rest))
		return true;
	return give_number(out, rest);
}

FN(f_contains)
{
	(void)r;
	(void)n;
	if (arg[0].kind != DMN_TEXT || arg[1].kind != DMN_TEXT)
		return true;
	return give_bool(out, str_find_str(arg[0].text, arg[1].text) >= 0);
}

FN(f_starts)
{
	(void)r;
	(void)n;
	return arg[0].kind != DMN_TEXT || arg[1].kind != DMN_TEXT || give_bool(out, str_starts(arg[0].text, arg[1].text));
}

FN(f_ends)
{
	(void)r;
	(void)n;
	return arg[0].kind != DMN_TEXT || arg[1].kind != DMN_TEXT || give_bool(out, str_ends(arg[0].text, arg[1].text));
}

FN(f_length)
{
	(void)r;
	(void)n;
	return arg[0].kind != DMN_TEXT || give_number(out, dec_from_i64((int64_t)utf8_count(arg[0].text)));
}

FN(f_list_contains)
{
	(void)r;
	(void)n;
	if (arg[0].kind != DMN_LIST)
		return true;
	for (size_t i = 0; i < arg[0].n; i++)
		if (dmn_equal(&arg[0].items[i], &arg[1]))
			return give_bool(out, true);
	return give_bool(out, false);
}

FN(f_number)
{
	(void)r;
	(void)n;
	struct dec d;
	return arg[0].kind != DMN_TEXT || !dec_parse(arg[0].text, &d) || give_number(out, d);
}

FN(f_string)
{
	(void)n;
	if (arg[0].kind == DMN_NULL)
		return true;
	json_t *j = dmn_to_json(r->arena, &arg[0]);
	char *text = json_dumps(j, JSON_ENCODE_ANY);
	struct str s = json_is_string(j) ? (struct str){ json_string_value(j), json_string_length(j) } : str_c(text);
	give_text(out, str_dup(r->arena, s));
	free(text);
	json_decref(j);
	return true;
}

FN(f_date)
{
	(void)r;
	struct date d;
	int64_t y, m, day;
	if (n == 1 && arg[0].kind == DMN_DATE)
		return give_date(out, arg[0].date);
	if (n == 1)
		return arg[0].kind != DMN_TEXT || !date_parse(arg[0].text, &d) || give_date(out, d);
	bool numbers = n == 3 && arg[0].kind == DMN_NUMBER && arg[1].kind == DMN_NUMBER && arg[2].kind == DMN_NUMBER;
	if (!numbers || !dec_to_i64(arg[0].number, &y) || !dec_to_i64(arg[1].number, &m) ||
	    !dec_to_i64(arg[2].number, &day) || y < 1 || y > 9999 || m < 1 || m > 12 || day < 1 || day > 31)
		return true;
	return !date_from_ymd((int)y, (int)m, (int)day, &d) || give_date(out, d);
}

FN(f_today)
{
	(void)arg;
	(void)n;
	return give_date(out, r->today);
}

static const struct feel_func funcs[] = {
	{ "abs", 1, 1, DMN_NUMBER, f_abs },
	{ "ceiling", 1, 2, DMN_NUMBER, f_ceiling },
	{ "contains", 2, 2, DMN_BOOL, f_contains },
	{ "count", 1, FEEL_ARGS_MAX, DMN_NUMBER, f_count },
	{ "date", 1, 3, DMN_DATE, f_date },
	{ "decimal", 2, 2, DMN_NUMBER, f_decimal },
	{ "ends with", 2, 2, DMN_BOOL, f_ends },
	{ "floor", 1, 2, DMN_NUMBER, f_floor },
	{ "list contains", 2, 2, DMN_BOOL, f_list_contains },
	{ "max", 1, FEEL_ARGS_MAX, DMN_NULL, f_max },
	{ "mean", 1, FEEL_ARGS_MAX, DMN_NUMBER, f_mean },
	{ "min", 1, FEEL_ARGS_MAX, DMN_NULL, f_min },
	{ "modulo", 2, 2, DMN_NUMBER, f_modulo },
	{ "not", 1, 1, DMN_BOOL, f_not },
	{ "number", 1, 1, DMN_NUMBER, f_number },
	{ "round half up", 2, 2, DMN_NUMBER, f_round_half_up },
	{ "starts with", 2, 2, DMN_BOOL, f_starts },
	{ "string length", 1, 1, DMN_NUMBER, f_length },
	{ "string", 1, 1, DMN_TEXT, f_string },
	{ "sum", 1, FEEL_ARGS_MAX, DMN_NUMBER, f_sum },
	{ "today", 0, 0, DMN_DATE, f_today },
};

const struct feel_func *feel_func_at(struct str text, size_t *length)
{
	const struct feel_func *found = NULL;
	*length = 0;
	for (size_t i = 0; i < sizeof funcs / sizeof *funcs; i++) {
		struct str name = str_c(funcs[i].name);
		if (name.n <= *length || !str_starts(text, name))
			continue;
		struct str rest = str_trim(str_sub(text, name.n, text.n));
		if (rest.n == 0 || rest.p[0] != '(')
			continue;
		found = &funcs[i];
		*length = name.n;
	}
	return found;
}

bool feel_power(struct dec base, int64_t exponent, struct dec *out)
{
	uint64_t e = exponent < 0 ? -(uint64_t)exponent : (uint64_t)exponent;
	struct dec power = dec_from_i64(1);
	while (e > 0) {
		if ((e & 1) != 0 && !dec_mul(power, base, &power))
			return false;
		e >>= 1;
		if (e > 0 && !dec_mul(base, base, &base))
			return false;
	}
	if (exponent < 0)
		return dec_div(dec_from_i64(1), power, out);
	*out = power;
	return true;
}
