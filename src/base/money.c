// SPDX-License-Identifier: EUPL-1.2
/* See money.h. */
#include "base/money.h"

bool
money_add(struct money left, struct money right, struct money *ret)
{
    int64_t sum = 0;
    if (left.cur != right.cur || __builtin_add_overflow(left.minor, right.minor, &sum))
        return false;
    *ret = (struct money){.minor = sum, .cur = left.cur};
    return true;
}

bool
money_times(struct money price, int64_t n, struct money *ret)
{
    int64_t product = 0;
    if (__builtin_mul_overflow(price.minor, n, &product))
        return false;
    *ret = (struct money){.minor = product, .cur = price.cur};
    return true;
}
