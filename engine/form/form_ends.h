/* SPDX-License-Identifier: EUPL-1.2
 * Inside of the form module: what a form says besides its questions. Where an application ends early (stop), what must
 * hold before a page is left (the constraint of a page), what it costs (fee) and who else has to agree (consent).
 * All expressions are evaluated at the root, after the answers have been judged. */
#ifndef OZG_FORM_FORM_ENDS_H
#define OZG_FORM_FORM_ENDS_H

#include "form/form_model.h"

struct form_reader;
struct xml_node;

struct form_stop {
	const struct form_node *page;
	const struct xpath *when;
	struct str title, text, href, link;
	size_t change_page; /* the last page whose answers can change it */
	struct form_stop *next;
};

struct form_fee_rule {
	const struct xpath *amount, *relevant;
	struct str label, hint, legal;
	struct form_fee_rule *next;
};

struct form_consent_rule {
	struct str id, label, text;
	const struct xpath *relevant;
	const struct form_node *mail; /* an e-mail field */
	bool *shows;                  /* by page: may the other person read it? */
	struct form_consent_rule *next;
};

/* Read <stop> on a page, <fee> and <consent> in the form; form_build_ends compiles their expressions. */
void form_read_stop(struct form_reader *r, const struct xml_node *x, struct form_node *page);
void form_read_fee(struct form_reader *r, const struct xml_node *x);
void form_read_consent(struct form_reader *r, const struct xml_node *x);
void form_build_ends(struct form_reader *r);

/* The last steps of form_eval: drops what is demanded behind a stop, judges pages, adds fees up. */
void form_judge_ends(struct form_state *s);

#endif
