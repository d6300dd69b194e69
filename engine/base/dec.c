/* SPDX-License-Identifier: EUPL-1.2
 * Exact decimal numbers. Every coefficient is below 10^34, so that one more digit, or the difference of two, still fits
 * into 128 bits; products are made in 256. */
#include "base/dec.h"

enum { DIGITS_MAX = 34, SCALE_MAX = 18 };

__extension__ typedef unsigned __int128 u128;
__extension__ typedef __int128 i128;

#define E16 ((u128)10000000000000000U)
#define E17 ((u128)100000000000000000U)

/* 10^0 … 10^34 */
static const u128 ten_to[DIGITS_MAX + 1] = {
	1U,
	10U,
	100U,
	1000U,
	10000U,
	100000U,
	1000000U,
	10000000U,
	100000000U,
	1000000000U,
	10000000000U,
	100000000000U,
	1000000000000U,
	10000000000000U,
	100000000000000U,
	1000000000000000U,
	E16,
	E17,
	E17 * 10U,
	E17 * 100U,
	E17 * 1000U,
	E17 * 10000U,
	E17 * 100000U,
	E17 * 1000000U,
	E17 * 10000000U,
	E17 * 100000000U,
	E17 * 1000000000U,
	E17 * 10000000000U,
	E17 * 100000000000U,
	E17 * 1000000000000U,
	E17 * 10000000000000U,
	E17 * 100000000000000U,
	E17 * 1000000000000000U,
	E17 *E16,
	E17 *E17,
};

static u128 magnitude(i128 v)
{
	return v < 0 ? -(u128)v : (u128)v;
}

/* The number made of sign, digits and scale; false when it has too many digits. */
static bool make(bool minus, u128 m, unsigned scale, struct dec *out)
{
	if (m >= ten_to[DIGITS_MAX])
		return false;
	*out = (struct dec){ minus ? -(i128)m : (i128)m, scale };
	return true;
}

static struct dec without_zeros(struct dec d)
{
	while (d.scale > 0 && d.units % 10 == 0) {
		d.units /= 10;
		d.scale--;
	}
	return d;
}

/* More places; false when the digits do not fit. */
static bool widen(struct dec *d, unsigned scale)
{
	unsigned places = scale - d->scale;
	u128 m = magnitude(d->units);
	return m < ten_to[DIGITS_MAX - places] && make(d->units < 0, m * ten_to[places], scale, d);
}

bool dec_parse(struct str s, struct dec *out)
{
	size_t i = s.n > 0 && s.p[0] == '-' ? 1 : 0;
	size_t whole = 0;
	size_t fraction = 0;
	bool dot = false;
	u128 m = 0;
	for (size_t k = i; k < s.n; k++) {
		if (s.p[k] == '.' && !dot) {
			dot = true;
			continue;
		}
		if (s.p[k] < '0' || s.p[k] > '9' || m >= ten_to[DIGITS_MAX - 1])
			return false;
		m = m * 10 + (unsigned)(s.p[k] - '0');
		*(dot ? &fraction : &whole) += 1;
	}
	if (whole == 0 || fraction > SCALE_MAX || (dot && fraction == 0))
		return false;
	return make(i == 1, m, (unsigned)fraction, out);
}

struct str dec_format(struct arena *a, struct dec d)
{
	char text[DIGITS_MAX + SCALE_MAX];
	char *p = text + sizeof text;
	unsigned places = 0;
	for (u128 m = magnitude(d.units); m > 0 || places <= d.scale; m /= 10) {
		if (places > 0 && places == d.scale)
			*--p = '.';
		*--p = (char)('0' + (int)(m % 10));
		places++;
	}
	if (d.units < 0)
		*--p = '-';
	return str_dup(a, (struct str){ p, (size_t)(text + sizeof text - p) });
}

struct dec dec_from_i64(int64_t v)
{
	return (struct dec){ v, 0 };
}

bool dec_to_i64(struct dec d, int64_t *out)
{
	d = without_zeros(d);
	if (d.scale > 0 || d.units > INT64_MAX || d.units < INT64_MIN)
		return false;
	*out = (int64_t)d.units;
	return true;
}

int dec_cmp(struct dec a, struct dec b)
{
	/* What outgrows all digits when widened is farther from zero than any other number can be. */
	if (a.scale < b.scale && !widen(&a, b.scale))
		return a.units < 0 ? -1 : 1;
	if (b.scale < a.scale && !widen(&b, a.scale))
		return b.units < 0 ? 1 : -1;
	return (a.units > b.units) - (a.units < b.units);
}

