/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as a code list: it is used or refused with a warning, and the form is read in either case. */
#include "form/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char form[] =
    "<x:xdatenfelder.stammdatenschema.0102 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:stammdatenschema>"
    "<x:identifikation><x:id>S1</x:id></x:identifikation><x:name>S</x:name><x:struktur><x:anzahl>1:1</x:anzahl>"
    "<x:enthaelt><x:datenfeld><x:identifikation><x:id>F1</x:id></x:identifikation><x:name>F</x:name><x:feldart>"
    "<code>select</code></x:feldart><x:datentyp><code>text</code></x:datentyp><x:codelisteReferenz>"
    "<x:canonicalIdentification>u</x:canonicalIdentification></x:codelisteReferenz></x:datenfeld></x:enthaelt>"
    "</x:struktur></x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>";

static bool the_list(void *arg, struct str uri, struct str version, struct str *text)
{
	(void)uri, (void)version;
	*text = *(const struct str *)arg;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str list = { (const char *)data, size };
	struct form_options options = { .codelist = the_list, .codelist_arg = &list };
	struct diags d = diags_new(a, STR("xdf.xml"));
	const struct form *f = form_read_with(a, str_c(form), &options, &d);
	if ((f == NULL) != (d.n_errors > 0))
		abort();
	arena_free(&a);
	return 0;
}
