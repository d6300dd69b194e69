/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl flow check|conform */
#include "base/file.h"
#include "bin/ctl_flow.h"
#include "dmn/dmn.h"
#include "flow/flow.h"
#include "flow/conform/flow_conform.h"

#include <dirent.h>

enum { SOURCE_BYTES_MAX = 1 << 20 };

/* What lies beside the workflow: decisions in *.dmn, called processes in *.bpmn. */
struct folder {
	struct arena *arena;
	const char *path; /* of the workflow */
};

static bool decides(struct arena *a, struct str source, struct str id)
{
	struct diags quiet = diags_new(a, id);
	const struct dmn *m = dmn_read(a, source, &quiet);
	return m != NULL && dmn_find(m, id) != NULL;
}

static bool runs(struct arena *a, struct str source, struct str id)
{
	return str_find_str(source, str_fmt(a, "\"%.*s\"", STR_ARG(id))) >= 0 && flow_has_process(a, source, id);
}

static bool beside(const struct folder *f, const char *suffix, struct str id, struct str *source_r,
    bool (*is_it)(struct arena *a, struct str source, struct str id))
{
	const char *slash = strrchr(f->path, '/');
	struct str dir = slash == NULL ? STR(".") : (struct str){ f->path, (size_t)(slash - f->path) };
	struct dirent **list;
	int n = scandir(str_fmt(f->arena, "%.*s/", STR_ARG(dir)).p, &list, NULL, alphasort);
	bool found = false;
	for (int i = 0; i < n; i++) {
		struct err err;
		struct str name = str_c(list[i]->d_name), source;
		const char *path = str_fmt(f->arena, "%.*s/%.*s", STR_ARG(dir), STR_ARG(name)).p;
		if (!found && str_ends(name, str_c(suffix)) && file_read(f->arena, path, SOURCE_BYTES_MAX, &source, &err)) {
			found = is_it(f->arena, source, id);
			*source_r = source;
		}
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	return found;
}

static bool decision_beside(void *arg, struct str id, struct str *source_r)
{
	return beside(arg, ".dmn", id, source_r, decides);
}

static bool process_beside(void *arg, struct str id, struct str *source_r)
{
	return beside(arg, ".bpmn", id, source_r, runs);
}

const struct flow *ctl_flow_read(const struct ctl *c, const char *path, struct str source,
    const struct xml_schema *schema, struct str process, struct diags *d)
{
	struct folder folder = { c->arena, path };
	const struct flow_library library = { &folder, decision_beside, process_beside };
	const struct flow_options options = { schema, FLOW_CAN_CASES, process, &library };
	return flow_read_with(c->arena, source, &options, d);
}

enum ctl_exit ctl_flow_check(const struct ctl *c)
{
	const struct xml_schema *schema = NULL;
	struct diags *d = ARENA_ARRAY(c->arena, struct diags, c->n_args);
	for (size_t i = 0; i < c->n_args; i++) {
		struct str source;
		struct err err;
		d[i] = diags_new(c->arena, str_c(c->args[i]));
		if (!file_read(c->arena, c->args[i], SOURCE_BYTES_MAX, &source, &err))
			diag_error(&d[i], (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
		else if (dmn_is(source))
			dmn_read(c->arena, source, &d[i]);
		else
			ctl_flow_read(c, c->args[i], source, schema = schema == NULL ? ctl_bpmn_schema(c) : schema, STR(""), &d[i]);
		diags_sort(&d[i]);
	}
	return ctl_print_diags(c, d, c->n_args);
}

/* The files of the cases stand below --root, else beside the suite. */
enum ctl_exit ctl_flow_conform(const struct ctl *c)
{
	const char *suite = c->args[0];
	const char *slash = strrchr(suite, '/');
	const char *root = ctl_option(c, "root");
	if (root == NULL)
		root = slash == NULL ? "." : str_cdup(c->arena, (struct str){ suite, (size_t)(slash - suite) });
	struct buf out = buf_new(c->arena);
	struct flow_conform count;
	struct err err;
	if (!flow_conform(suite, root, &out, &count, &err))
		return ctl_fail(&err);
	printf("%.*s%zu passed, %zu failed", STR_ARG(buf_str(&out)), count.passed, count.failed);
	if (count.skipped > 0)
		printf(", %zu skipped", count.skipped);
	putchar('\n');
	return count.failed > 0 ? CTL_INPUT : CTL_OK;
}
