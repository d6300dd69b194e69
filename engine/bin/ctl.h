/* SPDX-License-Identifier: EUPL-1.2
 * What the commands of ozgctl share: arguments, exit codes, messages, and the things most of them open. */
#ifndef OZG_BIN_CTL_H
#define OZG_BIN_CTL_H

#include "base/conf.h"
#include "base/diag.h"
#include "cases/due.h"
#include "db/db.h"
#include "xml/xml.h"

enum ctl_exit {
	CTL_OK = 0,
	CTL_INPUT = 1,       /* what was given has errors */
	CTL_USAGE = 2,       /* wrong call */
	CTL_ENVIRONMENT = 3, /* database, files or schema are not as they must be */
};

struct ctl_option {
	const char *name, *value;
};

/* One call of the program. */
struct ctl {
	struct arena *arena; /* lives as long as the program */
	const char **args;   /* without command and options */
	size_t n_args;
	struct ctl_option *options;
	size_t n_options;
};

/* Value of option --name (of the last one, when there are several), or NULL. A flag has the value "". */
const char *ctl_option(const struct ctl *c, const char *name);

/* Prints the sentence on stderr and returns the exit code for its kind. */
enum ctl_exit ctl_fail(const struct err *err);

/* Prints findings: lines on stderr, or with --json one JSON list on stdout for all of them together. d points to n
 * lists. CTL_INPUT when there is an error among them, else CTL_OK. */
enum ctl_exit ctl_print_diags(const struct ctl *c, const struct diags *d, size_t n);

/* The configuration (--config, else /etc/ozg/ozg.conf); exits with CTL_ENVIRONMENT and the findings when it is not
 * readable or faulty. */
struct conf ctl_conf(const struct ctl *c);

/* A connection as one of the roles, closed with the arena; value and key of the setting as in struct conf. Exits with
 * CTL_ENVIRONMENT when it is not set. */
struct db *ctl_db(const struct ctl *c, const char *conninfo, const char *key);

/* Where the compiled workflows of cases come from: the function, and what it is given. */
due_flow_fn *ctl_flows(const struct ctl *c, void **arg);

/* Folder of templates, schemas and contents: of the configuration when --config is given, else share/ beside the
 * folder of the program. */
const char *ctl_share(const struct ctl *c);

/* The OMG schema of workflows. Exits with CTL_ENVIRONMENT when it is not installed. */
const struct xml_schema *ctl_bpmn_schema(const struct ctl *c);

/* The JSON file at path, given back with the arena; NULL with a finding in d. */
const json_t *ctl_json(const struct ctl *c, const char *path, struct diags *d);

/* Writes to the file of option -o, else to standard output; false when that was not possible, which is said then. */
bool ctl_write(const struct ctl *c, struct str text) MUST_CHECK;

/* The first line of standard input without its end: passwords. False with ERR_INPUT when there is none, or more than
 * 1,000 bytes. */
bool ctl_stdin_line(const struct ctl *c, struct str *out, struct err *err) MUST_CHECK;

/* ---- the commands, one ctl_*.c for each group ---- */

typedef enum ctl_exit ctl_fn(const struct ctl *c);

ctl_fn ctl_db_setup;
ctl_fn ctl_tenant_add, ctl_tenant_list;
ctl_fn ctl_demo_load;
ctl_fn ctl_account_add, ctl_account_password, ctl_account_disable, ctl_account_enable;
ctl_fn ctl_form_check, ctl_form_csv, ctl_form_data, ctl_form_diff, ctl_form_eval, ctl_form_import, ctl_form_po,
    ctl_form_test, ctl_form_why, ctl_form_xfall;
ctl_fn ctl_flow_check, ctl_flow_conform, ctl_flow_migrate, ctl_flow_plan, ctl_flow_simulate, ctl_flow_svg;
ctl_fn ctl_dmn_eval;
ctl_fn ctl_flow_import;
ctl_fn ctl_region_find, ctl_region_import;
ctl_fn ctl_publish, ctl_versions, ctl_export, ctl_rollback;
ctl_fn ctl_outbox_list, ctl_outbox_retry;
ctl_fn ctl_flow_incidents, ctl_flow_retry, ctl_flow_verify;
ctl_fn ctl_message_send, ctl_message_show;
ctl_fn ctl_ledger_export, ctl_ledger_verify;

#endif
