/* SPDX-License-Identifier: EUPL-1.2
 * Answers as a table (RFC 4180): a column per path in the order of the form, a line per set of answers. What a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection"); numbers stay numbers. */
#include "form/form_model.h"

struct table {
	struct arena *arena;
	size_t n_rows;
	struct column *first, **end;
};

struct column {
	struct str path;
	struct str *cells; /* one per row */
	struct column *next;
};

static struct str cell_text(struct arena *a, const json_t *j)
{
	struct buf out = buf_new(a);
	if (!json_is_array(j))
		return form_json_text(j);
	for (size_t i = 0; i < json_array_size(j); i++)
		buf_add_fmt(&out, "%s%.*s", i > 0 ? " " : "", STR_ARG(form_json_text(json_array_get(j, i))));
	return buf_str(&out);
}

static void add_column(struct table *t, struct str path, const json_t *const *answers)
{
	struct column *c = ARENA_NEW(t->arena, struct column);
	c->path = path;
	c->cells = ARENA_ARRAY(t->arena, struct str, t->n_rows);
	for (size_t i = 0; i < t->n_rows; i++)
		c->cells[i] = cell_text(t->arena, answers[i]);
	*t->end = c;
	t->end = &c->next;
}

static void add_columns(struct table *t, const struct form_node *up, struct str prefix, const json_t *const *objects);

/* The entry number i of each row, counted from 0. */
static void add_entry(struct table *t, const struct form_node *n, struct str path, const json_t *const *lists, size_t i)
{
	const json_t **entries = ARENA_ARRAY(t->arena, const json_t *, t->n_rows);
	for (size_t k = 0; k < t->n_rows; k++)
		entries[k] = json_array_get(lists[k], i);
	path = str_fmt(t->arena, "%.*s[%zu]", STR_ARG(path), i + 1);
	if (n->list)
		add_column(t, path, entries);
	else
		add_columns(t, n, str_fmt(t->arena, "%.*s/", STR_ARG(path)), entries);
}

static void add_node(struct table *t, const struct form_node *n, struct str prefix, const json_t *const *objects)
{
	struct str path = str_fmt(t->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(n->id));
	const json_t **values = ARENA_ARRAY(t->arena, const json_t *, t->n_rows);
	size_t most = 1;
	for (size_t i = 0; i < t->n_rows; i++) {
		values[i] = json_object_getn(objects[i], n->id.p, n->id.n);
		most = json_array_size(values[i]) > most ? json_array_size(values[i]) : most;
	}
	if (n->what == NODE_FIELD) {
		if (n->kind->json != FIELD_NONE)
			add_column(t, path, values);
		return;
	}
	if (!n->repeat)
		add_columns(t, n, str_fmt(t->arena, "%.*s/", STR_ARG(path)), values);
	for (size_t i = 0; n->repeat && i < most; i++)
		add_entry(t, n, path, values, i);
}

static void add_columns(struct table *t, const struct form_node *up, struct str prefix, const json_t *const *objects)
{
	for (const struct form_node *n = up->first; n != NULL; n = n->next)
		if (n->what == NODE_PAGE)
			add_columns(t, n, prefix, objects);
		else
			add_node(t, n, prefix, objects);
}

/* ---- text ---- */

static bool is_formula(struct str s)
{
	struct dec number;
	return s.n > 0 && strchr("=+-@\t\r", s.p[0]) != NULL && !dec_parse(s, &number);
}

static void add_cell(struct buf *out, struct str s)
{
	bool formula = is_formula(s), quoted = formula;
	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = strchr(",;\"\r\n", s.p[i]) != NULL;
	if (!quoted) {
		buf_add(out, s);
		return;
	}
	buf_add_c(out, formula ? "\"'" : "\"");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, s.p[i]);
	}
	buf_add_char(out, '"');
}

void form_csv(struct arena *a, const struct form *f, const json_t *const *answers, size_t n, struct buf *out)
{
	struct table t = { .arena = a, .n_rows = n };
	t.end = &t.first;
	add_columns(&t, f->root, STR(""), answers);
	for (const struct column *c = t.first; c != NULL; c = c->next) {
		add_cell(out, c->path);
		buf_add_c(out, c->next != NULL ? "," : "\r\n");
	}
	for (size_t i = 0; i < n; i++)
		for (const struct column *c = t.first; c != NULL; c = c->next) {
			add_cell(out, c->cells[i]);
			buf_add_c(out, c->next != NULL ? "," : "\r\n");
		}
}
