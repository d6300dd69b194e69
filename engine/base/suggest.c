/* SPDX-License-Identifier: EUPL-1.2
 * Nearest name by edit distance. */
#include "base/suggest.h"

#include "base/utf8.h"

enum { NAME_MAX_LENGTH = 64, DISTANCE_MAX = 2 };

/* Decodes at most NAME_MAX_LENGTH characters; returns how many, or NAME_MAX_LENGTH + 1 when there are more. */
static size_t decode(struct str s, int32_t out[NAME_MAX_LENGTH])
{
	for (size_t n = 0; n <= NAME_MAX_LENGTH; n++) {
		int32_t cp = utf8_next(&s);
		if (cp == UTF8_END)
			return n;
		if (n < NAME_MAX_LENGTH)
			out[n] = cp;
	}
	return NAME_MAX_LENGTH + 1;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;
	return m < c ? m : c;
}

/* Damerau and Levenshtein, swaps of neighbours only: three rows of the table are enough. */
static size_t distance(const int32_t *a, size_t na, const int32_t *b, size_t nb)
{
	size_t rows[3][NAME_MAX_LENGTH + 1];
	for (size_t j = 0; j <= nb; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *row = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *two_above = rows[(i + 1) % 3];
		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			row[j] = least(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && two_above[j - 2] + 1 < row[j])
				row[j] = two_above[j - 2] + 1;
		}
	}
	return rows[na % 3][nb];
}

struct str suggest_nearest(struct str wanted, const struct str *names, size_t n)
{
	int32_t a[NAME_MAX_LENGTH], b[NAME_MAX_LENGTH];
	struct str best = { NULL, 0 };
	size_t best_distance = DISTANCE_MAX + 1;
	size_t na = decode(wanted, a);
	if (na > NAME_MAX_LENGTH)
		return best;
	for (size_t i = 0; i < n; i++) {
		size_t nb = decode(names[i], b);
		if (nb > NAME_MAX_LENGTH || nb > na + DISTANCE_MAX || na > nb + DISTANCE_MAX)
			continue;
		size_t d = distance(a, na, b, nb);
		if (d < best_distance && 2 * d < nb) {
			best = names[i];
			best_distance = d;
		}
	}
	return best;
}

void suggest_add(struct buf *out, const char *sigil, struct str wanted, const struct str *names, size_t n)
{
	struct str nearest = suggest_nearest(wanted, names, n);
	if (nearest.n > 0)
		buf_add_fmt(out, " Meinten Sie „%s%.*s“?", sigil, STR_ARG(nearest));
}
