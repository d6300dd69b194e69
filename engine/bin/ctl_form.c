/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl form check|data|eval|import|po|why|xfall */
#include "base/file.h"
#include "bin/ctl_form.h"
#include "form/scenario/scenario.h"

enum { SOURCE_BYTES_MAX = 16 << 20 };

bool ctl_form_text(const struct ctl *c, const char *path, struct str *source, struct diags *d)
{
	struct err err;
	if (file_read(c->arena, path, SOURCE_BYTES_MAX, source, &err))
		return true;
	diag_error(d, (struct pos){ 0, 0 }, "unreadable", "%s", err.text);
	return false;
}

const struct form *ctl_form_read(const struct ctl *c, const char *path, bool lint, struct diags *d)
{
	struct form_options options;
	struct str source;
	if (!ctl_form_options(c, &options, d) || !ctl_form_text(c, path, &source, d))
		return NULL;
	options.lint = lint;
	return form_read_with(c->arena, source, &options, d);
}

enum ctl_exit ctl_form_check(const struct ctl *c)
{
	struct diags *d = ARENA_ARRAY(c->arena, struct diags, c->n_args);
	for (size_t i = 0; i < c->n_args; i++) {
		d[i] = diags_new(c->arena, str_c(c->args[i]));
		const struct form *f = ctl_form_read(c, c->args[i], true, &d[i]);
		if (f != NULL)
			form_scenarios_check(f, &d[i]);
		diags_sort(&d[i]);
	}
	return ctl_print_diags(c, d, c->n_args);
}

bool ctl_form_today(const struct ctl *c, struct date *out)
{
	const char *text = ctl_option(c, "today");
	if (text != NULL)
		return date_parse(str_c(text), out);
	time_t now = time(NULL);
	struct tm tm;
	localtime_r(&now, &tm);
	return date_from_ymd(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, out);
}

/* --lang, else German. */
static bool language(const struct ctl *c, enum form_lang *lang)
{
	const char *tag = ctl_option(c, "lang");
	return tag == NULL || form_lang_find(str_c(tag), lang);
}

/* The judgement on --answers; NULL after the reason was printed, with the exit code in *code. */
static const struct form_state *evaluate(const struct ctl *c, enum ctl_exit *code)
{
	const char *path = ctl_option(c, "answers");
	struct form_world world = { 0 };
	if (path == NULL || !ctl_form_today(c, &world.today) || !language(c, &world.lang)) {
		fputs("ozgctl: Bitte geben Sie --answers DATEI.json an, und einen Tag als --today JJJJ-MM-TT.\n"
		      "Sprachen sind de, en und de-x-leicht.\n",
		    stderr);
		*code = CTL_USAGE;
		return NULL;
	}
	struct diags d[2] = { diags_new(c->arena, str_c(c->args[0])), diags_new(c->arena, str_c(path)) };
	const struct form *f = ctl_form_read(c, c->args[0], false, &d[0]);
	const json_t *answers = ctl_json(c, path, &d[1]);
	if (f == NULL || answers == NULL) {
		ctl_print_diags(c, d, 2);
		*code = CTL_INPUT;
		return NULL;
	}
	return form_eval(c->arena, f, answers, &world);
}

