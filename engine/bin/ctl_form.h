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

/* The model of the form at path, with what --rules and --codelists name; NULL with findings in d. lint: also
 * what the checker finds beyond compiling. */
const struct form *ctl_form_read(const struct ctl *c, const char *path, bool lint, struct diags *d);

/* The text of the file at path; false with a finding. */
bool ctl_form_text(const struct ctl *c, const char *path, struct str *text, struct diags *d) MUST_CHECK;

/* form import with --base and --mine. */
enum ctl_exit ctl_form_merge(const struct ctl *c, const char *base_path, const char *mine_path);

/* --today, else the day of the clock, here. False when it is no day. */
bool ctl_form_today(const struct ctl *c, struct date *out) MUST_CHECK;

#endif
