/* SPDX-License-Identifier: EUPL-1.2
 * An e-mail as text: built from checked parts (RFC 5322, RFC 2045, RFC 2047), sent by SMTP (RFC 5321). */
#ifndef OZG_NOTIFY_MAIL_H
#define OZG_NOTIFY_MAIL_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/err.h"

/* ---- templates ---- */

/* A text file: "Betreff: …", an empty line, the text; {name} stands for a value. Other braces are mistakes. */
struct mail_template {
	struct str subject;
	struct str body;
};

/* The values a mail may name. There are no others: an e-mail says that there is news, and nothing about the person. */
struct mail_values {
	struct str nummer;         /* number of the application */
	struct str leistung;       /* title of the form */
	struct str kommune;        /* name of the municipality */
	struct str gebuehr;        /* what it costs: "12,50 €"; empty when the workflow does not know it */
	struct str status;         /* as the status page shows it */
	struct str status_url;     /* address of the status page */
	struct str zustimmung_url; /* where somebody else agrees to an application */
};

/* Reads and checks source; *out borrows from it. False with findings in d. */
bool mail_template_read(struct str source, struct mail_template *out, struct diags *d) MUST_CHECK;

/* The text with its values put in. Line breaks and other controls inside a value become spaces. */
struct str mail_fill(struct arena *a, struct str text, const struct mail_values *v);

/* ---- the message ---- */

struct mail {
	struct str from;       /* "post@example.org" or "Name <post@example.org>" */
	struct str to;         /* one plain address */
	struct str subject;    /* UTF-8, one line */
	struct str body;       /* UTF-8, lines end in \n */
	struct str message_id; /* left part of the Message-ID: letters, digits, '-' and '.'; the same for every attempt */
	int64_t date;          /* seconds since 1970 */
};

/* The address in "Name <address>", or the text itself. */
struct str mail_address(struct str from);

/* Adds the message with CRLF line ends to out. False with ERR_INPUT when a part could break out of its line or is not
 * UTF-8; nothing is sent in that case, rather than something else. */
bool mail_build(struct buf *out, const struct mail *m, struct err *err) MUST_CHECK;

/* ---- SMTP ---- */

/* Hands the message over. url as libcurl knows it: "smtp://host:25", "smtps://user:password@host"; with smtp:// the
 * connection is encrypted when the server offers it. Gives up after 30 seconds. True only when the server has accepted
 * the message. False with ERR_INPUT when it refused sender, receiver or message for good (5xx), else ERR_BROKEN: later
 * may be better, also when the server refuses us (greeting, sign-in). */
bool mail_send(const char *url, struct str from, struct str to, struct str message, struct err *err) MUST_CHECK;

#endif
