/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow simulate */
#include "base/file.h"
#include "base/json.h"
#include "bin/ctl_flow.h"
#include "flow/sim/flow_sim.h"

enum { SOURCE_BYTES_MAX = 1 << 20, STEPS = 1000 };

/* A whole number of the option, or otherwise. */
static bool number(const struct ctl *c, const char *name, int64_t otherwise, int64_t *out)
{
	const char *text = ctl_option(c, name);
	*out = otherwise;
	if (text == NULL || (str_to_i64(str_c(text), out) && *out >= 0))
		return true;
	fprintf(
	    stderr, "ozgctl: --%s ist eine ganze Zahl ab 0, zum Beispiel --%s %lld.\n", name, name, (long long)otherwise);
	return false;
}

static void print(const json_t *j)
{
	char *text = json_dumps(j, JSON_INDENT(2));
	puts(text == NULL ? "null" : text);
	free(text);
}

/* What the workflow itself gets wrong is worth a warning, also when the engine did nothing wrong. */
static void warn(struct diags *d, const json_t *report)
{
	size_t i;
	json_t *x;
	json_array_foreach(json_object_get(report, "incidents"), i, x)
	    diag_warning(d, (struct pos){ 0, 0 }, "incident", "%s (%lld mal)",
	        json_string_value(json_object_get(x, "text")), (long long)json_integer_value(json_object_get(x, "count")));
	json_array_foreach(json_object_get(report, "stuck"), i, x) diag_warning(d, (struct pos){ 0, 0 }, "stuck",
	    "Eine Zusammenführung wartet auf einen Weg, der nicht mehr kommt (%lld mal): %s",
	    (long long)json_integer_value(json_object_get(x, "count")), json_string_value(json_object_get(x, "elements")));
	json_array_foreach(json_object_get(report, "violations"), i, x)
	    diag_error(d, (struct pos){ 0, 0 }, "violation", "%s", json_string_value(x));
}

static enum ctl_exit random_run(const struct ctl *c, const struct flow *f, struct diags *d)
{
	int64_t seed, steps;
	json_t *report;
	if (!number(c, "seed", 1, &seed) || !number(c, "steps", STEPS, &steps))
		return CTL_USAGE;
	bool good = flow_sim_random(f, (uint64_t)seed, (uint64_t)steps, &report);
	json_keep(c->arena, report);
	print(report);
	warn(d, report);
	enum ctl_exit code = ctl_print_diags(c, d, 1);
	return good ? code : CTL_INPUT;
}

enum ctl_exit ctl_flow_simulate(const struct ctl *c)
{
	struct str source;
	struct err err;
	const char *path = ctl_option(c, "case");
	struct diags d = diags_new(c->arena, str_c(c->args[0])), of_case = diags_new(c->arena, str_c(path));
	if (!file_read(c->arena, c->args[0], SOURCE_BYTES_MAX, &source, &err))
		return ctl_fail(&err);
	const json_t *def = path == NULL ? NULL : ctl_json(c, path, &of_case);
	if (path != NULL && !json_is_object(def)) {
		if (of_case.n_errors == 0)
			diag_error(&of_case, (struct pos){ 1, 1 }, "not-a-case", "Ein Fall ist ein JSON-Objekt mit „steps“.");
		return ctl_print_diags(c, &of_case, 1);
	}
	const char *process = json_string_value(json_object_get(def, "process"));
	const struct flow *f = ctl_flow_read(c, c->args[0], source, ctl_bpmn_schema(c), str_c(process), &d);
	if (f == NULL)
		return ctl_print_diags(c, &d, 1);
	if (ctl_option(c, "random") != NULL)
		return random_run(c, f, &d);
	json_t *result;
	bool good = flow_sim_case(f, def, &result);
	json_keep(c->arena, result);
	print(result);
	const json_t *failed = json_object_get(result, "failed");
	if (!good)
		diag_error(&of_case, (struct pos){ 0, 0 }, "case-failed", "Schritt %lld: %s",
		    (long long)json_integer_value(json_object_get(failed, "step")),
		    json_string_value(json_object_get(failed, "text")));
	struct diags both[] = { d, of_case };
	return ctl_print_diags(c, both, 2);
}
