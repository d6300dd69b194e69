/* SPDX-License-Identifier: EUPL-1.2
 * What a scenario may expect, one function for each. */
#include "form/scenario/trial.h"

#include "base/json.h"
#include "base/suggest.h"
#include "form/scenario/answers.h"

#include <stdarg.h>

enum { LIST_SHOWN = 12 };

void form_trial_wrong(struct trial *t, const char *fmt, ...)
{
	char text[1000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	t->good = false;
	diag_error(t->d, t->pos, "scenario", "Szenario „%.*s“: %s", STR_ARG(t->name), text);
}

static json_t *text_json(struct str s)
{
	return json_stringn(s.p == NULL ? "" : s.p, s.n);
}

/* A value as it stands in JSON; "nichts" for none. */
static struct str written(struct arena *a, const json_t *j)
{
	return j == NULL || json_is_null(j) ? STR("nichts") : json_text(a, j, JSON_ENCODE_ANY | JSON_COMPACT);
}

static struct str joined(struct arena *a, const json_t *list)
{
	struct buf out = buf_new(a);
	size_t n = json_array_size(list);
	for (size_t i = 0; i < n && i < LIST_SHOWN; i++)
		buf_add_fmt(&out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(json_str(json_array_get(list, i))));
	if (n > LIST_SHOWN)
		buf_add_fmt(&out, " und %zu weitere", n - LIST_SHOWN);
	return n == 0 ? STR("keine") : buf_str(&out);
}

static bool contains(const json_t *list, struct str text)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq(json_str(json_array_get(list, i)), text))
			return true;
	return false;
}

static bool is_text_list(struct trial *t, const char *key, const json_t *j)
{
	bool good = json_is_array(j);
	for (size_t i = 0; i < json_array_size(j); i++)
		good &= json_is_string(json_array_get(j, i));
	if (!good)
		form_trial_wrong(t, "%s ist eine Liste von Texten.", key);
	return good;
}

static void expect_pages(struct trial *t, const char *key, const json_t *want)
{
	if (!is_text_list(t, key, want))
		return;
	const struct form *f = t->form;
	json_t *got = json_keep(t->arena, json_array());
	for (size_t i = form_page_relevant(t->state, 0) ? 0 : form_page_next(t->state, 0); i != SIZE_MAX;
	     i = form_page_next(t->state, i))
		json_array_append_new(got, text_json(form_page_id(f, i)));
	if (!json_equal(want, got))
		form_trial_wrong(
		    t, "Seiten: erwartet %.*s; es sind %.*s.", STR_ARG(joined(t->arena, want)), STR_ARG(joined(t->arena, got)));
}

/* Whether error fits: its path (none: the form), its code and, if it is given, its message. */
static bool is_error(const json_t *want, const json_t *error)
{
	const json_t *message = json_object_get(want, "message");
	return str_eq(json_str(json_object_get(want, "path")), json_str(json_object_get(error, "path"))) &&
	       str_eq(json_str(json_object_get(want, "code")), json_str(json_object_get(error, "code"))) &&
	       (message == NULL || json_equal(message, json_object_get(error, "message")));
}

static bool has_error(const json_t *errors, const json_t *error, bool swap)
{
	for (size_t i = 0; i < json_array_size(errors); i++) {
		const json_t *x = json_array_get(errors, i);
		if (swap ? is_error(x, error) : is_error(error, x))
			return true;
	}
	return false;
}

/* "„hund[1]/name“ (required)" */
static struct str error_name(struct arena *a, const json_t *e)
{
	struct str path = json_str(json_object_get(e, "path"));
	return str_fmt(a, "%s%.*s%s (%.*s)", path.n > 0 ? "„" : "", STR_ARG(path.n > 0 ? path : STR("am Formular")),
	    path.n > 0 ? "“" : "", STR_ARG(json_str(json_object_get(e, "code"))));
}

/* Exactly these, in any order. */
static void expect_errors(struct trial *t, const char *key, const json_t *want)
{
	const json_t *got = json_object_get(t->judgement, "errors");
	if (!json_is_array(want)) {
		form_trial_wrong(t, "%s ist eine Liste von {\"path\", \"code\"}.", key);
		return;
	}
	for (size_t i = 0; i < json_array_size(want); i++) {
		const json_t *e = json_array_get(want, i);
		if (!has_error(got, e, false))
			form_trial_wrong(t, "Fehler: erwartet %.*s; diesen gibt es nicht.", STR_ARG(error_name(t->arena, e)));
	}
	for (size_t i = 0; i < json_array_size(got); i++) {
		const json_t *e = json_array_get(got, i);
		if (!has_error(want, e, true))
			form_trial_wrong(t, "Fehler: nicht erwartet ist %.*s: %.*s", STR_ARG(error_name(t->arena, e)),
			    STR_ARG(json_str(json_object_get(e, "message"))));
	}
}

static void expect_valid(struct trial *t, const char *key, const json_t *want)
{
	const json_t *errors = json_object_get(t->judgement, "errors");
	if (!json_is_boolean(want)) {
		form_trial_wrong(t, "%s ist true oder false.", key);
	} else if (json_is_true(want)) {
		json_t *none = json_keep(t->arena, json_array());
		expect_errors(t, key, none);
	} else if (json_array_size(errors) == 0) {
		form_trial_wrong(t, "erwartet sind Fehler; es gibt keinen.");
	}
}

