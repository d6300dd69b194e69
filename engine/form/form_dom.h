/* SPDX-License-Identifier: EUPL-1.2
 * Writing a definition as native elements in memory: how other languages become ours. Every element and attribute has
 * the place of what it was made from, so that findings point into the original. */
#ifndef OZG_FORM_FORM_DOM_H
#define OZG_FORM_FORM_DOM_H

#include "form/form_read.h"

/* A new last child of up (NULL: a root), made from the element from. */
struct xml_node *form_dom_element(struct arena *a, struct xml_node *up, const char *name, const struct xml_node *from);

/* Hangs n, which stands nowhere, behind the last child of up. */
void form_dom_append(struct xml_node *up, struct xml_node *n);

/* Sets an attribute made from the element from. An empty value sets nothing. */
void form_dom_attr(
    struct arena *a, struct xml_node *n, const char *name, struct str value, const struct xml_node *from);

#endif
