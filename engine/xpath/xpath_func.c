/* SPDX-License-Identifier: EUPL-1.2
 * Functions of XPath 1.0 section 4 and of XForms, with typed arguments. */
#include "xpath/xpath_int.h"

#include "base/utf8.h"

/* ---- booleans ---- */

FN(fn_true)
{
	(void)r, (void)call, (void)arg;
	return xpath_give_bool(out, true);
}

FN(fn_false)
{
	(void)r, (void)call, (void)arg;
	return xpath_give_bool(out, false);
}

FN(fn_not)
{
	(void)r, (void)call;
	return xpath_give_bool(out, !arg[0].boolean);
}

/* Only the branch that counts is evaluated. */
FN_NODES(fn_if)
{
	const struct xpath_node *condition = call->kids;
	if (!xpath_node_eval(r, condition, out))
		return false;
	bool yes = out->type == XPATH_BOOL && out->boolean;
	return xpath_node_eval(r, yes ? condition->next : condition->next->next, out);
}

/* ---- texts ---- */

/* Every 64 bytes looked at are one operation. */
static bool spend_bytes(struct run *r, size_t n)
{
	return xpath_spend(r, n / 64 + 1);
}

FN(fn_string)
{
	(void)call;
	return xpath_give_text(out, xpath_text(r->env->scratch, &arg[0]));
}

FN_NODES(fn_concat)
{
	struct buf b = buf_new(r->env->scratch);
	for (const struct xpath_node *kid = call->kids; kid != NULL; kid = kid->next) {
		if (!xpath_node_eval(r, kid, out))
			return false;
		struct str piece = xpath_text(r->env->scratch, out);
		if (!spend_bytes(r, piece.n))
			return false;
		buf_add(&b, piece);
	}
	return xpath_give_text(out, buf_str(&b));
}

FN(fn_contains)
{
	(void)call;
	return spend_bytes(r, arg[0].text.n) && xpath_give_bool(out, str_find_str(arg[0].text, arg[1].text) >= 0);
}

FN(fn_starts_with)
{
	(void)r, (void)call;
	return xpath_give_bool(out, str_starts(arg[0].text, arg[1].text));
}

FN(fn_substring_before)
{
	(void)call;
	struct str s = arg[0].text;
	ptrdiff_t at = str_find_str(s, arg[1].text);
	return spend_bytes(r, s.n) && xpath_give_text(out, str_sub(s, 0, at < 0 ? 0 : (size_t)at));
}

FN(fn_substring_after)
{
	(void)call;
	struct str s = arg[0].text;
	ptrdiff_t at = str_find_str(s, arg[1].text);
	return spend_bytes(r, s.n) && xpath_give_text(out, at < 0 ? STR("") : str_sub(s, (size_t)at + arg[1].text.n, s.n));
}

/* round() of XPath: a half goes up, also below zero: -2.5 is -2. */
static bool round_up(struct dec d, unsigned places, struct dec *out)
{
	struct dec half = { 5, places + 1 };
	struct dec sum;
	if (places >= d.scale)
		return dec_rescale(d, places, DEC_DOWN, out);
	return dec_add(d, half, &sum) && dec_rescale(sum, places, DEC_FLOOR, out);
}

/* A position of substring(), rounded and clipped to what any text can have. */
static int64_t position(struct dec d)
{
	const int64_t far = INT64_MAX / 4;
	struct dec rounded;
	int64_t v;
	if (!round_up(d, 0, &rounded) || !dec_to_i64(rounded, &v))
		return d.units < 0 ? -far : far;
	return v < -far ? -far : v > far ? far : v;
}

/* Characters at positions p >= start and p < start + length, counted from 1. */
FN(fn_substring)
{
	struct str s = arg[0].text;
	int64_t first = position(arg[1].dec);
	int64_t end = call->kids->next->next == NULL ? INT64_MAX : first + position(arg[2].dec);
	if (first < 1)
		first = 1;
	if (!spend_bytes(r, s.n))
		return false;
	if (end <= first)
		return xpath_give_text(out, STR(""));
	size_t from = utf8_offset(s, (size_t)(first - 1));
	return xpath_give_text(out, str_sub(s, from, utf8_offset(s, (size_t)(end - 1))));
}

