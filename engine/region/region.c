/* SPDX-License-Identifier: EUPL-1.2
 * The longest prefix decides. */
#include "region/region.h"
#include "base/buf.h"

bool region_ars_valid(struct str ars)
{
	for (size_t i = 0; i < ars.n; i++)
		if (ars.p[i] < '0' || ars.p[i] > '9')
			return false;
	return ars.n == 12;
}

static struct str several(struct arena *a, const struct region_rule *rules, size_t n)
{
	struct buf b = buf_new(a);
	buf_add_c(&b, "Für diesen Ort sind mehrere Stellen eingetragen: ");
	for (size_t i = 0; i < n; i++) {
		buf_add_c(&b, i == 0 ? "" : i + 1 == n ? " und " : ", ");
		buf_add(&b, rules[i].office_name);
	}
	buf_add_c(&b, ". Bitte wenden Sie sich an eine davon; wir klären, welche zuständig ist.");
	return buf_str(&b);
}

struct region_answer region_find(
    struct arena *a, const struct region_rule *rules, size_t n, struct str service, struct str ars)
{
	struct region_rule *best = ARENA_ARRAY(a, struct region_rule, n);
	size_t n_best = 0;
	for (size_t i = 0; i < n; i++) {
		if (!str_eq(rules[i].service, service) || !str_starts(ars, rules[i].ars))
			continue;
		if (n_best > 0 && rules[i].ars.n < best[0].ars.n)
			continue;
		if (n_best > 0 && rules[i].ars.n > best[0].ars.n)
			n_best = 0;
		best[n_best++] = rules[i];
	}
	struct region_answer out = { .rules = best, .n = n_best };
	if (!region_ars_valid(ars)) {
		out = (struct region_answer){ .kind = REGION_NONE, .reason = STR("Das ist kein Amtlicher Regionalschlüssel.") };
	} else if (n_best == 0) {
		out.kind = REGION_NONE;
		out.reason =
		    STR("Für diesen Ort bietet hier keine Stelle diese Leistung an. Bitte wenden Sie sich direkt an die "
		        "Gemeindeverwaltung.");
	} else if (n_best > 1) {
		out.kind = REGION_SEVERAL;
		out.reason = several(a, best, n_best);
	}
	return out;
}
