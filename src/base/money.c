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

void
money_split(struct money total, size_t n, struct money *parts)
{
    int64_t count = (int64_t)n;
    for (int64_t i = 0; i < count; i++) {
        int64_t rest = total.minor % count;
        int64_t extra = rest > 0 ? i < rest : -(i < -rest);
        parts[i] = (struct money){.minor = total.minor / count + extra, .cur = total.cur};
    }
}
