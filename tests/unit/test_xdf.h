/* SPDX-License-Identifier: EUPL-1.2
 * Small schemas of the FIM catalogue for tests: pieces of XDatenfelder 3, and a fixture that reads a form as it is and
 * once more from the native text it was written as. */
#ifndef OZG_TEST_XDF_H
#define OZG_TEST_XDF_H

#include "test.h"

#include "form/form.h"

#define HEAD(id, version, name)                                                                                        \
	"<x:identifikation><x:id>" id "</x:id><x:version>" version "</x:version></x:identifikation><x:name>" name          \
	"</x:name>"
#define STRUCT(times, what) "<x:struktur><x:anzahl>" times "</x:anzahl><x:enthaelt>" what "</x:enthaelt></x:struktur>"
#define FIELD(id, art, type, more)                                                                                     \
	"<x:datenfeld>" HEAD(id, "1.0.0", "Name " id) "<x:feldart><code>" art "</code></x:feldart><x:datentyp><code>" type \
	                                              "</code></x:datentyp>" more "</x:datenfeld>"
#define INPUT(id, type) FIELD(id, "input", type, "")
#define GROUP(id, more, children)                                                                                      \
	"<x:datenfeldgruppe>" HEAD(id, "1.0.0", "Gruppe " id) more children "</x:datenfeldgruppe>"
#define FORM(children)                                                                                                 \
	"<x:xdatenfelder.stammdatenschema.0102 xmlns:x='urn:xoev-de:fim:standard:xdatenfelder_3.0.0'><x:header/>"          \
	"<x:stammdatenschema>" HEAD("S1", "2.0.0", "Antrag") children                                                      \
	    "</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>"

struct fixture {
	struct arena *a;
	struct form_options options;
	const struct form *direct, *imported;
	struct form_world world;
	struct str findings;
};

static inline int setup(void **state)
{
	struct fixture *x = calloc(1, sizeof *x);
	x->a = arena_new();
	*state = x;
	return date_from_ymd(2026, 3, 1, &x->world.today) ? 0 : 1;
}

static inline int teardown(void **state)
{
	struct fixture *x = *state;
	arena_free(&x->a);
	free(x);
	return 0;
}

/* Reads the form as it is, and written in our language and read again. */
static inline void read_form(struct fixture *x, const char *source)
{
	struct diags d = diags_new(x->a, STR("xdf.xml")), again = diags_new(x->a, STR("native.xml"));
	struct buf native = buf_new(x->a), out = buf_new(x->a);
	x->direct = form_read_with(x->a, str_c(source), &x->options, &d);
	diags_print(&d, &out);
	x->findings = str_dup(x->a, buf_str(&out));
	if (x->direct == NULL)
		return;
	struct diags quiet = diags_new(x->a, STR("xdf.xml"));
	assert_true(form_import(str_c(source), &x->options, &native, &quiet));
	x->imported = form_read(x->a, buf_str(&native), &again);
	diags_print(&again, &out);
	if (x->imported == NULL)
		fail_msg("%.*s\n%.*s", STR_ARG(buf_str(&out)), STR_ARG(buf_str(&native)));
}

static inline const struct form_state *eval(struct fixture *x, const struct form *f, const char *answers)
{
	json_t *j = json_loads(answers, 0, NULL);
	assert_non_null(j);
	arena_defer(x->a, (void (*)(void *))json_decref, j);
	return form_eval(x->a, f, j, &x->world);
}

static inline void expect(struct fixture *x, const char *answers, const char *wanted)
{
	const struct form *const forms[] = { x->direct, x->imported };
	if (x->direct == NULL)
		fail_msg("%.*s", STR_ARG(x->findings));
	for (size_t k = 0; k < 2; k++) {
		const struct form_error *list;
		size_t n = form_errors(eval(x, forms[k], answers), &list);
		struct buf out = buf_new(x->a);
		for (size_t i = 0; i < n; i++)
			buf_add_fmt(&out, "%s%.*s %s", i > 0 ? ", " : "", STR_ARG(list[i].path), list[i].code);
		assert_string_equal(str_cdup(x->a, buf_str(&out)), wanted);
	}
}

static inline void refused(struct fixture *x, const char *source, const char *words)
{
	read_form(x, source);
	assert_null(x->direct);
	if (str_find_str(x->findings, str_c(words)) < 0)
		fail_msg("not found: %s\nin: %.*s", words, STR_ARG(x->findings));
}

/* Whether the findings say so, or not. */
static inline void says(struct fixture *x, const char *words)
{
	if (x->direct == NULL || str_find_str(x->findings, str_c(words)) < 0)
		fail_msg("not said: %s\nin: %.*s", words, STR_ARG(x->findings));
}

static inline void silent(struct fixture *x, const char *words)
{
	if (x->direct == NULL || str_find_str(x->findings, str_c(words)) >= 0)
		fail_msg("said: %s\nin: %.*s", words, STR_ARG(x->findings));
}

#define RULE(context, effect, target, condition)                                                                       \
	"{\"bearer\":\"x\",\"context\":[" context "],\"effect\":\"" effect "\",\"target\":" target                         \
	",\"condition\":" condition ",\"message\":\"m\"}"
#define RULES(list) STR("{\"translated_rules\":[" list "]}")
#define IS(id, value) "{\"equal\":[{\"identifier\":\"" id "\"}," value "]}"
#define EMPTY(id) "{\"is_empty\":{\"identifier\":\"" id "\"}}"

#endif
