// SPDX-License-Identifier: EUPL-1.2
/*
 * Natural numbers of any size: the muscles of exact.h, used by nobody else.
 * 32-bit limbs, least first, no leading zero limb; zero has no limbs. Results
 * lie on the arena. Sizes are limited by the caller.
 */
#ifndef DOMAIN_INDEX_MAG_H
#define DOMAIN_INDEX_MAG_H

#include "base/arena.h"

struct mag {
    const uint32_t *d;
    size_t n;
};

struct mag mag_of(struct arena *a, uint64_t value);

/* True, and the value, when it is at most INT64_MAX. */
bool mag_small(struct mag m, int64_t *ret);

int mag_cmp(struct mag left, struct mag right);
struct mag mag_add(struct arena *a, struct mag left, struct mag right);

/* left must not be less than right. */
struct mag mag_sub(struct arena *a, struct mag left, struct mag right);
struct mag mag_mul(struct arena *a, struct mag left, struct mag right);

/* Quotient and rest; by must not be zero. */
struct mag mag_div(struct arena *a, struct mag m, struct mag by, struct mag *rest);
struct mag mag_gcd(struct arena *a, struct mag left, struct mag right);

#endif
