/* SPDX-License-Identifier: EUPL-1.2
 * Between form_diff.c and form_merge.c: the elements of a native tree by path, and comparing two of them. */
#ifndef OZG_FORM_DIFF_TREE_H
#define OZG_FORM_DIFF_TREE_H

#include "form/fim/form_diff.h"
#include "form/form_dom.h"

struct diff_entry {
	struct str path;
	struct xml_node *x;
	size_t order; /* in the text */
};

struct diff_tree {
	struct xml_node *form;
	struct diff_entry *entries; /* in the order of their paths */
	size_t n;
	struct diff_entry *in_order; /* in the order of the text */
};

/* A list that grows. */
struct diff_list {
	struct arena *a;
	struct form_change *list;
	size_t n, cap;
};

/* Reads a definition as native elements; false with findings. The tree is writable. */
bool form_diff_tree_read(struct form_reader *r, const struct form_source *source, struct diff_tree *out);

/* The element at the path; NULL when there is none. */
struct diff_entry *form_diff_tree_find(const struct diff_tree *t, struct str path);

/* The named list that the element chooses from; NULL when it has none. */
struct xml_node *form_diff_codelist(const struct diff_tree *t, const struct xml_node *x);

/* Codes and their words, one a line: to be compared, and read by people. */
struct str form_diff_codes(struct arena *a, const struct diff_tree *t, const struct xml_node *x);

/* The lines of a text that another one lacks, as one line: "2 = zwei; 3 = drei". */
struct str form_diff_only_in(struct arena *a, struct str text, struct str other);

/* A rule as one text. */
struct str form_diff_rule(struct arena *a, const struct xml_node *rule);

/* The same rule in x, where it may say something else; NULL when there is none or it cannot be told which. */
struct xml_node *form_diff_rule_again(const struct xml_node *x, const struct xml_node *rule);

bool form_diff_is_element(const struct xml_node *x); /* group, list, note or field */
bool form_diff_is(const struct xml_node *x, const char *name);

/* Which kind of change an attribute is ("bounds", …). */
const char *form_diff_kind(const char *attribute);

/* name: of the attribute, or empty. The new change lives until the next one is added. */
struct form_change *form_diff_add(struct diff_list *l, enum form_change_kind kind, const struct diff_entry *e,
    const char *what, struct str name, struct str before, struct str after);

#endif
