/* SPDX-License-Identifier: EUPL-1.2
 * Reading a workflow with the decisions that lie beside it: what check and import share. */
#ifndef OZG_BIN_CTL_FLOW_H
#define OZG_BIN_CTL_FLOW_H

#include "bin/ctl.h"
#include "flow/flow.h"

/* The process of this id (empty: the one no other calls) in source, as it would be published; decisions come from the
 * *.dmn beside path. NULL with findings. */
const struct flow *ctl_flow_read(const struct ctl *c, const char *path, struct str source,
    const struct xml_schema *schema, struct str process, struct diags *d);

#endif
