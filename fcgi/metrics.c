/* SPDX-License-Identifier: EUPL-1.2
 * Counters that all processes of a pool share. */
#include "metrics.h"
#include "router.h"

#include <stdatomic.h>
#include <sys/mman.h>

#define ROWS_MAX 128 /* more addresses than that are counted together in the last row */

struct metrics {
	atomic_uint_fast64_t requests[ROWS_MAX + 1][6]; /* by row and first digit of the status; last row: no address */
	atomic_uint_fast64_t microseconds;
	atomic_uint_fast64_t deaths;
};

struct metrics *metrics_new(void)
{
	void *p = mmap(NULL, sizeof(struct metrics), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? NULL : p;
}

void metrics_request(struct metrics *m, size_t row, unsigned status, uint64_t microseconds)
{
	unsigned digit = status / 100;
	atomic_fetch_add(&m->requests[row < ROWS_MAX ? row : ROWS_MAX][digit < 6 ? digit : 0], 1);
	atomic_fetch_add(&m->microseconds, microseconds);
}

void metrics_death(struct metrics *m)
{
	atomic_fetch_add(&m->deaths, 1);
}

void metrics_print(const struct metrics *m, const char *pool, struct buf *out)
{
	const struct route *list;
	size_t n = routes(&list);
	buf_add_c(out, "# TYPE ozg_requests_total counter\n");
	for (size_t row = 0; row <= ROWS_MAX; row++) {
		const char *method = row < n ? (list[row].method == REQ_GET ? "GET" : "POST") : "";
		const char *pattern = row < n ? list[row].pattern : "";
		for (unsigned digit = 1; digit < 6; digit++) {
			uint64_t count = atomic_load(&m->requests[row][digit]);
			if (count > 0)
				buf_add_fmt(out, "ozg_requests_total{pool=\"%s\",method=\"%s\",route=\"%s\",status=\"%uxx\"} %llu\n",
				    pool, method, pattern, digit, (unsigned long long)count);
		}
	}
	buf_add_fmt(out,
	    "# TYPE ozg_request_microseconds_total counter\n"
	    "ozg_request_microseconds_total{pool=\"%s\"} %llu\n"
	    "# TYPE ozg_process_deaths_total counter\n"
	    "ozg_process_deaths_total{pool=\"%s\"} %llu\n",
	    pool, (unsigned long long)atomic_load(&m->microseconds), pool, (unsigned long long)atomic_load(&m->deaths));
}
