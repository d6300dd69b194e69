/* SPDX-License-Identifier: EUPL-1.2
 * The elements of a form by the path of their answers. */
#include "form/fim/diff_tree.h"

bool form_diff_is(const struct xml_node *x, const char *name)
{
	return xml_is(x, FORM_NS, name);
}

bool form_diff_is_element(const struct xml_node *x)
{
	return form_diff_is(x, "group") || form_diff_is(x, "list") ||
	       (str_eq_c(x->ns, FORM_NS) && field_find(x->name) != NULL);
}

static void count(const struct xml_node *x, size_t *n)
{
	*n += xml_attr(x, "id") != NULL;
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		count(c, n);
}

static void collect(struct arena *a, struct diff_tree *t, const struct xml_node *up, struct str prefix)
{
	for (const struct xml_node *c = up->first; c != NULL; c = c->next) {
		struct str id = xml_attr_value(c, "id");
		if (form_diff_is(c, "page")) {
			collect(a, t, c, prefix);
			continue;
		}
		if (!form_diff_is_element(c) || id.n == 0)
			continue;
		struct str path = prefix.n == 0 ? id : str_fmt(a, "%.*s/%.*s", STR_ARG(prefix), STR_ARG(id));
		t->entries[t->n] = (struct diff_entry){ path, (struct xml_node *)(uintptr_t)c, t->n };
		t->n++;
		if (form_diff_is(c, "group"))
			collect(a, t, c, path);
	}
}

static int by_path(const void *a, const void *b)
{
	const struct diff_entry *x = a, *y = b;
	int c = str_cmp(x->path, y->path);
	return c != 0 ? c : (x->order > y->order) - (x->order < y->order);
}

bool form_diff_tree_read(struct form_reader *r, const struct form_source *source, struct diff_tree *out)
{
	size_t room = 0, errors = r->d->n_errors;
	const struct xml_node *x = form_read_tree(r, source->text, source->options);
	if (x != NULL && !form_diff_is(x, "form"))
		diag_error(r->d, x->pos, "not-a-form", "Das ist kein Formular, sondern „%.*s“.", STR_ARG(x->name));
	if (x == NULL || r->d->n_errors > errors)
		return false;
	count(x, &room);
	*out = (struct diff_tree){ .form = (struct xml_node *)(uintptr_t)x };
	out->entries = ARENA_ARRAY(r->a, struct diff_entry, room);
	collect(r->a, out, x, STR(""));
	out->in_order = ARENA_ARRAY(r->a, struct diff_entry, out->n);
	for (size_t i = 0; i < out->n; i++)
		out->in_order[i] = out->entries[i];
	qsort(out->entries, out->n, sizeof *out->entries, by_path);
	return true;
}

