// SPDX-License-Identifier: EUPL-1.2
#include "base/money.h"

#include "harness.h"

static void
test_money__parts_of_a_split_sum_to_the_whole(void)
{
    for (int64_t total = -50; total <= 50; total++) {
        for (size_t n = 1; n <= 7; n++) {
            struct money parts[7];
            struct money sum = money_vnd(0);
            money_split(money_vnd(total), n, parts);
            for (size_t i = 0; i < n; i++)
                CHECK(money_add(sum, parts[i], &sum));
            CHECK_INT(sum.minor, total);
        }
    }
}

static void
test_money__overflow_is_refused_not_wrapped(void)
{
    struct money m = money_vnd(1);
    CHECK(!money_add(money_vnd(INT64_MAX), money_vnd(1), &m));
    CHECK(!money_times(money_vnd(INT64_MAX / 2), 3, &m));
    CHECK_INT(m.minor, 1);
}

TESTS(T(money__parts_of_a_split_sum_to_the_whole), T(money__overflow_is_refused_not_wrapped))
