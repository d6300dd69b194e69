/* SPDX-License-Identifier: EUPL-1.2
 * Media types (RFC 6838) as people call them. */
#ifndef OZG_BASE_MEDIA_H
#define OZG_BASE_MEDIA_H

#include "base/str.h"

/* "PDF", "JPEG", "Word"; the type itself when it has no name here. Borrowed. */
struct str media_label(struct str type);

/* Extension of file names without its dot; empty when the type is not known here. */
struct str media_extension(struct str type);

/* "PDF, JPEG, PNG" from types separated by spaces. Of a family with a star ("image" and a star behind the slash) those
 * that have a name. */
struct str media_labels(struct arena *a, struct str types);

/* The same types for the attribute accept of HTML, which knows families of pictures, sound and films only; empty when
 * another one is among them. */
struct str media_accept(struct arena *a, struct str types);

/* Is type one of the types separated by spaces, or of a family among them? Of other families than pictures, sound and
 * films only what has a name here. */
bool media_among(struct str types, struct str type);

/* "1,2 MB", "340 kB", "17 Byte": decimal units. */
struct str media_size(struct arena *a, int64_t bytes);

#endif
