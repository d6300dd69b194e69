/* SPDX-License-Identifier: EUPL-1.2
 * Reads Accept-Language. */
#include "accept.h"

#include <strings.h>

enum { WHOLE = 1000 };

/* "q=0.7" as 700; what is no weight counts as 0. */
static int weight(struct str parameters)
{
	struct str one;
	int w = WHOLE;
	while (str_next(&parameters, ';', &one)) {
		one = str_trim(one);
		if (!str_starts(one, STR("q=")) && !str_starts(one, STR("Q=")))
			continue;
		one = str_sub(one, 2, one.n);
		w = one.n > 0 && one.p[0] == '1' ? WHOLE : 0;
		for (size_t i = 2, unit = 100; i < one.n && i < 5 && w < WHOLE; i++, unit /= 10)
			w += one.p[i] >= '0' && one.p[i] <= '9' ? (one.p[i] - '0') * (int)unit : 0;
	}
	return w;
}

static bool same(struct str range, const char *offer)
{
	return strlen(offer) == range.n && strncasecmp(range.p, offer, range.n) == 0;
}

size_t accept_best(struct str header, const char *const *offers, size_t n)
{
	struct str range;
	size_t best = n;
	int best_weight = 0;
	while (str_next(&header, ',', &range)) {
		ptrdiff_t semicolon = str_find(range, ';');
		int w = semicolon < 0 ? WHOLE : weight(str_sub(range, (size_t)semicolon + 1, range.n));
		struct str tag = str_trim(semicolon < 0 ? range : str_sub(range, 0, (size_t)semicolon));
		ptrdiff_t dash = str_find(tag, '-');
		struct str language = dash < 0 ? tag : str_sub(tag, 0, (size_t)dash);
		for (size_t pass = 0, found = n; pass < 2 && found == n; pass++)
			for (size_t i = 0; i < n && found == n; i++)
				if (str_eq_c(tag, "*") ? i == 0 : same(pass == 0 ? tag : language, offers[i])) {
					found = i;
					best = w > best_weight ? i : best;
					best_weight = w > best_weight ? w : best_weight;
				}
	}
	return best;
}
