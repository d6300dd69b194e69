/* SPDX-License-Identifier: EUPL-1.2
 * What the caseworkers' pages share: who acts, a case with the definitions it is bound to, the page that shows it. */
#ifndef OZG_FCGI_OFFICE_H
#define OZG_FCGI_OFFICE_H

#include "cases/case.h"
#include "form/form.h"
#include "pages.h"

/* Whoever is signed in. */
struct case_actor office_actor(const struct ctx *c);

/* "/office/vorgang/ochsenfurt/OCH-2026-000001" */
struct str office_case_address(const struct ctx *c, struct str number);

/* A case with all that its pages need. */
struct office_case {
	struct str address;
	struct case_actor actor;
	struct case_file file;
	const struct form *form; /* the citizen's, in the version that was sent; NULL: nobody has applied */
	const struct flow *flow; /* the version that the case runs */
	struct form_world world;
};

/* The case of this address. ERR_NOTFOUND: there is none, or it is no business of this person's. */
bool office_case_load(struct ctx *c, struct office_case *k, struct err *err) MUST_CHECK;

/* A task form as far as it is filled in. */
struct office_entry {
	int64_t token;
	const struct form *form; /* NULL: there is none, a take-over was not confirmed */
	const json_t *answers;
	const struct form_state *state;
	size_t page;
	bool show_errors; /* else: it asks for more than was shown before */
};

/* Renders the case; the task of entry with what was entered, all others as they are first seen. entry may be NULL. */
bool office_case_show(
    struct ctx *c, const struct office_case *k, const struct office_entry *entry, struct err *err) MUST_CHECK;

/* Answers of a task form from the JSON text in a hidden field: an empty object for a text that is none. */
json_t *office_answers_read(struct ctx *c, struct str text);

#endif
