/* SPDX-License-Identifier: EUPL-1.2
 * HTML templates: Mustache syntax, compiled at load against the descriptor of the struct they will be given, escaped by
 * place, no raw form.
 *
 *   {{name}} value   {{a.b}} value of a sub-struct   {{#x}} … {{/x}} list, struct or true   {{^x}} … {{/x}} not
 *   {{> part}} another template file   {{! }} comment   {{_ key}} text from the catalogue   {{_ key a b}} the same
 *   with values put in for {1}, {2}
 *
 * A list or struct section, and the parts in it, see the struct's names before those outside. True is a text that is
 * not empty, a number that is not 0, a bool, a list with items, a struct that is there. A tag other than a value alone
 * on its line takes the line with it (Mustache specification); a part is not indented.
 *
 * Sections and parts may stand in text, in a quoted attribute value and between attributes:
 *   <input{{#required}} required{{/required}} class="a{{#wrong}} b{{/wrong}}">
 *
 * Refused with file, line and column: unknown names, values outside text or a quoted attribute, values in on*, style,
 * srcdoc, script, style or comments, attributes that are not on the allow-list (tpl_place.c), a section that ends in
 * another place (text, attribute) than it began. A value that begins a URL must be relative, https, http on loopback or
 * mailto, else it is replaced by "#"; inside a URL it is percent-encoded, "/" too: hand over a whole path as the
 * beginning. What script, iframe or base load may not begin with a value. */
#ifndef OZG_HTML_TPL_H
#define OZG_HTML_TPL_H

#include "base/diag.h"
#include "base/err.h"

enum tpl_type {
	TPL_STR,    /* struct str */
	TPL_CSTR,   /* const char *, NULL is empty */
	TPL_INT,    /* int64_t */
	TPL_SIZE,   /* size_t */
	TPL_BOOL,   /* bool */
	TPL_LIST,   /* struct tpl_list of structs described by sub */
	TPL_STRUCT, /* pointer to a struct described by sub; NULL is false */
	TPL_HERE,   /* a struct described by sub embedded at offset */
};

/* In the view struct: n items of the type that the descriptor's sub describes, one behind the other. */
struct tpl_list {
	const void *items;
	size_t n;
};

struct tpl_field {
	const char *name;
	enum tpl_type type;
	size_t offset;
	const struct tpl_struct *sub;
};

/* Describes one C struct to the templates. Tables of these are static const. */
struct tpl_struct {
	const char *name;
	size_t size;
	const struct tpl_field *fields; /* ends with a NULL name */
};

#define TPL_FIELD(type_, struct_, member)                                                                              \
	{                                                                                                                  \
#member, type_, offsetof(struct struct_, member), NULL                                                         \
	}
#define TPL_SUB(type_, struct_, member, sub_)                                                                          \
	{                                                                                                                  \
#member, type_, offsetof(struct struct_, member), sub_                                                         \
	}

/* Words by key in one language. find gives NULL when it does not know the key: then other is asked, and what it says is
 * marked with its language where an element may stand. A key that nobody knows is a compile error. */
struct tpl_texts {
	const void *arg;
	const char *(*find)(const void *arg, struct str key);
	const struct tpl_texts *other; /* may be NULL */
	const char *other_lang;        /* BCP 47 */
};

/* Where templates come from: folders searched in order (a municipality's theme first), file NAME.html. */
struct tpl_source {
	const char *const *dirs;
	size_t n_dirs;
	const struct tpl_texts *texts;
};

struct tpl; /* compiled, const */

/* Compiles dir/NAME.html and the parts it includes against view. NULL with findings in d, each naming its file; NAME is
 * of a-z 0-9 _ - and "/". A part that includes itself (directly or not) is allowed when it stands inside a list or
 * struct section; beyond a depth of 500 nothing is written. */
const struct tpl *tpl_load(
    struct arena *a, const struct tpl_source *src, const char *name, const struct tpl_struct *view, struct diags *d);

/* The same from memory, without parts: for tests and the fuzzer. */
const struct tpl *tpl_compile(
    struct arena *a, struct str source, const struct tpl_struct *view, const struct tpl_texts *texts, struct diags *d);

/* Adds the page to out. view is the struct that the template was compiled for. Never fails. */
void tpl_render(const struct tpl *t, const void *view, struct buf *out);

/* Adds text escaped for element content and for attribute values in either kind of quotes. */
void html_escape(struct buf *out, struct str text);

#endif
