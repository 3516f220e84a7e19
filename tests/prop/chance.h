// SPDX-License-Identifier: EUPL-1.2
/*
 * Chance for property tests: every run prints its seed, PROP_SEED gives one back
 * and PROP_CASES says how many cases. SplitMix64 (public domain, S. Vigna).
 */
#ifndef TESTS_PROP_CHANCE_H
#define TESTS_PROP_CHANCE_H

#include <stdlib.h>
#include <sys/random.h>

#include "base/num.h"
#include "harness.h"

static uint64_t chance_state;

static inline uint64_t
chance(void)
{
    uint64_t z = chance_state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* A whole number from low to high, both possible. */
static inline int32_t
between(int32_t low, int32_t high)
{
    return low + (int32_t)(chance() % (uint64_t)(high - low + 1));
}

/* True once in n times. */
static inline bool
once_in(int32_t n)
{
    return between(1, n) == 1;
}

static inline int64_t
from_environment(const char *name, int64_t none)
{
    int64_t n;
    return parse_i64(str_of(getenv(name)), 0, INT64_MAX, &n) ? n : none;
}

/* Starts a test: prints the seed it runs with. */
static inline void
chance_begin(void)
{
    uint32_t fresh = 1;
    if (getrandom(&fresh, sizeof fresh, 0) != (ssize_t)sizeof fresh)
        fresh = 1;
    chance_state = (uint64_t)from_environment("PROP_SEED", fresh);
    printf("# PROP_SEED=%" PRIu64 "\n", chance_state);
}

static inline int64_t
chance_cases(int64_t none)
{
    return from_environment("PROP_CASES", none);
}

#endif