struct diff_entry *form_diff_tree_find(const struct diff_tree *t, struct str path)
{
	size_t low = 0, high = t->n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (str_cmp(t->entries[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n && str_eq(t->entries[low].path, path) ? &t->entries[low] : NULL;
}

struct xml_node *form_diff_codelist(const struct diff_tree *t, const struct xml_node *x)
{
	struct str id = xml_attr_value(x, "codes");
	for (const struct xml_node *c = t->form->first; c != NULL && id.n > 0; c = c->next)
		if (form_diff_is(c, "codelist") && str_eq(xml_attr_value(c, "id"), id))
			return (struct xml_node *)(uintptr_t)c;
	return NULL;
}

struct str form_diff_codes(struct arena *a, const struct diff_tree *t, const struct xml_node *x)
{
	const struct xml_node *list = form_diff_is(x, "list") && x->first != NULL ? x->first : x;
	const struct xml_node *named = form_diff_codelist(t, list);
	struct buf out = buf_new(a);
	for (const struct xml_node *c = named != NULL ? named->first : list->first; c != NULL; c = c->next)
		if (form_diff_is(c, "code"))
			buf_add_fmt(&out, "%s%.*s = %.*s", out.n > 0 ? "\n" : "", STR_ARG(xml_attr_value(c, "value")),
			    STR_ARG(str_trim(c->text)));
	return buf_str(&out);
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct str *lines_of(struct arena *a, struct str text, size_t *n)
{
	size_t room = 1;
	struct str line;
	for (size_t i = 0; i < text.n; i++)
		room += text.p[i] == '\n';
	struct str *list = ARENA_ARRAY(a, struct str, room);
	for (*n = 0; str_next(&text, '\n', &line);)
		if (line.n > 0)
			list[(*n)++] = line;
	return list;
}

struct str form_diff_only_in(struct arena *a, struct str text, struct str other)
{
	size_t n, n_others;
	struct str *lines = lines_of(a, text, &n), *others = lines_of(a, other, &n_others);
	struct buf out = buf_new(a);
	if (n_others > 0)
		qsort(others, n_others, sizeof *others, by_text);
	for (size_t i = 0; i < n; i++)
		if (n_others == 0 || bsearch(&lines[i], others, n_others, sizeof *others, by_text) == NULL)
			buf_add_fmt(&out, "%s%.*s", out.n > 0 ? "; " : "", STR_ARG(lines[i]));
	return buf_str(&out);
}

struct str form_diff_rule(struct arena *a, const struct xml_node *rule)
{
	static const char *const parts[][2] = { { "require", "verlangt" }, { "forbid", "verbietet" },
		{ "valid", "es gilt" }, { "when", "wenn" }, { "message", "Meldung" }, { "prose", "Satz" }, { "name", "Name" },
		{ "for", "zu Feld" } };
	struct buf out = buf_new(a);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct str v = xml_attr_value(rule, parts[i][0]);
		if (v.n > 0)
			buf_add_fmt(&out, "%s%s: %.*s", out.n > 0 ? "; " : "", parts[i][1], STR_ARG(v));
	}
	return buf_str(&out);
}

/* What a rule keeps when it is changed: its number in the catalogue, its name there or what it says to people. */
static struct str rule_key(const struct xml_node *rule)
{
	static const char *const names[] = { "fim", "name", "message" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct str v = xml_attr_value(rule, names[i]);
		ptrdiff_t version = i == 0 ? str_find(v, 'V') : -1;
		if (v.n > 0)
			return version > 0 ? str_sub(v, 0, (size_t)version) : v;
	}
	return STR("");
}

struct xml_node *form_diff_rule_again(const struct xml_node *x, const struct xml_node *rule)
{
	const struct xml_node *found = NULL, *const sides[] = { rule->parent, x };
	struct str key = rule_key(rule);
	for (size_t i = 0; i < 2 && key.n > 0; i++) {
		found = NULL;
		for (const struct xml_node *c = sides[i]->first; c != NULL; c = c->next) {
			if (!form_diff_is(c, "rule") || !str_eq(rule_key(c), key))
				continue;
			if (found != NULL)
				return NULL;
			found = c;
		}
	}
	return (struct xml_node *)(uintptr_t)found;
}

const char *form_diff_kind(const char *attribute)
{
	static const struct {
		const char *kind, *attributes;
	} kinds[] = {
		{ "label", "label" },
		{ "hint", "hint" },
		{ "required", "required optional one-of" },
		{ "bounds", "min-length max-length pattern letters max-size types places" },
		{ "codes", "codes" },
		{ "condition", "relevant constraint calculate message missing" },
		{ "legal", "legal" },
		{ "version", "fim" },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct str rest = str_c(kinds[i].attributes), one;
		while (str_next(&rest, ' ', &one))
			if (str_eq_c(one, attribute))
				return kinds[i].kind;
	}
	return strcmp(attribute, "min") == 0 || strcmp(attribute, "max") == 0 ? "bounds" : "other";
}

static struct str labels_around(struct arena *a, const struct xml_node *x)
{
	struct str where = STR("");
	for (const struct xml_node *up = x->parent; up != NULL; up = up->parent) {
		struct str label = form_diff_is(up, "group") ? str_trim(xml_attr_value(up, "label")) : STR("");
		if (label.n > 0)
			where = str_fmt(a, "%.*s%s%.*s", STR_ARG(label), where.n > 0 ? " › " : "", STR_ARG(where));
	}
	return where;
}

struct form_change *form_diff_add(struct diff_list *l, enum form_change_kind kind, const struct diff_entry *e,
    const char *what, struct str name, struct str before, struct str after)
{
	if (l->n == l->cap) {
		size_t cap = l->cap == 0 ? 32 : l->cap * 2;
		l->list = arena_grow(l->a, l->list, l->cap * sizeof *l->list, cap * sizeof *l->list);
		l->cap = cap;
	}
	struct form_change *c = &l->list[l->n++];
	bool inner = e->x->parent != NULL && form_diff_is(e->x->parent, "list"); /* its list has the label */
	*c = (struct form_change){
		.kind = kind,
		.path = e->path,
		.fim = str_dup(l->a, xml_attr_value(e->x, "fim")),
		.label = str_dup(l->a, xml_attr_value(inner ? e->x->parent : e->x, "label")),
		.where = labels_around(l->a, e->x),
		.what = what,
		.name = str_dup(l->a, name),
		.before = str_dup(l->a, before),
		.after = str_dup(l->a, after),
		.times = form_diff_is(e->x, "group") || form_diff_is(e->x, "list"),
		.pos = e->x->pos,
	};
	return c;
}
