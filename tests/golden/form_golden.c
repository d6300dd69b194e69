/* SPDX-License-Identifier: EUPL-1.2
 * Forms against files: bad definitions give exact diagnostics, answers give exact states, pages and summaries.
 *
 *   form-bad/NAME.xml                    -> form-bad/NAME.txt
 *   form/NAME.xml with form/NAME.*.json  -> form/NAME.*.txt
 *   forms/NAME/form.xml with samples     -> form/NAME.*.txt, named after the sample
 *
 *   forms/README.md                      every example in it is a good form, or good elements of a page
 *
 * With --update the expected files are written anew; look at the difference before you commit it. */
#include "base/file.h"
#include "form/form.h"
#include "xml/xml.h"

#include <dirent.h>

enum { FILE_MAX = 1 << 20 };

struct run {
	const char *top; /* of the source tree */
	bool update;
	const struct xml_schema *schema; /* forms/form.xsd: what editors are told must be true */
	size_t n, n_failed;
};

/* ---- the world of the tests ---- */

static const struct {
	const char *postcode;
	struct form_place place;
} places[] = {
	{ "97199", { STR_INIT("096790170170"), STR_INIT("Ochsenfurt") } },
	{ "97246", { STR_INIT("096795646130"), STR_INIT("Eibelstadt") } },
	{ "97340", { STR_INIT("096755618147"), STR_INIT("Marktbreit") } },
	{ "97340", { STR_INIT("096755618166"), STR_INIT("Segnitz") } },
};

static size_t find_places(void *arg, struct arena *a, struct str postcode, const struct form_place **list)
{
	(void)arg;
	struct form_place *found = ARENA_ARRAY(a, struct form_place, sizeof places / sizeof places[0]);
	size_t n = 0;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (str_eq_c(postcode, places[i].postcode))
			found[n++] = places[i].place;
	*list = found;
	return n;
}

static struct form_world test_world(void)
{
	struct form_world w = { .places = find_places };
	if (!date_from_ymd(2026, 3, 1, &w.today))
		abort();
	return w;
}

/* ---- files ---- */

static struct str read_file(struct arena *a, struct str path)
{
	struct str text = { NULL, 0 };
	struct err err;
	if (!file_read(a, str_cdup(a, path), FILE_MAX, &text, &err))
		text.p = NULL;
	return text;
}

static void compare(struct run *r, struct arena *a, struct str name, struct str want_path, struct str got)
{
	r->n++;
	if (r->update) {
		FILE *f = fopen(str_cdup(a, want_path), "w");
		if (f == NULL || fwrite(got.p, 1, got.n, f) != got.n || fclose(f) != 0)
			abort();
	}
	struct str want = read_file(a, want_path);
	bool good = want.p != NULL && str_eq(got, want);
	printf("%s %zu - %.*s\n", good ? "ok" : "not ok", r->n, STR_ARG(name));
	if (good)
		return;
	r->n_failed++;
	size_t line = 1;
	struct str got_line, want_line = { NULL, 0 };
	while (str_next(&got, '\n', &got_line)) {
		if (!str_next(&want, '\n', &want_line) || !str_eq(got_line, want_line))
			break;
		line++;
	}
	printf("# %.*s:%zu\n# want: %.*s\n# got:  %.*s\n", STR_ARG(want_path), line, STR_ARG(want_line), STR_ARG(got_line));
}

/* Names in folder that begin and end like this, sorted. */
static size_t list_files(
    struct arena *a, struct str folder, const char *begin, const char *end, const struct str **names)
{
	struct dirent **entries = NULL;
	int n = scandir(str_cdup(a, folder), &entries, NULL, alphasort);
	struct str *list = ARENA_ARRAY(a, struct str, n < 0 ? 0 : (size_t)n);
	size_t count = 0;
	for (int i = 0; i < n; i++) {
		struct str name = str_dup(a, str_c(entries[i]->d_name));
		free(entries[i]);
		if (str_starts(name, str_c(begin)) && str_ends(name, str_c(end)))
			list[count++] = name;
	}
	free(entries);
	*names = list;
	return count;
}

/* ---- what is compared ---- */

