/* SPDX-License-Identifier: EUPL-1.2
 * What is uploaded together with a form of the FIM catalogue: translated rules and code lists. */
#ifndef OZG_FCGI_ADMIN_FIM_H
#define OZG_FCGI_ADMIN_FIM_H

#include "admin.h"

/* The form of the catalogue in source as native text, with the files "regeln" and "codelisten" of this request. All
 * findings are in d, at their places in source; those about another file name it in their sentence. Each code list that
 * was sent is named, with the version that the form now holds or as not used. False with ERR_INPUT when there are
 * errors. */
bool admin_fim_native(
    struct ctx *c, struct str source, struct str *native_r, struct diags *d, struct err *err) MUST_CHECK;

#endif
