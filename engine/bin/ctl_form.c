/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl form check|eval */
#include "base/file.h"
#include "bin/ctl.h"
#include "form/form.h"

enum { SOURCE_BYTES_MAX = 1 << 20 };

/* The model of the file at path; NULL with findings in d. */
static const struct form *read_form(const struct ctl *c, const char *path, struct diags *d)
{
	struct str source;
	struct err err;
	if (file_read(c->arena, path, SOURCE_BYTES_MAX, &source, &err))
		return form_read(c->arena, source, d);
	diag_error(d, (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
	return NULL;
}

enum ctl_exit ctl_form_check(const struct ctl *c)
{
	struct diags *d = ARENA_ARRAY(c->arena, struct diags, c->n_args);
	for (size_t i = 0; i < c->n_args; i++) {
		d[i] = diags_new(c->arena, str_c(c->args[i]));
		read_form(c, c->args[i], &d[i]);
		diags_sort(&d[i]);
	}
	return ctl_print_diags(c, d, c->n_args);
}

/* --today, else the day of the clock, here. */
static bool today(const struct ctl *c, struct date *out)
{
	const char *text = ctl_option(c, "today");
	if (text != NULL)
		return date_parse(str_c(text), out);
	time_t now = time(NULL);
	struct tm tm;
	localtime_r(&now, &tm);
	return date_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, out);
}

enum ctl_exit ctl_form_eval(const struct ctl *c)
{
	const char *path = ctl_option(c, "answers");
	struct form_world world = { 0 };
	if (path == NULL || !today(c, &world.today)) {
		fputs("ozgctl: Bitte geben Sie --answers DATEI.json an, und einen Tag als --today JJJJ-MM-TT.\n", stderr);
		return CTL_USAGE;
	}
	struct diags d[2] = { diags_new(c->arena, str_c(c->args[0])), diags_new(c->arena, str_c(path)) };
	const struct form *f = read_form(c, c->args[0], &d[0]);
	const json_t *answers = ctl_json(c, path, &d[1]);
	if (f == NULL || answers == NULL) {
		ctl_print_diags(c, d, 2);
		return CTL_INPUT;
	}
	const struct form_state *s = form_eval(c->arena, f, answers, &world);
	json_t *j = form_state_json(s);
	json_dumpf(j, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(j);
	const struct form_error *errors;
	return form_errors(s, &errors) == 0 ? CTL_OK : CTL_INPUT;
}
