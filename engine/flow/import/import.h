/* SPDX-License-Identifier: EUPL-1.2
 * Workflows of other engines and catalogues, made ready for this one: Camunda 7, Operaton, CIB seven, Flowable,
 * Activiti (OZG-Hub), and the process models of FIM (XProzess 2).
 *
 * The file is edited, not written anew: whatever the import does not understand stays as it is, byte for byte. What
 * this engine cannot do by itself becomes a step that a person does, so that nothing is skipped in silence; the list of
 * findings says what somebody still has to decide. */
#ifndef OZG_FLOW_IMPORT_IMPORT_H
#define OZG_FLOW_IMPORT_IMPORT_H

#include "base/diag.h"
#include "base/err.h"

/* Is it a BPMN file with attributes of such an engine, or an XProzess message? */
bool flow_import_needed(struct str source);

/* Adds the BPMN text to out. Findings in d, at their place in source: a note says what was translated and what somebody
 * must look at, a warning what a person has to supply, an error what could not be translated: out then holds it
 * unchanged and will be refused. False when there is nothing to write: source is no such file. */
bool flow_import(struct arena *a, struct str source, struct buf *out, struct diags *d);

/* The BPMN text in an XProzess message: base64 and ZIP are unwrapped under limits. False with findings in d. */
bool flow_import_unpack(struct arena *a, struct str source, struct str *bpmn_r, struct diags *d);

#endif
