/* SPDX-License-Identifier: EUPL-1.2
 * Code lists in genericode, from a folder or as texts, found by their canonical URI. */
#ifndef OZG_FORM_CODE_FOLDER_H
#define OZG_FORM_CODE_FOLDER_H

#include "base/diag.h"
#include "base/err.h"
#include "base/str.h"

struct code_folder;

/* Looks at every *.xml and *.gc in the folder and in its subfolders (one level). The list lives in a; files that are no
 * code list are passed over. NULL with err when the folder cannot be read. */
struct code_folder *form_code_folder_open(struct arena *a, const char *path, struct err *err);

/* An empty one, for lists that come as texts. Lives in a. */
struct code_folder *form_code_folder_new(struct arena *a);

/* Adds a list; text must live as long as f. False with the reason in d when it is no XML or no code list with a URI;
 * *uri_r and *version_r (may be empty) are what it calls itself. */
bool form_code_folder_add(
    struct code_folder *f, struct str text, struct str *uri_r, struct str *version_r, struct diags *d) MUST_CHECK;

/* For form_options.codelist: arg is the folder, *text lives in its arena. Without a version the newest: versions are
 * compared by their numbers, 2.10 is newer than 2.9. */
bool form_code_folder_find(void *arg, struct str uri, struct str version, struct str *text);

#endif