enum ctl_exit ctl_form_eval(const struct ctl *c)
{
	enum ctl_exit code;
	const struct form_state *s = evaluate(c, &code);
	if (s == NULL)
		return code;
	json_t *j = form_state_json(s);
	json_dumpf(j, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(j);
	const struct form_error *errors;
	return form_errors(s, &errors) == 0 ? CTL_OK : CTL_INPUT;
}

static void print_why(const struct form_why *why)
{
	for (size_t i = 0; i < why->n_lines; i++) {
		const struct form_why_line *l = &why->lines[i];
		printf("%*s%.*s\n", (int)(2 * l->depth), "", STR_ARG(l->text));
		if (l->condition.n > 0)
			printf("    %s in Zeile %u: %.*s\n", strcmp(l->about, "calculated") == 0 ? "Formel" : "Bedingung", l->line,
			    STR_ARG(l->condition));
	}
}

enum ctl_exit ctl_form_why(const struct ctl *c)
{
	enum ctl_exit code;
	struct err err;
	const struct form_state *s = evaluate(c, &code);
	if (s == NULL)
		return code;
	const struct form_why *why = form_why(c->arena, s, str_c(c->args[1]), true, &err);
	if (why == NULL)
		return ctl_fail(&err);
	if (ctl_option(c, "json") == NULL) {
		print_why(why);
		return CTL_OK;
	}
	json_t *j = form_why_json(why);
	json_dumpf(j, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(j);
	return CTL_OK;
}

enum ctl_exit ctl_form_xfall(const struct ctl *c)
{
	enum ctl_exit code;
	const struct form_state *s = evaluate(c, &code);
	if (s == NULL)
		return code;
	struct buf out = buf_new(c->arena);
	struct err err;
	if (form_xfall(s, &out, &err)) {
		fwrite(out.p, 1, out.n, stdout);
		return CTL_OK;
	}
	struct diags d = diags_new(c->arena, str_c(ctl_option(c, "answers")));
	const struct form_error *errors;
	size_t n = form_errors(s, &errors);
	for (size_t i = 0; i < n; i++)
		diag_error(&d, (struct pos){ 0, 0 }, errors[i].code, "%.*s: %.*s", STR_ARG(errors[i].path),
		    STR_ARG(errors[i].message));
	if (n == 0)
		diag_error(&d, (struct pos){ 0, 0 }, "xfall", "%s", err.text);
	return ctl_print_diags(c, &d, 1);
}

enum ctl_exit ctl_form_import(const struct ctl *c)
{
	const char *base = ctl_option(c, "base"), *mine = ctl_option(c, "mine");
	if ((base == NULL) != (mine == NULL)) {
		fputs("ozgctl: --base und --mine gehören zusammen.\n", stderr);
		return CTL_USAGE;
	}
	if (base != NULL)
		return ctl_form_merge(c, base, mine);
	struct diags d = diags_new(c->arena, str_c(c->args[0]));
	struct form_options options = { 0 };
	struct buf out = buf_new(c->arena);
	struct str source;
	bool good = ctl_form_options(c, &options, &d) && ctl_form_text(c, c->args[0], &source, &d) &&
	            form_import(source, &options, &out, &d);
	enum ctl_exit code = ctl_print_diags(c, &d, 1);
	if (!good)
		return CTL_INPUT;
	return ctl_write(c, buf_str(&out)) ? code : CTL_ENVIRONMENT;
}

static enum ctl_exit po_export(const struct ctl *c, enum form_lang lang)
{
	struct diags d = diags_new(c->arena, str_c(c->args[1]));
	struct buf out = buf_new(c->arena);
	struct str source;
	bool good = ctl_form_text(c, c->args[1], &source, &d) && form_po_export(source, lang, &out, &d);
	enum ctl_exit code = ctl_print_diags(c, &d, 1);
	if (!good)
		return CTL_INPUT;
	return ctl_write(c, buf_str(&out)) ? code : CTL_ENVIRONMENT;
}

static enum ctl_exit po_import(const struct ctl *c, enum form_lang lang)
{
	struct diags d[2] = { diags_new(c->arena, str_c(c->args[1])), diags_new(c->arena, str_c(c->args[2])) };
	struct buf out = buf_new(c->arena);
	struct str source, po;
	bool good = ctl_form_text(c, c->args[1], &source, &d[0]) && ctl_form_text(c, c->args[2], &po, &d[1]) &&
	            form_po_import(source, po, lang, &out, &d[0], &d[1]);
	enum ctl_exit code = ctl_print_diags(c, d, 2);
	if (!good)
		return CTL_INPUT;
	return ctl_write(c, buf_str(&out)) ? code : CTL_ENVIRONMENT;
}

enum ctl_exit ctl_form_po(const struct ctl *c)
{
	enum form_lang lang = FORM_DE;
	bool known = language(c, &lang);
	if (known && lang != FORM_DE && c->n_args == 2 && strcmp(c->args[0], "export") == 0)
		return po_export(c, lang);
	if (known && c->n_args == 3 && strcmp(c->args[0], "import") == 0)
		return po_import(c, lang);
	fputs("ozgctl: Gemeint ist „form po export FORM.xml --lang en“ oder „form po import FORM.xml X.po“. Sprachen sind "
	      "en und "
	      "de-x-leicht.\n",
	    stderr);
	return CTL_USAGE;
}

static void print_collected(struct arena *a, const struct form *f, const struct form_collected *list, size_t n)
{
	printf("Seite\tFrage\tFeld\tArt der Daten\tRechtsgrundlage\tAufbewahrung\tPflicht\n");
	for (size_t i = 0; i < n; i++)
		printf("%.*s\t%.*s\t%.*s\t%s\t%.*s\t%.*s\t%s\n", STR_ARG(form_page_title(f, list[i].page)),
		    STR_ARG(list[i].label), STR_ARG(list[i].path), form_data_german(list[i].data), STR_ARG(list[i].legal),
		    STR_ARG(form_retention_german(a, list[i].retention)), list[i].required ? "ja" : "");
}

static void set_text(json_t *object, const char *key, struct str text)
{
	if (text.n > 0)
		json_object_set_new(object, key, json_stringn(text.p, text.n));
}

static void print_collected_json(const struct form *f, const struct form_collected *list, size_t n)
{
	json_t *all = json_array();
	for (size_t i = 0; i < n; i++) {
		json_t *j = json_object();
		set_text(j, "path", list[i].path);
		set_text(j, "label", list[i].label);
		set_text(j, "page", form_page_id(f, list[i].page));
		set_text(j, "data", str_c(form_data_name(list[i].data)));
		set_text(j, "legal", list[i].legal);
		set_text(j, "retention", list[i].retention);
		set_text(j, "help", list[i].help);
		json_object_set_new(j, "required", json_boolean(list[i].required));
		json_array_append_new(all, j);
	}
	json_dumpf(all, stdout, JSON_INDENT(2));
	putchar('\n');
	json_decref(all);
}

enum ctl_exit ctl_form_data(const struct ctl *c)
{
	struct diags d = diags_new(c->arena, str_c(c->args[0]));
	const struct form *f = ctl_form_read(c, c->args[0], false, &d);
	if (f == NULL)
		return ctl_print_diags(c, &d, 1);
	const struct form_collected *list;
	size_t n = form_collected(c->arena, f, &list);
	if (ctl_option(c, "json") != NULL)
		print_collected_json(f, list, n);
	else
		print_collected(c->arena, f, list, n);
	return CTL_OK;
}
