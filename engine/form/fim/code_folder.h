/* SPDX-License-Identifier: EUPL-1.2
 * A folder of code lists in genericode, found by their canonical URI. */
#ifndef OZG_FORM_CODE_FOLDER_H
#define OZG_FORM_CODE_FOLDER_H

#include "base/err.h"
#include "base/str.h"

struct code_folder;

/* Looks at every *.xml and *.gc in the folder and in its subfolders (one level). The list lives in a; files that are no
 * code list are passed over. NULL with err when the folder cannot be read. */
struct code_folder *form_code_folder_open(struct arena *a, const char *path, struct err *err);

/* For form_options.codelist: arg is the folder, *text lives in its arena. Without a version the newest: versions are
 * compared by their numbers, 2.10 is newer than 2.9. */
bool form_code_folder_find(void *arg, struct str uri, struct str version, struct str *text);

#endif
