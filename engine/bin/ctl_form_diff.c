/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl form diff, and ozgctl form import with --base and --mine: what a new version of a form changes, and taking it
 * over into a form that somebody worked on. */
#include "bin/ctl_form.h"
#include "form/fim/form_diff.h"

static void print_changes(const struct ctl *c, const struct form_change *list, size_t n, FILE *to)
{
	for (size_t i = 0; i < n; i++)
		fprintf(to, "%.*s\n", STR_ARG(form_change_text(c->arena, &list[i])));
}

enum ctl_exit ctl_form_diff(const struct ctl *c)
{
	struct diags d[2] = { diags_new(c->arena, str_c(c->args[0])), diags_new(c->arena, str_c(c->args[1])) };
	struct form_options options = { 0 }, lists;
	struct form_source old = { .options = &lists }, now = { .options = &options };
	const struct form_change *list;
	size_t n;
	bool good = ctl_form_options(c, &options, &d[1]);
	lists = options;
	lists.rules = STR(""); /* the rules are those of the new version */
	if (!good || !ctl_form_text(c, c->args[0], &old.text, &d[0]) || !ctl_form_text(c, c->args[1], &now.text, &d[1]) ||
	    !form_diff(c->arena, &old, &now, &list, &n, &d[1])) {
		ctl_print_diags(c, d, 2);
		return CTL_INPUT;
	}
	if (ctl_option(c, "json") == NULL) {
		print_changes(c, list, n, stdout);
		return CTL_OK;
	}
	json_t *j = form_changes_json(list, n);
	json_dumpf(j, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(j);
	return CTL_OK;
}

enum ctl_exit ctl_form_merge(const struct ctl *c, const char *base_path, const char *mine_path)
{
	struct diags d = diags_new(c->arena, str_c(c->args[0]));
	struct form_options options = { 0 };
	struct form_source base = { 0 }, mine = { 0 }, now = { .options = &options };
	struct buf out = buf_new(c->arena);
	const struct form_change *list = NULL;
	size_t n = 0;
	bool read = ctl_form_options(c, &options, &d) && ctl_form_text(c, base_path, &base.text, &d) &&
	            ctl_form_text(c, mine_path, &mine.text, &d) && ctl_form_text(c, c->args[0], &now.text, &d);
	bool good = read && form_merge(c->arena, &base, &mine, &now, NULL, &out, &list, &n, &d);
	enum ctl_exit code = ctl_print_diags(c, &d, 1);
	print_changes(c, list, n, stderr);
	if (out.n > 0 && !ctl_write(c, buf_str(&out)))
		return CTL_ENVIRONMENT;
	return good ? code : CTL_INPUT;
}
