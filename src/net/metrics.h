// SPDX-License-Identifier: EUPL-1.2
/*
 * Counters of what was served, per row of the route table: requests by class of
 * status, a histogram of times, bytes. Counting is a few relaxed additions;
 * printing may be a moment behind.
 */
#ifndef NET_METRICS_H
#define NET_METRICS_H

#include <stdatomic.h>

#include "net/route.h"
#include "base/buf.h"

enum { LATENCY_BUCKETS = 12 };

struct row_metrics {
    _Atomic uint64_t by_class[6]; /* status / 100 */
    _Atomic uint64_t bucket[LATENCY_BUCKETS + 1];
    _Atomic uint64_t us, bytes;
};

struct metrics {
    size_t n; /* rows, then one for no route, then one for assets */
    struct row_metrics *row;
    _Atomic uint64_t refused_queue, refused_address, reaped, aborted, accepted;
};

void metrics_make(struct metrics *m, size_t rows);
void metrics_free(struct metrics *m);
void metrics_count(struct metrics *m, size_t row, int status, int64_t us, uint64_t bytes);

/* One more of something. */
static inline void
metrics_add(_Atomic uint64_t *counter)
{
    atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

/* The request counters; what is about the server is printed by server_metrics. */
void metrics_print(const struct metrics *m, const struct router *router, struct buf *b);

#endif
