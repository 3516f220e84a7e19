// SPDX-License-Identifier: EUPL-1.2
/*
 * See id.h. One atomic word holds the milliseconds and the count of the last
 * identity; whoever wins the exchange owns the next one. The count starts at
 * zero in every millisecond, so an identity also says how busy its moment was.
 *
 * The only mutable words of the process here are the maker of id_make and its
 * node; both only ever move forward.
 */
#include "sys/id.h"

#include "sys/clock.h"
#include "sys/entropy.h"

#define EPOCH_MS INT64_C(1577836800000) /* 2020-01-01T00:00Z */
#define COUNT_BITS 14
#define NODE_BITS 8
#define LAST_MS ((INT64_C(1) << 41) - 1)

static struct id_maker process_maker;
static _Atomic int process_node = -1; /* -1: not chosen yet */

static int64_t
id_take(_Atomic int64_t *last_one, struct instant now)
{
    int64_t ms = now.us / 1000 - EPOCH_MS;
    ASSERT(ms >= 0 && ms <= LAST_MS);
    int64_t last = atomic_load_explicit(last_one, memory_order_relaxed);
    int64_t next = 0;
    do {
        next = ms << COUNT_BITS;
        if (next <= last)
            next = last + 1;
    } while (!atomic_compare_exchange_weak(last_one, &last, next));
    return next;
}

int64_t
id_next(struct id_maker *maker, struct instant now)
{
    return id_take(&maker->last, now) << NODE_BITS | maker->node;
}

void
id_set_node(uint8_t node)
{
    atomic_store(&process_node, node);
}

static int64_t
id_node(void)
{
    int node = atomic_load_explicit(&process_node, memory_order_relaxed);
    if (node >= 0)
        return node;
    int chosen = (int)(random_u64() & 0xff);
    return atomic_compare_exchange_strong(&process_node, &node, chosen) ? chosen : node;
}

int64_t
id_make(void)
{
    return id_take(&process_maker.last, sys_now()) << NODE_BITS | id_node();
}

int64_t
id_floor(struct instant at)
{
    int64_t ms = at.us / 1000 - EPOCH_MS;
    return ms > 0 ? ms << COUNT_BITS << NODE_BITS : 0;
}
