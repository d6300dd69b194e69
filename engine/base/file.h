/* SPDX-License-Identifier: EUPL-1.2
 * A whole file as text. */
#ifndef OZG_BASE_FILE_H
#define OZG_BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

/* Reads all bytes of the file at path ("-": standard input) into a. False with ERR_NOTFOUND (there is none), ERR_INPUT
 * (more than max bytes, or a folder) or ERR_BROKEN; the sentence names the path. */
bool file_read(struct arena *a, const char *path, size_t max, struct str *out, struct err *err) MUST_CHECK;

#endif
