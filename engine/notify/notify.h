/* SPDX-License-Identifier: EUPL-1.2
 * Messages to applicants. The only channel so far is e-mail; it says that there is news, and where to read it. */
#ifndef OZG_NOTIFY_NOTIFY_H
#define OZG_NOTIFY_NOTIFY_H

#include "notify/outbox.h"

/* How this installation sends. */
struct notify {
	const char *smtp_url;
	const char *mail_from;
	const char *mail_dir; /* folder of the templates, NAME.txt */
	const char *base_url; /* without a slash at the end */
};

/* Sends the message m about an application whose form is called title. The address is the workflow variable "email"; a
 * case without one wants no mail: that is success with *sent_r false. The Message-ID is made from the key of m, so that
 * a receiver recognises a repetition. False: try again later, or
 * never, when it is ERR_INPUT: the message is at fault or the mail server refuses it for good. The sentence says why
 * and holds no personal data. */
bool notify_deliver(const struct notify *n, struct arena *a, const struct outbox_message *m, struct str title,
    bool *sent_r, struct err *err) MUST_CHECK;

#endif
