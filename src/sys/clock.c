// SPDX-License-Identifier: EUPL-1.2
/* See clock.h. Two clocks of the kernel, nothing else. */
#include "sys/clock.h"

#include <time.h>

static int64_t
clock_us(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct instant
sys_now(void)
{
    return (struct instant){clock_us(CLOCK_REALTIME)};
}

int64_t
sys_ticks(void)
{
    return clock_us(CLOCK_MONOTONIC);
}
