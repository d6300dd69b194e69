/* SPDX-License-Identifier: EUPL-1.2
 * A definition from its text to the model, and what others may ask the model. */
#include "form/form_read.h"
#include "form/lint/lint.h"

#define XDF_NS "urn:xoev-de:fim:standard:xdatenfelder_" /* and a version */

static const char *const xdf3_skip[] = { "relation", NULL };

/* What a definition may be. Catalogue files say for each element what it was derived from: 95 % of their bytes. */
static const struct xml_limits native_limits = { .bytes = 8 << 20, .nodes = 100000, .depth = 64, .attrs = 64 };
static const struct xml_limits xdf3_limits = {
	.bytes = 16 << 20, .nodes = 150000, .depth = 128, .attrs = 64, .skip = xdf3_skip
};

bool form_is_catalogue(struct str source)
{
	size_t at = xml_root_begin(source);
	ptrdiff_t end = str_find(str_sub(source, at, source.n), '>');
	return end > 0 && str_find_str(str_sub(source, at, at + (size_t)end), STR(XDF_NS)) >= 0;
}

const struct xml_node *form_read_tree(struct form_reader *r, struct str source, const struct form_options *options)
{
	struct str text = source.n <= xdf3_limits.bytes ? xml_decode(r->scratch, source) : source;
	bool xdf = form_is_catalogue(text);
	if (xdf)
		source = text;
	const struct xml_node *x = xml_parse(r->scratch, source, xdf ? &xdf3_limits : &native_limits, r->d);
	if (x == NULL || !str_starts(x->ns, STR(XDF_NS)))
		return x;
	if (form_is_xdf(x))
		return form_from_xdf(r, x, options);
	diag_error(r->d, x->pos, "xdf-version",
	    "Diese Fassung von XDatenfelder (%.*s) wird nicht gelesen, nur 2 und 3.0.0. Laden Sie das Formular beim "
	    "FIM-Portal in XDatenfelder 3 herunter; gibt es dort keines, bitten Sie die Redaktion, von der die Datei "
	    "kommt, "
	    "um eines.",
	    STR_ARG(x->ns));
	return NULL;
}

const struct form *form_read_with(
    struct arena *a, struct str source, const struct form_options *options, struct diags *d)
{
	struct arena *scratch = arena_new();
	size_t errors = d->n_errors;
	struct form *f = ARENA_NEW(a, struct form);
	struct form_reader r = { .a = a, .scratch = scratch, .d = d, .form = f };
	const struct xml_node *x = form_read_tree(&r, source, options);
	if (x != NULL && form_load(&r, x)) {
		form_check(&r);
		form_build(&r);
		form_build_texts(&r);
		if (options != NULL && options->lint)
			lint_form(&r);
	}
	arena_free(&scratch);
	diags_sort(d);
	return d->n_errors > errors ? NULL : f;
}

const struct form *form_read(struct arena *a, struct str source, struct diags *d)
{
	return form_read_with(a, source, NULL, d);
}

bool form_import(struct str source, const struct form_options *options, struct buf *out, struct diags *d)
{
	struct arena *a = arena_new();
	size_t errors = d->n_errors;
	struct form_reader r = { .a = a, .scratch = a, .d = d, .form = ARENA_NEW(a, struct form) };
	const struct xml_node *x = form_read_tree(&r, source, options);
	if (x != NULL && form_load(&r, x)) {
		form_check(&r);
		form_build(&r);
		form_build_texts(&r);
		if (d->n_errors == errors)
			form_write(out, x);
	}
	arena_free(&a);
	diags_sort(d);
	return d->n_errors == errors;
}

struct str form_id(const struct form *f)
{
	return f->id;
}

struct str form_title(const struct form *f)
{
	return f->title;
}

struct str form_intro(const struct form *f)
{
	return f->intro;
}

struct str form_service(const struct form *f)
{
	return f->service;
}

struct str form_flow(const struct form *f)
{
	return f->flow;
}

struct str form_fim(const struct form *f)
{
	return f->fim;
}

struct str form_origin(const struct form *f)
{
	return f->origin;
}

bool form_is_task(const struct form *f)
{
	return f->flow.n == 0;
}

size_t form_n_pages(const struct form *f)
{
	return f->n_pages;
}

struct str form_page_id(const struct form *f, size_t page)
{
	return f->pages[page]->id;
}

struct str form_page_title(const struct form *f, size_t page)
{
	return f->pages[page]->label;
}

bool form_page_find(const struct form *f, struct str id, size_t *page)
{
	for (size_t i = 0; i < f->n_pages; i++) {
		if (str_eq(f->pages[i]->id, id)) {
			*page = i;
			return true;
		}
	}
	return false;
}

/* The field at the path, and whether the path leads through something that repeats; NULL when there is none. */
static const struct form_node *field_at(const struct form *f, struct str path, bool *many)
{
	const struct form_node *n = f->root;
	struct str name;
	*many = false;
	while (str_next(&path, '/', &name)) {
		n = n->what == NODE_FIELD ? NULL : form_member(n, name);
		if (n == NULL)
			return NULL;
		*many = *many || (n->what != NODE_FIELD && n->repeat);
	}
	if (n->what != NODE_FIELD)
		return NULL;
	*many = *many || n->repeat || n->kind->json == FIELD_CODES;
	return n;
}

bool form_answer_code(const struct form *f, struct str path, struct str code, struct buf *hint)
{
	bool many;
	const struct form_node *n = field_at(f, path, &many);
	return n == NULL || many || n->codes == NULL || form_is_code(n->codes, code, hint);
}

static const char *type_name(const struct form_node *n)
{
	static const char *const names[] = {
		[XPATH_TEXT] = "text",
		[XPATH_BOOL] = "boolean",
		[XPATH_DEC] = "decimal",
		[XPATH_DATE] = "date",
		[XPATH_CODE] = "code",
	};
	return names[n->kind->type];
}

bool form_is_fees(const struct form *f, struct str path)
{
	return f->fees != NULL && str_eq_c(path, FORM_FEES) && form_member(f->root, path) == NULL;
}

const char *form_answer_type(const struct form *f, struct str path)
{
	bool many;
	if (form_is_fees(f, path))
		return "decimal";
	const struct form_node *n = field_at(f, path, &many);
	return n == NULL || many ? NULL : type_name(n);
}

const char *form_list_type(const struct form *f, struct str path)
{
	bool many;
	const struct form_node *n = field_at(f, path, &many);
	return n == NULL || !many ? NULL : type_name(n);
}
