// SPDX-License-Identifier: EUPL-1.2
/*
 * Sums of money as whole minor units; the đồng has none smaller than itself.
 * No floating point, no silent overflow, one place that rounds.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include "base/base.h"

enum currency { VND = 704 }; /* ISO 4217 numeric */

struct money {
    int64_t minor;
    enum currency cur;
};

static inline struct money
money_vnd(int64_t dong)
{
    return (struct money){.minor = dong, .cur = VND};
}

/* False, and *ret untouched, on overflow or two currencies. */
NODISCARD bool money_add(struct money left, struct money right, struct money *ret);
NODISCARD bool money_times(struct money price, int64_t n, struct money *ret);

#endif
