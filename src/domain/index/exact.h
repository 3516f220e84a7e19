// SPDX-License-Identifier: EUPL-1.2
/*
 * Exact numbers: quotients of whole numbers, never rounded. A score is a sum of
 * points such as 6 × 4560/4644; as a quotient it can be compared with a class
 * bound, with another unit's score and with the sum of its parts without doubt.
 * Two 64-bit halves as long as that is enough (nearly always), limbs on the
 * arena beyond; what outgrows EXACT_LIMBS is refused, not truncated.
 * Rounding exists only in exact_round and exact_print, half away from zero.
 */
#ifndef DOMAIN_INDEX_EXACT_H
#define DOMAIN_INDEX_EXACT_H

#include "base/buf.h"

struct exact_big;

struct exact {
    int64_t num, den;            /* lowest terms, den > 0, when big is NULL */
    const struct exact_big *big; /* or both halves elsewhere */
};

/* A half may have so many 32-bit limbs. */
#define EXACT_LIMBS 2048

#define EXACT_ZERO ((struct exact){0, 1, NULL})
#define EXACT_ONE ((struct exact){1, 1, NULL})

static inline struct exact
exact_int(int64_t value)
{
    return (struct exact){value, 1, NULL};
}

/* num/den in lowest terms; den must be positive, num above INT64_MIN. */
struct exact exact_ratio(int64_t num, int64_t den);

/* False, and *ret untouched, when the outcome is beyond EXACT_LIMBS. */
NODISCARD bool exact_add(struct arena *a, struct exact left, struct exact right, struct exact *ret);
NODISCARD bool exact_sub(struct arena *a, struct exact left, struct exact right, struct exact *ret);
NODISCARD bool exact_mul(struct arena *a, struct exact left, struct exact right, struct exact *ret);

/* by must not be zero. */
NODISCARD bool exact_div(struct arena *a, struct exact left, struct exact by, struct exact *ret);

struct exact exact_neg(struct arena *a, struct exact value);

/* Negative, zero or positive. The arena is scratch. */
int exact_cmp(struct arena *a, struct exact left, struct exact right);
int exact_sign(struct exact value);
static inline bool
exact_is_zero(struct exact value)
{
    return exact_sign(value) == 0;
}
struct exact exact_min(struct arena *a, struct exact left, struct exact right);
struct exact exact_max(struct arena *a, struct exact left, struct exact right);

/* True, and the value, when it is a whole number of 64 bits. */
bool exact_whole(struct arena *a, struct exact value, int64_t *ret);

/* Leaves a function that says whether a number found room: the TRY of exact numbers. */
#define FITS(call)                                                                                 \
    do {                                                                                           \
        if (!(call))                                                                               \
            return false;                                                                          \
    } while (0)

/* The greatest whole number that is not above it, kept within 64 bits. */
int64_t exact_floor(struct arena *a, struct exact value);

/* Limbs of the larger half; 2 for the small form. */
size_t exact_limbs(struct exact value);

/* The same number on the arena after everything since the mark was given back. */
struct exact exact_keep(struct arena *a, struct arena_mark mark, struct exact value);

/*
 * A decimal number as people write it: -12, 0.75, 80%. No exponent, no plus, no
 * grouping; a digit on both sides of the point; at most 18 digits.
 */
NODISCARD bool exact_parse(struct str s, struct exact *ret);

/* Half away from zero to a number of places (at most 18). */
struct exact exact_round(struct arena *a, struct exact value, int places);

/* The decimal with exactly so many places, rounded half away from zero. */
void exact_print(struct buf *b, struct arena *a, struct exact value, int places);

/* The same without zeros at the end: 5.76, 18, 0.6029. */
void exact_print_short(struct buf *b, struct arena *a, struct exact value, int places);

/* The number itself, in lowest terms: 760/129, or 18 when whole. */
void exact_print_ratio(struct buf *b, struct arena *a, struct exact value);

#endif
