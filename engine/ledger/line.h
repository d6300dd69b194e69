/* SPDX-License-Identifier: EUPL-1.2
 * Inside engine/ledger: one entry as it stands in an export. */
#ifndef OZG_LEDGER_LINE_H
#define OZG_LEDGER_LINE_H

#include "base/str.h"

struct ledger_line {
	struct str tenant, actor, role, action, object;
	int64_t seq, at, revision;
	struct str commitment, prev, leaf; /* 64 hex digits */
};

/* The one way to write an entry: members in this order, no white space. */
struct str ledger_line_format(struct arena *a, const struct ledger_line *l);

#endif