static void print_items(struct buf *out, struct form_view_items items, int depth)
{
	static const char tabs[] = "\t\t\t\t\t\t\t\t";
	for (size_t i = 0; i < items.n; i++) {
		const struct form_view_item *x = &items.items[i];
		const char *widget = x->is_input        ? "input"
		                     : x->is_textarea   ? "textarea"
		                     : x->is_date       ? "date"
		                     : x->is_radio      ? "radio"
		                     : x->is_checkbox   ? "checkbox"
		                     : x->is_checkboxes ? "checkboxes"
		                     : x->is_select     ? "select"
		                     : x->is_note       ? "note"
		                     : x->is_output     ? "output"
		                     : x->is_file       ? "file"
		                     : x->is_search     ? "search"
		                     : x->is_pick       ? "pick"
		                     : x->is_group      ? "group"
		                                        : "repeat";
		buf_add_fmt(
		    out, "%.*s%s %.*s #%.*s „%.*s“", depth, tabs, widget, STR_ARG(x->path), STR_ARG(x->id), STR_ARG(x->label));
		if (x->is_date)
			buf_add_fmt(out, " [%.*s|%.*s|%.*s]", STR_ARG(x->day), STR_ARG(x->month), STR_ARG(x->year));
		else if (x->value.n > 0 && !x->is_note)
			buf_add_fmt(out, " [%.*s]", STR_ARG(x->value));
		if (x->required)
			buf_add_c(out, " required");
		if (x->remove_action.n > 0)
			buf_add_fmt(out, " (%.*s)", STR_ARG(x->remove_action));
		if (x->add_action.n > 0)
			buf_add_fmt(out, " (%.*s: %.*s)", STR_ARG(x->add_action), STR_ARG(x->add_label));
		if (x->invalid)
			buf_add_fmt(out, " ! %.*s <%.*s>", STR_ARG(x->error), STR_ARG(x->described_by));
		buf_add_char(out, '\n');
		for (size_t k = 0; k < x->options.n && (x->options.n < 10 || x->options.items[k].selected); k++) {
			const struct form_view_option *o = &x->options.items[k];
			buf_add_fmt(out, "%.*s  %s %.*s #%.*s „%.*s“\n", depth, tabs, o->selected ? "(x)" : "( )",
			    STR_ARG(o->value), STR_ARG(o->id), STR_ARG(o->label));
		}
		print_items(out, x->children, depth + 1);
	}
}

static void print_pages(struct arena *a, const struct form *f, const struct form_state *s, struct buf *out)
{
	for (size_t i = 0; i < form_n_pages(f); i++) {
		if (!form_page_relevant(s, i))
			continue;
		const struct form_view_page *page = form_view(a, s, i, true);
		buf_add_fmt(
		    out, "\n== %.*s: %.*s (%zu/%zu)\n", STR_ARG(page->id), STR_ARG(page->title), page->step, page->steps);
		for (size_t k = 0; k < page->n_errors; k++)
			buf_add_fmt(out, "! %.*s %.*s\n", STR_ARG(page->errors[k].href), STR_ARG(page->errors[k].message));
		print_items(out, page->items, 0);
	}
}

static void print_summary(struct arena *a, const struct form_state *s, struct buf *out)
{
	const struct form_view_section *list;
	size_t n = form_view_summary(a, s, &list);
	buf_add_c(out, "\n== summary\n");
	for (size_t i = 0; i < n; i++) {
		buf_add_fmt(out, "%s%.*s (%.*s)\n", list[i].first_of_page ? "-- " : "   ", STR_ARG(list[i].title),
		    STR_ARG(list[i].page_id));
		for (size_t k = 0; k < list[i].n_answers; k++) {
			const struct form_view_answer *x = &list[i].answers[k];
			buf_add_fmt(out, "\t%.*s: %.*s\n", STR_ARG(x->label), STR_ARG(x->missing ? STR("Keine Angabe") : x->value));
		}
	}
}

static struct str judge(struct arena *a, const struct form *f, const json_t *answers)
{
	struct form_world world = test_world();
	const struct form_state *s = form_eval(a, f, answers, &world);
	struct buf out = buf_new(a);
	json_t *j = form_state_json(s);
	char *text = json_dumps(j, JSON_INDENT(1));
	buf_add_c(&out, text);
	free(text);
	json_decref(j);
	buf_add_char(&out, '\n');
	print_pages(a, f, s, &out);
	print_summary(a, s, &out);
	return buf_str(&out);
}

/* ---- the three kinds of cases ---- */

static void run_bad(struct run *r)
{
	struct arena *a = arena_new();
	struct str folder = str_fmt(a, "%s/tests/golden/form-bad", r->top);
	const struct str *names;
	size_t n = list_files(a, folder, "", ".xml", &names);
	for (size_t i = 0; i < n; i++) {
		struct diags d = diags_new(a, names[i]);
		struct str source = read_file(a, str_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i])));
		const struct form *f = form_read(a, source, &d);
		struct buf got = buf_new(a);
		diags_print(&d, &got);
		if ((f != NULL) != (d.n_errors == 0))
			buf_add_c(&got, "(model and errors contradict each other)\n");
		struct str want = str_fmt(a, "%.*s/%.*s.txt", STR_ARG(folder), (int)names[i].n - 4, names[i].p);
		compare(r, a, names[i], want, buf_str(&got));
	}
	arena_free(&a);
}

