/* SPDX-License-Identifier: EUPL-1.2
 * Native elements made in memory. */
#include "form/form_dom.h"

void form_dom_append(struct xml_node *up, struct xml_node *n)
{
	/* The tree is read-only to everybody else; these nodes are ours. */
	struct xml_node *last = (struct xml_node *)(uintptr_t)up->first;
	n->parent = up;
	if (last == NULL) {
		up->first = n;
		return;
	}
	while (last->next != NULL)
		last = (struct xml_node *)(uintptr_t)last->next;
	last->next = n;
}

struct xml_node *form_dom_element(struct arena *a, struct xml_node *up, const char *name, const struct xml_node *from)
{
	struct xml_node *n = ARENA_NEW(a, struct xml_node);
	n->name = str_c(name);
	n->ns = STR(FORM_NS);
	n->pos = from->pos;
	n->text_pos = from->text_pos;
	if (up != NULL)
		form_dom_append(up, n);
	return n;
}

void form_dom_attr(struct arena *a, struct xml_node *n, const char *name, struct str value, const struct xml_node *from)
{
	if (value.n == 0)
		return;
	struct xml_attr *grown = ARENA_ARRAY(a, struct xml_attr, n->n_attrs + 1);
	if (n->n_attrs > 0)
		memcpy(grown, n->attrs, n->n_attrs * sizeof *grown);
	grown[n->n_attrs++] = (struct xml_attr){ .name = str_c(name), .value = value, .pos = from->text_pos };
	n->attrs = grown;
}
