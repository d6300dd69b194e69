/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl dmn eval */
#include "base/file.h"
#include "base/json.h"
#include "bin/ctl.h"
#include "dmn/dmn.h"

#include <time.h>

enum { SOURCE_BYTES_MAX = 1 << 20 };

/* What the file offers: for whoever named none, or a wrong one. */
static enum ctl_exit which_one(const struct ctl *c, const struct dmn *m, const char *wanted)
{
	const struct dmn_decision *const *list;
	size_t n = dmn_decisions(m, &list);
	struct buf b = buf_new(c->arena);
	for (size_t i = 0; i < n && i < 20; i++)
		buf_add_fmt(&b, "%s%.*s („%.*s“)", i == 0 ? "" : ", ", STR_ARG(dmn_decision_id(list[i])),
		    STR_ARG(dmn_decision_name(list[i])));
	if (wanted != NULL)
		fprintf(stderr, "ozgctl: Eine Entscheidung „%s“ gibt es in der Datei nicht. Es gibt: %.*s.\n", wanted,
		    STR_ARG(buf_str(&b)));
	else
		fprintf(stderr, "ozgctl: Welche Entscheidung? Schreiben Sie --decision, dahinter eine von: %.*s.\n",
		    STR_ARG(buf_str(&b)));
	return wanted == NULL ? CTL_USAGE : CTL_INPUT;
}

/* Names that are given but not asked for are probably misspelt: said, not refused. */
static void check_names(const struct ctl *c, const struct dmn_decision *k, const json_t *inputs, struct diags *d)
{
	const struct dmn_field *fields;
	size_t n = dmn_inputs(k, &fields);
	const char *name;
	json_t *value;
	(void)c;
	json_object_foreach((json_t *)inputs, name, value)
	{
		size_t i = 0;
		while (i < n && !str_eq_c(fields[i].name, name))
			i++;
		if (i == n)
			diag_warning(d, (struct pos){ 0, 0 }, "unused-input", "Nach „%s“ fragt diese Entscheidung nicht.", name);
	}
}

static bool today_of(const struct ctl *c, struct date *today)
{
	const char *text = ctl_option(c, "today");
	time_t now = time(NULL);
	struct tm tm;
	if (text != NULL)
		return date_parse(str_c(text), today);
	localtime_r(&now, &tm);
	return date_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, today);
}

enum ctl_exit ctl_dmn_eval(const struct ctl *c)
{
	struct diags d[2] = { diags_new(c->arena, str_c(c->args[0])), diags_new(c->arena, STR("")) };
	const char *wanted = ctl_option(c, "decision"), *path = ctl_option(c, "inputs");
	const struct dmn_decision *const *list;
	struct str source;
	struct date today;
	struct err err;
	json_t *result;
	if (!today_of(c, &today)) {
		fputs("ozgctl: --today erwartet einen Tag wie 2026-01-31.\n", stderr);
		return CTL_USAGE;
	}
	if (!file_read(c->arena, c->args[0], SOURCE_BYTES_MAX, &source, &err))
		return ctl_fail(&err);
	const struct dmn *m = dmn_read(c->arena, source, &d[0]);
	if (m == NULL)
		return ctl_print_diags(c, d, 1);
	const struct dmn_decision *k = wanted != NULL                 ? dmn_find(m, str_c(wanted))
	                               : dmn_decisions(m, &list) == 1 ? list[0]
	                                                              : NULL;
	if (k == NULL)
		return which_one(c, m, wanted);
	const json_t *inputs = json_keep(c->arena, json_object());
	if (path != NULL) {
		d[1].file = str_c(path);
		inputs = ctl_json(c, path, &d[1]);
		if (inputs != NULL && !json_is_object(inputs))
			diag_error(&d[1], (struct pos){ 1, 1 }, "no-object",
			    "Eingaben sind ein JSON-Objekt mit den Namen der Eingaben: {\"Alter\": 17}.");
		else if (inputs != NULL)
			check_names(c, k, inputs, &d[1]);
	}
	enum ctl_exit code = ctl_print_diags(c, &d[1], 1);
	if (code != CTL_OK)
		return code;
	if (!dmn_eval(c->arena, k, inputs, today, &result, &err))
		return ctl_fail(&err);
	json_dumpf(result, stdout, JSON_INDENT(2) | JSON_ENCODE_ANY);
	putchar('\n');
	json_decref(result);
	return CTL_OK;
}
