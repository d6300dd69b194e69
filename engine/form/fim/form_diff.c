/* SPDX-License-Identifier: EUPL-1.2
 * The differences of two forms in words an admin reads: what is new, gone, elsewhere or other than before. */
#include "form/fim/diff_tree.h"

/* For json_pack and s%. */
#define STR_JSON(s) ((s).p == NULL ? "" : (s).p), (s).n

/* ---- one element ---- */

/* Every attribute of the two, once; ids are the path, codes are compared by what the list says. */
static void compare_attrs(struct diff_list *l, const struct diff_entry *was, const struct diff_entry *is)
{
	const struct xml_node *const sides[] = { was->x, is->x };
	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < sides[s]->n_attrs; i++) {
			char *name = str_cdup(l->a, sides[s]->attrs[i].name);
			if (strcmp(name, "id") == 0 || strcmp(name, "codes") == 0 || (s == 1 && xml_attr(was->x, name) != NULL))
				continue;
			struct str before = xml_attr_value(was->x, name), after = xml_attr_value(is->x, name);
			if (!str_eq(before, after))
				form_diff_add(l, FORM_DIFF_CHANGED, is, form_diff_kind(name), before, after);
		}
}

static bool has_rule(struct arena *a, const struct xml_node *x, struct str rule)
{
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "rule") && str_eq(form_diff_rule(a, c), rule))
			return true;
	return false;
}

static void compare_rules(struct diff_list *l, const struct diff_entry *was, const struct diff_entry *is)
{
	for (const struct xml_node *c = was->x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "rule") && !has_rule(l->a, is->x, form_diff_rule(l->a, c)))
			form_diff_add(l, FORM_DIFF_CHANGED, is, "rule", form_diff_rule(l->a, c), STR(""));
	for (const struct xml_node *c = is->x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "rule") && !has_rule(l->a, was->x, form_diff_rule(l->a, c)))
			form_diff_add(l, FORM_DIFF_CHANGED, is, "rule", STR(""), form_diff_rule(l->a, c));
}

/* Only the codes that differ. */
static void compare_codes(struct diff_list *l, const struct diff_entry *is, struct str was_codes, struct str is_codes)
{
	struct buf gone = buf_new(l->a), fresh = buf_new(l->a);
	struct str rest = was_codes, line, framed = str_fmt(l->a, "\n%.*s\n", STR_ARG(is_codes));
	while (str_next(&rest, '\n', &line))
		if (line.n > 0 && str_find_str(framed, str_fmt(l->a, "\n%.*s\n", STR_ARG(line))) < 0)
			buf_add_fmt(&gone, "%s%.*s", gone.n > 0 ? "; " : "", STR_ARG(line));
	rest = is_codes;
	framed = str_fmt(l->a, "\n%.*s\n", STR_ARG(was_codes));
	while (str_next(&rest, '\n', &line))
		if (line.n > 0 && str_find_str(framed, str_fmt(l->a, "\n%.*s\n", STR_ARG(line))) < 0)
			buf_add_fmt(&fresh, "%s%.*s", fresh.n > 0 ? "; " : "", STR_ARG(line));
	if (gone.n + fresh.n > 0)
		form_diff_add(l, FORM_DIFF_CHANGED, is, "codes", buf_str(&gone), buf_str(&fresh));
}

static void compare(struct diff_list *l, const struct diff_tree *old, const struct diff_entry *was,
    const struct diff_tree *now, const struct diff_entry *is)
{
	if (!str_eq(was->x->name, is->x->name))
		form_diff_add(l, FORM_DIFF_CHANGED, is, "type", was->x->name, is->x->name);
	compare_attrs(l, was, is);
	struct str before = str_trim(was->x->text), after = str_trim(is->x->text);
	if (!str_eq(form_xml_plain(l->a, before), form_xml_plain(l->a, after)))
		form_diff_add(l, FORM_DIFF_CHANGED, is, "text", before, after);
	if (form_diff_is(is->x, "list") && was->x->first != NULL && is->x->first != NULL) {
		struct diff_entry w = { is->path, (struct xml_node *)(uintptr_t)was->x->first, 0 };
		struct diff_entry i = { is->path, (struct xml_node *)(uintptr_t)is->x->first, 0 };
		if (!str_eq(w.x->name, i.x->name))
			form_diff_add(l, FORM_DIFF_CHANGED, is, "type", w.x->name, i.x->name);
		compare_attrs(l, &w, &i);
	}
	compare_codes(l, is, form_diff_codes(l->a, old, was->x), form_diff_codes(l->a, now, is->x));
	if (form_diff_is(is->x, "group") && form_diff_is(was->x, "group"))
		compare_rules(l, was, is);
}

/* ---- both forms ---- */

static struct str last_id(struct str path)
{
	size_t at = path.n;
	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return str_sub(path, at, path.n);
}

/* The only element with this id that stands in one form and not at the same path in the other; NULL: none or several.
 */
static struct diff_entry *only_one(const struct diff_tree *t, const struct diff_tree *other, struct str id)
{
	struct diff_entry *found = NULL;
	for (size_t i = 0; i < t->n; i++) {
		if (!str_eq(last_id(t->entries[i].path), id) || form_diff_tree_find(other, t->entries[i].path) != NULL)
			continue;
		if (found != NULL)
			return NULL;
		found = &t->entries[i];
	}
	return found;
}

/* Where an element that is new at this path stood before; NULL when it is new altogether. */
static struct diff_entry *moved_from(
    const struct diff_tree *old, const struct diff_tree *now, const struct diff_entry *is)
{
	struct str id = last_id(is->path);
	return only_one(now, old, id) == NULL ? NULL : only_one(old, now, id);
}

