/* SPDX-License-Identifier: EUPL-1.2
 * The differences of two forms: what is new, gone, elsewhere or other than before. */
#include "form/fim/diff_tree.h"

/* ---- one element ---- */

/* Every attribute of the two, once; ids are the path, codes are compared by what the list says. */
static void compare_attrs(struct diff_list *l, const struct diff_entry *was, const struct diff_entry *is)
{
	const struct xml_node *const sides[] = { was->x, is->x };
	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < sides[s]->n_attrs; i++) {
			char *name = str_cdup(l->a, sides[s]->attrs[i].name);
			if (strcmp(name, "id") == 0 || strcmp(name, "codes") == 0 || strcmp(name, "origin") == 0 ||
			    (s == 1 && xml_attr(was->x, name) != NULL))
				continue;
			struct str before = xml_attr_value(was->x, name), after = xml_attr_value(is->x, name);
			if (!str_eq(before, after))
				form_diff_add(l, FORM_DIFF_CHANGED, is, form_diff_kind(name), str_c(name), before, after);
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
	for (const struct xml_node *c = was->x->first; c != NULL; c = c->next) {
		if (!form_diff_is(c, "rule") || has_rule(l->a, is->x, form_diff_rule(l->a, c)))
			continue;
		const struct xml_node *again = form_diff_rule_again(is->x, c);
		form_diff_add(l, FORM_DIFF_CHANGED, is, "rule", STR(""), form_diff_rule(l->a, c),
		    again == NULL ? STR("") : form_diff_rule(l->a, again));
	}
	for (const struct xml_node *c = is->x->first; c != NULL; c = c->next)
		if (form_diff_is(c, "rule") && !has_rule(l->a, was->x, form_diff_rule(l->a, c)) &&
		    form_diff_rule_again(was->x, c) == NULL)
			form_diff_add(l, FORM_DIFF_CHANGED, is, "rule", STR(""), STR(""), form_diff_rule(l->a, c));
}

/* Only the codes that differ. */
static void compare_codes(struct diff_list *l, const struct diff_entry *is, struct str was_codes, struct str is_codes)
{
	if (!str_eq(was_codes, is_codes))
		form_diff_add(l, FORM_DIFF_CHANGED, is, "codes", STR(""), form_diff_only_in(l->a, was_codes, is_codes),
		    form_diff_only_in(l->a, is_codes, was_codes));
}

static void compare(struct diff_list *l, const struct diff_tree *old, const struct diff_entry *was,
    const struct diff_tree *now, const struct diff_entry *is)
{
	if (!str_eq(was->x->name, is->x->name))
		form_diff_add(l, FORM_DIFF_CHANGED, is, "type", STR(""), was->x->name, is->x->name);
	compare_attrs(l, was, is);
	struct str before = str_trim(was->x->text), after = str_trim(is->x->text);
	if (!str_eq(form_xml_plain(l->a, before), form_xml_plain(l->a, after)))
		form_diff_add(l, FORM_DIFF_CHANGED, is, "text", STR(""), before, after);
	if (form_diff_is(is->x, "list") && was->x->first != NULL && is->x->first != NULL) {
		struct diff_entry w = { is->path, (struct xml_node *)(uintptr_t)was->x->first, 0 };
		struct diff_entry i = { is->path, (struct xml_node *)(uintptr_t)is->x->first, 0 };
		if (!str_eq(w.x->name, i.x->name))
			form_diff_add(l, FORM_DIFF_CHANGED, is, "type", STR(""), w.x->name, i.x->name);
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
			form_diff_add(l, FORM_DIFF_CHANGED, &is, "text", str_c(texts[i]), child_text(old->form, texts[i]),
			    child_text(now->form, texts[i]));
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
			form_diff_add(&l, FORM_DIFF_MOVED, is, NULL, STR(""), from->path, is->path);
		if (was != NULL || from != NULL)
			compare(&l, &old, was != NULL ? was : from, &now, is);
		else if (!is_inside_new(&old, is->path))
			form_diff_add(&l, FORM_DIFF_ADDED, is, NULL, STR(""), STR(""), STR(""));
	}
	for (size_t i = 0; i < old.n; i++) {
		const struct diff_entry *was = &old.in_order[i];
		if (form_diff_tree_find(&now, was->path) == NULL && !is_inside_new(&now, was->path) &&
		    (only_one(&old, &now, last_id(was->path)) == NULL || only_one(&now, &old, last_id(was->path)) == NULL))
			form_diff_add(&l, FORM_DIFF_REMOVED, was, NULL, STR(""), STR(""), STR(""));
	}
	*list = l.list;
	*n = l.n;
	return true;
}
