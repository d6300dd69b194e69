/* SPDX-License-Identifier: EUPL-1.2
 * Who else has to agree to an application, and whether they have. */
#ifndef OZG_FCGI_CONSENTS_H
#define OZG_FCGI_CONSENTS_H

#include "apply.h"
#include "views_citizen.h"

struct consents {
	struct tpl_list list; /* view_consent: one for each that the answers make necessary */
	bool complete;        /* all have agreed to these very answers */
	const json_t *given;  /* for the submission; NULL: nobody had to */
};

bool consents_load(struct ctx *c, const struct apply *ap, const struct form_state *s, struct consents *out,
    struct err *err) MUST_CHECK;

/* Asks for the consent with this id, which the answers make necessary: mail and all. ERR_INPUT: there is none of that
 * name. */
bool consents_ask(
    struct ctx *c, const struct apply *ap, const struct form_state *s, struct str id, struct err *err) MUST_CHECK;

/* What is kept of them with a case, as rows for parts/fee; NULL: nothing. */
const struct view_fee *consents_stored(struct ctx *c, const json_t *consents);

#endif
