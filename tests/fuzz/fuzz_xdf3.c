/* SPDX-License-Identifier: EUPL-1.2
 * Any bytes as XDatenfelder 3 or 2, behind a line "=" translated rules, behind another a code list that every reference
 * gets. Nothing crashes; what is read can be written in our language, is read again without errors and judges the same.
 */
#include "form/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str take(struct str *rest)
{
	ptrdiff_t at = str_find_str(*rest, STR("\n=\n"));
	struct str piece = str_sub(*rest, 0, at < 0 ? rest->n : (size_t)at);
	*rest = at < 0 ? STR("") : str_sub(*rest, (size_t)at + 3, rest->n);
	return piece;
}

static bool any_list(void *arg, struct str uri, struct str version, struct str *text)
{
	(void)uri, (void)version;
	*text = *(const struct str *)arg;
	return text->n > 0;
}

static json_t *judge(struct arena *a, const struct form *f)
{
	struct form_world world = { 0 };
	json_t *answers = json_object(), *group = json_object();
	json_object_set_new(group, "F1", json_string("1"));
	json_object_set_new(answers, "G1", group);
	if (!date_from_ymd(2026, 3, 1, &world.today))
		abort();
	json_t *j = form_state_json(form_eval(a, f, answers, &world));
	json_decref(answers);
	return j;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, size }, source = take(&rest), rules = take(&rest), list = take(&rest);
	struct form_options options = { .rules = rules, .codelist = any_list, .codelist_arg = &list };
	struct diags d = diags_new(a, STR("xdf.xml")), quiet = diags_new(a, STR("xdf.xml")),
	             again = diags_new(a, STR("n.xml"));
	const struct form *f = form_read_with(a, source, &options, &d);
	struct buf native = buf_new(a);
	if ((f == NULL) != (d.n_errors > 0))
		abort();
	if (form_import(source, &options, &native, &quiet) != (f != NULL))
		abort();
	if (f != NULL) {
		const struct form *imported = form_read(a, buf_str(&native), &again);
		if (imported == NULL)
			abort();
		json_t *one = judge(a, f), *other = judge(a, imported);
		if (!json_equal(one, other))
			abort();
		json_decref(one);
		json_decref(other);
	}
	arena_free(&a);
	return 0;
}
