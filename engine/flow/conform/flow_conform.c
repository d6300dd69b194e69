/* SPDX-License-Identifier: EUPL-1.2
 * The conformance suite: reading its cases and their files, and counting how they end. */
#include "flow/conform/flow_conform_world.h"
#include "base/file.h"

/* ---- the suite ---- */

/* Gives new ids to what an earlier file has already; seen says which file has an id. */
static void rename_ids(struct world *w, json_t *seen, const struct xml_node *x, size_t file)
{
	for (; x != NULL; x = x->next) {
		const char *id = str_cdup(w->arena, str_trim(xml_attr_value(x, "id")));
		const json_t *owner = json_object_get(seen, id);
		if (owner == NULL)
			json_object_set_new(seen, id, json_integer((json_int_t)file));
		else if (*id != '\0' && json_integer_value(owner) != (json_int_t)file && !str_eq_c(x->name, "process"))
			json_object_set_new(w->file.ids[file], id, json_string(str_fmt(w->arena, "%s-%zu", id, file + 1).p));
		rename_ids(w, seen, x->first, file);
	}
}

static bool read_files(struct world *w, const char *root_dir, struct diags *d)
{
	const json_t *files = json_object_get(w->file.def, "files");
	struct conform_file *f = &w->file;
	json_t *seen = json_object();
	for (size_t i = 0; i < json_array_size(files) && i < sizeof f->roots / sizeof *f->roots; i++) {
		struct str source;
		const char *path = str_fmt(w->arena, "%s/%s", root_dir, json_string_value(json_array_get(files, i))).p;
		f->ids[i] = json_object();
		f->n = i + 1;
		f->roots[i] = file_read(w->arena, path, 4 * 1024 * 1024, &source, &w->err)
		                  ? xml_parse(w->arena, source, &xml_limits_default, d)
		                  : NULL;
		if (f->roots[i] == NULL) {
			json_decref(seen);
			f->n = i;
			return flow_conform_wrong(w, d->n > 0 ? d->list[0].text.p : w->err.text);
		}
		rename_ids(w, seen, f->roots[i], i);
	}
	json_decref(seen);
	return true;
}

/* Compiles every process; the one the case names, or the first. */
static const struct flow *read_flows(struct world *w, struct diags *d)
{
	const char *wanted = flow_conform_text(w->file.def, "process");
	const struct flow *main = NULL;
	bool first = true;
	for (size_t i = 0; i < w->file.n; i++) {
		const struct xml_node *p = xml_child(w->file.roots[i], BPMN_NS, "process");
		for (; p != NULL && w->n_flows < PROCESSES_MAX; p = xml_next(p), first = false) {
			struct str id = str_trim(xml_attr_value(p, "id"));
			bool is_main = *wanted == '\0' ? first : str_eq_c(id, wanted);
			struct diags mine = diags_new(w->arena, STR("case"));
			const struct flow *f =
			    flow_read_for(w->arena, flow_conform_source(&w->file), NULL, FLOW_CAN_ALL, id, &mine);
			if (f != NULL)
				w->flows[w->n_flows++] = f;
			if (is_main)
				main = f;
			if (is_main || f == NULL)
				*d = mine;
		}
	}
	return main;
}

static bool run(struct world *w, const char *root_dir)
{
	struct diags d = diags_new(w->arena, STR("case"));
	json_t *vars = json_object();
	bool ok = read_files(w, root_dir, &d);
	if (ok) {
		const struct flow *main = read_flows(w, &d);
		bool scripts = strcmp(w->file.kind, "script-trace") == 0;
		if (main == NULL)
			for (size_t i = 0; i < d.n; i++)
				if (d.list[i].level == DIAG_ERROR) {
					err_set(&w->err, ERR_INPUT, "%.*s", STR_ARG(d.list[i].text));
					break;
				}
		const struct flow_conform_how *how = w->how;
		if (how->visit != NULL)
			ok = main == NULL || how->visit(how->arg, flow_conform_text(w->file.def, "id"), main,
			                         json_object_get(w->file.def, "vars"), &w->why);
		else
			ok = scripts                              ? flow_conform_play_scripts(w, main)
			     : strcmp(w->file.kind, "tasks") == 0 ? flow_conform_play_tasks(w, main)
			                                          : flow_conform_play_trace(w, vars);
	}
	json_decref(vars);
	return ok;
}

static bool run_case(const struct flow_conform_how *how, const char *root_dir, const json_t *def, struct buf *out)
{
	struct arena *a = arena_new();
	struct world *w = ARENA_NEW(a, struct world);
	w->arena = a;
	w->how = how;
	w->file = (struct conform_file){ .arena = a, .def = def, .kind = flow_conform_text(def, "kind") };
	w->now = INT64_C(1800000000) * 1000000;
	w->left = buf_new(a);
	w->trace = buf_new(a);
	bool ok = run(w, root_dir);
	if (how->done != NULL)
		ok = how->done(how->arg, &w->why) && ok;
	if (!ok)
		buf_add_fmt(out, "%s: %s\n", flow_conform_text(def, "id"), w->why == NULL ? "failed" : w->why);
	for (size_t i = 0; i < w->n; i++)
		json_decref(w->list[i].vars);
	for (size_t i = 0; i < w->file.n; i++)
		json_decref(w->file.ids[i]);
	arena_free(&a);
	return ok;
}

bool flow_conform(const char *suite, const char *root, struct buf *out, struct flow_conform *count, struct err *err)
{
	static const struct flow_conform_how in_memory;
	return flow_conform_by(&in_memory, suite, root, out, count, err);
}

bool flow_conform_by(const struct flow_conform_how *how, const char *suite, const char *root, struct buf *out,
    struct flow_conform *count, struct err *err)
{
	*count = (struct flow_conform){ 0 };
	json_error_t why;
	json_t *doc = json_load_file(suite, 0, &why);
	const json_t *cases = json_object_get(doc, "cases");
	if (!json_is_array(cases)) {
		json_decref(doc);
		return err_set(
		    err, ERR_INPUT, "%s ist keine Konformitätssammlung: %s", suite, doc == NULL ? why.text : "„cases“ fehlt.");
	}
	for (size_t i = 0; i < json_array_size(cases); i++) {
		const json_t *def = json_array_get(cases, i);
		json_int_t level = json_integer_value(json_object_get(def, "level"));
		struct buf line = buf_new(out->arena);
		if (run_case(how, root, def, &line)) {
			count->passed++;
		} else if (level > 2) {
			count->skipped++;
			buf_add_fmt(out, "(level %" JSON_INTEGER_FORMAT ", optional) ", level);
			buf_add(out, buf_str(&line));
		} else {
			count->failed++;
			buf_add(out, buf_str(&line));
		}
	}
	json_decref(doc);
	return true;
}
