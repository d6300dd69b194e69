/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl form csv: sets of answers to one form as a table. */
#include "bin/ctl_form.h"

/* What counts of the answers in the file at path; NULL with findings in d. */
static const json_t *read_result(
    const struct ctl *c, const struct form *f, const char *path, const struct form_world *world, struct diags *d)
{
	const json_t *answers = ctl_json(c, path, d);
	if (answers == NULL)
		return NULL;
	const struct form_state *s = form_eval(c->arena, f, answers, world);
	const struct form_error *errors;
	size_t n = form_errors(s, &errors);
	for (size_t i = 0; i < n; i++)
		diag_error(
		    d, (struct pos){ 0, 0 }, errors[i].code, "%.*s: %.*s", STR_ARG(errors[i].path), STR_ARG(errors[i].message));
	json_t *result = form_result(s);
	arena_defer(c->arena, (void (*)(void *))json_decref, result);
	return result;
}

enum ctl_exit ctl_form_csv(const struct ctl *c)
{
	size_t n = c->n_args - 1;
	struct diags *d = ARENA_ARRAY(c->arena, struct diags, n + 1);
	const json_t **results = ARENA_ARRAY(c->arena, const json_t *, n);
	struct form_world world = { 0 };
	if (!ctl_form_today(c, &world.today)) {
		fputs("ozgctl: --today erwartet einen Tag wie 2026-01-31.\n", stderr);
		return CTL_USAGE;
	}
	d[n] = diags_new(c->arena, str_c(c->args[0]));
	const struct form *f = ctl_form_read(c, c->args[0], false, &d[n]);
	if (f == NULL)
		return ctl_print_diags(c, &d[n], 1);
	for (size_t i = 0; i < n; i++) {
		d[i] = diags_new(c->arena, str_c(c->args[i + 1]));
		results[i] = read_result(c, f, c->args[i + 1], &world, &d[i]);
	}
	if (ctl_print_diags(c, d, n) != CTL_OK)
		return CTL_INPUT;
	struct buf out = buf_new(c->arena);
	form_csv(c->arena, f, results, n, &out);
	return ctl_write(c, buf_str(&out)) ? CTL_OK : CTL_ENVIRONMENT;
}
