/* SPDX-License-Identifier: EUPL-1.2
 * Shared by the files of this folder only. */
#ifndef OZG_PUBLISH_PUBLISH_PRIV_H
#define OZG_PUBLISH_PUBLISH_PRIV_H

#include "publish/publish.h"

#include "xml/xml.h"

/* What is current is asked anew next time: after this process has published something, and before it judges a
 * definition by what another one may have published a moment ago. */
void publish_cache_forget(struct publish_cache *c);

/* A native text as form_import wrote it, with the mark of its content. */
struct str publish_mark(struct arena *a, struct str native);

/* The decisions and processes that workflows of owner use: those that were current at that time (a timestamp of the
 * database; empty: now). Texts live in the arena. After an error of the database broken is set, and err says which. */
struct publish_binding {
	struct db *db;
	struct arena *arena;
	struct str owner, at;
	struct err err;
	bool broken;
};

struct flow_library publish_library(struct publish_binding *b);

/* Warns of conditions in a workflow, whose text is root, that no form of it can meet. False after an error of the
 * database. */
bool publish_check_asks(const struct publish_desk *desk, struct arena *a, const struct flow *flow,
    const struct xml_node *root, struct diags *d, struct err *err) MUST_CHECK;

#endif
