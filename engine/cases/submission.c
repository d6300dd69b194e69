/* SPDX-License-Identifier: EUPL-1.2
 * Sending an application: start the workflow in memory, then one statement. */
#include "cases/submission.h"
#include "base/json.h"
#include "cases/store.h"

/* The variables that the workflow wants from the form. */
static json_t *start_vars(
    struct arena *a, const struct form *form, const struct form_state *answers, const struct flow *flow)
{
	const struct flow_var *list;
	size_t n = flow_vars(flow, &list);
	json_t *vars = json_keep(a, json_object());
	for (size_t i = 0; i < n; i++) {
		if (list[i].many && list[i].from.n > 0 && form_list_type(form, list[i].from) != NULL)
			json_object_set_new(vars, str_cdup(a, list[i].name), form_values(answers, list[i].from));
		const char *type = list[i].from.n > 0 && !list[i].many ? form_answer_type(form, list[i].from) : NULL;
		struct str value = type != NULL ? form_value(a, answers, list[i].from) : STR("");
		if (value.n == 0)
			continue;
		json_t *j =
		    strcmp(type, "boolean") == 0 ? json_boolean(str_eq_c(value, "true")) : json_stringn(value.p, value.n);
		json_object_set_new(vars, str_cdup(a, list[i].name), j);
	}
	return vars;
}

/* The documents among the answers, each with the key that the draft kept. */
static struct str documents(struct arena *a, const struct form_state *answers)
{
	static const char *const kept[] = { "id", "name", "type", "sha256", "key" };
	const struct form_file *files;
	size_t n = form_files(a, answers, &files);
	json_t *list = json_keep(a, json_array());
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_object();
		json_object_set_new(one, "path", json_stringn(files[i].path.p, files[i].path.n));
		json_object_set_new(one, "document", json_stringn(files[i].document.p, files[i].document.n));
		for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++)
			json_object_set(one, kept[k], json_object_get(files[i].json, kept[k]));
		json_array_append_new(list, one);
	}
	return json_text(a, list, JSON_COMPACT);
}

bool submission_send(struct db *db, struct arena *a, const struct submission *s, const struct form *form,
    const struct form_state *answers, const struct flow *flow, struct submission_receipt *out, struct err *err)
{
	const struct flow_input start = { .kind = FLOW_START, .vars = start_vars(a, form, answers, flow), .now = s->now };
	struct flow_result step;
	if (!flow_step(a, flow, STR(""), NULL, &start, s->today, &step, err))
		return false;
	json_keep(a, step.vars);
	const json_t *result = json_keep(a, form_result(answers));
	const struct submission_row row = {
		.tenant = s->tenant,
		.secret = s->secret,
		.rev = s->rev,
		.form = form_id(form),
		.form_version = s->form_version,
		.answers = json_text(a, result, JSON_COMPACT | JSON_SORT_KEYS),
		.fee = json_text(a, json_keep(a, form_fee_json(answers)), JSON_COMPACT | JSON_SORT_KEYS),
		.consents = json_text(a, s->consents, JSON_COMPACT | JSON_SORT_KEYS),
		.service = form_service(form),
		.ars = s->ars,
		.office = s->office,
		.flow = flow_id(flow),
		.flow_version = s->flow_version,
		.files = documents(a, answers),
	};
	struct effects e;
	return cases_effects(a, &step, row.form, &e, err) && submission_store(db, a, &row, &e, out, err);
}
