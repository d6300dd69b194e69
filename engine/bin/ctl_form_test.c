/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl form test */
#include "base/file.h"
#include "base/json.h"
#include "bin/ctl_form.h"
#include "cases/route.h"
#include "form/scenario/scenario.h"

enum { SOURCE_BYTES_MAX = 16 << 20 };

/* With --config the offices of that installation are asked. */
static bool route(void *arg, struct arena *a, struct str service, struct str ars, struct scenario_route *out)
{
	struct region_answer answer;
	struct err err;
	if (!route_find(arg, a, service, ars, &answer, &err))
		return false;
	if (answer.kind == REGION_ONE)
		*out = (struct scenario_route){ answer.rules[0].tenant, answer.rules[0].office };
	return true;
}

static void print_json(const struct scenario_report *r, const struct diags *d, size_t n, struct arena *a)
{
	static const char *const ways[] = {
		[GAP_NEVER] = "never", [GAP_NEVER_TRUE] = "never-true", [GAP_NEVER_FALSE] = "never-false"
	};
	json_t *failures = json_array(), *gaps = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *list = diags_json(&d[i]);
		json_array_extend(failures, list);
		json_decref(list);
	}
	for (size_t i = 0; i < r->n_gaps; i++) {
		const struct scenario_gap *g = &r->gaps[i];
		struct str text = form_scenario_gap_text(a, g);
		json_array_append_new(gaps, json_pack("{s:i,s:i,s:s,s:s%,s:s%,s:s,s:s%}", "line", (int)g->pos.line, "column",
		                                (int)g->pos.col, "what", g->what, "of", g->of.n > 0 ? g->of.p : "", g->of.n,
		                                "text", g->text.p, g->text.n, "gap", ways[g->gap], "message", text.p, text.n));
	}
	json_t *out = json_pack("{s:I,s:I,s:o,s:{s:I,s:I,s:I,s:I,s:o}}", "passed", (json_int_t)r->passed, "failed",
	    (json_int_t)r->failed, "failures", failures, "coverage", "rules", (json_int_t)r->rules, "rules_tried",
	    (json_int_t)r->rules_tried, "branches", (json_int_t)r->branches, "branches_seen", (json_int_t)r->branches_seen,
	    "gaps", gaps);
	json_dumpf(out, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(out);
}

static void print_text(const struct ctl *c, const struct scenario_report *r, const struct diags *d, size_t n)
{
	struct buf out = buf_new(c->arena);
	for (size_t i = 0; i < n; i++)
		diags_print(&d[i], &out);
	for (size_t i = 0; r->passed + r->failed > 0 && i < r->n_gaps; i++)
		buf_add_fmt(&out, "%s:%u:%u: note: %.*s\n", c->args[0], r->gaps[i].pos.line, r->gaps[i].pos.col,
		    STR_ARG(form_scenario_gap_text(c->arena, &r->gaps[i])));
	buf_add_fmt(&out, "Erprobt: %zu von %zu Regeln, %zu von %zu Zweigen.\n%zu passed, %zu failed\n", r->rules_tried,
	    r->rules, r->branches_seen, r->branches, r->passed, r->failed);
	fwrite(out.p, 1, out.n, stdout);
}

enum ctl_exit ctl_form_test(const struct ctl *c)
{
	struct diags *d = ARENA_ARRAY(c->arena, struct diags, c->n_args);
	struct scenario_options options = { 0 };
	for (size_t i = 0; i < c->n_args; i++)
		d[i] = diags_new(c->arena, str_c(c->args[i]));
	const struct form *f = ctl_form_read(c, c->args[0], false, &d[0]);
	if (f == NULL)
		return ctl_print_diags(c, d, 1);
	d[0] = diags_new(c->arena, str_c(c->args[0])); /* warnings and notes are what form check is for */
	if (ctl_option(c, "config") != NULL)
		options = (struct scenario_options){ route, ctl_db(c, ctl_conf(c).db_citizen, "db_citizen") };
	struct scenarios *s = form_scenarios_new(c->arena, f, &options);
	form_scenarios_run_own(s, &d[0]);
	size_t n_errors = d[0].n_errors;
	for (size_t i = 1; i < c->n_args; i++) {
		struct str text;
		struct err err;
		if (file_read(c->arena, c->args[i], SOURCE_BYTES_MAX, &text, &err))
			form_scenarios_run(s, text, (struct pos){ 1, 1 }, &d[i]);
		else
			diag_error(&d[i], (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
		n_errors += d[i].n_errors;
	}
	const struct scenario_report r = form_scenarios_report(s);
	if (ctl_option(c, "json") != NULL)
		print_json(&r, d, c->n_args, c->arena);
	else
		print_text(c, &r, d, c->n_args);
	return n_errors > 0 || r.failed > 0 ? CTL_INPUT : CTL_OK;
}