bool dec_add(struct dec a, struct dec b, struct dec *out)
{
	unsigned scale = a.scale > b.scale ? a.scale : b.scale;
	struct dec x = a, y = b;
	if (!widen(&x, scale) || !widen(&y, scale)) {
		x = without_zeros(a);
		y = without_zeros(b);
		scale = x.scale > y.scale ? x.scale : y.scale;
		if (!widen(&x, scale) || !widen(&y, scale))
			return false;
	}
	i128 sum = x.units + y.units;
	return make(sum < 0, magnitude(sum), scale, out);
}

bool dec_sub(struct dec a, struct dec b, struct dec *out)
{
	b.units = -b.units;
	return dec_add(a, b, out);
}

/* 256 bits, lowest limb first. */
struct wide {
	uint64_t limb[4];
};

static struct wide wide_mul(u128 a, u128 b)
{
	const uint64_t x[2] = { (uint64_t)a, (uint64_t)(a >> 64) };
	const uint64_t y[2] = { (uint64_t)b, (uint64_t)(b >> 64) };
	struct wide w = { { 0 } };
	for (size_t i = 0; i < 2; i++) {
		u128 carry = 0;
		for (size_t j = 0; j < 2; j++) {
			carry += (u128)x[i] * y[j] + w.limb[i + j];
			w.limb[i + j] = (uint64_t)carry;
			carry >>= 64;
		}
		w.limb[i + 2] = (uint64_t)carry;
	}
	return w;
}

/* Divides by ten and returns the digit that falls off. */
static unsigned wide_shift(struct wide *w)
{
	u128 rest = 0;
	for (size_t i = 4; i-- > 0;) {
		rest = rest << 64 | w->limb[i];
		w->limb[i] = (uint64_t)(rest / 10);
		rest %= 10;
	}
	return (unsigned)rest;
}

static bool wide_fits(const struct wide *w)
{
	return w->limb[2] == 0 && w->limb[3] == 0 && ((u128)w->limb[1] << 64 | w->limb[0]) < ten_to[DIGITS_MAX];
}

bool dec_mul(struct dec a, struct dec b, struct dec *out)
{
	u128 x = magnitude(a.units), y = magnitude(b.units);
	bool minus = (a.units < 0) != (b.units < 0);
	unsigned scale = a.scale + b.scale;
	if (x < E17 && y < E17 && scale <= SCALE_MAX)
		return make(minus, x * y, scale, out);
	struct wide w = wide_mul(x, y);
	unsigned dropped = 0;
	while (scale > 0 && (scale > SCALE_MAX || !wide_fits(&w))) {
		dropped = wide_shift(&w);
		scale--;
	}
	if (!wide_fits(&w))
		return false;
	u128 m = ((u128)w.limb[1] << 64 | w.limb[0]) + (dropped >= 5);
	if (!make(minus, m, scale, out))
		return false;
	*out = without_zeros(*out);
	return true;
}

bool dec_div(struct dec a, struct dec b, struct dec *out)
{
	u128 x = magnitude(a.units), y = magnitude(b.units);
	if (y == 0)
		return false;
	/* Long division: one more digit of the quotient is one more place. */
	u128 q = x / y, rest = x % y;
	int scale = (int)a.scale - (int)b.scale;
	while (scale < 0 || (scale < SCALE_MAX && rest > 0)) {
		if (q >= ten_to[DIGITS_MAX - 1]) {
			if (scale < 0)
				return false;
			break;
		}
		rest *= 10;
		q = q * 10 + rest / y;
		rest %= y;
		scale++;
	}
	q += rest * 2 >= y;
	if (!make((a.units < 0) != (b.units < 0), q, (unsigned)scale, out))
		return false;
	*out = without_zeros(*out);
	return true;
}

bool dec_mod(struct dec a, struct dec b, struct dec *out)
{
	unsigned scale = a.scale > b.scale ? a.scale : b.scale;
	if (b.units == 0 || !widen(&a, scale) || !widen(&b, scale))
		return false;
	*out = (struct dec){ a.units % b.units, scale };
	return true;
}

bool dec_rescale(struct dec d, unsigned places, enum dec_round how, struct dec *out)
{
	if (places > SCALE_MAX)
		return false;
	if (places >= d.scale) {
		if (!widen(&d, places))
			return false;
		*out = d;
		return true;
	}
	bool minus = d.units < 0;
	u128 unit = ten_to[d.scale - places];
	u128 m = magnitude(d.units);
	u128 rest = m % unit;
	bool away = (how == DEC_HALF_UP && rest * 2 >= unit) || (how == DEC_FLOOR && minus && rest > 0) ||
	            (how == DEC_CEILING && !minus && rest > 0);
	return make(minus, m / unit + away, places, out);
}
