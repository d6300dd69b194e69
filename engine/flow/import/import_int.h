/* SPDX-License-Identifier: EUPL-1.2
 * What the files of the import share: edits, variables, JUEL. Internal to engine/flow/import. */
#ifndef OZG_FLOW_IMPORT_IMPORT_INT_H
#define OZG_FLOW_IMPORT_IMPORT_INT_H

#include "flow/flow_model.h"
#include "flow/import/import.h"
#include "xml/xml.h"

/* Bytes of the source that give way to others. */
struct edit {
	size_t at, remove;
	struct str insert;
	size_t order; /* of edits at one place */
};

struct import_var {
	const struct xml_node *process; /* that declares it */
	struct str name;
	enum xpath_type type; /* XPATH_EMPTY: not known yet */
	bool many;
	bool local; /* known inside a repeated activity only: not declared */
};

/* A call hands one variable to another: they have the same type. */
struct import_pair {
	size_t a, b; /* indices of variables */
};

struct import {
	struct arena *arena;
	struct str source;
	struct diags *diags;
	const struct xml_node *root;
	size_t *lines; /* where each begins */
	size_t n_lines;
	struct edit *edits;
	size_t n_edits, cap_edits;
	struct import_var *vars;
	size_t n_vars, cap_vars;
	struct import_pair *pairs;
	size_t n_pairs, cap_pairs;
	const struct xml_node *process; /* whose elements are being looked at */
	struct str prefix;              /* of our attributes: "ozg:" */
	bool foreign;                   /* the file is another engine's */
};

/* ---- import_edit.c ---- */

void import_edit(struct import *m, size_t at, size_t remove, struct str insert);

/* Byte of a place in the source. */
size_t import_offset(const struct import *m, struct pos pos);

/* Byte behind the start tag of x; *empty_r says whether it is <x/>. */
size_t import_tag_end(const struct import *m, const struct xml_node *x, bool *empty_r);

/* The prefix of the element as written: "bpmn:" or "". */
struct str import_prefix(const struct import *m, const struct xml_node *x);

/* Adds NAME="VALUE" to the start tag, unless an attribute of that name in our namespace is there. */
void import_add_attr(struct import *m, const struct xml_node *x, const char *name, struct str value);

/* Takes the attribute away. */
void import_drop_attr(struct import *m, const struct xml_attr *attr);

/* Puts XML behind the start tag of x, opening it when it is empty. */
void import_prepend(struct import *m, const struct xml_node *x, struct str xml);

/* Other text in x. */
void import_set_text(struct import *m, const struct xml_node *x, struct str text);

/* <x …> becomes <element …>, with what is in it. */
void import_rename(struct import *m, const struct xml_node *x, const char *element);

/* Writes the source with all edits. */
void import_apply(struct import *m, struct buf *out);

/* ---- import_vars.c ---- */

/* The variable of the process being looked at, which now exists; of another one. */
struct import_var *import_var(struct import *m, struct str name);
struct import_var *import_var_of(struct import *m, const struct xml_node *process, struct str name);

/* Notes that both hold the same values. */
void import_var_pair(struct import *m, const struct import_var *a, const struct import_var *b);

/* What is known of one of a pair is known of the other. */
void import_var_match(struct import *m);

/* It is used as a value of this type; a contradiction is reported at pos. */
void import_var_type(struct import *m, struct str name, enum xpath_type type, struct pos pos);

/* ---- import_juel.c ---- */

/* Is the text an expression of JUEL: "${…}" or "#{…}"? */
bool import_is_juel(struct str text);

/* The XPath of "${…}", whose value must be of type want (XPATH_EMPTY: any). False with an error at the piece that
 * cannot be translated. */
bool import_juel(struct import *m, struct str text, struct pos pos, enum xpath_type want, struct str *xpath_r);

/* The same for what stands between the braces. */
bool import_juel_inner(struct import *m, struct str text, struct pos pos, enum xpath_type want, struct str *xpath_r,
    enum xpath_type *type_r);

/* ---- import_task.c ---- */

/* Value of the attribute in the namespace of one of the engines, or NULL. */
const struct xml_attr *import_vendor_attr(const struct xml_node *x, const char *name);
bool import_is_vendor(struct str ns);

/* One activity or event. */
void import_node(struct import *m, const struct xml_node *x);

/* ---- import_describe.c ---- */

/* Everything in a process that only describes. */
void import_describe(struct import *m, const struct xml_node *scope);

/* „Name“ (id): for messages. */
struct str import_label(struct import *m, const struct xml_node *x);

/* The text as an id of ours: small letters, digits, hyphens. */
struct str import_slug(struct arena *a, struct str text);

#endif
