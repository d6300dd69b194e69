/* SPDX-License-Identifier: EUPL-1.2
 * What differs between two forms, element by element, and how a new version from the catalogue is taken over into a
 * form that somebody worked on. Elements are known by the path of their answers: in forms of the catalogue that is made
 * of FIM ids, which a new version keeps. Pages give paths no level, so a layout of one's own is no difference. */
#ifndef OZG_FORM_FORM_DIFF_H
#define OZG_FORM_FORM_DIFF_H

#include "form/form.h"

enum form_change_kind {
	FORM_DIFF_ADDED,
	FORM_DIFF_REMOVED,
	FORM_DIFF_MOVED,    /* before and after are the paths */
	FORM_DIFF_CHANGED,  /* what changed, from before to after */
	FORM_DIFF_CONFLICT, /* of form_merge: before is mine, which stays; after is what the catalogue says */
};

struct form_change {
	enum form_change_kind kind;
	struct str path;  /* in the new form; of what is removed in the old one; empty: the form itself */
	struct str fim;   /* element and version in the catalogue; may be empty */
	struct str label; /* what people read; may be empty */
	struct str where; /* the groups around it, from the outermost, " › " between them; may be empty */
	const char *what; /* "type", "label", "hint", "required", "bounds", "codes", "rule", "condition", "text", "legal",
	                     "version", "other"; of a conflict also "element": one side took it out; NULL unless something
	                     changed */
	struct str name;  /* of the attribute; empty: none */
	struct str before, after;
	bool times;     /* of a group or list, which may stand there several times */
	bool open;      /* of a conflict: the side of the catalogue can be taken */
	bool taken;     /* of a conflict: it was, because the caller said so */
	struct pos pos; /* in the new form; of what is removed or in conflict in the old one, or mine */
};

struct form_changes {
	const struct form_change *list;
	size_t n;
};

/* A definition: native, or XDatenfelder with what it needs besides. */
struct form_source {
	struct str text;
	const struct form_options *options; /* NULL: none */
};

/* Adds all differences in the order of the new form, what is removed behind. *list lives in a. False when one of the
 * two cannot be read: findings in d. */
bool form_diff(struct arena *a, const struct form_source *old, const struct form_source *now,
    const struct form_change **list, size_t *n, struct diags *d) MUST_CHECK;

/* Three ways: mine was made of base, now is what came after base. Adds to out, as native XML, mine with everything that
 * now changed: layout, texts, rules and additions of mine stay. Where both changed the same, mine stays and the
 * conflict is in *list; nothing is dropped silently. Conflicts of an earlier run that stand in take (NULL: none) go the
 * other way. False with findings in d when a text cannot be read, or when the result has errors (then out is filled, so
 * that somebody can correct it). Comments of mine are not kept. */
bool form_merge(struct arena *a, const struct form_source *base, const struct form_source *mine,
    const struct form_source *now, const struct form_changes *take, struct buf *out, const struct form_change **list,
    size_t *n, struct diags *d) MUST_CHECK;

/* A change in German: as a sentence that names the element; without it ("Pflicht: bisher ja, jetzt nein"); what changed
 * alone ("Pflicht"), and one side of it ("ja"; what is very long is cut). The last two only of what changed or is in
 * conflict. */
struct str form_change_text(struct arena *a, const struct form_change *c);
struct str form_change_what(struct arena *a, const struct form_change *c);
struct str form_change_topic(const struct form_change *c);
struct str form_change_side(struct arena *a, const struct form_change *c, struct str side);

/* [{"kind","path","fim","label","what","attribute","before","after"}]; you own the reference. */
json_t *form_changes_json(const struct form_change *list, size_t n);

#endif
