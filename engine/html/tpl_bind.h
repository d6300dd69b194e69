/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/html: names bound to the members of C structs. */
#ifndef OZG_HTML_TPL_BIND_H
#define OZG_HTML_TPL_BIND_H

#include "html/tpl_code.h"

/* The structs whose names are visible, innermost last, each kind once: an outer one of the same kind is hidden. */
struct tpl_scope {
	const struct tpl_struct *const *list;
	size_t n;
};

/* The scope inside a section of this kind of struct. */
struct tpl_scope tpl_scope_push(struct arena *a, struct tpl_scope s, const struct tpl_struct *inner);

bool tpl_scope_eq(struct tpl_scope a, struct tpl_scope b);

/* Finds a or a.b.c, from the innermost struct outwards. False with a finding's code and German sentence. */
bool tpl_bind(struct arena *a, struct tpl_scope scope, struct str name, struct tpl_ref *ref, const char **code,
    struct str *reason);

#endif
