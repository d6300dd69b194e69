/* SPDX-License-Identifier: EUPL-1.2
 * Sequence flows, message flows, associations. Internal to engine/flow/draw. */
#ifndef OZG_FLOW_DRAW_EDGE_H
#define OZG_FLOW_DRAW_EDGE_H

#include "flow/draw/draw_plan.h"

/* s has way points. */
void draw_edge(struct pen *p, const struct shape *s);

#endif
