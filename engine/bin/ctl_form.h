/* SPDX-License-Identifier: EUPL-1.2
 * What a form of the FIM catalogue needs besides its own file: for all commands that read one. */
#ifndef OZG_BIN_CTL_FORM_H
#define OZG_BIN_CTL_FORM_H

#include "bin/ctl.h"
#include "form/form.h"

/* Rules and code lists as --rules and --codelists name them; without these options there are none. False after an error
 * was added to d. */
bool ctl_form_options(const struct ctl *c, struct form_options *o, struct diags *d) MUST_CHECK;

#endif
