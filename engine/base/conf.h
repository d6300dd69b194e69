/* SPDX-License-Identifier: EUPL-1.2
 * The configuration file: lines "key = value", comments from # at the beginning of a line, every key known.
 *
 *     # /etc/ozg/ozg.conf
 *     db_citizen = host=/run/postgresql dbname=ozg user=ozg_citizen
 *     base_url   = https://service.example.org
 *
 * A value reaches to the end of its line, without white space around it; there are no quotes and no continuation. */
#ifndef OZG_BASE_CONF_H
#define OZG_BASE_CONF_H

#include "base/diag.h"
#include "base/err.h"

/* What the file may say. Texts that are not given are "", never NULL; each program asks for what it needs. */
struct conf {
	const char *db_owner, *db_citizen, *db_office, *db_admin, *db_worker; /* libpq connection strings, one per role */
	const char *socket_dir;                                               /* folder of the FastCGI sockets */
	const char *share;     /* folder with templates/, static/, forms/, workflows/, schema/, mail/ */
	const char *smtp_url;  /* "smtp://host:25", "smtps://host:465" */
	const char *mail_from; /* sender: "post@example.org" or "Name <post@example.org>" */
	const char *base_url;  /* "https://service.example.org", without a slash at the end */
	const char *clamd;     /* socket of the virus scanner that looks at every upload; "": there is none */
	bool secure_cookies;   /* yes (default): cookies only over HTTPS; no: for a trial on loopback */
	unsigned processes;    /* children of each FastCGI pool, 1 to 256; default 4 */
};

/* Reads source into *out; every mistake is a finding in d (unknown, doubled or malformed key, value that is none).
 * False when there was one. Texts live in a. */
bool conf_parse(struct arena *a, struct str source, struct conf *out, struct diags *d) MUST_CHECK;

/* The same from the file at path (at most 64 KiB); a file that cannot be read is a finding without line. */
bool conf_read(struct arena *a, const char *path, struct conf *out, struct diags *d) MUST_CHECK;

/* False with ERR_INPUT naming key when value is "": for what a program cannot do without. */
bool conf_need(const char *value, const char *key, struct err *err) MUST_CHECK;

#endif
