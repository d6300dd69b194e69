/* SPDX-License-Identifier: EUPL-1.2
 * Exact decimal numbers: up to 34 significant digits, never a double. */
#ifndef OZG_BASE_DEC_H
#define OZG_BASE_DEC_H

#include "base/str.h"

/* coefficient / 10^scale, scale 0 to 18. Compare with dec_cmp, never member by member: 1.0 and 1.00 are equal. */
struct dec {
	__extension__ __int128 units;
	unsigned scale;
};

/* HALF_UP rounds a half away from zero, as merchants do (DIN 1333): 2.5 to 3, -2.5 to -3. DOWN cuts off. */
enum dec_round { DEC_HALF_UP, DEC_DOWN, DEC_FLOOR, DEC_CEILING };

/* "-12.50": optional minus, digits, optional dot and digits; nothing else. False when it is not one or does not fit. */
bool dec_parse(struct str s, struct dec *out);

/* As dec_parse reads it, keeping the scale: "12.50". */
struct str dec_format(struct arena *a, struct dec d);

struct dec dec_from_i64(int64_t v);

/* False when the number has a fraction or does not fit. */
bool dec_to_i64(struct dec d, int64_t *out);

int dec_cmp(struct dec a, struct dec b);

/* False on overflow (and division by zero), *out is then unchanged. Sums are exact. A product or quotient with more
 * than 18 places or 34 digits is rounded half up; division drops zeros at the end: 10.00 / 4 is 2.5. */
bool dec_add(struct dec a, struct dec b, struct dec *out);
bool dec_sub(struct dec a, struct dec b, struct dec *out);
bool dec_mul(struct dec a, struct dec b, struct dec *out);
bool dec_div(struct dec a, struct dec b, struct dec *out);

/* What is left of a after whole multiples of b, with the sign of a: -7 mod 2 is -1, 5.5 mod 2 is 1.5. */
bool dec_mod(struct dec a, struct dec b, struct dec *out);

/* To exactly places digits behind the point (0 to 18). */
bool dec_rescale(struct dec d, unsigned places, enum dec_round how, struct dec *out);

#endif
