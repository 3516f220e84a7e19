// SPDX-License-Identifier: EUPL-1.2
/*
 * Identities: 63 bits, in the order of time.
 *
 *     41 bits milliseconds since 2020-01-01 | 14 bits count | 8 bits node
 *
 * One maker never gives the same value twice nor a smaller one than before, on
 * any number of threads; when the count of a millisecond is used up it borrows
 * from the next one. Two processes writing into one database need different
 * nodes: a random one by default, a configured one in a cluster.
 */
#ifndef SYS_ID_H
#define SYS_ID_H

#include <stdatomic.h>

#include "base/date.h"

struct id_maker {
    _Atomic int64_t last; /* milliseconds and count of the last one given */
    uint8_t node;
};

/* The next identity at that moment; the clock is the caller's, so a simulation repeats itself. */
int64_t id_next(struct id_maker *maker, struct instant now);

/* The next identity of this process, by the wall clock, with its node. */
int64_t id_make(void);

/* No identity made at that moment or later is smaller. */
int64_t id_floor(struct instant at);

/* Sets the node of id_make. At start, before the first thread. */
void id_set_node(uint8_t node);

#endif
