/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a Cookie header. */
#include "params.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct params p = { 0 };
	if (params_cookies(a, (struct str){ (const char *)data, size }, &p))
		for (size_t i = 0; i < p.n; i++)
			assert(params_text_ok(p.list[i].name) && str_find(p.list[i].value, ';') < 0);
	arena_free(&a);
	return 0;
}
