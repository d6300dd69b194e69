/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as two code lists: each is refused with a reason, or found again by what it calls itself. */
#include "form/fim/code_folder.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add(struct arena *a, struct code_folder *f, struct str text)
{
	struct diags d = diags_new(a, STR("liste.xml"));
	struct str uri, version, found;
	if (!form_code_folder_add(f, text, &uri, &version, &d)) {
		if (d.n_errors == 0)
			abort();
		return;
	}
	if (uri.n == 0 || !form_code_folder_find(f, uri, version, &found) ||
	    !form_code_folder_find(f, uri, STR(""), &found))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct code_folder *f = form_code_folder_new(a);
	const uint8_t *cut = memchr(data, '\f', size); /* no character of XML */
	size_t first = cut == NULL ? size : (size_t)(cut - data);
	add(a, f, (struct str){ (const char *)data, first });
	if (cut != NULL)
		add(a, f, (struct str){ (const char *)cut + 1, size - first - 1 });
	arena_free(&a);
	return 0;
}
