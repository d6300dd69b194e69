/* SPDX-License-Identifier: EUPL-1.2
 * Inside of the form module: from XML to the model. Everything is mutable until form_read returns; findings are
 * collected and nothing stops at the first. */
#ifndef OZG_FORM_FORM_READ_H
#define OZG_FORM_FORM_READ_H

#include "form/form_model.h"

#include "xml/xml.h"

#define FORM_NS "urn:ozg:form:1"

struct form_reader {
	struct arena *a;       /* of the model */
	struct arena *scratch; /* of the XML tree */
	struct diags *d;
	struct form *form;
	const struct xml_node **sources; /* the element of each node, by number */
	size_t cap_nodes, cap_refs;
	struct form_source_rule *rules; /* newest first */
	struct form_source_end *ends;   /* newest first */
	struct form_source_text *texts, **texts_end;
	const struct xml_node *root;
};

/* A text people read: where its German words stand in the model and in the definition. */
struct form_source_text {
	const struct str *german;
	const struct xml_node *x;
	const char *attr; /* NULL: the text in x */
	struct form_source_text *next;
};

/* A <rule> as it was read; its names are resolved when all members are known. */
struct form_source_rule {
	const struct xml_node *x;
	struct form_node *bearer;
	struct form_source_rule *next;
	const struct form_rule *rule; /* what became of it; NULL: it has errors */
};

/* A <stop>, <fee> or <consent> as it was read, and what it becomes (form_ends.h). */
struct form_source_end {
	const struct xml_node *x;
	void *end;
	struct form_source_end *next;
};

/* The steps of form_read, each adding all its findings to r->d. form_check and form_build may run after findings of
 * form_load as long as that returned true. */
bool form_load(struct form_reader *r, const struct xml_node *x); /* false: not a form at all */
void form_check(struct form_reader *r);
void form_build(struct form_reader *r);

/* Why the element is asked for: its attributes legal, data and retention. */
void form_read_purpose(struct form_reader *r, struct form_node *n, const struct xml_node *x);

/* prefill and prefill-mode of a field. */
void form_read_prefill(struct form_reader *r, struct form_node *n, const struct xml_node *x);

/* The attribute as a position in values, up to a NULL; 0, with a finding when it is another, where it is absent. */
unsigned form_attr_one_of(struct form_reader *r, const struct xml_node *x, const char *name, const char *const *values);

/* Reads all <texts>, when the texts of the form are known. */
void form_build_texts(struct form_reader *r);

/* "halter/vornamen@label": the place of a text in the definition. */
struct str form_text_path(struct arena *a, const struct form_source_text *t);

/* With single spaces in one line: how German words are compared. */
struct str form_text_flat(struct arena *a, struct str text);

/* ---- other languages: they are rewritten as elements of ours, with the places of the original ---- */

/* A message of XDatenfelder 2 or 3 as a native form. NULL with findings. options may be NULL. */
const struct xml_node *form_from_xdf(
    struct form_reader *r, const struct xml_node *x, const struct form_options *options);

bool form_is_xdf(const struct xml_node *x);

/* A definition in any language as elements of ours, in r->scratch; NULL with findings. */
const struct xml_node *form_read_tree(struct form_reader *r, struct str source, const struct form_options *options);

/* The element, of our namespace, as text. */
void form_write(struct buf *out, const struct xml_node *x);

/* The same of an element within a form, indented by depth. */
void form_write_part(struct buf *out, const struct xml_node *x, size_t depth);

/* Reads a <rule> that stands in bearer: the root or a group. form_build_rules compiles them. */
void form_read_rule(struct form_reader *r, const struct xml_node *x, struct form_node *bearer);
void form_build_rules(struct form_reader *r);

/* Compiles the attribute of x to an expression that is evaluated in instances of group; self is ".", or NULL. NULL when
 * there is no such attribute, or with findings. */
const struct xpath *form_compile(struct form_reader *r, const struct xml_node *x, const char *attr,
    enum xpath_type want, const struct form_node *group, const struct form_node *self);

/* The <code> children of x as a list without id. */
struct form_codelist *form_read_codes(struct form_reader *r, const struct xml_node *x);

/* Reads a named list and appends it to the lists of the form. */
void form_read_codelist(struct form_reader *r, const struct xml_node *x);

/* ---- what every element needs (form_xml.c) ---- */

/* Refuses attributes that are neither in common nor in own (lists up to a NULL; own may be NULL). Attributes of foreign
 * namespaces are none of our business. */
void form_xml_attrs(struct form_reader *r, const struct xml_node *x, const char *const *common, const char *const *own);

/* Refuses x. allowed, up to a NULL, is for "Meinten Sie …?"; a last "*" stands for all field types. */
void form_xml_unknown(struct form_reader *r, const struct xml_node *x, const char *const *allowed);

/* Refuses text directly in x, and elements in x. */
void form_xml_no_text(struct form_reader *r, const struct xml_node *x);
void form_xml_no_children(struct form_reader *r, const struct xml_node *x);

/* Words with single spaces; an empty line stays as the end of a paragraph. */
struct str form_xml_plain(struct arena *a, struct str text);

/* The attribute, trimmed, in normalization form C; empty when it is absent. */
struct str form_xml_text(struct form_reader *r, const struct xml_node *x, const char *name);

/* The same for a text people must see: a finding when it is absent or has more than max characters. */
void form_xml_label(struct form_reader *r, const struct xml_node *x, const char *name, size_t max, struct str *out);

/* Says that *german, read from the attribute (NULL: the text) of x, is for people and can be translated. It must stay
 * where it is. */
void form_xml_translatable(struct form_reader *r, const struct xml_node *x, const char *attr, const struct str *german);

/* form_xml_text into *out, which can be translated. */
void form_xml_words(struct form_reader *r, const struct xml_node *x, const char *attr, struct str *out);

/* The attribute id, checked; address: small letters only. */
struct str form_xml_id(struct form_reader *r, const struct xml_node *x, bool address);

/* The attribute as a whole number in lo..hi; fallback when it is absent, or wrong (then with a finding). */
int64_t form_attr_int(
    struct form_reader *r, const struct xml_node *x, const char *name, int64_t lo, int64_t hi, int64_t fallback);

/* The attribute, which may be "yes" or "no" (as when it is absent). */
bool form_attr_yes(struct form_reader *r, const struct xml_node *x, const char *name);

#endif
