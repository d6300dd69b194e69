/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/xml: places in a source, and libxml2's errors in German. */
#ifndef OZG_XML_XML_ERROR_H
#define OZG_XML_XML_ERROR_H

#include "xml/xml.h"

#include <libxml/xmlerror.h>

/* Turns offsets into lines and columns; cheap when they are asked for in rising order. */
struct xml_places {
	struct str source;
	size_t start; /* 3 behind a byte order mark, else 0 */
	size_t at;    /* pos belongs to this offset */
	struct pos pos;
};

struct xml_places xml_places(struct str source);

/* Place of the byte at this offset; behind the end counts as the end. */
struct pos xml_place(struct xml_places *p, size_t at);

/* Offset of the last occurrence of mark before at, or at itself. */
size_t xml_back_to(struct str s, size_t at, struct str mark);

/* Adds one German error for e, which libxml2 noticed at offset at inside the element open (NULL: outside the root;
 * root NULL: before it). */
void xml_error_explain(struct diags *d, struct xml_places *p, const xmlError *e, size_t at, const struct xml_node *open,
    const struct xml_node *root);

#endif
