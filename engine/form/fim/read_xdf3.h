/* SPDX-License-Identifier: EUPL-1.2
 * Between the parts of the XDatenfelder 3 reader: structure (read_xdf3.c), fields (read_xdf3_field.c), code lists
 * (read_genericode.c), rules (read_rules.c). */
#ifndef OZG_FORM_READ_XDF3_H
#define OZG_FORM_READ_XDF3_H

#include "form/form_dom.h"

#define XDF3_NS "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"

/* A field or group where it stands. One element of the catalogue may stand in many places. */
struct xdf_place {
	struct str id;
	struct xdf_place *up;    /* NULL: directly in the form */
	struct xdf_place *next;  /* in the order of the text */
	struct xml_node *native; /* what became of it */
	bool group, label, boolean, file, repeat;
};

/* A code list that some field refers to. */
struct xdf_list {
	struct str key; /* URI, version and columns */
	struct str id;  /* of the native list; empty: it is not there */
	struct xdf_list *next;
};

struct xdf {
	struct form_reader *r;
	struct arena *a; /* of the native elements */
	const struct form_options *options;
	struct xml_node *form;
	struct xml_node *page; /* that fields and groups go to; NULL: none is open */
	bool page_of_fields;   /* opened by a field: other fields may follow */
	struct xdf_place *places, **end;
	struct xdf_list *lists;
};

/* The child of x with this name, in our namespace; NULL when there is none. */
const struct xml_node *form_xdf_child(const struct xml_node *x, const char *name);

/* Its text with single spaces, in normalization form C; empty when there is none. */
struct str form_xdf_text(struct xdf *d, const struct xml_node *x, const char *name);

/* The <code> in it, which belongs to no namespace. */
struct str form_xdf_code(const struct xml_node *x, const char *name);

/* "F60000000227V1.1.0" of a field, group or form. */
struct str form_xdf_origin(struct xdf *d, const struct xml_node *x);

/* What people read: its question, else its name, else its id. */
struct str form_xdf_label(struct xdf *d, const struct xml_node *x);

/* Makes the native field of the datenfeld x as a child of up. */
struct xml_node *form_xdf_field(struct xdf *d, struct xml_node *up, const struct xml_node *x, struct xdf_place *place);

/* The id of the native list for the codelisteReferenz in x; empty, with a warning, when it is not there. */
struct str form_xdf_codelist(struct xdf *d, const struct xml_node *x, const struct xml_node *reference);

/* Makes <codelist id> of a genericode text. key and name are the ids of the columns to use, empty: chosen as the list
 * recommends. NULL with a warning at from. */
struct xml_node *form_from_genericode(struct form_reader *r, struct str text, struct str id, struct str key,
    struct str name, struct str hint, const struct xml_node *from);

/* Adds a <rule> to the group of each translated rule. */
void form_xdf_rules(struct xdf *d, const struct xml_node *from);

#endif
