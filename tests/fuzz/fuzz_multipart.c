/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a multipart body; the first line is the content type. Every value lies inside the body. */
#include "params.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str body = { (const char *)data, size }, type;
	struct params p = { 0 };
	if (str_next(&body, '\n', &type) && params_multipart(a, type, body, &p)) {
		for (size_t i = 0; i < p.n; i++) {
			struct str v = p.list[i].value;
			assert(v.p >= body.p && v.p + v.n <= body.p + body.n);
			assert(p.list[i].is_file || params_text_ok(v));
			assert(p.list[i].name.n > 0 && p.list[i].name.n <= PARAMS_NAME_MAX);
		}
	}
	arena_free(&a);
	return 0;
}
