// SPDX-License-Identifier: EUPL-1.2
#include "base/money.h"

#include "harness.h"

static void
test_money__overflow_is_refused_not_wrapped(void)
{
    struct money m = money_vnd(1);
    CHECK(!money_add(money_vnd(INT64_MAX), money_vnd(1), &m));
    CHECK(!money_times(money_vnd(INT64_MAX / 2), 3, &m));
    CHECK_INT(m.minor, 1);
}

TESTS(T(money__overflow_is_refused_not_wrapped))
