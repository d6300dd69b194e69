/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a query: nothing but UTF-8 without NUL comes out, and not more names than allowed. */
#include "params.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct params p = { 0 };
	if (params_urlencoded(a, (struct str){ (const char *)data, size }, &p)) {
		assert(p.n <= PARAMS_MAX);
		for (size_t i = 0; i < p.n; i++)
			assert(params_text_ok(p.list[i].name) && params_text_ok(p.list[i].value));
	}
	arena_free(&a);
	return 0;
}
