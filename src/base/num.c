// SPDX-License-Identifier: EUPL-1.2
/* See num.h. Overflow cannot happen: it is seen one digit ahead. */
#include "base/num.h"

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
parse_i64(struct str s, int64_t min, int64_t max, int64_t *ret)
{
    bool negative = s.n && s.p[0] == '-';
    if (negative)
        s = str_sub(s, 1, s.n);
    if (s.n == 0)
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!is_digit(s.p[i]))
            return false;
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, s.p[i] - '0', &value))
            return false; /* counted downwards: INT64_MIN has no positive twin */
    }
    if (!negative && __builtin_sub_overflow(0, value, &value))
        return false;
    if (value < min || value > max)
        return false;
    *ret = value;
    return true;
}

bool
parse_digits(struct str s, size_t n, int64_t *ret)
{
    if (s.n < n || n > 18)
        return false;
    int64_t value = 0;
    for (size_t i = 0; i < n; i++) {
        if (!is_digit(s.p[i]))
            return false;
        value = value * 10 + (s.p[i] - '0');
    }
    *ret = value;
    return true;
}
