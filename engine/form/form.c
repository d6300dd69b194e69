/* SPDX-License-Identifier: EUPL-1.2
 * A definition from its text to the model, and what others may ask the model. */
#include "form/form_read.h"

const struct form *form_read(struct arena *a, struct str source, struct diags *d)
{
	struct arena *scratch = arena_new();
	size_t errors = d->n_errors;
	struct form *f = ARENA_NEW(a, struct form);
	struct form_reader r = { .a = a, .scratch = scratch, .d = d, .form = f };
	const struct xml_node *x = xml_parse(scratch, source, &xml_limits_default, d);
	if (x != NULL && form_load(&r, x)) {
		form_check(&r);
		form_build(&r);
	}
	arena_free(&scratch);
	diags_sort(d);
	return d->n_errors > errors ? NULL : f;
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

const char *form_answer_type(const struct form *f, struct str path)
{
	static const char *const names[] = {
		[XPATH_TEXT] = "text",
		[XPATH_BOOL] = "boolean",
		[XPATH_DEC] = "decimal",
		[XPATH_DATE] = "date",
		[XPATH_CODE] = "code",
	};
	const struct form_node *n = f->root;
	struct str name;
	while (str_next(&path, '/', &name)) {
		n = n->what == NODE_FIELD || n->repeat ? NULL : form_member(n, name);
		if (n == NULL)
			return NULL;
	}
	if (n->what != NODE_FIELD || n->kind->json == FIELD_CODES)
		return NULL;
	return names[n->kind->type];
}
