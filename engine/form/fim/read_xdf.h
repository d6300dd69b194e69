/* SPDX-License-Identifier: EUPL-1.2
 * Between the parts of the XDatenfelder reader: structure (read_xdf.c), heads and texts (xdf_head.c), fields
 * (read_xdf_field.c), pages (xdf_pages.c), XDatenfelder 2 (xdf2.c), code lists (read_genericode.c), rules
 * (read_rules.c), messages of the FIM quality check (xdf_quality.c). */
#ifndef OZG_FORM_READ_XDF_H
#define OZG_FORM_READ_XDF_H

#include "form/form_dom.h"

#define XDF3_NS "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
#define XDF2_NS "urn:xoev-de:fim:standard:xdatenfelder_2"

/* A field or group where it stands. One element of the catalogue may stand in many places. */
struct xdf_place {
	struct str id;
	struct str key;          /* its id in the native form */
	struct xdf_place *up;    /* NULL: directly in the form */
	struct xdf_place *next;  /* in the order of the text */
	const struct xml_node *from; /* the datenfeld or datenfeldgruppe */
	struct xml_node *native; /* what became of it */
	enum xpath_type type;    /* of the value of a field */
	bool group, choice, label, boolean, file, repeat;
	bool gone; /* the form has nothing of it */
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
	bool old; /* the file is XDatenfelder 2 */
	struct xml_node *form;
	struct xml_node *top; /* holds what stands directly in the form until it gets its pages */
	struct xdf_place *places, **end;
	size_t n_places;
	struct xdf_list *lists;
	json_t *rules; /* the translated rules: a list, or NULL */
};

/* ---- heads and texts (xdf_head.c) ---- */

/* The child of x with this name, in our namespace; NULL when there is none. */
const struct xml_node *form_xdf_child(const struct xml_node *x, const char *name);

/* Its text with single spaces, in normalization form C; empty when there is none. */
struct str form_xdf_text(struct xdf *d, const struct xml_node *x, const char *name);

/* The same for any text: one line. */
struct str form_xdf_line(struct arena *a, struct str text);

/* The <code> in it, which belongs to no namespace. */
struct str form_xdf_code(const struct xml_node *x, const char *name);

/* The id in the identifikation of a field, group, rule or form; empty when there is none. */
struct str form_xdf_id(const struct xml_node *x);

/* "F60000000227V1.1.0" of a field, group, rule or form. */
struct str form_xdf_origin(struct xdf *d, const struct xml_node *x);

/* What people read: its question, else its name, else its id. */
struct str form_xdf_label(struct xdf *d, const struct xml_node *x);

/* A table of what an element may hold: names, those that may come several times with a star in front, up to a NULL. */
void form_xdf_check_children(
    struct form_reader *r, const struct xml_node *x, const char *ns, const char *const *allowed, const char *version);

/* Id, version, release state and children of a schema, group or field. */
void form_xdf_check_head(struct xdf *d, const struct xml_node *x);
void form_xdf_check_struktur(struct xdf *d, const struct xml_node *s);

/* Sets fim and legal; s is the struktur around x, or NULL. */
void form_xdf_set_head(struct xdf *d, struct xml_node *n, const struct xml_node *s, const struct xml_node *x);

/* ---- fields (read_xdf_field.c) ---- */

/* Makes the native field of the datenfeld x as a child of up. */
struct xml_node *form_xdf_field(struct xdf *d, struct xml_node *up, const struct xml_node *x, struct xdf_place *place);

/* ---- code lists (read_genericode.c) ---- */

/* The id of the native list for the codelisteReferenz in x; empty, with a warning, when it is not there. */
struct str form_xdf_codelist(struct xdf *d, const struct xml_node *x, const struct xml_node *reference);

/* Makes <codelist id> of a genericode text. key and name are the ids of the columns to use, empty: chosen as the list
 * recommends. NULL with a warning at from. */
struct xml_node *form_from_genericode(struct form_reader *r, struct str text, struct str id, struct str key,
    struct str name, struct str hint, const struct xml_node *from);

/* ---- rules (read_rules.c, xdf_prose.c) ---- */

/* Reads the translated rules that the options bring into d->rules; findings at from. */
void form_xdf_load_rules(struct xdf *d, const struct xml_node *from);

/* Adds a <rule> to the group of each translated rule, and gives the rules back. */
void form_xdf_rules(struct xdf *d, const struct xml_node *from);

/* The rules of x that exist only as sentences, as elements of native: the group, or the form. about is the field they
 * belong to, or NULL. */
void form_xdf_prose(struct xdf *d, const struct xml_node *x, struct xml_node *native, const struct xdf_place *about);

/* ---- the rest ---- */

/* Sources for the answers that the catalogue wants to be known already (xdf_prefill.c). */
void form_xdf_prefill(struct xdf *d);

/* Gives what stands in d->top its pages and moves it into the form (xdf_pages.c). */
void form_xdf_pages(struct xdf *d);

/* The same tree as XDatenfelder 3 would say it, in r->scratch (xdf2.c). Findings for what XDatenfelder 2 does not know.
 */
const struct xml_node *form_xdf2_as_3(struct form_reader *r, const struct xml_node *x);

/* Says what the quality check of the FIM catalogue would say of a schema or group (xdf_quality.c): warnings and notes
 * with its number in their code ("fim-1045"). */
void form_xdf_quality(struct xdf *d, const struct xml_node *x);

#endif
