/* SPDX-License-Identifier: EUPL-1.2
 * A form of the FIM catalogue arrives in several files: the definition, its rules (JSON of FITKO), its code lists
 * (genericode). Here they become one native text that needs nothing else. */
#include "admin_fim.h"
#include "base/json.h"
#include "form/fim/code_folder.h"

struct list {
	struct str file, text, uri, version;
	bool used;
};

struct lists {
	struct code_folder *folder;
	struct list *list;
	size_t n;
};

/* For form_options.codelist: notes which list was taken. */
static bool find_list(void *arg, struct str uri, struct str version, struct str *text)
{
	struct lists *l = arg;
	if (!form_code_folder_find(l->folder, uri, version, text))
		return false;
	for (size_t i = 0; i < l->n; i++) /* the newest one, when the form asks for none: its text tells which */
		l->list[i].used = l->list[i].used || text->p == l->list[i].text.p;
	return true;
}

static struct str name_of(const struct param *p, struct str otherwise)
{
	return p->filename.n > 0 ? p->filename : otherwise;
}

/* Whether this is such a file; also one that was kept as text while somebody signed in. */
static bool is_file(const struct param *p, const char *name)
{
	return str_eq_c(p->name, name) && str_trim(p->value).n > 0;
}

static void check_rules(const struct param *p, struct diags *d)
{
	json_error_t error;
	struct str name = name_of(p, STR("Regeln"));
	json_t *j = json_read(p->value, &error);
	if (j == NULL)
		diag_error(d, (struct pos){ 0 }, "rules",
		    "Regeln „%.*s“, Zeile %d, Spalte %d: Das ist kein gültiges JSON (%s). Wählen Sie die Datei mit den "
		    "übersetzten "
		    "Regeln der FITKO aus.",
		    STR_ARG(name), error.line, error.column, error.text);
	else if (!json_is_array(j) && !json_is_array(json_object_get(j, "translated_rules")))
		diag_error(d, (struct pos){ 0 }, "rules",
		    "Regeln „%.*s“, Zeile 1: Es fehlt die Liste „translated_rules“. Wählen Sie die Datei mit den übersetzten "
		    "Regeln der FITKO aus.",
		    STR_ARG(name));
	json_decref(j);
}

static void add_list(struct ctx *c, struct lists *l, const struct param *p, struct diags *d)
{
	struct list *new = &l->list[l->n];
	struct diags own = diags_new(c->arena, name_of(p, STR("Codeliste")));
	*new = (struct list){ .file = own.file, .text = p->value };
	if (form_code_folder_add(l->folder, p->value, &new->uri, &new->version, &own))
		l->n++;
	for (size_t i = 0; i < own.n; i++)
		if (own.list[i].level == DIAG_ERROR)
			diag_error(d, (struct pos){ 0 }, own.list[i].code, "Codeliste „%.*s“, Zeile %u, Spalte %u: %.*s",
			    STR_ARG(own.file), own.list[i].pos.line, own.list[i].pos.col, STR_ARG(own.list[i].text));
}

static void tell(const struct lists *l, struct diags *d)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct list *x = &l->list[i];
		struct str version = x->version.n > 0 ? x->version : STR("ohne Angabe");
		if (x->used)
			diag_note(d, (struct pos){ 0 }, "codelist-pinned",
			    "Codeliste „%.*s“: %.*s, Version %.*s, ist jetzt fest im Formular enthalten.", STR_ARG(x->file),
			    STR_ARG(x->uri), STR_ARG(version));
		else
			diag_warning(d, (struct pos){ 0 }, "codelist-unused",
			    "Codeliste „%.*s“: %.*s, Version %.*s, wurde nicht verwendet, weil das Formular sie nicht oder in "
			    "einer anderen Version verlangt.",
			    STR_ARG(x->file), STR_ARG(x->uri), STR_ARG(version));
	}
}

bool admin_fim_native(struct ctx *c, struct str source, struct str *native_r, struct diags *d, struct err *err)
{
	const struct params *body = &c->req->body;
	struct lists lists = { form_code_folder_new(c->arena), ARENA_ARRAY(c->arena, struct list, body->n), 0 };
	struct form_options options = { .codelist = find_list, .codelist_arg = &lists };
	for (size_t i = 0; i < body->n; i++) {
		const struct param *p = &body->list[i];
		if (is_file(p, "codelisten"))
			add_list(c, &lists, p, d);
		else if (is_file(p, "regeln")) {
			check_rules(p, d);
			options.rules = p->value;
		}
	}
	*native_r = source;
	if (d->n_errors > 0)
		return err_set(err, ERR_INPUT, "%s", "");
	bool good = publish_native(c->arena, source, &options, native_r, d, err);
	if (good)
		tell(&lists, d);
	diags_sort(d);
	return good;
}
