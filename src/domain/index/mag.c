// SPDX-License-Identifier: EUPL-1.2
/*
 * See mag.h. Schoolbook methods: the numbers here have some dozens of limbs,
 * where nothing cleverer pays. Division is Knuth's algorithm D (volume 2,
 * section 4.3.1). 32-bit limbs keep every product and every partial quotient
 * inside one uint64_t, so that no helper of the compiler's run-time is needed.
 */
#include "domain/index/mag.h"

#include <string.h>

#define LIMB_BITS 32

static struct mag
mag_trim(const uint32_t *d, size_t n)
{
    while (n > 0 && d[n - 1] == 0)
        n--;
    return (struct mag){d, n};
}

struct mag
mag_of(struct arena *a, uint64_t value)
{
    uint32_t *d = NEW_ARRAY(a, uint32_t, 2);
    d[0] = (uint32_t)value;
    d[1] = (uint32_t)(value >> LIMB_BITS);
    return mag_trim(d, 2);
}

bool
mag_small(struct mag m, int64_t *ret)
{
    uint64_t value = 0;
    if (m.n > 2)
        return false;
    for (size_t i = m.n; i > 0; i--)
        value = (value << LIMB_BITS) | m.d[i - 1];
    if (value > INT64_MAX)
        return false;
    *ret = (int64_t)value;
    return true;
}

int
mag_cmp(struct mag left, struct mag right)
{
    if (left.n != right.n)
        return left.n < right.n ? -1 : 1;
    for (size_t i = left.n; i > 0; i--) {
        if (left.d[i - 1] != right.d[i - 1])
            return left.d[i - 1] < right.d[i - 1] ? -1 : 1;
    }
    return 0;
}

