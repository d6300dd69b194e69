/* SPDX-License-Identifier: EUPL-1.2
 * Which e-mail addresses mail can be sent to: one rule for the form that asks and the program that sends. */
#ifndef OZG_BASE_EMAIL_H
#define OZG_BASE_EMAIL_H

#include "base/str.h"

/* One plain address that SMTP can take: local@domain of ASCII without quotes, comments, white space or controls, at
 * most 254 bytes (RFC 5321 4.5.3.1, RFC 5322 3.4.1); international domains in their xn-- form. */
bool email_valid(struct str address);

#endif