static void expect_values(struct trial *t, const char *key, const json_t *want)
{
	const char *path;
	json_t *value;
	if (!json_is_object(want))
		form_trial_wrong(t, "%s ist {\"Weg\": Wert}.", key);
	json_object_foreach((json_t *)want, path, value)
	{
		const json_t *got = form_answers_get(json_object_get(t->judgement, "values"), str_c(path));
		bool absent = got == NULL || json_is_null(got);
		if (json_is_null(value) ? !absent : !json_equal(value, got))
			form_trial_wrong(t, "Wert von „%s“: erwartet %.*s; es ist %.*s.", path, STR_ARG(written(t->arena, value)),
			    STR_ARG(written(t->arena, got)));
	}
}

/* Each path of want is in the list called name, or none of them is. */
static void expect_listed(
    struct trial *t, const char *key, const json_t *want, const char *name, bool listed, const char *sentence)
{
	if (!is_text_list(t, key, want))
		return;
	for (size_t i = 0; i < json_array_size(want); i++) {
		struct str path = json_str(json_array_get(want, i));
		if (contains(json_object_get(t->judgement, name), path) != listed)
			form_trial_wrong(t, "„%.*s“ %s", STR_ARG(path), sentence);
	}
}

static void expect_relevant(struct trial *t, const char *key, const json_t *want)
{
	expect_listed(t, key, want, "relevant", true, "soll gefragt werden; es ist verborgen.");
}

static void expect_hidden(struct trial *t, const char *key, const json_t *want)
{
	expect_listed(t, key, want, "relevant", false, "soll verborgen sein; es wird gefragt.");
}

static void expect_required(struct trial *t, const char *key, const json_t *want)
{
	expect_listed(t, key, want, "required", true, "soll Pflicht sein; es ist keine.");
}

static void expect_optional(struct trial *t, const char *key, const json_t *want)
{
	expect_listed(t, key, want, "required", false, "soll freiwillig sein; es ist Pflicht.");
}

static void expect_text(struct trial *t, const char *what, const json_t *want, struct str got)
{
	if (want != NULL && !str_eq(json_str(want), got))
		form_trial_wrong(t, "%s: erwartet %.*s; es ist %.*s.", what, STR_ARG(written(t->arena, want)),
		    STR_ARG(got.n > 0 ? got : STR("nichts")));
}

static void expect_fee(struct trial *t, const char *key, const json_t *want)
{
	const json_t *got = json_object_get(json_object_get(t->judgement, "fee"), "total");
	(void)key;
	if (json_is_null(want) ? got != NULL : !json_equal(want, got))
		form_trial_wrong(t, "Gebühr: erwartet %.*s; es ist %.*s.", STR_ARG(written(t->arena, want)),
		    STR_ARG(written(t->arena, got)));
}

/* Exactly these consents are needed, in the order of the form. */
static void expect_consents(struct trial *t, const char *key, const json_t *want)
{
	const struct form_consent *list;
	size_t n = form_consents(t->state, &list);
	if (!is_text_list(t, key, want))
		return;
	json_t *got = json_keep(t->arena, json_array());
	for (size_t i = 0; i < n; i++)
		json_array_append_new(got, text_json(list[i].id));
	if (!json_equal(want, got))
		form_trial_wrong(t, "Zustimmungen: erwartet %.*s; es sind %.*s.", STR_ARG(joined(t->arena, want)),
		    STR_ARG(joined(t->arena, got)));
}

static void expect_route(struct trial *t, const char *key, const json_t *want)
{
	struct scenario_route route = { 0 };
	struct str ars = form_ars(t->state);
	if (!json_is_object(want)) {
		form_trial_wrong(t, "%s ist {\"ars\", \"tenant\", \"office\"}; jedes davon ist entbehrlich.", key);
		return;
	}
	expect_text(t, "Regionalschlüssel", json_object_get(want, "ars"), ars);
	if (t->options->route == NULL)
		return;
	if (!t->options->route(t->options->route_arg, t->arena, form_service(t->form), ars, &route)) {
		form_trial_wrong(t, "die zuständige Stelle lässt sich gerade nicht ermitteln.");
		return;
	}
	expect_text(t, "Kommune", json_object_get(want, "tenant"), route.tenant);
	expect_text(t, "Stelle", json_object_get(want, "office"), route.office);
}

static const struct {
	const char *key;
	void (*check)(struct trial *t, const char *key, const json_t *want);
} expectations[] = {
	{ "valid", expect_valid },
	{ "pages", expect_pages },
	{ "errors", expect_errors },
	{ "values", expect_values },
	{ "relevant", expect_relevant },
	{ "hidden", expect_hidden },
	{ "required", expect_required },
	{ "optional", expect_optional },
	{ "fee", expect_fee },
	{ "consents", expect_consents },
	{ "route", expect_route },
};
enum { N_EXPECTATIONS = sizeof expectations / sizeof *expectations };

/* Without a word about errors there must be none: what nobody thought of shall not pass. */
void form_trial_expect(struct trial *t, const json_t *want)
{
	const char *key;
	json_t *value;
	struct str names[N_EXPECTATIONS];
	for (size_t i = 0; i < N_EXPECTATIONS; i++)
		names[i] = str_c(expectations[i].key);
	json_object_foreach((json_t *)want, key, value)
	{
		size_t i = 0;
		while (i < N_EXPECTATIONS && strcmp(key, expectations[i].key) != 0)
			i++;
		struct buf hint = buf_new(t->arena);
		suggest_add(&hint, "", str_c(key), names, N_EXPECTATIONS);
		if (i < N_EXPECTATIONS)
			expectations[i].check(t, key, value);
		else
			form_trial_wrong(t, "„%s“ kann man nicht erwarten.%.*s", key, STR_ARG(buf_str(&hint)));
	}
	if (json_object_get(want, "errors") == NULL && json_object_get(want, "valid") == NULL)
		expect_valid(t, "valid", json_true());
}
