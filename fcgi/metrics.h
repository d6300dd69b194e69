/* SPDX-License-Identifier: EUPL-1.2
 * Counters that all processes of a pool share, printed in the text format of Prometheus. */
#ifndef OZG_FCGI_METRICS_H
#define OZG_FCGI_METRICS_H

#include "base/buf.h"

struct metrics;

/* Shared memory, made before the children are forked. NULL when there is none to be had. */
struct metrics *metrics_new(void);

/* One response: row in the table of addresses (SIZE_MAX: none), its status and how long it took. */
void metrics_request(struct metrics *m, size_t row, unsigned status, uint64_t microseconds);

/* One child died on its own. */
void metrics_death(struct metrics *m);

/* Adds the counters, each request line with the pattern of its row. pool is a label. */
void metrics_print(const struct metrics *m, const char *pool, struct buf *out);

#endif
