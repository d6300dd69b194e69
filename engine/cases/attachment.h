/* SPDX-License-Identifier: EUPL-1.2
 * Documents that citizens attach: stored encrypted as soon as they arrive, with a key that only the draft has, until
 * the application is sent. */
#ifndef OZG_CASES_ATTACHMENT_H
#define OZG_CASES_ATTACHMENT_H

#include "cases/case.h"
#include "db/db.h"

#include <jansson.h>

enum { ATTACHMENTS_MAX = 50 }; /* of one draft */

#define ATTACHMENTS_BYTES_MAX ((int64_t)60 * 1000 * 1000) /* of one draft together */

/* Stores the document for the draft of this secret and makes the answer that names it (form.h, struct form_file), which
 * is borrowed from a. It is kept for an hour; draft_save keeps it as long as the draft when its answers name it.
 * ERR_INPUT: the draft has as many documents, or bytes, as are taken. */
bool attachment_put(struct db *db, struct arena *a, struct str tenant, struct str secret, struct str name,
    struct str type, struct str bytes, json_t **answer_r, struct err *err) MUST_CHECK;

/* Copies the documents of a draft to another municipality: draft_move does it. */
bool attachment_copy(
    struct db *db, struct arena *a, struct str from, struct str to, struct str secret, struct err *err) MUST_CHECK;

struct attachment {
	struct str id;       /* 32 hex digits */
	struct str document; /* what it is: "Lebenslauf" */
	struct str name, type, path;
	int64_t size;
};

/* The documents of a case; the caller has loaded the case for somebody who may see it. */
bool attachment_list(struct db *db, struct arena *a, struct str tenant, struct str number,
    const struct attachment **list_r, size_t *n_r, struct err *err) MUST_CHECK;

/* One document of such a case, opened: the ledger says so. ERR_NOTFOUND; ERR_BROKEN when the bytes are not those that
 * were sent. */
bool attachment_open(struct db *db, struct arena *a, struct str tenant, struct str number, struct str id,
    const struct case_actor *actor, struct attachment *out, struct str *bytes_r, struct err *err) MUST_CHECK;

#endif
