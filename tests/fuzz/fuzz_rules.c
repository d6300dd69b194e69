/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as translated rules of a small form: refused with findings, or the form judges answers with them. And any
 * bytes as a pattern with a text behind a line end: matching it comes to an end. */
#include "form/form.h"
#include "form/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FIELD(id, type)                                                                                                \
	"<x:struktur><x:anzahl>0:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>" id                         \
	"</x:id></x:identifikation><x:name>F</x:name><x:feldart><code>input</code></x:feldart><x:datentyp><code>" type     \
	"</code></x:datentyp></x:datenfeld></x:enthaelt></x:struktur>"

static const char form[] =
    "<x:xdatenfelder.stammdatenschema.0102 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:stammdatenschema>"
    "<x:identifikation><x:id>S1</x:id></x:identifikation><x:name>S</x:name><x:struktur><x:anzahl>0:*</x:anzahl>"
    "<x:enthaelt><x:datenfeldgruppe><x:identifikation><x:id>G1</x:id></x:identifikation><x:name>G</x:name>" FIELD(
        "F1", "text") FIELD("F2", "bool") FIELD("F3", "num_int") FIELD("F4", "date")
        FIELD("F5", "file") "</x:datenfeldgruppe></x:enthaelt></x:struktur>" FIELD(
            "F1", "text") "</x:stammdatenschema>"
                          "</x:xdatenfelder.stammdatenschema.0102>";

static void try_rules(struct arena *a, struct str text)
{
	struct form_options options = { .rules = text };
	struct form_world world = { 0 };
	struct diags d = diags_new(a, STR("xdf.xml"));
	const struct form *f = form_read_with(a, str_c(form), &options, &d);
	if ((f == NULL) != (d.n_errors > 0))
		abort();
	if (f == NULL || !date_from_ymd(2026, 3, 1, &world.today))
		return;
	json_t *answers =
	    json_loads("{\"G1\":[{\"F1\":\"1\",\"F2\":true,\"F3\":\"2\"},{\"F4\":\"x\"}],\"F1\":\"a\"}", 0, NULL);
	json_decref(form_state_json(form_eval(a, f, answers, &world)));
	json_decref(answers);
}

static void try_pattern(struct arena *a, struct str text)
{
	ptrdiff_t end = str_find(text, '\n');
	if (end < 0)
		return;
	struct err err;
	const struct pattern *p = form_pattern_compile(a, str_sub(text, 0, (size_t)end), &err);
	if (p != NULL)
		form_pattern_matches(p, a, str_sub(text, (size_t)end + 1, text.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str text = { (const char *)data, size };
	try_rules(a, text);
	try_pattern(a, text);
	arena_free(&a);
	return 0;
}
