/* SPDX-License-Identifier: EUPL-1.2
 * forms/language.xml, the one description of the form language, and what is made of it. */
#ifndef OZG_TESTS_LANGUAGE_H
#define OZG_TESTS_LANGUAGE_H

#include "xml/xml.h"

#define LANGUAGE_NS "urn:ozg:form-language:1"

struct language {
	struct arena *arena;
	struct str source;
	const struct xml_node *root;
};

/* Calls each with every attribute of the element, or of the <attributes>, and of those that it names in "also". */
void language_attributes(const struct language *l, const struct xml_node *element,
    void (*each)(void *arg, const struct xml_node *attribute), void *arg);

/* The description's child of that kind and name; NULL when there is none. */
const struct xml_node *language_find(const struct language *l, const char *kind, struct str name);

/* What stands in an element, as in the source, moved to the left. */
struct str language_inside(const struct language *l, const struct xml_node *x);

/* forms/form.xsd and forms/REFERENZ.md. */
void language_schema(const struct language *l, struct buf *out);
void language_manual(const struct language *l, struct buf *out);

#endif
