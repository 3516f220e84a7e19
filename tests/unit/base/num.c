// SPDX-License-Identifier: EUPL-1.2
#include "base/num.h"

#include "harness.h"

static void
test_num__the_ends_of_the_range_are_inside(void)
{
    int64_t n = 0;
    CHECK(parse_i64(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &n));
    CHECK(n == INT64_MIN);
    CHECK(parse_i64(S("9223372036854775807"), INT64_MIN, INT64_MAX, &n));
    CHECK(n == INT64_MAX);
    CHECK(!parse_i64(S("9223372036854775808"), INT64_MIN, INT64_MAX, &n));
    CHECK(!parse_i64(S("11"), 0, 10, &n));
}

static void
test_num__anything_else_is_not_a_number(void)
{
    int64_t n = 7;
    static const struct str bad[] = {STR(""),    STR("-"),       STR("+1"),  STR(" 1"),
                                     STR("1 "),  STR("1.0"),     STR("0x1"), STR("1e3"),
                                     STR("--1"), STR("\xD9\xA1")};
    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(!parse_i64(bad[i], INT64_MIN, INT64_MAX, &n));
    CHECK_INT(n, 7);
}

TESTS(T(num__the_ends_of_the_range_are_inside), T(num__anything_else_is_not_a_number))