static void run_cases(struct run *r, struct str form_path, struct str cases, const char *name, bool samples)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, str_c(name));
	struct str form_text = read_file(a, form_path);
	const struct form *f = form_read(a, form_text, &d);
	xml_schema_check(r->schema, form_text, &d);
	struct buf findings = buf_new(a);
	diags_print(&d, &findings);
	if (d.n > 0) {
		printf("not ok %zu - %s\n# %.*s\n", ++r->n, name, STR_ARG(buf_str(&findings)));
		r->n_failed++;
	}
	const struct str *names;
	struct str begin = samples ? STR("") : str_fmt(a, "%s.", name);
	size_t n = f == NULL ? 0 : list_files(a, cases, str_cdup(a, begin), ".json", &names);
	for (size_t i = 0; i < n; i++) {
		struct str source = read_file(a, str_fmt(a, "%.*s/%.*s", STR_ARG(cases), STR_ARG(names[i])));
		json_t *answers = json_loadb(source.p, source.n, JSON_DECODE_ANY, NULL);
		if (answers == NULL)
			abort();
		struct str base = str_sub(names[i], 0, names[i].n - 5);
		if (samples)
			base = str_fmt(a, "%s.%.*s", name, STR_ARG(base));
		struct str want = str_fmt(a, "%s/tests/golden/form/%.*s.txt", r->top, STR_ARG(base));
		compare(r, a, base, want, judge(a, f, answers));
		json_decref(answers);
	}
	arena_free(&a);
}

static void run_good(struct run *r)
{
	struct arena *a = arena_new();
	const struct str *names;
	struct str folder = str_fmt(a, "%s/tests/golden/form", r->top);
	size_t n = list_files(a, folder, "", ".xml", &names);
	for (size_t i = 0; i < n; i++) {
		struct str path = str_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(names[i]));
		run_cases(r, path, folder, str_cdup(a, str_sub(names[i], 0, names[i].n - 4)), false);
	}
	n = list_files(a, str_fmt(a, "%s/forms", r->top), "", "", &names);
	for (size_t i = 0; i < n; i++) {
		struct str path = str_fmt(a, "%s/forms/%.*s/form.xml", r->top, STR_ARG(names[i]));
		if (read_file(a, path).n > 0)
			run_cases(
			    r, path, str_fmt(a, "%s/forms/%.*s/samples", r->top, STR_ARG(names[i])), str_cdup(a, names[i]), true);
	}
	arena_free(&a);
}

/* An example that is no whole form stands on a page of one. */
static void run_example(struct run *r, struct str example, size_t line)
{
	struct arena *a = arena_new();
	struct diags d = diags_new(a, STR("README.md"));
	struct buf findings = buf_new(a);
	if (!str_starts(example, STR("<form")))
		example = str_fmt(a,
		    "<form xmlns=\"urn:ozg:form:1\" id=\"f\"><title>T</title><page id=\"p\" title=\"P\">%.*s</page></form>",
		    STR_ARG(example));
	form_read(a, example, &d);
	xml_schema_check(r->schema, example, &d);
	diags_print(&d, &findings);
	bool good = true;
	for (size_t i = 0; i < d.n; i++)
		good &= d.list[i].level == DIAG_NOTE;
	r->n++;
	r->n_failed += !good;
	printf("%s %zu - README.md, example in line %zu\n", good ? "ok" : "not ok", r->n, line);
	if (!good)
		printf("# %.*s\n", STR_ARG(buf_str(&findings)));
	arena_free(&a);
}

static void run_readme(struct run *r)
{
	struct arena *a = arena_new();
	struct str rest = read_file(a, str_fmt(a, "%s/forms/README.md", r->top)), line;
	struct buf example = buf_new(a);
	size_t number = 0, begin = 0;
	while (str_next(&rest, '\n', &line)) {
		number++;
		if (begin == 0 && str_eq_c(line, "```xml")) {
			begin = number;
			example.n = 0;
		} else if (begin > 0 && str_eq_c(line, "```")) {
			run_example(r, buf_str(&example), begin);
			begin = 0;
		} else if (begin > 0) {
			buf_add(&example, line);
			buf_add_char(&example, '\n');
		}
	}
	arena_free(&a);
}

int main(int argc, char **argv)
{
	struct run r = { .top = getenv("TOP_SRCDIR"), .update = argc > 1 && strcmp(argv[1], "--update") == 0 };
	if (r.top == NULL)
		r.top = ".";
	struct arena *a = arena_new();
	struct err err;
	r.schema = xml_schema_load(a, str_fmt(a, "%s/forms/form.xsd", r.top).p, &err);
	if (r.schema == NULL) {
		printf("Bail out! %s\n", err.text);
		return 1;
	}
	run_bad(&r);
	run_good(&r);
	run_readme(&r);
	arena_free(&a);
	printf("1..%zu\n", r.n);
	return r.n_failed == 0 && r.n > 0 ? 0 : 1;
}
