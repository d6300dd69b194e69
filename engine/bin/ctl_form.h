/* SPDX-License-Identifier: EUPL-1.2
 * What the commands about forms share: reading one, with what a form of the FIM catalogue needs besides its own file.
 */
#ifndef OZG_BIN_CTL_FORM_H
#define OZG_BIN_CTL_FORM_H

#include "bin/ctl.h"
#include "form/form.h"

/* Rules and code lists as --rules and --codelists name them; without these options there are none. False after an error
 * was added to d. */
bool ctl_form_options(const struct ctl *c, struct form_options *o, struct diags *d) MUST_CHECK;

/* The model of the form at path, with what --rules and --codelists name; NULL with findings in d. */
const struct form *ctl_form_read(const struct ctl *c, const char *path, struct diags *d);

#endif