struct mag
mag_add(struct arena *a, struct mag left, struct mag right)
{
    if (left.n < right.n)
        return mag_add(a, right, left);
    uint32_t *d = NEW_ARRAY(a, uint32_t, left.n + 1);
    uint64_t carry = 0;
    for (size_t i = 0; i < left.n; i++) {
        carry += (uint64_t)left.d[i] + (i < right.n ? right.d[i] : 0);
        d[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    d[left.n] = (uint32_t)carry;
    return mag_trim(d, left.n + 1);
}

struct mag
mag_sub(struct arena *a, struct mag left, struct mag right)
{
    uint32_t *d = NEW_ARRAY(a, uint32_t, left.n + 1);
    uint64_t borrow = 0;
    for (size_t i = 0; i < left.n; i++) {
        uint64_t take = (i < right.n ? right.d[i] : 0) + borrow;
        borrow = left.d[i] < take;
        d[i] = (uint32_t)(left.d[i] - take);
    }
    ASSERT(borrow == 0 && left.n >= right.n);
    return mag_trim(d, left.n);
}

struct mag
mag_mul(struct arena *a, struct mag left, struct mag right)
{
    uint32_t *d = NEW_ARRAY(a, uint32_t, left.n + right.n + 1);
    for (size_t i = 0; i < left.n; i++) {
        uint64_t carry = 0;
        for (size_t j = 0; j < right.n; j++) {
            carry += (uint64_t)left.d[i] * right.d[j] + d[i + j];
            d[i + j] = (uint32_t)carry;
            carry >>= LIMB_BITS;
        }
        d[i + right.n] = (uint32_t)carry;
    }
    return mag_trim(d, left.n + right.n);
}

/* m shifted up by 0–31 bits, always with one limb more than m. */
static uint32_t *
shifted(struct arena *a, struct mag m, unsigned bits)
{
    uint32_t *d = NEW_ARRAY(a, uint32_t, m.n + 1);
    uint64_t carry = 0;
    for (size_t i = 0; i < m.n; i++) {
        carry |= (uint64_t)m.d[i] << bits;
        d[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    d[m.n] = (uint32_t)carry;
    return d;
}

static struct mag
div_by_limb(struct arena *a, struct mag m, uint32_t by, struct mag *rest)
{
    uint32_t *d = NEW_ARRAY(a, uint32_t, m.n + 1);
    uint64_t left = 0;
    for (size_t i = m.n; i > 0; i--) {
        left = (left << LIMB_BITS) | m.d[i - 1];
        d[i - 1] = (uint32_t)(left / by);
        left %= by;
    }
    *rest = mag_of(a, left);
    return mag_trim(d, m.n);
}

/* Knuth's D3: a partial quotient that is right or one too large. */
static uint64_t
guess(const uint32_t *u, const uint32_t *v, size_t n)
{
    uint64_t top = ((uint64_t)u[n] << LIMB_BITS) | u[n - 1];
    uint64_t q = top / v[n - 1], r = top % v[n - 1];
    while (q > UINT32_MAX || q * v[n - 2] > ((r << LIMB_BITS) | u[n - 2])) {
        q--;
        r += v[n - 1];
        if (r > UINT32_MAX)
            break;
    }
    return q;
}

/* Knuth's D4–D6: u -= q * v, and once back when q was one too large. */
static uint32_t
take_away(uint32_t *u, const uint32_t *v, size_t n, uint64_t q)
{
    uint64_t borrow = 0, carry = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t product = q * v[i] + borrow;
        borrow = (product >> LIMB_BITS) + (u[i] < (uint32_t)product);
        u[i] -= (uint32_t)product;
    }
    bool too_large = u[n] < borrow;
    u[n] -= (uint32_t)borrow;
    if (!too_large)
        return (uint32_t)q;
    for (size_t i = 0; i < n; i++) {
        carry += (uint64_t)u[i] + v[i];
        u[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    u[n] += (uint32_t)carry;
    return (uint32_t)(q - 1);
}

struct mag
mag_div(struct arena *a, struct mag m, struct mag by, struct mag *rest)
{
    ASSERT(by.n > 0);
    if (by.n == 1)
        return div_by_limb(a, m, by.d[0], rest);
    if (mag_cmp(m, by) < 0) {
        *rest = m;
        return (struct mag){NULL, 0};
    }
    unsigned bits = (unsigned)__builtin_clz(by.d[by.n - 1]);
    uint32_t *u = shifted(a, m, bits), *v = shifted(a, by, bits);
    size_t n = by.n, steps = m.n - by.n + 1;
    uint32_t *q = NEW_ARRAY(a, uint32_t, steps);
    for (size_t i = steps; i > 0; i--)
        q[i - 1] = take_away(u + i - 1, v, n, guess(u + i - 1, v, n));
    for (size_t i = 0; i < n; i++) /* the rest, shifted back */
        u[i] = (uint32_t)((((uint64_t)u[i + 1] << LIMB_BITS) | u[i]) >> bits);
    *rest = mag_trim(u, n);
    return mag_trim(q, steps);
}

static uint32_t *
copied(struct arena *a, struct mag m)
{
    uint32_t *d = NEW_ARRAY(a, uint32_t, m.n + 1);
    if (m.n > 0)
        memcpy(d, m.d, m.n * sizeof *d);
    return d;
}

/* Euclid's, in two pieces of memory; what the divisions took is given back each time. */
struct mag
mag_gcd(struct arena *a, struct mag left, struct mag right)
{
    uint32_t *x = copied(a, left), *y = copied(a, right);
    size_t n = left.n, m = right.n;
    while (m > 0) {
        struct arena_mark mark = arena_mark(a);
        struct mag rest;
        mag_div(a, (struct mag){x, n}, (struct mag){y, m}, &rest);
        if (rest.n > 0)
            memmove(x, rest.d, rest.n * sizeof *x);
        arena_rewind(a, mark);
        uint32_t *swap = x;
        x = y;
        y = swap;
        n = m;
        m = rest.n;
    }
    return (struct mag){x, n};
}