FN(fn_string_length)
{
	(void)call;
	return spend_bytes(r, arg[0].text.n) && xpath_give_dec(out, dec_from_i64((int64_t)utf8_count(arg[0].text)));
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

FN(fn_normalize_space)
{
	(void)call;
	struct str s = arg[0].text;
	struct buf b = buf_new(r->env->scratch);
	if (!spend_bytes(r, s.n))
		return false;
	char *p = buf_reserve(&b, s.n);
	for (size_t i = 0; i < s.n; i++) {
		if (!is_space(s.p[i])) {
			if (i > 0 && is_space(s.p[i - 1]) && b.n > 0)
				p[b.n++] = ' ';
			p[b.n++] = s.p[i];
		}
	}
	return xpath_give_text(out, buf_str(&b));
}

/* Which character of from is cp? -1: none. */
static ptrdiff_t index_of(struct str from, int32_t cp)
{
	int32_t c;
	for (ptrdiff_t i = 0; (c = utf8_next(&from)) >= 0; i++)
		if (c == cp)
			return i;
	return -1;
}

/* Each character of the second text becomes the one at the same place of the third, or vanishes. */
FN(fn_translate)
{
	(void)call;
	struct str rest = arg[0].text;
	struct buf b = buf_new(r->env->scratch);
	int32_t cp;
	while ((cp = utf8_next(&rest)) >= 0) {
		ptrdiff_t i = index_of(arg[1].text, cp);
		char bytes[4];
		struct str piece = { bytes, utf8_put(bytes, cp) };
		if (i >= 0) {
			size_t from = utf8_offset(arg[2].text, (size_t)i);
			piece = str_sub(arg[2].text, from, utf8_offset(arg[2].text, (size_t)i + 1));
		}
		buf_add(&b, piece);
		if (!spend_bytes(r, arg[1].text.n + arg[2].text.n))
			return false;
	}
	return xpath_give_text(out, buf_str(&b));
}

/* ---- numbers ---- */

FN(fn_number)
{
	switch (arg[0].type) {
	case XPATH_TEXT:
	case XPATH_CODE:
		if (arg[0].text.n == 0)
			break;
		out->type = XPATH_DEC;
		return dec_parse(str_trim(arg[0].text), &out->dec) ||
		       xpath_run_fail(r, call, "Dieser Text ist keine Zahl wie 12.50.");
	case XPATH_BOOL:
		return xpath_give_dec(out, dec_from_i64(arg[0].boolean));
	default:
		break;
	}
	*out = arg[0].type == XPATH_DEC ? arg[0] : (struct xpath_value){ .type = XPATH_EMPTY };
	return true;
}

static bool too_large(struct run *r, const struct xpath_node *call)
{
	return xpath_run_fail(r, call, "Das Ergebnis ist zu groß.");
}

FN(fn_round)
{
	int64_t places = 0;
	struct dec d;
	if (call->kids->next != NULL && (!dec_to_i64(arg[1].dec, &places) || places < 0 || places > 17))
		return xpath_run_fail(r, call, "round() rundet auf 0 bis 17 Stellen nach dem Punkt.");
	return round_up(arg[0].dec, (unsigned)places, &d) ? xpath_give_dec(out, d) : too_large(r, call);
}

FN(fn_floor)
{
	struct dec d;
	return dec_rescale(arg[0].dec, 0, DEC_FLOOR, &d) ? xpath_give_dec(out, d) : too_large(r, call);
}

FN(fn_ceiling)
{
	struct dec d;
	return dec_rescale(arg[0].dec, 0, DEC_CEILING, &d) ? xpath_give_dec(out, d) : too_large(r, call);
}

/* ---- many values ---- */

/* All values of all arguments, one after the other. */
struct values {
	struct run *r;
	const struct xpath_node *arg;
	size_t index;
	bool failed;
};

/* The next value that is not empty; false at the end or after a failure. */
static bool next_answer(struct values *it, struct xpath_value *v)
{
	while (it->arg != NULL) {
		bool more;
		if (!xpath_node_item(it->r, it->arg, it->index++, v, &more)) {
			it->failed = true;
			return false;
		}
		if (more && v->type != XPATH_EMPTY)
			return true;
		if (!more) {
			it->arg = it->arg->next;
			it->index = 0;
		}
	}
	return false;
}

static bool add_up(struct run *r, const struct xpath_node *call, struct dec *total, int64_t *n)
{
	struct values it = { .r = r, .arg = call->kids };
	struct xpath_value v;
	*total = dec_from_i64(0);
	for (*n = 0; next_answer(&it, &v); ++*n)
		if (!dec_add(*total, v.dec, total))
			return too_large(r, call);
	return !it.failed;
}

FN_NODES(fn_sum)
{
	struct dec total;
	int64_t n;
	return add_up(r, call, &total, &n) && xpath_give_dec(out, total);
}

FN_NODES(fn_avg)
{
	struct dec total;
	int64_t n;
	if (!add_up(r, call, &total, &n))
		return false;
	if (n > 0)
		return dec_div(total, dec_from_i64(n), &total) ? xpath_give_dec(out, total) : too_large(r, call);
	*out = (struct xpath_value){ .type = XPATH_EMPTY };
	return true;
}

static int order(const struct xpath_value *a, const struct xpath_value *b)
{
	if (a->type == XPATH_DEC)
		return dec_cmp(a->dec, b->dec);
	return (a->date.days > b->date.days) - (a->date.days < b->date.days);
}

/* sign -1: the smallest, 1: the largest. */
static bool extreme(struct run *r, const struct xpath_node *call, int sign, struct xpath_value *out)
{
	struct values it = { .r = r, .arg = call->kids };
	struct xpath_value v;
	*out = (struct xpath_value){ .type = XPATH_EMPTY };
	while (next_answer(&it, &v))
		if (out->type == XPATH_EMPTY || order(&v, out) == sign)
			*out = v;
	return !it.failed;
}

FN_NODES(fn_min)
{
	return extreme(r, call, -1, out);
}

FN_NODES(fn_max)
{
	return extreme(r, call, 1, out);
}

FN_NODES(fn_count)
{
	struct xpath_value v;
	bool more = true;
	size_t n = 0;
	for (; more; n += more)
		if (!xpath_node_item(r, call->kids, n, &v, &more))
			return false;
	return xpath_give_dec(out, dec_from_i64((int64_t)n));
}

FN_NODES(fn_count_non_empty)
{
	struct values it = { .r = r, .arg = call->kids };
	struct xpath_value v;
	int64_t n = 0;
	while (next_answer(&it, &v))
		n++;
	return !it.failed && xpath_give_dec(out, dec_from_i64(n));
}

FN_NODES(fn_exists)
{
	struct values it = { .r = r, .arg = call->kids };
	struct xpath_value v;
	bool found = next_answer(&it, &v);
	return !it.failed && xpath_give_bool(out, found);
}

FN_NODES(fn_is_empty)
{
	return fn_exists(r, call, out) && xpath_give_bool(out, !out->boolean);
}

const struct xpath_func xpath_funcs_core[] = {
	{ "true", "", XPATH_BOOL, fn_true, NULL },
	{ "false", "", XPATH_BOOL, fn_false, NULL },
	{ "not", "b", XPATH_BOOL, fn_not, NULL },
	{ "if", "bss", XPATH_EMPTY, NULL, fn_if },
	{ "choose", "bss", XPATH_EMPTY, NULL, fn_if },

	{ "string", "a", XPATH_TEXT, fn_string, NULL }, /* as answers are written: "12.50", "2026-03-01", "true" */
	{ "concat", "aa*", XPATH_TEXT, NULL, fn_concat },
	{ "contains", "tt", XPATH_BOOL, fn_contains, NULL },
	{ "starts-with", "tt", XPATH_BOOL, fn_starts_with, NULL },
	{ "substring", "tnn?", XPATH_TEXT, fn_substring, NULL }, /* characters count from 1 */
	{ "substring-before", "tt", XPATH_TEXT, fn_substring_before, NULL },
	{ "substring-after", "tt", XPATH_TEXT, fn_substring_after, NULL },
	{ "string-length", "t", XPATH_DEC, fn_string_length, NULL },
	{ "normalize-space", "t", XPATH_TEXT, fn_normalize_space, NULL },
	{ "translate", "ttt", XPATH_TEXT, fn_translate, NULL },

	{ "number", "c", XPATH_DEC, fn_number, NULL }, /* a text that is no number is an error, not NaN */
	{ "round", "nn?", XPATH_DEC, fn_round, NULL }, /* round(x, 2): to cents */
	{ "floor", "n", XPATH_DEC, fn_floor, NULL },
	{ "ceiling", "n", XPATH_DEC, fn_ceiling, NULL },

	{ "sum", "m*", XPATH_DEC, NULL, fn_sum },
	{ "avg", "m*", XPATH_DEC, NULL, fn_avg },
	{ "min", "o*", XPATH_EMPTY, NULL, fn_min },
	{ "max", "o*", XPATH_EMPTY, NULL, fn_max },
	{ "count", "l", XPATH_DEC, NULL, fn_count }, /* entries, answered or not */
	{ "count-non-empty", "r", XPATH_DEC, NULL, fn_count_non_empty },
	{ "exists", "r", XPATH_BOOL, NULL, fn_exists }, /* answered? */
	{ "is-empty", "r", XPATH_BOOL, NULL, fn_is_empty },
	{ NULL, NULL, XPATH_EMPTY, NULL, NULL },
};
