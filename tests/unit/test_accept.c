/* SPDX-License-Identifier: EUPL-1.2
 * Which language a browser would rather have. */
#include "test.h"

#include "accept.h"

static void the_best_offer_is_found(void **state)
{
	(void)state;
	static const char *const offers[] = { "de", "en", "de-x-leicht" };
	static const struct {
		const char *header;
		size_t want;
	} cases[] = {
		{ "", 3 },
		{ "de", 0 },
		{ "DE-at", 0 },
		{ "en-GB,en;q=0.9,de;q=0.8", 1 },
		{ "tr, de;q=0.5, en;q=0.7", 1 },
		{ "tr-TR,tr", 3 },
		{ "*", 0 },
		{ "tr, *;q=0.1", 0 },
		{ "en;q=0", 3 },
		{ "en;q=0.001", 1 },
		{ "de;q=0.3, en;q=0.300", 0 },
		{ "de-x-leicht", 2 },
		{ "de-X-Leicht;q=1.0, de;q=0.9", 2 },
		{ "en ; q=x, de;q=0.2", 0 },
		{ ",,;;q=,-", 3 },
		{ "deutsch, e", 3 },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (accept_best(str_c(cases[i].header), offers, 3) != cases[i].want)
			fail_msg("%s", cases[i].header);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_best_offer_is_found) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
