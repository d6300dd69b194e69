/* SPDX-License-Identifier: EUPL-1.2
 * Publishing from the command line: for the commands publish, rollback and demo load. */
#ifndef OZG_BIN_CTL_DESK_H
#define OZG_BIN_CTL_DESK_H

#include "bin/ctl.h"
#include "publish/publish.h"

/* Everything publishing needs, for tenant --tenant (default: the library). Exits like ctl_db and ctl_bpmn_schema. */
struct publish_desk ctl_desk(const struct ctl *c);

/* Uploads and publishes one file, prints kind, id and version. */
bool ctl_publish_file(const struct ctl *c, const struct publish_desk *desk, const char *path, struct diags *d,
    struct err *err) MUST_CHECK;

#endif
