/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a text catalogue: findings, or a catalogue. */
#include "html/texts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("fuzz.po"));
	const struct texts *t = texts_parse(a, (struct str){ (const char *)data, size }, &d);
	if ((t == NULL) != (d.n_errors > 0))
		abort();
	if (t != NULL)
		texts_get(t, STR("key"));
	arena_free(&a);
	return 0;
}