static bool is_inside_new(const struct diff_tree *other, struct str path)
{
	for (size_t i = path.n; i > 0; i--)
		if (path.p[i - 1] == '/' && form_diff_tree_find(other, str_sub(path, 0, i - 1)) == NULL)
			return true;
	return false;
}

static struct str child_text(const struct xml_node *form, const char *name)
{
	const struct xml_node *c = xml_child(form, FORM_NS, name);
	return c == NULL ? STR("") : str_trim(c->text);
}

static void compare_forms(struct diff_list *l, const struct diff_tree *old, const struct diff_tree *now)
{
	struct diff_entry was = { STR(""), old->form, 0 }, is = { STR(""), now->form, 0 };
	static const char *const texts[] = { "title", "intro" };
	compare_attrs(l, &was, &is);
	for (size_t i = 0; i < 2; i++)
		if (!str_eq(form_xml_plain(l->a, child_text(old->form, texts[i])),
		        form_xml_plain(l->a, child_text(now->form, texts[i]))))
			form_diff_add(
			    l, FORM_DIFF_CHANGED, &is, "text", child_text(old->form, texts[i]), child_text(now->form, texts[i]));
	compare_rules(l, &was, &is);
}

bool form_diff(struct arena *a, const struct form_source *old_source, const struct form_source *now_source,
    const struct form_change **list, size_t *n, struct diags *d)
{
	struct form_reader r = { .a = a, .scratch = a, .d = d };
	struct diff_tree old, now;
	struct diff_list l = { .a = a };
	if (!form_diff_tree_read(&r, old_source, &old) || !form_diff_tree_read(&r, now_source, &now))
		return false;
	compare_forms(&l, &old, &now);
	for (size_t i = 0; i < now.n; i++) {
		const struct diff_entry *is = &now.in_order[i], *was = form_diff_tree_find(&old, is->path);
		const struct diff_entry *from = was == NULL ? moved_from(&old, &now, is) : NULL;
		if (from != NULL)
			form_diff_add(&l, FORM_DIFF_MOVED, is, NULL, from->path, is->path);
		if (was != NULL || from != NULL)
			compare(&l, &old, was != NULL ? was : from, &now, is);
		else if (!is_inside_new(&old, is->path))
			form_diff_add(&l, FORM_DIFF_ADDED, is, NULL, STR(""), STR(""));
	}
	for (size_t i = 0; i < old.n; i++) {
		const struct diff_entry *was = &old.in_order[i];
		if (form_diff_tree_find(&now, was->path) == NULL && !is_inside_new(&now, was->path) &&
		    (only_one(&old, &now, last_id(was->path)) == NULL || only_one(&now, &old, last_id(was->path)) == NULL))
			form_diff_add(&l, FORM_DIFF_REMOVED, was, NULL, STR(""), STR(""));
	}
	*list = l.list;
	*n = l.n;
	return true;
}

/* ---- words ---- */

static const char *word_of(const char *what)
{
	static const struct {
		const char *what, *word;
	} words[] = { { "type", "Art" }, { "label", "Beschriftung" }, { "hint", "Hilfetext" }, { "required", "Pflicht" },
		{ "bounds", "Grenzen" }, { "codes", "Auswahl" }, { "rule", "Regel" }, { "condition", "Bedingung" },
		{ "text", "Text" }, { "legal", "Rechtsgrundlage" }, { "version", "Fassung" } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].what, what) == 0)
			return words[i].word;
	return "Anderes";
}

static struct str quoted(struct arena *a, struct str s)
{
	return s.n == 0 ? STR("nichts") : str_fmt(a, "„%.*s“", STR_ARG(s));
}

struct str form_change_text(struct arena *a, const struct form_change *c)
{
	struct str who = c->path.n == 0 ? STR("Das Formular") : c->path, before = quoted(a, c->before),
	           after = quoted(a, c->after);
	if (c->label.n > 0)
		who = str_fmt(a, "%.*s „%.*s“", STR_ARG(who), STR_ARG(c->label));
	switch (c->kind) {
	case FORM_DIFF_ADDED:
		return str_fmt(a, "%.*s ist neu.", STR_ARG(who));
	case FORM_DIFF_REMOVED:
		return str_fmt(a, "%.*s entfällt.", STR_ARG(who));
	case FORM_DIFF_MOVED:
		return str_fmt(a, "%.*s steht jetzt hier statt bei %.*s.", STR_ARG(who), STR_ARG(c->before));
	case FORM_DIFF_CHANGED:
		return str_fmt(
		    a, "%.*s, %s: bisher %.*s, jetzt %.*s.", STR_ARG(who), word_of(c->what), STR_ARG(before), STR_ARG(after));
	case FORM_DIFF_CONFLICT:
		break;
	}
	return str_fmt(a, "%.*s, %s: bei Ihnen %.*s, im Katalog %.*s. Ihre Fassung bleibt.", STR_ARG(who), word_of(c->what),
	    STR_ARG(before), STR_ARG(after));
}

json_t *form_changes_json(const struct form_change *list, size_t n)
{
	static const char *const kinds[] = { "added", "removed", "moved", "changed", "conflict" };
	json_t *out = json_array();
	for (size_t i = 0; i < n; i++) {
		const struct form_change *c = &list[i];
		const char *what = c->what == NULL ? "" : c->what;
		json_array_append_new(out, json_pack("{s:s,s:s%,s:s%,s:s%,s:s,s:s%,s:s%}", "kind", kinds[c->kind], "path",
		                               STR_JSON(c->path), "fim", STR_JSON(c->fim), "label", STR_JSON(c->label), "what",
		                               what, "before", STR_JSON(c->before), "after", STR_JSON(c->after)));
	}
	return out;
}
